//! Messages to people, as functions: a missing one does not compile, and each has a stable key for programs.
//!
//! Texts say what happened and what to do, in sentences of at most 60 characters (`design`: wording rules).

use serde::Serialize;

/// A text for a person together with the key by which programs know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Stable, snake_case.
    pub key: &'static str,
    /// Japanese, complete.
    #[serde(rename = "message")]
    pub text: String,
}

impl Message {
    /// A message with its key.
    pub fn new(key: &'static str, text: impl Into<String>) -> Self {
        Self { key, text: text.into() }
    }
}

macro_rules! messages {
    ($($(#[$doc:meta])* $key:ident($($arg:ident),*) = $text:literal;)*) => {
        $($(#[$doc])* pub fn $key($($arg: impl std::fmt::Display),*) -> Message {
            Message::new(stringify!($key), format!($text))
        })*
    };
}

messages! {
    /// A required field is empty.
    error_required(label) = "{label}を入力してください。";
    /// One of several must be chosen.
    error_choose_one(label) = "{label}を1つ選んでください。";
    /// A choice that is not in the list.
    error_unknown_choice(label) = "{label}は、一覧の中から選んでください。";
    /// Too long.
    error_too_long(label, max) = "{label}は{max}字までで入力してください。";
    /// A date that cannot be read.
    error_date_unreadable(label) = "{label}の日付を読み取れません。例 R6.4.1、令和6年4月1日、2024-04-01";
    /// A year without era.
    error_date_era(label) = "{label}に元号(R・H・S・T・M)か、西暦4けたを付けてください。";
    /// A day that the calendar does not have.
    error_date_not_exist(label, month, last_day) = "{label}は暦にない日です。{month}月は{last_day}日までです。";
    /// An event in the future.
    error_date_future(label) = "{label}は今日より後の日になっています。予定は「次にすること」に書いてください。";
    /// A birth in the future.
    error_birth_future(label) = "{label}は今日より後の日になっています。年を確かめてください。";
    /// A month or a year where a day is needed.
    error_date_whole_day(label) = "{label}は日まで入力してください。例 R6.4.1、今日、3日前";
    /// End before beginning.
    error_date_order(from) = "終わりの日が、始まりの日({from})より前になっています。";
    /// A time of day that cannot be read.
    error_time_unreadable(label) = "{label}の時刻を読み取れません。例 14:30、1430、午後2時半";
    /// A case code that cannot be, found by its check character.
    error_case_code() = "番号を読み取れません。1文字ずつ確かめてください。例 K-7Q4-920C";
    /// Furigana in other scripts.
    error_kana() = "ふりがなは、ひらがなかカタカナで入力してください。";
    /// Twelve digits that look like an individual number (マイナンバー).
    error_my_number() = "12けたの個人番号と思われる数字があります。Kasane には記録できません。消してから保存してください。";
    /// Homonyms exist and nothing says how the person was told apart.
    error_identity_check() = "同じ読みの方がいます。何で確かめたかを選んでください。まだのときは「まだ確かめていない」を選べます。";
    /// The form belongs to another case.
    error_case_mismatch(opened_case, target_case) = "この画面は {opened_case} のものですが、送り先は {target_case} になっています。保存していません。下書きから正しいケースを選び直してください。";
    /// A number that cannot be read.
    error_number(label) = "{label}は数字で入力してください。";
}
