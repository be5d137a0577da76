use kernel::Day;

use super::{File, Line, MARKER};
use crate::household::{
    AddressSketch, Birth, ForeignName, HouseholdKind, HouseholdSketch, Life, NameSketch, PersonSketch,
    Relation, SecondForm, SecondFormKind, Sex,
};

/// H|title|kind|area|town|chome|ban|go|building|phone|open or protected
pub(super) fn read(file: &File<'_>) -> HouseholdSketch {
    let house = file.lines("H").next().unwrap_or(Line(Vec::new()));
    let some = |at| Some(house.text(at)).filter(|text| !text.is_empty()).map(str::to_owned);
    let chome = house.number(5) as u32;
    HouseholdSketch {
        index: file.index,
        kind: HouseholdKind::from_key(house.text(2)).unwrap_or(HouseholdKind::Other),
        marker: Some(MARKER),
        address: AddressSketch {
            postcode: format!("000-{:04}", 990 + chome),
            area: house.text(3),
            town: house.text(4),
            chome,
            ban: house.number(6) as u32,
            go: house.number(7) as u32,
            building: some(8),
        },
        protected_address: house.text(10) == "protected",
        phone: some(9),
        members: file.lines("P").map(|line| person(&line, file.today)).collect(),
        kin: Vec::new(),
    }
}

/// P|relation|sex|family|given|kana|kana|age|month-day|life|phone|foreign|second form
fn person(line: &Line, today: Day) -> PersonSketch {
    let age = line.number(7) as u8;
    PersonSketch {
        relation: Relation::from_key(line.text(1)).unwrap_or(Relation::OtherRelative),
        sex: Sex::from_key(line.text(2)).unwrap_or(Sex::Female),
        name: NameSketch {
            family: line.text(3).into(),
            given: line.text(4).into(),
            family_kana: line.text(5).into(),
            given_kana: line.text(6).into(),
            foreign: foreign(line.text(11)),
        },
        birth: birth(age, line.text(8), today).map_or(Birth::Unknown, Birth::Known),
        age,
        life: Life::from_key(line.text(9)).unwrap_or(Life::NotWorking),
        phone: Some(line.text(10)).filter(|phone| !phone.is_empty()).map(str::to_owned),
        second_form: second(line.text(12)),
    }
}

/// The day of birth that gives this age today.
fn birth(age: u8, month_day: &str, today: Day) -> Option<Day> {
    let (month, day) = month_day.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let (year, this_month, this_day) = today.parts();
    let later = (month, day) > (this_month, this_day);
    Day::new(year - i16::from(age) - i16::from(later), month, day)
}

/// romanised;group;通称;its reading
fn foreign(cell: &'static str) -> Option<ForeignName> {
    let parts: Vec<_> = cell.split(';').collect();
    let [romanised, group, tsusho, kana] = parts[..] else { return None };
    let tsusho = (!tsusho.is_empty()).then_some((tsusho, kana));
    Some(ForeignName { romanised: romanised.to_owned(), group, kanji: None, tsusho })
}

/// kind:family:given:kana
fn second(cell: &str) -> Option<SecondForm> {
    let parts: Vec<_> = cell.split(':').map(str::to_owned).collect();
    let [kind, family, given, kana] = <[String; 4]>::try_from(parts).ok()?;
    Some(SecondForm { kind: SecondFormKind::from_key(&kind)?, family, given, kana })
}
