import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedState } from '../../kernel/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import { conditionSchema, type Condition, type SignalDefinition } from '../signals/definition.ts';
import { compile, type Known } from './compile.ts';
import { dayOf, lastDay } from './days.ts';
import { evaluator } from './evaluate.ts';
import { pack, type PackedEvent, type PackedOther, type PackedPerson } from './pack.ts';
import { digestOf } from './result.ts';
import type { Shape } from './shape.ts';
import { makeSight, see } from './sight.ts';

const shape = (more: Partial<Shape>): Shape => ({ feed: 'hospital-adt', category: 'hospital', kind: 'life-event', code: null, system: null, words: '', body: {}, ...more });
const shapes: (Shape | undefined)[] = [
  undefined,
  shape({ code: 'ae', words: 'emergency department: fall' }),
  shape({ code: 'stay', kind: 'service-episode', words: 'in hospital' }),
  shape({ feed: 'gp', category: 'gp', code: 'score', kind: 'finding' }),
  shape({ feed: 'police', category: 'police', code: 'call', body: { role: 'victim' } }),
  shape({ kind: 'relationship', code: 'cared-for', category: 'adult-social-care' }),
  shape({ kind: 'observation', feed: 'cold', category: 'home-sensors', code: 'cold-room' }),
];
const today = dayOf('2026-11-20');
const event = (number: number, ago: number, more: Partial<PackedEvent> = {}): PackedEvent => ({ shape: number, start: today - ago, end: 0, lasting: number === 2 || number === 3 || number === 6, learnt: today - ago, forgotten: 0, value: NaN, ref: ago + 1, ...more });
const someone = (more: Partial<PackedPerson> = {}): PackedPerson => ({ birth: dayOf('1950-06-01'), death: 0, gender: 'female', interpreter: false, gpPractice: true, sensors: false, housed: true, events: [], others: [], ...more });
const other = (more: Partial<PackedOther> = {}): PackedOther => ({ personId: '018f0000-0000-7000-8000-000000000001', birth: dayOf('1980-01-01'), death: 0, home: { from: 1, to: 0 }, kin: [], events: [], ...more });

const states = (more: Partial<FeedState> = {}): FeedState[] =>
  ['hospital-adt', 'gp', 'police'].map((feed) => ({ feed, title: feed, category: feed, organisation: '', organisationName: '', lastReceived: null, nextExpected: null, state: 'on-time', rows: 0, rejects: 0, coverage: '', ages: { from: null, to: null }, covers: { from: null, to: null }, ...more }));
const mapped = [
  { feed: 'hospital-adt', category: 'hospital', kind: 'life-event', codes: null, system: null, type: null },
  { feed: 'hospital-adt', category: 'hospital', kind: 'service-episode', codes: null, system: null, type: null },
  { feed: 'gp', category: 'gp', kind: 'finding', codes: null, system: null, type: null },
  { feed: 'police', category: 'police', kind: 'life-event', codes: null, system: null, type: null },
];
const known: Known = { mapped, states: states() };

const cardOf = (uses: { use: string; points: number }[], more: Partial<CardDefinition> = {}): CardDefinition =>
  ({ id: 'card', title: 'Card', about: 'x', team: 't', purpose: 'p', ages: {}, fitted: false, bands: [{ id: 'low', title: 'Low', from: 1 }], alertFrom: 'low', signals: uses, atrs: {}, ...more }) as CardDefinition;

/** What one condition comes to for one person. */
function judge(when: Condition, person: PackedPerson, options: { known?: Known; day?: number; signal?: Partial<SignalDefinition>; points?: number } = {}) {
  const signal: SignalDefinition = { id: 's', label: 'S', about: 'x', ages: {}, when: conditionSchema.parse(when), ...options.signal };
  const compiled = compile([{ card: cardOf([{ use: 's', points: options.points ?? 4 }]), version: 1, signals: [signal] }], shapes, options.known ?? known);
  const sight = makeSight();
  see(sight, pack(person));
  const outcome = evaluator(compiled)(sight, options.day ?? today);
  return { truth: outcome.signals[0]!.truth, why: outcome.signals[0]!.why, points: outcome.cards[0]!.points[0]! / 10, next: outcome.next, evidence: [...outcome.signals[0]!.evidence] };
}
const read = (when: unknown): Condition => conditionSchema.parse(when);
const hospital = { category: 'hospital', code: ['ae'] };

test.each([
  ['two attendances within 90 days', { some: hospital, atLeast: 2, within: 90 }, [event(1, 10), event(1, 90)], 1],
  ['the second a day too old', { some: hospital, atLeast: 2, within: 90 }, [event(1, 10), event(1, 91)], 0],
  ['none within 30 days', { none: hospital, within: 30 }, [event(1, 31)], 1],
  ['one within 30 days', { none: hospital, within: 30 }, [event(1, 30)], 0],
  ['a stay open for a week', { open: { code: ['stay'] }, lasting: { atLeast: 7 } }, [event(2, 7)], 1],
  ['a stay open for less', { open: { code: ['stay'] }, lasting: { atLeast: 7 } }, [event(2, 6)], 0],
  ['a stay that ended', { open: { code: ['stay'] } }, [event(2, 9, { end: today - 1 })], 0],
  ['ended within 30 days after a week', { ended: { code: ['stay'] }, within: 30, lasted: { atLeast: 7 } }, [event(2, 20, { end: today - 10 })], 1],
  ['ended after too short a stay', { ended: { code: ['stay'] }, within: 30, lasted: { atLeast: 7 } }, [event(2, 12, { end: today - 10 })], 0],
  ['last seen 60 days ago or more', { last: hospital, daysAgo: { atLeast: 60 } }, [event(1, 400), event(1, 60)], 1],
  ['seen since', { last: hospital, daysAgo: { atLeast: 60 } }, [event(1, 400), event(1, 59)], 0],
  ['newest value at a threshold', { latest: { code: ['score'] }, value: { atLeast: 7 } }, [event(3, 90, { value: 4 }), event(3, 5, { value: 7 })], 1],
  ['newest value below it', { latest: { code: ['score'] }, value: { atLeast: 7 } }, [event(3, 90, { value: 8 }), event(3, 5, { value: 6 })], 0],
  ['a rise of two', { change: { code: ['score'] }, by: { atLeast: 2 }, within: 365 }, [event(3, 300, { value: 3 }), event(3, 5, { value: 5 })], 1],
  ['a rise that began before', { change: { code: ['score'] }, by: { atLeast: 2 }, within: 365 }, [event(3, 366, { value: 3 }), event(3, 5, { value: 5 })], 0],
  ['in order', { sequence: [{ code: ['stay'] }, hospital], gap: 14, within: 30 }, [event(2, 20), event(1, 8)], 1],
  ['out of order', { sequence: [{ code: ['stay'] }, hospital], gap: 14, within: 30 }, [event(2, 8), event(1, 20)], 0],
  ['together, either way round', { together: [hospital, { category: 'police' }], gap: 90, within: 365 }, [event(1, 100), event(4, 10)], 1],
  ['together, too far apart', { together: [hospital, { category: 'police' }], gap: 80, within: 365 }, [event(1, 100), event(4, 10)], 0],
  ['not', { not: { some: hospital } }, [], 1],
  ['words, figures and capitals apart', { some: { words: ['Department: FALL'] } }, [event(1, 1)], 1],
  ['a field of the body', { some: { category: 'police', body: { role: ['suspect'] } } }, [event(4, 1)], 0],
])('%s', (_, when, events, truth) => expect(judge(read(when), someone({ events })).truth).toBe(truth));

test('what is in the future or was not yet known is not seen, and the day it begins is when to look again', () => {
  expect(judge(read({ some: hospital }), someone({ events: [event(1, -5)] }))).toMatchObject({ truth: 0, next: today + 5 });
  const late = someone({ events: [event(1, 30, { learnt: today - 3 })] });
  expect(judge(read({ some: hospital }), late, { day: today - 4 }).truth).toBe(0);
  expect(judge(read({ some: hospital }), late, { day: today - 3 }).truth).toBe(1);
  expect(judge(read({ some: hospital }), someone({ events: [event(1, 30, { forgotten: today - 3 })] })).truth).toBe(0);
});

test('people around count while they live here, as children or adults, or by what they are to the person', () => {
  const abused = other({ events: [event(4, 5)] });
  const at = (whose: unknown, others: PackedOther[]): number => judge(read({ some: { category: 'police', whose } }), someone({ birth: dayOf('2015-01-01'), others })).truth;
  expect(at('adults-at-home', [abused])).toBe(1);
  expect(at('children-at-home', [abused])).toBe(0);
  expect(at('home', [{ ...abused, home: { from: 1, to: today - 1 } }])).toBe(0);
  expect(at('home', [{ ...abused, death: today - 1 }])).toBe(0);
  expect(at({ kin: ['cared-for'] }, [{ ...abused, home: null, kin: [5] }])).toBe(1);
  expect(at({ kin: ['cared-for'] }, [abused])).toBe(0);
  expect(judge(read({ home: { alone: true } }), someone()).truth).toBe(1);
  expect(judge(read({ home: { alone: true } }), someone({ housed: false })).truth).toBe(0);
  expect(judge(read({ home: { children: { atLeast: 1 } } }), someone({ others: [other({ birth: dayOf('2015-01-01') })] }))).toMatchObject({ truth: 1, next: dayOf('2033-01-01') });
});

test('a source that is late, never came or does not cover somebody is not known, and is never read as nothing', () => {
  const when = read({ none: hospital, within: 60 });
  expect(judge(when, someone()).truth).toBe(1);
  expect(judge(when, someone(), { known: { mapped, states: states({ state: 'late' }) } })).toMatchObject({ truth: 2, why: 'late', points: 0 });
  expect(judge(read({ not: { some: hospital } }), someone(), { known: { mapped, states: states({ state: 'never' }) } })).toMatchObject({ truth: 2, why: 'never' });
  expect(judge(read({ some: hospital }), someone(), { known: { mapped, states: states({ ages: { from: 0, to: 17 } }) } })).toMatchObject({ truth: 2, why: 'not-covered' });
  // What was found is known, whatever else is on its way.
  expect(judge(read({ some: hospital }), someone({ events: [event(1, 1)] }), { known: { mapped, states: states({ state: 'late' }) } }).truth).toBe(1);
  expect(judge(read({ open: { category: 'home-sensors', observed: ['cold-room'] } }), someone())).toMatchObject({ truth: 2, why: 'no-sensor' });
  expect(judge(read({ open: { category: 'home-sensors', observed: ['cold-room'] } }), someone({ sensors: true })).truth).toBe(0);
  expect(judge(read({ age: { from: 65 } }), someone({ birth: 0 }))).toMatchObject({ truth: 2, why: 'no-birth-date' });
});

test('points halve, or go evenly to nothing, from the newest ground; what goes on does not age', () => {
  const points = (decay: SignalDefinition['decay'], events: PackedEvent[], when: unknown = { some: hospital }): number => judge(read(when), someone({ events }), { signal: { decay: decay! } }).points;
  expect(points({ halfLife: 30 }, [event(1, 0)])).toBe(4);
  expect(points({ halfLife: 30 }, [event(1, 30)])).toBe(2);
  expect(points({ over: 100 }, [event(1, 25)])).toBe(3);
  expect(points({ over: 100 }, [event(1, 100)])).toBe(0);
  expect(points({ over: 100 }, [event(2, 90)], { open: { code: ['stay'] } })).toBe(4);
});

test('the dead are on no list', () => expect(judge(read({ some: hospital }), someone({ death: today, events: [event(1, 5)] }))).toMatchObject({ points: 0, next: lastDay }));

const conditions: Condition[] = [
  { some: hospital, atLeast: 2, within: 90 }, { none: hospital, within: 40 }, { open: { code: ['stay'] }, lasting: { atLeast: 7, below: 30 } }, { ended: { code: ['stay'] }, within: 30 },
  { last: hospital, daysAgo: { atLeast: 20, atMost: 50 } }, { latest: { code: ['score'] }, value: { atLeast: 5 }, within: 100 }, { change: { code: ['score'] }, by: { atLeast: 2 }, within: 120 },
  { sequence: [{ code: ['stay'] }, hospital], gap: 20, within: 60 }, { together: [hospital, { category: 'police', whose: 'home' }], gap: 30, within: 90 }, { all: [{ age: { from: 76 } }, { not: { some: hospital, within: 10 } }] },
  { home: { children: { atLeast: 1 } } }, { home: { aged: { from: 18 } } }, { home: { alone: true } }, { any: [{ some: { category: 'police', whose: 'adults-at-home' }, within: 50 }, { open: { code: ['score'] } }] },
].map((when) => conditionSchema.parse(when));

test('until the day a person is due, time alone changes nothing of their score', () => {
  const events = fc.array(fc.record({ shape: fc.integer({ min: 1, max: 4 }), ago: fc.integer({ min: -40, max: 150 }), lasts: fc.option(fc.integer({ min: 0, max: 60 })), value: fc.integer({ min: 1, max: 9 }) }), { maxLength: 8 });
  const signals = conditions.map((when, i): SignalDefinition => ({ id: `s${i}`, label: 'x', about: 'x', ages: i === 3 ? { to: 76 } : {}, when, ...(i % 3 === 0 ? { decay: { halfLife: 25 } } : i % 3 === 1 ? { decay: { over: 80 } } : {}) }));
  const compiled = compile([{ card: cardOf(signals.map((s, i) => ({ use: s.id, points: 1 + i / 2 })), { ages: { from: 70, to: 90 } }), version: 1, signals }], shapes, known);
  const evaluate = evaluator(compiled);
  const sight = makeSight();
  fc.assert(
    fc.property(events, events, fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 100 }), (own, theirs, born, moved) => {
      const made = (all: typeof own): PackedEvent[] => all.map(({ shape: s, ago, lasts, value }, i) => event(s, ago, { end: lasts === null ? 0 : today - ago + lasts, value: s === 3 ? value : NaN, ref: i + 1 }));
      see(sight, pack(someone({ birth: dayOf('1949-06-01') + born, events: made(own), others: [other({ birth: dayOf('2007-10-01') + born, home: { from: today - moved, to: moved % 3 === 0 ? today + moved : 0 }, events: made(theirs) })] })));
      const outcome = evaluate(sight, today);
      const [next, before] = [outcome.next, digestOf(compiled, sight, outcome, 0)];
      for (let day = today + 1; day < Math.min(next, today + 120); day++) expect(digestOf(compiled, sight, evaluate(sight, day), 0)).toBe(before);
    }),
    { numRuns: 400 },
  );
});
