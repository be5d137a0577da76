use askama::Template;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::response::Response;
use documents::excel::{self, Book, CellFault, Filled};
use domain::Choice as _;
use domain::assessments::{self, AssessmentForm};
use domain::cases::{self, NewRecord};
use domain::consultations::{self, Intake};
use domain::once::Once;
use domain::plans::{self, PlanForm, PlanKind};
use domain::staff::{digest, hex};
use kernel::{Error, Fault, Message, Result, message};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

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

/// Whether a filled sheet of a form is read back. The others are signed, or follow from what is there already.
pub(super) fn reads(form: &str) -> bool {
    matches!(form, "intake" | "intake_unconsented" | "assessment" | "record" | "inquiry" | "evaluation")
        || PlanKind::from_key(form).is_some()
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

/// A sheet that was read, with the form that it was read by.
pub(super) struct Sheet {
    pub(super) form: documents::Form,
    pub(super) filled: Filled,
    pub(super) row_version: String,
}

fn take_in(desk: &Desk<'_>, bytes: &[u8]) -> Result<Done> {
    domain::access::casework(desk.who)?;
    let sheet = sheet(desk, bytes)?;
    match sheet.form.form.as_str() {
        "intake" | "intake_unconsented" => intake(desk, &sheet),
        "assessment" => assessment(desk, &sheet),
        "record" => records(desk, &sheet),
        "inquiry" => returned::inquiry(desk, &sheet),
        "evaluation" => returned::evaluation(desk, &sheet),
        _ => plan(desk, &sheet),
    }
}

fn sheet(desk: &Desk<'_>, bytes: &[u8]) -> Result<Sheet> {
    let whole =
        |what: String| Error::Invalid(vec![Fault::new("", Message::new("workbook_unreadable", what))]);
    let book = Book::open(bytes).map_err(|error| whole(error.to_string()))?;
    let form =
        desk.cx.app.papers.form(book.form()).map_err(|_| whole(message::paper_not_read().text))?.clone();
    if !reads(&form.form) {
        return Err(whole(message::paper_not_read().text));
    }
    if book.version() > form.version {
        return Err(whole(message::paper_too_new(form.title).text));
    }
    let filled = excel::read(&book, &form)
        .map_err(|faults| Error::Invalid(faults.into_iter().map(fault).collect()))?;
    Ok(Sheet { form, filled, row_version: book.row_version().to_owned() })
}

fn fault(fault: CellFault) -> Fault {
    Fault::new(fault.cell, Message::new("cell", format!("{}: {}", fault.label, fault.what)))
}

impl Sheet {
    pub(super) fn text(&self, key: &str) -> &str {
        self.filled.values.text(key)
    }

    fn json(&self) -> Json {
        self.filled.values.to_fields(&self.form)
    }

    /// The fields as the product's own page would have sent them.
    pub(super) fn fields<F: DeserializeOwned>(&self) -> Result<F> {
        serde_json::from_value(self.json()).map_err(|e| Error::Corrupt(format!("{}: {e}", self.form.form)))
    }

    /// Tells the faults of the rules by the cells in which they stand.
    pub(super) fn by_cell(&self, error: Error, row: Option<usize>) -> Error {
        match error {
            Error::Invalid(faults) => Error::Invalid(
                faults
                    .into_iter()
                    .map(|fault| Fault::new(self.filled.cell(&fault.field, row), fault.message))
                    .collect(),
            ),
            other => other,
        }
    }

    fn wrong(&self, key: &str, message: Message) -> Error {
        Error::Invalid(vec![Fault::new(self.filled.cell(key, None), message)])
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

/// Out of sight and not there are the same.
pub(super) fn unknown(sheet: &Sheet, key: &str, error: Error) -> Error {
    match error {
        Error::NotFound => sheet.wrong(key, message::paper_subject_unknown()),
        other => other,
    }
}
