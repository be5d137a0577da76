//! The rows of a random world.

use std::collections::BTreeMap;

use domain::access::Any;
use kernel::{Agency, Id, Instant, Role, Scope, Staff};
use store::Tx;
use store::testing::NOON;
use testkit::oracle::{Facts, Ground, Request, Viewer};

use super::items;
use super::world::{AGENCIES, CASES, CHANNELS, PEOPLE, STAFF};

/// Ids of the rows of a world.
pub(crate) struct Rows {
    pub(crate) agencies: Vec<Id<Agency>>,
    pub(crate) staff: Vec<Id<Staff>>,
    pub(crate) of: BTreeMap<&'static str, Vec<Id<Any>>>,
}

pub(crate) const PAST: Instant = Instant(NOON.0 - 1_000_000);
pub(crate) const LATER: Instant = Instant(NOON.0 + 86_400_000_000);
const FOREVER: Instant = Instant(i64::MAX);

fn write(tx: &Tx<'_>, facts: &Facts) -> kernel::Result<Rows> {
    let ids = |n: usize| -> Vec<Id<Any>> { (0..n).map(|_| tx.new_id()).collect() };
    let rows = Rows {
        agencies: ids(AGENCIES).into_iter().map(Id::cast).collect(),
        staff: ids(STAFF).into_iter().map(Id::cast).collect(),
        of: BTreeMap::from([
            ("people", ids(PEOPLE)),
            ("cases", ids(CASES)),
            ("records", ids(facts.records.len())),
            ("consents", ids(facts.consents.len())),
            ("consultations", ids(facts.consultations.len())),
            ("handovers", ids(facts.handovers.len())),
            ("requests", ids(facts.requests.len())),
            ("items", ids(facts.items.len())),
            ("assignments", ids(facts.assignments.len())),
            ("look_backs", ids(facts.look_backs.len())),
            ("notices", ids(facts.notices.len())),
        ]),
    };
    let (people, cases) = (&rows.of["people"], &rows.of["cases"]);
    for (bit, key) in [(1_i64, "basic"), (2, "health"), (4, "money")] {
        tx.exec(
            "INSERT INTO information_categories (key, name, bit, position, active) VALUES ($1, $1, $2, $2, $3)",
            &[&key, &bit, &true],
        )?;
    }
    for id in &rows.agencies {
        tx.exec("INSERT INTO agencies (id, key, name, kind, field, phone, about, active, version) VALUES ($1, $1, $1, '', '', '', '', $2, 1)", &[id, &true])?;
    }
    for id in &rows.staff {
        tx.exec(
            "INSERT INTO staff (id, login, name, password_hash, totp_secret, totp_step, active, created_at, version)
             VALUES ($1, $1, $1, '', '', 0, $2, $3, 1)",
            &[id, &true, &NOON],
        )?;
    }
    for id in people {
        tx.exec(
            "INSERT INTO people (id, name, kana, nickname, name_state, sex, birth_precision, name_key, kana_key, registered_by, registered_at, version)
             VALUES ($1, $1, '', '', 'known', 'unknown', 'unknown', '', '', $2, $3, 1)",
            &[id, &rows.agencies[0], &NOON],
        )?;
    }
    for (agency, person) in &facts.knows {
        tx.exec(
            "INSERT INTO person_agencies (agency_id, person_id, since_at) VALUES ($1, $2, $3)",
            &[&rows.agencies[*agency], &people[*person], &NOON],
        )?;
    }
    for (n, home) in facts.households.iter().enumerate() {
        let id: Id<Any> = tx.new_id();
        tx.exec("INSERT INTO households (id, label, registered_by, registered_at, version) VALUES ($1, '', $2, $3, 1)", &[&id, &rows.agencies[n], &NOON])?;
        for person in home {
            let member: Id<Any> = tx.new_id();
            tx.exec(
                "INSERT INTO household_members (id, household_id, person_id, standing, living_together, is_reference, recorded_by, recorded_at)
                 VALUES ($1, $2, $3, '', $4, $5, $6, $7)",
                &[&member, &id, &people[*person], &true, &false, &rows.staff[0], &NOON],
            )?;
        }
        for (_, person) in facts.moved_out.iter().filter(|(home, _)| *home == n) {
            let member: Id<Any> = tx.new_id();
            tx.exec(
                "INSERT INTO household_members (id, household_id, person_id, standing, living_together, is_reference, to_on, recorded_by, recorded_at)
                 VALUES ($1, $2, $3, '', $4, $5, '2026-03-01', $6, $7)",
                &[&member, &id, &people[*person], &true, &false, &rows.staff[0], &PAST],
            )?;
        }
    }
    for (n, (agency, person)) in facts.consultations.iter().enumerate() {
        tx.exec(
            "INSERT INTO consultations (id, received_at, received_on, agency_id, staff_id, channel, visitor_kind, visitor_name,
                 visitor_contact, visitor_relation, person_id, nickname, content, urgency, consent_state, no_consent_reason,
                 information_from, work, housing, insurance, pension, noticed, triage, triage_reason, recorded_at, version)
             VALUES ($1, $2, '2026-04-01', $3, $4, 'phone', 'self', '', '', '', $5, '', '', 'normal', 'not_asked', '', '', '', '', '', '', '',
                     'open', '', $2, 1)",
            &[&rows.of["consultations"][n], &NOON, &rows.agencies[*agency], &rows.staff[0], &person.map(|p| people[p])],
        )?;
    }
    for (n, case) in facts.cases.iter().enumerate() {
        tx.exec(
            "INSERT INTO cases (id, code, person_id, nickname, status, lead_agency_id, consultation_id, wish, opened_on, updated_at, version)
             VALUES ($1, $1, $2, '', 'consulting', $3, $4, '', '2026-04-01', $5, 1)",
            &[&cases[n], &case.middle.map(|p| people[p]), &rows.agencies[0], &case.consultation.map(|k| rows.of["consultations"][k]), &NOON],
        )?;
        for person in &case.people {
            tx.exec(
                "INSERT INTO case_people (case_id, person_id, added_at) VALUES ($1, $2, $3)",
                &[&cases[n], &people[*person], &NOON],
            )?;
        }
    }
    consents_and_team(tx, facts, &rows)?;
    the_rest(tx, facts, &rows)?;
    Ok(rows)
}

fn consents_and_team(tx: &Tx<'_>, facts: &Facts, rows: &Rows) -> kernel::Result<()> {
    let (people, cases, consents) = (&rows.of["people"], &rows.of["cases"], &rows.of["consents"]);
    for (at, member) in facts.team.iter().enumerate() {
        let (id, case): (Id<Any>, _) = (tx.new_id(), cases[member.case]);
        let (basis, ground, consent) = match member.ground {
            Ground::Own => ("own", "commission", None),
            Ground::Law => ("law", "law", None),
            Ground::Consent(n) => ("consent", "consent", Some(n)),
        };
        // Over by leaving or by time, in turn.
        let left = (member.over && at % 2 == 0).then_some(PAST);
        let until = match (member.over && at % 2 == 1, member.ground) {
            (true, _) => NOON,
            (false, Ground::Own) => FOREVER,
            (false, _) => LATER,
        };
        if let Some(n) = consent {
            tx.exec(
                "INSERT INTO consents (id, case_id, person_id, given_by, given_by_name, answer, purpose, categories, method, outside,
                     refusal_reason, from_at, until_at, agency_id, staff_id, recorded_at)
                 VALUES ($1, $2, $3, 'self', '', 'agreed', '', $4, 'oral', '', '', $5, $6, $7, $8, $5)",
                &[&consents[n], &case, &people[facts.consents[n].person], &facts.consents[n].kinds, &PAST, &until, &rows.agencies[0], &rows.staff[0]],
            )?;
        }
        tx.exec(
            "INSERT INTO case_team (id, case_id, agency_id, role_text, is_lead, ground, ground_note, joined_at, joined_by, left_at,
                 left_reason, basis, channel, until_at, consent_id, person_id)
             VALUES ($1, $2, $3, '', $4, $5, '', $6, $7, $8, '', $9, $10, $11, $12, $13)",
            &[
                &id, &case, &rows.agencies[member.agency], &false, &ground, &PAST, &rows.staff[0], &left, &basis,
                &CHANNELS[member.channel], &until, &consent.map(|n| consents[n]),
                &consent.map(|n| &people[facts.consents[n].person]),
            ],
        )?;
    }
    Ok(())
}

fn the_rest(tx: &Tx<'_>, facts: &Facts, rows: &Rows) -> kernel::Result<()> {
    let (people, cases) = (&rows.of["people"], &rows.of["cases"]);
    for (n, record) in facts.records.iter().enumerate() {
        tx.exec(
            "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text, next_step,
                 agency_id, staff_id, corrections, recorded_at, person_id, categories, channel, sealed)
             VALUES ($1, $2, $3, '2026-04-01', 'visit', 'person', '', '', '', $4, $5, 0, $3, $6, $7, $8, $9)",
            &[
                &rows.of["records"][n], &cases[record.case], &NOON, &rows.agencies[record.agency], &rows.staff[0],
                &record.person.map(|p| people[p]), &record.kinds, &CHANNELS[record.channel], &record.sealed,
            ],
        )?;
    }
    for (n, (case, from, to)) in facts.handovers.iter().enumerate() {
        tx.exec(
            "INSERT INTO handovers (id, code, case_id, from_agency_id, from_staff_id, to_agency_id, to_outside, outside_by, issue_type,
                 request, urgency, method, ground, ground_note, packet, reply_due_on, status, sent_at, answer_reason, next_owner,
                 first_step, result, version)
             VALUES ($1, $1, $2, $3, $4, $5, '', '', '', '', 'normal', 'introduce', 'none', '', '{}', '2026-04-01', 'sent', $6, '', '', '', '', 1)",
            &[&rows.of["handovers"][n], &cases[*case], &rows.agencies[*from], &rows.staff[0], &rows.agencies[*to], &NOON],
        )?;
    }
    items::write(tx, facts, rows)?;
    for (n, asked) in facts.requests.iter().enumerate() {
        request(tx, rows, n, asked)?;
    }
    for (case, agency, staff, over) in &facts.emergencies {
        let (id, until): (Id<Any>, _) = (tx.new_id(), if *over { NOON } else { LATER });
        tx.exec(
            "INSERT INTO emergency_accesses (id, case_id, agency_id, staff_id, reason, contacted, began_at, until_at, review_due_on, finding, review_note)
             VALUES ($1, $2, $3, $4, '', '', $5, $6, '2026-04-06', '', '')",
            &[&id, &cases[*case], &rows.agencies[*agency], &rows.staff[*staff], &PAST, &until],
        )?;
    }
    for (staff, person, over) in &facts.ties {
        let (id, until): (Id<Any>, _) = (tx.new_id(), if *over { NOON } else { FOREVER });
        tx.exec(
            "INSERT INTO staff_ties (id, staff_id, person_id, kind, note, recorded_by, recorded_at, until_at) VALUES ($1, $2, $3, 'relative', '', $2, $4, $5)",
            &[&id, &rows.staff[*staff], &people[*person], &PAST, &until],
        )?;
    }
    for adverse in &facts.adverse {
        let (id, until): (Id<Any>, _) = (tx.new_id(), if adverse.over { NOON } else { FOREVER });
        tx.exec(
            "INSERT INTO adverse_parties (id, protected_id, adverse_id, agency_id, staff_id, name, name_key, recorded_by, recorded_at, until_at)
             VALUES ($1, $2, $3, $4, $5, '', '', $6, $7, $8)",
            &[
                &id, &people[adverse.protected], &adverse.person.map(|p| people[p]), &adverse.agency.map(|a| rows.agencies[a]),
                &adverse.staff.map(|s| rows.staff[s]), &rows.staff[0], &PAST, &until,
            ],
        )?;
    }
    Ok(())
}

fn request(tx: &Tx<'_>, rows: &Rows, n: usize, request: &Request) -> kernel::Result<()> {
    let (id, case) = (&rows.of["requests"][n], request.case.map(|case| rows.of["cases"][case]));
    tx.exec(
        "INSERT INTO coordination_requests (id, code, case_id, kind, question, reason, consent_state, urgency, from_agency_id,
             from_staff_id, asked_at, status, advice, next_agency_id, next_owner, next_step, next_due_on, result, version)
         VALUES ($1, $1, $2, 'role_sharing', '', '', 'not_asked', 'normal', $3, $4, $5, 'waiting', '', $3, '', '', '2026-04-01', '', 1)",
        &[id, &case, &rows.agencies[request.from], &rows.staff[0], &NOON],
    )?;
    for (agency, left) in &request.asked {
        tx.exec(
            "INSERT INTO coordination_receivers (request_id, agency_id, ended_at) VALUES ($1, $2, $3)",
            &[id, &rows.agencies[*agency], &left.then_some(PAST)],
        )?;
    }
    Ok(())
}

impl Rows {
    /// The viewer as the product knows them.
    pub(crate) fn scope(&self, v: Viewer) -> Scope {
        Scope {
            staff: self.staff[v.staff],
            agency: self.agencies[v.agency],
            role: if v.opens { Role::CounterWorker } else { Role::Manager },
            accepted_rules: true,
            unbarred: false,
            now: NOON,
            request: "oracle".into(),
        }
    }
}

/// Another world in the place of the one before.
pub(crate) fn replace(tx: &Tx<'_>, facts: &Facts) -> kernel::Result<Rows> {
    for table in [
        "look_backs",
        "department_notice_passings",
        "department_notices",
        "conference_assignments",
        "conference_item_people",
        "conference_members",
        "conference_items",
        "adverse_parties",
        "staff_ties",
        "emergency_accesses",
        "coordination_receivers",
        "coordination_requests",
        "handovers",
        "case_records",
        "case_team",
        "consents",
        "case_people",
        "cases",
        "consultations",
        "household_members",
        "households",
        "person_agencies",
        "people",
        "staff",
        "agencies",
        "information_categories",
    ] {
        tx.exec(&format!("DELETE FROM {table}"), &[])?;
    }
    write(tx, facts)
}
