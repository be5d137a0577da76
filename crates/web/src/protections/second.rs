//! Writes of a custodian that take a fresh second factor.

use askama::Template;
use axum::response::Response;
use domain::staff;
use kernel::Result;
use serde::Serialize;

use super::in_person;
use crate::answer;
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};

/// Carries out a write after the second factor, which is asked for in a transaction of its own so that guesses count. Who
/// is no custodian finds nothing before any code is looked at.
pub(super) async fn save<F, P>(
    cx: Cx,
    sent: Sent<F>,
    code: fn(&F) -> &str,
    act: impl Fn(&Desk<'_>, &F) -> Result<Done> + Send + 'static,
    again: impl FnOnce(&Desk<'_>, F) -> Result<P> + Send + 'static,
) -> Response
where
    F: Clone + Send + 'static,
    P: Template + Serialize,
{
    cx.blocking(move |cx| {
        let me = match cx.read(|desk| in_person(desk).map(|()| desk.me.staff)) {
            Ok(me) => me,
            Err(error) => return answer::failed(cx, &error),
        };
        let (form, once) = match sent.checked(cx) {
            Ok(sent) => sent,
            Err(error) => return answer::failed(cx, &error),
        };
        let done = staff::second_factor(&cx.app.db, me, code(&form))
            .and_then(|()| cx.write(form.clone(), once, move |desk, form| Ok((act(desk, form)?, ()))));
        match done {
            Ok((location, _)) => answer::done(cx, &location),
            Err(error) => cx.again(error, form, again),
        }
    })
    .await
}
