-- What a person has said of two records: one person, or two. Never deleted; undoing says when, by whom and why.
create table linkage.override (
  override_id uuid primary key,
  subject_a bigint not null,
  subject_b bigint not null,
  decision text not null check (decision in ('join', 'apart')),
  reason text not null,
  user_id text not null,
  user_name text not null,
  organisation text not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  undone_reason text,
  -- No run has taken it (or its undoing) up yet.
  pending boolean not null default true,
  check (subject_a < subject_b)
);
create unique index override_pair on linkage.override (subject_a, subject_b) where undone_at is null;
create index override_b on linkage.override (subject_b);
create index override_pending on linkage.override (override_id) where pending;

-- Pairs of records at which a person should look, the worst first: at most one open for each two people.
create table linkage.review (
  review_id uuid primary key,
  -- The two people the records stand for, the smaller id first.
  person_id uuid not null,
  other_id uuid not null,
  subject_a bigint not null,
  subject_b bigint not null,
  -- 'unsure', 'guard' (a rule forbids what the weight would join) or 'conflict' (people's decisions contradict each other).
  why text not null check (why in ('unsure', 'guard', 'conflict')),
  rule text,
  weight double precision,
  safeguarding boolean not null,
  -- Records of both people together.
  size integer not null,
  harm integer not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  check (subject_a < subject_b)
);
create unique index review_open on linkage.review (person_id, other_id) where closed_at is null;
create index review_a on linkage.review (subject_a) where closed_at is null;
create index review_b on linkage.review (subject_b) where closed_at is null;
create index review_order on linkage.review (harm desc, weight desc nulls last, review_id) where closed_at is null;

-- Pairs drawn to be labelled without seeing what the model made of them, and what was said. Measures; decides nothing.
create table linkage.label (
  label_id uuid primary key,
  subject_a bigint not null,
  subject_b bigint not null,
  stratum text not null,
  -- How likely this pair was to be drawn.
  probability double precision not null check (probability > 0 and probability <= 1),
  -- Whether Kith held the two to be one person when the pair was drawn.
  joined boolean not null,
  drawn_at timestamptz not null,
  label text check (label in ('same', 'different', 'unsure')),
  labelled_at timestamptz,
  user_id text,
  user_name text,
  check (subject_a < subject_b),
  unique (subject_a, subject_b)
);

-- A reader sees a review only of people whom the decision in force has opened, and decides under that decision.
alter table linkage.review enable row level security;
alter table linkage.review force row level security;
create policy writing on linkage.review to kith_writer using (true) with check (true);
create policy reading on linkage.review for select to kith_reader
  using (array[person_id, other_id] <@ string_to_array(current_setting('kith.persons', true), ',')::uuid[]);

-- The reader may say something of two records, and undo, only where both stand for people opened to it.
create function linkage.opened(subjects bigint[]) returns boolean language sql stable as $$
  select count(*) = cardinality(subjects) from linkage.link
  where subject_id = any (subjects) and person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[])
$$;
alter table linkage.override enable row level security;
alter table linkage.override force row level security;
create policy writing on linkage.override to kith_writer using (true) with check (true);
create policy reading on linkage.override for select to kith_reader using (linkage.opened(array[subject_a, subject_b]));
create policy deciding on linkage.override for insert to kith_reader with check (linkage.opened(array[subject_a, subject_b]));
create policy undoing on linkage.override for update to kith_reader using (linkage.opened(array[subject_a, subject_b])) with check (linkage.opened(array[subject_a, subject_b]));
alter table linkage.label enable row level security;
alter table linkage.label force row level security;
create policy writing on linkage.label to kith_writer using (true) with check (true);
create policy reading on linkage.label for select to kith_reader using (linkage.opened(array[subject_a, subject_b]));
create policy labelling on linkage.label for update to kith_reader using (linkage.opened(array[subject_a, subject_b])) with check (linkage.opened(array[subject_a, subject_b]));

grant select on linkage.review to kith_reader;
grant select, insert on linkage.override to kith_reader;
grant update (undone_at, undone_by, undone_reason, pending) on linkage.override to kith_reader;
grant select on linkage.label to kith_reader;
grant update (label, labelled_at, user_id, user_name) on linkage.label to kith_reader;
