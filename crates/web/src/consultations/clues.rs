//! 手がかり: what to ask, who can help, what may be told. For staff of any department, without a name of anybody.

use domain::installed::IssueType;
use domain::municipality::{self, GuideItem, Profile};
use kernel::{Day, PartialDay};
use serde::Serialize;

use crate::services::Counter;

/// What helps with an issue.
#[derive(Serialize)]
pub(super) struct Clue {
    pub(super) key: String,
    pub(super) issue: String,
    pub(super) questions: Vec<String>,
    pub(super) hint: String,
    pub(super) systems: Vec<String>,
    pub(super) counters: Vec<Counter>,
    pub(super) legal_note: String,
    /// Where on the public page those stand who can help.
    pub(super) help: String,
}

impl Clue {
    fn of(issue: &IssueType, item: &GuideItem, counters: Vec<Counter>) -> Self {
        let worry = item.worries.first();
        Self {
            key: issue.key.clone(),
            issue: issue.name.clone(),
            questions: item.questions.clone(),
            hint: item.hint.clone(),
            systems: item.systems.clone(),
            legal_note: item.legal_note.clone(),
            help: worry
                .filter(|_| !counters.is_empty())
                .map_or_else(|| "/services".to_owned(), |worry| format!("/services#w-{worry}")),
            counters,
        }
    }
}

/// The guidance for each issue type that has some; without a profile the shared one.
pub(super) fn clues(profile: Option<&Profile>, issues: &[IssueType]) -> Vec<Clue> {
    let of = |issue: &IssueType| match profile {
        Some(profile) => municipality::guide(profile, &issue.key).into_iter().next().map(|guide| {
            Clue::of(issue, guide.item, guide.windows.into_iter().take(4).map(Counter::of).collect())
        }),
        None => {
            let mut items = municipality::defaults().guide_items.iter();
            items.find(|item| item.issue_type == issue.key).map(|item| Clue::of(issue, item, Vec::new()))
        }
    };
    issues.iter().filter_map(of).collect()
}

/// A body under another law that fits the age: a suggestion, never a limit.
#[derive(Serialize)]
pub(super) struct Suggested {
    pub(super) name: String,
    pub(super) law: String,
    /// `15歳から39歳まで`.
    pub(super) ages: String,
    /// How to turn to it; empty if the source does not say.
    pub(super) contact: String,
}

/// What fits a birth that is known at least to the year.
pub(super) fn suggested(profile: Option<&Profile>, birth: PartialDay, today: Day) -> Vec<Suggested> {
    let (Some(profile), Some((least, greatest))) = (profile, birth.age_on(today)) else { return Vec::new() };
    let age = |years: i16| u32::try_from(years).unwrap_or_default();
    let mut systems = municipality::suggested_systems(profile, age(least));
    for system in municipality::suggested_systems(profile, age(greatest)) {
        if !systems.iter().any(|known| known.key == system.key) {
            systems.push(system);
        }
    }
    let bound = |age: Option<u32>, word| age.map(|age| format!("{age}歳{word}")).unwrap_or_default();
    systems
        .into_iter()
        .map(|system| Suggested {
            name: system.name.clone(),
            law: system.law.clone(),
            ages: format!("{}{}", bound(system.age_min, "から"), bound(system.age_max, "まで")),
            contact: system.contact.value().cloned().unwrap_or_default(),
        })
        .collect()
}
