//! The small forms of the case page: tasks, issues, phases.

use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, IssueForm, PhaseForm, TaskForm};

use super::act::{id, on_case};
use super::case_view;
use crate::body::Sent;
use crate::cx::Cx;
use crate::drafts::Empty;

/// `POST /cases/{code}/tasks`
pub(crate) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<TaskForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("", "saved"),
        |desk, case, form| cases::add_task(desk.tx, desk.who, case, form).map(drop),
        |desk, code, _| case_view(desk, code),
    )
    .await
}

/// `POST /cases/{code}/tasks/{id}/done`
pub(crate) async fn done(cx: Cx, Path((code, task)): Path<(String, String)>, sent: Sent<Empty>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("", "done"),
        move |desk, case, _| cases::task_done(desk.tx, desk.who, case, id(&task)?),
        |desk, code, _| case_view(desk, code),
    )
    .await
}

/// `POST /cases/{code}/tasks/{id}/undone`
pub(crate) async fn undone(
    cx: Cx,
    Path((code, task)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("", "undone"),
        move |desk, case, _| cases::task_undone(desk.tx, desk.who, case, id(&task)?),
        |desk, code, _| case_view(desk, code),
    )
    .await
}

/// `POST /cases/{code}/issues`
pub(crate) async fn add_issue(cx: Cx, Path(code): Path<String>, sent: Sent<IssueForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("", "saved"),
        |desk, case, form| cases::add_issue(desk.tx, desk.who, case, form),
        |desk, code, _| case_view(desk, code),
    )
    .await
}

/// `POST /cases/{code}/issues/{id}/resolution`
pub(crate) async fn resolve_issue(
    cx: Cx,
    Path((code, issue)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("", "saved"),
        move |desk, case, _| cases::resolve_issue(desk.tx, desk.who, case, id(&issue)?),
        |desk, code, _| case_view(desk, code),
    )
    .await
}

/// `POST /cases/{code}/phases`
pub(crate) async fn enter_phase(cx: Cx, Path(code): Path<String>, sent: Sent<PhaseForm>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("", "saved"),
        |desk, case, form| cases::enter_phase(desk.tx, desk.who, case, form),
        |desk, code, _| case_view(desk, code),
    )
    .await
}
