//! The seam's promises, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may say so by panicking")]

use std::sync::{Arc, Barrier};
use std::thread;

use kernel::{Day, Error, Id, Instant};
use store::testing::{TestDb, each_db};
use store::{Append, Config, Db, Migration};

const TABLES: &[Migration] = &[Migration {
    name: "0001_things",
    postgres: "CREATE TABLE things (
    id TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL,
    flag BOOLEAN NOT NULL,
    day TEXT,
    raw BYTEA
);
CREATE TABLE log (
    seq BIGSERIAL PRIMARY KEY,
    n BIGINT NOT NULL,
    word TEXT
);",
    sqlite: None,
}];

fn count(at: &TestDb, table: &str) -> i64 {
    at.db.read(|tx| tx.one(&format!("SELECT count(*) FROM {table}"), &[])).unwrap()
}

fn line(n: i64) -> Append {
    Append { into: "log (n, word)", values: vec![Some(n.into()), Some("言葉".into())] }
}

#[test]
fn parameters_are_bound_by_their_number_whatever_their_order() {
    each_db(TABLES, |at| {
        let sql = "SELECT $2 || '-' || $1 || '-' || $2";
        let found: String = at.db.read(|tx| tx.one(sql, &[&"一", &"二"])).unwrap();
        assert_eq!(found, "二-一-二");
    });
}

#[test]
fn every_kind_of_value_comes_back_as_it_went() {
    each_db(TABLES, |at| {
        let day: Day = "2026-04-01".parse().unwrap();
        let id: Id<Day> = Id::compose(5, [9; 10]);
        at.db
            .write(move |tx| {
                let raw: Vec<u8> = vec![0, 255, 7];
                tx.exec(
                    "INSERT INTO things (id, n, flag, day, raw) VALUES ($1, $2, $3, $4, $5)",
                    &[&id, &i64::MIN, &true, &day, &raw],
                )?;
                tx.exec(
                    "INSERT INTO things (id, n, flag) VALUES ($1, $2, $3)",
                    &[&"0000000000000000000000000z", &Instant(3), &false],
                )
            })
            .unwrap();
        type Row = (Id<Day>, i64, bool, Option<Day>, Option<Vec<u8>>);
        let rows: Vec<Row> =
            at.db.read(|tx| tx.all("SELECT id, n, flag, day, raw FROM things ORDER BY n", &[])).unwrap();
        assert_eq!(rows[0], (id, i64::MIN, true, Some(day), Some(vec![0, 255, 7])));
        assert_eq!((rows[1].1, rows[1].2, rows[1].3, &rows[1].4), (3, false, None, &None));
    });
}

#[test]
fn a_value_of_another_kind_is_told_by_its_column_and_never_by_what_it_says() {
    each_db(TABLES, |at| {
        let sql = "SELECT 'ひみつ' AS name, 1.5 AS half";
        let wrong = at.db.read(|tx| tx.one::<Day>(sql, &[])).unwrap_err().to_string();
        assert!(wrong.contains("name") && wrong.contains("a text") && !wrong.contains("ひみつ"), "{wrong}");
        let half = at.db.read(|tx| tx.one::<(String, i64)>(sql, &[])).unwrap_err().to_string();
        assert!(half.contains("half") && half.contains("unreadable"), "{half}");
        let none = at.db.read(|tx| tx.one::<(String, i64)>("SELECT 'ひみつ'", &[])).unwrap_err().to_string();
        assert!(none.contains("unreadable") && !none.contains("ひみつ"), "{none}");
    });
}

#[test]
fn a_refused_unit_leaves_nothing_and_its_neighbours_alone() {
    each_db(TABLES, |at| {
        let start = Arc::new(Barrier::new(8));
        let units: Vec<_> = (0..8i64)
            .map(|n| {
                let (db, start) = (at.db.clone(), Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    db.write(move |tx| {
                        tx.append(line(n))?;
                        match n % 4 {
                            1 => Err(Error::NotFound),
                            2 => tx.exec("INSERT INTO nowhere VALUES (1)", &[]).map(drop),
                            3 => panic!("a rule that panics"),
                            _ => Ok(()),
                        }
                    })
                    .is_ok()
                })
            })
            .collect();
        let kept = units.into_iter().map(|unit| unit.join().unwrap_or(false)).filter(|ok| *ok).count();
        assert_eq!(kept, 2);
        let mut rows: Vec<i64> = at.db.read(|tx| tx.all("SELECT n FROM log ORDER BY n", &[])).unwrap();
        rows.sort();
        assert_eq!(rows, [0, 4]);
    });
}

#[test]
fn many_who_write_at_once_are_all_served() {
    each_db(TABLES, |at| {
        let (writers, each) = (24, 30i64);
        let start = Arc::new(Barrier::new(writers));
        let hands: Vec<_> = (0..writers)
            .map(|_| {
                let (db, start) = (at.db.clone(), Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    for n in 0..each {
                        // Every third only reads, and leaves a line; every seventh breaks off.
                        if n % 3 == 0 {
                            db.read(|tx| tx.append(line(n))).unwrap();
                        } else {
                            let broken = db.write(move |tx| {
                                tx.append(line(n))?;
                                if n % 7 == 0 { Err(Error::NotFound) } else { Ok(()) }
                            });
                            assert_eq!(broken.is_err(), n % 7 == 0);
                        }
                    }
                })
            })
            .collect();
        hands.into_iter().for_each(|hand| drop(hand.join()));
        let kept = (0..each).filter(|n| n % 3 == 0 || n % 7 != 0).count();
        assert_eq!(count(at, "log"), (kept * writers) as i64);
    });
}

#[test]
fn what_a_read_appends_is_committed_before_it_answers() {
    each_db(TABLES, |at| {
        let readers: Vec<_> = (0..20i64)
            .map(|n| {
                let db = at.db.clone();
                thread::spawn(move || {
                    let seen: i64 = db
                        .read(|tx| {
                            tx.append(line(n))?;
                            tx.one("SELECT count(*) FROM things", &[])
                        })
                        .unwrap();
                    let found: i64 =
                        db.read(|tx| tx.one("SELECT count(*) FROM log WHERE n = $1", &[&n])).unwrap();
                    (seen, found)
                })
            })
            .collect();
        for reader in readers {
            assert_eq!(reader.join().unwrap(), (0, 1));
        }
        assert_eq!(count(at, "log"), 20);
    });
}

#[test]
fn without_its_log_a_read_gives_nothing_away() {
    each_db(TABLES, |at| {
        at.db.write(|tx| tx.exec("DROP TABLE log", &[])).unwrap();
        let answer: kernel::Result<i64> = at.db.read(|tx| {
            tx.append(line(1))?;
            tx.one("SELECT 1", &[])
        });
        assert!(answer.is_err());
    });
}

#[test]
fn a_question_changes_nothing() {
    each_db(TABLES, |at| {
        let changed = at.db.read(|tx| tx.exec("INSERT INTO log (n) VALUES (1)", &[]));
        assert!(changed.is_err());
        let hidden = at.db.read(|tx| {
            let id: i64 = tx.one("INSERT INTO log (n) VALUES (2) RETURNING n", &[])?;
            tx.append(line(id))
        });
        assert!(hidden.is_err());
        assert_eq!(count(at, "log"), 0);
        at.db.write(|tx| tx.append(line(3))).unwrap();
        assert_eq!(count(at, "log"), 1);
    });
}

#[test]
fn a_read_during_which_another_program_writes_is_written_down_all_the_same() {
    each_db(TABLES, |at| {
        let other = Db::open(&at.config, at.ambient.clone()).unwrap();
        at.db
            .read(|tx| {
                assert_eq!(tx.one::<i64>("SELECT count(*) FROM log", &[])?, 0);
                other.write(|tx| tx.append(line(1)))?;
                assert_eq!(tx.one::<i64>("SELECT count(*) FROM log", &[])?, 0, "one snapshot");
                tx.append(line(2))
            })
            .unwrap();
        assert_eq!(count(at, "log"), 2);
    });
}

#[test]
fn a_read_that_panics_takes_nothing_with_it() {
    each_db(TABLES, |at| {
        let broken = thread::scope(|all| {
            all.spawn(|| at.db.read(|_| -> kernel::Result<()> { panic!("a rule broke") })).join()
        });
        assert!(broken.is_err());
        at.db.read(|tx| tx.append(line(1))).unwrap();
        at.db.write(|tx| tx.append(line(2))).unwrap();
        assert_eq!(count(at, "log"), 2);
    });
}

#[test]
fn two_who_check_and_then_act_never_both_pass() {
    each_db(TABLES, |at| {
        at.db
            .write(|tx| tx.exec("INSERT INTO things (id, n, flag) VALUES ('one', 5, $1)", &[&true]))
            .unwrap();
        let buyers: Vec<_> = (0..12)
            .map(|_| {
                let db = at.db.clone();
                thread::spawn(move || {
                    db.write(|tx| {
                        let left: i64 = tx.one("SELECT n FROM things WHERE id = 'one'", &[])?;
                        if left == 0 {
                            return Err(Error::Stale);
                        }
                        tx.exec_one("UPDATE things SET n = $1 WHERE id = 'one'", &[&(left - 1)])
                    })
                    .is_ok()
                })
            })
            .collect();
        let passed = buyers.into_iter().map(|b| b.join().unwrap()).filter(|ok| *ok).count();
        let left: i64 = at.db.read(|tx| tx.one("SELECT n FROM things", &[])).unwrap();
        // PostgreSQL may give up on a write that met too many others; it then changed nothing.
        assert_eq!(passed as i64, 5 - left);
        assert!(left >= 0);
    });
}

#[test]
fn an_invariant_in_the_where_is_told_as_stale() {
    each_db(TABLES, |at| {
        let changed = at.db.write(|tx| tx.exec_one("UPDATE things SET n = 1 WHERE id = 'none'", &[]));
        assert!(matches!(changed, Err(Error::Stale)));
    });
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    each_db(TABLES, |at| {
        at.db
            .write(|tx| tx.exec("INSERT INTO schema_migrations VALUES ('0002_future', 'x', 1)", &[]))
            .unwrap();
        assert!(at.db.migrate(TABLES).unwrap_err().to_string().contains("newer"));
    });
}

#[test]
fn a_changed_migration_is_refused() {
    each_db(TABLES, |at| {
        at.db.write(|tx| tx.exec("UPDATE schema_migrations SET checksum = 'other'", &[])).unwrap();
        assert!(at.db.migrate(TABLES).unwrap_err().to_string().contains("0001_things"));
    });
}

#[test]
fn a_full_disk_is_told_and_reading_goes_on() {
    let at = store::testing::sqlite(TABLES).unwrap();
    let limit = "PRAGMA max_page_count = 40";
    at.db.write(move |tx| tx.exec(limit, &[])).unwrap();
    let full = (0..400i64).find_map(|n| {
        let word = "長い言葉".repeat(400);
        at.db
            .write(move |tx| {
                tx.append(Append {
                    into: "log (n, word)",
                    values: vec![Some(n.into()), Some(word.clone().into())],
                })
            })
            .err()
    });
    assert!(matches!(full, Some(Error::Unwritable(_))), "{full:?}");
    assert!(count(&at, "log") > 0);
}

#[test]
fn what_is_told_as_saved_is_saved_even_if_a_failure_was_passed_over() {
    each_db(TABLES, |at| {
        let told = at.db.write(|tx| {
            tx.append(line(1))?;
            // A rule should not do this; if one does, nobody may be told of a save that did not happen.
            drop(tx.one::<i64>("SELECT n FROM nowhere", &[]));
            Ok(())
        });
        assert_eq!(told.is_ok(), count(at, "log") == 1, "{told:?}");
        at.db.write(|tx| tx.append(line(2))).unwrap();
    });
}

#[test]
fn what_a_backup_holds_comes_back() {
    each_db(TABLES, |at| {
        at.db.write(|tx| (0..500).try_for_each(|n| tx.append(line(n)))).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let copy = dir.path().join("copy");
        at.db.backup(&copy).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&copy).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "a backup holds everything: only its owner reads it");
        at.db.write(|tx| tx.exec("DELETE FROM log WHERE n >= 100", &[])).unwrap();
        // Into another file on SQLite: this one is open.
        let target = match &at.config {
            Config::Sqlite(_) => Config::Sqlite(dir.path().join("restored.sqlite")),
            server => server.clone(),
        };
        store::restore(&target, &copy).unwrap();
        let restored = Db::open(&target, at.ambient.clone()).unwrap();
        assert_eq!(restored.read(|tx| tx.one::<i64>("SELECT count(*) FROM log", &[])).unwrap(), 500);
        assert_eq!(restored.migrate(TABLES).unwrap(), 0);
    });
}

#[test]
fn a_damaged_archive_changes_nothing() {
    each_db(TABLES, |at| {
        let dir = tempfile::tempdir().unwrap();
        let copy = dir.path().join("copy");
        at.db.write(|tx| tx.append(line(1))).unwrap();
        at.db.backup(&copy).unwrap();
        std::fs::write(&copy, &std::fs::read(&copy).unwrap()[..1000]).unwrap();
        assert!(store::restore(&at.config, &copy).is_err());
        assert_eq!(count(at, "log"), 1);
    });
}

#[test]
fn changes_travel_together_and_the_first_failure_is_told() {
    each_db(TABLES, |at| {
        let insert = "INSERT INTO log (n, word) VALUES ($1, $2)";
        // More than travel at once, and answers that are read in another order than asked.
        let (most, least) = at
            .db
            .write(move |tx| {
                (0..300i64).try_for_each(|n| tx.exec(insert, &[&n, &"言葉".repeat(300)]))?;
                let most = tx.ask::<i64>("SELECT max(n) FROM log", &[])?;
                let all = tx.ask::<String>("SELECT word FROM log ORDER BY n", &[])?;
                let least = tx.ask::<i64>("SELECT min(n) FROM log", &[])?;
                let (least, most) = (least.one()?, most.one()?);
                assert_eq!(all.all()?.len(), 300);
                Ok((most, least))
            })
            .unwrap();
        assert_eq!((most, least), (299, 0));
        let twice = at.db.write(|tx| {
            let things = "INSERT INTO things (id, n, flag) VALUES ($1, $2, $3)";
            tx.exec(things, &[&"a", &1i64, &true])?;
            tx.exec(things, &[&"a", &2i64, &true])?;
            tx.exec("INSERT INTO log (n) VALUES ($1)", &[&1i64])?;
            tx.one::<i64>("SELECT count(*) FROM log", &[])
        });
        assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
        assert_eq!(count(at, "things"), 0);
        let unread = at.db.read(|tx| tx.ask::<i64>("SELECT n FROM log", &[]).map(drop));
        assert!(unread.is_ok());
        assert_eq!(count(at, "log"), 300);
    });
}

#[test]
fn a_backup_is_whole_and_a_damaged_one_is_refused() {
    let at = store::testing::sqlite(TABLES).unwrap();
    at.db.write(|tx| (0..500).try_for_each(|n| tx.append(line(n)))).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("copy.sqlite");
    at.db.backup(&copy).unwrap();
    assert!(at.db.backup(&copy).is_err(), "a backup never overwrites");
    let target = Config::Sqlite(dir.path().join("restored.sqlite"));
    store::restore(&target, &copy).unwrap();
    let restored = Db::open(&target, at.ambient.clone()).unwrap();
    assert_eq!(restored.read(|tx| tx.one::<i64>("SELECT count(*) FROM log", &[])).unwrap(), 500);
    drop(restored);
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(&copy, bytes).unwrap();
    assert!(store::restore(&target, &copy).is_err());
}
