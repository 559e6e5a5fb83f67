import { isUuid, type Sql } from '../kernel/index.ts';
import type { Mark, Relationship } from './decide.ts';
import { copyEmergencies } from './emergency/emergency.store.ts';
import { copyTies } from './tie.store.ts';
import type { Level, LogEntry, MarkKind, Outcome, Session } from './types.ts';

type Levels = Record<string, Level>;

/** A look at people, as the log keeps it. */
export interface Look {
  logId: string;
  at: Date;
  session: Session;
  basis: string;
  action: string;
  request: string;
  outcome: Outcome;
  /** A look when not given. */
  kind?: 'look' | 'change';
  decisions: Levels;
  rules: string;
}

/** Somebody whom a row of the log concerns. */
export interface LookedAt {
  personId: string;
  decisions: Levels;
  /** Emergency access in force. */
  emergency?: string | null;
}

/** Marks and relationships in force of each person, in one round trip. */
export async function loadStanding(sql: Sql, personIds: readonly string[], now: Date, today: string): Promise<Map<string, { marks: Mark[]; relationships: Relationship[] }>> {
  const standing = new Map(personIds.map((id) => [id, { marks: [] as Mark[], relationships: [] as Relationship[] }]));
  const rows = await sql<{ personId: string; kind: string; organisation: string | null; team: string; since: string; until: string | null; scope: Mark['scope'] | null }[]>`
    select person_id as "personId", kind, null as organisation, '' as team, (since at time zone 'Europe/London')::date as since,
           ((until - interval '1 second') at time zone 'Europe/London')::date as until, scope
    from access.mark where person_id = any (${personIds as string[]}::uuid[]) and (until is null or until > ${now})
    union all
    select person_id, kind, organisation, team, since, until, null
    from access.relationship where person_id = any (${personIds as string[]}::uuid[]) and since <= ${today} and (until is null or until > ${today})
      and (ended_at is null or ended_at > ${now})
    union all
    select person_id, kind, organisation, team, (opened_at at time zone 'Europe/London')::date, null, null
    from access.tie where person_id = any (${personIds as string[]}::uuid[]) and opened_at <= ${now} and (ended_at is null or ended_at > ${now})`;
  for (const { personId, kind, organisation, team, since, until, scope } of rows) {
    if (organisation === null) standing.get(personId)?.marks.push(scope === null ? { kind: kind as MarkKind } : { kind: kind as MarkKind, scope: scope ?? {}, since, until });
    else standing.get(personId)?.relationships.push({ organisation, team, kind, since, until });
  }
  return standing;
}

/**
 * Opens rows to this transaction: `SET LOCAL` reaches every worker of a distributed store, which `set_config` does not.
 * A literal cannot be a parameter, so nothing but ids of checked form may reach it.
 */
export async function openRows(sql: Sql, persons: readonly string[], facts: readonly { personId: string; category: string }[]): Promise<void> {
  const who = persons.map(checkedId).join(',');
  const what = facts.map((f) => `${checkedId(f.personId)}/${checkedCategory(f.category)}`).join(',');
  await sql.unsafe(`set local kith.persons = '${who}'; set local kith.facts = '${what}'`);
}

function checkedId(id: string): string {
  if (!isUuid(id)) throw new Error('not a person id');
  return id;
}

function checkedCategory(category: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(category)) throw new Error('not a category id');
  return category;
}

export async function insertLook(sql: Sql, look: Look): Promise<void> {
  const { session } = look;
  await sql`
    with waiting as (insert into access.unsealed values (${look.logId}))
    insert into access.log (log_id, at, user_id, user_name, organisation, team, role, purpose, basis, action, request, outcome, kind, decisions, rules)
    values (${look.logId}, ${look.at}, ${session.userId}, ${session.name}, ${session.organisation}, ${session.team}, ${session.role}, ${session.purpose},
            ${look.basis}, ${look.action}, ${look.request}, ${look.outcome}, ${look.kind ?? 'look'}, ${sql.json(look.decisions)}, ${look.rules})`;
}

export async function insertLookedAt(sql: Sql, look: Look, people: readonly LookedAt[]): Promise<void> {
  await sql`
    insert into access.log_person (person_id, log_id, at, decisions, emergency)
    select person_id, ${look.logId}, ${look.at}, decisions::jsonb, emergency
    from unnest(${people.map((p) => p.personId)}::uuid[], ${people.map((p) => JSON.stringify(p.decisions))}::text[], ${people.map((p) => p.emergency ?? null)}::uuid[]) as t (person_id, decisions, emergency)`;
}

/**
 * Which looks are wanted. `told` leaves out those that the person is not told of: for these purposes, or by what was written down; nor of
 * the writing down, which would tell that there is something. The page on which emergency access was asked for goes with it, within an hour.
 */
export interface LooksWanted {
  before: string | null;
  limit: number;
  from?: Date | null;
  until?: Date | null;
  organisation?: string | null;
  action?: string | null;
  logId?: string | null;
  told?: { untold: readonly string[] };
}

/** Looks at a person under any id they have had, newest first. */
export async function selectLooks(sql: Sql, personId: string, wanted: LooksWanted): Promise<LogEntry[]> {
  const { before, limit, from = null, until = null, organisation = null, action = null, logId = null, told } = wanted;
  const toldOnly =
    told === undefined
      ? sql``
      : sql`and l.action <> all (array['withhold', 'break-glass-review', 'break-glass-told', 'mark-put', 'mark-lift', 'mark-propose', 'mark-decline'])
          and not (l.action = 'break-glass' and exists (
            select from access.emergency e where e.person_id = ${personId} and e.kept_back is not null and e.user_id = l.user_id and l.at between e.from_at - interval '1 hour' and e.until_at))
          and not exists (select from access.emergency e where e.emergency_id = p.emergency and e.kept_back is not null) and not l.purpose = any (${told.untold as string[]}::text[]) and not exists (
          select from access.withheld w where w.person_id = ${personId} and w.lifted_at is null
            and (w.log_id is null or w.log_id = l.log_id) and (w.team is null or w.team = l.team) and (w.purpose is null or w.purpose = l.purpose))`;
  const rows = await sql<(Omit<LogEntry, 'at'> & { at: Date })[]>`
    select log_id as "logId", l.at, l.user_name as "userName", l.organisation, l.team, l.role, l.purpose, l.action, l.outcome, l.kind, p.decisions, p.emergency is not null as emergency
    from (
      select log_id, decisions, emergency from access.log_person where person_id = ${personId}
      union
      select p.log_id, p.decisions, p.emergency from access.merged m join access.log_person p on p.person_id = m.merged_id and p.at <= m.at
      where m.person_id = ${personId} and not exists (select 1 from access.log_person same where same.person_id = ${personId} and same.log_id = p.log_id)
    ) p join access.log l using (log_id)
    where (${before}::uuid is null or log_id < ${before}::uuid) and (${from}::timestamptz is null or l.at >= ${from}) and (${until}::timestamptz is null or l.at < ${until})
      and (${organisation}::text is null or l.organisation = ${organisation}) and (${action}::text is null or l.action = ${action})
      and (${logId}::uuid is null or log_id = ${logId}) ${toldOnly}
    order by log_id desc limit ${limit}`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export async function replaceMarks(sql: Sql, source: string, marks: readonly { personId: string; kind: MarkKind; reason: string }[], of: readonly string[], now: Date): Promise<void> {
  await sql`delete from access.mark where person_id = any (${of as string[]}::uuid[]) and source = ${source}`;
  if (marks.length === 0) return;
  await sql`
    insert into access.mark (person_id, kind, reason, source, since)
    select person_id, kind, reason, ${source}, ${now}
    from unnest(${marks.map((m) => m.personId)}::uuid[], ${marks.map((m) => m.kind)}::text[], ${marks.map((m) => m.reason)}::text[]) as t (person_id, kind, reason)
    on conflict do nothing`;
}

export async function replaceRelationships(
  sql: Sql,
  source: string,
  ties: readonly { personId: string; organisation: string; team: string; kind: string; since: string; until: string | null; endedAt?: Date | null }[],
  of: readonly string[],
): Promise<void> {
  await sql`delete from access.relationship where person_id = any (${of as string[]}::uuid[]) and source = ${source}`;
  if (ties.length === 0) return;
  await sql`
    insert into access.relationship (person_id, organisation, team, kind, source, since, until, ended_at)
    select person_id, organisation, team, kind, ${source}, since, case when bool_or(until is null) then null else max(until) end,
           case when bool_or(ended_at is null) then null else max(ended_at) end
    from unnest(${ties.map((t) => t.personId)}::uuid[], ${ties.map((t) => t.organisation)}::text[], ${ties.map((t) => t.team)}::text[],
                ${ties.map((t) => t.kind)}::text[], ${ties.map((t) => t.since)}::date[], ${ties.map((t) => t.until)}::date[],
                ${ties.map((t) => t.endedAt?.toISOString() ?? null)}::timestamptz[])
         as t (person_id, organisation, team, kind, since, until, ended_at)
    group by person_id, organisation, team, kind, since`;
}

/** Copies what is true of `from` to `to`, and remembers that looks at `from` until now were looks at `to`. Nothing is taken from `from`. */
export async function copyPerson(sql: Sql, from: string, to: string, now: Date): Promise<void> {
  await sql`
    insert into access.mark (person_id, kind, reason, source, since, until, scope)
    select ${to}, kind, reason, source, since, until, scope from access.mark where person_id = ${from} on conflict do nothing`;
  await sql`
    insert into access.relationship (person_id, organisation, team, kind, source, since, until, ended_at)
    select ${to}, organisation, team, kind, source, since, until, ended_at from access.relationship where person_id = ${from} on conflict do nothing`;
  await copyTies(sql, from, to);
  await copyEmergencies(sql, from, to, now);
  await sql`
    insert into access.merged (person_id, merged_id, at)
    select ${to}::uuid, merged_id, at from access.merged where person_id = ${from} and merged_id <> ${to}
    union all select ${to}::uuid, ${from}::uuid, ${now}
    on conflict (person_id, merged_id) do update set at = greatest(merged.at, excluded.at)`;
}
