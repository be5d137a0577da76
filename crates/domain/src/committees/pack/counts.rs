//! What is counted. All of it goes by sums: no question here answers a row of anybody.

use kernel::{Day, Instant, Result};
use store::{FromRow, Tx, row};

use super::table::Counts;
use crate::Choice;
use crate::cases::handover::Progress;
use crate::conferences::Ground;
use crate::consultations::{Channel, Triage};
use crate::plans::PlanKind;

/// A period, as days and as moments.
pub(super) struct Period {
    pub(super) from: Day,
    pub(super) to: Day,
}

impl Period {
    fn since(&self) -> Instant {
        Instant::start_of(self.from)
    }

    fn before(&self) -> Instant {
        Instant::start_of(self.to.plus(1))
    }
}

struct Found {
    key: String,
    n: i64,
}
row!(Found { key, n });

/// Every table of a pack.
pub(super) fn all(tx: &Tx<'_>, period: &Period) -> Result<Vec<Counts>> {
    Ok(vec![
        consultations(tx, period)?,
        triages(tx, period)?,
        cases(tx, period)?,
        issues(tx, period)?,
        handovers(tx, period)?,
        conferences(tx, period)?,
        plans(tx, period)?,
        notices(tx, period)?,
    ])
}

/// One line for each choice of a list, in its order.
fn by_choice<C: Choice>(found: &[Found]) -> Vec<(String, Vec<i64>)> {
    let count = |choice: C| found.iter().filter(|row| row.key == choice.key()).map(|row| row.n).sum();
    C::ALL.iter().map(|choice| (choice.label().to_owned(), vec![count(*choice)])).collect()
}

fn consultations(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let found: Vec<Found> = tx.all(
        "SELECT channel, count(*) FROM consultations WHERE received_on >= $1 AND received_on <= $2 GROUP BY channel",
        &[&period.from, &period.to],
    )?;
    let counts = Counts {
        key: "consultations",
        title: "相談(どこで受けたか)",
        note: "期間に受けた相談の延べ件数",
        columns: vec!["延べ件数"],
        lines: by_choice::<Channel>(&found),
        total: None,
    };
    Ok(counts.summed())
}

fn triages(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let found: Vec<Found> = tx.all(
        "SELECT triage, count(*) FROM consultations WHERE received_on >= $1 AND received_on <= $2 GROUP BY triage",
        &[&period.from, &period.to],
    )?;
    let counts = Counts {
        key: "triages",
        title: "相談(その後どうしたか)",
        note: "期間に受けた相談の延べ件数。資料をつくった時の状態",
        columns: vec!["延べ件数"],
        lines: by_choice::<Triage>(&found),
        total: None,
    };
    Ok(counts.summed())
}

/// Flows only: how many go on at a day would tell, from one pack to the next, how many began and ended.
fn cases(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let opened: i64 = tx.one(
        "SELECT count(*) FROM cases c WHERE c.opened_on >= $1 AND c.opened_on <= $2
         AND NOT EXISTS (SELECT 1 FROM case_merges m WHERE m.merged_id = c.id AND m.undone_at IS NULL)",
        &[&period.from, &period.to],
    )?;
    let closed: i64 = tx.one(
        "SELECT count(DISTINCT case_id) FROM closures WHERE closed_on >= $1 AND closed_on <= $2",
        &[&period.from, &period.to],
    )?;
    Ok(Counts {
        key: "cases",
        title: "ケース",
        note: "期間に始めたケースと、終結したケースの実件数",
        columns: vec!["実件数"],
        lines: vec![("始めたケース".into(), vec![opened]), ("終結したケース".into(), vec![closed])],
        total: None,
    })
}

struct Issue {
    name: String,
    found: i64,
    resolved: i64,
}
row!(Issue { name, found, resolved });

/// Every issue type of the municipality, also those that nobody had: DV, 虐待, ひきこもり, 認知症, 解雇 (ODA-18).
fn issues(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let counted = "count(DISTINCT CASE WHEN i.found_on >= $1 AND i.found_on <= $2 THEN i.case_id END),
        count(DISTINCT CASE WHEN i.resolved_on >= $1 AND i.resolved_on <= $2 THEN i.case_id END)";
    let found: Vec<Issue> = tx.all(
        &format!(
            "SELECT t.name, {counted} FROM issue_types t LEFT JOIN case_issues i ON i.issue_type = t.key
             WHERE t.active OR i.id IS NOT NULL GROUP BY t.key, t.name, t.position ORDER BY t.position, t.key"
        ),
        &[&period.from, &period.to],
    )?;
    let (all, resolved): (i64, i64) =
        tx.one(&format!("SELECT {counted} FROM case_issues i"), &[&period.from, &period.to])?;
    Ok(Counts {
        key: "issues",
        title: "課題の種類",
        note: "期間に課題が見つかったケースと、解決したケースの実件数。課題がいくつもあるケースは、それぞれの行で数え、計では1件",
        columns: vec!["見つかった", "解決した"],
        lines: found.into_iter().map(|row| (row.name, vec![row.found, row.resolved])).collect(),
        total: Some(vec![all, resolved]),
    })
}

fn handovers(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let found: Vec<Found> = tx.all(
        "SELECT status, count(*) FROM handovers WHERE sent_at >= $1 AND sent_at < $2 GROUP BY status",
        &[&period.since(), &period.before()],
    )?;
    let counts = Counts {
        key: "handovers",
        title: "つなぎ",
        note: "期間に送ったつなぎの件数。資料をつくった時の状態",
        columns: vec!["件数"],
        lines: by_choice::<Progress>(&found),
        total: None,
    };
    Ok(counts.summed())
}

struct Met {
    ground: Option<Ground>,
    sittings: i64,
    items: i64,
    households: i64,
}

impl FromRow for Met {
    fn from_row(row: &store::Row<'_>) -> Result<Self> {
        Ok(Self { ground: row.get(0)?, sittings: row.get(1)?, items: row.get(2)?, households: row.get(3)? })
    }
}

fn conferences(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let question = |ground: &str, end: &str| {
        format!(
            "SELECT {ground}, count(DISTINCT s.id), count(*), count(DISTINCT i.case_id) FROM conference_items i
             JOIN conference_sittings s ON s.id = i.sitting_id
             WHERE i.held_at IS NOT NULL AND s.meets_on >= $1 AND s.meets_on <= $2 {end}"
        )
    };
    let params: [&dyn store::Param; 2] = [&period.from, &period.to];
    let by_ground: Vec<Met> = tx.all(&question("i.ground", "GROUP BY i.ground"), &params)?;
    let all: Met = tx.one(&question("CAST(NULL AS TEXT)", ""), &params)?;
    let line = |ground: Ground| {
        let met = by_ground.iter().find(|met| met.ground == Some(ground));
        let counts = met.map_or(vec![0, 0, 0], |met| vec![met.sittings, met.items, met.households]);
        (ground.label().to_owned(), counts)
    };
    Ok(Counts {
        key: "conferences",
        title: "会議",
        note: "期間に開いた会議の回数、扱った案件の延べ件数、世帯の実件数。根拠ごと",
        columns: vec!["回数", "案件(延べ)", "世帯(実)"],
        lines: Ground::ALL.iter().map(|ground| line(*ground)).collect(),
        total: Some(vec![all.sittings, all.items, all.households]),
    })
}

struct Planned {
    kind: PlanKind,
    made: i64,
    decided: i64,
    evaluated: i64,
}
row!(Planned { kind, made, decided, evaluated });

fn plans(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let found: Vec<Planned> = tx.all(
        "SELECT r.kind, count(*) FILTER (WHERE r.recorded_at >= $1 AND r.recorded_at < $2),
             count(*) FILTER (WHERE r.decided_at >= $1 AND r.decided_at < $2),
             count(*) FILTER (WHERE EXISTS (SELECT 1 FROM plan_evaluations e WHERE e.plan_id = r.id AND e.evaluated_on >= $3
                 AND e.evaluated_on <= $4))
         FROM support_plans r GROUP BY r.kind ORDER BY r.kind",
        &[&period.since(), &period.before(), &period.from, &period.to],
    )?;
    let line = |kind: PlanKind| {
        let row = found.iter().find(|row| row.kind == kind);
        let counts = row.map_or(vec![0, 0, 0], |row| vec![row.made, row.decided, row.evaluated]);
        (kind.label().to_owned(), counts)
    };
    let counts = Counts {
        key: "plans",
        title: "支援プラン",
        note: "期間につくったプラン、支援決定したプラン、評価したプランの件数",
        columns: vec!["つくった", "支援決定", "評価した"],
        lines: PlanKind::ALL.iter().map(|kind| line(*kind)).collect(),
        total: None,
    };
    Ok(counts.summed())
}

fn notices(tx: &Tx<'_>, period: &Period) -> Result<Counts> {
    let found: Vec<Found> = tx.all(
        "SELECT a.name, count(*) FROM department_notices n JOIN agencies a ON a.id = n.from_agency_id
         WHERE n.sent_at >= $1 AND n.sent_at < $2 GROUP BY a.id, a.name ORDER BY a.name, a.id",
        &[&period.since(), &period.before()],
    )?;
    let counts = Counts {
        key: "department_notices",
        title: "庁内の連絡票",
        note: "期間に送られた連絡票の件数。送った課ごと",
        columns: vec!["件数"],
        lines: found.into_iter().map(|row| (row.key, vec![row.n])).collect(),
        total: None,
    };
    Ok(counts.summed())
}
