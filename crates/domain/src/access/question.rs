use kernel::Scope;

use super::{Act, Bases, CasePass, RecordsOf, records_of, text};
use crate::texts::Texts;

/// A question about the records of one case that a page asks whenever it is read: put together once for each set of bases.
pub(crate) struct RecordQuestion(Texts<{ 2 * Bases::COUNT }>);

impl RecordQuestion {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self(Texts::new())
    }

    /// The question of somebody who was let through to read.
    pub(crate) fn of(&self, who: &Scope, pass: &CasePass, make: impl FnOnce(&RecordsOf) -> String) -> &str {
        let bases = pass.bases();
        self.0.get(text(who, bases.number()), || make(records_of(who, bases, Act::Read)))
    }
}
