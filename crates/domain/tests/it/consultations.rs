use domain::consultations::{self, Intake, Topic, Triage, TriageForm};
use domain::drafts;
use kernel::Error;
use testkit::each_world;

#[test]
fn a_consultation_needs_nothing_but_words() {
    each_world(|w| {
        let form = Intake {
            content: "家賃が払えない".into(),
            visitor_kind: "anonymous".into(),
            ..Default::default()
        };
        let received = w.act(&w.tax, move |tx, who| consultations::receive(tx, who, &form)).unwrap();
        let view = w.ask(&w.tax, |tx, who| consultations::show(tx, who, received.id)).unwrap();
        assert_eq!(view.consultation.triage, Triage::Open);
        assert!(matches!(
            w.ask(&w.elder, |tx, who| consultations::show(tx, who, received.id)),
            Err(Error::NotFound)
        ));
    });
}

#[test]
fn topics_have_exactly_one_most_serious() {
    each_world(|w| {
        let form = Intake {
            content: "介護と家計".into(),
            topics: vec!["care".into(), "income".into()],
            ..Default::default()
        };
        let marked = Intake { most_serious: "income".into(), ..form.clone() };
        let refused = w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap_err();
        assert!(matches!(refused, Error::Invalid(ref f) if f[0].field == "most_serious"));
        let received = w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &marked)).unwrap();
        let topics = w.ask(&w.elder, |tx, who| consultations::show(tx, who, received.id)).unwrap().topics;
        let most: Vec<Topic> = topics.iter().filter(|t| t.most_serious).map(|t| t.topic).collect();
        assert_eq!((topics.len(), most), (2, vec![Topic::Income]));
    });
}

#[test]
fn an_era_date_is_stored_as_the_day_it_means() {
    each_world(|w| {
        let form =
            Intake {
                content: "相談".into(), received_on: "令和6年6月14日".into(), ..Default::default()
            };
        let received = w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap();
        let view = w.ask(&w.elder, |tx, who| consultations::show(tx, who, received.id)).unwrap();
        assert_eq!(view.consultation.received_on.to_string(), "2024-06-14");
    });
}

#[test]
fn triage_needs_a_reason_and_individual_numbers_are_refused() {
    each_world(|w| {
        let form = Intake {
            content: "番号は 123456789018 です".into(),
            triage: "answered".into(),
            ..Default::default()
        };
        let Error::Invalid(faults) =
            w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap_err()
        else {
            panic!("a refusal with faults")
        };
        let fields: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["content", "triage_reason"]);
    });
}

#[test]
fn a_single_issue_can_go_to_coordination() {
    each_world(|w| {
        let form = Intake { content: "相談".into(), topics: vec!["food".into()], ..Default::default() };
        let id = w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap().id;
        let silent = TriageForm { triage: "coordination".into(), ..Default::default() };
        let refused =
            w.act(&w.elder, move |tx, who| consultations::triage(tx, who, id, &silent)).unwrap_err();
        assert!(matches!(refused, Error::Invalid(ref f) if f[0].field == "reason"));
        let decision =
            TriageForm { triage: "coordination".into(), reason: "どこの担当か分からない".into() };
        assert_eq!(
            w.act(&w.elder, move |tx, who| consultations::triage(tx, who, id, &decision)).unwrap(),
            Triage::Coordination
        );
    });
}

#[test]
fn a_correction_keeps_the_old_words_with_author_and_reason() {
    each_world(|w| {
        let form = Intake { content: "母が入院".into(), ..Default::default() };
        let id = w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap().id;
        let correction = consultations::Correction {
            text: "父が入院".into(),
            reason: "聞きちがい".into(),
            version: "1".into(),
        };
        w.act(&w.elder, move |tx, who| consultations::correct(tx, who, id, &correction)).unwrap();
        let view = w.ask(&w.elder, |tx, who| consultations::show(tx, who, id)).unwrap();
        assert_eq!(view.consultation.content, "父が入院");
        assert_eq!(
            (view.revisions[0].text.as_str(), view.revisions[0].reason.as_str()),
            ("母が入院", "聞きちがい")
        );
    });
}

#[test]
fn a_draft_belongs_to_its_author_and_goes_with_its_form() {
    each_world(|w| {
        w.act(&w.elder, |tx, who| drafts::keep(tx, who, "consultation", "", "{\"content\":\"家\"}")).unwrap();
        w.act(&w.elder, |tx, who| drafts::keep(tx, who, "consultation", "", "{\"content\":\"家賃\"}"))
            .unwrap();
        let of = |who| w.ask(who, drafts::list).unwrap();
        assert_eq!((of(&w.elder).len(), of(&w.hardship).len()), (1, 0));
        let form = Intake { content: "家賃".into(), ..Default::default() };
        w.act(&w.elder, move |tx, who| consultations::receive(tx, who, &form)).unwrap();
        assert!(of(&w.elder).is_empty());
    });
}
