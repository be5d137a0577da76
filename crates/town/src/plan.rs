use kernel::Day;

use crate::{
    agency::{AgencySketch, default_agencies},
    keyed::keyed,
};

keyed! {
    /// Which age structure the town has, and the fictional city that stands for it.
    Pyramid {
        National = "national", "全国なみ";
        Ageing = "ageing", "高齢化が進んだ町";
        Young = "young", "若い市";
    }
}

impl Pyramid {
    /// The fictional city of this age structure. No municipality has this name.
    pub fn city(self) -> &'static str {
        match self {
            Self::National => "言祝市",
            Self::Ageing => "みずほら市",
            Self::Young => "綿津嶺市",
        }
    }
}

/// What to make. The same plan always makes the same town, byte for byte.
#[derive(Debug, Clone)]
pub struct Plan {
    /// About how many people live in the town; the last household may exceed it by a few.
    pub residents: u32,
    /// How many cases there are or were.
    pub cases: u32,
    /// How many consultations ended at the desk without becoming a case.
    pub desk_consultations: u32,
    /// The start of all chance.
    pub seed: u64,
    /// The day on which the town is looked at: ages, ends of cases and open tasks follow from it.
    pub today: Day,
    /// Age structure.
    pub pyramid: Pyramid,
    /// Records per case, on average.
    pub records_per_case: u32,
    /// How far back the oldest cases were opened, in days.
    pub history_days: u32,
    /// The agencies cases are spread over, at least one; cases refer to them by index.
    pub agencies: Vec<AgencySketch>,
    /// How many staff of each agency write records; records refer to them by index.
    pub staff_per_agency: u32,
}

impl Plan {
    /// A plan with usual proportions: five years of history, ten records a case, agencies for the size.
    pub fn new(residents: u32, cases: u32, seed: u64, today: Day) -> Self {
        Self {
            residents,
            cases,
            desk_consultations: cases / 2,
            seed,
            today,
            pyramid: Pyramid::National,
            records_per_case: 10,
            history_days: 5 * 365,
            agencies: default_agencies((residents / 4_000).clamp(20, 200) as usize),
            staff_per_agency: 5,
        }
    }

    /// The same plan with other agencies.
    pub fn with_agencies(self, agencies: Vec<AgencySketch>) -> Self {
        Self { agencies, ..self }
    }

    /// The same plan with another age structure.
    pub fn with_pyramid(self, pyramid: Pyramid) -> Self {
        Self { pyramid, ..self }
    }
}
