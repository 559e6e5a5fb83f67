-- Who and where everybody is, in one narrow row each, for counting. Made from the record whenever somebody is packed for scoring.
create table radar.roster (
  person_id uuid primary key,
  born date,
  dead boolean not null,
  sex text not null,
  ethnic_group text not null,
  language text,
  ward text,
  ward_name text,
  lsoa text,
  imd_decile smallint,
  -- That of radar.person_events: another there means that this row must be made again.
  made_at timestamptz not null
);
create index roster_made on radar.roster (made_at);
create index person_events_made on radar.person_events (made_at);

-- Cohorts people have saved, by version; the newest stands. Those of the area's files are not here.
create table radar.cohort (
  cohort_id uuid not null,
  version int not null,
  title text not null,
  about text not null,
  team text not null,
  purpose text not null,
  criteria jsonb not null,
  owner text not null,
  owner_name text not null,
  -- 'own': the owner alone; 'team': everybody of the owner's team; 'counts': whoever may only count, too.
  shared text not null check (shared in ('own', 'team', 'counts')),
  copied_from text,
  reason text not null,
  saved_by text not null,
  saved_at timestamptz not null,
  retired boolean not null default false,
  primary key (cohort_id, version)
);

-- How many were in a cohort (an id, or the name of the area's file) at the end of a day.
create table radar.cohort_count (
  cohort text not null,
  day date not null,
  people int not null,
  -- Counted on the day, or worked out afterwards from when each thing was known.
  looked_back boolean not null,
  primary key (cohort, day)
);
