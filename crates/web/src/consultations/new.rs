use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::Choice as _;
use domain::access::Bases;
use domain::cases::UrgentKind;
use domain::consultations::{
    self, Channel, ConsentState, Dwelling, Insurance, Intake, NoConsentReason, Pension, Received, Topic,
    Triage, Urgency, VisitorKind, Work,
};
use domain::drafts::Draft;
use domain::people::{self, Person};
use kernel::{Day, Id, Instant, Result, date_input};
use serde::{Deserialize, Serialize};

use super::clues::{self, Clue, Suggested};
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{self, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "consultations/new.html")]
struct IntakePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    lists: Lists,
    /// Dangers, each with whom to call first.
    #[serde(skip)]
    dangers: &'static [UrgentKind],
    person: Option<Person>,
    /// On which bases the person is in sight.
    #[serde(skip)]
    bases: Bases,
    /// Bodies that fit the person's age.
    suggested: Vec<Suggested>,
    clues: Vec<Clue>,
    form: Intake,
}

/// The closed lists of the form.
struct Lists {
    channels: Vec<Choice>,
    visitors: Vec<Choice>,
    topics: Vec<Choice>,
    urgencies: Vec<Choice>,
    triages: Vec<Choice>,
    consents: Vec<Choice>,
    no_consent: Vec<Choice>,
    work: Vec<Choice>,
    housing: Vec<Choice>,
    insurance: Vec<Choice>,
    pension: Vec<Choice>,
}

impl Lists {
    fn new() -> Self {
        Self {
            channels: options::<Channel>(),
            visitors: options::<VisitorKind>(),
            topics: options::<Topic>(),
            urgencies: options::<Urgency>(),
            triages: options::<Triage>(),
            consents: options::<ConsentState>(),
            no_consent: options::<NoConsentReason>(),
            work: options::<Work>(),
            housing: options::<Dwelling>(),
            insurance: options::<Insurance>(),
            pension: options::<Pension>(),
        }
    }
}

/// From where the page was reached: after a person was chosen, or to write another one beside a draft.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct From {
    person: String,
    slot: String,
}

/// `GET /consultations/new`
pub(crate) async fn new(cx: Cx, Query(from): Query<From>) -> Response {
    cx.page(move |desk| {
        let slot = from.slot.parse::<Id<Draft>>().map_or_else(|_| String::new(), |id| id.to_string());
        let (mut form, since) = restore::<Intake>(desk, "consultation", &slot)?;
        if since.is_none() {
            // From the page of a person the slot is theirs, so that words about somebody else never stand under their name.
            form = Intake { person: slot.clone(), ..blank(desk.who.now) };
        }
        if !from.person.is_empty() {
            form.person = from.person;
        }
        view(desk, Intake { slot, ..form }, since)
    })
    .await
}

/// What a counter would choose most often; every one of these can be changed, none can harm.
fn blank(now: Instant) -> Intake {
    Intake {
        received_on: "今日".into(),
        received_time: now.hm(),
        channel: Channel::Counter.key().into(),
        visitor_kind: VisitorKind::Self_.key().into(),
        urgency: Urgency::Normal.key().into(),
        consent: ConsentState::NotAsked.key().into(),
        triage: Triage::Open.key().into(),
        ..Intake::default()
    }
}

/// `POST /consultations`
pub(crate) async fn create(cx: Cx, sent: Sent<Intake>) -> Response {
    cx.save(
        sent,
        |desk, form| Ok(onward(&consultations::receive(desk.tx, desk.who, form)?, &form.person)),
        |desk, form| view(desk, form, None),
    )
    .await
}

/// Where the decision leads: a handover needs a case, so that somebody stays responsible meanwhile.
fn onward(received: &Received, person: &str) -> Done {
    let case = format!("/cases/new?consultation={}&person={person}", received.id);
    match received.triage {
        Triage::Case => Done::to(case, "received"),
        Triage::HandedOver => Done::to(case, "received-handover"),
        Triage::Open | Triage::Answered | Triage::Coordination => {
            Done::to(format!("/consultations/{}", received.id), "received")
        }
    }
}

fn view(desk: &Desk<'_>, mut form: Intake, since: Option<Instant>) -> Result<IntakePage> {
    domain::access::casework(desk.who)?;
    let crumbs = [("相談の一覧", "/consultations"), ("相談を受ける", "")];
    let mut page = frame::of(desk, "相談を受ける", "/consultations", &crumbs)?;
    page.draft = frame::draft("consultation", &form.slot, since);
    let ids: Vec<Id<Person>> = form.person.parse().into_iter().collect();
    let person = people::by_ids(desk.tx, desk.who, &ids)?.pop();
    if person.is_none() {
        form.person.clear();
    }
    let (today, profile) = (desk.who.now.day(), desk.cx.app.profile.as_ref().as_ref());
    Ok(IntakePage {
        page,
        once: once(desk.cx),
        today,
        lists: Lists::new(),
        dangers: UrgentKind::ALL,
        suggested: person.as_ref().map_or_else(Vec::new, |p| clues::suggested(profile, p.birth, today)),
        bases: person.as_ref().map_or(Ok(Bases::NONE), |p| people::bases_of(desk.tx, desk.who, p.id))?,
        person,
        clues: clues::clues(profile, &desk.cx.app.issue_types),
        form,
    })
}

impl IntakePage {
    /// Whether the page shows a kept draft.
    fn restored(&self) -> bool {
        self.page.draft.as_ref().is_some_and(|place| place.restored_at.is_some())
    }

    /// The search for a person that leads back to this draft.
    fn search(&self) -> String {
        let to = "/people/new?to=consultation";
        if self.form.slot.is_empty() { to.to_owned() } else { format!("{to}:{}", self.form.slot) }
    }

    /// What the box of the date understood already.
    fn echo(&self) -> String {
        let echo = date_input::echo_event(&self.form.received_on, self.today);
        echo.map(|echo| format!("= {echo}")).unwrap_or_default()
    }

    /// Whether a folded part shows itself: it holds something, or something in it is wrong.
    fn open(&self, fields: &[&str], values: &[&str]) -> bool {
        let wrong = |field: &&str| kit::fault(&self.page.faults, field).is_some();
        fields.iter().any(wrong) || values.iter().any(|value| !value.is_empty())
    }

    fn open_visitor(&self) -> bool {
        let form = &self.form;
        self.open(
            &["visitor_name", "visitor_contact", "visitor_relation"],
            &[&form.visitor_name, &form.visitor_contact, &form.visitor_relation],
        )
    }

    fn open_sheet(&self) -> bool {
        let form = &self.form;
        let fields = ["work", "housing", "insurance", "pension"];
        self.open(&fields, &[&form.work, &form.housing, &form.insurance, &form.pension])
    }

    fn open_consent(&self) -> bool {
        let form = &self.form;
        let asked = if form.consent == ConsentState::NotAsked.key() { "" } else { form.consent.as_str() };
        self.open(
            &["consent", "no_consent_reason", "information_from"],
            &[asked, &form.no_consent_reason, &form.information_from],
        )
    }

    /// Somebody may be in danger: then the numbers to call stand open.
    fn danger(&self) -> bool {
        self.form.urgency == Urgency::Immediate.key()
            || self.form.topics.iter().any(|topic| topic == Topic::Violence.key())
    }

    /// What the guidance says about abuse and violence.
    fn danger_clues(&self) -> Vec<&Clue> {
        self.clues.iter().filter(|clue| clue.key == "abuse" || clue.key == "domestic_violence").collect()
    }
}
