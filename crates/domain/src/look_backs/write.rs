use kernel::{Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::ground::{self, Grounds, Held};
use super::show::{self, LookBackLine, LookBackView};
use super::sorts::{self, Sort};
use super::{Effect, HouseholdType, LookBack, Number, Stage, doubt, find, household, traces};
use crate::access::{self, Act, CasePass};
use crate::audit::{Action, Event, Kind};
use crate::cases::{Status, issues};
use crate::installed::IssueType;
use crate::{Choice, Faults, drafts};

/// A look-back as it is written. What the case has already is chosen, not typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LookBackForm {
    /// The case that the page showed.
    pub case: String,
    /// In one line.
    pub title: String,
    /// Keys of issue types, among those of the case.
    pub issues: Vec<String>,
    /// Key of [`HouseholdType`].
    pub household: String,
    /// したこと.
    pub actions: String,
    /// Key of [`Effect`].
    pub effect: String,
    /// 成果.
    pub results: String,
    /// 課題.
    pub challenges: String,
    /// 次に生かすこと; may be empty.
    pub lessons: String,
    /// That words which could tell of somebody were looked at again.
    pub checked: String,
    /// The version that the page showed; empty for a new one.
    pub version: String,
}

/// What a look-back says, to write it again.
///
/// # Errors
/// Those of the database.
pub fn form_of(tx: &Tx<'_>, view: &LookBackView) -> Result<LookBackForm> {
    let lesson = &view.lesson;
    Ok(LookBackForm {
        case: String::new(),
        title: lesson.title.clone(),
        issues: tx.all(
            "SELECT issue_type FROM look_back_issues WHERE look_back_id = $1 ORDER BY issue_type",
            &[&view.id],
        )?,
        household: lesson.household.key().into(),
        actions: lesson.actions.clone(),
        effect: lesson.effect.key().into(),
        results: lesson.results.clone(),
        challenges: lesson.challenges.clone(),
        lessons: lesson.lessons.clone(),
        checked: String::new(),
        version: view.version.to_string(),
    })
}

/// What the page of a new look-back begins with: whether it can be written, and what the case has already.
#[derive(Debug, Clone, Serialize)]
pub struct Offer {
    /// Whether the case is closed.
    pub closed: bool,
    /// Whether the reader's agency leads it.
    pub leads: bool,
    /// The ground.
    #[serde(flatten)]
    pub grounds: Grounds,
    /// The kind of its household.
    pub household: HouseholdType,
    /// Its issue types.
    pub issues: Vec<IssueType>,
    /// Kinds of the agencies of its team.
    pub agencies: Vec<String>,
    /// What the reader's agency wrote about it before.
    pub written: Vec<LookBackLine>,
}

impl Offer {
    /// Whether it can be written now.
    pub fn may_write(&self) -> bool {
        self.closed && self.leads && self.grounds.ground.is_some()
    }
}

/// What somebody who steers a case needs to look back on it.
///
/// # Errors
/// [`Error::NotFound`] for whoever may not steer the case.
pub fn offer(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<Offer> {
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    Ok(Offer {
        closed: pass.status() == Status::Closed,
        leads: leads(tx, who, &pass)?,
        grounds: ground::of_case(tx, who, pass.id())?,
        household: household::of_case(tx, who, pass.id())?,
        issues: issue_types(tx, who, &pass)?,
        agencies: sorts::labels(tx, &sorts::of_case(tx, pass.id())?)?,
        written: show::of_case(tx, who, pass.id())?,
    })
}

fn leads(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<bool> {
    let lead: Option<i64> =
        tx.opt("SELECT 1 FROM cases WHERE id = $1 AND lead_agency_id = $2", &[&pass.id(), &who.agency])?;
    Ok(lead.is_some())
}

/// The issue types of a case, each once, in the order of the profile.
fn issue_types(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<IssueType>> {
    let lines = issues(tx, who, pass)?.all()?;
    let mut types: Vec<IssueType> =
        tx.all("SELECT key, name FROM issue_types ORDER BY position, key", &[])?;
    types.retain(|one| lines.iter().any(|line| line.issue_type == one.key));
    Ok(types)
}

/// The ground, or what is to be done first: said to somebody who sees the case anyway.
fn ready(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Held> {
    if pass.status() != Status::Closed {
        return Err(Error::Conflict(message::look_back_needs_closure()));
    }
    if !leads(tx, who, pass)? {
        return Err(Error::Conflict(message::look_back_by_lead()));
    }
    ground::held(tx, pass.id(), who.agency)?.ok_or_else(|| Error::Conflict(message::look_back_needs_ground()))
}

struct Checked {
    title: String,
    household: HouseholdType,
    effect: Effect,
    actions: String,
    results: String,
    challenges: String,
    lessons: String,
    issues: Vec<String>,
    agencies: Vec<Sort>,
}

/// Hands in a look-back on a closed case that one's own agency led.
///
/// # Errors
/// [`Error::Invalid`] with every fault, among them each word that tells whom it is about; [`Error::Conflict`] if the case is open,
/// another agency led it, there is no ground, or the page showed another case; [`Error::NotFound`] for whoever may not steer it.
pub fn file(tx: &Tx<'_>, who: &Scope, code: &str, form: &LookBackForm) -> Result<Id<LookBack>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Change)?;
    let held = ready(tx, who, &pass)?;
    let new = check(tx, who, &pass, form)?;
    let id: Id<LookBack> = tx.new_id();
    let number = Number::from_random(&tx.random::<8>()).to_string();
    let item = held.item.map(|(item, _)| item);
    tx.exec(
        "INSERT INTO look_backs (id, code, case_id, agency_id, status, ground, item_id, title, household, effect, actions,
             results, challenges, lessons, recorded_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)",
        &[
            &id, &number, &pass.id(), &who.agency, &Stage::Waiting, &held.ground, &item, &new.title, &new.household,
            &new.effect, &new.actions, &new.results, &new.challenges, &new.lessons, &who.now,
        ],
    )?;
    facts(tx, id, &new)?;
    submit(tx, who, id)?;
    drafts::forget(tx, who, "look-back", code)?;
    Event::new(Action::Create, Kind::LookBack, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    Ok(id)
}

/// Hands in again what was returned.
///
/// # Errors
/// As [`file`]; [`Error::Conflict`] unless it was returned; [`Error::Stale`] if somebody else changed it first.
pub fn revise(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>, form: &LookBackForm) -> Result<()> {
    let (case, stage) = show::to_change(tx, who, id)?;
    let pass = access::case(tx, who, case, Act::Change)?;
    if stage != Stage::Returned {
        return Err(Error::Conflict(message::look_back_step(stage.label())));
    }
    let held = ready(tx, who, &pass)?;
    let version: i64 = form.version.parse().map_err(|_| Error::Stale)?;
    let new = check(tx, who, &pass, form)?;
    let item = held.item.map(|(item, _)| item);
    tx.exec_one(
        "UPDATE look_backs SET status = $3, ground = $4, item_id = $5, title = $6, household = $7, effect = $8, actions = $9,
             results = $10, challenges = $11, lessons = $12, version = version + 1 WHERE id = $1 AND version = $2",
        &[
            &id, &version, &Stage::Waiting, &held.ground, &item, &new.title, &new.household, &new.effect, &new.actions,
            &new.results, &new.challenges, &new.lessons,
        ],
    )?;
    tx.exec("DELETE FROM look_back_issues WHERE look_back_id = $1", &[&id])?;
    tx.exec("DELETE FROM look_back_agencies WHERE look_back_id = $1", &[&id])?;
    facts(tx, id, &new)?;
    submit(tx, who, id)?;
    Event::new(Action::Change, Kind::LookBack, id)
        .of_case(case)
        .on(pass.bases())
        .for_purpose("revise")
        .record(tx, who)
}

/// Who handed it in: whoever once did approves it never.
fn submit(tx: &Tx<'_>, who: &Scope, id: Id<LookBack>) -> Result<()> {
    let row: Id<Checked> = tx.new_id();
    tx.exec(
        "INSERT INTO look_back_submissions (id, look_back_id, staff_id, at) VALUES ($1, $2, $3, $4)",
        &[&row, &id, &who.staff, &who.now],
    )
}

fn facts(tx: &Tx<'_>, id: Id<LookBack>, new: &Checked) -> Result<()> {
    for issue in &new.issues {
        tx.exec("INSERT INTO look_back_issues (look_back_id, issue_type) VALUES ($1, $2)", &[&id, issue])?;
    }
    for sort in &new.agencies {
        tx.exec(
            "INSERT INTO look_back_agencies (look_back_id, kind, field) VALUES ($1, $2, $3)",
            &[&id, &sort.kind, &sort.field],
        )?;
    }
    Ok(())
}

fn check(tx: &Tx<'_>, who: &Scope, pass: &CasePass, form: &LookBackForm) -> Result<Checked> {
    let mut faults = Faults::default();
    let known = issue_types(tx, who, pass)?;
    let mut issues: Vec<String> = form.issues.iter().filter(|key| !key.is_empty()).cloned().collect();
    issues.sort();
    issues.dedup();
    if issues.iter().any(|key| !known.iter().any(|one| one.key == *key)) {
        faults.add("issues", message::error_unknown_choice("課題の種類"));
    } else if issues.is_empty() && !known.is_empty() {
        faults.add("issues", message::error_choose_any("課題の種類"));
    }
    let title = faults.required_line("title", "ひとことで", &form.title);
    let household: Option<HouseholdType> = faults.choice("household", "世帯の形", &form.household);
    let actions = faults.required_text("actions", "したこと", &form.actions);
    let effect: Option<Effect> = faults.choice("effect", "世帯の変化", &form.effect);
    let results = faults.required_text("results", "成果", &form.results);
    let challenges = faults.required_text("challenges", "課題", &form.challenges);
    let lessons = faults.text("lessons", "次に生かすこと", &form.lessons);
    let texts = [
        ("title", &title),
        ("actions", &actions),
        ("results", &results),
        ("challenges", &challenges),
        ("lessons", &lessons),
    ];
    let traces = traces::in_sight(tx, who, pass.id())?;
    for (field, text) in texts {
        for found in find::in_text(&traces, text) {
            faults.add(field, message::look_back_identifies(found.what.label(), found.word));
        }
    }
    if form.checked.is_empty() {
        let words = doubt::words(tx, &texts.map(|(_, text)| text.as_str()).join("\n"))?;
        if !words.is_empty() {
            faults.add("checked", message::look_back_doubtful(words.join("、")));
        }
    }
    faults.done()?;
    let (Some(household), Some(effect)) = (household, effect) else { return Err(Error::NotFound) };
    let agencies = sorts::of_case(tx, pass.id())?;
    Ok(Checked { title, household, effect, actions, results, challenges, lessons, issues, agencies })
}
