//! What became of the parts of a run, and the one line that sums it up.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Tests counted in the output of a part.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Count {
    /// Adds what a line of `cargo test` tells: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn look_at_cargo(&mut self, line: &str) {
        let Some((_, result)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in result.split("; ") {
            let (number, word) = part.split_once(' ').unwrap_or_default();
            self.add(word, number);
        }
    }

    /// Adds what a line of `node --test` tells: `ℹ pass 3`.
    pub(crate) fn look_at_node(&mut self, line: &str) {
        if let Some((word, number)) = line.strip_prefix("ℹ ").and_then(|rest| rest.split_once(' ')) {
            self.add(word, number);
        }
    }

    fn add(&mut self, word: &str, number: &str) {
        let Ok(number) = number.parse::<u64>() else { return };
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

/// How a part went.
struct Part {
    name: &'static str,
    verdict: String,
    took: Duration,
}

/// A run in parts: a part that fails does not hide the next.
#[derive(Default)]
pub(crate) struct Report {
    parts: Vec<Part>,
    total: Count,
}

impl Report {
    /// Runs a part that is right or wrong as a whole. Answers whether it was right.
    pub(crate) fn check(&mut self, name: &'static str, part: impl FnOnce() -> Result<bool>) -> bool {
        self.count(name, |_| part())
    }

    /// Runs a part that counts tests.
    pub(crate) fn count(
        &mut self,
        name: &'static str,
        part: impl FnOnce(&mut Count) -> Result<bool>,
    ) -> bool {
        println!("\n== {name}");
        let began = now();
        let mut count = Count::default();
        let outcome = part(&mut count);
        let took = began.elapsed();
        let fine = matches!(outcome, Ok(true));
        let verdict = match outcome {
            Err(error) => format!("{error:#}"),
            Ok(_) if count != Count::default() => count.to_string(),
            Ok(true) => "ok".into(),
            Ok(false) => "failed".into(),
        };
        // A part that breaks before it counts anything (it does not compile, say) is one failure.
        if !fine && count.failed == 0 {
            count.failed = 1;
        }
        self.total.passed += count.passed;
        self.total.failed += count.failed;
        self.total.skipped += count.skipped;
        self.parts.push(Part { name, verdict, took });
        fine
    }

    /// Prints how each part went, and the closing line. Answers whether all is well.
    pub(crate) fn close(self) -> bool {
        println!();
        for part in &self.parts {
            println!("{:>6.1} s  {:<10} {}", part.took.as_secs_f64(), part.name, part.verdict);
        }
        if self.total.passed == 0 {
            println!("\nNo test passed: does the filter fit any?");
        }
        println!("\n{}", self.total);
        self.total.failed == 0 && self.total.passed > 0
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { f.write_str("") }
    }
}

#[expect(clippy::disallowed_methods, reason = "a developer's tool measures; no rule depends on this clock")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_tells_its_counts_per_binary() {
        let mut count = Count::default();
        count.look_at_cargo(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        );
        count.look_at_cargo(
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0s",
        );
        count.look_at_cargo("test folding::passed ... ok");
        assert_eq!(count.to_string(), "15 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn node_tells_its_counts_at_the_end() {
        let mut count = Count::default();
        for line in
            ["✔ a test (0.5ms)", "ℹ tests 6", "ℹ pass 4", "ℹ fail 1", "ℹ cancelled 1", "ℹ duration_ms 50.1"]
        {
            count.look_at_node(line);
        }
        assert_eq!(count.to_string(), "4 passed, 2 failed");
    }

    #[test]
    fn a_part_that_breaks_before_counting_is_one_failure() {
        let mut report = Report::default();
        report.count("tests", |count| {
            count.passed = 3;
            Ok(true)
        });
        report.check("clippy", || Ok(false));
        assert_eq!(report.total.to_string(), "3 passed, 1 failed");
        assert!(!report.close());
    }

    #[test]
    fn a_run_without_a_test_is_not_well() {
        let mut report = Report::default();
        report.check("fmt", || Ok(true));
        assert!(!report.close());
    }
}
