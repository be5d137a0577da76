use crate::choices::choices;

choices! {
    /// Who answered.
    pub enum GivenBy {
        Self_ = "self" "本人",
        /// 成年後見人 and others who may decide for the person by law; for a child, who holds 親権.
        Guardian = "guardian" "法定代理人(後見人・親権者など)",
        /// Never the person's own consent, and never printed as one.
        Family = "family" "家族",
    }
}

choices! {
    /// What was answered.
    pub enum Answer {
        Agreed = "agreed" "同意する",
        Partly = "partly" "一部だけ同意する",
        Undecided = "undecided" "まだ決めない",
        Refused = "refused" "同意しない",
    }
}

impl Answer {
    /// Whether it opens anything.
    pub fn opens(self) -> bool {
        matches!(self, Answer::Agreed | Answer::Partly)
    }
}

choices! {
    /// How the answer was given.
    pub enum How {
        Oral = "oral" "口頭",
        Written = "written" "書面",
        Sign = "sign" "手話・筆談・文字盤など",
        Other = "other" "その他",
    }
}

choices! {
    /// How it was explained.
    pub enum ExplainMethod {
        InPerson = "in_person" "会って",
        Phone = "phone" "電話",
        Written = "written" "書面",
        Online = "online" "オンライン",
    }
}
