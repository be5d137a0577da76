//! Times, and what they say.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Times of one thing, in microseconds.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<u64>);

impl Times {
    /// Measures `work` and keeps its time.
    ///
    /// # Errors
    /// Those of `work`.
    #[expect(clippy::disallowed_methods, reason = "measuring is what this program does")]
    pub fn measure<T>(&mut self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let out = work()?;
        self.keep(start.elapsed());
        Ok(out)
    }

    /// Takes over the times of another.
    pub fn absorb(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    fn keep(&mut self, time: Duration) {
        self.0.push(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    /// The value below which `percent` of the times lie, in microseconds.
    pub fn percentile(&self, percent: usize) -> u64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted.get((sorted.len().saturating_sub(1)) * percent / 100).copied().unwrap_or(0)
    }

    /// The median, in microseconds.
    pub fn median(&self) -> u64 {
        self.percentile(50)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {} / {}", self.percentile(50), self.percentile(95), self.percentile(99))
    }
}

/// User and system time of a process, in seconds, and its memory, in MB.
pub fn process(pid: u32) -> (f64, f64) {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum();
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<f64>().ok());
    // Linux counts a hundred ticks a second on every machine that this runs on.
    (ticks / 100.0, kilobytes.unwrap_or(0.0) / 1024.0)
}
