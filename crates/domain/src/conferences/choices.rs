use crate::choices::choices;

choices! {
    /// On what ground an item is dealt with; the name of a meeting never tells it (ODA-13, DIFFERENCES C8).
    pub enum Ground {
        /// 社会福祉法 106条の6: without consent, among members who are bound to secrecy.
        Statute = "statute" "支援会議",
        /// With the consent of those of whom it tells.
        Consent = "consent" "本人の同意",
    }
}

choices! {
    /// What an item is for (ODA-15).
    pub enum Purpose {
        Roles = "roles" "役割分担と支援の方向",
        Progress = "progress" "経過の確認",
        Plan = "plan" "プランの適切さ",
        Closing = "closing" "終結の評価",
        Resource = "resource" "足りない資源の検討",
    }
}

choices! {
    /// As what somebody takes part (OTA-09).
    pub enum Part {
        Member = "member" "構成員",
        Expert = "expert" "専門助言者",
        Supervisor = "supervisor" "スーパーバイザー",
        Secretariat = "secretariat" "事務局",
    }
}

impl Part {
    /// Whether the person gives advice, which is kept apart from what the conference decides.
    pub fn advises(self) -> bool {
        matches!(self, Part::Expert | Part::Supervisor)
    }
}

choices! {
    /// How somebody who is no member came to advise.
    pub enum Way {
        /// In the room, where the papers lie.
        Present = "present" "会議の場で聞いた",
        /// By a question that names nobody.
        Unnamed = "unnamed" "名前を出さずに聞いた",
    }
}

choices! {
    /// What a conference came to.
    pub enum Outcome {
        Continue = "continue" "支援を続ける",
        Outreach = "outreach" "訪問のプランを作る",
        Appropriate = "appropriate" "プランは適切である",
        Conditional = "conditional" "条件をつけて適切とする",
        Redraft = "redraft" "プランを直して、もう一度はかる",
        Participation = "participation" "参加支援が必要である",
        Multilayered = "multilayered" "同意を得て、重層的支援会議へ移る",
        End = "end" "終える",
    }
}

choices! {
    /// Where a sitting stands.
    pub enum Standing {
        Planned = "planned" "予定",
        Held = "held" "開いた",
        Cancelled = "cancelled" "取りやめた",
    }
}

choices! {
    /// How somebody who was asked replied (社会福祉法 106条の6第4項: they try to; they may refuse).
    pub enum Reply {
        Waiting = "waiting" "返事待ち",
        Answered = "answered" "回答した",
        Partly = "partly" "一部だけ回答した",
        Refused = "refused" "答えられない",
    }
}
