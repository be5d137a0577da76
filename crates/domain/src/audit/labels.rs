//! The keys of the log in words. A key that is not known here is shown as it stands: the log outlives the program.

/// What was done.
pub fn action(key: &str) -> &str {
    match key {
        "read" => "読んだ",
        "list" => "一覧で見た",
        "search" => "探した",
        "create" => "書いた",
        "change" => "変えた",
        "reveal" => "連絡先を見た",
        "print" => "印刷した",
        "export" => "持ち出した",
        "sign_in" => "サインインした",
        "sign_out" => "サインアウトした",
        other => other,
    }
}

/// To which kind of row.
pub fn kind(key: &str) -> &str {
    match key {
        "case" => "ケース",
        "person" => "人",
        "household" => "世帯",
        "consultation" => "相談",
        "handover" => "つなぎ",
        "consent" => "同意",
        "emergency" => "緊急閲覧",
        "conference" => "会議の案件",
        "assessment" => "アセスメント",
        "coordination" => "多機関協働への相談",
        "plan" => "支援プラン",
        "look_back" => "ふり返り",
        "revision_proposal" => "実施計画の見直し提案",
        "department_notice" => "庁内の連絡票",
        "committee" => "合議体",
        "committee_pack" => "代表者会議の資料",
        "system_proposal" => "制度づくりの提案",
        "protection" => "住所保護",
        "draft" => "下書き",
        "account" => "利用者",
        "log" => "操作の記録",
        "access_report" => "閲覧の報告",
        "export" => "持ち出し",
        "adviser" => "助言者",
        other => other,
    }
}

/// On which bases: keys separated by spaces.
pub fn basis(keys: &str) -> String {
    let words = keys.split_whitespace().map(|key| match key {
        "own" => "所管",
        "commission" => "委託",
        "consent" => "本人同意",
        "conference" => "支援会議",
        "law" => "法令",
        "emergency" => "緊急",
        other => other,
    });
    words.collect::<Vec<_>>().join("、")
}

/// For the person concerned: what for. Never what somebody typed, because that may speak of others.
pub fn purpose(action: &str) -> &'static str {
    match action {
        "reveal" => "本人や世帯への連絡",
        "print" | "export" => "書面での事務",
        "search" | "list" => "窓口や担当での確認",
        _ => "相談と支援",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_words_and_an_unknown_one_is_shown_as_it_stands() {
        assert_eq!((action("reveal"), action("later")), ("連絡先を見た", "later"));
        assert_eq!((kind("log"), kind("later")), ("操作の記録", "later"));
        assert_eq!(basis("own consent later"), "所管、本人同意、later");
        assert_eq!(basis(""), "");
    }

    #[test]
    fn a_person_hears_what_for_by_what_was_done() {
        let told = ["reveal", "print", "export", "search", "list", "read"].map(purpose);
        assert_eq!(told[0], "本人や世帯への連絡");
        assert_eq!((told[1], told[2]), ("書面での事務", "書面での事務"));
        assert_eq!((told[3], told[4]), ("窓口や担当での確認", "窓口や担当での確認"));
        assert_eq!((told[5], purpose("later")), ("相談と支援", "相談と支援"));
    }
}
