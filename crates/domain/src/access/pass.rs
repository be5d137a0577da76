use kernel::{Id, Result, Scope};
use store::{FromRow, Row, Tx};

use super::sight::{self, forbidden};
use super::{Act, Bases, Basis, Eye, Kind, TextsByAct, reach, text};
use crate::cases::{Case, Status};
use crate::texts::Texts;

/// Everybody of a case `c` agreed that the agency is told everything.
// That everybody agreed to something is asked first: it is quicker, and mostly not so.
macro_rules! all_agreed {
    () => {
        "(EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = c.id)
        AND NOT EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = c.id AND NOT EXISTS (SELECT 1 FROM case_team t
            WHERE t.agency_id = $1 AND t.basis = 'consent' AND t.case_id = c.id AND t.left_at IS NULL AND t.until_at > $3
                AND t.person_id = cp.person_id))
        AND NOT EXISTS (SELECT 1 FROM case_people cp JOIN information_categories g ON g.bit <> 0 WHERE cp.case_id = c.id
            AND NOT EXISTS (SELECT 1 FROM case_team t JOIN consents s ON s.id = t.consent_id WHERE t.agency_id = $1
                AND t.basis = 'consent' AND t.case_id = c.id AND t.left_at IS NULL AND t.until_at > $3
                AND t.person_id = cp.person_id AND (s.categories & g.bit) <> 0)))"
    };
}

/// That somebody was let through to a case, for an act and on bases. Only the door makes one, and questions about
/// what hangs on a case ask for it: nobody comes to its rows another way.
#[derive(Debug, Clone)]
pub struct CasePass {
    id: Id<Case>,
    status: Status,
    bases: Bases,
    whole: bool,
}

impl CasePass {
    /// The case.
    pub fn id(&self) -> Id<Case> {
        self.id
    }

    /// Where it stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// On which bases.
    pub fn bases(&self) -> Bases {
        self.bases
    }

    /// Whether all that belongs to the household as such is in sight: its thread, its dangers, its closures. By consent
    /// alone that takes everybody's consent to everything, because nobody has sorted these words by person.
    pub fn sees_whole(&self) -> bool {
        self.whole
    }
}

impl CasePass {
    /// From the columns of [`FOUND`], the first of which stands at `at`.
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        let ground: i64 = row.get(at + 2)?;
        let (bases, open) = sight::read_ground(ground);
        Ok(Self { id: row.get(at)?, status: row.get(at + 1)?, bases, whole: open })
    }

    /// Only consent has to be asked for further, and only where no other basis opens what consent might.
    fn completed(mut self, tx: &Tx<'_>, who: &Scope) -> Result<Self> {
        if !self.whole && self.bases.has(Basis::Consent) {
            let sql = concat!("SELECT ", all_agreed!(), " FROM cases c WHERE c.id = $2");
            self.whole = tx.one(sql, &[&reach(who), &self.id, &who.now])?;
        }
        Ok(self)
    }
}

impl FromRow for CasePass {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Self::read(row, 0)
    }
}

/// A row of so many columns, and the pass behind them.
struct With<R, const WIDTH: usize>(R, CasePass);

impl<R: FromRow, const WIDTH: usize> FromRow for With<R, WIDTH> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(R::from_row(row)?, CasePass::read(row, WIDTH)?))
    }
}

/// The one case by the column `key`, unless something forbids it, and on which bases it may be seen: found in one look, whatever
/// somebody wants to do with it. The limit keeps both databases from asking for the bases once more for the condition outside.
fn door(who: &Scope, key: &str) -> String {
    let (ground, forbidden) = (sight::ground(), forbidden(Kind::Case, who.unbarred));
    format!(
        "(SELECT c.id, c.status, {ground} AS ground FROM cases c WHERE {key} = $4{forbidden} LIMIT 1) door"
    )
}

/// The columns of a [`CasePass`].
const FOUND: &str = "door.id, door.status, door.ground";

/// The question for a pass alone.
fn pass_question(who: &Scope, key: &str, act: Act) -> String {
    format!("SELECT {FOUND} FROM {} WHERE {}", door(who, key), allows(act))
}

/// The question for columns of a case (alias `c`) and of what is joined to it, together with the pass.
pub(crate) fn case_question(who: &Scope, columns: &str, joins: &str, act: Act) -> String {
    let (door, allowed) = (door(who, "c.code"), allows(act));
    format!("SELECT {columns}, {FOUND} FROM {door} JOIN cases c ON c.id = door.id {joins} WHERE {allowed}")
}

/// Some rule allows the act on a basis that was found.
fn allows(act: Act) -> String {
    format!("(door.ground & {}) <> 0", sight::allowing(Kind::Case, act).number())
}

pub(super) fn with<R: FromRow, const WIDTH: usize>(
    tx: &Tx<'_>,
    who: &Scope,
    code: &str,
    question: &str,
) -> Result<Option<(R, CasePass)>> {
    let found: Option<With<R, WIDTH>> = tx.opt(question, &Eye::of(who).with(&[&code]))?;
    found.map(|With(row, pass)| Ok((row, pass.completed(tx, who)?))).transpose()
}

static BY_ID: TextsByAct = Texts::new();
static BY_CODE: TextsByAct = Texts::new();

pub(super) fn of_id(tx: &Tx<'_>, who: &Scope, id: Id<Case>, act: Act) -> Result<Option<CasePass>> {
    let sql = BY_ID.get(text(who, act as usize), || pass_question(who, "c.id", act));
    found(tx, who, tx.opt(sql, &Eye::of(who).with(&[&id]))?)
}

pub(super) fn of_code(tx: &Tx<'_>, who: &Scope, code: &str, act: Act) -> Result<Option<CasePass>> {
    let sql = BY_CODE.get(text(who, act as usize), || pass_question(who, "c.code", act));
    found(tx, who, tx.opt(sql, &Eye::of(who).with(&[&code]))?)
}

fn found(tx: &Tx<'_>, who: &Scope, pass: Option<CasePass>) -> Result<Option<CasePass>> {
    pass.map(|pass| pass.completed(tx, who)).transpose()
}

/// Whether everything that is nobody's in particular may be seen: by 所管, by a statute that opens the case's own
/// information, in an emergency, or because everybody agreed to everything. For questions about many cases `c`; a pass finds
/// it out at the door.
// CASE, and not IN: for that SQLite makes a table each time.
pub(crate) const WHOLE: &str = concat!(
    "(CASE WHEN EXISTS (SELECT 1 FROM case_team t WHERE t.agency_id = $1 AND t.case_id = c.id
        AND CASE t.basis WHEN 'own' THEN 1 = 1 WHEN 'law' THEN 1 = 1 ELSE 1 = 0 END AND t.channel = 'own' AND t.left_at IS NULL AND t.until_at > $3)
    OR EXISTS (SELECT 1 FROM emergency_accesses e WHERE e.staff_id = $2 AND e.agency_id = $1 AND e.case_id = c.id AND e.until_at > $3)
    OR ",
    all_agreed!(),
    " THEN 1 ELSE 0 END = 1)"
);
