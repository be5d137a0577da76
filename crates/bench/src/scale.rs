/// How large, and how often.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) residents: u32,
    pub(crate) cases: u32,
    pub(crate) agencies: usize,
    pub(crate) rounds: usize,
}

impl Scale {
    /// The town of the promise.
    pub(crate) const FULL: Self = Self { residents: 200_000, cases: 60_000, agencies: 150, rounds: 300 };
    /// A quick look.
    pub(crate) const SMALL: Self = Self { residents: 10_000, cases: 2_000, agencies: 40, rounds: 100 };
}
