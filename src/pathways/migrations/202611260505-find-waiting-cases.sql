create index link_waits on pathways.link (person_id, case_id) where waits;
create index transfer_from on pathways.transfer (from_team) where state = 'offered';
create index case_held on pathways."case" (team) where closed_at is null and held_at is not null;
