//! An event as it stands in the log, and the bytes that are hashed.

use kernel::Result;
use serde::{Deserialize, Serialize};
use store::{FromRow, Row};

use super::merkle::{self, Hash};

/// A row of `audit_events`, whatever it says: here texts are proved, not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its number in the order of arrival.
    pub seq: i64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// The request.
    pub request: String,
    /// Who.
    pub staff_id: String,
    /// Standing where.
    pub agency_id: String,
    /// In which role.
    pub role: String,
    /// Did what.
    pub action: String,
    /// To which kind of row.
    pub kind: String,
    /// To which rows: ids separated by spaces.
    pub objects: String,
    /// Of which case.
    pub case_id: Option<String>,
    /// On which basis.
    pub basis: String,
    /// What for.
    pub purpose: String,
    /// `ok` or `refused`.
    pub outcome: String,
}

/// The columns of [`Entry`], in the order in which they are read.
pub(super) const COLUMNS: &str = "e.seq, e.at, e.request, e.staff_id, e.agency_id, e.role, e.action, e.kind, e.objects, e.case_id, e.basis, e.purpose, e.outcome";

/// How many they are.
pub(super) const WIDTH: usize = 13;

/// Names the version of the encoding: new columns of the log make a new version, and old leaves keep theirs.
const VERSION: &[u8] = b"kasane audit event 1\n";

impl Entry {
    /// Reads the columns that begin at `first`.
    pub(super) fn read(row: &Row<'_>, first: usize) -> Result<Self> {
        Ok(Self {
            seq: row.get(first)?,
            at: row.get(first + 1)?,
            request: row.get(first + 2)?,
            staff_id: row.get(first + 3)?,
            agency_id: row.get(first + 4)?,
            role: row.get(first + 5)?,
            action: row.get(first + 6)?,
            kind: row.get(first + 7)?,
            objects: row.get(first + 8)?,
            case_id: row.get(first + 9)?,
            basis: row.get(first + 10)?,
            purpose: row.get(first + 11)?,
            outcome: row.get(first + 12)?,
        })
    }

    /// Every field as `length:bytes,`, so that no two events have the same bytes; nothing is `-,`.
    pub fn canonical(&self) -> Vec<u8> {
        let (seq, at) = (self.seq.to_string(), self.at.to_string());
        let fields = [
            Some(&seq),
            Some(&at),
            Some(&self.request),
            Some(&self.staff_id),
            Some(&self.agency_id),
            Some(&self.role),
            Some(&self.action),
            Some(&self.kind),
            Some(&self.objects),
            self.case_id.as_ref(),
            Some(&self.basis),
            Some(&self.purpose),
            Some(&self.outcome),
        ];
        let mut out = VERSION.to_vec();
        for field in fields {
            match field {
                None => out.extend(b"-,"),
                Some(text) => {
                    out.extend(text.len().to_string().bytes());
                    out.push(b':');
                    out.extend(text.bytes());
                    out.push(b',');
                }
            }
        }
        out
    }

    /// The leaf of the tree that stands for this event.
    pub fn leaf(&self) -> Hash {
        merkle::leaf(&self.canonical())
    }
}

impl FromRow for Entry {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Self::read(row, 0)
    }
}
