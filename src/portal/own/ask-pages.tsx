import type { VNode } from 'preact';
import type { RequestKind, RightsRequest } from '../../rights/index.ts';
import { Button } from '../components/button.tsx';
import { ErrorSummary, InsetText } from '../components/messages.tsx';
import { TextArea } from '../components/text-area.tsx';
import { showDay } from '../words/dates.ts';
import type { OwnPage } from './frame.tsx';
import { ownPaths } from './paths.ts';
import type { Whose } from './words.ts';

interface Asking {
  title: (whose: Whose) => string;
  about: (whose: Whose) => VNode;
  label: string;
  hint: string;
  /** Said when nothing was written; null where nothing need be. */
  unsaid: string | null;
  button: string;
}

/** What each request says of itself, before and after. */
export const askings: Record<RequestKind, Asking> = {
  copy: {
    title: ({ whose }) => `Ask for a copy of ${whose} record`,
    about: ({ who }) => (
      <>
        <p>We will send a copy of what is held here about {who}. It costs nothing.</p>
        <p>We have one month. If there is a lot, we may need up to three, and will tell you.</p>
        <p>We may leave out things about other people, or things that could put somebody at risk.</p>
      </>
    ),
    label: 'Is there something you want most?',
    hint: 'You need not say. It can make it quicker. For example, “my hospital visits this year”.',
    unsaid: null,
    button: 'Ask for a copy',
  },
  correction: {
    title: () => 'Something is wrong',
    about: () => (
      <>
        <p>Tell us what is wrong, and what would be right. We will ask the service that holds it to look.</p>
        <p>We have one month to tell you what was done.</p>
      </>
    ),
    label: 'What is wrong, and what would be right?',
    hint: 'For example, “My door number is 12, not 21”.',
    unsaid: 'Tell us what is wrong',
    button: 'Send',
  },
  objection: {
    title: ({ whose }) => `Stop sharing ${whose} information`,
    about: ({ who }) => (
      <>
        <p>You can ask us to stop sharing. We will look at it and tell you what we decide.</p>
        <p>We may have to go on sharing to keep {who === 'you' ? 'you' : who} or somebody else safe, or where the law says so. Services may then have to ask the same things again.</p>
        <p>Nothing changes until we have answered.</p>
      </>
    ),
    label: 'What do you not want shared, and with whom?',
    hint: 'Say as much or as little as you like.',
    unsaid: 'Tell us what you do not want shared',
    button: 'Send',
  },
};

export const askPaths: Record<RequestKind, string> = { copy: ownPaths.copy, correction: ownPaths.wrong, objection: ownPaths.object };

export function askPage(props: { kind: RequestKind; whose: Whose; words: string; error: string | null; csrf: string }): OwnPage {
  const asking = askings[props.kind];
  const title = asking.title(props.whose);
  return {
    title,
    error: props.error !== null,
    body: (
      <>
        {props.error === null ? null : <ErrorSummary errors={[{ text: props.error, href: '#words' }]} />}
        <h1 class="nhsuk-heading-l">{title}</h1>
        {asking.about(props.whose)}
        <form action={askPaths[props.kind]} method="post">
          <input type="hidden" name="csrf" value={props.csrf} />
          <TextArea id="words" name="words" label={asking.label} hint={asking.hint} error={props.error ?? undefined} value={props.words} rows={5} />
          <Button>{asking.button}</Button>
        </form>
      </>
    ),
  };
}

const asked: Record<RequestKind, string> = { copy: 'You asked for a copy', correction: 'You told us that something is wrong', objection: 'You asked us to stop sharing' };

function stands(request: RightsRequest): string {
  const end = request.events.find((event) => ['released', 'replied', 'withdrawn'].includes(event.kind));
  if (end?.kind === 'withdrawn') return `You took this back on ${showDay(end.on)}.`;
  if (end !== undefined) return `We answered on ${showDay(end.on)}.`;
  if (request.term.awaiting === 'identity') return 'We have asked you to show who you are. The month starts when you have.';
  if (request.term.awaiting === 'clarity') return 'We have asked you a question. The time stops until you answer.';
  return `We must answer by ${showDay(request.term.due)}.`;
}

/** What this account has asked, and when each must be answered. `sent` was sent just now. */
export function askedPage(props: { requests: readonly RightsRequest[]; sent: string | null }): OwnPage {
  const now = props.requests.find((request) => request.requestId === props.sent);
  return {
    title: now === undefined ? 'What you have asked' : 'We have got it',
    body: (
      <>
        <h1 class="nhsuk-heading-l">{now === undefined ? 'What you have asked' : 'We have got it'}</h1>
        {now === undefined ? null : (
          <InsetText>
            <p>
              Your number for this is <b>{now.reference}</b>. Keep it, and say it if you ring. {stands(now)}
            </p>
          </InsetText>
        )}
        {props.requests.length === 0 ? <p>You have not asked for anything.</p> : null}
        <ul class="app-looks">
          {props.requests.map((request) => (
            <li>
              <p>
                <b>{asked[request.kind]}</b> on {showDay(request.received)} ({request.reference})
              </p>
              <p>{stands(request)}</p>
            </li>
          ))}
        </ul>
      </>
    ),
  };
}

/** What the law says, in short, and how to complain. */
export function rightsPage(props: { whose: Whose; area: string; officer: { name: string; email: string }; complaints: { name: string; phone: string; address: string } }): OwnPage {
  const { whose } = props.whose;
  return {
    title: `Sharing and ${whose} rights`,
    body: (
      <>
        <h1 class="nhsuk-heading-l">Sharing and {whose} rights</h1>
        <p>Councils, the NHS, housing, schools and others in {props.area} each hold some information. They share some of it, so that people get help without telling everything again and again.</p>
        <p>Each worker sees only the part they need. They must say why they look. We write it down every time.</p>
        <h2 class="app-subtitle">You can</h2>
        <ul>
          <li>
            <a href={ownPaths.looks}>see who has looked, and why</a>
          </li>
          <li>
            <a href={ownPaths.copy}>ask for a copy</a>
          </li>
          <li>
            <a href={ownPaths.wrong}>ask us to put right what is wrong</a>
          </li>
          <li>
            <a href={ownPaths.object}>ask us to stop sharing</a>
          </li>
        </ul>
        <h2 class="app-subtitle">If you are not happy</h2>
        <p>
          Write to the {props.officer.name}: <span class="app-code">{props.officer.email}</span>.
        </p>
        <p>
          If that does not help, tell {props.complaints.name}: {props.complaints.phone}, {props.complaints.address}.
        </p>
      </>
    ),
  };
}
