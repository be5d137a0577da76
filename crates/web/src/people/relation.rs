use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::access::Bases;
use domain::people::{self, Person, RelationForm, RelationKind, RelationView};
use kernel::{Day, Error, Id, Result};
use serde::{Deserialize, Serialize};

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};
use crate::people::show::{self, Shown};

#[derive(Template, Serialize)]
#[template(path = "people/relation.html")]
struct RelationPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    kinds: Vec<Choice>,
    person: Person,
    #[serde(skip)]
    person_bases: Bases,
    other: Option<Person>,
    /// On which bases the other one is in sight.
    #[serde(skip)]
    bases: Bases,
    relations: Vec<RelationView>,
    #[serde(skip)]
    form: RelationForm,
}

/// `GET /people/{id}/relations/new`: the other person comes from a search.
pub(crate) async fn new(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| {
        let other = desk.cx.param("other").unwrap_or_default();
        view(desk, &id, RelationForm { other, ..RelationForm::default() })
    })
    .await
}

/// `POST /people/{id}/relations`
pub(crate) async fn create(cx: Cx, Path(id): Path<String>, sent: Sent<RelationForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            people::relate(desk.tx, desk.who, super::id(&target)?, form)?;
            Ok(Done::to(format!("/people/{target}"), "saved"))
        },
        move |desk, form| view(desk, &id, form),
    )
    .await
}

/// Why a relation is taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ending {
    end_reason: String,
}

/// `POST /people/{id}/relations/{relation}/end`
pub(crate) async fn end(
    cx: Cx,
    Path((id, relation)): Path<(String, String)>,
    sent: Sent<Ending>,
) -> Response {
    let (target, ending) = (id.clone(), relation.clone());
    cx.save(
        sent,
        move |desk, form| {
            let (person, relation) = (super::id(&target)?, relation.parse().map_err(|_| Error::NotFound)?);
            people::unrelate(desk.tx, desk.who, person, relation, &form.end_reason)?;
            Ok(Done::to(format!("/people/{target}"), "unrelated"))
        },
        move |desk, _| show::view(desk, &id, Shown { ending, ..Shown::default() }),
    )
    .await
}

fn view(desk: &Desk<'_>, id: &str, form: RelationForm) -> Result<RelationPage> {
    let shown = people::show(desk.tx, desk.who, super::id(id)?)?;
    let href = format!("/people/{id}");
    let crumbs = [("人を探す・登録する", "/people/new"), ("人", href.as_str()), ("続柄を書く", "")];
    let other: Vec<Id<Person>> = form.other.parse().into_iter().filter(|o| *o != shown.person.id).collect();
    let chosen = people::by_ids(desk.tx, desk.who, &other)?.pop();
    Ok(RelationPage {
        page: frame::of(desk, "続柄を書く", "/people/new", &crumbs)?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        kinds: options::<RelationKind>(),
        person_bases: shown.bases,
        bases: chosen.as_ref().map_or(Ok(Bases::NONE), |p| people::bases_of(desk.tx, desk.who, p.id))?,
        other: chosen,
        person: shown.person,
        relations: shown.relations,
        form,
    })
}

impl RelationPage {
    /// The direction of the relation, with both names in it, because it is easily turned round.
    fn question(&self, other: &Person) -> String {
        format!("{}さんは、{}さんの", other.display(), self.person.display())
    }
}
