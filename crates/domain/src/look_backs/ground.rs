use kernel::{Agency, Id, Result, Scope, fold};
use serde::Serialize;
use store::{Tx, row};

use super::LearningGround;
use crate::cases::Case;
use crate::conferences::ConferenceItem;
use crate::people::{Person, display};

/// Words by which a purpose or a reason says that it is about looking back.
const LEARNING: [&str; 3] = ["ふり返り", "振り返り", "振返り"];

/// Whether what somebody agreed to, or why a conference was held, covers looking back.
fn covers(words: &str) -> bool {
    let folded = fold::text(words);
    LEARNING.iter().any(|word| folded.contains(&fold::text(word)))
}

/// Where the ground for looking back on a case stands, for the agency that led it.
#[derive(Debug, Clone, Serialize)]
pub struct Grounds {
    /// The ground that holds now.
    pub ground: Option<LearningGround>,
    /// The number of the item, where it is the statute.
    pub item: Option<String>,
    /// Who of the case has not agreed to it.
    pub missing: Vec<String>,
}

/// A ground that holds.
pub(super) struct Held {
    pub(super) ground: LearningGround,
    pub(super) item: Option<(Id<ConferenceItem>, String)>,
}

struct Member {
    id: Id<Person>,
    name: String,
    nickname: String,
}
row!(Member { id, name, nickname });

struct Agreed {
    person: Id<Person>,
    purpose: String,
}
row!(Agreed { person, purpose });

struct Dealt {
    id: Id<ConferenceItem>,
    code: String,
    necessity: String,
    question: String,
}
row!(Dealt { id, code, necessity, question });

/// Who of a case has not agreed that it is looked back on; none if everybody has. A lesson tells of the household, and one
/// person's consent does not reach the others.
fn missing(tx: &Tx<'_>, case: Id<Case>) -> Result<Option<Vec<Member>>> {
    let mut members: Vec<Member> = tx.all(
        "SELECT p.id, p.name, p.nickname FROM case_people cp JOIN people p ON p.id = cp.person_id
         WHERE cp.case_id = $1 AND p.merged_into IS NULL ORDER BY cp.added_at, p.id",
        &[&case],
    )?;
    if members.is_empty() {
        // Nobody is known by whom it could be agreed to.
        return Ok(Some(members));
    }
    let agreed: Vec<Agreed> = tx.all(
        "SELECT k.person_id, k.purpose FROM consents k WHERE k.case_id = $1 AND k.withdrawn_at IS NULL AND k.from_at <= $2
         AND k.until_at > $2 AND k.answer IN ('agreed', 'partly') AND k.given_by <> 'family'",
        &[&case, &tx.now()],
    )?;
    members.retain(|member| !agreed.iter().any(|one| one.person == member.id && covers(&one.purpose)));
    Ok(Some(members).filter(|members| !members.is_empty()))
}

/// An item of the statute on the case, asked for by this agency and convened by somebody else, whose reason is to look back.
fn item(tx: &Tx<'_>, case: Id<Case>, agency: Id<Agency>) -> Result<Option<(Id<ConferenceItem>, String)>> {
    let dealt: Vec<Dealt> = tx.all(
        "SELECT i.id, i.code, i.necessity, i.question FROM conference_items i WHERE i.case_id = $1 AND i.agency_id = $2
         AND i.ground = 'statute' AND i.status IN ('approved', 'closed') AND i.decided_at IS NOT NULL
         ORDER BY i.decided_at DESC, i.id",
        &[&case, &agency],
    )?;
    let found = dealt.into_iter().find(|one| covers(&one.necessity) || covers(&one.question));
    Ok(found.map(|one| (one.id, one.code)))
}

/// The ground on which an agency may look back on a case now: everybody's consent before the statute.
pub(super) fn held(tx: &Tx<'_>, case: Id<Case>, agency: Id<Agency>) -> Result<Option<Held>> {
    if missing(tx, case)?.is_none() {
        return Ok(Some(Held { ground: LearningGround::Consent, item: None }));
    }
    let item = item(tx, case, agency)?;
    Ok(item.map(|item| Held { ground: LearningGround::Statute, item: Some(item) }))
}

/// As [`held`], with what is missing, for whoever steers the case.
pub(super) fn of_case(tx: &Tx<'_>, who: &Scope, case: Id<Case>) -> Result<Grounds> {
    let missing = missing(tx, case)?.unwrap_or_default();
    let held = held(tx, case, who.agency)?;
    Ok(Grounds {
        missing: missing.into_iter().map(|one| display(&one.name, &one.nickname)).collect(),
        ground: held.as_ref().map(|held| held.ground),
        item: held.and_then(|held| held.item).map(|(_, code)| code),
    })
}
