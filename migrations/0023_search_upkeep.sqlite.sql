-- The grams of what is saved are appended; they are put together behind the requests, not while somebody saves.
INSERT INTO fts_search (fts_search, rank) VALUES ('automerge', 0);
