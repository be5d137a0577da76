use std::collections::BTreeMap;

use kernel::{Day, Error, Id, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Answer, Assessment};
use crate::access::{self, Act, CasePass};
use crate::audit::{Action, Event, Kind};
use crate::cases::{still_open, touch, usual_channel};
use crate::choices::choices;
use crate::consents::{categories, person_of_case};
use crate::forms::{self, About, Form, Item, ItemKind};
use crate::people::Person;
use crate::{Choice, Faults, drafts};

choices! {
    /// Whose word a statement is: a worker's guess is not read as a fact.
    pub enum Source {
        Person = "person" "本人の話",
        Family = "family" "家族の話",
        Seen = "seen" "見たこと・確かめたこと",
        Agency = "agency" "ほかの機関の話",
        Guess = "guess" "見立て",
    }
}

/// What was given for one field: once, or several times for a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// One value.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// アセスメントシート as it is filled in. The answer of an item stands under `a_` and its key, whose word it is under `s_`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AssessmentForm {
    /// The case that the page showed.
    #[serde(default)]
    pub case: String,
    /// About whom.
    #[serde(default)]
    pub person: String,
    /// 聞いた日; today when empty.
    #[serde(default)]
    pub assessed_on: String,
    /// Everything else, by field.
    #[serde(flatten)]
    pub fields: BTreeMap<String, Given>,
}

impl AssessmentForm {
    /// What was given for an item, without empty values.
    pub fn answers(&self, item: &str) -> Vec<&str> {
        self.given(&format!("a_{item}"))
    }

    /// The key of whose word it is; empty where nobody said.
    pub fn source(&self, item: &str) -> &str {
        self.given(&format!("s_{item}")).first().copied().unwrap_or_default()
    }

    fn given(&self, field: &str) -> Vec<&str> {
        let all = match self.fields.get(field) {
            None => Vec::new(),
            Some(Given::One(value)) => vec![value.as_str()],
            Some(Given::Many(values)) => values.iter().map(String::as_str).collect(),
        };
        all.into_iter().map(str::trim).filter(|value| !value.is_empty()).collect()
    }
}

/// A statement as it is kept.
struct Statement<'a> {
    item: &'a Item,
    value: String,
    source: Option<Source>,
}

/// Keeps an assessment of one's own agency about a person of the case. Earlier ones stay as they are.
///
/// # Errors
/// [`Error::Invalid`] with every fault, by field; [`Error::Conflict`] if the page showed another case or the case is closed;
/// [`Error::NotFound`] out of sight.
pub fn assess(tx: &Tx<'_>, who: &Scope, code: &str, form: &AssessmentForm) -> Result<Id<Assessment>> {
    if !form.case.is_empty() && form.case != code {
        return Err(Error::Conflict(message::error_case_mismatch(&form.case, code)));
    }
    let pass = access::case_of_code(tx, who, code, Act::Add)?;
    still_open(pass.status())?;
    let sheet = forms::assessment_here(tx)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let person = person_of_case(tx, who, &pass, &mut faults, "だれのこと", &form.person)?;
    let on = if form.assessed_on.trim().is_empty() {
        Some(today)
    } else {
        faults.event_day("assessed_on", "聞いた日", &form.assessed_on, today)
    };
    let said = statements(&sheet, form, &mut faults);
    if said.is_empty() && !faults.any() {
        faults.add("a_wish", message::assessment_is_empty());
    }
    faults.done()?;
    let (Some(person), Some(on)) = (person, on) else { return Err(Error::NotFound) };
    let id = insert(tx, who, &pass, (person, on), &sheet, &said)?;
    drafts::forget(tx, who, "assessment", code)?;
    Event::new(Action::Create, Kind::Assessment, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    touch(tx, pass.id())?;
    Ok(id)
}

fn statements<'a>(sheet: &'a Form, form: &AssessmentForm, faults: &mut Faults) -> Vec<Statement<'a>> {
    for field in form.fields.keys() {
        let known = field.strip_prefix("a_").or(field.strip_prefix("s_"));
        if known.is_some_and(|key| sheet.item(key).is_none()) {
            faults.add(field, message::error_unknown_choice("項目"));
        }
    }
    sheet.items().filter_map(|item| statement(item, form, faults)).collect()
}

fn statement<'a>(item: &'a Item, form: &AssessmentForm, faults: &mut Faults) -> Option<Statement<'a>> {
    let (field, given) = (format!("a_{}", item.key), form.answers(&item.key));
    let first = *given.first()?;
    let value = match item.kind {
        ItemKind::Text => faults.text(&field, &item.label, first),
        ItemKind::Number => number(&field, &item.label, first, faults),
        ItemKind::Choice | ItemKind::Choices => chosen(&field, item, &given, faults),
    };
    let source = match form.source(&item.key) {
        "" => None,
        key => faults.choice::<Source>(&format!("s_{}", item.key), "だれの話", key),
    };
    Some(Statement { item, value, source })
}

/// As people write it: 80,000円, ８万 not.
fn number(field: &str, label: &str, given: &str, faults: &mut Faults) -> String {
    let digits = given.chars().filter(|c| !matches!(c, ',' | '，' | '、' | ' ' | '　'));
    let plain: String = digits
        .map(|c| if matches!(c, '０'..='９') { char::from_u32(c as u32 - 0xfee0).unwrap_or(c) } else { c })
        .collect();
    match plain.trim_end_matches(['円', '人']).parse::<u32>() {
        Ok(n) => n.to_string(),
        Err(_) => {
            faults.add(field, message::error_number(label));
            String::new()
        }
    }
}

/// The keys in the order of the form, so that the same answer is kept in the same words.
fn chosen(field: &str, item: &Item, given: &[&str], faults: &mut Faults) -> String {
    let known = |key: &&str| item.options.iter().any(|(option, _)| option == key);
    if !given.iter().all(known) || (item.kind == ItemKind::Choice && given.len() > 1) {
        faults.add(field, message::error_unknown_choice(&item.label));
    }
    let keys = item.options.iter().map(|(key, _)| key.as_str()).filter(|key| given.contains(key));
    keys.collect::<Vec<_>>().join(" ")
}

fn insert(
    tx: &Tx<'_>,
    who: &Scope,
    pass: &CasePass,
    (person, on): (Id<Person>, Day),
    sheet: &Form,
    said: &[Statement<'_>],
) -> Result<Id<Assessment>> {
    let id: Id<Assessment> = tx.new_id();
    let version = forms::version_of(tx, who, sheet)?;
    tx.exec(
        "INSERT INTO assessments (id, case_id, person_id, agency_id, staff_id, form_version_id, assessed_on, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&id, &pass.id(), &person, &who.agency, &who.staff, &version, &on, &who.now],
    )?;
    let kinds = categories::all(tx)?;
    let channel = usual_channel(tx, who, pass)?;
    for statement in said {
        let answer: Id<Answer> = tx.new_id();
        let of = (statement.item.of == About::Person).then_some(person);
        tx.exec(
            "INSERT INTO assessment_answers (id, assessment_id, case_id, agency_id, person_id, categories, channel, sealed, item,
                 value, source)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            &[
                &answer, &id, &pass.id(), &who.agency, &of, &statement.item.bits(&kinds), &channel, &false,
                &statement.item.key, &statement.value, &statement.source.map_or("", Source::key),
            ],
        )?;
    }
    Ok(id)
}

struct Said {
    item: String,
    value: String,
    source: String,
}
row!(Said { item, value, source });

/// What one's own agency wrote about a person last, to go on from (前回から引き継ぐ). Empty where it wrote nothing.
///
/// # Errors
/// Those of the database.
pub fn before(tx: &Tx<'_>, who: &Scope, pass: &CasePass, person: Id<Person>) -> Result<AssessmentForm> {
    let said: Vec<Said> = tx.all(
        "SELECT r.item, r.value, r.source FROM assessment_answers r WHERE r.assessment_id = (SELECT s.id FROM assessments s
             WHERE s.case_id = $1 AND s.person_id = $2 AND s.agency_id = $3 ORDER BY s.assessed_on DESC, s.id DESC LIMIT 1)",
        &[&pass.id(), &person, &who.agency],
    )?;
    let sheet = forms::assessment_here(tx)?;
    let mut form = AssessmentForm { person: person.to_string(), ..AssessmentForm::default() };
    for said in said {
        let several = sheet.item(&said.item).is_some_and(|item| item.kind == ItemKind::Choices);
        let value = if several {
            Given::Many(said.value.split(' ').map(str::to_owned).collect())
        } else {
            Given::One(said.value)
        };
        form.fields.insert(format!("s_{}", said.item), Given::One(said.source));
        form.fields.insert(format!("a_{}", said.item), value);
    }
    Ok(form)
}
