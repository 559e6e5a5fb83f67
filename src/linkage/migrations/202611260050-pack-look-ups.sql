-- Look-ups read what sources state; only the keys that find it are kept, packed. A filling is made beside the one in
-- force and takes its place in the transaction that publishes the run it is of.
drop table linkage.standard;
truncate linkage.key;

create table linkage.look_up (
  -- Run that made it.
  filling uuid not null,
  -- First bits of a key.
  bucket integer not null,
  -- The bucket's keys, by their next 32 bits, each with its subject: 4 and 5 octets.
  entries bytea not null,
  primary key (filling, bucket)
);
alter table linkage.look_up alter column entries set storage external;

create table linkage.look_up_in_force (
  one boolean primary key default true check (one),
  filling uuid not null
);

-- Since the filling in force: subjects whose keys are now in `key`, whatever the filling has of them.
create table linkage.rekeyed (subject_id bigint primary key);
create index key_subject on linkage.key (subject_id);
