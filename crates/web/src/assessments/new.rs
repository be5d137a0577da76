use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access::{self, Act};
use domain::assessments::{self, AssessmentForm, Source};
use domain::cases::{self, CaseHead};
use domain::forms::{self, Item, ItemKind, Sheet};
use domain::people::Person;
use kernel::{Id, Instant, Result};
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{self, CaseBanner, Choice, Chrome};

/// From so many choices on, a list unfolds.
const MANY: usize = 8;

#[derive(Template, Serialize)]
#[template(path = "assessments/new.html")]
struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    head: CaseHead,
    #[serde(skip)]
    people: Vec<Choice>,
    #[serde(skip)]
    sources: Vec<Choice>,
    /// What is asked for, with what was filled in.
    #[serde(skip)]
    sheets: Vec<Page>,
    /// Whether one's own agency wrote about the person before.
    has_before: bool,
    form: AssessmentForm,
}

/// A sheet as it is filled in.
struct Page {
    title: String,
    fields: Vec<Field>,
}

/// An item with its field.
struct Field {
    name: String,
    source: String,
    label: String,
    kind: &'static str,
    choices: Vec<Choice>,
    value: String,
    values: Vec<String>,
    whose: String,
}

impl Page {
    fn of(sheet: &Sheet, form: &AssessmentForm) -> Self {
        Self {
            title: sheet.title.clone(),
            fields: sheet.items.iter().map(|item| Field::of(item, form)).collect(),
        }
    }
}

impl Field {
    fn of(item: &Item, form: &AssessmentForm) -> Self {
        let given = form.answers(&item.key);
        let mark = if item.reported { "(国への報告)" } else { "" };
        Self {
            name: format!("a_{}", item.key),
            source: format!("s_{}", item.key),
            label: format!("{}{mark}", item.label),
            kind: match item.kind {
                ItemKind::Text => "text",
                ItemKind::Number => "number",
                ItemKind::Choice if item.options.len() >= MANY => "list",
                ItemKind::Choice => "choice",
                ItemKind::Choices => "choices",
            },
            choices: item
                .options
                .iter()
                .map(|(key, label)| Choice::new(key.clone(), label.clone()))
                .collect(),
            value: given.first().map_or_else(String::new, |value| (*value).to_owned()),
            values: given.iter().map(|value| (*value).to_owned()).collect(),
            whose: form.source(&item.key).to_owned(),
        }
    }
}

/// `GET /cases/{code}/assessments/new`; `?person=` says about whom, `?before=1` goes on from the last one.
pub(super) async fn new(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| {
        let (mut form, since) = restore::<AssessmentForm>(desk, "assessment", &code)?;
        if since.is_none() {
            form.assessed_on = "今日".into();
            form.person = desk.cx.param("person").unwrap_or_default();
        }
        let before = desk.cx.param("before").is_some();
        view(desk, &code, form, since, before)
    })
    .await
}

/// `POST /cases/{code}/assessments`
pub(super) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<AssessmentForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            assessments::assess(desk.tx, desk.who, &target, form)?;
            let place = format!("/cases/{target}/assessments/compare?person={}", form.person);
            Ok(Done::to(place, "assessed"))
        },
        move |desk, form| view(desk, &code, form, None, false),
    )
    .await
}

fn view(
    desk: &Desk<'_>,
    code: &str,
    mut form: AssessmentForm,
    since: Option<Instant>,
    before: bool,
) -> Result<NewPage> {
    let pass = access::case_of_code(desk.tx, desk.who, code, Act::Add)?;
    let (head, _) = cases::head(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    form.case.clone_from(&code);
    let person = person(&head, &form.person);
    if let Some(person) = person {
        form.person = person.to_string();
    }
    let earlier = match person {
        Some(person) => assessments::before(desk.tx, desk.who, &pass, person)?,
        None => AssessmentForm::default(),
    };
    let has_before = !earlier.fields.is_empty();
    if before && has_before {
        form.fields = earlier.fields;
    }
    let mut page = frame::of_case(desk, &code, "アセスメント")?;
    page.draft = frame::draft("assessment", &code, since);
    Ok(NewPage {
        page,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        people: head.people.iter().map(|p| Choice::new(p.id.to_string(), p.name.clone())).collect(),
        sources: options::<Source>(),
        sheets: forms::assessment_here(desk.tx)?.sheets.iter().map(|sheet| Page::of(sheet, &form)).collect(),
        has_before,
        head,
        form,
    })
}

/// The chosen person of those in sight; the one in the middle, or the only one, where nobody was chosen.
pub(super) fn person(head: &CaseHead, chosen: &str) -> Option<Id<Person>> {
    let of_case = |id: &Id<Person>| head.people.iter().any(|person| person.id == *id);
    chosen
        .parse()
        .ok()
        .filter(of_case)
        .or_else(|| head.case.person.filter(of_case))
        .or_else(|| head.people.first().map(|person| person.id))
}

impl NewPage {
    /// The first sheet is open; of the others those in which something stands, or is wrong.
    fn open(&self, sheet: &Page, first: &bool) -> bool {
        let touched = |field: &Field| {
            let wrong = |name: &str| kit::fault(&self.page.faults, name).is_some();
            !field.values.is_empty() || wrong(&field.name) || wrong(&field.source)
        };
        *first || sheet.fields.iter().any(touched)
    }
}
