use axum::extract::Path;
use axum::response::Response;
use documents::{Form, Values};
use domain::Choice as _;
use domain::access::Kind;
use domain::consultations::{self, Consultation, ConsultationView};
use domain::papers;
use kernel::{Id, Result};
use serde_json::json;

use super::PaperForm;
use super::sheet::Sheet;
use super::take::take as taken;
use crate::body::Sent;
use crate::cx::{Cx, Desk, row};

/// `POST /consultations/{id}/paper`: 相談受付・申込票, with or without the person's consent.
pub(super) async fn take(cx: Cx, Path(id): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/consultations/{id}");
    taken(cx, sent, back, move |desk, form| fill(desk, row(&id)?, form)).await
}

/// What a consultation has to put into a form.
pub(super) fn values(desk: &Desk<'_>, view: &ConsultationView, definition: &Form) -> Values {
    let mut values = Values::from_fields(definition, &fields(view));
    values.set("agency", &view.agency_name);
    values.set("staff", &view.staff_name);
    if let Some(person) = &view.person {
        values.set("nickname", person.display());
        values.set("kana", &person.kana);
        values.set("gender", person.sex.label());
        values.set("birth", person.birth.birth_form(desk.who.now.day()));
    }
    values
}

fn fill(desk: &Desk<'_>, id: Id<Consultation>, asked: &PaperForm) -> Result<Sheet> {
    let view = consultations::show(desk.tx, desk.who, id)?;
    let form = match asked.form.as_str() {
        "" if view.consultation.consent == consultations::ConsentState::Agreed => "intake",
        "" => "intake_unconsented",
        form @ ("intake" | "intake_unconsented") => form,
        _ => return Err(kernel::Error::NotFound),
    };
    let print = papers::print(desk.tx, desk.who, form, (Kind::Consultation, id), None)?;
    let mut values = values(desk, &view, desk.cx.app.papers.form(form)?);
    // An empty box would say that nobody asked. Excel comes back, and takes no address in.
    if asked.format != "xlsx" {
        values.set("address", "印刷には入れません");
    }
    Ok(Sheet {
        form: form.to_owned(),
        values,
        code: view.case_code.unwrap_or_default(),
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}

/// What the page of the counter would hold. The address stays out: what is printed leaves the house.
fn fields(view: &ConsultationView) -> serde_json::Value {
    let k = &view.consultation;
    let topics: Vec<&str> = view.topics.iter().map(|mark| mark.topic.key()).collect();
    let most = view.topics.iter().find(|mark| mark.most_serious).map_or("", |mark| mark.topic.key());
    let others: Vec<String> = view.others.iter().map(other).collect();
    json!({
        "received_on": k.received_on.to_string(), "received_time": k.received_at.hm(),
        "channel": k.channel.key(), "urgency": k.urgency.key(),
        "nickname": k.nickname, "visitor_kind": k.visitor_kind.key(), "visitor_name": k.visitor_name,
        "visitor_relation": k.visitor_relation, "others": others.join("\n"),
        "topics": topics, "most_serious": most, "content": k.content,
        "work": k.work.key(), "housing": k.housing.key(), "insurance": k.insurance.key(), "pension": k.pension.key(),
        "noticed": k.noticed, "triage": k.triage.key(), "triage_reason": k.triage_reason,
        "consent": k.consent.key(), "no_consent_reason": k.no_consent_reason.key(),
        "information_from": k.information_from,
    })
}

fn other(person: &consultations::PersonOnForm) -> String {
    if person.standing.is_empty() {
        person.name.clone()
    } else {
        format!("{}、{}", person.name, person.standing)
    }
}
