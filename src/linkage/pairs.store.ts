import { selectEvidence, selectKeys, selectScores } from './compare.store.ts';
import type { Edges, Work } from './engine.store.ts';
import type { Model } from './model.ts';

export interface PairCounts {
  candidates: number;
  /** Keys passed over because more records share them than the model's cap. */
  blocksOverCap: number;
}

/** Values of a key are hashed with the rule they are for, to the same number by `keysOf`. */
const hashed = (rule: string) => (values: string): string => `(md5_number_lower(concat_ws(chr(31), '${rule}', ${values})) >> 1)::bigint`;

/** Keeps the keys of the records of a table, each with the rule it is of: runs block by them, and look-ups find by them. */
export async function layKeys(work: Work, model: Model, from: string): Promise<void> {
  for (const [i, rule] of model.blocking.entries()) await work.run(`insert into key select ${i}, k, id from (${selectKeys(rule.on, from, hashed(rule.id))})`);
}

/** Blocking, scoring and what clustering needs, over the records and keys of the engine's file. */
export function createPairs(work: Work, model: Model) {
  const { run, count } = work;
  let fresh = true;
  const caps = model.blocking.map((rule) => rule.most ?? model.blockCap);
  const capOf = `(case rule ${caps.map((cap, i) => `when ${i} then ${cap}`).join(' ')} end)`;

  /** Every pair that shares a key: rule by rule, so that one rule's keys are in memory at a time. */
  async function blockAll(): Promise<number> {
    let over = 0;
    for (const [i, cap] of caps.entries()) {
      await run(`create or replace temp table size as select k, count(*) as n from key where rule = ${i} group by k having count(*) > 1`);
      over += await count(`select count(*) from size where n > ${cap}`);
      await run(`create or replace temp table block as select k, id from key where rule = ${i} and k in (select k from size where n <= ${cap})`);
      await run(`insert into candidate select a.id, b.id, ${i} from block a join block b on a.k = b.k and a.id < b.id`);
    }
    for (const table of ['size', 'block']) await run(`drop table ${table}`);
    return over;
  }

  /** Every pair of the touched with anybody. */
  async function blockTouched(touched: readonly number[]): Promise<number> {
    await work.put('touched', { id: touched });
    await run('create or replace temp table own as select rule, k, id from key where id in (select id from touched)');
    await run('create or replace temp table block as select rule, k, id from key where k in (select k from own)');
    await run('create or replace temp table size as select rule, k, count(*) as n from block group by all having count(*) > 1');
    await run(`insert into candidate select least(a.id, b.id), greatest(a.id, b.id), a.rule from own a join size using (rule, k) join block b using (rule, k) where n <= ${capOf} and a.id <> b.id`);
    const over = await count(`select count(*) from size where n > ${capOf}`);
    for (const table of ['own', 'block', 'size']) await run(`drop table ${table}`);
    return over;
  }

  return {
    /**
     * Finds candidates of these records (null: of all) by every blocking rule, each pair under the first rule that finds
     * it, and scores those not yet scored in this session.
     */
    async score(touched: readonly number[] | null): Promise<PairCounts> {
      await run('create or replace temp table candidate (a bigint, b bigint, rule tinyint)');
      const blocksOverCap = touched === null ? await blockAll() : await blockTouched(touched);
      await run('create or replace temp table pair as select a, b, min(rule) as rule from candidate group by a, b');
      await run('drop table candidate');
      if (fresh) await run(`create or replace temp table scored as ${selectScores(model, 'pair')}`);
      else await run(`insert into scored ${selectScores(model, '(select * from pair where not exists (select 1 from scored s where s.a = pair.a and s.b = pair.b))')}`);
      await run('drop table pair');
      fresh = false;
      return { candidates: await count('select count(*) from scored'), blocksOverCap };
    },

    ids: async (): Promise<Float64Array> => Float64Array.from((await work.numbers('select id::double from record order by id'))[0] ?? []),

    /** Pairs of at least this weight that no guard holds for, in order. */
    drawing: (from: number): Promise<Edges> => readEdges(work, `from scored where weight >= ${from} and guard < 0`),

    /**
     * Scores the pairs inside each group that no blocking rule found, where the group is of no more than `most` records,
     * so that it is judged on all its pairs. Gives back every scored pair inside a group, in order.
     */
    async inside(groups: readonly (readonly number[])[], most: number): Promise<Edges> {
      const ids = groups.flat();
      const of = groups.flatMap((group, g) => group.map(() => g));
      const whole = groups.flatMap((group) => group.map(() => (group.length > 2 && group.length <= most ? 1 : 0)));
      await work.put('grouped', { id: ids, g: of, whole });
      await run(`create or replace temp table pair as
        select a.id as a, b.id as b, -1::tinyint as rule from grouped a join grouped b on a.g = b.g and a.id < b.id
        where a.whole = 1 and not exists (select 1 from scored s where s.a = a.id and s.b = b.id)`);
      await run(`insert into scored ${selectScores(model, 'pair')}`);
      await run('drop table pair');
      return readEdges(work, 'from scored join grouped x on x.id = a join grouped y on y.id = b where x.g = y.g');
    },

    /** Valid NHS numbers of the records in groups, by record. */
    async numbers(): Promise<Map<number, string[]>> {
      const found = await work.db.runAndReadAll(`select id::double, array_to_string(nhs, ' ') from record join grouped using (id) where nhs is not null`);
      const [ids, lists] = found.getColumns() as [number[]?, string[]?];
      return new Map((ids ?? []).map((id, i) => [id, lists?.[i]?.split(' ') ?? []]));
    },

    /** Keeps which group each record was put in, for the evidence to tell what joined from what only might have. */
    place: (ids: ArrayLike<number>, groups: ArrayLike<number>): Promise<void> => work.put('placed', { id: ids, c: groups }),

    /**
     * Text for PostgreSQL's COPY, in chunks: a, b, weight, probability, band, guard, evidence, run. A pair that would join
     * but whose records were not put together is for a person to look at.
     */
    async *evidence(runId: string, from: number): AsyncGenerator<string> {
      const names = `case guard ${model.guards.map((g, i) => `when ${i} then '${g.id}'`).join(' ')} else '\\N' end`;
      const bands = `case ${model.guards.map((g, i) => `when guard = ${i} then '${g.band}'`).join(' ')} when weight >= ${model.bands.join} then case when x.c = y.c then 'join' else 'review' end when weight >= ${model.bands.review} then 'review' else 'apart' end`;
      const fields = `a, b, round(weight, 4), round(1 / (1 + pow(2, -weight)), 9), ${bands}, ${names}, ${selectEvidence(model)}, '${runId}'`;
      for await (const lines of work.texts(`select concat_ws(chr(9), ${fields}) from scored left join placed x on x.id = a left join placed y on y.id = b where weight >= ${from} order by a, b`)) yield `${lines.join('\n')}\n`;
    },
  };
}

async function readEdges(work: Work, from: string): Promise<Edges> {
  const [a = [], b = [], weight = [], guard = []] = await work.numbers(`select a::double, b::double, weight, guard ${from} order by a, b`);
  return { a: Float64Array.from(a), b: Float64Array.from(b), weight: Float64Array.from(weight), guard: Int8Array.from(guard) };
}
