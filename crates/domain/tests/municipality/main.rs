//! Profiles against the reference tables and the acceptance lines of the catalogue.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail like the tests themselves")]

mod faults;
mod guidance;
mod outline;
mod register;
mod rules;

use domain::municipality::{Profile, ProfileFault, SHIPPED, shipped};
use kernel::Day;

fn profile(key: &str) -> Profile {
    shipped(key).unwrap().unwrap()
}

fn text(key: &str) -> &'static str {
    SHIPPED.iter().find(|file| file.key == key).unwrap().text
}

/// The file with one place changed, and the line at which the change stands.
fn changed(key: &str, from: &str, to: &str) -> (String, usize) {
    let text = text(key);
    let at = text.find(from).unwrap_or_else(|| panic!("{key} has no {from:?}"));
    let line = text[..at].matches('\n').count() + 1;
    (text.replacen(from, to, 1), line)
}

fn faults(text: &str) -> Vec<ProfileFault> {
    Profile::parse(text).err().unwrap_or_default()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Rows of a table without quoting, each cell under its head.
fn tsv(text: &str) -> (Vec<&str>, Vec<Vec<&str>>) {
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    (head, lines.collect())
}
