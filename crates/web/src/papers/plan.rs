use axum::extract::Path;
use axum::response::Response;
use documents::Values;
use domain::access::Kind;
use domain::consents::categories;
use domain::plans::{self, Evaluation, Plan, PlanView};
use domain::{Choice as _, access, papers};
use kernel::{Error, Id, Instant, Result};

use super::PaperForm;
use super::sheet::{Sheet, day};
use super::take::take as taken;
use crate::body::Sent;
use crate::cx::{Cx, Desk, row};

/// `POST /plans/{id}/paper`: the plan as the form of its kind, or 評価シート.
pub(super) async fn take(cx: Cx, Path(id): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/plans/{id}");
    taken(cx, sent, back, move |desk, form| fill(desk, row(&id)?, &form.form)).await
}

fn fill(desk: &Desk<'_>, id: Id<Plan>, form: &str) -> Result<Sheet> {
    let (_, view) = plans::to_print(desk.tx, desk.who, id)?;
    let key = match form {
        "" => view.plan.kind.key().to_owned(),
        "evaluation" => "evaluation".to_owned(),
        _ => return Err(Error::NotFound),
    };
    let case = access::known_case(desk.tx, desk.who, &view.case_code)?;
    let print = papers::print(desk.tx, desk.who, &key, (Kind::Case, case), Some(case))?;
    let values = values(desk, &view, &key)?;
    let row_version = view.plan.version.to_string();
    Ok(Sheet { form: key, values, code: view.plan.code, print, recipient: String::new(), row_version })
}

/// What a plan has to put into a form.
pub(super) fn values(desk: &Desk<'_>, view: &PlanView, key: &str) -> Result<Values> {
    let fields = plans::form_of(view, &categories::all(desk.tx)?);
    let json = serde_json::to_value(&fields).map_err(|e| Error::Corrupt(e.to_string()))?;
    let mut values = Values::from_fields(desk.cx.app.papers.form(key)?, &json);
    values.set("code", &view.plan.code);
    if key == "evaluation" {
        looked_back(&mut values, view);
    } else {
        head(&mut values, &view.plan);
    }
    Ok(values)
}

/// What the page of a plan says beyond what is typed into it.
pub(super) fn head(values: &mut Values, plan: &Plan) {
    values.set("count", plan.count());
    values.set("agency", &plan.agency_name);
    values.set("whose", if plan.whose.is_empty() { "世帯" } else { &plan.whose });
    values.set("after_the_fact", if plan.after_the_fact() { "後追い(支援が先に始まった)" } else { "" });
    values.set("meeting", &plan.meeting);
    values.set("met_on", day(plan.met_on));
    values.set("decision_number", &plan.decision_number);
    values.set("decided_on", day(plan.decided_at.map(Instant::day)));
    values.set("review_on", day(plan.review_on));
    values.set("agreement", told(plan));
    values.set("agreement_words", &plan.agreement_words);
}

/// 本人の返事, with when and by whom it was heard.
fn told(plan: &Plan) -> String {
    let on = plan.agreed_on.map(kernel::Day::era_form).unwrap_or_default();
    [plan.agreement.label(), &on, &plan.agreed_by]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// 評価シート: the plan, how it went, and what was made of it in the end; that is empty while it is carried out.
pub(super) fn looked_back(values: &mut Values, view: &PlanView) {
    values.set("kind", view.plan.kind.label());
    for review in &view.reviews {
        let cells = [review.reviewed_on.to_string(), review.findings.clone(), review.next_on.to_string()];
        values.add_row("reviews", ["reviewed_on", "findings", "next_on"], cells);
    }
    if let Some(evaluation) = &view.evaluation {
        evaluated(values, evaluation);
    }
}

fn evaluated(values: &mut Values, evaluation: &Evaluation) {
    values.set("evaluated_on", evaluation.evaluated_on.to_string());
    values.set("evaluated_by", &evaluation.staff_name);
    values.set("reached", evaluation.reached.key());
    *values = std::mem::take(values).with_keys("changes", evaluation.changes.split(' '));
    values.set("remaining", &evaluation.remaining);
    values.set("own_judgement", &evaluation.own_judgement);
    values.set("outcome", evaluation.outcome.key());
    values.set("afterwards", &evaluation.afterwards);
}
