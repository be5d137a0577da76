use std::fmt;

use kernel::Result;
use serde::{Serialize, Serializer};
use store::{Cell, Column, FromRow, Row};

use crate::Choice;
use crate::choices::choices;

choices! {
    /// Why something may be seen, the strongest first.
    pub enum Basis {
        /// One's own task: the agency's own record, or a case in whose team it works (個人情報保護法 61条1項, 69条1項).
        Own = "own" "所管",
        /// 個人情報保護法 69条2項1号.
        Consent = "consent" "本人同意",
        /// 社会福祉法 106条の6.
        Conference = "conference" "支援会議",
        /// Another statute, and the councils of other laws (個人情報保護法 69条1項).
        Law = "law" "法令",
        /// Danger to life or limb (個人情報保護法 69条2項4号).
        Emergency = "emergency" "緊急",
    }
}

impl Basis {
    pub(super) const fn bit(self) -> i64 {
        1 << self as i64
    }
}

/// The bases on which something is seen: one at least, or it is not seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bases(i64);

impl Bases {
    /// None.
    pub const NONE: Bases = Bases(0);
    /// 所管 alone.
    pub const OWN: Bases = Bases(Basis::Own.bit());

    /// How many sets there are.
    pub(crate) const COUNT: usize = 1 << Basis::ALL.len();

    /// The number of this set among them.
    pub(crate) fn number(self) -> usize {
        self.0 as usize % Self::COUNT
    }

    /// The set of a number; what stands beside the bases in it is left out.
    pub(super) fn of_number(number: i64) -> Self {
        Self(number & (Self::COUNT as i64 - 1))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this is one of them.
    pub fn has(self, basis: Basis) -> bool {
        self.0 & basis.bit() != 0
    }

    /// Whether one of them is also one of the others.
    pub fn meets(self, others: Bases) -> bool {
        self.0 & others.0 != 0
    }

    /// The one that it is, if it is one alone.
    pub fn only(self) -> Option<Basis> {
        self.strongest().filter(|basis| self == Self::from(*basis))
    }

    /// With another one.
    #[must_use]
    pub fn and(self, other: Bases) -> Self {
        Self(self.0 | other.0)
    }

    /// Each, the strongest first.
    pub fn iter(self) -> impl Iterator<Item = Basis> {
        Basis::ALL.iter().copied().filter(move |basis| self.has(*basis))
    }

    /// The strongest.
    pub fn strongest(self) -> Option<Basis> {
        self.iter().next()
    }
}

impl From<Basis> for Bases {
    fn from(basis: Basis) -> Self {
        Self(basis.bit())
    }
}

/// Keys, separated by spaces: the form of the log.
impl fmt::Display for Bases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, basis) in self.iter().enumerate() {
            write!(f, "{}{}", if n == 0 { "" } else { " " }, basis.key())?;
        }
        Ok(())
    }
}

impl Serialize for Bases {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter())
    }
}

impl Column for Bases {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell).map(Self)
    }
}

impl FromRow for Bases {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_stand_in_the_order_of_their_strength() {
        let bases = Bases::from(Basis::Law).and(Basis::Own.into());
        assert_eq!(bases.to_string(), "own law");
        assert_eq!(bases.strongest(), Some(Basis::Own));
        assert!(Bases::NONE.strongest().is_none() && Bases::NONE.is_empty());
        assert!(!bases.has(Basis::Emergency));
    }

    #[test]
    fn a_basis_counts_once_and_is_the_only_one_if_no_other_stands_beside_it() {
        let law = Bases::from(Basis::Law);
        assert_eq!(law.and(law), law);
        assert!(!law.is_empty());
        assert_eq!((law.only(), Bases::NONE.only()), (Some(Basis::Law), None));
        assert_eq!(law.and(Bases::OWN).only(), None, "neither of the two");
        assert!(law.and(Bases::OWN).meets(Bases::OWN));
        assert!(!law.meets(Bases::OWN) && !law.meets(Bases::NONE));
    }
}
