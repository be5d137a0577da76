//! 印刷: putting something on paper, or into a file that leaves, is an act of its own. Whoever may read may not always print:
//! members of a conference and those who look in an emergency read, and take nothing away. What is printed has a number,
//! which stands on the paper and in the log (UX 5.10, I13).

use kernel::{Code, Error, Id, Result, Scope};
use store::Tx;

use crate::Choice;
use crate::access::{self, Act, Bases};
use crate::audit::{self, Action, Event};
use crate::cases::Case;
use crate::conferences::{ConferenceItem, Sitting};

/// A print that was let through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Its number.
    pub number: String,
    /// On which bases the reader sees what is on it.
    pub bases: Bases,
}

/// Lets something be printed as a form, numbers the print and writes it down.
///
/// # Errors
/// [`Error::NotFound`] for whoever may not print it; the log keeps the attempt.
pub fn print<T>(
    tx: &Tx<'_>,
    who: &Scope,
    form: &str,
    (kind, id): (access::Kind, Id<T>),
    case: Option<Id<Case>>,
) -> Result<Print> {
    let mut event = Event::new(Action::Print, logged(kind), id);
    if let Some(case) = case {
        event = event.of_case(case);
    }
    let any = id.as_str().parse().map_err(|_| Error::NotFound)?;
    let found =
        if access::reach(who).is_some() { access::decide(tx, who, kind, Act::Print, any)? } else { None };
    let Some(bases) = found else {
        event.refused().record(tx, who)?;
        return Err(Error::NotFound);
    };
    let number = number(tx);
    event.on(bases).for_purpose(&format!("{form} {number}")).record(tx, who)?;
    Ok(Print { number, bases })
}

/// Numbers the print of a report on a sitting and writes it down. It names nobody: whoever reads it may print it.
///
/// # Errors
/// Those of the database.
pub fn print_report(tx: &Tx<'_>, who: &Scope, id: Id<Sitting>) -> Result<Print> {
    let number = number(tx);
    let purpose = format!("conference_report {number}");
    Event::new(Action::Print, audit::Kind::Conference, id).for_purpose(&purpose).record(tx, who)?;
    Ok(Print { number, bases: Bases::NONE })
}

/// Numbers the print of a report on an item and writes it down. It names nobody: whoever reads it may print it.
///
/// # Errors
/// Those of the database.
pub fn print_item_report(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, bases: Bases) -> Result<Print> {
    let number = number(tx);
    let event = Event::new(Action::Print, audit::Kind::Conference, id).on(bases);
    event.for_purpose(&format!("item_report {number}")).record(tx, who)?;
    Ok(Print { number, bases })
}

fn number(tx: &Tx<'_>) -> String {
    Code::<'F'>::from_random(&tx.random::<8>()).to_string()
}

/// The word of the log for a kind of the rules.
fn logged(kind: access::Kind) -> audit::Kind {
    match kind {
        access::Kind::Case | access::Kind::Record => audit::Kind::Case,
        access::Kind::Person | access::Kind::Contact => audit::Kind::Person,
        access::Kind::Consultation => audit::Kind::Consultation,
        access::Kind::Handover => audit::Kind::Handover,
        access::Kind::Packet | access::Kind::Assignment => audit::Kind::Conference,
        access::Kind::Coordination => audit::Kind::Coordination,
        access::Kind::LookBack => audit::Kind::LookBack,
        access::Kind::Notice => audit::Kind::Notice,
    }
}

/// The closed lists that forms on paper choose from, by the names by which the definitions call them. They are those of the
/// pages: nothing is listed twice.
pub fn lists() -> Vec<(&'static str, Vec<(String, String)>)> {
    use crate::{cases, conferences, consultations, plans};
    vec![
        ("channel", list::<consultations::Channel>()),
        ("urgency", list::<consultations::Urgency>()),
        ("visitor_kind", list::<consultations::VisitorKind>()),
        ("topic", list::<consultations::Topic>()),
        ("work", list::<consultations::Work>()),
        ("housing", list::<consultations::Dwelling>()),
        ("insurance", list::<consultations::Insurance>()),
        ("pension", list::<consultations::Pension>()),
        ("triage", list::<consultations::Triage>()),
        ("consent_state", list::<consultations::ConsentState>()),
        ("no_consent_reason", list::<consultations::NoConsentReason>()),
        ("method", list::<cases::Method>()),
        ("counterpart", list::<cases::Counterpart>()),
        ("reached", list::<plans::Reached>()),
        ("change", list::<plans::Change>()),
        ("plan_outcome", list::<plans::PlanOutcome>()),
        ("inquiry_reply", list::<conferences::Reply>()),
        ("source", list::<crate::assessments::Source>()),
    ]
}

fn list<C: Choice>() -> Vec<(String, String)> {
    C::ALL.iter().map(|choice| (choice.key().to_owned(), choice.label().to_owned())).collect()
}
