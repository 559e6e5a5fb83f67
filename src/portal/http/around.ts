import type { Reading } from '../../access/index.ts';
import { personPageActions, personPages, type PersonPage } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import type { Context, People } from './route.ts';

/** What every page about a person shows around its own part: who it is, and what to heed, reasonable adjustments with the alerts. */
export async function around(reading: Reading, personId: string, people: People, context: Context): Promise<Around> {
  const overview = await people.records.overview(reading, personId, context.feeds.aboutPeople);
  const adjustments = overview.aboutMe.filter((fact) => fact.body.type === 'reasonable-adjustment');
  return { ...aroundWithout(context), overview: { ...overview, alerts: [...overview.alerts, ...adjustments] } };
}

export type Around = ReturnType<typeof aroundWithout> & { overview: Awaited<ReturnType<People['records']['overview']>> };

function aroundWithout(context: Context): { feeds: Context['feeds']; today: string; pages: PersonPage[]; printedBy: string } {
  const { session, clock, today } = context;
  return {
    feeds: context.feeds,
    today,
    pages: personPages.filter((page) => context.may(personPageActions[page]) && (page !== 'home' || context.homes) && ((page !== 'accounts' && page !== 'withheld') || context.ownSide)),
    printedBy: `Printed by ${session.name}, ${session.teamName}, for ${session.purposeName}, ${showInstant(clock.now().toISOString(), '')}. Once printed it is no longer kept up to date: store it safely and destroy it when done with.`,
  };
}
