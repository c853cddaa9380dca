-- Messages of several runs that wait for each other at a node until their group closes.

create table part_groups (
  -- Never used again: the run of a closed group is found by it.
  id integer primary key autoincrement,
  unit text not null,
  flow text not null,
  node text not null,
  key text not null,
  -- Of the newest part.
  version text not null,
  -- open; closed: its run is to be accepted; settled: remembered, so that a late part is known.
  state text not null,
  -- count, condition, time.
  reason text,
  parts integer not null,
  bytes integer not null,
  opened_at integer not null,
  remember_ms integer not null,
  -- open: when its time is up; closed: when a member may take it; settled: when it is forgotten.
  next_at integer not null
) strict;

create unique index part_groups_open on part_groups (flow, node, key) where state = 'open';
create index part_groups_by_key on part_groups (flow, node, key);
create index part_groups_due on part_groups (next_at);

create table group_parts (
  group_id integer not null,
  n integer not null,
  -- Id of the run, and the step in it that the part came from.
  run text not null,
  path text not null,
  size integer not null,
  body any not null,
  encoding integer not null,
  key_id integer not null,
  primary key (group_id, n)
) strict, without rowid;

create unique index group_parts_once on group_parts (group_id, run, path);
-- Blob files that are still named: asked before one is removed.
create index group_part_blobs on group_parts (body) where encoding = 1;
