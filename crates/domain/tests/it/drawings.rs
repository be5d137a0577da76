//! ジェノグラム: a function of who is seen and of nothing else.

use std::collections::BTreeSet;

use domain::drawings::{
    self, Around, Bond, Drawn, Figure, Kin, Outline, Strength, Tie, draw, draw_ecomap, places, words,
};
use domain::people::{self, Person, RelationForm, RelationKind};
use kernel::{Day, Id, Scope};
use testkit::{Dice, World, each_world};

const KINDS: [RelationKind; 12] = [
    RelationKind::Spouse,
    RelationKind::Partner,
    RelationKind::FormerSpouse,
    RelationKind::Parent,
    RelationKind::Child,
    RelationKind::Sibling,
    RelationKind::Grandparent,
    RelationKind::Grandchild,
    RelationKind::ParentInLaw,
    RelationKind::ChildInLaw,
    RelationKind::KeyPerson,
    RelationKind::Acquaintance,
];

fn figure(n: usize, dice: &mut Dice) -> Figure {
    let outline = [Outline::Square, Outline::Circle, Outline::Diamond][dice.below(3)];
    let id: Id<Person> = format!("{n:026}").parse().unwrap();
    Figure {
        id,
        name: format!("人{n}"),
        outline,
        age: String::new(),
        birth: (dice.below(4) > 0).then(|| Day::new(1930 + dice.below(80) as i16, 1, 1).unwrap()),
        centre: n == 0,
        key_person: false,
        together: dice.below(2) == 0,
    }
}

/// People and what was said of them: whatever anybody might have typed, contradictions and circles too.
fn family(dice: &mut Dice) -> (Vec<Figure>, Vec<Tie>) {
    let n = 1 + dice.below(25);
    let figures: Vec<Figure> = (0..n).map(|n| figure(n, dice)).collect();
    let ties = (0..dice.below(2 * n + 1)).map(|_| Tie {
        of: dice.below(n),
        other: dice.below(n),
        kind: KINDS[dice.below(KINDS.len())],
    });
    let ties = ties.collect();
    (figures, ties)
}

#[test]
fn whatever_was_said_everybody_stands_once_and_nobody_on_somebody() {
    for seed in 1..3_000_u64 {
        let mut dice = Dice(seed);
        let (figures, ties) = family(&mut dice);
        let n = figures.len();
        let kin = Kin::of(figures, &ties);
        let places = places(&kin);
        let who: BTreeSet<usize> = places.iter().map(|place| place.figure).collect();
        assert_eq!((places.len(), who.len()), (n, n), "seed {seed}");
        for (i, one) in places.iter().enumerate() {
            for other in &places[i + 1..] {
                assert!(
                    one.y != other.y || (one.x - other.x).abs() >= 2,
                    "seed {seed}: {one:?} and {other:?}"
                );
            }
        }
        let drawn = draw(&kin);
        assert!(drawn.symbols.iter().all(|s| s.x > 0 && s.y > 0 && s.x < drawn.width && s.y < drawn.height));
        let rows = |g: i32| -> BTreeSet<usize> {
            places.iter().filter(|p| kin.generation[p.figure] == Some(g)).map(|p| p.y).collect()
        };
        assert!((-30..30).all(|g| rows(g).len() <= 1), "seed {seed}: a generation stands in one row");
    }
}

/// A mother and her son, who let the reader know them; in one of the worlds a sister and her husband too, who do not.
fn seen_by_consent(w: &World<'_>, with_sister: bool) -> String {
    let [mother, son] = w.mother_and_son();
    if with_sister {
        let sister = w.person(&w.elder, "見本 花", "みほん はな", "S40");
        let husband = w.person(&w.elder, "見本 三郎", "みほん さぶろう", "S38");
        let relate = |of: Id<Person>, other: Id<Person>, kind: &str| {
            let form = RelationForm { other: other.to_string(), kind: kind.into() };
            w.act(&w.elder, move |tx, who| people::relate(tx, who, of, &form)).unwrap();
        };
        relate(mother, sister, "child");
        relate(sister, husband, "spouse");
        relate(son, sister, "sibling");
    }
    let (_, code) = w.case(&w.elder, mother);
    for person in [mother, son] {
        w.consent(&w.elder, &code, w.consent_form(person, &[w.hardship.agency]));
    }
    let seen = drawn(w, &w.hardship, &code).unwrap();
    let text = serde_json::to_string(&seen).unwrap();
    text.replace(mother.as_str(), "mother").replace(son.as_str(), "son")
}

/// Whoever is hidden leaves nothing behind: the drawing is the one of a world in which they never were.
#[test]
fn hidden_people_are_not_in_the_drawing_nor_in_its_spacing() {
    testkit::each_pair(|one, other| {
        let (with, without) = (seen_by_consent(one, true), seen_by_consent(other, false));
        assert!(with.contains("見本 二郎") && !with.contains("見本 花"));
        assert_eq!(with, without);
    });
}

/// What contradicts what was said before has no line; it is not lost.
#[test]
fn nothing_that_was_said_is_lost() {
    let figures: Vec<Figure> = (0..4).map(|n| figure(n, &mut Dice(7))).collect();
    let tie = |of, other, kind| Tie { of, other, kind };
    let ties = [
        tie(0, 1, RelationKind::Spouse),
        tie(0, 1, RelationKind::FormerSpouse),
        tie(2, 0, RelationKind::Parent),
        tie(0, 2, RelationKind::Parent),
        tie(2, 3, RelationKind::Sibling),
    ];
    let kin = Kin::of(figures, &ties);
    let told = words(&kin, &ties);
    for line in [
        "人0さんと人1さん: 夫婦",
        "人1さん: 人0さんの元の配偶者",
        "人2さん: 人0さんの子",
        "人2さん: 人0さんの親",
        "人2さんと人3さん: 兄弟姉妹",
    ] {
        assert!(told.iter().any(|t| t == line), "{line} of {told:?}");
    }
}

/// Three generations: a couple with the man left, children under them with the oldest left, the son's former wife beside him.
#[test]
fn a_family_of_three_generations_stands_as_one_draws_it() {
    let person = |n: usize, name: &str, outline, year: i16| Figure {
        name: name.into(),
        outline,
        birth: Day::new(year, 1, 1),
        ..figure(n, &mut Dice(1))
    };
    let figures = vec![
        person(0, "母", Outline::Circle, 1943),
        person(1, "父", Outline::Square, 1940),
        person(2, "娘", Outline::Circle, 1975),
        person(3, "息子", Outline::Square, 1970),
        person(4, "元の妻", Outline::Circle, 1972),
        person(5, "孫", Outline::Diamond, 2001),
        person(6, "隣の人", Outline::Diamond, 1960),
    ];
    let tie = |of, other, kind| Tie { of, other, kind };
    let ties = [
        tie(0, 1, RelationKind::Spouse),
        tie(0, 2, RelationKind::Child),
        tie(1, 2, RelationKind::Child),
        tie(3, 0, RelationKind::Parent),
        tie(3, 1, RelationKind::Parent),
        tie(3, 4, RelationKind::FormerSpouse),
        tie(5, 3, RelationKind::Parent),
        tie(5, 4, RelationKind::Parent),
        tie(0, 6, RelationKind::Acquaintance),
    ];
    let kin = Kin::of(figures, &ties);
    let places = places(&kin);
    let at = |n: usize| places.iter().find(|p| p.figure == n).map(|p| (p.x, p.y)).unwrap();
    assert_eq!((at(1).1, at(0).1, at(3).1, at(2).1, at(5).1, at(6).1), (0, 0, 1, 1, 2, 3));
    assert!(at(1).0 < at(0).0, "the man left");
    assert!(at(3).0 < at(4).0 && at(4).0 < at(2).0, "the older child left, the partner beside");
    assert_eq!(at(5).0, i64::midpoint(at(3).0, at(4).0), "under the parents");
    assert_eq!(kin.couples, [(0, 1, Bond::Married), (3, 4, Bond::Divorced)]);
    let told = words(&kin, &ties);
    for line in [
        "母さんと父さん: 夫婦",
        "息子さんと元の妻さん: 離婚",
        "孫さん: 息子さんと元の妻さんの子",
        "隣の人さん: 母さんの知人・近所",
    ] {
        assert!(told.iter().any(|t| t == line), "{line} of {told:?}");
    }
}

fn drawn(w: &World<'_>, who: &Scope, code: &str) -> kernel::Result<Drawn> {
    w.ask(who, |tx, who| drawings::genogram(tx, who, code)).map(|(_, drawn)| drawn)
}

#[test]
fn each_reader_sees_the_people_that_they_may_see() {
    each_world(|w| {
        let [mother, son] = w.mother_and_son();
        let sister = w.person(&w.elder, "見本 花", "みほん はな", "S47");
        let form = RelationForm { other: sister.to_string(), kind: "child".into() };
        w.act(&w.elder, move |tx, who| people::relate(tx, who, mother, &form)).unwrap();
        let (_, code) = w.case(&w.elder, mother);
        w.consent(&w.elder, &code, w.consent_form(son, &[w.hardship.agency]));
        let all = drawn(w, &w.elder, &code).unwrap();
        let names: BTreeSet<String> =
            all.drawing.unwrap().symbols.into_iter().map(|s| s.figure.name).collect();
        assert_eq!(names, ["見本 ハナ", "見本 二郎", "見本 花"].map(str::to_owned).into());
        assert!(all.words.iter().any(|line| line == "見本 二郎さん: 見本 ハナさんの子"), "{:?}", all.words);
        let his = drawn(w, &w.hardship, &code).unwrap();
        assert_eq!(his.words.len(), 1, "{:?}", his.words);
        assert!(his.words[0].starts_with("見本 二郎さん"));
        let alone = his.drawing.unwrap();
        assert!(alone.symbols.len() == 1 && alone.strokes.is_empty() && alone.frames.is_empty());
        assert!(drawn(w, &w.tax, &code).is_err());
    });
}

#[test]
fn who_is_around_a_household_stands_apart_and_their_ties_are_those_in_sight() {
    let around = |n: usize| Around {
        name: format!("機関{n}"),
        role: "見守り".into(),
        lead: n == 3,
        strength: Strength::Usual,
        records: 1,
    };
    for n in 1..=drawings::MOST {
        let map = draw_ecomap(vec!["母".into()], (0..n).map(around).collect());
        let reversed = draw_ecomap(vec!["母".into()], (0..n).rev().map(around).collect());
        assert_eq!(map, reversed, "the order in which they are known changes nothing");
        assert!(map.nodes.iter().all(|a| a.x > 0 && a.y > 0 && a.x < map.side && a.y < map.side));
        for (i, one) in map.nodes.iter().enumerate() {
            let over = |other: &drawings::Node| (one.x - other.x).abs() < 140 && (one.y - other.y).abs() < 48;
            assert!(!map.nodes[i + 1..].iter().any(over), "{n}: nobody stands on somebody");
        }
        assert_eq!((map.nodes.len(), map.words.len()), (n, n));
        assert!(n <= 3 || map.nodes[0].around.lead, "whoever leads stands above");
    }
    let many = draw_ecomap(Vec::new(), (0..=drawings::MOST).map(around).collect());
    assert!(many.nodes.is_empty() && many.words.len() == drawings::MOST + 1, "too many to draw are a list");
    each_world(|w| {
        let [mother, _] = w.mother_and_son();
        let (case, code) = w.case(&w.elder, mother);
        w.invite(&w.elder, case, w.hardship.agency);
        for _ in 0..4 {
            w.record(&w.elder, &code, "訪問した");
        }
        let map = w.ask(&w.elder, |tx, who| drawings::ecomap(tx, who, &code)).unwrap().1;
        let ties: Vec<_> = map.nodes.iter().map(|a| (a.around.lead, a.around.strength)).collect();
        assert_eq!(ties, [(true, Strength::Strong), (false, Strength::Weak)]);
        assert!(w.ask(&w.tax, |tx, who| drawings::ecomap(tx, who, &code)).is_err());
    });
}
