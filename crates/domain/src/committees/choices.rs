use crate::choices::choices;

choices! {
    /// From where a member of a body comes (TOK-04).
    pub enum MemberField {
        Welfare = "welfare" "福祉",
        NonWelfare = "non_welfare" "福祉以外",
        Outside = "outside" "庁外",
    }
}

choices! {
    /// From where a proposal for the municipality comes.
    pub enum Origin {
        Committee = "committee" "合議体",
        /// Of items, which name cases, nothing is said.
        Conference = "conference" "会議",
        LookBack = "look_back" "事例集",
        Agency = "agency" "機関",
    }
}

choices! {
    /// Where a proposal for the municipality stands.
    pub enum Standing {
        Proposed = "proposed" "出された",
        UnderReview = "under_review" "検討中",
        Adopted = "adopted" "採用",
        Declined = "declined" "見送り",
    }
}

impl Standing {
    /// What may follow.
    pub fn next(self) -> &'static [Standing] {
        match self {
            Standing::Proposed => &[Standing::UnderReview],
            Standing::UnderReview => &[Standing::Adopted, Standing::Declined],
            Standing::Adopted | Standing::Declined => &[],
        }
    }
}
