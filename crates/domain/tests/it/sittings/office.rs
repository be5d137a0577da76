//! Copies, reports, sittings and counts: what an office keeps of its conferences.

use super::*;

/// ALL-19: each copy has a number and a name, and what did not come back is known.
#[test]
fn copies_are_numbered_and_come_back() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.hardship, item, "jiritsu");
        invite(w, item, "zeimu", "").unwrap();
        let number = || w.act(&w.elder, move |tx, who| conferences::number_copies(tx, who, item));
        assert_eq!(fault(number()), "papers_not_frozen");
        freeze(w, item, papers_form()).unwrap();
        number().unwrap();
        number().unwrap();
        let of = || w.ask(&w.elder, |tx, who| conferences::copies(tx, who, item)).unwrap().copies;
        assert_eq!(of().len(), 1, "one for each who is bound, and once");
        acknowledge(w, &w.tax, item);
        number().unwrap();
        assert_eq!(of().iter().map(|copy| copy.number).collect::<Vec<_>>(), [1, 2]);
        let first = of()[0].id;
        let back = |who: &Scope| w.act(who, move |tx, who| conferences::take_back(tx, who, item, first));
        assert!(matches!(back(&w.hardship), Err(Error::NotFound)));
        back(&w.elder).unwrap();
        assert!(matches!(back(&w.elder), Err(Error::Stale)));
        assert_eq!(of().iter().map(|copy| copy.returned_at.is_some()).collect::<Vec<_>>(), [true, false]);
        for who in [&w.hardship, &w.tax] {
            assert!(
                w.ask(who, |tx, who| conferences::copies(tx, who, item)).is_err(),
                "members print nothing"
            );
        }
    });
}

/// EDO-19: a report for each sitting, by its day, received by another person.
#[test]
fn a_sitting_is_reported_where_the_municipality_asks_for_it() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let h = home(w);
        let item = by_statute(w, &h.code);
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        let hold = || w.act(&w.elder, move |tx, who| conferences::hold(tx, who, sitting));
        assert_eq!(fault(hold()), "conference_items_open");
        finish(w, item, closing()).unwrap();
        let report = |words: &str| {
            let form = ReportForm { report: words.into() };
            w.act(&w.elder, move |tx, who| conferences::report(tx, who, sitting, &form))
        };
        assert!(matches!(report("役割を決めた"), Err(Error::Stale)), "not before it was held");
        hold().unwrap();
        let view = || w.ask(&w.elder, |tx, who| conferences::sitting(tx, who, sitting)).unwrap().sitting;
        assert_eq!(
            (view().status, view().report_due_on.map(|d| d.to_string())),
            (Standing::Held, Some("2026-04-24".into()))
        );
        let late = || w.ask(&w.manager, conferences::reports).unwrap().len();
        assert_eq!(late(), 0);
        w.at.ambient.advance(25 * 86_400);
        assert_eq!(late(), 1, "overdue on the day after");
        assert!(w.ask(&w.tax, conferences::reports).unwrap().is_empty());
        assert_eq!(faults(report("ハナさんの役割を決めた")), [("report".into(), "name_without_ground")]);
        report("役割を決めた。次は訪問。").unwrap();
        assert!(matches!(report("もう一度"), Err(Error::Stale)));
        let receive = |who: &Scope| w.act(who, move |tx, who| conferences::receive(tx, who, sitting));
        assert!(matches!(receive(&w.tax), Err(Error::NotFound)));
        let words = w.ask(&w.manager, |tx, who| conferences::sitting(tx, who, sitting)).unwrap().report;
        assert_eq!(words.as_deref(), Some("役割を決めた。次は訪問。"));
        receive(&w.manager).unwrap();
        assert!(matches!(receive(&w.manager), Err(Error::Stale)));
        assert_eq!(late(), 0);
    });
}

#[test]
fn profiles_alone_decide_about_reports_areas_and_one_room() {
    each_world(|w| {
        let h = home(w);
        let held = |sitting: Id<Sitting>| {
            w.act(&w.elder, move |tx, who| conferences::hold(tx, who, sitting)).unwrap();
            w.ask(&w.elder, |tx, who| conferences::sitting(tx, who, sitting)).unwrap().sitting.report_due_on
        };
        w.works_by("oda-shi", |text| {
            text.replacen("rule_version = \"unset\"", "rule_version = \"令和5年4月1日\"", 1)
        });
        let meetings = w.ask(&w.elder, |tx, _| conferences::meetings(tx)).unwrap();
        let form = SittingForm { container: meetings[0].key.clone(), name: String::new(), ..sitting_form() };
        let sitting = convene(w, form).unwrap();
        let item = by_statute(w, &h.code);
        place(w, sitting, item, "").unwrap();
        finish(w, item, closing()).unwrap();
        let told = minutes(w, &w.elder, item).unwrap();
        let rule = "大田市重層的支援体制整備事業支援会議設置要綱(令和5年4月1日)";
        assert_eq!(told.item.rule, rule, "ODA-14");
        w.works_by("oda-shi", str::to_owned);
        assert_eq!(minutes(w, &w.elder, item).unwrap().item.rule, rule, "as it was when the item began");
        assert_eq!(held(sitting), None, "大田市 asks for no report");
        w.works_by("ota-ku", str::to_owned);
        let meetings = w.ask(&w.elder, |tx, _| conferences::meetings(tx)).unwrap();
        assert_eq!(meetings[0].areas.len(), 4, "OTA-05: one in each of the four districts");
        let form = SittingForm { container: meetings[0].key.clone(), name: String::new(), ..sitting_form() };
        assert_eq!(fault(convene(w, form.clone())), "error_choose_one", "which of the four");
        convene(w, SittingForm { area: meetings[0].areas[0].clone(), ..form }).unwrap();
        assert_eq!(
            fault(convene(w, SittingForm { area: "どこか".into(), ..sitting_form() })),
            "error_unknown_choice"
        );
        w.works_by("imabari", |text| {
            text.replace("one_sitting = \"unset\"", "one_sitting = { value = false, seed = \"L158\" }")
        });
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.hardship.agency]));
        let consented = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, by_statute(w, &h.code), "").unwrap();
        assert_eq!(fault(place(w, sitting, consented, "")), "conference_one_ground");
    });
}

#[test]
fn a_sitting_is_planned_by_casework_and_lets_its_items_go_when_it_is_taken_off() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        for who in [&w.admin, &w.privacy] {
            let form = sitting_form();
            let refused = w.act(who, move |tx, who| conferences::convene(tx, who, &form));
            assert!(matches!(refused, Err(Error::NotFound)));
        }
        let past = SittingForm { meets_on: "R8.3.1".into(), name: String::new(), ..sitting_form() };
        assert_eq!(faults(convene(w, past)).len(), 2);
        let sitting = convene(w, SittingForm { meets_on: "R8.4.15".into(), ..sitting_form() }).unwrap();
        freeze(w, item, papers_form()).unwrap();
        place(w, sitting, item, "14:00").unwrap();
        let moved = w.ask(&w.elder, |tx, who| conferences::show(tx, who, item)).unwrap().item;
        assert_eq!((moved.meets_on.to_string(), moved.starts_at.as_str()), ("2026-04-15".into(), "14:00"));
        assert_eq!(moved.closes_at.unwrap().day().to_string(), "2026-04-30", "two weeks after the new day");
        let named = convene(w, SittingForm { name: "ハナさんの会議".into(), ..sitting_form() }).unwrap();
        assert_eq!(faults(place(w, named, item, "")), [("item".into(), "name_without_ground")]);
        let foreign = PlaceForm { item: item.to_string(), starts_at: String::new() };
        let refused = w.act(&w.tax, move |tx, who| conferences::place(tx, who, sitting, &foreign));
        assert!(matches!(refused, Err(Error::NotFound)));
        w.act(&w.elder, move |tx, who| conferences::unplace(tx, who, item)).unwrap();
        let again = w.act(&w.elder, move |tx, who| conferences::unplace(tx, who, item));
        assert!(matches!(again, Err(Error::Stale)));
        place(w, sitting, item, "").unwrap();
        w.act(&w.elder, move |tx, who| conferences::cancel(tx, who, sitting)).unwrap();
        let left = w.ask(&w.elder, |tx, who| conferences::show(tx, who, item)).unwrap();
        assert!(left.sitting.is_none() && left.item.held_at.is_none());
        assert!(matches!(place(w, sitting, item, ""), Err(Error::Stale)));
    });
}

/// OTA-05, C41: meetings, items and households are three numbers.
#[test]
fn conferences_are_counted_in_three_ways() {
    each_world(|w| {
        let h = home(w);
        let sitting = convene(w, sitting_form()).unwrap();
        let items = [by_statute(w, &h.code), by_statute(w, &h.code)];
        for item in items {
            place(w, sitting, item, "").unwrap();
            finish(w, item, closing()).unwrap();
        }
        let (from, to) = (kernel::Day::new(2026, 4, 1).unwrap(), kernel::Day::new(2027, 3, 31).unwrap());
        let counts = w.ask(&w.manager, |tx, who| conferences::counts(tx, who, from, to)).unwrap();
        let numbers: Vec<_> = counts.iter().map(|c| (c.sittings, c.items, c.households)).collect();
        assert_eq!(numbers, [(1, 2, 1)]);
        assert!(w.ask(&w.elder, |tx, who| conferences::counts(tx, who, from, to)).unwrap().is_empty());
        let before = kernel::Day::new(2026, 4, 9).unwrap();
        assert!(w.ask(&w.manager, |tx, who| conferences::counts(tx, who, from, before)).unwrap().is_empty());
    });
}

/// Whoever acknowledged other words acknowledges the new ones before reading on.
#[test]
fn changed_words_of_the_notice_are_acknowledged_again() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.hardship, item, "jiritsu");
        freeze(w, item, papers_form()).unwrap();
        assert!(reads(w, &w.hardship, item));
        w.at.db
            .write(move |tx| {
                tx.exec("UPDATE conference_items SET notice_version = 2 WHERE id = $1", &[&item])
            })
            .unwrap();
        let view = w.ask(&w.hardship, |tx, who| conferences::papers(tx, who, item)).unwrap();
        assert!(view.packet.is_none() && !view.acknowledged && view.item.question.is_empty());
    });
}

/// An installation that the tests of profiles change stays one that can be loaded.
#[test]
fn every_shipped_profile_installs_and_tells_its_meetings() {
    each_world(|w| {
        for file in SHIPPED {
            let text = file.text;
            w.at.db.write(move |tx| tx.exec("UPDATE municipality SET profile = $1", &[&text])).unwrap();
            let names: Vec<String> = w
                .ask(&w.elder, |tx, _| conferences::meetings(tx))
                .unwrap()
                .into_iter()
                .map(|m| m.name)
                .collect();
            let known = ["ota-ku", "oda-shi", "imabari", "edogawa"].contains(&file.key);
            assert_eq!(!names.is_empty(), known, "{}: {names:?}", file.key);
        }
    });
}
