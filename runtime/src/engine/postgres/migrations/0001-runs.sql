-- Runs, their journal, and what finds them again, as in the file of the embedded engine (`../../sqlite/migrations`): the same tables, with
-- what several members at once need. Times are milliseconds since the epoch. Texts are compared by code point ("C"), so that "begins
-- with" is a range of the index. There are no foreign keys: each would need an index of its own on the path of every message.

create table runs (
  -- Orders a partition, whose acceptances wait for each other. Elsewhere runs of the same instant are ordered by their ids.
  seq bigint generated always as identity primary key,
  id text collate "C" not null unique,
  unit text collate "C" not null,
  flow text collate "C" not null,
  version text collate "C" not null,
  trigger_node text not null,
  accepted_at bigint not null,
  status text not null,
  epoch integer not null,
  entries integer not null,
  deaths integer not null default 0,
  news integer not null default 0,
  ready_at bigint,
  member text,
  wake_at bigint,
  ended_at bigint,
  partition_key text collate "C",
  keys text,
  parent_run text,
  parent_path text,
  parent_depth integer,
  error text,
  error_node text,
  origin_run text collate "C",
  compensation text,
  -- Mark of the last commit, by which its member knows it again when the answer to "commit" was lost.
  commit_mark text
) with (fillfactor = 80);

create index runs_by_time on runs (accepted_at, id);
create index runs_by_flow on runs (flow, accepted_at, id);
create index runs_by_status on runs (status, accepted_at) where status <> 'done';
create index runs_ready on runs (ready_at, id) where ready_at is not null;
create index runs_asleep on runs (wake_at) where wake_at is not null;
create index runs_leased on runs (member) where member is not null;
create index runs_in_line on runs (flow, partition_key, seq)
  where partition_key is not null and status in ('accepted', 'running', 'waiting', 'retrying');
create index runs_by_origin on runs (origin_run, accepted_at) where origin_run is not null;
create index runs_in_queue on runs (flow, ready_at, id) where ready_at is not null and member is null;
create index runs_suspect on runs (ready_at) where deaths > 0 and ready_at is not null;

create table journal (
  run bigint not null,
  n integer not null,
  kind text not null,
  body text not null,
  encoding integer not null,
  key_id integer not null,
  primary key (run, n)
);

create table business_keys (
  value text collate "C" not null,
  accepted_at bigint not null,
  run bigint not null,
  primary key (value, accepted_at, run)
);
create index business_keys_of_run on business_keys (run);

create table dedupe (
  flow text collate "C" not null,
  key text collate "C" not null,
  trigger_node text collate "C" not null,
  run bigint not null,
  expires_at bigint not null,
  fingerprint text,
  primary key (flow, key, trigger_node)
);
create index dedupe_expired on dedupe (expires_at);
create index dedupe_of_run on dedupe (run);

-- Counts, each in several rows: transactions that end at the same time would wait for each other at one.
create table traffic (
  slot bigint not null,
  flow text collate "C" not null,
  shard integer not null,
  accepted integer not null,
  done integer not null,
  failed integer not null,
  primary key (slot, flow, shard)
) with (fillfactor = 50);

create table open_runs (
  flow text collate "C" not null,
  version text collate "C" not null,
  shard integer not null,
  open integer not null,
  primary key (flow, version, shard)
) with (fillfactor = 50);

create table slots (
  schedule text collate "C" not null,
  slot bigint not null,
  -- Of the call that it went to, which knows it again when the answer to "commit" was lost.
  mark text not null,
  primary key (schedule, slot)
);

create table cursors (
  name text collate "C" primary key,
  value text not null
);

create table waits (
  id bigint generated always as identity primary key,
  run bigint not null,
  path text collate "C" not null,
  node text not null,
  kind text not null,
  state text not null,
  unit text collate "C" not null,
  topic text collate "C",
  key text collate "C",
  since bigint not null,
  until bigint not null,
  detail text not null,
  answered_by text,
  row integer
);
create unique index waits_of_run on waits (run, path);
create index waits_for_callback on waits (unit, topic, key, id) where kind = 'callback' and state = 'open';
create index waits_for_person on waits (unit, until, id) where kind = 'person' and state = 'open';

create table callbacks (
  id bigint generated always as identity primary key,
  unit text collate "C" not null,
  topic text collate "C" not null,
  key text collate "C" not null,
  digest text collate "C" not null,
  source text collate "C" not null unique,
  run text,
  expires_at bigint not null,
  body text not null,
  encoding integer not null,
  key_id integer not null
);
create unique index callbacks_once on callbacks (unit, topic, key, digest);
create index callbacks_parked on callbacks (unit, topic, key, id) where run is null;
create index callbacks_expired on callbacks (expires_at);

create table part_groups (
  id bigint generated always as identity primary key,
  unit text not null,
  flow text collate "C" not null,
  node text collate "C" not null,
  key text collate "C" not null,
  version text not null,
  state text not null,
  reason text,
  parts integer not null,
  bytes bigint not null,
  opened_at bigint not null,
  remember_ms bigint not null,
  next_at bigint not null
);
create unique index part_groups_open on part_groups (flow, node, key) where state = 'open';
create index part_groups_by_key on part_groups (flow, node, key, id);
create index part_groups_due on part_groups (next_at);

create table group_parts (
  group_id bigint not null,
  n integer not null,
  run text collate "C" not null,
  path text collate "C" not null,
  size bigint not null,
  body text not null,
  encoding integer not null,
  key_id integer not null,
  primary key (group_id, n)
);
create unique index group_parts_once on group_parts (group_id, run, path);
