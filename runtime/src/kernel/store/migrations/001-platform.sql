-- Who may act and what was done. Every row of the kernel belongs to a unit (đơn vị), so that several organisations
-- can share an installation later without moving data (design D18). Instants are milliseconds since the epoch.

CREATE TABLE units (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL
) STRICT;
INSERT INTO units (id, title) VALUES ('mac-dinh', 'Đơn vị mặc định');

-- Single facts about this installation.
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
  name TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES units (id),
  display_name TEXT NOT NULL,
  role TEXT NOT NULL,
  password TEXT,
  must_set_password INTEGER NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  last_sign_in_at INTEGER
) STRICT;

-- Tokens are stored as SHA-256 only: a copy of the database opens nothing.
CREATE TABLE sessions (
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (name),
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account);

CREATE TABLE sign_in_links (
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (name),
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  unit TEXT NOT NULL REFERENCES units (id),
  title TEXT NOT NULL,
  role TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT;

-- Hash chain; `audit_head` holds the newest hash, signed with the master key, so that a cut tail is seen.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  unit TEXT NOT NULL,
  actor TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  details TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_unit ON audit (unit, seq);
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  mac TEXT NOT NULL
) STRICT;
