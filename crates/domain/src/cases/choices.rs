use crate::access::Basis;
use crate::choices::choices;

choices! {
    /// Where a case stands.
    pub enum Status {
        Potential = "potential" "把握中",
        Consulting = "consulting" "相談中",
        Coordinating = "coordinating" "調整中",
        Supported = "supported" "支援中",
        Closed = "closed" "終結",
    }
}

choices! {
    /// 対応方法 of the standard 支援経過記録.
    pub enum Method {
        Visit = "visit" "訪問",
        Phone = "phone" "電話",
        Interview = "interview" "面談",
        Accompany = "accompany" "同行",
        AgencyConsultation = "agency_consultation" "他機関と協議",
        InternalMeeting = "internal_meeting" "所内会議",
        Mail = "mail" "メール・手紙",
        Other = "other" "その他",
    }
}

choices! {
    /// With whom.
    pub enum Counterpart {
        Person = "person" "本人",
        Family = "family" "家族",
        Agency = "agency" "機関",
        Neighbour = "neighbour" "近所の人",
        Nobody = "nobody" "会えなかった",
        Other = "other" "その他",
    }
}

choices! {
    /// Why an agency may take part in a case.
    pub enum JoinGround {
        Received = "received" "受け付けた機関",
        Handover = "handover" "つなぎを受けた",
        Consent = "consent" "本人同意",
        Commission = "commission" "委託された業務",
        Law = "law" "法令",
    }
}

choices! {
    /// Why a case was closed.
    pub enum ClosureReason {
        Settled = "settled" "課題が落ち着いた",
        HandedOver = "handed_over" "ほかの機関に引き継いだ",
        OwnWish = "own_wish" "本人の希望",
        Moved = "moved" "転居",
        Died = "died" "死亡",
        OutOfReach = "out_of_reach" "連絡が取れない",
        Other = "other" "その他",
    }
}

impl JoinGround {
    /// The basis on which an agency that joined so sees the case.
    pub fn basis(self) -> Basis {
        match self {
            JoinGround::Received | JoinGround::Handover | JoinGround::Commission => Basis::Own,
            JoinGround::Consent => Basis::Consent,
            JoinGround::Law => Basis::Law,
        }
    }
}
