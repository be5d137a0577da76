use kernel::{Agency, Error, Id, Instant, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{Reply, Tx, row};

use super::{Case, JoinGround, PLACE, touch};
use crate::audit::{Action, Event, Kind};
use crate::{Faults, access};

/// An agency in a support team.
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
    left_at
});

/// Asking an agency into the team. Joining is an act of its own, with its ground.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Invitation {
    /// The agency's id.
    pub agency: String,
    /// What it will do.
    pub role_text: String,
    /// Key of [`JoinGround`].
    pub ground: String,
    /// Which consent, commission or article.
    pub ground_note: String,
}

/// The team of a case that was let through, present members first.
pub fn team<'a>(tx: &'a Tx<'_>, case: Id<Case>) -> Result<Reply<'a, TeamMember>> {
    tx.ask(
        "SELECT t.id, t.agency_id, a.name, a.phone, s.name, t.role_text, t.is_lead, t.ground, t.ground_note, t.joined_at, t.left_at
         FROM case_team t JOIN agencies a ON a.id = t.agency_id LEFT JOIN staff s ON s.id = t.staff_id
         WHERE t.case_id = $1 ORDER BY t.left_at IS NOT NULL, t.is_lead DESC, t.joined_at",
        &[&case],
    )
}

/// Takes an agency into the team; from now on it sees the case as 所管.
///
/// # Errors
/// [`Error::Invalid`] without a ground in words; [`Error::NotFound`] out of sight; [`Error::Conflict`] if it is in
/// the team already.
pub fn invite(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &Invitation) -> Result<()> {
    let mut faults = Faults::default();
    let role_text = faults.required_line("role_text", "役割", &form.role_text);
    let ground: Option<JoinGround> = faults.choice("ground", "加わる根拠", &form.ground);
    let note = faults.required_line("ground_note", "根拠の内容", &form.ground_note);
    if ground == Some(JoinGround::Received) {
        faults.add("ground", message::error_unknown_choice("加わる根拠"));
    }
    let agency: Option<Id<Agency>> =
        tx.opt("SELECT id FROM agencies WHERE id = $1 AND active", &[&form.agency])?;
    if agency.is_none() {
        faults.add("agency", message::error_choose_one("機関"));
    }
    faults.done()?;
    let (Some(ground), Some(agency)) = (ground, agency) else { return Err(Error::NotFound) };
    access::case(tx, who, case, Action::Change)?;
    if member(tx, case, agency)?.is_some() {
        return Err(Error::Conflict(message::already_in_team()));
    }
    insert(tx, who, case, agency, None, &role_text, false, (ground, &note))?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("team").record(tx, who)?;
    touch(tx, case)
}

fn member(tx: &Tx<'_>, case: Id<Case>, agency: Id<Agency>) -> Result<Option<Id<TeamMember>>> {
    tx.opt(
        "SELECT id FROM case_team WHERE case_id = $1 AND agency_id = $2 AND left_at IS NULL",
        &[&case, &agency],
    )
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row, all of different kinds")]
pub(super) fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    case: Id<Case>,
    agency: Id<Agency>,
    staff: Option<Id<Staff>>,
    role_text: &str,
    is_lead: bool,
    (ground, note): (JoinGround, &str),
) -> Result<()> {
    let id: Id<TeamMember> = tx.new_id();
    tx.exec(
        &format!(
            "INSERT INTO case_team (id, case_id, agency_id, staff_id, role_text, is_lead, ground, ground_note, joined_at,
             joined_by, left_reason, due_on)
             SELECT $1, c.id, $3, $4, $5, $6, $7, $8, $9, $10, '', {PLACE} FROM cases c WHERE c.id = $2"
        ),
        &[&id, &case, &agency, &staff, &role_text, &is_lead, &ground, &note, &who.now, &who.staff],
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
    access::case(tx, who, case, Action::Change)?;
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
    access::case(tx, who, case, Action::Change)?;
    tx.exec("UPDATE case_team SET is_lead = $2 WHERE case_id = $1 AND left_at IS NULL", &[&case, &false])?;
    tx.exec_one(
        "UPDATE case_team SET is_lead = $3, staff_id = $4 WHERE case_id = $1 AND agency_id = $2 AND left_at IS NULL",
        &[&case, &who.agency, &true, &who.staff],
    )?;
    tx.exec_one(
        "UPDATE cases SET lead_agency_id = $2, lead_staff_id = $3, version = version + 1 WHERE id = $1",
        &[&case, &who.agency, &who.staff],
    )?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("lead").record(tx, who)?;
    touch(tx, case)
}
