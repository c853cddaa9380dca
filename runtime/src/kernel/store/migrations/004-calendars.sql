-- Versions of the working calendar; each counts from an instant on, so that a run goes on with the one it began with.

CREATE TABLE calendars (
  version INTEGER PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES units (id),
  data TEXT NOT NULL,
  in_force_from INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;
