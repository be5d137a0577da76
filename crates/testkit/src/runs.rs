use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::{Dice, World, each_world};

/// Runs of a state machine in a test run.
const RUNS: u64 = 2_000;
/// Most runs end within so many steps: what is broken mostly shows at once, in a world where nothing has happened.
const SHORT: usize = 6;
/// Every so many runs one goes on for long: what only many steps together break.
const EVERY: u64 = 50;
const LONG: usize = 50;

/// Runs of one town: lists of a town in which thousands had lived would be asked most of the time, and tell nothing more.
const TOWN: u64 = 80;
/// After one step of so many one looks what became of it, and after the last of a run: what a step broke mostly stays broken,
/// and more runs find more than more looks.
pub const LOOK: usize = 3;

/// Makes the random runs of a state machine, some in each town, on both databases and all cores; `variable` of the environment
/// says how many instead of 2,000.
pub fn in_towns(variable: &str, test: impl Fn(&World<'_>, Range<u64>) + Sync) {
    let all = std::env::var(variable).map_or(RUNS, |text| text.parse().expect("a number of runs"));
    let next = AtomicU64::new(0);
    let hand = || {
        while let first = next.fetch_add(TOWN, Ordering::Relaxed)
            && first < all
        {
            each_world(|w| test(w, first..all.min(first + TOWN)));
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(hand))));
}

/// The dice of a run, and how many steps it has.
pub fn run(number: u64) -> (Dice, usize) {
    let mut dice = Dice(number);
    let steps = if number % EVERY == EVERY - 1 { LONG } else { 1 + dice.below(SHORT) };
    (dice, steps)
}
