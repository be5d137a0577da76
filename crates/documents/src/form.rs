use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Closed lists by name: keys and labels. They come from the product, so that no list is written twice.
pub type Lists = BTreeMap<String, Vec<(String, String)>>;

/// A form: what it asks for, in the order of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Stable key, which is the name of its file as well.
    pub form: String,
    /// Rises with each change, so that a sheet that was filled in by an older one is known.
    pub version: i64,
    /// On the head of the paper.
    pub title: String,
    /// Under the title: what it is for, or on which ground.
    #[serde(default)]
    pub note: String,
    /// Another form that this one begins with.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub like: String,
    /// Parts of the other form that this one leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Its parts.
    #[serde(default, rename = "part")]
    pub parts: Vec<Part>,
}

/// A part of a form under a heading of its own: boxes, or a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Stable key.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// Under the heading.
    #[serde(default)]
    pub note: String,
    /// Boxes.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    /// Or a table.
    #[serde(default)]
    pub table: Option<Table>,
}

/// Rows of the same columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Rows on an empty form.
    pub rows: usize,
    /// The columns, left to right.
    #[serde(rename = "column")]
    pub columns: Vec<Field>,
}

/// A box or a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable key, unique in the form.
    pub key: String,
    /// On the paper.
    pub label: String,
    /// How it is filled.
    pub kind: Kind,
    /// Name of the closed list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub list: String,
    /// The closed list itself, where the form has one of its own.
    #[serde(default)]
    pub options: Vec<(String, String)>,
    /// Of [`Kind::Marks`]: the key of the value that holds the one ◎.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub most: String,
    /// 太枠: reported to the state.
    #[serde(default)]
    pub reported: bool,
    /// Takes half of the width of the paper.
    #[serde(default)]
    pub half: bool,
    /// Of a column: its share of the width.
    #[serde(default)]
    pub wide: usize,
}

/// How a box is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line.
    Line,
    /// Words, over several lines.
    Text,
    /// A day, in the calendar of the reader.
    Day,
    /// A whole number.
    Number,
    /// One of a list.
    Choice,
    /// Some of a list.
    Choices,
    /// Some of a list with ○, and the one that weighs most with ◎.
    Marks,
    /// Empty on purpose: it is signed or stamped by hand, and never read back.
    Sign,
}

impl Kind {
    /// Whether it is filled from a closed list.
    pub fn is_closed(self) -> bool {
        matches!(self, Kind::Choice | Kind::Choices | Kind::Marks)
    }
}

/// What is wrong with a definition, in words for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FormFault(pub String);

impl Form {
    /// Reads a definition.
    ///
    /// # Errors
    /// [`FormFault`] for what is no definition: with line and column.
    pub fn parse(text: &str) -> Result<Self, FormFault> {
        toml::from_str(text).map_err(|e| FormFault(e.to_string().trim().replace('\n', " ")))
    }

    /// Every box, tables aside.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().flat_map(|part| &part.fields)
    }

    /// Every table with the key of its part.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.parts.iter().filter_map(|part| Some((part.key.as_str(), part.table.as_ref()?)))
    }

    /// Every column of every table.
    pub fn columns(&self) -> impl Iterator<Item = &Field> {
        self.tables().flat_map(|(_, table)| &table.columns)
    }

    /// Puts the parts of `other` in front of one's own.
    pub(crate) fn follow(&mut self, other: &Form) -> Result<(), FormFault> {
        for key in &self.without {
            if !other.parts.iter().any(|part| part.key == *key) {
                return Err(FormFault(format!("without: {} に、部分 {key} はありません", other.form)));
            }
        }
        let mut parts = other.parts.clone();
        parts.retain(|part| !self.without.contains(&part.key));
        parts.append(&mut self.parts);
        self.parts = parts;
        Ok(())
    }

    /// Fills in the closed lists by their names, and looks whether the form holds together.
    pub(crate) fn complete(&mut self, lists: &Lists) -> Result<(), FormFault> {
        for part in &mut self.parts {
            if part.fields.is_empty() == part.table.is_none() {
                return Err(FormFault(format!("部分 {} には、欄か表のどちらか一方が要ります", part.key)));
            }
            let columns = part.table.as_mut().map(|table| &mut table.columns);
            for field in part.fields.iter_mut().chain(columns.into_iter().flatten()) {
                field.complete(lists)?;
            }
        }
        self.unique()
    }

    fn unique(&self) -> Result<(), FormFault> {
        let mut seen = BTreeSet::new();
        let marks = self.fields().map(|field| &field.most).filter(|most| !most.is_empty());
        let parts = self.parts.iter().map(|part| &part.key);
        for key in self.fields().chain(self.columns()).map(|field| &field.key).chain(marks) {
            let plain = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if key.is_empty() || !plain {
                return Err(FormFault(format!("欄の鍵 {key:?} は、英小文字・数字・_ で書いてください")));
            }
            if !seen.insert(key) {
                return Err(FormFault(format!("欄 {key} が2回あります")));
            }
        }
        let mut seen = BTreeSet::new();
        match parts.clone().find(|key| !seen.insert(*key)) {
            Some(key) => Err(FormFault(format!("部分 {key} が2回あります"))),
            None => Ok(()),
        }
    }
}

impl Field {
    fn complete(&mut self, lists: &Lists) -> Result<(), FormFault> {
        if !self.list.is_empty() {
            let list = lists.get(&self.list);
            self.options = list
                .cloned()
                .ok_or_else(|| FormFault(format!("欄 {}: {} という一覧はありません", self.key, self.list)))?;
        }
        if self.kind.is_closed() == self.options.is_empty() {
            return Err(FormFault(format!("欄 {}: 選択肢が、書き方と合いません", self.key)));
        }
        if (self.kind == Kind::Marks) == self.most.is_empty() {
            return Err(FormFault(format!("欄 {}: most は、印をつける欄だけに要ります", self.key)));
        }
        Ok(())
    }

    /// The label of a key of the closed list; the key itself where an older sheet had it.
    pub fn label_of<'a>(&'a self, key: &'a str) -> &'a str {
        self.options.iter().find(|(known, _)| known == key).map_or(key, |(_, label)| label)
    }

    /// A value in words: of a closed list the labels, of everything else what stands there.
    pub fn words(&self, value: &str) -> String {
        if !self.kind.is_closed() {
            return value.to_owned();
        }
        value
            .split(' ')
            .filter(|key| !key.is_empty())
            .map(|key| self.label_of(key))
            .collect::<Vec<_>>()
            .join("、")
    }

    /// The key of a label, as people write it: space around it does not count.
    pub fn key_of(&self, label: &str) -> Option<&str> {
        let label = label.trim();
        self.options.iter().find(|(_, known)| known == label).map(|(key, _)| key.as_str())
    }
}
