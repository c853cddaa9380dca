-- Saved test cases of flows, shared by all who work on the flow. `text` is the JSON of the case as its file has it.

CREATE TABLE test_cases (
  flow TEXT NOT NULL REFERENCES flows (id),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (flow, name)
) STRICT;
