-- Installations whose flow bundles are trusted: their public keys (Ed25519), named by SHA-256.

CREATE TABLE bundle_signers (
  id TEXT NOT NULL,
  unit TEXT NOT NULL REFERENCES units (id),
  title TEXT NOT NULL,
  public_key TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (unit, id)
) STRICT;
