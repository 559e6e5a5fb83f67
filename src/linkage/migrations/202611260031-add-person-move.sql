-- What became of the people a run changed, in the order it happened; written in the transaction that publishes links.
-- Rooms that keep something under a person id read it, each from where it left off.
create table linkage.person_move (
  sequence bigint generated always as identity primary key,
  run_id uuid not null,
  -- 'split': `to_id` was made out of `from_id`. 'moved': records went from one to the other and both stand. 'merged': `from_id` redirects to `to_id`.
  kind text not null check (kind in ('split', 'moved', 'merged')),
  from_id uuid not null,
  to_id uuid not null,
  -- The records that went.
  subjects bigint[] not null,
  at timestamptz not null
);

-- How far each consumer has come.
create table linkage.move_cursor (
  consumer text primary key,
  sequence bigint not null
);
