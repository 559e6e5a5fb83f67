import type { Edges } from '../engine.store.ts';
import { levelsOf, selectCodes } from './codes.store.ts';
import type { Comparison } from './comparisons.store.ts';
import { guardOf, type ToolGuard } from './guards.ts';
import { weigher, type Trained } from './train.ts';
import type { Workspace } from './workspace.store.ts';

/** Column and level whose value's own frequency counts. */
interface Term {
  comparison: number;
  level: number;
  column: string;
}

const termsOf = (comparisons: readonly Comparison[]): Term[] => comparisons.flatMap((c, comparison) => c.levels.flatMap((l, level) => (l.term === undefined ? [] : [{ comparison, level, column: l.term }])));

const ofHome = new Set(['surname', 'address']);

/** Records' worth of trust in the share that training found, against the value's own frequency. */
const termTrust = 200;

export interface Scorer {
  /** Moves candidates from `coded` to `scored` (a, b, code, weight, guard), those of at least `from` bits. */
  scoreAll(from: number): Promise<number>;
  /** Every weighed pair inside the groups; in groups up to a size, the pairs that no rule brought are weighed too. */
  inside(groups: readonly (readonly number[])[], completeUpTo: number): Promise<Edges>;
  /** Scores every record against itself, into `alike` (id, code, weight): how surely it could be found again. */
  self(): Promise<{ id: Int32Array; weight: Float64Array }>;
  /** Weighed pairs of at least this weight. */
  edges(from: number): Promise<Edges>;
}

/** Makes the weights table of every pattern and the frequency of every term. */
export async function openScorer(work: Workspace, comparisons: readonly Comparison[], trained: Trained, guards: readonly ToolGuard[]): Promise<Scorer> {
  const terms = termsOf(comparisons);
  for (const [t, term] of terms.entries()) {
    const u = trained.u[term.comparison]![term.level]!;
    await work.run(`create or replace table term${t} as select v, log2(${u} / ((n + ${termTrust * u}) / (total + ${termTrust}))) as bits
      from (select ${term.column} as v, count(*)::double as n, sum(count(*)) over ()::double as total from record where ${term.column} is not null group by 1)`);
    await work.run(`create or replace table termed as select id, bits::float as t${t} from record left join term${t} on v = ${term.column} order by id`);
    await work.run(`create or replace table bits as select ${t === 0 ? '*' : `bits.*, t${t}`} from termed ${t === 0 ? '' : 'join bits using (id)'}`);
    await work.run('drop table termed');
  }
  if (terms.length === 0) await work.run('create or replace table bits as select id from record');
  const most = await Promise.all(terms.map((_, t) => work.count(`select coalesce(max(bits), 0) from term${t}`)));
  await work.run('create or replace table weights (code bigint, weight double, most double, guard tinyint, uses bigint)');
  await work.run('create or replace table scored (a int, b int, code bigint, weight float, guard tinyint)');

  const by = weigher(trained);
  const known = new Set<number>();
  const weigh = async (table: string): Promise<void> => {
    const codes = (await work.rows(`select distinct code::double from ${table}`)).map(([code]) => Number(code)).filter((code) => !known.has(code));
    const appender = await work.db.createAppender('weights');
    for (const code of codes) {
      known.add(code);
      const levels = levelsOf(code, comparisons);
      const weight = by.odds(levels) / Math.LN2;
      // Where the other account of a pair is one household, a rare surname or street that its people share tells nothing.
      const atHome = by.household(levels) < -Math.LN2;
      const used = terms.map((term) => levels[term.comparison] === term.level && !(atHome && ofHome.has(comparisons[term.comparison]!.id)));
      const uses = used.reduce((sum, is, t) => sum + (is ? 2 ** t : 0), 0);
      const bonus = used.reduce((sum, is, t) => sum + (is ? Math.max(0, most[t]!) : 0), 0);
      appender.appendBigInt(BigInt(code));
      appender.appendDouble(weight);
      appender.appendDouble(weight + bonus);
      appender.appendTinyInt(guardOf(guards, levels, comparisons));
      appender.appendBigInt(BigInt(uses));
      appender.endRow();
    }
    appender.closeSync();
  };
  const adjusted = `w.weight${terms.map((_, t) => ` + case when w.uses & ${2 ** t} <> 0 then coalesce(t.t${t}, 0) else 0 end`).join('')}`;
  const select = (table: string): string => `select p.a, p.b, p.code, ${adjusted} as weight, w.guard from ${table} p join weights w on w.code = p.code join bits t on t.id = p.a`;

  const edgesOf = async (text: string): Promise<Edges> => {
    const result = await work.db.runAndReadAll(text);
    const [a = [], b = [], weight = [], guard = []] = result.getColumns() as number[][];
    return { a: Float64Array.from(a), b: Float64Array.from(b), weight: Float64Array.from(weight), guard: Int8Array.from(guard) };
  };

  return {
    async scoreAll(from) {
      await weigh('coded');
      await work.run(`insert into scored select * from (${select('coded')} where w.most >= ${from}) where weight >= ${from}`);
      return work.count('select count(*) from scored');
    },
    async inside(groups, completeUpTo) {
      await work.run('create or replace table member (id int, g int, whole boolean)');
      const appender = await work.db.createAppender('member');
      for (const [g, ids] of groups.entries()) {
        for (const id of ids) {
          appender.appendInteger(id);
          appender.appendInteger(g);
          appender.appendBoolean(ids.length > 2 && ids.length <= completeUpTo);
          appender.endRow();
        }
      }
      appender.closeSync();
      await work.run(`create or replace table late as ${selectCodes(comparisons, `select m.a, m.b from (select x.id as a, y.id as b from member x join member y on x.g = y.g and x.id < y.id where x.whole) m anti join scored s on s.a = m.a and s.b = m.b`)}`);
      await weigh('late');
      await work.run(`insert into scored ${select('late')}`);
      await work.run('drop table late');
      return edgesOf(`select s.a, s.b, weight, guard from scored s join member x on x.id = s.a join member y on y.id = s.b where x.g = y.g order by s.a, s.b`);
    },
    async self() {
      await work.run(`create or replace table own as ${selectCodes(comparisons, 'select id as a, id as b from record')}`);
      await weigh('own');
      await work.run(`create or replace table alike as select a as id, code, weight from (${select('own')})`);
      await work.run('drop table own');
      const found = await work.db.runAndReadAll('select id, weight from alike order by id');
      const [id = [], weight = []] = found.getColumns() as number[][];
      return { id: Int32Array.from(id), weight: Float64Array.from(weight) };
    },
    edges: (from) => edgesOf(`select a, b, weight, guard from scored where weight >= ${from} order by a, b`),
  };
}
