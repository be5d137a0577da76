use askama::Template;
use axum::response::Response;
use domain::access;
use domain::cases::Case;
use kernel::{Id, Result};
use serde::Serialize;

use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};

/// Carries out a write on the case of `code` and leads to the page `then` below it (empty: the case itself), which
/// says `notice`. A form with faults is shown again by `again`.
pub(super) async fn on_case<F, P>(
    cx: Cx,
    code: String,
    sent: Sent<F>,
    (then, notice): (&'static str, &'static str),
    act: impl Fn(&Desk<'_>, Id<Case>, &F) -> Result<()> + Send + 'static,
    again: impl FnOnce(&Desk<'_>, &str, F) -> Result<P> + Send + 'static,
) -> Response
where
    F: Clone + Send + 'static,
    P: Template + Serialize,
{
    let target = code.clone();
    cx.save(
        sent,
        move |desk, form| {
            let case = access::known_case(desk.tx, desk.who, &target)?;
            act(desk, case, form)?;
            Ok(Done::to(format!("/cases/{target}{then}"), notice))
        },
        move |desk, form| again(desk, &code, form),
    )
    .await
}
