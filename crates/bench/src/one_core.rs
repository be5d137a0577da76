//! One core for what is held against each other.

use std::io;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// Keeps this thread, and the programs and threads that it starts, to one core until it is dropped.
///
/// Two virtual cores of a shared machine are seldom equally fast in the same second, and one that sleeps takes its time to wake: a
/// page on the one over its floor on the other tells of the machine.
pub(crate) struct Kept {
    before: CpuSet,
}

impl Kept {
    /// The last core that there is: interrupts mostly go to the first.
    pub(crate) fn to_one() -> io::Result<Self> {
        let before = sched_getaffinity(None)?;
        let mut one = CpuSet::new();
        if let Some(last) = (0..CpuSet::MAX_CPU).rev().find(|core| before.is_set(*core)) {
            one.set(last);
        }
        sched_setaffinity(None, &one)?;
        Ok(Self { before })
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // What was allowed before is allowed again.
        let _ = sched_setaffinity(None, &self.before);
    }
}
