import { Button } from '../components/button.tsx';
import type { Page } from '../components/layout.tsx';
import { paths } from '../paths.ts';
import type { AccountProps } from '../sign-in/index.ts';
import { clockTime } from '../words/dates.ts';

/** How somebody signs in, and ending every session of theirs. */
export function accountPage({ csrf, end }: AccountProps): Page {
  return {
    title: ['Your sign-in'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">Your sign-in</h1>
        <h2 class="nhsuk-heading-m">Where you are signed in</h2>
        <p>
          Here until {clockTime(end.at)}{end.final ? '' : ', and longer if you go on'}. If you have left a computer signed in, or think that somebody else is signed in as you, sign out everywhere.
        </p>
        <form action={paths.signOutEverywhere} method="post">
          <input type="hidden" name="csrf" value={csrf} />
          <Button variant="secondary">Sign out everywhere</Button>
        </form>
      </div>
    ),
  };
}
