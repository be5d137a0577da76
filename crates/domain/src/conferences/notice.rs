//! 守秘の説明, by versions: a member acknowledges the words that are in force, and again when they have changed.

use kernel::Day;

/// A version of the notice of secrecy.
struct Notice {
    version: i64,
    /// From which day it is in force: year, month, day.
    from: (i16, i8, i8),
    /// The words, with places for the articles of secrecy and of the penalty.
    words: &'static str,
}

/// Every version there was, the newest last (社会福祉法 106条の6第6項, 159条).
const NOTICES: &[Notice] = &[Notice {
    version: 1,
    from: (2021, 4, 1),
    words: "この案件は{law_ref}の支援会議で扱います。知ったことを、正当な理由なく外にもらしてはいけません。仕事や役目をやめた後も同じです。違反には罰則があります({penalty_ref})。",
}];

/// What members of a consented item read instead: no statute binds them, what the person agreed to does.
const CONSENTED: &str = "この案件は、ご本人の同意の範囲で扱います。範囲をこえて使ったり、ほかに伝えたりしないでください。同意が終わると、資料も会議録も開けなくなります。";

fn in_force(on: Day) -> &'static Notice {
    let begun = |notice: &&Notice| {
        let (year, month, day) = notice.from;
        Day::new(year, month, day).is_some_and(|from| from <= on)
    };
    NOTICES.iter().rev().find(begun).unwrap_or(&NOTICES[0])
}

/// The version in force on a day.
pub(super) fn version(on: Day) -> i64 {
    in_force(on).version
}

/// The words of a version, with its articles.
pub(super) fn words(version: i64, law_ref: &str, penalty_ref: &str) -> String {
    let notice = NOTICES.iter().find(|notice| notice.version == version).unwrap_or(&NOTICES[0]);
    notice.words.replace("{law_ref}", law_ref).replace("{penalty_ref}", penalty_ref)
}

/// The words of a consented item.
pub(super) fn of_consent() -> String {
    CONSENTED.to_owned()
}
