use askama::Template;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::response::Response;
use domain::assessments::{self, AssessmentForm};
use domain::cases::{self, NewRecord};
use domain::consultations::{self, Intake};
use domain::once::Once;
use domain::plans::{self, PlanForm};
use domain::staff::{digest, hex};
use kernel::{Error, Fault, Result, message};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::filled::{Sheet, open, unknown};
use super::returned;
use crate::answer;
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::Chrome;

/// What the form sends: a workbook.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Workbook {
    file: String,
}

#[derive(Template, Serialize)]
#[template(path = "papers/import.html")]
struct ImportPage {
    #[serde(skip)]
    page: Chrome,
    /// What is wrong, cell by cell.
    faults: Vec<Fault>,
}

/// `GET /papers/imports/new`
pub(super) async fn new(cx: Cx) -> Response {
    cx.page(view).await
}

fn view(desk: &Desk<'_>) -> Result<ImportPage> {
    domain::access::casework(desk.who)?;
    let mut page =
        frame::of(desk, "Excelを取り込む", "/papers", &[("帳票", "/papers"), ("Excelを取り込む", "")])?;
    let faults = std::mem::take(&mut page.faults);
    Ok(ImportPage { page, faults })
}

/// `POST /papers/imports`: `multipart/form-data` with a field `file`. Everything of the workbook is taken in, or nothing.
/// The same file sent twice is taken in once.
pub(super) async fn create(cx: Cx, request: Request) -> Response {
    let bytes = read(request).await;
    cx.blocking(move |cx| {
        let key = digest(&hex(&bytes));
        let mark = Once { key: key.clone(), route: format!("{} {}", cx.method, cx.path), body_hash: key };
        match cx.write(bytes, mark, |desk, bytes| Ok((take_in(desk, bytes)?, ()))) {
            Ok((location, _)) => answer::done(cx, &location),
            Err(error) => cx.again(error, (), |desk, ()| view(desk)),
        }
    })
    .await
}

async fn read(request: Request) -> Vec<u8> {
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return Vec::new() };
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some("file") {
            return part.bytes().await.map(|bytes| bytes.to_vec()).unwrap_or_default();
        }
    }
    Vec::new()
}

fn take_in(desk: &Desk<'_>, bytes: &[u8]) -> Result<Done> {
    domain::access::casework(desk.who)?;
    let sheet = open(desk, bytes)?;
    match sheet.form.form.as_str() {
        "intake" | "intake_unconsented" => intake(desk, &sheet),
        "assessment" => assessment(desk, &sheet),
        "record" => records(desk, &sheet),
        "inquiry" => returned::inquiry(desk, &sheet),
        "evaluation" => returned::evaluation(desk, &sheet),
        _ => plan(desk, &sheet),
    }
}

/// 相談受付・申込票. What the page asks for elsewhere stays in the words of the consultation; an address is not taken from
/// paper, because it belongs behind the door of addresses.
fn intake(desk: &Desk<'_>, sheet: &Sheet) -> Result<Done> {
    if !sheet.text("address").is_empty() {
        return Err(sheet.wrong("address", message::paper_no_address()));
    }
    let mut form: Intake = sheet.fields()?;
    let told = [
        ("ふりがな", "kana"),
        ("性別", "gender"),
        ("生年月日・年齢", "birth"),
        ("受け付けた窓口", "agency"),
        ("受け付けた人", "staff"),
    ];
    for (label, key) in told.into_iter().filter(|(_, key)| !sheet.text(key).is_empty()) {
        form.content.push_str(&format!("\n{label}: {}", sheet.text(key)));
    }
    let received =
        consultations::receive(desk.tx, desk.who, &form).map_err(|error| sheet.by_cell(error, None))?;
    Ok(Done::to(format!("/consultations/{}", received.id), "imported"))
}

fn assessment(desk: &Desk<'_>, sheet: &Sheet) -> Result<Done> {
    let code = sheet.text("case").to_owned();
    let (head, _) = cases::head(desk.tx, desk.who, &code).map_err(|error| unknown_case(sheet, error))?;
    let named = |name: &str| name.replace([' ', '　'], "");
    let about = head.people.iter().find(|one| named(&one.name) == named(sheet.text("person")));
    let about = about.ok_or_else(|| sheet.wrong("person", message::paper_person_unknown()))?;
    let mut form: AssessmentForm = sheet.fields()?;
    form.person = about.id.to_string();
    form.fields.retain(|key, _| key.starts_with("a_") || key.starts_with("s_"));
    assessments::assess(desk.tx, desk.who, &code, &form).map_err(|error| sheet.by_cell(error, None))?;
    Ok(Done::to(format!("/cases/{code}/assessments/compare"), "imported"))
}

fn records(desk: &Desk<'_>, sheet: &Sheet) -> Result<Done> {
    let code = sheet.text("case").to_owned();
    cases::head(desk.tx, desk.who, &code).map_err(|error| unknown_case(sheet, error))?;
    let rows = sheet.filled.values.rows("records");
    if rows.is_empty() {
        return Err(sheet.wrong("case", message::paper_is_empty()));
    }
    let mut faults = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let json = serde_json::to_value(row).map_err(|e| Error::Corrupt(e.to_string()))?;
        let record: NewRecord = serde_json::from_value(json).map_err(|e| Error::Corrupt(e.to_string()))?;
        let written = cases::record(desk.tx, desk.who, &code, &NewRecord { case: code.clone(), ..record });
        match written.map_err(|error| sheet.by_cell(error, Some(at))) {
            Ok(_) => {}
            Err(Error::Invalid(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    if faults.is_empty() {
        Ok(Done::to(format!("/cases/{code}"), "imported"))
    } else {
        Err(Error::Invalid(faults))
    }
}

/// A plan that is still a draft. It was begun on its page; what was written outside comes back into it.
fn plan(desk: &Desk<'_>, sheet: &Sheet) -> Result<Done> {
    let plan = plans::by_code(desk.tx, desk.who, sheet.text("code"));
    let (id, _) = plan.map_err(|error| unknown(sheet, "code", error))?;
    let (_, view) = plans::show(desk.tx, desk.who, id).map_err(|error| unknown(sheet, "code", error))?;
    let kinds = domain::consents::categories::all(desk.tx)?;
    let kept = plans::form_of(&view, &kinds);
    // What the sheet does not ask for stays as it is: a municipality may have left a box out of its own form.
    let corrupt = |e: serde_json::Error| Error::Corrupt(format!("{}: {e}", sheet.form.form));
    let mut fields = serde_json::to_value(&kept).map_err(corrupt)?;
    if let (Json::Object(fields), Json::Object(typed)) = (&mut fields, sheet.json()) {
        fields.extend(typed);
    }
    let form: PlanForm = serde_json::from_value(fields).map_err(corrupt)?;
    let form = PlanForm { version: sheet.row_version.clone(), ..form };
    plans::revise(desk.tx, desk.who, id, &form).map_err(|error| sheet.by_cell(error, None))?;
    Ok(Done::to(format!("/plans/{id}"), "imported"))
}

fn unknown_case(sheet: &Sheet, error: Error) -> Error {
    unknown(sheet, "case", error)
}
