//! The small forms of the case page: tasks, issues, phases.

use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, IssueForm, PhaseForm, TaskForm};
use kernel::{Error, Id, Result};

use super::case_view;
use crate::body::Sent;
use crate::cx::{Cx, Done};
use crate::drafts::Empty;

fn id<T>(text: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Error::NotFound)
}

/// `POST /cases/{code}/tasks`
pub(crate) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<TaskForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::add_task(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/cases/{target}"), "saved"))
        },
        move |desk, _| case_view(desk, &code),
    )
    .await
}

/// `POST /cases/{code}/tasks/{id}/done`
pub(crate) async fn done(cx: Cx, Path((code, task)): Path<(String, String)>, sent: Sent<Empty>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, _| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::task_done(desk.tx, desk.who, case, id(&task)?)?;
            Ok(Done::to(format!("/cases/{target}"), "done"))
        },
        move |desk, _| case_view(desk, &code),
    )
    .await
}

/// `POST /cases/{code}/tasks/{id}/undone`
pub(crate) async fn undone(
    cx: Cx,
    Path((code, task)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, _| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::task_undone(desk.tx, desk.who, case, id(&task)?)?;
            Ok(Done::to(format!("/cases/{target}"), "undone"))
        },
        move |desk, _| case_view(desk, &code),
    )
    .await
}

/// `POST /cases/{code}/issues`
pub(crate) async fn add_issue(cx: Cx, Path(code): Path<String>, sent: Sent<IssueForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::add_issue(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/cases/{target}"), "saved"))
        },
        move |desk, _| case_view(desk, &code),
    )
    .await
}

/// `POST /cases/{code}/issues/{id}/resolution`
pub(crate) async fn resolve_issue(
    cx: Cx,
    Path((code, issue)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, _| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::resolve_issue(desk.tx, desk.who, case, id(&issue)?)?;
            Ok(Done::to(format!("/cases/{target}"), "saved"))
        },
        move |desk, _| case_view(desk, &code),
    )
    .await
}

/// `POST /cases/{code}/phases`
pub(crate) async fn enter_phase(cx: Cx, Path(code): Path<String>, sent: Sent<PhaseForm>) -> Response {
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = cases::by_code(desk.tx, desk.who, &target)?;
            cases::enter_phase(desk.tx, desk.who, case, form)?;
            Ok(Done::to(format!("/cases/{target}"), "saved"))
        },
        move |desk, _| case_view(desk, &code),
    )
    .await
}
