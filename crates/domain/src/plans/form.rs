use serde::{Deserialize, Serialize};

/// A plan as it is written. Goals and lines stand column by column: the n-th of each is one row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The case that the page showed.
    pub case: String,
    /// Key of [`PlanKind`].
    pub kind: String,
    /// Id of the person whose plan it is; the household's when empty.
    pub person: String,
    /// Keys of the kinds of information that it tells; every kind when none is chosen.
    pub kinds: Vec<String>,
    /// Key of [`Gate`], where the municipality's papers do not say what lets participation support begin.
    pub gate: String,
    /// When support began.
    pub began_on: String,
    /// From when.
    pub period_from: String,
    /// To when.
    pub period_to: String,
    /// 本人の願い, in the person's words.
    pub wish: String,
    /// What is to be different at its end.
    pub aim: String,
    /// Of each goal: whose.
    pub goal_whose: Vec<String>,
    /// Of each goal: the words.
    pub goal_words: Vec<String>,
    /// Of each goal: the next step.
    pub goal: Vec<String>,
    /// Of each goal: by when.
    pub goal_due: Vec<String>,
    /// Of each line: the issue.
    pub line_issue: Vec<String>,
    /// Of each line: what is done.
    pub line_what: Vec<String>,
    /// Of each line: by which agency.
    pub line_agency: Vec<String>,
    /// Of each line: by whom there.
    pub line_person: Vec<String>,
    /// Of each line: what the person does.
    pub line_own_part: Vec<String>,
    /// Of each line: how often.
    pub line_frequency: Vec<String>,
    /// Of each line: by when.
    pub line_due: Vec<String>,
    /// The version that the page showed; empty for a new plan.
    pub version: String,
}
