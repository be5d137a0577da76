use std::sync::OnceLock;

/// Questions that are put together once and asked often, by a small number.
pub(crate) struct Texts<const N: usize>([OnceLock<String>; N]);

impl<const N: usize> Texts<N> {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self([const { OnceLock::new() }; N])
    }

    /// The text by its number, which is put together if this is the first time.
    pub(crate) fn get(&self, n: usize, make: impl FnOnce() -> String) -> &str {
        self.0[n].get_or_init(make)
    }
}
