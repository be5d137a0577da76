//! 実施計画の見直し提案 (EDO-21): looking back on cases leads to what the plan of the programme should say. A proposal cites lessons by
//! their numbers and no case; somebody else takes it up, or says why not.

use kernel::{Error, Id, Instant, Result, Role, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use crate::access::{self, Bases};
use crate::audit::{Action, Event, Kind};
use crate::choices::choices;
use crate::look_backs::{self, LookBack};
use crate::{Choice, Faults};

choices! {
    /// Where a proposal stands.
    pub enum Standing {
        Proposed = "proposed" "提案中",
        TakenUp = "taken_up" "取り上げた",
        NotTakenUp = "not_taken_up" "取り上げない",
    }
}

/// A lesson that a proposal cites.
#[derive(Debug, Clone, Serialize)]
pub struct Cited {
    /// Its number.
    pub number: String,
    /// Whether it is still in the library.
    pub published: bool,
}
row!(Cited { number, published });

/// A proposal.
#[derive(Debug, Clone, Serialize)]
pub struct Proposal {
    /// Its id.
    pub id: Id<Proposal>,
    /// In one line.
    pub title: String,
    /// What is to change, and why.
    pub text: String,
    /// Who proposed it.
    pub by: String,
    /// When.
    pub proposed_at: Instant,
    /// Where it stands.
    pub standing: Standing,
    /// Why it was decided so.
    pub decision_note: String,
    /// The lessons that led to it.
    pub cited: Vec<Cited>,
    /// Whether the reader may decide on it.
    pub may_decide: bool,
}

struct Row {
    id: Id<Proposal>,
    title: String,
    text: String,
    by: String,
    proposed_at: Instant,
    standing: Standing,
    decision_note: String,
    own: bool,
}
row!(Row { id, title, text, by, proposed_at, standing, decision_note, own });

/// A proposal as it is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    /// In one line.
    pub title: String,
    /// What is to change, and why.
    pub text: String,
    /// Numbers of published lessons, with anything between them.
    pub numbers: String,
}

/// What whoever decides writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// Key of a [`Standing`] other than proposed.
    pub decision: String,
    /// Why.
    pub note: String,
}

/// Whether somebody proposes: whoever manages or coordinates.
pub fn proposes(who: &Scope) -> bool {
    who.accepted_rules && matches!(who.role, Role::Manager | Role::Coordinator)
}

/// Every proposal, open ones first, for everybody who works here.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Proposal>> {
    if !who.accepted_rules {
        return Ok(Vec::new());
    }
    let decides = access::decides(tx, who)?;
    let rows: Vec<Row> = tx.all(
        "SELECT q.id, q.title, q.text, s.name, q.proposed_at, q.status, q.decision_note, q.staff_id = $1
         FROM revision_proposals q JOIN staff s ON s.id = q.staff_id
         ORDER BY CASE q.status WHEN 'proposed' THEN 0 ELSE 1 END, q.proposed_at DESC, q.id LIMIT 100",
        &[&who.staff],
    )?;
    // Asked together: none depends on what another answers.
    let mut asked = Vec::new();
    for row in &rows {
        asked.push(tx.ask::<Cited>(
            "SELECT b.code, b.status = 'published' FROM revision_proposal_look_backs c JOIN look_backs b ON b.id = c.look_back_id
             WHERE c.proposal_id = $1 ORDER BY b.code",
            &[&row.id],
        )?);
    }
    let mut proposals = Vec::new();
    for (row, cited) in rows.into_iter().zip(asked) {
        proposals.push(Proposal {
            may_decide: decides && !row.own && row.standing == Standing::Proposed,
            cited: cited.all()?,
            id: row.id,
            title: row.title,
            text: row.text,
            by: row.by,
            proposed_at: row.proposed_at,
            standing: row.standing,
            decision_note: row.decision_note,
        });
    }
    Ok(proposals)
}

/// Proposes.
///
/// # Errors
/// [`Error::Invalid`] with every fault: it cites one lesson at least, and names no case; [`Error::NotFound`] for whoever does not
/// propose.
pub fn propose(tx: &Tx<'_>, who: &Scope, form: &ProposalForm) -> Result<Id<Proposal>> {
    let id: Id<Proposal> = tx.new_id();
    if !proposes(who) {
        Event::new(Action::Create, Kind::Proposal, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let title = faults.required_line("title", "ひとことで", &form.title);
    let text = faults.required_text("text", "見直すことと、その理由", &form.text);
    for (field, words) in [("title", &title), ("text", &text)] {
        for (what, word) in look_backs::plainly_identifying(words) {
            faults.add(field, message::look_back_identifies(what, word));
        }
    }
    let cited = cited(tx, &form.numbers, &mut faults)?;
    faults.done()?;
    tx.exec(
        "INSERT INTO revision_proposals (id, title, text, staff_id, proposed_at, status, decision_note, version)
         VALUES ($1, $2, $3, $4, $5, $6, '', 1)",
        &[&id, &title, &text, &who.staff, &who.now, &Standing::Proposed],
    )?;
    for look_back in &cited {
        tx.exec(
            "INSERT INTO revision_proposal_look_backs (proposal_id, look_back_id) VALUES ($1, $2)",
            &[&id, look_back],
        )?;
    }
    Event::new(Action::Create, Kind::Proposal, id).on(Bases::NONE).record(tx, who)?;
    Ok(id)
}

/// The published lessons of the numbers that were typed, each once.
fn cited(tx: &Tx<'_>, typed: &str, faults: &mut Faults) -> Result<Vec<Id<LookBack>>> {
    let apart = |c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | '・');
    let mut cited = Vec::new();
    for number in typed.split(apart).filter(|number| !number.is_empty()) {
        match look_backs::published(tx, number)? {
            Some(id) => cited.push(id),
            None => faults.add("numbers", message::look_back_unknown()),
        }
    }
    if cited.is_empty() && !faults.any() {
        faults.add("numbers", message::error_required("もとになった事例の番号"));
    }
    cited.sort();
    cited.dedup();
    Ok(cited)
}

/// Takes a proposal up, or says why not.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for whoever may not decide, for whoever proposed it, and once it was
/// decided.
pub fn decide(tx: &Tx<'_>, who: &Scope, id: Id<Proposal>, form: &DecisionForm) -> Result<()> {
    let open: Option<i64> = tx.opt(
        "SELECT 1 FROM revision_proposals WHERE id = $1 AND staff_id <> $2 AND status = 'proposed'",
        &[&id, &who.staff],
    )?;
    if !access::decides(tx, who)? || open.is_none() {
        Event::new(Action::Change, Kind::Proposal, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let standing: Option<Standing> = faults.choice("decision", "判断", &form.decision);
    if standing == Some(Standing::Proposed) {
        faults.add("decision", message::error_unknown_choice("判断"));
    }
    let note = match standing {
        Some(Standing::NotTakenUp) => faults.required_text("note", "取り上げない理由", &form.note),
        _ => faults.text("note", "判断の理由", &form.note),
    };
    faults.done()?;
    let Some(standing) = standing else { return Err(Error::NotFound) };
    tx.exec_one(
        "UPDATE revision_proposals SET status = $2, decision_note = $3, decided_by = $4, decided_at = $5, version = version + 1
         WHERE id = $1 AND status = 'proposed'",
        &[&id, &standing, &note, &who.staff, &who.now],
    )?;
    let event = Event::new(Action::Change, Kind::Proposal, id).on(Bases::NONE);
    event.for_purpose(standing.key()).record(tx, who)
}
