-- What can be found by words: folded text and its grams (made in Rust by one function for writing and asking).
CREATE TABLE search_entries (
    doc BIGSERIAL PRIMARY KEY,
    kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    -- The row that decides who may find it: the person, or the case of a record.
    parent_id TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE UNIQUE INDEX search_entries_object ON search_entries (object_id);
CREATE INDEX search_entries_parent ON search_entries (parent_id);

CREATE TABLE fts_search (
    doc BIGINT NOT NULL PRIMARY KEY,
    grams TEXT[] NOT NULL
);
CREATE INDEX fts_search_grams ON fts_search USING GIN (grams);
