use crate::keyed::keyed;

keyed! {
    /// What somebody wants to talk about: the 16 items of the intake sheet.
    Topic {
        IllnessHealth = "illness_health", "病気や健康、障害のこと";
        Housing = "housing", "住まいについて";
        Income = "income", "収入・生活費のこと";
        RentLoan = "rent_loan", "家賃やローンの支払いのこと";
        TaxUtility = "tax_utility", "税金や公共料金等の支払いについて";
        Debt = "debt", "債務について";
        JobSearch = "job_search", "仕事探し、就職について";
        JobTrouble = "job_trouble", "仕事上の不安やトラブル";
        Community = "community", "地域との関係について";
        Family = "family", "家族との関係について";
        Parenting = "parenting", "子育てのこと";
        Care = "care", "介護のこと";
        WithdrawalSchool = "withdrawal_school", "ひきこもり・不登校";
        ViolenceAbuse = "violence_abuse", "DV・虐待";
        Food = "food", "食べるものがない";
        Other = "other", "その他";
    }
}

keyed! {
    /// How the consultation reached the desk.
    Channel {
        Desk = "desk", "窓口";
        Phone = "phone", "電話";
        Visit = "visit", "訪問";
        Mail = "mail", "メール・フォーム";
        Chat = "chat", "SNS・チャット";
        Outing = "outing", "出張相談";
        Letter = "letter", "手紙・FAX";
    }
}

keyed! {
    /// Who brought it.
    Source {
        Itself = "self", "本人";
        Relative = "family", "家族・親族";
        Agency = "agency", "関係機関";
        Commissioner = "welfare_commissioner", "民生委員・児童委員";
        Neighbour = "neighbor", "近隣住民・町会・自治会";
        Unknown = "anonymous", "匿名";
    }
}

keyed! {
    /// How urgent it looked.
    Urgency {
        Normal = "normal", "ふつう";
        Soon = "soon", "急ぐ";
        Now = "now", "すぐに";
    }
}

keyed! {
    /// The person's answer about sharing.
    ConsentState {
        NotAsked = "not_asked", "まだ聞いていない";
        Explained = "explained", "説明した";
        Agreed = "agreed", "同意あり";
        Partly = "partly", "一部だけ同意";
        Declined = "declined", "同意していない";
        Unreached = "unreached", "会えていない";
    }
}

keyed! {
    /// What followed.
    Triage {
        Continue = "continue", "自分の機関で続ける";
        Refer = "refer", "つなぐ";
        Coordinate = "coordinate", "多機関協働に相談する";
        Inform = "inform", "情報を伝えて終わる";
        Watch = "watch", "関わりを続ける";
    }
}
