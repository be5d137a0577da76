//! The only source of chance in this crate: SplitMix64, started from seed, stream and index, so that every
//! household and every case can be made on its own, in any order, on any thread, and always comes out the same.

/// What a row of numbers is for. Streams never share numbers, so a change in one leaves the others alone.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Shape = 1,
    Person = 2,
    Address = 3,
    Kin = 4,
    Case = 5,
    Choice = 6,
    Text = 7,
    Desk = 8,
    Staff = 9,
    Settle = 10,
}

/// SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Clone)]
pub(crate) struct Rng(u64);

const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// The numbers of one item of one stream.
    pub(crate) fn at(seed: u64, stream: Stream, index: u64) -> Self {
        Self(mix(mix(seed ^ (stream as u64).wrapping_mul(GAMMA)).wrapping_add(index.wrapping_mul(GAMMA))))
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// A number from 0 up to, not including, `n`; 0 if `n` is 0.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u32
    }

    /// A number from `a` to `b`, both included.
    pub(crate) fn between(&mut self, a: i32, b: i32) -> i32 {
        if b <= a { a } else { a + self.below((b - a + 1) as u32) as i32 }
    }

    /// The mean of two draws from `a` to `b`: values near the middle are likelier.
    pub(crate) fn humped(&mut self, a: i32, b: i32) -> i32 {
        (self.between(a, b) + self.between(a, b)).div_euclid(2)
    }

    /// True in so many of a thousand cases.
    pub(crate) fn mille(&mut self, n: u32) -> bool {
        self.below(1000) < n
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, n: u32) -> bool {
        self.below(100) < n
    }

    /// One of them, all equally likely; `None` only if there is none.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len() as u32) as usize)
    }

    /// One of them by weight; the last one if all weights are zero.
    pub(crate) fn weigh<T: Copy>(&mut self, first: T, of: &[(T, u32)]) -> T {
        let total: u32 = of.iter().map(|(_, w)| w).sum();
        let mut at = self.below(total);
        for (item, weight) in of {
            if at < *weight {
                return *item;
            }
            at -= weight;
        }
        first
    }
}

/// Rows with running totals, for quick choice by weight.
pub(crate) struct Weighted<T> {
    rows: Vec<T>,
    upto: Vec<u64>,
}

impl<T> Weighted<T> {
    /// Rows with their weights.
    pub(crate) fn new(rows: impl IntoIterator<Item = (T, u32)>) -> Self {
        let mut total = 0;
        let (rows, upto) = rows
            .into_iter()
            .map(|(row, weight)| {
                total += u64::from(weight);
                (row, total)
            })
            .unzip();
        Self { rows, upto }
    }

    /// One row by weight; `None` only if there is none.
    pub(crate) fn pick(&self, rng: &mut Rng) -> Option<&T> {
        let total = *self.upto.last()?;
        let at = ((u128::from(rng.next()) * u128::from(total)) >> 64) as u64;
        self.rows.get(self.upto.partition_point(|&upto| upto <= at))
    }

    /// All rows, in the order of the file.
    pub(crate) fn rows(&self) -> &[T] {
        &self.rows
    }
}
