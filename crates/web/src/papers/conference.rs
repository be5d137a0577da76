use axum::extract::Path;
use axum::response::Response;
use documents::Values;
use domain::access::Kind;
use domain::conferences::{
    self, ConferenceItem, CopiesView, Copy, ItemView, MemberLine, MinutesView, Sitting,
};
use domain::{Choice as _, papers};
use kernel::{Error, Id, Instant, Result};

use super::PaperForm;
use super::sheet::{Sheet, day};
use super::take::take as taken;
use crate::body::Sent;
use crate::cx::{Cx, Desk, row};

/// `POST /conferences/items/{id}/paper`: the application, the notice of secrecy, an inquiry or the minutes of one item.
pub(super) async fn take_item(cx: Cx, Path(id): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/conferences/items/{id}");
    taken(cx, sent, back, move |desk, form| {
        let id = row(&id)?;
        match form.form.as_str() {
            "minutes" => minutes(desk, id),
            "" | "conference_request" => of_item(desk, id, "conference_request", application),
            "secrecy" => of_item(desk, id, "secrecy", secrecy),
            "inquiry" => inquiry(desk, id, &form.inquiry),
            _ => Err(Error::NotFound),
        }
    })
    .await
}

fn of_item(
    desk: &Desk<'_>,
    id: Id<ConferenceItem>,
    form: &str,
    fill: impl FnOnce(&Desk<'_>, &ItemView) -> Result<Values>,
) -> Result<Sheet> {
    let view = conferences::show(desk.tx, desk.who, id)?;
    let print = papers::print(desk.tx, desk.who, form, (Kind::Packet, id), None)?;
    let values = fill(desk, &view)?.with("code", &view.item.code);
    Ok(Sheet {
        form: form.to_owned(),
        values,
        code: view.item.code,
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}

/// 開催申出書, one for each case (EDO-18).
fn application(_: &Desk<'_>, view: &ItemView) -> Result<Values> {
    let item = &view.item;
    Ok(Values::new()
        .with("requested_on", view.requested_at.day().to_string())
        .with("decided_on", day(view.decided_at.map(Instant::day)))
        .with("agency", &item.agency_name)
        .with("staff", &view.requested_by)
        .with("meets_on", item.meets_on.to_string())
        .with("purpose", item.purpose.label())
        .with("no_consent_reason", &item.no_consent_reason)
        .with("tried", &item.tried)
        .with("necessity", &item.necessity)
        .with("question", &item.question)
        .with("status", item.status.label())
        .with("decision_note", &item.decision_note))
}

/// The notice of secrecy with a place for each signature (社会福祉法 106条の6第6項).
fn secrecy(desk: &Desk<'_>, view: &ItemView) -> Result<Values> {
    let item = &view.item;
    let (version, notice) = conferences::notice_of(desk.tx, item)?;
    let mut values = Values::new()
        .with("meets_on", item.meets_on.to_string())
        .with("law_ref", &item.law_ref)
        .with("notice_version", version.to_string())
        .with("notice", notice);
    for member in view.members.iter().filter(|member| member.seated()) {
        let at = member.acknowledged_at.map(Instant::list_form).unwrap_or_default();
        let cells = [member.agency_name.clone(), member.staff_name.clone(), at];
        values.add_row("members", ["member_agency", "member_name", "acknowledged"], cells);
    }
    Ok(values)
}

/// 情報提供依頼書 (106条の6第3項). Its mark holds which inquiry of the item it is, so that the answer finds its way back.
fn inquiry(desk: &Desk<'_>, id: Id<ConferenceItem>, chosen: &str) -> Result<Sheet> {
    let mut number = 0;
    let sheet = of_item(desk, id, "inquiry", |_, view| {
        let mut asked = view.inquiries.iter();
        let at = asked.position(|one| chosen.is_empty() || one.id.as_str() == chosen);
        let inquiry = at.and_then(|at| view.inquiries.get(at)).ok_or(Error::NotFound)?;
        number = at.unwrap_or_default() + 1;
        Ok(Values::new()
            .with("asked_to", &inquiry.to)
            .with("due_on", inquiry.due_on.to_string())
            .with("law_ref", &view.item.law_ref)
            .with("question", &inquiry.question)
            .with("reply", if inquiry.waits() { "" } else { inquiry.reply.key() })
            .with("answer", &inquiry.answer))
    })?;
    Ok(Sheet { row_version: number.to_string(), ..sheet })
}

/// 会議録 of one item, for whoever convened it.
fn minutes(desk: &Desk<'_>, id: Id<ConferenceItem>) -> Result<Sheet> {
    let view = conferences::minutes(desk.tx, desk.who, id)?;
    let print = papers::print(desk.tx, desk.who, "minutes", (Kind::Packet, id), None)?;
    let item = &view.item;
    let sitting = |told: fn(&Sitting) -> &str| view.sitting.as_ref().map_or("", told);
    let mut values = Values::new()
        .with("code", &item.code)
        .with("purpose", item.purpose.label())
        .with("held_on", day(item.held_at.map(Instant::day)))
        .with("place", sitting(|sitting| &sitting.place))
        .with("conference", sitting(|sitting| &sitting.name))
        .with("rule_name", &item.rule)
        .with("ground_ref", &item.ground_ref)
        .with("law_ref", item.secrecy_ref())
        .with("notice", &view.notice)
        .with("question", &item.question)
        .with("outcome", item.came_to())
        .with("review_on", day(item.next_on))
        .with("outcome_note", &view.outcome_note)
        .with("advice", advice(&view));
    talked_about(&mut values, &view);
    Ok(Sheet {
        form: "minutes".into(),
        values,
        code: view.item.code,
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}

fn advice(view: &MinutesView) -> String {
    let of_members = view.advisers().map(|one| format!("{}: {}", one.staff_name, one.advice));
    let of_others = view.advice.iter().map(|one| format!("{} {}: {}", one.by(), one.way.label(), one.advice));
    of_members.chain(of_others).collect::<Vec<_>>().join("\n")
}

fn talked_about(values: &mut Values, view: &MinutesView) {
    for member in &view.members {
        let cells = [
            member.agency_name.clone(),
            member.staff_name.clone(),
            member.part.label().to_owned(),
            presence(member),
        ];
        values.add_row("members", ["member_agency", "member_name", "member_part", "member_presence"], cells);
    }
    for point in &view.points {
        let cells = [point.question.clone(), point.memo.clone(), point.decision.clone()];
        values.add_row("points", ["point", "point_note", "decision"], cells);
    }
    for role in &view.assignments {
        let cells = [role.issue.clone(), role.what.clone(), role.owner().to_owned(), role.due_on.to_string()];
        values.add_row("roles", ["role_issue", "role_what", "role_agency", "role_due"], cells);
    }
    for asked in &view.inquiries {
        let answer = [asked.reply.label(), asked.answer.as_str()].join(" ");
        let cells = [asked.to.clone(), asked.question.clone(), answer.trim().to_owned()];
        values.add_row("inquiries", ["inquiry_to", "inquiry_question", "inquiry_answer"], cells);
    }
}

fn presence(member: &MemberLine) -> String {
    let bound = if member.acknowledged_at.is_some() { "守秘を確認" } else { "未確認" };
    format!("{}・{bound}", member.attendance())
}

/// `POST /conferences/sittings/{id}/paper`: 開催報告書, which names nobody (EDO-19).
pub(super) async fn take_sitting(cx: Cx, Path(id): Path<String>, sent: Sent<PaperForm>) -> Response {
    let back = format!("/conferences/sittings/{id}");
    taken(cx, sent, back, move |desk, _| report(desk, row(&id)?)).await
}

fn report(desk: &Desk<'_>, id: Id<Sitting>) -> Result<Sheet> {
    let view = conferences::sitting(desk.tx, desk.who, id)?;
    // Members of an item read the agenda; the report is for those who write and those who receive it.
    let report = view.report.as_deref().ok_or(Error::NotFound)?;
    let print = papers::print_report(desk.tx, desk.who, id)?;
    let sitting = &view.sitting;
    let values = Values::new()
        .with("held_on", sitting.meets_on.to_string())
        .with("place", &sitting.place)
        .with("agency", &sitting.agency_name)
        // Whoever receives the report sees no agenda.
        .with("items", if view.own { view.agenda.len().to_string() } else { String::new() })
        .with("due_on", day(sitting.report_due_on))
        .with("report", report)
        .with("reported_on", day(sitting.reported_at.map(Instant::day)))
        .with("received_on", day(sitting.received_at.map(Instant::day)))
        .with("code", format!("{} {}", sitting.name, sitting.area).trim());
    Ok(Sheet {
        form: "conference_report".into(),
        values,
        code: String::new(),
        print,
        recipient: String::new(),
        row_version: String::new(),
    })
}

/// 会議シート: the frozen papers of an item, as the copy of one recipient.
pub(super) fn packet(view: &CopiesView, copy: &Copy, notice: &str) -> Values {
    let (item, packet) = (&view.item, &view.packet);
    let mut values = Values::new()
        .with("code", &item.code)
        .with("meets_on", item.meets_on.to_string())
        .with("copy", format!("{}番", copy.number))
        .with("recipient", &copy.name)
        .with("ground_ref", &item.ground_ref)
        .with("rule_name", &item.rule)
        .with("law_ref", item.secrecy_ref())
        .with("notice", notice)
        .with("question", &packet.question)
        .with("summary", &packet.summary);
    for person in &packet.people {
        let cells = [person.name.clone(), person.standing.clone(), person.age.clone()];
        values.add_row("people", ["person_name", "person_standing", "person_age"], cells);
    }
    for record in &packet.records {
        values.add_row("records", ["record_at", "record_text"], [record.at.clone(), record.text.clone()]);
    }
    values
}
