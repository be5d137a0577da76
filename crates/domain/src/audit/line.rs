//! One line of an exported log. `docs/AUDIT_FORMAT.md` writes the format down.

use serde::{Deserialize, Serialize};

use super::bytes::{hex, unhex};
use super::entry::Entry;
use super::merkle::Hash;

/// The version of the file's format.
pub const FORMAT: u64 = 1;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The first line: whose log, and the key that signed it by its own account.
    Header {
        /// The origin of the checkpoints.
        origin: String,
        /// `name+id+key`; several are separated by spaces.
        keys: String,
    },
    /// An event with its place in the chain.
    Sealed {
        /// 1, 2, 3 …
        n: u64,
        /// The hash of the event when it was sealed.
        leaf: Hash,
        /// The link of the chain.
        link: Hash,
        /// The event; nothing if its row is gone from the log.
        event: Option<Entry>,
    },
    /// A signed checkpoint.
    Checkpoint {
        /// The signed text.
        note: String,
        /// The peaks of the tree at that size.
        peaks: Vec<Hash>,
    },
    /// An event that was not yet sealed.
    Unsealed(Entry),
    /// The last line, with the number of lines before it.
    End(u64),
}

/// The line as JSON has it.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(skip_serializing_if = "Option::is_none")]
    kasane_audit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keys: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leaf: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Entry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checkpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    peaks: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unsealed: Option<Entry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u64>,
}

impl Line {
    /// The line without its end.
    pub fn write(&self) -> String {
        let raw = match self.clone() {
            Line::Header { origin, keys } => {
                Raw { kasane_audit: Some(FORMAT), origin: Some(origin), keys: Some(keys), ..Raw::default() }
            }
            Line::Sealed { n, leaf, link, event } => {
                Raw { n: Some(n), leaf: Some(hex(&leaf)), link: Some(hex(&link)), event, ..Raw::default() }
            }
            Line::Checkpoint { note, peaks } => {
                Raw { checkpoint: Some(note), peaks: Some(peaks.iter().map(hex).collect()), ..Raw::default() }
            }
            Line::Unsealed(entry) => Raw { unsealed: Some(entry), ..Raw::default() },
            Line::End(lines) => Raw { end: Some(lines), ..Raw::default() },
        };
        serde_json::to_string(&raw).unwrap_or_default()
    }

    /// Reads a line; nothing if it is none of these.
    pub fn read(text: &str) -> Option<Self> {
        let raw: Raw = serde_json::from_str(text).ok()?;
        if raw.kasane_audit == Some(FORMAT) {
            return Some(Line::Header { origin: raw.origin?, keys: raw.keys? });
        }
        if let Some(n) = raw.n {
            return Some(Line::Sealed {
                n,
                leaf: unhex(&raw.leaf?)?,
                link: unhex(&raw.link?)?,
                event: raw.event,
            });
        }
        if let Some(note) = raw.checkpoint {
            let peaks = raw.peaks?.iter().map(|peak| unhex(peak)).collect::<Option<_>>()?;
            return Some(Line::Checkpoint { note, peaks });
        }
        raw.unsealed.map(Line::Unsealed).or(raw.end.map(Line::End))
    }
}
