use kernel::{Agency, Error, Id, Result, Role, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{DepartmentNotice, NoticeConsent, NoticeGround, Number, Receipt};
use crate::access::{self, Bases};
use crate::audit::{Action, Event, Kind};
use crate::consultations::Urgency;
use crate::{Faults, drafts, installed, look_backs, naming};

/// Characters of a notice: it says what was noticed, and no more.
const LONGEST: usize = 1_000;

/// 連絡票, as a department writes it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    /// Id of the counter that is told; the one that the municipality names when empty.
    pub to_agency: String,
    /// 気づいたこと.
    pub content: String,
    /// Key of [`NoticeConsent`].
    pub consent: String,
    /// Key of [`NoticeGround`].
    pub ground: String,
    /// Which task, or what danger.
    pub ground_note: String,
    /// Whom it concerns, as the department writes it; only on a ground.
    pub person_name: String,
    /// How to reach the person, and never where they live; only on a ground.
    pub reached_by: String,
    /// Key of [`Urgency`].
    pub urgency: String,
}

/// A counter that can be told: somebody does casework there today.
#[derive(Debug, Clone, Serialize)]
pub struct Receiver {
    /// The agency.
    pub id: Id<Agency>,
    /// Its key in the profile.
    #[serde(skip)]
    pub key: String,
    /// Its name.
    pub name: String,
}
row!(Receiver { id, key, name });

/// Whether somebody may send: whoever works at an office of the municipality itself, in whatever role.
///
/// # Errors
/// Those of the database.
pub fn sends(tx: &Tx<'_>, who: &Scope) -> Result<bool> {
    if !who.accepted_rules {
        return Ok(false);
    }
    let kind: String = tx.one("SELECT kind FROM agencies WHERE id = $1", &[&who.agency])?;
    Ok(access::is_of_municipality(&kind))
}

/// Every counter that can be told, but for one's own office.
///
/// # Errors
/// Those of the database.
pub fn receivers(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Receiver>> {
    let roles = Role::ALL.into_iter().filter(|role| role.does_casework());
    let roles: Vec<String> = roles.map(|role| format!("'{}'", role.key())).collect();
    tx.all(
        &format!(
            "SELECT a.id, a.key, a.name FROM agencies a WHERE a.active AND a.id <> $1 AND EXISTS (SELECT 1 FROM affiliations f
                 JOIN staff s ON s.id = f.staff_id WHERE f.agency_id = a.id AND f.role IN ({}) AND s.active
                 AND f.from_on <= $2 AND (f.to_on IS NULL OR f.to_on >= $2)) ORDER BY a.name, a.id",
            roles.join(", ")
        ),
        &[&who.agency, &who.now.day()],
    )
}

/// The counter that the municipality names for notices, if it names one of these.
///
/// # Errors
/// Those of the database.
pub fn default_receiver(tx: &Tx<'_>, receivers: &[Receiver]) -> Result<Option<Id<Agency>>> {
    let Some(profile) = installed::profile(tx)? else { return Ok(None) };
    let named = profile.consultation_model.department_notices.as_ref().and_then(|named| named.value());
    Ok(named.and_then(|key| receivers.iter().find(|one| one.key == *key)).map(|one| one.id))
}

struct Checked {
    to: Id<Agency>,
    content: String,
    consent: NoticeConsent,
    ground: NoticeGround,
    ground_note: String,
    person_name: String,
    reached_by: String,
    urgency: Urgency,
}

/// Sends a notice. Nobody is looked up for it, so that neither the answer nor its time depends on who is known.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for whoever does not work at an office of the municipality.
pub fn send(tx: &Tx<'_>, who: &Scope, form: &NoticeForm) -> Result<Id<DepartmentNotice>> {
    let id: Id<DepartmentNotice> = tx.new_id();
    if !sends(tx, who)? {
        Event::new(Action::Create, Kind::Notice, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let new = check(tx, who, form)?;
    let code = Number::from_random(&tx.random::<8>()).to_string();
    tx.exec(
        "INSERT INTO department_notices (id, code, from_agency_id, from_staff_id, to_agency_id, content, person_name, reached_by,
             consent_state, ground, ground_note, urgency, sent_at, status, answer_note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '')",
        &[
            &id, &code, &who.agency, &who.staff, &new.to, &new.content, &new.person_name, &new.reached_by, &new.consent,
            &new.ground, &new.ground_note, &new.urgency, &who.now, &Receipt::Received,
        ],
    )?;
    drafts::forget(tx, who, "department-notice", "")?;
    Event::new(Action::Create, Kind::Notice, id).on(Bases::NONE).record(tx, who)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Scope, form: &NoticeForm) -> Result<Checked> {
    let mut faults = Faults::default();
    let to = receiver(tx, who, &form.to_agency, &mut faults)?;
    let content = faults.required_text("content", "気づいたこと", &form.content);
    if content.chars().count() > LONGEST {
        faults.add("content", message::error_too_long("気づいたこと", LONGEST));
    }
    let consent: Option<NoticeConsent> = faults.choice("consent", "本人の同意", &form.consent);
    let ground: Option<NoticeGround> = faults.choice("ground", "伝える根拠", &form.ground);
    let ground_note = match ground {
        Some(NoticeGround::OwnTask | NoticeGround::Emergency) => {
            faults.required_line("ground_note", "根拠の内容", &form.ground_note)
        }
        Some(NoticeGround::None | NoticeGround::Consent) | None => {
            faults.line("ground_note", "根拠の内容", &form.ground_note)
        }
    };
    if ground == Some(NoticeGround::Consent) && consent != Some(NoticeConsent::Agreed) {
        faults.add("ground", message::notice_needs_consent());
    }
    let person_name = faults.line("person_name", "だれのことか", &form.person_name);
    let reached_by = faults.line("reached_by", "連絡のしかた", &form.reached_by);
    let texts = [
        ("content", &content),
        ("ground_note", &ground_note),
        ("person_name", &person_name),
        ("reached_by", &reached_by),
    ];
    if ground == Some(NoticeGround::None) {
        unnamed(&mut faults, &texts);
    }
    for (field, text) in texts {
        // Whoever is protected may be the one; nobody asks.
        for word in look_backs::places(text) {
            faults.add(field, message::notice_without_address(word));
        }
    }
    let urgency = faults.choice_or("urgency", "急ぎ", &form.urgency, Urgency::Normal);
    faults.done()?;
    let (Some(to), Some(consent), Some(ground)) = (to, consent, ground) else { return Err(Error::NotFound) };
    Ok(Checked { to, content, consent, ground, ground_note, person_name, reached_by, urgency })
}

/// Without a ground only what identifies nobody is told, and that goes for free text as well.
fn unnamed(faults: &mut Faults, texts: &[(&str, &String)]) {
    for (field, text) in texts {
        match *field {
            "person_name" | "reached_by" if !text.is_empty() => {
                faults.add(field, message::notice_without_ground());
            }
            "person_name" | "reached_by" => {}
            field => naming::refuse_unseen(faults, field, text),
        }
    }
}

fn receiver(tx: &Tx<'_>, who: &Scope, chosen: &str, faults: &mut Faults) -> Result<Option<Id<Agency>>> {
    let all = receivers(tx, who)?;
    if chosen.is_empty() {
        let named = default_receiver(tx, &all)?;
        if named.is_none() {
            faults.add("to_agency", message::error_choose_one("届け先"));
        }
        return Ok(named);
    }
    let found = all.iter().find(|one| one.id.to_string() == chosen).map(|one| one.id);
    if found.is_none() {
        faults.add("to_agency", message::error_unknown_choice("届け先"));
    }
    Ok(found)
}
