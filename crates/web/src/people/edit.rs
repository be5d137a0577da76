use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Choice as _;
use domain::people::{self, PersonForm, Sex};
use kernel::{Day, Result, date_input, fold};
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
        differences = compare(&saved, &form, desk.who.now.day());
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

/// What is the same in another notation does not differ.
fn compare(theirs: &PersonForm, yours: &PersonForm, today: Day) -> Vec<Difference> {
    let sex = |key: &str| Sex::from_key(key).map_or_else(String::new, |sex| sex.label().to_owned());
    let birth = |typed: &str| {
        let day = date_input::parse_birth(typed, "", today).ok().filter(|day| day.earliest().is_some());
        day.map_or_else(|| typed.to_owned(), |day| day.text_form())
    };
    let rows = [
        ("氏名", theirs.name.clone(), yours.name.clone()),
        ("ふりがな", fold::hiragana(&theirs.kana), fold::hiragana(&yours.kana)),
        ("呼び名", theirs.nickname.clone(), yours.nickname.clone()),
        ("性別", sex(&theirs.sex), sex(&yours.sex)),
        ("生年月日", birth(&theirs.birth), birth(&yours.birth)),
    ];
    let differing = rows.into_iter().filter(|(_, theirs, yours)| theirs.trim() != yours.trim());
    differing.map(|(label, theirs, yours)| Difference { label, theirs, yours }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_put_side_by_side() {
        let form = |name: &str, kana: &str, birth: &str| PersonForm {
            name: name.into(),
            kana: kana.into(),
            birth: birth.into(),
            ..PersonForm::default()
        };
        let today: Day = "2026-04-01".parse().unwrap();
        let theirs = form("見本 二郎", "みほん じろう", "1970/05/06(S45)");
        let found = |yours| compare(&theirs, &yours, today).iter().map(|d| d.label).collect::<Vec<_>>();
        assert_eq!(found(form("見本 次郎", "ミホン ジロウ", "S45.5.6")), ["氏名"]);
        assert_eq!(found(form("見本 二郎 ", "みほん じろう", "S45.5.7")), ["生年月日"]);
        assert!(found(theirs.clone()).is_empty());
    }
}
