use kernel::{Agency, Id, Instant, Scope, Staff};
use store::Param;

/// Who looks, as every rule asks it: `$1` the agency, `$2` the person, `$3` the moment. A question's own parameters
/// begin at `$4`.
#[derive(Debug, Clone, Copy)]
pub struct Eye {
    /// In whose name; none for whoever may open no record, so that no rule matches.
    agency: Option<Id<Agency>>,
    staff: Id<Staff>,
    now: Instant,
}

impl Eye {
    /// The eye of a person, standing somewhere, now.
    pub fn of(who: &Scope) -> Self {
        Self { agency: super::reach(who), staff: who.staff, now: who.now }
    }

    /// The eye of a duty that opens no case: where the person stands bars them whatever their role is.
    pub(crate) fn of_duty(who: &Scope) -> Self {
        Self { agency: Some(who.agency), staff: who.staff, now: who.now }
    }

    /// The parameters of a question whose own are `more`.
    pub fn with<'a>(&'a self, more: &[&'a dyn Param]) -> Vec<&'a dyn Param> {
        let mut all: Vec<&dyn Param> = Vec::with_capacity(3 + more.len());
        all.extend([&self.agency as &dyn Param, &self.staff, &self.now]);
        all.extend_from_slice(more);
        all
    }
}
