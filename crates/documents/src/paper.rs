use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::form::{Field, Form, Kind, Part};
use crate::values::Values;

/// What stands on the edge of every page: whose it is, on which ground, and who let it be printed (UX 5.10).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The municipality.
    pub municipality: String,
    /// Number of the case, item or plan; empty on an empty form.
    pub code: String,
    /// 見える根拠, in words; empty where nobody's data is on the paper.
    pub basis: String,
    /// When and by whom it was printed.
    pub printed: String,
    /// For whom this copy is; empty if for nobody by name.
    pub recipient: String,
    /// Number of the print.
    pub number: String,
    /// The version of what was printed, so that a sheet that comes back late overwrites nothing newer; may be empty.
    pub row_version: String,
}

/// A form with what it is filled with.
#[derive(Debug, Clone)]
pub struct Paper {
    form: Form,
    values: Values,
    mark: Mark,
}

/// Values that do not belong to the form: a fault of the program, found by its tests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("form {form} has no place for {key}")]
pub struct Unfit {
    /// The form.
    pub form: String,
    /// What it has no place for.
    pub key: String,
}

impl Paper {
    /// Fills a form.
    ///
    /// # Errors
    /// [`Unfit`] for a value that the form has no place for: nothing that was told may vanish on the way to paper.
    pub fn new(form: Form, values: Values, mark: Mark) -> Result<Self, Unfit> {
        let unfit = |key: &str| Unfit { form: form.form.clone(), key: key.to_owned() };
        let known = |key: &String| form.fields().any(|field| field.key == *key || field.most == *key);
        if let Some(key) = values.fields.keys().find(|key| !known(key)) {
            return Err(unfit(key));
        }
        for (part, rows) in &values.tables {
            let Some((_, table)) = form.tables().find(|(key, _)| key == part) else {
                return Err(unfit(part));
            };
            let has = |key: &&String| table.columns.iter().any(|column| column.key == **key);
            if let Some(key) = rows.iter().flat_map(|row| row.keys()).find(|key| !has(key)) {
                return Err(unfit(key));
            }
        }
        Ok(Self { form, values, mark })
    }

    /// A form with nothing in it.
    pub fn blank(form: Form, mark: Mark) -> Self {
        Self { form, values: Values::new(), mark }
    }

    /// The form.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// What it is filled with.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// What stands on the edge.
    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    /// Everything as a layout reads it: the fields by their keys, with labels, words and boxes to tick.
    pub fn to_json(&self) -> Json {
        let mut fields = Map::new();
        for field in self.form.fields() {
            fields.insert(field.key.clone(), self.field(field));
        }
        let parts: Vec<Json> = self.form.parts.iter().map(|part| self.part(part)).collect();
        json!({
            "form": self.form.form,
            "version": self.form.version,
            "title": self.form.title,
            "note": self.form.note,
            "mark": self.mark,
            "fields": fields,
            "parts": parts,
        })
    }

    fn part(&self, part: &Part) -> Json {
        let keys: Vec<&str> = part.fields.iter().map(|field| field.key.as_str()).collect();
        let table = part.table.as_ref().map(|table| {
            let cells = |row: &crate::values::Row| -> Vec<String> {
                table
                    .columns
                    .iter()
                    .map(|column| words(column, row.get(&column.key).map_or("", |c| c)))
                    .collect()
            };
            let rows: Vec<Vec<String>> = self.values.rows(&part.key).iter().map(cells).collect();
            let columns: Vec<Json> = table
                .columns
                .iter()
                .map(|c| json!({"label": c.label, "wide": c.wide.max(1), "reported": c.reported}))
                .collect();
            json!({"columns": columns, "rows": rows, "empty": table.rows})
        });
        json!({"key": part.key, "title": part.title, "note": part.note, "fields": keys, "table": table})
    }

    fn field(&self, field: &Field) -> Json {
        let most = if field.most.is_empty() { "" } else { self.values.text(&field.most) };
        let chosen = if field.kind.is_closed() { self.values.keys(&field.key) } else { Vec::new() };
        let options: Vec<Json> = field
            .options
            .iter()
            .map(|(key, label)| {
                json!({"label": label, "on": chosen.contains(&key.as_str()), "most": !most.is_empty() && key == most})
            })
            .collect();
        let text =
            if field.kind.is_closed() { String::new() } else { words(field, self.values.text(&field.key)) };
        json!({
            "label": field.label, "kind": field.kind, "text": text, "options": options,
            "reported": field.reported, "half": field.half,
        })
    }
}

/// A value as people read it on paper: days in the calendar of the era, choices by their labels.
fn words(field: &Field, value: &str) -> String {
    match field.kind {
        Kind::Day => value.parse::<kernel::Day>().map_or_else(|_| value.to_owned(), kernel::Day::era_form),
        _ => field.words(value),
    }
}
