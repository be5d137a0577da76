use axum::extract::Path;
use axum::response::Response;
use documents::Values;
use domain::access::{self, Act, Kind};
use domain::cases::handover::{self, Handover, HandoverView};
use domain::consents::{self, ConsentView, GivenBy, categories};
use domain::{Choice as _, papers};
use kernel::{Error, Id, Instant, Result};

use super::PaperForm;
use super::sheet::{Sheet, day};
use super::take::take as taken;
use crate::body::Sent;
use crate::cx::{Cx, Desk, row};

/// `POST /consents/{id}/paper`: 同意書, to be signed.
pub(super) async fn take_consent(cx: Cx, Path(id): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/consents/{id}");
    taken(cx, sent, back, move |desk, _| consent(desk, row(&id)?)).await
}

fn consent(desk: &Desk<'_>, id: Id<ConsentView>) -> Result<Sheet> {
    let view = consents::show(desk.tx, desk.who, id)?;
    let print = papers::print(desk.tx, desk.who, "consent", (Kind::Case, view.case), Some(view.case))?;
    let pass = access::case(desk.tx, desk.who, view.case, Act::Print)?;
    let told = consents::explanations(desk.tx, desk.who, &pass)?;
    // The words that led to this answer, and not what was said later about another one.
    let before =
        |one: &consents::Explanation| one.person == view.person_name && one.recorded_at <= view.from_at;
    let told = told.into_iter().filter(before).max_by_key(|one| one.recorded_at);
    let kinds = categories::all(desk.tx)?;
    let agencies: Vec<&str> = view.recipients.iter().map(|to| to.name.as_str()).collect();
    let outside = (!view.outside.is_empty()).then_some(view.outside.as_str());
    let values = Values::new()
        .with("name", &view.person_name)
        .with("number", format!("{} {}", view.code, &view.id.as_str()[18..]))
        .with("state", state(&view, desk.who.now))
        .with("purpose", &view.purpose)
        .with("kinds", categories::names(&kinds, view.categories).join("、"))
        .with("agencies", agencies.into_iter().chain(outside).collect::<Vec<_>>().join("、"))
        .with("from", view.from_at.day().to_string())
        .with("until", view.until_at.plus_seconds(-1).day().to_string())
        .with("explained_on", day(told.as_ref().map(|one| one.explained_on)))
        .with(
            "explained_by",
            told.as_ref().map_or_else(String::new, |one| format!("{} {}", one.agency_name, one.staff_name)),
        )
        .with("words", told.map_or_else(String::new, |one| one.words))
        .with("answered_by", answered_by(&view));
    Ok(Sheet {
        form: "consent".into(),
        values,
        code: view.code,
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}

/// Where the answer stands on the day of the print.
fn state(view: &ConsentView, now: Instant) -> String {
    if view.given_by == GivenBy::Family {
        "家族の返事です。本人の同意ではありません。".to_owned()
    } else if let Some(at) = view.withdrawn_at {
        format!("{} にやめました。", at.day())
    } else if !view.answer.opens() {
        view.answer.label().to_owned()
    } else if view.in_force(now) {
        "有効です。".to_owned()
    } else {
        "期限が過ぎました。".to_owned()
    }
}

/// Who answered, where it was not the person: a relative's word is never printed as the person's own.
fn answered_by(view: &ConsentView) -> String {
    if view.given_by_name.is_empty() {
        String::new()
    } else {
        format!("{} {}", view.given_by.label(), view.given_by_name)
    }
}

/// `POST /handovers/{id}/paper`: つなぎシート, with exactly what travelled.
pub(super) async fn take_handover(cx: Cx, Path(id): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/handovers/{id}");
    taken(cx, sent, back, move |desk, _| handed_over(desk, row(&id)?)).await
}

fn handed_over(desk: &Desk<'_>, id: Id<Handover>) -> Result<Sheet> {
    let view = handover::show(desk.tx, desk.who, id)?;
    let print = papers::print(desk.tx, desk.who, "handover", (Kind::Handover, id), None)?;
    // Until it is accepted the receiver has the minimum, on paper too.
    let packet = view.packet.as_ref().ok_or(Error::NotFound)?;
    let mut values = head(&view);
    if let Some(person) = &packet.person {
        values.set("person", format!("{}({}) {}", person.name, person.kana, person.birth));
    }
    values.set("facts", &view.line.issue);
    for record in &packet.records {
        values.add_row("records", ["record_at", "record_text"], [record.at.clone(), record.text.clone()]);
    }
    let recipient = view.line.to.clone();
    Ok(Sheet {
        form: "handover".into(),
        values,
        code: view.line.code,
        print,
        recipient,
        row_version: String::new(),
    })
}

fn head(view: &HandoverView) -> Values {
    let line = &view.line;
    let ground = [view.ground.label(), &view.ground_note].join(" ");
    Values::new()
        .with("from", &line.from)
        .with("to", &line.to)
        .with("sent_on", line.sent_at.day().to_string())
        .with("reply_by", line.reply_due_on.to_string())
        .with("urgency", line.urgency.label())
        .with("way", view.method.label())
        .with("reason", &line.issue)
        .with("request", &view.request)
        .with("ground", ground.trim())
}
