//! Random worlds, and who might look at one.

use std::collections::BTreeSet;

use testkit::Dice;
use testkit::oracle::{Adverse, Case, Consent, Facts, Ground, Member, Record, Request, Viewer};

use super::items;

pub(crate) const AGENCIES: usize = 5;
pub(crate) const STAFF: usize = 6;
pub(super) const PEOPLE: usize = 8;
pub(crate) const CASES: usize = 6;
pub(super) const CHANNELS: [&str; 3] = ["own", "child_council", "care_conference"];

/// The facts of a random world.
pub(crate) fn facts(dice: &mut Dice) -> Facts {
    let mut facts = Facts { kinds: vec![1, 2, 4], ..Facts::default() };
    for _ in 0..4 {
        facts.consultations.push((dice.below(AGENCIES), dice.chance(70).then(|| dice.below(PEOPLE))));
    }
    for home in 0..3 {
        let members = (0..PEOPLE).filter(|p| p % 4 == home || dice.chance(15)).collect();
        facts.households.push(members);
        for person in 0..PEOPLE {
            if !facts.households[home].contains(&person) && dice.chance(25) {
                facts.moved_out.push((home, person));
            }
        }
    }
    for _ in 0..CASES {
        // Now and then a case is about nobody whose name is known.
        let middle = dice.chance(70).then(|| dice.below(PEOPLE));
        let mut people: BTreeSet<usize> = (0..dice.below(3)).map(|_| dice.below(PEOPLE)).collect();
        people.extend(middle);
        let consultation = dice.chance(50).then(|| dice.below(4));
        facts.cases.push(Case { middle, people, consultation });
    }
    for case in 0..CASES {
        for agency in 0..AGENCIES {
            for _ in 0..2 {
                member(&mut facts, dice, case, agency);
            }
        }
        for _ in 0..4 {
            let people: Vec<usize> = facts.cases[case].people.iter().copied().collect();
            let person = if dice.chance(30) { None } else { any_of(dice, &people) };
            facts.records.push(Record {
                case,
                agency: dice.below(AGENCIES),
                person,
                kinds: if dice.chance(30) { 0 } else { 1 + dice.below(7) as i64 },
                channel: if dice.chance(70) { 0 } else { 1 + dice.below(2) },
                sealed: dice.chance(15),
            });
        }
        facts.handovers.push((case, dice.below(AGENCIES), dice.below(AGENCIES)));
        if dice.chance(40) {
            facts.emergencies.push((case, dice.below(AGENCIES), dice.below(STAFF), dice.chance(40)));
        }
    }
    for _ in 0..4 {
        let case = dice.chance(80).then(|| dice.below(CASES));
        let first = dice.below(AGENCIES);
        let asked: Vec<(usize, bool)> =
            (0..1 + dice.below(3)).map(|n| ((first + n) % AGENCIES, dice.chance(30))).collect();
        facts.requests.push(Request { case, from: dice.below(AGENCIES), asked });
    }
    for _ in 0..6 {
        let known = (dice.below(AGENCIES), dice.below(PEOPLE));
        if !facts.knows.contains(&known) {
            facts.knows.push(known);
        }
    }
    // Two of the workers have all the ties: one that is over then stands beside one that is not.
    for _ in 0..dice.below(4) {
        facts.ties.push((dice.below(2), dice.below(PEOPLE), dice.chance(30)));
    }
    for _ in 0..dice.below(4) {
        let adverse = adverse(&facts, dice);
        facts.adverse.push(adverse);
        if let Some(person) = adverse.person.filter(|_| dice.chance(60)) {
            let beside: Vec<usize> = (0..PEOPLE).filter(|p| lived_together(&facts, *p, person)).collect();
            let tie = if dice.chance(40) { Some(person) } else { any_of(dice, &beside) };
            facts.ties.extend(tie.map(|tie| (dice.below(2), tie, dice.chance(30))));
        }
    }
    items::imagine(&mut facts, dice);
    if dice.chance(40) {
        let sits = sits_for_the_other_side(&facts, dice);
        facts.adverse.extend(sits);
    }
    facts
}

/// An agency of a member of a conference, from which somebody of the case is protected, or was until it was over.
fn sits_for_the_other_side(facts: &Facts, dice: &mut Dice) -> Option<Adverse> {
    let seats = facts.items.iter().flat_map(|item| item.seats.iter().map(|seat| (item.case, seat.agency)));
    let (case, agency) = any_of(dice, &seats.collect::<Vec<_>>())?;
    let people: Vec<usize> = facts.cases[case].people.iter().copied().collect();
    let protected = any_of(dice, &people)?;
    Some(Adverse { protected, person: None, agency: Some(agency), staff: None, over: dice.chance(50) })
}

/// Whether two people are or were in one household.
fn lived_together(facts: &Facts, one: usize, other: usize) -> bool {
    (0..facts.households.len()).any(|home| {
        let was = |p| facts.households[home].contains(&p) || facts.moved_out.contains(&(home, p));
        was(one) && was(other)
    })
}

fn member(facts: &mut Facts, dice: &mut Dice, case: usize, agency: usize) {
    let (over, channel) = (dice.chance(25), if dice.chance(75) { 0 } else { 1 + dice.below(2) });
    let ground = match dice.below(6) {
        0 => Ground::Own,
        1 => Ground::Law,
        2 | 3 => {
            let people: Vec<usize> = facts.cases[case].people.iter().copied().collect();
            let kinds = if dice.chance(50) { 7 } else { 1 + dice.below(7) as i64 };
            let Some(person) = any_of(dice, &people) else { return };
            facts.consents.push(Consent { person, kinds });
            Ground::Consent(facts.consents.len() - 1)
        }
        _ => return,
    };
    let channel = if ground == Ground::Law { channel } else { 0 };
    facts.team.push(Member { case, agency, ground, channel, over });
}

/// Often two of one case: the one in the middle, and somebody protected from them.
fn adverse(facts: &Facts, dice: &mut Dice) -> Adverse {
    let case = &facts.cases[dice.below(CASES)];
    let other = case.people.iter().copied().find(|person| Some(*person) != case.middle);
    let (protected, person) = match other {
        Some(other) if dice.chance(60) => (other, case.middle),
        _ => (dice.below(PEOPLE), dice.chance(60).then(|| dice.below(PEOPLE))),
    };
    Adverse {
        protected,
        person: person.filter(|person| *person != protected),
        agency: dice.chance(40).then(|| dice.below(AGENCIES)),
        staff: dice.chance(30).then(|| dice.below(STAFF)),
        over: dice.chance(30),
    }
}

pub(crate) fn any_of<T: Copy>(dice: &mut Dice, among: &[T]) -> Option<T> {
    if among.is_empty() { None } else { Some(among[dice.below(among.len())]) }
}

/// Somebody, often of those who would see something if nothing forbade it.
pub(crate) fn viewer(facts: &Facts, dice: &mut Dice) -> Viewer {
    let opens = !dice.chance(10);
    let tempted = if dice.chance(70) { tempted(facts, dice) } else { None };
    let (agency, staff) = tempted.unwrap_or_else(|| (dice.below(AGENCIES), dice.below(STAFF)));
    Viewer { agency, staff, opens }
}

/// A worker with an emergency, or with a seat in a conference, or with a tie or on an adverse side who stands in an agency with a ground in a case of that
/// person.
fn tempted(facts: &Facts, dice: &mut Dice) -> Option<(usize, usize)> {
    if let Some(opened) = any_of(dice, &facts.emergencies).filter(|_| dice.chance(25)) {
        return Some((opened.1, opened.2));
    }
    if dice.chance(40) {
        let seats: Vec<_> =
            facts.items.iter().flat_map(|item| &item.seats).map(|s| (s.agency, s.staff)).collect();
        return any_of(dice, &seats);
    }
    let (person, agency, staff) = match any_of(dice, &facts.adverse).filter(|_| dice.chance(70)) {
        Some(adverse) => {
            let near = |p: usize| adverse.person.is_some_and(|a| a == p || lived_together(facts, a, p));
            let ties: Vec<usize> = facts.ties.iter().filter(|t| near(t.1)).map(|t| t.0).collect();
            let tied = any_of(dice, &ties).filter(|_| adverse.staff.is_none() || dice.chance(50));
            let agency = adverse.agency.filter(|_| adverse.person.is_none() || dice.chance(30));
            (adverse.protected, agency, tied.or(adverse.staff))
        }
        None => any_of(dice, &facts.ties).map(|tie| (tie.1, None, Some(tie.0)))?,
    };
    let agencies: Vec<usize> = (0..CASES)
        .filter(|case| facts.cases[*case].people.contains(&person))
        .flat_map(|case| facts.team.iter().filter(move |m| m.case == case && !m.over).map(|m| m.agency))
        .collect();
    Some((agency.or(any_of(dice, &agencies))?, staff.unwrap_or_else(|| dice.below(STAFF))))
}
