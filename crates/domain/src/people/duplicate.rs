//! Two rows that may be one human being: ranked with reasons, decided by people only.

use kernel::duplicates::{self, Candidate, Kana, Match, Name, Reason};
use kernel::{Id, Result, Scope, Staff, fold, message};
use serde::Serialize;
use store::{FromRow, Row, Tx};

use super::{COLUMNS, Person, Registration, Sex, show};
use crate::access::{self, Act, Bases, Eye, Kind as Of};
use crate::audit::{Action, Event, Kind};
use crate::{Choice, Faults};

/// Pairs looked at for the work list, before ranking.
const PAIRS: i64 = 500;

/// Two people in sight who look alike.
#[derive(Debug, Clone, Serialize)]
pub struct Pair {
    /// One of them.
    pub one: Person,
    /// The other.
    pub other: Person,
    /// What speaks for and against one person.
    #[serde(flatten)]
    pub found: Match,
}

/// Somebody in sight who looks like the person being registered.
#[derive(Debug, Clone, Serialize)]
pub struct Likely {
    /// Who it may be.
    pub person: Person,
    /// What speaks for and against it.
    #[serde(flatten)]
    pub found: Match,
    /// On which bases the asker sees the person.
    pub bases: Bases,
}

/// A person in sight, with the bases.
struct Seen(Person, Bases);

impl FromRow for Seen {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(Person::from_row(row)?, row.get(10)?))
    }
}

/// People in sight who may be the one whom the form describes, likeliest first.
///
/// # Errors
/// Those of the database.
pub fn likely_of(tx: &Tx<'_>, who: &Scope, form: &Registration) -> Result<Vec<Likely>> {
    let described = describe(form, who);
    let kana = described.kana.as_ref().map_or_else(String::new, |kana| kana.key.clone());
    let name = described.name.as_ref().map_or_else(String::new, |name| name.key.clone());
    let phone = described.phones.first().cloned().unwrap_or_default();
    let sql = format!(
        "SELECT {COLUMNS}, {} FROM people p WHERE p.merged_into IS NULL AND {} AND (
            (p.kana_key = $4 AND $4 <> '') OR (p.name_key = $5 AND $5 <> '')
            OR p.birth_earliest = $6 AND p.birth_precision = 'day'
            OR p.id IN (SELECT k.person_id FROM person_contacts k WHERE k.kind = 'phone' AND k.key = $7 AND $7 <> '' AND NOT {}))
         ORDER BY p.id LIMIT 200",
        access::bases(Of::Person),
        access::many(who, Of::Person, Act::List),
        access::shielded("k.person_id")
    );
    let birth = described.birth.exact();
    let people: Vec<Seen> = tx.all(&sql, &Eye::of(who).with(&[&kana, &name, &birth, &phone]))?;
    let candidates =
        people.iter().map(|Seen(person, _)| candidate(tx, person)).collect::<Result<Vec<_>>>()?;
    let ranked = duplicates::rank(&described, &candidates);
    let likely: Vec<Likely> = ranked
        .into_iter()
        .map(|(i, found)| Likely { person: people[i].0.clone(), found, bases: people[i].1 })
        .collect();
    let bases = likely.iter().fold(Bases::NONE, |all, l| all.and(l.bases));
    Event::many(Action::Search, Kind::Person, likely.iter().map(|l| l.person.id))
        .on(bases)
        .record(tx, who)?;
    Ok(likely)
}

fn describe(form: &Registration, who: &Scope) -> Candidate {
    let text = |s: &str| (!s.trim().is_empty()).then(|| s.trim().to_owned());
    Candidate {
        name: text(&form.name).map(|name| Name::new(&name)),
        kana: text(&form.kana).map(|kana| Kana::new(&kana)),
        other_names: text(&form.other_name).iter().map(|name| Name::new(name)).collect(),
        birth: Faults::default().birth("birth", "", &form.birth, who.now.day()),
        sex: sex(Sex::from_key(&form.sex).unwrap_or(Sex::NotAsked)),
        phones: text(&form.phone).iter().map(|phone| fold::phone(phone)).collect(),
        addresses: text(&form.address).iter().map(|address| fold::address(address)).collect(),
    }
}

/// Only 男性 and 女性 say anything about sameness.
fn sex(sex: Sex) -> Option<String> {
    matches!(sex, Sex::Male | Sex::Female).then(|| sex.key().to_owned())
}

fn candidate(tx: &Tx<'_>, person: &Person) -> Result<Candidate> {
    let text = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    let names = show::other_names(tx, person.id)?;
    // Contacts under protection are left out: a match by address would tell where somebody lives.
    let contacts: Vec<(String, String)> = tx.all(
        &format!(
            "SELECT x.kind, x.key FROM person_contacts x WHERE x.person_id = $1 AND x.kind IN ('phone', 'address') AND NOT {}",
            access::shielded("x.person_id")
        ),
        &[&person.id],
    )?;
    let keys = |kind: &str| contacts.iter().filter(|(k, _)| k == kind).map(|(_, key)| key.clone()).collect();
    Ok(Candidate {
        name: text(&person.name).map(|name| Name::new(&name)),
        kana: text(&person.kana).map(|kana| Kana::new(&kana)),
        other_names: names.iter().map(|other| Name::new(&other.name)).collect(),
        birth: person.birth,
        sex: sex(person.sex),
        phones: keys("phone"),
        addresses: keys("address"),
    })
}

/// Pairs of people in sight who look alike and about whom nobody has decided, likeliest first.
///
/// # Errors
/// Those of the database.
pub fn work_list(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Pair>> {
    let sql = format!(
        "WITH seen AS (SELECT p.id, p.kana_key, p.name_key FROM people p WHERE p.merged_into IS NULL AND {}),
              pairs AS (
                SELECT a.id AS one, b.id AS other FROM seen a JOIN seen b ON b.kana_key = a.kana_key AND a.kana_key <> '' AND a.id < b.id
                UNION SELECT a.id, b.id FROM seen a JOIN seen b ON b.name_key = a.name_key AND a.name_key <> '' AND a.id < b.id
                UNION SELECT j.person_id, k.person_id FROM person_contacts j JOIN person_contacts k
                    ON k.kind = j.kind AND k.key = j.key AND j.person_id < k.person_id
                    WHERE j.kind = 'phone' AND j.key <> '' AND j.person_id IN (SELECT id FROM seen) AND k.person_id IN (SELECT id FROM seen)
                    AND NOT {} AND NOT {})
         SELECT one, other FROM pairs WHERE NOT EXISTS
             (SELECT 1 FROM distinct_people d WHERE d.person_id = one AND d.other_id = other)
         ORDER BY one, other LIMIT {PAIRS}",
        access::many(who, Of::Person, Act::List),
        access::shielded("j.person_id"),
        access::shielded("k.person_id")
    );
    let ids: Vec<(Id<Person>, Id<Person>)> = tx.all(&sql, &Eye::of(who).with(&[]))?;
    let mut pairs = Vec::new();
    for (one, other) in ids {
        let (one, other) = (show::load(tx, one)?, show::load(tx, other)?);
        if let Some(found) = duplicates::score(&candidate(tx, &one)?, &candidate(tx, &other)?) {
            pairs.push(Pair { one, other, found });
        }
    }
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.found.points));
    pairs.truncate(50);
    Event::many(Action::List, Kind::Person, pairs.iter().flat_map(|p| [p.one.id, p.other.id]))
        .record(tx, who)?;
    Ok(pairs)
}

/// What is never told beside a likeness: it counts, but it would say where somebody can be found.
const UNTOLD: [Reason; 2] = [Reason::PhoneSame, Reason::AddressSame];

/// Why somebody of one side may be somebody of the other, in words, by the likeliest two; none if nobody is, or somebody decided
/// that they are two. Whoever asks was let through to both sides.
pub(crate) fn look_alike(
    tx: &Tx<'_>,
    one: &[Id<Person>],
    other: &[Id<Person>],
) -> Result<Option<Vec<&'static str>>> {
    if one.iter().any(|person| other.contains(person)) {
        return Ok(Some(vec!["同じ方が登録されている"]));
    }
    let described = |ids: &[Id<Person>]| -> Result<Vec<(Id<Person>, Candidate)>> {
        ids.iter().map(|id| Ok((*id, candidate(tx, &show::load(tx, *id)?)?))).collect()
    };
    let (one, other) = (described(one)?, described(other)?);
    let mut likeliest: Option<Match> = None;
    for (a, described) in &one {
        for (b, beside) in &other {
            let Some(found) = duplicates::score(described, beside) else { continue };
            let better = likeliest.as_ref().is_none_or(|known| known.points < found.points);
            if better && !are_distinct(tx, *a.min(b), *a.max(b))? {
                likeliest = Some(found);
            }
        }
    }
    Ok(likeliest.map(|found| {
        found.reasons.iter().filter(|reason| !UNTOLD.contains(reason)).map(|reason| reason.text()).collect()
    }))
}

fn are_distinct(tx: &Tx<'_>, one: Id<Person>, other: Id<Person>) -> Result<bool> {
    let decided: Option<i64> =
        tx.opt("SELECT 1 FROM distinct_people WHERE person_id = $1 AND other_id = $2", &[&one, &other])?;
    Ok(decided.is_some())
}

/// Decides that two who look alike are two.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a reason; [`kernel::Error::NotFound`] unless both are in sight.
pub fn decide_distinct(
    tx: &Tx<'_>,
    who: &Scope,
    one: Id<Person>,
    other: Id<Person>,
    reason: &str,
) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "理由", reason);
    if one == other {
        faults.add("other", message::error_choose_one("相手"));
    }
    faults.done()?;
    access::person(tx, who, one, Act::Change)?;
    access::person(tx, who, other, Act::Change)?;
    write_distinct(tx, one.min(other), one.max(other), who.staff, &reason)
}

fn write_distinct(
    tx: &Tx<'_>,
    one: Id<Person>,
    other: Id<Person>,
    by: Id<Staff>,
    reason: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO distinct_people (person_id, other_id, staff_id, reason, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id, other_id) DO NOTHING",
        &[&one, &other, &by, &reason, &tx.now()],
    )?;
    Ok(())
}
