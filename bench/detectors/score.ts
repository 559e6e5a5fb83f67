/** What became of one detector over many homes or people. */
export interface Score {
  what: string;
  method: string;
  /** Cases in which there was something to find, and in how many days each was found; null for not within the time given. */
  delays: (number | null)[];
  /** Weeks in which there was nothing to find, and how many began an alarm. */
  weeks: number;
  alarms: number;
  within: number;
}

export const scoreOf = (what: string, method: string, within: number): Score => ({ what, method, delays: [], weeks: 0, alarms: 0, within });

export function row(score: Score, per: 'home' | 'person'): string {
  const found = score.delays.filter((d) => d !== null).sort((a, b) => a - b);
  const share = score.delays.length === 0 ? '–' : `${((100 * found.length) / score.delays.length).toFixed(0)} % of ${score.delays.length} within ${score.within} days`;
  const delay = found.length === 0 ? '–' : `${found[found.length >> 1]} (9 in 10 by ${found[Math.floor(found.length * 0.9)]})`;
  const rate = score.weeks === 0 ? '–' : `${((100 * score.alarms) / score.weeks).toFixed(2)} % of ${Math.round(score.weeks)} ${per}-weeks`;
  return `| ${score.what} | ${score.method} | ${share} | ${delay} | ${rate} |`;
}

export const heading = (title: string): string => `\n${title}\n\n| what | method | found | days, median | alarms without cause |\n|---|---|---|---|---|`;
