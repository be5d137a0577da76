//! For what somebody is looked for: where the choice leads.

use domain::department_notices::DepartmentNotice;
use domain::drafts::Draft;
use domain::people::{Household, Person};
use kernel::Id;

/// A closed list, so that no address from outside can be led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A consultation, by where its draft is kept.
    Consultation(Option<Id<Draft>>),
    /// A case.
    Case,
    /// A member of a household.
    Household(Id<Household>),
    /// Somebody related to a person.
    Relation(Id<Person>),
    /// Somebody who may be the same as a person.
    Duplicate(Id<Person>),
    /// 相手方: somebody from whom a person is protected.
    Adverse(Id<Person>),
    /// Whom a notice of a department concerns.
    Notice(Id<DepartmentNotice>),
    /// A relative or an acquaintance of the worker.
    Tie,
}

impl Target {
    /// The target of the hidden field `to`; whatever cannot be read is a consultation.
    pub(super) fn parse(key: &str) -> Self {
        let parsed = match key.split_once(':') {
            None if key == "tie" => Some(Self::Tie),
            None => (key == "case").then_some(Self::Case),
            Some(("household", id)) => id.parse().ok().map(Self::Household),
            Some(("relation", id)) => id.parse().ok().map(Self::Relation),
            Some(("duplicate", id)) => id.parse().ok().map(Self::Duplicate),
            Some(("adverse", id)) => id.parse().ok().map(Self::Adverse),
            Some(("consultation", id)) => Some(Self::Consultation(id.parse().ok())),
            Some(("notice", id)) => id.parse().ok().map(Self::Notice),
            Some(_) => None,
        };
        parsed.unwrap_or(Self::Consultation(None))
    }

    /// Where to go on with the person.
    pub(super) fn with(self, person: Id<Person>) -> String {
        match self {
            Self::Consultation(None) => format!("/consultations/new?person={person}"),
            Self::Consultation(Some(slot)) => format!("/consultations/new?person={person}&slot={slot}"),
            Self::Case => format!("/cases/new?person={person}"),
            Self::Household(id) => format!("/households/{id}?person={person}"),
            Self::Relation(id) => format!("/people/{id}/relations/new?other={person}"),
            Self::Duplicate(id) => format!("/duplicates/{id}/{person}"),
            Self::Adverse(id) => format!("/people/{id}/adverse-parties?party={person}"),
            Self::Notice(id) => format!("/department-notices/{id}?person={person}"),
            Self::Tie => format!("/me/ties/new?person={person}"),
        }
    }

    /// The person to whom somebody else is looked for.
    pub(super) fn about(self) -> Option<Id<Person>> {
        match self {
            Self::Relation(id) | Self::Duplicate(id) => Some(id),
            Self::Consultation(_)
            | Self::Case
            | Self::Household(_)
            | Self::Adverse(_)
            | Self::Notice(_)
            | Self::Tie => None,
        }
    }

    /// What the choice is for, in one sentence.
    pub(super) fn purpose(self) -> &'static str {
        match self {
            Self::Consultation(_) => "選ぶと、この方の相談受付に進みます。",
            Self::Case => "選ぶと、この方のケースを始める画面に進みます。",
            Self::Household(_) => "世帯に加える方を探しています。選ぶと、世帯の画面にもどります。",
            Self::Relation(_) => "続柄を書く相手を探しています。選ぶと、続柄の画面にもどります。",
            Self::Duplicate(_) => "同じ方かもしれない相手を探しています。選ぶと、2人を見比べます。",
            Self::Adverse(_) => "相手方を探しています。選ぶと、相手方の画面にもどります。",
            Self::Notice(_) => "連絡票の方を探しています。選ぶと、連絡票の画面にもどります。",
            Self::Tie => "届け出る方を探しています。選ぶと、届け出の画面にもどります。",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_closed_list_is_led_to() {
        let id = "0123456789abcdefghjkmnpqrs";
        assert_eq!(Target::parse("case"), Target::Case);
        assert!(matches!(Target::parse(&format!("household:{id}")), Target::Household(_)));
        assert!(matches!(Target::parse(&format!("relation:{id}")), Target::Relation(_)));
        for other in ["", "//evil.example", "household://evil.example", "household:", "x:y"] {
            assert_eq!(Target::parse(other), Target::Consultation(None), "{other}");
        }
    }
}
