use askama::Template;
use axum::response::Response;
use domain::committees::{self, Committee, CommitteeForm};
use domain::municipality::CommitteeKind;
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "committees/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether the reader keeps the register.
    #[serde(skip)]
    keeps: bool,
    committees: Vec<Committee>,
    #[serde(skip)]
    kinds: Vec<Choice>,
    #[serde(skip)]
    form: CommitteeForm,
}

/// `GET /committees`
pub(super) async fn index(cx: Cx) -> Response {
    cx.page(|desk| view(desk, CommitteeForm::default())).await
}

/// `POST /committees`
pub(super) async fn add(cx: Cx, sent: Sent<CommitteeForm>) -> Response {
    let act = |desk: &Desk<'_>, form: &CommitteeForm| {
        let key = committees::add(desk.tx, desk.who, form)?;
        Ok(Done::to(format!("/committees/{key}"), "added-committee"))
    };
    cx.save(sent, act, view).await
}

fn view(desk: &Desk<'_>, form: CommitteeForm) -> Result<ListPage> {
    Ok(ListPage {
        page: frame::of(desk, "合議体", "/conferences", &[("合議体", "")])?,
        once: once(desk.cx),
        keeps: committees::keeps(desk.tx, desk.who)?,
        committees: committees::list(desk.tx, desk.who)?,
        kinds: CommitteeKind::ALL.iter().map(|kind| Choice::new(kind.key(), kind.label())).collect(),
        form,
    })
}
