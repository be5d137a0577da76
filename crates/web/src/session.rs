//! Signing in, staying, going.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::staff::{self, Attempt, Outcome, Standing};
use kernel::{Error, Fault};
use serde::Serialize;

use crate::answer::{self, Face};
use crate::body::Sent;
use crate::cx::{Cx, cookie_name};
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "session/new.html")]
struct SignInPage {
    #[serde(skip)]
    page: Chrome,
    login: String,
    /// Where the person stands, when there is a choice.
    standings: Vec<Standing>,
    #[serde(skip)]
    choices: Vec<Choice>,
}

/// `GET /session/new`
pub(crate) async fn new(cx: Cx) -> Response {
    cx.blocking(|cx| {
        // Whoever is signed in has nothing to do here; the page would lift the cover of a hidden screen.
        if cx.cookie().is_some() && cx.read(|_| Ok(())).is_ok() {
            return answer::redirect("/");
        }
        sign_in_page(cx, StatusCode::OK, String::new(), Vec::new(), Vec::new())
    })
    .await
}

fn sign_in_page(
    cx: &Cx,
    status: StatusCode,
    login: String,
    standings: Vec<Standing>,
    faults: Vec<Fault>,
) -> Response {
    let mut page = frame::bare(cx, "サインイン");
    page.faults = faults;
    let label = |s: &Standing| format!("{} {}", s.agency_name, s.role.label());
    let choices = standings.iter().map(|s| Choice::new(s.id.to_string(), label(s))).collect();
    let view = SignInPage { page, login, standings, choices };
    answer::page(cx.face, status, &view).unwrap_or_else(|error| answer::failed(cx, &error))
}

/// `POST /session`
pub(crate) async fn create(cx: Cx, sent: Sent<Attempt>) -> Response {
    cx.blocking(move |cx| {
        let form = match sent.fields() {
            Ok(form) => form,
            Err(error) => return answer::failed(cx, &error),
        };
        match staff::attempt(&cx.app.db, &form, &cx.client) {
            Ok(Outcome::Granted(granted)) => granted_answer(cx, &granted.token),
            Ok(Outcome::Choose(standings)) => {
                let fault = Fault::new("standing", kernel::message::standing_needed());
                refused(cx, StatusCode::CONFLICT, form.login, standings, fault)
            }
            Err(Error::Conflict(message)) => refused(
                cx,
                StatusCode::UNPROCESSABLE_ENTITY,
                form.login,
                Vec::new(),
                Fault::new("login", message),
            ),
            Err(Error::Throttled(seconds)) => {
                let fault = Fault::new("login", kernel::message::rate_limited(seconds));
                refused(cx, StatusCode::TOO_MANY_REQUESTS, form.login, Vec::new(), fault)
            }
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

fn refused(cx: &Cx, status: StatusCode, login: String, standings: Vec<Standing>, fault: Fault) -> Response {
    match cx.face {
        Face::Json => {
            answer::value(status, &serde_json::json!({ "faults": [fault], "standings": standings }))
        }
        Face::Html => sign_in_page(cx, status, login, standings, vec![fault]),
    }
}

fn granted_answer(cx: &Cx, token: &str) -> Response {
    let mut answer = match cx.face {
        Face::Html => answer::redirect("/"),
        Face::Json => match cx.app.db.read(|tx| staff::who(tx, token)) {
            Ok(me) => answer::value(StatusCode::OK, &present(&me)),
            Err(error) => return answer::failed(cx, &error),
        },
    };
    set_cookie(&mut answer, cx, token, "");
    answer
}

/// What the page compares with the person for whom it was made.
fn present(me: &staff::SignIn) -> serde_json::Value {
    serde_json::json!({ "login": me.login, "standing": format!("{} {}", me.agency_name, me.role.label()) })
}

fn set_cookie(answer: &mut Response, cx: &Cx, token: &str, more: &str) {
    let https = cx.app.options.https;
    let secure = if https { "; Secure" } else { "" };
    let cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{more}", cookie_name(https));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// `POST /session/alive`: still there.
pub(crate) async fn alive(cx: Cx) -> Response {
    cx.blocking(|cx| match cx.read(|desk| Ok(present(desk.me))) {
        Ok(me) => answer::value(StatusCode::OK, &me),
        Err(error) => answer::failed(cx, &error),
    })
    .await
}

/// `POST /session/end`
pub(crate) async fn end(cx: Cx) -> Response {
    cx.blocking(|cx| {
        if let Some(token) = cx.cookie().map(str::to_owned) {
            // A disk that cannot be written must not keep anybody signed in on this browser.
            let _ = cx.app.db.write(move |tx| staff::end(tx, &token));
        }
        let mut answer = answer::redirect("/session/new");
        set_cookie(&mut answer, cx, "", "; Max-Age=0");
        answer.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
        answer
    })
    .await
}
