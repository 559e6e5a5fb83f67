import type { CompiledCard, Compiled } from './compile.ts';
import { lastDay, yearsBetween, birthday, type Day } from './days.ts';
import { nextAge, tenths } from './decay.ts';
import { ageOfSection, livesHere, mayAge, mayChange, yes, unknown, type Run, type Truth, type Why } from './run.ts';
import type { Sight } from './sight.ts';

/** What came of one signal. Evidence is events, newest first, and people around as `-section - 1`. */
export interface SignalOutcome {
  truth: Truth;
  evidence: number[];
  /** Newest day it rests on; 0 when it rests on none. */
  dated: Day;
  /** Days since then, 0 while something it rests on goes on or when it rests on no date. */
  age: number;
  why: Why | null;
  sources: readonly string[];
}

/** What came of one card. */
export interface CardOutcome {
  /** Sum of points in tenths. */
  tenths: number;
  /** For each use of the card, its points in tenths. */
  points: number[];
  /** The card's ages leave the person out, or their birth date is not known. */
  outside: 'age' | 'no-birth-date' | 'dead' | null;
}

export interface Outcome {
  signals: SignalOutcome[];
  cards: CardOutcome[];
  /** First day on which time alone may change any of it; `lastDay` when never. */
  next: Day;
}

/** An evaluator of compiled cards: what it gives back is filled again by the next call. */
export function evaluator(compiled: Compiled): (sight: Sight, day: Day) => Outcome {
  const run: Run = { sight: undefined as unknown as Sight, day: 0, age: null, birthday: 0, found: Array.from({ length: compiled.selectors }, () => []), evidence: [], next: lastDay, blocked: [] };
  const used: number[] = [];
  const outcome: Outcome = {
    signals: compiled.signals.map(() => ({ truth: 0, evidence: [], dated: 0, age: 0, why: null, sources: [] })),
    cards: compiled.cards.map(({ uses }) => ({ tenths: 0, points: uses.map(() => 0), outside: null })),
    next: lastDay,
  };
  const needed = new Uint8Array(compiled.signals.length);
  return (sight, day) => {
    run.sight = sight;
    run.day = day;
    run.age = sight.birth === 0 ? null : yearsBetween(sight.birth, day);
    run.birthday = run.age === null ? 0 : birthday(sight.birth, run.age + 1);
    run.next = lastDay;
    for (const index of used) run.found[index]!.length = 0;
    used.length = 0;
    if (sight.death > 0 && sight.death <= day) {
      for (const card of outcome.cards) leaveOut(card, 'dead');
      outcome.next = lastDay;
      return outcome;
    }
    if (sight.death > day) mayChange(run, sight.death);
    gather(compiled, run, used);
    // Signals that only cards for other ages use are not asked.
    needed.fill(0);
    for (let c = 0; c < compiled.cards.length; c++) {
      const { card, uses } = compiled.cards[c]!;
      const out = outcome.cards[c]!;
      out.outside = outsideOf(card, run);
      if (out.outside === null) for (let u = 0; u < uses.length; u++) needed[uses[u]!.signal] = 1;
    }
    for (let s = 0; s < compiled.signals.length; s++) {
      if (needed[s] === 1) judge(compiled, run, s, outcome.signals[s]!);
      else silence(outcome.signals[s]!);
    }
    for (let c = 0; c < compiled.cards.length; c++) add(compiled, compiled.cards[c]!, run, outcome, outcome.cards[c]!);
    outcome.next = run.next;
    return outcome;
  };
}

/** Hands every event known and begun by the day to the selectors it satisfies. */
function gather(compiled: Compiled, run: Run, used: number[]): void {
  const { sight, day } = run;
  for (let e = 0; e < sight.events; e++) {
    const section = sight.section[e]!;
    const selectors = (section === 0 ? compiled.own : compiled.others)[sight.shape[e]!];
    if (selectors === undefined || selectors.length === 0) continue;
    const forgotten = sight.forgotten[e]!;
    if (forgotten > 0 && forgotten <= day) continue;
    const seen = Math.max(sight.learnt[e]!, sight.start[e]!);
    if (seen > day) {
      mayChange(run, seen);
      continue;
    }
    for (const selector of selectors) {
      if (section > 0 && !isWhose(compiled, run, selector, section)) continue;
      const found = run.found[selector]!;
      if (found.length === 0) used.push(selector);
      found.push(e);
    }
  }
  // Others' events follow the person's own; each list is put in order of time again where it holds several people's.
  if (sight.sections > 1) for (const selector of used) if (compiled.whose[selector] !== 'person') run.found[selector]!.sort((a, b) => sight.start[a]! - sight.start[b]!);
}

function isWhose(compiled: Compiled, run: Run, selector: number, section: number): boolean {
  const whose = compiled.whose[selector]!;
  if (typeof whose === 'object') {
    const roles = compiled.kinShapes[selector];
    return run.sight.kin[section]!.some((shape) => roles?.has(shape) === true);
  }
  if (!livesHere(run, section)) return false;
  if (whose === 'home') return true;
  const age = ageOfSection(run, section);
  if (age !== null && age < 18) mayChange(run, birthday(run.sight.sectionBirth[section]!, 18));
  return whose === 'children-at-home' ? age !== null && age < 18 : age === null || age >= 18;
}

function judge(compiled: Compiled, run: Run, index: number, out: SignalOutcome): void {
  const { definition, test } = compiled.signals[index]!;
  run.evidence = out.evidence;
  run.evidence.length = 0;
  run.blocked.length = 0;
  const { from, to } = definition.ages;
  const outside = run.age !== null && ((from !== undefined && run.age < from) || (to !== undefined && run.age > to));
  if (from !== undefined) mayAge(run, from);
  if (to !== undefined) mayAge(run, to + 1);
  if (run.age === null && (from !== undefined || to !== undefined)) {
    out.truth = unknown;
    out.why = 'no-birth-date';
    out.sources = [];
    return;
  }
  out.truth = outside ? 0 : test(run);
  const [why] = run.blocked;
  out.why = out.truth === unknown ? (why?.why ?? null) : null;
  out.sources = out.truth === unknown ? (why?.sources ?? []) : [];
  out.dated = 0;
  out.age = 0;
  if (out.truth !== yes) return;
  let going = false;
  for (const e of out.evidence) {
    if (e < 0) continue;
    const { start, end, lasting } = run.sight;
    if (start[e]! > out.dated) out.dated = start[e]!;
    if (lasting[e] === 1 && (end[e] === 0 || end[e]! > run.day)) going = true;
    if (end[e]! > run.day) mayChange(run, end[e]!);
  }
  out.age = going || out.dated === 0 ? 0 : run.day - out.dated;
}

function leaveOut(card: CardOutcome, outside: CardOutcome['outside']): void {
  card.tenths = 0;
  card.points.fill(0);
  card.outside = outside;
}

/** Why a card leaves somebody out; null when it does not. */
function outsideOf({ ages: { from, to } }: CompiledCard['card'], run: Run): CardOutcome['outside'] {
  if (from === undefined && to === undefined) return null;
  if (run.age === null) return 'no-birth-date';
  if (from !== undefined) mayAge(run, from);
  if (to !== undefined) mayAge(run, to + 1);
  return run.age < (from ?? 0) || run.age > (to ?? 200) ? 'age' : null;
}

function silence(out: SignalOutcome): void {
  out.truth = 0;
  out.evidence.length = 0;
  out.dated = 0;
  out.age = 0;
  out.why = null;
  out.sources = nothing;
}
const nothing: readonly string[] = [];

function add(compiled: Compiled, { uses }: CompiledCard, run: Run, outcome: Outcome, out: CardOutcome): void {
  if (out.outside !== null) return leaveOut(out, out.outside);
  out.tenths = 0;
  for (let u = 0; u < uses.length; u++) {
    const { signal, points } = uses[u]!;
    const { truth, age, dated } = outcome.signals[signal]!;
    const { decay } = compiled.signals[signal]!.definition;
    const given = truth === yes ? tenths(points, decay, age) : 0;
    if (given > 0 && decay !== undefined && dated > 0 && age === run.day - dated) mayChange(run, dated + nextAge(points, decay, age));
    out.points[u] = given;
    out.tenths += given;
  }
}
