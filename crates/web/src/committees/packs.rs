use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::committees::pack::{self, PackForm, PackLine, PackView};
use domain::committees::{self, Committee};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "committees/packs.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether the reader makes packs.
    #[serde(skip)]
    keeps: bool,
    packs: Vec<PackLine>,
    #[serde(skip)]
    committees: Vec<Committee>,
    #[serde(skip)]
    form: PackForm,
}

/// `GET /committee-packs`
pub(super) async fn index(cx: Cx) -> Response {
    cx.page(|desk| {
        let days = pack::suggested(desk.tx, desk.who)?;
        let days = days.map(|(from, to)| (from.era_form(), to.era_form()));
        let (from, to) = days.unwrap_or_default();
        view(desk, PackForm { from, to, ..PackForm::default() })
    })
    .await
}

/// `POST /committee-packs`
pub(super) async fn make(cx: Cx, sent: Sent<PackForm>) -> Response {
    let act = |desk: &Desk<'_>, form: &PackForm| {
        let id = pack::make(desk.tx, desk.who, form)?;
        Ok(Done::to(format!("/committee-packs/{id}"), "made-pack"))
    };
    cx.save(sent, act, view).await
}

fn view(desk: &Desk<'_>, form: PackForm) -> Result<ListPage> {
    let crumbs = [("合議体", "/committees"), ("代表者会議の資料", "")];
    Ok(ListPage {
        page: frame::of(desk, "代表者会議の資料", "/conferences", &crumbs)?,
        once: once(desk.cx),
        keeps: committees::keeps(desk.tx, desk.who)?,
        packs: pack::list(desk.tx, desk.who)?,
        committees: committees::list(desk.tx, desk.who)?,
        form,
    })
}

impl ListPage {
    fn bodies(&self) -> Vec<Choice> {
        self.committees.iter().map(|body| Choice::new(body.key.clone(), body.name.clone())).collect()
    }
}

#[derive(Template, Serialize)]
#[template(path = "committees/pack.html")]
struct PackPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(flatten)]
    view: PackView,
}

/// `GET /committee-packs/{id}`: as it was made, for the screen, for paper and for programs.
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| {
        let view = pack::show(desk.tx, desk.who, row(&id)?)?;
        let title = format!("{}の資料", view.content.committee);
        let crumbs =
            [("合議体", "/committees"), ("代表者会議の資料", "/committee-packs"), (title.as_str(), "")];
        Ok(PackPage { page: frame::of(desk, &title, "/conferences", &crumbs)?, view })
    })
    .await
}
