import { isWorkingDay, londonTime, nextDay, officeHours } from '../../kernel/index.ts';
import type { CaseClock, Step } from '../../pathways/index.ts';
import type { TagColour } from '../components/tag.tsx';

const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'long', day: 'numeric', month: 'long' });
const withYear = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const daysAtMost = 400;

/** `Monday 30 November`; with its year where it is another. */
export const showLongDay = (day: string, today: string): string => (day.slice(0, 4) === today.slice(0, 4) ? weekday : withYear).format(new Date(`${day}T12:00:00Z`)).replace(',', '');

const several = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;
const span = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Working days after the first day up to and with the last, over England's bank holidays. */
function workingDays(from: string, to: string): number {
  let count = 0;
  for (let day = nextDay(from), i = 0; day <= to && i < daysAtMost; day = nextDay(day), i++) if (isWorkingDay(officeHours, day)) count++;
  return count;
}

/** How near something is that is due on a day: `due today`, `due in 3 working days, Monday 30 November`, `2 days overdue`. */
export function showDue(day: string, today: string): string {
  const days = span(today, day);
  if (days < 0) return `${several(-days, 'day')} overdue, since ${showLongDay(day, today)}`;
  if (days === 0) return 'due today';
  if (days === 1) return `due tomorrow, ${showLongDay(day, today)}`;
  return days > 60 ? `due ${showLongDay(day, today)}` : `due in ${several(workingDays(today, day), 'working day')}, ${showLongDay(day, today)}`;
}

/** Of something due by an instant: its day, and its hour where hours count. */
export function showDueAt(at: Date, now: Date, hourly = false): string {
  const [due, today] = [londonTime(new Date(at.getTime() - 1)), londonTime(now)];
  if (!hourly) return showDue(due.day, today.day);
  const time = at.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
  const hours = Math.round((at.getTime() - now.getTime()) / 3_600_000);
  return hours < 0 ? `${several(-hours, 'hour')} overdue, since ${time}, ${showLongDay(due.day, today.day)}` : `due in ${several(hours, 'hour')}, ${time}, ${showLongDay(due.day, today.day)}`;
}

/** A deadline of a case, and how it should catch the eye. */
export function clockWords(clock: CaseClock, now: Date): { says: string; colour: TagColour; tag: string } {
  if (clock.state === 'met') return { says: clock.breachedAt === null ? 'met in time' : 'met, late', colour: clock.breachedAt === null ? 'green' : 'orange', tag: clock.breachedAt === null ? 'Met' : 'Met late' };
  if (clock.state === 'stopped') return { says: 'no longer needed', colour: 'grey', tag: 'Stopped' };
  if (clock.state === 'paused') return { says: 'the clock stands still', colour: 'grey', tag: 'Paused' };
  const says = showDueAt(clock.dueAt, now, clock.hourly);
  if (clock.dueAt < now) return { says, colour: 'red', tag: 'Overdue' };
  return clock.warnAt !== null && clock.warnAt <= now ? { says, colour: 'orange', tag: 'Due soon' } : { says, colour: 'blue', tag: 'Running' };
}

const text = (step: Step, key: string): string => (step.detail[key] === null || step.detail[key] === undefined ? '' : String(step.detail[key]));

/** One step of a case as its chronology says it. */
export function caseStepWords(step: Step, state: (id: string | null) => string): string {
  const [title, to, from] = [text(step, 'title'), text(step, 'to'), text(step, 'from')];
  const because = text(step, 'because');
  switch (step.kind) {
    case 'opened': return `Opened: ${state(step.toState)}`;
    case 'moved': return `${text(step, 'action') || 'Went on'}: now ${state(step.toState)}`;
    case 'saved': return `Saved ${title}`;
    case 'completed': return `Completed ${title}${because === '' ? '' : `. ${because}`}`;
    case 'changed-answers': return `Changed answers of ${title}`;
    case 'assigned': return `Given to ${to}`;
    case 'taken': return 'Took it';
    case 'let-go': return 'Let it go';
    case 'team': return `Now of another team: ${to}`;
    case 'offered': return `Offered to ${to}`;
    case 'accepted': return `${to} took it on`;
    case 'rejected': return `${to} did not take it on`;
    case 'withdrawn': return 'Took the offer back';
    case 'held': return `On hold until ${text(step, 'until')}`;
    case 'resumed': return 'No longer on hold';
    case 'priority': return `Priority ${to}${from === '' ? '' : `, before ${from}`}`;
    case 'linked': return `Linked with ${to}`;
    case 'unlinked': return `No longer linked with ${to}`;
    case 'member-added': return `Added ${text(step, 'role')}`;
    case 'member-removed': return 'Took somebody out';
    case 'restricted': return 'Restricted to those named';
    case 'unrestricted': return 'No longer restricted';
    case 'noted': return 'Note';
    case 'clock-paused': return `Stopped the clock: ${title}`;
    case 'clock-resumed': return `The clock runs again: ${title}`;
    case 'warned': return `Soon due: ${title}`;
    case 'breached': return `Not met in time: ${title}`;
    case 'task-done': return `Done: ${title}`;
    case 'task-not-needed': return `Not needed: ${title}`;
    case 'task-assigned': return `${title}: ${to === '' ? 'nobody’s' : `given to ${to}`}`;
    case 'task-added': return `Added: ${title}`;
    case 'escalated': return `Told whoever leads: ${title}`;
    case 'closed': return 'Closed';
    case 'reopened': return 'Reopened';
    case 'attached': return 'Attached a file';
    case 'heard': return `Heard: ${text(step, 'topic')}`;
    case 'migrated': return 'Moved to a newer version of the pathway';
    case 'check-person': return 'Whose case this is must be checked';
    case 'confirmed-person': return 'It is about this person';
    case 'person-joined': return 'Records of this person were joined';
    default: return text(step, 'says') || 'Told';
  }
}

