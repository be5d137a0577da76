use domain::committees::{self, Origin, Proposal, ProposalForm, Standing, StepForm};
use kernel::{Error, Id, Result, Role, Scope};
use testkit::{World, each_world, fault, faults};

fn form() -> ProposalForm {
    ProposalForm {
        title: "夜の相談の場".into(),
        text: "仕事の後に相談できる場がない、という声が多い".into(),
        origin: "agency".into(),
        ..ProposalForm::default()
    }
}

fn propose(w: &World<'_>, who: &Scope, form: ProposalForm) -> Result<Id<Proposal>> {
    w.act(who, move |tx, who| committees::propose(tx, who, &form))
}

fn step(w: &World<'_>, who: &Scope, id: Id<Proposal>, to: &str, note: &str) -> Result<()> {
    let form = StepForm { standing: to.into(), note: note.into() };
    w.act(who, move |tx, who| committees::take_step(tx, who, id, &form))
}

fn list(w: &World<'_>, who: &Scope) -> Vec<Proposal> {
    w.ask(who, committees::proposals).unwrap()
}

#[test]
fn everybody_proposes_and_sees_what_became_of_it() {
    each_world(|w| {
        let id = propose(w, &w.elder, form()).unwrap();
        for role in Role::ALL {
            let logins = ["r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"];
            let who = w.somebody(logins[role as usize], "tax", role);
            let seen = list(w, &who);
            assert_eq!(
                (seen.len(), seen[0].origin_name.as_str()),
                (1, "地域包括支援センター【架空】"),
                "{role:?}"
            );
            let decides = matches!(role, Role::Manager | Role::Coordinator);
            assert_eq!(seen[0].next, if decides { vec![Standing::UnderReview] } else { Vec::new() });
        }
        assert!(matches!(step(w, &w.elder, id, "under_review", ""), Err(Error::NotFound)));
        assert_eq!(fault(step(w, &w.manager, id, "adopted", "よい")), "system_proposal_step");
        step(w, &w.manager, id, "under_review", "").unwrap();
        assert_eq!(faults(step(w, &w.manager, id, "declined", "")), [("note".to_owned(), "error_required")]);
        w.at.ambient.advance(86_400);
        step(w, &w.manager, id, "declined", "来年度にあらためて考える").unwrap();
        assert_eq!(fault(step(w, &w.manager, id, "adopted", "やはり")), "system_proposal_step");
        let seen = &list(w, &w.tax)[0];
        assert_eq!(seen.standing, Standing::Declined);
        let steps: Vec<_> = seen.steps.iter().map(|step| (step.standing, step.note.as_str())).collect();
        assert_eq!(steps, [(Standing::UnderReview, ""), (Standing::Declined, "来年度にあらためて考える")]);
        assert!(seen.steps[0].at < seen.steps[1].at && seen.next.is_empty());
    });
}

#[test]
fn nobody_decides_on_their_own_proposal() {
    each_world(|w| {
        let id = propose(w, &w.manager, form()).unwrap();
        assert!(list(w, &w.manager)[0].next.is_empty());
        assert!(matches!(step(w, &w.manager, id, "under_review", ""), Err(Error::NotFound)));
        let other = w.somebody("buchou", "tax", Role::Manager);
        step(w, &other, id, "under_review", "").unwrap();
    });
}

#[test]
fn an_origin_is_there_and_a_name_is_not() {
    each_world(|w| {
        w.works_by("oda-shi", str::to_owned);
        w.mother_and_son();
        let of = |origin: &str, committee: &str, number: &str| ProposalForm {
            origin: origin.into(),
            committee: committee.into(),
            number: number.into(),
            ..form()
        };
        propose(w, &w.tax, of("committee", "representative_meeting", "")).unwrap();
        let seen = &list(w, &w.tax)[0];
        assert_eq!(
            (seen.origin, seen.origin_name.as_str()),
            (Origin::Committee, "大田市地域福祉推進支援機関代表者会議")
        );
        assert_eq!(fault(propose(w, &w.tax, of("committee", "elsewhere", ""))), "committee_unknown");
        assert_eq!(fault(propose(w, &w.tax, of("look_back", "", "J-7Q4-920C"))), "look_back_unknown");
        propose(w, &w.tax, of("conference", "", "")).unwrap();
        assert_eq!(fault(propose(w, &w.tax, of("", "", ""))), "error_choose_one");
        let named = ProposalForm { text: "見本ハナのような方に".into(), ..form() };
        assert_eq!(faults(propose(w, &w.elder, named)), [("text".to_owned(), "look_back_identifies")]);
        let named = ProposalForm { title: "見本さんの場".into(), ..form() };
        assert_eq!(faults(propose(w, &w.tax, named)), [("title".to_owned(), "look_back_identifies")]);
    });
}
