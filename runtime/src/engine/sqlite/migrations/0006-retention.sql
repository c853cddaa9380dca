-- Blob files that are still named: asked before one is removed. Only large payloads are in it.
create index journal_blobs on journal (body) where encoding = 1;
create index callback_blobs on callbacks (body) where encoding = 1;
