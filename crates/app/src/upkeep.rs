//! What a server does behind the requests, besides sealing the log.

use std::time::Duration;

use domain::{housekeeping, search::Tidy};
use store::Db;
use tokio::task::spawn_blocking;
use tokio::time::interval;

use crate::say::complain;

/// How often what time takes away is taken away.
const SWEEP: Duration = Duration::from_secs(60 * 60);
/// How often the index of words is put in order.
const TIDY: Duration = Duration::from_secs(60);
/// The breath between two steps of that, for those who save meanwhile.
const BREATH: Duration = Duration::from_millis(20);

/// Throws away old drafts, answers and searches, as long as the server runs.
pub(crate) async fn sweep(db: Db) {
    let mut hours = interval(SWEEP);
    loop {
        hours.tick().await;
        let db = db.clone();
        if let Ok(Err(error)) = spawn_blocking(move || db.write(housekeeping::sweep)).await {
            complain(format_args!("片づけができませんでした(次の1時間後にまた試します): {error}"));
        }
    }
}

/// Keeps the index of words in order, as long as the server runs.
pub(crate) async fn tidy(db: Db) {
    let (mut minutes, mut tidy) = (interval(TIDY), Tidy::new(db));
    loop {
        minutes.tick().await;
        let work = move || {
            let done = tidy.go_on(|| std::thread::sleep(BREATH));
            (tidy, done)
        };
        // Only a panic takes the work away for good.
        let Ok((back, done)) = spawn_blocking(work).await else { return };
        tidy = back;
        if let Err(error) = done {
            complain(format_args!("検索の索引を整えられませんでした(また試します): {error}"));
        }
    }
}
