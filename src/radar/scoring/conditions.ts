import type { Condition, Range } from '../signals/definition.ts';
import { birthday } from './days.ts';
import { ageOfSection, inRange, livesHere, mayAge, mayChange, no, nothing, unknown, yes, type Selectors, type Test, type Truth } from './run.ts';
import { measured } from './measures.ts';
import { ordered } from './orders.ts';

/** Compiles a condition to a test. Three-valued: see docs/rooms/radar.md. */
export function compileCondition(condition: Condition, selectors: Selectors): Test {
  const c = condition;
  if (c.any !== undefined) return anyOf(c.any.map((inner) => compileCondition(inner, selectors)));
  if (c.all !== undefined) return allOf(c.all.map((inner) => compileCondition(inner, selectors)));
  if (c.not !== undefined) return notOf(compileCondition(c.not, selectors));
  if (c.age !== undefined) return ageWithin(c.age.from ?? 0, c.age.to ?? 200);
  if (c.gender !== undefined) {
    const wanted = new Set<string>(c.gender);
    return (run) => (wanted.has(run.sight.gender) ? yes : no);
  }
  if (c.who !== undefined) {
    const { interpreter, gpPractice } = c.who;
    return ({ sight }) => ((interpreter === undefined || sight.interpreter === interpreter) && (gpPractice === undefined || sight.gpPractice === gpPractice) ? yes : no);
  }
  if (c.home !== undefined) return household(c.home);
  if (c.some !== undefined) return some(c, selectors.place(c.some));
  if (c.none !== undefined) return none(c.within!, selectors.place(c.none));
  if (c.open !== undefined) return open(c, selectors.place(c.open));
  if (c.ended !== undefined) return ended(c, selectors.place(c.ended));
  if (c.last !== undefined) return last(c.daysAgo!, selectors.place(c.last));
  return measured(c, selectors) ?? ordered(c, selectors);
}

const anyOf = (tests: readonly Test[]): Test => (run) => {
  let answer: Truth = no;
  for (const test of tests) {
    const truth = test(run);
    if (truth === yes) return yes;
    if (truth === unknown) answer = unknown;
  }
  return answer;
};

const allOf = (tests: readonly Test[]): Test => (run) => {
  const before = run.evidence.length;
  let answer: Truth = yes;
  for (const test of tests) {
    const truth = test(run);
    if (truth === no) {
      run.evidence.length = before;
      return no;
    }
    if (truth === unknown) answer = unknown;
  }
  if (answer === unknown) run.evidence.length = before;
  return answer;
};

const notOf = (test: Test): Test => (run) => {
  const before = run.evidence.length;
  const truth = test(run);
  run.evidence.length = before;
  return truth === unknown ? unknown : truth === yes ? no : yes;
};

/** Ages are whole years, both ends included. */
export function ageWithin(from: number, to: number): Test {
  return (run) => {
    if (run.age === null) {
      run.blocked.push({ why: 'no-birth-date', sources: [] });
      return unknown;
    }
    mayAge(run, from);
    mayAge(run, to + 1);
    return run.age >= from && run.age <= to ? yes : no;
  };
}

function household(home: NonNullable<Condition['home']>): Test {
  return (run) => {
    if (!run.sight.housed) return no;
    const people: number[] = [];
    for (let section = 1; section < run.sight.sections; section++) {
      if (!livesHere(run, section)) continue;
      const age = ageOfSection(run, section);
      const birth = run.sight.sectionBirth[section]!;
      if (age !== null && age < 18) mayChange(run, birthday(birth, 18));
      const fits =
        home.alone !== undefined ? true
        : home.children !== undefined ? age !== null && age < 18
        : home.adults !== undefined ? age === null || age >= 18
        : age !== null && age >= (home.aged?.from ?? 0) && age <= (home.aged?.to ?? 200);
      if (home.aged !== undefined && age !== null) for (const edge of [home.aged.from ?? 0, (home.aged.to ?? 200) + 1]) if (age < edge) mayChange(run, birthday(birth, edge));
      if (fits) people.push(section);
    }
    if (home.alone !== undefined) return (people.length === 0) === home.alone ? yes : no;
    const range = home.children ?? home.adults ?? { atLeast: 1 };
    if (!inRange(range, people.length)) return no;
    for (const section of people) run.evidence.push(-section - 1);
    return yes;
  };
}

type Placed = ReturnType<Selectors['place']>;

function some({ within, atLeast = 1, value }: Condition, { index, blocked }: Placed): Test {
  return (run) => {
    const found = run.found[index]!;
    const { start, value: values } = run.sight;
    let n = 0;
    const before = run.evidence.length;
    for (let i = found.length - 1; i >= 0; i--) {
      const e = found[i]!;
      if (within !== undefined && start[e]! < run.day - within) break;
      if (value !== undefined && !inRange(value, values[e]!)) continue;
      n++;
      run.evidence.push(e);
      if (within !== undefined) mayChange(run, start[e]! + within + 1);
    }
    if (n >= atLeast) return yes;
    run.evidence.length = before;
    return nothing(run, blocked);
  };
}

function none(within: number, { index, blocked }: Placed): Test {
  return (run) => {
    const found = run.found[index]!;
    const newest = found.length === 0 ? 0 : run.sight.start[found.at(-1)!]!;
    if (newest >= run.day - within && newest > 0) {
      mayChange(run, newest + within + 1);
      return no;
    }
    return nothing(run, blocked) === unknown ? unknown : yes;
  };
}

function open({ lasting, atLeast = 1 }: Condition, { index, blocked }: Placed): Test {
  return (run) => {
    const { start, end, lasting: canLast } = run.sight;
    const before = run.evidence.length;
    let n = 0;
    for (const e of run.found[index]!) {
      if (canLast[e] !== 1) continue;
      if (end[e]! > 0) {
        if (end[e]! <= run.day) continue;
        mayChange(run, end[e]!);
      }
      if (lasting !== undefined) {
        if (start[e] === 0) continue;
        for (const edge of [lasting.atLeast, lasting.above === undefined ? undefined : Math.floor(lasting.above) + 1, lasting.atMost === undefined ? undefined : Math.floor(lasting.atMost) + 1, lasting.below]) if (edge !== undefined) mayChange(run, start[e]! + Math.ceil(edge));
        if (!inRange(lasting, run.day - start[e]!)) continue;
      }
      n++;
      run.evidence.push(e);
    }
    if (n >= atLeast) return yes;
    run.evidence.length = before;
    return nothing(run, blocked);
  };
}

function ended({ within, lasted }: Condition, { index, blocked }: Placed): Test {
  return (run) => {
    const { start, end } = run.sight;
    const before = run.evidence.length;
    for (const e of run.found[index]!) {
      const last = end[e]!;
      if (last === 0) continue;
      if (last > run.day) {
        mayChange(run, last);
        continue;
      }
      if (run.day - last > within! || (lasted !== undefined && !inRange(lasted, last - start[e]!))) continue;
      mayChange(run, last + within! + 1);
      run.evidence.push(e);
    }
    return run.evidence.length > before ? yes : nothing(run, blocked);
  };
}

function last(daysAgo: Range, { index, blocked }: Placed): Test {
  return (run) => {
    const found = run.found[index]!;
    const newest = found.at(-1);
    if (newest === undefined || run.sight.start[newest] === 0) return nothing(run, blocked);
    const start = run.sight.start[newest]!;
    for (const edge of [daysAgo.atLeast, daysAgo.above === undefined ? undefined : daysAgo.above + 1, daysAgo.atMost === undefined ? undefined : daysAgo.atMost + 1, daysAgo.below]) if (edge !== undefined) mayChange(run, start + Math.ceil(edge));
    if (!inRange(daysAgo, run.day - start)) return no;
    // Long ago is only so if nothing newer could be on its way.
    if (daysAgo.atLeast !== undefined || daysAgo.above !== undefined) {
      if (nothing(run, blocked) === unknown) return unknown;
    }
    run.evidence.push(newest);
    return yes;
  };
}
