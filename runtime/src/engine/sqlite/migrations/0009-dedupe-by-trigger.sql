-- A sender's key belongs to the trigger that it came to; '' = the whole flow, as it was for keys from before, which stay in force in their
-- window, and is for keys that the runtime itself makes.
create table dedupe_by_trigger (
  flow text not null,
  key text not null,
  trigger_node text not null,
  run integer not null,
  expires_at integer not null,
  -- Digest of the request that a key against duplicates came with; null when the key itself stands for the content.
  fingerprint text,
  primary key (flow, key, trigger_node)
) strict, without rowid;

insert into dedupe_by_trigger (flow, key, trigger_node, run, expires_at, fingerprint)
  select flow, key, '', run, expires_at, fingerprint from dedupe order by flow, key;

drop table dedupe;
alter table dedupe_by_trigger rename to dedupe;
