use serde::Serialize;

use super::{ColumnContent as Show, OperatingForm, Profile, RegisterEntry, Setting};

/// A printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Columns in order.
    pub columns: Vec<TableColumn>,
    /// Rows in order; each has a cell per column.
    pub rows: Vec<Row>,
}

/// A column of a printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableColumn {
    /// Head for programs.
    pub key: String,
    /// Head for readers.
    pub label: String,
    /// Whether it only documents the source.
    pub source: bool,
}

/// A row of a printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Key of the entry.
    pub key: String,
    /// Cells.
    pub cells: Vec<Cell>,
}

/// A cell of a printed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// The source has no such cell.
    Blank,
    /// The source does not say, although it matters.
    Unset,
    /// The content.
    Text(String),
}

/// Forms in which a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tab-separated, every column, for programs.
    Tsv,
    /// Markdown, without the columns that only document the source, for readers.
    Md,
    /// A list of objects, every column, for programs.
    Json,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Blank, Self::text)
    }

    fn number(setting: Option<&Setting<u32>>) -> Self {
        match setting {
            None => Self::Blank,
            Some(Setting::Unset) => Self::Unset,
            Some(Setting::Value(number, _)) => Self::Text(number.to_string()),
        }
    }

    /// In TSV an open cell says `unclear`, the word of the reference tables with which the register is compared.
    fn in_tsv(&self) -> &str {
        match self {
            Self::Blank => "",
            Self::Unset => "unclear",
            Self::Text(text) => text,
        }
    }

    fn for_readers(&self) -> &str {
        match self {
            Self::Blank => "",
            Self::Unset => "未設定",
            Self::Text(text) => text,
        }
    }
}

/// The programme register in the columns of the municipality (OTA-19, ODA-08, IMA-03, EDO-04).
pub fn programme_table(profile: &Profile) -> Table {
    let columns = &profile.register.columns;
    let row = |entry: &RegisterEntry| Row {
        key: entry.key.clone(),
        cells: columns
            .iter()
            .map(|column| Entry { profile, entry, join: column.join.as_deref().unwrap_or(";") }.cell(column.shows))
            .collect(),
    };
    Table {
        columns: columns
            .iter()
            .map(|c| TableColumn { key: c.key.clone(), label: c.label.clone(), source: c.source })
            .collect(),
        rows: profile.entries.iter().map(row).collect(),
    }
}

/// An entry on its way into a cell.
struct Entry<'p> {
    profile: &'p Profile,
    entry: &'p RegisterEntry,
    join: &'p str,
}

impl Entry<'_> {
    fn cell(&self, shows: Show) -> Cell {
        let entry = self.entry;
        let count = entry.site_count.as_ref();
        match shows {
            Show::No => Cell::maybe(entry.no.map(|no| no.to_string())),
            Show::Component => Cell::maybe(entry.component.as_deref()),
            Show::LegalItem => self.legal_item(),
            Show::GroupName => Cell::text(self.group_name()),
            Show::NumberedHeading => Cell::text(self.numbered_heading()),
            Show::SubProgramme => Cell::maybe(entry.sub_programme_printed.as_deref()),
            Show::KindPrinted => Cell::maybe(entry.kind_printed.as_deref()),
            Show::Programmes => self.joined(entry.programmes.iter().filter_map(|key| {
                self.profile.local_programmes.iter().find(|p| p.key == *key).map(|p| p.name.clone())
            })),
            Show::Agency => Cell::maybe(entry.agency_printed.as_deref()),
            Show::WindowOrTarget => self.joined(entry.window_or_target.iter().cloned()),
            Show::Fields => match &entry.field_printed {
                Some(printed) => Cell::text(printed),
                None => self.joined(entry.fields.iter().filter_map(|key| self.field_name(key))),
            },
            Show::Departments => {
                self.joined(entry.departments.iter().filter_map(|key| self.profile.department_name(key)))
            }
            Show::Sites => self.joined(entry.sites.iter().filter_map(|key| {
                let site = self.profile.sites.iter().find(|site| site.key == *key)?;
                Some(site.printed.as_ref().unwrap_or(&site.name).clone())
            })),
            Show::SiteTotal => match count.map(|count| (count.sum(), &count.printed)) {
                Some((Some(sum), _)) => Cell::text(sum.to_string()),
                Some((None, Some(printed))) => Cell::text(printed),
                Some((None, None)) => Cell::Unset,
                None => Cell::Blank,
            },
            Show::SitesPrinted => Cell::maybe(count.and_then(|count| count.printed.as_deref())),
            Show::DirectSites => Cell::number(count.and_then(|count| count.direct.as_ref())),
            Show::CommissionedSites => Cell::number(count.and_then(|count| count.commissioned.as_ref())),
            Show::Forms => match &entry.forms {
                None => Cell::Blank,
                Some(Setting::Unset) => Cell::Unset,
                Some(forms) => self.joined(forms.items().iter().copied().map(OperatingForm::label).map(str::to_owned)),
            },
            Show::Staffing => Cell::maybe(entry.staffing.as_deref()),
            Show::Target => Cell::maybe(entry.target.as_deref()),
            Show::ServiceArea => self.service_area(),
            Show::Contents => self.joined(entry.contents.iter().cloned()),
            Show::Implementers => self.joined(entry.implementers.iter().filter_map(|body| {
                let organisation = self.profile.organisations.iter().find(|o| o.key == body.organisation)?;
                Some(body.printed.as_ref().unwrap_or(&organisation.name).clone())
            })),
            Show::Seed => Cell::text(entry.seed.as_str()),
            Show::Note => Cell::maybe(entry.note.as_deref()),
        }
    }

    fn joined(&self, texts: impl Iterator<Item = String>) -> Cell {
        Cell::text(texts.collect::<Vec<_>>().join(self.join))
    }

    fn field_name(&self, key: &str) -> Option<String> {
        self.profile.fields.iter().find(|field| field.key == key).map(|field| field.name.clone())
    }

    fn group_name(&self) -> &str {
        self.entry.group_printed.as_deref().unwrap_or_else(|| self.profile.group_name(self.entry.group))
    }

    fn legal_item(&self) -> Cell {
        if let Some(printed) = &self.entry.legal_item_printed {
            return Cell::text(printed);
        }
        let group = self.profile.label_scheme.groups.iter().find(|name| name.group == self.entry.group);
        match group.and_then(|name| name.legal_item_printed.value()) {
            Some(printed) => Cell::text(printed),
            None => Cell::Unset,
        }
    }

    /// The heading of the detailed chapter carries all numbers of its group: 参加支援事業 7 8.
    fn numbered_heading(&self) -> String {
        let group = self.entry.group;
        let named = self.profile.label_scheme.groups.iter().find(|name| name.group == group);
        let name = named.map_or(group.label(), |name| name.detail_name.as_ref().unwrap_or(&name.name));
        let mut numbers: Vec<u32> =
            self.profile.entries.iter().filter(|entry| entry.group == group).filter_map(|entry| entry.no).collect();
        numbers.dedup();
        numbers.iter().fold(name.to_owned(), |heading, no| format!("{heading} {no}"))
    }

    fn service_area(&self) -> Cell {
        let Some(key) = &self.entry.service_area else { return Cell::Blank };
        match self.profile.service_areas.iter().find(|area| area.key == *key).map(|area| &area.name) {
            Some(Setting::Value(name, _)) => Cell::text(name),
            _ => Cell::Unset,
        }
    }
}

impl Table {
    /// The table without the columns that only document the source.
    pub fn for_readers(&self) -> Self {
        let kept = |i: &usize| !self.columns[*i].source;
        let indices: Vec<usize> = (0..self.columns.len()).filter(kept).collect();
        let row = |row: &Row| Row {
            key: row.key.clone(),
            cells: indices.iter().map(|i| row.cells[*i].clone()).collect(),
        };
        Self {
            columns: indices.iter().map(|i| self.columns[*i].clone()).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// The table as text.
    pub fn print(&self, format: Format) -> String {
        match format {
            Format::Tsv => self.tsv(),
            Format::Md => self.for_readers().md(),
            Format::Json => self.json(),
        }
    }

    fn tsv(&self) -> String {
        let head = self.columns.iter().map(|column| column.key.as_str()).collect();
        let rows = self.rows.iter().map(|row| row.cells.iter().map(Cell::in_tsv).collect());
        let lines = std::iter::once(head).chain(rows).map(|cells: Vec<&str>| cells.join("\t") + "\n");
        lines.collect()
    }

    fn md(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let head = line(self.columns.iter().map(|column| column.label.clone()).collect());
        let rule = line(vec!["---".to_owned(); self.columns.len()]);
        let escaped = |cell: &Cell| cell.for_readers().replace('|', "\\|");
        let rows = self.rows.iter().map(|row| line(row.cells.iter().map(escaped).collect()));
        std::iter::once(head).chain([rule]).chain(rows).collect()
    }

    fn json(&self) -> String {
        let value = |cell: &Cell| match cell {
            Cell::Blank => serde_json::Value::Null,
            Cell::Unset => super::UNSET.into(),
            Cell::Text(text) => text.as_str().into(),
        };
        let object = |row: &Row| -> serde_json::Value {
            let pairs = self.columns.iter().zip(&row.cells);
            pairs.map(|(column, cell)| (column.key.clone(), value(cell))).collect::<serde_json::Map<_, _>>().into()
        };
        let rows: Vec<serde_json::Value> = self.rows.iter().map(object).collect();
        format!("{:#}\n", serde_json::Value::from(rows))
    }
}
