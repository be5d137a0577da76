//! 助言者・専門家の登録簿: everybody who prepares items reads it, those who keep it change it and open contacts.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::advisers::{self as rules, Adviser, AdviserForm, EndForm, Entry, Field, PledgeForm};
use kernel::{Id, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, Done, row};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/advisers", "助言者の登録簿", show),
        Route::post::<AdviserForm, _>("/advisers", "助言者を登録する", create),
        Route::post::<AdviserForm, _>("/advisers/{id}", "助言者の登録を直す", revise),
        Route::post::<PledgeForm, _>("/advisers/{id}/pledges", "守秘の誓約を記録する", pledge),
        Route::post::<EndForm, _>("/advisers/{id}/end", "助言者の登録を終える", end),
    ]
}

#[derive(Template, Serialize)]
#[template(path = "advisers/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether the reader keeps the register.
    keeps: bool,
    advisers: Vec<Adviser>,
    /// The entry that is open, with its contact.
    open: Option<Entry>,
    #[serde(skip)]
    fields: Vec<Choice>,
    #[serde(skip)]
    typed: Typed,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    /// The entry that a form is about; none for a new one.
    id: Option<Id<Adviser>>,
    /// The entry as it was typed; none until somebody begins.
    entry: Option<AdviserForm>,
    pledge: PledgeForm,
    end: EndForm,
}

impl ListPage {
    /// The entry as it was typed, or as it stands.
    fn entry(&self) -> AdviserForm {
        let standing = || self.open.as_ref().map(|open| open.form.clone()).unwrap_or_default();
        self.typed.entry.clone().unwrap_or_else(standing)
    }

    /// The entry that is open, as the list tells it.
    fn opened(&self) -> Option<&Adviser> {
        let open = self.open.as_ref()?;
        self.advisers.iter().find(|one| one.id == open.id)
    }

    /// Where the form of an entry goes.
    fn action(&self) -> String {
        self.open.as_ref().map_or_else(|| "/advisers".into(), |open| format!("/advisers/{}", open.id))
    }
}

/// `GET /advisers`: `?adviser=` opens an entry with its contact, for those who keep the register.
async fn show(cx: Cx) -> Response {
    cx.page(|desk| {
        let id = desk.cx.param("adviser").map(|id| row(&id)).transpose()?;
        view(desk, Typed { id, ..Typed::default() })
    })
    .await
}

fn view(desk: &Desk<'_>, typed: Typed) -> Result<ListPage> {
    let crumbs = [("会議", "/conferences"), ("助言者の登録簿", "")];
    Ok(ListPage {
        page: frame::of(desk, "助言者の登録簿", "/conferences", &crumbs)?,
        once: once(desk.cx),
        keeps: rules::keeps(desk.tx, desk.who)?,
        advisers: rules::list(desk.tx, desk.who)?,
        open: typed.id.map(|id| rules::entry(desk.tx, desk.who, id)).transpose()?,
        fields: options::<Field>(),
        typed,
    })
}

/// `POST /advisers`
async fn create(cx: Cx, sent: Sent<AdviserForm>) -> Response {
    let act = |desk: &Desk<'_>, form: &AdviserForm| {
        let id = rules::register(desk.tx, desk.who, form)?;
        Ok(Done::to(format!("/advisers?adviser={id}"), "registered-adviser"))
    };
    cx.save(sent, act, |desk, form| view(desk, Typed { entry: Some(form), ..Typed::default() })).await
}

/// One of the acts on an entry: carried out, or the page again with what was typed.
async fn acted<F: Clone + Send + 'static>(
    cx: Cx,
    id: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<Adviser>, &F) -> Result<()> + Send + 'static,
    typed: impl FnOnce(F) -> Typed + Send + 'static,
) -> Response {
    let at = At { page: "/advisers?adviser={id}", id, notice };
    cx.act(at, sent, act, |desk, id, form| view(desk, Typed { id: Some(id), ..typed(form) })).await
}

/// `POST /advisers/{id}`
async fn revise(cx: Cx, Path(id): Path<String>, sent: Sent<AdviserForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &AdviserForm| rules::revise(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "revised-adviser", act, |form| Typed { entry: Some(form), ..Typed::default() }).await
}

/// `POST /advisers/{id}/pledges`
async fn pledge(cx: Cx, Path(id): Path<String>, sent: Sent<PledgeForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &PledgeForm| rules::pledge(desk.tx, desk.who, id, form).map(|_| ());
    acted(cx, id, sent, "noted-pledge", act, |pledge| Typed { pledge, ..Typed::default() }).await
}

/// `POST /advisers/{id}/end`
async fn end(cx: Cx, Path(id): Path<String>, sent: Sent<EndForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &EndForm| rules::end(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "ended-adviser", act, |end| Typed { end, ..Typed::default() }).await
}

/// What the button of the form says.
pub(crate) fn press(open: bool) -> &'static str {
    if open { "直して残す" } else { "登録する" }
}
