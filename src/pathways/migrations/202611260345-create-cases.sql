create schema pathways;
grant usage on schema pathways to kith_reader, kith_writer;

-- A pathway as it was when a case of it was first opened. A case runs on the version it was opened on until it is migrated.
create table pathways.version (
  pathway text not null,
  version int not null,
  -- Of the definition's content, whatever its order and spacing.
  hash text not null,
  definition jsonb not null,
  kept_at timestamptz not null,
  primary key (pathway, version)
);

-- A case of a person. What its forms hold, and why anything was done, stand in the tables below, which open with the person alone.
create table pathways."case" (
  person_id uuid not null,
  case_id uuid not null,
  -- What people call it on the telephone, and all that a notice says of it: letters of the pathway and this number.
  number bigint generated always as identity,
  letters text not null,
  pathway text not null,
  version int not null,
  -- Bank holidays its deadlines were worked out with.
  calendar text not null,
  -- At most one of its pathway is open for a person.
  single boolean not null,
  state text not null,
  since timestamptz not null,
  team text not null,
  worker text,
  worker_name text,
  -- Place in the pathway's list of priorities, from 0.
  priority int not null,
  held_at timestamptz,
  hold_until date,
  -- Users who alone may see it; nobody in particular when empty.
  restricted text[] not null default '{}',
  -- Version of the state's form completed since the case came here, what it came to, and who completed it; and who completed the form before.
  form_version int,
  form_outcome text,
  done_by text,
  prepared_by text,
  -- One more with every change: a form says which it saw.
  revision int not null default 1,
  opened_at timestamptz not null,
  opened_by text,
  -- What began it: an alert, a case, something heard.
  origin jsonb,
  closed_at timestamptz,
  closed_as text check (closed_as in ('end', 'closed')),
  -- The nearest of its running deadlines and open tasks.
  due_at timestamptz,
  -- The person was split: somebody has to say whose this is.
  check_person boolean not null default false,
  primary key (person_id, case_id),
  check ((closed_at is null) = (closed_as is null))
);
create unique index case_single on pathways."case" (person_id, pathway) where closed_at is null and single;
create unique index case_number on pathways."case" (number);
create index case_id on pathways."case" (case_id);
create index case_team on pathways."case" (team, due_at, number) where closed_at is null;
create index case_worker on pathways."case" (worker, due_at, number) where closed_at is null and worker is not null;
create index case_closed on pathways."case" (team, closed_at desc) where closed_at is not null;
create index case_version on pathways."case" (pathway, version) where closed_at is null;

-- Others whom a case is about: the children of a family, a carer.
create table pathways.case_person (
  person_id uuid not null,
  case_id uuid not null,
  member_id uuid not null,
  role text not null,
  added_at timestamptz not null,
  primary key (person_id, case_id, member_id)
);
create index case_person_member on pathways.case_person (member_id);

-- Everything that was ever done with a case and by whom.
create table pathways.step (
  person_id uuid not null,
  case_id uuid not null,
  step_id uuid not null,
  at timestamptz not null,
  kind text not null,
  -- Null when Kith did it by itself.
  user_id text,
  user_name text,
  team text not null,
  role text,
  from_state text,
  to_state text,
  note text,
  revision int not null,
  detail jsonb not null default '{}',
  primary key (person_id, case_id, step_id)
);

-- Answers of a form as they were completed, each time anew: nothing is written over.
create table pathways.answer (
  person_id uuid not null,
  case_id uuid not null,
  form text not null,
  version int not null,
  state text not null,
  answers jsonb not null,
  -- Of answers taken over from elsewhere: where from, and as of when.
  provenance jsonb not null default '{}',
  -- What the form came to: scores, outcome, why.
  result jsonb not null,
  user_id text,
  user_name text,
  at timestamptz not null,
  -- Why completed answers were changed.
  reason text,
  primary key (person_id, case_id, form, version)
);

-- Answers not completed yet. One for each form is the one that is worked on; those kept aside were saved by somebody who had not
-- seen what another had saved meanwhile.
create table pathways.draft (
  person_id uuid not null,
  case_id uuid not null,
  draft_id uuid not null,
  form text not null,
  aside boolean not null default false,
  answers jsonb not null,
  provenance jsonb not null default '{}',
  revision int not null default 1,
  user_id text,
  user_name text,
  saved_at timestamptz not null,
  primary key (person_id, case_id, draft_id)
);
create unique index draft_current on pathways.draft (person_id, case_id, form) where not aside;

-- A deadline of a case. Days run to their end in London.
create table pathways.clock (
  person_id uuid not null,
  case_id uuid not null,
  clock_id uuid not null,
  deadline text not null,
  title text not null,
  owner text not null,
  team text not null,
  started_at timestamptz not null,
  due_day date not null,
  due_at timestamptz not null,
  -- It runs in hours, so that its hour matters.
  hourly boolean not null,
  warn_at timestamptz,
  warned_at timestamptz,
  breached_at timestamptz,
  state text not null check (state in ('running', 'paused', 'met', 'stopped')),
  paused_at timestamptz,
  -- Whether a state of the pathway paused it, and so resumes it; otherwise somebody did.
  paused_by_state boolean not null default false,
  -- Earlier pauses: from, to, as ISO instants.
  pauses jsonb not null default '[]',
  ended_at timestamptz,
  primary key (person_id, case_id, clock_id)
);
create unique index clock_open on pathways.clock (person_id, case_id, deadline) where state in ('running', 'paused');
create index clock_warn on pathways.clock (warn_at) where state = 'running' and warned_at is null and warn_at is not null;
create index clock_due on pathways.clock (due_at) where state = 'running' and breached_at is null;

-- Work to be done for a case.
create table pathways.task (
  person_id uuid not null,
  case_id uuid not null,
  task_id uuid not null,
  task text not null,
  title text not null,
  role text not null,
  team text not null,
  assignee text,
  assignee_name text,
  due_at timestamptz,
  form text,
  blocks boolean not null,
  state text not null check (state in ('open', 'done', 'not-needed')),
  made_at timestamptz not null,
  made_in text not null,
  escalated_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  ended_by_name text,
  primary key (person_id, case_id, task_id)
);
create index task_team on pathways.task (team, due_at) where state = 'open';
create index task_assignee on pathways.task (assignee, due_at) where state = 'open' and assignee is not null;
create index task_overdue on pathways.task (due_at) where state = 'open' and escalated_at is null and due_at is not null;

-- A case and another that has to do with it; each has a row of its own.
create table pathways.link (
  person_id uuid not null,
  case_id uuid not null,
  other_person_id uuid not null,
  other_id uuid not null,
  -- What the other is to this one.
  kind text not null check (kind in ('opened', 'opened-by', 'related')),
  -- This one cannot end before the other.
  waits boolean not null default false,
  linked_at timestamptz not null,
  user_name text,
  primary key (person_id, case_id, other_id)
);

-- A case offered to another team.
create table pathways.transfer (
  person_id uuid not null,
  case_id uuid not null,
  transfer_id uuid not null,
  from_team text not null,
  to_team text not null,
  note text not null,
  offered_at timestamptz not null,
  offered_by text not null,
  offered_by_name text not null,
  state text not null check (state in ('offered', 'accepted', 'rejected', 'withdrawn')),
  answered_at timestamptz,
  answered_by_name text,
  answer_note text,
  primary key (person_id, case_id, transfer_id)
);
create unique index transfer_open on pathways.transfer (person_id, case_id) where state = 'offered';
create index transfer_to on pathways.transfer (to_team) where state = 'offered';

-- Files kept with a case.
create table pathways.attachment (
  person_id uuid not null,
  case_id uuid not null,
  attachment_id uuid not null,
  name text not null,
  type text not null,
  size int not null,
  sha256 text not null,
  content bytea not null,
  user_id text not null,
  user_name text not null,
  added_at timestamptz not null,
  primary key (person_id, case_id, attachment_id)
);

-- Documents asked for by a step; made when they are first opened or sent.
create table pathways.document (
  person_id uuid not null,
  case_id uuid not null,
  document_id uuid not null,
  document text not null,
  asked_at timestamptz not null,
  asked_in text not null,
  made jsonb,
  made_at timestamptz,
  primary key (person_id, case_id, document_id)
);

-- Events of statutory returns, as they were when they happened.
create table pathways.returned (
  person_id uuid not null,
  case_id uuid not null,
  returned_id uuid not null,
  "return" text not null,
  event text not null,
  fields jsonb not null,
  at timestamptz not null,
  primary key (person_id, case_id, returned_id)
);
create index returned_by on pathways.returned ("return", at);

-- Who was told that a case waits for them. There is nothing of a person in it.
create table pathways.notice (
  person_id uuid not null,
  case_id uuid not null,
  notice_id uuid not null,
  -- What it is told of, so that telling it twice is once.
  key text not null,
  kind text not null,
  team text not null,
  role text,
  -- Told to one worker rather than to all of the team in that role.
  user_id text,
  reference text not null,
  says text not null,
  channel text not null,
  -- The event by which it went elsewhere than to the portal.
  event_id uuid,
  told_at timestamptz not null,
  primary key (person_id, case_id, notice_id)
);
create unique index notice_key on pathways.notice (person_id, case_id, key);
create index notice_team on pathways.notice (team, told_at desc);

-- Who has read a notice, and when.
create table pathways.notice_read (
  person_id uuid not null,
  notice_id uuid not null,
  user_id text not null,
  read_at timestamptz not null,
  primary key (person_id, notice_id, user_id)
);

-- What was heard of a person, each once, and what came of it.
create table pathways.heard (
  person_id uuid not null,
  topic text not null,
  key text not null,
  at timestamptz not null,
  body jsonb not null,
  heard_at timestamptz not null,
  opened text[] not null default '{}',
  moved text[] not null default '{}',
  offered text[] not null default '{}',
  primary key (person_id, topic, key)
);

-- When somebody is away and who looks after their work.
create table pathways.absence (
  absence_id uuid primary key,
  user_id text not null,
  from_day date not null,
  -- The last day away.
  until_day date not null,
  cover text,
  cover_name text,
  set_by text not null,
  set_at timestamptz not null,
  ended_at timestamptz,
  check (until_day >= from_day)
);
create index absence_user on pathways.absence (user_id, until_day);
create index absence_cover on pathways.absence (cover, until_day) where cover is not null;

-- Looking for work comes before deciding: rows of cases, tasks, deadlines and offers hold nothing that anybody wrote of a person.
do $$
declare
  name text;
begin
  foreach name in array array['case', 'task', 'clock', 'transfer', 'notice', 'notice_read', 'link', 'case_person'] loop
    execute format('alter table pathways.%I enable row level security', name);
    execute format('alter table pathways.%I force row level security', name);
    execute format('create policy writing on pathways.%I to kith_writer using (true) with check (true)', name);
    execute format('create policy looking on pathways.%I for select to kith_reader using (true)', name);
    execute format('create policy adding on pathways.%I for insert to kith_reader with check (person_id = any (string_to_array(current_setting(''kith.persons'', true), '','')::uuid[]))', name);
    execute format('create policy acting on pathways.%I for update to kith_reader using (person_id = any (string_to_array(current_setting(''kith.persons'', true), '','')::uuid[]))', name);
  end loop;
  foreach name in array array['step', 'answer', 'draft', 'attachment', 'document', 'returned', 'heard'] loop
    execute format('alter table pathways.%I enable row level security', name);
    execute format('alter table pathways.%I force row level security', name);
    execute format('create policy writing on pathways.%I to kith_writer using (true) with check (true)', name);
    execute format('create policy acting on pathways.%I to kith_reader using (person_id = any (string_to_array(current_setting(''kith.persons'', true), '','')::uuid[])) with check (person_id = any (string_to_array(current_setting(''kith.persons'', true), '','')::uuid[]))', name);
  end loop;
end
$$;
grant select, insert, update on pathways."case", pathways.draft, pathways.clock, pathways.task, pathways.document, pathways.transfer to kith_reader;
grant update (event_id) on pathways.notice to kith_reader;
grant select, insert on pathways.version, pathways.step, pathways.answer, pathways.attachment, pathways.returned, pathways.notice, pathways.notice_read, pathways.case_person, pathways.absence to kith_reader;
grant select, insert, delete on pathways.link to kith_reader;
grant delete on pathways.draft, pathways.case_person to kith_reader;
grant select on pathways.heard to kith_reader;
grant update (ended_at) on pathways.absence to kith_reader;
create policy removing on pathways.link for delete to kith_reader using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
create policy removing on pathways.case_person for delete to kith_reader using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
