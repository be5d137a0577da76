//! The few places where the two databases need different words. At most ten; a test counts them.

use crate::{Kind, Tx};

/// Entries of the search index whose grams are all among those of parameter `$n`: a subquery that answers their
/// document numbers. The grams are parted by spaces, which FTS5 reads as AND.
pub fn search_documents(tx: &Tx<'_>, n: usize) -> String {
    match tx.kind() {
        Kind::Sqlite => format!("SELECT rowid FROM fts_search WHERE fts_search MATCH ${n}"),
        Kind::Postgres => format!("SELECT doc FROM fts_search WHERE grams @> string_to_array(${n}, ' ')"),
    }
}

/// Stores the grams `$1` of the entry that was put in just before, on the same transaction.
pub fn search_add(tx: &Tx<'_>) -> &'static str {
    match tx.kind() {
        Kind::Sqlite => "INSERT INTO fts_search (rowid, grams) VALUES (last_insert_rowid(), $1)",
        Kind::Postgres => {
            "INSERT INTO fts_search (doc, grams) VALUES (currval('search_entries_doc_seq'), string_to_array($1, ' '))"
        }
    }
}

/// Stores the grams `$2` of document `$1`.
pub fn search_insert(tx: &Tx<'_>) -> &'static str {
    match tx.kind() {
        Kind::Sqlite => "INSERT INTO fts_search (rowid, grams) VALUES ($1, $2)",
        Kind::Postgres => "INSERT INTO fts_search (doc, grams) VALUES ($1, string_to_array($2, ' '))",
    }
}

/// Forgets the grams of the entry whose object is `$1`.
pub fn search_delete(tx: &Tx<'_>) -> &'static str {
    match tx.kind() {
        Kind::Sqlite => {
            "DELETE FROM fts_search WHERE rowid IN (SELECT doc FROM search_entries WHERE object_id = $1)"
        }
        Kind::Postgres => {
            "DELETE FROM fts_search WHERE doc IN (SELECT doc FROM search_entries WHERE object_id = $1)"
        }
    }
}

/// Puts some of the appended grams together, 64 pages at most; nothing where the database does that by itself.
pub fn search_tidy(tx: &Tx<'_>) -> Option<&'static str> {
    match tx.kind() {
        Kind::Sqlite => Some("INSERT INTO fts_search (fts_search, rank) VALUES ('merge', 64)"),
        Kind::Postgres => None,
    }
}
