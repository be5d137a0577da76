use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::audit::{self, Checkpoint, Signed, Sweep};
use kernel::{Error, Id};
use store::Kind;
use testkit::each_world;

use super::{Office, events, found};

fn sealed(w: &testkit::World<'_>) -> (i64, i64, i64) {
    w.ask(&w.elder, |tx, _| {
        tx.one(
            "SELECT count(*), coalesce(max(n), 0), (SELECT count(*) FROM audit_events) FROM audit_links",
            &[],
        )
    })
    .unwrap()
}

#[test]
fn every_event_gets_its_place_and_a_signature_covers_it() {
    each_world(|w| {
        let office = Office::new();
        assert_eq!(office.verify(&w.at.db), [], "an empty log is a good log");
        events(w, &w.elder, 2_345);
        let (.., there) = sealed(w);
        let waiting = || office.sealer(&w.at.db).waiting().unwrap();
        assert_eq!(waiting(), there);
        assert_eq!(office.seal(&w.at.db) as i64, there);
        assert_eq!(waiting(), 0);
        assert_eq!(sealed(w), (there, there, there));
        assert_eq!(office.seal(&w.at.db), 0, "nothing is sealed twice");
        events(w, &w.tax, 7);
        assert_eq!(office.seal(&w.at.db), 7);
        let sizes: Vec<i64> =
            w.ask(&w.elder, |tx, _| tx.all("SELECT size FROM audit_checkpoints ORDER BY size", &[])).unwrap();
        assert_eq!(sizes, [1_000, 2_000, there, there + 7], "no more than 1,000 between two signatures");
        assert_eq!(office.verify(&w.at.db), []);
        let report = audit::verify_recent(&w.at.db, &[office.key.public()], 5).unwrap();
        assert_eq!((found(&report), report.sealed), (vec![], 7));
        let none = audit::verify_recent(&w.at.db, &[office.key.public()], 0).unwrap();
        assert_eq!((found(&none), none.sealed), (vec![], 0), "nothing is looked at, and nothing is missed");
        let last = office.outside().last().unwrap().unwrap();
        assert_eq!(last.size as i64, there + 7, "the same is kept outside");
    });
}

#[test]
fn what_waits_is_signed_together_although_the_look_goes_by_stretches() {
    each_world(|w| {
        let office = Office::new();
        events(w, &w.elder, 600);
        let before = office.seal(&w.at.db) as i64;
        // The first stretch holds those that are sealed and some of these, the second one the rest.
        events(w, &w.elder, 700);
        assert_eq!(office.seal(&w.at.db), 700);
        let sizes: Vec<i64> =
            w.ask(&w.elder, |tx, _| tx.all("SELECT size FROM audit_checkpoints ORDER BY size", &[])).unwrap();
        assert_eq!(sizes, [before, before + 700]);
    });
}

/// On PostgreSQL a number is given when a row is written and seen when it is committed.
#[test]
fn an_event_that_is_committed_late_is_not_missed() {
    each_world(|w| {
        let office = Office::new();
        events(w, &w.elder, 20);
        let cut = |tx: &store::Tx<'_>, _: &kernel::Scope| -> kernel::Result<i64> {
            let seq = tx.one::<i64>("SELECT max(seq) - 4 FROM audit_events", &[])?;
            tx.exec("UPDATE audit_events SET seq = 1000000 WHERE seq = $1", &[&seq])?;
            Ok(seq)
        };
        let low = w.act(&w.elder, cut).unwrap();
        let back = move |tx: &store::Tx<'_>, _: &kernel::Scope| {
            tx.exec("UPDATE audit_events SET seq = $1 WHERE seq = 1000000", &[&low])
        };
        // Hide the row while the rest is sealed: the sealer sees what a late commit would leave.
        w.act(&w.elder, |tx, _| tx.exec("UPDATE audit_events SET seq = -1 WHERE seq = 1000000", &[]))
            .unwrap();
        let before = office.seal(&w.at.db);
        w.act(&w.elder, |tx, _| tx.exec("UPDATE audit_events SET seq = 1000000 WHERE seq = -1", &[]))
            .unwrap();
        w.act(&w.elder, back).unwrap();
        w.at.ambient.advance(59 * 60);
        assert_eq!(office.seal(&w.at.db), 1, "the late one, and only that, up to an hour later");
        let (links, top, there) = sealed(w);
        assert_eq!((links, top), (there, there));
        assert_eq!(before as i64 + 1, there);
        assert_eq!(office.verify(&w.at.db), []);
    });
}

#[test]
fn what_comes_later_than_expected_is_found_by_the_whole_sweep() {
    each_world(|w| {
        let office = Office::new();
        events(w, &w.elder, 10);
        w.act(&w.elder, |tx, _| {
            tx.exec("UPDATE audit_events SET seq = seq + 100 WHERE seq > 5", &[])?;
            tx.exec("UPDATE audit_events SET seq = -1 WHERE seq = 5", &[])
        })
        .unwrap();
        office.seal(&w.at.db);
        w.at.ambient.advance(3 * 3_600);
        w.act(&w.elder, |tx, _| tx.exec("UPDATE audit_events SET seq = 50 WHERE seq = -1", &[])).unwrap();
        assert_eq!(office.seal(&w.at.db), 0);
        assert_eq!(office.sealer(&w.at.db).seal(Sweep::Whole, || ()).unwrap(), 1);
        w.act(&w.elder, |tx, _| {
            // As it would have been without this test's play with numbers.
            tx.exec("DELETE FROM audit_events WHERE seq < 0", &[])
        })
        .unwrap();
        assert_eq!(office.verify(&w.at.db), []);
    });
}

#[test]
fn writers_go_on_while_the_sealer_works_and_none_of_their_events_is_lost() {
    each_world(|w| {
        let office = Office::new();
        let (stop, db) = (Arc::new(AtomicBool::new(false)), w.at.db.clone());
        std::thread::scope(|scope| {
            let (halt, sealer) = (Arc::clone(&stop), office.sealer(&db));
            let at_work = scope.spawn(move || {
                while !halt.load(Ordering::Relaxed) {
                    sealer.seal(Sweep::Recent, || ()).unwrap();
                }
            });
            let writers: Vec<_> = [&w.elder, &w.tax, &w.hardship]
                .into_iter()
                .map(|who| {
                    scope.spawn(move || {
                        for n in 0..40 {
                            events(w, who, 1 + n % 3);
                            // Numbers that nobody gets to see, as a write that is taken back leaves them.
                            let lost: kernel::Result<()> = w.act(who, |tx, who| {
                                let id: Id<kernel::Scope> = tx.new_id();
                                audit::Event::new(audit::Action::Read, audit::Kind::Case, id)
                                    .record(tx, who)?;
                                Err(Error::Stale)
                            });
                            assert!(lost.is_err());
                        }
                    })
                })
                .collect();
            writers.into_iter().for_each(|writer| writer.join().unwrap());
            stop.store(true, Ordering::Relaxed);
            at_work.join().unwrap();
        });
        office.seal(&w.at.db);
        let (links, top, there) = sealed(w);
        assert_eq!((links, top), (there, there));
        assert_eq!(office.verify(&w.at.db), []);
    });
}

#[test]
fn two_sealers_never_give_one_place_twice() {
    each_world(|w| {
        let (one, other) = (Office::new(), Office::new());
        events(w, &w.elder, 1_500);
        std::thread::scope(|scope| {
            for office in [&one, &other] {
                scope.spawn(|| office.seal(&w.at.db));
            }
        });
        one.seal(&w.at.db);
        other.seal(&w.at.db);
        let (links, top, there) = sealed(w);
        assert_eq!((links, top), (there, there));
        assert_eq!(one.verify(&w.at.db), []);
        assert_eq!(other.verify(&w.at.db), [], "each keeps what the other signed");
    });
}

#[test]
fn the_sealer_stops_where_the_database_is_older_than_what_it_signed() {
    each_world(|w| {
        let office = Office::new();
        events(w, &w.elder, 30);
        office.seal(&w.at.db);
        let end = office.outside().last().unwrap().unwrap().size;
        events(w, &w.elder, 12);
        office.seal(&w.at.db);
        // As after an older backup.
        w.act(&w.elder, move |tx, _| {
            tx.exec(
                "DELETE FROM audit_events WHERE seq IN (SELECT seq FROM audit_links WHERE n > $1)",
                &[&(end as i64)],
            )?;
            tx.exec("DELETE FROM audit_links WHERE n > $1", &[&(end as i64)])?;
            tx.exec("DELETE FROM audit_checkpoints WHERE size > $1", &[&(end as i64)])
        })
        .unwrap();
        assert_eq!(office.verify(&w.at.db), [("rollback", end + 1, end + 12)]);
        events(w, &w.elder, 5);
        let Err(Error::Conflict(message)) = office.sealer(&w.at.db).seal(Sweep::Recent, || ()) else {
            panic!("it must stop")
        };
        assert!(message.text.contains(&format!("{}行目", end + 12)), "{}", message.text);
        // Somebody says why; that too is signed and stays.
        office.sealer(&w.at.db).restored("ディスクの故障").unwrap();
        assert_eq!(office.seal(&w.at.db), 5);
        let report = audit::verify_whole(&w.at.db, &[office.key.public()], Some(&office.outside())).unwrap();
        assert_eq!(found(&report), []);
        assert!(
            report.notices.iter().any(|notice| notice.contains("ディスクの故障")),
            "{:?}",
            report.notices
        );
    });
}

/// A backup from before the first signature: outside stands a note of nothing, and the log begins behind it.
#[test]
fn a_log_begins_anew_behind_a_note_that_there_is_nothing() {
    each_world(|w| {
        let office = Office::new();
        office.sealer(&w.at.db).restored("最初のバックアップに戻した").unwrap();
        assert_eq!(office.outside().last().unwrap().unwrap().size, 0);
        events(w, &w.elder, 5);
        assert!(office.seal(&w.at.db) >= 5);
        assert_eq!(office.verify(&w.at.db), []);
    });
}

#[test]
fn outside_stand_all_keys_that_were_ever_used_once_each_and_what_cannot_be_read_is_not_taken_for_nothing() {
    let (office, other) = (Office::new(), domain::audit::Key::new("kasane/mihon", &[8; 32]));
    let open = |key: &domain::audit::Key| audit::Outside::open(office.folder.path(), &key.public()).unwrap();
    for key in [&office.key, &office.key, &other, &office.key] {
        open(key);
    }
    assert_eq!(open(&other).keys().unwrap(), [office.key.public(), other.public()]);
    assert_eq!(open(&other).notes().unwrap(), "", "none yet");
    std::fs::create_dir(office.folder.path().join("checkpoints.txt")).unwrap();
    assert!(matches!(open(&other).notes(), Err(Error::Unwritable(_))));
    assert!(open(&other).last().is_err());
}

#[test]
fn what_is_done_to_the_tables_is_found_and_located() {
    type Found = &'static [(&'static str, u64, u64)];
    let wrongs: [(&'static str, Found); 7] = [
        (
            "UPDATE audit_events SET outcome = 'ok ' WHERE seq = (SELECT seq FROM audit_links WHERE n = 11)",
            &[("edited", 11, 11)],
        ),
        (
            "DELETE FROM audit_events WHERE seq = (SELECT seq FROM audit_links WHERE n = 12)",
            &[("deleted", 12, 12)],
        ),
        ("DELETE FROM audit_links WHERE n = 13", &[("missing", 13, 13)]),
        ("UPDATE audit_links SET link = leaf WHERE n = 14", &[("broken", 13, 15)]),
        ("UPDATE audit_links SET seq = seq + 1000 WHERE n = 15", &[("deleted", 15, 15)]),
        ("DELETE FROM audit_checkpoints", &[("rollback", 1, 24)]),
        (
            "UPDATE audit_checkpoints SET note = replace(note, 'time', 'Time')",
            &[("unreadable", 1, 24), ("unsigned", 1, 24)],
        ),
    ];
    for (sql, expected) in wrongs {
        store::testing::each_db(domain::MIGRATIONS, |at| {
            let office = Office::new();
            let event = "INSERT INTO audit_events (at, request, staff_id, agency_id, role, action, kind, objects, case_id, basis, purpose, outcome)
                         VALUES ($1, 'r', 's', 'a', 'counter_worker', 'read', 'case', 'o', NULL, 'own', '', 'ok')";
            at.db.write(move |tx| (0..24).try_for_each(|n: i64| tx.exec(event, &[&n]))).unwrap();
            office.seal(&at.db);
            assert_eq!(office.verify(&at.db), []);
            at.db.write(move |tx| tx.exec(sql, &[])).unwrap();
            assert_eq!(office.verify(&at.db), expected, "{sql} on {:?}", at.db.kind());
        });
    }
}

#[test]
fn a_note_in_the_database_is_signed_by_the_key_of_the_office() {
    each_world(|w| {
        let office = Office::new();
        events(w, &w.elder, 3);
        office.seal(&w.at.db);
        let note: String =
            w.ask(&w.elder, |tx, _| tx.one("SELECT note FROM audit_checkpoints", &[])).unwrap();
        let (point, signed) = Checkpoint::read(&note, &[office.key.public()]).unwrap();
        assert_eq!((signed, point.origin.as_str()), (Signed::Rightly, "kasane/mihon"));
        assert!(matches!(w.at.db.kind(), Kind::Sqlite | Kind::Postgres));
    });
}
