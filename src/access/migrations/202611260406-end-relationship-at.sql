-- A tie that a source states may end at a time of day: from then it does not hold, whatever day "until" is.
alter table access.relationship add column ended_at timestamptz;
