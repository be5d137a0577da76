//! Cases are consistent in themselves and with their household.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use kernel::Day;
use town::{CaseSketch, CaseStatus, HandoverStatus, Method, Plan, Town, default_agencies, default_staff};

/// A town and its cases, made once: 2026-04-01, large enough for one very heavy case.
fn town() -> &'static (Town, Vec<CaseSketch>) {
    static TOWN: LazyLock<(Town, Vec<CaseSketch>)> = LazyLock::new(|| {
        let town = Town::new(Plan::new(20_000, 2_000, 11, Day::from_number(20_544)));
        let cases = town.cases().collect();
        (town, cases)
    });
    &TOWN
}

#[test]
fn exactly_one_topic_is_the_most_serious() {
    let (town, cases) = town();
    let single = town.desk_consultations().map(|c| c.consultation);
    for consultation in cases.iter().map(|c| c.consultation.clone()).chain(single) {
        assert_eq!(consultation.topics.iter().filter(|mark| mark.main).count(), 1);
        assert!(consultation.text.chars().count() >= 20, "{}", consultation.text);
    }
}

#[test]
fn days_are_in_order_and_never_ahead() {
    let (town, cases) = town();
    let today = town.plan().today;
    for case in cases {
        assert!(case.opened <= today && case.consultation.day == case.opened);
        assert!(case.steps.is_sorted_by_key(|step| step.day), "{:?}", case.steps);
        assert_eq!(case.steps.last().map(|step| step.status), Some(case.status));
        assert!(case.records.iter().all(|r| case.opened <= r.day && r.day <= today));
        assert!(case.records.is_sorted_by_key(|r| r.at()));
        assert!(case.team.iter().all(|m| case.opened <= m.joined && m.joined <= today));
        assert!(case.handovers.iter().all(|h| case.opened <= h.day && h.from != h.to));
        assert!(case.closures.iter().all(|c| c.day < today));
        let ended = case.closures.last().is_some_and(|c| c.reopened.is_none());
        assert_eq!(ended, case.status == CaseStatus::Closed);
        assert!(!ended || case.tasks.iter().all(|t| t.done.is_some()));
    }
}

#[test]
fn people_and_agencies_exist() {
    let (town, cases) = town();
    let agencies = town.plan().agencies.len();
    let mut households = BTreeSet::new();
    for case in cases {
        let members = town.household(case.household).members.len();
        assert!(households.insert(case.household), "a household with two cases");
        assert!(case.subject < members && case.issues.iter().filter_map(|i| i.member).all(|m| m < members));
        assert!((1..=6).contains(&case.team.len()) && (1..=8).contains(&case.issues.len()));
        assert!(case.team.iter().map(|m| m.agency).chain([case.lead, case.opened_by]).all(|a| a < agencies));
        let codes: BTreeSet<_> = case.issues.iter().map(|i| i.code).collect();
        assert_eq!(codes.len(), case.issues.len());
        assert!(
            case.records
                .iter()
                .all(|r| r.agency < agencies && r.staff < town.plan().staff_per_agency as usize)
        );
        assert!(case.records.iter().filter_map(|r| r.counterpart.member).all(|m| m < members));
        assert!(case.tasks.iter().all(|t| t.record < case.records.len()));
    }
}

#[test]
fn records_are_many_and_varied() {
    let (_, cases) = town();
    let (mut texts, mut methods, mut count) = (BTreeMap::new(), BTreeSet::new(), 0_usize);
    for record in cases.iter().flat_map(|c| &c.records) {
        let length = record.body.chars().count();
        assert!((18..=650).contains(&length), "{length}: {}", record.body);
        assert!(!record.body.contains(['{', '}', '[', ']', '|']), "{}", record.body);
        *texts.entry(&record.body).or_insert(0_usize) += 1;
        methods.insert(record.method);
        count += 1;
    }
    assert!((9..=12).contains(&(count / 2_000)), "{count}");
    assert!(cases.iter().any(|c| c.records.len() == 900), "no heavy case");
    assert_eq!(methods.len(), Method::ALL.len());
    assert!(texts.len() * 100 / count >= 80, "{} of {count} differ", texts.len());
}

#[test]
fn cases_take_every_course() {
    let (_, cases) = town();
    let statuses: BTreeSet<_> = cases.iter().map(|c| c.status).collect();
    assert_eq!(statuses.len(), CaseStatus::ALL.len());
    let handovers: BTreeSet<_> = cases.iter().flat_map(|c| &c.handovers).map(|h| h.status).collect();
    assert_eq!(handovers.len(), HandoverStatus::ALL.len());
    assert!(cases.iter().any(|c| c.closures.iter().any(|x| x.reopened.is_some())));
    let issues: BTreeSet<_> = cases.iter().flat_map(|c| &c.issues).map(|i| i.code).collect();
    assert!(issues.len() >= 36, "{issues:?}");
}

#[test]
fn agencies_and_staff_are_distinct_and_stable() {
    let all = default_agencies(200);
    let keys: BTreeSet<_> = all.iter().map(|a| &a.key).collect();
    let names: BTreeSet<_> = all.iter().map(|a| &a.name).collect();
    assert_eq!((all.len(), keys.len(), names.len()), (200, 200, 200));
    assert_eq!(default_agencies(30), all[..30]);
    assert_eq!(default_staff(&all[3], 4)[..2], default_staff(&all[3], 2));
}

#[test]
fn any_agencies_will_do() {
    let one = default_agencies(1);
    let plan = Plan::new(500, 40, 3, Day::from_number(20_544)).with_agencies(one);
    assert!(Town::new(plan).cases().all(|case| case.team.len() == 1));
}
