use crate::choices::choices;

choices! {
    /// Where a handover stands.
    pub enum Progress {
        Sent = "sent" "送付",
        OnHold = "on_hold" "保留",
        Accepted = "accepted" "受諾",
        Declined = "declined" "差戻し",
        Done = "done" "結果あり",
        Cancelled = "cancelled" "取消し",
    }
}

choices! {
    /// つなぎ方.
    pub enum Way {
        Together = "together" "一緒に行く",
        Phone = "phone" "電話でつなぐ",
        Introduce = "introduce" "紹介する",
    }
}

choices! {
    /// On which ground something that identifies a person travels.
    pub enum Ground {
        /// 個人情報の保護に関する法律 69条2項1号.
        Consent = "consent" "本人同意",
        /// Another statute that names the duty, such as 児童虐待の防止等に関する法律 6条.
        Law = "law" "法令",
        /// Nothing that identifies anybody travels.
        None = "none" "根拠なし(名前を出さずに相談する)",
    }
}

choices! {
    /// How somebody outside the system is reached.
    pub enum Outside {
        Paper = "paper" "紙(つなぎシート)",
        Phone = "phone" "電話",
    }
}

choices! {
    /// Why a handover goes back.
    pub enum DeclineReason {
        NotOurs = "not_ours" "担当の外",
        Incomplete = "incomplete" "情報が足りない",
        NoCapacity = "no_capacity" "受け入れの余裕がない",
        BetterElsewhere = "better_elsewhere" "別の所が合う",
        Other = "other" "その他",
    }
}
