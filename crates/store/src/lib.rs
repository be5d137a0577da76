//! The seam: one SQL text on SQLite and PostgreSQL, synchronous units of work, and nothing about welfare.
//!
//! A unit of work is a closure over a [`Tx`]: `db.read(|tx| …)` or `db.write(|tx| …)`. It cannot await, so no
//! network call can sit inside a transaction, and PostgreSQL can run it again after a serialisation failure.
//! Only this crate names a driver. See `docs/SQL.md` for the dialect that both databases share.

mod appends;
mod backup;
mod bulk;
mod cell;
mod db;
pub mod dialect;
mod fault;
mod migrate;
mod param;
mod pg;
mod reply;
mod row;
mod schema;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;

pub use appends::{Append, AppendValue};
pub use backup::restore;
pub use cell::{Cell, Column};
pub use db::{Config, Db, Kind};
pub use migrate::Migration;
pub use param::{Bound, Param};
pub use pg::SETTINGS as POSTGRES_SETTINGS;
pub use reply::Reply;
pub use row::{FromRow, Row};
pub use tx::Tx;
