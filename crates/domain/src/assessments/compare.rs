use std::collections::{BTreeMap, BTreeSet};

use kernel::{Agency, Day, Id, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::{Answer, Assessment, Contradiction, Policy, Source, contradiction, policy};
use crate::Choice;
use crate::access::{CasePass, Eye, RecordQuestion, RecordsOf};
use crate::audit::{Action, Event, Kind};
use crate::forms::{self, Form, FormVersion, Item};
use crate::people::Person;

/// The latest assessment of an agency about the person, as far as the reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// The assessment.
    pub id: Id<Assessment>,
    /// Whose.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// Who wrote it.
    pub staff_name: String,
    /// 聞いた日.
    pub assessed_on: Day,
    #[serde(skip)]
    version: Id<FormVersion>,
}

/// What an agency said to an item.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The statement; it can be cited.
    pub id: Id<Answer>,
    /// In words.
    pub words: String,
    /// Whose word it is, in words; empty where nobody said.
    pub source: &'static str,
    #[serde(skip)]
    value: String,
}

/// An item across the agencies.
#[derive(Debug, Clone, Serialize)]
pub struct ItemRow {
    /// Key of the item.
    pub item: String,
    /// On the page.
    pub label: String,
    /// One for each column; none where that agency said nothing, or nothing that the reader sees.
    pub cells: Vec<Option<Cell>>,
    /// 食い違い: coded answers that are not the same. Words are compared by people.
    pub differs: bool,
    /// 食い違い that somebody saw in one of them.
    pub marked: bool,
}

/// The items of a sheet to which somebody said something.
#[derive(Debug, Clone, Serialize)]
pub struct SheetRows {
    /// Its heading.
    pub title: String,
    /// Its items.
    pub rows: Vec<ItemRow>,
}

/// Assessments of one person side by side.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Comparison {
    /// The agencies, the latest first.
    pub columns: Vec<Column>,
    /// What they said.
    pub sheets: Vec<SheetRows>,
    /// 食い違い that people saw, the latest first.
    pub contradictions: Vec<Contradiction>,
    /// 共通の方針, the latest first.
    pub policies: Vec<Policy>,
}

pub(super) struct Found {
    id: Id<Answer>,
    item: String,
    value: String,
    source: String,
    pub(super) assessment: Id<Assessment>,
    agency: Id<Agency>,
    agency_name: String,
    staff_name: String,
    assessed_on: Day,
    version: Id<FormVersion>,
}
row!(Found { id, item, value, source, assessment, agency, agency_name, staff_name, assessed_on, version });

/// Lays the latest assessments of a person beside each other: every statement that the reader may see, and nothing that
/// tells of others.
///
/// # Errors
/// Those of the database.
pub fn compare(tx: &Tx<'_>, who: &Scope, pass: &CasePass, person: Id<Person>) -> Result<Comparison> {
    let found = statements(tx, who, pass, person, None)?;
    let (mut sheets, columns) = laid_out(tx, &found, columns(&found))?;
    read(tx, who, pass, &columns)?;
    let contradictions = contradiction::marked(tx, who, pass, Some(person))?;
    for row in sheets.iter_mut().flat_map(|sheet| &mut sheet.rows) {
        row.marked = row
            .cells
            .iter()
            .flatten()
            .any(|cell| contradictions.iter().any(|mark| mark.one == cell.id || mark.other == cell.id));
    }
    Ok(Comparison { sheets, columns, contradictions, policies: policy::policies(tx, who, pass)? })
}

/// Writes down whose assessments were read.
pub(super) fn read(tx: &Tx<'_>, who: &Scope, pass: &CasePass, columns: &[Column]) -> Result<()> {
    if columns.is_empty() {
        return Ok(());
    }
    Event::many(Action::Read, Kind::Assessment, columns.iter().map(|column| column.id))
        .of_case(pass.id())
        .on(pass.bases())
        .record(tx, who)
}

/// What was found, by the sheets of the form in use and the definitions by which each was answered.
pub(super) fn laid_out(
    tx: &Tx<'_>,
    found: &[Found],
    columns: Vec<Column>,
) -> Result<(Vec<SheetRows>, Vec<Column>)> {
    let mut definitions = Vec::new();
    for version in columns.iter().map(|column| column.version).collect::<BTreeSet<_>>() {
        definitions.push((version, forms::of_version(tx, version)?));
    }
    let definition =
        |of: &Found| definitions.iter().find(|(id, _)| *id == of.version).map(|(_, form)| form.as_ref());
    let present = forms::assessment_here(tx)?;
    Ok((sheets(&present, found, &columns, definition), columns))
}

/// Statements about a person, the latest assessment first: of every agency its latest one, or all of one agency.
pub(super) fn statements(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    person: Id<Person>,
    agency: Option<Id<Agency>>,
) -> Result<Vec<Found>> {
    static SQL: RecordQuestion = RecordQuestion::new();
    let sql = SQL.of(who, pass, |RecordsOf { with, seen, .. }| {
        format!(
            "{with}SELECT r.id, r.item, r.value, r.source, s.id, s.agency_id, a.name, w.name, s.assessed_on, s.form_version_id
             FROM assessment_answers r JOIN assessments s ON s.id = r.assessment_id JOIN agencies a ON a.id = s.agency_id
             JOIN staff w ON w.id = s.staff_id
             WHERE r.case_id = $4 AND s.person_id = $5 AND (s.agency_id = $6 OR (CAST($6 AS TEXT) IS NULL
                 AND NOT EXISTS (SELECT 1 FROM assessments n WHERE n.case_id = s.case_id
                     AND n.person_id = s.person_id AND n.agency_id = s.agency_id
                     AND (n.assessed_on > s.assessed_on OR n.assessed_on = s.assessed_on AND n.id > s.id)))) AND {seen}
             ORDER BY s.assessed_on DESC, s.id DESC, r.id"
        )
    });
    tx.all(sql, &Eye::of(who).with(&[&pass.id(), &person, &agency]))
}

/// The assessments of which something was found, in the order of what was found.
pub(super) fn columns(found: &[Found]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for of in found {
        if columns.iter().all(|column| column.id != of.assessment) {
            columns.push(Column {
                id: of.assessment,
                agency: of.agency,
                agency_name: of.agency_name.clone(),
                staff_name: of.staff_name.clone(),
                assessed_on: of.assessed_on,
                version: of.version,
            });
        }
    }
    columns
}

/// The items in the order of the form in use; then those of older versions that it does not ask any more.
fn sheets<'a>(
    present: &'a Form,
    found: &'a [Found],
    columns: &[Column],
    definition: impl Fn(&Found) -> Option<&'a Form>,
) -> Vec<SheetRows> {
    let mut said: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for of in found {
        said.entry(&of.item).or_default().push(of);
    }
    let row = |item: &Item| Some(item_row(item, said.get(item.key.as_str())?, columns, &definition));
    let mut sheets: Vec<SheetRows> = present
        .sheets
        .iter()
        .map(|sheet| SheetRows {
            title: sheet.title.clone(),
            rows: sheet.items.iter().filter_map(row).collect(),
        })
        .collect();
    let mut older: Vec<ItemRow> = Vec::new();
    for of in found.iter().filter(|of| present.item(&of.item).is_none()) {
        let item = definition(of).and_then(|form| form.item(&of.item));
        if let Some(item) = item.filter(|item| older.iter().all(|row| row.item != item.key)) {
            older.extend(row(item));
        }
    }
    sheets.push(SheetRows { title: "前の版の項目".into(), rows: older });
    sheets.retain(|sheet| !sheet.rows.is_empty());
    sheets
}

/// What was said to an item, laid out by the columns.
fn item_row<'a>(
    item: &Item,
    said: &[&'a Found],
    columns: &[Column],
    definition: impl Fn(&Found) -> Option<&'a Form>,
) -> ItemRow {
    let cell = |of: &Found| Cell {
        id: of.id,
        words: definition(of).and_then(|form| form.item(&of.item)).unwrap_or(item).words(&of.value),
        source: Source::from_key(&of.source).map_or("", Source::label),
        value: of.value.clone(),
    };
    let by = |column: &Column| said.iter().find(|of| of.assessment == column.id).map(|of| cell(of));
    let cells: Vec<Option<Cell>> = columns.iter().map(by).collect();
    let values: BTreeSet<&str> = cells.iter().flatten().map(|cell| cell.value.as_str()).collect();
    ItemRow {
        item: item.key.clone(),
        label: item.label.clone(),
        differs: item.is_coded() && values.len() > 1,
        cells,
        marked: false,
    }
}
