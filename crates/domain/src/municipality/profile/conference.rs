use crate::municipality::{
    record::{choice, record},
    setting::Setting,
};

choice! {
    /// Who becomes the lead of a case (DIFFERENCES §2.3).
    LeadRule {
        /// The section of the area.
        FixedSectionByArea = "fixed_section_by_area" "地区の担当課",
        /// Any of the promoters, of whatever organisation.
        PromoterPool = "promoter_pool" "推進員",
        /// The one supervisor.
        SvSingle = "sv_single" "スーパーバイザー",
        /// The department that received the person (EDO-13).
        ReceivingDepartment = "receiving_department" "相談を受けた部署",
    }
}

choice! {
    /// How often a duty to apply or to report arises.
    DutyCycle {
        /// There is no such duty.
        None = "none" "なし",
        /// Once for each case.
        PerCase = "per_case" "ケースごと",
        /// Once for each sitting.
        PerConference = "per_conference" "会議ごと",
    }
}

choice! {
    /// Upon whom the confidentiality duty is laid (C32).
    SecrecyBound {
        /// The support team.
        Team = "team" "支援チーム",
        /// Each member of the conference.
        Members = "members" "会議の構成員",
    }
}

choice! {
    /// Whether and whose consent is needed.
    ConsentRule {
        /// Consent of the person.
        Required = "required" "本人の同意が必要",
        /// Consent lies in the person's own application.
        ImpliedByApplication = "implied_by_application" "本人の申出による",
        /// The person or the family.
        PersonOrFamily = "person_or_family" "本人または家族の同意が必要",
        /// None, because a statute takes its place.
        NotRequired = "not_required" "同意を要しない",
    }
}

record! {
    /// Lead of multi-agency cases.
    settings MultiAgency {
        /// Rule by which the lead is found.
        lead_rule: Setting<LeadRule>,
        /// Departments that lead; open means all or none is named.
        lead_departments: Setting<Vec<String>>,
        /// Organisations that lead beside the municipality.
        lead_organisations: Setting<Vec<String>>,
        /// Whether every department leads what it receives (EDO-13).
        every_department_leads: Setting<bool>,
        /// How it is run; both where posts sit on both sides (C11).
        forms: Setting<Vec<super::OperatingForm>>,
        /// Name of the post.
        post_name: Setting<String>,
        /// Cases that are meant; only a label, intake never filters (C36).
        case_scope: Setting<String>,
        /// Ground on which a case is handed over without consent (C39).
        handover_ground: Setting<String>,
    }
}

record! {
    /// A local meeting in which one or both statutory functions are held.
    ConferenceContainer {
        /// Stable key.
        key: String,
        /// Name.
        name: String,
        /// Whether it meets in each district.
        per_area: bool,
    }
}

record! {
    /// Rules of one of the two conferences; the ground of an item is never taken from the name (C8).
    settings ConferenceFunction {
        /// Local name of the function.
        local_name: Setting<String>,
        /// Key of the meeting in which it is held.
        container: Setting<String>,
        /// Legal basis as printed.
        legal_basis_printed: Setting<String>,
        /// Organisations that convene.
        convener_organisations: Setting<Vec<String>>,
        /// Departments that convene.
        convener_departments: Setting<Vec<String>>,
        /// Who convenes, in words.
        convener_printed: Setting<String>,
        /// What gives rise to it.
        triggers: Setting<Vec<String>>,
        /// Duty to apply beforehand.
        application: Setting<DutyCycle>,
        /// Department that receives applications.
        application_to: Setting<String>,
        /// Days before the sitting by which to apply.
        application_due_days: Setting<u32>,
        /// Days within which that department answers; the applicant has as many to mend what came back.
        application_answer_days: Setting<u32>,
        /// Duty to report afterwards.
        report: Setting<DutyCycle>,
        /// Department that receives reports.
        report_to: Setting<String>,
        /// Days after the sitting by which to report.
        report_due_days: Setting<u32>,
        /// How often it meets.
        frequency: Setting<String>,
        /// Local rule by which it is set up.
        rule_document: Setting<String>,
        /// Its version, as the municipality counts it: a day or a number.
        rule_version: Setting<String>,
        /// What it decides.
        decides: Setting<Vec<String>>,
        /// How it decides.
        decision_manner: Setting<String>,
        /// When and how closing is looked at.
        closure: Setting<String>,
        /// Members named by the source.
        members: Setting<Vec<String>>,
    }
}

record! {
    /// The two conferences.
    ConferenceSettings {
        /// The meetings in which they are held.
        containers: Vec<ConferenceContainer>,
        /// Whether both functions may be held in one sitting.
        one_sitting: Setting<bool>,
        /// 支援会議 of 社会福祉法106条の6.
        statutory: ConferenceFunction,
        /// 重層的支援会議, with consent.
        multilayered: ConferenceFunction,
        /// Whether each member acknowledges the confidentiality duty; can never be false.
        secrecy_acknowledgement: Setting<bool>,
        /// Upon whom the duty is laid in the words of the source.
        secrecy_bound: Setting<SecrecyBound>,
        /// Advisers.
        advisers: Setting<Vec<String>>,
        /// Whether an application for 支援会議 names the person (C38).
        application_names_person: Setting<bool>,
        /// Whether closed cases may be looked back on in 支援会議 (C40).
        look_back_of_closed_cases: Setting<bool>,
    }
}

record! {
    /// Consent rules; that of the visit belongs to one programme, not to all (C25).
    settings ConsentSettings {
        /// For 重層的支援会議; `not_required` is refused.
        for_multilayered: Setting<ConsentRule>,
        /// For 支援会議.
        for_statutory: Setting<ConsentRule>,
        /// For a visit by outreach.
        for_outreach_visit: Setting<ConsentRule>,
        /// Whether every adult of the household must consent (C42).
        each_household_member: Setting<bool>,
        /// How consent is asked for.
        manner: Setting<String>,
    }
}
