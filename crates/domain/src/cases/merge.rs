//! Two counters opened a case each for one household: the two become one, and can become two again (ALL-06).

use kernel::{CaseCode, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Case, by_code, touch};
use crate::Faults;
use crate::access::{self, Act, CasePass, conflict};
use crate::audit::{Action, Event, Kind};
use crate::moving::{self, Link, Moved, Reference};

/// Columns that point to a case, by table.
const REFERENCES: [Reference; 21] = [
    ("case_records", "case_id"),
    ("tasks", "case_id"),
    ("case_issues", "case_id"),
    ("case_phases", "case_id"),
    ("handovers", "case_id"),
    ("closures", "case_id"),
    ("team_messages", "case_id"),
    ("urgent_flags", "case_id"),
    ("involvements", "case_id"),
    ("consents", "case_id"),
    ("consent_explanations", "case_id"),
    ("emergency_accesses", "case_id"),
    ("conference_items", "case_id"),
    ("conference_assignments", "case_id"),
    ("support_plans", "case_id"),
    ("coordination_requests", "case_id"),
    ("assessments", "case_id"),
    ("assessment_answers", "case_id"),
    ("joint_policies", "case_id"),
    ("assessment_contradictions", "case_id"),
    ("look_backs", "case_id"),
];

/// Links whose key holds the case.
const LINKS: [Link; 1] = [("case_people", "case_id", "person_id", "added_at")];

/// Memberships that went over to the other case, those among them that led, and those that ended.
const TEAM: [&str; 3] = ["team.moved", "team.led", "team.ended"];

/// A merge, as the page of the kept case lists it.
#[derive(Debug, Clone, Serialize)]
pub struct CaseMerge {
    /// The merge.
    pub id: Id<CaseMerge>,
    /// The code of the case that is gone.
    pub merged_code: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// When it was taken back.
    pub undone_at: Option<Instant>,
}
row!(CaseMerge { id, merged_code, reason, at, undone_at });

/// What a worker writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseMergeForm {
    /// The code of the case that goes over into this one.
    pub other: String,
    /// Why the two are one.
    pub reason: String,
}

/// Merges into a case that was let through.
pub fn merges(tx: &Tx<'_>, pass: &CasePass) -> Result<Vec<CaseMerge>> {
    tx.all(
        "SELECT m.id, c.code, m.reason, m.at, m.undone_at FROM case_merges m JOIN cases c ON c.id = m.merged_id
         WHERE m.kept_id = $1 AND $2 ORDER BY m.at DESC",
        &[&pass.id(), &pass.sees_whole()],
    )
}

/// Leads the other case into this one. Only for those who may see both.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] unless both are in sight.
pub fn merge(tx: &Tx<'_>, who: &Scope, kept: Id<Case>, form: &CaseMergeForm) -> Result<Id<CaseMerge>> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "理由", &form.reason);
    if CaseCode::parse(&form.other).is_err() {
        faults.add("other", message::error_case_code());
    }
    faults.done()?;
    access::case(tx, who, kept, Act::Change)?;
    let merged = by_code(tx, who, &form.other)?;
    access::case(tx, who, merged, Act::Change)?;
    if kept == merged {
        return Err(Error::invalid("other", message::error_unknown_choice("もう1つのケース")));
    }
    if conflict::cases_are_opposed(tx, kept, merged)? {
        return Err(Error::Conflict(message::cannot_be_one()));
    }
    let mut moved = moving::lead(tx, kept, merged, &REFERENCES, &LINKS)?;
    move_team(tx, who, kept, merged, &mut moved)?;
    reindex(tx, kept, &moved)?;
    let id = note(tx, who, kept, merged, &reason, &moved)?;
    touch(tx, kept)?;
    touch(tx, merged)?;
    Ok(id)
}

/// Agencies that are not in the kept team go over, without the lead; the others' membership in the merged case
/// ends. Nobody sees the merged case any more, and nobody loses sight of the household.
fn move_team(tx: &Tx<'_>, who: &Scope, kept: Id<Case>, merged: Id<Case>, moved: &mut Moved) -> Result<()> {
    let over = "case_id = $2 AND left_at IS NULL
        AND agency_id NOT IN (SELECT agency_id FROM case_team WHERE case_id = $1 AND left_at IS NULL)";
    let led: Vec<String> =
        tx.all(&format!("SELECT id FROM case_team WHERE {over} AND is_lead"), &[&kept, &merged])?;
    let gone: Vec<String> = tx.all(
        &format!("UPDATE case_team SET case_id = $1, is_lead = $3 WHERE {over} RETURNING id"),
        &[&kept, &merged, &false],
    )?;
    let ended: Vec<String> = tx.all(
        "UPDATE case_team SET left_at = $2, left_reason = $3 WHERE case_id = $1 AND left_at IS NULL RETURNING id",
        &[&merged, &who.now, &"ケースをまとめた"],
    )?;
    for (what, ids) in TEAM.into_iter().zip([gone, led, ended]) {
        moved.note(what, ids);
    }
    Ok(())
}

/// Records stay findable for those who see the case in which they now stand.
fn reindex(tx: &Tx<'_>, case: Id<Case>, moved: &Moved) -> Result<()> {
    for record in moved.noted("case_records.case_id") {
        tx.exec("UPDATE search_entries SET parent_id = $1 WHERE object_id = $2", &[&case, record])?;
    }
    Ok(())
}

fn note(
    tx: &Tx<'_>,
    who: &Scope,
    kept: Id<Case>,
    merged: Id<Case>,
    reason: &str,
    moved: &Moved,
) -> Result<Id<CaseMerge>> {
    let id: Id<CaseMerge> = tx.new_id();
    tx.exec(
        "INSERT INTO case_merges (id, kept_id, merged_id, agency_id, staff_id, reason, moved, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&id, &kept, &merged, &who.agency, &who.staff, &reason, &moved.to_json()?, &who.now],
    )?;
    Event::many(Action::Change, Kind::Case, [kept, merged])
        .of_case(kept)
        .for_purpose("merge")
        .record(tx, who)?;
    Ok(id)
}

/// Makes two of one again. For the agency that merged them.
///
/// # Errors
/// [`Error::NotFound`] if one's agency made no such merge; [`Error::Conflict`] if it was undone before.
pub fn undo(tx: &Tx<'_>, who: &Scope, id: Id<CaseMerge>) -> Result<()> {
    let found: Option<(Id<Case>, Id<Case>, String)> = tx.opt(
        "SELECT kept_id, merged_id, moved FROM case_merges WHERE id = $1 AND agency_id = $2",
        &[&id, &access::reach(who)],
    )?;
    let (kept, merged, json) = found.ok_or(Error::NotFound)?;
    access::case(tx, who, kept, Act::Change)?;
    let undone = tx.changed(
        "UPDATE case_merges SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL",
        &[&id, &who.now, &who.staff],
    )?;
    if undone == 0 {
        return Err(Error::Conflict(message::already_undone()));
    }
    let moved = Moved::from_json(&json)?;
    moving::give_back(tx, kept, merged, &moved, &REFERENCES, &LINKS)?;
    team_back(tx, merged, &moved)?;
    reindex(tx, merged, &moved)?;
    Event::many(Action::Change, Kind::Case, [kept, merged])
        .of_case(kept)
        .for_purpose("undo merge")
        .record(tx, who)?;
    touch(tx, kept)?;
    touch(tx, merged)
}

fn team_back(tx: &Tx<'_>, merged: Id<Case>, moved: &Moved) -> Result<()> {
    let [gone, led, ended] = TEAM;
    for id in moved.noted(gone) {
        let lead = moved.noted(led).contains(id);
        tx.exec("UPDATE case_team SET case_id = $1, is_lead = $3 WHERE id = $2", &[&merged, id, &lead])?;
    }
    for id in moved.noted(ended) {
        tx.exec("UPDATE case_team SET left_at = NULL, left_reason = '' WHERE id = $1", &[id])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_points_to_a_case_goes_along() {
        // The review of a month is about the case as it was; the team goes by hand.
        let left =
            ["audit_reviews.case_id", "case_merges.kept_id", "case_merges.merged_id", "case_team.case_id"];
        assert_eq!(moving::left_behind("cases", &REFERENCES, &LINKS), left);
    }
}
