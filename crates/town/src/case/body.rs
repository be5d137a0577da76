//! The text of a record: how it began, what was seen and said, what was done, what comes next.

use super::{CaseIssue, CounterpartKind, Method};
use crate::{
    rng::Rng,
    tables::issues,
    text::{Cast, Pen, Setting},
};

/// No text grows beyond this many bytes by another sentence: about 600 characters.
const LONGEST: usize = 1_500;

/// A text of fewer characters gets one more sentence.
const SHORTEST: usize = 20;

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
    pen.begin();
    cast.place = match method {
        Method::Visit => Setting::Home,
        Method::Interview | Method::Accompany => Setting::Met,
        _ => Setting::Apart,
    };
    let mut writer = Writer { cast, pen, rng, out: String::with_capacity(900) };
    let open = slot(method, who);
    if who == CounterpartKind::Nobody || writer.rng.percent(16) {
        let any = who != CounterpartKind::Nobody
            && writer.rng.percent(35)
            && matches!(method, Method::Mail | Method::Other | Method::AgencyConsultation | Method::Meeting);
        if writer.add("short", if any { "any" } else { open }) {
            if writer.out.chars().count() < SHORTEST {
                writer.add("agree", "any");
            }
            return writer.out;
        }
    }
    writer.add("open", open);
    writer.middle(method, who, issue);
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
    fn middle(&mut self, method: Method, who: CounterpartKind, issue: Option<CaseIssue>) {
        let row = issue.and_then(|issue| issues().get(issue.code));
        let of = row.map_or(("", "relation"), |row| (row.code, row.theme));
        self.cast.focus = issue.and_then(|issue| issue.member).unwrap_or(self.cast.subject);
        let rounds = match method {
            Method::Mail | Method::Other => 1,
            Method::Phone => self.rng.weigh(1, &[(1, 48), (2, 42), (3, 10)]),
            _ => self.rng.weigh(1, &[(1, 26), (2, 43), (3, 26), (5, 5)]),
        };
        let agencies = who == CounterpartKind::Agency;
        let own = who == CounterpartKind::Person && !matches!(method, Method::Mail | Method::Other);
        let says = own && (self.cast.focus == self.cast.subject || method == Method::Visit);
        if agencies && method != Method::Meeting {
            self.maybe(60, "source", "any");
        }
        for round in 0..rounds {
            self.either("see", of);
            if says {
                self.maybe(60, "word", of.1);
            }
            if who == CounterpartKind::Family {
                self.maybe(60, "kinword", "any");
            }
            if own && round == 0 {
                self.maybe(50, "note", "any");
            }
            if method == Method::Meeting {
                self.add("meet", "any");
            }
            if agencies {
                self.maybe(80, "arrange", "any");
            } else if self.rng.percent(if round == 0 { 85 } else { 45 }) {
                self.either("act", of);
            }
        }
        self.maybe(42, "judge", "any");
        self.maybe(if own { 55 } else { 15 }, "agree", "any");
    }
}
