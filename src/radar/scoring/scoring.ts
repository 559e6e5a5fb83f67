import { hashOf } from './compile.ts';
import { touchDue } from './score.store.ts';
import { countTouched } from './gather.store.ts';
import { keepValue, keptValue } from '../cards/versions.store.ts';
import { takeUpCards } from '../cards/take-up.ts';
import { dayOf } from './days.ts';
import { createEngine, type Engine, type ScoringServices } from './engine.ts';
import type { Rescored } from './rescore.ts';
import { inThread } from './thread.ts';

/** People scored in one transaction while pages are being served, and while a bulk is brought in. */
const atOnce = 200;
const inBulk = 1_000;

/** Keeping everybody's scores up to what is known. */
export interface Scoring {
  engine: Engine;
  /** Takes up the area's cards, and brings scores up to what changed. @returns people scored */
  settle(progress?: (done: number, total: number) => void): Promise<number>;
  /** One round of the loop: scores some whose facts changed. @returns whether there were any */
  step(): Promise<boolean>;
  /** Scores again those whom time alone has changed; everybody, when sources or cards are other than when they were scored. */
  nightly(): Promise<void>;
  /** The same, but does nothing when sources and cards stand as they did. */
  keepUp(): Promise<void>;
  /** Scores everybody, in a thread of its own. */
  rescore(progress?: (done: number, total: number) => void): Promise<Rescored>;
}

export function createScoring(services: ScoringServices): Scoring {
  const { kernel, mapped } = services;
  const { writer, target } = kernel.db;
  const engine = createEngine(services);

  const rescore: Scoring['rescore'] = async (progress) => {
    await takeUpCards(kernel);
    const { versions, states, mark } = await writer.begin((sql) => engine.standing(sql));
    const [now, today] = [kernel.clock.now(), kernel.clock.today()];
    const done = (await inThread({ target, mapped, states, task: { kind: 'rescore', versions, day: dayOf(today), today, now } }, progress)) as Rescored;
    await keepValue(writer, 'scored-with', String(hashOf(mark)), now);
    if (done.stale > 0) await engine.keepPacking();
    return done;
  };
  const keepUp = async (): Promise<void> => {
    const { mark } = await writer.begin((sql) => engine.standing(sql));
    if ((await keptValue(writer, 'scored-with')) !== String(hashOf(mark))) await rescore();
  };
  const settle: Scoring['settle'] = async (progress) => {
    await takeUpCards(kernel);
    await engine.keepPacking();
    const total = await countTouched(writer);
    let sum = 0;
    for (;;) {
      const done = await engine.batch(inBulk);
      if (done === 0) break;
      sum += done;
      progress?.(sum, Math.max(total, sum));
    }
    // Until everybody has once been scored there is nothing to have changed.
    if (sum > 0 && (await keptValue(writer, 'scored-with')) === null) {
      const { mark } = await writer.begin((sql) => engine.standing(sql));
      await keepValue(writer, 'scored-with', String(hashOf(mark)), kernel.clock.now());
    }
    return sum;
  };
  return {
    engine,
    settle,
    rescore,
    keepUp,
    async step() {
      if ((await countTouched(writer)) === 0) return false;
      return (await engine.batch(atOnce)) > 0;
    },
    async nightly() {
      await keepUp();
      await touchDue(writer, kernel.clock.today(), kernel.clock.now());
      while ((await engine.batch(inBulk)) > 0);
    },
  };
}
