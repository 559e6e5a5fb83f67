-- Versions of what is known of the home somebody lives in now, among those of themselves.
create or replace view record.fact_version as
select l.person_id, f.fact_id, s.feed, f.category, f.kind, f.code, f.system, f.label, f.start_at, f.end_at, f.body,
       e.from_at as received_at, e.to_at as withdrawn_at, d.at_first
from linkage.link l
join feeds.fact f using (subject_id)
join feeds.entry e using (entry_id)
join feeds.subject s using (subject_id)
join (select delivery_id, received_at < min(received_at) over (partition by feed) + interval '1 day' as at_first from feeds.delivery) d using (delivery_id)
union all
select r.person_id, f.fact_id, e.feed, f.category, f.kind, f.code, f.system, f.label, f.start_at, f.end_at, f.body,
       e.from_at as received_at, e.to_at as withdrawn_at, d.at_first
from linkage.residency r
join linkage.household h using (household_id)
join feeds.fact f on f.uprn = h.uprn
join feeds.entry e using (entry_id)
join (select delivery_id, received_at < min(received_at) over (partition by feed) + interval '1 day' as at_first from feeds.delivery) d using (delivery_id)
where r.current;
