import type { VNode } from 'preact';
import type { UserProfile } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { Choices } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, InsetText } from '../components/messages.tsx';
import { paths } from '../paths.ts';

/** Fields a form carries through unchanged: the CSRF token, an interaction id, where to return to. */
export type HiddenFields = Readonly<Record<string, string>>;

function Hidden(props: { fields: HiddenFields }): VNode {
  return (
    <>
      {Object.entries(props.fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

export interface ChooseUserProps {
  users: readonly UserProfile[];
  area: string;
  /** Where the form is posted; the chosen user's id is in `user`. */
  action: string;
  hidden: HiddenFields;
  error?: string;
}

/** The demo area's sign-in: who to be, and what each is for. No password, because nobody here is real. */
export function chooseUserPage(props: ChooseUserProps): Page {
  return {
    title: ['Choose who to sign in as'],
    error: props.error !== undefined,
    body: (
      <div class="app-narrow app-narrow--wide">
        {props.error === undefined ? null : <ErrorSummary errors={[{ text: props.error }]} />}
        <h1 class="nhsuk-heading-l">Choose who to sign in as</h1>
        <p>Everyone in {props.area} is invented. Each of these workers may see something different of the same person.</p>
        <form action={props.action} method="post">
          <Hidden fields={props.hidden} />
          <ul class="app-users">
            {props.users.map((user) => (
              <li class="app-users__item">
                <div>
                  <h2 class="app-users__name">{user.name}</h2>
                  <p class="app-users__job">
                    {user.jobTitle}
                    {user.teams.length === 0 ? null : ` · ${user.teams.map((team) => team.name).join(', ')}`}
                  </p>
                  <p>{user.about}</p>
                </div>
                <Button small variant="secondary" name="user" value={user.id}>
                  Sign in<span class="nhsuk-u-visually-hidden"> as {user.name}</span>
                </Button>
              </li>
            ))}
          </ul>
        </form>
      </div>
    ),
  };
}

export interface ChooseTeamProps {
  user: UserProfile;
  action: string;
  hidden: HiddenFields;
  /** What the user acts as now, when changing it. */
  current?: { team: string; purpose: string };
  error?: string;
}

/** What a choice's radio button sends, in the field `acting`. */
const actingValue = (team: string, purpose: string): string => `${team}/${purpose}`;

/** Which team the user acts for and why: every later decision rests on it. One choice, because a purpose belongs to a team. */
export function chooseTeamPage(props: ChooseTeamProps): Page {
  const { user, current } = props;
  const [onlyTeam] = user.teams;
  const error = props.error ?? undefined;
  return {
    title: ['Choose your team and purpose'],
    error: error !== undefined,
    body: (
      <div class="app-narrow">
        {error === undefined ? null : <ErrorSummary errors={[{ text: error, href: '#acting' }]} />}
        <h1 class="nhsuk-heading-l">What are you doing today, {user.name}?</h1>
        <p>What you may see of a person depends on the team you act for and why you are looking. Both are written in that person’s log.</p>
        {onlyTeam === undefined ? (
          <InsetText>
            <p>You are not in any team yet. Ask whoever manages access in your organisation to add you to one.</p>
          </InsetText>
        ) : (
          <form action={props.action} method="post">
            <Hidden fields={props.hidden} />
            {user.teams.map((team, index) => (
              <Choices
                kind="radios"
                id={index === 0 ? 'acting' : `acting-${team.id}`}
                name="acting"
                legend={team.name}
                legendSize="m"
                error={index === 0 ? error : undefined}
                items={team.purposes.map((purpose) => ({
                  value: actingValue(team.id, purpose.id),
                  text: purpose.name,
                  hint: purpose.basis,
                  checked:
                    current === undefined
                      ? user.teams.length === 1 && team.purposes.length === 1
                      : current.team === team.id && current.purpose === purpose.id,
                }))}
              />
            ))}
            <Button>Continue</Button>
          </form>
        )}
      </div>
    ),
  };
}

/** After signing out. `elsewhere` signs out of the organisation's own identity provider as well; `idle` when it was by time, and where to go on. */
export function signedOutPage(elsewhere: URL | null = null, idle: { back: string } | null = null): Page {
  return {
    title: ['You are signed out'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">You are signed out</h1>
        {idle === null ? null : (
          <p>
            You were signed out because nobody used Kith for a while, or because you signed in a long time ago.{' '}
            {idle.back.startsWith('/kept/') ? <b>What you wrote was kept: sign in again to get it back.</b> : null}
          </p>
        )}
        <p>If others use this computer, close the browser window too: pages it has shown may still be on the screen.</p>
        {elsewhere === null ? null : (
          <p>
            You are still signed in to your organisation. <a href={elsewhere.href}>Sign out there too</a>
          </p>
        )}
        <Button href={idle === null ? paths.signIn : `${paths.signIn}?return=${encodeURIComponent(idle.back)}`}>Sign in again</Button>
      </div>
    ),
  };
}
