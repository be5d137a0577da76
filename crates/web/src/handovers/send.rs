use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access::Bases;
use domain::cases::handover::{self, Ground, HandoverForm, Outside, Packet, Way};
use domain::cases::{self, CaseHead, RecordView};
use domain::consultations::Urgency;
use domain::installed::{self, AgencyLine};
use domain::{Choice as _, drafts};
use kernel::{Day, Instant, Result, date_input};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{self, CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "handovers/new.html")]
struct SendPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    head: CaseHead,
    /// To whom something can be passed on inside the system.
    agencies: Vec<AgencyLine>,
    #[serde(skip)]
    issue_types: Vec<Choice>,
    #[serde(skip)]
    lists: Lists,
    /// One's own records, which may travel.
    #[serde(skip)]
    records: Vec<Choice>,
    /// Records of the other agencies of the team: theirs to give.
    of_others: usize,
    form: HandoverForm,
    /// What would travel, once it was looked at.
    /// On which bases the chosen agency sees the case in any event.
    #[serde(skip)]
    seen_already: Bases,
    packet: Option<Packet>,
}

/// The closed lists of the form.
struct Lists {
    agencies: Vec<Choice>,
    urgencies: Vec<Choice>,
    ways: Vec<Choice>,
    grounds: Vec<Choice>,
    outside: Vec<Choice>,
}

/// `GET /cases/{code}/handovers/new`
pub(crate) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (mut form, since) = restore::<HandoverForm>(desk, "handover", &code)?;
        if since.is_none() {
            form.urgency = Urgency::Normal.key().into();
            form.method = Way::Introduce.key().into();
            form.to_agency = desk.cx.param("to").unwrap_or_default();
        }
        view(desk, &code, form, since, None)
    })
    .await
}

/// `POST /cases/{code}/handovers/preview`: literally what would travel; `?edit=1` leads back to the form.
pub(crate) async fn preview(cx: Cx, Path(code): Path<String>, sent: Sent<HandoverForm>) -> Response {
    let edit = cx.param("edit").is_some();
    let again = code.clone();
    cx.look(
        sent,
        move |desk, form| {
            let looked = if edit { None } else { Some(handover::preview(desk.tx, desk.who, &code, &form)?) };
            view(desk, &code, form, None, looked)
        },
        move |desk, form| view(desk, &again, form, None, None),
    )
    .await
}

/// `POST /cases/{code}/handovers`
pub(crate) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<HandoverForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let id = handover::send(desk.tx, desk.who, &target, form)?;
            drafts::forget(desk.tx, desk.who, "handover", &target)?;
            Ok(Done::to(format!("/handovers/{id}"), "sent"))
        },
        move |desk, form| view(desk, &code, form, None, None),
    )
    .await
}

fn view(
    desk: &Desk<'_>,
    code: &str,
    mut form: HandoverForm,
    since: Option<Instant>,
    packet: Option<Packet>,
) -> Result<SendPage> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    if form.case.is_empty() {
        form.case.clone_from(&code);
    }
    let here = if packet.is_some() { "送る前に確かめる" } else { "つなぐ" };
    let mut page = frame::of_case(desk, &code, here)?;
    page.draft = frame::draft("handover", &code, since);
    let mut agencies = installed::agencies(desk.tx)?;
    agencies.retain(|agency| agency.id != desk.who.agency);
    let mut records = cases::records(desk.tx, desk.who, &pass, None)?.all()?;
    records.retain(|record| record.withdrawn_at.is_none());
    let all = records.len();
    records
        .retain(|record| record.agency == desk.who.agency && !record.sealed && !record.channel.is_council());
    let team = cases::team(desk.tx, desk.who, &pass)?.all()?;
    let seen_already = team
        .iter()
        .filter(|member| member.agency.as_str() == form.to_agency && member.in_force(desk.who.now))
        .fold(Bases::NONE, |all, member| all.and(member.basis.into()));
    Ok(SendPage {
        page,
        seen_already,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        today: desk.who.now.day(),
        head,
        lists: Lists {
            agencies: agencies.iter().map(|a| Choice::new(a.id.to_string(), a.name.clone())).collect(),
            urgencies: options::<Urgency>(),
            ways: options::<Way>(),
            grounds: options::<Ground>(),
            outside: options::<Outside>(),
        },
        agencies,
        issue_types: desk.cx.app.issue_choices(),
        of_others: all - records.len(),
        records: records.iter().map(short).collect(),
        form,
        packet,
    })
}

/// A record as one recognises it: when, how, and how it begins.
fn short(record: &RecordView) -> Choice {
    let mut text: String = record.text.chars().take(30).collect();
    if record.text.chars().count() > 30 {
        text.push('…');
    }
    let label = format!("{} {} {text}", record.happened_at.list_form(), record.method.label());
    Choice::new(record.id.to_string(), label)
}

impl SendPage {
    /// Whether the fold for receivers outside the system shows itself.
    fn open_outside(&self) -> bool {
        let wrong = ["to_outside", "outside_by", "next_owner"]
            .iter()
            .any(|f| kit::fault(&self.page.faults, f).is_some());
        wrong || !self.form.to_outside.is_empty()
    }

    /// The chosen agency.
    fn receiver(&self) -> Option<&AgencyLine> {
        self.agencies.iter().find(|agency| agency.id.as_str() == self.form.to_agency)
    }

    /// The label of a chosen key.
    fn chosen<'a>(&self, list: &'a [Choice], key: &str) -> &'a str {
        list.iter().find(|choice| choice.key == key).map_or("", |choice| choice.label.as_str())
    }

    fn nameless(&self) -> bool {
        self.form.ground == Ground::None.key()
    }

    /// By when an answer is asked for, in words.
    fn due(&self) -> String {
        if self.form.reply_due.trim().is_empty() {
            return "7日後まで".to_owned();
        }
        date_input::echo_due(&self.form.reply_due, self.today).unwrap_or_default()
    }

    fn due_echo(&self) -> String {
        let echo = date_input::echo_due(&self.form.reply_due, self.today);
        echo.map(|echo| format!("= {echo}")).unwrap_or_default()
    }
}
