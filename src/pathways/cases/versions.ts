import { createHash } from 'node:crypto';
import { KithError, type Sql } from '../../kernel/index.ts';
import { pathwaySchema, type PathwayDefinition } from '../definition/pathway-schema.ts';
import { keepVersion, keptDefinition, keptVersions } from './versions.store.ts';

/** Pathways as the area's files have them now, and as they were when the cases that run on them were opened. */
export interface Versions {
  /** As the files have them now. */
  current: readonly PathwayDefinition[];
  /** The newest of a pathway. Throws `usage.invalid` where there is none. */
  newest(pathway: string): PathwayDefinition;
  /** The definition that a case runs on. Throws `store.behind` where it was never kept. */
  of(sql: Sql, pathway: string, version: number): Promise<PathwayDefinition>;
  /** Keeps the newest of a pathway before its first case is opened, in that transaction. Throws `area.invalid` where its file was changed and its version was not raised. */
  pin(sql: Sql, pathway: string, now: Date): Promise<PathwayDefinition>;
  /** Throws `area.invalid` where a file was changed on whose version cases run. */
  check(sql: Sql): Promise<void>;
}

/** A definition's content, whatever the order of its keys. */
export function hashDefinition(source: unknown): string {
  const ordered = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(ordered) : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, ordered(v)])) : value;
  return createHash('sha256').update(JSON.stringify(ordered(source))).digest('hex');
}

/** @param sources what each file says before it is read as a pathway, by the pathway's id */
export function createVersions(pathways: readonly PathwayDefinition[], sources: ReadonlyMap<string, unknown>): Versions {
  const current = new Map(pathways.map((p) => [p.id, p]));
  const hashes = new Map(pathways.map((p) => [p.id, hashDefinition(sources.get(p.id))]));
  const kept = new Map<string, PathwayDefinition>();
  const pinned = new Set<string>();
  const key = (pathway: string, version: number): string => `${pathway} ${version}`;
  const newest: Versions['newest'] = (id) => {
    const found = current.get(id);
    if (found === undefined) throw new KithError('usage.invalid', `There is no pathway "${id}" in this area.`, { mend: `Its pathways: ${[...current.keys()].join(', ')}.` });
    return found;
  };
  const changed = ({ id, version, title }: PathwayDefinition): KithError =>
    new KithError('area.invalid', `Cases run on version ${version} of ${title}, and its file says something else now.`, { mend: `Say version: ${version + 1} in pathways/${id}.yaml, and migrate: - { from: ${version} } with it; "kith pathway migrate ${id}" then moves the cases.` });
  return {
    current: pathways,
    newest,
    async of(sql, id, version) {
      const now = current.get(id);
      if (now?.version === version) return now;
      const before = kept.get(key(id, version));
      if (before !== undefined) return before;
      const read = pathwaySchema.safeParse(await keptDefinition(sql, id, version));
      if (!read.success) throw new KithError('store.behind', `Version ${version} of the pathway ${id}, which a case runs on, cannot be read.`, { mend: `Put its file back as it was, then migrate its cases: "kith pathway migrate ${id}".` });
      kept.set(key(id, version), read.data);
      return read.data;
    },
    async pin(sql, id, now) {
      const pathway = newest(id);
      if (pinned.has(key(id, pathway.version))) return pathway;
      const hash = hashes.get(id) ?? '';
      if ((await keepVersion(sql, { pathway: id, version: pathway.version, hash, definition: sources.get(id) }, now)) !== hash) throw changed(pathway);
      return pathway;
    },
    async check(sql) {
      for (const { pathway, version, hash } of await keptVersions(sql)) {
        const now = current.get(pathway);
        if (now?.version !== version) continue;
        if (hashes.get(pathway) !== hash) throw changed(now);
        pinned.add(key(pathway, version));
      }
    },
  };
}
