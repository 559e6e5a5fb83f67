-- People whose record has been made again, for whoever derives something from it. Taken, and so removed, by radar.
create table record.remade (
  person_id uuid primary key,
  remade_at timestamptz not null
);

-- Every version of every fact ever held under a person: from when Kith held it, and until when (null: still).
-- `at_first` tells what came on the first day of a feed: that is its past, not its news.
create view record.fact_version as
select l.person_id, f.fact_id, s.feed, f.category, f.kind, f.code, f.system, f.label, f.start_at, f.end_at, f.body,
       e.from_at as received_at, e.to_at as withdrawn_at, d.at_first
from linkage.link l
join feeds.fact f using (subject_id)
join feeds.entry e using (entry_id)
join feeds.subject s using (subject_id)
join (select delivery_id, received_at < min(received_at) over (partition by feed) + interval '1 day' as at_first from feeds.delivery) d using (delivery_id);

-- Who lives, or lived, where, and who else does; communal places are nobody's household.
create view record.living_together as
select r.person_id, o.person_id as other_id, r.household_id, o.start_at, o.end_at, o.current and r.current as current
from linkage.residency r
join linkage.household h using (household_id)
join linkage.residency o on o.household_id = r.household_id and o.person_id <> r.person_id
where not h.communal
  and (o.start_at is null or r.end_at is null or o.start_at <= r.end_at) and (r.start_at is null or o.end_at is null or r.start_at <= o.end_at);

create view record.home as
select r.person_id, r.household_id, h.uprn, h.postcode, h.address, h.communal, r.start_at, r.end_at, r.current, r.sources
from linkage.residency r join linkage.household h using (household_id);

-- What one person is to another, as sources state it.
create view record.kin as
select person_id, other_id, role, feed, category, start_at, end_at from linkage.family;

grant select on record.fact_version, record.living_together, record.home, record.kin to kith_writer;
