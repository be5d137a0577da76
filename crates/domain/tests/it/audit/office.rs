//! What the privacy officer reads and answers, and what leaves in a file.

use domain::audit::breach::{self, deadlines};
use domain::audit::report::{self, DecisionForm, ReportRequest};
use domain::audit::{self, Action, Event, EventFilter, Kind, Span};
use domain::cases::{self, UrgentForm};
use domain::exports::{self, ExportForm, NewRight};
use kernel::{Day, Error, Id, Instant, Scope};
use testkit::each_world;

const NAME: &str = "隠岐島 波留";

fn period() -> ReportRequest {
    ReportRequest { from: "R8.3.1".into(), to: "R8.4.1".into(), identity: "運転免許証".into() }
}

fn not_found<T>(answer: kernel::Result<T>) -> bool {
    matches!(answer, Err(Error::NotFound))
}

#[test]
fn only_the_officer_reads_the_log_and_finds_no_name_in_it() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6"));
        w.record(&w.elder, &code, "記録の文");
        for other in [&w.elder, &w.admin, &w.manager] {
            assert!(not_found(w.ask(other, |tx, who| audit::events(tx, who, &EventFilter::default()))));
        }
        let of = |filter: EventFilter| w.ask(&w.privacy, |tx, who| audit::events(tx, who, &filter)).unwrap();
        let all = of(EventFilter::default());
        let text = serde_json::to_string(&all).unwrap();
        assert!(!text.contains(NAME) && !text.contains("記録の文"), "{text}");
        assert!(
            all.iter().any(|line| line.refused && line.kind == "操作の記録"),
            "refused looks at the log stand in it"
        );
        assert!(all.windows(2).all(|pair| pair[0].seq > pair[1].seq));
        let of_case = of(EventFilter { case: code.to_lowercase(), ..EventFilter::default() });
        assert!(!of_case.is_empty() && of_case.iter().all(|line| line.case.as_deref() == Some(&code)));
        assert!(of(EventFilter { staff: "zeimu".into(), ..EventFilter::default() }).is_empty());
        assert!(of(EventFilter { to: "R8.3.1".into(), ..EventFilter::default() }).is_empty());
        let refused = of(EventFilter { outcome: "refused".into(), ..EventFilter::default() });
        assert_eq!(refused.len(), 3);
        let next = of(EventFilter { before: all[1].seq.to_string(), ..EventFilter::default() });
        assert!(next.iter().all(|line| line.seq < all[1].seq));
    });
}

#[test]
fn whoever_sees_a_case_sees_who_else_has_looked() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6"));
        w.invite(&w.elder, case, w.hardship.agency);
        w.ask(&w.hardship, |tx, who| cases::show(tx, who, &code, None)).unwrap();
        let seen = w.ask(&w.elder, |tx, who| audit::access_history(tx, who, &code, i64::MAX)).unwrap();
        assert!(
            seen.iter().any(|visit| visit.agency.as_deref() == Some("自立相談支援機関【架空】")),
            "{seen:?}"
        );
        for stranger in [&w.tax, &w.admin, &w.privacy] {
            assert!(not_found(w.ask(stranger, |tx, who| audit::access_history(tx, who, &code, i64::MAX))));
        }
    });
}

/// A thousand looks: those at the person are all in the report, those at others are not (L-08).
#[test]
fn a_report_has_every_look_at_the_person_and_nothing_of_others() {
    each_world(|w| {
        let person = w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6");
        let (case, _) = w.case(&w.elder, person);
        let other = w.person(&w.elder, "見本 花", "みほん はな", "S50");
        let (elsewhere, _) = w.case(&w.elder, other);
        let look = move |tx: &store::Tx<'_>, who: &Scope| {
            for n in 0..1_000 {
                let event = match n % 4 {
                    0 => Event::new(Action::Read, Kind::Case, case).of_case(case),
                    1 => Event::new(Action::Reveal, Kind::Person, person)
                        .for_purpose("見本 花さんの父に電話するため"),
                    2 => Event::new(Action::Read, Kind::Case, elsewhere).of_case(elsewhere),
                    _ => Event::new(Action::Read, Kind::Person, other),
                };
                event.record(tx, who)?;
            }
            Ok(())
        };
        w.act(&w.hardship, look).unwrap();
        let stranger = w.act(&w.tax, move |tx, who| report::request(tx, who, person, &period()));
        assert!(not_found(stranger), "whoever does not see the person takes no request about them");
        let id = w.act(&w.elder, move |tx, who| report::request(tx, who, person, &period())).unwrap();
        let draft = report::gather(&w.at.db, id).unwrap();
        let of_hardship = draft.entries.iter().filter(|entry| entry.agency.starts_with("自立")).count();
        assert_eq!(of_hardship, 500, "every look, and no other");
        let form = DecisionForm { decision: "disclosed".into(), withheld: Vec::new() };
        assert!(not_found(w.act(&w.elder, {
            let (form, draft) = (form.clone(), draft.clone());
            move |tx, who| report::decide(tx, who, id, &form, &draft)
        })));
        w.act(&w.privacy, move |tx, who| report::decide(tx, who, id, &form, &draft)).unwrap();
        let answered = w.ask(&w.privacy, |tx, who| report::report(tx, who, id)).unwrap();
        let text = serde_json::to_string(&answered).unwrap();
        assert!(!text.contains("見本 花") && !text.contains(NAME) && !text.contains(&other.to_string()));
        assert_eq!(answered.entries.iter().filter(|entry| entry.agency.starts_with("自立")).count(), 500);
        let again = DecisionForm { decision: "neither".into(), withheld: Vec::new() };
        let again =
            w.act(&w.privacy, move |tx, who| report::decide(tx, who, id, &again, &report::Draft::default()));
        assert!(matches!(again, Err(Error::Stale)), "an answer is given once");
    });
}

#[test]
fn where_abuse_is_suspected_the_report_withholds_who_looked_at_that_case() {
    each_world(|w| {
        let person = w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6");
        let (case, _) = w.case(&w.elder, person);
        let flag =
            UrgentForm {
                kind: "elder_abuse".into(), note: "あざがある".into(), ..UrgentForm::default()
            };
        w.act(&w.elder, move |tx, who| cases::raise_urgent(tx, who, case, &flag)).unwrap();
        let id = w.act(&w.elder, move |tx, who| report::request(tx, who, person, &period())).unwrap();
        let draft = report::gather(&w.at.db, id).unwrap();
        assert!(draft.withheld > 0);
        let of_case = w
            .ask(&w.elder, |tx, _| {
                tx.one::<i64>("SELECT count(*) FROM audit_events WHERE case_id = $1", &[&case])
            })
            .unwrap();
        assert!(of_case >= draft.withheld && draft.entries.len() as i64 <= 6, "{draft:?}");
    });
}

#[test]
fn neither_confirming_nor_denying_says_the_same_of_a_known_and_an_unknown_person() {
    each_world(|w| {
        let person = w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6");
        let known = w.act(&w.elder, move |tx, who| report::request(tx, who, person, &period())).unwrap();
        let unknown = w.act(&w.privacy, |tx, who| report::request_of_unknown(tx, who, &period())).unwrap();
        let answers = [known, unknown].map(|id| {
            let draft = report::gather(&w.at.db, id).unwrap();
            let form = DecisionForm { decision: "neither".into(), withheld: Vec::new() };
            w.act(&w.privacy, move |tx, who| report::decide(tx, who, id, &form, &draft)).unwrap();
            let answered = w.ask(&w.privacy, |tx, who| report::report(tx, who, id)).unwrap();
            (answered.line.decision, answered.entries, answered.line.from_on, answered.line.to_on)
        });
        assert_eq!(answers[0], answers[1]);
        assert!(answers[0].1.is_empty());
    });
}

#[test]
fn a_request_says_for_when_and_an_answer_leaves_out_whom_the_officer_withholds() {
    each_world(|w| {
        let person = w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6");
        let (case, _) = w.case(&w.elder, person);
        w.at.ambient.advance(86_400);
        let request = |from: &str, to: &str, identity: &str| {
            let form = ReportRequest { from: from.into(), to: to.into(), identity: identity.into() };
            w.act(&w.elder, move |tx, who| report::request(tx, who, person, &form))
        };
        let refused = |answer: kernel::Result<_>| match answer {
            Err(Error::Invalid(faults)) => faults.into_iter().map(|f| f.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(request("R8.4.2", "R8.4.1", "運転免許証")), ["to"]);
        assert_eq!(refused(request("R8.4.1", "R8.4.3", "運転免許証")), ["to"], "nobody has looked tomorrow");
        assert_eq!(refused(request("", "", "")), ["from", "to", "identity"]);
        for who in [&w.tax, &w.hardship] {
            w.act(who, move |tx, who| {
                (0..3).try_for_each(|_| {
                    Event::new(Action::Read, Kind::Case, case).of_case(case).record(tx, who)?;
                    Event::new(Action::Read, Kind::Person, person).refused().record(tx, who)
                })
            })
            .unwrap();
        }
        let earlier = request("R8.3.1", "R8.3.31", "運転免許証").unwrap();
        let before = report::gather(&w.at.db, earlier).unwrap();
        assert!(before.entries.is_empty() && before.withheld == 0, "{before:?}");
        let id = request("R8.4.2", "R8.4.2", "運転免許証").unwrap();
        let draft = report::gather(&w.at.db, id).unwrap();
        let of = |draft: &[report::Disclosed], who: &Scope| {
            draft.iter().filter(|entry| entry.agency_id == who.agency.to_string()).count()
        };
        assert_eq!((of(&draft.entries, &w.tax), of(&draft.entries, &w.hardship)), (3, 3));
        assert!(draft.entries.windows(2).all(|pair| pair[0].at <= pair[1].at));
        let named: Vec<String> = report::agencies_of(&draft).into_iter().map(|(id, _)| id).collect();
        assert!(named.contains(&w.tax.agency.to_string()) && named.contains(&w.hardship.agency.to_string()));
        let unanswered = w.ask(&w.privacy, report::reports).unwrap();
        assert!(unanswered.iter().all(|line| line.decision.is_empty()) && unanswered.len() == 2);
        let all = draft.entries.len();
        let decide = |decision: &str| {
            let form =
                DecisionForm { decision: decision.into(), withheld: vec![w.hardship.agency.to_string()] };
            let draft = draft.clone();
            w.act(&w.privacy, move |tx, who| report::decide(tx, who, id, &form, &draft))
        };
        assert!(matches!(decide("perhaps"), Err(Error::Invalid(_))));
        decide("disclosed").unwrap();
        let answered = w.ask(&w.privacy, |tx, who| report::report(tx, who, id)).unwrap();
        assert_eq!((of(&answered.entries, &w.tax), of(&answered.entries, &w.hardship)), (3, 0));
        assert_eq!((answered.entries.len(), answered.withheld), (all - 3, 3));
        assert_eq!(
            (answered.line.from_on, answered.line.to_on),
            (answered.line.to_on, answered.line.from_on)
        );
        let lines = w.ask(&w.privacy, report::reports).unwrap();
        assert_eq!(lines.iter().map(|line| line.decision.as_str()).collect::<Vec<_>>(), ["", "disclosed"]);
        assert!(not_found(w.ask(&w.privacy, |tx, who| report::report(tx, who, case.cast()))));
        assert!(not_found(report::gather(&w.at.db, case.cast())));
    });
}

#[test]
fn the_log_is_turned_over_by_pages_and_by_days() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6"));
        w.at.ambient.advance(86_400);
        w.act(&w.tax, move |tx, who| {
            (0..audit::PAGE + 10).try_for_each(|_| Event::new(Action::Read, Kind::Case, case).record(tx, who))
        })
        .unwrap();
        let of = |filter: EventFilter| w.ask(&w.privacy, |tx, who| audit::events(tx, who, &filter));
        let by = |from: &str, to: &str| {
            let filter = EventFilter {
                staff: "ZEIMU ".into(),
                from: from.into(),
                to: to.into(),
                ..EventFilter::default()
            };
            of(filter).unwrap().len()
        };
        assert_eq!(by("", ""), audit::PAGE + 1, "a page, and that there is another one");
        assert_eq!(by("R8.4.2", "R8.4.2"), audit::PAGE + 1);
        assert_eq!((by("R8.4.1", "R8.4.1"), by("", "R8.4.1")), (0, 0));
        let first = of(EventFilter { staff: "zeimu".into(), ..EventFilter::default() }).unwrap();
        let after = EventFilter {
            staff: "zeimu".into(),
            before: first[audit::PAGE - 1].seq.to_string(),
            ..EventFilter::default()
        };
        assert_eq!(of(after).unwrap().len(), 10);
        let agency = EventFilter { agency: w.tax.agency.to_string(), ..EventFilter::default() };
        let there = of(agency).unwrap();
        assert!(there.len() > audit::PAGE && there.windows(2).all(|pair| pair[0].agency == pair[1].agency));
        for (from, to) in [("いつか", ""), ("", "R8.4.3")] {
            let filter = EventFilter { from: from.into(), to: to.into(), ..EventFilter::default() };
            assert!(matches!(of(filter), Err(Error::Invalid(_))), "{from} {to}");
        }
    });
}

/// 10,000 accesses: every person, nobody else, in seconds (L-09).
#[test]
#[expect(clippy::disallowed_methods, reason = "the promise is one of seconds")]
fn a_breach_pack_has_everybody_who_was_reached_and_nobody_else() {
    each_world(|w| {
        let (mut cases, mut people) = (Vec::new(), Vec::new());
        for n in 0..12 {
            let person = w.person(&w.elder, &format!("見本 {n}"), "みほん", "S45.5.6");
            people.push(person);
            cases.push(w.case(&w.elder, person));
        }
        let untouched = w.person(&w.elder, NAME, "おきのしま はる", "S45.5.7");
        w.at.ambient.advance(86_400);
        let ids: Vec<Id<cases::Case>> = cases.iter().map(|(id, _)| *id).collect();
        for part in 0..10 {
            let ids = ids.clone();
            w.act(&w.tax, move |tx, who| {
                for n in 0..1_000 {
                    let case = ids[(part * 1_000 + n) % 10];
                    Event::new(Action::Read, Kind::Case, case).of_case(case).record(tx, who)?;
                }
                Ok(())
            })
            .unwrap();
        }
        w.act(&w.hardship, move |tx, who| Event::new(Action::Read, Kind::Person, untouched).record(tx, who))
            .unwrap();
        let today = w.ask(&w.tax, |_, who| Ok(who.now.day())).unwrap();
        let staff = w.ask(&w.privacy, |tx, _| breach::account_of(tx, "ZEIMU")).unwrap();
        let began = std::time::Instant::now();
        let pack = breach::gather(&w.at.db, Span::days(today, today), Some(&staff)).unwrap();
        let took = began.elapsed();
        println!("10,000 accesses on {:?} in {took:?}", w.at.db.kind());
        assert!(took.as_secs() < 10, "{took:?}");
        assert_eq!((pack.accesses, pack.cases.len(), pack.persons.len()), (10_000, 10, 10));
        let mut expected: Vec<String> = people[..10].iter().map(ToString::to_string).collect();
        expected.sort();
        assert_eq!(pack.persons.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(), expected);
        assert!(pack.persons.iter().all(|(_, n)| *n == 1_000) && !pack.many);
        assert_eq!(pack.bases, [("所管".to_owned(), 10_000)]);
        let everybody = breach::gather(&w.at.db, Span::days(today, today), None).unwrap();
        assert_eq!(everybody.persons.len(), 11);
        let known = "2026-04-02".parse().unwrap();
        let due = deadlines(known);
        assert_eq!(
            (due.first, due.last, due.last_of_intent),
            (known.plus(5), known.plus(30), known.plus(60))
        );
    });
}

#[test]
fn a_breach_pack_counts_what_gave_something_out_and_says_when_many_are_concerned() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6"));
        w.at.ambient.advance(86_400);
        let write = |events: fn(Id<cases::Case>) -> Vec<Event>| {
            w.act(&w.tax, move |tx, who| {
                events(case).into_iter().try_for_each(|event| event.record(tx, who))
            })
            .unwrap();
        };
        let gather = || {
            let today = w.ask(&w.tax, |_, who| Ok(who.now.day())).unwrap();
            let staff = w.ask(&w.privacy, |tx, _| breach::account_of(tx, "zeimu")).unwrap();
            breach::gather(&w.at.db, Span::days(today, today), Some(&staff)).unwrap()
        };
        write(|case| {
            let read = || Event::new(Action::Read, Kind::Case, case).of_case(case);
            vec![
                read().refused(),
                Event::new(Action::Change, Kind::Case, case).of_case(case),
                Event::new(Action::Read, Kind::Account, case),
                Event::many(Action::List, Kind::Case, std::iter::empty::<Id<cases::Case>>()),
            ]
        });
        let none = gather();
        assert_eq!((none.accesses, none.cases.len(), none.persons.len()), (0, 0, 0), "{none:?}");
        write(|case| {
            let of = |kind| Event::new(Action::Read, kind, case).of_case(case);
            vec![of(Kind::Case), of(Kind::Consent), of(Kind::Conference), of(Kind::Emergency)]
        });
        let some = gather();
        assert_eq!((some.accesses, some.cases[0].1, some.persons.len()), (4, 4, 1), "{some:?}");
        let ids = |n: usize| (0..n).map(|i| format!("{i:026}").parse::<Id<cases::Case>>().unwrap()).collect();
        let listed = |n: usize| {
            let ids: Vec<Id<cases::Case>> = ids(n);
            w.act(&w.tax, move |tx, who| {
                Event::many(Action::List, Kind::Person, ids.clone()).record(tx, who)
            })
            .unwrap();
            gather()
        };
        let hundred = listed(99);
        assert_eq!((hundred.persons.len(), hundred.many), (100, false), "99 of the list and one of the case");
        assert!(listed(100).many, "one more than a hundred");
    });
}

#[test]
fn a_breach_pack_counts_by_kind_and_finds_each_case_that_a_list_or_a_file_showed() {
    each_world(|w| {
        let [one, two] = ["見本 一", "見本 二"].map(|name| w.person(&w.elder, name, "みほん", "S45.5.6"));
        let ((first, code), (second, other)) = (w.case(&w.elder, one), w.case(&w.elder, two));
        w.at.ambient.advance(86_400);
        w.act(&w.tax, move |tx, who| {
            Event::new(Action::Read, Kind::Case, first).of_case(first).record(tx, who)?;
            Event::many(Action::List, Kind::Case, [first, second]).record(tx, who)?;
            Event::many(Action::Export, Kind::Export, [first, second]).record(tx, who)?;
            (0..2).try_for_each(|_| Event::many(Action::List, Kind::Person, [one, two]).record(tx, who))
        })
        .unwrap();
        let today = w.ask(&w.tax, |_, who| Ok(who.now.day())).unwrap();
        let pack = breach::gather(&w.at.db, Span::days(today, today), None).unwrap();
        let count = |key: &str, number: i64| (key.to_owned(), number);
        let mut cases = vec![count(&code, 3), count(&other, 2)];
        cases.sort();
        assert_eq!((pack.accesses, pack.cases), (5, cases));
        // Whoever sees a case sees everybody in it.
        let mut persons = vec![count(one.as_str(), 2 + 3), count(two.as_str(), 2 + 2)];
        persons.sort();
        assert_eq!(pack.persons, persons);
        let kinds = [
            ("ケース(一覧で見た)", 1),
            ("ケース(読んだ)", 1),
            ("人(一覧で見た)", 2),
            ("持ち出し(持ち出した)", 1),
        ];
        assert_eq!(pack.kinds, kinds.map(|(key, number)| count(key, number)));
        assert_eq!(pack.bases, [count("所管", 5)]);
    });
}

#[test]
fn a_day_is_from_its_first_moment_to_the_one_before_the_next_day() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, NAME, "おきのしま はる", "S45.5.6"));
        let day: Day = "2026-04-05".parse().unwrap();
        let next = Instant::start_of(day.plus(1));
        for at in [Instant::start_of(day).0 - 1, Instant::start_of(day).0, next.0 - 1, next.0] {
            w.act(&w.tax, move |tx, who| {
                let then = Scope { now: Instant(at), ..who.clone() };
                Event::new(Action::Read, Kind::Case, case).of_case(case).record(tx, &then)
            })
            .unwrap();
        }
        let of = |from: Day, to: Day| breach::gather(&w.at.db, Span::days(from, to), None).unwrap().accesses;
        assert_eq!((of(day, day), of(day.plus(1), day.plus(1)), of(day, day.plus(1))), (2, 1, 3));
    });
}

#[test]
fn what_was_sealed_since_is_looked_at_from_the_very_first_event_on() {
    store::testing::each_db(domain::MIGRATIONS, |at| {
        at.db
            .write(|tx| {
                tx.exec(
                    "INSERT INTO audit_events (at, request, staff_id, agency_id, role, action, kind, objects, case_id, basis, purpose, outcome)
                     VALUES ($1, 'r', 's', 'a', 'counter_worker', 'read', 'case', 'o', NULL, 'own', '', 'ok')",
                    &[&tx.now().0],
                )
            })
            .unwrap();
        at.ambient.advance(3_600);
        assert_eq!(super::Office::new().seal(&at.db), 1);
        let (number, day): (i64, Day) =
            at.db.read(|tx| Ok((tx.one("SELECT seq FROM audit_events", &[])?, tx.now().day()))).unwrap();
        assert_eq!(number, 1);
        assert_eq!(breach::gather(&at.db, Span::days(day, day), None).unwrap().accesses, 1);
    });
}

#[test]
fn data_leaves_by_a_right_of_its_own_marked_and_registered() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "=見本 一郎", "みほん いちろう", "S18.3.1"));
        let form =
            ExportForm { purpose: "年度末の点検。係長が使う".into(), ..ExportForm::default() };
        let take = |who: &Scope, form: &ExportForm| {
            let form = form.clone();
            w.act(who, move |tx, who| exports::take_out(tx, who, "見本 職員【架空】", &form))
        };
        assert!(not_found(take(&w.elder, &form)), "nobody may without the right");
        let right = NewRight { login: "houkatsu".into(), from: "今日".into(), to: "明日".into() };
        let grant = |who: &Scope, right: &NewRight| {
            let right = right.clone();
            w.act(who, move |tx, who| exports::grant(tx, who, &right))
        };
        assert!(not_found(grant(&w.elder, &right)) && not_found(grant(&w.privacy, &right)));
        let own = NewRight { login: "kanri".into(), ..right.clone() };
        assert!(matches!(grant(&w.admin, &own), Err(Error::Invalid(_))), "nobody gives it to themselves");
        let id = grant(&w.admin, &right).unwrap();
        assert!(matches!(take(&w.elder, &ExportForm::default()), Err(Error::Invalid(_))));
        let file = take(&w.elder, &form).unwrap();
        assert!(file.text.starts_with('\u{feff}'));
        for words in [file.code.as_str(), "見本 職員【架空】", "年度末の点検", &code, "\"'=見本 一郎\""]
        {
            assert!(file.text.contains(words), "{words}: {}", file.text);
        }
        let register = w.ask(&w.privacy, exports::register).unwrap();
        assert_eq!((register.len(), register[0].code.clone(), register[0].lines), (1, file.code, 1));
        assert!(not_found(w.ask(&w.admin, exports::register)));
        let logged: i64 = w
            .ask(&w.elder, |tx, _| tx.one("SELECT count(*) FROM audit_events WHERE action = 'export'", &[]))
            .unwrap();
        assert_eq!(logged, 1);
        w.act(&w.admin, move |tx, who| exports::end_right(tx, who, id)).unwrap();
        assert!(not_found(take(&w.elder, &form)), "taken back means at once");
        grant(&w.admin, &right).unwrap();
        assert!(take(&w.elder, &form).is_ok());
        w.at.ambient.advance(3 * 86_400);
        assert!(not_found(take(&w.elder, &form)), "and it ends by itself");
    });
}
