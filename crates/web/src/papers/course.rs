use axum::extract::Path;
use axum::response::Response;
use documents::Values;
use domain::access::Kind;
use domain::assessments;
use domain::cases::{self, RecordView};
use domain::{Choice as _, papers};
use kernel::{Error, Result};

use super::PaperForm;
use super::sheet::Sheet;
use super::take::take as taken;
use crate::body::Sent;
use crate::cx::{Cx, Desk};

/// `POST /cases/{code}/paper`: 支援経過記録, or アセスメントシート of one person by one's own agency.
pub(super) async fn take(cx: Cx, Path(code): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/cases/{code}");
    taken(cx, sent, back, move |desk, form| match form.form.as_str() {
        "" | "record" => records(desk, &code),
        "assessment" => assessment(desk, &code, &form.person),
        _ => Err(Error::NotFound),
    })
    .await
}

const COLUMNS: [&str; 6] =
    ["past_on", "past_time", "past_method", "past_counterpart", "past_text", "past_next"];

fn records(desk: &Desk<'_>, code: &str) -> Result<Sheet> {
    let (pass, course) = cases::records_to_print(desk.tx, desk.who, code)?;
    let print = papers::print(desk.tx, desk.who, "record", (Kind::Case, pass.id()), Some(pass.id()))?;
    let mut values = Values::new().with("case", code).with("agency", &desk.me.agency_name);
    if course.cut {
        let words = "これより前の記録は、この紙に入っていません。画面で確かめてください。";
        values.add_row("past", ["past_text"], [words.to_owned()]);
    }
    for record in &course.records {
        values.add_row("past", COLUMNS, row(record, &desk.me.agency_name));
    }
    Ok(Sheet {
        form: "record".into(),
        values,
        code: code.to_owned(),
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}

fn row(record: &RecordView, own: &str) -> [String; 6] {
    let by = if record.agency_name == own { String::new() } else { format!("\n({})", record.agency_name) };
    let with = [record.counterpart.label(), &record.counterpart_name].join(" ");
    [
        record.happened_at.day().to_string(),
        record.happened_at.hm(),
        record.method.label().to_owned(),
        with.trim().to_owned(),
        format!("{}{by}", record.text),
        record.next_step.clone(),
    ]
}

fn assessment(desk: &Desk<'_>, code: &str, person: &str) -> Result<Sheet> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let print = papers::print(desk.tx, desk.who, "assessment", (Kind::Case, pass.id()), Some(pass.id()))?;
    let about = head
        .people
        .iter()
        .find(|one| person.is_empty() || one.id.as_str() == person)
        .ok_or(Error::NotFound)?;
    let form = assessments::before(desk.tx, desk.who, &pass, about.id)?;
    let json = serde_json::to_value(&form).map_err(|e| Error::Corrupt(e.to_string()))?;
    let mut values = Values::from_fields(desk.cx.app.papers.form("assessment")?, &json);
    values.set("case", code);
    values.set("person", &about.name);
    values.set("agency", &desk.me.agency_name);
    Ok(Sheet {
        form: "assessment".into(),
        values,
        code: code.to_owned(),
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}
