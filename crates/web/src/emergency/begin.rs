use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::emergency::{self, EmergencyForm};
use domain::{access, cases, staff};
use kernel::Result;
use serde::Serialize;

use crate::answer;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

#[derive(Template, Serialize)]
#[template(path = "emergency/new.html")]
struct BeginPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    form: EmergencyForm,
}

/// `GET /emergency-accesses/new`
pub(super) async fn new(cx: Cx) -> Response {
    cx.page(|desk| {
        let case = desk.cx.param("case").unwrap_or_default();
        view(desk, EmergencyForm { case, ..EmergencyForm::default() })
    })
    .await
}

fn view(desk: &Desk<'_>, mut form: EmergencyForm) -> Result<BeginPage> {
    access::casework(desk.who)?;
    form.code.clear();
    Ok(BeginPage {
        page: frame::of(desk, "緊急閲覧", "/cases", &[("緊急閲覧", "")])?,
        once: once(desk.cx),
        form,
    })
}

/// `POST /emergency-accesses`: the second factor first, in a transaction of its own, so that guesses count.
pub(super) async fn create(cx: Cx, sent: Sent<EmergencyForm>) -> Response {
    cx.blocking(move |cx| {
        let (form, mark) = match sent.checked(cx) {
            Ok(sent) => sent,
            Err(error) => return answer::failed(cx, &error),
        };
        let asked = cx.read(|desk| access::casework(desk.who).map(|_| desk.me.staff));
        let fresh = asked.and_then(|me| staff::second_factor(&cx.app.db, me, &form.code));
        let done = fresh.and_then(|()| {
            cx.write(form.clone(), mark, |desk, form| {
                let code = emergency::begin(desk.tx, desk.who, form)?;
                Ok((Done::to(format!("/cases/{code}"), "emergency"), ()))
            })
        });
        match done {
            Ok((location, _)) => answer::done(cx, &location),
            Err(error) => cx.again(error, form, view),
        }
    })
    .await
}

/// `POST /cases/{code}/emergency/end`
pub(super) async fn end(cx: Cx, Path(code): Path<String>, sent: Sent<Empty>) -> Response {
    cx.save(
        sent,
        move |desk, _| {
            let case = cases::by_code(desk.tx, desk.who, &code)?;
            emergency::end(desk.tx, desk.who, case)?;
            Ok(Done::to("/", "emergency-ended"))
        },
        |desk, _| crate::home::view(desk),
    )
    .await
}
