use kernel::{Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Reply, Row, Tx};

use super::{Case, still_open, touch};
use crate::access::{Act, CasePass, Eye};
use crate::people::{Person, display};
use crate::texts::Texts;
use crate::{Faults, access, installed};

/// An issue of the household, or of one person in it.
#[derive(Debug, Clone, Serialize)]
pub struct IssueLine {
    /// The entry.
    pub id: Id<IssueLine>,
    /// Key of the issue type, as the profile defines it.
    pub issue_type: String,
    /// Whose issue; none for the household's.
    pub person: Option<String>,
    /// Which agency found it.
    pub found_by: String,
    /// When.
    pub found_on: Day,
    /// When it was no longer one.
    pub resolved_on: Option<Day>,
}

impl FromRow for IssueLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let name: Option<String> = row.get(2)?;
        let nickname: Option<String> = row.get(3)?;
        Ok(Self {
            id: row.get(0)?,
            issue_type: row.get(1)?,
            person: name.map(|name| display(&name, &nickname.unwrap_or_default())),
            found_by: row.get(4)?,
            found_on: row.get(5)?,
            resolved_on: row.get(6)?,
        })
    }
}

/// What a worker writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IssueForm {
    /// Key of the issue type.
    pub issue_type: String,
    /// The person's id; empty for the household.
    pub person: String,
    /// When it was found; today when empty.
    pub found_on: String,
}

/// The issues of a case that was let through: those of people in sight, and the household's for who sees the whole.
pub fn issues<'a>(tx: &'a Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Reply<'a, IssueLine>> {
    static SQL: Texts<2> = Texts::new();
    let sql = SQL.get(access::text(who, 0), || {
        format!(
            "SELECT i.id, i.issue_type, p.name, p.nickname, a.name, i.found_on, i.resolved_on
         FROM case_issues i JOIN agencies a ON a.id = i.found_by LEFT JOIN people p ON p.id = i.person_id
         WHERE i.case_id = $4 AND (($5 AND i.person_id IS NULL) OR (i.person_id IS NOT NULL AND {}))
         ORDER BY i.resolved_on IS NOT NULL, i.found_on, i.id",
            access::one(who, access::Kind::Person, Act::Read)
        )
    });
    tx.ask(sql, &Eye::of(who).with(&[&pass.id(), &pass.sees_whole()]))
}

/// Adds an issue.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the case is closed; [`Error::NotFound`] out of sight.
pub fn add(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &IssueForm) -> Result<()> {
    let mut faults = Faults::default();
    let today = who.now.day();
    let on = if form.found_on.trim().is_empty() {
        Some(today)
    } else {
        faults.event_day("found_on", "気づいた日", &form.found_on, today)
    };
    if form.issue_type.is_empty() {
        faults.add("issue_type", message::error_choose_one("課題"));
    }
    let person: Option<Id<Person>> = form.person.parse().ok();
    faults.done()?;
    still_open(access::case(tx, who, case, Act::Change)?.status())?;
    if let Some(person) = person {
        let of_case: Option<i64> =
            tx.opt("SELECT 1 FROM case_people WHERE case_id = $1 AND person_id = $2", &[&case, &person])?;
        of_case.ok_or(Error::NotFound)?;
    }
    insert(tx, who, case, person, &form.issue_type, on.unwrap_or(today))?;
    touch(tx, case)
}

pub(super) fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    person: Option<Id<Person>>,
    key: &str,
    on: Day,
) -> Result<()> {
    if !installed::knows_issue_type(tx, key)? {
        return Err(Error::invalid("issue_type", message::error_unknown_choice("課題")));
    }
    let id: Id<IssueLine> = tx.new_id();
    tx.exec(
        "INSERT INTO case_issues (id, case_id, person_id, issue_type, found_by, found_on) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &case, &person, &key, &who.agency, &on],
    )?;
    Ok(())
}

/// Notes that an issue is no longer one.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn resolve(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<IssueLine>) -> Result<()> {
    access::case(tx, who, case, Act::Change)?;
    tx.exec_one(
        "UPDATE case_issues SET resolved_on = $3 WHERE id = $1 AND case_id = $2 AND resolved_on IS NULL",
        &[&id, &case, &who.now.day()],
    )?;
    touch(tx, case)
}
