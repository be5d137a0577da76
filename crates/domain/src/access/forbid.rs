//! What beats every basis: a worker's own relatives, and whoever stands on the side from which somebody is protected.
//! Almost nobody has such a row, so each question begins at the few rows of the one who asks.

use super::Kind;

/// A prohibition, for the auditor.
#[derive(Debug)]
pub struct Forbid {
    /// Of what.
    pub kinds: &'static [Kind],
    /// In words.
    pub when: &'static str,
    /// Key of the citation.
    pub law: &'static str,
}

const ABOUT_PEOPLE: &[Kind] = &[
    Kind::Case,
    Kind::Record,
    Kind::Person,
    Kind::Contact,
    Kind::Consultation,
    Kind::Handover,
    Kind::Packet,
    Kind::Assignment,
    Kind::Coordination,
    Kind::LookBack,
    Kind::Notice,
];

/// Every prohibition there is, in the words of the matrix.
pub const FORBIDS: &[Forbid] = &[
    Forbid {
        kinds: ABOUT_PEOPLE,
        when: "利害関係: 本人が職員の親族や知人として届け出られている。そのケースも人も見えない",
        law: "conflict",
    },
    Forbid {
        kinds: ABOUT_PEOPLE,
        when: "相手方: 保護された方の相手方、その世帯の人、その側の機関は、保護された方もそのケースも見えない",
        law: "address_protection",
    },
    Forbid {
        kinds: &[Kind::Contact],
        when: "住所保護: 住所・職場・学校・施設・電話・地区は、だれの画面にも出ない。住所管理者2人の承認で1回だけ渡す",
        law: "address_protection",
    },
    Forbid {
        kinds: &[Kind::Record],
        when: "覚え書き: 自機関だけの覚え書きは、書いた機関のほかには見えない",
        law: "own_task",
    },
    Forbid {
        kinds: &[Kind::Case, Kind::Record, Kind::Person],
        when: "同意をやめた: やめた時から、その同意による見え方はすべて終わる。ほかの根拠に自動で変わらない",
        law: "consent",
    },
    Forbid {
        kinds: &[
            Kind::Case,
            Kind::Record,
            Kind::Person,
            Kind::Consultation,
            Kind::Handover,
            Kind::Packet,
            Kind::Assignment,
            Kind::Coordination,
            Kind::LookBack,
            Kind::Notice,
        ],
        when: "運用ルール: いまの版を確認していない人は、何も開けない",
        law: "operating_rules",
    },
];

/// The condition that the contacts of a person (an expression for the id) are kept by the custodians: a protection is open
/// for the person, or for somebody with whom the person has lived while it was open. Living together is told by the
/// household; a confirmed adverse party is not shielded by whom it threatens.
pub(crate) fn shielded(person: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM address_protections z WHERE z.until_at IS NULL AND (z.person_id = {person}
            OR EXISTS (SELECT 1 FROM household_members zm JOIN household_members zn ON zn.household_id = zm.household_id
                WHERE zm.person_id = {person} AND zn.person_id = z.person_id AND zm.living_together AND zn.living_together
                AND (zm.to_on IS NULL OR zm.ended_at >= z.since_at) AND (zn.to_on IS NULL OR zn.ended_at >= z.since_at)
                AND NOT EXISTS (SELECT 1 FROM adverse_parties zy WHERE zy.protected_id = z.person_id AND zy.adverse_id = {person}
                    AND zy.confirmed_at IS NOT NULL AND zy.ended_by IS NULL))))"
    )
}

/// People with whom the one who asks has ties.
const TIES: &str = "SELECT f.person_id FROM staff_ties f WHERE f.staff_id = $2 AND f.until_at > $3";

/// Adversities of the one who asks: of the agency, of the person, and of people of the person's ties and their households.
const SIDES: [&str; 4] = [
    "adverse_parties y WHERE y.agency_id = $1 AND y.until_at > $3",
    "adverse_parties y WHERE y.staff_id = $2 AND y.until_at > $3",
    "staff_ties f JOIN adverse_parties y ON y.adverse_id = f.person_id WHERE f.staff_id = $2 AND f.until_at > $3 AND y.until_at > $3",
    "staff_ties f JOIN household_members m ON m.person_id = f.person_id AND m.to_on IS NULL
     JOIN household_members n ON n.household_id = m.household_id AND n.to_on IS NULL
     JOIN adverse_parties y ON y.adverse_id = n.person_id
     WHERE f.staff_id = $2 AND f.until_at > $3 AND y.until_at > $3",
];

/// Whether the one who asks has any such row: every question below begins at one of these.
pub(super) fn any() -> String {
    any_of("$1", "$2", "$3")
}

/// That the account `p`, standing in the agency `a`, has no such row at the moment `now` (an expression): for the questions
/// about who asks.
pub(crate) fn unbarred(now: &str) -> String {
    format!("NOT {}", any_of("a.id", "p.id", now))
}

fn any_of(agency: &str, staff: &str, now: &str) -> String {
    format!(
        "(EXISTS (SELECT 1 FROM staff_ties g WHERE g.staff_id = {staff} AND g.until_at > {now})
    OR EXISTS (SELECT 1 FROM adverse_parties g WHERE g.agency_id = {agency} AND g.until_at > {now})
    OR EXISTS (SELECT 1 FROM adverse_parties g WHERE g.staff_id = {staff} AND g.until_at > {now}))"
    )
}

/// People whom the one who asks must not see.
pub(super) fn people() -> String {
    let protected = SIDES.iter().map(|side| format!("SELECT y.protected_id FROM {side}"));
    std::iter::once(TIES.to_owned()).chain(protected).collect::<Vec<_>>().join(" UNION ALL ")
}

/// Cases that the one who asks must not see: every case of a relative, and of a protected person those that are not
/// about the other side itself.
pub(super) fn cases() -> String {
    let tied = "SELECT fp.case_id FROM staff_ties f JOIN case_people fp ON fp.person_id = f.person_id
                WHERE f.staff_id = $2 AND f.until_at > $3";
    let sides = SIDES.iter().map(|side| {
        format!(
            "SELECT fp.case_id FROM {} AND (fc.person_id IS NULL OR y.adverse_id IS NULL OR fc.person_id <> y.adverse_id)",
            side.replacen(
                " WHERE ",
                " JOIN case_people fp ON fp.person_id = y.protected_id JOIN cases fc ON fc.id = fp.case_id WHERE ",
                1
            )
        )
    });
    std::iter::once(tied.to_owned()).chain(sides).collect::<Vec<_>>().join(" UNION ALL ")
}
