use crate::choices::choices;

choices! {
    /// How the worry came in (ODA-20: opportunities are counted by channel).
    pub enum Channel {
        Counter = "counter" "窓口",
        Phone = "phone" "電話",
        Visit = "visit" "訪問",
        Mobile = "mobile" "出張",
        Hub = "hub" "居場所",
        Online = "online" "オンライン",
        Mail = "mail" "メール・手紙",
        Commissioner = "commissioner" "民生委員・児童委員を通して",
        Other = "other" "その他",
    }
}

choices! {
    /// Who brought it (相談経路 of the standard assessment sheet).
    pub enum VisitorKind {
        Self_ = "self" "本人",
        Family = "family" "家族・親族",
        Neighbour = "neighbour" "近所・知人",
        Agency = "agency" "関係機関",
        Commissioner = "commissioner" "民生委員・児童委員",
        Department = "department" "庁内のほかの課",
        Found = "found" "訪問して出会った",
        Anonymous = "anonymous" "名前は聞いていない",
        Other = "other" "その他",
    }
}

impl VisitorKind {
    /// Whether the agency met the person: at its counter, or by going there.
    pub fn is_the_person(self) -> bool {
        matches!(self, Self::Self_ | Self::Found)
    }
}

choices! {
    /// The sixteen topics of the standard 相談受付・申込票.
    pub enum Topic {
        Health = "health" "病気や健康、障害のこと",
        Housing = "housing" "住まいについて",
        Income = "income" "収入・生活費のこと",
        Rent = "rent" "家賃やローンの支払いのこと",
        Taxes = "taxes" "税金や公共料金等の支払いについて",
        Debts = "debts" "債務について",
        JobSearch = "job_search" "仕事探し、就職について",
        WorkTrouble = "work_trouble" "仕事上の不安やトラブル",
        Community = "community" "地域との関係について",
        Family = "family" "家族との関係について",
        ChildRearing = "child_rearing" "子育てのこと",
        Care = "care" "介護のこと",
        Withdrawal = "withdrawal" "ひきこもり・不登校",
        Violence = "violence" "DV・虐待",
        Food = "food" "食べるものがない",
        Other = "other" "その他",
    }
}

choices! {
    /// 急ぎの度合い.
    pub enum Urgency {
        Normal = "normal" "ふつう",
        Soon = "soon" "急ぐ",
        Immediate = "immediate" "すぐに",
    }
}

choices! {
    /// Whether the person agreed to share with 支援関係機関: both variants of the form are one record.
    pub enum ConsentState {
        NotAsked = "not_asked" "まだ聞いていない",
        Explained = "explained" "説明した(返事はまだ)",
        Agreed = "agreed" "同意あり",
        Refused = "refused" "同意なし",
    }
}

choices! {
    /// Why there is no consent.
    pub enum NoConsentReason {
        None = "" "-",
        NotExplained = "not_explained" "まだ説明していない",
        Declined = "declined" "説明したが、同意しない",
        Unreachable = "unreachable" "会えていない",
        Judgement = "judgement" "意思の確認がむずかしい",
        Unsafe = "unsafe" "安全のため、説明できない",
    }
}

choices! {
    /// B票: 仕事.
    pub enum Work {
        NotAsked = "" "まだ聞いていない",
        Regular = "regular" "正社員・公務員",
        Temporary = "temporary" "臨時・パート・アルバイト・派遣",
        SelfEmployed = "self_employed" "自営・家族従業・内職",
        Pension = "pension" "年金生活",
        Jobless = "jobless" "失業・休職中",
        Other = "other" "その他",
        Unknown = "unknown" "不明",
        Declined = "declined" "答えたくない",
    }
}

choices! {
    /// B票: 住居.
    pub enum Dwelling {
        NotAsked = "" "まだ聞いていない",
        Owned = "owned" "持家",
        Rented = "rented" "借家・賃貸",
        Public = "public" "公営住宅",
        Company = "company" "会社寮・借上げ",
        Street = "street" "決まった住まいがない",
        Other = "other" "その他",
        Unknown = "unknown" "不明",
        Declined = "declined" "答えたくない",
    }
}

choices! {
    /// B票: 健康保険.
    pub enum Insurance {
        NotAsked = "" "まだ聞いていない",
        Employees = "employees" "社会保険",
        National = "national" "国民健康保険",
        LateElderly = "late_elderly" "後期高齢者医療",
        None = "none" "入っていない",
        Unknown = "unknown" "不明",
        Declined = "declined" "答えたくない",
    }
}

choices! {
    /// B票: 年金.
    pub enum Pension {
        NotAsked = "" "まだ聞いていない",
        Receiving = "receiving" "受け取っている",
        Enrolled = "enrolled" "入っている",
        None = "none" "入っていない",
        Unknown = "unknown" "不明",
        Declined = "declined" "答えたくない",
    }
}

choices! {
    /// What became of the consultation. There is no "refused": whoever comes is received (断らない相談支援).
    pub enum Triage {
        Open = "open" "まだ決めていない",
        Answered = "answered" "情報を伝えて終わる",
        HandedOver = "handed_over" "つなぐ",
        Case = "case" "自分の機関で続ける",
        Coordination = "coordination" "多機関協働に相談する",
    }
}
