import type { Device, HeardUplink } from '../../sensors/index.ts';
import type { TagColour } from '../components/tag.tsx';

/** How a device is, as its page says it. `ended` is that nothing of it is kept any more: consent has ended. */
export type ShownState = Device['state'] | 'ended';

export const deviceStates: Record<ShownState, { text: string; colour: TagColour }> = {
  silent: { text: 'Silent', colour: 'red' },
  'low-battery': { text: 'Low battery', colour: 'orange' },
  ended: { text: 'Consent ended', colour: 'purple' },
  awaiting: { text: 'Not heard yet', colour: 'blue' },
  active: { text: 'Working', colour: 'green' },
  retired: { text: 'Taken away', colour: 'grey' },
};

/** What became of an uplink, in words. */
export const uplinkStates: Record<HeardUplink['state'], string> = {
  read: 'Read',
  heard: 'Nothing to read in it',
  unclaimed: 'No device of this name stood anywhere',
  quarantined: 'Could not be read',
  withheld: 'Not kept',
};

/** `12 s`, `5 min`, `3 h`, `2 days`. */
export function showSpan(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 90) return `${s} s`;
  if (s < 90 * 60) return `${Math.round(s / 60)} min`;
  if (s < 36 * 3600) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86_400)} days`;
}

/** `12 s ago`; `never`. */
export const showAgo = (at: Date | null, now: Date): string => (at === null ? 'never' : `${showSpan(now.getTime() - at.getTime())} ago`);

/** `every 10 min`. */
export const showEvery = (seconds: number): string => `every ${showSpan(seconds * 1000)}`;

/** A number as a reading is read: at most two places, no trailing noughts. */
export const showValue = (value: number): string => Number(value.toFixed(2)).toLocaleString('en-GB', { maximumFractionDigits: 2 });
