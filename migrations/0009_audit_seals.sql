-- The log, sealed: each event in a dense order of its own, chained and signed (U-02). `docs/AUDIT_FORMAT.md`.

-- The place of an event in the chain. Written some minutes after the event, by the sealer alone.
CREATE TABLE audit_links (
    -- 1, 2, 3 … without a gap, in the order of sealing.
    n BIGINT NOT NULL PRIMARY KEY,
    -- The event. No foreign key: the link outlives what it proves.
    seq BIGINT NOT NULL,
    leaf BYTEA NOT NULL,
    link BYTEA NOT NULL
);
CREATE UNIQUE INDEX audit_links_seq ON audit_links (seq);

-- What was signed after so many links.
CREATE TABLE audit_checkpoints (
    size BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    -- The highest number among the events that were sealed by then.
    top_seq BIGINT NOT NULL,
    -- The roots of the full subtrees, from which the tree grows on.
    peaks BYTEA NOT NULL,
    -- The signed text.
    note TEXT NOT NULL
);
