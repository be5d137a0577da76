use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::people::{self, PersonForm, Sex};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

/// A field that two people filled differently.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Difference {
    label: &'static str,
    theirs: String,
    yours: String,
}

#[derive(Template, Serialize)]
#[template(path = "people/edit.html")]
struct EditPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    sexes: Vec<Choice>,
    #[serde(skip)]
    href: String,
    #[serde(skip)]
    called: String,
    /// Whether somebody else saved in between.
    #[serde(skip)]
    stale: bool,
    #[serde(skip)]
    differences: Vec<Difference>,
    form: PersonForm,
}

/// `GET /people/{id}/edit`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id, None)).await
}

/// `POST /people/{id}/edit`
pub(crate) async fn save(cx: Cx, Path(id): Path<String>, sent: Sent<PersonForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            people::revise(desk.tx, desk.who, super::id(&target)?, form)?;
            Ok(Done::to(format!("/people/{target}"), "saved"))
        },
        move |desk, form| view(desk, &id, Some(form)),
    )
    .await
}

fn view(desk: &Desk<'_>, id: &str, typed: Option<PersonForm>) -> Result<EditPage> {
    let person = people::show(desk.tx, desk.who, super::id(id)?)?.person;
    let saved = PersonForm::of(&person);
    let mut form = typed.unwrap_or_else(|| saved.clone());
    let href = format!("/people/{id}");
    let crumbs = [("人を探す・登録する", "/people/new"), ("人", href.as_str()), ("直す", "")];
    let mut page = frame::of(desk, "人を直す", "/people/new", &crumbs)?;
    let mut differences = Vec::new();
    if desk.stale {
        // The page has words of its own for this; and the next save is a choice made in sight of both.
        page.faults.clear();
        differences = compare(&saved, &form);
        form.version = saved.version;
    }
    Ok(EditPage {
        page,
        once: once(desk.cx),
        sexes: options::<Sex>(),
        called: person.display(),
        href,
        stale: desk.stale,
        differences,
        form,
    })
}

fn compare(theirs: &PersonForm, yours: &PersonForm) -> Vec<Difference> {
    let sex = |key: &str| Sex::from_key(key).map_or_else(String::new, |sex| sex.label().to_owned());
    let rows = [
        ("氏名", theirs.name.clone(), yours.name.clone()),
        ("ふりがな", theirs.kana.clone(), yours.kana.clone()),
        ("呼び名", theirs.nickname.clone(), yours.nickname.clone()),
        ("性別", sex(&theirs.sex), sex(&yours.sex)),
        ("生年月日", theirs.birth.clone(), yours.birth.clone()),
    ];
    let differing = rows.into_iter().filter(|(_, theirs, yours)| theirs.trim() != yours.trim());
    differing.map(|(label, theirs, yours)| Difference { label, theirs, yours }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_put_side_by_side() {
        let theirs = PersonForm { name: "見本 二郎".into(), sex: "male".into(), ..PersonForm::default() };
        let yours = PersonForm { name: "見本 次郎 ".into(), sex: "male".into(), ..PersonForm::default() };
        let found = compare(&theirs, &yours);
        assert_eq!(found.iter().map(|d| d.label).collect::<Vec<_>>(), ["氏名"]);
        let same = PersonForm { name: "見本 次郎".into(), ..yours.clone() };
        assert!(compare(&same, &yours).is_empty());
    }
}
