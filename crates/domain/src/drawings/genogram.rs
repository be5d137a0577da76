use std::fmt::Write as _;

use serde::Serialize;

use super::kin::{Bond, Figure, Kin};
use super::rows::{Place, places};

/// Width and height of a cell, in pixels.
const CELL: (i64, i64) = (112, 132);
/// Half of a symbol.
const HALF: i64 = 22;
/// From the middle of a symbol to below its name.
const BELOW_NAMES: i64 = 62;
/// Room around the drawing.
const MARGIN: i64 = 64;

/// A person where they stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Symbol {
    /// Who.
    #[serde(flatten)]
    pub figure: Figure,
    /// Middle of the symbol, from the left.
    pub x: i64,
    /// From above.
    pub y: i64,
}

/// A line of a drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stroke {
    /// Corners, as SVG writes them: `x,y x,y …`.
    pub points: String,
    /// 事実婚: dashed.
    pub dashed: bool,
}

/// A dashed line around those who live together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// Left edge.
    pub x: i64,
    /// Upper edge.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// ジェノグラム, ready to be written as SVG.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Genogram {
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// Everybody.
    pub symbols: Vec<Symbol>,
    /// Lines between them.
    pub strokes: Vec<Stroke>,
    /// Who lives together.
    pub frames: Vec<Frame>,
}

fn centre(place: &Place) -> (i64, i64) {
    (MARGIN + place.x * CELL.0 / 2, MARGIN + place.y as i64 * CELL.1)
}

fn stroke(points: &[(i64, i64)]) -> Stroke {
    let mut text = String::with_capacity(10 * points.len());
    for (n, (x, y)) in points.iter().enumerate() {
        let gap = if n == 0 { "" } else { " " };
        // A string takes all that is written to it.
        let _ = write!(text, "{gap}{x},{y}");
    }
    Stroke { points: text, dashed: false }
}

/// Draws a family. The drawing is a function of who is in it and of nothing else: whoever the reader does not see is not in it,
/// nor in its spacing.
pub fn draw(kin: &Kin) -> Genogram {
    let places = places(kin);
    let mut at = vec![(0, 0); kin.figures.len()];
    for place in &places {
        at[place.figure] = centre(place);
    }
    let mut strokes = couples(kin, &at);
    strokes.extend(descents(kin, &at));
    strokes.extend(brackets(kin, &at));
    let symbols: Vec<Symbol> = places
        .iter()
        .map(|place| {
            let (x, y) = centre(place);
            Symbol { figure: kin.figures[place.figure].clone(), x, y }
        })
        .collect();
    Genogram {
        width: symbols.iter().map(|s| s.x).max().unwrap_or_default() + MARGIN,
        height: symbols.iter().map(|s| s.y).max().unwrap_or_default() + MARGIN,
        frames: frames(&symbols),
        symbols,
        strokes,
    }
}

/// The line between two; below the others, where somebody stands between them.
fn couples(kin: &Kin, at: &[(i64, i64)]) -> Vec<Stroke> {
    let mut out = Vec::new();
    for (a, b, bond) in &kin.couples {
        let (left, right) = in_order(at[*a], at[*b]);
        let near = left.1 == right.1 && right.0 - left.0 <= CELL.0;
        let mut line = if near {
            stroke(&[(left.0 + HALF, left.1), (right.0 - HALF, right.1)])
        } else {
            let low = left.1.max(right.1) + HALF + 8;
            stroke(&[
                (left.0 + 8, left.1 + HALF),
                (left.0 + 8, low),
                (right.0 - 8, low),
                (right.0 - 8, right.1 + HALF),
            ])
        };
        line.dashed = *bond == Bond::Partners;
        out.push(line);
        if *bond == Bond::Divorced {
            let (x, y) = middle(left, right, near);
            out.extend([-3, 5].map(|shift| stroke(&[(x + shift - 4, y + 9), (x + shift + 4, y - 9)])));
        }
    }
    out
}

fn middle(left: (i64, i64), right: (i64, i64), near: bool) -> (i64, i64) {
    let y = if near { left.1 } else { left.1.max(right.1) + HALF + 8 };
    (i64::midpoint(left.0, right.0), y)
}

/// From each set of parents down to their children.
fn descents(kin: &Kin, at: &[(i64, i64)]) -> Vec<Stroke> {
    let mut sets: Vec<Vec<usize>> =
        kin.parents.iter().filter(|set| !set.is_empty()).map(|set| set.iter().copied().collect()).collect();
    sets.sort();
    sets.dedup();
    let mut out = Vec::new();
    for (n, set) in sets.iter().enumerate() {
        let children: Vec<usize> =
            (0..at.len()).filter(|child| kin.parents[*child].iter().eq(set.iter())).collect();
        let (x, y) = origin(kin, set, at);
        out.extend(apart(kin, set, at).map(|(left, right)| {
            stroke(&[
                (left.0, left.1 + BELOW_NAMES - 8),
                (left.0, y),
                (right.0, y),
                (right.0, right.1 + BELOW_NAMES - 8),
            ])
        }));
        let top = children.iter().map(|child| at[*child].1 - HALF).min().unwrap_or(y);
        // Bars of different families in one gap lie beside each other.
        let bar = top - 18 - 5 * (n as i64 % 3);
        out.push(stroke(&[(x, y), (x, bar)]));
        let xs = children.iter().map(|child| at[*child].0).chain([x]);
        let (from, to) = xs.fold((x, x), |(from, to), x| (from.min(x), to.max(x)));
        if from < to {
            out.push(stroke(&[(from, bar), (to, bar)]));
        }
        out.extend(
            children.iter().map(|child| stroke(&[(at[*child].0, bar), (at[*child].0, at[*child].1 - HALF)])),
        );
    }
    out
}

/// Where the line to the children begins.
fn origin(kin: &Kin, set: &[usize], at: &[(i64, i64)]) -> (i64, i64) {
    if let Some((left, right)) = apart(kin, set, at) {
        return (i64::midpoint(left.0, right.0), left.1.max(right.1) + BELOW_NAMES);
    }
    let [one, other] = set else { return (at[set[0]].0, at[set[0]].1 + BELOW_NAMES) };
    let (left, right) = in_order(at[*one], at[*other]);
    middle(left, right, left.1 == right.1 && right.0 - left.0 <= CELL.0)
}

/// Two parents of whom nobody said that they are a couple: a bracket below joins them, and no line between them.
fn apart(kin: &Kin, set: &[usize], at: &[(i64, i64)]) -> Option<((i64, i64), (i64, i64))> {
    let [one, other] = set else { return None };
    (!kin.is_couple(*one, *other)).then(|| in_order(at[*one], at[*other]))
}

fn in_order(one: (i64, i64), other: (i64, i64)) -> ((i64, i64), (i64, i64)) {
    if one.0 <= other.0 { (one, other) } else { (other, one) }
}

/// Siblings of whom no parent is shown: a bracket above them.
fn brackets(kin: &Kin, at: &[(i64, i64)]) -> Vec<Stroke> {
    let bracket = |(a, b): &(usize, usize)| {
        let (left, right) = in_order(at[*a], at[*b]);
        let bar = left.1.min(right.1) - HALF - 12;
        stroke(&[(left.0, left.1 - HALF), (left.0, bar), (right.0, bar), (right.0, right.1 - HALF)])
    };
    kin.siblings.iter().map(bracket).collect()
}

/// Around those who live together: one frame if nobody else stands in it, otherwise one for each run in a row.
fn frames(symbols: &[Symbol]) -> Vec<Frame> {
    let home: Vec<&Symbol> = symbols.iter().filter(|s| s.figure.together).collect();
    if home.len() < 2 {
        return Vec::new();
    }
    let whole = around(&home);
    let others = symbols.iter().filter(|s| !s.figure.together);
    let inside = |s: &Symbol| {
        (whole.x..=whole.x + whole.width).contains(&s.x) && (whole.y..=whole.y + whole.height).contains(&s.y)
    };
    if !others.clone().any(inside) {
        return vec![whole];
    }
    let mut rows: Vec<i64> = home.iter().map(|s| s.y).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter().flat_map(|y| runs(symbols, y)).collect()
}

fn runs(symbols: &[Symbol], y: i64) -> Vec<Frame> {
    let mut row: Vec<&Symbol> = symbols.iter().filter(|s| s.y == y).collect();
    row.sort_by_key(|s| s.x);
    let runs = row.chunk_by(|a, b| a.figure.together == b.figure.together);
    runs.filter(|run| run[0].figure.together).map(around).collect()
}

fn around(symbols: &[&Symbol]) -> Frame {
    let span = |values: Vec<i64>| {
        (values.iter().min().copied().unwrap_or(0), values.iter().max().copied().unwrap_or(0))
    };
    let (left, right) = span(symbols.iter().map(|s| s.x).collect());
    let (top, bottom) = span(symbols.iter().map(|s| s.y).collect());
    Frame { x: left - 48, y: top - 32, width: right - left + 96, height: bottom - top + 84 }
}
