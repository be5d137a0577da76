use kernel::{Day, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{MemberField, register};
use crate::Choice;
use crate::exports::csv;

/// How many sit in a body on a day, by field (TOK-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberCount {
    /// Key of the body.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its kind, in words.
    pub kind: String,
    /// 福祉.
    pub welfare: i64,
    /// 福祉以外.
    pub non_welfare: i64,
    /// 庁外.
    pub outside: i64,
}

impl MemberCount {
    /// Everybody.
    pub fn all(&self) -> i64 {
        self.welfare + self.non_welfare + self.outside
    }
}

/// Members of every body on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The day.
    pub on: Day,
    /// Each body, those without members too.
    pub bodies: Vec<MemberCount>,
}

struct Found {
    key: String,
    field: MemberField,
    n: i64,
}
row!(Found { key, field, n });

/// Members of every body on a day, by field, for everybody who works here.
///
/// # Errors
/// Those of the database.
pub fn report(tx: &Tx<'_>, who: &Scope, on: Day) -> Result<Report> {
    let found: Vec<Found> = tx.all(
        "SELECT c.key, m.field, count(*) FROM committee_members m JOIN committees c ON c.id = m.committee_id
         WHERE m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on >= $1) GROUP BY c.key, m.field ORDER BY c.key, m.field",
        &[&on],
    )?;
    let count = |key: &str, field: MemberField| {
        found.iter().find(|row| row.key == key && row.field == field).map_or(0, |row| row.n)
    };
    let bodies = register::list(tx, who)?.into_iter().map(|body| MemberCount {
        welfare: count(&body.key, MemberField::Welfare),
        non_welfare: count(&body.key, MemberField::NonWelfare),
        outside: count(&body.key, MemberField::Outside),
        key: body.key,
        name: body.name,
        kind: body.kind,
    });
    Ok(Report { on, bodies: bodies.collect() })
}

/// The same as a file for a spreadsheet. It has no personal data, so that it needs no right to take it out.
///
/// # Errors
/// Those of the database.
pub fn report_file(tx: &Tx<'_>, who: &Scope, on: Day) -> Result<String> {
    let report = report(tx, who, on)?;
    let fields = MemberField::ALL.iter().map(|field| field.label().to_owned());
    let head: Vec<String> =
        ["合議体", "種類"].map(str::to_owned).into_iter().chain(fields).chain(["計".to_owned()]).collect();
    let mut rows = vec![vec![format!("{}の構成員の数", on.text_form())], head];
    rows.extend(report.bodies.iter().map(|body| {
        let numbers = [body.welfare, body.non_welfare, body.outside, body.all()].map(|n| n.to_string());
        [body.name.clone(), body.kind.clone()].into_iter().chain(numbers).collect()
    }));
    Ok(csv::write(&rows))
}
