use kernel::{Id, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{Param, Tx};

use super::{Lesson, LookBack, Number, lesson};
use crate::installed::IssueType;

/// Lessons of a page.
const PAGE: usize = 50;

/// Which lessons to show.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Key of an issue type; all when empty.
    pub issue: String,
    /// A number; all when empty.
    pub number: String,
    /// Where the page begins: the cursor of the last lesson of the page before.
    pub after: String,
}

/// 事例集: what was learnt, for everybody who works here.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Library {
    /// The lessons, the latest fiscal years first; within a year in no order that tells anything.
    pub lessons: Vec<Lesson>,
    /// Issue types that any of them has.
    pub issues: Vec<IssueType>,
    /// The lessons after these.
    pub next: Option<String>,
}

/// Published lessons. They tell of nobody, so that whoever works here may read them without a ground in any case.
///
/// # Errors
/// Those of the database.
pub fn library(tx: &Tx<'_>, who: &Scope, filter: &Filter) -> Result<Library> {
    if !who.accepted_rules {
        return Ok(Library::default());
    }
    let number = Number::parse(&filter.number).map_or_else(|_| filter.number.clone(), |n| n.to_string());
    let (year, after) = filter.after.split_once('~').unwrap_or(("", ""));
    let year: i64 = year.parse().unwrap_or(i64::MAX);
    let params: [&dyn Param; 4] = [&filter.issue, &number, &year, &after];
    let condition = format!(
        "b.status = 'published' AND ($1 = '' OR EXISTS (SELECT 1 FROM look_back_issues i
             WHERE i.look_back_id = b.id AND i.issue_type = $1)) AND ($2 = '' OR b.code = $2)
         AND (b.year < $3 OR (b.year = $3 AND b.code > $4)) ORDER BY b.year DESC, b.code LIMIT {}",
        PAGE + 1
    );
    let mut lessons: Vec<Lesson> =
        lesson::select(tx, &condition, &params)?.into_iter().map(|(_, lesson)| lesson).collect();
    let more = lessons.len() > PAGE;
    lessons.truncate(PAGE);
    let last = lessons.last().filter(|_| more);
    Ok(Library {
        next: last.map(|last| format!("{}~{}", last.year.unwrap_or_default(), last.number)),
        issues: tx.all(
            "SELECT y.key, y.name FROM issue_types y WHERE EXISTS (SELECT 1 FROM look_back_issues i
                 JOIN look_backs b ON b.id = i.look_back_id WHERE i.issue_type = y.key AND b.status = 'published')
             ORDER BY y.position, y.key",
            &[],
        )?,
        lessons,
    })
}

/// The published look-back of a number.
pub(crate) fn published(tx: &Tx<'_>, number: &str) -> Result<Option<Id<LookBack>>> {
    let Ok(number) = Number::parse(number) else { return Ok(None) };
    tx.opt("SELECT id FROM look_backs WHERE code = $1 AND status = 'published'", &[&number.to_string()])
}
