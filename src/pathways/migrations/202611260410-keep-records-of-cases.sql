-- The records of which the person was when a case was opened: when the person is split, the case goes with them.
alter table pathways."case" add column subjects bigint[] not null default '{}';
create index case_hold on pathways."case" (hold_until) where closed_at is null and hold_until is not null;
create index heard_person on pathways.heard (person_id, heard_at desc);
