-- Time-stamps of heads by an authority outside (RFC 3161): that a head was there by then.
create table access.head_timestamp (
  size bigint not null,
  authority text not null,
  -- As the authority says it.
  at timestamptz not null,
  -- The token, DER: CMS SignedData over a TSTInfo.
  token bytea not null,
  primary key (size, authority)
);
revoke update, delete, truncate on access.head_timestamp from kith_writer;
