use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, CaseHead};
use domain::consents::{self, Answer, ConsentForm, ExplainMethod, GivenBy, How, categories};
use domain::installed;
use kernel::{Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{CaseBanner, Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "consents/new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    lists: Lists,
    #[serde(skip)]
    head: CaseHead,
    form: ConsentForm,
}

/// The closed lists of the form.
struct Lists {
    people: Vec<Choice>,
    methods: Vec<Choice>,
    agencies: Vec<Choice>,
    categories: Vec<Choice>,
    answers: Vec<Choice>,
    givers: Vec<Choice>,
    hows: Vec<Choice>,
}

/// `GET /cases/{code}/consents/new`: nothing is chosen beforehand.
pub(super) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (form, since) = restore::<ConsentForm>(desk, "consent", &code)?;
        view(desk, &code, form, since)
    })
    .await
}

fn view(desk: &Desk<'_>, code: &str, mut form: ConsentForm, since: Option<Instant>) -> Result<NewPage> {
    let (head, _) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    form.case.clone_from(&code);
    let mut page = frame::within_case(desk, &code, ("同意", "consents"), "同意を記録する")?;
    page.draft = frame::draft("consent", &code, since);
    let agencies = installed::agencies(desk.tx)?.into_iter().filter(|a| a.id != desk.who.agency);
    Ok(NewPage {
        page,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        lists: Lists {
            people: head.people.iter().map(|p| Choice::new(p.id.to_string(), p.name.clone())).collect(),
            methods: options::<ExplainMethod>(),
            agencies: agencies.map(|a| Choice::new(a.id.to_string(), a.name)).collect(),
            categories: categories::all(desk.tx)?.into_iter().map(|c| Choice::new(c.key, c.name)).collect(),
            answers: options::<Answer>(),
            givers: options::<GivenBy>(),
            hows: options::<How>(),
        },
        head,
        form,
    })
}

/// `POST /cases/{code}/consents`
pub(super) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<ConsentForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            consents::give(desk.tx, desk.who, &target, form)?;
            let notice = match (form.answer.as_str(), form.given_by.as_str()) {
                ("refused", _) => "refused",
                (_, "family") => "answered-by-family",
                ("undecided", _) => "undecided",
                _ => "consented",
            };
            Ok(Done::to(format!("/cases/{target}/consents"), notice))
        },
        move |desk, form| view(desk, &code, form, None),
    )
    .await
}

/// `POST /cases/{code}/explanations`: understanding takes time, and an answer may come later.
pub(super) async fn explain(cx: Cx, Path(code): Path<String>, sent: Sent<ConsentForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            consents::explain(desk.tx, desk.who, &target, &form.explanation())?;
            domain::drafts::forget(desk.tx, desk.who, "consent", &target)?;
            Ok(Done::to(format!("/cases/{target}/consents"), "explained"))
        },
        move |desk, form| view(desk, &code, form, None),
    )
    .await
}
