import { ownSelf, type Authority, type OwnDefinition } from '../../access/index.ts';
import type { Overview } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { ErrorSummary, type FieldError } from '../components/messages.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { Tag, type TagColour } from '../components/tag.tsx';
import { ownPaths } from '../own/paths.ts';
import { paths, type PersonPage } from '../paths.ts';
import { showDay, showInstant, showInstantDay } from '../words/dates.ts';
import { listWords, plainName } from '../words/person.ts';

interface Around {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

export interface AccountsTyped {
  name: string;
  email: string;
  kind: string;
  evidence: string;
  until: string;
}

export interface AccountsProps extends Around {
  authorities: readonly Authority[];
  definition: OwnDefinition;
  category: (id: string) => string;
  /** Whether this reader may suspend for safety. */
  maySuspend: boolean;
  typed: AccountsTyped;
  errors: readonly FieldError[];
  csrf: string;
}

const states: Record<Authority['state'], { words: string; colour: TagColour }> = {
  invited: { words: 'Invited, code not given yet', colour: 'blue' },
  open: { words: 'Open', colour: 'green' },
  suspended: { words: 'Suspended', colour: 'red' },
  ended: { words: 'Ended', colour: 'grey' },
  'not-yet': { words: 'Not begun', colour: 'blue' },
};

function Act(props: { authority: Authority; does: 'suspend' | 'resume' | 'end'; words: string; here: string; csrf: string }): ReturnType<typeof Button> {
  const id = `${props.does}-${props.authority.authorityId}`;
  return (
    <form action={props.here} method="post" class="app-filters">
      <input type="hidden" name="csrf" value={props.csrf} />
      <input type="hidden" name="step" value={props.does} />
      <input type="hidden" name="authority" value={props.authority.authorityId} />
      {props.does === 'resume' ? null : <TextField id={`${id}-reason`} name="reason" label={props.does === 'suspend' ? 'Why, for safety' : 'Why it ends'} width={20} maxlength={500} />}
      {props.does === 'suspend' ? <TextField id={`${id}-review`} name="review" label="Look again by" width={10} maxlength={20} autocomplete="off" /> : null}
      <Button small variant={props.does === 'resume' ? 'secondary' : 'warning'}>
        {props.words}
        <span class="nhsuk-u-visually-hidden"> for {props.authority.name}</span>
      </Button>
    </form>
  );
}

/** Who may sign in at this person's own record: the person, and those with authority to act for them. */
export function accountsPage(props: AccountsProps): Page {
  const { overview, definition, errors, typed, today } = props;
  const here = paths.personPage(overview.summary.personId, 'accounts');
  const error = (field: string): string | undefined => errors.find((e) => e.href === `#${field}`)?.text;
  const nameOf = (kind: string): string => (kind === ownSelf ? 'The person themselves' : (definition.authorities.find((a) => a.id === kind)?.name ?? kind));
  return {
    ...personPage({
      ...props,
      at: 'accounts',
      children: (
        <>
          {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
          <h2 class="app-title__words">Their own sign-in</h2>
          <p>Who may see this record at the person’s own side, in plain words and no detail. Ended or suspended, it closes at once.</p>
          {props.authorities.length === 0 ? <p>Nobody yet.</p> : null}
          {props.authorities.map((authority) => (
            <section>
              <h3 class="app-subtitle">
                {authority.name} <Tag colour={states[authority.state].colour}>{states[authority.state].words}</Tag>
              </h3>
              <SummaryList
                class="app-summary"
                rows={[
                  { key: 'As', value: nameOf(authority.kind) },
                  { key: 'Signs in as', value: <span class="app-code">{authority.email}</span> },
                  { key: 'Reaches', value: listWords(authority.tells.map(props.category)) },
                  { key: 'Seen', value: `${authority.evidence}. By ${authority.verifiedBy}, ${showInstantDay(authority.verifiedAt, today)}` },
                  { key: 'From', value: `${showDay(authority.since)}${authority.until === null ? '' : `, to the day before ${showDay(authority.until)}`}` },
                  ...(authority.suspended === null ? [] : [{ key: 'Suspended', value: `${authority.suspended.reason}. By ${authority.suspended.by}; look again by ${showDay(authority.suspended.reviewOn)}${authority.suspended.reviewOn < today ? ' (overdue)' : ''}` }]),
                  ...(authority.ended === null ? [] : [{ key: 'Ended', value: `${authority.ended.reason}. By ${authority.ended.by}, ${showInstantDay(authority.ended.at, today)}` }]),
                ]}
              />
              {authority.state === 'ended' ? null : (
                <>
                  {!props.maySuspend ? null : authority.state === 'suspended' ? <Act authority={authority} does="resume" words="Open again" here={here} csrf={props.csrf} /> : <Act authority={authority} does="suspend" words="Suspend" here={here} csrf={props.csrf} />}
                  <Act authority={authority} does="end" words="End" here={here} csrf={props.csrf} />
                </>
              )}
            </section>
          ))}
          <h3 class="app-subtitle">Invite somebody</h3>
          <form action={here} method="post" class="app-form">
            <input type="hidden" name="csrf" value={props.csrf} />
            <input type="hidden" name="step" value="invite" />
            <Choices
              kind="radios"
              id="kind"
              name="kind"
              legend="Who is it for?"
              error={error('kind')}
              small
              items={[
                { value: ownSelf, text: 'The person themselves', checked: typed.kind === ownSelf },
                ...definition.authorities.map((a) => ({ value: a.id, text: a.name, hint: `See: ${a.evidence}.${a.endsAtAge === undefined ? '' : ` Ends at ${a.endsAtAge}.`}`, checked: typed.kind === a.id })),
              ]}
            />
            <TextField id="name" name="name" label="Full name" error={error('name')} value={typed.name} maxlength={120} autocomplete="off" />
            <TextField id="email" name="email" label="E-mail address they sign in with" error={error('email')} value={typed.email} maxlength={200} autocomplete="off" />
            <TextField id="evidence" name="evidence" label="What you have seen that shows who they are, and what authority they have" error={error('evidence')} value={typed.evidence} maxlength={500} autocomplete="off" />
            <TextField id="until" name="until" label="Until" hint="Leave empty where it has no end. The day from which it holds no longer, such as 1/4/2027" error={error('until')} value={typed.until} width={10} maxlength={20} autocomplete="off" />
            <Button>Make the letter</Button>
          </form>
        </>
      ),
    }),
    error: errors.length > 0,
  };
}

/** The letter with the one-time code. It is shown this once: nobody can read the code again. */
export function letterPage(props: Around & { name: string; code: string; expires: string; contact: { name: string; phone: string } }): Page {
  const { overview, today } = props;
  return personPage({
    ...props,
    at: 'accounts',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">Letter for {props.name}</h2>
          <PrintButton />
        </div>
        <p class="app-noprint">Print it now, and give it or send it to them at an address you have checked. The code is not shown again; if it is lost, invite them again.</p>
        <div class="app-letter">
          <p>Dear {props.name},</p>
          <p>You can now see the record of {plainName(overview.summary)}: who holds information, and who has looked at it.</p>
          <p>
            Go to <b class="app-code">{ownPaths.home}</b> on our website, and sign in. Then enter this code:
          </p>
          <p class="app-letter__code">{props.code}</p>
          <p>It works once, until {showInstant(props.expires, today)}. Do not give it to anybody else.</p>
          <p>
            If you need help, ring {props.contact.name} on {props.contact.phone}.
          </p>
        </div>
        <p class="app-noprint">
          <a href={paths.personPage(overview.summary.personId, 'accounts')}>Back to their own sign-in</a>
        </p>
      </>
    ),
  });
}
