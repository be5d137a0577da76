use crate::choices::choices;

choices! {
    /// What an address is told for.
    pub enum Purpose {
        Safety = "safety" "安全の確保",
        Law = "law" "法令",
    }
}

choices! {
    /// How it is told. Never as a file.
    pub enum Method {
        Oral = "oral" "口頭",
        OneSheet = "one_sheet" "紙1枚",
    }
}

choices! {
    /// What became of a request.
    pub enum Decision {
        Waiting = "" "もう1人の判断を待っています",
        Approved = "approved" "承認",
        Refused = "refused" "断り",
        /// By the check itself: nobody can approve it.
        Barred = "barred" "お渡しできません",
    }
}

choices! {
    /// What became of a proposal to end a protection.
    pub enum EndDecision {
        Waiting = "" "もう1人の判断を待っています",
        Ended = "ended" "解除した",
        Kept = "kept" "保護を続ける",
    }
}

choices! {
    /// Who is on the adverse side.
    pub enum AdverseKind {
        Person = "person" "登録されている人",
        Agency = "agency" "機関",
        Staff = "staff" "この仕組みを使う職員",
        Outside = "outside" "名前だけ分かる人や団体",
    }
}

choices! {
    /// What a worker is to somebody.
    pub enum TieKind {
        Family = "family" "家族・親族",
        Acquaintance = "acquaintance" "知人・近所",
        Other = "other" "そのほかの利害関係",
    }
}
