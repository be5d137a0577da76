use domain::staff::Secret;
use kernel::{Agency, Id, Instant, Result, Role, Scope, Staff};
use store::{Db, Tx};

use super::{Options, ids::compose};
use crate::rng::{Rng, Stream};
use crate::{AgencyField, AgencySketch, Plan, default_staff};

/// The agencies of the plan, at the same places, and who works there.
#[derive(Debug, Clone)]
pub(super) struct Offices {
    agencies: Vec<Office>,
    /// Rows written for them.
    pub(super) rows: u64,
}

#[derive(Debug, Clone)]
struct Office {
    id: Id<Agency>,
    name: String,
    role: Role,
    staff: Vec<(Id<Staff>, String)>,
}

impl Offices {
    pub(super) fn len(&self) -> usize {
        self.agencies.len()
    }

    pub(super) fn agency(&self, at: usize) -> Id<Agency> {
        self.at(at).id
    }

    pub(super) fn name(&self, at: usize) -> &str {
        &self.at(at).name
    }

    pub(super) fn staff(&self, agency: usize, at: usize) -> Id<Staff> {
        self.worker(agency, at).0
    }

    pub(super) fn staff_name(&self, agency: usize, at: usize) -> &str {
        &self.worker(agency, at).1
    }

    /// Who acts, for the log.
    pub(super) fn scope(&self, agency: usize, at: usize, now: Instant) -> Scope {
        let office = self.at(agency);
        let request = "town".to_owned();
        Scope {
            staff: self.staff(agency, at),
            agency: office.id,
            role: office.role,
            accepted_rules: true,
            unbarred: false,
            now,
            request,
        }
    }

    // Places come from the plan that these offices were made for; neither list is ever empty.
    fn at(&self, agency: usize) -> &Office {
        &self.agencies[agency % self.agencies.len()]
    }

    fn worker(&self, agency: usize, at: usize) -> &(Id<Staff>, String) {
        let staff = &self.at(agency).staff;
        &staff[at % staff.len()]
    }
}

/// Finds or adds the agencies and the staff of a plan.
pub(super) fn establish(db: &Db, plan: &Plan, options: &Options) -> Result<Offices> {
    let (plan, options) = (plan.clone(), options.clone());
    db.write(move |tx| {
        let mut dice = Rng::at(plan.seed, Stream::Settle, 1 << 62);
        let began = Instant::start_of(plan.today.plus(-(plan.history_days as i32) - 400));
        let mut rows = 0;
        let mut agencies = Vec::new();
        for sketch in &plan.agencies {
            let new = New { tx, sketch, began, password_hash: &options.password_hash };
            let id = new.agency(compose(began, &mut dice), &mut rows)?;
            let mut staff = new.present(id)?;
            for person in
                default_staff(sketch, plan.staff_per_agency.max(1) as usize).into_iter().skip(staff.len())
            {
                staff.push(new.worker(id, &person.name, staff.len() + 1, &mut dice)?);
                rows += 2;
            }
            agencies.push(Office { id, name: sketch.name.clone(), role: role(sketch.field), staff });
        }
        Ok(Offices { agencies, rows })
    })
}

struct New<'a> {
    tx: &'a Tx<'a>,
    sketch: &'a AgencySketch,
    began: Instant,
    password_hash: &'a str,
}

impl New<'_> {
    fn agency(&self, id: Id<Agency>, rows: &mut u64) -> Result<Id<Agency>> {
        let (key, field) = (&self.sketch.key, self.sketch.field);
        if let Some(known) = self.tx.opt("SELECT id FROM agencies WHERE key = $1", &[key])? {
            return Ok(known);
        }
        *rows += self.tx.changed(
            "INSERT INTO agencies (id, key, name, kind, field, phone, about, active, version)
             VALUES ($1, $2, $3, $4, $5, '', $6, $7, 1)",
            &[&id, key, &self.sketch.name, &kind(field), &field.key(), &field.label(), &true],
        )?;
        Ok(id)
    }

    /// Those who do casework there already.
    fn present(&self, agency: Id<Agency>) -> Result<Vec<(Id<Staff>, String)>> {
        let all: Vec<(Id<Staff>, String, String)> = self.tx.all(
            "SELECT s.id, s.name, f.role FROM staff s JOIN affiliations f ON f.staff_id = s.id
             WHERE f.agency_id = $1 AND s.active AND f.to_on IS NULL ORDER BY s.login, f.id",
            &[&agency],
        )?;
        let works = |role: &str| Role::from_key(role).is_some_and(Role::does_casework);
        Ok(all.into_iter().filter(|(.., role)| works(role)).map(|(id, name, _)| (id, name)).collect())
    }

    fn worker(
        &self,
        agency: Id<Agency>,
        name: &str,
        no: usize,
        dice: &mut Rng,
    ) -> Result<(Id<Staff>, String)> {
        let (id, affiliation): (Id<Staff>, Id<Staff>) =
            (compose(self.began, dice), compose(self.began, dice));
        let mut secret = [0; 20];
        secret.chunks_mut(8).for_each(|part| part.copy_from_slice(&dice.next().to_le_bytes()[..part.len()]));
        self.tx.exec(
            "INSERT INTO staff (id, login, name, password_hash, totp_secret, totp_step, active, created_at, version)
             VALUES ($1, $2, $3, $4, $5, 0, $6, $7, 1)",
            &[
                &id,
                &format!("{}-{no}", self.sketch.key),
                &name,
                &self.password_hash,
                &Secret::new(secret).0,
                &true,
                &self.began,
            ],
        )?;
        self.tx.exec(
            "INSERT INTO affiliations (id, staff_id, agency_id, role, from_on) VALUES ($1, $2, $3, $4, $5)",
            &[&affiliation, &id, &agency, &role(self.sketch.field).key(), &self.began.day()],
        )?;
        Ok((id, name.to_owned()))
    }
}

fn kind(field: AgencyField) -> &'static str {
    match field {
        AgencyField::City | AgencyField::Coordination | AgencyField::Assistance | AgencyField::Health => {
            "department"
        }
        AgencyField::Council => "council_of_social_welfare",
        AgencyField::Npo | AgencyField::Housing => "npo",
        AgencyField::Medical => "medical",
        _ => "counter",
    }
}

fn role(field: AgencyField) -> Role {
    match field {
        AgencyField::Coordination => Role::Coordinator,
        AgencyField::Withdrawal | AgencyField::Council => Role::OutreachWorker,
        _ => Role::CounterWorker,
    }
}
