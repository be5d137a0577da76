//! What time takes away, and what `kasane check` looks at.

use kernel::Result;
use store::Tx;

use crate::{drafts, search};

/// Days for which answers to writes are kept, so that pressing twice saves once.
const ANSWER_DAYS: i64 = 7;

/// Throws away what has outlived its purpose: old drafts, answers and searches, waits that are over.
///
/// # Errors
/// Those of the database.
pub fn sweep(tx: &Tx<'_>) -> Result<u64> {
    let now = tx.now();
    let days = |n: i64| now.plus_seconds(-n * 86_400);
    let drafts = tx.changed("DELETE FROM drafts WHERE saved_at < $1", &[&days(drafts::KEPT_DAYS)])?;
    let answers = tx.changed("DELETE FROM carried_out WHERE at < $1", &[&days(ANSWER_DAYS)])?;
    let searches = tx.changed("DELETE FROM searches WHERE at < $1", &[&days(1)])?;
    let waits = tx.changed("DELETE FROM throttles WHERE until_at < $1", &[&days(1)])?;
    Ok(drafts + answers + searches + waits)
}

/// What is counted by [`counts`].
const COUNTED: [(&str, &str); 10] = [
    ("人", "people"),
    ("世帯", "households"),
    ("相談", "consultations"),
    ("ケース", "cases"),
    ("支援経過記録", "case_records"),
    ("予定", "tasks"),
    ("つなぎ", "handovers"),
    ("機関", "agencies"),
    ("利用者", "staff"),
    ("操作の記録", "audit_events"),
];

/// How much there is of what, so that a restored database can be compared with what one remembers.
///
/// # Errors
/// Those of the database; a table that does not exist is one.
pub fn counts(tx: &Tx<'_>) -> Result<Vec<(&'static str, i64)>> {
    COUNTED
        .iter()
        .map(|(what, table)| Ok((*what, tx.one(&format!("SELECT count(*) FROM {table}"), &[])?)))
        .collect()
}

/// Finding about numbers that the log never gave. Means something only where numbers follow each other without
/// gaps, which a sequence of PostgreSQL does not promise: a write that was taken back leaves one.
pub const GAPS: &str = "gaps in the audit log";

/// Rules that no constraint can hold: what is wrong, and how many rows break it.
static QUESTIONS: &[(&str, &str)] = &[
    (GAPS, "SELECT coalesce(max(seq) - min(seq) + 1 - count(*), 0) FROM audit_events"),
    ("cases without exactly one lead", "SELECT count(*) FROM cases c WHERE 1 <>
         (SELECT count(*) FROM case_team t WHERE t.case_id = c.id AND t.is_lead AND t.left_at IS NULL)
         AND NOT EXISTS (SELECT 1 FROM case_merges m WHERE m.merged_id = c.id AND m.undone_at IS NULL)"),
    ("agencies with more than one place in the work list for a case, or with one that does not follow it",
         "SELECT count(*) FROM case_team JOIN cases c ON c.id = case_team.case_id WHERE case_team.due_on IS DISTINCT FROM
         CASE WHEN c.status <> 'closed' AND case_team.left_at IS NULL AND case_team.id = (SELECT o.id FROM case_team o
             WHERE o.case_id = case_team.case_id AND o.agency_id = case_team.agency_id AND o.left_at IS NULL
             ORDER BY o.until_at DESC, o.id LIMIT 1)
         THEN coalesce(c.next_due_on, '9999-12-31') END"),
    ("grounds that do not know what stands beside them",
         "SELECT count(*) FROM case_team WHERE beside IS DISTINCT FROM (left_at IS NULL AND (EXISTS (SELECT 1 FROM case_team o
             WHERE o.case_id = case_team.case_id AND o.agency_id = case_team.agency_id AND o.left_at IS NULL
             AND o.id <> case_team.id)
         OR EXISTS (SELECT 1 FROM emergency_accesses e WHERE e.case_id = case_team.case_id
             AND e.agency_id = case_team.agency_id)))"),
    ("grounds by consent without a consent in force behind them", "SELECT count(*) FROM case_team t
         LEFT JOIN consents k ON k.id = t.consent_id WHERE t.basis = 'consent' AND t.left_at IS NULL AND t.until_at > 0
         AND (k.id IS NULL OR k.withdrawn_at IS NOT NULL OR k.until_at <> t.until_at OR t.person_id IS DISTINCT FROM k.person_id OR k.case_id <> t.case_id
              OR k.given_by = 'family' OR k.answer NOT IN ('agreed', 'partly'))"),
    ("grounds whose basis is not that of how they were joined", "SELECT count(*) FROM case_team WHERE basis <>
         CASE WHEN ground = 'consent' THEN 'consent' WHEN ground = 'law' THEN 'law' ELSE 'own' END"),
    ("records of people who are not of their case", "SELECT count(*) FROM case_records r WHERE r.person_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = r.case_id AND cp.person_id = r.person_id)"),
    ("requests for coordination that were answered without an answer, or are waited for by nobody", "SELECT count(*)
         FROM coordination_requests q WHERE q.next_owner = '' OR q.next_step = ''
         OR (q.status IN ('answered', 'ended')) <> (q.answer IS NOT NULL)
         OR NOT EXISTS (SELECT 1 FROM coordination_receivers v WHERE v.request_id = q.id AND v.ended_at IS NULL)"),
    ("plans that are carried out without a day to look at them, or ended without an evaluation", "SELECT count(*)
         FROM support_plans r WHERE (r.status = 'active' AND r.review_on IS NULL)
         OR (r.status IN ('evaluated', 'closed', 'renewed', 'interrupted')
             AND NOT EXISTS (SELECT 1 FROM plan_evaluations e WHERE e.plan_id = r.id))"),
    ("items of conferences that are over without an outcome, or with a role that is nobody's", "SELECT count(*)
         FROM conference_items i WHERE (i.held_at IS NOT NULL) <> (i.outcome IS NOT NULL) OR (i.held_at IS NOT NULL
             AND EXISTS (SELECT 1 FROM conference_assignments v WHERE v.item_id = i.id AND v.member_id IS NULL AND v.outside = ''))"),
    ("look-backs that were published without a second person, or without a year", "SELECT count(*) FROM look_backs b
         WHERE (b.status = 'published' AND b.year IS NULL) OR (b.year IS NOT NULL AND NOT EXISTS (SELECT 1 FROM look_back_decisions d
             WHERE d.look_back_id = b.id AND d.decision = 'approved' AND NOT EXISTS (SELECT 1 FROM look_back_submissions s
                 WHERE s.look_back_id = b.id AND s.staff_id = d.staff_id)))"),
    ("items on a sitting of another agency that it has not taken up, or decided ones that still wait", "SELECT count(*)
         FROM conference_items i LEFT JOIN conference_sittings s ON s.id = i.sitting_id
         WHERE (i.due_on IS NOT NULL AND i.status IN ('approved', 'closed')) OR (s.agency_id <> i.agency_id
             AND NOT EXISTS (SELECT 1 FROM conference_proposals b WHERE b.item_id = i.id AND b.sitting_id = s.id
                 AND b.status = 'taken'))"),
    ("notices of departments that were dealt with by nobody, or that wait although somebody dealt with them", "SELECT count(*)
         FROM department_notices WHERE (status = 'handled') <> (answered_at IS NOT NULL AND answered_by IS NOT NULL)"),
    ("notices of departments that lie elsewhere than where they were passed on to", "SELECT count(*) FROM department_notices d
         WHERE d.to_agency_id <> (SELECT o.to_agency_id FROM department_notice_passings o WHERE o.notice_id = d.id
             ORDER BY o.passed_at DESC, o.id DESC LIMIT 1)"),
    ("packs of counts that share days, so that their difference tells what they mask", "SELECT count(*) FROM committee_packs a
         JOIN committee_packs b ON a.id <> b.id AND a.from_on <= b.to_on AND b.from_on <= a.to_on"),
    ("cases created without an event", "SELECT count(*) FROM cases c WHERE NOT EXISTS
         (SELECT 1 FROM audit_events e WHERE e.case_id = c.id AND e.action = 'create')"),
    ("entries of the search index without their words, or words without their entry", "SELECT abs(
         (SELECT count(*) FROM search_entries) - (SELECT count(*) FROM fts_search))"),
    ("consultations with topics but no most serious one", "SELECT count(*) FROM consultations k
         WHERE EXISTS (SELECT 1 FROM consultation_topics t WHERE t.consultation_id = k.id)
         AND NOT EXISTS (SELECT 1 FROM consultation_topics t WHERE t.consultation_id = k.id AND t.most_serious)"),
];

/// What is wrong with the rows themselves: the search index, the log, and rules that no constraint can hold.
///
/// # Errors
/// Those of the database.
pub fn findings(tx: &Tx<'_>) -> Result<Vec<String>> {
    let mut found = search::findings(tx)?;
    for (what, sql) in QUESTIONS {
        let n: i64 = tx.one(sql, &[])?;
        if n > 0 {
            found.push(format!("{n} {what}"));
        }
    }
    Ok(found)
}
