use kernel::{Day, Role};

use crate::municipality::{
    record::{choice, record},
    setting::{SeedLines, Setting},
};

choice! {
    /// Kind of an organisation (OTA-34).
    OrganisationKind {
        /// The municipality itself.
        Municipality = "municipality" "市町村",
        /// 社協.
        CouncilOfSocialWelfare = "council_of_social_welfare" "社会福祉協議会",
        /// A social welfare corporation.
        SocialWelfareCorporation = "social_welfare_corporation" "社会福祉法人",
        /// A non-profit corporation.
        Npo = "npo" "NPO法人",
        /// A body of residents.
        ResidentBody = "resident_body" "住民の団体",
        /// A medical institution.
        Medical = "medical" "医療機関",
        /// Another contractor, or one whose name is not printed.
        Contractor = "contractor" "委託先",
    }
}

choice! {
    /// A task of multi-agency work that may lie with different bodies (TOK-09).
    CoordinationTask {
        /// 相談受付.
        Intake = "intake" "相談の受付",
        /// 支援の調整.
        Coordination = "coordination" "支援の調整",
        /// 支援プランの作成.
        DraftPlan = "draft_plan" "支援プランの作成",
        /// Only the municipality convenes the conference of 社会福祉法106条の6.
        ConveneStatutoryConference = "convene_statutory_conference" "支援会議を開く",
        /// 庁内調整.
        InternalCoordination = "internal_coordination" "庁内の調整",
    }
}

record! {
    /// A field of agencies.
    Field {
        /// Stable key.
        key: String,
        /// Name as the municipality writes it.
        name: String,
        /// Other names.
        aliases: Vec<String>,
        /// Whether it is one of the four fields of item 1 of 社会福祉法106条の4第2項.
        statutory: bool,
        /// Source lines.
        seed: Option<SeedLines>,
    }
}

choice! {
    /// Extent of a service area.
    AreaKind {
        /// The whole municipality.
        Whole = "whole" "全域",
        /// A part of it.
        District = "district" "地区",
    }
}

record! {
    /// An area by which work is divided.
    ServiceArea {
        /// Stable key.
        key: String,
        /// Name; open where the source only gives their number.
        name: Setting<String>,
        /// Extent.
        kind: AreaKind,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// A body that takes part.
    Organisation {
        /// Stable key.
        key: String,
        /// Name.
        name: String,
        /// Kind.
        kind: OrganisationKind,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// A department, section or desk of an organisation.
    Department {
        /// Stable key.
        key: String,
        /// Name without that of its parent.
        name: String,
        /// Department above it, with which it is printed.
        parent: Option<String>,
        /// Organisation; the municipality itself if absent.
        organisation: Option<String>,
        /// Whether there is one in each district.
        per_area: bool,
        /// Desk in charge, as printed.
        desk: Option<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// A commissioning agreement: it opens the cases of its programmes to the body, and ends with its last day.
    Commission {
        /// Stable key.
        key: String,
        /// Body that was commissioned.
        organisation: String,
        /// Entries of the register.
        entries: Vec<String>,
        /// Tasks of multi-agency work.
        tasks: Setting<Vec<CoordinationTask>>,
        /// Which data it may see, beyond the cases of its programmes.
        data_scope: Setting<String>,
        /// First day.
        from: Setting<Day>,
        /// Last day.
        to: Setting<Day>,
        /// Source lines.
        seed: SeedLines,
    }
}

impl Commission {
    /// Whether it opens cases on a day: access ends on the day after the last one (OTA-34).
    pub fn holds_on(&self, day: Day) -> bool {
        super::within(self.from.value(), self.to.value(), day)
    }
}

choice! {
    /// Full post or beside another one.
    Engagement {
        /// 専任.
        Dedicated = "dedicated" "専任",
        /// 兼務.
        Concurrent = "concurrent" "兼務",
    }
}

record! {
    /// A local name of a ready role. Rights never follow from the name (ODA-12).
    RoleName {
        /// Stable key.
        key: String,
        /// Name as printed.
        name: String,
        /// Ready role to which it maps.
        role: Setting<Role>,
        /// Organisations at which it exists; their holders have equal rights.
        organisations: Setting<Vec<String>>,
        /// Departments at which it exists.
        departments: Setting<Vec<String>>,
        /// Full or concurrent post.
        engagement: Setting<Engagement>,
        /// How many at each site.
        per_site: Setting<u32>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// Who does a task of multi-agency work.
    TaskAssignment {
        /// Task.
        task: CoordinationTask,
        /// Organisations; those of kind municipality mean direct.
        organisations: Setting<Vec<String>>,
        /// Departments of the municipality.
        departments: Setting<Vec<String>>,
        /// Source lines.
        seed: Option<SeedLines>,
    }
}
