import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { KithError, readDefinition, refuseProblems, type Definition, type Problem } from '../kernel/index.ts';
import { standardVersion } from './standardise.ts';

const single = z.enum(['given', 'family', 'nameKey', 'birth', 'birthYear', 'gender', 'address', 'line', 'postcode', 'locality', 'register']);
const list = z.enum(['givens', 'middles', 'families', 'nicks', 'sounds', 'pairSounds', 'births', 'birthKeys', 'birthDays', 'nhs', 'ids', 'systems', 'uprns', 'homes', 'lines', 'postcodes', 'sectors', 'phones', 'emails', 'mailboxes']);
export type SingleColumn = z.infer<typeof single>;
export type ListColumn = z.infer<typeof list>;
export const singleColumns = single.options;
export const listColumns = list.options;
const column = z.union([single, list]);

/** What two records' values must do for a level to hold. */
export type Condition =
  | { same: SingleColumn }
  | { shared: ListColumn }
  | { crossed: [ListColumn, ListColumn] }
  | { similar: { of: SingleColumn; at: number } }
  | { edits: { of: SingleColumn; most: number } }
  | { slip: SingleColumn }
  | { swapped: { of: [SingleColumn, SingleColumn]; at: number } }
  | { within: SingleColumn }
  | { initial: SingleColumn }
  | { begins: SingleColumn }
  | { yearsApart: { of: SingleColumn; least: number } }
  | { all: Condition[] }
  | { any: Condition[] };

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ same: single }),
    z.strictObject({ shared: list }),
    z.strictObject({ crossed: z.tuple([list, list]) }),
    z.strictObject({ similar: z.strictObject({ of: single, at: z.number().min(0).max(1) }) }),
    z.strictObject({ edits: z.strictObject({ of: single, most: z.number().int().min(1).max(5) }) }),
    z.strictObject({ slip: single }),
    z.strictObject({ swapped: z.strictObject({ of: z.tuple([single, single]), at: z.number().min(0).max(1) }) }),
    z.strictObject({ within: single }),
    z.strictObject({ initial: single }),
    z.strictObject({ begins: single }),
    z.strictObject({ yearsApart: z.strictObject({ of: single, least: z.number().int().min(1) }) }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
  ]),
);

const share = z.number().gt(0).lt(1);
const name = z.string().regex(/^[a-z][a-z0-9-]*$/);
const level = z.strictObject({
  id: name,
  when: condition,
  /** How often records of one person, and of two people, stand at this level. */
  m: share,
  u: share,
  /** The value's own frequency replaces `u`, so that a rare name tells more than a common one. */
  term: z.enum(['given', 'family']).optional(),
});
const comparison = z.strictObject({
  id: name,
  title: z.string().min(1),
  /** Not compared, and of no weight, unless both records have one of these. */
  needs: z.array(column).min(1),
  /** Compared only where this holds too. */
  only: condition.optional(),
  levels: z.array(level).min(1),
  otherwise: z.strictObject({ id: name, m: share, u: share }),
});
const guard = z.strictObject({
  id: name,
  title: z.string().min(1),
  /** For each comparison named, the levels at which this rule holds; `missing` is not compared. */
  when: z.record(z.string(), z.array(z.string()).min(1)),
  /** Only where both given names are ones that many bear, neither so seldom beside the other (`terms.slip`) that it is a slip of the pen for it. */
  bothKnown: z.boolean().default(false),
  /** `apart` forbids that the two are ever one person; `review` leaves it to a person to say. */
  band: z.enum(['apart', 'review']),
});

export const modelSchema = z.strictObject({
  /** Two records taken at random are of one person once in this many. */
  prior: z.number().gt(1),
  /** Weight (log2 of the odds) from which records join, from which joined records stay so, and from which a person should look. */
  bands: z.strictObject({ join: z.number(), stay: z.number(), review: z.number() }),
  cluster: z.strictObject({
    /** Two groups merge only where the mean weight between their records reaches this, each weight held between `floor` and `ceiling`. */
    average: z.number(),
    floor: z.number(),
    ceiling: z.number(),
    /** A record that two people apart both claim goes to neither, unless one claim is stronger by this much. */
    margin: z.number().min(0),
    /** Larger groups are compared only where a blocking rule brought them together. */
    most: z.number().int().min(2),
  }),
  /** Pairs worth comparing: those that share every one of these values. `most` stands for `blockCap` in a broad rule, useful in small areas only. */
  blocking: z.array(z.strictObject({ id: name, on: z.array(column).min(1), most: z.number().int().min(2).optional() })).min(1),
  /** A key shared by more records than this finds no candidates; the run counts what it passed over. */
  blockCap: z.number().int().min(2),
  /**
   * A name's frequency is the area's, drawn towards `share` as by `trust` more records, and never taken for less than
   * `least`. One of two like given names that is borne less than `slip` times as often as the other is a misspelling of it.
   */
  terms: z.strictObject({ trust: z.number().min(1), share, least: share, slip: share.default(0.01) }),
  comparisons: z.array(comparison).min(1),
  guards: z.array(guard),
  households: z.strictObject({
    /** Words in an address that mark a place where many live who are not one household. */
    communalWords: z.array(z.string()),
    /** Current residents from which an address is communal. */
    communalFrom: z.number().int().min(2),
  }),
  families: z.strictObject({
    /** What the subject is to somebody who is this to them. */
    inverse: z.record(z.string(), z.string()),
  }),
  /** Where m, u and the prior came from, when `kith linkage train` made them. Says nothing to the model. */
  trained: z
    .strictObject({
      /** ISO day. */
      on: z.string(),
      records: z.number().int(),
      /** Pairs of one person it expects among all pairs. */
      matches: z.number(),
      rounds: z.number().int(),
      converged: z.boolean(),
      /** Version of the model whose values it started from. */
      from: z.string(),
    })
    .optional(),
  /** What a person is asked to look at, beside the review band. */
  review: z
    .strictObject({
      /** Categories of data that put whoever is known to them first in the queue. */
      safeguarding: z.array(z.string()),
      /** Guards that keep apart what the weight would join, and whose pairs a person should see. */
      guards: z.array(z.string()),
    })
    .optional(),
});

export type Comparison = z.infer<typeof comparison>;
export type Guard = z.infer<typeof guard>;
type ModelFile = z.infer<typeof modelSchema>;
/** The linkage model in force. `version` changes with anything that could change a weight. */
export type Model = ModelFile & { version: string };

const shipped = fileURLToPath(new URL('data/', import.meta.url));
const areaSchema = modelSchema.partial();

function compose(areaDir: string | null, changesIn?: string): { model: Model | null; problems: Problem[] } {
  const base = readDefinition(shipped, join(shipped, 'model.yaml'), modelSchema);
  if (Array.isArray(base)) return { model: null, problems: base };
  const file = changesIn ?? (areaDir === null ? null : join(areaDir, 'linkage', 'model.yaml'));
  const own = file === null || !existsSync(file) ? null : readDefinition(areaDir ?? dirname(file), file, areaSchema);
  if (Array.isArray(own)) return { model: null, problems: own };
  const changes = Object.fromEntries(Object.entries(own?.value ?? {}).filter(([, value]) => value !== undefined)) as Partial<ModelFile>;
  const value: ModelFile = { ...base.value, ...changes };
  const { review: _, trained: __, ...weighed } = value;
  const scored = { ...weighed, households: null, families: null };
  const version = createHash('sha256').update(JSON.stringify([standardVersion, scored])).digest('hex').slice(0, 12);
  return { model: { ...value, version }, problems: guardProblems(value, own ?? base, own?.value.review?.guards ?? []) };
}

function guardProblems(model: ModelFile, file: Pick<Definition<unknown>, 'problem'>, asked: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const [i, id] of asked.entries()) {
    if (!model.guards.some((g) => g.id === id)) problems.push(file.problem(['review', 'guards', i], `there is no guard "${id}"`, `Use one of: ${model.guards.map((g) => g.id).join(', ')}.`));
  }
  for (const [i, rule] of model.guards.entries()) {
    for (const [id, levels] of Object.entries(rule.when)) {
      const compared = model.comparisons.find((c) => c.id === id);
      if (compared === undefined) {
        problems.push(file.problem(['guards', i, 'when', id], `there is no comparison "${id}"`, `Use one of: ${model.comparisons.map((c) => c.id).join(', ')}.`));
        continue;
      }
      const known = [...compared.levels.map((l) => l.id), compared.otherwise.id, 'missing'];
      for (const [j, wanted] of levels.entries()) {
        if (!known.includes(wanted)) problems.push(file.problem(['guards', i, 'when', id, j], `"${id}" has no level "${wanted}"`, `Use one of: ${known.join(', ')}.`));
      }
    }
  }
  return problems;
}

/** The model shipped with Kith, with the parts that the area's `linkage/model.yaml` replaces. Throws `area.invalid`. */
export function readModel(areaDir: string | null): Model {
  const { model, problems } = compose(areaDir);
  refuseProblems(problems);
  return model!;
}

/** The model shipped with the parts that `file` replaces, as if it were an area's. Throws `usage.invalid`, or `area.invalid` when it is wrong. */
export function readCandidateModel(file: string): Model {
  if (!existsSync(file)) throw new KithError('usage.invalid', `There is no file ${file}.`, { mend: "Give a YAML file with the parts of the model to replace, as an area's linkage/model.yaml." });
  const { model, problems } = compose(null, file);
  refuseProblems(problems);
  return model!;
}

/** What is wrong with the area's linkage model, for `kith check`. */
export const checkLinkage = (areaDir: string): { problems: Problem[] } => ({ problems: compose(areaDir).problems });
