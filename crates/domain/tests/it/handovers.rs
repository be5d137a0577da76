use domain::cases;
use domain::cases::handover::{self, Acceptance, HandoverForm, Progress, Side};
use kernel::{Error, Role, Scope};
use testkit::each_world;

#[test]
fn the_loop_closes_and_the_receiver_sees_only_what_travelled() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6"));
        let sent = w.record(&w.elder, &code, "電気料金の滞納があると話される");
        w.record(&w.elder, &code, "父の通院のこと");
        let form = HandoverForm { records: vec![sent.to_string()], ..w.handover_form(&w.hardship) };
        let target = code.clone();
        let id = w.act(&w.elder, move |tx, who| handover::send(tx, who, &target, &form)).unwrap();
        let before = w.ask(&w.hardship, |tx, who| handover::show(tx, who, id)).unwrap();
        assert!(before.receiving && before.packet.is_none() && before.case_code.is_none());
        let words =
            Acceptance {
                owner: "鈴木".into(), first_step: "電話する".into(), first_step_on: "4/3".into()
            };
        w.act(&w.hardship, move |tx, who| handover::accept(tx, who, id, &words)).unwrap();
        let packet = w.ask(&w.hardship, |tx, who| handover::show(tx, who, id)).unwrap().packet.unwrap();
        assert_eq!(packet.person.unwrap().name, "見本 二郎");
        assert_eq!(
            (packet.records.len(), packet.records[0].text.as_str()),
            (1, "電気料金の滞納があると話される")
        );
        assert!(matches!(
            w.ask(&w.hardship, |tx, who| cases::show(tx, who, &code, None)),
            Err(Error::NotFound)
        ));
        let in_hand = || w.ask(&w.hardship, handover::in_hand).unwrap().len();
        let results = |since| w.ask(&w.elder, |tx, who| handover::results(tx, who, since)).unwrap().len();
        let before = kernel::Ambient::now(&*w.at.ambient).plus_seconds(-1);
        assert_eq!((in_hand(), results(before)), (1, 0), "the first step is on the receiver's first screen");
        w.act(&w.hardship, move |tx, who| handover::finish(tx, who, id, "家計改善の支援を始めた")).unwrap();
        assert_eq!((in_hand(), results(before)), (0, 1), "and the result on the sender's");
        assert_eq!(results(before.plus_seconds(60)), 0);
        let view = w.ask(&w.elder, |tx, who| handover::show(tx, who, id)).unwrap();
        assert_eq!((view.line.status, view.result.as_str()), (Progress::Done, "家計改善の支援を始めた"));
    });
}

#[test]
fn without_a_ground_nothing_that_names_anybody_travels() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6"));
        let named = HandoverForm {
            ground: "none".into(),
            request: "見本さんの家計について".into(),
            ..w.handover_form(&w.hardship)
        };
        let target = code.clone();
        let refused = w.act(&w.elder, move |tx, who| handover::send(tx, who, &target, &named)).unwrap_err();
        assert!(matches!(refused, Error::Invalid(ref f) if f[0].message.key == "name_without_ground"));
        let record = w.record(&w.elder, &code, "家計の話");
        let nameless = HandoverForm {
            ground: "none".into(),
            records: vec![record.to_string()],
            ..w.handover_form(&w.hardship)
        };
        let id = w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &nameless)).unwrap();
        w.act(&w.hardship, move |tx, who| {
            handover::accept(tx, who, id, &Acceptance { owner: "鈴木".into(), ..Default::default() })
        })
        .unwrap();
        let packet = w.ask(&w.hardship, |tx, who| handover::show(tx, who, id)).unwrap().packet.unwrap();
        assert!(packet.person.is_none() && packet.records.is_empty());
    });
}

#[test]
fn declining_needs_a_reason_and_gives_the_next_step_back() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6"));
        let form = w.handover_form(&w.hardship);
        let id = w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form)).unwrap();
        assert!(w.act(&w.hardship, move |tx, who| handover::decline(tx, who, id, "", "")).is_err());
        w.act(&w.hardship, move |tx, who| handover::decline(tx, who, id, "not_ours", "年齢が対象外"))
            .unwrap();
        let line = &w.ask(&w.elder, |tx, who| handover::list(tx, who, Side::Sent)).unwrap()[0];
        assert_eq!((line.status, line.next_owner.as_str()), (Progress::Declined, "見本 職員【架空】"));
        let again = Acceptance { owner: "鈴木".into(), ..Default::default() };
        assert!(matches!(
            w.act(&w.hardship, move |tx, who| handover::accept(tx, who, id, &again)),
            Err(Error::Stale)
        ));
    });
}

#[test]
fn somebody_outside_the_system_counts_the_same() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6"));
        let form = HandoverForm {
            to_agency: String::new(),
            to_outside: "民間の家計相談室【架空】".into(),
            outside_by: "paper".into(),
            ..w.handover_form(&w.hardship)
        };
        let nobody = form.clone();
        let target = code.clone();
        let refused = w.act(&w.elder, move |tx, who| handover::send(tx, who, &target, &nobody)).unwrap_err();
        assert!(matches!(refused, Error::Invalid(ref f) if f[0].field == "next_owner"));
        let form = HandoverForm { next_owner: "田中さん".into(), ..form };
        let id = w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form)).unwrap();
        w.act(&w.elder, move |tx, who| handover::outside_answer(tx, who, id, true, "電話で引き受けると返事"))
            .unwrap();
        w.act(&w.elder, move |tx, who| handover::finish(tx, who, id, "面談につながった")).unwrap();
        assert_eq!(
            w.ask(&w.elder, |tx, who| handover::show(tx, who, id)).unwrap().line.status,
            Progress::Done
        );
    });
}

#[test]
fn a_handover_exists_for_its_two_sides_only() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6"));
        let form = w.handover_form(&w.hardship);
        let id = w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form)).unwrap();
        assert!(matches!(w.ask(&w.tax, |tx, who| handover::show(tx, who, id)), Err(Error::NotFound)));
        assert!(matches!(
            w.act(&w.tax, move |tx, who| handover::cancel(tx, who, id, "いたずら")),
            Err(Error::NotFound)
        ));
        assert!(matches!(
            w.act(&w.elder, move |tx, who| handover::accept(
                tx,
                who,
                id,
                &Acceptance { owner: "自分".into(), ..Default::default() }
            )),
            Err(Error::NotFound)
        ));
    });
}

#[test]
fn what_waits_is_counted_for_the_receiver_and_not_for_a_relative_there() {
    each_world(|w| {
        let person = w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6");
        let (_, code) = w.case(&w.elder, person);
        let form = w.handover_form(&w.hardship);
        let id = w.act(&w.elder, move |tx, who| handover::send(tx, who, &code, &form)).unwrap();
        let kin = w.somebody("shinzoku", "hardship", Role::CounterWorker);
        let waits = |who: &Scope| w.ask(who, |tx, who| handover::count_waiting(tx, who)?.all()).unwrap()[0];
        assert_eq!([&w.elder, &w.hardship, &kin, &w.tax].map(waits), [0, 1, 1, 0]);
        w.tie(&kin, person);
        assert_eq!([&w.hardship, &kin].map(waits), [1, 0]);
        let answer = Acceptance { owner: "鈴木".into(), ..Default::default() };
        w.act(&w.hardship, move |tx, who| handover::accept(tx, who, id, &answer)).unwrap();
        assert_eq!(waits(&w.hardship), 0, "whoever answered has done their part");
    });
}

#[test]
fn an_empty_form_is_told_what_it_lacks_in_the_order_of_the_page() {
    each_world(|w| {
        let (_, code) = w.case(&w.elder, w.person(&w.elder, "見本 二郎", "みほん じろう", "S45.5.6"));
        let fields = |form: HandoverForm| {
            let code = code.clone();
            match w.ask(&w.elder, |tx, who| handover::preview(tx, who, &code, &form)) {
                Err(Error::Invalid(faults)) => faults.into_iter().map(|f| f.field).collect::<Vec<_>>(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(fields(HandoverForm::default()), ["to_agency", "request", "issue_type", "ground"]);
        let late = HandoverForm { reply_due: "2020/1/1".into(), ..w.handover_form(&w.hardship) };
        assert_eq!(fields(late), ["reply_due"]);
        let outside = HandoverForm {
            to_agency: String::new(),
            to_outside: "東町クリニック【架空】".into(),
            ..w.handover_form(&w.hardship)
        };
        assert_eq!(fields(outside), ["next_owner", "outside_by"]);
    });
}
