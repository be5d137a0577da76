use askama::Template;
use axum::response::Response;
use domain::people::{self, Chosen, IdentityMethod, NameKind, Registration, Sex};
use domain::{drafts, search};
use kernel::{Day, Error, Instant, Result};
use serde::Serialize;

use super::candidate::Candidate;
use super::target::Target;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::restore;
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

/// What stands on the page.
#[derive(Default)]
pub(super) struct Page {
    /// The words.
    pub(super) q: String,
    /// The search; empty before there was one.
    pub(super) s: String,
    /// For what somebody is looked for.
    pub(super) to: String,
    /// What was typed before a search was asked for.
    pub(super) kept: Option<Registration>,
    /// The choice that is shown again.
    pub(super) chosen: Chosen,
    pub(super) form: Registration,
    pub(super) since: Option<Instant>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) open: bool,
    pub(super) registering: bool,
}

#[derive(Template, Serialize)]
#[template(path = "people/new.html")]
pub(super) struct NewPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    to: String,
    #[serde(skip)]
    purpose: &'static str,
    #[serde(skip)]
    action: String,
    #[serde(skip)]
    s: String,
    q: String,
    candidates: Vec<Candidate>,
    /// Whether the registration is offered: after a search only.
    searched: bool,
    #[serde(skip)]
    open: bool,
    /// Whether the faults are those of the registration, not of the choice.
    #[serde(skip)]
    registering: bool,
    #[serde(skip)]
    kept: String,
    /// A registration begun before, and the address under which it goes on.
    #[serde(skip)]
    begun: Option<(Instant, String)>,
    #[serde(skip)]
    methods: Vec<Choice>,
    #[serde(skip)]
    sexes: Vec<Choice>,
    #[serde(skip)]
    name_kinds: Vec<Choice>,
    #[serde(skip)]
    chosen: Chosen,
    #[serde(skip)]
    form: Registration,
}

/// `GET /people/new`: the box; after a search the candidates, and only then the registration.
pub(crate) async fn new(cx: Cx) -> Response {
    cx.page(|desk| {
        let param = |name| desk.cx.param(name).unwrap_or_default();
        let page = Page { s: param("s"), to: param("to"), ..Page::default() };
        if page.s.is_empty() { view(desk, page) } else { searched(desk, page) }
    })
    .await
}

/// The page after a search.
pub(super) fn searched(desk: &Desk<'_>, mut page: Page) -> Result<NewPage> {
    if !page.s.is_empty() {
        find(desk, &mut page)?;
        page.form = people::begin(&page.q, desk.who.now.day());
        page.open = page.candidates.is_empty();
    }
    // A draft may be about somebody else: it is shown only to those who ask for it.
    if desk.cx.param("draft").is_some() {
        let (form, since) = restore::<Registration>(desk, "person", "")?;
        if since.is_some() {
            (page.form, page.since, page.open) = (form, since, true);
        }
    }
    view(desk, page)
}

/// The words of the search and whom they find.
fn find(desk: &Desk<'_>, page: &mut Page) -> Result<()> {
    page.q = search::asked(desk.tx, desk.who, super::id(&page.s)?)?;
    let found = people::find(desk.tx, desk.who, &page.q)?;
    let oneself = Target::parse(&page.to).about();
    let others = found.into_iter().filter(|found| Some(found.person.id) != oneself);
    page.candidates = others.map(Candidate::from).collect();
    Ok(())
}

/// `POST /people`
pub(crate) async fn create(cx: Cx, sent: Sent<Registration>) -> Response {
    cx.save(
        sent,
        |desk, form| {
            let id = people::register_after_search(desk.tx, desk.who, form)?;
            drafts::forget(desk.tx, desk.who, "person", "")?;
            let to = desk.cx.param("to").filter(|_| desk.cx.face == crate::answer::Face::Html);
            Ok(match to {
                Some(to) if !to.is_empty() => {
                    Done(format!("{}&done=registered", Target::parse(&to).with(id)))
                }
                _ => Done::to(format!("/people/{id}"), "registered"),
            })
        },
        again,
    )
    .await
}

/// The registration again: with the search first if there was none, with the likely ones if there are homonyms.
fn again(desk: &Desk<'_>, form: Registration) -> Result<NewPage> {
    let mut page = Page {
        to: desk.cx.param("to").unwrap_or_default(),
        open: true,
        registering: true,
        ..Page::default()
    };
    let about = |field: &str| desk.faults.iter().any(|fault| fault.field == field);
    if about("words") {
        page.q = words(&form);
        page.kept = Some(form);
        return view(desk, page);
    }
    page.s = desk.cx.param("s").unwrap_or_default();
    if about("identity") {
        page.q = words(&form);
        let likely = people::likely_of(desk.tx, desk.who, &form)?;
        page.candidates = likely.into_iter().map(Candidate::from).collect();
    } else if !page.s.is_empty() {
        find(desk, &mut page)?;
    }
    page.form = form;
    view(desk, page)
}

/// The box as it would have been filled for a registration.
fn words(form: &Registration) -> String {
    let parts = [&form.name, &form.nickname, &form.kana];
    parts.into_iter().find(|part| !part.trim().is_empty()).cloned().unwrap_or_default()
}

/// The page.
pub(super) fn view(desk: &Desk<'_>, page: Page) -> Result<NewPage> {
    domain::access::casework(desk.who)?;
    let searched = page.kept.is_none() && (page.open || !page.s.is_empty());
    let mut chrome = frame::of(desk, "人を探す・登録する", "/people/new", &[("人を探す・登録する", "")])?;
    let mut q = page.q;
    let mut begun = None;
    if searched {
        chrome.draft = frame::draft("person", "", page.since);
    }
    if page.since.is_none() && desk.faults.is_empty() {
        let (form, since) = restore::<Registration>(desk, "person", "")?;
        let there = if searched {
            format!("/people/new?s={}&to={}&draft=1", page.s, escaped(&page.to))
        } else {
            String::new()
        };
        begun = since.map(|at| (at, there));
        if !searched && begun.is_some() && q.is_empty() {
            q = words(&form);
        }
    }
    let kept = page.kept.as_ref().map(serde_json::to_string).transpose();
    Ok(NewPage {
        page: chrome,
        once: once(desk.cx),
        today: desk.who.now.day(),
        purpose: Target::parse(&page.to).purpose(),
        action: format!("/people?to={}&s={}", escaped(&page.to), escaped(&page.s)),
        to: page.to,
        s: page.s,
        q,
        candidates: page.candidates,
        searched,
        open: page.open,
        registering: page.registering,
        kept: kept.map_err(|error| Error::Database(error.to_string()))?.unwrap_or_default(),
        begun,
        methods: options::<IdentityMethod>(),
        sexes: options::<Sex>(),
        name_kinds: options::<NameKind>(),
        chosen: page.chosen,
        form: page.form,
    })
}

impl NewPage {
    fn homonyms(&self) -> bool {
        self.candidates.iter().any(|candidate| candidate.homonym)
    }

    /// Whether the candidates are those who look like the registration, with reasons.
    fn ranked(&self) -> bool {
        self.candidates.iter().any(|candidate| !candidate.reasons.is_empty())
    }

    fn way_on(&self) -> &'static str {
        if self.candidates.is_empty() {
            "新しく登録する"
        } else {
            "この中にはいない。新しく登録する"
        }
    }

    /// Two forms of the page ask how somebody was told apart; the one at fault has the name of the field.
    fn choice_id(&self) -> &'static str {
        if self.registering { "told-apart" } else { "identity" }
    }

    fn form_id(&self) -> &'static str {
        if self.registering { "identity" } else { "told-apart" }
    }

    fn choice_fault(&self) -> Option<&str> {
        crate::kit::fault(&self.page.faults, "identity").filter(|_| !self.registering)
    }

    fn form_fault(&self) -> Option<&str> {
        crate::kit::fault(&self.page.faults, "identity").filter(|_| self.registering)
    }
}

/// A value of ours inside an address.
pub(super) fn escaped(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == ':';
    value.chars().filter(|c| plain(*c)).collect()
}
