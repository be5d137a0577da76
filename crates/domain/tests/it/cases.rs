use domain::access::{self, Act};
use domain::cases::{
    self, ClosureForm, Filter, IssueForm, NewRecord, Opening, PhaseForm, RecordCorrection, Status, TaskForm,
};
use kernel::Error;
use testkit::each_world;

#[test]
fn a_potential_case_needs_neither_name_nor_consent() {
    each_world(|w| {
        let form =
            Opening {
                nickname: "青い屋根の家".into(), status: "potential".into(), ..Default::default()
            };
        w.act(&w.elder, move |tx, who| cases::open(tx, who, &form)).unwrap();
        let list = w.ask(&w.elder, |tx, who| cases::work_list(tx, who, &Filter::default())).unwrap();
        assert_eq!((list[0].about.as_str(), list[0].status), ("呼び名「青い屋根の家」", Status::Potential));
    });
}

#[test]
fn a_record_makes_its_task_and_is_found_by_its_words() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6");
        let (_, code) = w.case(&w.elder, person);
        let form = NewRecord {
            case: code.clone(),
            text: "「自転車の修理なら、やってみたい」と話される。".into(),
            next_step: "工具を持参".into(),
            next_due: "R8.4.8".into(),
            ..Default::default()
        };
        let target = code.clone();
        w.act(&w.elder, move |tx, who| cases::record(tx, who, &target, &form)).unwrap();
        let view = w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, None)).unwrap();
        assert_eq!((view.records.len(), view.tasks[0].due_on.to_string().as_str()), (1, "2026-04-08"));
        assert_eq!(view.head.case.next_due_on.unwrap().to_string(), "2026-04-08");
        assert_eq!(w.ask(&w.elder, |tx, who| cases::search_records(tx, who, "自転車")).unwrap().len(), 1);
        assert!(w.ask(&w.tax, |tx, who| cases::search_records(tx, who, "自転車")).unwrap().is_empty());
    });
}

#[test]
fn who_is_in_charge_of_an_issue_is_proposed_by_the_day_on_which_the_case_began() {
    each_world(|w| {
        let (before, old) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        w.at.ambient.advance(86_400);
        let from = w.at.db.ambient().now().day();
        let hardship = w.hardship.agency;
        w.at.db
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO responsibilities (issue_type, agency_id, from_on) VALUES ('economic_hardship', $1, $2)",
                    &[&hardship, &from],
                )
            })
            .unwrap();
        let (after, new) = w.case(&w.elder, w.person(&w.elder, "例示 二", "れいじ つぎ", "S46"));
        for case in [before, after] {
            let form = IssueForm { issue_type: "economic_hardship".into(), ..Default::default() };
            w.act(&w.elder, move |tx, who| cases::add_issue(tx, who, case, &form)).unwrap();
        }
        let proposed = |code: &str| {
            let view = w.ask(&w.elder, |tx, who| cases::show(tx, who, code, None)).unwrap();
            view.in_charge.into_iter().map(|line| line.agency).collect::<Vec<_>>()
        };
        assert_eq!((proposed(&old), proposed(&new)), (vec![], vec![hardship]));
        w.invite(&w.elder, after, hardship);
        assert_eq!(proposed(&new), []);
    });
}

#[test]
fn a_page_of_one_case_cannot_write_into_another() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let (_, other) = w.case(&w.elder, w.person(&w.elder, "例示 二", "れいじ つぎ", "S46"));
        let form = NewRecord { case: other, text: "ちがう画面".into(), ..Default::default() };
        assert!(
            matches!(w.act(&w.elder, move |tx, who| cases::record(tx, who, &code, &form)), Err(Error::Conflict(m)) if m.key == "error_case_mismatch")
        );
    });
}

#[test]
fn a_corrected_record_keeps_its_old_words_and_only_its_agency_corrects_it() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let id = w.record(&w.elder, &code, "母と面談");
        w.invite(&w.elder, case, w.hardship.agency);
        let form = RecordCorrection {
            text: "父と面談".into(),
            reason: "書きまちがい".into(),
            ..RecordCorrection::default()
        };
        let theirs = form.clone();
        assert!(matches!(
            w.act(&w.hardship, move |tx, who| cases::correct_record(tx, who, case, id, &theirs)),
            Err(Error::NotFound)
        ));
        w.act(&w.elder, move |tx, who| cases::correct_record(tx, who, case, id, &form)).unwrap();
        let (record, old) = w.ask(&w.hardship, |tx, who| cases::show_record(tx, who, &code, id)).unwrap();
        assert_eq!(
            (record.text.as_str(), old[0].text.as_str(), record.corrections),
            ("父と面談", "母と面談", 1)
        );
        assert!(w.ask(&w.elder, |tx, who| cases::search_records(tx, who, "母と面談")).unwrap().is_empty());
    });
}

#[test]
fn a_record_of_the_wrong_case_is_withdrawn_with_a_trace() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let id = w.record(&w.elder, &code, "別の方の話");
        let form = RecordCorrection { reason: "別のケース".into(), ..RecordCorrection::default() };
        w.act(&w.elder, move |tx, who| cases::withdraw_record(tx, who, case, id, &form)).unwrap();
        let view = w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, None)).unwrap();
        assert!(view.records[0].withdrawn_at.is_some() && view.records[0].text.is_empty());
    });
}

#[test]
fn phases_may_be_skipped_repeated_and_entered_late() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        for (phase, on) in [
            ("supported", "R8.3.1"),
            ("consulting", "R8.3.10"),
            ("supported", "R8.3.20"),
            ("potential", "R8.1.5"),
        ] {
            let form = PhaseForm { phase: phase.into(), on: on.into(), ..Default::default() };
            w.act(&w.elder, move |tx, who| cases::enter_phase(tx, who, case, &form)).unwrap();
        }
        let view = w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, None)).unwrap();
        // The latest by date is the one that began with the case itself, today.
        assert_eq!(view.head.case.status, Status::Consulting);
        assert_eq!(view.phases.len(), 5);
        assert!(view.phases[0].late());
    });
}

#[test]
fn closing_needs_a_reason_and_nothing_left_open() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let task = TaskForm { title: "受診の同行".into(), due: "R8.4.3".into(), ..Default::default() };
        let task = w.act(&w.elder, move |tx, who| cases::add_task(tx, who, case, &task)).unwrap();
        let form =
            ClosureForm {
                reason: "settled".into(), note: "生活が落ち着いた".into(), ..Default::default()
            };
        let early = form.clone();
        assert!(matches!(
            w.act(&w.elder, move |tx, who| cases::close(tx, who, case, &early)),
            Err(Error::Conflict(_))
        ));
        w.act(&w.elder, move |tx, who| cases::task_done(tx, who, case, task)).unwrap();
        w.act(&w.elder, move |tx, who| cases::close(tx, who, case, &form)).unwrap();
        let late = NewRecord { text: "後日".into(), ..Default::default() };
        let target = code.clone();
        assert!(matches!(
            w.act(&w.elder, move |tx, who| cases::record(tx, who, &target, &late)),
            Err(Error::Conflict(_))
        ));
        w.act(&w.elder, move |tx, who| cases::reopen(tx, who, case, "また連絡があった")).unwrap();
        let view = w.ask(&w.elder, |tx, who| cases::show(tx, who, &code, None)).unwrap();
        assert_eq!(
            (view.head.case.status, view.closures[0].reopen_reason.as_str()),
            (Status::Consulting, "また連絡があった")
        );
    });
}

#[test]
fn a_done_task_can_be_taken_back_for_ten_minutes() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let task = TaskForm { title: "電話".into(), due: "明日".into(), ..Default::default() };
        let task = w.act(&w.elder, move |tx, who| cases::add_task(tx, who, case, &task)).unwrap();
        w.act(&w.elder, move |tx, who| cases::task_done(tx, who, case, task)).unwrap();
        w.act(&w.elder, move |tx, who| cases::task_undone(tx, who, case, task)).unwrap();
        w.act(&w.elder, move |tx, who| cases::task_done(tx, who, case, task)).unwrap();
        w.at.ambient.advance(11 * 60);
        assert!(matches!(
            w.act(&w.elder, move |tx, who| cases::task_undone(tx, who, case, task)),
            Err(Error::Stale)
        ));
    });
}

#[test]
fn a_case_without_contact_comes_onto_the_watch_list() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        w.record(&w.elder, &code, "訪問");
        let quiet = |days| w.ask(&w.elder, |tx, who| cases::quiet(tx, who, days)).unwrap().len();
        assert_eq!(quiet(30), 0);
        w.at.ambient.advance(31 * 86_400);
        assert_eq!((quiet(30), quiet(40)), (1, 0));
    });
}

#[test]
fn the_work_list_pages_without_gap_or_repeat() {
    each_world(|w| {
        for n in 0..60 {
            let form = Opening { nickname: format!("家{n}"), ..Default::default() };
            w.act(&w.elder, move |tx, who| cases::open(tx, who, &form)).unwrap();
        }
        let first = w.ask(&w.elder, |tx, who| cases::work_list(tx, who, &Filter::default())).unwrap();
        let next = Filter { after: first.last().unwrap().cursor(), ..Default::default() };
        let second = w.ask(&w.elder, |tx, who| cases::work_list(tx, who, &next)).unwrap();
        let mut codes: Vec<String> = first.into_iter().chain(second).map(|line| line.code).collect();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), 60);
    });
}

#[test]
fn a_thread_is_read_from_the_day_of_joining_and_never_after_leaving() {
    each_world(|w| {
        let (case, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let say = |who: &kernel::Scope, text: &str| {
            let form = cases::MessageForm { text: text.into() };
            w.act(who, move |tx, who| cases::say(tx, who, case, &form))
        };
        say(&w.elder, "はじめの相談").unwrap();
        w.invite(&w.elder, case, w.hardship.agency);
        say(&w.elder, "家計をお願いします").unwrap();
        say(&w.hardship, "承知しました").unwrap();
        let read = |who: &kernel::Scope| {
            w.ask(who, |tx, who| cases::messages(tx, who, &access::case(tx, who, case, Act::Read)?))
                .map_or(0, |messages| messages.len())
        };
        assert_eq!((read(&w.elder), read(&w.hardship), read(&w.tax)), (3, 2, 0));
        assert!(matches!(say(&w.tax, "のぞき見"), Err(Error::NotFound)));
        let member = w
            .ask(&w.elder, |tx, who| cases::team(tx, who, &access::case(tx, who, case, Act::Read)?)?.all())
            .unwrap()
            .into_iter()
            .find(|m| !m.is_lead)
            .unwrap()
            .id;
        w.act(&w.elder, move |tx, who| cases::leave(tx, who, case, member, "終えた")).unwrap();
        assert_eq!(read(&w.hardship), 0);
        assert!(matches!(say(&w.hardship, "まだいる"), Err(Error::NotFound)));
        drop(code);
    });
}

#[test]
fn a_danger_waits_for_no_consent_and_tells_whom_to_call() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let form = cases::UrgentForm { kind: "child_abuse".into(), ..Default::default() };
        let id = w.act(&w.elder, move |tx, who| cases::raise_urgent(tx, who, case, &form)).unwrap();
        let flag = w
            .ask(&w.elder, |tx, who| cases::urgent_flags(tx, &access::case(tx, who, case, Act::Read)?))
            .unwrap()
            .remove(0);
        assert!(
            flag.notified_at.is_none()
                && flag.kind.call().contains("189")
                && flag.kind.duty().contains("義務")
        );
        w.act(&w.elder, move |tx, who| cases::urgent_notified(tx, who, case, id, "児童相談所 田中さん"))
            .unwrap();
        assert!(matches!(
            w.act(&w.elder, move |tx, who| cases::urgent_notified(tx, who, case, id, "もう一度")),
            Err(Error::Stale)
        ));
        assert!(
            w.ask(&w.elder, |tx, who| cases::urgent_flags(tx, &access::case(tx, who, case, Act::Read)?))
                .unwrap()[0]
                .notified_at
                .is_some()
        );
    });
}

#[test]
fn bodies_around_a_case_are_known_to_its_team_only() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let form = cases::InvolvementForm {
            body: "かかりつけ医".into(),
            contact: "月1回の通院".into(),
            since: "R7.4.1".into(),
        };
        let other = form.clone();
        w.act(&w.elder, move |tx, who| cases::add_involvement(tx, who, case, &form)).unwrap();
        assert!(matches!(
            w.act(&w.tax, move |tx, who| cases::add_involvement(tx, who, case, &other)),
            Err(Error::NotFound)
        ));
        assert_eq!(
            w.ask(&w.elder, |tx, who| cases::involvements(tx, &access::case(tx, who, case, Act::Read)?))
                .unwrap()[0]
                .body,
            "かかりつけ医"
        );
    });
}

#[test]
fn issues_count_a_case_once_in_the_total_and_once_in_each_type() {
    each_world(|w| {
        let (case, _) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let form = cases::IssueForm { issue_type: "economic_hardship".into(), ..Default::default() };
        w.act(&w.elder, move |tx, who| cases::add_issue(tx, who, case, &form)).unwrap();
        let (from, to) = ("2026-04-01".parse().unwrap(), "2026-04-30".parse().unwrap());
        let counts =
            |who: &kernel::Scope| w.ask(who, |tx, who| cases::issue_counts(tx, who, from, to)).unwrap();
        let own = counts(&w.elder);
        assert_eq!((own.cases, own.by_type.iter().map(|t| t.cases).collect::<Vec<_>>()), (1, vec![1, 1]));
        assert_eq!(counts(&w.tax).cases, 0);
    });
}

#[test]
fn merging_two_cases_and_undoing_it_gives_the_same_data_as_before() {
    each_world(|w| {
        let (kept, code) = w.case(&w.elder, w.person(&w.elder, "見本 一", "みほん はじめ", "S45"));
        let (_, other) = w.case(&w.hardship, w.person(&w.hardship, "見本 一", "みほん はじめ", "S45"));
        w.record(&w.hardship, &other, "自転車の修理の話");
        let other_id = w.ask(&w.hardship, |tx, who| cases::by_code(tx, who, &other)).unwrap();
        let form = cases::CaseMergeForm { other: other.clone(), reason: "同じ世帯".into() };
        let blind = form.clone();
        assert!(matches!(
            w.act(&w.elder, move |tx, who| cases::merge_cases(tx, who, kept, &blind)),
            Err(Error::NotFound)
        ));
        w.invite(&w.hardship, other_id, w.elder.agency);
        let dump = || -> Vec<(String, String)> {
            w.ask(&w.admin, |tx, _| {
                tx.all(
                    "SELECT id, case_id || coalesce(left_reason, '') || CASE WHEN left_at IS NULL THEN 'in' ELSE 'out' END
                         || CASE WHEN is_lead THEN 'lead' ELSE '' END FROM case_team
                     UNION ALL SELECT id, case_id FROM case_records UNION ALL SELECT id, case_id FROM case_issues
                     UNION ALL SELECT case_id, person_id FROM case_people UNION ALL SELECT object_id, parent_id FROM search_entries
                     ORDER BY 1, 2",
                    &[],
                )
            })
            .unwrap()
        };
        let before = dump();
        let merge = w.act(&w.elder, move |tx, who| cases::merge_cases(tx, who, kept, &form)).unwrap();
        let view = w.ask(&w.hardship, |tx, who| cases::show(tx, who, &code, None)).unwrap();
        assert_eq!(
            (view.records.len(), view.team.iter().filter(|m| m.left_at.is_none() && m.is_lead).count()),
            (1, 1)
        );
        assert!(matches!(
            w.ask(&w.elder, |tx, who| cases::show(tx, who, &other, None)),
            Err(Error::NotFound)
        ));
        assert_eq!(
            w.ask(&w.elder, |tx, who| cases::search_records(tx, who, "自転車")).unwrap()[0].code,
            code
        );
        w.act(&w.elder, move |tx, who| cases::undo_case_merge(tx, who, merge)).unwrap();
        assert_eq!(before, dump());
    });
}
