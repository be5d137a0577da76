//! The rule table as SQL: one text for a list, the same narrowed to one id for a look-up, and the bases of a row.

use std::sync::{LazyLock, OnceLock};

use kernel::Scope;

use super::rule::{Rows, WITHHELD_BY_ONE, alias};
use super::{Act, Bases, Basis, Kind, RULES, Rule, forbid};
use crate::Choice;

static BARRED_PEOPLE: LazyLock<String> = LazyLock::new(forbid::people);
static BARRED_CASES: LazyLock<String> = LazyLock::new(forbid::cases);

/// The condition that lets a row through: some rule allows the act, and nothing forbids it. The row has the alias
/// of its kind: `c` a case, `r` a record, `p` a person, `x` a contact, `k` a consultation, `h` a handover,
/// `i` an item of a conference, `v` a part that was taken on there, `q` a request for coordination, `b` a look-back,
/// `d` a notice of a department.
///
/// For questions about many rows: what may be seen is gathered first. A question about few rows asks row by row ([`one`]).
pub(crate) fn many(who: &Scope, kind: Kind, act: Act) -> String {
    condition(kind, act, false, who.unbarred)
}

/// The ids of the rows of a kind that some rule lets through, before anything forbids them; one may stand there twice. For
/// kinds whose rules for the act all answer ids.
pub(crate) fn sight(kind: Kind, act: Act) -> String {
    let lists = RULES.iter().filter(|rule| rule.kind == kind && rule.acts.contains(&act)).filter_map(
        |rule| match rule.rows {
            Rows::Ids(rows, _) => Some(rows),
            Rows::Where(_) => None,
        },
    );
    lists.collect::<Vec<_>>().join(" UNION ALL ")
}

/// As [`many`], for a question that is about one row or a few.
pub(crate) fn one(who: &Scope, kind: Kind, act: Act) -> String {
    condition(kind, act, true, who.unbarred)
}

/// As [`many`], or `narrow` as [`one`]; without what forbids for whoever is `unbarred`.
pub(super) fn condition(kind: Kind, act: Act, narrow: bool, unbarred: bool) -> String {
    allowed(kind, narrow, unbarred, |rule| rule.acts.contains(&act))
}

/// Some rule of those that are asked for lets the row through, and nothing forbids it.
fn allowed(kind: Kind, narrow: bool, unbarred: bool, asked: impl Fn(&Rule) -> bool) -> String {
    let id = format!("{}.id", alias(kind));
    let (mut ways, mut lists) = (Vec::new(), Vec::new());
    for rule in RULES.iter().filter(|rule| rule.kind == kind && asked(rule)) {
        match rule.rows {
            Rows::Ids(rows, _) if !narrow => lists.push(rows),
            _ => ways.push(on_row(rule, &id)),
        }
    }
    if !lists.is_empty() {
        ways.push(format!("{id} IN ({})", lists.join(" UNION ALL ")));
    }
    if ways.is_empty() {
        return "1 = 0".to_owned();
    }
    format!("({}){}", ways.join(" OR "), forbidden(kind, unbarred))
}

/// The condition by which a rule holds for one row.
fn on_row(rule: &Rule, id: &str) -> String {
    match rule.rows {
        Rows::Ids(rows, column) => format!("EXISTS ({rows} AND {column} = {id})"),
        Rows::Where(condition) => condition.to_owned(),
    }
}

/// ` AND NOT …`: what beats every basis.
pub(super) fn forbidden(kind: Kind, unbarred: bool) -> String {
    let (people, cases) = (&*BARRED_PEOPLE, &*BARRED_CASES);
    if unbarred {
        let kept = if kind == Kind::Contact {
            format!(" AND NOT {}", forbid::shielded("x.person_id"))
        } else {
            String::new()
        };
        return format!("{kept}{NAMELESS}");
    }
    let of = |id: &str, rows: &str| barred(&format!("{id} IN ({rows})"));
    let of_any = |id: &str, rows: &str| barred(&format!("{id} IS NOT NULL AND {id} IN ({rows})"));
    match kind {
        Kind::Case => of("c.id", cases),
        Kind::Record => barred(&format!(
            "(r.case_id IN ({cases}) OR (r.person_id IS NOT NULL AND r.person_id IN ({people})))"
        )),
        Kind::Person => of("p.id", people),
        Kind::Contact => {
            format!("{} AND NOT {}", of("x.person_id", people), forbid::shielded("x.person_id"))
        }
        Kind::Consultation => of_any("k.person_id", people),
        Kind::Handover => of_any("h.case_id", cases),
        Kind::Packet => of("i.case_id", cases),
        Kind::Assignment => of("v.case_id", cases),
        Kind::Coordination => of_any("q.case_id", cases),
        Kind::LookBack => of("b.case_id", cases),
        // Once somebody has found out whom it is about.
        Kind::Notice => barred(&format!(
            "EXISTS (SELECT 1 FROM consultations dk WHERE dk.id = d.consultation_id AND dk.person_id IN ({people}))"
        )),
    }
}

/// Nothing, said in the parameters that what forbids would name: PostgreSQL wants every one of a question named in it.
const NAMELESS: &str = " AND $2 <> '' AND $3 > CAST(0 AS BIGINT)";

/// Almost nobody is barred from anything: whether the one who asks might be is found once, and where not, no row is looked
/// at for it.
fn barred(condition: &str) -> String {
    format!(" AND NOT ({} AND {condition})", forbid::any())
}

/// The condition that nothing bars the one who asks from a person `p`, for duties that open no case: an [`super::Eye`] of
/// the agency where they stand, whatever their role.
pub(crate) fn not_barred() -> String {
    format!("NOT ({} AND p.id IN ({}))", forbid::any(), &*BARRED_PEOPLE)
}

/// The condition that nothing bars the one who asks from a case (an expression for its id), for duties that open none: an
/// [`super::Eye`] whose agency is the one where they stand.
pub(crate) fn not_barred_from(case: &str) -> String {
    format!("NOT ({} AND {case} IN ({}))", forbid::any(), &*BARRED_CASES)
}

/// The condition on rows of `case_team t` by which a case `c` is in a list: for lists that follow an order of the team's
/// own. All bases that list cases stand on rows of a team.
pub(crate) fn team_rows(who: &Scope) -> String {
    team_rows_for(who.unbarred)
}

pub(super) fn team_rows_for(unbarred: bool) -> String {
    let seen = "t.agency_id = $1 AND t.left_at IS NULL AND t.until_at > $3";
    if unbarred {
        return format!("{seen}{NAMELESS}");
    }
    // On the row's own column: PostgreSQL would otherwise take it for a condition on cases, and read them all.
    let forbidden = barred(&format!("t.case_id IN ({})", &*BARRED_CASES));
    format!("{seen}{forbidden}")
}

/// The condition on handovers `h` that one's own agency received and may list: the rule for receivers, by its column.
pub(crate) fn received_handovers(who: &Scope) -> String {
    format!("h.to_agency_id = $1{}", forbidden(Kind::Handover, who.unbarred))
}

/// Whether the person in the middle `p` of a case `c` that was let through may be named: not where another one of the
/// household agreed and this one did not.
pub(crate) const NAMED: &str =
    "(EXISTS (SELECT 1 FROM case_team n WHERE n.agency_id = $1 AND n.basis IN ('own', 'law')
        AND n.case_id = c.id AND n.left_at IS NULL AND n.until_at > $3)
    OR EXISTS (SELECT 1 FROM case_team n WHERE n.agency_id = $1 AND n.basis = 'consent'
        AND n.case_id = c.id AND n.left_at IS NULL AND n.until_at > $3 AND n.person_id = p.id))";

/// How the records `r` of one case are asked for, behind a pass.
pub(crate) struct RecordsOf {
    /// What stands before the `SELECT`.
    pub(crate) with: String,
    /// The condition.
    pub(crate) seen: String,
    /// The column of the bases.
    pub(crate) bases: String,
}

/// For the records of the one case `$4`, put together once. What the rules ask about a record's case is the same for every
/// row, and asked once; so is what each of its people withholds. A basis on which the case is not seen opens no record of it,
/// but for what one's own agency wrote.
pub(crate) fn records_of(who: &Scope, pass: Bases, act: Act) -> &'static RecordsOf {
    kept(who.unbarred, pass, act)
}

fn kept(unbarred: bool, pass: Bases, act: Act) -> &'static RecordsOf {
    type OfAct = [OfPass; Bases::COUNT];
    type OfPass = [OnceLock<RecordsOf>; 2];
    static PARTS: [OfAct; Act::COUNT] =
        [const { [const { [const { OnceLock::new() }; 2] }; Bases::COUNT] }; Act::COUNT];
    PARTS[act as usize][pass.number()][usize::from(unbarred)]
        .get_or_init(|| records_of_one(unbarred, pass, act))
}

fn records_of_one(unbarred: bool, pass: Bases, act: Act) -> RecordsOf {
    const CASE: &str = "$4";
    let known = "coalesce((SELECT w.bits FROM withheld w WHERE w.person_id = r.person_id), -1)";
    let of_case = |sql: String| sql.replace(WITHHELD_BY_ONE, known).replace("r.case_id", CASE);
    let holds = |basis: Basis| basis == Basis::Own || pass.has(basis);
    let seen = allowed(Kind::Record, true, unbarred, |rule| rule.acts.contains(&act) && holds(rule.basis));
    let mut bases = bases_among(Kind::Record, holds);
    if let Some(only) = pass.only() {
        // What others wrote was let through by the one basis that there is.
        bases = format!("CASE WHEN r.agency_id <> $1 THEN {} ELSE {bases} END", only.bit());
    }
    let each = WITHHELD_BY_ONE.replace("r.case_id", CASE).replace("r.person_id", "q.person_id");
    let with = format!(
        "WITH withheld AS MATERIALIZED (SELECT q.person_id, {each} AS bits FROM case_people q WHERE q.case_id = {CASE}) "
    );
    let with = if pass.has(Basis::Consent) { with } else { String::new() };
    RecordsOf { with, seen: of_case(seen), bases: of_case(bases) }
}

/// Whether a rule is a way by which a row comes into sight. One that only adds an act to what another rule shows is none.
fn shows(rule: &Rule) -> bool {
    rule.acts.contains(&Act::Exist) || rule.acts.contains(&Act::Reveal)
}

/// An expression for the bases of a row that was let through; see [`super::Bases`].
pub(crate) fn bases(kind: Kind) -> String {
    if kind == Kind::Case { bases_of_case() } else { bases_among(kind, |_| true) }
}

fn bases_among(kind: Kind, holds: impl Fn(Basis) -> bool) -> String {
    let id = format!("{}.id", alias(kind));
    let of = |basis: Basis| {
        let rules = RULES.iter().filter(|rule| rule.kind == kind && rule.basis == basis && shows(rule));
        let ways: Vec<String> = rules.map(|rule| on_row(rule, &id)).collect();
        format!("CASE WHEN {} THEN {} ELSE 0 END", ways.join(" OR "), basis.bit())
    };
    let ruled = |basis: &Basis| RULES.iter().any(|rule| rule.kind == kind && rule.basis == *basis);
    let possible: Vec<Basis> = Basis::ALL.iter().copied().filter(|b| holds(*b) && ruled(b)).collect();
    if let [only] = possible[..] {
        // Whatever was let through was let through by it.
        return format!("CAST({} AS BIGINT)", only.bit());
    }
    let parts: Vec<String> = possible.iter().map(|basis| of(*basis)).collect();
    format!("CAST({} AS BIGINT)", parts.join(" + "))
}

/// All bases of a case stand on the agency's rows of its team, but for an emergency: two looks instead of four.
fn bases_of_case() -> String {
    ground_with("")
}

/// Beside the bases: that a row of the team opens what is the household's as such, by 所管 or by a statute, for what came in
/// by the case's own channel.
const OPEN: i64 = 1 << Basis::ALL.len();

/// As [`bases_of_case`], and with them whether they open what is the household's as such: one number, for [`read_ground`].
pub(super) fn ground() -> String {
    // CASE, and not IN: for that SQLite makes a table each time.
    ground_with(&format!(
        " + max(CASE WHEN x.channel <> 'own' THEN 0 ELSE CASE x.basis WHEN 'own' THEN {OPEN} WHEN 'law' THEN {OPEN} ELSE 0 END END)"
    ))
}

/// The bases of a number of [`ground`], and whether they open all that is the household's as such. An emergency does.
pub(super) fn read_ground(ground: i64) -> (Bases, bool) {
    let bases = Bases::of_number(ground);
    (bases, ground & OPEN != 0 || bases.has(Basis::Emergency))
}

fn ground_with(more: &str) -> String {
    let of_team = [Basis::Own, Basis::Consent, Basis::Law]
        .map(|basis| format!("max(CASE WHEN x.basis = '{}' THEN {} ELSE 0 END)", basis.key(), basis.bit()));
    format!(
        "CAST((SELECT coalesce({}{more}, 0) FROM case_team x
            WHERE x.agency_id = $1 AND x.case_id = c.id AND x.left_at IS NULL AND x.until_at > $3)
         + CASE WHEN EXISTS (SELECT 1 FROM emergency_accesses e WHERE e.staff_id = $2 AND e.agency_id = $1
            AND e.case_id = c.id AND e.until_at > $3) THEN {} ELSE 0 END AS BIGINT)",
        of_team.join(" + "),
        Basis::Emergency.bit()
    )
}

/// The bases on which some rule allows the act.
pub(crate) fn allowing(kind: Kind, act: Act) -> Bases {
    let rules = RULES.iter().filter(|rule| rule.kind == kind && rule.acts.contains(&act));
    rules.fold(Bases::NONE, |bases, rule| bases.and(rule.basis.into()))
}

/// As [`bases`], for lists of rows of the team `t`: the row tells by itself, unless other grounds stand beside it.
pub(crate) fn bases_by_row() -> String {
    let own = [Basis::Own, Basis::Consent, Basis::Law]
        .map(|basis| format!("WHEN t.basis = '{}' THEN {}", basis.key(), basis.bit()));
    format!("CASE WHEN t.beside THEN {} {} ELSE 0 END", bases_of_case(), own.join(" "))
}

/// As [`NAMED`], for lists of rows of the team `t`: by its own task or by a statute an agency knows the name.
pub(crate) fn named_by_row() -> String {
    // CASE, and not OR: SQLite looks at both sides of an OR in a join.
    format!(
        "(CASE WHEN t.basis <> 'consent' THEN 1 = 1 WHEN t.beside THEN {NAMED} ELSE t.person_id = p.id END)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emergency_is_in_no_list() {
        for kind in Kind::ALL {
            for act in [Act::List, Act::Print, Act::Export] {
                assert!(
                    !condition(*kind, act, false, false).contains("emergency_accesses"),
                    "{kind:?} {act:?}"
                );
            }
        }
        assert!(condition(Kind::Case, Act::Read, true, false).contains("emergency_accesses"));
    }

    #[test]
    fn only_one_s_own_task_steers_a_case() {
        for (kind, act) in [(Kind::Case, Act::Change), (Kind::Person, Act::Change), (Kind::Case, Act::Export)]
        {
            let allowed = RULES.iter().filter(|rule| rule.kind == kind && rule.acts.contains(&act));
            assert!(allowed.map(|rule| rule.basis).all(|basis| basis == Basis::Own));
        }
    }

    #[test]
    fn what_is_in_sight_is_gathered_from_the_rules_of_that_kind_and_act_and_from_no_other() {
        for (kind, act) in [(Kind::Person, Act::List), (Kind::Case, Act::List)] {
            let gathered = sight(kind, act);
            let mut own = Vec::new();
            for rule in RULES {
                if let (Rows::Ids(rows, _), true, true) =
                    (&rule.rows, rule.kind == kind, rule.acts.contains(&act))
                {
                    own.push(*rows);
                }
            }
            assert!(own.len() > 1 && own.iter().all(|rows| gathered.contains(rows)), "{kind:?}");
            let length: usize = own.iter().map(|rows| rows.len() + " UNION ALL ".len()).sum();
            assert_eq!(gathered.len() + " UNION ALL ".len(), length, "{kind:?}: nothing besides");
        }
    }

    /// The answers are the same either way, the time is not: a table of all that is in sight, made for one row, took a fifth of
    /// the time of a save.
    #[test]
    fn a_list_gathers_what_is_in_sight_and_a_look_up_asks_about_its_row() {
        for kind in [Kind::Case, Kind::Person, Kind::Packet] {
            let (list, look_up) =
                (condition(kind, Act::List, false, true), condition(kind, Act::List, true, true));
            let gathered = format!("{}.id IN (SELECT ", alias(kind));
            assert!(list.contains(&gathered) && !list.starts_with("(EXISTS"), "{kind:?}");
            assert!(look_up.starts_with("(EXISTS (SELECT ") && !look_up.contains(&gathered), "{kind:?}");
        }
    }

    #[test]
    fn what_is_asked_of_the_records_of_a_case_is_kept_for_each_act_each_set_of_bases_and_both_kinds_of_people()
     {
        let sets = Basis::ALL.iter().fold(vec![Bases::NONE], |sets, basis| {
            sets.iter().flat_map(|set| [*set, set.and(Bases::from(*basis))]).collect()
        });
        assert_eq!(sets.len(), Bases::COUNT);
        for (act, pass, unbarred) in Act::ALL
            .iter()
            .flat_map(|act| sets.iter().flat_map(move |set| [(*act, *set, false), (*act, *set, true)]))
        {
            let (kept, made) = (kept(unbarred, pass, act), records_of_one(unbarred, pass, act));
            assert!(
                kept.with == made.with && kept.seen == made.seen && kept.bases == made.bases,
                "{act:?} {pass}"
            );
        }
    }

    #[test]
    fn what_no_rule_allows_is_refused() {
        assert_eq!(condition(Kind::Handover, Act::Export, false, false), "1 = 0");
        assert_eq!(condition(Kind::Contact, Act::List, true, true), "1 = 0");
    }
}
