use std::sync::OnceLock;

/// Questions, or parts of them, that are put together once and asked often, by a small number.
pub(crate) struct Texts<const N: usize, T = String>([OnceLock<T>; N]);

impl<const N: usize, T> Texts<N, T> {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self([const { OnceLock::new() }; N])
    }

    /// The text by its number, which is put together if this is the first time.
    pub(crate) fn get(&self, n: usize, make: impl FnOnce() -> T) -> &T {
        self.0[n].get_or_init(make)
    }
}
