use std::sync::LazyLock;

use super::{number, rows};
use crate::rng::{Rng, Weighted};

/// One fictional town name.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) town: &'static str,
    pub(crate) area: &'static str,
    /// What kind of quarter it is: 団地, 農村 …
    pub(crate) character: &'static str,
    /// How many chome it has; 0 if its lots are counted directly.
    pub(crate) chome: u32,
}

/// The places, weighted for younger and for older households.
pub(crate) struct Places {
    young: Weighted<Place>,
    old: Weighted<Place>,
}

impl Places {
    /// A place for a household whose head has this age.
    pub(crate) fn pick(&self, head_age: u8, rng: &mut Rng) -> Option<&Place> {
        if head_age >= 65 { self.old.pick(rng) } else { self.young.pick(rng) }
    }

    /// All places, in the order of the file.
    pub(crate) fn all(&self) -> &[Place] {
        self.young.rows()
    }
}

/// The places, read once.
pub(crate) fn places() -> &'static Places {
    static PLACES: LazyLock<Places> = LazyLock::new(|| {
        let read = |old: bool| {
            Weighted::new(rows(include_str!("../../data/places.tsv")).filter_map(move |row| {
                let [town, area, character, chome, share, ageing] = row[..] else { return None };
                let factor = if old { number(ageing) } else { 220 - number(ageing) };
                Some((Place { town, area, character, chome: number(chome) }, number(share) * factor))
            }))
        };
        Places { young: read(false), old: read(true) }
    });
    &PLACES
}
