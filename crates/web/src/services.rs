//! 「相談窓口とサービス」: for residents, by worry and not by department. Public knowledge only.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::installed::{self, AgencyLine};
use domain::municipality::{self, ConsultationWindow, Profile};
use kernel::{Result, fold};
use serde::Serialize;

use crate::answer;
use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "services/show.html")]
struct ServicesPage {
    #[serde(skip)]
    page: Chrome,
    municipality: String,
    /// What was looked for.
    q: String,
    /// What was found by it; none if nothing was looked for.
    found: Option<Vec<Counter>>,
    groups: Vec<Group>,
    source: Option<Source>,
}

/// Counters for a worry.
#[derive(Serialize)]
struct Group {
    key: String,
    worry: String,
    counters: Vec<Counter>,
}

/// A counter, as residents need it.
#[derive(Serialize)]
pub(crate) struct Counter {
    pub(crate) name: String,
    /// For whom; empty if nobody said.
    pub(crate) target: String,
    /// Empty if not printed in the source.
    pub(crate) phone: String,
}

impl Counter {
    pub(crate) fn of(window: &ConsultationWindow) -> Self {
        let text =
            |setting: &domain::municipality::Setting<String>| setting.value().cloned().unwrap_or_default();
        Self { name: window.name.clone(), target: text(&window.target), phone: text(&window.phone) }
    }

    fn of_agency(agency: AgencyLine) -> Self {
        Self { name: agency.name, target: agency.about, phone: agency.phone }
    }
}

/// Where the facts of the page come from.
#[derive(Serialize)]
struct Source {
    document: String,
    publisher: String,
    /// Its date as printed; empty if it has none.
    date: String,
}

/// `GET /services`
pub(crate) async fn show(cx: Cx) -> Response {
    cx.blocking(|cx| {
        let shown = view(cx).and_then(|view| answer::page(cx.face, StatusCode::OK, &view));
        shown.unwrap_or_else(|error| answer::failed(cx, &error))
    })
    .await
}

fn view(cx: &Cx) -> Result<ServicesPage> {
    let title = "相談窓口とサービス";
    // For staff in their frame, for everybody else in a bare one.
    let framed = cx.read(|desk| frame::of(desk, title, "/services", &[(title, "")]));
    let q = cx.param("q").unwrap_or_default().trim().to_owned();
    let (groups, found) = match cx.app.profile.as_ref() {
        Some(profile) => by_worry(profile, &q),
        None => by_agency(cx.app.db.read(installed::agencies)?, &q),
    };
    Ok(ServicesPage {
        page: framed.unwrap_or_else(|_| frame::bare(cx, title)),
        municipality: cx.app.municipality.name.clone(),
        found: (!q.is_empty()).then_some(found),
        q,
        groups,
        source: cx.app.profile.as_ref().as_ref().map(source),
    })
}

fn by_worry(profile: &Profile, q: &str) -> (Vec<Group>, Vec<Counter>) {
    let groups = municipality::windows_by_worry(profile).into_iter().map(|group| Group {
        key: group.worry.key.clone(),
        worry: group.worry.label.clone(),
        counters: group.windows.into_iter().map(Counter::of).collect(),
    });
    (groups.collect(), municipality::search_windows(profile, q).into_iter().map(Counter::of).collect())
}

/// Without a profile there are no worries to sort by, but nobody is left without a place to turn to.
fn by_agency(agencies: Vec<AgencyLine>, q: &str) -> (Vec<Group>, Vec<Counter>) {
    let word = fold::text(q);
    let has = |agency: &&AgencyLine| fold::text(&format!("{} {}", agency.name, agency.about)).contains(&word);
    let found = agencies.iter().filter(has).cloned().map(Counter::of_agency).collect();
    let counters = agencies.into_iter().map(Counter::of_agency).collect();
    (vec![Group { key: "all".into(), worry: "どんな相談でも".into(), counters }], found)
}

fn source(profile: &Profile) -> Source {
    let source = &profile.source;
    Source {
        document: source.document.clone(),
        publisher: source.publisher.clone(),
        date: source.date_printed.value().cloned().unwrap_or_default(),
    }
}
