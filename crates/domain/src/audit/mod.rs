//! Every passage through [`access`](crate::access) and every change leaves an event: who, standing where, did
//! what to which row, on which basis, when. Never the content (`SECURITY` U-01).
//!
//! A [`Sealer`] works behind the requests: it chains the events, signs how far it has come, and keeps the signed
//! checkpoints outside of the database as well, so that whoever changes the log is found out (U-02).

pub mod breach;
mod browse;
mod bytes;
mod check;
mod entry;
mod export;
mod finding;
mod history;
mod keyfile;
pub mod labels;
mod line;
mod merkle;
mod note;
mod office;
mod outside;
pub mod report;
pub mod review;
mod seal;
mod span;
mod verify;

pub use browse::{EventFilter, EventLine, LastSeal, PAGE, events, last_seal};
pub use check::{recent as verify_recent, whole as verify_whole};
pub use entry::Entry;
pub use export::lines;
pub use finding::{Finding, Report, Wrong};
pub use history::{HISTORY_PAGE, Visit, access_history};
pub use keyfile::{load as load_key, load_or_make as load_or_make_key};
pub use line::{FORMAT, Line};
pub use merkle::{Hash, Tree, leaf, link, node};
pub use note::{Checkpoint, Key, PublicKey, Signed};
pub use office::{Log, officer};
pub use outside::Outside;
pub use seal::{BATCH, Head, Sealer, Sweep, head};
pub use span::Span;
pub use verify::Verifier;

use kernel::{Id, Result, Scope};
use store::{Append, AppendValue, Tx};

use crate::access::Bases;
use crate::cases::Case;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Read one record.
    Read,
    /// Read rows of a list; the ids stand in the event.
    List,
    /// Looked for something by words.
    Search,
    /// Wrote a new record.
    Create,
    /// Changed a record, or added a version to it.
    Change,
    /// Saw an address or a phone number.
    Reveal,
    /// Took data out on paper.
    Print,
    /// Took data out as a file.
    Export,
    /// Signed in.
    SignIn,
    /// Signed out, or was signed out.
    SignOut,
}

impl Action {
    fn key(self) -> &'static str {
        match self {
            Action::Read => "read",
            Action::List => "list",
            Action::Search => "search",
            Action::Create => "create",
            Action::Change => "change",
            Action::Reveal => "reveal",
            Action::Print => "print",
            Action::Export => "export",
            Action::SignIn => "sign_in",
            Action::SignOut => "sign_out",
        }
    }
}

/// The kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A case with all that hangs on it.
    Case,
    /// A person.
    Person,
    /// A household.
    Household,
    /// A consultation.
    Consultation,
    /// A handover.
    Handover,
    /// A consent, or an explanation before it.
    Consent,
    /// An opening in an emergency.
    Emergency,
    /// An item of a support conference, and its papers.
    Conference,
    /// An assessment, or a joint policy.
    Assessment,
    /// A support plan, and what is decided about it.
    Plan,
    /// A request to those who coordinate, and its answer.
    Coordination,
    /// What was learnt from a closed case, and what is decided about it.
    LookBack,
    /// A proposal to revise the plan of the programme.
    Proposal,
    /// A notice of a department, and what is done about it.
    Notice,
    /// A body of the municipality: its members and meetings.
    Committee,
    /// Counts for the meeting of representatives.
    Pack,
    /// A proposal for what the municipality should make.
    SystemProposal,
    /// A protection, and what is decided about it.
    Protection,
    /// A draft of one's own.
    Draft,
    /// An account.
    Account,
    /// This log itself, for who watches over it.
    Log,
    /// A person's request to know who looked (閲覧の報告).
    AccessReport,
    /// A list that was taken out (持ち出し).
    Export,
    /// An entry of the register of advisers.
    Adviser,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Kind::Case => "case",
            Kind::Person => "person",
            Kind::Household => "household",
            Kind::Consultation => "consultation",
            Kind::Handover => "handover",
            Kind::Consent => "consent",
            Kind::Emergency => "emergency",
            Kind::Conference => "conference",
            Kind::Assessment => "assessment",
            Kind::Plan => "plan",
            Kind::Coordination => "coordination",
            Kind::LookBack => "look_back",
            Kind::Proposal => "revision_proposal",
            Kind::Notice => "department_notice",
            Kind::Committee => "committee",
            Kind::Pack => "committee_pack",
            Kind::SystemProposal => "system_proposal",
            Kind::Protection => "protection",
            Kind::Draft => "draft",
            Kind::Account => "account",
            Kind::Log => "log",
            Kind::AccessReport => "access_report",
            Kind::Export => "export",
            Kind::Adviser => "adviser",
        }
    }
}

/// One line of the log, before it is written.
#[derive(Debug, Clone)]
pub struct Event {
    action: Action,
    kind: Kind,
    objects: String,
    case_id: Option<Id<Case>>,
    purpose: String,
    bases: Bases,
    outcome: &'static str,
}

impl Event {
    /// Something done to one row.
    pub fn new<T>(action: Action, kind: Kind, object: Id<T>) -> Self {
        Self::many(action, kind, [object])
    }

    /// Something done to several rows: a list and what it showed.
    pub fn many<T>(action: Action, kind: Kind, objects: impl IntoIterator<Item = Id<T>>) -> Self {
        let mut joined = String::new();
        for id in objects {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(id.as_str());
        }
        Self {
            action,
            kind,
            objects: joined,
            case_id: None,
            purpose: String::new(),
            bases: Bases::OWN,
            outcome: "ok",
        }
    }

    /// The case under which the event belongs.
    pub fn of_case(mut self, case: Id<Case>) -> Self {
        self.case_id = Some(case);
        self
    }

    /// What the person said it was for.
    pub fn for_purpose(mut self, purpose: &str) -> Self {
        self.purpose = purpose.to_owned();
        self
    }

    /// On which bases; 所管 unless said otherwise.
    pub fn on(mut self, bases: Bases) -> Self {
        self.bases = bases;
        self
    }

    /// Marks that nothing was shown or changed.
    pub fn refused(mut self) -> Self {
        self.outcome = "refused";
        self
    }

    /// Writes the line in the transaction of what it tells of.
    ///
    /// # Errors
    /// Those of the database; then nothing is shown or changed either.
    pub fn record(self, tx: &Tx<'_>, who: &Scope) -> Result<()> {
        tx.append(self.row(who))
    }

    /// The line as a row.
    pub fn row(self, who: &Scope) -> Append {
        let text = |s: &str| Some(AppendValue::from(s));
        Append {
            into: "audit_events (at, request, staff_id, agency_id, role, action, kind, objects, case_id, basis, purpose, outcome)",
            values: vec![
                Some(AppendValue::from(who.now.0)),
                text(&who.request),
                text(who.staff.as_str()),
                text(who.agency.as_str()),
                text(who.role.key()),
                text(self.action.key()),
                text(self.kind.key()),
                Some(AppendValue::from(self.objects)),
                self.case_id.map(|id| AppendValue::from(id.as_str())),
                Some(AppendValue::from(if self.outcome == "ok" {
                    self.bases.to_string()
                } else {
                    String::new()
                })),
                Some(AppendValue::from(self.purpose)),
                text(self.outcome),
            ],
        }
    }
}
