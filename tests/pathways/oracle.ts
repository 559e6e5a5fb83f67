/** England's bank holidays as gov.uk publishes or, for 2028 and 2029, as the Banking and Financial Dealings Act 1971 gives them; written apart from the library that the calendar uses. */
const holidays = new Set([
  '2025-12-25', '2025-12-26',
  '2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-08-31', '2026-12-25', '2026-12-28',
  '2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31', '2027-08-30', '2027-12-27', '2027-12-28',
  '2028-01-03', '2028-04-14', '2028-04-17', '2028-05-01', '2028-05-29', '2028-08-28', '2028-12-25', '2028-12-26',
]);
const dayMs = 86_400_000;

/** London's day of an instant: an hour ahead between the last Sundays of March and October, at 01:00 UTC. */
function londonDay(at: number): string {
  const year = new Date(at).getUTCFullYear();
  const lastSunday = (month: number): number => {
    const last = Date.UTC(year, month + 1, 0, 1);
    return last - new Date(last).getUTCDay() * dayMs;
  };
  const summer = at >= lastSunday(2) && at < lastSunday(9);
  return new Date(at + (summer ? 3_600_000 : 0)).toISOString().slice(0, 10);
}

type Wait = { hours: number } | { days: number } | { workingDays: number } | { months: number };

/** When a wait that begins at an instant is over, counted day by day: an ISO day, or an instant where it runs in hours. */
export function oracleDue(from: string, wait: Wait): string {
  const at = Date.parse(from);
  if ('hours' in wait) return new Date(at + wait.hours * 3_600_000).toISOString();
  let day = Date.parse(`${londonDay(at)}T00:00:00Z`);
  const iso = (): string => new Date(day).toISOString().slice(0, 10);
  if ('days' in wait) {
    day += wait.days * dayMs;
    return iso();
  }
  if ('workingDays' in wait) {
    for (let left = wait.workingDays; left > 0; ) {
      day += dayMs;
      if (![0, 6].includes(new Date(day).getUTCDay()) && !holidays.has(iso())) left -= 1;
    }
    return iso();
  }
  const [year = 0, month = 0, date = 0] = iso().split('-').map(Number);
  const index = year * 12 + month - 1 + wait.months;
  const long = [31, (index / 12 | 0) % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][index % 12]!;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-${String(Math.min(date, long)).padStart(2, '0')}`;
}
