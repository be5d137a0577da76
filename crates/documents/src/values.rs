use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::form::{Field, Form, Kind};

/// A row of a table: the cells by the keys of the columns.
pub type Row = BTreeMap<String, String>;

/// What stands in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words, a day, a number, or the key of a choice.
    Text(String),
    /// Keys of a closed list.
    Keys(Vec<String>),
}

/// What a form is filled with. Boxes that nobody filled have no value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// By the key of the box.
    pub fields: BTreeMap<String, Value>,
    /// By the key of the part.
    pub tables: BTreeMap<String, Vec<Row>>,
}

impl Values {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts words into a box; empty ones leave it empty.
    #[must_use]
    pub fn with(mut self, key: &str, text: impl Into<String>) -> Self {
        self.set(key, text);
        self
    }

    /// Puts words into a box; empty ones leave it empty.
    pub fn set(&mut self, key: &str, text: impl Into<String>) {
        let text = text.into();
        if text.trim().is_empty() {
            self.fields.remove(key);
        } else {
            self.fields.insert(key.to_owned(), Value::Text(text));
        }
    }

    /// Chooses from a closed list.
    #[must_use]
    pub fn with_keys<K: Into<String>>(mut self, key: &str, keys: impl IntoIterator<Item = K>) -> Self {
        let keys: Vec<String> = keys.into_iter().map(Into::into).filter(|key| !key.is_empty()).collect();
        if !keys.is_empty() {
            self.fields.insert(key.to_owned(), Value::Keys(keys));
        }
        self
    }

    /// Adds a row to a table: the cells in the order of `columns`.
    pub fn add_row<const N: usize>(&mut self, part: &str, columns: [&str; N], cells: [String; N]) {
        let row = columns.iter().map(|key| (*key).to_owned()).zip(cells).collect();
        self.tables.entry(part.to_owned()).or_default().push(row);
    }

    /// The words of a box; of a choice, its key.
    pub fn text(&self, key: &str) -> &str {
        match self.fields.get(key) {
            Some(Value::Text(text)) => text,
            Some(Value::Keys(keys)) => keys.first().map_or("", String::as_str),
            None => "",
        }
    }

    /// The keys that were chosen in a box.
    pub fn keys(&self, key: &str) -> Vec<&str> {
        match self.fields.get(key) {
            Some(Value::Keys(keys)) => keys.iter().map(String::as_str).collect(),
            Some(Value::Text(text)) => vec![text],
            None => Vec::new(),
        }
    }

    /// The rows of a table.
    pub fn rows(&self, part: &str) -> &[Row] {
        self.tables.get(part).map_or(&[], Vec::as_slice)
    }

    /// Takes what `form` asks for out of the fields of the product's own page, which have the same keys. A table's columns
    /// stand there one by one, as lists.
    pub fn from_fields(form: &Form, fields: &Json) -> Self {
        let mut values = Self::new();
        for field in form.fields() {
            values.take(field, fields);
        }
        for (part, table) in form.tables() {
            let lists: Vec<(&str, Vec<String>)> = table
                .columns
                .iter()
                .map(|column| (column.key.as_str(), strings(fields.get(&column.key))))
                .collect();
            let height = lists.iter().map(|(_, list)| list.len()).max().unwrap_or_default();
            let cell = |list: &Vec<String>, at: usize| list.get(at).cloned().unwrap_or_default();
            let rows =
                (0..height).map(|at| lists.iter().map(|(k, list)| ((*k).into(), cell(list, at))).collect());
            let rows: Vec<Row> = rows.collect();
            if !rows.is_empty() {
                values.tables.insert(part.to_owned(), rows);
            }
        }
        values
    }

    fn take(&mut self, field: &Field, fields: &Json) {
        let found = strings(fields.get(&field.key));
        match field.kind {
            Kind::Choices | Kind::Marks => {
                if !found.is_empty() {
                    self.fields.insert(field.key.clone(), Value::Keys(found));
                }
            }
            _ => self.set(&field.key, found.into_iter().next().unwrap_or_default()),
        }
        if field.kind == Kind::Marks {
            self.set(&field.most, strings(fields.get(&field.most)).into_iter().next().unwrap_or_default());
        }
    }

    /// Without what `form` has no place for: a municipality may leave a box out of its own form.
    #[must_use]
    pub fn limited_to(mut self, form: &Form) -> Self {
        self.fields.retain(|key, _| form.fields().any(|field| field.key == *key || field.most == *key));
        self.tables.retain(|part, _| form.tables().any(|(known, _)| known == part));
        for (part, table) in form.tables() {
            for row in self.tables.get_mut(part).into_iter().flatten() {
                row.retain(|key, _| table.columns.iter().any(|column| column.key == *key));
            }
        }
        self
    }

    /// What the product's own page would have sent: the way back of [`Values::from_fields`].
    pub fn to_fields(&self, form: &Form) -> Json {
        let mut all = Map::new();
        for field in form.fields().filter(|field| field.kind != Kind::Sign) {
            let value = match field.kind {
                Kind::Choices | Kind::Marks => Json::from(self.keys(&field.key)),
                _ => Json::from(self.text(&field.key)),
            };
            all.insert(field.key.clone(), value);
            if field.kind == Kind::Marks {
                all.insert(field.most.clone(), Json::from(self.text(&field.most)));
            }
        }
        for (part, table) in form.tables() {
            for column in &table.columns {
                let cells =
                    self.rows(part).iter().map(|row| row.get(&column.key).cloned().unwrap_or_default());
                all.insert(column.key.clone(), cells.collect());
            }
        }
        Json::Object(all)
    }
}

fn strings(json: Option<&Json>) -> Vec<String> {
    match json {
        Some(Json::String(text)) if !text.is_empty() => vec![text.clone()],
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        Some(Json::Number(n)) => vec![n.to_string()],
        _ => Vec::new(),
    }
}
