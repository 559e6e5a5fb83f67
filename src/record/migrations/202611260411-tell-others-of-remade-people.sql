-- People whose record has been made again, for each of those who look at what is new in it. Taken, and so removed, by whoever it is for.
create table record.remade_for (
  consumer text not null,
  person_id uuid not null,
  remade_at timestamptz not null,
  primary key (consumer, person_id)
);
