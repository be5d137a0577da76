//! 様式の定義: what a sheet asks for, as data. A definition that was used once stays readable: answers name the version by
//! which they were given.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use kernel::{Error, Id, Result, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::consents::categories::Category;
use crate::staff;

/// A sheet or several, with a version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Stable key.
    pub form: String,
    /// Rises with each change.
    pub version: i64,
    /// On the head of the page.
    pub title: String,
    /// In the order of the paper.
    pub sheets: Vec<Sheet>,
}

/// One page of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Stable key.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// What it asks for.
    pub items: Vec<Item>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable key, unique in the form.
    pub key: String,
    /// On the page.
    pub label: String,
    /// How it is answered.
    pub kind: ItemKind,
    /// Key of the kind of information that an answer is.
    pub kinds: String,
    /// Of whom it tells.
    pub of: About,
    /// 太枠: told to the state.
    #[serde(default)]
    pub reported: bool,
    /// Keys and labels of a closed list.
    #[serde(default)]
    pub options: Vec<(String, String)>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// In words.
    Text,
    /// One of a list.
    Choice,
    /// Some of a list.
    Choices,
    /// A whole number, not below zero.
    Number,
}

/// Of whom an answer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The person whom the sheet is about.
    Person,
    /// The household.
    Household,
}

impl Form {
    /// Every question, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sheets.iter().flat_map(|sheet| &sheet.items)
    }

    /// The question of a key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items().find(|item| item.key == key)
    }
}

impl Item {
    /// Whether answers can be held against each other by their keys; words are compared by people.
    pub fn is_coded(&self) -> bool {
        self.kind != ItemKind::Text
    }

    /// An answer in words: what stands there, or the labels of its keys. Keys of another version are shown as they are.
    pub fn words(&self, value: &str) -> String {
        match self.kind {
            ItemKind::Text | ItemKind::Number => value.to_owned(),
            ItemKind::Choice | ItemKind::Choices => {
                value.split(' ').map(|key| self.label_of(key)).collect::<Vec<_>>().join("、")
            }
        }
    }

    fn label_of<'a>(&'a self, key: &'a str) -> &'a str {
        self.options.iter().find(|(known, _)| known == key).map_or(key, |(_, label)| label)
    }

    /// The bit of the kind of information; every kind where the municipality has none of this key.
    pub(crate) fn bits(&self, kinds: &[Category]) -> i64 {
        kinds.iter().find(|kind| kind.key == self.kinds).map_or(0, |kind| kind.bit)
    }
}

// It is part of the program: a test reads it.
static ASSESSMENT: LazyLock<Form> =
    LazyLock::new(|| read(include_str!("assessment.toml")).unwrap_or_default());

/// アセスメントシート, the four sheets as they are in use now.
pub fn assessment() -> &'static Form {
    &ASSESSMENT
}

/// An item that a municipality adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Key of the form.
    pub form: String,
    /// Key of the sheet.
    pub sheet: String,
    /// The item.
    pub item: Item,
}

/// Brings the added items up to date.
pub(crate) fn install(tx: &Tx<'_>, added: &[Added]) -> Result<()> {
    tx.exec("DELETE FROM form_items", &[])?;
    for (position, added) in added.iter().enumerate() {
        let body = serde_json::to_string(&added.item).map_err(|e| Error::Corrupt(e.to_string()))?;
        tx.exec(
            "INSERT INTO form_items (form, position, sheet, body) VALUES ($1, $2, $3, $4)",
            &[&added.form, &(position as i64), &added.sheet, &body],
        )?;
    }
    Ok(())
}

/// アセスメントシート as it is asked here: the sheets of the product with the items that the municipality adds.
///
/// # Errors
/// Those of the database; [`Error::Corrupt`] for an item that cannot be read.
pub fn assessment_here(tx: &Tx<'_>) -> Result<Cow<'static, Form>> {
    let added: Vec<(String, String)> = tx
        .all("SELECT sheet, body FROM form_items WHERE form = $1 ORDER BY position", &[&assessment().form])?;
    if added.is_empty() {
        return Ok(Cow::Borrowed(assessment()));
    }
    let mut form = assessment().clone();
    for (sheet, body) in added {
        let item: Item =
            serde_json::from_str(&body).map_err(|e| Error::Corrupt(format!("form_items.body: {e}")))?;
        // What the product asks for by itself since then is asked once.
        let known = form.item(&item.key).is_some();
        if let Some(sheet) = form.sheets.iter_mut().find(|of| of.key == sheet).filter(|_| !known) {
            sheet.items.push(item);
        }
    }
    Ok(Cow::Owned(form))
}

/// Reads a definition and says what is wrong with it.
///
/// # Errors
/// The fault, in words: an item that stands there twice, a closed list without choices, or choices without a list.
pub fn read(text: &str) -> std::result::Result<Form, String> {
    let form: Form = toml::from_str(text).map_err(|e| e.to_string())?;
    let mut seen = std::collections::BTreeSet::new();
    for item in form.items() {
        if !seen.insert(&item.key) {
            return Err(format!("項目 {} が2回あります", item.key));
        }
        let closed = matches!(item.kind, ItemKind::Choice | ItemKind::Choices);
        if closed == item.options.is_empty() {
            return Err(format!("項目 {} の選択肢が、答え方と合いません", item.key));
        }
        if item.options.iter().any(|(key, _)| key.is_empty() || key.contains(' ')) {
            return Err(format!("項目 {} の選択肢の鍵に、空白は使えません", item.key));
        }
    }
    Ok(form)
}

/// Label of the id of a definition that was used.
#[derive(Debug)]
pub enum FormVersion {}

/// The row of a definition, made when it is first used.
pub(crate) fn version_of(tx: &Tx<'_>, who: &Scope, form: &Form) -> Result<Id<FormVersion>> {
    let body = serde_json::to_string(form).map_err(|e| Error::Corrupt(e.to_string()))?;
    let digest = staff::digest(&body);
    let known: Option<Id<FormVersion>> =
        tx.opt("SELECT id FROM form_versions WHERE form = $1 AND digest = $2", &[&form.form, &digest])?;
    if let Some(id) = known {
        return Ok(id);
    }
    let id: Id<FormVersion> = tx.new_id();
    tx.exec(
        "INSERT INTO form_versions (id, form, version, digest, body, installed_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &form.form, &form.version, &digest, &body, &who.now],
    )?;
    Ok(id)
}

/// Definitions that were read already, by their text: each is as long as a page, and the same few come again and again.
static KNOWN: LazyLock<RwLock<HashMap<String, Arc<Form>>>> = LazyLock::new(RwLock::default);
/// So many are kept; a municipality has one for each time that it changed its sheets.
const KEPT: usize = 64;

/// A definition as it was when it was used.
pub(crate) fn of_version(tx: &Tx<'_>, id: Id<FormVersion>) -> Result<Arc<Form>> {
    let body: String = tx.one("SELECT body FROM form_versions WHERE id = $1", &[&id])?;
    if let Some(form) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&body) {
        return Ok(Arc::clone(form));
    }
    let form: Form =
        serde_json::from_str(&body).map_err(|e| Error::Corrupt(format!("form_versions.body: {e}")))?;
    let form = Arc::new(form);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() < KEPT {
        known.insert(body, Arc::clone(&form));
    }
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheets_are_four_and_begin_with_wish_and_strengths() {
        let form = read(include_str!("assessment.toml")).unwrap();
        assert_eq!((&form, form.sheets.len()), (assessment(), 4));
        let first: Vec<&str> = form.items().take(2).map(|item| item.key.as_str()).collect();
        assert_eq!(first, ["wish", "strengths"]);
        assert!(form.items().filter(|item| item.reported).count() > 10);
    }

    #[test]
    fn a_definition_says_what_is_wrong_with_it() {
        let of = |items: &str| {
            read(&format!(
                "form = 'x'\nversion = 1\ntitle = 'x'\n[[sheets]]\nkey = 's'\ntitle = 's'\n{items}"
            ))
        };
        let item = |key: &str, kind: &str, more: &str| {
            format!(
                "[[sheets.items]]\nkey = '{key}'\nlabel = 'l'\nkind = '{kind}'\nkinds = 'life'\nof = 'person'\n{more}\n"
            )
        };
        assert!(of(&item("a", "text", "")).is_ok());
        assert!(of(&(item("a", "text", "") + &item("a", "number", ""))).unwrap_err().contains("2回"));
        assert!(
            of(&item("a", "choice", "")).is_err()
                && of(&item("a", "text", "options = [['k', 'l']]")).is_err()
        );
        assert!(of(&item("a", "choice", "options = [['k k', 'l']]")).is_err());
        assert!(of(&item("a", "poem", "")).is_err());
    }
}
