import { nextSteps, type CopyItem, type RightsRequest } from '../../rights/index.ts';
import { Button } from '../components/button.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { Details, ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { TextArea } from '../components/text-area.tsx';
import { paths } from '../paths.ts';
import { showDay } from '../words/dates.ts';
import { count } from '../words/person.ts';
import { channelWords, eventWords, kindWords, stepWords, termWords } from '../words/requests.ts';

export interface RequestOneProps {
  request: RightsRequest;
  name: string;
  items: readonly CopyItem[];
  /** What would be given now has been checked by a second person. */
  checked: boolean;
  /** This reader decided some of it, and so may not check it. */
  decidedByMe: boolean;
  errors: readonly FieldError[];
  csrf: string;
}

function Step(props: { here: string; csrf: string; step: string; label: string; hint: string; button: string; warn?: boolean }) {
  return (
    <form action={props.here} method="post">
      <input type="hidden" name="csrf" value={props.csrf} />
      <input type="hidden" name="step" value={props.step} />
      <TextArea id={`words-${props.step}`} name="words" label={props.label} hint={props.hint} value="" rows={2} />
      <Button small variant={props.warn === true ? 'warning' : 'secondary'}>
        {props.button}
      </Button>
    </form>
  );
}

/** How a copy comes about: gather, look through, have it checked, release. */
function Copy(props: RequestOneProps & { here: string }) {
  const { request, items, here, csrf } = props;
  const undecided = items.filter((i) => i.decision === 'undecided');
  const plain = undecided.filter((i) => i.suggested.length === 0).length;
  const hidden = (step: string) => (
    <>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="step" value={step} />
    </>
  );
  if (request.closed) {
    return (
      <p>
        What was given: <a href={paths.requestCopy(request.personId, request.requestId, 'html')}>page</a>, <a href={paths.requestCopy(request.personId, request.requestId, 'pdf')}>PDF</a>, <a href={paths.requestCopy(request.personId, request.requestId, 'json')}>data</a>.
      </p>
    );
  }
  return (
    <ol class="app-steps">
      <li>
        <h3>Gather what is held</h3>
        <p>{items.length === 0 ? 'Nothing is gathered yet.' : `${count(items.length, 'part')} gathered, ${undecided.length} to be decided.`}</p>
        <form action={here} method="post">
          {hidden('gather')}
          <Button small variant="secondary">
            {items.length === 0 ? 'Gather' : 'Gather again'}
          </Button>
        </form>
      </li>
      <li>
        <h3>Look through it</h3>
        {items.length === 0 ? (
          <p>There is nothing to look through yet.</p>
        ) : (
          <>
            <p>
              <a href={`${paths.requestItems(request.personId, request.requestId)}?show=look`}>{count(items.filter((i) => i.suggested.length > 0).length, 'part')} to look at closely</a>, <a href={`${paths.requestItems(request.personId, request.requestId)}?show=undecided`}>{undecided.length} undecided</a>, <a href={paths.requestItems(request.personId, request.requestId)}>all</a>
            </p>
            {plain === 0 ? null : (
              <form action={here} method="post">
                {hidden('include-plain')}
                <Button small variant="secondary">
                  Include the {plain} in which nobody else was noticed
                </Button>
              </form>
            )}
          </>
        )}
      </li>
      <li>
        <h3>Have it checked by a second person</h3>
        {items.length === 0 || undecided.length > 0 ? (
          <p>Everything is decided first.</p>
        ) : props.checked ? (
          <p>Checked, as it stands.</p>
        ) : props.decidedByMe ? (
          <p>You decided some of this. A colleague checks it.</p>
        ) : (
          <>
            <p>
              <a href={paths.requestCopy(request.personId, request.requestId, 'preview')}>What would be given</a>
            </p>
            <Step here={here} csrf={csrf} step="check" label="What you checked" hint="You need not say" button="Agree" />
            <Step here={here} csrf={csrf} step="send-back" label="What is to be looked at again" hint="" button="Send back" warn />
          </>
        )}
      </li>
      <li>
        <h3>Release it</h3>
        {props.checked ? (
          <>
            <p>
              <a href={paths.requestCopy(request.personId, request.requestId, 'html')}>Page</a>, <a href={paths.requestCopy(request.personId, request.requestId, 'pdf')}>PDF</a>, <a href={paths.requestCopy(request.personId, request.requestId, 'json')}>data (JSON)</a>
            </p>
            <Step here={here} csrf={csrf} step="release" label="How, and to whom, it was given" hint="Such as: handed to them at the town hall" button="It was given" />
          </>
        ) : (
          <p>It is checked first.</p>
        )}
      </li>
    </ol>
  );
}

/** One request: what is asked, how long there is, what was done, and what may be done next. */
export function requestOnePage(props: RequestOneProps): Page {
  const { request, errors, csrf } = props;
  const here = paths.request(request.personId, request.requestId);
  return {
    title: [`${request.reference}: ${props.name}`, 'Requests'],
    at: 'governance',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        <p>
          <a href={paths.requests}>All requests</a>
        </p>
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">
          {kindWords[request.kind]}: {props.name}
        </h1>
        <InsetText>
          <p>
            <b>{termWords(request.term, request.closed)}</b>
            {request.term.pausedDays > 0 ? `. ${count(request.term.pausedDays, 'day')} do not count, for an answer was awaited` : ''}
            {request.term.extended ? '. Two months more were taken' : ''}.
          </p>
        </InsetText>
        <SummaryList
          class="app-summary"
          rows={[
            { key: 'Number', value: request.reference },
            { key: 'Came', value: `${showDay(request.received)}, ${channelWords[request.channel].toLowerCase()}; entered by ${request.enteredBy}` },
            { key: 'From', value: `${request.askedBy}, as ${request.askedAs === 'self' ? 'the person themselves' : request.askedAs.replaceAll('-', ' ')}` },
            { key: 'In their words', value: request.words === '' ? 'Nothing more was said' : request.words },
          ]}
        />
        {request.kind === 'copy' ? (
          <>
            <h2 class="app-subtitle">The copy</h2>
            <Copy {...props} here={here} />
          </>
        ) : null}
        {nextSteps(request).length === 0 ? null : <h2 class="app-subtitle">Note a step</h2>}
        {nextSteps(request).map((kind) => (
          <Details summary={stepWords[kind].todo}>
            <Step here={here} csrf={csrf} step={kind} label={stepWords[kind].todo} hint={stepWords[kind].hint} button="Note it" />
          </Details>
        ))}
        <h2 class="app-subtitle">What was done</h2>
        {request.events.length === 0 ? <p>Nothing yet.</p> : null}
        <ol class="app-looks">
          {request.events.map((event) => (
            <li>
              <p>
                <b>{stepWords[event.kind].done}</b>, {showDay(event.on)}, {event.byName}
              </p>
              {eventWords(event) === '' ? null : <p>{eventWords(event)}</p>}
            </li>
          ))}
        </ol>
      </div>
    ),
  };
}
