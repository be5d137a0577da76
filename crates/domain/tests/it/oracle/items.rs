//! Items of conferences in the random worlds of the oracle: on either ground, with seats of every state. And look-backs, which
//! hang on a case by its own task as items do.

use std::collections::BTreeSet;

use kernel::Id;
use store::Tx;
use store::testing::NOON;
use testkit::Dice;
use testkit::oracle::{Facts, Ground, Item, Seat};

use super::rows::{LATER, PAST, Rows};
use super::world::{AGENCIES, CASES, STAFF, any_of};

/// Adds items to a world, and parts that were taken on in them.
pub(crate) fn imagine(facts: &mut Facts, dice: &mut Dice) {
    for _ in 0..10 {
        let item = item(facts, dice);
        for _ in 0..2 + dice.below(3) {
            let seat = if item.seats.is_empty() || dice.chance(10) {
                None
            } else {
                Some(dice.below(item.seats.len()))
            };
            facts.assignments.push((facts.items.len(), seat, dice.chance(20)));
        }
        facts.items.push(item);
    }
    for _ in 0..10 {
        let case = dice.below(CASES);
        let writer = convener(facts, dice, case);
        facts.look_backs.push((case, writer));
    }
    for _ in 0..10 {
        let consultations = facts.consultations.len();
        let taken_up = (consultations > 0 && dice.chance(60)).then(|| dice.below(consultations));
        for _ in 0..dice.below(3) {
            facts.passed.push((facts.notices.len(), dice.below(AGENCIES)));
        }
        facts.notices.push((dice.below(AGENCIES), taken_up));
    }
}

fn item(facts: &Facts, dice: &mut Dice) -> Item {
    let case = dice.below(CASES);
    let people: Vec<usize> = facts.cases[case].people.iter().copied().collect();
    let convener = convener(facts, dice, case);
    let consented = dice.chance(60).then(|| consented(facts, dice, case, &people));
    Item {
        case,
        convener,
        consented,
        kinds: if dice.chance(10) { 0 } else { (1 << dice.below(3)) | if dice.chance(30) { 2 } else { 0 } },
        open: dice.chance(75),
        held: dice.chance(80),
        seats: seats(facts, dice, case, convener),
    }
}

/// Often those alone who have agreed to something, as the product would have it.
fn consented(facts: &Facts, dice: &mut Dice, case: usize, people: &[usize]) -> BTreeSet<usize> {
    let agreed = |person: &usize| {
        facts.team.iter().any(|m| {
            m.case == case && matches!(m.ground, Ground::Consent(n) if facts.consents[n].person == *person)
        })
    };
    let among: Vec<usize> =
        if dice.chance(70) { people.iter().copied().filter(agreed).collect() } else { people.to_vec() };
    (0..dice.below(3)).filter_map(|_| any_of(dice, &among)).collect()
}

/// Often an agency with the case as its own task, now or once.
fn convener(facts: &Facts, dice: &mut Dice, case: usize) -> usize {
    let own = facts.team.iter().filter(|m| m.case == case && m.ground == Ground::Own);
    let own: Vec<usize> = own.map(|m| m.agency).collect();
    let known = if dice.chance(75) { any_of(dice, &own) } else { None };
    known.unwrap_or_else(|| near(facts, dice, case))
}

/// Often an agency of the case's team.
fn near(facts: &Facts, dice: &mut Dice, case: usize) -> usize {
    let team: Vec<usize> =
        facts.team.iter().filter(|m| m.case == case && !m.over).map(|m| m.agency).collect();
    let known = if dice.chance(70) { any_of(dice, &team) } else { None };
    known.unwrap_or_else(|| dice.below(AGENCIES))
}

/// Each worker has one seat at most.
fn seats(facts: &Facts, dice: &mut Dice, case: usize, convener: usize) -> Vec<Seat> {
    let mut seats = Vec::new();
    for staff in 0..STAFF {
        if dice.chance(50) {
            seats.push(Seat {
                staff,
                agency: if dice.chance(30) { convener } else { near(facts, dice, case) },
                acknowledged: dice.chance(85),
                current: dice.chance(80),
                left: dice.chance(15),
                secretary: dice.chance(50),
            });
        }
    }
    seats
}

/// Writes them down. What is over, is over in one of several ways in turn.
pub(crate) fn write(tx: &Tx<'_>, facts: &Facts, rows: &Rows) -> kernel::Result<()> {
    let mut seats: Vec<Vec<Id<Seat>>> = Vec::new();
    for (n, item) in facts.items.iter().enumerate() {
        write_item(tx, rows, n, item)?;
        let mut of_item = Vec::new();
        for (at, seat) in item.seats.iter().enumerate() {
            of_item.push(write_seat(tx, rows, n, at, seat)?);
        }
        seats.push(of_item);
    }
    for (n, (item, seat, done)) in facts.assignments.iter().enumerate() {
        tx.exec(
            "INSERT INTO conference_assignments (id, item_id, case_id, issue, what, member_id, outside, due_on, written_by,
                 written_at, result, done_at)
             VALUES ($1, $2, $3, '', '', $4, '', '2026-04-01', $5, $6, '', $7)",
            &[
                &rows.of["assignments"][n], &rows.of["items"][*item], &rows.of["cases"][facts.items[*item].case],
                &seat.map(|seat| seats[*item][seat]), &rows.staff[0], &NOON, &done.then_some(PAST),
            ],
        )?;
    }
    for (n, (case, writer)) in facts.look_backs.iter().enumerate() {
        tx.exec(
            "INSERT INTO look_backs (id, code, case_id, agency_id, status, ground, title, household, effect, actions, results,
                 challenges, lessons, recorded_at, version)
             VALUES ($1, $1, $2, $3, 'waiting', 'consent', '', 'unknown', 'unknown', '', '', '', '', $4, 1)",
            &[&rows.of["look_backs"][n], &rows.of["cases"][*case], &rows.agencies[*writer], &PAST],
        )?;
    }
    for (n, (told, taken_up)) in facts.notices.iter().enumerate() {
        let id = &rows.of["notices"][n];
        tx.exec(
            "INSERT INTO department_notices (id, code, from_agency_id, from_staff_id, to_agency_id, content, person_name, reached_by,
                 consent_state, ground, ground_note, urgency, sent_at, status, answer_note, consultation_id)
             VALUES ($1, $1, $2, $3, $4, '', '', '', 'not_asked', 'none', '', 'normal', $5, 'received', '', $6)",
            &[
                id, &rows.agencies[(told + 1) % AGENCIES], &rows.staff[0], &rows.agencies[*told], &PAST,
                &taken_up.map(|k| rows.of["consultations"][k]),
            ],
        )?;
    }
    for (notice, agency) in &facts.passed {
        let row: Id<Item> = tx.new_id();
        tx.exec(
            "INSERT INTO department_notice_passings (id, notice_id, from_agency_id, to_agency_id, reason, passed_by, passed_at)
             VALUES ($1, $2, $3, $4, '', $5, $6)",
            &[
                &row, &rows.of["notices"][*notice], &rows.agencies[*agency], &rows.agencies[facts.notices[*notice].0],
                &rows.staff[0], &PAST,
            ],
        )?;
    }
    Ok(())
}

fn write_item(tx: &Tx<'_>, rows: &Rows, n: usize, item: &Item) -> kernel::Result<()> {
    let (id, case) = (&rows.of["items"][n], &rows.of["cases"][item.case]);
    let ground = if item.consented.is_some() { "consent" } else { "statute" };
    // Not open: closed, not opened yet, over, or never frozen.
    let (status, opens, closes) = match (item.open, n % 4) {
        (true, _) => ("approved", Some(PAST), Some(LATER)),
        (false, 0) => ("closed", Some(PAST), Some(LATER)),
        (false, 1) => ("approved", Some(LATER), Some(LATER)),
        (false, 2) => ("approved", Some(PAST), Some(NOON)),
        (false, _) => ("approved", None, None),
    };
    tx.exec(
        "INSERT INTO conference_items (id, code, case_id, no_consent_reason, tried, necessity, question, meets_on, agency_id,
             requested_by, requested_at, status, decision_note, law_ref, penalty_ref, opens_at, closes_at, ground, categories,
             notice_version, held_at)
         VALUES ($1, $1, $2, '', '', '', '', '2026-04-01', $3, $4, $5, $6, '', '', '', $7, $8, $9, $10, 2, $11)",
        &[
            id, case, &rows.agencies[item.convener], &rows.staff[0], &PAST, &status, &opens, &closes, &ground, &item.kinds,
            &item.held.then_some(PAST),
        ],
    )?;
    for person in item.consented.iter().flatten() {
        let row: Id<Item> = tx.new_id();
        tx.exec(
            "INSERT INTO conference_item_people (id, item_id, person_id) VALUES ($1, $2, $3)",
            &[&row, id, &rows.of["people"][*person]],
        )?;
    }
    Ok(())
}

fn write_seat(tx: &Tx<'_>, rows: &Rows, item: usize, at: usize, seat: &Seat) -> kernel::Result<Id<Seat>> {
    let id: Id<Seat> = tx.new_id();
    let declined = (seat.left && at.is_multiple_of(2)).then_some(PAST);
    let removed = (seat.left && !at.is_multiple_of(2)).then_some(PAST);
    let version: i64 = if seat.current { 2 } else { 1 };
    let part = if seat.secretary { "secretariat" } else { "member" };
    tx.exec(
        "INSERT INTO conference_members (id, item_id, staff_id, agency_id, invited_by, invited_at, acknowledged_at,
             acknowledged_as, declined_at, removed_at, acknowledged_version, part)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11)",
        &[
            &id, &rows.of["items"][item], &rows.staff[seat.staff], &rows.agencies[seat.agency], &rows.staff[0], &PAST,
            &seat.acknowledged.then_some(PAST), &declined, &removed, &version, &part,
        ],
    )?;
    Ok(id)
}
