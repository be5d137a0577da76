use crate::{Id, Instant};

/// The two things a pure program cannot make for itself: the time and chance.
///
/// Only the `app` crate implements this over the real clock and the operating system's generator;
/// tests use a clock that they set and a generator that they seed.
pub trait Ambient: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Instant;
    /// Fills `bytes` with unpredictable values.
    fn fill(&self, bytes: &mut [u8]);

    /// A new id: the time in milliseconds followed by 80 random bits (the layout of UUIDv7, without its
    /// version bits).
    fn new_id<T>(&self) -> Id<T>
    where
        Self: Sized,
    {
        new_id(self)
    }
}

/// A new id from any ambient; the free form of [`Ambient::new_id`] for trait objects.
pub fn new_id<T>(ambient: &(impl Ambient + ?Sized)) -> Id<T> {
    let mut random = [0; 10];
    ambient.fill(&mut random);
    Id::compose(ambient.now().millis(), random)
}
