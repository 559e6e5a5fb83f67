import type { VNode } from 'preact';
import { Button } from '../components/button.tsx';
import type { Page } from '../components/layout.tsx';
import { InsetText, WarningCallout } from '../components/messages.tsx';
import { paths } from '../paths.ts';
import type { SignInEventKind } from '../../access/index.ts';
import { Table } from '../components/lists.tsx';
import type { AccountProps } from '../sign-in/index.ts';
import { clockTime, showInstantDay } from '../words/dates.ts';

const kinds = { totp: 'authenticator app', passkey: 'passkey', recovery: 'recovery codes' } as const;

function Factors(props: AccountProps & { factors: NonNullable<AccountProps['factors']> }): VNode {
  const { factors, csrf, locked, passkeysOnly } = props;
  const shown = factors.filter(({ kind }) => kind !== 'recovery');
  const recovery = factors.length - shown.length;
  return (
    <>
      <h2 class="nhsuk-heading-m">{passkeysOnly ? 'Your passkeys' : 'Your second step'}</h2>
      {shown.length === 0 ? <p>You have not set one up. With one, nobody who finds this page open elsewhere can sign in as you.</p> : null}
      <ul class="app-factors">
        {shown.map(({ id, kind, name, madeAt, usedAt }) => (
          <li>
            <div>
              <b>{name}</b> ({kinds[kind]}), set up {showInstantDay(madeAt.toISOString(), '')}, {usedAt === null ? 'not used yet' : `last used ${showInstantDay(usedAt.toISOString(), '')}`}
            </div>
            {locked ? null : (
              <form action="/account/remove" method="post">
                <input type="hidden" name="csrf" value={csrf} />
                <Button small variant="secondary" name="factor" value={id}>
                  Take away<span class="nhsuk-u-visually-hidden"> {name}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {passkeysOnly || shown.length === 0 ? null : <p>{recovery === 0 ? 'You have no recovery codes left.' : `${recovery} recovery code${recovery === 1 ? '' : 's'} left.`}</p>}
      {locked ? (
        <InsetText>
          <p>
            To change this, <a href="/sign-in?again=1&amp;return=/account">sign in again</a> first.
          </p>
        </InsetText>
      ) : (
        <>
          <p>
            <a href="/account/passkey">Add a passkey</a>
          </p>
          {passkeysOnly ? null : (
            <p>
              <a href="/account/app">Set up an authenticator app</a>
            </p>
          )}
          {passkeysOnly || shown.length === 0 ? null : (
            <form action="/account/recovery" method="post">
              <input type="hidden" name="csrf" value={csrf} />
              <Button small variant="secondary">
                Make new recovery codes
              </Button>
            </form>
          )}
        </>
      )}
    </>
  );
}

const happened: Record<SignInEventKind, string> = {
  'signed-in': 'Signed in',
  'signed-out': 'Signed out',
  'signed-out-everywhere': 'Signed out everywhere',
  'unknown-user': 'Not known here',
  'code-refused': 'A code or passkey was refused',
  'too-many': 'Stopped for doing something too often',
  'factor-added': 'A way of proving yourself was added',
  'factor-removed': 'A way of proving yourself was taken away',
  invited: 'Invited to make a passkey',
  reset: 'Everything you prove yourself with was taken away',
  'form-kept': 'A form was kept that came after signing out',
};

function Lately({ events }: Pick<AccountProps, 'events'>): VNode {
  return (
    <Table
      caption="What happened lately"
      captionSize="m"
      columns={[
        { heading: 'When', cell: ({ at }) => `${showInstantDay(at.toISOString(), '')}, ${clockTime(at)}` },
        { heading: 'What', cell: ({ kind }) => happened[kind] },
        { heading: 'From', cell: ({ address }) => (address === '' ? 'the command line' : address) },
      ]}
      rows={events}
    />
  );
}

/** How somebody signs in, and ending every session of theirs. */
export function accountPage(props: AccountProps): Page {
  const { csrf, end, factors, missing, elsewhere } = props;
  return {
    title: ['Your sign-in'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">Your sign-in</h1>
        {missing ? (
          <WarningCallout heading="Set up a second step to go on" level={2}>
            This area asks everybody for one.
          </WarningCallout>
        ) : null}
        {elsewhere ? <p>Your organisation’s own sign-in sees to who you are. Passwords and second steps are changed there.</p> : null}
        {factors === null ? null : <Factors {...props} factors={factors} />}
        <h2 class="nhsuk-heading-m">Where you are signed in</h2>
        <p>
          Here until {clockTime(end.at)}
          {end.final ? '' : ', and longer if you go on'}. If you have left a computer signed in, or think that somebody else is signed in as you, sign out everywhere.
        </p>
        <form action={paths.signOutEverywhere} method="post">
          <input type="hidden" name="csrf" value={csrf} />
          <Button variant="secondary">Sign out everywhere</Button>
        </form>
        <Lately events={props.events} />
      </div>
    ),
  };
}
