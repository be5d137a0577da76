//! 制度づくりの提案 (ODA-18): what the municipality should make, from a body, a conference, a lesson or an agency. It names nobody;
//! everybody who works here sees it, and what became of it.

use kernel::{Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Origin, Standing, keeps, register};
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};
use crate::{Choice, Faults, look_backs, naming};

/// A step that was taken.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// To where.
    pub standing: Standing,
    /// Why.
    pub note: String,
    /// When.
    pub at: Instant,
}
row!(Step { standing, note, at });

/// A proposal.
#[derive(Debug, Clone, Serialize)]
pub struct Proposal {
    /// Its id.
    pub id: Id<Proposal>,
    /// In one line.
    pub title: String,
    /// What is to be made, and why.
    pub text: String,
    /// From where.
    pub origin: Origin,
    /// Which body or agency, or the number of which lesson; empty for a conference.
    pub origin_name: String,
    /// When it was made.
    pub proposed_at: Instant,
    /// Where it stands.
    pub standing: Standing,
    /// What became of it, step by step.
    pub steps: Vec<Step>,
    /// What the reader may do with it.
    pub next: Vec<Standing>,
}

struct Row {
    id: Id<Proposal>,
    title: String,
    text: String,
    origin: Origin,
    origin_ref: String,
    agency: String,
    proposed_at: Instant,
    standing: Standing,
    own: bool,
}
row!(Row { id, title, text, origin, origin_ref, agency, proposed_at, standing, own });

/// A proposal as it is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    /// In one line.
    pub title: String,
    /// What is to be made, and why.
    pub text: String,
    /// Key of [`Origin`].
    pub origin: String,
    /// Key of a body, for one that comes from there.
    pub committee: String,
    /// Number of a lesson, for one that comes from there.
    pub number: String,
}

/// A step as it is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// Key of a [`Standing`].
    pub standing: String,
    /// Why.
    pub note: String,
}

/// Every proposal, open ones first, for everybody who works here.
///
/// # Errors
/// Those of the database.
pub fn proposals(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Proposal>> {
    if !who.accepted_rules {
        return Ok(Vec::new());
    }
    let decides = keeps(tx, who)?;
    let bodies = register::all(tx)?;
    let rows: Vec<Row> = tx.all(
        "SELECT q.id, q.title, q.text, q.origin, q.origin_ref, a.name, q.proposed_at, q.status, q.staff_id = $1
         FROM system_proposals q JOIN agencies a ON a.id = q.agency_id
         ORDER BY CASE WHEN q.status IN ('proposed', 'under_review') THEN 0 ELSE 1 END, q.proposed_at DESC, q.id LIMIT 200",
        &[&who.staff],
    )?;
    // Asked together: none depends on what another answers.
    let mut asked = Vec::new();
    for row in &rows {
        asked.push(tx.ask::<Step>(
            "SELECT status, note, at FROM system_proposal_steps WHERE proposal_id = $1 ORDER BY at, id",
            &[&row.id],
        )?);
    }
    let mut proposals = Vec::new();
    for (row, steps) in rows.into_iter().zip(asked) {
        let body = || bodies.iter().find(|body| body.key == row.origin_ref).map(|body| body.name.clone());
        proposals.push(Proposal {
            origin_name: match row.origin {
                Origin::Committee => body().unwrap_or_default(),
                Origin::LookBack => row.origin_ref,
                Origin::Agency => row.agency,
                Origin::Conference => String::new(),
            },
            next: if decides && !row.own { row.standing.next().to_vec() } else { Vec::new() },
            id: row.id,
            title: row.title,
            text: row.text,
            origin: row.origin,
            proposed_at: row.proposed_at,
            standing: row.standing,
            steps: steps.all()?,
        });
    }
    Ok(proposals)
}

/// Proposes.
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them each word that tells of somebody; [`Error::NotFound`] before the operating rules
/// were accepted.
pub fn propose(tx: &Tx<'_>, who: &Scope, form: &ProposalForm) -> Result<Id<Proposal>> {
    let id: Id<Proposal> = tx.new_id();
    if !who.accepted_rules {
        Event::new(Action::Create, Kind::SystemProposal, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let title = faults.required_line("title", "ひとことで", &form.title);
    let text = faults.required_text("text", "つくりたい制度と、その理由", &form.text);
    naming::refuse(tx, who, &mut faults, &[("title", &title), ("text", &text)])?;
    let origin: Option<Origin> = faults.choice("origin", "どこからの提案か", &form.origin);
    let reference = match origin {
        Some(origin) => reference(tx, origin, form, &mut faults)?,
        None => String::new(),
    };
    faults.done()?;
    let origin = origin.ok_or(Error::NotFound)?;
    tx.exec(
        "INSERT INTO system_proposals (id, title, text, origin, origin_ref, agency_id, staff_id, proposed_at, status, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        &[
            &id, &title, &text, &origin, &reference, &who.agency, &who.staff, &who.now, &Standing::Proposed,
        ],
    )?;
    Event::new(Action::Create, Kind::SystemProposal, id).on(Bases::NONE).record(tx, who)?;
    Ok(id)
}

/// What stands behind the origin: a body that there is, or a lesson that everybody may read.
fn reference(tx: &Tx<'_>, origin: Origin, form: &ProposalForm, faults: &mut Faults) -> Result<String> {
    match origin {
        Origin::Committee => {
            if register::find(tx, &form.committee)?.is_none() {
                faults.add("committee", message::committee_unknown());
            }
            Ok(form.committee.clone())
        }
        Origin::LookBack => {
            let number = look_backs::Number::parse(&form.number).map(|number| number.to_string());
            let number = number.unwrap_or_default();
            if look_backs::published(tx, &number)?.is_none() {
                faults.add("number", message::look_back_unknown());
            }
            Ok(number)
        }
        Origin::Conference | Origin::Agency => Ok(String::new()),
    }
}

/// Takes the next step with a proposal: whoever decides for the municipality, and did not propose it.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] for a step that does not follow; [`Error::NotFound`] for whoever may not.
pub fn take_step(tx: &Tx<'_>, who: &Scope, id: Id<Proposal>, form: &StepForm) -> Result<()> {
    let now: Option<Standing> =
        tx.opt("SELECT status FROM system_proposals WHERE id = $1 AND staff_id <> $2", &[&id, &who.staff])?;
    let decides = keeps(tx, who)?;
    let Some(now) = now.filter(|_| decides) else {
        Event::new(Action::Change, Kind::SystemProposal, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    let mut faults = Faults::default();
    let to: Option<Standing> = faults.choice("standing", "次の段階", &form.standing);
    let note = match to {
        Some(Standing::Adopted | Standing::Declined) => {
            faults.required_text("note", "そう決めた理由", &form.note)
        }
        _ => faults.text("note", "ひとこと", &form.note),
    };
    naming::refuse(tx, who, &mut faults, &[("note", &note)])?;
    faults.done()?;
    let to = to.ok_or(Error::NotFound)?;
    if !now.next().contains(&to) {
        return Err(Error::Conflict(message::system_proposal_step(now.label())));
    }
    tx.exec_one(
        "UPDATE system_proposals SET status = $3, version = version + 1 WHERE id = $1 AND status = $2",
        &[&id, &now, &to],
    )?;
    let step: Id<Step> = tx.new_id();
    tx.exec(
        "INSERT INTO system_proposal_steps (id, proposal_id, status, note, staff_id, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&step, &id, &to, &note, &who.staff, &who.now],
    )?;
    let event = Event::new(Action::Change, Kind::SystemProposal, id).on(Bases::NONE);
    event.for_purpose(to.key()).record(tx, who)
}
