use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::people::{self, Contact, ContactForm, ContactKind, IdentityMethod, PersonView};
use kernel::{Day, Result};
use serde::{Deserialize, Serialize};

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

/// What one answer shows besides the person.
#[derive(Default)]
pub(super) struct Shown {
    /// The contacts, on the answer to their reveal only.
    pub(super) contacts: Option<Vec<Contact>>,
    /// The reason that was typed.
    pub(super) reason: String,
    /// The contact that was typed.
    pub(super) contact: ContactForm,
    /// The checks that were made.
    pub(super) identity: Vec<String>,
    /// The relation that was to be taken back.
    pub(super) ending: String,
}

#[derive(Template, Serialize)]
#[template(path = "people/show.html")]
pub(super) struct PersonPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    methods: Vec<Choice>,
    #[serde(skip)]
    reason: String,
    #[serde(skip)]
    identity: Vec<String>,
    #[serde(skip)]
    kinds: Vec<Choice>,
    #[serde(skip)]
    contact: ContactForm,
    #[serde(skip)]
    ending: String,
    #[serde(flatten)]
    view: PersonView,
    /// Only in the answer to their reveal.
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<Vec<Contact>>,
}

/// `GET /people/{id}`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id, Shown::default())).await
}

/// The page of a person.
pub(super) fn view(desk: &Desk<'_>, id: &str, shown: Shown) -> Result<PersonPage> {
    let crumbs = [("人を探す・登録する", "/people/new"), ("人", "")];
    Ok(PersonPage {
        page: frame::of(desk, "人", "/people/new", &crumbs)?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        methods: options::<IdentityMethod>(),
        reason: shown.reason,
        identity: shown.identity,
        kinds: options::<ContactKind>(),
        contact: shown.contact,
        ending: shown.ending,
        view: people::show(desk.tx, desk.who, super::id(id)?)?,
        contacts: shown.contacts,
    })
}

impl PersonPage {
    fn verified(&self) -> bool {
        self.view.identity.as_ref().is_some_and(people::IdentityChecked::verified)
    }

    /// By what the person was told apart, in words.
    fn told_apart(&self) -> String {
        let keys = self.view.identity.as_ref().map_or("", |checked| checked.methods.as_str());
        let labels = keys.split(' ').filter_map(IdentityMethod::from_key).map(IdentityMethod::label);
        labels.collect::<Vec<_>>().join("、")
    }
}

/// By what the person was told apart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Identity {
    identity: Vec<String>,
}

/// `POST /people/{id}/identity`
pub(crate) async fn identity(cx: Cx, Path(id): Path<String>, sent: Sent<Identity>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            people::check_identity(desk.tx, desk.who, super::id(&target)?, &form.identity)?;
            Ok(Done::to(format!("/people/{target}"), "identity"))
        },
        move |desk, form| view(desk, &id, Shown { identity: form.identity, ..Shown::default() }),
    )
    .await
}
