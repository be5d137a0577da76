//! 気になる閲覧: rules that look through the log of a month for looks without a task, and a queue in which somebody
//! looks at each of them (U-04). A finding accuses nobody; most have a good reason that the log does not know.

mod facts;
mod queue;
mod rules;

pub use facts::{Access, Facts};
pub use queue::{Completion, Confirmation, Review, confirm, keep, look_through, queue};
pub use rules::{PER_HOUR, Rule, STANDING_IN, Suspicion, apply};
