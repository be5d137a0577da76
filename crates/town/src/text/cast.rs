use std::fmt::Write;

use kernel::Day;

use super::refer;
use crate::{household::HouseholdSketch, rng::Rng};

/// Who and what a text speaks of.
#[derive(Clone)]
pub(crate) struct Cast<'a> {
    pub(crate) household: &'a HouseholdSketch,
    /// The person the case is about: 本人.
    pub(crate) subject: usize,
    /// The person this text is about.
    pub(crate) focus: usize,
    /// A grown member other than the subject.
    pub(crate) kin: Option<usize>,
    /// A child of school age.
    pub(crate) kid: Option<usize>,
    /// The agency that writes.
    pub(crate) us: &'a str,
    /// Another agency.
    pub(crate) them: &'a str,
    /// Somebody there.
    pub(crate) them_staff: &'static str,
    /// The day of the text.
    pub(crate) day: Day,
}

/// What a phrase can demand, as bits.
pub(super) mod needs {
    pub(crate) const KIN: u8 = 1;
    pub(crate) const KID: u8 = 2;
    pub(crate) const ALONE: u8 = 4;
    pub(crate) const ADULT: u8 = 8;
}

impl<'a> Cast<'a> {
    /// A cast about the subject, without agencies.
    pub(crate) fn of(household: &'a HouseholdSketch, subject: usize, day: Day, rng: &mut Rng) -> Self {
        let ages = |from: u8, to: u8| {
            let fits = |(at, p): (usize, &crate::PersonSketch)| {
                ((from..=to).contains(&p.age) && at != subject).then_some(at)
            };
            household.members.iter().enumerate().filter_map(fits).collect::<Vec<_>>()
        };
        let kin = rng.pick(&ages(16, 120)).copied();
        let young = household.members.get(subject).is_some_and(|p| (6..=18).contains(&p.age));
        let kid = if young { Some(subject) } else { rng.pick(&ages(6, 18)).copied() };
        Self { household, subject, focus: subject, kin, kid, us: "窓口", them: "", them_staff: "", day }
    }

    /// The bits this cast can meet.
    pub(super) fn offers(&self) -> u8 {
        let adult = self.household.members.get(self.focus).is_some_and(|p| p.age >= 18);
        let bit = |yes: bool, bit: u8| if yes { bit } else { 0 };
        bit(self.kin.is_some(), needs::KIN)
            | bit(self.kid.is_some(), needs::KID)
            | bit(self.household.is_alone(), needs::ALONE)
            | bit(adult, needs::ADULT)
    }

    /// Writes what a placeholder stands for.
    pub(super) fn put(&self, name: &str, rng: &mut Rng, out: &mut String) {
        match name {
            "who" => out.push_str(&self.refer(self.focus)),
            "kin" => out.push_str(&self.refer(self.kin_for_focus())),
            "kid" => out.push_str(&self.refer(self.kid.unwrap_or(self.subject))),
            "me" => self.put_name(out),
            "age" => self.put_age(out),
            "us" => out.push_str(self.us),
            "them" => out.push_str(self.them),
            "them_staff" => out.push_str(self.them_staff),
            "town" => out.push_str(self.household.address.town),
            "date" => put_date(self.day.plus(rng.between(5, 27)), out),
            "dow" => out.push_str(rng.pick(&["月曜", "火曜", "水曜", "木曜", "金曜"]).unwrap_or(&"")),
            _ => put_number(name, rng, out),
        }
    }

    fn refer(&self, member: usize) -> String {
        refer(self.household, self.subject, member)
    }

    /// The relative spoken of beside the focus: the subject, if the focus is the relative.
    fn kin_for_focus(&self) -> usize {
        self.kin.filter(|kin| *kin != self.focus).unwrap_or(self.subject)
    }

    fn put_name(&self, out: &mut String) {
        if let Some(person) = self.household.members.get(self.subject) {
            let marker = self.household.marker.unwrap_or("");
            let _ = write!(out, "{marker}{}さん", person.name.full());
        }
    }

    /// The age on the day of the text, not of the plan; the difference is what the office would have written then.
    fn put_age(&self, out: &mut String) {
        if let Some(person) = self.household.members.get(self.subject) {
            let age = match person.birth {
                crate::Birth::Known(day) => day.age_on(self.day).max(0),
                _ => i16::from(person.age),
            };
            let _ = write!(out, "{age}");
        }
    }
}

fn put_date(day: Day, out: &mut String) {
    let (_, month, day) = crate::case::office_day(day, day.plus(7)).parts();
    let _ = write!(out, "{month}月{day}日");
}

/// `n:3-9`, a number from 3 to 9.
fn put_number(name: &str, rng: &mut Rng, out: &mut String) {
    let range = name.strip_prefix("n:").and_then(|range| range.split_once('-'));
    if let Some((Ok(from), Ok(to))) = range.map(|(a, b)| (a.parse(), b.parse())) {
        let _ = write!(out, "{}", rng.between(from, to));
    }
}

/// An agency's name without what stands in brackets.
pub(crate) fn short(name: &str) -> &str {
    name.split(['(', '（']).next().unwrap_or(name).trim()
}
