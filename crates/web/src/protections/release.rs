//! 住所の開示 (W23): full pages with addresses of their own, so that nobody clicks them away by habit.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use domain::installed;
use domain::people::Contact;
use domain::protections::{self, Mate, Method, Purpose, Release, ReleaseForm, SHOWN_SECONDS, Verdict};
use kernel::{Id, Instant, Result, Staff};
use serde::Serialize;

use super::{id, in_person, second};
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "protections/request.html")]
struct RequestPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    agencies: Vec<Choice>,
    #[serde(skip)]
    purposes: Vec<Choice>,
    #[serde(skip)]
    methods: Vec<Choice>,
    #[serde(skip)]
    people: Vec<Choice>,
    #[serde(skip)]
    form: ReleaseForm,
    /// The protection.
    protection: String,
    /// Whom it protects.
    name: String,
}

#[derive(Template, Serialize)]
#[template(path = "protections/release.html")]
struct ReleasePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    me: Id<Staff>,
    #[serde(skip)]
    typed: Verdict,
    #[serde(flatten)]
    release: Release,
}

#[derive(Template, Serialize)]
#[template(path = "protections/shown.html")]
struct ShownPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(flatten)]
    release: Release,
    contacts: Vec<Contact>,
    #[serde(skip)]
    until: Instant,
}

fn page_of(at: &str, release: impl std::fmt::Display) -> String {
    format!("/protected-addresses/{at}/releases/{release}")
}

/// `GET /protected-addresses/{id}/releases/new`
pub(super) async fn new(cx: Cx, Path(at): Path<String>) -> Response {
    cx.page(move |desk| ask(desk, &at, ReleaseForm::default())).await
}

fn ask(desk: &Desk<'_>, at: &str, form: ReleaseForm) -> Result<RequestPage> {
    in_person(desk)?;
    let view = protections::show(desk.tx, desk.who, id(at)?)?;
    let name = view.person.display();
    let mates = view.mates.into_iter().map(|Mate { person, name }| Choice::new(person.to_string(), name));
    let crumbs = [("住所保護", "/protected-addresses"), ("住所の開示を申請する", "")];
    Ok(RequestPage {
        page: frame::of(desk, "住所の開示", "/protected-addresses", &crumbs)?,
        once: once(desk.cx),
        agencies: installed::agencies(desk.tx)?
            .into_iter()
            .map(|a| Choice::new(a.id.to_string(), a.name))
            .collect(),
        purposes: options::<Purpose>(),
        methods: options::<Method>(),
        people: std::iter::once(Choice::new(view.person.id.to_string(), name.clone())).chain(mates).collect(),
        form,
        protection: at.to_owned(),
        name,
    })
}

/// `POST /protected-addresses/{id}/releases`
pub(super) async fn create(cx: Cx, Path(at): Path<String>, sent: Sent<ReleaseForm>) -> Response {
    let target = at.clone();
    cx.save(
        sent,
        move |desk, form| {
            in_person(desk)?;
            let release = protections::request(desk.tx, desk.who, id(&target)?, form)?;
            Ok(Done::to(page_of(&target, release), "release-requested"))
        },
        move |desk, form| ask(desk, &at, form),
    )
    .await
}

/// `GET /protected-addresses/{id}/releases/{release}`
pub(super) async fn show(cx: Cx, Path((at, release)): Path<(String, String)>) -> Response {
    cx.page(move |desk| view(desk, &at, &release, Verdict::default())).await
}

fn view(desk: &Desk<'_>, at: &str, release: &str, mut typed: Verdict) -> Result<ReleasePage> {
    in_person(desk)?;
    typed.code.clear();
    let href = format!("/protected-addresses/{at}");
    let crumbs = [("住所保護", "/protected-addresses"), ("1人の保護", href.as_str()), ("住所の開示", "")];
    Ok(ReleasePage {
        release: protections::release(desk.tx, desk.who, id(at)?, id(release)?)?,
        page: frame::of(desk, "住所の開示", "/protected-addresses", &crumbs)?,
        once: once(desk.cx),
        now: desk.who.now,
        me: desk.me.staff,
        typed,
    })
}

/// `POST /protected-addresses/{id}/releases/{release}/decision`
pub(super) async fn decide(
    cx: Cx,
    Path((at, release)): Path<(String, String)>,
    sent: Sent<Verdict>,
) -> Response {
    let (target, asked) = (at.clone(), release.clone());
    second::save(
        cx,
        sent,
        |form: &Verdict| &form.code,
        move |desk, form| {
            protections::decide(desk.tx, desk.who, id(&target)?, id(&asked)?, form)?;
            Ok(Done::to(page_of(&target, &asked), "release-decided"))
        },
        move |desk, typed| view(desk, &at, &release, typed),
    )
    .await
}

/// `POST /protected-addresses/{id}/releases/{release}/showing`: the answer itself shows them, once; no address leads to
/// them again, and after two minutes the page leads away from itself.
pub(super) async fn showing(
    cx: Cx,
    Path((at, release)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let (target, asked, back) = (at.clone(), release.clone(), page_of(&at, &release));
    let mut answer = cx
        .tell(
            sent,
            |_, form| Ok(form),
            move |desk, _| {
                in_person(desk)?;
                let told = protections::show_once(desk.tx, desk.who, id(&target)?, id(&asked)?)?;
                Ok((Done::to(page_of(&target, &asked), ""), told))
            },
            |desk, (release, contacts)| {
                let crumbs = [("住所保護", "/protected-addresses"), ("住所の開示", "")];
                Ok(ShownPage {
                    page: frame::of(desk, "住所の開示", "/protected-addresses", &crumbs)?,
                    release,
                    contacts,
                    until: desk.who.now.plus_seconds(SHOWN_SECONDS),
                })
            },
            move |desk, _| view(desk, &at, &release, Verdict::default()),
        )
        .await;
    if answer.status() == StatusCode::CREATED
        && let Ok(leave) = HeaderValue::from_str(&format!("{SHOWN_SECONDS}; url={back}"))
    {
        answer.headers_mut().insert("refresh", leave);
    }
    answer
}
