//! While people talk, and what they take on.

use super::*;

/// OTA-24: whoever comes late and has not acknowledged is not in the room.
#[test]
fn only_those_who_are_bound_are_there_take_something_on_or_are_asked() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        invite(w, item, "jiritsu", "").unwrap();
        seat(w, &w.tax, item, "zeimu");
        let members: Vec<String> = live(w, item).members.iter().map(|m| m.id.to_string()).collect();
        let [late, bound] = [members[0].clone(), members[1].clone()];
        let there = |present: Vec<String>| {
            let noted = live(w, item).members.into_iter().filter(|member| member.present);
            let before = noted.map(|member| member.id.to_string()).collect();
            let form = PresenceForm { present, before };
            w.act(&w.elder, move |tx, who| conferences::note_presence(tx, who, item, &form))
        };
        assert_eq!(fault(there(vec![late.clone(), bound.clone()])), "member_not_acknowledged");
        assert_eq!(fault(there(vec!["nobody".into()])), "member_unknown");
        assert!(live(w, item).members.iter().all(|m| !m.present), "a refusal changes nothing");
        there(vec![bound.clone()]).unwrap();
        assert_eq!(live(w, item).members.iter().map(|m| m.present).collect::<Vec<_>>(), [false, true]);
        assert_eq!(fault(assign(w, item, "同行する", &late)), "member_unknown");
        let ask = |member: &str| {
            let form =
                InquiryForm {
                    member: member.into(), question: "滞納の様子".into(), due: "R8.4.8".into()
                };
            w.act(&w.elder, move |tx, who| conferences::inquire(tx, who, item, &form))
        };
        assert_eq!(fault(ask(&late)), "member_unknown");
        ask(&bound).unwrap();
        acknowledge(w, &w.hardship, item);
        there(vec![late, bound]).unwrap();
    });
}

/// 106条の6第4項: who is asked tries to answer, and may refuse; the conference sees which.
#[test]
fn who_is_asked_answers_in_part_or_not_at_all() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.tax, item, "zeimu");
        seat(w, &w.hardship, item, "jiritsu");
        let member = live(w, item).members[0].id.to_string();
        let form = InquiryForm { member, question: "滞納の様子".into(), due: "R8.4.8".into() };
        w.act(&w.elder, move |tx, who| conferences::inquire(tx, who, item, &form)).unwrap();
        let inquiry = live(w, item).inquiries[0].id;
        let reply = |who: &Scope, reply: &str, answer: &str| {
            let form = ReplyForm { reply: reply.into(), answer: answer.into() };
            w.act(who, move |tx, who| conferences::answer(tx, who, item, inquiry, &form))
        };
        assert!(
            matches!(reply(&w.tax, "partly", "ある"), Err(Error::NotFound)),
            "before the papers are open"
        );
        freeze(w, item, papers_form()).unwrap();
        assert!(matches!(reply(&w.hardship, "partly", "ある"), Err(Error::NotFound)), "it was not asked");
        assert_eq!(fault(reply(&w.tax, "refused", "")), "error_required", "a refusal says why");
        assert_eq!(fault(reply(&w.tax, "waiting", "まだ")), "error_choose_one");
        let reached = "0120-000-000 に電話すると出る";
        assert_eq!(fault(reply(&w.tax, "partly", reached)), "text_with_contact", "all members read it");
        let asked = w.ask(&w.tax, |tx, who| conferences::papers(tx, who, item)).unwrap().inquiries;
        assert_eq!(asked.iter().map(|q| q.question.as_str()).collect::<Vec<_>>(), ["滞納の様子"]);
        reply(&w.tax, "partly", "金額は答えられない").unwrap();
        assert!(matches!(reply(&w.tax, "answered", "もう一度"), Err(Error::Stale)));
        let back = &live(w, item).inquiries[0];
        assert_eq!((back.reply, back.answer.as_str()), (conferences::Reply::Partly, "金額は答えられない"));
    });
}

#[test]
fn what_is_decided_stands_in_the_list_of_whoever_took_it_on() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        seat(w, &w.hardship, item, "jiritsu");
        freeze(w, item, papers_form()).unwrap();
        let member = live(w, item).members[0].id.to_string();
        point(w, item, "どう声をかけるか", "").unwrap();
        let open = live(w, item).points[0].clone();
        let decided = |version: String| {
            let form = PointForm {
                question: open.question.clone(),
                decision: "自立相談が訪ねる".into(),
                version,
                ..PointForm::default()
            };
            let id = open.id;
            w.act(&w.elder, move |tx, who| conferences::change_point(tx, who, item, id, &form))
        };
        decided(open.version.to_string()).unwrap();
        assert!(matches!(decided(open.version.to_string()), Err(Error::Stale)), "somebody else was first");
        assign(w, item, "訪ねる", &member).unwrap();
        assign(w, item, "鍵のこと", "").unwrap();
        assert!(roles(w, &w.hardship).is_empty(), "not before the item is over");
        assert_eq!(fault(finish(w, item, closing())), "conference_without_sitting");
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "14:00").unwrap();
        assert_eq!(fault(finish(w, item, closing())), "assignments_open");
        let role = live(w, item).assignments[1].id;
        let nobody = OwnerForm::default();
        let named = |form: OwnerForm| {
            w.act(&w.elder, move |tx, who| conferences::entrust(tx, who, item, role, &form))
        };
        assert_eq!(fault(named(nobody)), "assignment_without_owner");
        named(OwnerForm { outside: "家主さん".into(), ..OwnerForm::default() }).unwrap();
        let no_day = ClosingForm { next_on: String::new(), ..closing() };
        assert_eq!(faults(finish(w, item, no_day)), [("next_on".into(), "error_required")]);
        let condition = ClosingForm { outcome: "conditional".into(), ..closing() };
        assert_eq!(faults(finish(w, item, condition)), [("outcome_note".into(), "error_required")]);
        finish(w, item, closing()).unwrap();
        assert_eq!(fault(point(w, item, "あとから", "")), "conference_is_over");
        assert_eq!(fault(finish(w, item, closing())), "conference_is_over");
        assert_eq!(roles(w, &w.hardship), ["訪ねる"]);
        assert!(roles(w, &w.tax).is_empty() && roles(w, &w.elder).is_empty());
        let told = minutes(w, &w.hardship, item).unwrap();
        assert_eq!(told.points[0].decision, "自立相談が訪ねる");
        assert!(told.notice.contains("社会福祉法第106条の6第6項"), "{}", told.notice);
        fulfilment(w, item);
    });
}

/// After the window the papers are gone; the role stays until it is done.
fn fulfilment(w: &World<'_>, item: Id<ConferenceItem>) {
    w.at.ambient.advance(40 * 86_400);
    assert!(!reads(w, &w.hardship, item) && minutes(w, &w.hardship, item).is_err());
    let role = w.ask(&w.hardship, conferences::roles).unwrap()[0].id;
    let done = |who: &Scope, result: &str| {
        let form = ResultForm { result: result.into() };
        w.act(who, move |tx, who| conferences::fulfil(tx, who, role, &form))
    };
    assert!(matches!(done(&w.tax, "した"), Err(Error::NotFound)));
    assert_eq!(fault(done(&w.hardship, "")), "error_required");
    done(&w.hardship, "会えた").unwrap();
    assert!(matches!(done(&w.hardship, "もう一度"), Err(Error::NotFound)), "it is theirs no longer");
    assert!(matches!(done(&w.elder, "もう一度"), Err(Error::Stale)));
    assert!(roles(w, &w.hardship).is_empty());
    assert_eq!(minutes(w, &w.elder, item).unwrap().assignments[0].result, "会えた");
}
