-- Log rows not yet in the tree. Written beside each row, in its transaction; the sealer takes them after it commits.
create table access.unsealed (
  log_id uuid primary key
);
insert into access.unsealed select log_id from access.log;

-- The tree's leaves, in order. A row whose body is destroyed leaves its leaf, and the tree stays whole.
create table access.leaf (
  -- From 0, without gaps.
  seq bigint primary key,
  log_id uuid not null unique,
  salt bytea not null,
  -- RFC 9162 leaf hash of salt and body.
  hash bytea not null,
  -- Of place, row and hash, by a key that is not in the database: it names the row where hashes were rewritten too.
  mac bytea not null
);

-- Signed heads of the tree.
create table access.head (
  size bigint primary key,
  root bytea not null,
  at timestamptz not null,
  -- As published: the checkpoint of C2SP's tlog-checkpoint, with its signature.
  note text not null,
  -- Roots of the perfect subtrees from the largest, end to end: what is needed to add to the tree.
  frontier bytea not null
);

-- Signatures of others under a head.
create table access.cosignature (
  size bigint not null,
  witness text not null,
  line text not null,
  at timestamptz not null,
  primary key (size, witness)
);

-- What one look concerned.
create index log_person_log on access.log_person (log_id);

grant insert on access.unsealed to kith_reader;
-- The application adds to the log and cannot change it.
revoke update, delete, truncate on access.log, access.log_person, access.leaf, access.head, access.cosignature from kith_writer;
