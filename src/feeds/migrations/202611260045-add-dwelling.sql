-- A fact is about a person, as one feed knows them, or about a home, which every feed numbers alike.
alter table feeds.fact alter column subject_id drop not null;
alter table feeds.fact add column uprn text;
alter table feeds.fact add constraint fact_about check (num_nonnulls(subject_id, uprn) = 1);
create index fact_uprn on feeds.fact (uprn) where uprn is not null;

-- Homes with something new that linkage has not yet taken.
create table feeds.touched_dwelling (
  uprn text primary key,
  touched_at timestamptz not null
);
