use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access;
use domain::cases::{self, CaseHead, Counterpart, Method, NewRecord, RecordCorrection, RecordView};
use domain::consultations::Revision;
use domain::{Choice as _, consents};
use kernel::{Agency, Error, Id, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/record.html")]
struct RecordPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    methods: Vec<Choice>,
    #[serde(skip)]
    counterparts: Vec<Choice>,
    #[serde(skip)]
    owners: Vec<Choice>,
    /// Of whom it may tell.
    #[serde(skip)]
    people: Vec<Choice>,
    /// What it may tell.
    #[serde(skip)]
    categories: Vec<Choice>,
    /// By which channels it may have come in; one alone needs no question.
    #[serde(skip)]
    channels: Vec<Choice>,
    #[serde(skip)]
    author: String,
    /// The record before, to look at while writing.
    last: Option<RecordView>,
    #[serde(skip)]
    head: CaseHead,
    form: NewRecord,
}

/// `GET /cases/{code}/records/new`
pub(crate) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (mut form, since) = restore::<NewRecord>(desk, "record", &code)?;
        if since.is_none() {
            form = NewRecord {
                on: "今日".into(),
                time: desk.who.now.hm(),
                method: "visit".into(),
                counterpart: "person".into(),
                ..form
            };
        }
        view(desk, &code, form, since)
    })
    .await
}

/// `POST /cases/{code}/records`
pub(crate) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<NewRecord>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            cases::record(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/cases/{target}"), "record"))
        },
        move |desk, form| view(desk, &code, form, None),
    )
    .await
}

fn view(
    desk: &Desk<'_>,
    code: &str,
    mut form: NewRecord,
    since: Option<kernel::Instant>,
) -> Result<RecordPage> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    form.case.clone_from(&code);
    let mut page = frame::of_case(desk, &code, "記録を書く")?;
    page.draft = frame::draft("record", &code, since);
    let team = cases::team(desk.tx, desk.who, &pass)?.all()?;
    let present = team.iter().filter(|m| m.left_at.is_none());
    Ok(RecordPage {
        page,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        methods: options::<Method>(),
        counterparts: options::<Counterpart>(),
        owners: present.map(|m| Choice::new(m.agency.to_string(), m.agency_name.clone())).collect(),
        people: head.people.iter().map(|p| Choice::new(p.id.to_string(), p.name.clone())).collect(),
        categories: consents::categories::all(desk.tx)?
            .into_iter()
            .map(|c| Choice::new(c.key, c.name))
            .collect(),
        channels: cases::channels(desk.tx, desk.who, &pass)?
            .into_iter()
            .map(|c| Choice::new(c.key(), c.label()))
            .collect(),
        author: format!("{} {}", desk.me.agency_name, desk.me.name),
        last: cases::records(desk.tx, desk.who, &pass, None)?
            .all()?
            .into_iter()
            .find(|r| r.withdrawn_at.is_none()),
        head,
        form,
    })
}

impl RecordPage {
    /// Whether something was said about whom and what it tells.
    fn scoped(&self) -> bool {
        let form = &self.form;
        let said = [&form.person, &form.channel, &form.sealed, &form.third_party, &form.on_condition];
        said.iter().any(|text| !text.is_empty()) || !form.categories.is_empty()
    }
}

#[derive(Template, Serialize)]
#[template(path = "cases/one_record.html")]
struct OneRecordPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    own: Id<Agency>,
    #[serde(skip)]
    code: String,
    record: RecordView,
    revisions: Vec<Revision>,
    #[serde(skip)]
    form: RecordCorrection,
}

/// `GET /cases/{code}/records/{id}`: a record with what it said before.
pub(crate) async fn show(cx: Cx, Path((code, id)): Path<(String, String)>) -> Response {
    cx.page(move |desk| one(desk, &code, &id, None)).await
}

fn one(desk: &Desk<'_>, code: &str, id: &str, typed: Option<RecordCorrection>) -> Result<OneRecordPage> {
    let (head, _) = cases::head(desk.tx, desk.who, code)?;
    let (record, revisions) = cases::show_record(desk.tx, desk.who, code, parse(id)?)?;
    let saved = RecordCorrection::of(&record);
    let mut form = typed.unwrap_or_else(|| saved.clone());
    if desk.stale {
        // What it says now stands above; the next save is a choice made in sight of both.
        form.version = saved.version;
    }
    let code = head.case.code.clone();
    Ok(OneRecordPage {
        page: frame::of_case(desk, &code, "記録")?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        own: desk.who.agency,
        code,
        record,
        revisions,
        form,
    })
}

fn parse(id: &str) -> Result<Id<RecordView>> {
    id.parse().map_err(|_| Error::NotFound)
}

/// `POST /cases/{code}/records/{id}/corrections`
pub(crate) async fn correct(
    cx: Cx,
    Path((code, id)): Path<(String, String)>,
    sent: Sent<RecordCorrection>,
) -> Response {
    let (target, record) = (code.clone(), id.clone());
    cx.save(
        sent,
        move |desk, form| {
            let case = access::known_case(desk.tx, desk.who, &target)?;
            cases::correct_record(desk.tx, desk.who, case, parse(&record)?, form)?;
            Ok(Done::to(format!("/cases/{target}/records/{record}"), "corrected"))
        },
        move |desk, form| one(desk, &code, &id, Some(form)),
    )
    .await
}

/// `POST /cases/{code}/records/{id}/withdrawal`
pub(crate) async fn withdraw(
    cx: Cx,
    Path((code, id)): Path<(String, String)>,
    sent: Sent<RecordCorrection>,
) -> Response {
    let (target, record) = (code.clone(), id.clone());
    cx.save(
        sent,
        move |desk, form| {
            let case = access::known_case(desk.tx, desk.who, &target)?;
            cases::withdraw_record(desk.tx, desk.who, case, parse(&record)?, form)?;
            Ok(Done::to(format!("/cases/{target}"), "withdrawn"))
        },
        move |desk, form| one(desk, &code, &id, Some(form)),
    )
    .await
}
