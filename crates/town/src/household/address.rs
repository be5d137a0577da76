use crate::{
    rng::Rng,
    tables::{Place, places},
};

/// An address in the fictional city. The postcode begins with 000, which cannot be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressSketch {
    /// `000-0123`.
    pub postcode: String,
    /// 日常生活圏域: 中央, 北, 東, 南, 西, 川辺.
    pub area: &'static str,
    /// Fictional town name.
    pub town: &'static str,
    /// 丁目; 0 where lots are counted directly.
    pub chome: u32,
    /// 番, or 番地.
    pub ban: u32,
    /// 号; 0 where lots are counted directly.
    pub go: u32,
    /// Building and room.
    pub building: Option<String>,
}

impl AddressSketch {
    /// `綿雲台3丁目12番5号 コーポ綿雲台(架空) 203`; without city.
    pub fn text(&self) -> String {
        let lot = match self.chome {
            0 => format!("{}{}番地", self.town, self.ban),
            chome => format!("{}{chome}丁目{}番{}号", self.town, self.ban, self.go),
        };
        match &self.building {
            Some(building) => format!("{lot} {building}"),
            None => lot,
        }
    }
}

/// An address for a household whose head has this age.
pub(super) fn address(head_age: u8, alone: bool, rng: &mut Rng) -> AddressSketch {
    let place = places().pick(head_age, rng).copied();
    let place = place.unwrap_or(Place { town: "架空町", area: "中央", character: "", chome: 0 });
    let number = places().all().iter().position(|p| p.town == place.town).unwrap_or(0) as u32 + 1;
    let (chome, ban, go) = match place.chome {
        0 => (0, 1 + rng.below(3000), 0),
        chome => (1 + rng.below(chome), 1 + rng.below(40), 1 + rng.below(30)),
    };
    AddressSketch {
        postcode: format!("000-{:04}", number * 10 + chome),
        area: place.area,
        town: place.town,
        chome,
        ban,
        go,
        building: building(place, alone, rng),
    }
}

fn building(place: Place, alone: bool, rng: &mut Rng) -> Option<String> {
    let in_block = match place.character {
        "団地" | "公営住宅" => 92,
        "マンション" => 85,
        "商業・駅前" => 70,
        "農村" | "山間" | "旧集落" | "漁港" => 3,
        _ => 25,
    };
    if !rng.percent(in_block + if alone && in_block < 80 && in_block > 10 { 20 } else { 0 }) {
        return None;
    }
    let room = format!("{}{:02}", 1 + rng.below(5), 1 + rng.below(12));
    let town = place.town;
    Some(match place.character {
        "団地" | "公営住宅" => format!("市営{town}住宅(架空) {}号棟 {room}", 1 + rng.below(12)),
        "マンション" => format!("メゾン{town}(架空) {room}"),
        _ => format!("コーポ{town}(架空) {room}"),
    })
}
