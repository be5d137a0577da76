use kernel::{Id, Result, Scope};
use store::{FromRow, Row, Tx};

use super::{Act, Bases, Eye, Kind, TextsByAct, bases, one, text};
use crate::cases::{Case, Status};
use crate::texts::Texts;

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
    /// From the columns of [`columns`], the first of which stands at `at`.
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        Ok(Self {
            id: row.get(at)?,
            status: row.get(at + 1)?,
            bases: row.get(at + 2)?,
            whole: row.get(at + 3)?,
        })
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

/// The question for columns of a case (alias `c`) and of what is joined to it, together with the pass.
pub(crate) fn case_question(who: &Scope, columns: &str, joins: &str, act: Act) -> String {
    let (pass, allowed) = (self::columns(), one(who, Kind::Case, act));
    format!("SELECT {columns}, {pass} FROM cases c {joins} WHERE c.code = $4 AND {allowed}")
}

pub(super) fn with<R: FromRow, const WIDTH: usize>(
    tx: &Tx<'_>,
    who: &Scope,
    code: &str,
    question: &str,
) -> Result<Option<(R, CasePass)>> {
    let found: Option<With<R, WIDTH>> = tx.opt(question, &Eye::of(who).with(&[&code]))?;
    Ok(found.map(|With(row, pass)| (row, pass)))
}

static BY_ID: TextsByAct = Texts::new();
static BY_CODE: TextsByAct = Texts::new();

pub(super) fn of_id(tx: &Tx<'_>, who: &Scope, id: Id<Case>, act: Act) -> Result<Option<CasePass>> {
    let sql = BY_ID.get(text(who, act as usize), || {
        format!("SELECT {} FROM cases c WHERE c.id = $4 AND {}", columns(), one(who, Kind::Case, act))
    });
    tx.opt(sql, &Eye::of(who).with(&[&id]))
}

pub(super) fn of_code(tx: &Tx<'_>, who: &Scope, code: &str, act: Act) -> Result<Option<CasePass>> {
    let sql = BY_CODE.get(text(who, act as usize), || {
        format!("SELECT {} FROM cases c WHERE c.code = $4 AND {}", columns(), one(who, Kind::Case, act))
    });
    tx.opt(sql, &Eye::of(who).with(&[&code]))
}

fn columns() -> String {
    format!("c.id, c.status, {}, {WHOLE}", bases(Kind::Case))
}

/// Whether everything that is nobody's in particular may be seen: by 所管, by a statute that opens the case's own
/// information, in an emergency, or because everybody agreed to everything.
// That everybody agreed to something is asked first: it is quicker, and mostly not so. CASE, and not IN: for that SQLite makes a
// table each time.
pub(crate) const WHOLE: &str = "CASE WHEN EXISTS (SELECT 1 FROM case_team t WHERE t.agency_id = $1 AND t.case_id = c.id
        AND CASE t.basis WHEN 'own' THEN 1 = 1 WHEN 'law' THEN 1 = 1 ELSE 1 = 0 END AND t.channel = 'own' AND t.left_at IS NULL AND t.until_at > $3)
    OR EXISTS (SELECT 1 FROM emergency_accesses e WHERE e.staff_id = $2 AND e.agency_id = $1 AND e.case_id = c.id AND e.until_at > $3)
    OR (EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = c.id)
        AND NOT EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = c.id AND NOT EXISTS (SELECT 1 FROM case_team t
            WHERE t.agency_id = $1 AND t.basis = 'consent' AND t.case_id = c.id AND t.left_at IS NULL AND t.until_at > $3
                AND t.person_id = cp.person_id))
        AND NOT EXISTS (SELECT 1 FROM case_people cp JOIN information_categories g ON g.bit <> 0 WHERE cp.case_id = c.id
            AND NOT EXISTS (SELECT 1 FROM case_team t JOIN consents s ON s.id = t.consent_id WHERE t.agency_id = $1
                AND t.basis = 'consent' AND t.case_id = c.id AND t.left_at IS NULL AND t.until_at > $3
                AND t.person_id = cp.person_id AND (s.categories & g.bit) <> 0)))
    THEN 1 ELSE 0 END = 1";
