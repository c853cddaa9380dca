-- Circuits that are not closed, so that a restart does not let everybody loose on a partner in trouble. Instants in milliseconds.
CREATE TABLE circuits (
  connection TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  pause_ms INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
