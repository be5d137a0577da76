use kernel::{Id, Instant, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx, row};

use super::{COLUMNS, Consultation, PersonOnForm, Topic};
use crate::access::{self, Act, Eye};
use crate::people::{self, Person};

/// ○ or ◎.
#[derive(Debug, Clone, Serialize)]
pub struct TopicMark {
    /// The topic.
    pub topic: Topic,
    /// ◎.
    pub most_serious: bool,
}
row!(TopicMark { topic, most_serious });

/// What a text said before, who replaced it and why.
#[derive(Debug, Clone, Serialize)]
pub struct Revision {
    /// Counted from 1.
    pub no: i64,
    /// The old words.
    pub text: String,
    /// Who replaced them.
    pub by: String,
    /// Standing where.
    pub agency: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
}
row!(Revision { no, text, by, agency, reason, at });

impl FromRow for PersonOnForm {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { name: row.get(0)?, standing: row.get(1)? })
    }
}

/// The page of a consultation.
#[derive(Debug, Clone, Serialize)]
pub struct ConsultationView {
    /// The record.
    pub consultation: Consultation,
    /// Whom it is about, if registered.
    pub person: Option<Person>,
    /// Which topics were marked.
    pub topics: Vec<TopicMark>,
    /// Others whom it is about.
    pub others: Vec<PersonOnForm>,
    /// The counter's name.
    pub agency_name: String,
    /// Who received it.
    pub staff_name: String,
    /// The code of the case that arose from it, if in sight.
    pub case_code: Option<String>,
    /// What it said before corrections.
    pub revisions: Vec<Revision>,
}

/// The page of a consultation in sight.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<Consultation>) -> Result<ConsultationView> {
    access::consultation(tx, who, id, Act::Read)?;
    let consultation: Consultation =
        tx.one(&format!("SELECT {COLUMNS} FROM consultations WHERE id = $1"), &[&id])?;
    let (agency_name, staff_name) = tx.one(
        "SELECT a.name, s.name FROM consultations k JOIN agencies a ON a.id = k.agency_id JOIN staff s ON s.id = k.staff_id
         WHERE k.id = $1",
        &[&id],
    )?;
    let person = match consultation.person {
        // The person of a consultation in sight may be out of sight by now; then only the text remains.
        Some(person) => people::by_ids(tx, who, &[person])?.pop(),
        None => None,
    };
    Ok(ConsultationView {
        person,
        topics: tx.all(
            "SELECT topic, most_serious FROM consultation_topics WHERE consultation_id = $1 ORDER BY most_serious DESC, topic",
            &[&id],
        )?,
        others: tx.all("SELECT name, standing FROM consultation_people WHERE consultation_id = $1 ORDER BY id", &[&id])?,
        agency_name,
        staff_name,
        case_code: tx.opt(
            &format!(
                "SELECT c.code FROM cases c WHERE c.consultation_id = $4 AND {}",
                access::one(who, access::Kind::Case, Act::Exist)
            ),
            &Eye::of(who).with(&[&id]),
        )?,
        revisions: revisions(tx, id)?,
        consultation,
    })
}

/// What a text said before each of its corrections, oldest first.
pub(crate) fn revisions<T>(tx: &Tx<'_>, object: Id<T>) -> Result<Vec<Revision>> {
    tx.all(
        "SELECT v.no, v.text, s.name, a.name, v.reason, v.at FROM superseded_texts v
         JOIN staff s ON s.id = v.staff_id JOIN agencies a ON a.id = v.agency_id WHERE v.object_id = $1 ORDER BY v.no",
        &[&object],
    )
}

/// Keeps a text that is about to be replaced.
pub(crate) fn supersede<T>(tx: &Tx<'_>, who: &Scope, object: Id<T>, old: &str, reason: &str) -> Result<()> {
    let id: Id<Revision> = tx.new_id();
    tx.exec(
        "INSERT INTO superseded_texts (id, object_id, no, text, staff_id, agency_id, reason, at)
         SELECT $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 FROM superseded_texts WHERE object_id = $2",
        &[&id, &object, &old, &who.staff, &who.agency, &reason, &who.now],
    )?;
    Ok(())
}
