-- Marks that people put and lift by hand, with their reason, and consents and objections as they were recorded. What is in force stands
-- in access.mark too, under the source 'hand:<mark_id>'; a row here stays when it is lifted.
create table access.hand_mark (
  person_id uuid not null,
  mark_id uuid not null,
  kind text not null,
  state text not null check (state in ('proposed', 'in-force', 'declined', 'lifted')),
  -- Why, or how it was recorded, in the words of whoever did.
  words text not null,
  -- {categories, organisations} of a consent or objection; {users} who may not open the record themselves.
  scope jsonb,
  -- Day on which a consent or objection was given.
  given_on date,
  -- Day on which it is to be looked at again, or a consent's last.
  review_on date,
  put_at timestamptz not null,
  put_by_id text not null,
  put_by text not null,
  team text not null,
  settled_at timestamptz,
  settled_by text,
  ended_at timestamptz,
  ended_by text,
  ended_why text,
  primary key (person_id, mark_id)
);
create index hand_mark_id on access.hand_mark (mark_id);

alter table access.mark add column scope jsonb;
create index mark_by_hand on access.mark (source) where source like 'hand:%';

grant select on access.hand_mark to kith_reader;
