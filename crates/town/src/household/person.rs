use kernel::Day;

use super::{NameSketch, Relation, SecondForm, Sex};
use crate::{keyed::keyed, rng::Rng};

keyed! {
    /// What a person's days are made of.
    Life {
        Infant = "infant", "未就学";
        Pupil = "pupil", "小中学生";
        Student = "student", "高校生・学生";
        Employed = "employed", "会社員・公務員";
        PartTime = "part_time", "パート・アルバイト・派遣";
        SelfEmployed = "self_employed", "自営";
        NotWorking = "not_working", "仕事をしていない";
        Home = "home", "家事";
        Pension = "pension", "年金生活";
    }
}

/// What is known of a day of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    /// The day.
    Known(Day),
    /// Only the year, give or take: 昭和20年頃.
    About(i16),
    /// Nothing.
    Unknown,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSketch {
    /// Relation to the head.
    pub relation: Relation,
    /// Sex.
    pub sex: Sex,
    /// Name as first written down.
    pub name: NameSketch,
    /// What the office knows of the birth.
    pub birth: Birth,
    /// The true age on the day of the plan, for texts and statistics.
    pub age: u8,
    /// Occupation in the widest sense.
    pub life: Life,
    /// Own telephone, if there is one that the office knows.
    pub phone: Option<String>,
    /// The same person under another name in another record: what a search for duplicates must find.
    pub second_form: Option<SecondForm>,
}

pub(super) fn birth(age: u8, today: Day, rng: &mut Rng) -> (Birth, u8, i32) {
    let (year, month, day) = today.parts();
    let full =
        Day::new(year - i16::from(age), month, if month == 2 { day.min(28) } else { day }).unwrap_or(today);
    let born = full.plus(-rng.between(0, 364));
    let known = match rng.below(1000) {
        0..25 => Birth::About(born.parts().0 / 5 * 5),
        25..40 => Birth::Unknown,
        _ => Birth::Known(born),
    };
    (known, born.age_on(today).clamp(0, 120) as u8, i32::from(born.parts().0))
}

pub(super) fn life(age: u8, sex: Sex, relation: Relation, rng: &mut Rng) -> Life {
    use Life::{Employed, Home, Infant, NotWorking, PartTime, Pension, Pupil, SelfEmployed, Student};
    let unmarried_child = relation == Relation::Child && age >= 35;
    match (age, sex) {
        (0..=5, _) => Infant,
        (6..=14, _) => Pupil,
        (15..=17, _) => Student,
        (18..=21, _) => rng.weigh(Student, &[(Student, 60), (Employed, 20), (PartTime, 15), (NotWorking, 5)]),
        (22..=64, _) if unmarried_child => {
            rng.weigh(Employed, &[(Employed, 50), (PartTime, 22), (SelfEmployed, 4), (NotWorking, 24)])
        }
        (22..=64, Sex::Male) => {
            rng.weigh(Employed, &[(Employed, 72), (PartTime, 9), (SelfEmployed, 11), (NotWorking, 8)])
        }
        (22..=64, Sex::Female) => rng.weigh(
            PartTime,
            &[(Employed, 40), (PartTime, 32), (SelfEmployed, 5), (Home, 18), (NotWorking, 5)],
        ),
        (65..=74, _) => {
            rng.weigh(Pension, &[(Pension, 68), (PartTime, 20), (SelfEmployed, 8), (Employed, 4)])
        }
        _ => Pension,
    }
}

pub(super) fn phone(age: u8, rng: &mut Rng) -> Option<String> {
    let has = match age {
        0..=11 => 0,
        12..=17 => 55,
        18..=64 => 93,
        65..=79 => 78,
        _ => 48,
    };
    rng.percent(has).then(|| number(rng))
}

/// A telephone number of the invented pattern: no real one starts with 000.
pub(super) fn number(rng: &mut Rng) -> String {
    format!("000-{:04}-{:04}", rng.below(100), rng.below(10_000))
}
