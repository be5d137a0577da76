use kernel::{Day, Id, PartialDay, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{FromRow, Param, Row, Tx};

use super::{Case, NEVER, Status};
use crate::access::{self, Act, Bases, Eye, NAMED};
use crate::audit::{Action, Event, Kind};
use crate::people::{self, Household, Person};

/// Rows of a page.
const PAGE: i64 = 50;

/// A line of a list of cases.
#[derive(Debug, Clone, Serialize)]
pub struct CaseLine {
    /// The case.
    pub id: Id<Case>,
    /// Its code.
    pub code: String,
    /// What to call its person.
    pub about: String,
    /// Furigana.
    pub kana: String,
    /// The person's birth, as far as known.
    pub birth: PartialDay,
    /// Where it stands.
    pub status: Status,
    /// The leading agency.
    pub lead: String,
    /// Its next open task.
    pub next_due_on: Option<Day>,
    /// Last contact with anybody of the household.
    pub last_contact_on: Option<Day>,
    /// On which bases the reader sees it.
    pub bases: Bases,
}

impl FromRow for CaseLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let name: Option<String> = row.get(2)?;
        let birth = if name.is_some() { people::birth(row, 5)? } else { PartialDay::UNKNOWN };
        Ok(Self {
            id: row.get(0)?,
            code: row.get(1)?,
            about: people::display(&name.unwrap_or_default(), &row.get::<String>(3)?),
            kana: row.get::<Option<String>>(4)?.unwrap_or_default(),
            birth,
            status: row.get(8)?,
            lead: row.get(9)?,
            next_due_on: row.get(10)?,
            last_contact_on: row.get(11)?,
            bases: row.get(12)?,
        })
    }
}

impl CaseLine {
    /// Days since anybody of the household was met or heard.
    pub fn quiet_days(&self, today: Day) -> Option<i32> {
        self.last_contact_on.map(|on| today.number() - on.number())
    }

    /// Whether its next task is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.next_due_on.is_some_and(|due| due < today)
    }

    /// Where the page after this line begins.
    pub fn cursor(&self) -> String {
        format!("{}~{}", self.next_due_on.map_or_else(|| NEVER.to_owned(), |day| day.to_string()), self.id)
    }
}

/// What [`CaseLine`] reads. The person in the middle is named only to whom they may be named.
fn select(bases: &str) -> String {
    format!(
        "c.id, c.code, p.name, CASE WHEN c.person_id IS NULL THEN c.nickname ELSE coalesce(p.nickname, '') END, p.kana,
         p.birth_precision, p.birth_earliest, p.birth_latest, c.status, a.name, c.next_due_on, c.last_contact_on, {bases}"
    )
}

/// Of what belongs to a case.
fn joins(named: &str) -> String {
    format!("JOIN agencies a ON a.id = c.lead_agency_id LEFT JOIN people p ON p.id = c.person_id AND {named}")
}

/// The cases in a list, by a condition on each.
fn from_cases(who: &Scope, condition: &str) -> String {
    let seen = access::many(who, access::Kind::Case, Act::List);
    let select = select(&access::bases(access::Kind::Case));
    format!("SELECT {select} FROM cases c {} WHERE {seen} AND {condition}", joins(NAMED))
}

/// Which cases to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Key of a [`Status`]; all that are not closed when empty.
    pub status: String,
    /// Only those without contact for so many days.
    pub quiet: String,
    /// Only those with a task that is late.
    pub overdue: String,
    /// Where the page begins: the cursor of the last line of the page before.
    pub after: String,
}

/// The cases in sight, those due first at the top.
///
/// # Errors
/// Those of the database.
pub fn work_list(tx: &Tx<'_>, who: &Scope, filter: &Filter) -> Result<Vec<CaseLine>> {
    let today = who.now.day();
    let (due, id) = filter.after.split_once('~').unwrap_or(("", ""));
    let (due, id) = (due.to_owned(), id.to_owned());
    let eye = Eye::of(who);
    // In the order of the team's own index, so that only the lines of this page are read. Closed cases have no place:
    // there the ground that lasts longest speaks for an agency that has several.
    let (place, open) = match filter.status.as_str() {
        "closed" => (
            "coalesce(c.next_due_on, '9999-12-31')",
            " AND t.id = (SELECT o.id FROM case_team o WHERE o.case_id = t.case_id AND o.agency_id = t.agency_id
                 AND o.left_at IS NULL ORDER BY o.until_at DESC, o.id LIMIT 1)",
        ),
        _ => ("t.due_on", " AND t.due_on IS NOT NULL"),
    };
    let mut sql = format!(
        "SELECT {} FROM case_team t JOIN cases c ON c.id = t.case_id {} WHERE {}{open}",
        select(&access::bases_by_row()),
        joins(&access::named_by_row()),
        access::team_rows(who)
    );
    let mut params: Vec<&dyn Param> = eye.with(&[]);
    if !filter.after.is_empty() {
        params.extend([&due as &dyn Param, &id]);
        sql.push_str(&format!(" AND ({place}, t.case_id) > ($4, $5)"));
    }
    if !filter.status.is_empty() {
        params.push(&filter.status);
        sql.push_str(&format!(" AND c.status = ${}", params.len()));
    }
    let quiet_since = filter.quiet.parse::<i32>().ok().map(|days| today.plus(-days));
    if let Some(day) = &quiet_since {
        params.push(day);
        sql.push_str(&format!(" AND coalesce(c.last_contact_on, c.opened_on) < ${}", params.len()));
    }
    if !filter.overdue.is_empty() {
        params.push(&today);
        sql.push_str(&format!(" AND c.next_due_on < ${}", params.len()));
    }
    sql.push_str(&format!(" ORDER BY {place}, t.case_id LIMIT {PAGE}"));
    listed(tx, who, tx.all(&sql, &params)?)
}

/// Cases in sight with which nobody has been in contact for `days`, the quietest first.
///
/// # Errors
/// Those of the database.
pub fn quiet(tx: &Tx<'_>, who: &Scope, days: i32) -> Result<Vec<CaseLine>> {
    let since = who.now.day().plus(-days);
    let sql = from_cases(
        who,
        "c.status <> 'closed' AND coalesce(c.last_contact_on, c.opened_on) < $4
         ORDER BY coalesce(c.last_contact_on, c.opened_on), c.id LIMIT 20",
    );
    listed(tx, who, tx.all(&sql, &Eye::of(who).with(&[&since]))?)
}

/// The cases in sight that are about a person.
///
/// # Errors
/// Those of the database.
pub fn lines_of_person(tx: &Tx<'_>, who: &Scope, person: Id<Person>) -> Result<Vec<CaseLine>> {
    let sql = from_cases(
        who,
        "c.id IN (SELECT case_id FROM case_people WHERE person_id = $4) ORDER BY c.updated_at DESC LIMIT 20",
    );
    listed(tx, who, tx.all(&sql, &Eye::of(who).with(&[&person]))?)
}

/// The cases in sight of a household.
///
/// # Errors
/// Those of the database.
pub fn lines_of_household(tx: &Tx<'_>, who: &Scope, household: Id<Household>) -> Result<Vec<CaseLine>> {
    let sql = from_cases(who, "c.household_id = $4 ORDER BY c.updated_at DESC LIMIT 20");
    listed(tx, who, tx.all(&sql, &Eye::of(who).with(&[&household]))?)
}

/// One line of the log for each set of bases, so that it tells on which each case was listed.
fn listed(tx: &Tx<'_>, who: &Scope, lines: Vec<CaseLine>) -> Result<Vec<CaseLine>> {
    let mut all: Vec<Bases> = lines.iter().map(|line| line.bases).collect();
    all.sort();
    all.dedup();
    for bases in all {
        let ids = lines.iter().filter(|line| line.bases == bases).map(|line| line.id);
        Event::many(Action::List, Kind::Case, ids).on(bases).record(tx, who)?;
    }
    Ok(lines)
}
