import type { VNode } from 'preact';
import { paths } from '../paths.ts';
import type { SessionEnd } from '../sign-in/index.ts';
import { clockTime } from '../words/dates.ts';
import { Button } from './button.tsx';

/** When somebody will be signed out, for those whose browser runs no script. */
export function SignedInUntil({ end }: { end: SessionEnd }): VNode {
  return (
    <span class="app-until" data-session-until={end.final ? 'final' : 'idle'}>
      Signed in until {clockTime(end.at)}
      {end.final ? '' : ' unless you go on'}
    </span>
  );
}

/**
 * Asked two minutes before signing out by time. It is a dialog that only the script opens; its forms work as any. What it says
 * of the time left is spoken as it changes, at two minutes, one, and half of one.
 */
export function SessionWarning({ end, csrf }: { end: SessionEnd; csrf: string }): VNode {
  return (
    <dialog class="app-session" id="session" data-seconds={end.seconds} data-final={end.final ? 'yes' : undefined} aria-labelledby="session-title" aria-describedby="session-left">
      <h2 class="nhsuk-heading-m" id="session-title">
        You will soon be signed out
      </h2>
      <p id="session-left" role="status" />
      <p data-session-when="idle">Nobody has used this page for a while. Stay signed in to go on where you are.</p>
      <p data-session-when="final" hidden>
        You signed in a long time ago, and must sign in again. Send what you are writing first.
      </p>
      <p data-session-when="over" hidden>
        What you wrote here is not lost: sign in again and you will be given it back.
      </p>
      <div class="app-session__answers">
        <form action={paths.session} method="post" data-session-stay>
          <input type="hidden" name="csrf" value={csrf} />
          <Button>Stay signed in</Button>
        </form>
        <form action={paths.signOut} method="post" data-session-out>
          <input type="hidden" name="csrf" value={csrf} />
          <Button variant="secondary">Sign out now</Button>
        </form>
        <Button type="button" class="app-session__again" hidden>
          Sign in again
        </Button>
      </div>
    </dialog>
  );
}
