use std::collections::BTreeSet;

use super::kin::{Kin, Outline, Pairs};

/// A row of a drawing: who stands in it, and at how many half cells from the left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Who.
    pub figure: usize,
    /// Half cells from the left edge.
    pub x: i64,
    /// Rows from the upper edge.
    pub y: usize,
}

/// Where everybody stands: a row for each generation, couples beside each other, siblings under their parents with the oldest
/// left, and whoever nothing leads to in a row of their own.
pub fn places(kin: &Kin) -> Vec<Place> {
    let generations: BTreeSet<i32> = kin.generation.iter().flatten().copied().collect();
    let (pairs, mut places) = (kin.pairs(), Vec::new());
    for (y, generation) in generations.iter().enumerate() {
        let members: Vec<usize> =
            (0..kin.figures.len()).filter(|one| kin.generation[*one] == Some(*generation)).collect();
        let row = row(kin, clusters(kin, &pairs, &members), y, &places);
        places.extend(row);
    }
    let apart: Vec<usize> = (0..kin.figures.len()).filter(|one| kin.generation[*one].is_none()).collect();
    for (n, figure) in sorted(kin, &apart).into_iter().enumerate() {
        places.push(Place { figure, x: 2 * n as i64, y: generations.len() });
    }
    let left = places.iter().map(|place| place.x).min().unwrap_or_default();
    places.iter_mut().for_each(|place| place.x -= left);
    places
}

/// By age, the oldest first; then by what they are known by.
fn sorted(kin: &Kin, among: &[usize]) -> Vec<usize> {
    let mut all = among.to_vec();
    let key = |one: &usize| {
        let figure = &kin.figures[*one];
        (figure.birth.is_none(), figure.birth, figure.name.as_str(), *one)
    };
    all.sort_by(|one, other| key(one).cmp(&key(other)));
    all
}

fn row(kin: &Kin, mut clusters: Vec<Vec<usize>>, y: usize, above: &[Place]) -> Vec<Place> {
    let middle = |cluster: &[usize]| cluster.iter().filter_map(|one| under(kin, *one, above)).next();
    // Whoever stands under somebody keeps that order; the others come after them.
    clusters.sort_by_key(|cluster| {
        let middle = middle(cluster);
        (middle.is_none(), middle)
    });
    let (mut out, mut free, mut at) = (Vec::new(), i64::MIN / 4, 0);
    while at < clusters.len() {
        let of = middle(&clusters[at]);
        let group: Vec<&Vec<usize>> =
            clusters[at..].iter().take_while(|cluster| of.is_some() && middle(cluster) == of).collect();
        let group = if group.is_empty() { vec![&clusters[at]] } else { group };
        at += group.len();
        let figures: Vec<usize> = group.into_iter().flatten().copied().collect();
        let width = 2 * (figures.len() as i64 - 1);
        let wished = of.map_or(if free < 0 { 0 } else { free }, |of| of - width / 2);
        let mut x = wished.max(free);
        for figure in figures {
            out.push(Place { figure, x, y });
            x += 2;
        }
        free = x;
    }
    out
}

/// The middle of somebody's parents.
fn under(kin: &Kin, one: usize, above: &[Place]) -> Option<i64> {
    let of = kin.parents[one].iter().filter_map(|parent| above.iter().find(|place| place.figure == *parent));
    let at: Vec<i64> = of.map(|place| place.x).collect();
    (!at.is_empty()).then(|| at.iter().sum::<i64>() / at.len() as i64)
}

/// Those who belong together in a row: each with the partners, a man left of a woman.
fn clusters(kin: &Kin, pairs: &Pairs, members: &[usize]) -> Vec<Vec<usize>> {
    let mut placed: BTreeSet<usize> = BTreeSet::new();
    let mut clusters = Vec::new();
    for one in sorted(kin, members) {
        if placed.contains(&one) {
            continue;
        }
        let cluster = in_a_line(kin, pairs, one, members);
        placed.extend(&cluster);
        clusters.push(cluster);
    }
    clusters
}

/// Somebody and whoever is joined as partner or as parent of the same child, from one end to the other.
fn in_a_line(kin: &Kin, pairs: &Pairs, one: usize, members: &[usize]) -> Vec<usize> {
    let partners = |of: usize| -> Vec<usize> {
        let others = pairs.iter().filter_map(|(a, b)| match of {
            of if of == *a => Some(*b),
            of if of == *b => Some(*a),
            _ => None,
        });
        others.filter(|other| members.contains(other)).collect()
    };
    let mut all = vec![one];
    let mut at = 0;
    while at < all.len() {
        for other in partners(all[at]) {
            if !all.contains(&other) {
                all.push(other);
            }
        }
        at += 1;
    }
    let left = |one: &usize| (kin.figures[*one].outline != Outline::Square, *one);
    let mut ends: Vec<usize> = all.iter().copied().filter(|one| partners(*one).len() <= 1).collect();
    ends.sort_by_key(left);
    let mut line: Vec<usize> = ends.first().or(all.first()).copied().into_iter().collect();
    while let Some(next) =
        line.last().and_then(|last| partners(*last).into_iter().find(|p| !line.contains(p)))
    {
        line.push(next);
    }
    // Whoever stands on no line from end to end stands after it.
    line.extend(all.iter().copied().filter(|one| !line.contains(one)).collect::<Vec<_>>());
    line
}
