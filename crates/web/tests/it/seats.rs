//! Every route of an item of a conference × every seat in it and beside it: the agency that brought it, its secretary, a member,
//! and everybody around. A route of an item that is not classified here fails.

use axum::http::StatusCode;
use domain::conferences::{self as c, ConferenceItem, RequestForm};
use kernel::{Id, Role, Scope};
use testkit::{World, each_world};
use web::Route;

use crate::routes::listed;
use crate::site::{Client, Site};

const SUMMARY: &str = "しるし経過";
const RECORD: &str = "しるし記録";
const NAME: &str = "隠岐島 波留";

/// Who is served by a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Whoever has the case and brought the item.
    Prepare,
    /// Whoever keeps the minutes.
    Keep,
    /// Whoever has a seat, bound or not.
    Seat,
    /// Whoever has a seat and is bound, and whoever brought the item: once it is over.
    Minutes,
    /// Nobody any more, once it was decided on and before it was reported.
    Nobody,
}

fn need(route: &Route) -> Option<Need> {
    let rest = route.path.strip_prefix("/conferences/items/{id}")?;
    Some(match rest {
        "/packet" if route.method == "POST" => Need::Prepare,
        "/live"
        | "/points"
        | "/points/{point}"
        | "/presence"
        | "/roles"
        | "/roles/{role}/owner"
        | "/advice"
        | "/members/{member}/advice"
        | "/ending" => Need::Keep,
        "/packet" | "/acknowledgement" | "/declination" => Need::Seat,
        "/minutes" => Need::Minutes,
        "/approval"
        | "/consultation"
        | "/return"
        | "/report/receipt"
        | "/report/paper"
        | "/inquiries/{inquiry}/answer" => Need::Nobody,
        ""
        | "/application"
        | "/proposals"
        | "/proposals/{proposal}/withdrawal"
        | "/members"
        | "/dismissals"
        | "/members/{member}/end"
        | "/close"
        | "/unplacing"
        | "/inquiries"
        | "/report"
        | "/copies"
        | "/copies/{copy}/return"
        | "/paper" => Need::Prepare,
        other => panic!("{} /conferences/items/{{id}}{other} is not classified in this test", route.method),
    })
}

struct Seated {
    name: &'static str,
    client: Client,
    needs: &'static [Need],
    /// Whether the papers are open to them.
    reads: bool,
}

struct Room<'a> {
    site: Site<'a>,
    item: Id<ConferenceItem>,
    code: String,
    seats: Vec<Seated>,
}

fn invited(w: &World<'_>, item: Id<ConferenceItem>, login: &str, part: &str) {
    let form = c::InviteForm { login: login.into(), part: part.into(), ..c::InviteForm::default() };
    w.act(&w.hardship, move |tx, who| c::invite(tx, who, item, &form)).unwrap();
}

fn bound(w: &World<'_>, who: &Scope, item: Id<ConferenceItem>) {
    let form = c::AcknowledgeForm { read: "true".into(), name: "見本 職員【架空】".into() };
    w.act(who, move |tx, who| c::acknowledge(tx, who, item, &form)).unwrap();
}

/// Proposes an item of the second agency to a sitting of the first one, and somebody takes it up there.
fn taken_up(w: &World<'_>, item: Id<ConferenceItem>, secretary: &Scope) {
    w.works_by("oda-shi", str::to_owned);
    let meetings = w.ask(&w.elder, |tx, _| c::meetings(tx)).unwrap();
    let sitting = c::SittingForm {
        container: meetings[0].key.clone(),
        meets_on: "R8.4.20".into(),
        ..c::SittingForm::default()
    };
    let sitting = w.act(&w.elder, move |tx, who| c::convene(tx, who, &sitting)).unwrap();
    let form = c::ProposalForm { sitting: sitting.to_string(), reason: "役割を分けたい".into() };
    w.act(&w.hardship, move |tx, who| c::propose(tx, who, item, &form)).unwrap();
    let waiting = w.ask(secretary, c::proposals).unwrap()[0].id;
    let taking =
        c::TakingForm { note: "一機関では対応できないため".into(), ..c::TakingForm::default() };
    w.act(secretary, move |tx, who| c::take_up(tx, who, waiting, &taking)).unwrap();
}

/// An item of the second agency on a sitting of the first one, whose secretary is bound.
fn room<'a>(w: &'a World<'a>) -> Room<'a> {
    let person = w.person(&w.hardship, NAME, "おきのしま はる", "S45.5.6");
    let (_, code) = w.case(&w.hardship, person);
    w.record(&w.hardship, &code, RECORD);
    let form = RequestForm {
        no_consent_reason: "会えていない".into(),
        necessity: "見守りの役割を、急いで分けあう必要があるため".into(),
        question: "だれが訪ねるか".into(),
        meets_on: "R8.4.20".into(),
        ..RequestForm::default()
    };
    let target = code.clone();
    let item = w.act(&w.hardship, move |tx, who| c::request(tx, who, &target, &form)).unwrap();
    let secretary = w.somebody("jimukyoku", "elder", Role::Coordinator);
    taken_up(w, item, &secretary);
    let late = w.somebody("okure", "elder", Role::Coordinator);
    for (who, login, part) in [
        (&secretary, "jimukyoku", "secretariat"),
        (&w.tax, "zeimu", "member"),
        (&late, "okure", "secretariat"),
    ] {
        invited(w, item, login, part);
        if login != "okure" {
            bound(w, who, item);
        }
    }
    let papers = c::FreezeForm { summary: SUMMARY.into(), ..c::FreezeForm::default() };
    w.act(&w.hardship, move |tx, who| c::freeze(tx, who, item, &papers)).unwrap();
    let site = Site::new(w);
    let seated = |name, who: &Scope, needs, reads| Seated { name, client: site.sign_in(who), needs, reads };
    let seats = vec![
        seated("案件を出した機関", &w.hardship, &[Need::Prepare, Need::Keep, Need::Minutes], true),
        seated("事務局", &secretary, &[Need::Keep, Need::Seat, Need::Minutes], true),
        seated("構成員", &w.tax, &[Need::Seat, Need::Minutes], true),
        seated("守秘を確認していない事務局", &late, &[Need::Seat], false),
        seated("事務局の同僚", &w.elder, &[], false),
        seated("管理職", &w.manager, &[], false),
        seated("システム管理者", &w.admin, &[], false),
        seated("個人情報担当", &w.privacy, &[], false),
    ];
    Room { site, item, code, seats }
}

/// Walks every cell of one state; answers how many there were.
fn walk(room: &Room<'_>, over: bool) -> usize {
    let mut cells = 0;
    let nobody: Id<Seated> = kernel::new_id(&*room.site.world.at.ambient);
    for route in listed() {
        let Some(need) = need(&route) else { continue };
        let mut address = route.path.replace("{id}", room.item.as_str());
        for name in ["{point}", "{role}", "{member}", "{copy}", "{proposal}", "{inquiry}"] {
            address = address.replace(name, nobody.as_str());
        }
        for seat in &room.seats {
            let may = seat.needs.contains(&need) && (need != Need::Minutes || over);
            // What would be carried out without a word is left to the tests of that act.
            if may && route.method == "POST" && matches!(need, Need::Prepare | Need::Seat) {
                continue;
            }
            let answer = match route.method {
                "GET" => room.site.get(&seat.client, &address),
                _ => room.site.post(&seat.client, &address, &[]),
            };
            let cell =
                format!("{} {} / {} / over {over}: {}", route.method, route.path, seat.name, answer.status);
            cells += 1;
            assert_eq!(answer.status != StatusCode::NOT_FOUND, may, "{cell}");
            assert!(!answer.status.is_server_error(), "{cell}");
            assert!(seat.reads || !answer.text.contains(SUMMARY), "the papers: {cell}");
            if !seat.needs.contains(&Need::Prepare) {
                for hidden in [RECORD, &*room.code] {
                    assert!(!answer.text.contains(hidden), "{hidden}: {cell}");
                }
                let named = answer.text.contains(NAME);
                assert!(!named || seat.reads && address.ends_with("/packet"), "the name: {cell}");
            }
        }
    }
    cells
}

#[test]
fn every_route_and_seat_of_an_item_answers_as_the_rules_say() {
    each_world(|w| {
        let room = room(w);
        let mut cells = walk(&room, false);
        let (site, base) = (&room.site, format!("/conferences/items/{}", room.item));
        let secretary = &room.seats[1].client;
        let agenda = site.get(secretary, "/conferences").text;
        assert!(agenda.contains(&format!("{base}/packet")));
        assert!(site.get(secretary, &format!("{base}/packet")).text.contains("会議録を書く"));
        assert!(!site.get(&room.seats[2].client, &format!("{base}/packet")).text.contains("会議録を書く"));
        let live = site.get(secretary, &format!("{base}/live")).text;
        assert!(live.contains("あなたは、この案件の事務局です") && live.contains("106条の6"), "{live}");
        assert!(!live.contains("招く・照会する") && live.contains("class=\"sealed\""), "{live}");
        let said = [("question", "どう声をかけるか"), ("decision", "自立相談が訪ねる")];
        let kept = site.post(secretary, &format!("{base}/points"), &said);
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let end = [("outcome", "continue"), ("next_on", "R8.5.20")];
        let ended = site.post(secretary, &format!("{base}/ending"), &end);
        assert_eq!(ended.location(), format!("{base}/minutes?done=finished-item"));
        let told = site.get(secretary, &format!("{base}/minutes")).text;
        assert!(told.contains("自立相談が訪ねる") && !told.contains("様式にする"), "{told}");
        cells += walk(&room, true);
        println!("{cells} cells, 0 leaks, 0 wrong refusals");
    });
}
