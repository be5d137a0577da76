-- What can be found by words: folded text and its grams (made in Rust by one function for writing and asking).
CREATE TABLE search_entries (
    doc INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    -- The row that decides who may find it: the person, or the case of a record.
    parent_id TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_entries_object ON search_entries (object_id);
CREATE INDEX search_entries_parent ON search_entries (parent_id);

-- Grams are plain words, asked for all at once: no positions, no copies, no ranking.
CREATE VIRTUAL TABLE fts_search USING fts5
    (grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
