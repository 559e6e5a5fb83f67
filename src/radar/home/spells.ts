/** Whether something held on a day. `unknown` is neither: it starts nothing and ends nothing. */
export type DayState = 'yes' | 'no' | 'unknown';

export interface Spell {
  /** Places of its first and last day on which it surely held. */
  first: number;
  last: number;
  /** Days of it on which it surely held. */
  held: number;
  /** It may still be going on: nothing since says that it ended. */
  open: boolean;
}

/** Runs of days on which something held, over unknown days up to `bridge` in a row. */
export function spells(states: readonly DayState[], bridge: number): Spell[] {
  const out: Spell[] = [];
  let now: Spell | null = null;
  const end = (): void => {
    if (now !== null) now.open = false;
    now = null;
  };
  states.forEach((state, i) => {
    if (state === 'no' || (now !== null && i - now.last > bridge + (state === 'yes' ? 1 : 0))) end();
    if (state !== 'yes') return;
    if (now === null) out.push((now = { first: i, last: i, held: 0, open: true }));
    now.last = i;
    now.held++;
  });
  return out;
}

/**
 * Whether at least `needed` of the hours held, where some may be unknown: yes when enough surely did, no when not even
 * all the unknown ones could make it so.
 */
export function enough(hours: readonly (boolean | null)[], needed: number): DayState {
  const held = hours.filter((h) => h === true).length;
  if (held >= needed) return 'yes';
  return held + hours.filter((h) => h === null).length < needed ? 'no' : 'unknown';
}
