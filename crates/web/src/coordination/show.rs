use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::coordination::{self, Answer, AnswerForm, Coordination, NextMover, RequestView};
use kernel::{Day, Id, Result};
use serde::{Deserialize, Serialize};

use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, row};
use crate::drafts::Empty;
use crate::frame::{self, options};
use crate::kit::{self, Choice, Chrome};

/// What came of the last step.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ending {
    result: String,
}

/// Why it is taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Withdrawing {
    reason: String,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    answer: AnswerForm,
    ending: Ending,
    withdrawing: Withdrawing,
}

#[derive(Template, Serialize)]
#[template(path = "coordination/show.html")]
struct ShowPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    answers: Vec<Choice>,
    #[serde(skip)]
    movers: Vec<Choice>,
    #[serde(flatten)]
    view: RequestView,
    #[serde(skip)]
    typed: Typed,
}

/// `GET /coordination-requests/{id}`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, row(&id)?, Typed::default())).await
}

fn view(desk: &Desk<'_>, id: Id<Coordination>, typed: Typed) -> Result<ShowPage> {
    let view = coordination::show(desk.tx, desk.who, id)?;
    let title = format!("相談 {}", view.line.code);
    let crumbs =
        [("つなぎ", "/handovers"), ("多機関協働への相談", "/coordination-requests"), (title.as_str(), "")];
    Ok(ShowPage {
        page: frame::of(desk, &title, "/handovers", &crumbs)?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        answers: options::<Answer>(),
        movers: options::<NextMover>(),
        view,
        typed,
    })
}

/// One of the acts: carried out, or the page again with what was typed.
async fn acted<F: Clone + Send + 'static>(
    cx: Cx,
    id: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<Coordination>, &F) -> Result<()> + Send + 'static,
    typed: impl FnOnce(F) -> Typed + Send + 'static,
) -> Response {
    let at = At { page: "/coordination-requests/{id}", id, notice };
    cx.act(at, sent, act, |desk, id, form| view(desk, id, typed(form))).await
}

/// `POST /coordination-requests/{id}/take`
pub(crate) async fn take(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let act = |desk: &Desk<'_>, id, _: &Empty| coordination::take(desk.tx, desk.who, id);
    acted(cx, id, sent, "took-coordination", act, |_| Typed::default()).await
}

/// `POST /coordination-requests/{id}/answer`
pub(crate) async fn answer(cx: Cx, Path(id): Path<String>, sent: Sent<AnswerForm>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &AnswerForm| coordination::answer(desk.tx, desk.who, id, form);
    acted(cx, id, sent, "answered-coordination", act, |answer| Typed { answer, ..Typed::default() }).await
}

/// `POST /coordination-requests/{id}/result`
pub(crate) async fn finish(cx: Cx, Path(id): Path<String>, sent: Sent<Ending>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &Ending| coordination::finish(desk.tx, desk.who, id, &form.result);
    acted(cx, id, sent, "ended-coordination", act, |ending| Typed { ending, ..Typed::default() }).await
}

/// `POST /coordination-requests/{id}/withdraw`
pub(crate) async fn withdraw(cx: Cx, Path(id): Path<String>, sent: Sent<Withdrawing>) -> Response {
    let act =
        |desk: &Desk<'_>, id, form: &Withdrawing| coordination::withdraw(desk.tx, desk.who, id, &form.reason);
    acted(cx, id, sent, "withdrew-coordination", act, |withdrawing| Typed { withdrawing, ..Typed::default() })
        .await
}

impl ShowPage {
    fn wrong(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| kit::fault(&self.page.faults, field).is_some())
    }
}
