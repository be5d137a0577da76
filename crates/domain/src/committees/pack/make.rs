use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::counts::{self, Period};
use super::{Content, Pack, PackLine, PackView, lessons};
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};
use crate::committees::{keeper, register};
use crate::municipality::{CommitteeKind, defaults};
use crate::{Faults, installed, look_backs};

/// Below this a count may point to somebody, where neither the profile nor the shared list says otherwise.
const SMALL: u32 = 5;

/// For which body, and which months.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PackForm {
    /// Key of a body; the meeting of representatives when empty.
    pub committee: String,
    /// The first day of the first month.
    pub from: String,
    /// The last day of the last month.
    pub to: String,
}

/// Every pack, the latest period first, for everybody who works here.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<PackLine>> {
    if !who.accepted_rules {
        return Ok(Vec::new());
    }
    tx.all("SELECT id, from_on, to_on, made_at FROM committee_packs ORDER BY from_on DESC, id LIMIT 200", &[])
}

/// The months that no pack has yet: from the day after the last one, or the beginning of the fiscal year, to the end of last month.
///
/// # Errors
/// Those of the database.
pub fn suggested(tx: &Tx<'_>, who: &Scope) -> Result<Option<(Day, Day)>> {
    let today = who.now.day();
    let last: Option<Day> =
        tx.opt("SELECT to_on FROM committee_packs ORDER BY to_on DESC, id LIMIT 1", &[])?;
    let to = first_of_month(today).plus(-1);
    let begin = || Day::new(to.fiscal_year(), 4, 1);
    let from = last.map(|last| last.plus(1)).or_else(begin);
    Ok(from.filter(|from| *from <= to).map(|from| (from, to)))
}

fn first_of_month(day: Day) -> Day {
    day.plus(1 - i32::from(day.parts().2))
}

struct Stored {
    id: Id<Pack>,
    made_at: Instant,
    content: String,
}
row!(Stored { id, made_at, content });

/// A pack as it was made.
///
/// # Errors
/// [`Error::NotFound`] if there is none, and before the operating rules were accepted.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Pack>) -> Result<PackView> {
    if !who.accepted_rules {
        return Err(Error::NotFound);
    }
    let stored: Stored = tx.one("SELECT id, made_at, content FROM committee_packs WHERE id = $1", &[&id])?;
    let content = serde_json::from_str(&stored.content)
        .map_err(|e| Error::Corrupt(format!("a pack that cannot be read: {e}")))?;
    Ok(PackView { id: stored.id, made_at: stored.made_at, content })
}

/// Makes a pack: counts the period, masks, looks the words through for names, and freezes.
///
/// # Errors
/// [`Error::Invalid`] with every fault: whole months that are over, of which no pack has any; [`Error::Conflict`] if a word of it is
/// the name of somebody; [`Error::NotFound`] for whoever does not decide for the municipality.
pub fn make(tx: &Tx<'_>, who: &Scope, form: &PackForm) -> Result<Id<Pack>> {
    let id: Id<Pack> = tx.new_id();
    keeper(tx, who, Action::Create, Kind::Pack, id)?;
    let mut faults = Faults::default();
    let period = months(tx, who, form, &mut faults)?;
    let (key, committee) = body(tx, &form.committee, &mut faults)?;
    faults.done()?;
    let period = period.ok_or(Error::NotFound)?;
    let content = count(tx, &period, committee)?;
    if look_backs::anybody(tx, &words(&content))? {
        return Err(Error::Conflict(message::pack_names_somebody()));
    }
    let json = serde_json::to_string(&content).map_err(|e| Error::Corrupt(e.to_string()))?;
    tx.exec(
        "INSERT INTO committee_packs (id, committee_key, from_on, to_on, content, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&id, &key, &period.from, &period.to, &json, &who.staff, &who.now],
    )?;
    Event::new(Action::Create, Kind::Pack, id).on(Bases::NONE).record(tx, who)?;
    Ok(id)
}

/// Whole months that are over, and that no other pack covers.
fn months(tx: &Tx<'_>, who: &Scope, form: &PackForm, faults: &mut Faults) -> Result<Option<Period>> {
    let today = who.now.day();
    let from = faults.event_day("from", "始まりの日", &form.from, today);
    let to = faults.event_day("to", "終わりの日", &form.to, today);
    let (Some(from), Some(to)) = (from, to) else { return Ok(None) };
    if to < from {
        faults.add("to", message::error_date_order(from.text_form()));
        return Ok(None);
    }
    if from != first_of_month(from) || to != to.month_end() || to >= today {
        faults.add("from", message::pack_needs_months());
        return Ok(None);
    }
    let other: Option<(Day, Day)> = tx.opt(
        "SELECT from_on, to_on FROM committee_packs WHERE from_on <= $2 AND to_on >= $1 ORDER BY from_on, id LIMIT 1",
        &[&from, &to],
    )?;
    if let Some((other_from, other_to)) = other {
        faults.add("from", message::pack_overlaps(other_from.text_form(), other_to.text_form()));
    }
    Ok(Some(Period { from, to }))
}

/// The key of the body, and what the pack calls it: its name in the profile, or its kind. What somebody typed does not get in.
fn body(tx: &Tx<'_>, chosen: &str, faults: &mut Faults) -> Result<(String, String)> {
    let kind = CommitteeKind::RepresentativeMeeting.label();
    let bodies = register::all(tx)?;
    let found = if chosen.is_empty() {
        bodies.into_iter().find(|body| body.kind == kind)
    } else {
        let found = bodies.into_iter().find(|body| body.key == chosen);
        if found.is_none() {
            faults.add("committee", message::committee_unknown());
        }
        found
    };
    Ok(match found {
        Some(body) if body.seed.is_some() => (body.key, body.name),
        Some(body) => (body.key, body.kind),
        None => (String::new(), kind.to_owned()),
    })
}

fn count(tx: &Tx<'_>, period: &Period, committee: String) -> Result<Content> {
    let small = small(tx)?;
    let draw = |n: usize| (u64::from_le_bytes(tx.random::<8>()) % n.max(1) as u64) as usize;
    let tables = counts::all(tx, period)?.into_iter().map(|counts| counts.masked(small, draw)).collect();
    Ok(Content {
        committee,
        municipality: installed::current(tx)?.map(|m| m.name).unwrap_or_default(),
        from: period.from,
        to: period.to,
        small,
        tables,
        lessons: lessons::of(tx, period.from, period.to)?,
    })
}

/// Below which number a count is masked.
fn small(tx: &Tx<'_>) -> Result<i64> {
    let profile = installed::profile(tx)?;
    let own = profile.and_then(|p| p.thresholds.small_count.and_then(|small| small.value().copied()));
    let shared = defaults().thresholds.small_count.as_ref().and_then(|small| small.value().copied());
    Ok(i64::from(own.or(shared).unwrap_or(SMALL)))
}

/// Every word of a pack but for the municipality's own name and the numbers of lessons, which are drawn by chance.
fn words(content: &Content) -> String {
    let mut words = vec![content.committee.as_str()];
    for table in &content.tables {
        words.extend([table.title.as_str(), &table.note]);
        words.extend(table.columns.iter().map(String::as_str));
        words.extend(table.lines.iter().map(|line| line.label.as_str()));
    }
    words.join("\n")
}
