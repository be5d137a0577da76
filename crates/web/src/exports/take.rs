use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::exports::{self, CAP, Export, ExportForm, File};
use kernel::{Error, Result, message};
use serde::Serialize;

use crate::answer;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::{Choice, Chrome};
use crate::papers::reported;

#[derive(Template, Serialize)]
#[template(path = "exports/register.html")]
struct RegisterPage {
    #[serde(skip)]
    page: Chrome,
    exports: Vec<Export>,
}

/// `GET /exports`: 持ち出し簿.
pub(crate) async fn register(cx: Cx) -> Response {
    cx.page(|desk| {
        let exports = exports::register(desk.tx, desk.who)?;
        let crumbs = [("操作の記録", "/audit/events"), ("持ち出し簿", "")];
        Ok(RegisterPage { page: frame::of(desk, "持ち出し簿", "/audit/events", &crumbs)?, exports })
    })
    .await
}

#[derive(Template, Serialize)]
#[template(path = "exports/new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    /// Whether one holds the right today.
    allowed: bool,
    cap: usize,
    #[serde(skip)]
    what: Vec<Choice>,
    #[serde(skip)]
    form: ExportForm,
}

/// `GET /exports/new`
pub(crate) async fn new(cx: Cx) -> Response {
    cx.page(|desk| view(desk, ExportForm::default())).await
}

fn view(desk: &Desk<'_>, form: ExportForm) -> Result<NewPage> {
    domain::access::casework(desk.who)?;
    let allowed = exports::own_right(desk.tx, desk.who)?.is_some();
    let crumbs = [("ケースの一覧", "/cases"), ("持ち出す", "")];
    let page = frame::of(desk, "担当のケースを持ち出す", "/cases", &crumbs)?;
    let what = vec![
        Choice::new("cases", "ケースの一覧"),
        Choice::new("reported", "国へ報告する項目(太枠)のひとそろい。名前は入りません"),
    ];
    Ok(NewPage { page, once: once(desk.cx), allowed, cap: CAP, what, form })
}

/// `POST /exports`: the answer is the file, and no address leads to it again.
pub(crate) async fn create(cx: Cx, sent: Sent<ExportForm>) -> Response {
    cx.blocking(move |cx| {
        let (form, once) = match sent.checked(cx) {
            Ok(sent) => sent,
            Err(error) => return answer::failed(cx, &error),
        };
        let done = cx.write(form.clone(), once, |desk, form| {
            let by = format!("{}({}) {}", desk.me.name, desk.me.login, desk.me.agency_name);
            Ok((Done::to("/exports/new", ""), file_of(desk, &by, form)?))
        });
        match done {
            Ok((_, Some(file))) => download(file),
            // Carried out before: a file leaves once, and its line stands in the register once.
            Ok((location, None)) => answer::done(cx, &location),
            Err(error) => cx.again(error, form, view),
        }
    })
    .await
}

fn file_of(desk: &Desk<'_>, by: &str, form: &ExportForm) -> Result<File> {
    match form.what.as_str() {
        "" | "cases" => exports::take_out(desk.tx, desk.who, by, form),
        "reported" => {
            let set = reported::Columns::of(&desk.cx.app.papers);
            exports::take_out_as(desk.tx, desk.who, by, form, &set.head(), |line| set.rows(desk, &line.code))
        }
        _ => Err(Error::invalid("what", message::error_unknown_choice("持ち出すもの"))),
    }
}

fn download(file: File) -> Response {
    let name = format!("attachment; filename=\"{}.csv\"", file.code);
    let mut answer = (StatusCode::CREATED, file.text).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    match HeaderValue::from_str(&name) {
        Ok(name) => drop(headers.insert(header::CONTENT_DISPOSITION, name)),
        Err(_) => return answer::value(StatusCode::INTERNAL_SERVER_ERROR, &message::body_unreadable()),
    }
    answer
}
