use domain::access::Bases;
use domain::people::{Found, Likely, Person};
use kernel::duplicates::Reason;
use serde::Serialize;

/// Somebody who may be meant, with what tells them apart.
#[derive(Serialize)]
pub(super) struct Candidate {
    #[serde(flatten)]
    pub(super) person: Person,
    pub(super) homonym: bool,
    pub(super) other_names: Option<String>,
    pub(super) household: Option<String>,
    pub(super) reasons: Vec<Reason>,
    pub(super) differences: Vec<Reason>,
    pub(super) bases: Bases,
}

impl From<Found> for Candidate {
    fn from(found: Found) -> Self {
        Self {
            person: found.person,
            homonym: found.homonym,
            other_names: found.other_names,
            household: found.household,
            reasons: Vec::new(),
            differences: Vec::new(),
            bases: found.bases,
        }
    }
}

impl From<Likely> for Candidate {
    fn from(likely: Likely) -> Self {
        let alike = [Reason::KanaSame, Reason::NameSame, Reason::NameSameVariant];
        Self {
            person: likely.person,
            homonym: likely.found.reasons.iter().any(|reason| alike.contains(reason)),
            other_names: None,
            household: None,
            reasons: likely.found.reasons,
            differences: likely.found.differences,
            bases: likely.bases,
        }
    }
}
