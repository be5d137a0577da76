use crate::choices::choices;

choices! {
    /// 分野: what somebody is asked about.
    pub enum Field {
        Law = "law" "法律",
        Medicine = "medicine" "医療",
        Psychology = "psychology" "心理",
        Welfare = "welfare" "社会福祉",
        Money = "money" "家計・債務",
        Work = "work" "就労",
        Education = "education" "教育・発達",
        Housing = "housing" "住まい",
        /// Supports those who support.
        Supervision = "supervision" "スーパーバイザー",
        Other = "other" "その他",
    }
}
