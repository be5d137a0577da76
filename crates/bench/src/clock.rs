//! The clock and the chance of a measuring program.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kernel::{Ambient, Instant};

/// The real ones.
#[derive(Debug)]
pub struct Real;

impl Real {
    /// For opening a database.
    pub fn shared() -> Arc<dyn Ambient> {
        Arc::new(Self)
    }
}

impl Ambient for Real {
    #[expect(clippy::disallowed_methods, reason = "measuring happens in real time")]
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn fill(&self, bytes: &mut [u8]) {
        // Without chance nothing here means anything; zeros would only make ids collide, which tests notice.
        let _ = getrandom::fill(bytes);
    }
}
