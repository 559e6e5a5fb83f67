-- Which crossings alerts have taken up.
alter table radar.score_event add column alerted_at timestamptz;
create index score_event_waiting on radar.score_event (seq) where alerted_at is null;

-- An alert about a person by a scorecard. At most one of a person and card is not closed; `latest` marks the newest of them.
create table radar.alert (
  person_id uuid not null,
  alert_id uuid not null,
  -- What people call it on the telephone, and all that a notice says of it.
  number bigint generated always as identity,
  card text not null,
  version int not null,
  -- As the score stands, or stood when it was closed; `worst_band` and `peak` the worst it has been.
  band text not null,
  worst_band text not null,
  score double precision not null,
  peak double precision not null,
  digest bigint,
  reasons jsonb not null,
  severity text not null,
  team text not null,
  assignee text,
  assignee_name text,
  state text not null check (state in ('raised', 'seen', 'accepted', 'case', 'closed')),
  closed_as text check (closed_as in ('dismissed', 'outcome', 'no-longer-holds', 'joined')),
  -- Id of the reason of dismissal or of the outcome, from the area's list.
  because text,
  case_reference text,
  -- One more with every change: a form says which it saw.
  revision int not null default 1,
  raised_at timestamptz not null,
  -- In the team's list since; null while it is held back by the budget.
  listed_at timestamptz,
  held_at timestamptz,
  due_at timestamptz,
  seen_at timestamptz,
  accepted_at timestamptz,
  case_at timestamptz,
  closed_at timestamptz,
  snoozed_until timestamptz,
  -- Below the band since; closed by itself when that lasts.
  fallen_at timestamptz,
  -- Not raised again before then, unless it gets worse or new signals come.
  quiet_until timestamptz,
  route text,
  escalation int not null default 0,
  escalate_at timestamptz,
  escalated_to text,
  -- The person was split: somebody has to say whose this is.
  check_person boolean not null default false,
  latest boolean not null default true,
  primary key (person_id, alert_id),
  check ((state = 'closed') = (closed_at is not null and closed_as is not null)),
  check (not (state = 'closed' and held_at is not null))
);
create unique index alert_open on radar.alert (person_id, card) where state <> 'closed';
create unique index alert_number on radar.alert (number);
create index alert_team on radar.alert (team, state);
create index alert_escalated on radar.alert (escalated_to) where escalated_to is not null and state <> 'closed';
create index alert_card on radar.alert (card, raised_at);
create index alert_latest on radar.alert (person_id, card) where latest;
create index alert_quiet on radar.alert (quiet_until) where latest and state = 'closed' and quiet_until is not null;
create index alert_listed on radar.alert (team, listed_at) where listed_at is not null;
create index alert_timed on radar.alert (least(escalate_at, snoozed_until, fallen_at)) where state <> 'closed';

-- Everything that was ever done about an alert and by whom. `before` is what the alert was, for undoing.
create table radar.alert_step (
  person_id uuid not null,
  alert_id uuid not null,
  step_id uuid not null,
  at timestamptz not null,
  kind text not null,
  -- Null when Kith did it by itself.
  user_id text,
  user_name text,
  team text not null,
  note text,
  detail jsonb not null default '{}',
  before jsonb,
  undone_at timestamptz,
  primary key (person_id, alert_id, step_id)
);

-- Who was told of an alert, by which event; without an event while it waits for a digest.
create table radar.alert_notice (
  person_id uuid not null,
  alert_id uuid not null,
  notice_id uuid not null,
  kind text not null,
  contact text not null,
  made_at timestamptz not null,
  event_id uuid,
  primary key (person_id, alert_id, notice_id)
);
create index alert_notice_digest on radar.alert_notice (contact) where event_id is null;

-- How many alerts a week a team can act on, by whom it was said and why; the newest row holds.
create table radar.alert_budget (
  budget_id uuid primary key,
  team text not null,
  a_week int check (a_week between 1 and 10000),
  user_id text not null,
  user_name text not null,
  reason text not null,
  at timestamptz not null
);
create index alert_budget_team on radar.alert_budget (team, at desc);

-- What is done now and then rather than at once, and when it was last done, by whichever process.
create table radar.alert_round (
  name text primary key,
  at timestamptz not null
);

-- Looking for alerts comes before deciding; what people wrote about somebody is read only of those opened, and so are changes made.
alter table radar.alert enable row level security;
alter table radar.alert force row level security;
create policy writing on radar.alert to kith_writer using (true) with check (true);
create policy looking on radar.alert for select to kith_reader using (true);
create policy acting on radar.alert for update to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
alter table radar.alert_step enable row level security;
alter table radar.alert_step force row level security;
create policy writing on radar.alert_step to kith_writer using (true) with check (true);
create policy acting on radar.alert_step to kith_reader
  using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]))
  with check (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
grant select, update on radar.alert to kith_reader;
grant select, insert on radar.alert_step to kith_reader;
grant update (undone_at) on radar.alert_step to kith_reader;
grant select, insert on radar.alert_notice to kith_reader;
grant select on radar.alert_budget to kith_reader;
