//! 緊急閲覧: one person opens one case for an hour at most, because life or limb is in danger (個人情報保護法 69条2項4号).
//! It is never a list, never an export, never an address; the privacy officer is told at once and reviews it.

use kernel::{CaseCode, Day, Error, Id, Instant, Result, Role, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use crate::Faults;
use crate::access::{self, Bases, Basis, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::{self, Case};
use crate::choices::choices;

/// How long it lasts.
pub const MINUTES: i64 = 60;
/// Business days within which it must be reviewed.
const REVIEW_DAYS: i32 = 3;
/// Characters of the reason, at least.
const REASON: usize = 20;

choices! {
    /// What the review found.
    pub enum Finding {
        Justified = "justified" "必要な閲覧だった",
        Doubtful = "doubtful" "確かめることがある",
        Wrong = "wrong" "必要のない閲覧だった",
    }
}

/// What the person writes. Either the code of the case, or name and birth that both fit.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmergencyForm {
    /// The code of the case.
    pub case: String,
    /// Name or reading of its person.
    pub name: String,
    /// Birth of its person.
    pub birth: String,
    /// What happens.
    pub reason: String,
    /// Whom the person has called.
    pub contacted: String,
    /// The six digits of the authenticator, checked before by [`crate::staff::second_factor`].
    pub code: String,
}

/// An opening, for the person and for the review.
#[derive(Debug, Clone, Serialize)]
pub struct Emergency {
    /// The opening.
    pub id: Id<Emergency>,
    /// The code of the case.
    pub code: String,
    /// Who opened it.
    pub staff_name: String,
    /// Standing where.
    pub agency_name: String,
    /// Why.
    pub reason: String,
    /// Whom the person called.
    pub contacted: String,
    /// When.
    pub began_at: Instant,
    /// Until when.
    pub until_at: Instant,
    /// The last day on which the review is not late.
    pub review_due_on: Day,
    /// When it was reviewed.
    pub reviewed_at: Option<Instant>,
    /// What was found: key of a [`Finding`], or empty.
    pub finding: String,
    /// Words on that.
    pub review_note: String,
}
row!(Emergency {
    id,
    code,
    staff_name,
    agency_name,
    reason,
    contacted,
    began_at,
    until_at,
    review_due_on,
    reviewed_at,
    finding,
    review_note
});

impl Emergency {
    /// Whether it is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.reviewed_at.is_none() && self.review_due_on < today
    }
}

const SELECT: &str =
    "SELECT e.id, c.code, s.name, a.name, e.reason, e.contacted, e.began_at, e.until_at, e.review_due_on,
        e.reviewed_at, e.finding, e.review_note
    FROM emergency_accesses e JOIN cases c ON c.id = e.case_id JOIN staff s ON s.id = e.staff_id
    JOIN agencies a ON a.id = e.agency_id";

/// Opens a case; answers its code. The second factor has been asked for before.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] while an earlier one waits for its late review;
/// [`Error::NotFound`] for an unknown case, for one that the person must not see, and unless name and birth fit one.
pub fn begin(tx: &Tx<'_>, who: &Scope, form: &EmergencyForm) -> Result<String> {
    access::casework(who)?;
    let mut faults = Faults::default();
    let reason = faults.required_text("reason", "何が起きているか", &form.reason);
    if !reason.is_empty() && reason.chars().count() < REASON {
        faults.add("reason", message::emergency_reason_short());
    }
    let contacted = faults.line("contacted", "だれに連絡したか", &form.contacted);
    if form.case.trim().is_empty() && (form.name.trim().is_empty() || form.birth.trim().is_empty()) {
        faults.add("case", message::error_required("ケース番号、または氏名と生年月日"));
    }
    faults.done()?;
    let today = who.now.day();
    if is_locked(tx, who, today)? {
        return Err(Error::Conflict(message::emergency_locked()));
    }
    let Some((case, code)) = find(tx, who, form)? else { return refuse(tx, who, None) };
    if conflict::staff_is_adverse(tx, case, who.staff)? || conflict::agency_is_adverse(tx, case, who.agency)?
    {
        return refuse(tx, who, Some(case));
    }
    let id: Id<Emergency> = tx.new_id();
    tx.exec(
        "INSERT INTO emergency_accesses (id, case_id, agency_id, staff_id, reason, contacted, began_at, until_at,
             review_due_on, finding, review_note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '')",
        &[
            &id, &case, &who.agency, &who.staff, &reason, &contacted, &who.now, &who.now.plus_seconds(60 * MINUTES),
            &business_day(today, REVIEW_DAYS),
        ],
    )?;
    cases::place(tx, case)?;
    let event = Event::new(Action::Create, Kind::Emergency, id).of_case(case);
    event.on(Bases::from(Basis::Emergency)).for_purpose(&reason).record(tx, who)?;
    Ok(code)
}

fn refuse<T>(tx: &Tx<'_>, who: &Scope, case: Option<Id<Case>>) -> Result<T> {
    let event = Event::many(Action::Create, Kind::Emergency, case).refused();
    case.map_or(event.clone(), |case| event.of_case(case)).record(tx, who)?;
    Err(Error::NotFound)
}

/// By the code, or by a name and a birth that both fit the people of exactly one open case.
fn find(tx: &Tx<'_>, who: &Scope, form: &EmergencyForm) -> Result<Option<(Id<Case>, String)>> {
    if !form.case.trim().is_empty() {
        let Ok(code) = CaseCode::parse(&form.case) else { return Ok(None) };
        return tx.opt("SELECT id, code FROM cases WHERE code = $1", &[&code.to_string()]);
    }
    let mut faults = Faults::default();
    let Some(birth) = faults.birth("birth", "生年月日", &form.birth, who.now.day()).exact() else {
        return Ok(None);
    };
    let found: Vec<(Id<Case>, String)> = tx.all(
        "SELECT DISTINCT c.id, c.code FROM people p JOIN case_people cp ON cp.person_id = p.id JOIN cases c ON c.id = cp.case_id
         WHERE p.merged_into IS NULL AND c.status <> 'closed' AND p.birth_precision = 'day' AND p.birth_earliest = $1
           AND ((p.name_key = $2 AND $2 <> '') OR (p.kana_key = $3 AND $3 <> '')) LIMIT 2",
        &[&birth, &fold::name(&form.name), &fold::kana(&form.name)],
    )?;
    Ok(if found.len() == 1 { found.into_iter().next() } else { None })
}

/// Whether an earlier one of this person is past the day of its review.
fn is_locked(tx: &Tx<'_>, who: &Scope, today: Day) -> Result<bool> {
    let late: Option<i64> = tx.opt(
        "SELECT 1 FROM emergency_accesses WHERE staff_id = $1 AND reviewed_at IS NULL AND review_due_on < $2 LIMIT 1",
        &[&who.staff, &today],
    )?;
    Ok(late.is_some())
}

/// The day so many business days later. Public holidays are not known here; they only give a day less.
fn business_day(from: Day, days: i32) -> Day {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.plus(1);
        // Day 0 is 1970-01-01, a Thursday: 2 and 3 after it fall on the weekend.
        if !matches!(day.number().rem_euclid(7), 2 | 3) {
            left -= 1;
        }
    }
    day
}

/// Ends one's own opening of a case at once.
///
/// # Errors
/// [`Error::NotFound`] if there is none.
pub fn end(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<()> {
    let ended = tx.changed(
        "UPDATE emergency_accesses SET until_at = $3, ended_at = $3 WHERE case_id = $1 AND staff_id = $2 AND until_at > $3",
        &[&case, &who.staff, &who.now],
    )?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    let event = Event::new(Action::Change, Kind::Emergency, case).of_case(case);
    event.on(Bases::from(Basis::Emergency)).for_purpose("end").record(tx, who)
}

/// Openings that wait for their review, those due first at the top, and the last that were reviewed.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the privacy officer.
pub fn list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Emergency>> {
    privacy_officer(who)?;
    let all: Vec<Emergency> = tx.all(
        &format!("{SELECT} ORDER BY e.reviewed_at IS NOT NULL, e.review_due_on, e.began_at DESC LIMIT 100"),
        &[],
    )?;
    if !all.is_empty() {
        Event::many(Action::List, Kind::Emergency, all.iter().map(|e| e.id))
            .on(Bases::NONE)
            .record(tx, who)?;
    }
    Ok(all)
}

/// How many wait for their review.
///
/// # Errors
/// Those of the database.
pub fn count_waiting(tx: &Tx<'_>) -> Result<i64> {
    tx.one("SELECT count(*) FROM emergency_accesses WHERE reviewed_at IS NULL", &[])
}

/// What the privacy officer writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    /// Key of a [`Finding`].
    pub finding: String,
    /// Words on that.
    pub note: String,
}

/// Reviews an opening. Nobody reviews their own.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Stale`] if it was reviewed before; [`Error::NotFound`] for anybody else.
pub fn review(tx: &Tx<'_>, who: &Scope, id: Id<Emergency>, form: &ReviewForm) -> Result<()> {
    privacy_officer(who)?;
    let known: Option<i64> =
        tx.opt("SELECT 1 FROM emergency_accesses WHERE id = $1 AND staff_id <> $2", &[&id, &who.staff])?;
    known.ok_or(Error::NotFound)?;
    let mut faults = Faults::default();
    let finding: Option<Finding> = faults.choice("finding", "確かめた結果", &form.finding);
    let note = faults.required_text("note", "確かめたこと", &form.note);
    faults.done()?;
    tx.exec_one(
        "UPDATE emergency_accesses SET reviewed_at = $2, reviewed_by = $3, finding = $4, review_note = $5
         WHERE id = $1 AND reviewed_at IS NULL",
        &[&id, &who.now, &who.staff, &finding, &note],
    )?;
    Event::new(Action::Change, Kind::Emergency, id).on(Bases::NONE).for_purpose("review").record(tx, who)
}

fn privacy_officer(who: &Scope) -> Result<()> {
    if who.role == Role::PrivacyOfficer { Ok(()) } else { Err(Error::NotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_days_leave_out_the_weekend() {
        let day = |d| Day::new(2026, 4, d).unwrap();
        // The 1st of April 2026 is a Wednesday.
        assert_eq!(business_day(day(1), 3), day(6));
        assert_eq!(business_day(day(3), 1), day(6));
        assert_eq!(business_day(day(4), 3), day(8));
    }
}
