-- A case is opened, handed over and ended inside a reading, and its ties with it: of people whom that reading opened, and of nobody else.
alter table access.tie enable row level security;
alter table access.tie force row level security;
create policy writing on access.tie to kith_writer using (true) with check (true);
create policy deciding on access.tie for select to kith_reader using (true);
create policy opening on access.tie for insert to kith_reader with check (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
create policy ending on access.tie for update to kith_reader using (person_id = any (string_to_array(current_setting('kith.persons', true), ',')::uuid[]));
grant insert, update on access.tie to kith_reader;
