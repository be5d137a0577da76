use axum::extract::Path;
use axum::response::Response;
use documents::Values;
use domain::conferences::{self, ConferenceItem};
use domain::{Choice as _, papers};
use kernel::{Id, Instant, Result};

use super::PaperForm;
use super::sheet::{Sheet, day};
use super::take::take as taken;
use crate::body::Sent;
use crate::cx::{Cx, Desk, row};

/// `POST /conferences/items/{id}/report/paper`: 案件ごとの報告書, which names nobody: for whoever wrote it and those who receive it.
pub(super) async fn take(cx: Cx, Path(id): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/conferences/items/{id}");
    taken(cx, sent, back, move |desk, _| fill(desk, row(&id)?)).await
}

fn fill(desk: &Desk<'_>, id: Id<ConferenceItem>) -> Result<Sheet> {
    let (report, bases) = conferences::item_report(desk.tx, desk.who, id)?;
    let print = papers::print_item_report(desk.tx, desk.who, id, bases)?;
    let values = Values::new()
        .with("code", &report.code)
        .with("agency", &report.agency_name)
        .with("conference", &report.meeting)
        .with("held_on", report.met_on.to_string())
        .with("ground", report.ground.label())
        .with("ground_ref", &report.ground_ref)
        .with("purpose", report.purpose.label())
        .with("outcome", report.came_to())
        .with("decided", report.decided.to_string())
        .with("roles", report.roles.to_string())
        .with("next_on", day(report.next_on))
        .with("results", &report.results)
        .with("issues", &report.issues)
        .with("reported_by", &report.reported_by)
        .with("reported_on", report.reported_at.day().to_string())
        .with("received_on", day(report.received_at.map(Instant::day)));
    Ok(Sheet {
        form: "item_report".into(),
        values,
        code: report.code,
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}
