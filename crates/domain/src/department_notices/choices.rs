use crate::choices::choices;

choices! {
    /// Where a notice stands: all that its sender is told.
    pub enum Receipt {
        Received = "received" "受付済",
        Handled = "handled" "対応済",
    }
}

choices! {
    /// What the person said to the department.
    pub enum NoticeConsent {
        Agreed = "agreed" "本人の同意あり",
        Refused = "refused" "本人の同意なし",
        NotAsked = "not_asked" "聞いていない",
    }
}

choices! {
    /// On which ground a department tells of somebody who is named.
    pub enum NoticeGround {
        /// Nothing that identifies anybody is told.
        None = "none" "名前を出さない(人が分かることは書かない)",
        /// 個人情報の保護に関する法律 69条2項1号.
        Consent = "consent" "本人の同意",
        /// Within the municipality, as far as a task of one's own needs it: 61条1項, 69条1項, 69条2項2号.
        OwnTask = "own_task" "自分の課の事務に必要",
        /// 69条2項4号.
        Emergency = "emergency" "命や体の危険があり、明らかに本人の利益になる",
    }
}
