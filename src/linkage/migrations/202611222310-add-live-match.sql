-- What a live look-up scores by: each subject's record as it is compared, its columns' values in order.
create table linkage.standard (
  subject_id bigint primary key,
  record text not null
);

-- What it finds candidates by: the blocking keys of the model in force.
create table linkage.key (
  key bigint not null,
  subject_id bigint not null,
  primary key (key, subject_id)
);
