use std::collections::HashSet;

use domain::cases::Case;
use domain::cases::handover::Handover;
use domain::department_notices::DepartmentNotice;
use domain::people::{Household, Person};
use kernel::{Code, Id, Instant};

use crate::rng::{Rng, Stream};

/// Makes ids and codes by the seed alone: those of people and households by their place, so that others can point to
/// them, all others in the order in which they are asked for.
pub(super) struct Ids {
    seed: u64,
    dice: Rng,
    codes: HashSet<String>,
}

/// Which household: one of the town by its index, or a hand-written one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HouseKey(u64);

impl HouseKey {
    pub(super) fn of_town(index: u32) -> Self {
        Self(u64::from(index))
    }

    pub(super) fn of_showcase(index: u32) -> Self {
        Self(u64::from(index) | 1 << 40)
    }

    /// A number that belongs to this household and this purpose.
    pub(super) fn dice(self, seed: u64, purpose: u64) -> Rng {
        Rng::at(seed, Stream::Settle, self.0 | purpose << 48)
    }
}

impl Ids {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, dice: Rng::at(seed, Stream::Settle, 1 << 63), codes: HashSet::new() }
    }

    /// The id of something nobody else points to by place.
    pub(super) fn next<T>(&mut self, at: Instant) -> Id<T> {
        compose(at, &mut self.dice)
    }

    pub(super) fn household(&self, key: HouseKey, registered: Instant) -> Id<Household> {
        compose(registered, &mut key.dice(self.seed, 1))
    }

    /// A member; `second` for the row that knows the same person under another name.
    pub(super) fn person(
        &self,
        key: HouseKey,
        member: usize,
        second: bool,
        registered: Instant,
    ) -> Id<Person> {
        compose(registered, &mut key.dice(self.seed, 16 + 2 * member as u64 + u64::from(second)))
    }

    pub(super) fn case(&mut self, opened: Instant) -> (Id<Case>, String) {
        let id = self.next(opened);
        (id, self.code::<'K'>())
    }

    pub(super) fn handover(&mut self, sent: Instant) -> (Id<Handover>, String) {
        let id = self.next(sent);
        (id, self.code::<'T'>())
    }

    pub(super) fn notice(&mut self, sent: Instant) -> (Id<DepartmentNotice>, String) {
        let id = self.next(sent);
        (id, self.code::<'N'>())
    }

    /// A code that was not drawn before.
    fn code<const PREFIX: char>(&mut self) -> String {
        loop {
            let code = Code::<PREFIX>::from_random(&self.dice.next().to_le_bytes()).to_string();
            if self.codes.insert(code.clone()) {
                return code;
            }
        }
    }
}

/// An id made of a moment and chance.
pub(super) fn compose<T>(at: Instant, dice: &mut Rng) -> Id<T> {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&dice.next().to_le_bytes());
    random[8..].copy_from_slice(&dice.next().to_le_bytes()[..2]);
    Id::compose(at.millis(), random)
}
