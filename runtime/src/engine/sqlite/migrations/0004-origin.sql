-- The run whose message a person submitted again; the index finds the copies of a run.
alter table runs add column origin_run text;
create index runs_by_origin on runs (origin_run, accepted_at) where origin_run is not null;
