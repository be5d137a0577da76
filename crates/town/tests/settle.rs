//! A settled town is always the same, breaks no rule, and is found as if it had been typed in.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may say so by panicking")]

use std::collections::BTreeSet;

use domain::installed::{self, Installation, Installed, IssueType};
use domain::people::{self, PersonForm};
use domain::search::{Query, Way};
use domain::{cases, housekeeping, municipality, search};
use kernel::{Day, Id, Instant, Role, Scope};
use store::testing::{TestDb, each_db, sqlite};
use town::{Plan, Town, settle, showcase};

/// The day of the clock of all tests.
fn today() -> Day {
    store::testing::NOON.day()
}

fn plan() -> Plan {
    Plan { history_days: 700, ..Plan::new(400, 40, 7, today()) }
}

fn settled(at: &TestDb, plan: Plan) -> settle::Settled {
    let issue = |i: &municipality::IssueType| IssueType { key: i.code.clone(), name: i.name.clone() };
    let new = Installation {
        municipality: Installed {
            key: "mihon".into(),
            name: "見本市".into(),
            profile: String::new(),
            fictional: true,
        },
        agencies: Vec::new(),
        issue_types: municipality::defaults().issue_types.iter().map(issue).collect(),
        responsibilities: Vec::new(),
        categories: domain::installed::default_categories(),
        form_items: Vec::new(),
    };
    at.db.write(move |tx| installed::install(tx, &new)).unwrap();
    let town = Town::new(plan);
    let options = settle::Options { now: Instant::start_of(today()), password_hash: String::new() };
    settle::settle(&at.db, &town, &showcase(town.plan()), &options, &mut |_| {}).unwrap()
}

/// Every value of a table, in order.
fn dump(at: &TestDb, table: &str, columns: &str) -> Vec<String> {
    at.db.read(|tx| tx.all(&format!("SELECT {columns} FROM {table} ORDER BY 1"), &[])).unwrap()
}

#[test]
fn a_settled_town_breaks_no_rule() {
    each_db(domain::MIGRATIONS, |at| {
        let rows = settled(at, plan()).rows;
        assert!(rows > 5_000, "{rows}");
        assert!(at.db.integrity().unwrap().is_empty());
        assert_eq!(at.db.read(housekeeping::findings).unwrap(), Vec::<String>::new());
        let n = |sql: &str| at.db.read(|tx| tx.one::<i64>(sql, &[])).unwrap();
        assert_eq!(n("SELECT count(*) FROM cases"), 46);
        for nothing in [
            "SELECT count(*) FROM tasks t JOIN cases c ON c.id = t.case_id WHERE c.status = 'closed' AND t.done_at IS NULL",
            "SELECT count(*) FROM handovers h JOIN cases c ON c.id = h.case_id WHERE c.status = 'closed' AND h.status = 'sent'",
            "SELECT count(*) FROM cases c WHERE (c.status = 'closed') <> (c.closed_on IS NOT NULL)",
            "SELECT count(*) FROM cases c WHERE c.status <> 'closed' AND c.status <>
                 (SELECT phase FROM case_phases p WHERE p.case_id = c.id ORDER BY entered_on DESC, recorded_at DESC LIMIT 1)",
            "SELECT count(*) FROM cases c WHERE coalesce(c.next_due_on, '') <>
                 coalesce((SELECT min(due_on) FROM tasks t WHERE t.case_id = c.id AND t.done_at IS NULL), '')",
            "SELECT count(*) FROM cases c JOIN people p ON p.id = c.person_id WHERE c.opened_on < substr(p.birth_earliest, 1, 10)",
            "SELECT count(*) FROM case_people k JOIN people p ON p.id = k.person_id WHERE p.registered_at > k.added_at",
            "SELECT count(*) FROM case_records WHERE recorded_at < happened_at",
            "SELECT count(*) FROM handovers h WHERE h.ground = 'none'",
        ] {
            assert_eq!(n(nothing), 0, "{nothing}");
        }
        for something in [
            "SELECT count(*) FROM tasks WHERE done_at IS NULL",
            "SELECT count(*) FROM closures",
            "SELECT count(*) FROM address_protections",
            "SELECT count(*) FROM relations",
            "SELECT count(*) FROM person_names",
            "SELECT count(*) FROM household_members WHERE NOT living_together",
            "SELECT count(*) FROM department_notices d JOIN department_notice_passings p ON p.notice_id = d.id
                 WHERE p.to_agency_id = d.to_agency_id AND d.status = 'received'",
        ] {
            assert!(n(something) > 0, "{something}");
        }
    });
}

#[test]
fn the_same_plan_settles_the_same_rows() {
    let (one, other) = (sqlite(domain::MIGRATIONS).unwrap(), sqlite(domain::MIGRATIONS).unwrap());
    assert_eq!(settled(&one, plan()), settled(&other, plan()));
    for (table, columns) in [
        (
            "people",
            "id || name || kana || coalesce(birth_earliest, '') || registered_by || CAST(registered_at AS TEXT)",
        ),
        ("case_records", "id || case_id || text || staff_id || CAST(happened_at AS TEXT)"),
        ("handovers", "id || code || packet || status"),
        ("cases", "id || code || status || lead_agency_id"),
        ("department_notices", "id || code || content || to_agency_id"),
        ("department_notice_passings", "id || notice_id || reason"),
        ("search_entries", "object_id || parent_id || text"),
        ("staff", "id || login || name || totp_secret"),
    ] {
        assert_eq!(dump(&one, table, columns), dump(&other, table, columns), "{table}");
    }
}

#[test]
fn only_an_empty_database_is_settled() {
    let at = sqlite(domain::MIGRATIONS).unwrap();
    settled(&at, plan());
    let town = Town::new(plan());
    let options = settle::Options { now: Instant::start_of(today()), password_hash: String::new() };
    let again = settle::settle(&at.db, &town, &[], &options, &mut |_| {});
    assert!(matches!(again, Err(kernel::Error::Conflict(_))));
}

/// A worker of the agency that leads the most cases.
fn worker(at: &TestDb) -> Scope {
    let (agency, staff): (Id<kernel::Agency>, Id<kernel::Staff>) = at
        .db
        .read(|tx| {
            tx.one(
                "SELECT t.agency_id, min(f.staff_id) FROM case_team t JOIN affiliations f ON f.agency_id = t.agency_id
                 WHERE t.is_lead GROUP BY t.agency_id ORDER BY count(*) DESC, 1 LIMIT 1",
                &[],
            )
        })
        .unwrap();
    Scope {
        staff,
        agency,
        role: Role::CounterWorker,
        accepted_rules: true,
        unbarred: false,
        now: store::testing::NOON,
        request: "test".into(),
    }
}

#[test]
fn the_search_index_is_as_if_typed_in() {
    each_db(domain::MIGRATIONS, |at| {
        settled(at, plan());
        let who = worker(at);
        let entries = |tx: &store::Tx<'_>| {
            let all: Vec<(String, String)> =
                tx.all("SELECT object_id, text FROM search_entries WHERE kind = 'person' ORDER BY 1", &[])?;
            let sorted = |text: String| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
            Ok(all.into_iter().map(|(id, text)| (id, sorted(text))).collect::<Vec<_>>())
        };
        let before = at.db.read(entries).unwrap();
        // Writing each person again makes the product itself index them.
        let asks = who.clone();
        at.db
            .write(move |tx| {
                let ids: Vec<Id<people::Person>> =
                    tx.all("SELECT person_id FROM person_agencies WHERE agency_id = $1", &[&asks.agency])?;
                for id in ids {
                    let view = people::show(tx, &asks, id)?;
                    let form = PersonForm::of(&view.person);
                    people::revise(tx, &asks, id, &form)?;
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(before, at.db.read(entries).unwrap());
        let hits = at.db.read(|tx| cases::search_records(tx, &who, "訪問")).unwrap();
        assert!(!hits.is_empty());
        assert!(at.db.read(search::findings).unwrap().is_empty());
    });
}

#[test]
fn both_ways_of_a_search_find_the_same() {
    each_db(domain::MIGRATIONS, |at| {
        settled(at, plan());
        let staff: Vec<(Id<kernel::Staff>, Id<kernel::Agency>)> = at
            .db
            .read(|tx| {
                tx.all("SELECT min(staff_id), agency_id FROM affiliations GROUP BY agency_id ORDER BY 2", &[])
            })
            .unwrap();
        let (mut people, mut records) = (0, 0);
        for (staff, agency) in staff {
            let who = Scope { staff, agency, ..worker(at) };
            for words in ["高橋", "佐", "さ", "たなか", "田中 子", "090", "町", "訪問", "電話で話"]
            {
                let found = |way| at.db.read(|tx| people::find_by(tx, &who, words, way)).unwrap();
                let (seen, indexed) = (found(Way::Sight), found(Way::Index));
                assert_eq!(told(&seen), told(&indexed), "{words}");
                people += seen.len();
                let Some(query) = Query::new(&kernel::fold::text(words)) else { continue };
                let hits = |way| at.db.read(|tx| cases::search_records_by(tx, &who, &query, way)).unwrap();
                if words.chars().count() > 1 {
                    assert_eq!(told(&hits(Way::Sight)), told(&hits(Way::Index)), "{words}");
                    records += hits(Way::Sight).len();
                }
            }
        }
        assert!(people > 50 && records > 50, "{people} {records}");
    });
}

fn told(found: &impl std::fmt::Debug) -> String {
    format!("{found:?}")
}
