//! The index of words grows by pieces while people save, and is put together behind them.

use domain::cases;
use domain::search::Tidy;
use store::Kind;
use testkit::{World, each_world};

/// Saves, each of which leaves a piece; from sixteen on the engine would put them together by itself.
const SAVES: usize = 12;

/// Pieces of the index on SQLite.
fn pieces(w: &World<'_>) -> i64 {
    w.at.db.read(|tx| tx.one("SELECT count(DISTINCT segid) FROM fts_search_idx", &[])).unwrap()
}

#[test]
fn saving_appends_and_what_was_appended_is_put_together_later() {
    each_world(|w| {
        let sqlite = w.at.db.kind() == Kind::Sqlite;
        let person = w.person(&w.elder, "索引 見本", "サクイン ミホン", "1970");
        let (_, code) = w.case(&w.elder, person);
        let mut tidy = Tidy::new(w.at.db.clone());
        tidy.go_on(|| ()).unwrap();
        let before = sqlite.then(|| pieces(w));

        for n in 0..SAVES {
            w.record(&w.elder, &code, &format!("庭の金木犀の話を聞く。{n}回目。"));
        }
        let found =
            |words: &str| w.ask(&w.elder, |tx, who| cases::search_records(tx, who, words)).unwrap().len();
        assert_eq!(found("金木犀"), SAVES);
        if let Some(before) = before {
            assert_eq!(pieces(w), before + SAVES as i64);
            // By itself the engine would put pieces together every 64 pages, during somebody's save.
            let sql = "SELECT v FROM fts_search_config WHERE k = 'automerge'";
            assert_eq!(w.at.db.read(|tx| tx.opt::<i64>(sql, &[])).unwrap(), Some(0));
        }

        tidy.go_on(|| ()).unwrap();
        assert_eq!((found("金木犀"), found("沈丁花")), (SAVES, 0));
        if let Some(before) = before {
            assert!(pieces(w) <= before + 1, "{} pieces are left of {before} and {SAVES}", pieces(w));
        }
    });
}
