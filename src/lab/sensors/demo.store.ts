import { newId, type Sql } from '../../kernel/index.ts';
import type { SimDevice } from './readings.ts';

/** Somebody who lives alone in a home of their own, old enough for a falls service to know them. */
export interface Alone {
  personId: string;
  householdId: string;
  birthDate: string;
  nhsNumber: string | null;
  /** When a heating repair that is still open was reported. */
  heatingRepair: string | null;
  /** In hospital now, or in the last eight weeks. */
  stay: { from: string; to: string | null } | null;
}

/** People of 65 and over who live alone, oldest first; nobody whose whereabouts are hidden. */
export async function livingAlone(sql: Sql, today: string): Promise<Alone[]> {
  return sql<Alone[]>`
    with alone as (
      select h.household_id, (array_agg(h.person_id))[1] as person_id
      from record.home h join record.person p using (person_id)
      where h.current and not h.communal and jsonb_typeof(coalesce(p.summary->'deceased', 'null')) = 'null' group by 1 having count(*) = 1)
    select a.person_id::text as "personId", a.household_id::text as "householdId", p.summary->>'birthDate' as "birthDate", p.summary->>'nhsNumber' as "nhsNumber",
      (select max(f.start_at) from record.fact f where f.person_id = a.person_id and f.code = 'repair' and f.label ilike 'boiler%' and f.end_at is null) as "heatingRepair",
      (select jsonb_build_object('from', left(f.start_at, 10), 'to', left(f.end_at, 10)) from record.fact f
        where f.person_id = a.person_id and f.code = 'hospital-stay' and coalesce(f.end_at, ${today}) >= (${today}::date - 56)::text order by f.start_at desc limit 1) as stay
    from alone a join record.person p using (person_id)
    where length(p.summary->>'birthDate') = 10 and (p.summary->>'birthDate')::date < ${today}::date - interval '65 years'
      and not exists (select from record.demographic d where d.person_id = a.person_id and (d.demographics->>'restricted')::boolean)
    order by p.summary->>'birthDate', a.person_id`;
}

export async function anyDevice(sql: Sql): Promise<boolean> {
  return (await sql`select from sensors.device limit 1`).length > 0;
}

export interface PlacedDevice extends SimDevice {
  deviceId: string;
}

/** Registers simulated devices in a home, as they would have been when they were put up. @returns them with their ids */
export async function placeDevices(sql: Sql, home: { personId: string; householdId: string }, devices: readonly SimDevice[], installed: Date): Promise<PlacedDevice[]> {
  const placed = devices.map((d) => ({ ...d, deviceId: newId() }));
  const consent = { basis: 'consent', by: 'The person', at: installed.toISOString().slice(0, 10), until: null };
  await sql`
    insert into sensors.device (device_id, dev_eui, name, codec, household_id, room, person_id, installer, installed_at, consent, purpose, interval_seconds, state, state_since, registered_by, registered_at)
    select "deviceId", "devEui", initcap(room) || ' ' || right("devEui", 4), codec, ${home.householdId}, room, ${home.personId}, 'Newbridge Telecare', ${installed}, ${sql.json(consent)}, 'prevention', "intervalSeconds", 'awaiting', ${installed}, 'demo', ${installed}
    from jsonb_to_recordset(${sql.json(placed)}::jsonb) as d("deviceId" uuid, "devEui" text, codec text, room text, "intervalSeconds" int)`;
  return placed;
}

/** Marks as silent what has not been heard for long, as the sensors' own watch would have. */
export async function markSilent(sql: Sql, now: Date): Promise<void> {
  await sql`update sensors.device set state = 'silent', state_since = last_seen_at + make_interval(secs => interval_seconds * 3)
    where registered_by = 'demo' and state <> 'retired' and last_seen_at < ${now}::timestamptz - make_interval(secs => interval_seconds * 3)`;
}
