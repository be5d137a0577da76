use askama::Template;
use axum::response::Response;
use domain::audit::{self, LastSeal};
use serde::Serialize;

use super::page_of;
use crate::cx::Cx;
use crate::frame;
use crate::kit::Chrome;

/// Rows that are verified while somebody waits; all of them are by `kasane check`.
const ROWS: i64 = 20_000;

#[derive(Template, Serialize)]
#[template(path = "audit/verification.html")]
struct VerificationPage {
    #[serde(skip)]
    page: Chrome,
    seal: LastSeal,
    /// Rows that were verified.
    verified: u64,
    findings: Vec<String>,
    notices: Vec<String>,
}

/// `GET /audit/verification`: the last seal, and whether the end of the log is as it was sealed.
pub(crate) async fn show(cx: Cx) -> Response {
    page_of(
        cx,
        |cx| {
            let seal = cx.read(|desk| audit::last_seal(desk.tx, desk.who))?;
            Ok((seal, audit::verify_recent(&cx.app.db, &cx.app.options.audit_keys, ROWS)?))
        },
        |desk, (seal, report)| {
            let crumbs = [("操作の記録", "/audit/events"), ("検証", "")];
            Ok(VerificationPage {
                page: frame::of(desk, "操作の記録の検証", "/audit/events", &crumbs)?,
                seal,
                verified: report.sealed,
                findings: report.findings.iter().map(ToString::to_string).collect(),
                notices: report.notices,
            })
        },
    )
    .await
}
