-- Digest of the request that a key against duplicates came with; null when the key itself stands for the content.
alter table dedupe add column fingerprint text;
