-- Ties that Kith itself opens and ends, to the instant: an open case, an allocation, a referral. Those that sources state are in
-- access.relationship, by day. An ended tie stays, so that it can be told who worked with whom.
create table access.tie (
  person_id uuid not null,
  -- What opened it, as whoever opened it names it; the same reference ends it.
  reference text not null,
  organisation text not null,
  team text not null,
  kind text not null,
  opened_at timestamptz not null,
  -- From this instant it does not hold.
  ended_at timestamptz,
  primary key (person_id, reference, organisation, team, kind, opened_at)
);
create unique index tie_open on access.tie (person_id, reference, organisation, team, kind) where ended_at is null;
create index tie_reference on access.tie (reference) where ended_at is null;

grant select on access.tie to kith_reader;
