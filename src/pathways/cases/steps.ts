import { londonTime, type Step } from '../../kernel/index.ts';
import { sweep } from '../clocks/sweep.ts';
import type { EventDefinition } from '../events/definition.ts';
import { eventsIn, type Heard } from '../events/facts.ts';
import { deathsOf, recentFacts, takeChanged } from '../events/facts.store.ts';
import type { Engine } from './engine.ts';
import { hear } from './hear.ts';

const peopleAtOnce = 500;
/** What time brings is looked for this often, in milliseconds. */
const sweepEvery = 5_000;
const dayMs = 86_400_000;

/** What cases do by themselves. */
export function caseSteps(engine: Engine, events: readonly EventDefinition[]): Step[] {
  let swept = Number.NEGATIVE_INFINITY;
  return [
    { name: 'pathways.hear-record', run: () => hearRecord(engine, events) },
    {
      name: 'pathways.keep-time',
      async run() {
        const time = engine.kernel.clock.now().getTime();
        if (Math.abs(time - swept) < sweepEvery) return false;
        const more = await sweep(engine);
        if (!more) swept = time;
        return more;
      },
    },
  ];
}

/** Hears what is new in the record of people who were made again, and forgets that they were: in one transaction, so that nothing is missed. */
async function hearRecord(engine: Engine, events: readonly EventDefinition[]): Promise<boolean> {
  const { db, clock } = engine.kernel;
  return db.writer.begin<boolean>(async (sql) => {
    const people = await takeChanged(sql, peopleAtOnce);
    if (people.length === 0) return false;
    const now = clock.now();
    const kinds = [...new Set(events.flatMap((e) => e.fact?.kind ?? []))];
    const since = new Date(now.getTime() - Math.max(1, ...events.map((e) => e.within)) * dayMs);
    const heard = kinds.length === 0 ? [] : eventsIn(events, await recentFacts(sql, people, kinds, since), now);
    const deaths = events.filter((e) => e.person === 'died');
    const died = deaths.length === 0 ? [] : await deathsOf(sql, people);
    heard.push(...deaths.flatMap(({ topic, within }) => died.filter((d) => d.day === null || d.day >= londonTime(new Date(now.getTime() - within * dayMs)).day.slice(0, d.day.length)).map((d): Heard => ({ topic, personId: d.personId, at: now, key: 'died', body: { day: d.day } }))));
    for (const one of heard.toSorted((a, b) => a.at.getTime() - b.at.getTime())) await hear(sql, engine, one, now);
    return people.length === peopleAtOnce;
  });
}
