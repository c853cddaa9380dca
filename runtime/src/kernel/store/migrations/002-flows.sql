-- Flows, personal drafts, immutable versions, and which version receives new messages.
-- Flow ids are unique in the installation, because runs and gateway addresses name a flow by its id alone.

CREATE TABLE flows (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES units (id),
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

-- `base` is the version that was active when the draft last agreed with it; NULL when the flow was never published.
CREATE TABLE drafts (
  flow TEXT NOT NULL REFERENCES flows (id),
  account TEXT NOT NULL,
  unit TEXT NOT NULL,
  revision INTEGER NOT NULL,
  text TEXT NOT NULL,
  layout TEXT,
  hash TEXT NOT NULL,
  base TEXT,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (flow, account)
) STRICT;

CREATE TABLE versions (
  flow TEXT NOT NULL REFERENCES flows (id),
  version TEXT NOT NULL,
  unit TEXT NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  layout TEXT,
  note TEXT NOT NULL,
  by_account TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (flow, version),
  UNIQUE (flow, number)
) STRICT;

-- `since`: from when on this deployment counts for schedules (publish, roll back or resume).
CREATE TABLE deployments (
  flow TEXT PRIMARY KEY REFERENCES flows (id),
  unit TEXT NOT NULL,
  version TEXT NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0,
  by_account TEXT NOT NULL,
  at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  FOREIGN KEY (flow, version) REFERENCES versions (flow, version)
) STRICT;
