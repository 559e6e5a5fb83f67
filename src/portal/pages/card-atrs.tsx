import type { AtrsPart, StoredCard } from '../../radar/index.ts';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { PrintButton } from '../components/person-frame.tsx';
import { paths } from '../paths.ts';

/** A scorecard's record in the Algorithmic Transparency Recording Standard. */
export function cardAtrsPage({ stored, parts }: { stored: StoredCard; parts: readonly AtrsPart[] }): Page {
  const { card } = stored;
  const as = (format: string): string => `${paths.cardAtrs(card.id)}?format=${format}`;
  return {
    title: [`Transparency record: ${card.title}`, 'Scorecards'],
    at: 'cards',
    body: (
      <div class="app-plain app-plain--wide">
        <p><a href={paths.card(card.id)}>{card.title}</a></p>
        <div class="app-title">
          <h1 class="app-title__words">Transparency record: {card.title}</h1>
          <PrintButton />
        </div>
        <p class="app-quiet">In the order of the Algorithmic Transparency Recording Standard. <a href={as('markdown')}>Markdown</a>, <a href={as('json')}>JSON</a>, <a href={as('yaml')}>the card as a file</a>.</p>
        {parts.map((part) => (
          <>
            <h2>{part.title}</h2>
            <SummaryList rows={part.rows.map(({ name, value }) => ({ key: name, value: typeof value === 'string' ? value : <ul>{value.map((v) => <li>{v}</li>)}</ul> }))} />
          </>
        ))}
      </div>
    ),
  };
}
