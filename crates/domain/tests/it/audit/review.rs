//! Browsing without a task is found: a seeded set of misuse among the work of a month, with the recall that was reached.

use std::collections::HashSet;

use domain::audit::review::{self, Confirmation, Rule, Suspicion};
use domain::audit::{Action, Event, Kind};
use domain::cases::Case;
use kernel::{Error, Id, Instant, Role, Scope, Staff};
use testkit::{World, each_world};

const MONTH: &str = "2026-04";
/// Seeded misuses of each kind.
const EACH: usize = 20;

/// An account that only this test needs.
fn reader(w: &World<'_>, login: String, name: &'static str, of: &Scope) -> Scope {
    let agency = of.agency;
    let id: Id<Staff> = w
        .act(&w.admin, move |tx, _| {
            let opened = domain::installed::account(tx, &login, name, "hash", agency, Role::CounterWorker)?;
            Ok(opened.id)
        })
        .unwrap();
    Scope { staff: id, ..of.clone() }
}

fn look(w: &World<'_>, who: &Scope, case: Id<Case>, at: Instant) {
    let who = Scope { now: at, ..who.clone() };
    w.at.db
        .write(move |tx| Event::new(Action::Read, Kind::Case, case).of_case(case).record(tx, &who))
        .unwrap();
}

fn at(day: i64, hour: i64) -> Instant {
    Instant::at("2026-04-01".parse().unwrap(), hour, 0).plus_seconds(day * 86_400)
}

/// A case on which the first agency works.
fn case(w: &World<'_>, n: usize, name: &str) -> Id<Case> {
    // Nobody opens fifty cases in a minute; that alone would be asked about.
    w.at.ambient.advance(300);
    let person = w.person(&w.elder, name, "かくう", &format!("S{}.5.6", 20 + n % 40));
    w.case(&w.elder, person).0
}

#[test]
fn seeded_misuse_is_found_and_honest_work_is_left_alone() {
    each_world(|w| {
        let mut seeded: Vec<(Rule, Id<Staff>)> = Vec::new();
        let work: Vec<Id<Case>> = (0..EACH).map(|n| case(w, n, "架空 太郎")).collect();
        // Honest work: the one who opened the case looks at it by day; a colleague stands in.
        let colleague = reader(w, "colleague".into(), "別名 職員", &w.elder);
        for (n, case) in work.iter().enumerate() {
            for day in 0..5 {
                look(w, &w.elder, *case, at(day, 9 + n as i64 % 9));
            }
            look(w, &colleague, *case, at(1, 9 + n as i64 % 9));
        }
        for (n, case) in work.iter().enumerate() {
            let relative = reader(w, format!("relative{n}"), "架空 花子", &w.elder);
            look(w, &relative, *case, at(2, 10));
            seeded.push((Rule::SameSurname, relative.staff));
            let owl = reader(w, format!("owl{n}"), "別名 職員", &w.elder);
            look(w, &owl, *case, at(3, 23));
            seeded.push((Rule::Night, owl.staff));
            let curious = reader(w, format!("curious{n}"), "別名 職員", &w.hardship);
            look(w, &curious, *case, at(4, 14));
            seeded.push((Rule::WithoutTask, curious.staff));
            let nosy = reader(w, format!("nosy{n}"), "別名 職員", &w.elder);
            (0..3).for_each(|day| look(w, &nosy, *case, at(day, 15)));
            seeded.push((Rule::WithoutTask, nosy.staff));
        }
        let many: Vec<Id<Case>> = (0..=review::PER_HOUR).map(|n| case(w, n, "遠山 次郎")).collect();
        let browser = reader(w, "browser".into(), "別名 職員", &w.elder);
        many.iter()
            .enumerate()
            .for_each(|(n, case)| look(w, &browser, *case, at(5, 10).plus_seconds(n as i64 * 60)));
        seeded.push((Rule::Volume, browser.staff));
        let shut = case(w, 1, "遠山 三郎");
        w.at.db
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO closures (id, case_id, reason, note, closed_on, closed_by, recorded_at, reopen_reason)
                     SELECT $1, id, 'moved', '', '2026-04-02', (SELECT min(id) FROM staff), $3, '' FROM cases WHERE id = $2",
                    &[&tx.new_id::<Case>(), &shut, &at(1, 12)],
                )
            })
            .unwrap();
        look(w, &w.elder, shut, at(6, 10));
        seeded.push((Rule::ClosedCase, w.elder.staff));

        let found = review::look_through(&w.at.db, MONTH).unwrap();
        let told: HashSet<(Rule, String)> = found.iter().map(|one| (one.rule, one.staff.clone())).collect();
        let hit = seeded.iter().filter(|(rule, staff)| told.contains(&(*rule, staff.to_string()))).count();
        let guilty: HashSet<String> = seeded.iter().map(|(_, staff)| staff.to_string()).collect();
        let honest = |one: &&Suspicion| !guilty.contains(&one.staff);
        let false_alarms: Vec<&Suspicion> = found.iter().filter(honest).collect();
        println!(
            "recall {hit} of {}, false alarms {} on {:?}",
            seeded.len(),
            false_alarms.len(),
            w.at.db.kind()
        );
        assert_eq!(hit, seeded.len(), "recall");
        assert!(false_alarms.is_empty(), "{false_alarms:?}");
        let own = found.iter().filter(|one| one.staff == w.elder.staff.as_str()).count();
        assert_eq!(own, 1, "of all honest work only the look at the closed case is asked about");
        assert!(review::look_through(&w.at.db, "2026-05").unwrap().is_empty());
        assert!(review::look_through(&w.at.db, "2026-13").is_err());
    });
}

#[test]
fn a_finding_waits_until_somebody_has_asked() {
    each_world(|w| {
        let one = case(w, 1, "架空 太郎");
        let curious = reader(w, "curious".into(), "別名 職員", &w.hardship);
        look(w, &curious, one, at(4, 14));
        let found = review::look_through(&w.at.db, MONTH).unwrap();
        assert_eq!(found.iter().map(|one| one.rule).collect::<Vec<_>>(), [Rule::WithoutTask]);
        let keep = |who: &Scope| {
            let found = found.clone();
            w.act(who, move |tx, who| review::keep(tx, who, MONTH, &found))
        };
        assert!(matches!(keep(&w.elder), Err(Error::NotFound)));
        keep(&w.privacy).unwrap();
        keep(&w.privacy).unwrap();
        let (list, completion) = w.ask(&w.privacy, |tx, who| review::queue(tx, who, MONTH)).unwrap();
        assert_eq!((list.len(), completion.found, completion.confirmed), (1, 1, 0));
        assert!(!serde_json::to_string(&list).unwrap().contains("架空 太郎"), "no name of a person");
        let id = list[0].id;
        let confirm = |note: &str| {
            let form = Confirmation { note: note.into() };
            w.act(&w.privacy, move |tx, who| review::confirm(tx, who, id, &form))
        };
        assert!(matches!(confirm(" "), Err(Error::Invalid(_))));
        assert_eq!(confirm("係長に聞いた。応援で入った").unwrap(), MONTH);
        assert!(matches!(confirm("もう一度"), Err(Error::Stale)));
        keep(&w.privacy).unwrap();
        let (list, completion) = w.ask(&w.privacy, |tx, who| review::queue(tx, who, MONTH)).unwrap();
        assert_eq!(
            (completion.found, completion.confirmed, list[0].note.as_str()),
            (1, 1, "係長に聞いた。応援で入った")
        );
    });
}

#[test]
fn a_look_at_a_person_of_one_s_own_surname_is_found_without_any_case() {
    each_world(|w| {
        let [relative, other] =
            ["架空 太郎", "見本 花"].map(|name| w.person(&w.elder, name, "かくう", "S20.5.6"));
        let curious = reader(w, "curious".into(), "架空 花子", &w.hardship);
        for person in [relative, other] {
            let who = Scope { now: at(4, 14), ..curious.clone() };
            w.at.db
                .write(move |tx| Event::new(Action::Reveal, Kind::Person, person).record(tx, &who))
                .unwrap();
        }
        let found = review::look_through(&w.at.db, MONTH).unwrap();
        let told: Vec<_> =
            found.iter().map(|one| (one.rule, one.subject.clone(), one.case.clone())).collect();
        assert_eq!(told, [(Rule::SameSurname, relative.to_string(), None)]);
    });
}
