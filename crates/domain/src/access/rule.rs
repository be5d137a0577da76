//! The rule table: per kind of record one row for each basis, with the acts that it allows and the rows by which it
//! holds. The engine asks from this table and the auditor prints it, so that the two cannot differ.
//!
//! `$1` is the agency that asks, `$2` the person, `$3` the moment.

use super::{Act, Basis, Kind};

/// One permission. Nothing is allowed that no row allows.
#[derive(Debug)]
pub struct Rule {
    /// Of what.
    pub kind: Kind,
    /// On which basis.
    pub basis: Basis,
    /// What it allows.
    pub acts: &'static [Act],
    /// When it holds, in words for people.
    pub when: &'static str,
    /// Key of the citation.
    pub law: &'static str,
    /// By which rows it holds.
    pub(super) rows: Rows,
}

/// How a rule is asked.
#[derive(Debug)]
pub(super) enum Rows {
    /// A subquery that answers ids, and the column that holds them: for a list as it is, for a look-up narrowed to one.
    Ids(&'static str, &'static str),
    /// A condition on the row itself, whose alias is that of [`alias`]. What depends on the case alone stands first: asked
    /// about the records of one case it is answered once.
    Where(&'static str),
}

/// The alias under which conditions know a row.
pub(super) fn alias(kind: Kind) -> &'static str {
    match kind {
        Kind::Case => "c",
        Kind::Record => "r",
        Kind::Person => "p",
        Kind::Contact => "x",
        Kind::Consultation => "k",
        Kind::Handover => "h",
        Kind::Packet => "i",
        Kind::Assignment => "v",
        Kind::Coordination => "q",
        Kind::LookBack => "b",
        Kind::Notice => "d",
    }
}

/// Everything that 所管 of a case allows.
const ALL: &[Act] = &[Act::Exist, Act::List, Act::Read, Act::Add, Act::Change, Act::Print, Act::Export];
/// Working along, without steering.
const JOIN: &[Act] = &[Act::Exist, Act::List, Act::Read, Act::Add, Act::Print];
/// One case at a time, and never in a list.
const ONE: &[Act] = &[Act::Exist, Act::Read, Act::Add];
const LOOK: &[Act] = &[Act::Exist, Act::List, Act::Read, Act::Print];

/// What whoever keeps the minutes of an item writes down. It brings nothing into sight: the seat of a member does.
const KEPT: &[Act] = &[Act::Add];
/// What somebody took on in a conference.
const TAKEN_ON: &[Act] = &[Act::Exist, Act::List, Act::Read, Act::Change];
/// What was learnt from a case, until it is everybody's to read.
const LEARNT: &[Act] = &[Act::Exist, Act::List, Act::Read, Act::Change];
/// What a department told, for whoever was told.
const TOLD: &[Act] = &[Act::Exist, Act::List, Act::Read, Act::Change];
/// That it went on, and to where.
const WENT: &[Act] = &[Act::Exist];
/// A question and its answer.
const ASKED: &[Act] = &[Act::Exist, Act::List, Act::Read, Act::Add, Act::Change];

/// Rows of a team that are in force: own by their nature until they end, others until a moment.
macro_rules! ground {
    ($basis:literal, $column:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $column,
            " FROM case_team t ",
            $from,
            " WHERE t.agency_id = $1 AND t.basis = '",
            $basis,
            "' AND t.left_at IS NULL AND t.until_at > $3"
        )
    };
}
/// Bits of the kinds of information that somebody of a case, or one of them, has not agreed that the agency is told; every
/// bit where the case has nobody such. Nothing in it depends on a record of the whole household, so that it is found
/// once for all of them.
macro_rules! withheld {
    ($case:literal, $whose:literal) => {
        concat!(
            "(SELECT CASE WHEN EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = ",
            $case,
            $whose,
            ") THEN CAST(coalesce(sum(g.bit), 0) AS BIGINT) ELSE -1 END FROM information_categories g
              WHERE EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = ",
            $case,
            $whose,
            " AND NOT EXISTS (SELECT 1 FROM case_team t JOIN consents s ON s.id = t.consent_id
                  WHERE t.agency_id = $1 AND t.basis = 'consent' AND t.case_id = ",
            $case,
            " AND t.left_at IS NULL AND t.until_at > $3 AND t.person_id = cp.person_id
                  AND (s.categories & g.bit) <> 0)))"
        )
    };
}
/// A member `m` of a conference's item `o`, by whom the row is seen: named, at the agency where the one who asks stands now, which is
/// not the side from which somebody of the case is protected, whatever role its people have.
macro_rules! seat {
    ($column:literal, TAKEN) => {
        seat!($column, " JOIN conference_assignments w ON w.member_id = m.id")
    };
    ($column:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $column,
            " FROM conference_members m JOIN conference_items o ON o.id = m.item_id",
            $from,
            " WHERE m.staff_id = $2 AND (CAST($1 AS TEXT) IS NULL OR m.agency_id = $1) AND m.acknowledged_at IS NOT NULL
              AND m.declined_at IS NULL AND m.removed_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM adverse_parties y JOIN case_people yp ON yp.person_id = y.protected_id
                WHERE y.agency_id = m.agency_id AND y.until_at > $3 AND yp.case_id = o.case_id)"
        )
    };
}
/// Seated as the one who keeps the minutes.
macro_rules! secretary {
    () => {
        " AND m.part = 'secretariat'"
    };
}
/// Bound by the statute, in the words of the notice as it stands.
macro_rules! bound {
    () => {
        " AND o.ground = 'statute' AND m.acknowledged_version >= o.notice_version"
    };
}
/// That an agency (an expression) may know all that an item `o` tells: with the case as its own task it does already; otherwise
/// everybody of whom it tells has agreed to all of these kinds.
macro_rules! covered {
    ($agency:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM case_team t WHERE t.agency_id = ",
            $agency,
            " AND t.basis = 'own' AND t.case_id = o.case_id AND t.left_at IS NULL AND t.until_at > $3)
              OR NOT EXISTS (SELECT 1 FROM conference_item_people ip JOIN information_categories g ON (o.categories & g.bit) <> 0
                  WHERE ip.item_id = o.id AND NOT EXISTS (SELECT 1 FROM case_team t JOIN consents s ON s.id = t.consent_id
                      WHERE t.agency_id = ",
            $agency,
            " AND t.basis = 'consent' AND t.case_id = o.case_id AND t.left_at IS NULL AND t.until_at > $3
                      AND t.person_id = ip.person_id AND (s.categories & g.bit) <> 0)))"
        )
    };
}
/// The member's agency may know all that a consented item tells. Papers that tell of nobody, or of nothing, are nobody's to read.
macro_rules! agreed {
    () => {
        concat!(
            " AND o.ground = 'consent' AND o.categories <> 0
              AND EXISTS (SELECT 1 FROM conference_item_people ip WHERE ip.item_id = o.id) AND ",
            covered!("m.agency_id")
        )
    };
}
/// From the moment the papers are frozen until the window ends.
macro_rules! window {
    () => {
        " AND o.status = 'approved' AND o.opens_at <= $3 AND o.closes_at > $3"
    };
}
/// From the end of the item until it is done.
macro_rules! ended {
    () => {
        " AND o.held_at IS NOT NULL AND w.done_at IS NULL"
    };
}
/// Whether the agency `$2` may know all that an item `o` tells, at the moment `$3`: for inviting somebody who stands there.
pub(crate) const COVERED: &str = covered!("$2");

/// What the person of a record `r` withholds.
pub(super) const WITHHELD_BY_ONE: &str = withheld!("r.case_id", " AND cp.person_id = r.person_id");

const PEOPLE_OF: &str = "cp.person_id";

/// Every permission there is.
pub const RULES: &[Rule] = &[
    Rule {
        kind: Kind::Case,
        basis: Basis::Own,
        acts: ALL,
        when: "自分の機関が、受け付けたか委託されて、そのケースのチームにいる",
        law: "own_task",
        rows: Rows::Ids(ground!("own", "t.case_id", ""), "t.case_id"),
    },
    Rule {
        kind: Kind::Case,
        basis: Basis::Consent,
        acts: JOIN,
        when: "本人が、自分の機関に知らせることに同意していて、期限の内で、やめていない",
        law: "consent",
        rows: Rows::Ids(ground!("consent", "t.case_id", ""), "t.case_id"),
    },
    Rule {
        kind: Kind::Case,
        basis: Basis::Law,
        acts: JOIN,
        when: "法令の条文と理由を書いて加えられ、期限の内である",
        law: "statute",
        rows: Rows::Ids(ground!("law", "t.case_id", ""), "t.case_id"),
    },
    Rule {
        kind: Kind::Case,
        basis: Basis::Emergency,
        acts: ONE,
        when: "理由を書き、もう一度本人確認をして、自分がそのケースを開いてから60分以内",
        law: "emergency",
        rows: Rows::Ids(
            "SELECT e.case_id FROM emergency_accesses e WHERE e.staff_id = $2 AND e.agency_id = $1 AND e.until_at > $3",
            "e.case_id",
        ),
    },
    Rule {
        kind: Kind::Record,
        basis: Basis::Own,
        acts: ALL,
        when: "自分の機関が書いた。または、所管のケースの記録で、ほかの会議体の記録でも、ほかの機関だけの覚え書きでもない",
        law: "own_task",
        rows: Rows::Where(
            "(r.agency_id = $1 OR (NOT r.sealed AND r.channel = 'own' AND EXISTS (SELECT 1 FROM case_team t
                WHERE t.agency_id = $1 AND t.basis = 'own' AND t.case_id = r.case_id AND t.left_at IS NULL AND t.until_at > $3)))",
        ),
    },
    Rule {
        kind: Kind::Record,
        basis: Basis::Consent,
        acts: &[Act::Exist, Act::List, Act::Read, Act::Print],
        when: "記録にある人すべてが、そこにある種類の情報を自分の機関に知らせることに同意している",
        law: "consent",
        rows: Rows::Where(concat!(
            "(NOT r.sealed AND r.channel = 'own' AND EXISTS (SELECT 1 FROM case_team t WHERE t.agency_id = $1
                AND t.basis = 'consent' AND t.case_id = r.case_id AND t.left_at IS NULL AND t.until_at > $3)
              AND (CASE WHEN r.categories = 0 THEN -1 ELSE r.categories END
                & CASE WHEN r.person_id IS NULL THEN ",
            withheld!("r.case_id", ""),
            " ELSE ",
            withheld!("r.case_id", " AND cp.person_id = r.person_id"),
            " END) = 0)",
        )),
    },
    Rule {
        kind: Kind::Record,
        basis: Basis::Law,
        acts: &[Act::Exist, Act::List, Act::Read, Act::Print],
        when: "法令で加わった機関が、その条文や会議体の記録を見る。ほかの会議体の記録は見えない",
        law: "statute",
        rows: Rows::Where(
            "(NOT r.sealed AND EXISTS (SELECT 1 FROM case_team t WHERE t.agency_id = $1 AND t.basis = 'law'
                AND t.case_id = r.case_id AND t.left_at IS NULL AND t.until_at > $3)
              AND EXISTS (SELECT 1 FROM case_team t WHERE t.agency_id = $1 AND t.basis = 'law'
                AND t.case_id = r.case_id AND t.left_at IS NULL AND t.until_at > $3 AND t.channel = r.channel))",
        ),
    },
    Rule {
        kind: Kind::Record,
        basis: Basis::Emergency,
        acts: &[Act::Exist, Act::Read],
        when: "緊急に開いたケースの記録。ほかの会議体の記録と、ほかの機関だけの覚え書きは見えない",
        law: "emergency",
        rows: Rows::Where(
            "(NOT r.sealed AND r.channel = 'own' AND EXISTS (SELECT 1 FROM emergency_accesses e
                WHERE e.staff_id = $2 AND e.agency_id = $1 AND e.case_id = r.case_id AND e.until_at > $3))",
        ),
    },
    Rule {
        kind: Kind::Person,
        basis: Basis::Own,
        acts: ALL,
        when: "自分の機関の記録がある人、または所管のケースの人",
        law: "own_task",
        rows: Rows::Ids(
            "SELECT o.person_id FROM person_agencies o WHERE o.agency_id = $1",
            "o.person_id",
        ),
    },
    Rule {
        kind: Kind::Person,
        basis: Basis::Own,
        acts: ALL,
        when: "自分の機関の記録がある人、または所管のケースの人",
        law: "own_task",
        rows: Rows::Ids(ground!("own", "cp.person_id", "JOIN case_people cp ON cp.case_id = t.case_id"), PEOPLE_OF),
    },
    Rule {
        kind: Kind::Person,
        basis: Basis::Consent,
        acts: LOOK,
        when: "自分の機関に知らせることに同意した人。世帯のほかの人は見えない",
        law: "consent",
        rows: Rows::Ids(ground!("consent", "t.person_id", ""), "t.person_id"),
    },
    Rule {
        kind: Kind::Person,
        basis: Basis::Law,
        acts: LOOK,
        when: "法令で加わったケースの人",
        law: "statute",
        rows: Rows::Ids(ground!("law", "cp.person_id", "JOIN case_people cp ON cp.case_id = t.case_id"), PEOPLE_OF),
    },
    Rule {
        kind: Kind::Person,
        basis: Basis::Emergency,
        acts: &[Act::Exist, Act::Read],
        when: "緊急に開いたケースの人",
        law: "emergency",
        rows: Rows::Ids(
            "SELECT cp.person_id FROM emergency_accesses e JOIN case_people cp ON cp.case_id = e.case_id
             WHERE e.staff_id = $2 AND e.agency_id = $1 AND e.until_at > $3",
            PEOPLE_OF,
        ),
    },
    Rule {
        kind: Kind::Contact,
        basis: Basis::Own,
        acts: &[Act::Reveal],
        when: "所管の人で、保護されていない。理由を書いて1人ずつ開く",
        law: "own_task",
        rows: Rows::Where(
            "(EXISTS (SELECT 1 FROM person_agencies o WHERE o.agency_id = $1 AND o.person_id = x.person_id)
              OR EXISTS (SELECT 1 FROM case_team t JOIN case_people cp ON cp.case_id = t.case_id WHERE t.agency_id = $1
                AND t.basis = 'own' AND t.left_at IS NULL AND t.until_at > $3 AND cp.person_id = x.person_id))",
        ),
    },
    Rule {
        kind: Kind::Consultation,
        basis: Basis::Own,
        acts: ALL,
        when: "自分の機関が受けた相談、または所管のケースのもとになった相談",
        law: "own_task",
        rows: Rows::Ids("SELECT q.id FROM consultations q WHERE q.agency_id = $1", "q.id"),
    },
    Rule {
        kind: Kind::Consultation,
        basis: Basis::Own,
        acts: ALL,
        when: "自分の機関が受けた相談、または所管のケースのもとになった相談",
        law: "own_task",
        rows: Rows::Ids(
            ground!("own", "o.consultation_id", "JOIN cases o ON o.id = t.case_id AND o.consultation_id IS NOT NULL"),
            "o.consultation_id",
        ),
    },
    Rule {
        kind: Kind::Packet,
        basis: Basis::Own,
        acts: &[Act::Exist, Act::List, Act::Read, Act::Add, Act::Change, Act::Print],
        when: "所管のケースについて会議を申し出た機関が、案件を準備し、会議録を書き、番号つきの資料を刷る",
        law: "statutory_conference",
        rows: Rows::Ids(
            "SELECT o.id FROM conference_items o JOIN case_team t ON t.case_id = o.case_id WHERE o.agency_id = $1 AND t.agency_id = $1
             AND t.basis = 'own' AND t.left_at IS NULL AND t.until_at > $3",
            "o.id",
        ),
    },
    Rule {
        kind: Kind::Packet,
        basis: Basis::Conference,
        acts: &[Act::Exist, Act::List, Act::Read],
        when: "その案件の構成員として名前を決められ、守秘を確認した人が、期間の内に、固めた資料と会議録だけを見る。ケースは見えない",
        law: "statutory_conference_secrecy",
        rows: Rows::Ids(concat!(seat!("m.item_id", ""), bound!(), window!()), "m.item_id"),
    },
    Rule {
        kind: Kind::Packet,
        basis: Basis::Consent,
        acts: &[Act::Exist, Act::List, Act::Read],
        when: "本人の同意による案件の構成員が、期間の内に見る。案件にある人すべてが、そこにある種類の情報をその機関に知らせることに同意していて、やめていない",
        law: "consent",
        rows: Rows::Ids(concat!(seat!("m.item_id", ""), agreed!(), window!()), "m.item_id"),
    },
    Rule {
        kind: Kind::Packet,
        basis: Basis::Conference,
        acts: KEPT,
        when: "その案件の事務局として名前を決められ、守秘を確認した人が、期間の内に、会議録を書いて案件を閉じる。ほかの機関が出した案件でも同じ。ケースは見えず、刷らない",
        law: "statutory_conference_secrecy",
        rows: Rows::Ids(concat!(seat!("m.item_id", ""), secretary!(), bound!(), window!()), "m.item_id"),
    },
    Rule {
        kind: Kind::Packet,
        basis: Basis::Consent,
        acts: KEPT,
        when: "本人の同意による案件の事務局が、期間の内に、会議録を書いて案件を閉じる。構成員として見られる間だけ",
        law: "consent",
        rows: Rows::Ids(concat!(seat!("m.item_id", ""), secretary!(), agreed!(), window!()), "m.item_id"),
    },
    Rule {
        kind: Kind::Assignment,
        basis: Basis::Own,
        acts: &[Act::Exist, Act::List, Act::Read, Act::Add, Act::Change],
        when: "所管のケースについて会議を申し出た機関が、役割を書き、終わったことを確かめる",
        law: "own_task",
        rows: Rows::Ids(
            "SELECT w.id FROM conference_assignments w JOIN conference_items o ON o.id = w.item_id
             JOIN case_team t ON t.case_id = o.case_id WHERE o.agency_id = $1 AND t.agency_id = $1
             AND t.basis = 'own' AND t.left_at IS NULL AND t.until_at > $3",
            "w.id",
        ),
    },
    Rule {
        kind: Kind::Assignment,
        basis: Basis::Conference,
        acts: TAKEN_ON,
        when: "支援会議の構成員として守秘を確認した人が、自分が引き受けた役割を、終わるまで見る",
        law: "statutory_conference_secrecy",
        rows: Rows::Ids(concat!(seat!("w.id", TAKEN), bound!(), ended!()), "w.id"),
    },
    Rule {
        kind: Kind::Assignment,
        basis: Basis::Consent,
        acts: TAKEN_ON,
        when: "本人の同意による案件の構成員が、自分が引き受けた役割を、終わるまで見る。同意が終わると見えない",
        law: "consent",
        rows: Rows::Ids(concat!(seat!("w.id", TAKEN), agreed!(), ended!()), "w.id"),
    },
    Rule {
        kind: Kind::Handover,
        basis: Basis::Own,
        acts: &[Act::Exist, Act::List, Act::Read, Act::Add, Act::Change, Act::Print],
        when: "自分の機関が送ったつなぎ、または受けたつなぎ。受け手は、受けるまで氏名を見ない",
        law: "own_task",
        rows: Rows::Ids("SELECT o.id FROM handovers o WHERE o.from_agency_id = $1", "o.id"),
    },
    Rule {
        kind: Kind::Handover,
        basis: Basis::Own,
        acts: &[Act::Exist, Act::List, Act::Read, Act::Add, Act::Change, Act::Print],
        when: "自分の機関が送ったつなぎ、または受けたつなぎ。受け手は、受けるまで氏名を見ない",
        law: "own_task",
        rows: Rows::Ids("SELECT o.id FROM handovers o WHERE o.to_agency_id = $1", "o.id"),
    },
    Rule {
        kind: Kind::Coordination,
        basis: Basis::Own,
        acts: ASKED,
        when: "自分の機関がした相談、または受けた相談。ほかの機関が引き受けるまで。ケースは見えず、氏名も書かれない",
        law: "own_task",
        rows: Rows::Ids("SELECT o.id FROM coordination_requests o WHERE o.from_agency_id = $1", "o.id"),
    },
    Rule {
        kind: Kind::Coordination,
        basis: Basis::Own,
        acts: ASKED,
        when: "自分の機関がした相談、または受けた相談。ほかの機関が引き受けるまで。ケースは見えず、氏名も書かれない",
        law: "own_task",
        rows: Rows::Ids(
            "SELECT o.request_id FROM coordination_receivers o WHERE o.agency_id = $1 AND o.ended_at IS NULL",
            "o.request_id",
        ),
    },
    Rule {
        kind: Kind::LookBack,
        basis: Basis::Own,
        acts: LEARNT,
        when: "自分の機関が書いたふり返りで、もとのケースがいまも所管である。公開した事例集は、名前もケースもないので、だれでも読む",
        law: "own_task",
        rows: Rows::Ids(
            "SELECT o.id FROM look_backs o JOIN case_team t ON t.case_id = o.case_id WHERE o.agency_id = $1 AND t.agency_id = $1
             AND t.basis = 'own' AND t.left_at IS NULL AND t.until_at > $3",
            "o.id",
        ),
    },
    Rule {
        kind: Kind::Notice,
        basis: Basis::Own,
        acts: TOLD,
        when: "自分の機関に届いた連絡票。送った課は、番号と、受け付けたか対応したかのほかは何も見ない",
        law: "own_task",
        rows: Rows::Ids("SELECT o.id FROM department_notices o WHERE o.to_agency_id = $1", "o.id"),
    },
    Rule {
        kind: Kind::Notice,
        basis: Basis::Own,
        acts: WENT,
        when: "自分の機関がほかの窓口に回した連絡票。番号と、いつ、どこへ、なぜ回したかだけで、中身も、その後のことも見えない",
        law: "own_task",
        rows: Rows::Ids(
            "SELECT o.notice_id FROM department_notice_passings o WHERE o.from_agency_id = $1",
            "o.notice_id",
        ),
    },
];
