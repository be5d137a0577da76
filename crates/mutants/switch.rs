//! Which mutant is alive in this process, and which ones it comes by. Written into the copy in which all of them are woven.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex};

const COUNT: usize = 0;

static ALIVE: LazyLock<usize> = LazyLock::new(|| {
    let named = std::env::var("KASANE_MUTANT").ok();
    named.and_then(|number| number.parse().ok()).unwrap_or(usize::MAX)
});

static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

static NOTES: LazyLock<Option<Mutex<File>>> = LazyLock::new(|| {
    let path = std::env::var_os("KASANE_MUTANTS_REACHED")?;
    OpenOptions::new().append(true).create(true).open(path).ok().map(Mutex::new)
});

/// Whether the mutant of this number is alive.
pub(crate) fn on(mutant: usize) -> bool {
    if !REACHED[mutant].load(Ordering::Relaxed) && !REACHED[mutant].swap(true, Ordering::Relaxed) {
        note(mutant);
    }
    mutant == *ALIVE
}

fn note(mutant: usize) {
    if let Some(mut notes) = NOTES.as_ref().and_then(|notes| notes.lock().ok()) {
        let _ = writeln!(notes, "{mutant}");
    }
}
