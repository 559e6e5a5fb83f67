import type { FoundPerson } from '../../record/index.ts';
import type { Preview, StoredCard } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { PreviewResult } from '../components/preview.tsx';
import { paths } from '../paths.ts';
import { showInstantDay } from '../words/dates.ts';
import { cardDiff } from '../words/card-diff.ts';
import { SignalTable, StateTag } from './cards.tsx';

type Named = FoundPerson & { kind: 'person' };

export interface CardVersionProps {
  stored: StoredCard;
  inForce: StoredCard | null;
  preview: Preview | null;
  /** Who would come on and drop off, for whoever reads this card's list; null for anybody else. */
  named: { comeOn: readonly Named[]; dropOff: readonly Named[] } | null;
  mayEdit: boolean;
  csrf: string;
  errors: readonly FieldError[];
  reason: string;
  today: string;
}

/** One version: what it changes, what it would do, and putting it in force. */
export function cardVersionPage(props: CardVersionProps): Page {
  const { stored, inForce, preview, today, errors } = props;
  const { card, version } = stored;
  const here = paths.cardVersion(card.id, version);
  const changes = inForce === null || inForce.version === version ? null : cardDiff(inForce, stored);
  const result = preview?.result ?? null;
  return {
    title: [`${card.title}, version ${version}`, 'Scorecards'],
    at: 'cards',
    error: errors.length > 0,
    body: (
      <div class="app-plain app-plain--wide">
        {errors.length > 0 ? <ErrorSummary errors={errors} /> : null}
        <p><a href={paths.card(card.id)}>{card.title}</a></p>
        <h1>{card.title}, version {version} <StateTag state={stored.state} /></h1>
        <p>Made {showInstantDay(stored.madeAt.toISOString(), today)} by {stored.author}. {stored.reason}</p>
        {changes === null ? null : (
          <>
            <h2>What it changes</h2>
            {changes.length === 0 ? <p>It says the same as version {inForce?.version}.</p> : <ul>{changes.map((change) => <li>{change}</li>)}</ul>}
          </>
        )}
        {stored.state === 'draft' ? (
          <>
            <h2>What it would do</h2>
            {preview === null ? <p>It has not been tried yet. Trying it scores everybody as they stand now and on the same day of each of the last twelve months, and changes nothing.</p> : null}
            {preview?.state === 'running' ? (
              <InsetText>
                <p role="status">Trying it on everybody: {Math.round(preview.progress * 100)} % done. This page looks again by itself; <a href={here}>look now</a>.</p>
              </InsetText>
            ) : null}
            {preview?.state === 'failed' ? <p>{preview.because}</p> : null}
            {result === null ? null : <PreviewResult result={result} card={card} />}
            {props.named === null ? null : <Names {...props.named} />}
            {props.mayEdit && preview?.state !== 'running' ? (
              <form method="post" action={`${here}/try`}>
                <input type="hidden" name="csrf" value={props.csrf} />
                <Button variant="secondary">{preview === null ? 'Try it on everybody' : 'Try it again'}</Button>
              </form>
            ) : null}
            {props.mayEdit && preview?.state === 'done' ? (
              <form method="post" action={`${here}/put-in-force`}>
                <h2>Put it in force</h2>
                <p>Everybody is scored by it at once, and who crosses into its alert band raises an alert.</p>
                <input type="hidden" name="csrf" value={props.csrf} />
                <TextField id="reason" name="reason" label="Why" value={props.reason} error={errors.find((e) => e.href === '#reason')?.text} maxlength={500} />
                <Button>Put it in force</Button>
              </form>
            ) : null}
          </>
        ) : null}
        <h2>Signals and bands</h2>
        <SignalTable stored={stored} />
        <ul>{card.bands.map((b) => <li>{b.title}: from {b.from}</li>)}</ul>
      </div>
    ),
  };
}

function Names({ comeOn, dropOff }: NonNullable<CardVersionProps['named']>) {
  const list = (people: readonly Named[]) => (people.length === 0 ? <p>Nobody you may see.</p> : <ul>{people.map(({ summary }) => <li><a href={paths.personPage(summary.personId, 'risk')}>{summary.displayName}</a></li>)}</ul>);
  return (
    <>
      <h3>Who would come on</h3>
      {list(comeOn)}
      <h3>Who would drop off</h3>
      {list(dropOff)}
      <p class="app-quiet">At most 50 of each are named, and only to whoever reads this list.</p>
    </>
  );
}
