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
    /// A neighbour, where one speaks.
    pub(crate) resident: &'static str,
    /// Where the talk took place.
    pub(crate) place: Setting,
    /// The day of the text.
    pub(crate) day: Day,
}

/// Where a talk took place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Not face to face.
    Apart,
    /// Face to face, elsewhere.
    Met,
    /// In the home.
    Home,
}

/// What a phrase can demand, as bits.
pub(super) mod needs {
    pub(crate) const KIN: u8 = 1;
    pub(crate) const KID: u8 = 2;
    pub(crate) const ALONE: u8 = 4;
    pub(crate) const ADULT: u8 = 8;
    pub(crate) const YOUNG: u8 = 16;
    pub(crate) const OLD: u8 = 32;
    pub(crate) const MET: u8 = 64;
    pub(crate) const HOME: u8 = 128;
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
        Self {
            household,
            subject,
            focus: subject,
            kin,
            kid,
            us: "窓口",
            them: "",
            them_staff: "",
            resident: "近くに住む方",
            place: Setting::Apart,
            day,
        }
    }

    /// The bits this cast can meet.
    pub(super) fn offers(&self) -> u8 {
        let age = self.household.members.get(self.focus).map_or(0, |p| p.age);
        let bit = |yes: bool, bit: u8| if yes { bit } else { 0 };
        bit(self.kin.is_some(), needs::KIN)
            | bit(self.kid.is_some(), needs::KID)
            | bit(self.household.is_alone(), needs::ALONE)
            | bit(age >= 18, needs::ADULT)
            | bit((18..65).contains(&age), needs::YOUNG)
            | bit(age >= 65, needs::OLD)
            | bit(self.place != Setting::Apart, needs::MET)
            | bit(self.place == Setting::Home, needs::HOME)
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
            "town" if self.household.protected_address => out.push_str("市内"),
            "town" => out.push_str(self.household.address.town),
            "date" => put_date(self.day.plus(rng.between(5, 27)), out),
            "resident" => out.push_str(self.resident),
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
    let date = crate::case::office_day(day, day.plus(7));
    let (_, month, day) = date.parts();
    let _ = write!(out, "{month}月{day}日({})", date.weekday());
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
