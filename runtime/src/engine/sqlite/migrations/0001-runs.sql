-- Runs, their journal, and what finds them again. Times are milliseconds since the epoch.
--
-- There are no foreign keys: each would need an index of its own on the path of every message. What belongs together is
-- written in one transaction, and `sqlite.test.ts` compares the tables after kills.

-- A run. `seq` is the order of acceptance: it orders a partition and the queue, whatever the clocks of several processes say.
create table runs (
  seq integer primary key,
  id text not null unique,
  unit text not null,
  flow text not null,
  version text not null,
  trigger_node text not null,
  accepted_at integer not null,
  status text not null,
  -- Grows with every lease; a commit with an older one is stale.
  epoch integer not null,
  -- Rows in the journal, so the number of the next one.
  entries integer not null,
  deaths integer not null default 0,
  -- 1: something was journalled for the run by others while a member held it, so it must not go to sleep on it.
  news integer not null default 0,
  -- From when any member may claim it: acceptance, the timer, or the end of the lease. Null: ended, asleep without a timer,
  -- or behind an earlier run of its partition (set again when that one leaves the way).
  ready_at integer,
  -- Who holds the lease.
  member text,
  wake_at integer,
  ended_at integer,
  partition_key text,
  -- JSON object of the business keys; null when there are none.
  keys text,
  parent_run text,
  parent_path text,
  parent_depth integer,
  -- JSON of the error.
  error text,
  error_node text
) strict;

create index runs_by_time on runs (accepted_at);
create index runs_by_flow on runs (flow, accepted_at);
-- The others hold only runs that are not done, so they stay small however many runs are stored.
create index runs_by_status on runs (status, accepted_at) where status <> 'done';
create index runs_ready on runs (ready_at) where ready_at is not null;
create index runs_asleep on runs (wake_at) where wake_at is not null;
create index runs_leased on runs (member) where member is not null;
create index runs_in_line on runs (flow, partition_key)
  where partition_key is not null and status in ('accepted', 'running', 'waiting', 'retrying');

-- Journal rows of a run lie together without an index: id = seq * 2^20 + number; number 0 is the accepted message.
-- A stored payload is bytes + encoding + key: encoding 0 = JSON text here, 1 = SHA-256 of a blob file of JSON text; key 0 = plain.
create table journal (
  id integer primary key,
  kind text not null,
  body any not null,
  encoding integer not null default 0,
  key_id integer not null default 0
) strict;

create table business_keys (
  value text not null,
  accepted_at integer not null,
  run integer not null,
  primary key (value, accepted_at, run)
) strict, without rowid;

create table dedupe (
  flow text not null,
  key text not null,
  run integer not null,
  expires_at integer not null,
  primary key (flow, key)
) strict, without rowid;

-- How many messages a flow accepted and ended in five minutes, so that counting does not walk the runs.
create table traffic (
  slot integer not null,
  flow text not null,
  accepted integer not null,
  done integer not null,
  failed integer not null,
  primary key (slot, flow)
) strict, without rowid;

create table open_runs (
  flow text not null,
  version text not null,
  open integer not null,
  primary key (flow, version)
) strict, without rowid;

create table slots (
  schedule text not null,
  slot integer not null,
  primary key (schedule, slot)
) strict, without rowid;

create table cursors (
  name text primary key,
  value text not null
) strict, without rowid;
