use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead};
use domain::conferences::{self, Agreeing, ConsentedForm, Purpose};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "conferences/consented.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    head: CaseHead,
    /// Everybody of the case, and who of them has agreed to something.
    people: Vec<Agreeing>,
    #[serde(skip)]
    agreed: Vec<Choice>,
    #[serde(skip)]
    purposes: Vec<Choice>,
    form: ConsentedForm,
}

/// `GET /cases/{code}/consented-items/new`
pub(super) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let previous = desk.cx.param("previous").unwrap_or_default();
        view(desk, &code, ConsentedForm { previous, ..ConsentedForm::default() })
    })
    .await
}

fn view(desk: &Desk<'_>, code: &str, mut form: ConsentedForm) -> Result<NewPage> {
    let people = conferences::agreeing(desk.tx, desk.who, code)?;
    let (head, _) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    form.case.clone_from(&code);
    Ok(NewPage {
        page: frame::of_case(desk, &code, "本人の同意で会議に出す")?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        agreed: people
            .iter()
            .filter(|one| one.agreed)
            .map(|one| Choice::new(one.id.to_string(), format!("{}さん", one.name)))
            .collect(),
        purposes: options::<Purpose>(),
        people,
        head,
        form,
    })
}

/// `POST /cases/{code}/consented-items`
pub(super) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<ConsentedForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let id = conferences::bring(desk.tx, desk.who, &target, form)?;
            Ok(Done::to(format!("/conferences/items/{id}"), "brought-by-consent"))
        },
        move |desk, form| view(desk, &code, form),
    )
    .await
}
