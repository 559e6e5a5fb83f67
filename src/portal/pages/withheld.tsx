import type { LogEntry, Withheld } from '../../access/index.ts';
import type { Overview } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { personPage } from '../components/person-frame.tsx';
import { Tag } from '../components/tag.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { showDay, showInstant } from '../words/dates.ts';
import { whatWasDone } from '../words/looks.ts';

export interface WithheldProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
  standing: readonly Withheld[];
  /** Purposes whose looks are never told, and why: by the area's file. */
  always: readonly { name: string; reason: string }[];
  /** The look from which this began, if from one. */
  look: LogEntry | null;
  team: (id: string) => string;
  purpose: (id: string) => string;
  typed: { scope: string; reason: string; review: string };
  errors: readonly FieldError[];
  csrf: string;
}

const what = (w: Withheld, props: Pick<WithheldProps, 'team' | 'purpose'>): string =>
  w.logId !== null ? 'One look' : `Every look ${w.team === null ? '' : `by ${props.team(w.team)} `}${w.purpose === null ? '' : `for ${props.purpose(w.purpose)}`}`.trim();

/** Which looks are not told to the person, nor to whoever acts for them: by whom, why, and when that is looked at again. */
export function withheldPage(props: WithheldProps): Page {
  const { overview, standing, look, errors, typed, today } = props;
  const here = paths.personPage(overview.summary.personId, 'withheld');
  const error = (field: string): string | undefined => errors.find((e) => e.href === `#${field}`)?.text;
  return {
    ...personPage({
      ...props,
      at: 'withheld',
      children: (
        <>
          {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
          <h2 class="app-title__words">Not told to the person</h2>
          <p>The person, and whoever acts for them, can see who has looked. Withhold a look only where telling of it would put somebody at risk. Their page says to everybody that some looks may not be listed.</p>
          {props.always.length === 0 ? null : (
            <>
              <h3 class="app-subtitle">Never told, of anybody</h3>
              <ul>
                {props.always.map(({ name, reason }) => (
                  <li>
                    <b>{name}</b>: {reason}.
                  </li>
                ))}
              </ul>
            </>
          )}
          <h3 class="app-subtitle">Withheld for this person</h3>
          {standing.length === 0 ? (
            <p>Nothing.</p>
          ) : (
            <Table<Withheld>
              caption="Looks withheld from this person"
              captionHidden
              responsive
              class="app-table"
              rows={standing}
              columns={[
                { heading: 'What', cell: (w) => what(w, props) },
                { heading: 'Why', cell: (w) => w.reason },
                { heading: 'By', cell: (w) => `${w.by}, ${showInstant(w.at, today)}` },
                { heading: 'Look again by', cell: (w) => <>{showDay(w.reviewOn)} {w.reviewOn < today ? <Tag colour="red">Overdue</Tag> : null}</> },
                {
                  heading: 'Tell again',
                  cell: (w) => (
                    <form action={here} method="post" class="app-inline">
                      <input type="hidden" name="csrf" value={props.csrf} />
                      <input type="hidden" name="lift" value={w.withheldId} />
                      <label class="nhsuk-u-visually-hidden" for={`why-${w.withheldId}`}>
                        Why {what(w, props)} may be told again
                      </label>
                      <input class="nhsuk-input" id={`why-${w.withheldId}`} name="reason" type="text" maxlength={300} placeholder="Why it may be told" />
                      <Button small variant="secondary">
                        Tell again
                      </Button>
                    </form>
                  ),
                },
              ]}
            />
          )}
          <h3 class="app-subtitle">Withhold</h3>
          {look === null ? (
            <p>
              Begin at the look in question: <a href={paths.personPage(overview.summary.personId, 'viewed')}>Who viewed</a>.
            </p>
          ) : (
            <form action={here} method="post" class="app-form">
              <input type="hidden" name="csrf" value={props.csrf} />
              <input type="hidden" name="look" value={look.logId} />
              <InsetText>
                <p>
                  {look.userName}, {props.team(look.team)}, {showInstant(look.at, today)}: {whatWasDone(look)}, for {props.purpose(look.purpose)}.
                </p>
              </InsetText>
              <Choices
                kind="radios"
                id="scope"
                name="scope"
                legend="What is not to be told?"
                error={error('scope')}
                items={[
                  { value: 'look', text: 'This look', checked: typed.scope === 'look' },
                  { value: 'purpose', text: `Every look by ${props.team(look.team)} for ${props.purpose(look.purpose)}`, hint: 'Those there have been, and those to come', checked: typed.scope === 'purpose' },
                  { value: 'team', text: `Every look by ${props.team(look.team)}`, hint: 'Those there have been, and those to come', checked: typed.scope === 'team' },
                ]}
              />
              <TextField id="reason" name="reason" label="Why would telling put somebody at risk?" error={error('reason')} value={typed.reason} maxlength={500} />
              <TextField id="review" name="review" label="Look again by" hint="A day within a year, such as 1/5/2027" error={error('review')} value={typed.review} width={10} maxlength={20} autocomplete="off" />
              <Button>Withhold</Button>
            </form>
          )}
        </>
      ),
    }),
    error: errors.length > 0,
  };
}
