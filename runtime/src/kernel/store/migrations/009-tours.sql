-- Where an account stands in the first-run tour. Callers without an account (tokens) have a row of their own, too.

CREATE TABLE tours (
  account TEXT PRIMARY KEY,
  data TEXT NOT NULL
) STRICT;
