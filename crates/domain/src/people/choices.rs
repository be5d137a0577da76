use crate::choices::choices;

choices! {
    /// 性別, asked only where it helps.
    pub enum Sex {
        NotAsked = "not_asked" "まだ聞いていない",
        Male = "male" "男性",
        Female = "female" "女性",
        Other = "other" "その他・答えたくない",
        Unknown = "unknown" "不明",
    }
}

choices! {
    /// Whether there is a name to write.
    pub enum NameState {
        Known = "known" "分かっている",
        Nickname = "nickname" "呼び名だけ",
        Withheld = "withheld" "名前を言いたくない",
    }
}

choices! {
    /// Names besides the present one.
    pub enum NameKind {
        Former = "former" "前の名字・名前",
        Alias = "alias" "通称",
        ResidenceCard = "residence_card" "在留カードの表記",
        Spelling = "spelling" "別の書き方",
    }
}

choices! {
    /// Ways to reach a person; all of them are protected together.
    pub enum ContactKind {
        Address = "address" "住所",
        Phone = "phone" "電話",
        Email = "email" "メール",
        Workplace = "workplace" "勤務先",
        School = "school" "学校・園",
        Facility = "facility" "施設・病院",
        MapPlace = "map_place" "地図の場所・最寄り",
        AreaStaff = "area_staff" "地区の担当",
    }
}

choices! {
    /// By what a person was told apart (何で確かめましたか).
    pub enum IdentityMethod {
        BirthDate = "birth_date" "生年月日",
        Address = "address" "住所",
        OwnWords = "own_words" "本人の話",
        OtherAgency = "other_agency" "ほかの機関の話",
        Document = "document" "書類",
        NotYet = "not_yet" "まだ確かめていない",
    }
}
