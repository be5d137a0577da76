use kernel::{Id, Instant, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Case, still_open};
use crate::access::{Act, CasePass};
use crate::{Faults, access};

/// Messages shown at once.
const PAGE: i64 = 100;

/// What one of the team says to the others.
#[derive(Debug, Clone, Serialize)]
pub struct TeamMessage {
    /// The message.
    pub id: Id<TeamMessage>,
    /// Who says it.
    pub staff_name: String,
    /// Standing where.
    pub agency_name: String,
    /// What.
    pub text: String,
    /// When.
    pub at: Instant,
}
row!(TeamMessage { id, staff_name, agency_name, text, at });

/// A message as it is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageForm {
    /// What to say.
    pub text: String,
}

/// The thread of a case that was let through, newest first, from the moment at which one's agency joined: what was
/// said before was said to others (OTA-15).
pub fn messages(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<TeamMessage>> {
    tx.all(
        &format!(
            "SELECT m.id, s.name, a.name, m.text, m.at FROM team_messages m
             JOIN staff s ON s.id = m.staff_id JOIN agencies a ON a.id = m.agency_id
             WHERE m.case_id = $1 AND $3 AND m.at >= (SELECT min(joined_at) FROM case_team
                 WHERE case_id = $1 AND agency_id = $2 AND left_at IS NULL)
             ORDER BY m.at DESC LIMIT {PAGE}"
        ),
        &[&pass.id(), &access::reach(who), &pass.sees_whole()],
    )
}

/// Says something to the team.
///
/// # Errors
/// [`kernel::Error::Invalid`] without words; [`kernel::Error::NotFound`] out of sight.
pub fn say(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &MessageForm) -> Result<Id<TeamMessage>> {
    let mut faults = Faults::default();
    let text = faults.required_text("text", "伝えたいこと", &form.text);
    faults.done()?;
    still_open(access::case(tx, who, case, Act::Add)?.status())?;
    let id: Id<TeamMessage> = tx.new_id();
    tx.exec(
        "INSERT INTO team_messages (id, case_id, agency_id, staff_id, text, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &case, &who.agency, &who.staff, &text, &who.now],
    )?;
    Ok(id)
}
