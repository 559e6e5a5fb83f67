-- What was in a form whose sender had been signed out by time: given back to them, and to nobody else, for a short while.
create table access.kept_form (
  kept_id uuid not null,
  user_id text not null,
  -- Address, fields, team and purpose; a designated column.
  sealed text not null,
  expires_at timestamptz not null,
  primary key (kept_id)
);
create index kept_form_expiry on access.kept_form (expires_at);

-- What somebody proves themselves with beyond being named. None of it is for the reader.
create table access.factor (
  factor_id uuid not null,
  user_id text not null,
  kind text not null check (kind in ('totp', 'passkey', 'recovery')),
  -- What the user calls it.
  name text not null,
  -- The TOTP secret, the passkey's public key, or the hash of a recovery code; a designated column.
  sealed text not null,
  made_at timestamptz not null,
  used_at timestamptz,
  -- The last time step (TOTP) or signature count (passkey) accepted; the next must be beyond it.
  last_count bigint not null default -1,
  primary key (factor_id)
);
create index factor_user on access.factor (user_id, kind);

-- Signing in and out, refusals, and what was changed of how somebody signs in. About staff; nothing here is about a person in the record.
create table access.sign_in_event (
  event_id uuid not null,
  at timestamptz not null,
  user_id text,
  kind text not null,
  detail text not null,
  address text not null,
  primary key (event_id)
);
create index sign_in_event_at on access.sign_in_event (at);

-- How often each thing was done in the window it stands in, by whom or from where. Lost with a crash of the server, and then all begin anew.
create unlogged table access.rate (
  key varchar(255) not null,
  points integer not null default 0,
  expire bigint,
  primary key (key)
);
create index rate_expiry on access.rate (expire);
