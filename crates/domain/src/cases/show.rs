use kernel::{CaseCode, Error, Id, Instant, PartialDay, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::handover::{self, HandoverLine};
use super::{
    COLUMNS, COUNT, Case, Closure, InCharge, IssueLine, JoinGround, PhaseLine, RecordView, Task, TeamMember,
    by_code,
};
use super::{closures, in_charge, issues, phases, records, task, team};
use crate::access::{self, CASES};
use crate::audit::{Action, Event, Kind};
use crate::people::{self, Person};

/// Somebody whom the case is about.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// The person.
    pub id: Id<Person>,
    /// What to call them.
    pub name: String,
    /// Furigana.
    pub kana: String,
    /// Birth, as far as known.
    pub birth: PartialDay,
    /// 続柄 in the household of the case.
    pub standing: String,
    /// Whether they live there.
    pub living_together: Option<bool>,
}

impl FromRow for PersonLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: people::display(&row.get::<String>(1)?, &row.get::<String>(2)?),
            kana: row.get(3)?,
            birth: people::birth(row, 4)?,
            standing: row.get::<Option<String>>(7)?.unwrap_or_default(),
            living_together: row.get(8)?,
        })
    }
}

/// What stands at the top of every page of a case.
#[derive(Debug, Clone, Serialize)]
pub struct CaseHead {
    /// The case.
    pub case: Case,
    /// What to call its person.
    pub about: String,
    /// Furigana.
    pub kana: String,
    /// Birth of the person, as far as known.
    pub birth: Option<PartialDay>,
    /// Everybody whom it is about.
    pub people: Vec<PersonLine>,
    /// The leading agency.
    pub lead: String,
    /// Who leads there.
    pub lead_staff: Option<String>,
}

/// The page of a case.
#[derive(Debug, Clone, Serialize)]
pub struct CaseView {
    /// Its head.
    #[serde(flatten)]
    pub head: CaseHead,
    /// The timeline.
    pub records: Vec<RecordView>,
    /// What is to be done.
    pub tasks: Vec<Task>,
    /// Who helps.
    pub team: Vec<TeamMember>,
    /// With what.
    pub issues: Vec<IssueLine>,
    /// The way so far.
    pub phases: Vec<PhaseLine>,
    /// What was passed on.
    pub handovers: Vec<HandoverLine>,
    /// Closures and reopenings.
    pub closures: Vec<Closure>,
    /// Who is in charge of an issue and not in the team yet.
    pub in_charge: Vec<InCharge>,
}

/// The head of a case in sight, for pages that act on it.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn head(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<CaseHead> {
    load(tx, in_sight(tx, who, code)?)
}

/// The page of a case in sight, with the records before a moment.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, code: &str, before: Option<Instant>) -> Result<CaseView> {
    let led = in_sight(tx, who, code)?;
    let id = led.case.id;
    // Asked together: none depends on what another answers.
    let (records, tasks, team) = (records(tx, id, before)?, task::of_case(tx, id)?, team(tx, id)?);
    let (issues, phases, closures) = (issues(tx, id)?, phases(tx, id)?, closures(tx, id)?);
    let (handovers, in_charge) = (handover::of_case(tx, who, id)?, in_charge(tx, id)?);
    Ok(CaseView {
        head: load(tx, led)?,
        records: records.all()?,
        tasks: tasks.all()?,
        team: team.all()?,
        issues: issues.all()?,
        phases: phases.all()?,
        handovers: handovers.all()?,
        closures: closures.all()?,
        in_charge: in_charge.all()?,
    })
}

/// A case with the names of those who lead it.
struct Led {
    case: Case,
    lead: String,
    lead_staff: Option<String>,
}

impl FromRow for Led {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { case: Case::from_row(row)?, lead: row.get(COUNT)?, lead_staff: row.get(COUNT + 1)? })
    }
}

/// The list of cases in sight, narrowed to one code; the passage is written down.
fn in_sight(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<Led> {
    let code = CaseCode::parse(code).map_err(|_| Error::NotFound)?.to_string();
    let sql = format!(
        "SELECT {COLUMNS}, a.name, s.name FROM cases c JOIN agencies a ON a.id = c.lead_agency_id
         LEFT JOIN staff s ON s.id = c.lead_staff_id WHERE c.code = $2 AND {}",
        CASES.one("c.id")
    );
    let Some(led) = tx.opt::<Led>(&sql, &[&access::reach(who), &code])? else {
        // Once more by the id, if there is one, so that the log names what was refused.
        access::case(tx, who, by_code(tx, who, &code)?, Action::Read)?;
        return Err(Error::NotFound);
    };
    Event::new(Action::Read, Kind::Case, led.case.id).of_case(led.case.id).record(tx, who)?;
    Ok(led)
}

fn load(tx: &Tx<'_>, Led { case, lead, lead_staff }: Led) -> Result<CaseHead> {
    let people: Vec<PersonLine> = tx.all(
        "SELECT p.id, p.name, p.nickname, p.kana, p.birth_precision, p.birth_earliest, p.birth_latest, m.standing, m.living_together
         FROM case_people cp JOIN people p ON p.id = cp.person_id JOIN cases c ON c.id = cp.case_id
         LEFT JOIN household_members m ON m.household_id = c.household_id AND m.person_id = p.id AND m.to_on IS NULL
         WHERE cp.case_id = $1 AND p.merged_into IS NULL ORDER BY (p.id = c.person_id) DESC, p.birth_earliest, p.id",
        &[&case.id],
    )?;
    let middle = people.iter().find(|p| Some(p.id) == case.person);
    Ok(CaseHead {
        about: middle.map_or_else(|| people::display("", &case.nickname), |p| p.name.clone()),
        kana: middle.map_or_else(String::new, |p| p.kana.clone()),
        birth: middle.map(|p| p.birth),
        case,
        people,
        lead,
        lead_staff,
    })
}

/// One reason why the reader sees the case (なぜ見えるのか).
#[derive(Debug, Clone, Serialize)]
pub struct Basis {
    /// The reader's agency.
    pub agency: String,
    /// Whether it leads.
    pub is_lead: bool,
    /// On which ground it joined.
    pub ground: JoinGround,
    /// Words on that.
    pub ground_note: String,
    /// Since when.
    pub since: Instant,
    /// Who decided it.
    pub decided_by: String,
}
store::row!(Basis { agency, is_lead, ground, ground_note, since, decided_by });

/// Why the reader sees a case.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn basis(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CaseHead, Vec<Basis>)> {
    let head = head(tx, who, code)?;
    let bases = tx.all(
        "SELECT a.name, t.is_lead, t.ground, t.ground_note, t.joined_at, s.name
         FROM case_team t JOIN agencies a ON a.id = t.agency_id JOIN staff s ON s.id = t.joined_by
         WHERE t.case_id = $1 AND t.agency_id = $2 AND t.left_at IS NULL ORDER BY t.joined_at",
        &[&head.case.id, &access::reach(who)],
    )?;
    Ok((head, bases))
}
