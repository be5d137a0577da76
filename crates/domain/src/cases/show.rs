use kernel::{Id, Instant, PartialDay, Result, Scope};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::handover::{self, HandoverLine};
use super::{
    COLUMNS, COUNT, Case, Closure, InCharge, IssueLine, JoinGround, PhaseLine, RecordView, Task, TeamMember,
};
use super::{closures, in_charge, issues, phases, records, task, team};
use crate::Before;
use crate::access::{self, Act, Bases, Basis, CasePass, Eye};
use crate::people::{self, Person};
use crate::texts::Texts;

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
    /// On which bases the reader sees it.
    pub bases: Bases,
}

impl CaseHead {
    /// Whether the reader may steer the case: its team, its phases, its end. Others work along.
    pub fn may_change(&self) -> bool {
        self.bases.has(Basis::Own)
    }

    /// Whether the reader sees it in an emergency only.
    pub fn in_emergency(&self) -> bool {
        self.bases == Bases::from(Basis::Emergency)
    }
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
    /// Whether the reader sees the whole case, and not single people by their consent.
    pub whole: bool,
}

/// The head of a case in sight, for pages that act on it.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn head(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CaseHead, CasePass)> {
    head_for(tx, who, code, Act::Read)
}

/// As [`head`], for another act than reading.
pub(crate) fn head_for(tx: &Tx<'_>, who: &Scope, code: &str, act: Act) -> Result<(CaseHead, CasePass)> {
    let (led, pass) = in_sight(tx, who, code, act)?;
    Ok((load(tx, who, led, &pass)?, pass))
}

/// The page of a case in sight, with a page of its records. Who sees single people by their own consent finds
/// what is theirs, and nothing that is the household's.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn show(tx: &Tx<'_>, who: &Scope, code: &str, before: Option<&Before>) -> Result<CaseView> {
    let (led, pass) = in_sight(tx, who, code, Act::Read)?;
    // Asked together: none depends on what another answers.
    let (records, tasks, team) =
        (records(tx, who, &pass, before)?, task::of_case(tx, who, &pass)?, team(tx, who, &pass)?);
    let (issues, phases, closures) = (issues(tx, who, &pass)?, phases(tx, &pass)?, closures(tx, &pass)?);
    let (handovers, in_charge) = (handover::of_case(tx, who, &pass)?, in_charge(tx, &pass)?);
    let head = load(tx, who, led, &pass)?;
    let tasks = tasks.all()?.into_iter().map(|task| Task { about: head.about.clone(), ..task }).collect();
    Ok(CaseView {
        head,
        records: records.all()?,
        tasks,
        team: team.all()?,
        issues: issues.all()?,
        phases: phases.all()?,
        handovers: handovers.all()?,
        closures: closures.all()?,
        in_charge: in_charge.all()?,
        whole: pass.sees_whole(),
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

/// Columns of a [`Led`].
const LED: usize = COUNT + 2;

/// The door, together with the row: one question.
fn in_sight(tx: &Tx<'_>, who: &Scope, code: &str, act: Act) -> Result<(Led, CasePass)> {
    static SQL: access::TextsByAct = Texts::new();
    let question = SQL.get(access::text(who, act as usize), || {
        let columns = format!("{COLUMNS}, a.name, s.name");
        let joins = "JOIN agencies a ON a.id = c.lead_agency_id LEFT JOIN staff s ON s.id = c.lead_staff_id";
        access::case_question(who, &columns, joins, act)
    });
    access::case_with::<Led, LED>(tx, who, code, question, act)
}

fn load(tx: &Tx<'_>, who: &Scope, led: Led, pass: &CasePass) -> Result<CaseHead> {
    let Led { mut case, lead, lead_staff } = led;
    static SQL: Texts<2> = Texts::new();
    let sql = SQL.get(access::text(who, 0), || {
        format!(
        "SELECT p.id, p.name, p.nickname, p.kana, p.birth_precision, p.birth_earliest, p.birth_latest, m.standing, m.living_together
         FROM case_people cp JOIN people p ON p.id = cp.person_id JOIN cases c ON c.id = cp.case_id
         LEFT JOIN household_members m ON m.household_id = c.household_id AND m.person_id = p.id AND m.to_on IS NULL
         WHERE cp.case_id = $4 AND p.merged_into IS NULL AND {}
         ORDER BY (p.id = c.person_id) DESC, p.birth_earliest NULLS LAST, p.id",
        access::one(who, access::Kind::Person, Act::Read)
    )
    });
    let people: Vec<PersonLine> = tx.all(sql, &Eye::of(who).with(&[&case.id]))?;
    let middle = people.iter().find(|p| Some(p.id) == case.person);
    if !pass.sees_whole() {
        narrow(&mut case, middle.is_some());
    }
    let shown = middle.or(people.first().filter(|_| !pass.sees_whole()));
    Ok(CaseHead {
        about: shown.map_or_else(|| people::display("", &case.nickname), |p| p.name.clone()),
        kana: shown.map_or_else(String::new, |p| p.kana.clone()),
        birth: shown.map(|p| p.birth),
        case,
        people,
        lead,
        lead_staff,
        bases: pass.bases(),
    })
}

/// Leaves out what leads to people who did not agree.
fn narrow(case: &mut Case, middle: bool) {
    (case.household, case.consultation) = (None, None);
    case.nickname.clear();
    if !middle {
        case.person = None;
        case.wish.clear();
    }
}

/// One reason why the reader sees the case (なぜ見えるのか).
#[derive(Debug, Clone, Serialize)]
pub struct Ground {
    /// Which basis.
    pub basis: Basis,
    /// The reader's agency.
    pub agency: String,
    /// Whether it leads.
    pub is_lead: bool,
    /// On which ground it joined.
    pub ground: JoinGround,
    /// Words on that: the article, the contract, the reason.
    pub ground_note: String,
    /// Since when.
    pub since: Instant,
    /// Until when.
    pub until: Instant,
    /// Who decided it.
    pub decided_by: String,
    /// Who agreed, where it is a consent.
    pub person: Option<String>,
    /// Bits of what the consent covers.
    pub categories: Option<i64>,
}
store::row!(Ground {
    basis,
    agency,
    is_lead,
    ground,
    ground_note,
    since,
    until,
    decided_by,
    person,
    categories
});

impl Ground {
    /// Whether it lasts until somebody ends it.
    pub fn is_open_ended(&self) -> bool {
        self.until == super::FOREVER
    }
}

/// Why the reader sees a case.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    /// Its head.
    pub head: CaseHead,
    /// Grounds of the reader's agency, the strongest first.
    pub grounds: Vec<Ground>,
    /// Until when the reader has opened it in an emergency.
    pub emergency_until: Option<Instant>,
    /// Who else sees it, for whoever sees the whole case.
    pub others: Vec<TeamMember>,
}

/// Why the reader sees a case: basis, how far, until when, decided by whom.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn why(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<Why> {
    let (head, pass) = head(tx, who, code)?;
    let eye = Eye::of(who);
    let grounds = tx.all(
        "SELECT t.basis, a.name, t.is_lead, t.ground, t.ground_note, t.joined_at, t.until_at, s.name,
                CASE WHEN p.name = '' THEN p.nickname ELSE p.name END, k.categories
         FROM case_team t JOIN agencies a ON a.id = t.agency_id JOIN staff s ON s.id = t.joined_by
         LEFT JOIN consents k ON k.id = t.consent_id LEFT JOIN people p ON p.id = t.person_id
         WHERE t.case_id = $3 AND t.agency_id = $1 AND t.left_at IS NULL AND t.until_at > $2
         ORDER BY CASE t.basis WHEN 'own' THEN 0 WHEN 'consent' THEN 1 ELSE 2 END, t.joined_at",
        &[&access::reach(who), &who.now, &pass.id()],
    )?;
    let emergency: Option<Instant> = tx.one(
        "SELECT max(until_at) FROM emergency_accesses WHERE staff_id = $2 AND agency_id = $1 AND until_at > $3 AND case_id = $4",
        &eye.with(&[&pass.id()]),
    )?;
    let mut others = if pass.sees_whole() { team(tx, who, &pass)?.all()? } else { Vec::new() };
    others.retain(|member| member.agency != who.agency && member.in_force(who.now));
    Ok(Why { head, grounds, emergency_until: emergency, others })
}
