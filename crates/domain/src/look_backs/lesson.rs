use kernel::{Day, Id, Result};
use serde::Serialize;
use store::{Param, Tx, row};

use super::sorts::{self, Sort};
use super::{Effect, HouseholdType, LookBack};

/// What a look-back tells: no name, no case, no agency, and no date but a fiscal year.
#[derive(Debug, Clone, Serialize)]
pub struct Lesson {
    /// Its number.
    pub number: String,
    /// In one line.
    pub title: String,
    /// Who lives together.
    pub household: HouseholdType,
    /// What became of the household.
    pub effect: Effect,
    /// したこと.
    pub actions: String,
    /// 成果.
    pub results: String,
    /// 課題.
    pub challenges: String,
    /// 次に生かすこと.
    pub lessons: String,
    /// The fiscal year in which it was published.
    pub year: Option<i64>,
    /// Names of the issue types.
    pub issues: Vec<String>,
    /// Kinds of the agencies that helped.
    pub agencies: Vec<String>,
}

impl Lesson {
    /// `令和8年度`; empty before it was published.
    pub fn year_label(&self) -> String {
        let first = self.year.and_then(|year| Day::new(i16::try_from(year).ok()?, 4, 1));
        first.map_or_else(String::new, |day| format!("{}度", day.era_year()))
    }

    /// All that was typed.
    pub(super) fn words(&self) -> String {
        [&self.title, &self.actions, &self.results, &self.challenges, &self.lessons]
            .map(String::as_str)
            .join("\n")
    }
}

struct Told {
    id: Id<LookBack>,
    number: String,
    title: String,
    household: HouseholdType,
    effect: Effect,
    actions: String,
    results: String,
    challenges: String,
    lessons: String,
    year: Option<i64>,
}
row!(Told { id, number, title, household, effect, actions, results, challenges, lessons, year });

/// Lessons of look-backs `b` by a condition.
pub(super) fn select(
    tx: &Tx<'_>,
    condition: &str,
    params: &[&dyn Param],
) -> Result<Vec<(Id<LookBack>, Lesson)>> {
    let told: Vec<Told> = tx.all(
        &format!(
            "SELECT b.id, b.code, b.title, b.household, b.effect, b.actions, b.results, b.challenges, b.lessons, b.year
             FROM look_backs b WHERE {condition}"
        ),
        params,
    )?;
    // Asked together: none depends on what another answers.
    let mut asked = Vec::new();
    for one in &told {
        let issues = tx.ask::<String>(
            "SELECT coalesce(y.name, i.issue_type) FROM look_back_issues i LEFT JOIN issue_types y ON y.key = i.issue_type
             WHERE i.look_back_id = $1 ORDER BY y.position, i.issue_type",
            &[&one.id],
        )?;
        let agencies = tx.ask::<Sort>(
            "SELECT g.kind, g.field FROM look_back_agencies g WHERE g.look_back_id = $1 ORDER BY g.kind, g.field",
            &[&one.id],
        )?;
        asked.push((issues, agencies));
    }
    let mut lessons = Vec::new();
    for (one, (issues, agencies)) in told.into_iter().zip(asked) {
        let lesson = Lesson {
            number: one.number,
            title: one.title,
            household: one.household,
            effect: one.effect,
            actions: one.actions,
            results: one.results,
            challenges: one.challenges,
            lessons: one.lessons,
            year: one.year,
            issues: issues.all()?,
            agencies: sorts::labels(tx, &agencies.all()?)?,
        };
        lessons.push((one.id, lesson));
    }
    Ok(lessons)
}
