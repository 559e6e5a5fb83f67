-- What was found for a copy, as it stood when it was gathered, and what is to become of each part.
create table rights.item (
  person_id uuid not null,
  request_id uuid not null,
  item_id uuid not null,
  -- Where it is from: the record, the log of looks, cases.
  holding text not null,
  source text not null,
  title text not null,
  happened text,
  -- Rows of name and value.
  content jsonb not null,
  -- Of holding, source and content: the same thing is not gathered twice.
  hash text not null,
  -- Why somebody should look closely: another person's name, a telephone number.
  suggested text[] not null,
  decision text not null default 'undecided' check (decision in ('undecided', 'include', 'redact', 'withhold')),
  -- Rows and words struck out.
  strike jsonb not null default '{"rows":[],"words":[]}',
  exemption text,
  note text not null default '',
  decided_by text,
  decided_at timestamptz,
  primary key (person_id, request_id, item_id)
);
alter table rights.item enable row level security;
alter table rights.item force row level security;
create policy writing on rights.item to kith_writer using (true) with check (true);
create policy reading on rights.item to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]))
  with check (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
grant select, insert on rights.item to kith_reader;
grant update (decision, strike, exemption, note, decided_by, decided_at) on rights.item to kith_reader;
