use kernel::Result;

use crate::{Db, Kind, Tx};

impl Db {
    /// The schema as text that must be the same on both databases: columns with class and nullability, primary
    /// keys, foreign keys and indexes. Tables of a search engine (`fts_…`) differ by nature and are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn schema(&self) -> Result<String> {
        self.read(|tx| {
            let mut out = String::new();
            for table in tables(tx)? {
                out.push_str(&format!("{table}\n"));
                for part in [columns(tx, &table)?, foreign_keys(tx, &table)?, indexes(tx, &table)?] {
                    part.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
                }
            }
            Ok(out)
        })
    }
}

fn tables(tx: &Tx<'_>) -> Result<Vec<String>> {
    tx.all(
        match tx.kind() {
            Kind::Sqlite => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'fts%'
                 ORDER BY name"
            }
            Kind::Postgres => {
                "SELECT table_name::text FROM information_schema.tables
                 WHERE table_schema = current_schema() AND table_name NOT LIKE 'fts%' ORDER BY 1"
            }
        },
        &[],
    )
}

fn columns(tx: &Tx<'_>, table: &str) -> Result<Vec<String>> {
    let rows: Vec<(String, String, String)> = tx.all(
        match tx.kind() {
            Kind::Sqlite => {
                "SELECT name, CASE WHEN type IN ('INTEGER', 'BIGINT') THEN 'int' WHEN type = 'TEXT' THEN 'text' ELSE 'bytes' END,
                        CASE WHEN \"notnull\" = 1 OR pk > 0 THEN ' not null' ELSE '' END
                 FROM pragma_table_info($1) ORDER BY name"
            }
            Kind::Postgres => {
                "SELECT column_name::text,
                        CASE data_type WHEN 'bigint' THEN 'int' WHEN 'boolean' THEN 'int' WHEN 'text' THEN 'text' ELSE 'bytes' END,
                        CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
                 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY 1"
            }
        },
        &[&table],
    )?;
    Ok(rows.into_iter().map(|(name, class, null)| format!("{name} {class}{null}")).collect())
}

fn foreign_keys(tx: &Tx<'_>, table: &str) -> Result<Vec<String>> {
    let rows: Vec<(String, String)> = tx.all(
        match tx.kind() {
            Kind::Sqlite => "SELECT \"from\", \"table\" FROM pragma_foreign_key_list($1) ORDER BY 1, 2",
            Kind::Postgres => {
                "SELECT a.attname::text, c.confrelid::regclass::text
                 FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                 WHERE c.contype = 'f' AND c.conrelid = to_regclass($1) ORDER BY 1, 2"
            }
        },
        &[&table],
    )?;
    Ok(rows.into_iter().map(|(column, target)| format!("{column} -> {target}")).collect())
}

fn indexes(tx: &Tx<'_>, table: &str) -> Result<Vec<String>> {
    let rows: Vec<(String, String)> = tx.all(
        match tx.kind() {
            Kind::Sqlite => {
                "SELECT name, CASE \"unique\" WHEN 1 THEN 'unique ' ELSE '' END FROM pragma_index_list($1)
                 WHERE origin = 'c' ORDER BY name"
            }
            Kind::Postgres => {
                "SELECT c.relname::text, CASE WHEN i.indisunique THEN 'unique ' ELSE '' END
                 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                 WHERE i.indrelid = to_regclass($1) AND NOT EXISTS
                       (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY 1"
            }
        },
        &[&table],
    )?;
    Ok(rows.into_iter().map(|(name, unique)| format!("{unique}index {name}")).collect())
}
