use crate::choices::choices;

choices! {
    /// The three kinds of support plan (OTA-23, TOK-14, ALL-07).
    pub enum PlanKind {
        MultiAgency = "multi_agency_plan" "多機関協働プラン",
        Outreach = "outreach_support_plan" "アウトリーチ支援プラン",
        Participation = "participation_plan" "参加支援プラン",
    }
}

impl PlanKind {
    /// Whether it may be carried out before the person has agreed: outreach goes to those who cannot be asked yet.
    pub fn begins_without_agreement(self) -> bool {
        self == PlanKind::Outreach
    }
}

choices! {
    /// Where a plan stands.
    pub enum PlanStatus {
        Draft = "draft" "案",
        Discussed = "discussed" "会議で協議ずみ",
        Decided = "decided" "支援決定",
        Active = "active" "実施中",
        Evaluated = "evaluated" "評価ずみ",
        Closed = "closed" "終結",
        Renewed = "renewed" "再プランへ",
        Interrupted = "interrupted" "中断",
        Withdrawn = "withdrawn" "取り下げた",
    }
}

impl PlanStatus {
    /// Whether it is still to be evaluated: a set does not end beside it.
    pub fn unevaluated(self) -> bool {
        matches!(self, PlanStatus::Draft | PlanStatus::Discussed | PlanStatus::Decided | PlanStatus::Active)
    }

    /// Whether its words can still be changed.
    pub fn editable(self) -> bool {
        matches!(self, PlanStatus::Draft | PlanStatus::Discussed)
    }
}

choices! {
    /// Where the person's agreement stands: recorded, never assumed.
    pub enum Agreement {
        NotYet = "not_yet" "まだ話していない",
        Explained = "explained" "説明した・返事待ち",
        Agreed = "agreed" "同意した",
        Partly = "partly" "一部に同意した",
        Refused = "refused" "同意しない",
        CannotSay = "cannot_say" "本人に聞けない",
    }
}

impl Agreement {
    /// Whether the person wants what stands in the plan.
    pub fn given(self) -> bool {
        matches!(self, Agreement::Agreed | Agreement::Partly)
    }
}

choices! {
    /// What lets participation support begin (DIFFERENCES §2.4).
    pub enum Gate {
        None = "none" "条件なし",
        Wish = "wish" "本人の希望",
        Conference = "conference_decision" "会議の判断",
    }
}

choices! {
    /// How far the goals were reached.
    pub enum Reached {
        Wholly = "wholly" "達成した",
        Partly = "partly" "一部達成した",
        NotYet = "not_yet" "達成していない",
    }
}

choices! {
    /// What has changed, as the evaluation sheet asks for it.
    pub enum Change {
        Housing = "housing" "住まいの確保",
        Doctor = "doctor" "医療の受診",
        Health = "health" "健康の改善",
        Certificate = "certificate" "手帳・認定の取得",
        Will = "will" "意欲の向上",
        Isolation = "isolation" "孤立の解消",
        Mind = "mind" "精神の安定",
        Household = "household" "家計の改善",
        Debt = "debt" "債務の整理",
        Work = "work" "就労の開始・収入",
        Search = "search" "就職活動の開始",
        Society = "society" "社会参加の機会",
        Habits = "habits" "生活習慣の改善",
        Relations = "relations" "対人・家族関係の改善",
        Assistance = "assistance" "生活保護の適用",
        Other = "other" "その他",
    }
}

choices! {
    /// How a plan ends.
    pub enum PlanOutcome {
        End = "end" "終結",
        Renew = "renew" "再プランして継続",
        Interrupt = "interrupt" "中断",
    }
}
