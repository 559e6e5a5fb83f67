-- Scorecards by version. `definition` is the card as its file says it; `signals` the signals it used, as they were then.
create table radar.card (
  card text not null,
  version int not null,
  state text not null check (state in ('draft', 'in-force', 'retired')),
  definition jsonb not null,
  signals jsonb not null,
  author text not null,
  reason text not null,
  made_at timestamptz not null,
  in_force_at timestamptz,
  in_force_by text,
  retired_at timestamptz,
  retired_by text,
  retired_reason text,
  primary key (card, version)
);
create unique index card_in_force on radar.card (card) where state = 'in-force';
create unique index card_draft on radar.card (card) where state = 'draft';

-- Each distinct kind of fact or observation that a signal could ask for, numbered, so that a person's events are small.
create table radar.shape (
  shape_id int generated always as identity primary key,
  -- Canonical JSON of `shape`.
  key text not null unique,
  shape jsonb not null
);

-- What signals see of a person: who they are, their events and those of the people around them, packed (src/radar/scoring/pack.ts).
create table radar.person_events (
  person_id uuid primary key,
  packed bytea not null,
  made_at timestamptz not null
);
alter table radar.person_events alter column packed set storage external;

-- Scores above nothing. `reasons`: [{ signal, label, points, category, categories, dated, source, facts, about }], points after decay;
-- `not_known`: [{ signal, label, category, why, feeds }]. `since`: in this band since. `digest` tells whether anything changed.
create table radar.score (
  person_id uuid not null,
  card text not null,
  version int not null,
  score double precision not null,
  band text not null,
  reasons jsonb not null,
  not_known jsonb not null,
  scored_at timestamptz not null,
  since timestamptz not null,
  digest bigint not null,
  primary key (person_id, card)
);
create index score_list on radar.score (card, score desc, person_id);

create table radar.score_history (
  person_id uuid not null,
  card text not null,
  day date not null,
  score double precision not null,
  band text not null,
  primary key (person_id, card, day)
);

-- Each crossing of a band, in order. `to_band` is empty when nothing is left of the score.
create table radar.score_event (
  seq bigint generated always as identity primary key,
  person_id uuid not null,
  card text not null,
  version int not null,
  from_band text not null,
  to_band text not null,
  score double precision not null,
  at timestamptz not null
);
create index score_event_person on radar.score_event (person_id, card, seq);

-- The day on which time alone next changes a person's scores.
create table radar.due (
  person_id uuid primary key,
  due_on date not null
);
create index due_on on radar.due (due_on);

-- A draft tried on everybody before it is put in force; kept so that any process may show how far it is.
create table radar.preview (
  preview_id uuid primary key,
  card text not null,
  definition jsonb not null,
  signals jsonb not null,
  author text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  progress double precision not null default 0,
  result jsonb,
  because text,
  made_at timestamptz not null,
  finished_at timestamptz
);

-- As with record.search, looking comes before deciding: nothing of a person is shown from these until a reading has decided and logged it.
grant select on radar.card, radar.score, radar.score_history, radar.score_event, radar.preview to kith_reader;
