//! Municipality profiles: the local differences of 重層的支援体制整備事業 as data, and the pure code that reads,
//! checks, prints and compares them. Nothing here touches a database.
//!
//! Legal grounds are code, local choices are profile: a profile can add restrictions but never take away a legal
//! one ([`check`]). Where the source document of a profile is silent its settings are [`Setting::Unset`], and the
//! software asks instead of guessing.

mod check;
mod compare;
mod fault;
mod labels;
mod load;
mod open;
mod outline;
mod profile;
mod read;
mod record;
mod setting;
mod shipped;
mod suggest;
mod table;
mod values;
mod windows;

pub use check::check;
pub use compare::{Difference, compare, difference_table};
pub use fault::ProfileFault;
pub use labels::{setting_label, value_label};
pub use open::{OpenSetting, open_settings};
pub use outline::{Heading, outline};
pub use profile::*;
pub use read::Finding;
pub use setting::{Basis, SeedLines, Setting, UNSET};
pub use shipped::{SHIPPED, Shipped, defaults, shipped};
pub use suggest::{
    Lead, Responsible, case_lead, may_convene_statutory, responsible, suggested_members, suggested_systems,
};
pub use table::{Cell, Format, Row, Table, TableColumn, programme_table};
pub use windows::{Guide, WorryGroup, guide, search_windows, windows_by_worry};
