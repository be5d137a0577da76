use kernel::{Agency, Day, Error, Id, Instant, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::{FromRow, Reply, Row, Tx, dialect};

use super::{Case, Counterpart, Method, by_code, still_open, task, touch};
use crate::access::{self, VISIBLE_CASES, reach};
use crate::audit::{Action, Event, Kind};
use crate::consultations::{Revision, revisions, supersede};
use crate::search::{self, Entry, Query};
use crate::{Faults, drafts};

/// Records of a page of the timeline.
const PAGE: i64 = 50;

/// 支援経過記録, as written: when, how, with whom, what, next.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewRecord {
    /// The case that the page showed; must be the one that is written to.
    pub case: String,
    /// Day; today when empty.
    pub on: String,
    /// Time; now when empty.
    pub time: String,
    /// Key of [`Method`].
    pub method: String,
    /// Key of [`Counterpart`].
    pub counterpart: String,
    /// Who it was, if not the person.
    pub counterpart_name: String,
    /// 内容.
    pub text: String,
    /// 次にすること; becomes a task when it has a day.
    pub next_step: String,
    /// By when.
    pub next_due: String,
    /// The agency that does it; one's own when empty.
    pub next_owner: String,
    /// How long it took, in minutes.
    pub minutes: String,
}

/// A correction of a record.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordCorrection {
    /// The new text; empty when the record is withdrawn.
    pub text: String,
    /// Why.
    pub reason: String,
}

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
        })
    }
}

/// What [`RecordView`] reads.
const SELECT: &str =
    "SELECT r.id, r.happened_at, r.method, r.counterpart, r.counterpart_name, r.text, r.next_step,
        r.agency_id, a.name, s.name, r.corrections, r.withdrawn_at, r.recorded_at
    FROM case_records r JOIN agencies a ON a.id = r.agency_id JOIN staff s ON s.id = r.staff_id";

struct Checked {
    at: Instant,
    on: Day,
    method: Method,
    counterpart: Counterpart,
    counterpart_name: String,
    text: String,
    next_step: String,
    next_due: Option<Day>,
    minutes: Option<i64>,
}

impl NewRecord {
    fn check(&self, now: Instant) -> Result<Checked> {
        let (mut faults, today) = (Faults::default(), now.day());
        let on = if self.on.trim().is_empty() {
            Some(today)
        } else {
            faults.event_day("on", "日時", &self.on, today)
        };
        let on = on.unwrap_or(today);
        let clock = match self.time.trim() {
            "" if on == today => None,
            "" => Some((12, 0)),
            time => faults.time("time", "時刻", time),
        };
        let minutes = self.minutes.trim();
        let parsed = minutes.parse().ok().filter(|n| (0..=1_440).contains(n));
        if !minutes.is_empty() && parsed.is_none() {
            faults.add("minutes", message::error_number("時間"));
        }
        let checked = Checked {
            at: clock.map_or(now, |(hour, minute)| Instant::at(on, hour, minute)),
            on,
            method: faults.choice_or("method", "方法", &self.method, Method::Visit),
            counterpart: faults.choice_or("counterpart", "相手", &self.counterpart, Counterpart::Person),
            counterpart_name: faults.line("counterpart_name", "相手の名前", &self.counterpart_name),
            text: faults.required_text("text", "内容", &self.text),
            next_step: faults.line("next_step", "次にすること", &self.next_step),
            next_due: faults.due_day("next_due", "いつまで", &self.next_due, today),
            minutes: parsed,
        };
        if checked.next_due.is_some() && checked.next_step.is_empty() {
            faults.add("next_step", message::error_required("次にすること"));
        }
        faults.done()?;
        Ok(checked)
    }
}

/// Writes a record into a case: the row, its words in the search index, its task, and the draft away.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] if the page showed another case;
/// [`Error::NotFound`] out of sight.
pub fn record(tx: &Tx<'_>, who: &Scope, code: &str, form: &NewRecord) -> Result<Id<RecordView>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let (case, status) = access::case_of_code(tx, who, code, Action::Create)?;
    let new = form.check(who.now)?;
    still_open(status)?;
    let id = insert(tx, who, case, &new)?;
    search::add(tx, Entry::Record, id, case, &fold::text(&new.text))?;
    if let Some(due) = new.next_due {
        let owner = task::owner(tx, who, case, &form.next_owner)?;
        task::insert(tx, who, case, owner, &new.next_step, due, Some(id))?;
        touch(tx, case)?;
    }
    note_contact(tx, case, &new)?;
    drafts::forget(tx, who, "record", code)?;
    Ok(id)
}

fn insert(tx: &Tx<'_>, who: &Scope, case: Id<Case>, new: &Checked) -> Result<Id<RecordView>> {
    let id: Id<RecordView> = tx.new_id();
    tx.exec(
        "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text,
             next_step, minutes, agency_id, staff_id, corrections, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13)",
        &[
            &id, &case, &new.at, &new.on, &new.method, &new.counterpart, &new.counterpart_name, &new.text, &new.next_step,
            &new.minutes, &who.agency, &who.staff, &who.now,
        ],
    )?;
    Ok(id)
}

/// Talking among agencies is work, but no contact with the household.
fn note_contact(tx: &Tx<'_>, case: Id<Case>, new: &Checked) -> Result<()> {
    let met = matches!(new.counterpart, Counterpart::Person | Counterpart::Family);
    let on = met.then_some(new.on);
    tx.exec(
        "UPDATE cases SET updated_at = $2,
             last_contact_on = CASE WHEN last_contact_on IS NULL OR last_contact_on < $3 THEN coalesce($3, last_contact_on)
                                    ELSE last_contact_on END
         WHERE id = $1",
        &[&case, &tx.now(), &on],
    )?;
    Ok(())
}

/// A page of the timeline, newest first, before a moment. The case must have been let through before.
pub fn records<'a>(tx: &'a Tx<'_>, case: Id<Case>, before: Option<Instant>) -> Result<Reply<'a, RecordView>> {
    let before = before.unwrap_or(Instant(i64::MAX));
    tx.ask(
        &format!("{SELECT} WHERE r.case_id = $1 AND r.happened_at < $2 ORDER BY r.happened_at DESC, r.id DESC LIMIT {PAGE}"),
        &[&case, &before],
    )
}

/// A record with what it said before each correction.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, code: &str, id: Id<RecordView>) -> Result<(RecordView, Vec<Revision>)> {
    let case = by_code(tx, who, code)?;
    access::case(tx, who, case, Action::Read)?;
    let record = tx.one(&format!("{SELECT} WHERE r.id = $1 AND r.case_id = $2"), &[&id, &case])?;
    Ok((record, revisions(tx, id)?))
}

/// Corrects the words of a record of one's own agency. The old words stay readable.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] out of sight or of another agency.
pub fn correct(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    id: Id<RecordView>,
    form: &RecordCorrection,
) -> Result<()> {
    let mut faults = Faults::default();
    let text = faults.required_text("text", "内容", &form.text);
    let reason = faults.required_line("reason", "訂正の理由", &form.reason);
    faults.done()?;
    access::case(tx, who, case, Action::Change)?;
    let old = own_text(tx, who, case, id)?;
    supersede(tx, who, id, &old, &reason)?;
    tx.exec("UPDATE case_records SET text = $2, corrections = corrections + 1 WHERE id = $1", &[&id, &text])?;
    search::put(tx, Entry::Record, id, case, &fold::text(&text))
}

/// Takes a record of one's own agency out of a case into which it was written by mistake. Its place on the
/// timeline says so; its words are no longer shown.
///
/// # Errors
/// As [`correct`].
pub fn withdraw(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<RecordView>, reason: &str) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "取り下げの理由", reason);
    faults.done()?;
    access::case(tx, who, case, Action::Change)?;
    let old = own_text(tx, who, case, id)?;
    supersede(tx, who, id, &old, &reason)?;
    tx.exec("UPDATE case_records SET text = '', next_step = '', withdrawn_at = $2, corrections = corrections + 1 WHERE id = $1", &[&id, &who.now])?;
    search::remove(tx, id)?;
    touch(tx, case)
}

fn own_text(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<RecordView>) -> Result<String> {
    tx.one(
        "SELECT text FROM case_records WHERE id = $1 AND case_id = $2 AND agency_id = $3 AND withdrawn_at IS NULL",
        &[&id, &case, &who.agency],
    )
}

/// A record found by words.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// The case.
    pub code: String,
    /// When it happened.
    pub happened_at: Instant,
    /// What.
    pub text: String,
}
store::row!(Hit { code, happened_at, text });

/// Records of cases in sight that contain the words, newest first.
///
/// # Errors
/// Those of the database.
pub fn search(tx: &Tx<'_>, who: &Scope, typed: &str) -> Result<Vec<Hit>> {
    let Some(query) = Query::new(&fold::text(typed)) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT c.code, r.happened_at, r.text FROM search_entries e
         JOIN case_records r ON r.id = e.object_id JOIN cases c ON c.id = r.case_id
         WHERE e.doc IN ({}) AND e.text LIKE $3 ESCAPE '!' AND e.parent_id IN ({VISIBLE_CASES})
         ORDER BY r.happened_at DESC LIMIT 20",
        dialect::search_documents(tx, 2)
    );
    let hits: Vec<Hit> = tx.all(&sql, &[&reach(who), &query.grams, &query.pattern])?;
    Event::many(Action::Search, Kind::Case, std::iter::empty::<Id<Case>>()).record(tx, who)?;
    Ok(hits)
}
