use kernel::{Agency, Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::explain::{self, ExplanationForm};
use super::whose::{WHOSE, person_of_case};
use super::{Answer, ConsentView, GivenBy, How, categories, withdraw};
use crate::access::{self, Act, CasePass, conflict};
use crate::audit::{Action, Event, Kind};
use crate::cases::{self, JoinGround, NewGround};
use crate::people::Person;
use crate::{Faults, drafts, installed};

/// Longest time for which one may agree at once; a profile may shorten it.
const MOST_DAYS: i32 = 366;
/// Time of a consent that is given together with a handover.
const QUICK_DAYS: i32 = 180;

/// What a worker writes about an answer. Nothing is chosen beforehand.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentForm {
    /// The case that the page showed; must be the one that is written to.
    pub case: String,
    /// The person's id.
    pub person: String,
    /// When it was explained; today when empty.
    pub explained_on: String,
    /// Key of an [`ExplainMethod`](super::ExplainMethod).
    pub explain_method: String,
    /// Who was there.
    pub accompanied_by: String,
    /// What was shown.
    pub materials: String,
    /// 本人のことば・様子; may be empty if it was explained before.
    pub words: String,
    /// Key of [`GivenBy`].
    pub given_by: String,
    /// Who that was, if not the person.
    pub given_by_name: String,
    /// Key of [`Answer`].
    pub answer: String,
    /// What for.
    pub purpose: String,
    /// Ids of agencies that may be told.
    pub agencies: Vec<String>,
    /// Somebody who may be told without seeing the case: outside the system, or by a handover.
    pub outside: String,
    /// Keys of kinds of information.
    pub categories: Vec<String>,
    /// Last day.
    pub until: String,
    /// Key of [`How`].
    pub how: String,
    /// Why not.
    pub refusal_reason: String,
}

impl ConsentForm {
    /// The part that tells how it was explained.
    pub fn explanation(&self) -> ExplanationForm {
        ExplanationForm {
            person: self.person.clone(),
            explained_on: self.explained_on.clone(),
            explain_method: self.explain_method.clone(),
            accompanied_by: self.accompanied_by.clone(),
            materials: self.materials.clone(),
            words: self.words.clone(),
        }
    }
}

struct New {
    person: Id<Person>,
    given_by: GivenBy,
    given_by_name: String,
    answer: Answer,
    purpose: String,
    agencies: Vec<Id<Agency>>,
    outside: String,
    categories: i64,
    until: Option<Day>,
    how: How,
    refusal_reason: String,
}

/// Records an answer. An agreement opens the case to the agencies that it names from this moment on; a refusal of the
/// person ends what the person had agreed to before.
///
/// # Errors
/// [`Error::Invalid`] with every fault: an explanation in words is needed, a tick is not enough; [`Error::Conflict`] if
/// the page showed another case; [`Error::NotFound`] out of sight.
pub fn give(tx: &Tx<'_>, who: &Scope, code: &str, form: &ConsentForm) -> Result<Id<ConsentView>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    let new = check(tx, who, &pass, form)?;
    let mut faults = Faults::default();
    let explained = form.explanation().check(&mut faults, who.now.day());
    faults.done()?;
    if !form.words.trim().is_empty() {
        explain::insert(tx, who, &pass, new.person, &explained)?;
    }
    let id = insert(tx, who, &pass, &new)?;
    drafts::forget(tx, who, "consent", code)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Scope, pass: &CasePass, form: &ConsentForm) -> Result<New> {
    let (mut faults, today) = (Faults::default(), who.now.day());
    let person = person_of_case(tx, who, pass, &mut faults, WHOSE, &form.person)?;
    let explained = match person {
        Some(person) => explain::was_explained(tx, pass, person)?,
        None => true,
    };
    if form.words.trim().is_empty() && !explained {
        faults.add("words", message::consent_needs_explanation());
    }
    let given_by: Option<GivenBy> = faults.choice("given_by", "答えた人", &form.given_by);
    let given_by_name = faults.line("given_by_name", "答えた人の名前と関係", &form.given_by_name);
    if given_by.is_some_and(|by| by != GivenBy::Self_) && given_by_name.is_empty() {
        faults.add("given_by_name", message::error_required("答えた人の名前と関係"));
    }
    if given_by.is_some_and(|by| by != GivenBy::Self_)
        && conflict::name_is_adverse(tx, pass.id(), &given_by_name)?
    {
        faults.add("given_by_name", message::invite_not_possible());
    }
    let answer: Option<Answer> = faults.choice("answer", "答え", &form.answer);
    let mut new = New {
        person: person.unwrap_or_else(|| pass.id().cast()),
        given_by: given_by.unwrap_or(GivenBy::Family),
        given_by_name,
        answer: answer.unwrap_or(Answer::Undecided),
        purpose: faults.line("purpose", "何のために", &form.purpose),
        agencies: Vec::new(),
        outside: faults.line("outside", "この仕組みの外の相手", &form.outside),
        categories: 0,
        until: None,
        how: faults.choice_or("how", "答え方", &form.how, How::Oral),
        refusal_reason: faults.line("refusal_reason", "同意しない理由", &form.refusal_reason),
    };
    if new.answer.opens() && answer.is_some() {
        agreed(tx, who, pass, form, &mut faults, &mut new, today)?;
    } else if answer == Some(Answer::Refused) && new.refusal_reason.is_empty() {
        faults.add("refusal_reason", message::error_required("同意しない理由"));
    }
    faults.done()?;
    Ok(new)
}

fn agreed(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    form: &ConsentForm,
    faults: &mut Faults,
    new: &mut New,
    today: Day,
) -> Result<()> {
    if new.purpose.is_empty() {
        faults.add("purpose", message::error_required("何のために"));
    }
    new.categories = categories::bits(tx, faults, "categories", &form.categories)?;
    if new.categories == 0 {
        faults.add("categories", message::error_choose_any("なにを知らせるか"));
    }
    for id in form.agencies.iter().filter(|id| !id.is_empty()) {
        match installed::agency(tx, id)? {
            Some(agency) if agency.id == who.agency => {}
            Some(agency) if conflict::agency_is_adverse(tx, pass.id(), agency.id)? => {
                faults.add("agencies", message::invite_not_possible());
            }
            Some(agency) => new.agencies.push(agency.id),
            None => faults.add("agencies", message::error_unknown_choice("だれに知らせるか")),
        }
    }
    new.agencies.sort();
    new.agencies.dedup();
    if new.agencies.is_empty() && new.outside.is_empty() {
        faults.add("agencies", message::error_choose_any("だれに知らせるか"));
    }
    if conflict::name_is_adverse(tx, pass.id(), &new.outside)? {
        faults.add("outside", message::invite_not_possible());
    }
    new.until = faults.due_day("until", "いつまで", &form.until, today);
    match new.until {
        None => faults.add("until", message::error_required("いつまで")),
        Some(day) if day < today => faults.add("until", message::error_date_past("いつまで")),
        Some(day) if day > today.plus(MOST_DAYS) => faults.add("until", message::consent_too_long()),
        Some(_) => {}
    }
    Ok(())
}

fn insert(tx: &Tx<'_>, who: &Scope, pass: &CasePass, new: &New) -> Result<Id<ConsentView>> {
    let id: Id<ConsentView> = tx.new_id();
    // The whole last day.
    let until = new.until.map_or(who.now, |day| Instant::start_of(day.plus(1)));
    if new.answer == Answer::Refused && new.given_by != GivenBy::Family {
        withdraw::all_of(tx, who, pass, new.person, &new.refusal_reason)?;
    }
    tx.exec(
        "INSERT INTO consents (id, case_id, person_id, given_by, given_by_name, answer, purpose, categories, method, outside,
             refusal_reason, from_at, until_at, agency_id, staff_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $12)",
        &[
            &id, &pass.id(), &new.person, &new.given_by, &new.given_by_name, &new.answer, &new.purpose, &new.categories,
            &new.how, &new.outside, &new.refusal_reason, &who.now, &until, &who.agency, &who.staff,
        ],
    )?;
    if new.answer.opens() && new.given_by != GivenBy::Family {
        for agency in &new.agencies {
            let ground = NewGround {
                until,
                consent: Some((id, new.person)),
                ..NewGround::of(JoinGround::Consent, &new.purpose)
            };
            cases::add_ground(tx, who, pass.id(), *agency, &ground)?;
        }
        cases::place(tx, pass.id())?;
    }
    Event::new(Action::Create, Kind::Consent, id)
        .of_case(pass.id())
        .on(pass.bases())
        .for_purpose(crate::Choice::key(new.answer))
        .record(tx, who)?;
    Ok(id)
}

/// A consent that is asked for while something is handed over: for exactly that receiver and what travels.
pub(crate) struct Quick<'a> {
    /// Whose.
    pub(crate) person: Id<Person>,
    /// What the person said when it was explained.
    pub(crate) words: &'a str,
    /// What for.
    pub(crate) purpose: &'a str,
    /// Who is told. It opens the case to nobody.
    pub(crate) to: &'a str,
    /// What.
    pub(crate) categories: i64,
}

/// Records it as the person's own spoken consent, explained at this moment.
pub(crate) fn give_quickly(tx: &Tx<'_>, who: &Scope, pass: &CasePass, quick: &Quick<'_>) -> Result<()> {
    let mut faults = Faults::default();
    let form = ExplanationForm { words: quick.words.to_owned(), ..ExplanationForm::default() };
    let explained = form.check(&mut faults, who.now.day());
    faults.done()?;
    explain::insert(tx, who, pass, quick.person, &explained)?;
    let new = New {
        person: quick.person,
        given_by: GivenBy::Self_,
        given_by_name: String::new(),
        answer: Answer::Agreed,
        purpose: quick.purpose.to_owned(),
        agencies: Vec::new(),
        outside: quick.to.to_owned(),
        categories: quick.categories,
        until: Some(who.now.day().plus(QUICK_DAYS)),
        how: How::Oral,
        refusal_reason: String::new(),
    };
    insert(tx, who, pass, &new).map(drop)
}
