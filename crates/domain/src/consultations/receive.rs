use kernel::{Day, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Param, Tx};

use super::{
    Channel, ConsentState, Consultation, Dwelling, Insurance, NoConsentReason, Pension, Topic, Triage,
    TriageForm, Urgency, VisitorKind, Work, triage,
};
use crate::access::{Act, Bases, Basis};
use crate::audit::{Action, Event, Kind};
use crate::people::{self, Household, Person};
use crate::{Choice, Faults, access, drafts};

/// The form of the counter. Only the content is required; nobody is turned away for a blank.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Intake {
    /// Day of receipt; today when empty.
    pub received_on: String,
    /// Time of receipt; now when empty.
    pub received_time: String,
    /// Key of [`Channel`].
    pub channel: String,
    /// Key of [`VisitorKind`].
    pub visitor_kind: String,
    /// Where its draft is kept, for whoever writes several at once: an id of anything; empty for the first.
    pub slot: String,
    /// Name of a visitor who is not the person.
    pub visitor_name: String,
    /// How to reach that visitor.
    pub visitor_contact: String,
    /// What they are to the person.
    pub visitor_relation: String,
    /// The person's id, chosen by search; empty while anonymous.
    pub person: String,
    /// 呼び名, when no person was chosen.
    pub nickname: String,
    /// Keys of [`Topic`]: ○.
    pub topics: Vec<String>,
    /// The one key of [`Topic`] that weighs most: ◎.
    pub most_serious: String,
    /// 相談の内容・希望.
    pub content: String,
    /// Key of [`Urgency`].
    pub urgency: String,
    /// Key of [`ConsentState`].
    pub consent: String,
    /// Key of [`NoConsentReason`].
    pub no_consent_reason: String,
    /// Who gave the information.
    pub information_from: String,
    /// Key of [`Work`].
    pub work: String,
    /// Key of [`Dwelling`].
    pub housing: String,
    /// Key of [`Insurance`].
    pub insurance: String,
    /// Key of [`Pension`].
    pub pension: String,
    /// A worry outside the counter's field, noticed on the side.
    pub noticed: String,
    /// Others whom it is about: names, one per line, with their standing after a comma.
    pub others: String,
    /// Key of [`Triage`].
    pub triage: String,
    /// Why so.
    pub triage_reason: String,
}

/// Somebody else whom a consultation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonOnForm {
    /// As told.
    pub name: String,
    /// 続柄, as told.
    pub standing: String,
}

/// What became of a saved intake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The consultation.
    pub id: Id<Consultation>,
    /// What the counter decided to do next.
    pub triage: Triage,
}

struct Checked {
    received_at: Instant,
    received_on: Day,
    channel: Channel,
    visitor_kind: VisitorKind,
    person: Option<Id<Person>>,
    topics: Vec<(Topic, bool)>,
    urgency: Urgency,
    consent: ConsentState,
    no_consent_reason: NoConsentReason,
    texts: [String; 7],
    sheet: [&'static str; 4],
    others: Vec<PersonOnForm>,
}

/// Receives a consultation and decides, if the form says so, what becomes of it.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::NotFound`] for roles that do no casework.
pub fn receive(tx: &Tx<'_>, who: &Scope, form: &Intake) -> Result<Received> {
    access::casework(who)?;
    let mut faults = Faults::default();
    let checked = form.check(&mut faults, who.now);
    let decided = triage::check(
        &mut faults,
        &TriageForm { triage: form.triage.clone(), reason: form.triage_reason.clone() },
        "triage_reason",
    );
    faults.done()?;
    let (household, bases) = match checked.person {
        Some(person) => {
            let bases = access::person(tx, who, person, Act::Read)?;
            (people::household_of(tx, person)?, bases)
        }
        None => (None, Bases::NONE),
    };
    let id = insert(tx, who, &checked, household)?;
    // That the person came is said, and not assumed where nothing was.
    let came = !form.visitor_kind.is_empty() && checked.visitor_kind.is_the_person();
    if came || bases.has(Basis::Own) {
        remember_person(tx, who, checked.person)?;
    }
    Event::new(Action::Create, Kind::Consultation, id).record(tx, who)?;
    triage::write(tx, who, id, &decided)?;
    drafts::forget(tx, who, "consultation", &form.slot)?;
    Ok(Received { id, triage: decided.0 })
}

impl Intake {
    fn check(&self, faults: &mut Faults, now: Instant) -> Checked {
        let today = now.day();
        let received_on = if self.received_on.trim().is_empty() {
            Some(today)
        } else {
            faults.event_day("received_on", "受付日", &self.received_on, today)
        };
        let received_on = received_on.unwrap_or(today);
        let clock = if self.received_time.trim().is_empty() {
            if received_on == today { None } else { Some((12, 0)) }
        } else {
            faults.time("received_time", "受付", &self.received_time)
        };
        Checked {
            received_at: clock.map_or(now, |(hour, minute)| Instant::at(received_on, hour, minute)),
            received_on,
            channel: faults.choice_or("channel", "方法", &self.channel, Channel::Counter),
            visitor_kind: faults.choice_or("visitor_kind", "来た人", &self.visitor_kind, VisitorKind::Self_),
            person: self.chosen_person(faults),
            topics: self.marked_topics(faults),
            urgency: faults.choice_or("urgency", "急ぎの度合い", &self.urgency, Urgency::Normal),
            consent: faults.choice_or("consent", "同意", &self.consent, ConsentState::NotAsked),
            no_consent_reason: faults.choice_or(
                "no_consent_reason",
                "同意がない理由",
                &self.no_consent_reason,
                NoConsentReason::None,
            ),
            texts: [
                faults.line("visitor_name", "来た人の名前", &self.visitor_name),
                faults.line("visitor_contact", "来た人の連絡先", &self.visitor_contact),
                faults.line("visitor_relation", "本人との関係", &self.visitor_relation),
                faults.line("nickname", "呼び名", &self.nickname),
                faults.required_text("content", "相談の内容・希望", &self.content),
                faults.line("information_from", "情報をくれた人", &self.information_from),
                faults.text("noticed", "気づいたこと", &self.noticed),
            ],
            sheet: [
                faults.choice_or("work", "仕事", &self.work, Work::NotAsked).key(),
                faults.choice_or("housing", "住居", &self.housing, Dwelling::NotAsked).key(),
                faults.choice_or("insurance", "健康保険", &self.insurance, Insurance::NotAsked).key(),
                faults.choice_or("pension", "年金", &self.pension, Pension::NotAsked).key(),
            ],
            others: others(faults, &self.others),
        }
    }

    fn chosen_person(&self, faults: &mut Faults) -> Option<Id<Person>> {
        if self.person.is_empty() {
            return None;
        }
        let id = self.person.parse().ok();
        if id.is_none() {
            faults.add("person", message::error_unknown_choice("本人"));
        }
        id
    }

    /// ○ for each that applies and exactly one ◎, unless nothing was marked at all.
    fn marked_topics(&self, faults: &mut Faults) -> Vec<(Topic, bool)> {
        let most: Option<Topic> = if self.most_serious.is_empty() {
            None
        } else {
            faults.choice("most_serious", "いちばん困っていること", &self.most_serious)
        };
        let mut topics: Vec<Topic> = Vec::new();
        for key in &self.topics {
            topics.extend(faults.choice::<Topic>("topics", "こまっていること", key));
        }
        topics.extend(most);
        topics.sort();
        topics.dedup();
        // A single topic is the most serious one by itself.
        let most = if topics.len() == 1 { topics.first().copied() } else { most };
        if !topics.is_empty() && most.is_none() {
            faults.add("most_serious", message::error_choose_one("いちばん困っていること"));
        }
        topics.into_iter().map(|topic| (topic, Some(topic) == most)).collect()
    }
}

/// One line a person: 「見本 花子、母」.
fn others(faults: &mut Faults, text: &str) -> Vec<PersonOnForm> {
    faults
        .text("others", "ほかの人", text)
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (name, standing) = line.split_once(['、', ',', '，']).unwrap_or((line, ""));
            PersonOnForm { name: name.trim().to_owned(), standing: standing.trim().to_owned() }
        })
        .collect()
}

fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    new: &Checked,
    household: Option<Id<Household>>,
) -> Result<Id<Consultation>> {
    let id: Id<Consultation> = tx.new_id();
    let [visitor_name, visitor_contact, visitor_relation, nickname, content, information_from, noticed] =
        &new.texts;
    let [work, housing, insurance, pension] = &new.sheet;
    let values: [&dyn Param; 26] = [
        &id,
        &new.received_at,
        &new.received_on,
        &who.agency,
        &who.staff,
        &new.channel,
        &new.visitor_kind,
        visitor_name,
        visitor_contact,
        visitor_relation,
        &new.person,
        nickname,
        &household,
        content,
        &new.urgency,
        &new.consent,
        &new.no_consent_reason,
        information_from,
        work,
        housing,
        insurance,
        pension,
        noticed,
        &Triage::Open,
        &"",
        &who.now,
    ];
    tx.exec(
        "INSERT INTO consultations (id, received_at, received_on, agency_id, staff_id, channel, visitor_kind,
             visitor_name, visitor_contact, visitor_relation, person_id, nickname, household_id, content, urgency,
             consent_state, no_consent_reason, information_from, work, housing, insurance, pension, noticed, triage,
             triage_reason, recorded_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, 1)",
        &values,
    )?;
    for (topic, most_serious) in &new.topics {
        tx.exec(
            "INSERT INTO consultation_topics (consultation_id, topic, most_serious) VALUES ($1, $2, $3)",
            &[&id, topic, most_serious],
        )?;
    }
    for other in &new.others {
        let row: Id<PersonOnForm> = tx.new_id();
        tx.exec(
            "INSERT INTO consultation_people (id, consultation_id, name, standing) VALUES ($1, $2, $3, $4)",
            &[&row, &id, &other.name, &other.standing],
        )?;
    }
    Ok(id)
}

/// A consultation received from a person is a record of one's own on them (所管). Whoever is seen by a consent, an article or an
/// emergency alone, and was only talked about, stays seen by that: a ground does not become another one by itself.
fn remember_person(tx: &Tx<'_>, who: &Scope, person: Option<Id<Person>>) -> Result<()> {
    let Some(person) = person else { return Ok(()) };
    tx.exec(
        "INSERT INTO person_agencies (agency_id, person_id, since_at) VALUES ($1, $2, $3)
         ON CONFLICT (agency_id, person_id) DO NOTHING",
        &[&who.agency, &person, &who.now],
    )?;
    Ok(())
}
