use kernel::{Agency, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Reply, Row, Tx};

use super::Channel;
use crate::Before;
use crate::access::{self, Act, Bases, CasePass, Eye, RecordQuestion, RecordsOf};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Case, Counterpart, Method};
use crate::consultations::{Revision, revisions};

/// Records of a page of the timeline.
const PAGE: i64 = 50;

/// A record on the timeline.
#[derive(Debug, Clone, Serialize)]
pub struct RecordView {
    /// The record.
    pub id: Id<RecordView>,
    /// When it happened.
    pub happened_at: Instant,
    /// How.
    pub method: Method,
    /// With whom.
    pub counterpart: Counterpart,
    /// Who that was.
    pub counterpart_name: String,
    /// What.
    pub text: String,
    /// What next.
    pub next_step: String,
    /// The agency that wrote it.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// Who wrote it.
    pub staff_name: String,
    /// Corrections so far.
    pub corrections: i64,
    /// When it was withdrawn from this case.
    pub withdrawn_at: Option<Instant>,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Of whom it tells; none for the household.
    pub person: Option<String>,
    /// Bits of the kinds of information in it; 0 where nobody said.
    pub categories: i64,
    /// By which channel it came in.
    pub channel: Channel,
    /// 自機関だけの覚え書き.
    pub sealed: bool,
    /// 第三者の話を含む.
    pub third_party: bool,
    /// 条件つきで聞いた話.
    pub on_condition: bool,
    /// On which bases the reader sees it.
    pub bases: Bases,
}

impl FromRow for RecordView {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            happened_at: row.get(1)?,
            method: row.get(2)?,
            counterpart: row.get(3)?,
            counterpart_name: row.get(4)?,
            text: row.get(5)?,
            next_step: row.get(6)?,
            agency: row.get(7)?,
            agency_name: row.get(8)?,
            staff_name: row.get(9)?,
            corrections: row.get(10)?,
            withdrawn_at: row.get(11)?,
            recorded_at: row.get(12)?,
            person: row.get(13)?,
            categories: row.get(14)?,
            channel: row.get(15)?,
            sealed: row.get(16)?,
            third_party: row.get(17)?,
            on_condition: row.get(18)?,
            bases: row.get(19)?,
        })
    }
}

/// Records that may be seen, by a condition on each.
fn select(who: &Scope, act: Act, condition: &str) -> String {
    let seen = access::one(who, access::Kind::Record, act);
    format!("{} WHERE {condition} AND {seen}", columns(&access::bases(access::Kind::Record)))
}

/// Records with the bases on which they are seen.
fn columns(bases: &str) -> String {
    format!(
        "SELECT r.id, r.happened_at, r.method, r.counterpart, r.counterpart_name, r.text, r.next_step,
            r.agency_id, a.name, s.name, r.corrections, r.withdrawn_at, r.recorded_at,
            CASE WHEN q.name = '' THEN q.nickname ELSE q.name END, r.categories, r.channel, r.sealed, r.third_party,
            r.on_condition, {bases}
         FROM case_records r JOIN agencies a ON a.id = r.agency_id JOIN staff s ON s.id = r.staff_id
         LEFT JOIN people q ON q.id = r.person_id"
    )
}

/// A page of the timeline of a case that was let through, newest first: the records that the reader
/// may see, each by its own.
pub fn records<'a>(
    tx: &'a Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    before: Option<&Before>,
) -> Result<Reply<'a, RecordView>> {
    let before = before.cloned().unwrap_or_default();
    static SQL: RecordQuestion = RecordQuestion::new();
    let sql = SQL.of(who, pass, |RecordsOf { with, seen, bases }| {
        let select = columns(bases);
        format!(
            "{with}{select} WHERE r.case_id = $4 AND (r.happened_at, r.id) < ($5, $6) AND {seen}
             ORDER BY r.happened_at DESC, r.id DESC LIMIT {PAGE}"
        )
    });
    tx.ask(sql, &Eye::of(who).with(&[&pass.id(), &before.at, &before.id]))
}

/// Records of a case on paper at most: some hundred pages.
const ON_PAPER: usize = 500;

/// The course of a case on paper.
#[derive(Debug, Clone)]
pub struct Course {
    /// The latest records, oldest first.
    pub records: Vec<RecordView>,
    /// Whether there are earlier ones: the paper must say so.
    pub cut: bool,
}

/// The course of a case for paper, oldest first: the records that the reader may print, without those that were withdrawn.
///
/// # Errors
/// [`kernel::Error::NotFound`] for who may not print the case.
pub fn to_print(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CasePass, Course)> {
    let pass = access::case_of_code(tx, who, code, Act::Print)?;
    let RecordsOf { with, seen, bases } = access::records_of(who, pass.bases(), Act::Print);
    let select = columns(bases);
    let mut latest: Vec<RecordView> = tx.all(
        &format!(
            "{with}{select} WHERE r.case_id = $4 AND r.withdrawn_at IS NULL AND {seen}
             ORDER BY r.happened_at DESC, r.id DESC LIMIT {}",
            ON_PAPER + 1
        ),
        &Eye::of(who).with(&[&pass.id()]),
    )?;
    let cut = latest.len() > ON_PAPER;
    latest.truncate(ON_PAPER);
    latest.reverse();
    Ok((pass, Course { records: latest, cut }))
}

/// A record with what it said before each correction.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, code: &str, id: Id<RecordView>) -> Result<(RecordView, Vec<Revision>)> {
    let pass = access::case_of_code(tx, who, code, Act::Read)?;
    let sql = select(who, Act::Read, "r.id = $4 AND r.case_id = $5");
    let record = tx.one(&sql, &Eye::of(who).with(&[&id, &pass.id()]))?;
    Ok((record, revisions(tx, id)?))
}

/// Records that one's own agency wrote in cases that it does not see any more: they stay its own.
///
/// # Errors
/// Those of the database.
pub fn kept(tx: &Tx<'_>, who: &Scope) -> Result<Vec<RecordView>> {
    let unseen = format!(
        "r.agency_id = $1 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = r.case_id AND {})",
        access::one(who, access::Kind::Case, Act::List)
    );
    let sql = format!("{} ORDER BY r.recorded_at DESC, r.id LIMIT {PAGE}", select(who, Act::List, &unseen));
    let records: Vec<RecordView> = tx.all(&sql, &Eye::of(who).with(&[]))?;
    let of = format!(
        "SELECT DISTINCT k.case_id FROM (SELECT r.case_id FROM case_records r WHERE {unseen} AND {}
         ORDER BY r.recorded_at DESC, r.id LIMIT {PAGE}) k",
        access::one(who, access::Kind::Record, Act::List)
    );
    for case in tx.all::<Id<Case>>(&of, &Eye::of(who).with(&[]))? {
        Event::new(Action::List, Kind::Case, case).of_case(case).for_purpose("kept").record(tx, who)?;
    }
    Ok(records)
}
