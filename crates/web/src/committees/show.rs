use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::committees::{
    self, CommitteeView, EndForm, Meeting, MeetingForm, MemberField, MemberForm, MinutesForm,
};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::frame::{self, options};
use crate::kit::{self, Choice, Chrome};

/// What somebody typed and could not save.
#[derive(Default)]
struct Typed {
    member: MemberForm,
    meeting: MeetingForm,
    /// Minutes of a meeting, by its id.
    minutes: Option<(String, MinutesForm)>,
}

#[derive(Template, Serialize)]
#[template(path = "committees/show.html")]
struct ShowPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether the reader keeps the register.
    #[serde(skip)]
    keeps: bool,
    #[serde(skip)]
    fields: Vec<Choice>,
    #[serde(flatten)]
    view: CommitteeView,
    #[serde(skip)]
    typed: Typed,
}

/// `GET /committees/{key}`
pub(super) async fn show(cx: Cx, Path(key): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &key, Typed::default())).await
}

fn view(desk: &Desk<'_>, key: &str, typed: Typed) -> Result<ShowPage> {
    let view = committees::show(desk.tx, desk.who, key)?;
    let name = view.committee.name.clone();
    Ok(ShowPage {
        page: frame::of(desk, &name, "/conferences", &[("合議体", "/committees"), (&name, "")])?,
        once: once(desk.cx),
        keeps: committees::keeps(desk.tx, desk.who)?,
        fields: options::<MemberField>(),
        view,
        typed,
    })
}

impl ShowPage {
    /// Whether a folded form shows itself, because something in it is wrong.
    fn wrong(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| kit::fault(&self.page.faults, field).is_some())
    }

    /// What stands in the box of a meeting's minutes.
    fn minutes(&self, meeting: &Meeting) -> String {
        let typed = self.typed.minutes.as_ref().filter(|(id, _)| *id == meeting.id.to_string());
        typed.map_or_else(|| meeting.minutes.clone(), |(_, form)| form.minutes.clone())
    }

    /// Whether the minutes of a meeting come back with faults.
    fn returned(&self, meeting: &Meeting) -> bool {
        self.typed.minutes.as_ref().is_some_and(|(id, _)| *id == meeting.id.to_string())
    }
}

/// `POST /committees/{key}/members`
pub(super) async fn add_member(cx: Cx, Path(key): Path<String>, sent: Sent<MemberForm>) -> Response {
    let target = key.clone();
    cx.save(
        sent,
        move |desk, form| {
            committees::add_member(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/committees/{target}"), "kept-member"))
        },
        move |desk, member| view(desk, &key, Typed { member, ..Typed::default() }),
    )
    .await
}

/// `POST /committees/{key}/members/{id}/end`
pub(super) async fn end_member(
    cx: Cx,
    Path((key, id)): Path<(String, String)>,
    sent: Sent<EndForm>,
) -> Response {
    let target = key.clone();
    cx.save(
        sent,
        move |desk, form| {
            committees::end_member(desk.tx, desk.who, row(&id)?, form)?;
            Ok(Done::to(format!("/committees/{target}"), "ended-member"))
        },
        move |desk, _| view(desk, &key, Typed::default()),
    )
    .await
}

/// `POST /committees/{key}/meetings`
pub(super) async fn add_meeting(cx: Cx, Path(key): Path<String>, sent: Sent<MeetingForm>) -> Response {
    let target = key.clone();
    cx.save(
        sent,
        move |desk, form| {
            committees::record_meeting(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/committees/{target}"), "kept-meeting"))
        },
        move |desk, meeting| view(desk, &key, Typed { meeting, ..Typed::default() }),
    )
    .await
}

/// `POST /committees/{key}/meetings/{id}/minutes`
pub(super) async fn write_minutes(
    cx: Cx,
    Path((key, id)): Path<(String, String)>,
    sent: Sent<MinutesForm>,
) -> Response {
    let (target, meeting) = (key.clone(), id.clone());
    cx.save(
        sent,
        move |desk, form| {
            committees::write_minutes(desk.tx, desk.who, row(&meeting)?, form)?;
            Ok(Done::to(format!("/committees/{target}"), "kept-minutes"))
        },
        move |desk, form| view(desk, &key, Typed { minutes: Some((id, form)), ..Typed::default() }),
    )
    .await
}
