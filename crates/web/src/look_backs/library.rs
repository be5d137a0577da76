use askama::Template;
use axum::response::Response;
use domain::look_backs::{self, Filter, Library};
use domain::{access, revision_proposals};
use kernel::Result;
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "look_backs/library.html")]
struct LibraryPage {
    #[serde(skip)]
    page: Chrome,
    /// Whether there is a page of one's own work with them.
    #[serde(skip)]
    works: bool,
    /// Whether the reader may propose what they should change.
    #[serde(skip)]
    proposes: bool,
    #[serde(skip)]
    filter: Filter,
    #[serde(flatten)]
    library: Library,
}

/// `GET /look-backs`
pub(super) async fn show(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<LibraryPage> {
    let param = |name: &str| desk.cx.param(name).unwrap_or_default();
    let filter = Filter { issue: param("issue"), number: param("number"), after: param("after") };
    Ok(LibraryPage {
        page: frame::of(desk, "事例集", "/look-backs", &[("事例集", "")])?,
        works: access::reach(desk.who).is_some() || access::decides(desk.tx, desk.who)?,
        proposes: revision_proposals::proposes(desk.who),
        library: look_backs::library(desk.tx, desk.who, &filter)?,
        filter,
    })
}

impl LibraryPage {
    fn issue_choices(&self) -> Vec<Choice> {
        self.library.issues.iter().map(|issue| Choice::new(issue.key.clone(), issue.name.clone())).collect()
    }

    /// Whether only some are shown.
    fn narrowed(&self) -> bool {
        !self.filter.issue.is_empty() || !self.filter.number.is_empty() || !self.filter.after.is_empty()
    }

    /// The address of the page after this one.
    fn next(&self) -> Option<String> {
        let after = self.library.next.as_ref()?;
        Some(format!("/look-backs?issue={}&after={after}", self.filter.issue))
    }
}
