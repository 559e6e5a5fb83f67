import type { VNode } from 'preact';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, WarningCallout } from '../components/messages.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { paths } from '../paths.ts';
import type { FactorPage } from '../sign-in/index.ts';

function Hidden(props: { fields: Record<string, string> }): VNode {
  return (
    <>
      {Object.entries(props.fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** A form that the device answers. The button shows where a script runs; until then the page says what else there is. */
function PasskeyForm(props: { page: FactorPage & { passkey: string | null }; make: boolean; button: string; otherwise: string; naming?: boolean }): VNode {
  const { page, make } = props;
  if (page.passkey === null) return <p>Passkeys do not work at an address that is a number. Open Kith by its name to use one.</p>;
  return (
    <form action={page.action} method="post" data-passkey={make ? 'make' : 'use'} data-options={page.passkey}>
      <Hidden fields={page.hidden} />
      <input type="hidden" name="credential" value="" />
      {props.naming === true ? <TextField id="name" name="name" label="What you call this device" hint="Such as “work laptop”" width={20} maxlength={60} autocomplete="off" /> : null}
      <p data-passkey-none>{props.otherwise}</p>
      <button class="nhsuk-button" type="button" data-passkey-button hidden>
        {props.button}
      </button>
      <p role="status" data-passkey-trouble />
    </form>
  );
}

function CodeForm(props: { page: FactorPage; error: string | undefined; label: string; hint: string; button: string }): VNode {
  return (
    <form action={props.page.action} method="post">
      <Hidden fields={props.page.hidden} />
      <TextField id="code" name="code" label={props.label} hint={props.hint} error={props.error} width={10} autocomplete="one-time-code" maxlength={40} />
      <Button>{props.button}</Button>
    </form>
  );
}

const titles: Record<FactorPage['kind'], string> = {
  prove: 'Your second step',
  'passkey-only': 'Sign in with your passkey',
  invitation: 'Make your passkey',
  app: 'Set up an authenticator app',
  'new-passkey': 'Add a passkey',
  recovery: 'Keep your recovery codes',
};

function body(page: FactorPage): VNode {
  switch (page.kind) {
    case 'prove':
      return (
        <>
          <p>{page.name}, show that it is you.</p>
          {page.passkey === null ? null : (
            <>
              <PasskeyForm page={page} make={false} button="Use a passkey" otherwise="A passkey needs a script, which this browser does not run. Give a code instead." />
              <h2 class="nhsuk-heading-m">Or give a code</h2>
            </>
          )}
          <CodeForm page={page} error={page.error} label="Code" hint="Six figures from your authenticator app, or one of your recovery codes. You may paste it" button="Continue" />
        </>
      );
    case 'passkey-only':
      return (
        <>
          <p>Your device asks for your finger, face or PIN, and tells Kith that it is you. There is no password.</p>
          <PasskeyForm page={page} make={false} button="Sign in" otherwise="A passkey needs a script, and a browser of the last two years." />
          <p>If you have no passkey here, or lost the device it was on, ask whoever looks after Kith in your organisation for an invitation.</p>
        </>
      );
    case 'invitation':
      return (
        <>
          <p>
            This invitation is for <b>{page.name}</b>, and works once. If that is not you, close the page and tell whoever sent it.
          </p>
          <PasskeyForm page={page} make naming button="Make a passkey" otherwise="A passkey needs a script, and a browser of the last two years." />
        </>
      );
    case 'new-passkey':
      return (
        <>
          <p>A passkey is kept on this device, or on a key you plug in, and opens by your finger, face or PIN.</p>
          <PasskeyForm page={page} make naming button="Make a passkey" otherwise="A passkey needs a script, which this browser does not run. Set up an authenticator app instead." />
        </>
      );
    case 'app':
      return (
        <>
          <p>Point the camera of your authenticator app at this picture, or type the key into it. Then give the code that it shows.</p>
          <QrCode text={page.uri} label="QR code of the key below" />
          <p>
            Key: <code class="app-key">{page.key}</code>
          </p>
          <p>
            <a href={page.uri}>Open in an app on this device</a>
          </p>
          <CodeForm page={page} error={page.error} label="Code from the app" hint="Six figures. You may paste it" button="Set up" />
        </>
      );
    default:
      return (
        <>
          <WarningCallout heading="They are shown only now" level={2}>
            If you lose your device, each of these lets you in once. Print them, or keep them in a password manager; not beside the device.
          </WarningCallout>
          <ul class="app-codes">
            {page.codes.map((code) => (
              <li>
                <code>{code}</code>
              </li>
            ))}
          </ul>
          <Button href={paths.account}>I have kept them</Button>
        </>
      );
  }
}

/** A page about proving oneself. No memory or transcription is asked: codes may be pasted, and a passkey asks for neither (WCAG 3.3.8). */
export function factorPage(page: FactorPage): Page {
  const error = 'error' in page ? page.error : undefined;
  const field = page.kind === 'prove' || page.kind === 'app' ? '#code' : undefined;
  return {
    title: [titles[page.kind]],
    error: error !== undefined,
    body: (
      <div class="app-narrow">
        {error === undefined ? null : <ErrorSummary errors={[{ text: error, ...(field === undefined ? {} : { href: field }) }]} />}
        <h1 class="nhsuk-heading-l">{titles[page.kind]}</h1>
        {body(page)}
      </div>
    ),
  };
}
