//! Names of people in texts that belong to no case: of those whom the writer may see anyway, and of anybody at all.

use kernel::{Result, Scope, fold};
use store::{FromRow, Row, Tx};

use super::find::{self, Trace};
use super::traces::Traces;
use crate::access::{self, Act, Eye};

/// What makes a part of a name stand for somebody.
const TITLES: [&str; 7] = ["さん", "様", "さま", "氏", "くん", "君", "ちゃん"];
/// A name of fewer characters is a word of other words: はな stands in はなし.
const SHORTEST: usize = 3;

/// What somebody is called.
struct Called {
    /// Name and reading.
    names: [String; 2],
    nickname: String,
}

impl FromRow for Called {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { names: [row.get(0)?, row.get(1)?], nickname: row.get(2)? })
    }
}

/// Names of people in somebody's sight that a text holds, as those people are called. Of others it says nothing, because a refusal
/// would tell that the municipality knows them.
pub(crate) fn in_sight(tx: &Tx<'_>, who: &Scope, text: &str) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT p.name, p.kana, p.nickname FROM people p WHERE {}",
        access::many(who, access::Kind::Person, Act::Read)
    );
    let called: Vec<Called> = tx.all(&sql, &Eye::of(who).with(&[]))?;
    let mut traces = Traces::default();
    for one in &called {
        one.names.iter().for_each(|name| with_parts(&mut traces, name));
        whole(&mut traces, &one.nickname);
    }
    Ok(words(&traces, text))
}

/// Whether a text holds the whole name of anybody of the municipality, or its reading: for what leaves, and is not written by who
/// asks. What somebody is called while the name is not known is a word like others.
pub(crate) fn anybody(tx: &Tx<'_>, text: &str) -> Result<bool> {
    let mut traces = Traces::default();
    let called: Vec<(String, String)> =
        tx.all("SELECT name, kana FROM people UNION SELECT name, kana FROM person_names", &[])?;
    for (name, kana) in &called {
        whole(&mut traces, name);
        whole(&mut traces, kana);
    }
    Ok(!words(&traces, text).is_empty())
}

fn words(traces: &Traces, text: &str) -> Vec<String> {
    let found = find::in_text(traces, text).into_iter().filter(|found| found.what == Trace::Name);
    found.map(|found| found.word).collect()
}

/// A name as a whole, if it is long enough to be told from other words.
fn whole(traces: &mut Traces, name: &str) {
    let joined: String = Traces::of_name(name).concat();
    if fold::text(&joined).chars().count() >= SHORTEST {
        traces.names.push(joined);
    }
}

/// As [`whole`], and each part where a title makes it a name.
fn with_parts(traces: &mut Traces, name: &str) {
    whole(traces, name);
    for part in Traces::of_name(name) {
        traces.names.extend(TITLES.iter().map(|title| format!("{part}{title}")));
    }
}
