use domain::people::Person;
use kernel::{Agency, Id, Instant, Scope};

use crate::World;

/// Label of a row of either kind.
enum Side {}

const FOREVER: Instant = Instant(i64::MAX);

impl World<'_> {
    /// `staff` is a relative of `person`, as it stands after years: they need not see the person any more.
    pub fn tie(&self, staff: &Scope, person: Id<Person>) {
        let staff = staff.staff;
        let declared = self.at.db.write(move |tx| {
            let id: Id<Side> = tx.new_id();
            tx.exec(
                "INSERT INTO staff_ties (id, staff_id, person_id, kind, note, recorded_by, recorded_at, until_at)
                 VALUES ($1, $2, $3, 'relative', '', $2, $4, $5)",
                &[&id, &staff, &person, &tx.now(), &FOREVER],
            )
        });
        declared.expect("a tie");
    }

    /// `agency` stands on the side from which `protected` is kept away: the row alone, while nobody has acted on it.
    pub fn oppose(&self, agency: Id<Agency>, protected: Id<Person>) {
        let by = self.elder.staff;
        let named = self.at.db.write(move |tx| {
            let id: Id<Side> = tx.new_id();
            tx.exec(
                "INSERT INTO adverse_parties (id, protected_id, agency_id, name, name_key, recorded_by, recorded_at, until_at)
                 VALUES ($1, $2, $3, '', '', $4, $5, $6)",
                &[&id, &protected, &agency, &by, &tx.now(), &FOREVER],
            )
        });
        named.expect("an adverse party");
    }
}
