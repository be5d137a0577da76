use std::fmt;

use bench::figures::Times;

use crate::paper::Printed;
use crate::writes::Saved;

/// One row of the table.
#[derive(Debug)]
struct Row {
    what: String,
    figures: String,
    ratio: f64,
    /// The ratio that was promised: at most this, or at least this for rates.
    reach: Reach,
}

#[derive(Debug, Clone, Copy)]
enum Reach {
    AtMost(f64),
    AtLeast(f64),
    Told,
}

impl Reach {
    fn holds(self, ratio: f64) -> bool {
        match self {
            Reach::AtMost(limit) => ratio <= limit,
            Reach::AtLeast(limit) => ratio >= limit,
            Reach::Told => true,
        }
    }
}

/// The table of figures.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Row>);

impl Report {
    /// A page or a save against its floor, with its requests per CPU-second.
    pub(crate) fn page(
        &mut self,
        database: &str,
        what: &str,
        (page, floor, per_cpu_second): (&Times, &Times, f64),
        promised: bool,
    ) {
        let reach = if promised { Reach::AtMost(1.5) } else { Reach::Told };
        let ratio = page.median() as f64 / floor.median().max(1) as f64;
        let figures = format!("{page} µs, floor {floor} µs, {per_cpu_second:.0} requests per CPU-second");
        self.push(format!("{database}: {what}"), figures, ratio, reach);
    }

    /// A save over its bare rows and an answer from memory, as the floor of a page has one: for knowing where time goes.
    pub(crate) fn exchange(&mut self, database: &str, what: &str, saved: &Saved) {
        let floor = saved.rows.median() + saved.exchanges.median();
        let figures = format!("bare rows and {} µs for an answer from memory", saved.exchanges);
        let ratio = saved.saves.median() as f64 / floor.max(1) as f64;
        self.push(format!("{database}: {what}, over HTTP on both sides"), figures, ratio, Reach::Told);
    }

    /// A document against the bare engine.
    pub(crate) fn document(&mut self, database: &str, printed: &Printed) {
        let ratio = printed.product.median() as f64 / printed.bare.median().max(1) as f64;
        let figures = format!("{} µs, bare engine {} µs", printed.product, printed.bare);
        self.push(format!("{database}: a document of 50 records"), figures, ratio, Reach::AtMost(1.3));
    }

    /// What drawing a family adds to the page that shows it.
    pub(crate) fn drawing(&mut self, database: &str, drawn: &Times, page: &Times) {
        let ratio = drawn.median() as f64 / page.median().max(1) as f64;
        let figures = format!("{drawn} µs of {page} µs");
        self.push(
            format!("{database}: drawing 25 people within their page"),
            figures,
            ratio,
            Reach::AtMost(0.1),
        );
    }

    /// A page of a large town against the same of a small one.
    pub(crate) fn growth(&mut self, database: &str, large: &Times, small: &Times) {
        let ratio = large.median() as f64 / small.median().max(1) as f64;
        self.push(
            format!("{database}: work list, ten times the cases"),
            format!("{large} µs, {small} µs"),
            ratio,
            Reach::AtMost(1.2),
        );
    }

    /// A list with every basis over the same with 所管 alone; with what might bar somebody asked as well, it is only told.
    pub(crate) fn engine(
        &mut self,
        database: &str,
        what: &str,
        (with, without): (&Times, &Times),
        promised: bool,
    ) {
        let ratio = with.median() as f64 / without.median().max(1) as f64;
        self.push(
            format!("{database}: {what}"),
            format!("{with} µs, 所管 alone {without} µs"),
            ratio,
            if promised { Reach::AtMost(1.3) } else { Reach::Told },
        );
    }

    /// Rows per second of the seed over those of bare inserts.
    pub(crate) fn seed(&mut self, database: &str, (seed, bare): (f64, f64)) {
        let figures = format!("{seed:.0} rows/s, bare {bare:.0} rows/s");
        self.push(format!("{database}: seed"), figures, seed / bare.max(1.0), Reach::AtLeast(0.5));
    }

    /// The seam against the bare driver: told, not promised.
    pub(crate) fn seam(&mut self, database: &str, what: &str, seam: &Times, bare: &Times) {
        let ratio = seam.median() as f64 / bare.median().max(1) as f64;
        self.push(
            format!("{database}: seam, {what}"),
            format!("{seam} µs, bare {bare} µs"),
            ratio,
            Reach::Told,
        );
    }

    /// Memory of the process, in MB.
    pub(crate) fn memory(&mut self, database: &str, when: &str, megabytes: f64, limit: f64) {
        self.push(
            format!("{database}: memory {when}"),
            format!("{megabytes:.0} MB"),
            megabytes,
            Reach::AtMost(limit),
        );
    }

    fn push(&mut self, what: String, figures: String, ratio: f64, reach: Reach) {
        let row = Row { what, figures, ratio, reach };
        self.0.push(row);
    }

    /// Whether every figure is within reach.
    pub(crate) fn holds(&self) -> bool {
        self.0.iter().all(|row| row.reach.holds(row.ratio))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | p50 / p95 / p99 | ratio | reach | |\n|---|---|---|---|---|")?;
        for row in &self.0 {
            let reach = match row.reach {
                Reach::AtMost(limit) => format!("≤ {limit}"),
                Reach::AtLeast(limit) => format!("≥ {limit}"),
                Reach::Told => String::new(),
            };
            let verdict = match row.reach {
                Reach::Told => "",
                reach if reach.holds(row.ratio) => "holds",
                _ => "OUT OF REACH",
            };
            writeln!(f, "| {} | {} | {:.2} | {reach} | {verdict} |", row.what, row.figures, row.ratio)?;
        }
        Ok(())
    }
}
