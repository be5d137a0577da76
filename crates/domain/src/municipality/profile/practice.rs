use crate::municipality::{
    record::{choice, record},
    setting::{SeedLines, Setting},
};

use super::OperatingForm;

choice! {
    /// Kinds of support plan.
    PlanKind {
        /// Plan of the team.
        MultiAgency = "multi_agency_plan" "支援プラン",
        /// Plan of participation support.
        Participation = "participation_plan" "参加支援プラン",
        /// Plan of outreach.
        Outreach = "outreach_support_plan" "アウトリーチ支援プラン",
    }
}

choice! {
    /// What must have happened before participation support begins; one of those listed is enough.
    ParticipationGate {
        /// Nothing.
        None = "none" "条件なし",
        /// The person wishes it.
        Wish = "wish" "本人の希望",
        /// A conference found the need.
        ConferenceDecision = "conference_decision" "重層的支援会議の判断",
    }
}

choice! {
    /// General consultation window (TOK-05).
    GeneralWindow {
        /// None: every agency is an entrance.
        None = "none" "置かない",
        /// On some days of the week.
        Weekly = "weekly" "曜日を決めて開く",
        /// Every day.
        Permanent = "permanent" "常に開く",
    }
}

record! {
    /// Support plans of cases.
    settings SupportPlanSettings {
        /// Kinds in use.
        kinds: Setting<Vec<PlanKind>>,
        /// Who drafts.
        drafter: Setting<String>,
        /// Who advises.
        adviser: Setting<String>,
        /// When one is made.
        occasion: Setting<String>,
        /// Whether it may be written after support has begun.
        retrospective: Setting<bool>,
    }
}

record! {
    /// Participation support.
    settings ParticipationSettings {
        /// Gates, any of which suffices.
        gates: Setting<Vec<ParticipationGate>>,
        /// By what way persons come to it.
        entry_routes: Setting<Vec<String>>,
        /// Departments in charge.
        departments: Setting<Vec<String>>,
        /// Bodies that carry it out.
        providers: Setting<Vec<String>>,
        /// How it is run.
        forms: Setting<Vec<OperatingForm>>,
        /// Places of participation that the source names.
        destinations: Setting<Vec<String>>,
    }
}

record! {
    /// Outreach.
    settings OutreachSettings {
        /// Departments in charge.
        departments: Setting<Vec<String>>,
        /// Bodies that carry it out.
        providers: Setting<Vec<String>>,
        /// How it is run.
        forms: Setting<Vec<OperatingForm>>,
        /// Common name with participation support.
        umbrella: Setting<String>,
        /// Persons meant.
        target: Setting<String>,
        /// How persons are found.
        discovery: Setting<String>,
    }
}

record! {
    /// Coordinators in the community.
    settings CoordinatorSettings {
        /// Names of the posts.
        names: Setting<Vec<String>>,
        /// By what area they work.
        area: Setting<String>,
        /// How many at each base.
        per_base: Setting<u32>,
        /// Number of bases.
        bases: Setting<u32>,
    }
}

record! {
    /// How consultation begins.
    settings ConsultationModel {
        /// General window.
        general_window: Setting<GeneralWindow>,
        /// Days on which it opens.
        days: Setting<Vec<String>>,
        /// Agency at which it is based.
        base_agency: Setting<String>,
        /// Whether coordinators go out as an entrance.
        outreach: Setting<bool>,
        /// Which agencies receive first.
        first_entrance: Setting<String>,
        /// Consultation held at other places.
        mobile: Setting<String>,
        /// Key of the department or counter to which notices of other departments go; the sender chooses while it is open.
        department_notices: Option<Setting<String>>,
    }
}

impl ConsultationModel {
    /// Whether there is a general window to show; while that is open there is none (TOK-05).
    pub fn has_general_window(&self) -> bool {
        matches!(self.general_window.value(), Some(GeneralWindow::Weekly | GeneralWindow::Permanent))
    }
}

record! {
    /// An age limit that the source uses.
    AgeBand {
        /// Of what.
        name: String,
        /// From this age.
        age_min: Option<u32>,
        /// To this age.
        age_max: Option<u32>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// Whatever else differs; `"unset"` hides the part of the screen that would need it.
    settings LocalPractice {
        /// Points for volunteers.
        volunteer_points: Setting<String>,
        /// Food support.
        food_support: Setting<String>,
        /// Shared information system.
        sharing_system: Setting<String>,
        /// Early reports by residents or branch offices.
        early_report: Setting<String>,
        /// Training.
        training: Setting<String>,
        /// Fields with which to cooperate beyond the four (IMA-08); keys of fields.
        cooperation_fields: Setting<Vec<String>>,
        /// Age limits.
        age_bands: Setting<Vec<AgeBand>>,
        /// Themes that are being studied.
        study_themes: Setting<Vec<String>>,
    }
}

record! {
    /// Times after which the software points something out. Ours unless the municipality says otherwise.
    settings Thresholds {
        /// Days without contact until a case comes to the watch list.
        no_contact_days: Setting<u32>,
        /// Days until an unanswered handover is pointed out.
        handover_answer_days: Setting<u32>,
        /// Days before a review or the end of consent at which it is pointed out.
        review_notice_days: Setting<u32>,
        /// Days until an application for a conference is to be answered, where a duty exists and no time is printed.
        application_answer_days: Setting<u32>,
        /// Days until a report of a conference is due, where a duty exists and no time is printed.
        report_due_days: Setting<u32>,
        /// Days after which an entry of the resource directory is to be confirmed.
        resource_confirmation_days: Setting<u32>,
        /// Counts below this leave only masked; that of the shared list where a profile does not have it.
        small_count: Option<Setting<u32>>,
    }
}

record! {
    /// What the survey saw in other places, shown beside an open setting.
    PracticeRange {
        /// Key path of the setting.
        setting: String,
        /// What was seen, in our words.
        text: String,
        /// Source lines.
        seed: SeedLines,
    }
}

choice! {
    /// How far a supported municipality is.
    ProgrammeStatus {
        /// Carries out the programme.
        Implementing = "implementing" "実施",
        /// Prepares to move to it.
        Preparing = "preparing" "移行準備",
    }
}

record! {
    /// The municipalities of one year and status.
    SupportedMunicipalities {
        /// Fiscal year (western).
        fiscal_year: u32,
        /// Status.
        status: ProgrammeStatus,
        /// Names.
        names: Vec<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// Something begun in a year.
    Initiative {
        /// Fiscal year (western).
        fiscal_year: u32,
        /// Category.
        category: String,
        /// What, in our words.
        text: String,
        /// Source lines.
        seed: SeedLines,
    }
}
