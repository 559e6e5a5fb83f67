-- Which version of the card was tried.
alter table radar.preview add column version int not null default 0;
