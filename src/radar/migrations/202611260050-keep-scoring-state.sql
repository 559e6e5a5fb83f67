-- What scores were last made with: the form people are packed in, cards in force, how sources stood. Another than now means that all must be made again.
create table radar.kept (
  what text primary key,
  value text not null,
  at timestamptz not null
);
