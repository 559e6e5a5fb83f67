-- A team's counts are read from the index alone.
drop index pathways.case_team;
create index case_team on pathways."case" (team, due_at, number) include (worker, person_id, case_id) where closed_at is null;
create index case_priority on pathways."case" (team, priority desc, due_at, number) where closed_at is null;
