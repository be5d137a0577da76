use std::f64::consts::TAU;

use kernel::{Agency, Id, Result, Scope};
use serde::Serialize;
use store::{Tx, row};

use super::MOST;
use crate::access::{self, Act, CasePass, Eye, RecordsOf};
use crate::cases::{self, CaseHead};

/// Days whose records tell how strong a tie is.
pub const DAYS: i32 = 90;
/// Records in that time from which on there are many.
const OFTEN: i64 = 4;
/// From the middle to those around it, at least.
const RADIUS: f64 = 280.0;
/// Room that each of them takes on the circle.
const ROOM: f64 = 150.0;
/// Room around the drawing.
const MARGIN: i64 = 100;

/// How often a tie shows in what was recorded lately and the reader sees. It is no judgement of how good it is: that is not in the
/// data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// [`OFTEN`] records or more.
    Strong,
    /// Fewer.
    Usual,
    /// In the team, and nothing recorded lately.
    Weak,
}

impl Strength {
    /// By the number of records.
    fn of(records: i64) -> Self {
        match records {
            0 => Self::Weak,
            n if n < OFTEN => Self::Usual,
            _ => Self::Strong,
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Strong => "記録が多い",
            Self::Usual => "記録がある",
            Self::Weak => "記録がない",
        }
    }
}

/// Somebody around the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Around {
    /// Which agency.
    pub name: String,
    /// What it does there: the word on its line.
    pub role: String,
    /// Whether it leads.
    pub lead: bool,
    /// How strong the tie is.
    pub strength: Strength,
    /// Records in the last [`DAYS`].
    pub records: i64,
}

/// Somebody around the household, where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Who.
    #[serde(flatten)]
    pub around: Around,
    /// From the left.
    pub x: i64,
    /// From above.
    pub y: i64,
}

/// エコマップ: the household in the middle, and who is around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ecomap {
    /// The people in the middle.
    pub household: Vec<String>,
    /// Width and height.
    pub side: i64,
    /// The middle.
    pub middle: i64,
    /// Those around it; none where there would be too many to draw.
    pub nodes: Vec<Node>,
    /// The same in words.
    pub words: Vec<String>,
}

struct Count {
    agency: Id<Agency>,
    n: i64,
}
row!(Count { agency, n });

/// エコマップ of a case: the agencies of its team that the reader sees, each with the ties that the records in sight tell of.
///
/// # Errors
/// [`kernel::Error::NotFound`] out of sight.
pub fn ecomap(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<(CaseHead, Ecomap)> {
    let (head, pass) = cases::head(tx, who, code)?;
    let counts = lately(tx, who, &pass)?;
    let team = cases::team(tx, who, &pass)?.all()?;
    let mut around: Vec<Around> = Vec::new();
    for member in team.into_iter().filter(|member| member.left_at.is_none() && member.until_at > who.now) {
        if around.iter().any(|known| known.name == member.agency_name) {
            continue;
        }
        let records = counts.iter().find(|count| count.agency == member.agency).map_or(0, |count| count.n);
        around.push(Around {
            name: member.agency_name,
            role: member.role_text,
            lead: member.is_lead,
            strength: Strength::of(records),
            records,
        });
    }
    let household = head.people.iter().map(|person| person.name.clone()).collect();
    Ok((head, draw(household, around)))
}

/// Records of the last days, by agency, as far as the reader sees them.
fn lately(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Count>> {
    let RecordsOf { with, seen, .. } = access::records_of(who, pass.bases(), Act::Read);
    tx.all(
        &format!(
            "{with}SELECT r.agency_id, count(*) FROM case_records r WHERE r.case_id = $4 AND r.happened_on >= $5
             AND r.withdrawn_at IS NULL AND {seen} GROUP BY r.agency_id"
        ),
        &Eye::of(who).with(&[&pass.id(), &who.now.day().plus(-DAYS)]),
    )
}

/// Who leads above, then the strongest, around a circle. A function of who is in it and of nothing else.
pub fn draw(household: Vec<String>, mut around: Vec<Around>) -> Ecomap {
    around.sort_by(|a, b| {
        (!a.lead, a.strength, &a.name, &a.role).cmp(&(!b.lead, b.strength, &b.name, &b.role))
    });
    let all = around.len();
    let radius = (ROOM * all as f64 / TAU).max(RADIUS);
    let middle = radius.round() as i64 + MARGIN;
    let place = |(n, around): (usize, &Around)| {
        let angle = TAU * n as f64 / all as f64 - TAU / 4.0;
        let at = |part: f64| middle + (radius * part).round() as i64;
        Node { around: around.clone(), x: at(angle.cos()), y: at(angle.sin()) }
    };
    let nodes = if all > MOST { Vec::new() } else { around.iter().enumerate().map(place).collect() };
    Ecomap { household, side: 2 * middle, middle, nodes, words: around.iter().map(sentence).collect() }
}

fn sentence(around: &Around) -> String {
    let lead = if around.lead && around.role != "主担当" { " 主担当" } else { "" };
    format!(
        "{}{lead} {} {}(この{DAYS}日の記録 {}件)",
        around.name,
        around.role,
        around.strength.label(),
        around.records
    )
}
