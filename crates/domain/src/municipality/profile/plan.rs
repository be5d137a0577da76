use kernel::Day;

use crate::municipality::{
    record::{choice, record},
    setting::{SeedLines, Setting},
};

choice! {
    /// How far the plan was when the source was printed.
    PlanStatus {
        /// A draft for discussion.
        Draft = "draft" "案",
        /// Made for the first time.
        Established = "established" "策定",
        /// A yearly update of an existing plan.
        Updated = "updated" "更新",
        /// Made public.
        Published = "published" "公開",
    }
}

record! {
    /// 重層的支援体制整備事業実施計画 (社会福祉法106条の5).
    settings PlanSettings {
        /// Title as printed.
        title: Setting<String>,
        /// Status at the date of the source.
        status: Setting<PlanStatus>,
        /// The fiscal year of the edition; the revision has its own date (C37).
        edition: Setting<String>,
        /// Day or month of the revision, as printed.
        revised_printed: Setting<String>,
        /// First day of the plan period.
        period_from: Setting<Day>,
        /// Last day of the plan period.
        period_to: Setting<Day>,
        /// Length of the period in years.
        period_years: Setting<u32>,
        /// The plan above it.
        parent: Setting<String>,
        /// Another name that the source uses for the parent (C12).
        parent_alias: Option<String>,
        /// How it relates to the parent.
        parent_relation: Setting<String>,
        /// Visions and plans with which it must agree.
        consistent_with: Setting<Vec<String>>,
        /// Legal bases as printed.
        legal_basis: Setting<Vec<String>>,
        /// What becomes of the next plan.
        next_cycle: Setting<String>,
        /// When it is revised.
        revision_rule: Setting<String>,
        /// Bodies that evaluate it; keys of committees.
        evaluators: Setting<Vec<String>>,
        /// How evaluation is done.
        evaluation_manner: Setting<String>,
        /// How often it is evaluated.
        evaluation_cycle: Setting<String>,
        /// Meetings of the evaluating body in a year.
        meetings_per_year: Setting<u32>,
        /// Department that keeps the plan.
        secretariat: Setting<String>,
        /// How it is published.
        publication: Setting<String>,
        /// Contact of the editors as printed.
        contact: Setting<String>,
        /// Indicators under the goals of the parent plan.
        indicators: Setting<Vec<PlanIndicator>>,
    }
}

record! {
    /// An indicator of the plan, as an example of what is counted.
    PlanIndicator {
        /// Number within the plan.
        no: String,
        /// Goal of the parent plan.
        goal: String,
        /// What is counted.
        indicator: String,
        /// Entries of the register that count towards it.
        entries: Vec<String>,
        /// Unit of counting; open where the source says either-or (C7).
        unit: Setting<String>,
        /// Target value.
        target_value: Setting<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

choice! {
    /// Kind of a committee.
    CommitteeKind {
        /// Heads of departments under the mayor.
        PromotionHeadquarters = "promotion_headquarters" "推進本部",
        /// Outside members who give opinions.
        PromotionMeeting = "community_welfare_plan_promotion_meeting" "地域福祉計画推進会議",
        /// Sections of the office.
        InterdepartmentalLiaison = "interdepartmental_liaison_meeting" "庁内連絡会議",
        /// Representatives of agencies.
        RepresentativeMeeting = "representative_meeting" "代表者会議",
        /// Makes and evaluates the plan.
        PlanMakingCommittee = "plan_making_committee" "策定(推進)委員会",
        /// Advisory council by ordinance.
        AdvisoryCouncil = "advisory_council" "審議会",
        /// Study meeting beside a council.
        StudyLiaison = "study_liaison_meeting" "検討連絡会",
        /// Any other body, such as one of several departments and outside members (TOK).
        Other = "other" "そのほかの合議体",
    }
}

record! {
    /// A body around the plan.
    Committee {
        /// Stable key.
        key: String,
        /// Name as printed.
        name: String,
        /// Another name that the source uses (C12).
        alias: Option<String>,
        /// Kind.
        kind: CommitteeKind,
        /// Chair.
        chair: Setting<String>,
        /// Members by description.
        members: Setting<String>,
        /// Department of its office work.
        secretariat: Setting<String>,
        /// How often it meets.
        frequency: Setting<String>,
        /// What it does.
        tasks: Vec<String>,
        /// Source lines.
        seed: SeedLines,
    }
}
