use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead};
use domain::consents::categories::{self, Category};
use domain::consents::{self, ConsentView, Explanation};
use kernel::Instant;
use serde::Serialize;

use crate::cx::Cx;
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "consents/list.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    now: Instant,
    #[serde(skip)]
    kinds: Vec<Category>,
    #[serde(skip)]
    head: CaseHead,
    consents: Vec<ConsentView>,
    explanations: Vec<Explanation>,
}

/// `GET /cases/{code}/consents`
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (head, pass) = cases::head(desk.tx, desk.who, &code)?;
        let code = head.case.code.clone();
        Ok(ListPage {
            page: frame::of_case(desk, &code, "同意")?,
            banner: frame::banner(desk, &head),
            now: desk.who.now,
            kinds: categories::all(desk.tx)?,
            consents: consents::of_case(desk.tx, desk.who, &pass)?,
            explanations: consents::explanations(desk.tx, desk.who, &pass)?,
            head,
        })
    })
    .await
}

impl ListPage {
    fn covers(&self, consent: &ConsentView) -> String {
        categories::names(&self.kinds, consent.categories).join("、")
    }

    /// People of the case without a consent in force.
    fn without(&self) -> Vec<&str> {
        let agreed = |name: &str| {
            self.consents.iter().any(|c| c.in_force(self.now) && !c.by_family() && c.person_name == name)
        };
        self.head.people.iter().map(|p| p.name.as_str()).filter(|name| !agreed(name)).collect()
    }
}
