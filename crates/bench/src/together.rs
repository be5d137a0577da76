//! A household with which five agencies work: 500 records, three plans, ten items of conferences, six assessments, a family of
//! 25, and an item with twenty members. Made once in a town, through the rules of the product.

use anyhow::{Context, Result};
use bench::figures::Times;
use bench::pages::text;
use bench::pages::{self, Page, Reader};
use domain::assessments::{self, AssessmentForm, Given};
use domain::cases::{self, Case, Invitation, Opening};
use domain::conferences::{self, ConferenceItem, ConsentedForm, FreezeForm};
use domain::consents::{self, ConsentForm, categories};
use domain::drawings::{self, Figure, Kin, Outline, Tie};
use domain::people::{self, Person, Registration, RelationKind};
use domain::plans::{self, PlanForm};
use kernel::{Agency, Id, Role, Scope};
use store::{Db, Tx};

/// Its person.
pub(crate) const NAME: &str = "測定 花【架空】";
const AGENCIES: usize = 5;
const RECORDS: i64 = 500;
const ITEMS: usize = 10;
const MEMBERS: usize = 20;

/// The household.
pub(crate) struct Household {
    case: String,
    code: String,
    item: String,
    person: String,
}

impl Household {
    /// Finds it, or makes it.
    pub(crate) fn of(db: &Db, who: &Scope) -> Result<Self> {
        let agency = who.agency;
        let found = |tx: &Tx<'_>| {
            tx.opt::<(String, String, String)>(
                "SELECT c.id, c.code, p.id FROM people p JOIN cases c ON c.person_id = p.id
                 WHERE p.name = $1 AND c.lead_agency_id = $2 ORDER BY c.id LIMIT 1",
                &[&NAME, &agency],
            )
        };
        if db.read(found)?.is_none() {
            let who = who.clone();
            db.write(move |tx| make(tx, &Scope { now: tx.now(), ..who.clone() }))?;
        }
        let (case, code, person) = db.read(found)?.context("the household was not made")?;
        let (asker, id): (Scope, Id<Case>) = (who.clone(), case.parse()?);
        db.write(move |tx| records(tx, &Scope { now: tx.now(), ..asker.clone() }, id))?;
        let item = db.read(|tx| {
            tx.one("SELECT item_id FROM conference_packets WHERE item_id IN (SELECT id FROM conference_items WHERE case_id = $1)", &[&case])
        })?;
        Ok(Self { case, code, item, person })
    }

    /// The agency that leads its case, where it was made already.
    pub(crate) fn keeper(tx: &Tx<'_>) -> kernel::Result<Option<Id<Agency>>> {
        tx.opt(
            "SELECT c.lead_agency_id FROM people p JOIN cases c ON c.person_id = p.id WHERE p.name = $1 ORDER BY c.id LIMIT 1",
            &[&NAME],
        )
    }

    /// Its pages, each with the raw SQL of the same answer.
    pub(crate) fn pages(&self, reader: Reader<'_>) -> Vec<Page> {
        let case = pages::case(
            "case page (5 agencies, 3 plans, 10 items, 500 records)",
            reader,
            &self.case,
            &self.code,
        );
        vec![case, self.comparison(reader), self.copies(reader), self.genogram(reader)]
    }

    fn head(&self, reader: Reader<'_>) -> Vec<(String, Vec<bench::floor::Value>)> {
        let mut all = pages::case("", reader, &self.case, &self.code).statements;
        all.truncate(2);
        all.extend(reader.frame());
        all
    }

    fn comparison(&self, reader: Reader<'_>) -> Page {
        let mut statements = self.head(reader);
        statements.push((
            "SELECT r.id, r.item, r.value, r.source, s.id, s.agency_id, a.name, w.name, s.assessed_on, s.form_version_id
             FROM assessment_answers r JOIN assessments s ON s.id = r.assessment_id JOIN agencies a ON a.id = s.agency_id
             JOIN staff w ON w.id = s.staff_id
             WHERE r.case_id = $1 AND s.person_id = $2 AND NOT EXISTS (SELECT 1 FROM assessments n WHERE n.case_id = s.case_id
                 AND n.person_id = s.person_id AND n.agency_id = s.agency_id
                 AND (n.assessed_on > s.assessed_on OR n.assessed_on = s.assessed_on AND n.id > s.id))
             ORDER BY s.assessed_on DESC, s.id DESC, r.id"
                .into(),
            vec![text(&self.case), text(&self.person)],
        ));
        let plain = |sql: &str| (sql.to_owned(), Vec::new());
        statements.push(plain("SELECT body FROM form_versions WHERE form = 'assessment'"));
        statements
            .push(plain("SELECT sheet, body FROM form_items WHERE form = 'assessment' ORDER BY position"));
        statements.push((
            "SELECT c.id, c.one_id, c.other_id, c.reason, a.name, w.name, c.recorded_at, c.agency_id = $3
             FROM assessment_contradictions c JOIN agencies a ON a.id = c.agency_id JOIN staff w ON w.id = c.staff_id
             JOIN assessment_answers x ON x.id = c.one_id JOIN assessments s ON s.id = x.assessment_id
             WHERE c.case_id = $1 AND s.person_id = $2 AND c.ended_at IS NULL ORDER BY c.recorded_at DESC, c.id DESC"
                .into(),
            vec![text(&self.case), text(&self.person), text(reader.agency)],
        ));
        statements.push((
            "SELECT p.id, p.text, a.name, s.name, p.recorded_at FROM joint_policies p JOIN agencies a ON a.id = p.agency_id
             JOIN staff s ON s.id = p.staff_id WHERE p.case_id = $1 ORDER BY p.recorded_at DESC"
                .into(),
            vec![text(&self.case)],
        ));
        statements.push((
            "SELECT id, form, subject, body, saved_at FROM drafts
             WHERE staff_id = $1 AND agency_id = $2 AND form = 'policy' AND subject = $3"
                .into(),
            vec![text(reader.staff), text(reader.agency), text(&self.code)],
        ));
        let path = format!("/cases/{}/assessments/compare?person={}", self.code, self.person);
        // The case, and the assessments.
        Page { name: "comparison of 6 assessments", path, statements, lines: 2, promised: true }
    }

    /// The packet of an item with one copy for each of its twenty members.
    fn copies(&self, reader: Reader<'_>) -> Page {
        let item = || vec![text(&self.item)];
        let mut statements = vec![
            (
                "SELECT i.case_id FROM conference_items i WHERE i.id = $2 AND i.agency_id = $1".to_owned(),
                vec![text(reader.agency), text(&self.item)],
            ),
            (
                "SELECT i.id, i.code, a.name, i.no_consent_reason, i.tried, i.necessity, i.question, i.ground, i.purpose, i.meets_on,
                    i.starts_at, i.sitting_id, i.status, i.decision_note, i.outcome, i.next_on, i.held_at, i.law_ref, i.penalty_ref, i.opens_at, i.closes_at,
                    i.ground_ref, i.rule_name, i.rule_version
                 FROM conference_items i JOIN agencies a ON a.id = i.agency_id WHERE i.id = $1"
                    .to_owned(),
                item(),
            ),
            ("SELECT body FROM conference_packets WHERE item_id = $1".to_owned(), item()),
            (
                "SELECT k.id, k.number, a.name || ' ' || s.name, k.printed_at, k.returned_at FROM conference_copies k
                 JOIN conference_members m ON m.id = k.member_id JOIN staff s ON s.id = m.staff_id
                 JOIN agencies a ON a.id = m.agency_id WHERE k.item_id = $1 ORDER BY k.number"
                    .to_owned(),
                item(),
            ),
        ];
        statements.extend(reader.frame());
        let path = format!("/conferences/items/{}/copies", self.item);
        Page { name: "conference packet for 20 members", path, statements, lines: 1, promised: true }
    }

    fn genogram(&self, reader: Reader<'_>) -> Page {
        let mut statements = self.head(reader);
        let one = |sql: &str| (sql.to_owned(), vec![text(&self.case)]);
        statements.push(one(
            "SELECT p.id, p.name, p.nickname, p.sex, p.birth_precision, p.birth_earliest, p.birth_latest FROM people p
             WHERE p.id IN (SELECT person_id FROM case_people WHERE case_id = $1)
                OR p.id IN (SELECT x.other_id FROM relations x JOIN case_people cp ON cp.person_id = x.person_id WHERE cp.case_id = $1)
                OR p.id IN (SELECT x.person_id FROM relations x JOIN case_people cp ON cp.person_id = x.other_id WHERE cp.case_id = $1)",
        ));
        statements
            .push(one("SELECT x.person_id, x.other_id, x.kind FROM relations x WHERE x.ended_at IS NULL
             AND x.person_id IN (SELECT person_id FROM case_people WHERE case_id = $1)"));
        let path = format!("/cases/{}/genogram", self.code);
        Page { name: "genogram of 25 people", path, statements, lines: 1, promised: false }
    }
}

/// The time of drawing the family alone, from what the page has read.
pub(crate) fn drawn(db: &Db, rounds: usize) -> Result<Times> {
    let people: Vec<Id<Person>> = db.read(|tx| {
        tx.all("SELECT id FROM people WHERE name LIKE $1 ORDER BY id LIMIT 25", &[&"測定 %【架空】"])
    })?;
    let ties: Vec<(Id<Person>, Id<Person>)> = db.read(|tx| {
        tx.all(
            "SELECT x.person_id, x.other_id FROM relations x JOIN people p ON p.id = x.person_id WHERE p.name LIKE $1",
            &[&"測定 %【架空】"],
        )
    })?;
    let at = |id: &Id<Person>| people.iter().position(|one| one == id);
    let ties: Vec<Tie> = ties
        .iter()
        .filter_map(|(of, other)| Some(Tie { of: at(of)?, other: at(other)?, kind: RelationKind::Child }))
        .collect();
    let figure = |(n, id): (usize, &Id<Person>)| Figure {
        id: *id,
        name: format!("測定 {n}"),
        outline: Outline::Diamond,
        age: "40歳".into(),
        birth: None,
        centre: n == 0,
        key_person: false,
        together: n < 6,
    };
    let figures: Vec<Figure> = people.iter().enumerate().map(figure).collect();
    let mut times = Times::default();
    for _ in 0..rounds {
        times.measure(|| {
            let kin = Kin::of(figures.clone(), &ties);
            Ok((drawings::draw(&kin), drawings::words(&kin, &ties)))
        })?;
    }
    Ok(times)
}

fn scope(tx: &Tx<'_>, agency: Id<Agency>, staff: Id<kernel::Staff>) -> Scope {
    Scope {
        staff,
        agency,
        role: Role::CounterWorker,
        accepted_rules: true,
        unbarred: false,
        now: tx.now(),
        request: "bench".into(),
    }
}

fn make(tx: &Tx<'_>, who: &Scope) -> kernel::Result<()> {
    let people = family(tx, who)?;
    let opening =
        Opening { person: people[0].to_string(), issues: vec!["issue_8050".into()], ..Opening::default() };
    let case = cases::open(tx, who, &opening)?;
    let code: String = tx.one("SELECT code FROM cases WHERE id = $1", &[&case])?;
    let others: Vec<(Id<Agency>, Id<kernel::Staff>)> = tx.all(
        "SELECT agency_id, min(staff_id) FROM affiliations WHERE agency_id <> $1 AND to_on IS NULL GROUP BY agency_id
         ORDER BY agency_id LIMIT 5",
        &[&who.agency],
    )?;
    for (agency, _) in others.iter().take(AGENCIES - 1) {
        let form = Invitation {
            agency: agency.to_string(),
            role_text: "家計の相談".into(),
            ground: "commission".into(),
            ground_note: "委託契約による".into(),
            ..Invitation::default()
        };
        cases::invite(tx, who, case, &form)?;
    }
    records(tx, who, case)?;
    planned(tx, who, &code)?;
    for (agency, staff) in
        std::iter::once((who.agency, who.staff)).chain(others.iter().take(AGENCIES - 1).copied())
    {
        assess(tx, &scope(tx, agency, staff), &code, people[0])?;
    }
    sixth(tx, who, (case, &code, people[0]), others.last().copied())?;
    talked(tx, who, &code, people[0], &others)
}

/// 25 people: the one in the middle, parents, spouse, siblings, children and theirs.
fn family(tx: &Tx<'_>, who: &Scope) -> kernel::Result<Vec<Id<Person>>> {
    let mut all = Vec::new();
    for n in 0..25 {
        let form = Registration {
            name: if n == 0 { NAME.into() } else { format!("測定 {n}【架空】") },
            kana: "そくてい".into(),
            birth: format!("S{}.4.2", 5 + 2 * n),
            identity: vec!["own_words".into()],
            ..Registration::default()
        };
        all.push(people::register(tx, who, &form)?);
    }
    for n in 1..25 {
        // Six of the first, and so on down: a family of several generations.
        let (of, kind) = if n <= 6 { (0, "child") } else { ((n - 1) / 4, "child") };
        let form = people::RelationForm { other: all[n].to_string(), kind: kind.into() };
        people::relate(tx, who, all[of], &form)?;
    }
    let home = people::found_household_around(tx, who, all[0])?;
    for person in &all[1..6] {
        let form = people::MemberForm {
            person: person.to_string(),
            standing: "子".into(),
            living: "together".into(),
            from: String::new(),
        };
        people::add_member(tx, who, home, &form)?;
    }
    Ok(all)
}

/// Five hundred records, or as many as are missing.
fn records(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> kernel::Result<()> {
    let have: i64 = tx.one("SELECT count(*) FROM case_records WHERE case_id = $1", &[&case])?;
    if have >= RECORDS {
        return Ok(());
    }
    let first = cases::NewRecord {
        text: "自宅を訪問。請求書を一緒に見た。家計の相談を希望される。次の受診に同行する。".into(),
        ..cases::NewRecord::default()
    };
    let code: String = tx.one("SELECT code FROM cases WHERE id = $1", &[&case])?;
    cases::record(tx, who, &code, &first)?;
    for n in have + 1..RECORDS {
        let id: Id<Household> = tx.new_id();
        tx.exec(
            "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text,
                 next_step, agency_id, staff_id, corrections, recorded_at)
             SELECT $1, case_id, happened_at - $3, happened_on, method, counterpart, counterpart_name, text, next_step,
                    agency_id, staff_id, 0, recorded_at FROM case_records WHERE case_id = $2 ORDER BY id LIMIT 1",
            &[&id, &case, &(n * 60_000_000)],
        )?;
    }
    Ok(())
}

fn planned(tx: &Tx<'_>, who: &Scope, code: &str) -> kernel::Result<()> {
    for kind in ["multi_agency_plan", "outreach_support_plan", "participation_plan"] {
        let form = PlanForm {
            kind: kind.into(),
            wish: "自転車を直す仕事がしたい".into(),
            gate: "wish".into(),
            goal: vec!["店に行く".into()],
            line_what: vec!["同行する".into()],
            line_agency: vec!["訪問支援".into()],
            ..PlanForm::default()
        };
        plans::draft(tx, who, code, &form)?;
    }
    Ok(())
}

fn assess(tx: &Tx<'_>, who: &Scope, code: &str, person: Id<Person>) -> kernel::Result<()> {
    let given = |key: &str, value: &str| (format!("a_{key}"), Given::One(value.into()));
    let form = AssessmentForm {
        person: person.to_string(),
        fields: [
            given("wish", "外に出たい"),
            given("strengths", "自転車の修理が得意"),
            given("route", "outreach"),
            given("health", "good"),
            given("history", "三年前に一度、窓口に来た"),
        ]
        .into(),
        ..AssessmentForm::default()
    };
    assessments::assess(tx, who, code, &form).map(drop)
}

/// The sixth agency assesses and leaves: what it wrote stays beside the others.
fn sixth(
    tx: &Tx<'_>,
    who: &Scope,
    (case, code, person): (Id<Case>, &str, Id<Person>),
    other: Option<(Id<Agency>, Id<kernel::Staff>)>,
) -> kernel::Result<()> {
    let Some((agency, staff)) = other else { return Ok(()) };
    let form = Invitation {
        agency: agency.to_string(),
        role_text: "受診の相談".into(),
        ground: "commission".into(),
        ground_note: "委託契約による".into(),
        ..Invitation::default()
    };
    cases::invite(tx, who, case, &form)?;
    assess(tx, &scope(tx, agency, staff), code, person)?;
    tx.exec(
        "UPDATE case_team SET left_at = $3 WHERE case_id = $1 AND agency_id = $2",
        &[&case, &agency, &who.now],
    )?;
    Ok(())
}

/// Ten items by consent, the first with frozen papers, twenty members who are bound, and their numbered copies.
fn talked(
    tx: &Tx<'_>,
    who: &Scope,
    code: &str,
    person: Id<Person>,
    others: &[(Id<Agency>, Id<kernel::Staff>)],
) -> kernel::Result<()> {
    let consent = ConsentForm {
        person: person.to_string(),
        words: "「話しておいてください」".into(),
        given_by: "self".into(),
        answer: "agreed".into(),
        purpose: "暮らしの支援".into(),
        agencies: others.iter().take(2).map(|(agency, _)| agency.to_string()).collect(),
        categories: categories::DEFAULTS.iter().map(|(key, _)| (*key).to_owned()).collect(),
        until: "180日後".into(),
        ..ConsentForm::default()
    };
    consents::give(tx, who, code, &consent)?;
    let mut items: Vec<Id<ConferenceItem>> = Vec::new();
    for _ in 0..ITEMS {
        let form = ConsentedForm {
            people: vec![person.to_string()],
            purpose: "roles".into(),
            question: "どう支えるか".into(),
            meets_on: "14日後".into(),
            ..ConsentedForm::default()
        };
        items.push(conferences::bring(tx, who, code, &form)?);
    }
    let item = items[0];
    let papers = FreezeForm {
        summary: "通院が続いている".into(),
        kinds: vec!["life".into()],
        ..FreezeForm::default()
    };
    conferences::freeze(tx, who, item, &papers)?;
    let staff: Vec<(Id<kernel::Staff>, Id<Agency>)> = tx.all(
        "SELECT min(staff_id), agency_id FROM affiliations GROUP BY agency_id ORDER BY agency_id LIMIT 20",
        &[],
    )?;
    for (staff, agency) in staff.into_iter().take(MEMBERS) {
        let id: Id<Household> = tx.new_id();
        tx.exec(
            "INSERT INTO conference_members (id, item_id, staff_id, agency_id, invited_by, invited_at, acknowledged_at, acknowledged_as)
             VALUES ($1, $2, $3, $4, $5, $6, $6, '見本 構成員【架空】')",
            &[&id, &item, &staff, &agency, &who.staff, &who.now],
        )?;
    }
    conferences::number_copies(tx, who, item)
}
