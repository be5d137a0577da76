//! The six digits of an authenticator app, for people who have none at hand.

use std::io::BufRead;
use std::time::Duration;

use domain::staff;
use kernel::{Ambient, Instant};

use super::accounts::Person;
use crate::{
    ambient::Real,
    say::{is_interactive, say, show as write},
};

/// Seconds for which a code is shown by an app.
const STEP: i64 = 30;

/// Shows who can sign in and with which digits: once, and in a terminal again whenever the digits change or Enter is
/// pressed. Sign-in itself knows nothing of this.
pub(super) fn show(people: Vec<Person>) {
    say(table(&people, Real.now()));
    if is_interactive() {
        let again = people.clone();
        std::thread::spawn(move || on_enter(&again));
        std::thread::spawn(move || on_change(&people));
    } else {
        for person in &people {
            say(format_args!("  {:<10} 認証アプリの鍵 {}", person.login(), person.secret()));
        }
    }
}

fn on_enter(people: &[Person]) {
    for _ in std::io::stdin().lock().lines() {
        say(table(people, Real.now()));
        for person in people {
            say(format_args!("  {:<10} 認証アプリの鍵 {}", person.login(), person.secret()));
        }
    }
}

/// Writes the table over the one before.
fn on_change(people: &[Person]) {
    let mut shown = step(Real.now());
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = Real.now();
        if step(now) == shown {
            continue;
        }
        shown = step(now);
        let text = table(people, now);
        // Up by its own height, clear to the end of the screen.
        write(format_args!("\x1b[{}A\x1b[J{text}\n", text.lines().count()));
    }
}

fn step(now: Instant) -> i64 {
    now.0.div_euclid(STEP * 1_000_000)
}

fn table(people: &[Person], now: Instant) -> String {
    let (_, _, second) = now.clock();
    let mut out = format!("  いまの6けた(あと{}秒。Enter で出し直し)\n", STEP - second % STEP);
    for person in people {
        let code = staff::current_code(person.secret(), now).unwrap_or_else(|_| "------".to_owned());
        out.push_str(&format!("  {:<10} {code}   {}\n", person.login(), person.about()));
    }
    out
}
