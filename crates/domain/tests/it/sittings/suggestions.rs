//! Whom to invite, by the issues of the case (TOK-13), and who was to come and who came.

use domain::conferences::{DismissalForm, Suggested};

use super::*;

fn suggested(w: &World<'_>, id: Id<ConferenceItem>) -> Vec<Suggested> {
    w.ask(&w.elder, |tx, who| conferences::show(tx, who, id)).unwrap().suggested
}

fn names(w: &World<'_>, id: Id<ConferenceItem>, in_charge: bool) -> Vec<String> {
    let all = suggested(w, id).into_iter();
    all.filter(|one| one.in_charge == in_charge).map(|one| one.name).collect()
}

/// 8050 is put in the charge of an agency from a day on.
fn charge(w: &World<'_>, who: &Scope, from: &'static str) {
    let agency = who.agency;
    w.at.db
        .write(move |tx| {
            tx.exec(
                "INSERT INTO responsibilities (issue_type, agency_id, from_on, to_on) VALUES ('issue_8050', $1, $2, NULL)",
                &[&agency, &from],
            )
        })
        .unwrap();
}

#[test]
fn agencies_in_charge_of_an_issue_are_suggested_until_they_are_invited() {
    each_world(|w| {
        let h = home(w);
        charge(w, &w.hardship, "2026-04-01");
        charge(w, &w.tax, "2026-04-02");
        charge(w, &w.elder, "2026-04-01");
        let item = by_statute(w, &h.code);
        assert_eq!(names(w, item, true), ["自立相談支援機関【架空】"], "a rule of tomorrow is for new cases");
        assert_eq!(suggested(w, item)[0].issues, ["8050問題"], "with the issue that makes it so");
        invite(w, item, "jiritsu", "").unwrap();
        assert!(names(w, item, true).is_empty());
    });
}

#[test]
fn a_suggestion_is_put_aside_by_whoever_convenes() {
    each_world(|w| {
        let h = home(w);
        charge(w, &w.hardship, "2026-04-01");
        let item = by_statute(w, &h.code);
        let dismiss = |who: &Scope, what: &str| {
            let form = DismissalForm { what: what.into() };
            w.act(who, move |tx, who| conferences::dismiss(tx, who, item, &form))
        };
        let what = suggested(w, item)[0].what.clone();
        assert!(matches!(dismiss(&w.hardship, &what), Err(Error::NotFound)));
        assert_eq!(fault(dismiss(&w.elder, "だれか")), "error_unknown_choice");
        dismiss(&w.elder, &what).unwrap();
        assert!(names(w, item, true).is_empty());
        assert_eq!(fault(dismiss(&w.elder, &what)), "error_unknown_choice", "it is aside already");
        let other = by_statute(w, &h.code);
        assert_eq!(names(w, other, true).len(), 1, "for one item only");
    });
}

/// TOK-13: debts suggest legal and consumer advice, in words where no agency is in charge.
#[test]
fn kinds_of_agency_are_suggested_in_words() {
    each_world(|w| {
        w.at.db
            .write(|tx| {
                tx.exec(
                    "INSERT INTO issue_types (key, name, position, active) VALUES ('multiple_debts', '多重債務', 9, $1)",
                    &[&true],
                )
            })
            .unwrap();
        let h = home(w);
        let code = h.code.clone();
        w.at.db
            .write(move |tx| {
                let case: Id<cases::Case> = tx.one("SELECT id FROM cases WHERE code = $1", &[&code])?;
                tx.exec("UPDATE case_issues SET issue_type = 'multiple_debts' WHERE case_id = $1", &[&case])
            })
            .unwrap();
        let item = by_statute(w, &h.code);
        assert_eq!(names(w, item, false), ["法律の専門家", "消費生活の窓口", "自立相談支援機関"]);
        let form = DismissalForm { what: "消費生活の窓口".into() };
        w.act(&w.elder, move |tx, who| conferences::dismiss(tx, who, item, &form)).unwrap();
        assert_eq!(names(w, item, false), ["法律の専門家", "自立相談支援機関"], "the convener deletes one");
    });
}

/// Nobody is offered who would be refused: without consent, or from the other side.
#[test]
fn nobody_is_suggested_who_cannot_be_invited() {
    each_world(|w| {
        let h = home(w);
        charge(w, &w.hardship, "2026-04-01");
        charge(w, &w.tax, "2026-04-01");
        w.consent(&w.elder, &h.code, w.consent_form(h.mother, &[w.tax.agency]));
        let consented = bring(w, &h.code, consented_form(&[h.mother])).unwrap();
        assert_eq!(names(w, consented, true), ["税務課【架空】"], "as far as the consent reaches");
        w.oppose(w.tax.agency, h.mother);
        let statute = by_statute(w, &h.code);
        assert_eq!(names(w, statute, true), ["自立相談支援機関【架空】"], "not the other side");
    });
}

#[test]
fn minutes_tell_who_was_to_come_and_who_came() {
    each_world(|w| {
        let h = home(w);
        let item = by_statute(w, &h.code);
        w.somebody("shogai", "hardship", Role::CounterWorker);
        for login in ["jiritsu", "zeimu", "shogai"] {
            invite(w, item, login, "").unwrap();
        }
        acknowledge(w, &w.hardship, item);
        w.act(&w.tax, move |tx, who| conferences::decline(tx, who, item)).unwrap();
        let first = live(w, item).members[0].id.to_string();
        let form = PresenceForm { present: vec![first], ..PresenceForm::default() };
        w.act(&w.elder, move |tx, who| conferences::note_presence(tx, who, item, &form)).unwrap();
        let sitting = convene(w, sitting_form()).unwrap();
        place(w, sitting, item, "").unwrap();
        finish(w, item, closing()).unwrap();
        let told = minutes(w, &w.elder, item).unwrap();
        assert_eq!((told.planned(), told.came()), (2, 1));
        let attendance: Vec<&str> = told.members.iter().map(|member| member.attendance()).collect();
        assert_eq!(attendance, ["出席", "参加しないと返事", "欠席"]);
    });
}
