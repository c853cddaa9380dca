-- Where flows reach to, what they look up, and which scheduled slots were handed over.

CREATE TABLE connections (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES units (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  config TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;

-- AES-256-GCM; connection, name and version are bound to each row as associated data.
CREATE TABLE connection_secrets (
  connection TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  nonce BLOB NOT NULL,
  cipher BLOB NOT NULL,
  tag BLOB NOT NULL,
  key_id TEXT NOT NULL,
  PRIMARY KEY (connection, name)
) STRICT;

CREATE TABLE code_tables (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES units (id),
  title TEXT NOT NULL,
  entries TEXT NOT NULL,
  entry_count INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;

-- The newest slot of a schedule that a worker has confirmed; a newer slot in the engine is handed over again after a crash.
CREATE TABLE schedule_marks (
  schedule TEXT PRIMARY KEY,
  slot INTEGER NOT NULL
) STRICT;
