//! The short form of `cargo xtask torture`: the server is killed while it is written to.

use std::path::Path;

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let outcome = bench::torture::run(Path::new(env!("CARGO_BIN_EXE_kasane")), 12).unwrap();
    assert_eq!((outcome.kills, outcome.lost), (12, 0));
    assert!(outcome.acknowledged > 0, "nothing was acknowledged, so nothing was proven");
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
}
