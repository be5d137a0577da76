use kernel::{Day, Error, Id, Instant, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::RecordView;
use super::scope::{self, RecordScope};
use crate::access::{self, Act};
use crate::cases::{Case, Counterpart, Method, still_open, task, touch};
use crate::search::{self, Entry};
use crate::{Faults, drafts};

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
    /// Of whom it tells: a person of the case; everybody when empty.
    pub person: String,
    /// Keys of the kinds of information in it; every kind when empty.
    pub categories: Vec<String>,
    /// By which channel it came in; the case's own when empty.
    pub channel: String,
    /// 自機関だけの覚え書き.
    pub sealed: String,
    /// 第三者の話を含む.
    pub third_party: String,
    /// 条件つきで聞いた話.
    pub on_condition: String,
}

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
    sealed: bool,
    third_party: bool,
    on_condition: bool,
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
            sealed: !self.sealed.is_empty(),
            third_party: !self.third_party.is_empty(),
            on_condition: !self.on_condition.is_empty(),
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
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    let new = form.check(who.now)?;
    still_open(pass.status())?;
    let scope = scope::of(tx, who, &pass, form)?;
    let (id, case) = (insert(tx, who, pass.id(), &new, &scope)?, pass.id());
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

fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    new: &Checked,
    scope: &RecordScope,
) -> Result<Id<RecordView>> {
    let id: Id<RecordView> = tx.new_id();
    tx.exec(
        "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text,
             next_step, minutes, agency_id, staff_id, corrections, recorded_at, person_id, categories, channel, sealed,
             third_party, on_condition)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19)",
        &[
            &id, &case, &new.at, &new.on, &new.method, &new.counterpart, &new.counterpart_name, &new.text, &new.next_step,
            &new.minutes, &who.agency, &who.staff, &who.now, &scope.person, &scope.categories, &scope.channel,
            &new.sealed, &new.third_party, &new.on_condition,
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
