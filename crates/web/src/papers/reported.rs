//! 太枠: what the state asks for, as one set. Which boxes belong to it is said once, in the forms; what stands in them is what
//! their papers would say. The set names nobody.

use documents::{Field, Form, Values};
use domain::plans::{self, Plan, PlanKind};
use domain::{Choice as _, assessments, cases, consultations};
use kernel::{Error, Result};

use super::{Papers, consultation, plan};
use crate::cx::Desk;

/// The forms that have boxes with a thick frame, and those boxes.
pub(crate) struct Columns<'a>(Vec<(&'a Form, Vec<&'a Field>)>);

impl<'a> Columns<'a> {
    /// Those of the municipality. Of the two forms of a consultation the first has all of them.
    pub(crate) fn of(papers: &'a Papers) -> Self {
        let forms = papers.shelf.forms().filter(|form| form.form != "intake_unconsented");
        let reported =
            forms.map(|form| (form, form.fields().filter(|field| field.reported).collect::<Vec<_>>()));
        Self(reported.filter(|(_, fields)| !fields.is_empty()).collect())
    }

    /// The heads of the columns.
    pub(crate) fn head(&self) -> Vec<String> {
        let ours = ["ケース番号", "世帯の人数", "何人目"].map(str::to_owned);
        let theirs = self.0.iter().flat_map(|(form, fields)| {
            fields.iter().map(move |field| format!("{}: {}", form.title, field.label))
        });
        ours.into_iter().chain(theirs).collect()
    }

    /// One row for each person of a case, as far as one sees them.
    pub(crate) fn rows(&self, desk: &Desk<'_>, code: &str) -> Result<Vec<Vec<String>>> {
        let (head, pass) = cases::head(desk.tx, desk.who, code)?;
        let (_, plans) = plans::of_case(desk.tx, desk.who, code)?;
        let (mut rows, people) = (Vec::new(), head.people.len());
        for (at, person) in head.people.iter().enumerate() {
            let mut row = vec![code.to_owned(), people.to_string(), (at + 1).to_string()];
            let first = head.case.person.map_or(at == 0, |of| of == person.id);
            for (form, fields) in &self.0 {
                let values = match form.form.as_str() {
                    "intake" if first => self.intake(desk, &head, form)?,
                    "assessment" => {
                        assessed(&assessments::before(desk.tx, desk.who, &pass, person.id)?, form)?
                    }
                    key => of_plan(desk, &plans.plans, (key, first, person.id), form)?,
                };
                row.extend(fields.iter().map(|field| cell(field, &values)));
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn intake(&self, desk: &Desk<'_>, head: &cases::CaseHead, form: &Form) -> Result<Values> {
        let Some(id) = head.case.consultation else { return Ok(Values::new()) };
        match consultations::show(desk.tx, desk.who, id) {
            Ok(view) => Ok(consultation::values(desk, &view, form)),
            // Another counter received it, and it is not in sight.
            Err(Error::NotFound) => Ok(Values::new()),
            Err(other) => Err(other),
        }
    }
}

fn assessed(before: &assessments::AssessmentForm, form: &Form) -> Result<Values> {
    let json = serde_json::to_value(before).map_err(|e| Error::Corrupt(e.to_string()))?;
    Ok(Values::from_fields(form, &json))
}

/// The latest plan of a kind of the person, or of the household for the first of them; of 評価シート the one that has ended.
fn of_plan(
    desk: &Desk<'_>,
    all: &[Plan],
    (key, first, person): (&str, bool, kernel::Id<domain::people::Person>),
    form: &Form,
) -> Result<Values> {
    let kind = PlanKind::from_key(key);
    if kind.is_none() && key != "evaluation" {
        return Ok(Values::new());
    }
    let mine = all.iter().filter(|plan| plan.person.map_or(first, |of| of == person));
    let mut values = Values::new();
    match kind {
        Some(kind) => {
            if let Some(plan) = mine.into_iter().find(|plan| plan.kind == kind) {
                values.set("began_on", plan.began_on.map(|day| day.to_string()).unwrap_or_default());
                plan::head(&mut values, plan);
            }
        }
        None => {
            if let Some(plan) =
                mine.into_iter().filter(|plan| plan.outcome.is_some()).max_by_key(|plan| plan.ended_on)
            {
                let (_, view) = plans::show(desk.tx, desk.who, plan.id)?;
                if view.evaluation.is_some() {
                    plan::looked_back(&mut values, &view);
                }
            }
        }
    }
    Ok(values.limited_to(form))
}

fn cell(field: &Field, values: &Values) -> String {
    field.words(&values.keys(&field.key).join(" "))
}
