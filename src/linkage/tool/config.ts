import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { KithError, readDefinition } from '../../kernel/index.ts';
import { manyColumns, roleIds, type ColumnUse, type Role } from './roles.ts';

const heading = z.string().min(1);
const roles = z.enum(roleIds);

export const linkConfigSchema = z.strictObject({
  /** Role → heading or headings. What is not named here is guessed. */
  columns: z.partialRecord(roles, z.union([heading, z.array(heading).min(1)])).optional(),
  /** Extra comparisons, each of one column, with levels of its own. */
  comparisons: z
    .array(
      z.union([
        z.strictObject({ column: heading, kind: z.literal('exact') }),
        z.strictObject({ column: heading, kind: z.literal('fuzzy'), levels: z.array(z.number().gt(0.5).lt(1)).min(1).max(4).optional() }),
      ]),
    )
    .optional(),
  /** Weight (log2 of the odds) from which two records join, and from which a person might look. */
  bands: z.strictObject({ join: z.number(), review: z.number() }).refine((b) => b.review <= b.join, 'review must not be above join').optional(),
  /** Whether the twin guard and the namesake guard hold; by default the file itself tells. */
  guards: z.strictObject({ twin: z.boolean().optional(), 'namesake-at-home': z.boolean().optional() }).optional(),
  /** MB that the database may use before it spills to disk. */
  memory: z.int().min(200).optional(),
  threads: z.int().min(1).max(64).optional(),
});
export type LinkConfig = z.infer<typeof linkConfigSchema>;

/** Reads a config file. Throws `config.invalid` with every problem and its line. */
export function readLinkConfig(file: string): LinkConfig {
  if (!existsSync(file)) throw new KithError('usage.invalid', `There is no config file ${file}.`, { mend: 'Check its name and the folder you are in.' });
  const read = readDefinition(dirname(file), file, linkConfigSchema);
  if (!Array.isArray(read)) return read.value;
  throw new KithError('config.invalid', `The config file is not valid:\n  ${read.map((p) => `${p.file}:${p.line} ${p.path === '' ? '' : `${p.path}: `}${p.message}`).join('\n  ')}`, {
    mend: 'docs/how-to/link-your-own-files.md shows every part of it.',
  });
}

const isRole = (text: string): text is Role => (roleIds as readonly string[]).includes(text);

/** `role=heading` from the command line. */
export function readColumnFlag(text: string): ColumnUse {
  const at = text.indexOf('=');
  const [role, name] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 1 || name === '' || !isRole(role)) {
    throw new KithError('usage.invalid', `--column ${text} is not of the form role=heading.`, { mend: `The roles are: ${roleIds.join(', ')}.` });
  }
  return { heading: name, role, because: 'said on the command line' };
}

/** What config and flags say of columns, each with the file's own spelling of its heading; flags win. Throws `usage.invalid` for a heading that is not there. */
export function saidColumns(config: LinkConfig, flags: readonly ColumnUse[], headings: readonly string[]): ColumnUse[] {
  const said: ColumnUse[] = [];
  for (const [role, names] of Object.entries(config.columns ?? {})) {
    for (const name of typeof names === 'string' ? [names] : names) said.push({ heading: name, role: role as Role, because: 'said in the config file' });
  }
  for (const extra of config.comparisons ?? []) {
    said.push({ heading: extra.column, role: extra.kind, because: 'said in the config file', ...(extra.kind === 'fuzzy' && extra.levels !== undefined ? { levels: [...extra.levels].sort((a, b) => b - a) } : {}) });
  }
  const uses = new Map<string, ColumnUse>();
  for (const use of [...said, ...flags]) {
    const own = headings.find((h) => h.toLowerCase() === use.heading.toLowerCase());
    if (own === undefined) throw new KithError('usage.invalid', `There is no column "${use.heading}".`, { mend: `The columns are: ${headings.slice(0, 60).join(', ')}.` });
    uses.set(own, { ...use, heading: own });
  }
  const list = [...uses.values()];
  for (const use of list) {
    if (!manyColumns.has(use.role) && list.filter((u) => u.role === use.role).length > 1) {
      throw new KithError('usage.invalid', `Two columns are said to be the ${use.role}: ${list.filter((u) => u.role === use.role).map((u) => u.heading).join(' and ')}.`, { mend: 'Keep one of them.' });
    }
  }
  return list;
}
