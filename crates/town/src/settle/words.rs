//! What the town calls things, in the words of the product.

use domain::cases::handover;
use domain::{cases, consultations, people};
use kernel::{Day, PartialDay};

use crate::{
    Birth, CaseStatus, Channel, ClosureReason, ConsentState, CounterpartKind, Ground, HandoverWay, Life,
    Method, PersonSketch, Relation, Sex, Source, Topic, Triage, Urgency,
};

macro_rules! translate {
    ($($(#[$doc:meta])* $name:ident: $from:ident => $to:path { $($a:ident => $b:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        pub(super) fn $name(of: $from) -> $to {
            use $to as To;
            match of { $($from::$a => To::$b),* }
        }
    )*};
}

translate! {
    sex: Sex => people::Sex { Male => Male, Female => Female }
    /// What a member is to the head.
    relation: Relation => people::RelationKind {
        Head => OtherRelative, Spouse => Spouse, Child => Child, ChildSpouse => ChildInLaw, Grandchild => Grandchild,
        Parent => Parent, SpouseParent => ParentInLaw, Sibling => Sibling, OtherRelative => OtherRelative,
        NonRelative => Acquaintance,
    }
    channel: Channel => consultations::Channel {
        Desk => Counter, Phone => Phone, Visit => Visit, Mail => Mail, Chat => Online, Outing => Mobile, Letter => Mail,
    }
    visitor: Source => consultations::VisitorKind {
        Itself => Self_, Relative => Family, Agency => Agency, Commissioner => Commissioner, Neighbour => Neighbour,
        Unknown => Anonymous,
    }
    topic: Topic => consultations::Topic {
        IllnessHealth => Health, Housing => Housing, Income => Income, RentLoan => Rent, TaxUtility => Taxes,
        Debt => Debts, JobSearch => JobSearch, JobTrouble => WorkTrouble, Community => Community, Family => Family,
        Parenting => ChildRearing, Care => Care, WithdrawalSchool => Withdrawal, ViolenceAbuse => Violence, Food => Food,
        Other => Other,
    }
    urgency: Urgency => consultations::Urgency { Normal => Normal, Soon => Soon, Now => Immediate }
    consent: ConsentState => consultations::ConsentState {
        NotAsked => NotAsked, Explained => Explained, Agreed => Agreed, Partly => Agreed, Declined => Refused,
        Unreached => NotAsked,
    }
    no_consent: ConsentState => consultations::NoConsentReason {
        NotAsked => NotExplained, Explained => None, Agreed => None, Partly => None, Declined => Declined,
        Unreached => Unreachable,
    }
    triage: Triage => consultations::Triage {
        Continue => Case, Refer => HandedOver, Coordinate => Coordination, Inform => Answered, Watch => Case,
    }
    work: Life => consultations::Work {
        Infant => NotAsked, Pupil => NotAsked, Student => Other, Employed => Regular, PartTime => Temporary,
        SelfEmployed => SelfEmployed, NotWorking => Jobless, Home => Other, Pension => Pension,
    }
    status: CaseStatus => cases::Status {
        Potential => Potential, Consulting => Consulting, Coordinating => Coordinating, Supported => Supported,
        Closed => Closed,
    }
    method: Method => cases::Method {
        Phone => Phone, Visit => Visit, Accompany => Accompany, Interview => Interview, Meeting => InternalMeeting,
        AgencyConsultation => AgencyConsultation, Mail => Mail, Other => Other,
    }
    counterpart: CounterpartKind => cases::Counterpart {
        Person => Person, Family => Family, Agency => Agency, Resident => Neighbour, Nobody => Nobody,
    }
    closure: ClosureReason => cases::ClosureReason {
        GoalReached => Settled, Linked => HandedOver, Wish => OwnWish, Moved => Moved, Died => Died, Lost => OutOfReach,
    }
    way: HandoverWay => handover::Way { Together => Together, Call => Phone, Referral => Introduce }
    /// A support conference is one by statute (社会福祉法106条の6).
    passed_on: Ground => handover::Ground {
        Own => Consent, Commission => Consent, Consent => Consent, Conference => Law, Law => Law,
    }
}

/// Why an agency may take part, and in which words. Whoever leads does so as its own task. A support conference opens
/// its own papers and no case; who goes on from there needs a statute that says so.
pub(super) fn joined(ground: Ground, first: bool, leads: bool) -> (cases::JoinGround, &'static str) {
    use cases::JoinGround::{Commission, Consent, Handover, Law, Received};
    match ground {
        Ground::Own if first => (Received, ""),
        Ground::Commission => (Commission, "委託契約による"),
        _ if leads => (Handover, "主担当を引き継いだ"),
        Ground::Own => (Handover, "つなぎを受けた"),
        Ground::Consent => (Consent, "生活の立て直しのため"),
        Ground::Conference => (Law, "個人情報保護法69条2項3号 支援会議で決めた役割を果たすため"),
        Ground::Law => (Law, "個人情報保護法69条2項2号 法令の事務に必要なため"),
    }
}

/// What is known of a birth.
pub(super) fn birth(birth: Birth) -> PartialDay {
    let about = |year: i16| PartialDay::about(Day::new(year, 1, 1)?, Day::new(year + 4, 12, 31)?);
    match birth {
        Birth::Known(day) => day.into(),
        Birth::About(year) => about(year).unwrap_or(PartialDay::UNKNOWN),
        Birth::Unknown => PartialDay::UNKNOWN,
    }
}

/// B票, as far as life tells: insurance and pension.
pub(super) fn cover(person: &PersonSketch) -> (consultations::Insurance, consultations::Pension) {
    use consultations::{Insurance, Pension};
    match (person.age, person.life) {
        (75.., _) => (Insurance::LateElderly, Pension::Receiving),
        (65.., _) => (Insurance::National, Pension::Receiving),
        (20.., Life::Employed) => (Insurance::Employees, Pension::Enrolled),
        (20.., Life::NotWorking) => (Insurance::National, Pension::Unknown),
        (20.., _) => (Insurance::National, Pension::Enrolled),
        _ => (Insurance::Unknown, Pension::NotAsked),
    }
}
