use domain::cases::Case;
use domain::people::Person;
use kernel::Id;

use crate::World;

/// A mother and her withdrawn son, and a case of the first agency about one of them.
pub struct Home {
    /// The mother.
    pub mother: Id<Person>,
    /// Her son.
    pub son: Id<Person>,
    /// Their case.
    pub case: Id<Case>,
    /// Its code.
    pub code: String,
}

impl World<'_> {
    /// The mother and her son, with a case about her.
    pub fn home_of_mother(&self) -> Home {
        let [mother, son] = self.mother_and_son();
        let (case, code) = self.case(&self.elder, mother);
        Home { mother, son, case, code }
    }

    /// The mother and her son, with a case about him.
    pub fn home_of_son(&self) -> Home {
        let [mother, son] = self.mother_and_son();
        let (case, code) = self.case(&self.elder, son);
        Home { mother, son, case, code }
    }
}
