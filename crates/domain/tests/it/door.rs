//! The door: whom it lets through, what it writes down, and the table of its rules as an auditor reads it.

use domain::access::matrix::{self, Form};
use domain::access::{self, Act, Bases, Basis, Kind, RULES, measure};
use domain::cases::{self, Filter};
use domain::{Choice as _, consultations, protections};
use kernel::{Day, Error, Id, Scope};
use testkit::{World, each_world};

fn on() -> Day {
    Day::new(2026, 4, 1).unwrap()
}

#[test]
fn whoever_nothing_bars_is_let_through_by_the_same_rules() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        let free = |who: &Scope| Scope { unbarred: true, ..who.clone() };
        let lines =
            || -> i64 { w.ask(&w.admin, |tx, _| tx.one("SELECT count(*) FROM audit_events", &[])).unwrap() };
        for who in [w.elder.clone(), free(&w.elder)] {
            let before = lines();
            assert_eq!(w.ask(&who, |tx, who| access::known_case(tx, who, &code)).unwrap(), case);
            assert_eq!(lines(), before, "that somebody knows of a case is no look at it");
            for act in [Act::Exist, Act::Read, Act::Add, Act::Change, Act::Print] {
                let pass = w.ask(&who, |tx, who| access::case_of_code(tx, who, &code, act)).unwrap();
                assert_eq!((pass.id(), pass.bases()), (case, Bases::OWN), "{act:?}");
            }
        }
        for who in [w.tax.clone(), free(&w.tax)] {
            let known = w.ask(&who, |tx, who| access::known_case(tx, who, &code));
            assert!(matches!(known, Err(Error::NotFound)));
        }
    });
}

#[test]
fn every_door_answers_for_every_act_whether_anything_might_bar_somebody_or_not() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1");
        let (case, code) = w.case(&w.elder, person);
        for unbarred in [false, true] {
            let who = Scope { unbarred, ..w.elder.clone() };
            for act in Act::ALL {
                let by_rule = |kind| {
                    let of = |rule: &&access::Rule| rule.kind == kind && rule.basis == Basis::Own;
                    RULES.iter().filter(of).any(|rule| rule.acts.contains(act))
                };
                let doors = [
                    w.ask(&who, |tx, who| access::case_of_code(tx, who, &code, *act)).is_ok(),
                    w.ask(&who, |tx, who| access::case(tx, who, case, *act)).is_ok(),
                    w.ask(&who, |tx, who| access::person(tx, who, person, *act)).is_ok(),
                ];
                let (cases, people) = (by_rule(Kind::Case), by_rule(Kind::Person));
                assert_eq!(doors, [cases, cases, people], "{act:?}");
            }
        }
    });
}

#[test]
fn that_nothing_bars_somebody_is_found_and_a_tie_ends_it() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1");
        let free = |who: &Scope| w.ask(who, access::nothing_bars).unwrap();
        assert!(free(&w.elder) && free(&w.tax));
        let form = protections::TieForm { person: person.to_string(), kind: "family".into() };
        w.act(&w.elder, move |tx, who| protections::declare_tie(tx, who, &form)).unwrap();
        assert!(!free(&w.elder) && free(&w.tax));
    });
}

#[test]
fn the_log_says_on_which_basis_somebody_was_let_through() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1");
        let (_, code) = w.case(&w.elder, person);
        w.consent(&w.elder, &code, w.consent_form(person, &[w.hardship.agency]));
        let form = consultations::Intake { content: "眠れない".into(), ..Default::default() };
        let worry = w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap().id;
        let last = |kind: &'static str| -> String {
            let sql = "SELECT basis FROM audit_events WHERE kind = $1 AND action = 'read' ORDER BY seq DESC LIMIT 1";
            w.ask(&w.admin, |tx, _| tx.one(sql, &[&kind])).unwrap()
        };
        for (who, basis) in [(&w.elder, Basis::Own), (&w.hardship, Basis::Consent)] {
            let seen = w.ask(who, |tx, who| access::person(tx, who, person, Act::Read)).unwrap();
            assert_eq!((seen, last("person").as_str()), (basis.into(), basis.key()));
        }
        let seen = w.ask(&w.elder, |tx, who| access::consultation(tx, who, worry, Act::Read)).unwrap();
        assert_eq!((seen, last("consultation").as_str()), (Bases::OWN, "own"));
    });
}

#[test]
fn what_no_rule_allows_is_done_with_nothing() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, "見本 一郎", "みほん いちろう", "S18.3.1"));
        for kind in [Kind::Handover, Kind::Notice, Kind::Contact] {
            let one = w.ask(&w.elder, |tx, who| access::decide(tx, who, kind, Act::Export, case.cast()));
            assert_eq!(one.unwrap(), None, "{kind:?}");
            let all = w.ask(&w.elder, |tx, who| access::decide_all(tx, who, kind, Act::Export));
            assert!(all.unwrap().is_empty(), "{kind:?}");
            let asked = (measure::list(kind, Act::Export), measure::look_ups(kind, Act::Export));
            assert_eq!(asked, (None, None), "{kind:?}: there is nothing to ask");
        }
        let one = w.ask(&w.elder, |tx, who| access::decide(tx, who, Kind::Case, Act::Export, case.cast()));
        assert_eq!(one.unwrap(), Some(Bases::OWN));
    });
}

#[test]
fn the_matrix_has_a_line_for_each_permission_and_no_other() {
    let (text, table) = (matrix::print(Form::Markdown, None, on()), matrix::print(Form::Tsv, None, on()));
    let mut told = Vec::new();
    for rule in RULES {
        let permission = (rule.kind, rule.basis, rule.when);
        if told.contains(&permission) {
            continue;
        }
        told.push(permission);
        let marks: Vec<&str> =
            Act::ALL.iter().map(|act| if rule.acts.contains(act) { "○" } else { "-" }).collect();
        let begin =
            format!("{}\t{}\t{}\t{}\t", rule.kind.label(), rule.basis.label(), marks.join("\t"), rule.when);
        assert_eq!(table.lines().filter(|line| line.starts_with(&begin)).count(), 1, "{begin}");
        let row = format!(
            "| {} | {} | {} | {} |",
            rule.kind.label(),
            rule.basis.label(),
            marks.join(" | "),
            rule.when
        );
        assert_eq!(text.lines().filter(|line| line.starts_with(&row)).count(), 1, "{row}");
    }
    let expected = told.len();
    assert!(expected > 20, "{expected}");
    let forbidden = table.lines().filter(|line| line.contains("\t禁止\t")).count();
    assert_eq!(
        (table.lines().count(), forbidden),
        (1 + expected + access::FORBIDS.len(), access::FORBIDS.len())
    );
    // Markdown shows a table only if its lines have one width.
    let bars = |line: &str| line.matches('|').count();
    let first: Vec<usize> = text.lines().take_while(|line| !line.is_empty()).map(bars).collect();
    assert_eq!(first, vec![Act::ALL.len() + 5; expected + 2]);
}

#[test]
fn a_citation_is_that_of_the_day_and_a_gap_is_seen() {
    assert_eq!(matrix::citation(None, "own_task", on()), "個人情報保護法第61条第1項・第69条第1項");
    assert_eq!(matrix::citation(None, "no_such_law", on()), "no_such_law");
}

/// A figure is worth something only if the measured question is the one that is asked.
#[test]
fn what_is_measured_is_what_is_asked() {
    each_world(|w| {
        let [mother, son] = w.mother_and_son();
        let (case, code) = w.case(&w.elder, mother);
        w.case(&w.hardship, w.person(&w.hardship, "見本 三郎", "みほん さぶろう", "S30"));
        w.consent(&w.elder, &code, w.consent_form(son, &[w.hardship.agency]));
        for who in [&w.elder, &w.hardship, &w.tax] {
            for unbarred in [false, true] {
                measured(w, &Scope { unbarred, ..who.clone() }, (case, mother, son));
            }
        }
    });
}

fn measured(
    w: &World<'_>,
    who: &Scope,
    (case, mother, son): (Id<cases::Case>, Id<domain::people::Person>, Id<domain::people::Person>),
) {
    let three = |sql: String| -> Vec<(String, i64, bool)> {
        w.ask(who, |tx, who| tx.all(&sql, &[&who.agency, &who.staff, &tx.now()])).unwrap()
    };
    let lines = three(format!(
        "SELECT c.code, {}, {} FROM case_team t JOIN cases c ON c.id = t.case_id JOIN people p ON p.id = c.person_id
         WHERE {} ORDER BY c.code",
        measure::bases_of_line(),
        measure::named(),
        measure::work_list(who.unbarred)
    ));
    let mut listed: Vec<String> = w
        .ask(who, |tx, who| cases::work_list(tx, who, &Filter::default()))
        .unwrap()
        .into_iter()
        .map(|line| line.code)
        .collect();
    listed.sort();
    assert_eq!(lines.iter().map(|(code, ..)| code.clone()).collect::<Vec<_>>(), listed);
    for (code, bases, named) in lines {
        let pass = w.ask(who, |tx, who| access::case_of_code(tx, who, &code, Act::Read)).unwrap();
        let told: i64 = pass.bases().iter().map(|basis| 1 << basis as i64).sum();
        // By consent of the son the mother in the middle is not named.
        assert_eq!((bases, named), (told, pass.id() != case || pass.bases().has(Basis::Own)), "{code}");
    }
    let people = three(format!(
        "SELECT p.id, {}, p.id IN ('{mother}', '{son}') FROM people p WHERE {} ORDER BY p.id",
        measure::bases_of_person(),
        measure::people(who.unbarred)
    ));
    let all = w.ask(who, |tx, who| access::decide_all(tx, who, Kind::Person, Act::List)).unwrap();
    let told =
        all.iter().map(|(id, bases)| (id.to_string(), bases.iter().map(|basis| 1 << basis as i64).sum()));
    let people: Vec<(String, i64)> = people.into_iter().map(|(id, bases, _)| (id, bases)).collect();
    assert_eq!(people, told.collect::<Vec<(String, i64)>>());
}
