//! Lawful sharing, basis by basis: what opens, how far, until when, and what beats it.

use domain::access::{self, Act, Bases, Basis};
use domain::cases::{self, Filter, Invitation, NewRecord};
use domain::consents::{self, ConsentForm, WithdrawalForm};
use domain::emergency::{self, EmergencyForm, ReviewForm};
use domain::rules::{self, Acceptance, NewRules};
use domain::{installed, people, search};
use kernel::{Error, Id, Role, Scope};
use testkit::{World, each_world};

/// The mother in the middle and her son, one case of two people.
struct Family {
    mother: Id<people::Person>,
    son: Id<people::Person>,
    case: Id<cases::Case>,
    code: String,
}

fn family(w: &World<'_>) -> Family {
    let [mother, son] = w.mother_and_son();
    let (case, code) = w.case(&w.elder, mother);
    Family { mother, son, case, code }
}

fn tell(w: &World<'_>, who: &Scope, code: &str, form: NewRecord) -> Id<cases::RecordView> {
    let code = code.to_owned();
    w.act(who, move |tx, who| cases::record(tx, who, &code, &form)).unwrap()
}

/// Texts of the timeline, as somebody sees it; none if the case is not there for them.
fn texts(w: &World<'_>, who: &Scope, code: &str) -> Vec<String> {
    w.ask(who, |tx, who| cases::show(tx, who, code, None))
        .map_or_else(|_| Vec::new(), |view| view.records.into_iter().map(|r| r.text).collect())
}

fn about(person: Id<people::Person>, categories: &[&str], text: &str) -> NewRecord {
    NewRecord {
        text: text.into(),
        person: person.to_string(),
        categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        ..NewRecord::default()
    }
}

#[test]
fn a_consent_cannot_be_saved_with_a_tick() {
    each_world(|w| {
        let f = family(w);
        let bare = ConsentForm { words: String::new(), ..w.consent_form(f.son, &[w.hardship.agency]) };
        let code = f.code.clone();
        let refused = w.act(&w.elder, move |tx, who| consents::give(tx, who, &code, &bare)).unwrap_err();
        assert!(
            matches!(&refused, Error::Invalid(faults) if faults[0].message.key == "consent_needs_explanation")
        );
        assert!(texts(w, &w.hardship, &f.code).is_empty());
        // Explained on another day, the answer alone is enough.
        let (code, words) = (f.code.clone(), "「少し考えさせて」".to_owned());
        let explained = consents::ExplanationForm {
            person: f.son.to_string(),
            words,
            ..consents::ExplanationForm::default()
        };
        w.act(&w.elder, move |tx, who| consents::explain(tx, who, &code, &explained)).unwrap();
        let later = ConsentForm { words: String::new(), ..w.consent_form(f.son, &[w.hardship.agency]) };
        w.consent(&w.elder, &f.code, later);
        assert!(w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)).is_ok());
    });
}

#[test]
fn a_consent_opens_its_person_and_kinds_and_nobody_else() {
    each_world(|w| {
        let f = family(w);
        tell(w, &w.elder, &f.code, about(f.son, &["money"], "二郎さんの家賃の滞納"));
        tell(w, &w.elder, &f.code, about(f.son, &["health"], "二郎さんの不眠"));
        tell(w, &w.elder, &f.code, about(f.mother, &["money"], "ハナさんの年金"));
        tell(w, &w.elder, &f.code, NewRecord { text: "世帯のこと".into(), ..NewRecord::default() });
        let form =
            ConsentForm { categories: vec!["money".into()], ..w.consent_form(f.son, &[w.hardship.agency]) };
        w.consent(&w.elder, &f.code, form);
        assert_eq!(texts(w, &w.hardship, &f.code), ["二郎さんの家賃の滞納"]);
        let view = w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)).unwrap();
        assert_eq!((view.head.about.as_str(), view.head.people.len(), view.whole), ("見本 二郎", 1, false));
        assert!(
            view.head.case.person.is_none() && view.head.case.household.is_none() && view.phases.is_empty()
        );
        assert_eq!(view.head.bases, Bases::from(Basis::Consent));
        // Neither page, search nor list betrays the mother.
        assert!(matches!(
            w.ask(&w.hardship, |tx, who| people::show(tx, who, f.mother)),
            Err(Error::NotFound)
        ));
        assert_eq!(w.ask(&w.hardship, |tx, who| people::find(tx, who, "見本")).unwrap().len(), 1);
        let hits = w.ask(&w.hardship, |tx, who| cases::search_records(tx, who, "年金")).unwrap();
        assert!(hits.is_empty());
        let line = &w.ask(&w.hardship, |tx, who| cases::work_list(tx, who, &Filter::default())).unwrap()[0];
        assert!(!line.about.contains("ハナ") && line.bases == Bases::from(Basis::Consent));
        // The mother agrees as well, each for herself: now the household's words are everybody's to give.
        w.consent(&w.elder, &f.code, w.consent_form(f.mother, &[w.hardship.agency]));
        w.consent(&w.elder, &f.code, w.consent_form(f.son, &[w.hardship.agency]));
        assert_eq!(texts(w, &w.hardship, &f.code).len(), 4);
    });
}

#[test]
fn withdrawal_acts_with_the_next_request_and_the_receipt_tells_what_was_read() {
    each_world(|w| {
        let f = family(w);
        let agencies = [w.hardship.agency, w.tax.agency];
        let id = w.consent(&w.elder, &f.code, w.consent_form(f.mother, &agencies));
        assert!(w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)).is_ok());
        tell(w, &w.hardship, &f.code, NewRecord { text: "家計簿をつける".into(), ..NewRecord::default() });
        let form =
            WithdrawalForm { agency: w.hardship.agency.to_string(), words: "「もういい」".into() };
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, id, &form)).unwrap();
        assert!(matches!(
            w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)),
            Err(Error::NotFound)
        ));
        assert!(
            w.ask(&w.hardship, |tx, who| cases::work_list(tx, who, &Filter::default())).unwrap().is_empty()
        );
        assert!(w.ask(&w.hardship, |tx, who| people::find(tx, who, "見本")).unwrap().is_empty());
        assert!(w.ask(&w.tax, |tx, who| cases::show(tx, who, &f.code, None)).is_ok());
        // Its own record stays its own.
        let kept = w.ask(&w.hardship, cases::kept_records).unwrap();
        assert_eq!(kept.iter().map(|r| r.text.as_str()).collect::<Vec<_>>(), ["家計簿をつける"]);
        let consents::Receipt { consent: view, readings, .. } =
            w.ask(&w.elder, |tx, who| consents::receipt(tx, who, id)).unwrap();
        assert!(
            view.in_force(kernel::Ambient::now(&*w.at.ambient))
                && readings.iter().any(|r| r.action == "read")
        );
        let all = WithdrawalForm { agency: String::new(), words: "「だれにも言わないで」".into() };
        w.act(&w.elder, move |tx, who| consents::withdraw(tx, who, id, &all)).unwrap();
        assert!(matches!(w.ask(&w.tax, |tx, who| cases::show(tx, who, &f.code, None)), Err(Error::NotFound)));
    });
}

#[test]
fn a_consent_ends_to_the_second() {
    each_world(|w| {
        let f = family(w);
        // The whole of the 2nd of April: from noon of the 1st that is 36 hours.
        let form = ConsentForm { until: "R8.4.2".into(), ..w.consent_form(f.mother, &[w.hardship.agency]) };
        w.consent(&w.elder, &f.code, form);
        let sees = || w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)).is_ok();
        w.at.ambient.advance(36 * 3600 - 2);
        assert!(sees());
        w.at.ambient.advance(2);
        assert!(!sees());
        let due = w.ask(&w.elder, |tx, who| consents::ending(tx, who, 30)).unwrap();
        assert!(due.is_empty(), "what has ended is no renewal");
    });
}

#[test]
fn a_family_s_consent_opens_nobody_s_records() {
    each_world(|w| {
        let f = family(w);
        let form = ConsentForm {
            given_by: "family".into(),
            given_by_name: "母 見本 ハナ".into(),
            ..w.consent_form(f.son, &[w.hardship.agency])
        };
        let id = w.consent(&w.elder, &f.code, form);
        assert!(texts(w, &w.hardship, &f.code).is_empty());
        assert!(matches!(
            w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)),
            Err(Error::NotFound)
        ));
        let view = w.ask(&w.elder, |tx, who| consents::show(tx, who, id)).unwrap();
        assert_eq!(view.given_by, consents::GivenBy::Family);
    });
}

#[test]
fn a_refusal_ends_what_was_agreed_and_turns_into_nothing_else() {
    each_world(|w| {
        let f = family(w);
        w.consent(&w.elder, &f.code, w.consent_form(f.mother, &[w.hardship.agency]));
        let no = ConsentForm {
            answer: "refused".into(),
            refusal_reason: "知られたくない".into(),
            ..w.consent_form(f.mother, &[])
        };
        w.consent(&w.elder, &f.code, no);
        let sees = || w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)).is_ok();
        assert!(!sees());
        // Another basis takes a decision with its article, its reason and its end.
        let law = |reason: &str, until: &str| Invitation {
            agency: w.hardship.agency.to_string(),
            role_text: "家計".into(),
            ground: "law".into(),
            ground_note: "個人情報保護法69条2項2号".into(),
            reason: reason.into(),
            until: until.into(),
            ..Invitation::default()
        };
        let case = f.case;
        for form in [
            law("", "R8.6.30"),
            law("必要だから", "R8.6.30"),
            law("家賃を払えず、来月住まいを失うおそれがあるため", ""),
        ] {
            assert!(w.act(&w.elder, move |tx, who| cases::invite(tx, who, case, &form)).is_err());
        }
        assert!(!sees());
        let form = law("家賃を払えず、来月住まいを失うおそれがあるため", "R8.6.30");
        w.act(&w.elder, move |tx, who| cases::invite(tx, who, case, &form)).unwrap();
        let why = w.ask(&w.hardship, |tx, who| cases::why(tx, who, &f.code)).unwrap();
        assert_eq!(why.head.bases, Bases::from(Basis::Law));
        assert!(!why.grounds[0].is_open_ended());
    });
}

#[test]
fn what_came_in_by_one_council_is_not_seen_in_another() {
    each_world(|w| {
        let f = family(w);
        let join = |agency: Id<kernel::Agency>, channel: &str| Invitation {
            agency: agency.to_string(),
            role_text: "見守り".into(),
            ground: "law".into(),
            ground_note: "児童福祉法25条の2".into(),
            reason: "要保護児童対策地域協議会の構成機関として加わるため".into(),
            until: "R8.12.31".into(),
            channel: channel.into(),
        };
        let (case, child, care) =
            (f.case, join(w.hardship.agency, "child_council"), join(w.tax.agency, "care_conference"));
        w.act(&w.elder, move |tx, who| cases::invite(tx, who, case, &child)).unwrap();
        w.act(&w.elder, move |tx, who| cases::invite(tx, who, case, &care)).unwrap();
        tell(w, &w.elder, &f.code, NewRecord { text: "包括の訪問".into(), ..NewRecord::default() });
        tell(
            w,
            &w.hardship,
            &f.code,
            NewRecord { text: "要対協で聞いたこと".into(), ..NewRecord::default() },
        );
        assert_eq!(texts(w, &w.hardship, &f.code), ["要対協で聞いたこと"]);
        assert_eq!(texts(w, &w.elder, &f.code), ["包括の訪問"]);
        assert!(texts(w, &w.tax, &f.code).is_empty());
        assert!(w.ask(&w.tax, |tx, who| cases::show(tx, who, &f.code, None)).is_ok());
        assert!(w.ask(&w.elder, |tx, who| cases::search_records(tx, who, "要対協")).unwrap().is_empty());
    });
}

#[test]
fn a_sealed_note_is_for_its_agency_alone() {
    each_world(|w| {
        let f = family(w);
        w.invite(&w.elder, f.case, w.hardship.agency);
        let note =
            NewRecord { text: "所内の覚え書き".into(), sealed: "true".into(), ..NewRecord::default() };
        tell(w, &w.elder, &f.code, note);
        assert_eq!(texts(w, &w.elder, &f.code), ["所内の覚え書き"]);
        assert!(texts(w, &w.hardship, &f.code).is_empty());
        assert!(w.ask(&w.hardship, |tx, who| cases::search_records(tx, who, "覚え書き")).unwrap().is_empty());
    });
}

fn emergency_form(code: &str) -> EmergencyForm {
    EmergencyForm {
        case: code.into(),
        reason: "ベランダから身を乗り出していると通報があり、これから向かうため".into(),
        contacted: "119".into(),
        ..EmergencyForm::default()
    }
}

#[test]
fn an_emergency_opens_one_case_for_an_hour_and_no_list() {
    each_world(|w| {
        let f = family(w);
        let short = EmergencyForm { reason: "心配".into(), ..emergency_form(&f.code) };
        assert!(w.act(&w.tax, move |tx, who| emergency::begin(tx, who, &short)).is_err());
        let form = emergency_form(&f.code);
        w.act(&w.tax, move |tx, who| emergency::begin(tx, who, &form)).unwrap();
        let view = w.ask(&w.tax, |tx, who| cases::show(tx, who, &f.code, None)).unwrap();
        assert_eq!(view.head.bases, Bases::from(Basis::Emergency));
        assert!(w.ask(&w.tax, |tx, who| cases::work_list(tx, who, &Filter::default())).unwrap().is_empty());
        assert!(w.ask(&w.tax, |tx, who| people::find(tx, who, "見本")).unwrap().is_empty());
        for act in [Act::List, Act::Change, Act::Print, Act::Export] {
            assert!(w.ask(&w.tax, |tx, who| access::case(tx, who, f.case, act)).is_err(), "{act:?}");
        }
        // A colleague of the same agency sees nothing by it.
        let colleague = Scope { staff: w.admin.staff, ..w.tax.clone() };
        assert!(w.ask(&colleague, |tx, who| cases::show(tx, who, &f.code, None)).is_err());
        w.at.ambient.advance(3600);
        assert!(matches!(w.ask(&w.tax, |tx, who| cases::show(tx, who, &f.code, None)), Err(Error::NotFound)));
    });
}

#[test]
fn an_unreviewed_emergency_locks_the_next_after_three_business_days() {
    each_world(|w| {
        let f = family(w);
        let begin = || {
            let form = emergency_form(&f.code);
            w.act(&w.tax, move |tx, who| emergency::begin(tx, who, &form))
        };
        begin().unwrap();
        // Wednesday the 1st of April and three business days: the 6th is the last day.
        w.at.ambient.advance(5 * 86_400);
        begin().unwrap();
        w.at.ambient.advance(86_400);
        assert!(matches!(begin(), Err(Error::Conflict(message)) if message.key == "emergency_locked"));
        let officer = Scope { role: Role::PrivacyOfficer, ..w.manager.clone() };
        assert!(w.ask(&w.tax, emergency::list).is_err());
        let waiting = w.ask(&officer, emergency::list).unwrap();
        assert_eq!(waiting.len(), 2);
        for one in waiting {
            let form =
                ReviewForm { finding: "justified".into(), note: "消防の出動記録と合う".into() };
            w.act(&officer, move |tx, who| emergency::review(tx, who, one.id, &form)).unwrap();
        }
        begin().unwrap();
    });
}

#[test]
fn whoever_has_not_read_the_rules_opens_nothing() {
    each_world(|w| {
        let f = family(w);
        let officer = Scope { role: Role::PrivacyOfficer, ..w.manager.clone() };
        let new = NewRules { text: "記録は仕事のときだけ見る。".into() };
        assert!(matches!(
            w.act(&w.elder, {
                let new = new.clone();
                move |tx, who| rules::publish(tx, who, &new)
            }),
            Err(Error::NotFound)
        ));
        w.act(&officer, move |tx, who| rules::publish(tx, who, &new)).unwrap();
        let unread = Scope { accepted_rules: false, ..w.elder.clone() };
        assert!(w.ask(&unread, |tx, who| cases::show(tx, who, &f.code, None)).is_err());
        assert!(w.ask(&unread, |tx, who| people::find(tx, who, "見本")).unwrap().is_empty());
        let old = Acceptance { version: "1".into() };
        assert!(w.act(&unread, move |tx, who| rules::accept(tx, who, &old)).is_err());
        let current = Acceptance { version: "2".into() };
        w.act(&unread, move |tx, who| rules::accept(tx, who, &current)).unwrap();
    });
}

#[test]
fn a_worker_s_own_family_and_the_adverse_side_see_nothing() {
    each_world(|w| {
        let f = family(w);
        w.invite(&w.elder, f.case, w.hardship.agency);
        w.tie(&w.elder, f.son);
        assert!(w.ask(&w.elder, |tx, who| cases::show(tx, who, &f.code, None)).is_err(), "the son is family");
        assert!(w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)).is_ok());
        w.oppose(w.tax.agency, f.mother);
        let form = w.consent_form(f.mother, &[w.tax.agency]);
        let code = f.code.clone();
        let refused = w.act(&w.hardship, move |tx, who| consents::give(tx, who, &code, &form)).unwrap_err();
        assert!(matches!(&refused, Error::Invalid(faults) if faults[0].message.key == "invite_not_possible"));
        let handover = w.handover_form(&w.tax);
        let code = f.code.clone();
        assert!(w.act(&w.hardship, move |tx, who| cases::handover::send(tx, who, &code, &handover)).is_err());
        let emergency = emergency_form(&f.code);
        let refused = w.act(&w.tax, move |tx, who| emergency::begin(tx, who, &emergency));
        assert!(matches!(refused, Err(Error::NotFound)), "not even in an emergency");
    });
}

#[test]
fn a_handover_by_consent_tells_only_what_people_agreed_to() {
    each_world(|w| {
        let f = family(w);
        let of_son = tell(w, &w.elder, &f.code, about(f.son, &["money"], "二郎さんの家賃"));
        let of_mother = tell(w, &w.elder, &f.code, about(f.mother, &["health"], "ハナさんの通院"));
        let send = |records: &[Id<cases::RecordView>], words: &str| {
            let form = cases::handover::HandoverForm {
                consent_words: words.into(),
                records: records.iter().map(Id::to_string).collect(),
                ..w.handover_form(&w.hardship)
            };
            let code = f.code.clone();
            w.act(&w.elder, move |tx, who| cases::handover::send(tx, who, &code, &form))
        };
        assert!(send(&[of_mother], "").is_err(), "nobody has agreed");
        assert!(send(&[of_mother, of_son], "「お願いします」").is_err(), "the son has not");
        send(&[of_mother], "「お願いします」").unwrap();
        send(&[of_mother], "").unwrap();
        // What was agreed to for a handover opens the case to nobody.
        assert!(w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None)).is_err());
    });
}

#[test]
fn the_log_tells_on_which_basis_something_was_seen_and_why_it_was_not() {
    each_world(|w| {
        let f = family(w);
        w.consent(&w.elder, &f.code, w.consent_form(f.mother, &[w.hardship.agency]));
        let _ = w.ask(&w.hardship, |tx, who| cases::show(tx, who, &f.code, None));
        let _ = w.ask(&w.tax, |tx, who| cases::show(tx, who, &f.code, None));
        let last = |who: &Scope| -> (String, String, String) {
            let staff = who.staff;
            w.ask(&w.elder, move |tx, _| {
                tx.one(
                    "SELECT basis, outcome, purpose FROM audit_events WHERE staff_id = $1 ORDER BY seq DESC LIMIT 1",
                    &[&staff],
                )
            })
            .unwrap()
        };
        assert_eq!(last(&w.hardship), ("consent".into(), "ok".into(), String::new()));
        assert_eq!(last(&w.tax), (String::new(), "refused".into(), "no ground".into()));
        let asked = w.act(&w.tax, |tx, who| search::ask(tx, who, "みほん"));
        assert!(asked.is_ok() && w.ask(&w.tax, |tx, _| installed::agencies(tx)).is_ok());
    });
}
