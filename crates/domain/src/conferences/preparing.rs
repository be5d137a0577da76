use kernel::{Day, Error, Id, Instant, Result, Scope};
use serde::Serialize;
use store::Tx;

use super::{
    ConferenceItem, Copy, Inquiry, ItemReport, MemberLine, Proposal, Sitting, Status, Step, Suggested,
    application, copy, inquiry, item, item_report, owed_report, proposal, seats, sitting, suggestion,
};
use crate::access::Act;

/// An item as its convener prepares it.
#[derive(Debug, Clone, Serialize)]
pub struct ItemView {
    /// The item.
    #[serde(flatten)]
    pub item: ConferenceItem,
    /// The code of its case.
    pub case_code: String,
    /// Its named members.
    pub members: Vec<MemberLine>,
    /// Of whom a consented item tells.
    pub people: Vec<String>,
    /// The sitting that deals with it.
    pub sitting: Option<Sitting>,
    /// What members were asked, and answered.
    pub inquiries: Vec<Inquiry>,
    /// Printed copies.
    pub copies: Vec<Copy>,
    /// When its papers were frozen.
    pub frozen_at: Option<Instant>,
    /// Who asked for it.
    pub requested_by: String,
    /// When.
    pub requested_at: Instant,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By when whoever moves next does so; none once it is decided, and where the municipality asks for no application.
    pub due_on: Option<Day>,
    /// The office that answers the application, where the municipality names one.
    pub office: Option<String>,
    /// What was said on the way.
    pub steps: Vec<Step>,
    /// To which sittings of other offices it was proposed, and what became of that.
    pub proposals: Vec<Proposal>,
    /// Whom the issues of the case suggest, while members are invited.
    pub suggested: Vec<Suggested>,
    /// What was reported of it, once it is over.
    pub report: Option<ItemReport>,
    /// By when it is reported, while that is owed.
    pub report_due_on: Option<Day>,
}

impl ItemView {
    /// Whether whoever moves next is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.due_on.is_some_and(|due| due < today)
    }

    /// Whether its report is owed and late.
    pub fn report_overdue(&self, today: Day) -> bool {
        self.report_due_on.is_some_and(|due| due < today)
    }

    /// Whether the application waits for its answer.
    pub fn waits(&self) -> bool {
        matches!(self.item.status, Status::Requested | Status::Consulted)
    }

    /// Whether it can be proposed to a sitting of another office.
    pub fn may_be_proposed(&self) -> bool {
        let open = self.waits() || self.item.convened();
        let proposed = self.proposals.iter().any(|one| one.waits());
        open && !proposed && self.item.held_at.is_none() && self.item.sitting.is_none()
    }

    /// Whether it came back, to be mended.
    pub fn came_back(&self) -> bool {
        self.item.status == Status::Returned
    }
}

/// The page on which its convener prepares an item.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn show(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<ItemView> {
    let case = item::convening(tx, who, id, Act::Read)?;
    let item = item::select(tx, "i.id = $1", &[&id])?.pop().ok_or(Error::NotFound)?;
    let (requested_by, requested_at, decided_at) = tx.one(
        "SELECT s.name, i.requested_at, i.decided_at FROM conference_items i JOIN staff s ON s.id = i.requested_by
         WHERE i.id = $1",
        &[&id],
    )?;
    let (due_on, office) = tx.one(
        "SELECT i.due_on, o.name FROM conference_items i LEFT JOIN agencies o ON o.id = i.office_id WHERE i.id = $1",
        &[&id],
    )?;
    Ok(ItemView {
        due_on,
        office,
        steps: application::steps(tx, id)?,
        proposals: proposal::of_item(tx, id)?,
        suggested: if item.convened() && item.held_at.is_none() {
            suggestion::of_item(tx, who, id, case)?
        } else {
            Vec::new()
        },
        report: item_report::of_item(tx, id)?,
        report_due_on: owed_report::of_item(tx, id)?,
        requested_by,
        requested_at,
        decided_at,
        case_code: tx.one("SELECT code FROM cases WHERE id = $1", &[&case])?,
        members: seats::members(tx, id)?,
        people: seats::people(tx, id)?,
        sitting: item.sitting.map(|sitting| sitting_line(tx, sitting)).transpose()?,
        inquiries: inquiry::of_item(tx, id)?,
        copies: copy::of_item(tx, id)?,
        frozen_at: tx.opt("SELECT frozen_at FROM conference_packets WHERE item_id = $1", &[&id])?,
        item,
    })
}

fn sitting_line(tx: &Tx<'_>, id: Id<Sitting>) -> Result<Sitting> {
    sitting::select(tx, "s.id = $1", &[&id])?.pop().ok_or(Error::NotFound)
}
