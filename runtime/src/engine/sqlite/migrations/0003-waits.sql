-- What runs wait for from outside, and callbacks that came before anybody waited for them.

-- One step of one run that waits or has waited; gone when the run is done.
create table waits (
  id integer primary key,
  -- Sequence number of the run.
  run integer not null,
  path text not null,
  node text not null,
  -- callback, person, answer (a question that is asked again and again).
  kind text not null,
  -- open; closed: its run ended without an answer, and may be resumed; answered.
  state text not null,
  unit text not null,
  -- Of a callback.
  topic text,
  key text,
  since integer not null,
  until integer not null,
  -- JSON of what it waits for.
  detail text not null,
  -- Who decided.
  answered_by text,
  -- Of an answer: the row of the journal that the next question overwrites.
  row integer
) strict;

create unique index waits_of_run on waits (run, path);
create index waits_for_callback on waits (unit, topic, key, id) where kind = 'callback' and state = 'open';
create index waits_for_person on waits (unit, until, id) where kind = 'person' and state = 'open';

-- Callbacks that are parked (`run` is null), or were delivered and are remembered so that a repetition is known.
create table callbacks (
  id integer primary key,
  unit text not null,
  topic text not null,
  key text not null,
  digest text not null,
  -- The step that delivered it.
  source text not null unique,
  -- Id of the run that has it.
  run text,
  expires_at integer not null,
  -- The message while it is parked.
  body any not null,
  encoding integer not null,
  key_id integer not null
) strict;

create unique index callbacks_once on callbacks (unit, topic, key, digest);
create index callbacks_parked on callbacks (unit, topic, key, id) where run is null;
create index callbacks_expired on callbacks (expires_at);
