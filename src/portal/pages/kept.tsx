import type { VNode } from 'preact';
import { isUuid } from '../../kernel/index.ts';
import { Button } from '../components/button.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { WarningCallout } from '../components/messages.tsx';
import type { KeptProps } from '../sign-in/index.ts';

/** `nobodyElse` as people read it: "Nobody else". */
const inWords = (name: string): string => {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_.]+/g, ' ').trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What somebody wrote just as they were signed out, to be sent after all or thrown away. */
export function keptPage({ id, form, csrf, fields, otherwise }: KeptProps): Page {
  const written = fields.filter(({ value }) => value.trim() !== '' && !isUuid(value));
  const again: VNode = (
    <form action={form.path} method="post">
      {[{ name: 'csrf', value: csrf }, { name: 'kept', value: id }, ...fields].map(({ name, value }) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button>Send it now</Button>
    </form>
  );
  return {
    title: ['We kept what you wrote'],
    body: (
      <div class="app-narrow">
        <h1 class="nhsuk-heading-l">We kept what you wrote</h1>
        <p>You had been signed out when you sent this, so nothing was done with it yet. It is kept for an hour, and only you can see it.</p>
        <SummaryList rows={written.map(({ name, value }) => ({ key: inWords(name), value: <span class="app-kept">{value}</span> }))} />
        {otherwise === null ? (
          again
        ) : (
          <WarningCallout heading="Change your team or purpose first" level={2}>
            You wrote this for {otherwise.team}, {otherwise.purpose}. <a href={`/sign-in/team?return=/kept/${id}`}>Act as that again</a> to send it.
          </WarningCallout>
        )}
        <form action={`/kept/${id}/discard`} method="post">
          <input type="hidden" name="csrf" value={csrf} />
          <Button variant="secondary">Throw it away</Button>
        </form>
      </div>
    ),
  };
}
