//! A second, naive opinion on who may see what: plain loops over plain rows, written from the law's side and not from
//! the database's. A property test holds the engine against it over random worlds.

use std::collections::BTreeSet;

/// Numbers stand for ids: the n-th of its kind.
pub type No = usize;

/// How a team's row sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// 所管.
    Own,
    /// 本人同意, by the n-th consent.
    Consent(No),
    /// 法令.
    Law,
}

/// A row of a team.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Of which case.
    pub case: No,
    /// Which agency.
    pub agency: No,
    /// How.
    pub ground: Ground,
    /// Channel: 0 the case's own, others councils.
    pub channel: usize,
    /// Whether it is over, by leaving or by time.
    pub over: bool,
}

/// A consent: whose, and which kinds of information (bits).
#[derive(Debug, Clone, Copy)]
pub struct Consent {
    /// Of which person.
    pub person: No,
    /// Bits.
    pub kinds: i64,
}

/// A record.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    /// In which case.
    pub case: No,
    /// By which agency.
    pub agency: No,
    /// Of whom; none: of everybody.
    pub person: Option<No>,
    /// Bits; 0: everything.
    pub kinds: i64,
    /// Channel.
    pub channel: usize,
    /// Whether it is for its agency alone.
    pub sealed: bool,
}

/// A case: whose, and about whom.
#[derive(Debug, Clone)]
pub struct Case {
    /// The person in the middle, if one is known.
    pub middle: Option<No>,
    /// Everybody whom it is about.
    pub people: BTreeSet<No>,
    /// From which consultation it arose.
    pub consultation: Option<No>,
}

/// From whom somebody is protected.
#[derive(Debug, Clone, Copy)]
pub struct Adverse {
    /// Who is protected.
    pub protected: No,
    /// From which person.
    pub person: Option<No>,
    /// On which agency's side.
    pub agency: Option<No>,
    /// On which worker's.
    pub staff: Option<No>,
    /// Whether it is over.
    pub over: bool,
}

/// Everything that decides.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Cases.
    pub cases: Vec<Case>,
    /// Teams.
    pub team: Vec<Member>,
    /// Consents.
    pub consents: Vec<Consent>,
    /// Records.
    pub records: Vec<Record>,
    /// Agencies with a record of their own on a person.
    pub knows: Vec<(No, No)>,
    /// Emergencies: case, agency, worker, whether over.
    pub emergencies: Vec<(No, No, No, bool)>,
    /// Ties: worker, person, whether over.
    pub ties: Vec<(No, No, bool)>,
    /// Adverse parties.
    pub adverse: Vec<Adverse>,
    /// Households: their present members.
    pub households: Vec<BTreeSet<No>>,
    /// Who has moved out of which household: it decides nothing.
    pub moved_out: Vec<(No, No)>,
    /// Consultations: agency, person.
    pub consultations: Vec<(No, Option<No>)>,
    /// Handovers: case, from, to.
    pub handovers: Vec<(No, No, No)>,
    /// Requests for coordination.
    pub requests: Vec<Request>,
    /// Items of conferences.
    pub items: Vec<Item>,
    /// Parts that were taken on there: the item, by which of its seats, whether done.
    pub assignments: Vec<(No, Option<No>, bool)>,
    /// Look-backs on closed cases: of which case, written by which agency.
    pub look_backs: Vec<(No, No)>,
    /// Notices of departments: to which agency, taken up as which consultation.
    pub notices: Vec<(No, Option<No>)>,
    /// Which notice was passed on by which agency.
    pub passed: Vec<(No, No)>,
    /// Bits of every kind of information.
    pub kinds: Vec<i64>,
}

/// An item of a conference.
#[derive(Debug, Clone)]
pub struct Item {
    /// Of which case.
    pub case: No,
    /// Which agency convenes it.
    pub convener: No,
    /// Of whom it tells, if it stands on consent; none if on the statute.
    pub consented: Option<BTreeSet<No>>,
    /// Bits of the kinds of information that it tells.
    pub kinds: i64,
    /// Whether its papers are frozen and their window open.
    pub open: bool,
    /// Whether it was dealt with.
    pub held: bool,
    /// Who was invited.
    pub seats: Vec<Seat>,
}

/// A seat in a conference.
#[derive(Debug, Clone, Copy)]
pub struct Seat {
    /// Whose.
    pub staff: No,
    /// Standing where.
    pub agency: No,
    /// Whether the duty was acknowledged.
    pub acknowledged: bool,
    /// Whether in the words that are in force.
    pub current: bool,
    /// Whether the person declined, or was taken out.
    pub left: bool,
    /// Whether it is that of the one who keeps the minutes.
    pub secretary: bool,
}

/// A request for coordination.
#[derive(Debug, Clone)]
pub struct Request {
    /// Of which case.
    pub case: Option<No>,
    /// Which agency asked.
    pub from: No,
    /// Who was asked, and whether it was left to others since.
    pub asked: Vec<(No, bool)>,
}

/// Who looks.
#[derive(Debug, Clone, Copy)]
pub struct Viewer {
    /// Standing where.
    pub agency: No,
    /// Which worker.
    pub staff: No,
    /// Whether the role does casework and the rules were accepted.
    pub opens: bool,
}

/// Keys of the bases on which something is seen, in the order of their strength.
pub type Why = Vec<&'static str>;

impl Facts {
    fn members(&self, v: Viewer, case: No) -> impl Iterator<Item = &Member> {
        self.team.iter().filter(move |m| m.case == case && m.agency == v.agency && !m.over)
    }

    /// People whom the viewer must not see.
    fn barred(&self, v: Viewer) -> BTreeSet<No> {
        let ties: BTreeSet<No> =
            self.ties.iter().filter(|(s, _, over)| *s == v.staff && !over).map(|t| t.1).collect();
        let mut barred = ties.clone();
        for adverse in self.adverse.iter().filter(|a| !a.over) {
            if self.stands_with(v, &ties, adverse) {
                barred.insert(adverse.protected);
            }
        }
        barred
    }

    /// Whether the viewer stands on the side of an adverse party.
    fn stands_with(&self, v: Viewer, ties: &BTreeSet<No>, adverse: &Adverse) -> bool {
        let in_household_of = |tie: No, person: No| {
            self.households.iter().any(|home| home.contains(&tie) && home.contains(&person))
        };
        adverse.agency == Some(v.agency)
            || adverse.staff == Some(v.staff)
            || adverse
                .person
                .is_some_and(|person| ties.iter().any(|&tie| tie == person || in_household_of(tie, person)))
    }

    fn barred_case(&self, v: Viewer, case: No) -> bool {
        let about = &self.cases[case];
        let ties: BTreeSet<No> =
            self.ties.iter().filter(|(s, _, over)| *s == v.staff && !over).map(|t| t.1).collect();
        about.people.iter().any(|person| ties.contains(person))
            || self.adverse.iter().filter(|a| !a.over && self.stands_with(v, &ties, a)).any(|a| {
                about.people.contains(&a.protected) && (a.person.is_none() || a.person != about.middle)
            })
    }

    fn emergency(&self, v: Viewer, case: No) -> bool {
        self.emergencies.contains(&(case, v.agency, v.staff, false))
    }

    /// Kinds of information of a person that the viewer's agency was allowed to know, about a case.
    fn agreed(&self, v: Viewer, case: No, person: No) -> i64 {
        self.members(v, case)
            .filter_map(|m| if let Ground::Consent(n) = m.ground { Some(self.consents[n]) } else { None })
            .filter(|consent| consent.person == person)
            .fold(0, |bits, consent| bits | consent.kinds)
    }

    /// Why the case is seen: `act` among exist, list, read, add, change, print, export.
    pub fn case(&self, v: Viewer, case: No, act: &str) -> Why {
        if !v.opens || self.barred_case(v, case) {
            return Vec::new();
        }
        let has = |of: fn(Ground) -> bool| self.members(v, case).any(|m| of(m.ground));
        let own = has(|g| g == Ground::Own);
        let consent = has(|g| matches!(g, Ground::Consent(_)));
        let law = has(|g| g == Ground::Law);
        let emergency = self.emergency(v, case);
        let allowed = own
            || (consent || law) && !matches!(act, "change" | "export")
            || emergency && matches!(act, "exist" | "read" | "add");
        reasons(allowed, [own, consent, false, law, emergency])
    }

    /// Whether whoever sees the case sees what is the household's as such.
    pub fn whole(&self, v: Viewer, case: No) -> bool {
        let people = &self.cases[case].people;
        let told_all = |person: &No| self.kinds.iter().all(|kind| self.agreed(v, case, *person) & kind != 0);
        self.members(v, case).any(|m| matches!(m.ground, Ground::Own | Ground::Law) && m.channel == 0)
            || self.emergency(v, case)
            || !people.is_empty() && people.iter().all(told_all)
    }

    /// Why the record is seen.
    pub fn record(&self, v: Viewer, record: No, act: &str) -> Why {
        let r = self.records[record];
        let hidden = r.person.is_some_and(|person| self.barred(v).contains(&person));
        if !v.opens || self.barred_case(v, r.case) || hidden {
            return Vec::new();
        }
        let mine = r.agency == v.agency;
        let open = !r.sealed && r.channel == 0;
        let own = mine || open && self.members(v, r.case).any(|m| m.ground == Ground::Own);
        let law =
            !r.sealed && self.members(v, r.case).any(|m| m.ground == Ground::Law && m.channel == r.channel);
        let emergency = open && self.emergency(v, r.case);
        let told: Vec<No> = match r.person {
            Some(person) => self.cases[r.case].people.iter().copied().filter(|p| *p == person).collect(),
            None => self.cases[r.case].people.iter().copied().collect(),
        };
        let wanted: Vec<i64> =
            self.kinds.iter().copied().filter(|bit| r.kinds == 0 || r.kinds & bit != 0).collect();
        let consent = open
            && !told.is_empty()
            && told.iter().all(|&person| {
                let agreed = self.agreed(v, r.case, person);
                wanted.iter().all(|bit| agreed & bit != 0)
            });
        let allowed = own
            || (consent || law) && matches!(act, "exist" | "list" | "read" | "print")
            || emergency && matches!(act, "exist" | "read");
        reasons(allowed, [own, consent, false, law, emergency])
    }

    /// Why the person is seen.
    pub fn person(&self, v: Viewer, person: No, act: &str) -> Why {
        if !v.opens || self.barred(v).contains(&person) {
            return Vec::new();
        }
        let of = |case: &No| self.cases[*case].people.contains(&person);
        let cases: Vec<No> = (0..self.cases.len()).filter(of).collect();
        let ground = |wanted: Ground| cases.iter().any(|&c| self.members(v, c).any(|m| m.ground == wanted));
        let own = self.knows.contains(&(v.agency, person)) || ground(Ground::Own);
        let law = ground(Ground::Law);
        let consent = (0..self.cases.len()).any(|case| {
            self.members(v, case)
                .any(|m| matches!(m.ground, Ground::Consent(n) if self.consents[n].person == person))
        });
        let emergency = cases.iter().any(|&case| self.emergency(v, case));
        let allowed = own
            || (consent || law) && matches!(act, "exist" | "list" | "read" | "print")
            || emergency && matches!(act, "exist" | "read");
        reasons(allowed, [own, consent, false, law, emergency])
    }

    /// Why the consultation is seen.
    pub fn consultation(&self, v: Viewer, consultation: No, act: &str) -> Why {
        let (agency, person) = self.consultations[consultation];
        if !v.opens || act == "reveal" || person.is_some_and(|p| self.barred(v).contains(&p)) {
            return Vec::new();
        }
        let arose = (0..self.cases.len()).filter(|&c| self.cases[c].consultation == Some(consultation));
        let own = agency == v.agency
            || arose.into_iter().any(|c| self.members(v, c).any(|m| m.ground == Ground::Own));
        reasons(own, [own, false, false, false, false])
    }

    /// Why the handover is seen.
    pub fn handover(&self, v: Viewer, handover: No, act: &str) -> Why {
        let (case, from, to) = self.handovers[handover];
        let own = v.opens && (from == v.agency || to == v.agency) && !self.barred_case(v, case);
        reasons(own && act != "export" && act != "reveal", [own, false, false, false, false])
    }

    /// Why the request for coordination is seen.
    pub fn coordination(&self, v: Viewer, request: No, act: &str) -> Why {
        let request = &self.requests[request];
        let barred = request.case.is_some_and(|case| self.barred_case(v, case));
        let own =
            v.opens && !barred && (request.from == v.agency || request.asked.contains(&(v.agency, false)));
        reasons(own && !matches!(act, "print" | "export" | "reveal"), [own, false, false, false, false])
    }

    /// Why a notice of a department is seen: by the counter that was told alone, and by whom it concerns once that is known.
    /// Whoever passed it on knows that it was there.
    pub fn notice(&self, v: Viewer, notice: No, act: &str) -> Why {
        let (told, consultation) = self.notices[notice];
        let about = consultation.and_then(|k| self.consultations[k].1);
        let may = v.opens && !about.is_some_and(|person| self.barred(v).contains(&person));
        let own = may && told == v.agency;
        let had = may && self.passed.contains(&(notice, v.agency));
        let allowed = own && matches!(act, "exist" | "list" | "read" | "change") || had && act == "exist";
        reasons(allowed, [own || had, false, false, false, false])
    }

    /// Why a look-back and the way back to its case are seen.
    pub fn look_back(&self, v: Viewer, look_back: No, act: &str) -> Why {
        let (case, writer) = self.look_backs[look_back];
        let steers = self.members(v, case).any(|m| m.ground == Ground::Own);
        let own = v.opens && writer == v.agency && steers && !self.barred_case(v, case);
        let allowed = own && matches!(act, "exist" | "list" | "read" | "change");
        reasons(allowed, [own, false, false, false, false])
    }
}

impl Facts {
    /// Whether the agency was allowed to know all that the item tells, of everybody of whom it tells.
    fn agreed_to(&self, agency: No, item: &Item) -> bool {
        let Some(people) = &item.consented else { return false };
        let of_agency = Viewer { agency, staff: 0, opens: true };
        let knows = self.members(of_agency, item.case).any(|m| m.ground == Ground::Own);
        let wanted = || self.kinds.iter().filter(|bit| item.kinds & **bit != 0);
        let each = |person: &No| wanted().all(|bit| self.agreed(of_agency, item.case, *person) & bit != 0);
        item.kinds != 0 && !people.is_empty() && (knows || people.iter().all(each))
    }

    /// Whether a seat is the viewer's and opens the item: by the statute, and by consent.
    fn seat_opens(&self, v: Viewer, item: &Item, seat: &Seat) -> (bool, bool) {
        let taken = seat.staff == v.staff
            && (!v.opens || seat.agency == v.agency)
            && seat.acknowledged
            && !seat.left
            && !self.faces(seat.agency, item.case);
        let statute = item.consented.is_none() && seat.current;
        (taken && statute, taken && self.agreed_to(seat.agency, item))
    }

    /// Whether somebody of a case is protected from an agency.
    fn faces(&self, agency: No, case: No) -> bool {
        let protected = &self.cases[case].people;
        self.adverse.iter().any(|a| !a.over && a.agency == Some(agency) && protected.contains(&a.protected))
    }

    /// Whoever opens no record stands nowhere; where a seat is named, its agency is looked at.
    fn case_is_barred(&self, v: Viewer, case: No) -> bool {
        let agency = if v.opens { v.agency } else { No::MAX };
        self.barred_case(Viewer { agency, ..v }, case)
    }

    fn convenes(&self, v: Viewer, item: &Item) -> bool {
        v.opens && item.convener == v.agency && self.members(v, item.case).any(|m| m.ground == Ground::Own)
    }

    /// Why an item of a conference, its papers and its minutes are seen.
    pub fn item(&self, v: Viewer, item: No, act: &str) -> Why {
        let item = &self.items[item];
        if self.case_is_barred(v, item.case) {
            return Vec::new();
        }
        let own = self.convenes(v, item);
        let seats = || item.seats.iter().map(|seat| self.seat_opens(v, item, seat));
        let statute = item.open && seats().any(|opens| opens.0);
        let consent = item.open && seats().any(|opens| opens.1);
        let keeps = |seat: &Seat| {
            let (statute, consent) = self.seat_opens(v, item, seat);
            seat.secretary && (statute || consent)
        };
        let writes = item.open && item.seats.iter().any(keeps);
        let allowed = own && !matches!(act, "export" | "reveal")
            || (statute || consent) && matches!(act, "exist" | "list" | "read")
            || writes && act == "add";
        reasons(allowed, [own, consent, statute, false, false])
    }

    /// Why a part that somebody took on in a conference is seen.
    pub fn assignment(&self, v: Viewer, assignment: No, act: &str) -> Why {
        let (item, seat, done) = self.assignments[assignment];
        let item = &self.items[item];
        if self.case_is_barred(v, item.case) {
            return Vec::new();
        }
        let own = self.convenes(v, item);
        let (statute, consent) = match seat {
            Some(seat) if item.held && !done => self.seat_opens(v, item, &item.seats[seat]),
            _ => (false, false),
        };
        let allowed = own && !matches!(act, "print" | "export" | "reveal")
            || (statute || consent) && matches!(act, "exist" | "list" | "read" | "change");
        reasons(allowed, [own, consent, statute, false, false])
    }
}

/// All bases that hold, if the act is allowed by any.
fn reasons(allowed: bool, holds: [bool; 5]) -> Why {
    const KEYS: [&str; 5] = ["own", "consent", "conference", "law", "emergency"];
    if !allowed {
        return Vec::new();
    }
    KEYS.into_iter().zip(holds).filter(|(_, holds)| *holds).map(|(key, _)| key).collect()
}
