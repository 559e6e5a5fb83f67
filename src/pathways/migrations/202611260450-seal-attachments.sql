-- What is in a file is sealed under a key that is not in the store.
alter table pathways.attachment drop column content;
alter table pathways.attachment add column sealed text not null;
