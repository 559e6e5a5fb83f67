import type { OwnAccount, OwnChoice } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import { ErrorSummary } from '../components/messages.tsx';
import type { OwnPage } from './frame.tsx';
import { ownPaths } from './paths.ts';

/** An invented area's sign-in for people: who to be. No password, because nobody here is real. */
export function chooseAccountPage(props: { accounts: readonly (OwnAccount & { about: string })[]; area: string; csrf: string }): OwnPage {
  return {
    title: 'Choose who to sign in as',
    back: null,
    body: (
      <>
        <h1 class="nhsuk-heading-l">Choose who to sign in as</h1>
        <p>Everyone in {props.area} is invented. In a real area people sign in with an account of their own, such as NHS login.</p>
        {props.accounts.length === 0 ? <p>Nobody has been invited yet. A worker does it from a person’s pages.</p> : null}
        <form action={ownPaths.signIn} method="post">
          <input type="hidden" name="csrf" value={props.csrf} />
          <ul class="app-users">
            {props.accounts.map((account) => (
              <li class="app-users__item">
                <div>
                  <h2 class="app-users__name">{account.name}</h2>
                  <p>{account.about}</p>
                </div>
                <Button small variant="secondary" name="account" value={account.accountId}>
                  Sign in<span class="nhsuk-u-visually-hidden"> as {account.name}</span>
                </Button>
              </li>
            ))}
          </ul>
        </form>
      </>
    ),
  };
}

/** Where somebody may open more than one record. */
export function whosePage(props: { choices: readonly OwnChoice[]; current: string | null; csrf: string; error: boolean }): OwnPage {
  const open = props.choices.filter((choice) => !choice.needsCode);
  return {
    title: 'Whose record do you want to see?',
    back: null,
    error: props.error,
    body: (
      <>
        {props.error ? <ErrorSummary errors={[{ text: 'Choose whose record to see', href: '#authority' }]} /> : null}
        <h1 class="nhsuk-heading-l">Whose record do you want to see?</h1>
        <form action={ownPaths.whose} method="post">
          <input type="hidden" name="csrf" value={props.csrf} />
          <Choices
            kind="radios"
            id="authority"
            name="authority"
            legend="Choose one"
            error={props.error ? 'Choose whose record to see' : undefined}
            items={open.map((choice) => ({ value: choice.authorityId, text: choice.kind === 'self' ? 'My own' : choice.personName, checked: choice.authorityId === props.current }))}
          />
          <Button>Continue</Button>
        </form>
        {open.length === props.choices.length ? null : (
          <p>
            <a href={ownPaths.code}>I have a code from a letter</a>
          </p>
        )}
      </>
    ),
  };
}

/** The one-time code of the letter ties an account to a record. */
export function codePage(props: { csrf: string; error: string | null }): OwnPage {
  return {
    title: 'Enter the code from your letter',
    back: null,
    error: props.error !== null,
    body: (
      <>
        {props.error === null ? null : <ErrorSummary errors={[{ text: props.error, href: '#code' }]} />}
        <h1 class="nhsuk-heading-l">Enter the code from your letter</h1>
        <p>We gave you, or sent you, a letter with a code. It works once, for two weeks.</p>
        <form action={ownPaths.code} method="post">
          <input type="hidden" name="csrf" value={props.csrf} />
          <TextField id="code" name="code" label="Code" hint="Twelve letters and numbers, such as H7KM-2QRP-9XWB. You can paste it." error={props.error ?? undefined} width={20} maxlength={40} />
          <Button>Continue</Button>
        </form>
      </>
    ),
  };
}

export function ownSignedOutPage(): OwnPage {
  return {
    title: 'You are signed out',
    back: null,
    body: (
      <>
        <h1 class="nhsuk-heading-l">You are signed out</h1>
        <p>If other people use this computer or phone, close this window too.</p>
        <Button href={ownPaths.signIn}>Sign in again</Button>
      </>
    ),
  };
}

/** People do not sign in here, or not yet. */
export function noSignInPage(contact: { name: string; phone: string }): OwnPage {
  return {
    title: 'You cannot sign in here yet',
    back: null,
    body: (
      <>
        <h1 class="nhsuk-heading-l">You cannot sign in here yet</h1>
        <p>
          You can still ask who has seen your record, or for a copy of it. Ring {contact.name} on {contact.phone}.
        </p>
      </>
    ),
  };
}
