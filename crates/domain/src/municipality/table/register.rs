use super::{Cell, Row, Table, TableColumn};
use crate::municipality::{ColumnContent as Show, OperatingForm, Profile, RegisterEntry, Setting};

/// The programme register in the columns of the municipality (OTA-19, ODA-08, IMA-03, EDO-04).
pub fn programme_table(profile: &Profile) -> Table {
    let columns = &profile.register.columns;
    let row = |entry: &RegisterEntry| Row {
        key: entry.key.clone(),
        cells: columns
            .iter()
            .map(|column| {
                Entry { profile, entry, join: column.join.as_deref().unwrap_or(";") }.cell(column.shows)
            })
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
                Some(forms) => {
                    self.joined(forms.items().iter().copied().map(OperatingForm::label).map(str::to_owned))
                }
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
        let mut numbers: Vec<u32> = self
            .profile
            .entries
            .iter()
            .filter(|entry| entry.group == group)
            .filter_map(|entry| entry.no)
            .collect();
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
