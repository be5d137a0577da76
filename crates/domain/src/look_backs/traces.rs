//! What tells whom a case is about: names, readings, addresses, numbers, births. Looked for in every text that leaves it.

use kernel::{CaseCode, Id, PartialDay, Result, Scope, fold};
use store::{FromRow, Param, Row, Tx};

use crate::access::{self, Act, Eye, shielded};
use crate::cases::Case;
use crate::people::{self, ContactKind};

/// What must stand in no text that is published from a case.
#[derive(Debug, Default)]
pub(super) struct Traces {
    /// Names, readings and nicknames, whole and in their parts.
    pub(super) names: Vec<String>,
    /// Births, as exactly as they are known.
    pub(super) births: Vec<PartialDay>,
    /// Parts of addresses, and names of workplaces, schools and the like.
    pub(super) places: Vec<String>,
    /// Telephone numbers, as their digits.
    pub(super) phones: Vec<String>,
    /// Case codes without their prefix and hyphens.
    pub(super) codes: Vec<String>,
}

struct Called {
    names: [String; 3],
    birth: PartialDay,
}

impl FromRow for Called {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { names: [row.get(0)?, row.get(1)?, row.get(2)?], birth: people::birth(row, 3)? })
    }
}

/// Everybody of a case: whom it is about, and who belongs or belonged to its household. `$n` is the case.
fn of_case(n: usize) -> String {
    format!(
        "p.id IN (SELECT cp.person_id FROM case_people cp WHERE cp.case_id = ${n}
            UNION SELECT m.person_id FROM household_members m JOIN cases c ON c.household_id = m.household_id WHERE c.id = ${n})"
    )
}

/// The traces of a case that its reader may know: a refusal for anybody else would tell that they belong to it, and one for a
/// protected contact would tell the contact.
pub(super) fn in_sight(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<Traces> {
    let person = access::one(who, access::Kind::Person, Act::Read);
    let contact = access::one(who, access::Kind::Contact, Act::Reveal);
    gather(tx, &of_case(4), (&person, &contact), &Eye::of(who).with(&[&case]), case)
}

/// All of them, for a check that answers with a yes or a no, to somebody who does not know the case. Protected contacts are kept
/// even from that.
pub(super) fn all(tx: &Tx<'_>, case: Id<Case>) -> Result<Traces> {
    let contact = format!("NOT {}", shielded("x.person_id"));
    gather(tx, &of_case(1), ("1 = 1", &contact), &[&case], case)
}

fn gather(
    tx: &Tx<'_>,
    people: &str,
    (person, contact): (&str, &str),
    params: &[&dyn Param],
    case: Id<Case>,
) -> Result<Traces> {
    let mut traces = Traces::default();
    let called: Vec<Called> = tx.all(
        &format!(
            "SELECT p.name, p.kana, p.nickname, p.birth_precision, p.birth_earliest, p.birth_latest FROM people p
             WHERE {people} AND {person}"
        ),
        params,
    )?;
    for one in called {
        one.names.iter().for_each(|name| traces.name(name));
        traces.births.push(one.birth);
    }
    let others: Vec<(String, String)> = tx.all(
        &format!(
            "SELECT n.name, n.kana FROM person_names n JOIN people p ON p.id = n.person_id WHERE {people} AND {person}"
        ),
        params,
    )?;
    for (name, kana) in others {
        traces.name(&name);
        traces.name(&kana);
    }
    let contacts: Vec<(ContactKind, String)> = tx.all(
        &format!(
            "SELECT x.kind, x.value FROM person_contacts x JOIN people p ON p.id = x.person_id WHERE {people} AND {contact}"
        ),
        params,
    )?;
    let own: Vec<String> = tx.all("SELECT name FROM municipality", &[])?;
    for (kind, value) in contacts {
        traces.contact(kind, &value, &own);
    }
    let (code, nickname): (String, String) =
        tx.one("SELECT code, nickname FROM cases WHERE id = $1", &[&case])?;
    traces.name(&nickname);
    traces.code(&code);
    Ok(traces)
}

impl Traces {
    /// A name, whole and in its parts; nothing for an empty one.
    pub(super) fn name(&mut self, written: &str) {
        let parts = Self::of_name(written);
        if let [whole] = &parts[..] {
            self.names.extend(guessed_parts(whole));
        }
        if parts.len() > 1 {
            self.names.push(parts.concat());
        }
        self.names.extend(parts);
        self.names.sort();
        self.names.dedup();
    }

    /// The parts of a name, as they are written apart.
    pub(super) fn of_name(written: &str) -> Vec<String> {
        let plain = without_brackets(written);
        let parts = plain.split(|c: char| c.is_whitespace() || c == '・');
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn contact(&mut self, kind: ContactKind, value: &str, own: &[String]) {
        let value = without_brackets(value);
        match kind {
            ContactKind::Phone => self.phones.push(fold::phone(&value)),
            ContactKind::Address | ContactKind::MapPlace => {
                self.places.extend(places_of(&value).into_iter().filter(|place| !own.contains(place)));
            }
            ContactKind::Email
            | ContactKind::Workplace
            | ContactKind::School
            | ContactKind::Facility
            | ContactKind::AreaStaff => {
                self.places.extend(Some(value.trim().to_owned()).filter(|name| name.chars().count() > 2));
            }
        }
    }

    fn code(&mut self, code: &str) {
        if let Ok(code) = CaseCode::parse(code) {
            self.codes.push(code.to_string()[1..].replace('-', ""));
        }
    }
}

/// 【架空】 and what else stands in brackets is no part of a name.
fn without_brackets(text: &str) -> String {
    let (mut out, mut depth) = (String::new(), 0_i32);
    for c in text.chars() {
        match c {
            '【' | '(' | '（' | '「' => depth += 1,
            '】' | ')' | '）' | '」' => depth = (depth - 1).max(0),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    // A text that is nothing but brackets is meant as it stands.
    if out.trim().is_empty() { text.to_owned() } else { out }
}

/// Of a name that was written without a space, what may be its family and its given name.
fn guessed_parts(whole: &str) -> Vec<String> {
    let chars: Vec<char> = whole.chars().collect();
    let part = match (fold::is_kana(whole), chars.len()) {
        _ if whole.is_ascii() => return Vec::new(),
        (true, 5..) => 3,
        (false, 3..) => 2,
        _ => return Vec::new(),
    };
    vec![chars[..part].iter().collect(), chars[chars.len() - part..].iter().collect()]
}

/// What ends a part of an address.
const ENDS: [&str; 9] = ["丁目", "番地", "市", "区", "郡", "町", "村", "番", "号"];
/// Parts that say no more than the region.
const REGIONS: [char; 4] = ['都', '道', '府', '県'];

/// The parts of an address that lead to it: 星町 and コーポ見本 of 「見本県見本市星町1丁目2番3号 コーポ見本101」.
fn places_of(address: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = address;
    while let Some(c) = rest.chars().next() {
        let end = ENDS.iter().find(|end| rest.starts_with(**end));
        let taken = match end {
            Some(end) => end,
            None => &rest[..c.len_utf8()],
        };
        rest = &rest[taken.len()..];
        if !c.is_whitespace()
            && let Some(last) = parts.last_mut()
        {
            last.push_str(taken);
        }
        let region = REGIONS.contains(&c) && parts.last().is_some_and(|part| part.chars().count() > 2);
        if end.is_some() || c.is_whitespace() || region {
            parts.push(String::new());
        }
    }
    let number = |c: char| c.is_numeric() || "一二三四五六七八九十-－ー丁目番地号室".contains(c);
    parts.retain(|part| part.chars().count() > 1 && !part.chars().all(number) && !part.ends_with(REGIONS));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_parts_with_or_without_a_space() {
        let names = |written: &str| {
            let mut traces = Traces::default();
            traces.name(written);
            traces.names
        };
        assert_eq!(names("見本 ハナ【架空】"), ["ハナ", "見本", "見本ハナ"]);
        assert_eq!(names("見本花子"), ["花子", "見本", "見本花子"]);
        assert_eq!(names("みほんはなこ"), ["はなこ", "みほん", "みほんはなこ"]);
        assert_eq!(names("DELA CRUZ"), ["CRUZ", "DELA", "DELACRUZ"]);
        assert!(names("").is_empty());
    }

    #[test]
    fn an_address_is_told_by_its_parts() {
        assert_eq!(
            places_of("見本県見本市星町1丁目2番3号 コーポ見本101"),
            ["見本市", "星町", "コーポ見本101"]
        );
        assert_eq!(places_of("金糸雀町3番3号"), ["金糸雀町"]);
        assert_eq!(places_of("住所不定"), ["住所不定"]);
    }
}
