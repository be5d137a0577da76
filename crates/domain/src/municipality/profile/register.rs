use kernel::Day;

use super::{ProgrammeGroup, SiteCount, SubProgramme};
use crate::municipality::{
    record::{choice, record},
    setting::{SeedLines, Setting},
};

choice! {
    /// How a programme or a site is run.
    OperatingForm {
        /// By the municipality itself.
        Direct = "direct" "直営",
        /// By contract.
        Commissioned = "commissioned" "委託",
        /// With a subsidy.
        Subsidised = "subsidised" "補助",
        /// By a designated administrator of a public facility.
        DesignatedManagement = "designated_management" "指定管理",
    }
}

choice! {
    /// What a column of the register shows of an entry.
    ColumnContent {
        /// Number of the programme.
        No = "no" "番号",
        /// Component within a number.
        Component = "component" "枝番",
        /// Legal item as printed.
        LegalItem = "legal_item" "根拠",
        /// Name of the group.
        GroupName = "group_name" "事業の柱",
        /// Name of the group in the detailed chapter with all its numbers.
        NumberedHeading = "numbered_heading" "見出し",
        /// Programme of the law.
        SubProgramme = "sub_programme" "法対象事業",
        /// Kind within the programme.
        KindPrinted = "kind_printed" "型",
        /// Local programme, or several.
        Programmes = "programmes" "事業名",
        /// Agency that carries it out.
        Agency = "agency" "支援機関名",
        /// Counter or persons meant, as printed.
        WindowOrTarget = "window_or_target" "窓口・対象",
        /// Field.
        Fields = "fields" "分野",
        /// Departments.
        Departments = "departments" "所管課",
        /// Names of sites.
        Sites = "sites" "拠点",
        /// Number of sites.
        SiteTotal = "site_total" "拠点数",
        /// Number of sites as printed.
        SitesPrinted = "sites_printed" "設置",
        /// Sites run directly.
        DirectSites = "direct_sites" "直営",
        /// Sites run by contract.
        CommissionedSites = "commissioned_sites" "委託",
        /// Operating form.
        Forms = "forms" "運営形態",
        /// Staff.
        Staffing = "staffing" "配置人員",
        /// Persons meant.
        Target = "target" "支援対象者",
        /// Area.
        ServiceArea = "service_area" "対象圏域",
        /// Contents.
        Contents = "contents" "内容",
        /// Bodies that carry it out.
        Implementers = "implementers" "実施機関",
        /// Source lines.
        Seed = "seed" "出典の行",
        /// Remark of the editor.
        Note = "note" "備考",
    }
}

record! {
    /// Layout of the printed register; each municipality prints other columns.
    RegisterLayout {
        /// Columns in order.
        columns: Vec<Column>,
    }
}

record! {
    /// A column of the register.
    Column {
        /// Stable key, the head of the column in TSV and JSON.
        key: String,
        /// What it shows.
        shows: ColumnContent,
        /// Head for readers.
        label: String,
        /// What stands between several values; `;` if absent.
        join: Option<String>,
        /// Whether it documents the source and is left out for readers.
        source: bool,
    }
}

record! {
    /// A programme under its local name; one programme may serve several legal items (OTA-19).
    LocalProgramme {
        /// Stable key.
        key: String,
        /// Name as printed.
        name: String,
        /// Other names in the source.
        aliases: Vec<String>,
        /// Whether it is one of the programmes that 社会福祉法106条の4第2項 names.
        statutory: Setting<bool>,
        /// An umbrella under which the municipality presents it.
        umbrella: Option<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// A body that carries out a programme.
    Implementer {
        /// Key of the organisation.
        organisation: String,
        /// As printed, if not just its name.
        printed: Option<String>,
    }
}

record! {
    /// A row of the register: which legal item, which local programme, who, where. Absent = the source has no such
    /// cell; `"unset"` = the cell matters and the source does not say.
    RegisterEntry {
        /// Stable key.
        key: String,
        /// Number of the programme.
        no: Option<u32>,
        /// Component within the number.
        component: Option<String>,
        /// The support under which it is placed.
        group: ProgrammeGroup,
        /// How the group is called in this row, if not by its usual name.
        group_printed: Option<String>,
        /// How the legal item is printed in this row, if not as usual; `(参考)` for additional windows.
        legal_item_printed: Option<String>,
        /// Whether it counts as a programme of the statute (ODA-08).
        statutory: Setting<bool>,
        /// Programme of the other law.
        sub_programme: Option<SubProgramme>,
        /// Its name as printed.
        sub_programme_printed: Option<String>,
        /// Kind within the programme, as printed.
        kind_printed: Option<String>,
        /// Keys of local programmes.
        programmes: Vec<String>,
        /// Agency as printed.
        agency_printed: Option<String>,
        /// Counter or persons meant, as printed.
        window_or_target: Vec<String>,
        /// Keys of fields.
        fields: Vec<String>,
        /// Field as printed, if not just its name.
        field_printed: Option<String>,
        /// Keys of departments.
        departments: Vec<String>,
        /// Keys of sites.
        sites: Vec<String>,
        /// Numbers of sites.
        site_count: Option<SiteCount>,
        /// How it is run.
        forms: Option<Setting<Vec<OperatingForm>>>,
        /// Staff, as printed.
        staffing: Option<String>,
        /// Persons meant.
        target: Option<String>,
        /// Key of the service area.
        service_area: Option<String>,
        /// Contents.
        contents: Vec<String>,
        /// Bodies that carry it out.
        implementers: Vec<Implementer>,
        /// Since when it is in the register, if known.
        from: Option<Day>,
        /// Source lines.
        seed: SeedLines,
        /// Remark of the editor.
        note: Option<String>,
    }
}
