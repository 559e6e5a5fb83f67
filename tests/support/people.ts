import { createHash } from 'node:crypto';
import { newId, type Database, type Demographics, type Fact } from '../../src/kernel/index.ts';

/** Somebody as feeds and linkage would leave them: subjects of one person, each with statements and facts. */
export interface PlacedSubject {
  feed: string;
  /** The feed's own number for them; made up when not given. */
  key?: string;
  demographics: Demographics | Demographics[];
  asOf?: string;
  /** When the feed said it, for statements and facts alike. */
  at?: string;
  category?: string;
  facts?: (Fact & { category?: string })[];
}

export interface Placed {
  personId: string;
  subjects: string[];
}

let made = 0;

/** Puts a person's subjects, statements, facts and links into the database, marked as changed. Tells nothing to the record. */
export async function placePerson(db: Database, subjects: readonly PlacedSubject[], personId: string = newId()): Promise<Placed> {
  const at = '2026-11-20T06:00:00Z';
  const placed: string[] = [];
  await db.writer.begin(async (sql) => {
    await sql`insert into linkage.person (person_id, created_at) values (${personId}, ${at}) on conflict do nothing`;
    for (const subject of subjects) {
      const key = subject.key ?? `T${String(++made).padStart(6, '0')}`;
      const when = subject.at ?? at;
      const [row] = await sql<{ id: string }[]>`insert into feeds.subject (feed, local_key) values (${subject.feed}, ${key}) returning subject_id as id`;
      const subjectId = row!.id;
      placed.push(subjectId);
      await sql`insert into linkage.link (subject_id, person_id, since, run_id) values (${subjectId}, ${personId}, ${when}, ${newId()})`;
      for (const [i, demographics] of [subject.demographics].flat().entries()) {
        const later = new Date(new Date(when).getTime() + i * 60_000);
        await sql`
          insert into feeds.demographic (subject_id, hash, demographics, as_of, first_at, last_at)
          values (${subjectId}, ${createHash('sha256').update(JSON.stringify(demographics)).digest()}, ${sql.json(demographics as never)}, ${subject.asOf ?? null}, ${when}, ${later})`;
      }
      for (const [line, fact] of (subject.facts ?? []).entries()) {
        const [entry] = await sql<{ id: string }[]>`
          insert into feeds.entry (feed, row_key, hash, delivery_id, line, raw, from_at)
          values (${subject.feed}, ${`${key}/${line}`}, ${Buffer.from([line % 256])}, ${newId()}, ${line + 2}, '', ${when}) returning entry_id as id`;
        await sql`
          insert into feeds.fact (entry_id, subject_id, kind, category, code, system, label, start_at, end_at, body)
          values (${entry!.id}, ${subjectId}, ${fact.kind}, ${fact.category ?? subject.category ?? subject.feed}, ${fact.code ?? null}, ${fact.system ?? null},
                  ${fact.label}, ${fact.start ?? null}, ${fact.end ?? null}, ${sql.json(fact.body as never)})`;
      }
    }
    await sql`insert into linkage.changed_person (person_id, changed_at) values (${personId}, ${at}) on conflict do nothing`;
  });
  return { personId, subjects: placed };
}

/** Moves subjects to another person, as a merge or split does; a person left with none redirects when `merged`. */
export async function moveSubjects(db: Database, subjects: readonly string[], from: string, to: string, merged: boolean): Promise<void> {
  await db.writer.begin(async (sql) => {
    await sql`insert into linkage.person (person_id, created_at) values (${to}, now()) on conflict do nothing`;
    await sql`update linkage.link set person_id = ${to} where subject_id = any(${subjects as string[]}::bigint[])`;
    if (merged) await sql`update linkage.person set redirect_to = ${to} where person_id = ${from}`;
    await sql`insert into linkage.changed_person (person_id, changed_at) select unnest(${[from, to]}::uuid[]), now() on conflict do nothing`;
  });
}

/** A household with its residents. */
export async function placeHousehold(
  db: Database,
  address: { address: string; postcode: string; communal?: boolean },
  residents: readonly { personId: string; start?: string; end?: string; current?: boolean; sources: string[] }[],
): Promise<string> {
  const id = newId();
  await db.writer`insert into linkage.household (household_id, key, address, postcode, communal) values (${id}, ${`a:${id}`}, ${address.address}, ${address.postcode}, ${address.communal ?? false})`;
  for (const r of residents) {
    await db.writer`
      insert into linkage.residency (person_id, household_id, start_at, end_at, current, sources)
      values (${r.personId}, ${id}, ${r.start ?? null}, ${r.end ?? null}, ${r.current ?? true}, ${r.sources})`;
  }
  return id;
}

/** A stated relationship: `role` is what the other is to the person. */
export async function placeRelative(db: Database, personId: string, otherId: string, role: string, feed: string, category: string): Promise<void> {
  await db.writer`insert into linkage.family (person_id, other_id, role, feed, category) values (${personId}, ${otherId}, ${role}, ${feed}, ${category})`;
}
