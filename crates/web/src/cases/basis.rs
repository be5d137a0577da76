use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, Ground, TeamMember, Why};
use domain::consents::categories::{self, Category};
use kernel::Instant;
use serde::Serialize;

use crate::cx::Cx;
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "cases/basis.html")]
struct BasisPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    kinds: Vec<Category>,
    #[serde(skip)]
    now: Instant,
    #[serde(flatten)]
    why: Why,
}

/// `GET /cases/{code}/basis`: why one sees this case, how far, until when, decided by whom, and who else sees it.
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let why = cases::why(desk.tx, desk.who, &code)?;
        let code = &why.head.case.code;
        let page = frame::of_case(desk, code, "なぜ見えるのか")?;
        let banner = frame::banner(desk, &why.head);
        Ok(BasisPage { page, banner, kinds: categories::all(desk.tx)?, now: desk.who.now, why })
    })
    .await
}

impl BasisPage {
    /// What a consent covers, in words.
    fn covers(&self, ground: &Ground) -> String {
        categories::names(&self.kinds, ground.categories.unwrap_or(0)).join("、")
    }

    /// Until when another agency sees the case.
    fn until(member: &TeamMember) -> String {
        if member.is_open_ended() {
            "チームを離れるまで".to_owned()
        } else {
            format!("{} まで", member.until_at.plus_seconds(-1).day().list_form())
        }
    }

    fn minutes_left(&self, until: &Instant) -> i64 {
        until.seconds_since(self.now) / 60
    }
}
