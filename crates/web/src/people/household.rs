use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access::Bases;
use domain::people::{self, HouseholdView, MemberForm, Person};
use kernel::{Day, Id, Result};
use serde::{Deserialize, Serialize};

use super::show::{self as person_page, Shown};
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{Choice, Chrome};

/// The last day of somebody in a household.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Until {
    to: String,
}

#[derive(Template, Serialize)]
#[template(path = "households/show.html")]
struct HouseholdPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    living: Vec<Choice>,
    /// Somebody just found, to be added.
    #[serde(skip)]
    chosen: Option<Person>,
    /// On which bases that person is in sight.
    #[serde(skip)]
    bases: Bases,
    #[serde(skip)]
    form: MemberForm,
    /// The membership whose end was refused, and what was typed.
    #[serde(skip)]
    ending: (String, String),
    #[serde(flatten)]
    view: HouseholdView,
}

/// `GET /households/{id}`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| {
        let person = desk.cx.param("person").unwrap_or_default();
        view(desk, &id, MemberForm { person, ..MemberForm::default() }, (String::new(), String::new()))
    })
    .await
}

/// `POST /households/{id}/members`
pub(crate) async fn add(cx: Cx, Path(id): Path<String>, sent: Sent<MemberForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            people::add_member(desk.tx, desk.who, super::id(&target)?, form)?;
            Ok(Done::to(format!("/households/{target}"), "saved"))
        },
        move |desk, form| view(desk, &id, form, (String::new(), String::new())),
    )
    .await
}

/// `POST /households/{id}/members/{member}/end`
pub(crate) async fn end(cx: Cx, Path((id, member)): Path<(String, String)>, sent: Sent<Until>) -> Response {
    let (target, leaving) = (id.clone(), member.clone());
    cx.save(
        sent,
        move |desk, form| {
            let household = super::id(&target)?;
            people::end_member(desk.tx, desk.who, household, super::id(&leaving)?, &form.to)?;
            Ok(Done::to(format!("/households/{target}"), "saved"))
        },
        move |desk, form| view(desk, &id, MemberForm::default(), (member, form.to)),
    )
    .await
}

/// `POST /people/{id}/households`: a household around the person.
pub(crate) async fn found(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, _| {
            let household = people::found_household_around(desk.tx, desk.who, super::id(&target)?)?;
            Ok(Done::to(format!("/households/{household}"), "household"))
        },
        move |desk, _| person_page::view(desk, &id, Shown::default()),
    )
    .await
}

fn view(desk: &Desk<'_>, id: &str, form: MemberForm, ending: (String, String)) -> Result<HouseholdPage> {
    let view = people::show_household(desk.tx, desk.who, super::id(id)?)?;
    let ids: Vec<Id<Person>> = form.person.parse().into_iter().collect();
    let crumbs = [("人を探す・登録する", "/people/new"), ("世帯", "")];
    let chosen = people::by_ids(desk.tx, desk.who, &ids)?.pop();
    Ok(HouseholdPage {
        page: frame::of(desk, "世帯", "/people/new", &crumbs)?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        living: vec![Choice::new("together", "同居"), Choice::new("apart", "別居")],
        bases: chosen.as_ref().map_or(Ok(Bases::NONE), |p| people::bases_of(desk.tx, desk.who, p.id))?,
        chosen,
        form,
        ending,
        view,
    })
}

impl HouseholdPage {
    /// What to call a member.
    fn name_of(&self, id: &Id<Person>) -> String {
        let member = self.view.members.iter().find(|member| member.person.id == *id);
        member.map_or_else(String::new, |member| member.person.display())
    }

    /// What was typed for the end of a membership, if that was refused.
    fn ended(&self, member: impl std::fmt::Display) -> &str {
        if self.ending.0 == member.to_string() { &self.ending.1 } else { "" }
    }

    fn end_fault(&self, member: impl std::fmt::Display) -> Option<&str> {
        let refused = self.ending.0 == member.to_string();
        crate::kit::fault(&self.page.faults, "to").filter(|_| refused)
    }
}
