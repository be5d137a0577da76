use std::fmt;

use kernel::Message;
use serde::Serialize;

/// One fault of a profile file: where it is, what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProfileFault {
    /// Line of the file, from 1; 0 where there is no file (import of JSON).
    pub line: usize,
    /// Column in characters, from 1; 0 where there is no file.
    pub column: usize,
    /// Key path, such as `task_assignments[3].organisations[0]`.
    pub path: String,
    /// What is wrong and what to do.
    #[serde(flatten)]
    pub message: Message,
}

impl fmt::Display for ProfileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}行{}字: ", self.line, self.column)?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message.text)
    }
}

macro_rules! messages {
    ($($key:ident($($arg:ident),*) = $text:literal;)*) => {
        $(pub(super) fn $key($($arg: impl fmt::Display),*) -> Message {
            Message::new(concat!("profile_", stringify!($key)), format!($text))
        })*
    };
}

messages! {
    syntax(what) = "TOMLとして読めません({what})。記号と引用符を直してください。";
    wrong_type(wanted) = "値の形が違います。{wanted}で書いてください。";
    missing_key(key) = "項目「{key}」がありません。書き足してください。";
    missing_setting(key) = "項目「{key}」がありません。書き足してください。分からないときは \"unset\" と書けます。";
    empty_text() = "空の文字です。内容を書いてください。";
    seed_form(text) = "出典の行「{text}」を読み取れません。例 L12、L12-15,L20";
    seed_and_default() = "出典の行と default の両方があります。どちらか一方を消してください。";
    seed_beyond(last, lines) = "出典の行 L{last} は、元の文書({lines}行)にありません。行を直してください。";
    unknown_reference(key, what, hint) = "「{key}」という{what}はありません。{hint}";
    duplicate_key(key, what) = "{what}のキー「{key}」が2回あります。どちらかを変えてください。";
    date_order(from, to) = "終わりの日({to})が始まりの日({from})より前です。日付を直してください。";
    options_do_not_fit(kind) = "選択肢(options)が、答え方「{kind}」と合いません。選ぶ項目には選択肢を書き、ほかの項目には書かないでください。";
    option_key(key) = "選択肢のキー「{key}」は使えません。空白のない、ほかと違うキーにしてください。";
    age_order(min, max) = "上の年齢({max})が下の年齢({min})より小さくなっています。年齢を直してください。";
    overlapping_rules(issue) = "「{issue}」の担当が同じ区域で期間の重なる定めになっています。期間を分けてください。";
    convener_not_municipality(organisation) =
        "支援会議を開くのは市町村です(社会福祉法第106条の6第1項)。「{organisation}」ではなく、市町村の部署に割り当ててください。";
    convener_task_direct(organisation) =
        "「支援会議を開く」事務は委託できません(社会福祉法第106条の6第1項)。「{organisation}」への委託の tasks から外してください。";
    multilayered_consent() =
        "重層的支援会議は本人の同意を得て行います。not_required にはできません。required などを選んでください。";
    secrecy_acknowledgement() =
        "支援会議の守秘義務の確認は省けません(社会福祉法第106条の6第6項)。true か \"unset\" にしてください。";
    support_body_holds(what) = "後方支援の団体は個人の情報も窓口も持ちません。{what}を消してください。";
    municipality_lacks(what) = "市町村のプロファイルに{what}がありません。書き足してください。";
    twice_in_order(what) = "{what}が2回あります。1つにしてください。";
    under_limit(value, min) = "{value}では少なすぎます。{min}以上にしてください。";
    over_limit(value, max) = "{value}は上限({max})を超えています。{max}以下にしてください。";
    site_sum(total, parts) = "拠点の数{total}と内訳の計{parts}が合いません。どちらかを直してください。";
    json(what) = "JSONとして読めません({what})。書き出したファイルをそのまま使ってください。";
}

/// A key that the table does not have, with the absent one that was probably meant.
pub(super) fn unknown_key(key: &str, near: Option<&str>, keys: &[&str]) -> Message {
    let hint = match near {
        Some(near) => format!("「{near}」ではありませんか。"),
        None if keys.len() > 8 => "つづりを確かめてください。".to_owned(),
        None => format!("使える項目は {} です。", keys.join("、")),
    };
    Message::new("profile_unknown_key", format!("項目「{key}」は使えません。{hint}"))
}

/// A value outside a closed list.
pub(super) fn unknown_choice(text: &str, keys: &[&str]) -> Message {
    Message::new(
        "profile_unknown_choice",
        format!("「{text}」は選べません。{} のどれかを書いてください。", keys.join("、")),
    )
}

/// The hint of a reference that leads nowhere.
pub(super) fn reference_hint(key: &str, keys: &[&str]) -> String {
    match nearest(key, keys) {
        Some(near) => format!("「{near}」ではありませんか。"),
        None => "定義を書き足すか、この行を消してください。".to_owned(),
    }
}

/// The key with the fewest edits between, if they are few enough to be a slip of the hand.
pub(super) fn nearest<'k>(key: &str, keys: &[&'k str]) -> Option<&'k str> {
    let near = keys.iter().map(|other| (edits(key, other), *other)).min()?;
    let length = key.chars().count();
    (near.0 <= 2 + length / 6 && near.0 < length).then_some(near.1)
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_finds_its_key() {
        assert_eq!(nearest("peroid", &["period", "parent"]), Some("period"));
        assert_eq!(nearest("kye", &["name", "key"]), Some("key"));
        assert_eq!(nearest("x", &["no"]), None);
        assert_eq!(nearest("weather", &["period", "parent"]), None);
        assert_eq!(edits("障がい", "障害"), 2);
    }
}
