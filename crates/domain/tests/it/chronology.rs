//! 家族年表: derived from what the reader may see, and from nothing else.

use domain::assessments::{self, AssessmentForm, Given};
use domain::cases::{self, ChronologyLine, IssueForm, Moment, NewRecord};
use domain::consents::ConsentForm;
use kernel::{Error, Scope};
use testkit::{World, each_world};

fn lines(w: &World<'_>, who: &Scope, code: &str) -> Vec<ChronologyLine> {
    w.ask(who, |tx, who| cases::chronology(tx, who, code)).unwrap().1
}

fn texts(lines: &[ChronologyLine], moment: Moment) -> Vec<&str> {
    lines.iter().filter(|line| line.moment == moment).map(|line| line.text.as_str()).collect()
}

#[test]
fn a_chronology_is_what_the_reader_may_see_in_the_order_of_days() {
    each_world(|w| {
        let [mother, son] = w.mother_and_son();
        let (case, code) = w.case(&w.elder, mother);
        let told = |person: kernel::Id<domain::people::Person>, kind: &str, on: &str, text: &str| NewRecord {
            person: person.to_string(),
            categories: vec![kind.into()],
            on: on.into(),
            text: text.into(),
            ..NewRecord::default()
        };
        for form in [
            told(mother, "health", "R8.3.1", "転んで通院した"),
            told(son, "money", "R7.12.1", "滞納の督促が届いた"),
            NewRecord { sealed: "true".into(), text: "覚え書き".into(), ..NewRecord::default() },
        ] {
            let code = code.clone();
            w.act(&w.elder, move |tx, who| cases::record(tx, who, &code, &form)).unwrap();
        }
        let issue = IssueForm { issue_type: "issue_8050".into(), ..IssueForm::default() };
        w.act(&w.elder, move |tx, who| cases::add_issue(tx, who, case, &issue)).unwrap();
        let sheet = AssessmentForm {
            person: mother.to_string(),
            fields: [("a_health".to_owned(), Given::One("treated".into()))].into(),
            ..AssessmentForm::default()
        };
        let target = code.clone();
        w.act(&w.elder, move |tx, who| assessments::assess(tx, who, &target, &sheet)).unwrap();

        let own = lines(w, &w.elder, &code);
        assert_eq!(texts(&own, Moment::Birth), ["見本 ハナ", "見本 二郎"], "born in 1943 and 1970");
        assert_eq!(texts(&own, Moment::Record), ["滞納の督促が届いた", "転んで通院した", "覚え書き"]);
        assert_eq!(texts(&own, Moment::Assessment), ["見本 ハナ"]);
        assert!(texts(&own, Moment::Issue).contains(&"8050問題"));
        assert!(own.windows(2).all(|pair| pair[0].on <= pair[1].on));

        let money =
            ConsentForm { categories: vec!["money".into()], ..w.consent_form(son, &[w.hardship.agency]) };
        w.consent(&w.elder, &code, money);
        let part = lines(w, &w.hardship, &code);
        assert_eq!(texts(&part, Moment::Birth), ["見本 二郎"]);
        assert_eq!(texts(&part, Moment::Record), ["滞納の督促が届いた"]);
        for hidden in [Moment::Assessment, Moment::Issue, Moment::Phase, Moment::MovedIn] {
            assert!(texts(&part, hidden).is_empty(), "{hidden:?}: {:?}", texts(&part, hidden));
        }
        let hidden = w.ask(&w.tax, |tx, who| cases::chronology(tx, who, &code).map(drop));
        assert!(matches!(hidden, Err(Error::NotFound)));
    });
}
