import type { Kernel } from '../../kernel/index.ts';
import type { Security } from './security.ts';

/** Something about one user's looking that somebody should ask about. It says nothing of whom they looked at. */
export interface UnusualLooking {
  userId: string;
  userName: string;
  /** `searches` in an hour, people opened in a day with whom nobody of their organisation works (`strangers`), or looks `refused` in a day. */
  kind: 'searches' | 'strangers' | 'refused';
  /** When the hour or day began. */
  from: Date;
  times: number;
}

/** Ways of looking that open a record, as against finding or listing. */
const opening = ['open', 'chronology', 'family', 'sources', 'risk', 'home'];

/**
 * What stands out in the log since a time, the most first. It is a place to begin asking, not a finding: a new duty desk searches a great
 * deal, and a safeguarding enquiry opens people nobody works with.
 */
export async function findUnusual({ db }: Pick<Kernel, 'db'>, bounds: Security['unusual'], since: Date): Promise<UnusualLooking[]> {
  const rows = await db.writer<UnusualLooking[]>`
    select user_id as "userId", max(user_name) as "userName", 'searches' as kind, date_trunc('hour', at) as "from", count(*)::int as times
    from access.log where at >= ${since} and action in ('search', 'add-person') group by user_id, date_trunc('hour', at) having count(*) >= ${bounds.searchesInHour}
    union all
    select user_id, max(user_name), 'refused', date_trunc('day', at), count(*)::int
    from access.log where at >= ${since} and outcome = 'refused' group by user_id, date_trunc('day', at) having count(*) >= ${bounds.refusedInDay}
    union all
    select l.user_id, max(l.user_name), 'strangers', date_trunc('day', l.at), count(distinct p.person_id)::int
    from access.log l join access.log_person p using (log_id)
    where l.at >= ${since} and l.outcome = 'shown' and l.action = any (${opening})
      and not exists (
        select 1 from access.relationship r where r.person_id = p.person_id and r.organisation = l.organisation
          and r.since <= l.at::date and (r.until is null or r.until > l.at::date))
      and not exists (
        select 1 from access.tie t where t.person_id = p.person_id and t.organisation = l.organisation and t.opened_at <= l.at and (t.ended_at is null or t.ended_at > l.at))
    group by l.user_id, date_trunc('day', l.at) having count(distinct p.person_id) >= ${bounds.strangersInDay}`;
  return rows.toSorted((a, b) => b.times - a.times);
}
