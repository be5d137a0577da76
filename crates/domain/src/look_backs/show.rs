use kernel::{Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::{Param, Tx, row};

use super::{Decision, LearningGround, Lesson, LookBack, Stage, ground, lesson};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;

/// A line of a list of one's own agency.
#[derive(Debug, Clone, Serialize)]
pub struct LookBackLine {
    /// The look-back.
    pub id: Id<LookBack>,
    /// Its number.
    pub number: String,
    /// In one line.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// When it was first handed in.
    pub recorded_at: Instant,
}
row!(LookBackLine { id, number, title, stage, recorded_at });

/// Look-backs `b` that one's own agency wrote, by a condition whose parameters begin at `$4`.
fn lines(tx: &Tx<'_>, who: &Scope, condition: &str, more: &[&dyn Param]) -> Result<Vec<LookBackLine>> {
    let found: Vec<LookBackLine> = tx.all(
        &format!(
            "SELECT b.id, b.code, b.title, b.status, b.recorded_at FROM look_backs b WHERE {} AND {condition}",
            access::many(who, access::Kind::LookBack, Act::List)
        ),
        &Eye::of(who).with(more),
    )?;
    if !found.is_empty() {
        Event::many(Action::List, Kind::LookBack, found.iter().map(|line| line.id)).record(tx, who)?;
    }
    Ok(found)
}

/// What one's own agency wrote, returned ones first.
///
/// # Errors
/// Those of the database.
pub fn of_agency(tx: &Tx<'_>, who: &Scope) -> Result<Vec<LookBackLine>> {
    let order = "1 = 1 ORDER BY CASE b.status WHEN 'returned' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END,
        b.recorded_at DESC, b.id LIMIT 100";
    lines(tx, who, order, &[])
}

/// What one's own agency wrote about a case.
pub(super) fn of_case(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<Vec<LookBackLine>> {
    lines(tx, who, "b.case_id = $4 ORDER BY b.recorded_at DESC, b.id LIMIT 20", &[&case])
}

/// How many of one's own agency's were returned, and wait for other words.
///
/// # Errors
/// Those of the database.
pub fn count_returned(tx: &Tx<'_>, who: &Scope) -> Result<i64> {
    let sql = format!(
        "SELECT count(*) FROM look_backs b WHERE b.status = 'returned' AND {}",
        access::many(who, access::Kind::LookBack, Act::List)
    );
    tx.one(&sql, &Eye::of(who).with(&[]))
}

/// What somebody decided about it.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionLine {
    /// What.
    pub decision: Decision,
    /// The remark.
    pub note: String,
    /// When.
    pub at: Instant,
}
row!(DecisionLine { decision, note, at });

/// A look-back as the agency that wrote it sees it, with the way back to its case.
#[derive(Debug, Clone, Serialize)]
pub struct LookBackView {
    /// The look-back.
    pub id: Id<LookBack>,
    /// What it tells.
    #[serde(flatten)]
    pub lesson: Lesson,
    /// Where it stands.
    pub stage: Stage,
    /// The code of its case, for whoever may know of it by the rule for cases.
    pub case_code: Option<String>,
    /// On which ground it was handed in.
    pub ground: LearningGround,
    /// Whether a ground holds now.
    pub holds: bool,
    /// What was decided, the latest first.
    pub decisions: Vec<DecisionLine>,
    /// For the next change.
    pub version: i64,
}

impl LookBackView {
    /// Whether other words can be handed in.
    pub fn may_revise(&self) -> bool {
        self.stage == Stage::Returned
    }

    /// Whether it can be taken back.
    pub fn may_withdraw(&self) -> bool {
        self.stage != Stage::Withdrawn
    }
}

/// Passes for the agency that wrote it and still has its case as its own task; answers the case and the stage.
pub(super) fn to_change(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>) -> Result<(Id<Case>, Stage)> {
    door(tx, who, id, Act::Change)
}

fn door(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>, act: Act) -> Result<(Id<Case>, Stage)> {
    let sql = format!(
        "SELECT b.case_id, b.status FROM look_backs b WHERE b.id = $4 AND {}",
        access::one(who, access::Kind::LookBack, act)
    );
    let event = Event::new(act.logged(), Kind::LookBack, id);
    let found: Option<(Id<Case>, Stage)> = tx.opt(&sql, &Eye::of(who).with(&[&id]))?;
    let Some((case, stage)) = found else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    if act == Act::Read {
        event.of_case(case).record(tx, who)?;
    }
    Ok((case, stage))
}

struct Written {
    agency: Id<kernel::Agency>,
    ground: LearningGround,
    version: i64,
}
row!(Written { agency, ground, version });

/// The page of a look-back, for the agency that wrote it.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>) -> Result<LookBackView> {
    let (case, stage) = door(tx, who, id, Act::Read)?;
    let (_, lesson) = lesson::select(tx, "b.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let written: Written =
        tx.one("SELECT agency_id, ground, version FROM look_backs WHERE id = $1", &[&id])?;
    let code = format!(
        "SELECT c.code FROM cases c WHERE c.id = $4 AND {}",
        access::one(who, access::Kind::Case, Act::Exist)
    );
    Ok(LookBackView {
        id,
        lesson,
        stage,
        case_code: tx.opt(&code, &Eye::of(who).with(&[&case]))?,
        ground: written.ground,
        holds: ground::held(tx, case, written.agency)?.is_some(),
        decisions: tx.all(
            "SELECT d.decision, d.note, d.at FROM look_back_decisions d WHERE d.look_back_id = $1 ORDER BY d.at DESC, d.id DESC",
            &[&id],
        )?,
        version: written.version,
    })
}
