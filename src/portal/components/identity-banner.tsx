import type { VNode } from 'preact';
import { showDate, showNhsNumber } from '../../kernel/index.ts';
import type { PersonSummary, RecordFact } from '../../record/index.ts';
import { paths } from '../paths.ts';
import { showAge, showBorn } from '../words/dates.ts';
import { genders, showWhereabouts } from '../words/person.ts';

type Alert = RecordFact<'finding'>;

const shades: Partial<Record<Alert['body']['type'], string>> = { risk: 'app-chip--risk', alert: 'app-chip--warn', condition: 'app-chip--plain' };
const shownChips = 6;

/** An active alert as a chip that leads to its detail. */
function Chip(props: { alert: Alert; href: string }): VNode {
  const { alert } = props;
  return (
    <li class={`app-chip ${shades[alert.body.type] ?? ''}`}>
      <a href={`${props.href}#fact-${alert.factId}`}>{alert.label}</a>
    </li>
  );
}

function Field(props: { label: string; value: string; wide?: boolean }): VNode {
  return (
    <div class={props.wide === true ? 'app-banner__wide' : undefined}>
      <dt>{props.label}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

function died(summary: PersonSummary): string {
  if (summary.deceased === true || summary.deceased === null) return 'Date not known';
  const age = summary.birthDate === null ? null : showAge(summary.birthDate, summary.deceased);
  return age === null ? showDate(summary.deceased) : `${showDate(summary.deceased)} (${age})`;
}

/**
 * Who this is, the same on every page about a person and on every sheet printed of them. Follows the NHS Common
 * User Interface: every value labelled, surname first in capitals, "Not known" for what is not, a variant for the dead.
 */
export function IdentityBanner(props: { summary: PersonSummary; today: string; page: string; alerts: readonly Alert[] }): VNode {
  const { summary, today, alerts } = props;
  const dead = summary.deceased !== null;
  const language = [summary.language, summary.interpreterNeeded === true ? 'interpreter needed' : null].filter((x) => x !== null).join(', ');
  const href = paths.personPage(summary.personId, 'alerts');
  return (
    <div class={`app-banner${dead ? ' app-banner--dead' : ''}`}>
      <div class="app-banner__inner">
        <h1 class="app-banner__name">
          {summary.displayName}
          {dead ? <span class="app-banner__dead"> Has died</span> : null}
          <span class="nhsuk-u-visually-hidden"> – {props.page}</span>
        </h1>
        <dl class="app-banner__fields">
          <Field label="Born" value={showBorn(summary.birthDate, today, dead)} />
          {dead ? <Field label="Died" value={died(summary)} /> : null}
          <Field label="Gender" value={genders[summary.gender]} />
          <Field label="NHS number" value={summary.nhsNumber === null ? 'Not known' : showNhsNumber(summary.nhsNumber)} />
          <Field label="Address" value={showWhereabouts(summary)} wide />
          {summary.preferredName === null ? null : <Field label="Likes to be called" value={summary.preferredName} />}
          {language === '' ? null : <Field label="Language" value={language} />}
        </dl>
        {alerts.length === 0 ? null : (
          <ul class="app-chips" aria-label="Alerts">
            {alerts.slice(0, shownChips).map((alert) => (
              <Chip alert={alert} href={href} />
            ))}
            {alerts.length > shownChips ? (
              <li class="app-chip app-chip--plain">
                <a href={href}>{alerts.length - shownChips} more</a>
              </li>
            ) : null}
          </ul>
        )}
      </div>
    </div>
  );
}
