import { londonTime } from '../../kernel/index.ts';
import { passes } from '../expressions.ts';
import type { Value } from '../types.ts';
import { told, type EventDefinition } from './definition.ts';
import type { FactVersion } from './facts.store.ts';

/** Something heard of a person. `key` is the same however often it is looked at. */
export interface Heard {
  topic: string;
  personId: string;
  at: Date;
  key: string;
  body: Readonly<Record<string, Value>>;
}

const dayMs = 86_400_000;
const textOf = (value: unknown): Value => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null);
const bodyOf = (fact: FactVersion): Record<string, Value> =>
  Object.fromEntries(told.map((name) => [name, name === 'code' || name === 'label' || name === 'start' || name === 'end' ? fact[name] : textOf(fact.body[name])]));

/** What is new in the facts of some people, as the area's file says what is heard of. */
export function eventsIn(events: readonly EventDefinition[], facts: readonly FactVersion[], now: Date): Heard[] {
  return events.flatMap((event) => {
    const { fact: wanted } = event;
    if (wanted === undefined) return [];
    const fits = facts.filter((f) => f.kind === wanted.kind && (wanted.category === undefined || f.category === wanted.category) && (wanted.code === undefined || f.code === wanted.code) && (wanted.label === undefined || f.label.startsWith(wanted.label)));
    return [...Map.groupBy(fits, (f) => `${f.personId} ${f.identity}`).values()].flatMap((versions) => ofFact(event, versions.toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime()), now));
  });
}

function ofFact(event: EventDefinition, versions: readonly FactVersion[], now: Date): Heard[] {
  const newest = versions.at(-1);
  // What came on the first day of a feed is its past.
  if (newest === undefined || (newest.atFirst && versions.every((v) => v.withdrawnAt === null))) return [];
  const before = versions.at(-2);
  const when = dateOf(event, newest, before);
  if (when === null) return [];
  const oldest = londonTime(new Date(now.getTime() - event.within * dayMs)).day;
  if (when.day.slice(0, 10) < oldest.slice(0, when.day.length)) return [];
  const body = bodyOf(newest);
  if (!Object.entries(event.where).every(([name, test]) => body[name] !== undefined && passes(test, body[name] ?? null))) return [];
  return [{ topic: event.topic, personId: newest.personId, at: newest.receivedAt, key: `${newest.identity}:${when.key}`, body }];
}

/** When what is heard of happened, and what tells it from the next time; null where it has not. */
function dateOf({ when }: EventDefinition, fact: FactVersion, before: FactVersion | undefined): { day: string; key: string } | null {
  const gone = fact.withdrawnAt !== null;
  if (when === 'withdrawn') return gone && fact.start !== null ? { day: fact.start, key: `withdrawn ${fact.withdrawnAt?.toISOString() ?? ''}` } : null;
  if (gone || fact.start === null) return null;
  if (when === 'begins') return fact.end === null && fact.body.status !== 'planned' ? { day: fact.start, key: 'begins' } : null;
  if (when === 'ends') return fact.end === null ? null : { day: fact.end, key: `ends ${fact.end}` };
  if (when === 'changes') return fact.end === null && before !== undefined && before.label !== fact.label ? { day: londonTime(fact.receivedAt).day, key: `changes ${fact.receivedAt.toISOString()} ${fact.label}` } : null;
  return { day: fact.start, key: 'happens' };
}
