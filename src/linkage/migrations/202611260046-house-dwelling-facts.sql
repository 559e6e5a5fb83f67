create index household_uprn on linkage.household (uprn) where uprn is not null;

-- What is known of a home stands under everybody who lives there now, and is no evidence of who they are.
create or replace view linkage.person_fact as
select l.person_id, f.fact_id, f.subject_id, s.feed, f.category, f.kind, f.code, f.system, f.label, f.start_at, f.end_at, f.body,
       e.entry_id, e.delivery_id, e.line, e.from_at as received_at
from linkage.link l
join feeds.fact f using (subject_id)
join feeds.entry e using (entry_id)
join feeds.subject s using (subject_id)
where e.to_at is null
union all
select r.person_id, f.fact_id, f.subject_id, e.feed, f.category, f.kind, f.code, f.system, f.label, f.start_at, f.end_at, f.body,
       e.entry_id, e.delivery_id, e.line, e.from_at as received_at
from linkage.residency r
join linkage.household h using (household_id)
join feeds.fact f on f.uprn = h.uprn
join feeds.entry e using (entry_id)
where r.current and e.to_at is null;

-- Where a household's home lies, by its postcode, as a directory of postcodes tells it.
create view linkage.household_place as
select h.household_id, h.uprn, h.postcode, h.communal, d.body ->> 'ward' as ward, d.body ->> 'wardName' as ward_name, d.body ->> 'lsoa' as lsoa,
       (d.body ->> 'imdDecile')::int as imd_decile, (d.body ->> 'easting')::int as easting, (d.body ->> 'northing')::int as northing
from linkage.household h
join feeds.directory d on d.code = h.postcode and d.kind = 'postcode';
create index directory_postcode on feeds.directory (code) where kind = 'postcode';
grant select on linkage.household_place to kith_reader;
