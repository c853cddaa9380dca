-- Signing in through an outside provider of identities (OpenID Connect).

-- The one provider. Its client secret is sealed (AES-256-GCM); the version is bound to it as associated data.
CREATE TABLE identity_source (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  unit TEXT NOT NULL REFERENCES units (id),
  settings TEXT NOT NULL,
  version INTEGER NOT NULL,
  nonce BLOB NOT NULL,
  cipher BLOB NOT NULL,
  tag BLOB NOT NULL,
  key_id TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;

-- People of the provider. `id` is a keyed digest of provider, claim and identifier: the identifier itself (it may be a citizen's number)
-- is not kept, only its end for a person to recognise. `by_rule`: the role follows the claims at each sign-in.
CREATE TABLE outside_people (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES units (id),
  display_name TEXT NOT NULL,
  identifier_end TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused')),
  account TEXT REFERENCES accounts (name),
  by_rule INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  tries INTEGER NOT NULL
) STRICT;
CREATE INDEX outside_people_by_state ON outside_people (unit, state, last_at);

-- How a session was begun: `local` (password, link) or `outside`.
ALTER TABLE sessions ADD COLUMN way TEXT NOT NULL DEFAULT 'local';
