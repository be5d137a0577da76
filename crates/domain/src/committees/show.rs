use kernel::{Error, Result, Scope};
use serde::Serialize;
use store::Tx;

use super::{Committee, Meeting, Member, meeting, member, register};

/// The page of a body.
#[derive(Debug, Clone, Serialize)]
pub struct CommitteeView {
    /// What it is.
    #[serde(flatten)]
    pub committee: Committee,
    /// Who sits and sat there.
    pub members: Vec<Member>,
    /// When it meets and met.
    pub meetings: Vec<Meeting>,
}

/// A body with its members and meetings, for everybody who works here.
///
/// # Errors
/// [`Error::NotFound`] if there is none of this key, and before the operating rules were accepted.
pub fn show(tx: &Tx<'_>, who: &Scope, key: &str) -> Result<CommitteeView> {
    if !who.accepted_rules {
        return Err(Error::NotFound);
    }
    let committee = register::find(tx, key)?.ok_or(Error::NotFound)?;
    Ok(CommitteeView {
        members: member::of(tx, key, who.now.day())?,
        meetings: meeting::of(tx, key)?,
        committee,
    })
}
