use crate::choices::choices;

choices! {
    /// Where a look-back stands.
    pub enum Stage {
        Waiting = "waiting" "承認待ち",
        Returned = "returned" "差戻し",
        Published = "published" "公開中",
        Withdrawn = "withdrawn" "取り下げた",
    }
}

choices! {
    /// On which ground a closed case is looked back on.
    pub enum LearningGround {
        /// Everybody of the case agreed to it, for this purpose.
        Consent = "consent" "本人の同意",
        /// 社会福祉法 106条の6, by an item whose reason says so.
        Statute = "statute" "支援会議",
    }
}

choices! {
    /// Who lives together, as coarsely as a lesson needs it.
    pub enum HouseholdType {
        Single = "single" "ひとり暮らし",
        Couple = "couple" "夫婦だけ",
        Young = "young_family" "親と未成年の子",
        Grown = "grown_family" "親と成人した子",
        Generations = "generations" "三世代",
        Other = "other" "そのほか",
        Unknown = "unknown" "分からない",
    }
}

choices! {
    /// What became of the household.
    pub enum Effect {
        Settled = "settled" "落ち着いた",
        Better = "better" "良くなった",
        Partly = "partly" "一部が良くなった",
        Same = "same" "変わらなかった",
        Harder = "harder" "むずかしくなった",
        Unknown = "unknown" "分からない",
    }
}

choices! {
    /// How many cases of the municipality share what a look-back tells of its household. Never the number.
    pub enum Shared {
        Few = "few" "少ない(5件未満)",
        Enough = "enough" "5件以上",
    }
}

choices! {
    /// What somebody decided about a look-back.
    pub enum Decision {
        Approved = "approved" "承認",
        Returned = "returned" "差戻し",
        Withdrawn = "withdrawn" "取下げ",
    }
}
