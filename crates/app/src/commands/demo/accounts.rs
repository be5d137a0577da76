use anyhow::Result;
use domain::installed::{self, SampleAccount};
use domain::staff::{self, COST_FLOOR};
use kernel::{Ambient, Id, Role};
use serde_json::{Value, json};
use store::Db;
use town::default_staff;

use super::agencies;
use crate::ambient::Real;

/// The same for everybody in the ward: it is printed at the start, and the ward answers this machine only.
pub(super) const PASSWORD: &str = "asagao-no-saku-michi";

/// Login, agency, role.
const PEOPLE: [(&str, &str, Role); 7] = [
    ("houkatsu", "community_comprehensive_support_centre", Role::CounterWorker),
    ("renkei", "community_welfare_section", Role::Coordinator),
    ("sapota", "sapota", Role::OutreachWorker),
    ("jobota", "jobota", Role::CounterWorker),
    ("kacho", "welfare_management_section", Role::Manager),
    ("kanri", "information_policy_section", Role::SystemAdministrator),
    ("kansa", "information_policy_section", Role::PrivacyOfficer),
];

/// Somebody who can sign in.
#[derive(Debug, Clone)]
pub(super) struct Person(SampleAccount);

impl Person {
    pub(super) fn json(&self) -> Value {
        let Self(a) = self;
        json!({
            "login": a.login, "password": PASSWORD, "totp_secret": a.totp_secret, "role": a.role, "name": a.name,
            "agency": a.agency,
        })
    }

    pub(super) fn login(&self) -> &str {
        &self.0.login
    }

    pub(super) fn secret(&self) -> &str {
        &self.0.totp_secret
    }

    /// Who it is, in a line.
    pub(super) fn about(&self) -> String {
        let role = Role::from_key(&self.0.role).map_or("", Role::label);
        format!("{} {} {}", role, self.0.name, self.0.agency)
    }
}

/// Opens the accounts, each with a name that the records of its agency know.
pub(super) fn open(db: &Db) -> Result<Vec<Person>> {
    for (at, (login, agency, role)) in PEOPLE.into_iter().enumerate() {
        // Two of one house are two people.
        let before = PEOPLE[..at].iter().filter(|(_, other, _)| *other == agency).count();
        let sketch = agencies::sketches().into_iter().find(|sketch| sketch.key == agency);
        let name = sketch.and_then(|sketch| default_staff(&sketch, before + 1).pop());
        let name = name.map_or_else(|| "見本 管理".to_owned(), |person| person.name);
        let mut salt = [0; 16];
        Real.fill(&mut salt);
        let hash = staff::hash_password(PASSWORD, COST_FLOOR, salt)?;
        db.write(move |tx| {
            let agency: Id<kernel::Agency> = installed::agency_by_key(tx, agency)?;
            installed::account(tx, login, &name, &hash, agency, role)
        })?;
    }
    known(db)
}

/// The accounts of a ward that was founded before.
pub(super) fn known(db: &Db) -> Result<Vec<Person>> {
    let all = db.read(|tx| {
        PEOPLE
            .iter()
            .map(|(login, ..)| installed::sample_account(tx, login))
            // A ward that was founded by an older version lacks some.
            .filter(|account| !matches!(account, Err(kernel::Error::NotFound)))
            .collect::<kernel::Result<Vec<_>>>()
    })?;
    Ok(all.into_iter().map(Person).collect())
}
