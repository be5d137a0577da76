//! What must hold in every profile, beyond its form. A profile may add restrictions, never remove a legal one.

mod dates;
mod form_items;
mod legal;
mod references;
mod shape;

use kernel::Message;

use super::{Finding, Profile};

/// Everything that is wrong with a profile, by key path.
pub fn check(profile: &Profile) -> Vec<Finding> {
    let mut findings = Findings::default();
    references::check(profile, &mut findings);
    legal::check(profile, &mut findings);
    dates::check(profile, &mut findings);
    shape::check(profile, &mut findings);
    form_items::check(profile, &mut findings);
    findings.0
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, path: impl Into<String>, message: Message) {
        self.0.push(Finding { path: path.into(), message });
    }
}
