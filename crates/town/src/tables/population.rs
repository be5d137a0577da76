use std::sync::LazyLock;

use super::{number, rows};
use crate::{plan::Pyramid, rng::Weighted};

/// One age band of household heads.
#[derive(Clone, Copy)]
pub(crate) struct HeadBand {
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// Per mille: single, couple, couple with children, single parent, three generations, other.
    pub(crate) kinds: [u32; 6],
}

/// Heads of the three pyramids.
pub(crate) struct Heads([Weighted<HeadBand>; 3]);

impl Heads {
    /// The heads of one pyramid.
    pub(crate) fn of(&self, pyramid: Pyramid) -> &Weighted<HeadBand> {
        &self.0[pyramid as usize]
    }
}

/// The heads, read once.
pub(crate) fn heads() -> &'static Heads {
    static HEADS: LazyLock<Heads> = LazyLock::new(|| Heads([column(2), column(3), column(4)]));
    &HEADS
}

fn column(at: usize) -> Weighted<HeadBand> {
    Weighted::new(rows(include_str!("../../data/heads.tsv")).filter(|row| row.len() == 11).map(move |row| {
        let mut kinds = [0; 6];
        kinds.iter_mut().zip(&row[5..]).for_each(|(kind, cell)| *kind = number(cell));
        let band = HeadBand { from: number(row[0]) as i32, to: number(row[1]) as i32, kinds };
        (band, number(row[at]))
    }))
}

/// Five-year bands: (men, women) of the nation x 10,000 and foreign residents per 10,000 of the cell.
type Cell = (u32, u32, u32);

fn cells() -> &'static [Cell; 21] {
    static CELLS: LazyLock<[Cell; 21]> = LazyLock::new(|| {
        let mut cells = [(0, 0, 0); 21];
        for row in rows(include_str!("../../data/pyramid.tsv")).filter(|row| row.len() == 7) {
            let cell = &mut cells[(number(row[0]) / 5).min(20) as usize];
            let share = number(row[3]);
            if row[2] == "M" {
                cell.0 = share
            } else {
                cell.1 = share
            }
            cell.2 = number(row[6]);
        }
        cells
    });
    &CELLS
}

/// Women among a thousand residents of this age.
pub(crate) fn women_per_mille(age: u8) -> u32 {
    let (men, women, _) = cells()[(age / 5).min(20) as usize];
    women * 1000 / (men + women).max(1)
}

/// Foreign residents among ten thousand of this age.
pub(crate) fn foreign_per_10000(age: u8) -> u32 {
    cells()[(age / 5).min(20) as usize].2
}
