-- What is known of a home comes from no subject.
alter table record.fact alter column subject_id drop not null;

-- Where each person lives now, for those who count or compare places. It says nothing to a page: whoever lists people by
-- place leaves out those whose whereabouts are hidden, and decides and logs the rest.
create view record.place as
select r.person_id, r.household_id, h.uprn, h.communal, p.postcode, p.ward, p.ward_name, p.lsoa, p.imd_decile, p.easting, p.northing
from linkage.residency r
join linkage.household h using (household_id)
left join linkage.household_place p using (household_id)
where r.current;
grant select on record.place to kith_reader;
