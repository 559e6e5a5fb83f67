import type { Page } from '../components/layout.tsx';
import { paths } from '../paths.ts';

/**
 * Nothing at this address. Said in exactly the same words of a person who is sealed, of one who never was,
 * and of a page that never was, so that the answer tells nobody which it is.
 */
export function notFoundPage(): Page {
  return {
    title: ['Not found'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">There is nothing here to show you</h1>
        <p>The address may be mistyped, or what was here has moved.</p>
        <p>
          <a href={paths.find}>Find a person</a> by name, date of birth, NHS number or postcode.
        </p>
      </div>
    ),
  };
}

/** The reader may not do this, and what they can do about it. */
export function refusedPage(props: { message: string; mend: string | null }): Page {
  return {
    title: ['You cannot see this'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">You cannot see this</h1>
        <p>{props.message}</p>
        <p>{props.mend ?? 'If you need it for your work, ask the service that holds it, or your information governance lead.'}</p>
        <p>
          <a href={paths.act}>Change your team or purpose</a>, or <a href={paths.find}>find somebody else</a>.
        </p>
      </div>
    ),
  };
}

/** Too much was asked in too short a time, and when to come back. */
export function tooOftenPage(props: { message: string; mend: string | null }): Page {
  return {
    title: ['Too often'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">Wait a little before you go on</h1>
        <p>{props.message}</p>
        <p>{props.mend}</p>
        <p>Nothing was done this time. If it was a form, go back and what you wrote is still there to send.</p>
      </div>
    ),
  };
}

/** What was asked cannot be answered as it stands. */
export function badRequestPage(props: { message: string; mend: string | null }): Page {
  return {
    title: ['That cannot be done'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">That cannot be done</h1>
        <p>{props.message}</p>
        {props.mend === null ? null : <p>{props.mend}</p>}
        <p>
          <a href={paths.home}>Go to My work</a>
        </p>
      </div>
    ),
  };
}

/** Something broke, or the store is away. `reference` finds the line in the log; it says nothing of a person. */
export function brokenPage(props: { unavailable: boolean; reference: string }): Page {
  return {
    title: [props.unavailable ? 'Not available for the moment' : 'Something went wrong'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">{props.unavailable ? 'Kith is not available for the moment' : 'Something went wrong'}</h1>
        <p>Nothing was changed. Wait a minute, then load the page again.</p>
        <p>
          If it goes on, tell whoever looks after Kith for your area, and give the reference <b>{props.reference}</b>. If you need to reach somebody’s service now, ring it directly.
        </p>
        <p>
          <a href={paths.home}>Go to My work</a>
        </p>
      </div>
    ),
  };
}
