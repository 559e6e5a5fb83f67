/** The only source of time in Kith, so that a test or a replay can stand anywhere in it. */
export interface Clock {
  now(): Date;
  /** Today in the area's time zone (Europe/London), as ISO `YYYY-MM-DD`. */
  today(): string;
}

const londonDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

function clockFrom(now: () => Date): Clock {
  return { now, today: () => londonDay.format(now()) };
}

export const systemClock: Clock = clockFrom(() => new Date());

/** A clock that stands still at `at` until told otherwise. */
export function fixedClock(at: Date | string): Clock & { set(to: Date | string): void } {
  let current = new Date(at);
  return { ...clockFrom(() => current), set: (to) => void (current = new Date(to)) };
}
