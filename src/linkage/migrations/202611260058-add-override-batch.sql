-- Decisions made at once, as one: parting records is a decision about each pair across the parting. Undone together.
alter table linkage.override add column batch uuid;
create index override_batch on linkage.override (batch) where batch is not null;
