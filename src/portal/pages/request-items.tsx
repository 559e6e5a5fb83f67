import { exemptions, type CopyItem, type RightsRequest } from '../../rights/index.ts';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, type FieldError } from '../components/messages.tsx';
import { Pagination } from '../components/pagination.tsx';
import { SelectField } from '../components/select.tsx';
import { Tag, type TagColour } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showWhen } from '../words/dates.ts';

export interface RequestItemsProps {
  request: RightsRequest;
  name: string;
  items: readonly CopyItem[];
  total: number;
  from: number;
  size: number;
  show: 'all' | 'look' | 'undecided';
  holding: (id: string) => string;
  errors: readonly FieldError[];
  csrf: string;
}

const decisions: Record<CopyItem['decision'], { words: string; colour: TagColour }> = {
  undecided: { words: 'Not decided', colour: 'yellow' },
  include: { words: 'Included', colour: 'green' },
  redact: { words: 'Parts struck out', colour: 'blue' },
  withhold: { words: 'Withheld', colour: 'red' },
};

function Item(props: { item: CopyItem; holding: string; here: string; csrf: string; closed: boolean }) {
  const { item } = props;
  const id = item.itemId;
  const state = decisions[item.decision];
  return (
    <li id={`item-${id}`}>
      <h2>
        {item.title} <Tag colour={state.colour}>{state.words}</Tag>
      </h2>
      <p class="app-quiet">
        {props.holding}. {item.source}
        {item.happened === null ? '' : `, ${showWhen(item.happened)}`}
      </p>
      {item.suggested.length === 0 ? null : (
        <ul class="app-noticed">
          {item.suggested.map((words) => (
            <li>{words}</li>
          ))}
        </ul>
      )}
      {props.closed ? null : (
        <form action={props.here} method="post" class="app-form">
          <input type="hidden" name="csrf" value={props.csrf} />
          <input type="hidden" name="item" value={id} />
          <Choices
            kind="checkboxes"
            small
            id={`rows-${id}`}
            name="rows"
            legend="Mark what to strike out"
            items={item.rows.slice(0, 200).map((row, i) => ({ value: String(i), text: <><b>{row.name}</b>: {row.value}</>, checked: item.strike.rows.includes(i) }))}
          />
          <TextField id={`words-${id}`} name="words" label="Words to strike out wherever they stand" hint="Separated by commas" value={item.strike.words.join(', ')} maxlength={500} autocomplete="off" />
          <SelectField id={`exemption-${id}`} name="exemption" label="Why, where something is left out" value={item.exemption ?? ''} options={[{ value: '', text: 'Nothing is left out' }, ...exemptions.map((e) => ({ value: e.id, text: `${e.name} (${e.law})` }))]} />
          <TextField id={`note-${id}`} name="note" label="Note for whoever checks it" value={item.note} maxlength={500} autocomplete="off" />
          <div class="app-buttons">
            <Button small name="decision" value="include">
              Include<span class="nhsuk-u-visually-hidden"> {item.title}</span>
            </Button>
            <Button small variant="secondary" name="decision" value="redact">
              Strike out what is marked<span class="nhsuk-u-visually-hidden"> in {item.title}</span>
            </Button>
            <Button small variant="warning" name="decision" value="withhold">
              Withhold<span class="nhsuk-u-visually-hidden"> {item.title}</span>
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}

/** What was gathered for a copy, part by part: include it, strike something out, or withhold it, and why. */
export function requestItemsPage(props: RequestItemsProps): Page {
  const { request, errors, show } = props;
  const base = paths.requestItems(request.personId, request.requestId);
  const at = (from: number): string => `${base}?show=${show}&from=${from}`;
  return {
    title: ['Looking through a copy', request.reference],
    at: 'governance',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        <p>
          <a href={paths.request(request.personId, request.requestId)}>
            {request.reference}, {props.name}
          </a>
        </p>
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">Looking through a copy</h1>
        <p>Where somebody else’s name or number was noticed it says so. That is no decision: read each part, and think who could be hurt.</p>
        <nav aria-label="Which parts" class="app-tabs">
          <ul>
            {([['all', 'All'], ['look', 'To look at closely'], ['undecided', 'Not decided']] as const).map(([id, text]) => (
              <li>
                <a href={`${base}?show=${id}`} aria-current={id === show ? 'page' : undefined}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {props.items.length === 0 ? <p>There is nothing here.</p> : null}
        <ol class="app-services" start={props.from + 1}>
          {props.items.map((item) => (
            <Item item={item} holding={props.holding(item.holding)} here={at(props.from)} csrf={props.csrf} closed={request.closed} />
          ))}
        </ol>
        {props.total <= props.size ? null : (
          <Pagination
            {...(props.from === 0 ? {} : { previous: { href: at(Math.max(props.from - props.size, 0)), label: 'Before' } })}
            {...(props.from + props.size >= props.total ? {} : { next: { href: at(props.from + props.size), label: 'Next' } })}
          />
        )}
      </div>
    ),
  };
}
