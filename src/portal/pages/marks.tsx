import type { VNode } from 'preact';
import type { HandMark } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Details, ErrorSummary, NotificationBanner, type FieldError } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { isDue, nameOfMark, standsMark } from '../words/marks.ts';

export interface MarksProps {
  marks: readonly HandMark[];
  /** Whose it is; null for somebody the reader is not shown. */
  name: (mark: HandMark) => string | null;
  done: string;
  errors: readonly FieldError[];
  today: string;
  csrf: string;
}

const doneWords: Readonly<Record<string, string>> = { put: 'The mark is in force.', lifted: 'The mark is lifted.', confirmed: 'Confirmed: the record is restricted.', declined: 'Declined.' };

/** Lifting a mark, with why. */
export function LiftForm(props: { mark: HandMark; csrf: string; error?: string | undefined }): VNode {
  const { mark } = props;
  return (
    <Details summary={<>Lift<span class="nhsuk-u-visually-hidden"> {nameOfMark(mark)}, reference {reference(mark)}</span></>} open={props.error !== undefined}>
      <form action={paths.liftMark(mark.id)} method="post" novalidate>
        <input type="hidden" name="csrf" value={props.csrf} />
        <TextField id={`why-${mark.id}`} name="why" label="Why it is lifted" error={props.error} maxlength={500} />
        <Button variant="warning" small>
          Lift it
        </Button>
      </form>
    </Details>
  );
}

function SettleForm(props: { mark: HandMark; csrf: string; error?: string | undefined }): VNode {
  const { mark } = props;
  return (
    <form action={paths.settleMark(mark.id)} method="post" novalidate>
      <input type="hidden" name="csrf" value={props.csrf} />
      <TextField id={`why-${mark.id}`} name="why" label="Note; needed to decline" error={props.error} maxlength={500} />
      <Button small name="do" value="confirm">
        Confirm
      </Button>{' '}
      <Button variant="secondary" small name="do" value="decline">
        Decline
      </Button>
    </form>
  );
}

/** What people call a mark by, where its person is not named. */
const reference = (mark: HandMark): string => mark.id.slice(-8);

/** Every mark kept by hand, proposals and those due first. Sealed people are not named: the reference is. */
export function marksPage(props: MarksProps): Page {
  const due = props.marks.filter((m) => isDue(m, props.today)).length;
  const error = (mark: HandMark): string | undefined => props.errors.find((e) => e.href === `#why-${mark.id}`)?.text;
  return {
    title: ['Seals and marks'],
    at: 'governance',
    ...(props.errors.length > 0 ? { error: true } : {}),
    body: (
      <div class="app-plain">
        {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
        {doneWords[props.done] === undefined ? null : <NotificationBanner variant="success" text={doneWords[props.done]!} />}
        <h1 class="nhsuk-heading-l">Seals and marks</h1>
        <p>Records sealed, restricted or hidden by hand. A sealed person is named to nobody, here either: keep the reference with the reason. To put a mark, open the person’s record.</p>
        {due === 0 ? null : <p><b>{due === 1 ? 'One is' : `${due} are`} due to be looked at again.</b></p>}
        {props.marks.length === 0 ? (
          <p>No mark is kept by hand.</p>
        ) : (
          <Table
            class="app-table"
            caption="Marks kept by hand"
            captionHidden
            responsive
            rows={props.marks}
            rowClass={(m: HandMark) => (m.state === 'proposed' || isDue(m, props.today) ? 'app-row--notice' : undefined)}
            columns={[
              {
                heading: 'Mark',
                cell: (m: HandMark) => (
                  <>
                    <Tag colour={m.kind === 'sealed' ? 'red' : 'blue'}>{nameOfMark(m)}</Tag> <span class="app-quiet app-block">{reference(m)}</span>
                  </>
                ),
              },
              {
                heading: 'Of',
                cell: (m) => {
                  const name = props.name(m);
                  return name === null ? 'Somebody you are not shown' : <a href={paths.marksOf(m.personId)}>{name}</a>;
                },
              },
              { heading: 'Why', cell: (m) => m.words },
              { heading: 'Put by', cell: (m) => `${m.putBy}, ${showInstant(m.putAt.toISOString(), props.today)}` },
              { heading: 'Stands', cell: (m) => standsMark(m, props.today) },
              { heading: 'Change', cell: (m) => (m.state === 'proposed' ? <SettleForm mark={m} csrf={props.csrf} error={error(m)} /> : <LiftForm mark={m} csrf={props.csrf} error={error(m)} />) },
            ]}
          />
        )}
      </div>
    ),
  };
}
