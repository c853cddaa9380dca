-- The queue by flow, for claims that are shared out. Only runs that nobody holds: a message that runs at once never enters it.
create index runs_in_queue on runs (flow, ready_at) where ready_at is not null and member is null;

-- Runs whose worker died, so that looking for one does not walk the whole queue.
create index runs_suspect on runs (ready_at) where deaths > 0 and ready_at is not null;
