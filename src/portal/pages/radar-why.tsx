import type { Explained } from '../../radar/index.ts';
import type { FoundPerson } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { ExplainedCard } from '../components/explained.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { paths } from '../paths.ts';
import { showBorn } from '../words/dates.ts';
import { mayBeMore } from '../words/radar.ts';

export interface RadarWhyProps {
  card: { id: string; title: string };
  query: string;
  found: readonly (FoundPerson & { kind: 'person' })[];
  explained: Explained | null;
  today: string;
  feedTitle: (feed: string) => string;
}

/** Why somebody is, or is not, on a list. Whoever may not be seen is answered like nobody. */
export function radarWhyPage({ card, query, found, explained, today, feedTitle }: RadarWhyProps): Page {
  return {
    title: [`Why: ${card.title}`, 'Radar'],
    at: 'radar',
    body: (
      <div class="app-plain app-plain--wide">
        <p><a href={paths.radarList(card.id)}>{card.title}</a></p>
        <h1>Why is somebody on this list, or not?</h1>
        <form method="get" action={paths.radarWhy(card.id)} class="app-why-not">
          <TextField id="who" name="q" label="Their name, or NHS number" width={20} value={query} maxlength={200} autocomplete="off" />
          <Button small>Explain</Button>
        </form>
        {explained === null ? null : (
          <>
            <h2>
              <a href={paths.personPage(explained.person.summary.personId, 'risk')}>{explained.person.summary.displayName}</a>{' '}
              <span class="app-quiet">{showBorn(explained.person.summary.birthDate, today)}</span>
            </h2>
            <ExplainedCard explained={explained} feedTitle={feedTitle} today={today} level={3} open />
          </>
        )}
        {explained === null && query !== '' && found.length === 0 ? <p>There is nobody of that name or number whom you may see.</p> : null}
        {explained === null && found.length > 0 ? (
          <>
            <h2>Which of these?</h2>
            <ul>
              {found.map(({ summary }) => (
                <li>
                  <a href={`${paths.radarWhy(card.id)}?q=${encodeURIComponent(query)}&who=${summary.personId}`}>{summary.displayName}</a> <span class="app-quiet">{showBorn(summary.birthDate, today)}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <p class="app-quiet">{mayBeMore}</p>
      </div>
    ),
  };
}
