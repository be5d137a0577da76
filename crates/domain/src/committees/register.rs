use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::keeper;
use crate::access::Bases;
use crate::audit::{Action, Event, Kind};
use crate::municipality::{self, CommitteeKind};
use crate::{Faults, installed, naming};

/// A body of the municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Committee {
    /// Key of the profile, or of the register.
    pub key: String,
    /// Name.
    pub name: String,
    /// Another name that the source uses.
    pub alias: Option<String>,
    /// What kind of body it is, in words.
    pub kind: String,
    /// Who chairs it; none while that is open.
    pub chair: Option<String>,
    /// Who sits there, as the source describes it.
    pub composition: Option<String>,
    /// Which department does its office work.
    pub secretariat: Option<String>,
    /// How often it meets.
    pub frequency: Option<String>,
    /// What it does.
    pub tasks: Vec<String>,
    /// Lines of the source document; none for a body that was added.
    pub seed: Option<String>,
}

/// A body as it is added.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CommitteeForm {
    /// Name.
    pub name: String,
    /// Key of a [`CommitteeKind`].
    pub kind: String,
    /// Who chairs it: an office, not a person.
    pub chair: String,
    /// Which department does its office work.
    pub secretariat: String,
    /// How often it meets.
    pub frequency: String,
}

struct Row {
    key: String,
    name: String,
    kind: String,
    chair: String,
    secretariat: String,
    frequency: String,
}
row!(Row { key, name, kind, chair, secretariat, frequency });

fn told(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

impl From<Row> for Committee {
    fn from(row: Row) -> Self {
        let kind = CommitteeKind::label_of(&row.kind).unwrap_or(&row.kind).to_owned();
        Self {
            key: row.key,
            name: row.name,
            alias: None,
            kind,
            chair: told(row.chair),
            composition: None,
            secretariat: told(row.secretariat),
            frequency: told(row.frequency),
            tasks: Vec::new(),
            seed: None,
        }
    }
}

impl From<municipality::Committee> for Committee {
    fn from(of: municipality::Committee) -> Self {
        Self {
            key: of.key,
            name: of.name,
            alias: of.alias,
            kind: of.kind.label().to_owned(),
            chair: of.chair.value().cloned(),
            composition: of.members.value().cloned(),
            secretariat: of.secretariat.value().cloned(),
            frequency: of.frequency.value().cloned(),
            tasks: of.tasks,
            seed: Some(of.seed.as_str().to_owned()),
        }
    }
}

/// Every body: those of the profile as it is now, then those that were added, and those that a profile had before.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Committee>> {
    if !who.accepted_rules {
        return Ok(Vec::new());
    }
    all(tx)
}

pub(super) fn all(tx: &Tx<'_>) -> Result<Vec<Committee>> {
    let of_profile = installed::profile(tx)?.map(|profile| profile.committees).unwrap_or_default();
    let mut bodies: Vec<Committee> = of_profile.into_iter().map(Committee::from).collect();
    let rows: Vec<Row> = tx.all(
        "SELECT key, name, kind, chair, secretariat, frequency FROM committees ORDER BY added_at, id",
        &[],
    )?;
    for row in rows {
        if !bodies.iter().any(|body| body.key == row.key) {
            bodies.push(row.into());
        }
    }
    Ok(bodies)
}

/// The body of a key.
pub(super) fn find(tx: &Tx<'_>, key: &str) -> Result<Option<Committee>> {
    Ok(all(tx)?.into_iter().find(|body| body.key == key))
}

/// The row of a body, from the moment something is written about it.
pub(super) fn enrol(tx: &Tx<'_>, who: &Scope, key: &str) -> Result<Id<Committee>> {
    if let Some(id) = tx.opt("SELECT id FROM committees WHERE key = $1", &[&key])? {
        return Ok(id);
    }
    let body = installed::profile(tx)?.and_then(|p| p.committees.into_iter().find(|body| body.key == key));
    let body = body.ok_or(Error::NotFound)?;
    let text = |setting: &municipality::Setting<String>| setting.value().cloned().unwrap_or_default();
    insert(
        tx,
        who,
        &Row {
            chair: text(&body.chair),
            secretariat: text(&body.secretariat),
            frequency: text(&body.frequency),
            kind: body.kind.key().to_owned(),
            key: body.key,
            name: body.name,
        },
        tx.new_id(),
    )
}

fn insert(tx: &Tx<'_>, who: &Scope, new: &Row, id: Id<Committee>) -> Result<Id<Committee>> {
    tx.exec(
        "INSERT INTO committees (id, key, name, kind, chair, secretariat, frequency, added_by, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &id,
            &new.key,
            &new.name,
            &new.kind,
            &new.chair,
            &new.secretariat,
            &new.frequency,
            &who.staff,
            &who.now,
        ],
    )?;
    Ok(id)
}

/// Adds a body that the profile does not have; answers its key.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for whoever does not keep the register.
pub fn add(tx: &Tx<'_>, who: &Scope, form: &CommitteeForm) -> Result<String> {
    let id: Id<Committee> = tx.new_id();
    keeper(tx, who, Action::Create, Kind::Committee, id)?;
    let mut faults = Faults::default();
    let name = faults.required_line("name", "名前", &form.name);
    let chair = faults.line("chair", "議長・座長", &form.chair);
    let secretariat = faults.line("secretariat", "事務局", &form.secretariat);
    let frequency = faults.line("frequency", "開く頻度", &form.frequency);
    if CommitteeKind::label_of(&form.kind).is_none() {
        faults.add("kind", message::error_unknown_choice("種類"));
    }
    if all(tx)?.iter().any(|body| body.name == name) {
        faults.add("name", message::committee_exists(&name));
    }
    naming::refuse(tx, who, &mut faults, &[("name", &name)])?;
    faults.done()?;
    let key = id.to_string();
    let new = Row { key: key.clone(), name, kind: form.kind.clone(), chair, secretariat, frequency };
    insert(tx, who, &new, id)?;
    Event::new(Action::Create, Kind::Committee, id).on(Bases::NONE).record(tx, who)?;
    Ok(key)
}
