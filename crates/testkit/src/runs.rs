use crate::Dice;

/// Runs of a state machine in a test run.
const RUNS: u64 = 2_000;
/// Most runs end within so many steps: what is broken mostly shows at once, in a world where nothing has happened.
const SHORT: usize = 6;
/// Every so many runs one goes on for long: what only many steps together break.
const EVERY: u64 = 50;
const LONG: usize = 50;

/// How many random runs a state machine has; `variable` of the environment says another number.
pub fn runs(variable: &str) -> u64 {
    std::env::var(variable).map_or(RUNS, |text| text.parse().expect("a number of runs"))
}

/// The dice of a run, and how many steps it has.
pub fn run(number: u64) -> (Dice, usize) {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (number + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
    let steps = if number % EVERY == EVERY - 1 { LONG } else { 1 + dice.below(SHORT) };
    (dice, steps)
}
