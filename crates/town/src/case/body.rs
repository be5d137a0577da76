//! The text of a record: how it began, what was seen and said, what was done, what comes next.

use super::{CaseIssue, CounterpartKind, Method};
use crate::{
    rng::Rng,
    tables::issues,
    text::{Cast, Pen},
};

/// No text grows beyond this many bytes by another sentence: about 600 characters.
const LONGEST: usize = 1_500;

struct Writer<'a, 'b> {
    cast: &'a mut Cast<'b>,
    pen: &'a mut Pen,
    rng: &'a mut Rng,
    out: String,
}

/// The text of one record.
pub(super) fn body(
    method: Method,
    who: CounterpartKind,
    issue: Option<CaseIssue>,
    cast: &mut Cast<'_>,
    pen: &mut Pen,
    rng: &mut Rng,
) -> String {
    let mut writer = Writer { cast, pen, rng, out: String::with_capacity(900) };
    let open = slot(method, who);
    if who == CounterpartKind::Nobody || writer.rng.percent(16) {
        if writer.add("short", open) || writer.add("short", "any") {
            return writer.out;
        }
    }
    writer.add("open", open);
    writer.middle(method, issue);
    writer.out
}

fn slot(method: Method, who: CounterpartKind) -> &'static str {
    use CounterpartKind::{Agency, Family, Nobody, Resident};
    match (method, who) {
        (Method::Phone, Family) => "phone_kin",
        (Method::Phone, Agency) => "phone_agency",
        (Method::Phone, Resident) => "phone_other",
        (Method::Phone, _) => "phone_me",
        (Method::Visit, Family) => "visit_kin",
        (Method::Visit, Nobody) => "visit_absent",
        (Method::Visit, _) => "visit_me",
        (Method::Accompany, _) => "accompany_me",
        (Method::Interview, Family) => "interview_kin",
        (Method::Interview, _) => "interview_me",
        (Method::Meeting, _) => "meeting",
        (Method::AgencyConsultation, _) => "agency",
        (Method::Mail, _) => "mail",
        (Method::Other, _) => "other",
    }
}

impl Writer<'_, '_> {
    fn add(&mut self, slot: &str, key: &str) -> bool {
        self.out.len() < LONGEST && self.pen.add(slot, key, self.cast, self.rng, &mut self.out)
    }

    fn either(&mut self, slot: &str, of: (&str, &str)) {
        if self.out.len() < LONGEST {
            self.pen.add_either(slot, of, self.cast, self.rng, &mut self.out);
        }
    }

    fn maybe(&mut self, percent: u32, slot: &str, key: &str) {
        if self.rng.percent(percent) {
            self.add(slot, key);
        }
    }

    /// Everything between the beginning and the end, about the issue and whom it concerns.
    fn middle(&mut self, method: Method, issue: Option<CaseIssue>) {
        let row = issue.and_then(|issue| issues().get(issue.code));
        let of = row.map_or(("", "relation"), |row| (row.code, row.theme));
        self.cast.focus = issue.and_then(|issue| issue.member).unwrap_or(self.cast.subject);
        let rounds = match method {
            Method::Mail | Method::Other => 1,
            Method::Phone => self.rng.weigh(1, &[(1, 75), (2, 25)]),
            _ => self.rng.weigh(1, &[(1, 55), (2, 35), (3, 10)]),
        };
        let met =
            !matches!(method, Method::Meeting | Method::AgencyConsultation | Method::Mail | Method::Other);
        for round in 0..rounds {
            self.either("see", of);
            if met {
                self.maybe(60, "word", of.1);
            }
            if met && round == 0 {
                self.maybe(35, "note", "any");
            }
            if method == Method::Meeting {
                self.add("meet", "any");
            }
            if self.rng.percent(if round == 0 { 85 } else { 45 }) {
                self.either("act", of);
            }
        }
        self.maybe(30, "judge", "any");
        self.maybe(if met { 55 } else { 20 }, "agree", "any");
    }
}
