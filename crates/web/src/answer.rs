//! Answers, in either face.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Error, Fault, Message, Result, message};
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::Chrome;

/// The two faces of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Html,
    Json,
}

impl Face {
    /// JSON only for those who ask for it and not for HTML.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let html = accept.contains("text/html");
        if accept.contains("application/json") && !html { Face::Json } else { Face::Html }
    }
}

/// Bytes that nearly every page fits into, so that it is not moved while it grows.
const ROOM: usize = 64 * 1024;

/// A view in the face that was asked for.
pub(crate) fn page<P: Template + Serialize>(face: Face, status: StatusCode, view: &P) -> Result<Response> {
    let broken = |what: String| Error::Database(format!("a page could not be made: {what}"));
    match face {
        Face::Html => {
            let mut text = String::with_capacity(ROOM);
            view.render_into(&mut text).map_err(|e| broken(e.to_string()))?;
            html(status, text)
        }
        Face::Json => json(status, serde_json::to_vec(view).map_err(|e| broken(e.to_string()))?),
    }
}

fn html(status: StatusCode, text: String) -> Result<Response> {
    Ok((status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], text)
        .into_response())
}

fn json(status: StatusCode, bytes: Vec<u8>) -> Result<Response> {
    Ok((status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes)
        .into_response())
}

/// A value as JSON.
pub(crate) fn value(status: StatusCode, value: &impl Serialize) -> Response {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response()
}

/// The way on after a write that was carried out.
pub(crate) fn done(cx: &Cx, location: &str) -> Response {
    let plain = location.rfind("done=").map_or(location, |at| &location[..at.saturating_sub(1)]);
    match cx.face {
        Face::Json => {
            let mut answer = value(StatusCode::CREATED, &serde_json::json!({ "location": plain }));
            header_of(&mut answer, plain);
            answer
        }
        Face::Html => redirect(location),
    }
}

/// To another page, by GET.
pub(crate) fn redirect(location: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    header_of(&mut answer, location);
    answer
}

fn header_of(answer: &mut Response, location: &str) {
    if let Ok(value) = HeaderValue::from_str(location) {
        answer.headers_mut().insert(header::LOCATION, value);
    }
}

/// Faults, for programs.
pub(crate) fn faults(status: StatusCode, faults: &[Fault]) -> Response {
    value(status, &serde_json::json!({ "faults": faults }))
}

/// A body beyond any form.
pub(crate) fn too_large() -> Response {
    let fault = Fault::new("", message::draft_too_long());
    faults(StatusCode::PAYLOAD_TOO_LARGE, &[fault])
}

/// A page that says what happened and what to do.
#[derive(Template, Serialize)]
#[template(path = "problem.html")]
struct Problem {
    #[serde(skip)]
    page: Chrome,
    key: &'static str,
    message: String,
    #[serde(skip)]
    todo: String,
}

/// What went wrong, as an answer. Not found and not allowed are one and the same.
pub(crate) fn failed(cx: &Cx, error: &Error) -> Response {
    let (status, said, todo) = match error {
        Error::NotFound => {
            (StatusCode::NOT_FOUND, message::not_found_title(), message::not_found_body().text)
        }
        Error::SignIn => return sign_in_needed(cx),
        Error::Rules(version) => return rules_needed(cx, *version),
        Error::Invalid(list) => return invalid(cx, list),
        Error::Conflict(message) => (StatusCode::CONFLICT, message.clone(), String::new()),
        Error::Stale => (
            StatusCode::CONFLICT,
            message::conflict_title(),
            "画面を開き直して、いまの内容を確かめてください。".into(),
        ),
        Error::Throttled(seconds) => {
            (StatusCode::TOO_MANY_REQUESTS, message::rate_limited(seconds), String::new())
        }
        Error::Unwritable(_) => {
            (StatusCode::INSUFFICIENT_STORAGE, message::storage_unwritable(), String::new())
        }
        Error::Corrupt(_) | Error::Database(_) | Error::Duplicate(_) | Error::Retry => {
            tell_operator(cx, error);
            (StatusCode::INTERNAL_SERVER_ERROR, message::error_server(&cx.request), String::new())
        }
    };
    problem(cx, status, said, todo)
}

/// The operator's log names the request and the kind of failure; drivers put no personal data into their errors but
/// constraint names.
fn tell_operator(cx: &Cx, error: &Error) {
    let mut log = std::io::stderr().lock();
    let _ = std::io::Write::write_fmt(
        &mut log,
        format_args!("request {} {} failed: {error}\n", cx.request, cx.method),
    );
}

fn invalid(cx: &Cx, list: &[Fault]) -> Response {
    if cx.face == Face::Json {
        return faults(StatusCode::UNPROCESSABLE_ENTITY, list);
    }
    let said = list.first().map_or_else(message::body_unreadable, |fault| fault.message.clone());
    problem(cx, StatusCode::UNPROCESSABLE_ENTITY, said, String::new())
}

fn problem(cx: &Cx, status: StatusCode, said: Message, todo: String) -> Response {
    // The frame of whoever is signed in, if that can still be read.
    let framed = cx.read(|desk: &Desk<'_>| frame::of(desk, &said.text, "", &[]));
    let chrome = framed.unwrap_or_else(|_| frame::bare(cx, &said.text));
    let view = Problem { page: chrome, key: said.key, message: said.text, todo };
    let mut answer = page(cx.face, status, &view).unwrap_or_else(|_| status.into_response());
    if let Ok(value) = HeaderValue::from_str(&cx.request) {
        answer.headers_mut().insert("x-request-id", value);
    }
    answer
}

/// Browsers are led to the rules, programs and scripts are told.
fn rules_needed(cx: &Cx, version: i64) -> Response {
    if cx.face == Face::Html && cx.method == axum::http::Method::GET {
        return redirect("/operating-rules/current");
    }
    problem(cx, StatusCode::FORBIDDEN, message::rule_acceptance_needed(version), String::new())
}

/// Browsers are led to the sign-in page, programs and scripts are told.
fn sign_in_needed(cx: &Cx) -> Response {
    if cx.face == Face::Html && cx.method == axum::http::Method::GET {
        return redirect("/session/new");
    }
    problem(cx, StatusCode::UNAUTHORIZED, message::session_expired(), String::new())
}

/// A body that is no page: a file of the product itself.
pub(crate) fn bytes(content_type: &'static str, bytes: &'static [u8]) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))], Body::from(bytes)).into_response()
}
