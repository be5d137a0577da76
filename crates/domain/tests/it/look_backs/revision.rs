//! What lessons should change in the plan of the programme.

use super::*;

fn propose(
    w: &World<'_>,
    who: &Scope,
    numbers: &str,
    text: &str,
) -> Result<Id<revision_proposals::Proposal>> {
    let form =
        ProposalForm { title: "役割を先に決める".into(), text: text.into(), numbers: numbers.into() };
    w.act(who, move |tx, who| revision_proposals::propose(tx, who, &form))
}

/// EDO-21: a revision lists the look-backs that led to it without case identifiers.
#[test]
fn a_proposal_cites_lessons_and_no_case_and_somebody_else_decides() {
    each_world(|w| {
        let h = learnable(w);
        let [one, other, unread] = [(); 3].map(|()| filed(w, &h));
        approve(w, &w.manager, one).unwrap();
        approve(w, &w.manager, other).unwrap();
        let (one, other, unread) = (number(w, one), number(w, other), number(w, unread));
        let text = "会議の前に、次に動く人を決める手順を計画に入れる";
        for nobody in [&w.elder, &w.tax, &w.admin, &w.privacy] {
            assert!(matches!(propose(w, nobody, &one, text), Err(Error::NotFound)));
        }
        assert_eq!(faults(propose(w, &w.manager, "", text)), [("numbers".into(), "error_required")]);
        assert_eq!(faults(propose(w, &w.manager, &unread, text)), [("numbers".into(), "look_back_unknown")]);
        for identifying in [format!("ケース{}から", h.code), "電話000-1234-5678".into(), "1丁目の家".into()]
        {
            let refused = propose(w, &w.manager, &one, &identifying);
            assert_eq!(faults(refused), [("text".into(), "look_back_identifies")], "{identifying}");
        }
        let id = propose(w, &w.manager, &format!("{one}、{other} {one}"), text).unwrap();
        let list = |who: &Scope| w.ask(who, revision_proposals::list).unwrap();
        let told = serde_json::to_string(&list(&w.tax)).unwrap();
        assert!(told.contains(&one) && told.contains(&other) && !told.contains(&h.code), "{told}");
        assert!(!told.contains(h.case.as_str()));
        let decide = |who: &Scope, decision: &str, note: &str| {
            let form = Verdict { decision: decision.into(), note: note.into() };
            w.act(who, move |tx, who| revision_proposals::decide(tx, who, id, &form))
        };
        assert!(matches!(decide(&w.manager, "taken_up", ""), Err(Error::NotFound)), "not by who proposed it");
        assert!(matches!(decide(&w.elder, "taken_up", ""), Err(Error::NotFound)));
        let chief = w.somebody("buchou", "tax", Role::Manager);
        assert!(list(&chief)[0].may_decide && !list(&w.manager)[0].may_decide);
        assert_eq!(faults(decide(&chief, "not_taken_up", "")), [("note".into(), "error_required")]);
        assert_eq!(faults(decide(&chief, "proposed", "")), [("decision".into(), "error_unknown_choice")]);
        decide(&chief, "not_taken_up", "次の計画で考える").unwrap();
        assert!(matches!(decide(&chief, "taken_up", ""), Err(Error::NotFound)));
        withdraw(w, &w.elder, &other, "気になる点があった").unwrap();
        let found = list(&w.tax);
        assert_eq!(
            (found[0].standing, found[0].decision_note.as_str()),
            (Standing::NotTakenUp, "次の計画で考える")
        );
        let published: Vec<bool> = found[0].cited.iter().map(|cited| cited.published).collect();
        assert_eq!(published.iter().filter(|published| **published).count(), 1, "the other was withdrawn");
    });
}
