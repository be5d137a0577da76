use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{
    ConferenceItem, Ground, OPEN_DAYS, Packet, PacketPerson, PacketRecord, PacketView, consented, item,
    member, notice,
};
use crate::Faults;
use crate::access::Act;
use crate::audit::{Action, Event, Kind};
use crate::cases::{self, Case};
use crate::consents::categories;
use crate::people::Person;

/// What the convener chooses.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FreezeForm {
    /// The course so far.
    pub summary: String,
    /// Ids of one's own records.
    pub records: Vec<String>,
    /// Keys of the kinds of information that the summary tells, for a consented item.
    pub kinds: Vec<String>,
}

/// Freezes the papers: members who have acknowledged may read them from now until two weeks after the meeting. What is
/// written afterwards is not in them; only the convener's own records are its to give.
///
/// # Errors
/// [`Error::Invalid`] without a summary; [`Error::Conflict`] before the decision or if they are frozen;
/// [`Error::NotFound`] for anybody but the convener.
pub fn freeze(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &FreezeForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    member::convened(tx, id)?;
    let mut faults = Faults::default();
    let summary = faults.required_text("summary", "経過のまとめ", &form.summary);
    let ground: Ground = tx.one("SELECT ground FROM conference_items WHERE id = $1", &[&id])?;
    let told = if ground == Ground::Consent {
        agreed(tx, who, case, id, form, &mut faults)?
    } else {
        Told::everybody()
    };
    faults.done()?;
    let frozen: Option<i64> = tx.opt("SELECT 1 FROM conference_packets WHERE item_id = $1", &[&id])?;
    if frozen.is_some() {
        return Err(Error::Conflict(message::papers_are_frozen()));
    }
    let packet = make(tx, who, case, id, summary, &form.records, &told)?;
    let json = serde_json::to_string(&packet).map_err(|e| Error::Corrupt(e.to_string()))?;
    let packet_id: Id<PacketView> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_packets (id, item_id, body, frozen_by, frozen_at) VALUES ($1, $2, $3, $4, $5)",
        &[&packet_id, &id, &json, &who.staff, &who.now],
    )?;
    let meets: Day = tx.one("SELECT meets_on FROM conference_items WHERE id = $1", &[&id])?;
    let closes = Instant::start_of(meets.plus(OPEN_DAYS + 1));
    tx.exec(
        "UPDATE conference_items SET opens_at = $2, closes_at = $3, categories = $4, notice_version = $5, version = version + 1
         WHERE id = $1",
        &[&id, &who.now, &closes, &told.kinds, &notice::version(who.now.day())],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("freeze").record(tx, who)
}

/// Of whom and of what the papers may tell.
struct Told {
    /// The people of a consented item; nobody's choice where a statute opens the household.
    people: Option<Vec<Id<Person>>>,
    /// Bits of the kinds of information.
    kinds: i64,
}

impl Told {
    fn everybody() -> Self {
        Self { people: None, kinds: 0 }
    }

    fn names(&self, person: Id<Person>) -> bool {
        self.people.as_ref().is_none_or(|people| people.contains(&person))
    }
}

/// A record as it is chosen for the papers.
struct Chosen {
    id: String,
    at: Instant,
    text: String,
    person: Option<Id<Person>>,
    kinds: i64,
}
store::row!(Chosen { id, at, text, person, kinds });

/// What a consented item may tell: of those who agreed, and the kinds that its summary and its records hold. Nobody else is
/// named in it (C42).
fn agreed(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    id: Id<ConferenceItem>,
    form: &FreezeForm,
    faults: &mut Faults,
) -> Result<Told> {
    let people: Vec<Id<Person>> =
        tx.all("SELECT person_id FROM conference_item_people WHERE item_id = $1", &[&id])?;
    let of_summary = categories::bits(tx, faults, "kinds", &form.kinds)?;
    if of_summary == 0 {
        faults.add("kinds", message::error_choose_any("まとめにふくまれる情報の種類"));
    }
    if consented::names_others(tx, case, &people, &form.summary)? {
        faults.add("summary", message::name_without_consent());
    }
    let whole: bool = consented::is_whole(tx, case, &people)?;
    let every = categories::all(tx)?.iter().fold(0, |bits, kind| bits | kind.bit);
    let mut kinds = of_summary | categories::basic(tx)?;
    for record in own_records(tx, who, case)?.iter().filter(|r| form.records.contains(&r.id)) {
        let told = record.person.map_or(whole, |person| people.contains(&person));
        if !told || consented::names_others(tx, case, &people, &record.text)? {
            faults.add("records", message::name_without_consent());
        }
        kinds |= if record.kinds == 0 { every } else { record.kinds };
    }
    Ok(Told { people: Some(people), kinds })
}

/// Records that the convener may give: its own, and no other council's.
fn own_records(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<Vec<Chosen>> {
    tx.all(
        "SELECT id, happened_at, text, person_id, categories FROM case_records WHERE case_id = $1 AND agency_id = $2
         AND channel = 'own' AND NOT sealed AND withdrawn_at IS NULL ORDER BY happened_at",
        &[&case, &who.agency],
    )
}

fn make(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    id: Id<ConferenceItem>,
    summary: String,
    chosen: &[String],
    told: &Told,
) -> Result<Packet> {
    let (head, _) = cases::head(tx, who, &cases::code_of(tx, case)?)?;
    let today = who.now.day();
    let own = own_records(tx, who, case)?;
    Ok(Packet {
        question: tx.one("SELECT question FROM conference_items WHERE id = $1", &[&id])?,
        summary,
        people: head
            .people
            .into_iter()
            .filter(|p| told.names(p.id))
            .map(|p| PacketPerson { name: p.name, standing: p.standing, age: p.birth.age_form(today) })
            .collect(),
        records: own
            .into_iter()
            .filter(|record| chosen.contains(&record.id))
            .map(|record| PacketRecord { at: record.at.list_form(), text: record.text })
            .collect(),
    })
}

/// Ends the window at once.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the convener.
pub fn close(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    tx.exec(
        "UPDATE conference_items SET status = 'closed', closes_at = $2 WHERE id = $1 AND status = 'approved'",
        &[&id, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("close").record(tx, who)
}
