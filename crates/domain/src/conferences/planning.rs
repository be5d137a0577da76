use kernel::{Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{Sitting, Standing, sitting};
use crate::audit::{Action, Event, Kind};
use crate::municipality::{AreaKind, ConferenceContainer, Profile, ServiceArea};
use crate::{Faults, access, installed};

/// A meeting of the profile, as it is chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Meeting {
    /// Its key; empty for one that the profile does not name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The areas in which it meets; none where it meets for all.
    pub areas: Vec<String>,
}

/// The meetings that the municipality's rules know.
///
/// # Errors
/// Those of the database.
pub fn meetings(tx: &Tx<'_>) -> Result<Vec<Meeting>> {
    Ok(installed::profile(tx)?.as_ref().map(of_profile).unwrap_or_default())
}

fn of_profile(profile: &Profile) -> Vec<Meeting> {
    let districts = profile.service_areas.iter().filter(|area| area.kind == AreaKind::District).enumerate();
    // Where the source gives the number of its districts and not their names, they are numbered.
    let name = |(at, area): (usize, &ServiceArea)| {
        area.name.value().cloned().unwrap_or_else(|| format!("地区{}", at + 1))
    };
    let areas: Vec<String> = districts.map(name).collect();
    let meeting = |container: &ConferenceContainer| Meeting {
        key: container.key.clone(),
        name: container.name.clone(),
        areas: if container.per_area { areas.clone() } else { Vec::new() },
    };
    profile.conference.containers.iter().map(meeting).collect()
}

/// What whoever convenes writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SittingForm {
    /// Key of a [`Meeting`]; empty: another one, by its name.
    pub container: String,
    /// Its name, where the profile does not tell it.
    pub name: String,
    /// The area.
    pub area: String,
    /// The day.
    pub meets_on: String,
    /// Hour and minute; may be empty.
    pub starts_at: String,
    /// Where.
    pub place: String,
    /// Who presides.
    pub chair: String,
    /// Who keeps the minutes.
    pub secretariat: String,
}

struct Checked {
    name: String,
    meets_on: Day,
    starts_at: String,
    place: String,
    chair: String,
    secretariat: String,
}

/// Plans a sitting of one's own agency.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for roles without casework.
pub fn convene(tx: &Tx<'_>, who: &Scope, form: &SittingForm) -> Result<Id<Sitting>> {
    access::casework(who)?;
    let new = check(tx, who, form)?;
    let id: Id<Sitting> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_sittings (id, container, name, area, meets_on, starts_at, place, chair, secretariat, agency_id,
             convened_by, convened_at, status, report, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', 1)",
        &[
            &id, &form.container, &new.name, &form.area, &new.meets_on, &new.starts_at, &new.place, &new.chair,
            &new.secretariat, &who.agency, &who.staff, &who.now, &Standing::Planned,
        ],
    )?;
    Event::new(Action::Create, Kind::Conference, id).record(tx, who)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Scope, form: &SittingForm) -> Result<Checked> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let known = meetings(tx)?;
    let name = match known.iter().find(|meeting| meeting.key == form.container) {
        Some(meeting) => {
            if meeting.areas.is_empty() != form.area.is_empty()
                || !(form.area.is_empty() || meeting.areas.contains(&form.area))
            {
                faults.add("area", message::error_choose_one("地区"));
            }
            let typed = faults.line("name", "会議の名前", &form.name);
            if !typed.is_empty() && typed != meeting.name {
                faults.add("name", message::meeting_has_a_name(&meeting.name));
            }
            meeting.name.clone()
        }
        None => {
            if !form.container.is_empty() {
                faults.add("container", message::error_unknown_choice("会議"));
            }
            if !form.area.is_empty() {
                faults.add("area", message::error_unknown_choice("地区"));
            }
            faults.required_line("name", "会議の名前", &form.name)
        }
    };
    let meets_on = sitting::future_day(&mut faults, &form.meets_on, today);
    let starts_at = sitting::time(&mut faults, "starts_at", &form.starts_at);
    let place = faults.line("place", "場所・方法", &form.place);
    let chair = faults.line("chair", "進行", &form.chair);
    let secretariat = faults.line("secretariat", "記録", &form.secretariat);
    faults.done()?;
    let Some(meets_on) = meets_on else { return Err(Error::NotFound) };
    Ok(Checked { name, meets_on, starts_at, place, chair, secretariat })
}
