import type { Sql } from '../../kernel/index.ts';
import { observationsOf } from '../observations.store.ts';
import type { Observation } from '../types.ts';
import { dayOf } from './days.ts';
import type { Dictionary } from './dictionary.ts';
import { factVersions, kinRows, livingRows, whoRows, type FactVersionRow, type KinRow, type LivingRow, type WhoRow } from './gather.store.ts';
import { genders, mostOthers, pack, type PackedEvent, type PackedOther } from './pack.ts';
import { shapeOf, type Shape } from './shape.ts';

type Draft = Omit<PackedEvent, 'shape'> & { shape: Shape };

/** Reads all that signals see of these people from the record and from observations, and packs it; null for those of whom no record is left. */
export async function packPeople(sql: Sql, dictionary: Dictionary, people: readonly string[], roles: ReadonlySet<string>, fitted: ReadonlySet<string>): Promise<Map<string, Buffer | null>> {
  const [living, kin] = await Promise.all([livingRows(sql, people), kinRows(sql, people)]);
  const near = kin.filter((k) => roles.has(k.role));
  const everybody = [...new Set([...people, ...living.map((l) => l.otherId), ...near.map((k) => k.otherId)])];
  const [who, facts, observations] = await Promise.all([whoRows(sql, everybody), factVersions(sql, everybody), observationsOf(sql, everybody)]);
  const drafts = new Map<string, Draft[]>();
  const add = (personId: string, draft: Draft): void => {
    const own = drafts.get(personId);
    if (own === undefined) drafts.set(personId, [draft]);
    else own.push(draft);
  };
  for (const fact of facts) add(fact.personId, ofFact(fact));
  for (const seen of observations) add(seen.personId, ofObservation(seen));
  const relations = Map.groupBy(kin, (k) => k.personId);
  const numbered = await numberAll(sql, dictionary, drafts, kin);
  const of = new Map(who.map((row) => [row.personId, row]));
  const livingOf = Map.groupBy(living, (l) => l.personId);
  return new Map(
    people.map((id) => {
      const row = of.get(id);
      if (row === undefined) return [id, null];
      const own = relations.get(id) ?? [];
      const others = around(livingOf.get(id) ?? [], own.filter((k) => roles.has(k.role)), of, numbered);
      const bytes = pack({
        birth: dayOf(row.birthDate), death: deathOf(row), gender: genders.find((g) => g === row.gender) ?? 'unknown',
        interpreter: row.interpreter, gpPractice: row.gpPractice, sensors: fitted.has(id), housed: row.housed,
        events: [...(numbered.events.get(id) ?? []), ...own.map((k) => ofKin(k, numbered.kin.get(k)!))], others,
      });
      return [id, bytes];
    }),
  );
}

/** A death without a date was always so. */
const deathOf = ({ deceased }: WhoRow): number => (deceased === true ? 1 : deceased === null ? 0 : dayOf(deceased));

interface Numbered {
  events: Map<string, PackedEvent[]>;
  kin: Map<KinRow, number>;
}

async function numberAll(sql: Sql, dictionary: Dictionary, drafts: ReadonlyMap<string, Draft[]>, kin: readonly KinRow[]): Promise<Numbered> {
  const all = [...drafts.values()].flat();
  const numbers = await dictionary.number(sql, [...all.map((d) => d.shape), ...kin.map(shapeOfKin)]);
  const numberOf = new Map(all.map((draft, i) => [draft, numbers[i]!]));
  return {
    events: new Map([...drafts].map(([id, own]) => [id, own.map((draft) => ({ ...draft, shape: numberOf.get(draft)! }))])),
    kin: new Map(kin.map((k, i) => [k, numbers[all.length + i]!])),
  };
}

const shapeOfKin = (k: KinRow): Shape => shapeOf({ feed: k.feed, category: k.category, kind: 'relationship', code: k.role, system: null, label: k.role, body: {} });

function ofKin(k: KinRow, shape: number): PackedEvent {
  const start = dayOf(k.start);
  return { shape, start, end: dayOf(k.end, true), lasting: true, learnt: start, forgotten: 0, value: NaN, ref: `${k.feed}:${k.role}` };
}

function around(living: readonly LivingRow[], kin: readonly KinRow[], who: ReadonlyMap<string, WhoRow>, { events, kin: shapes }: Numbered): PackedOther[] {
  const homes = new Map<string, LivingRow>();
  for (const row of living) if (!homes.has(row.otherId)) homes.set(row.otherId, row);
  const ids = [...new Set([...homes.keys(), ...kin.map((k) => k.otherId)])].slice(0, mostOthers);
  return ids.flatMap((personId): PackedOther[] => {
    const row = who.get(personId);
    if (row === undefined) return [];
    const home = homes.get(personId);
    return [
      {
        personId, birth: dayOf(row.birthDate), death: deathOf(row),
        home: home === undefined ? null : { from: dayOf(home.start), to: home.current ? 0 : Math.max(dayOf(home.end, true), 1) },
        kin: kin.filter((k) => k.otherId === personId).map((k) => shapes.get(k)!),
        events: events.get(personId) ?? [],
      },
    ];
  });
}

const lasts: ReadonlySet<string> = new Set(['service-episode', 'finding', 'plan']);
const over: ReadonlySet<unknown> = new Set(['historic', 'planned']);

/** What came on a feed's first day is its past, known ever since it happened; anything later is known from the day it came. */
function ofFact(fact: FactVersionRow): Draft {
  const start = dayOf(fact.start);
  const { value, type, status } = fact.body;
  return {
    shape: shapeOf(fact), start, end: dayOf(fact.end, true),
    lasting: lasts.has(fact.kind) && !over.has(status) && type !== 'measurement',
    learnt: fact.atFirst ? start : Math.max(start, dayOf(fact.receivedAt.toISOString())),
    forgotten: fact.withdrawnAt === null ? 0 : dayOf(fact.withdrawnAt.toISOString()),
    value: typeof value === 'number' ? value : NaN,
    ref: Number(fact.factId),
  };
}

function ofObservation(seen: Observation): Draft {
  const start = dayOf(seen.startAt);
  return {
    shape: shapeOf({ feed: seen.detector, category: seen.category, kind: 'observation', code: seen.code, system: null, label: seen.label, body: {} }),
    start, end: dayOf(seen.endAt, true), lasting: true, learnt: start, forgotten: 0, value: seen.value ?? NaN, ref: seen.key,
  };
}
