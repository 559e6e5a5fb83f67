import type { Alert, Step, Told } from '../../radar/index.ts';
import { showDay, showInstant } from './dates.ts';

const minuteMs = 60_000;

/** How long something has lasted, as people say it: `12 minutes`, `5 hours`, `3 days`, `6 weeks`. */
export function lasting(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.floor((to.getTime() - from.getTime()) / minuteMs));
  const of = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return of(minutes, 'minute');
  if (minutes < 48 * 60) return of(Math.floor(minutes / 60), 'hour');
  if (minutes < 28 * 24 * 60) return of(Math.floor(minutes / (24 * 60)), 'day');
  return of(Math.floor(minutes / (7 * 24 * 60)), 'week');
}

/** A span of minutes, as people say it. */
export const spanOf = (minutes: number): string => lasting(new Date(0), new Date(minutes * minuteMs));

const states: Record<Alert['state'], string> = { raised: 'Not seen', seen: 'Seen', accepted: 'Accepted', case: 'Case opened', closed: 'Closed' };
const closings: Record<NonNullable<Alert['closedAs']>, string> = { dismissed: 'Dismissed', outcome: 'Ended', 'no-longer-holds': 'No longer holds', joined: 'Joined with another alert' };

/** How an alert stands, in a word or two. */
export const stateOf = (alert: Alert): string =>
  alert.closedAs !== null ? closings[alert.closedAs] : alert.snoozedUntil !== null ? 'Put off' : alert.heldAt !== null ? 'Held back by budget' : states[alert.state];

/** What names ids go by. */
export interface AlertNames {
  team(id: string): string;
  reason(id: string): string;
  band(id: string): string;
}

const why: Readonly<Record<string, string>> = {
  first: 'the score reached the level at which an alert is raised',
  again: 'the score is at the level at which an alert is raised, and the quiet time after the last one has passed',
  worse: 'it has got worse since the last alert',
  'new-signals': 'something new has come since the last alert',
};

/** A step of an alert's history in a sentence. */
export function stepWords(step: Step, names: AlertNames): string {
  const said = (key: string): string => String(step.detail[key] ?? '');
  switch (step.kind) {
    case 'raised': return `Raised: ${why[said('why')] ?? 'the score asks for it'}.`;
    case 'risen': return 'Something new was added to it.';
    case 'worsened': return `Got worse: ${names.band(said('band'))}.`;
    case 'fell': return 'The score fell below the level of an alert.';
    case 'rose': return 'The score rose to the level of an alert again.';
    case 'no-longer-holds': return 'Closed by itself: it no longer holds.';
    case 'held': return `Held back: the team can act on ${said('aWeek')} a week.`;
    case 'released': return 'There was room again, so it joined the list.';
    case 'escalated': return `Nobody had seen it, so ${names.team(said('to'))} was told.`;
    case 'woken': return 'The day to look at it again came.';
    case 'joined': return `Two people turned out to be one; ${said('into')} goes on.`;
    case 'moved': return 'Went with the records it was raised for, when they turned out to be of another person.';
    case 'check-person': return 'Records of this person turned out to be of two people. Somebody has to check whose this is.';
    case 'seen': return 'Seen.';
    case 'taken': return 'Taken.';
    case 'assigned': return `Given to ${said('to')}.`;
    case 'let-go': return 'Let go, for somebody else to take.';
    case 'accepted': return 'Accepted.';
    case 'dismissed': return `Dismissed: ${names.reason(said('because'))}.`;
    case 'snoozed': return `Put off until ${showDay(said('until'))}.`;
    case 'case-opened': return `Case opened: ${said('reference')}.`;
    case 'outcome': return `Ended: ${names.reason(said('because'))}.`;
    case 'transferred': return `Passed to ${names.team(said('to'))}.`;
    case 'noted': return 'Note.';
    case 'confirmed-person': return 'Checked: it is about this person.';
    default: return 'The last step was undone.';
  }
}

const kinds: Readonly<Record<string, string>> = { raised: 'Raised', worsened: 'Got worse', escalated: 'Not seen', transferred: 'Passed on', digest: 'With others, at a set time' };
export const toldWhy = (told: Told): string => kinds[told.kind] ?? told.kind;

/** What a channel said of a notice, newest word first. */
export function toldHow(told: Told, today: string): string {
  const last = told.receipts.at(-1);
  if (last?.kind === 'delivered') return `Delivered ${showInstant(last.at, today)}`;
  if (last?.kind === 'accepted') return `Taken by the service ${showInstant(last.at, today)}`;
  if (last?.kind === 'failed') return `Failed: ${last.detail ?? 'no reason given'}`;
  if (last?.kind === 'not-sent') return 'Not sent: this way of telling is not set up';
  if (told.state === null) return 'Waits for the next set time';
  return told.reason === null ? 'Waiting to be sent' : `Tried ${told.attempts} times, will be tried again: ${told.reason}`;
}
