//! The small forms of the case page: tasks, issues, phases.

use axum::extract::Path;
use axum::response::Response;
use domain::cases::{self, Case, IssueForm, PhaseForm, TaskForm};
use kernel::{Id, Result};

use super::act::on_case;
use super::case_view;
use crate::body::Sent;
use crate::cx::{Cx, Desk, row};
use crate::drafts::Empty;

/// An act of the case page, which is shown again as it is where the act fails.
async fn here<F: Clone + Send + 'static>(
    cx: Cx,
    code: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<Case>, &F) -> Result<()> + Send + 'static,
) -> Response {
    on_case(cx, code, sent, ("", notice), act, |desk, code, _| case_view(desk, code)).await
}

/// `POST /cases/{code}/tasks`
pub(crate) async fn create(cx: Cx, Path(code): Path<String>, sent: Sent<TaskForm>) -> Response {
    here(cx, code, sent, "saved", |desk, case, form| cases::add_task(desk.tx, desk.who, case, form).map(drop))
        .await
}

/// `POST /cases/{code}/tasks/{id}/done`
pub(crate) async fn done(cx: Cx, Path((code, task)): Path<(String, String)>, sent: Sent<Empty>) -> Response {
    here(cx, code, sent, "done", move |desk, case, _| cases::task_done(desk.tx, desk.who, case, row(&task)?))
        .await
}

/// `POST /cases/{code}/tasks/{id}/undone`
pub(crate) async fn undone(
    cx: Cx,
    Path((code, task)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    here(cx, code, sent, "undone", move |desk, case, _| {
        cases::task_undone(desk.tx, desk.who, case, row(&task)?)
    })
    .await
}

/// `POST /cases/{code}/issues`
pub(crate) async fn add_issue(cx: Cx, Path(code): Path<String>, sent: Sent<IssueForm>) -> Response {
    here(cx, code, sent, "saved", |desk, case, form| cases::add_issue(desk.tx, desk.who, case, form)).await
}

/// `POST /cases/{code}/issues/{id}/resolution`
pub(crate) async fn resolve_issue(
    cx: Cx,
    Path((code, issue)): Path<(String, String)>,
    sent: Sent<Empty>,
) -> Response {
    here(cx, code, sent, "saved", move |desk, case, _| {
        cases::resolve_issue(desk.tx, desk.who, case, row(&issue)?)
    })
    .await
}

/// `POST /cases/{code}/phases`
pub(crate) async fn enter_phase(cx: Cx, Path(code): Path<String>, sent: Sent<PhaseForm>) -> Response {
    here(cx, code, sent, "saved", |desk, case, form| cases::enter_phase(desk.tx, desk.who, case, form)).await
}
