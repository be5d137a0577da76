use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::people::{self, Pair, Person, PersonView, Preview};
use kernel::{Day, Error, Result, message};
use serde::{Deserialize, Serialize};

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame;
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "people/duplicates.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    today: Day,
    /// The person whose pairs alone are shown.
    person: Option<Person>,
    pairs: Vec<Pair>,
}

/// `GET /duplicates`: who may be one person, likeliest first.
pub(crate) async fn index(cx: Cx) -> Response {
    cx.page(|desk| {
        domain::access::casework(desk.who)?;
        let person = match desk.cx.param("person") {
            Some(id) => people::by_ids(desk.tx, desk.who, &[super::id(&id)?])?.pop(),
            None => None,
        };
        let mut pairs = people::work_list(desk.tx, desk.who)?;
        if let Some(person) = &person {
            pairs.retain(|pair| pair.one.id == person.id || pair.other.id == person.id);
        }
        let crumbs = [("人を探す・登録する", "/people/new"), ("重なりの確認", "")];
        let page = frame::of(desk, "重なりの確認", "/people/new", &crumbs)?;
        Ok(ListPage { page, today: desk.who.now.day(), person, pairs })
    })
    .await
}

impl ListPage {
    fn both<'a>(&self, pair: &'a Pair) -> [&'a Person; 2] {
        [&pair.one, &pair.other]
    }
}

/// What somebody decides about two who look alike.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Decision {
    /// The id of the one who stays; only for joining.
    keep: String,
    reason: String,
}

#[derive(Template, Serialize)]
#[template(path = "people/compare.html")]
struct ComparePage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    href: String,
    #[serde(skip)]
    keeps: Vec<Choice>,
    one: PersonView,
    other: PersonView,
    #[serde(skip)]
    form: Decision,
}

/// `GET /duplicates/{one}/{other}`: everything that would move, side by side.
pub(crate) async fn compare(cx: Cx, Path((one, other)): Path<(String, String)>) -> Response {
    cx.page(move |desk| view(desk, &one, &other, Decision::default())).await
}

fn view(desk: &Desk<'_>, one: &str, other: &str, form: Decision) -> Result<ComparePage> {
    let both = people::preview(desk.tx, desk.who, super::id(one)?, super::id(other)?)?;
    let Preview { kept: one, merged: other } = both;
    let today = desk.who.now.day();
    let stays = |person: &Person, side: &str| {
        let label = format!("{side}の {}さん {}", person.display(), person.birth.list_form());
        Choice::new(person.id.to_string(), label)
    };
    let crumbs =
        [("人を探す・登録する", "/people/new"), ("重なりの確認", "/duplicates"), ("2人を見比べる", "")];
    Ok(ComparePage {
        page: frame::of(desk, "2人を見比べる", "/people/new", &crumbs)?,
        once: once(desk.cx),
        today,
        href: format!("/duplicates/{}/{}", one.person.id, other.person.id),
        keeps: vec![stays(&one.person, "左"), stays(&other.person, "右")],
        one,
        other,
        form,
    })
}

impl ComparePage {
    fn both(&self) -> [&PersonView; 2] {
        [&self.one, &self.other]
    }
}

/// `POST /duplicates/{one}/{other}/merge`
pub(crate) async fn merge(
    cx: Cx,
    Path((one, other)): Path<(String, String)>,
    sent: Sent<Decision>,
) -> Response {
    let (left, right) = (one.clone(), other.clone());
    cx.save(
        sent,
        move |desk, form| {
            let (kept, merged) = match &form.keep {
                keep if *keep == left => (&left, &right),
                keep if *keep == right => (&right, &left),
                _ => return Err(no_choice(form)),
            };
            people::merge(desk.tx, desk.who, super::id(kept)?, super::id(merged)?, &form.reason)?;
            Ok(Done::to(format!("/people/{kept}"), "merged"))
        },
        move |desk, form| view(desk, &one, &other, form),
    )
    .await
}

/// Everything that is missing, at once.
fn no_choice(form: &Decision) -> Error {
    let mut faults = domain::Faults::default();
    faults.add("keep", message::error_choose_one("残す方"));
    faults.required_line("reason", "理由", &form.reason);
    faults.done().err().unwrap_or(Error::NotFound)
}

/// `POST /duplicates/{one}/{other}/distinct`
pub(crate) async fn distinct(
    cx: Cx,
    Path((one, other)): Path<(String, String)>,
    sent: Sent<Decision>,
) -> Response {
    let (left, right) = (one.clone(), other.clone());
    cx.save(
        sent,
        move |desk, form| {
            let (one, other) = (super::id(&left)?, super::id(&right)?);
            people::decide_distinct(desk.tx, desk.who, one, other, &form.reason)?;
            Ok(Done::to("/duplicates", "distinct"))
        },
        move |desk, form| view(desk, &one, &other, form),
    )
    .await
}
