use kernel::{Agency, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{ConferenceItem, item, member};
use crate::Faults;
use crate::access::{Act, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::Case;
use crate::municipality::suggested_members;

/// Somebody to invite, by the issues of the case (TOK-13). A suggestion, never an order: whoever convenes puts it aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggested {
    /// By what it is put aside: the id of an agency, or the words.
    pub what: String,
    /// The agency that is in charge, or a kind of agency in words.
    pub name: String,
    /// Its telephone; may be empty.
    pub phone: String,
    /// The issues that make it so.
    pub issues: Vec<String>,
    /// Whether the municipality put it in charge of them.
    pub in_charge: bool,
}

struct InCharge {
    agency: Id<Agency>,
    name: String,
    phone: String,
    issue: String,
}
row!(InCharge { agency, name, phone, issue });

/// Whom the open issues of a case suggest for an item: first the agencies that the municipality put in charge and that are not
/// invited yet, then kinds of agency. Nobody is among them who could not be invited.
pub(super) fn of_item(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    case: Id<Case>,
) -> Result<Vec<Suggested>> {
    let mut found = in_charge(tx, who, id, case)?;
    found.extend(kinds(tx, case)?);
    let aside: Vec<String> =
        tx.all("SELECT what FROM conference_dismissals WHERE item_id = $1 ORDER BY what", &[&id])?;
    found.retain(|one| !aside.contains(&one.what));
    Ok(found)
}

/// By the rules of the day on which the case began (OTA-29).
fn in_charge(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, case: Id<Case>) -> Result<Vec<Suggested>> {
    let rows: Vec<InCharge> = tx.all(
        "SELECT DISTINCT a.id, a.name, a.phone, y.name FROM case_issues q JOIN cases c ON c.id = q.case_id
         JOIN responsibilities r ON r.issue_type = q.issue_type JOIN issue_types y ON y.key = q.issue_type
         JOIN agencies a ON a.id = r.agency_id JOIN conference_items i ON i.id = $2 AND i.agency_id <> a.id
         WHERE q.case_id = $1 AND q.resolved_on IS NULL AND a.active
           AND r.from_on <= c.opened_on AND (r.to_on IS NULL OR r.to_on >= c.opened_on)
           AND NOT EXISTS (SELECT 1 FROM conference_members m WHERE m.item_id = $2 AND m.agency_id = a.id AND m.removed_at IS NULL)
         ORDER BY a.name, a.id, y.name",
        &[&case, &id],
    )?;
    let mut found: Vec<Suggested> = Vec::new();
    for row in rows {
        let what = row.agency.to_string();
        if let Some(known) = found.iter_mut().find(|known| known.what == what) {
            known.issues.push(row.issue);
        } else if member::is_covered(tx, who, id, row.agency)?
            && !conflict::agency_is_adverse(tx, case, row.agency)?
        {
            let issues = vec![row.issue];
            found.push(Suggested { what, name: row.name, phone: row.phone, issues, in_charge: true });
        }
    }
    Ok(found)
}

/// Kinds of agency that such issues often need, in words.
fn kinds(tx: &Tx<'_>, case: Id<Case>) -> Result<Vec<Suggested>> {
    let issues: Vec<(String, String)> = tx.all(
        "SELECT DISTINCT y.key, y.name FROM case_issues q JOIN issue_types y ON y.key = q.issue_type
         WHERE q.case_id = $1 AND q.resolved_on IS NULL ORDER BY y.name, y.key",
        &[&case],
    )?;
    let mut found: Vec<Suggested> = Vec::new();
    for (key, name) in issues {
        for kind in suggested_members(&[key.as_str()]) {
            match found.iter_mut().find(|known| known.what == kind) {
                Some(known) => known.issues.push(name.clone()),
                None => found.push(Suggested {
                    what: kind.to_owned(),
                    name: kind.to_owned(),
                    phone: String::new(),
                    issues: vec![name.clone()],
                    in_charge: false,
                }),
            }
        }
    }
    Ok(found)
}

/// What is put aside.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DismissalForm {
    /// [`Suggested::what`].
    pub what: String,
}

/// Puts a suggestion aside; it does not come back for this item.
///
/// # Errors
/// [`kernel::Error::Invalid`] for what is not suggested; [`kernel::Error::NotFound`] for anybody but the convener.
pub fn dismiss(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &DismissalForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    let mut faults = Faults::default();
    if of_item(tx, who, id, case)?.iter().all(|one| one.what != form.what) {
        faults.add("what", message::error_unknown_choice("招く候補"));
    }
    faults.done()?;
    tx.exec(
        "INSERT INTO conference_dismissals (item_id, what, staff_id, at) VALUES ($1, $2, $3, $4)",
        &[&id, &form.what, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("dismiss").record(tx, who)
}
