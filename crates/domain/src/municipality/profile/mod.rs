//! What a profile says. Everything here is data that a municipality decides; legal grounds are code.

mod conference;
mod counters;
mod forms;
mod guidance;
mod organisation;
mod plan;
mod practice;
mod register;
mod sites;
mod supports;

pub use conference::*;
pub use counters::*;
pub use forms::*;
pub use guidance::*;
pub use organisation::*;
pub use plan::*;
pub use practice::*;
pub use register::*;
pub use sites::*;
pub use supports::*;

use super::{
    record::{choice, record},
    setting::Setting,
};

choice! {
    /// What kind of body keeps the profile.
    BodyKind {
        /// A municipality that runs 重層的支援体制整備事業 (社会福祉法106条の4).
        Municipality = "municipality" "市町村",
        /// A body that supports municipalities from behind: surveys and counts, no person data (TOK).
        SupportBody = "support_body" "後方支援の団体",
    }
}

record! {
    /// The document from which the profile was made; all seed lines count its lines.
    SourceDocument {
        /// Title as printed.
        document: String,
        /// Who published it.
        publisher: String,
        /// Its date as printed.
        date_printed: Setting<String>,
        /// How many lines the text has.
        lines: u32,
    }
}

record! {
    /// How the municipality writes words that are spelled in several ways; texts of the screen follow it.
    settings Spelling {
        /// 障がい or 障害.
        disability: Setting<String>,
        /// こども or 子ども.
        child: Setting<String>,
        /// What older people are called in names of services.
        older_people: Setting<String>,
    }
}

record! {
    /// One municipality (or support body) as data (ALL-12). Sections in the order of the files in `profiles/`.
    Profile {
        /// Stable key, also the name of the file.
        key: String,
        /// Official name.
        name: String,
        /// Municipality or support body.
        kind: BodyKind,
        /// Where the facts come from.
        source: SourceDocument,
        /// Spelling of words on screen.
        spelling: Spelling,
        /// The implementation plan (社会福祉法106条の5).
        plan: PlanSettings,
        /// Names and order of the five supports.
        label_scheme: LabelScheme,
        /// Layout of the printed programme register.
        register: RegisterLayout,
        /// Agency fields; extendable without code (IMA-08).
        fields: Vec<Field>,
        /// Districts of the municipality.
        service_areas: Vec<ServiceArea>,
        /// The municipality itself, its partners and contractors (OTA-34).
        organisations: Vec<Organisation>,
        /// Departments of the municipality.
        departments: Vec<Department>,
        /// Commissioning agreements.
        commissions: Vec<Commission>,
        /// Local names of the ready roles.
        roles: Vec<RoleName>,
        /// Programmes under their local names.
        local_programmes: Vec<LocalProgramme>,
        /// Places and agencies at which programmes are carried out.
        sites: Vec<Site>,
        /// Legal item ↔ local programme ↔ departments ↔ sites: the rows of the register.
        entries: Vec<RegisterEntry>,
        /// Counters shown to residents.
        windows: Vec<ConsultationWindow>,
        /// Statutory bodies next to the programme (OTA-21).
        linked_systems: Vec<LinkedSystem>,
        /// Existing programmes outside the register (OTA-35).
        related_programmes: Setting<Vec<RelatedProgramme>>,
        /// Characteristic services of the place (ODA-19).
        local_services: Vec<LocalService>,
        /// Issue types that the source names, and own ones.
        issues: ProfileIssues,
        /// Who is in charge of an issue, by area and date (OTA-29).
        responsibility_rules: Vec<ResponsibilityRule>,
        /// Own guidance, beside the shared one (EDO-24).
        guide_items: Vec<GuideItem>,
        /// Items that the municipality adds to forms.
        form_items: Vec<FormItem>,
        /// Who does which task of multi-agency work (TOK-09).
        task_assignments: Vec<TaskAssignment>,
        /// Lead of cases and its posts.
        multi_agency: MultiAgency,
        /// The two conferences.
        conference: ConferenceSettings,
        /// Consent rules.
        consent: ConsentSettings,
        /// Support plans.
        support_plan: SupportPlanSettings,
        /// Participation support.
        participation: ParticipationSettings,
        /// Outreach.
        outreach: OutreachSettings,
        /// Coordinators in the community.
        coordinator: CoordinatorSettings,
        /// General window or not (TOK-05).
        consultation_model: ConsultationModel,
        /// Everything else that differs from place to place.
        local_practice: LocalPractice,
        /// Committees around the plan.
        committees: Vec<Committee>,
        /// Own citations, before the shared ones: rules of the municipality may cite an older number.
        law_citations: Vec<LawCitation>,
        /// When the software begins to worry.
        thresholds: Thresholds,
        /// What a survey saw in other places, by setting (support body).
        practice_ranges: Vec<PracticeRange>,
        /// Municipalities that the support body supports, by year.
        supported: Vec<SupportedMunicipalities>,
        /// What was begun in a year (TOK-26).
        initiatives: Vec<Initiative>,
    }
}

impl Profile {
    /// Whether the body keeps cases and persons at all; a support body has surveys and counts only.
    pub fn holds_cases(&self) -> bool {
        self.kind == BodyKind::Municipality
    }
}
