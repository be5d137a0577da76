use kernel::{Agency, Error, Id, Instant, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{Reply, Tx, row};

use super::{Case, Channel, FOREVER, JoinGround, touch};
use crate::Faults;
use crate::access::{self, Act, Basis, CasePass, conflict};
use crate::audit::{Action, Event, Kind};
use crate::consents::ConsentView;
use crate::people::Person;

/// A ground of an agency in a support team. An agency may have several; each ends by itself.
#[derive(Debug, Clone, Serialize)]
pub struct TeamMember {
    /// The membership.
    pub id: Id<TeamMember>,
    /// The agency.
    pub agency: Id<Agency>,
    /// Its name.
    pub agency_name: String,
    /// Its telephone.
    pub phone: String,
    /// Who there, if named.
    pub staff_name: Option<String>,
    /// What it does in this team.
    pub role_text: String,
    /// Whether it leads.
    pub is_lead: bool,
    /// Why it may take part.
    pub ground: JoinGround,
    /// Words on that.
    pub ground_note: String,
    /// Since when.
    pub joined_at: Instant,
    /// Until when.
    pub left_at: Option<Instant>,
    /// On which basis it sees the case.
    pub basis: Basis,
    /// Which information it opens.
    pub channel: Channel,
    /// When it ends by itself.
    pub until_at: Instant,
}
row!(TeamMember {
    id,
    agency,
    agency_name,
    phone,
    staff_name,
    role_text,
    is_lead,
    ground,
    ground_note,
    joined_at,
    left_at,
    basis,
    channel,
    until_at
});

impl TeamMember {
    /// Whether the agency sees the case by this ground at a moment.
    pub fn in_force(&self, now: Instant) -> bool {
        self.left_at.is_none() && now < self.until_at
    }

    /// Whether it lasts until somebody ends it.
    pub fn is_open_ended(&self) -> bool {
        self.until_at == FOREVER
    }
}

/// Asking an agency into the team: by commission, or by a statute. By consent it joins when the consent is recorded.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Invitation {
    /// The agency's id.
    pub agency: String,
    /// What it will do.
    pub role_text: String,
    /// Key of [`JoinGround`].
    pub ground: String,
    /// Which contract, or which article.
    pub ground_note: String,
    /// Why it is needed; for a statute.
    pub reason: String,
    /// Last day; for a statute.
    pub until: String,
    /// Key of the council by whose law it joins; empty for the case's own information.
    pub channel: String,
}

/// The team of a case that was let through, present members first. Who sees single people only sees the lead and itself:
/// who else helps the household is nobody's to tell.
pub fn team<'a>(tx: &'a Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Reply<'a, TeamMember>> {
    tx.ask(
        "SELECT t.id, t.agency_id, a.name, a.phone, s.name, t.role_text, t.is_lead, t.ground, t.ground_note, t.joined_at,
                t.left_at, t.basis, t.channel, t.until_at
         FROM case_team t JOIN agencies a ON a.id = t.agency_id LEFT JOIN staff s ON s.id = t.staff_id
         WHERE t.case_id = $1 AND ($2 OR t.agency_id = $3 OR (t.is_lead AND t.left_at IS NULL))
         ORDER BY t.left_at IS NOT NULL, t.is_lead DESC, t.joined_at",
        &[&pass.id(), &pass.sees_whole(), &who.agency],
    )
}

/// Longest time for which a statute opens a case at once.
const LAW_DAYS: i32 = 366;
/// Characters of a reason, at least.
const REASON: usize = 20;

/// Takes an agency into the team by commission or by a statute. Without or against a consent a statute takes a
/// reasoned decision: nothing turns from one basis into another by itself (個人情報保護法 69条).
///
/// # Errors
/// [`Error::Invalid`] without a ground in words, or for an agency that may not be asked; [`Error::NotFound`] out of
/// sight; [`Error::Conflict`] if it is in the team already on this basis.
pub fn invite(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &Invitation) -> Result<()> {
    let mut faults = Faults::default();
    let role_text = faults.required_line("role_text", "役割", &form.role_text);
    let ground: Option<JoinGround> = faults.choice("ground", "加わる根拠", &form.ground);
    let note = faults.required_line("ground_note", "根拠の内容", &form.ground_note);
    match ground {
        Some(JoinGround::Consent) => faults.add("ground", message::consent_is_recorded()),
        Some(JoinGround::Received | JoinGround::Handover) => {
            faults.add("ground", message::error_unknown_choice("加わる根拠"));
        }
        _ => {}
    }
    let by_law = statute(&mut faults, form, ground, who)?;
    let agency: Option<Id<Agency>> =
        tx.opt("SELECT id FROM agencies WHERE id = $1 AND active", &[&form.agency])?;
    if agency.is_none() {
        faults.add("agency", message::error_choose_one("機関"));
    }
    faults.done()?;
    let (Some(ground), Some(agency)) = (ground, agency) else { return Err(Error::NotFound) };
    access::case(tx, who, case, Act::Change)?;
    if conflict::agency_is_adverse(tx, case, agency)? {
        return Err(Error::invalid("agency", message::invite_not_possible()));
    }
    let new = NewGround { role_text, ..NewGround::of(ground, &note) };
    let new = match by_law {
        Some((until, channel, reason)) => {
            NewGround { until, channel, note: format!("{note} {reason}"), ..new }
        }
        None => new,
    };
    if has_ground(tx, who, case, agency, &new)? {
        return Err(Error::Conflict(message::already_in_team()));
    }
    add_ground(tx, who, case, agency, &new)?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("team").record(tx, who)?;
    touch(tx, case)
}

/// What a statute needs besides its article: a reason, an end, and the council whose information it opens.
fn statute(
    faults: &mut Faults,
    form: &Invitation,
    ground: Option<JoinGround>,
    who: &Scope,
) -> Result<Option<(Instant, Channel, String)>> {
    if ground != Some(JoinGround::Law) {
        return Ok(None);
    }
    let today = who.now.day();
    let reason = faults.required_line("reason", "必要な理由", &form.reason);
    if !reason.is_empty() && reason.chars().count() < REASON {
        faults.add("reason", message::error_too_short("必要な理由", REASON));
    }
    let until = faults.due_day("until", "いつまで", &form.until, today);
    match until {
        None => faults.add("until", message::error_required("いつまで")),
        Some(day) if day > today.plus(LAW_DAYS) => faults.add("until", message::consent_too_long()),
        Some(_) => {}
    }
    let channel = faults.choice_or("channel", "どの会議体か", &form.channel, Channel::Own);
    let end = Instant::start_of(until.unwrap_or(today).plus(1));
    Ok(Some((end, channel, reason)))
}

/// A ground as it is written.
#[derive(Debug, Clone)]
pub(crate) struct NewGround {
    pub(crate) ground: JoinGround,
    pub(crate) note: String,
    pub(crate) role_text: String,
    pub(crate) is_lead: bool,
    pub(crate) staff: Option<Id<Staff>>,
    pub(crate) channel: Channel,
    pub(crate) until: Instant,
    /// The consent and whose it is, where it rests on one.
    pub(crate) consent: Option<(Id<ConsentView>, Id<Person>)>,
}

impl NewGround {
    /// An open-ended ground for the case's own information.
    pub(crate) fn of(ground: JoinGround, note: &str) -> Self {
        Self {
            ground,
            note: note.to_owned(),
            role_text: String::new(),
            is_lead: false,
            staff: None,
            channel: Channel::Own,
            until: FOREVER,
            consent: None,
        }
    }
}

fn has_ground(tx: &Tx<'_>, who: &Scope, case: Id<Case>, agency: Id<Agency>, new: &NewGround) -> Result<bool> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM case_team WHERE case_id = $1 AND agency_id = $2 AND basis = $3 AND channel = $4 AND left_at IS NULL
         AND until_at > $5 LIMIT 1",
        &[&case, &agency, &new.ground.basis(), &new.channel, &who.now],
    )?;
    Ok(found.is_some())
}

/// Writes a ground; where the case stands in the agency's work list is for [`place`](super::place).
pub(crate) fn add_ground(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    agency: Id<Agency>,
    new: &NewGround,
) -> Result<()> {
    let id: Id<TeamMember> = tx.new_id();
    let (consent, person) = new.consent.unzip();
    tx.exec(
        "INSERT INTO case_team (id, case_id, agency_id, staff_id, role_text, is_lead, ground, ground_note, joined_at,
             joined_by, left_reason, basis, channel, until_at, consent_id, person_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, $15)",
        &[
            &id, &case, &agency, &new.staff, &new.role_text, &new.is_lead, &new.ground, &new.note, &who.now, &who.staff,
            &new.ground.basis(), &new.channel, &new.until, &consent, &person,
        ],
    )
}

/// Ends a membership; the agency's next request finds nothing. The lead cannot leave: somebody must take over.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] for the lead; [`Error::NotFound`] out of sight.
pub fn leave(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<TeamMember>, reason: &str) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "理由", reason);
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    let lead: bool = tx.one(
        "SELECT is_lead FROM case_team WHERE id = $1 AND case_id = $2 AND left_at IS NULL",
        &[&id, &case],
    )?;
    if lead {
        return Err(Error::Conflict(message::lead_cannot_leave()));
    }
    tx.exec_one(
        "UPDATE case_team SET left_at = $2, left_reason = $3 WHERE id = $1 AND left_at IS NULL",
        &[&id, &who.now, &reason],
    )?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("team").record(tx, who)?;
    touch(tx, case)
}

/// Takes the lead for one's own agency, which must be in the team.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn take_lead(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<()> {
    access::case(tx, who, case, Act::Change)?;
    tx.exec("UPDATE case_team SET is_lead = $2 WHERE case_id = $1 AND left_at IS NULL", &[&case, &false])?;
    tx.exec_one(
        "UPDATE case_team SET is_lead = $3, staff_id = $4 WHERE case_id = $1 AND agency_id = $2 AND left_at IS NULL AND basis = 'own'",
        &[&case, &who.agency, &true, &who.staff],
    )?;
    tx.exec_one(
        "UPDATE cases SET lead_agency_id = $2, lead_staff_id = $3, version = version + 1 WHERE id = $1",
        &[&case, &who.agency, &who.staff],
    )?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("lead").record(tx, who)?;
    touch(tx, case)
}
