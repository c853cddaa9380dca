-- How hard a partner may be called: JSON of the connection's limits; what it leaves out has its default.
ALTER TABLE connections ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';
