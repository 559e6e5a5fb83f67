import { forgetEvents, outboxChannel, startJobs, startLoop, type Job, type Step } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { casesFromAlerts } from './cases-from-alerts.ts';
import { freshReadings } from '../sensors/index.ts';

/** Days for which settled events stay to be looked at. */
const eventsKept = 90;

/** What is done as soon as there is some, in this order: what one step finds, the next may act on in the same round. */
export const stepsOf = ({ kernel, logSeal, scoring, detectors, alerts, cases, notices, discharge, cohorts }: Kith): Step[] => [
  { name: 'radar.alarms', run: () => detectors.alarms() },
  { name: 'radar.homes', run: () => detectors.step() },
  { name: 'radar.score', run: () => scoring.step() },
  ...alerts.steps,
  casesFromAlerts({ kernel, alerts, cases }),
  ...cases.steps,
  ...notices.steps,
  ...(discharge?.steps ?? []),
  { name: 'radar.roster', run: async () => (await cohorts.keepRoster()) > 0 },
  { name: 'access.seal', run: () => logSeal.step() },
];

/** What is done at set times. */
export function jobsOf({ kernel, access, logSeal, scoring, detectors, sensors, cohorts }: Kith): Job[] {
  return [
    ...sensors.jobs,
    { name: 'radar.score-due', at: '20 0 * * *', about: 'scores again those whose scores time alone has changed', run: () => scoring.nightly() },
    { name: 'radar.count-cohorts', at: '50 0 * * *', about: 'counts who is in each cohort at the end of the day, for its trend', run: () => cohorts.nightly() },
    { name: 'radar.score-sources', at: '10 * * * *', about: 'scores everybody again when a source has become late or come back, or a scorecard changed', run: () => scoring.keepUp() },
    { name: 'access.escalate', at: '15 * * * *', about: 'escalates emergency access that nobody has judged in time', run: async () => access.emergency?.escalate() },
    { name: 'access.publish-head', at: '5 * * * *', about: 'publishes the newest head of the access log to the folder and partners configured', run: () => logSeal.publish() },
    { name: 'radar.all-homes', at: '20 * * * *', about: 'looks at every home with sensors, so that spells end and silence is told without a reading', run: () => detectors.lookAtAll() },
    { name: 'access.forget-sign-in', at: '45 3 * * *', about: 'forgets what happened to signing in more than a year ago, counts whose time is over and forms kept too long', run: () => access.safety.events.forget() },
    { name: 'radar.weather', at: '10 * * * *', about: 'asks the area’s sources of weather, where it lets Kith dial, and holds the forecast against each home', run: () => detectors.fetchWeather() },
    { name: 'radar.forget-days', at: '50 3 * * *', about: 'forgets derived days that no detector looks at any more', run: () => detectors.forget() },
    {
      name: 'kernel.forget-events',
      at: '40 3 * * *',
      about: `forgets events of the outbox settled more than ${eventsKept} days ago`,
      run: () => forgetEvents(kernel.db.writer, new Date(kernel.clock.now().getTime() - eventsKept * 86_400_000)),
    },
  ];
}

/** Everything Kith does by itself while it is up. Stopping lets what is under way end. */
export async function startWork(kith: Kith): Promise<{ stop(): Promise<void> }> {
  const { db, log } = kith.kernel;
  const loop = await startLoop(db, stepsOf(kith), log, { channels: [outboxChannel, freshReadings] });
  const jobs = await startJobs(db, jobsOf(kith), log);
  return {
    async stop() {
      await Promise.all([loop.stop(), jobs.stop()]);
    },
  };
}
