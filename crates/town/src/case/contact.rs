use crate::keyed::keyed;

keyed! {
    /// How a contact took place (対応方法).
    Method {
        Phone = "phone", "電話";
        Visit = "visit", "訪問";
        Accompany = "accompany", "同行";
        Interview = "interview", "面談";
        Meeting = "meeting", "会議";
        AgencyConsultation = "agency_consultation", "他機関照会・協議";
        Mail = "mail", "メール・手紙";
        Other = "other", "その他";
    }
}

keyed! {
    /// With whom.
    CounterpartKind {
        Person = "person", "本人";
        Family = "family", "家族";
        Agency = "agency", "関係機関";
        Resident = "resident", "地域の人";
        Nobody = "nobody", "会えず";
    }
}
