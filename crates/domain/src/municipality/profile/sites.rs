use super::OperatingForm;
use crate::municipality::{
    record::record,
    setting::{SeedLines, Setting},
};

record! {
    /// A place or agency; may have branches, parts and units (EDO-04).
    Site {
        /// Stable key.
        key: String,
        /// Name.
        name: String,
        /// Name as the register prints it, if different.
        printed: Option<String>,
        /// Body that runs it.
        organisation: Setting<String>,
        /// How it is run; open where the source only says how all of them are run.
        operating_form: Setting<OperatingForm>,
        /// How many of this kind there are, if it stands for several.
        count: Option<u32>,
        /// How many of them are branches.
        branches: Option<u32>,
        /// Units of a composite agency.
        units: Vec<AgencyUnit>,
        /// Day or month of the count, as printed.
        as_of: Option<String>,
        /// Source lines.
        seed: SeedLines,
    }
}

impl Site {
    /// How many units the agency is made of (EDO-04: 8 + 1).
    pub fn unit_count(&self) -> u32 {
        self.units.iter().map(|unit| unit.count).sum()
    }
}

record! {
    /// A unit of a composite agency.
    AgencyUnit {
        /// Name.
        name: String,
        /// How many.
        count: u32,
        /// What it is for.
        function: String,
    }
}

record! {
    /// Numbers of sites, beside the words of the source.
    SiteCount {
        /// All; computed from the parts if absent.
        total: Option<Setting<u32>>,
        /// Run directly.
        direct: Option<Setting<u32>>,
        /// Run by contract.
        commissioned: Option<Setting<u32>>,
        /// Branches among them.
        branches: Option<u32>,
        /// Parts that the source names.
        parts: Vec<CountPart>,
        /// As printed; a dash means not counted, not zero (C13).
        printed: Option<String>,
    }
}

record! {
    /// A part of a count, such as 出張9.
    CountPart {
        /// Name.
        name: String,
        /// How many.
        count: u32,
    }
}

impl SiteCount {
    /// The number of sites, if it is known.
    pub fn sum(&self) -> Option<u32> {
        match &self.total {
            Some(total) => total.value().copied(),
            None => Some(self.direct.as_ref()?.value()? + self.commissioned.as_ref()?.value()?),
        }
    }
}
