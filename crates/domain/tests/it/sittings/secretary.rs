//! The secretary of an item keeps its minutes, also where another agency brought it, and learns no more of the case than a
//! member does.

use super::proposals::{
    Item, Office, brought, frozen, ichiro, office, propose, take_up, taken, turn_down, view,
};
use super::*;

/// An item that another agency brought, on the sitting of the office, its papers frozen and its secretary bound.
fn kept(w: &World<'_>) -> (Office, Item) {
    let (office, it) = (office(w), ichiro(w, &w.hardship));
    taken(w, &w.hardship, it.id, &office);
    frozen(w, &w.hardship, it.id);
    acknowledge(w, &office.secretary, it.id);
    (office, it)
}

fn screen(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<conferences::LiveView> {
    w.ask(who, |tx, who| conferences::live(tx, who, id))
}

fn says(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>, question: &str, decision: &str) -> Result<()> {
    let form = PointForm { question: question.into(), decision: decision.into(), ..PointForm::default() };
    w.act(who, move |tx, who| conferences::add_point(tx, who, id, &form))
}

fn gives(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>, what: &str, member: &str) -> Result<()> {
    let form = AssignmentForm {
        what: what.into(),
        member: member.into(),
        due: "R8.4.20".into(),
        ..AssignmentForm::default()
    };
    w.act(who, move |tx, who| conferences::assign(tx, who, id, &form))
}

fn ends(w: &World<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<()> {
    w.act(who, move |tx, who| conferences::finish(tx, who, id, &closing()))
}

fn comes(
    w: &World<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    present: &[String],
    before: &[String],
) -> Result<()> {
    let form = PresenceForm { present: present.to_vec(), before: before.to_vec() };
    w.act(who, move |tx, who| conferences::note_presence(tx, who, id, &form))
}

#[test]
fn the_secretary_keeps_the_minutes_of_what_another_agency_brought_until_it_is_closed() {
    each_world(|w| {
        let (office, it) = kept(w);
        let keeper = &office.secretary;
        let line = view(w, keeper, office.sitting).unwrap().agenda.remove(0);
        assert_eq!((line.own, line.seated, line.keeps), (false, true, true));
        let papers = w.ask(keeper, |tx, who| conferences::papers(tx, who, it.id)).unwrap();
        assert!(papers.keeps);
        let shown = screen(w, keeper, it.id).unwrap();
        assert!(!shown.own && screen(w, &w.hardship, it.id).unwrap().own);
        let seat = shown.members[0].id.to_string();
        comes(w, keeper, it.id, std::slice::from_ref(&seat), &[]).unwrap();
        says(w, keeper, it.id, "どう声をかけるか", "自立相談が訪ねる").unwrap();
        gives(w, keeper, it.id, "記録を送る", &seat).unwrap();
        assert!(roles(w, keeper).is_empty());
        ends(w, keeper, it.id).unwrap();
        assert_eq!(roles(w, keeper), ["記録を送る"], "what was decided is somebody's to do");
        for reader in [keeper, &w.hardship] {
            let told = minutes(w, reader, it.id).unwrap();
            assert_eq!((told.points[0].decision.as_str(), told.came()), ("自立相談が訪ねる", 1));
        }
        assert!(!minutes(w, keeper, it.id).unwrap().own, "and prints nothing");
        assert_eq!(fault(says(w, keeper, it.id, "あとから", "")), "conference_is_over");
        let sitting = office.sitting;
        w.act(&w.elder, move |tx, who| conferences::hold(tx, who, sitting)).unwrap();
    });
}

/// Everything else about the item and its case is that of a member: the preparation, the people, the records, the paper.
#[test]
fn the_seat_of_a_secretary_opens_nothing_else() {
    each_world(|w| {
        let (office, it) = kept(w);
        let (keeper, id) = (&office.secretary, it.id);
        w.record(&w.hardship, &it.code, "新聞が3日分たまっていた");
        let member = screen(w, keeper, id).unwrap().members[0].id;
        assert!(w.ask(keeper, |tx, who| conferences::show(tx, who, id)).is_err());
        assert!(w.ask(keeper, |tx, who| cases::show(tx, who, &it.code, None)).is_err());
        assert!(w.ask(keeper, |tx, who| domain::people::show(tx, who, it.person)).is_err());
        assert!(w.ask(keeper, |tx, who| conferences::copies(tx, who, id)).is_err());
        let invite = InviteForm { login: "zeimu".into(), ..InviteForm::default() };
        let ask = InquiryForm { member: member.to_string(), question: "様子".into(), due: "R8.4.8".into() };
        let refused = [
            w.act(keeper, move |tx, who| conferences::invite(tx, who, id, &invite)),
            w.act(keeper, move |tx, who| conferences::remove(tx, who, id, member)),
            w.act(keeper, move |tx, who| conferences::inquire(tx, who, id, &ask)),
            w.act(keeper, move |tx, who| conferences::close(tx, who, id)),
            w.act(keeper, move |tx, who| conferences::unplace(tx, who, id)),
            w.act(keeper, move |tx, who| conferences::number_copies(tx, who, id)),
            w.act(keeper, move |tx, who| conferences::freeze(tx, who, id, &papers_form())),
        ];
        assert!(refused.iter().all(|answer| matches!(answer, Err(Error::NotFound))), "{refused:?}");
        let told = serde_json::to_string(&screen(w, keeper, id).unwrap()).unwrap();
        for hidden in ["一郎", "いちろう", &*it.code, "新聞"] {
            assert!(!told.contains(hidden), "{hidden}: {told}");
        }
    });
}

/// Every condition of the seat by itself.
#[test]
fn nobody_else_keeps_minutes_and_the_secretary_only_while_bound_in_the_window() {
    each_world(|w| {
        let (office, it) = (office(w), ichiro(w, &w.hardship));
        let (keeper, id) = (&office.secretary, it.id);
        let may = |who: &Scope| says(w, who, id, "声のかけ方", "").is_ok();
        taken(w, &w.hardship, id, &office);
        assert!(!may(keeper), "not before the duty is acknowledged");
        acknowledge(w, keeper, id);
        assert!(!may(keeper), "nor before the papers are frozen");
        frozen(w, &w.hardship, id);
        assert!(may(keeper) && may(&w.hardship));
        let invite = InviteForm { login: "zeimu".into(), ..InviteForm::default() };
        w.act(&w.hardship, move |tx, who| conferences::invite(tx, who, id, &invite)).unwrap();
        acknowledge(w, &w.tax, id);
        for other in [&w.tax, &w.elder, &w.manager, &w.admin, &w.privacy] {
            assert!(matches!(says(w, other, id, "声のかけ方", ""), Err(Error::NotFound)), "{:?}", other.role);
            assert!(screen(w, other, id).is_err());
        }
        let elsewhere = Scope { agency: w.tax.agency, ..keeper.clone() };
        assert!(!may(&elsewhere), "the seat is that of the office");
        let unread = Scope { accepted_rules: false, ..keeper.clone() };
        assert!(!may(&unread));
        let set = |sql: &'static str| w.at.db.write(move |tx| tx.exec(sql, &[&id])).unwrap();
        set("UPDATE conference_items SET notice_version = notice_version + 1 WHERE id = $1");
        assert!(!may(keeper), "the words of the notice have changed");
        set("UPDATE conference_items SET notice_version = notice_version - 1 WHERE id = $1");
        set("UPDATE conference_members SET part = 'member' WHERE item_id = $1 AND part = 'secretariat'");
        assert!(!may(keeper) && reads(w, keeper, id), "a member reads");
        set("UPDATE conference_members SET part = 'secretariat' WHERE item_id = $1");
        assert!(may(keeper));
        w.at.ambient.advance(40 * 86_400);
        assert!(!may(keeper) && may(&w.hardship), "after the window whoever has the case goes on");
    });
}

/// Whoever decides in the office may be no caseworker, and keeps minutes where they stand all the same.
#[test]
fn a_manager_who_took_an_item_up_keeps_its_minutes() {
    each_world(|w| {
        let chief = w.somebody("kakaricho", "elder", Role::Manager);
        let office = Office { secretary: chief, ..office(w) };
        let it = ichiro(w, &w.hardship);
        propose(w, &w.hardship, it.id, &office, "役割を分けたい").unwrap();
        let waiting = brought(w, &office.secretary)[0].id;
        take_up(w, &office.secretary, waiting, "一機関では対応できないため").unwrap();
        frozen(w, &w.hardship, it.id);
        acknowledge(w, &office.secretary, it.id);
        says(w, &office.secretary, it.id, "声のかけ方", "訪ねる").unwrap();
        let elsewhere = Scope { agency: w.tax.agency, ..office.secretary.clone() };
        assert!(matches!(says(w, &elsewhere, it.id, "声のかけ方", ""), Err(Error::NotFound)));
        let again = brought(w, &office.secretary)[0].id;
        turn_down(w, &office.secretary, again, "次の回へ").unwrap();
        assert!(says(w, &office.secretary, it.id, "声のかけ方", "").is_err(), "with the item goes the seat");
    });
}

/// An item of the office's sitting, until it goes by a way; then its seat opens nothing.
fn goes(w: &World<'_>, way: impl Fn(&Office, &Item)) {
    let (office, it) = kept(w);
    says(w, &office.secretary, it.id, "声のかけ方", "訪ねる").unwrap();
    way(&office, &it);
    let after = says(w, &office.secretary, it.id, "声のかけ方", "");
    assert!(matches!(after, Err(Error::NotFound)), "with the item goes the seat: {after:?}");
    assert!(!reads(w, &office.secretary, it.id));
}

#[test]
fn a_seat_of_the_office_goes_with_an_item_that_is_taken_off() {
    each_world(|w| {
        goes(w, |_, it| {
            let id = it.id;
            w.act(&w.hardship, move |tx, who| conferences::unplace(tx, who, id)).unwrap();
        });
    });
}

#[test]
fn a_seat_of_the_office_goes_with_a_sitting_that_is_cancelled() {
    each_world(|w| {
        goes(w, |office, _| {
            let sitting = office.sitting;
            w.act(&office.secretary, move |tx, who| conferences::cancel(tx, who, sitting)).unwrap();
        });
    });
}

/// The agency that has the case and the secretary write at once: nobody overwrites what they have not seen.
#[test]
fn of_two_who_write_at_once_the_second_is_told() {
    each_world(|w| {
        let (office, it) = kept(w);
        let (keeper, id) = (&office.secretary, it.id);
        says(w, keeper, id, "声のかけ方", "").unwrap();
        let point = screen(w, keeper, id).unwrap().points[0].clone();
        let changed = |who: &Scope, decision: &str| {
            let form = PointForm {
                question: point.question.clone(),
                decision: decision.into(),
                version: point.version.to_string(),
                ..PointForm::default()
            };
            let at = point.id;
            w.act(who, move |tx, who| conferences::change_point(tx, who, id, at, &form))
        };
        changed(&w.hardship, "自立相談が訪ねる").unwrap();
        assert!(matches!(changed(keeper, "包括が訪ねる"), Err(Error::Stale)));
        let seat = screen(w, keeper, id).unwrap().members[0].id.to_string();
        comes(w, keeper, id, std::slice::from_ref(&seat), &[]).unwrap();
        assert!(matches!(comes(w, &w.hardship, id, &[], &[]), Err(Error::Stale)), "on a page from before");
        comes(w, &w.hardship, id, &[], std::slice::from_ref(&seat)).unwrap();
        gives(w, keeper, id, "鍵のこと", "").unwrap();
        let role = screen(w, keeper, id).unwrap().assignments[0].id;
        let named = |who: &Scope, outside: &str| {
            let form = OwnerForm { outside: outside.into(), ..OwnerForm::default() };
            w.act(who, move |tx, who| conferences::entrust(tx, who, id, role, &form))
        };
        named(&w.hardship, "家主さん").unwrap();
        assert!(matches!(named(keeper, "管理会社"), Err(Error::Stale)));
        ends(w, keeper, id).unwrap();
        assert_eq!(fault(ends(w, &w.hardship, id)), "conference_is_over");
    });
}

/// By consent the secretary writes as long as a member reads, and is never told by a refusal who else belongs to the household.
#[test]
fn in_a_consented_item_the_secretary_names_those_of_the_papers() {
    each_world(|w| {
        let office = office(w);
        let mother = w.person(&w.hardship, "見本 ハナ", "みほん はな", "S18.3.2");
        let (case, code) = w.case(&w.hardship, mother);
        let son = w.person(&w.hardship, "見本 二郎", "みほん じろう", "S45.5.6");
        w.at.db
            .write(move |tx| {
                let sql = "INSERT INTO case_people (case_id, person_id, added_at) VALUES ($1, $2, $3)";
                tx.exec(sql, &[&case, &son, &tx.now()])
            })
            .unwrap();
        let consent = w.consent(&w.hardship, &code, w.consent_form(mother, &[w.elder.agency]));
        let form = consented_form(&[mother]);
        let id = w.act(&w.hardship, move |tx, who| conferences::bring(tx, who, &code, &form)).unwrap();
        taken(w, &w.hardship, id, &office);
        frozen(w, &w.hardship, id);
        let keeper = &office.secretary;
        acknowledge(w, keeper, id);
        says(w, keeper, id, "ハナさんと息子さんの暮らし", "").unwrap();
        let refused = |who: &Scope, text: &str| faults(says(w, who, id, text, ""));
        let named = [("question".to_owned(), "name_not_in_papers")];
        assert_eq!(refused(keeper, "二郎さんの仕事"), named);
        assert_eq!(refused(keeper, "五郎さんの仕事"), named, "the same for somebody whom nobody knows");
        says(w, keeper, id, "二郎の仕事", "").unwrap();
        says(w, keeper, id, "五郎の仕事", "").unwrap();
        assert_eq!(refused(&w.hardship, "二郎の仕事"), [("question".to_owned(), "name_without_consent")]);
        let words = WithdrawalForm { agency: String::new(), words: "「やめます」".into() };
        w.act(&w.hardship, move |tx, who| consents::withdraw(tx, who, consent, &words)).unwrap();
        assert!(matches!(says(w, keeper, id, "これから", ""), Err(Error::NotFound)));
    });
}

/// The log has both, each on their ground.
#[test]
fn the_log_tells_on_which_ground_somebody_kept_the_minutes() {
    each_world(|w| {
        let (office, it) = kept(w);
        let log = |who: &Scope| -> Vec<(String, String)> {
            let (staff, id) = (who.staff, it.id);
            w.ask(&w.privacy, |tx, _| {
                tx.all(
                    "SELECT DISTINCT basis, outcome FROM audit_events WHERE staff_id = $1 AND objects = $2 AND action = 'change'
                     AND purpose = '' AND case_id IS NOT NULL ORDER BY 1, 2",
                    &[&staff, &id],
                )
            })
            .unwrap()
        };
        says(w, &office.secretary, it.id, "声のかけ方", "").unwrap();
        says(w, &w.hardship, it.id, "鍵のこと", "").unwrap();
        assert_eq!(log(&office.secretary), [("conference".to_owned(), "ok".to_owned())]);
        assert!(log(&w.hardship).contains(&("own".to_owned(), "ok".to_owned())));
    });
}
