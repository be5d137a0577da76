//! 運用ルール: the current version, its acceptance, and a new version by the privacy officer.

use askama::Template;
use axum::response::Response;
use domain::rules::{self, Acceptance, NewRules, OperatingRules};
use kernel::{Result, Role};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::Chrome;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/operating-rules/current", "運用ルール", show).staff(),
        Route::get("/operating-rules", "運用ルール(版を出す人の画面)", show).staff(),
        Route::post::<Acceptance, _>("/operating-rules/acceptances", "運用ルールを確認する", accept).staff(),
        Route::post::<NewRules, _>("/operating-rules", "運用ルールの新しい版を出す", publish).staff(),
    ]
}

#[derive(Template, Serialize)]
#[template(path = "rules/show.html")]
struct RulesPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(flatten)]
    rules: OperatingRules,
    accepted: bool,
    #[serde(skip)]
    may_publish: bool,
    #[serde(skip)]
    form: NewRules,
}

async fn show(cx: Cx) -> Response {
    cx.page(|desk| view(desk, NewRules::default())).await
}

fn view(desk: &Desk<'_>, form: NewRules) -> Result<RulesPage> {
    let rules = rules::current(desk.tx)?;
    let form = if form.text.is_empty() { NewRules { text: rules.text.clone() } } else { form };
    Ok(RulesPage {
        page: frame::of(desk, "運用ルール", "/operating-rules", &[("運用ルール", "")])?,
        once: once(desk.cx),
        accepted: desk.who.accepted_rules,
        may_publish: desk.who.role == Role::PrivacyOfficer,
        rules,
        form,
    })
}

async fn accept(cx: Cx, sent: Sent<Acceptance>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            rules::accept(desk.tx, desk.who, form)?;
            Ok(Done::to("/", "rules"))
        },
        |desk, _| view(desk, NewRules::default()),
    )
    .await
}

async fn publish(cx: Cx, sent: Sent<NewRules>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            rules::publish(desk.tx, desk.who, form)?;
            Ok(Done::to("/operating-rules", "published"))
        },
        view,
    )
    .await
}
