use anyhow::Result;
use store::Config;

/// The URL of a database of its own on a server; made if it is not there.
pub(crate) fn postgres(server: &str, name: &str) -> Result<Config> {
    let mut client = postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls)?;
    let there = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])?;
    if there.is_none() {
        client.batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'"
        ))?;
    }
    Ok(Config::Postgres(format!("{server}/{name}")))
}
