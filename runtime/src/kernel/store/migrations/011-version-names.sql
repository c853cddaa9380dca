-- What people call a version, and when and why an older version was made the running one again.

ALTER TABLE versions ADD COLUMN name TEXT NOT NULL DEFAULT '';

CREATE TABLE version_returns (
  id INTEGER PRIMARY KEY,
  flow TEXT NOT NULL,
  version TEXT NOT NULL,
  note TEXT NOT NULL,
  by_account TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (flow, version) REFERENCES versions (flow, version)
) STRICT;
CREATE INDEX version_returns_of ON version_returns (flow, version, id);
