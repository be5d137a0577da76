use std::time::{SystemTime, UNIX_EPOCH};

use kernel::{Ambient, Instant};

/// The clock of this machine and the generator of its operating system: the only place of the product that asks
/// for either.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Real;

impl Ambient for Real {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Without chance there is no secret: better no program than one whose tokens can be guessed.
            std::process::abort();
        }
    }
}
