-- What the page of a home reads. A home's state names nobody; it is shown only with a person whose home sensors are open.
grant select on radar.home_state to kith_reader;
grant select on record.home to kith_reader;
