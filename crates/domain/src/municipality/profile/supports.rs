use crate::municipality::{
    record::{choice, record},
    setting::{SeedLines, Setting},
};

choice! {
    /// The five supports under stable keys; names and order are the profile's (OTA-02, IMA-12).
    ProgrammeGroup {
        /// 社会福祉法106条の4第2項1号.
        ComprehensiveConsultationSupport = "comprehensive_consultation_support" "包括的相談支援",
        /// 2号.
        ParticipationSupport = "participation_support" "参加支援",
        /// 3号.
        CommunityBuilding = "community_building" "地域づくり",
        /// 4号.
        ContinuingSupportThroughOutreach = "continuing_support_through_outreach" "アウトリーチ等を通じた継続的支援",
        /// 5号.
        MultiAgencyCollaboration = "multi_agency_collaboration" "多機関協働",
    }
}

impl ProgrammeGroup {
    /// The item of 社会福祉法106条の4第2項 that grounds it.
    pub fn legal_item(self) -> u8 {
        match self {
            Self::ComprehensiveConsultationSupport => 1,
            Self::ParticipationSupport => 2,
            Self::CommunityBuilding => 3,
            Self::ContinuingSupportThroughOutreach => 4,
            Self::MultiAgencyCollaboration => 5,
        }
    }

    /// The citation of that item.
    pub fn citation(self) -> String {
        format!("社会福祉法第106条の4第2項第{}号", self.legal_item())
    }
}

choice! {
    /// The programmes of other laws that items 1 and 3 contain; costs and grants are kept by them.
    SubProgramme {
        /// 1号イ: 介護保険法115条の45第2項1〜3号.
        ComprehensiveSupportCentre = "community_comprehensive_support_centre" "地域包括支援センターの運営",
        /// 1号ロ: 障害者総合支援法77条1項3号.
        DisabilityConsultation = "disability_consultation" "障害者相談支援事業",
        /// 1号ハ: 子ども・子育て支援法59条1号.
        UserSupport = "user_support_programme" "利用者支援事業",
        /// 1号ニ: 生活困窮者自立支援法3条2項.
        SelfRelianceConsultation = "self_reliance_consultation_programme" "生活困窮者自立相談支援事業",
        /// 3号イ: 介護保険法115条の45第1項2号.
        PreventiveActivity = "preventive_activity_support" "地域介護予防活動支援事業",
        /// 3号ロ: 介護保険法115条の45第2項5号.
        LifeSupportSystem = "life_support_system" "生活支援体制整備事業",
        /// 3号ハ: 障害者総合支援法77条1項9号.
        CommunityActivityCentre = "community_activity_support_centre" "地域活動支援センター機能強化事業",
        /// 3号ニ: 子ども・子育て支援法59条9号.
        ChildRearingBase = "child_rearing_support_base" "地域子育て支援拠点事業",
        /// Not in the statute's item 3; stands in the national 実施要綱 only.
        HardshipCommunityBuilding = "hardship_community_building" "生活困窮者支援等のための地域づくり事業",
    }
}

impl SubProgramme {
    /// The support to which it belongs.
    pub fn group(self) -> ProgrammeGroup {
        match self {
            Self::ComprehensiveSupportCentre
            | Self::DisabilityConsultation
            | Self::UserSupport
            | Self::SelfRelianceConsultation => ProgrammeGroup::ComprehensiveConsultationSupport,
            _ => ProgrammeGroup::CommunityBuilding,
        }
    }
}

record! {
    /// Names, order and headings of the supports. The keys of [`ProgrammeGroup`] never change.
    LabelScheme {
        /// How the whole is called, such as 3つの支援 or 3つの柱と新たな機能.
        style: Setting<String>,
        /// The supports as the outline prints them, in display order.
        pillars: Vec<Pillar>,
        /// The names of the groups in the register.
        groups: Vec<GroupName>,
    }
}

record! {
    /// One line of the outline of supports.
    Pillar {
        /// Which support it is.
        group: ProgrammeGroup,
        /// Number as printed, such as ② or 新たな機能1.
        ordinal: String,
        /// Heading under which it stands.
        heading: Setting<String>,
        /// Name in the outline.
        term: String,
        /// Meaning as in the source's table.
        definition: String,
        /// Legal item as the source prints it.
        legal_item_printed: Setting<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// The name of a group of programmes in the register.
    GroupName {
        /// Which support it is.
        group: ProgrammeGroup,
        /// Name in the table.
        name: String,
        /// Name in the detailed chapter, where the source has another one (C3).
        detail_name: Option<String>,
        /// Legal item as the source prints it.
        legal_item_printed: Setting<String>,
        /// Source lines.
        seed: SeedLines,
    }
}
