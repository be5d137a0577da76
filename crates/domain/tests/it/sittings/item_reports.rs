//! 案件ごとの報告 (EDO-19): for an office that has no ground in the case, so that nobody is named in it.

use super::*;
use domain::conferences::{ItemReport, ItemReportForm};

fn form() -> ItemReportForm {
    ItemReportForm {
        results: "見守りの役割を、3つの機関で分けられた".into(),
        issues: "夜に声をかける手だてがない".into(),
    }
}

fn report(w: &World<'_>, who: &Scope, item: Id<ConferenceItem>, form: ItemReportForm) -> Result<()> {
    w.act(who, move |tx, who| conferences::report_item(tx, who, item, &form))
}

fn read(w: &World<'_>, who: &Scope, item: Id<ConferenceItem>) -> Result<ItemReport> {
    w.ask(who, |tx, who| conferences::item_report(tx, who, item)).map(|(report, _)| report)
}

fn receive(w: &World<'_>, who: &Scope, item: Id<ConferenceItem>) -> Result<()> {
    w.act(who, move |tx, who| conferences::receive_item_report(tx, who, item))
}

/// An item of the statute that is over.
fn over(w: &World<'_>) -> Id<ConferenceItem> {
    let h = home(w);
    let item = by_statute(w, &h.code);
    seat(w, &w.tax, item, "zeimu");
    freeze(w, item, papers_form()).unwrap();
    point(w, item, "だれが訪ねるか", "包括が訪ねる").unwrap();
    point(w, item, "鍵のこと", "").unwrap();
    let member = live(w, item).members[0].id.to_string();
    assign(w, item, "訪ねる", &member).unwrap();
    assert_eq!(fault(report(w, &w.elder, item, form())), "conference_not_over");
    let sitting = convene(w, sitting_form()).unwrap();
    place(w, sitting, item, "14:00").unwrap();
    finish(w, item, closing()).unwrap();
    item
}

#[test]
fn what_came_of_an_item_is_reported_once_by_its_convener_and_received_by_somebody_else() {
    each_world(|w| {
        let item = over(w);
        for other in [&w.tax, &w.hardship, &w.manager, &w.admin] {
            assert!(matches!(report(w, other, item, form()), Err(Error::NotFound)));
            assert!(matches!(read(w, other, item), Err(Error::NotFound)), "there is none yet");
            assert!(matches!(receive(w, other, item), Err(Error::NotFound)));
        }
        report(w, &w.elder, item, form()).unwrap();
        assert!(matches!(report(w, &w.elder, item, form()), Err(Error::Stale)));
        let told = read(w, &w.manager, item).unwrap();
        assert_eq!((told.decided, told.roles, told.outcome), (1, 1, Some(conferences::Outcome::Continue)));
        assert_eq!((told.meeting.as_str(), told.met_on.to_string().as_str()), ("個別会議", "2026-04-10"));
        let json = serde_json::to_string(&told).unwrap();
        for hidden in ["見本 ハナ", "見本 二郎", "包括が訪ねる", "鍵のこと"] {
            assert!(!json.contains(hidden), "{hidden}: {json}");
        }
        assert!(read(w, &w.elder, item).is_ok());
        for other in [&w.tax, &w.hardship, &w.admin, &w.privacy] {
            assert!(matches!(read(w, other, item), Err(Error::NotFound)), "neither wrote it nor receives it");
            assert!(w.ask(other, conferences::item_reports).unwrap().is_empty());
        }
        assert_eq!(w.ask(&w.manager, conferences::item_reports).unwrap().len(), 1);
        receive(w, &w.manager, item).unwrap();
        assert!(matches!(receive(w, &w.manager, item), Err(Error::Stale)));
        assert!(w.ask(&w.manager, conferences::item_reports).unwrap().is_empty());
        assert!(read(w, &w.elder, item).unwrap().received_at.is_some());
    });
}

#[test]
fn whoever_wrote_a_report_does_not_receive_it() {
    each_world(|w| {
        let item = over(w);
        let coordinator = w.somebody("renkei", "elder", Role::Coordinator);
        report(w, &coordinator, item, form()).unwrap();
        assert!(w.ask(&coordinator, conferences::item_reports).unwrap().is_empty());
        assert!(matches!(receive(w, &coordinator, item), Err(Error::NotFound)));
        receive(w, &w.manager, item).unwrap();
    });
}

#[test]
fn a_report_of_an_item_tells_of_nobody() {
    each_world(|w| {
        let item = over(w);
        let with = |results: &str, issues: &str| {
            faults(report(
                w,
                &w.elder,
                item,
                ItemReportForm { results: results.into(), issues: issues.into() },
            ))
        };
        assert_eq!(
            with("", " "),
            [("results".into(), "error_required"), ("issues".into(), "error_required")]
        );
        assert_eq!(with("ハナさんと話せた", "なし"), [("results".into(), "name_without_ground")]);
        assert_eq!(with("話せた", "じろうの部屋"), [("issues".into(), "name_without_ground")]);
        let code: String = w
            .ask(&w.elder, |tx, _| {
                tx.one(
                    "SELECT c.code FROM cases c JOIN conference_items i ON i.case_id = c.id WHERE i.id = $1",
                    &[&item],
                )
            })
            .unwrap();
        assert_eq!(with(&format!("{code} の件"), "なし"), [("results".into(), "look_back_identifies")]);
        for contact in ["000-7700-0001へ", "星野町3-4に移った"] {
            let fields: Vec<String> = with(contact, "なし").into_iter().map(|(field, _)| field).collect();
            assert_eq!(fields, ["results"], "{contact}");
        }
    });
}

/// What somebody is reminded of: the number, the day, and whether it is theirs to write.
fn owed(w: &World<'_>, who: &Scope) -> Vec<(String, bool)> {
    let all = w.ask(who, conferences::owed_reports).unwrap();
    all.into_iter().map(|one| (one.due_on.to_string(), one.mine)).collect()
}

/// EDO-19: by the days of the municipality, for whoever reports, and once it is late for whoever receives.
#[test]
fn a_report_is_owed_by_its_day_and_late_after_it_for_both_sides() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let item = over(w);
        let day = "2026-04-24".to_owned();
        assert_eq!(owed(w, &w.elder), [(day.clone(), true)], "14 days after the conference");
        let shown = || w.ask(&w.elder, |tx, who| conferences::show(tx, who, item)).unwrap();
        assert_eq!(shown().report_due_on.map(|due| due.to_string()), Some(day.clone()));
        for other in [&w.manager, &w.tax, &w.hardship, &w.admin, &w.privacy] {
            assert!(owed(w, other).is_empty(), "{:?}: it is not late", other.role);
        }
        w.at.ambient.advance(25 * 86_400);
        let today = || w.ask(&w.elder, |_, who| Ok(who.now.day())).unwrap();
        assert!(shown().report_overdue(today()));
        assert_eq!(owed(w, &w.elder), [(day.clone(), true)]);
        assert_eq!(owed(w, &w.manager), [(day, false)]);
        let told = w.ask(&w.manager, conferences::owed_reports).unwrap();
        let json = serde_json::to_string(&told).unwrap();
        assert!(!json.contains("ハナ") && !json.contains("だれがどう声を"), "{json}");
        for other in [&w.tax, &w.hardship, &w.admin, &w.privacy] {
            assert!(owed(w, other).is_empty(), "{:?}", other.role);
        }
        let first =
            |who: &Scope| w.ask(who, |tx, who| domain::home::home(tx, who, 30)).unwrap().reports.len();
        assert_eq!((first(&w.elder), first(&w.manager), first(&w.tax)), (1, 1, 0));
        report(w, &w.elder, item, form()).unwrap();
        assert!(owed(w, &w.elder).is_empty() && owed(w, &w.manager).is_empty());
        assert!(shown().report_due_on.is_none());
    });
}

/// Whoever is barred from the people of an item is not reminded of it either.
#[test]
fn an_item_of_a_relative_is_not_among_the_late_ones() {
    each_world(|w| {
        w.works_by("edogawa", str::to_owned);
        let item = over(w);
        w.at.ambient.advance(25 * 86_400);
        let people = "SELECT min(cp.person_id) FROM case_people cp JOIN conference_items i ON i.case_id = cp.case_id WHERE i.id = $1";
        let person = w.ask(&w.manager, |tx, _| tx.one(people, &[&item])).unwrap();
        w.tie(&w.manager, person);
        assert!(owed(w, &w.manager).is_empty());
    });
}

/// Where the rule asks for one for each conference, the report of the sitting tells it; where for each case, it does not.
#[test]
fn the_report_of_a_sitting_does_for_its_items_where_one_is_asked_for_each_conference() {
    for per_case in [false, true] {
        each_world(|w| {
            let change: fn(&str) -> String = if per_case {
                |text| {
                    text.replacen(
                        "report = { value = \"per_conference\"",
                        "report = { value = \"per_case\"",
                        1,
                    )
                }
            } else {
                str::to_owned
            };
            w.works_by("edogawa", change);
            let item = over(w);
            let sitting =
                w.ask(&w.elder, |tx, who| conferences::show(tx, who, item)).unwrap().item.sitting.unwrap();
            let words = ReportForm { report: "役割を決めた。次は訪問。".into() };
            w.act(&w.elder, move |tx, who| {
                conferences::hold(tx, who, sitting)?;
                conferences::report(tx, who, sitting, &words)
            })
            .unwrap();
            assert_eq!(owed(w, &w.elder).len(), usize::from(per_case));
        });
    }
}

/// No duty, no day; and no day where the rules say none.
#[test]
fn without_a_duty_or_without_days_nothing_is_owed() {
    let nothing = |profile: &str, change: fn(&str) -> String| {
        each_world(|w| {
            w.works_by(profile, change);
            over(w);
            w.at.ambient.advance(100 * 86_400);
            assert!(owed(w, &w.elder).is_empty() && owed(w, &w.manager).is_empty(), "{profile}");
        });
    };
    nothing("oda-shi", str::to_owned);
    nothing("edogawa", |text| {
        text.replacen("report = { value = \"per_conference\"", "report = { value = \"none\"", 1)
    });
    nothing("edogawa", |text| {
        text.replace("report_due_days = { value = 14, default = true }", "report_due_days = \"unset\"")
    });
}
