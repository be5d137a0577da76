//! Whether two descriptions could be of one person.
//!
//! The result is for human eyes: candidates in an order, with what speaks for and against each. Nothing is ever joined
//! by points alone, for twins, fathers and sons of one name, and homonyms of one birthday exist.
//!
//! Protected addresses are never given as input: a match by address would disclose that the person lives there. The
//! caller leaves them out, as well as telephone numbers that belong to the protection.

use std::cmp::Reverse;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{PartialDay, fold};

/// Below these points a pair is not worth anybody's time.
pub const THRESHOLD: u32 = 30;

/// A name as written, with its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As registered.
    pub written: String,
    /// [`fold::name`] of it.
    pub key: String,
    /// [`fold::loose`] of it.
    pub loose: String,
    /// The keys of its parts between spaces, sorted.
    parts: Vec<String>,
}

impl Name {
    /// A name with its keys.
    pub fn new(written: &str) -> Self {
        let mut parts: Vec<String> = written.split_whitespace().map(fold::name).collect();
        parts.sort_unstable();
        Self { written: written.to_owned(), key: fold::name(written), loose: fold::loose(written), parts }
    }
}

/// Furigana with its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kana {
    /// [`fold::kana`] of the whole.
    pub key: String,
    /// [`fold::kana`] of the part after the last space, usually the given name; `None` if there is no space.
    given: Option<String>,
}

impl Kana {
    /// Furigana with its keys.
    pub fn new(written: &str) -> Self {
        let parts: Vec<&str> = written.split_whitespace().collect();
        let given = parts.last().filter(|_| parts.len() > 1).map(|part| fold::kana(part));
        Self { key: fold::kana(written), given }
    }
}

/// One person as described somewhere. What is not known is left empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name in use; `None` for somebody known by a nickname of the desk only.
    pub name: Option<Name>,
    /// Its furigana.
    pub kana: Option<Kana>,
    /// Former family names, names in daily use (通称), names on the residence card.
    pub other_names: Vec<Name>,
    /// What is known of the birth.
    pub birth: PartialDay,
    /// Key of 男性 or 女性; `None` for every other answer, which says nothing about sameness.
    pub sex: Option<String>,
    /// [`fold::phone`] of each number.
    pub phones: Vec<String>,
    /// [`fold::address`] of each address, never a protected one.
    pub addresses: Vec<String>,
}

impl Candidate {
    /// Somebody of whom nothing is known yet.
    pub fn nobody() -> Self {
        Self {
            name: None,
            kana: None,
            other_names: Vec::new(),
            birth: PartialDay::UNKNOWN,
            sex: None,
            phones: Vec::new(),
            addresses: Vec::new(),
        }
    }
}

/// What speaks for or against one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Written alike.
    NameSame,
    /// The same but for character variants, width or spaces.
    NameSameVariant,
    /// The same by the loose key.
    NameSameLoose,
    /// The same parts in another order.
    NameReordered,
    /// The name of one is another name of the other.
    OtherNameSame,
    /// Furigana agree.
    KanaSame,
    /// Only the furigana of the given names agree, as after a marriage.
    GivenKanaSame,
    /// The same exact day.
    BirthSame,
    /// Month and day exchanged.
    BirthSwapped,
    /// Only the year, the month or the day differs.
    BirthOnePartOff,
    /// Inexact, but it can be the same day.
    BirthPossible,
    /// A telephone number in common.
    PhoneSame,
    /// An address in common.
    AddressSame,
    /// Neither name nor furigana agree in any way.
    NameDiffers,
    /// Furigana agree, but the names are written with other characters (弘 and 博).
    SpellingDiffers,
    /// The names agree, but not their furigana (中島 なかじま and なかしま).
    KanaDiffers,
    /// It cannot be the same day.
    BirthDiffers,
    /// 男性 and 女性.
    SexDiffers,
}

impl Reason {
    /// The key of JSON.
    pub fn key(self) -> &'static str {
        self.facts().0
    }

    /// What the page says.
    pub fn text(self) -> &'static str {
        self.facts().1
    }

    /// What it adds, or takes away if it is a difference.
    fn points(self) -> i32 {
        self.facts().2
    }

    /// Key, text, points. Name and birth together outweigh everything; what a household shares weighs least.
    fn facts(self) -> (&'static str, &'static str, i32) {
        match self {
            Reason::NameSame => ("name_same", "氏名が同じ", 30),
            Reason::NameSameVariant => ("name_same_variant", "氏名が同じ(字体ちがい)", 28),
            Reason::NameSameLoose => ("name_same_loose", "氏名がほぼ同じ(書きかたちがい)", 24),
            Reason::NameReordered => ("name_reordered", "氏名の並びがちがうだけ", 24),
            Reason::OtherNameSame => ("other_name_same", "旧姓・通称などと同じ", 26),
            Reason::KanaSame => ("kana_same", "ふりがなが同じ", 20),
            Reason::GivenKanaSame => ("given_kana_same", "名のふりがなが同じ", 8),
            Reason::BirthSame => ("birth_same", "生年月日が同じ", 30),
            Reason::BirthSwapped => ("birth_swapped", "生年月日が月日の入れちがい", 18),
            Reason::BirthOnePartOff => ("birth_one_part_off", "生年月日が1か所だけちがう", 10),
            Reason::BirthPossible => ("birth_possible", "生年月日が合うかもしれない", 8),
            Reason::PhoneSame => ("phone_same", "電話が同じ", 15),
            Reason::AddressSame => ("address_same", "住所が同じ", 12),
            Reason::NameDiffers => ("name_differs", "氏名がちがう", -30),
            Reason::SpellingDiffers => ("spelling_differs", "氏名の文字がちがう", -5),
            Reason::KanaDiffers => ("kana_differs", "ふりがながちがう", -5),
            Reason::BirthDiffers => ("birth_differs", "生年月日がちがう", -15),
            Reason::SexDiffers => ("sex_differs", "性別がちがう", -10),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut object = s.serialize_struct("Reason", 2)?;
        object.serialize_field("key", self.key())?;
        object.serialize_field("text", self.text())?;
        object.end()
    }
}

/// Why two descriptions could be of one person, and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// At least [`THRESHOLD`]; only for the order.
    pub points: u32,
    /// What agrees.
    pub reasons: Vec<Reason>,
    /// What does not.
    pub differences: Vec<Reason>,
}

/// Compares two descriptions; `None` if too little speaks for one person. The order of the two does not matter.
pub fn score(a: &Candidate, b: &Candidate) -> Option<Match> {
    let mut found = Vec::new();
    found.extend(names(a, b));
    found.extend(birth(a.birth, b.birth));
    found.extend(share(&a.phones, &b.phones).then_some(Reason::PhoneSame));
    found.extend(share(&a.addresses, &b.addresses).then_some(Reason::AddressSame));
    found.extend(a.sex.as_ref().zip(b.sex.as_ref()).filter(|(a, b)| a != b).map(|_| Reason::SexDiffers));

    let points = found.iter().map(|reason| reason.points()).sum::<i32>();
    let points = u32::try_from(points).ok().filter(|points| *points >= THRESHOLD)?;
    let (reasons, differences) = found.into_iter().partition(|reason| reason.points() > 0);
    Some(Match { points, reasons, differences })
}

/// Those of `others` that could be `subject`, by their place, the likeliest first; equals stay in the given order.
pub fn rank(subject: &Candidate, others: &[Candidate]) -> Vec<(usize, Match)> {
    let mut matches: Vec<_> =
        others.iter().enumerate().filter_map(|(i, other)| Some((i, score(subject, other)?))).collect();
    matches.sort_by_key(|(_, found)| Reverse(found.points));
    matches
}

/// What the names say.
fn names(a: &Candidate, b: &Candidate) -> Vec<Reason> {
    let written = a.name.as_ref().zip(b.name.as_ref());
    let read = a.kana.as_ref().zip(b.kana.as_ref());
    let spelling = written.and_then(|(a, b)| same_name(a, b));
    let spelling = spelling.or_else(|| other_name(a, b).then_some(Reason::OtherNameSame));
    let furigana = read.and_then(|(a, b)| same_kana(a, b));
    match (spelling, furigana) {
        (None, None) => {
            (written.is_some() || read.is_some()).then_some(Reason::NameDiffers).into_iter().collect()
        }
        (None, Some(furigana)) => {
            // A name written in kana has no spelling that could differ.
            let spelt = written.filter(|(a, b)| !fold::is_kana(&a.written) && !fold::is_kana(&b.written));
            [furigana].into_iter().chain(spelt.map(|_| Reason::SpellingDiffers)).collect()
        }
        (Some(spelling), None) => {
            // After a marriage furigana differ as a matter of course.
            let read = read
                .filter(|(a, b)| !a.key.is_empty() && !b.key.is_empty() && spelling != Reason::OtherNameSame);
            [spelling].into_iter().chain(read.map(|_| Reason::KanaDiffers)).collect()
        }
        (Some(spelling), Some(furigana)) => vec![spelling, furigana],
    }
}

fn same_name(a: &Name, b: &Name) -> Option<Reason> {
    if a.key.is_empty() || b.key.is_empty() {
        None
    } else if a.written == b.written {
        Some(Reason::NameSame)
    } else if a.key == b.key {
        Some(Reason::NameSameVariant)
    } else if a.loose == b.loose {
        Some(Reason::NameSameLoose)
    } else if a.parts.len() > 1 && a.parts == b.parts {
        Some(Reason::NameReordered)
    } else {
        None
    }
}

fn same_kana(a: &Kana, b: &Kana) -> Option<Reason> {
    if a.key.is_empty() || b.key.is_empty() {
        None
    } else if a.key == b.key {
        Some(Reason::KanaSame)
    } else if a.given.is_some() && a.given == b.given {
        Some(Reason::GivenKanaSame)
    } else {
        None
    }
}

/// Whether some name of one is some other name of the other.
fn other_name(a: &Candidate, b: &Candidate) -> bool {
    let known_as = |one: &Candidate, other: &Candidate| {
        let mut all = one.name.iter().chain(&one.other_names);
        all.any(|name| other.other_names.iter().any(|other| same_name(name, other).is_some()))
    };
    known_as(a, b) || known_as(b, a)
}

/// What the births say; nothing if one of them is unknown.
fn birth(a: PartialDay, b: PartialDay) -> Option<Reason> {
    a.earliest().zip(b.earliest())?;
    let (Some(day), Some(other)) = (a.exact(), b.exact()) else {
        return Some(if a.could_equal(&b) { Reason::BirthPossible } else { Reason::BirthDiffers });
    };
    let ((y, m, d), (oy, om, od)) = (day.parts(), other.parts());
    let equal_parts = [y == oy, m == om, d == od].into_iter().filter(|same| *same).count();
    Some(match equal_parts {
        3 => Reason::BirthSame,
        _ if (y, m, d) == (oy, od, om) => Reason::BirthSwapped,
        2 => Reason::BirthOnePartOff,
        _ => Reason::BirthDiffers,
    })
}

fn share(a: &[String], b: &[String]) -> bool {
    a.iter().any(|one| !one.is_empty() && b.contains(one))
}

#[cfg(test)]
mod tests;
