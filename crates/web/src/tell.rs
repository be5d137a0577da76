//! Two rarer ways to answer a form: with what a write would do, and with what a write tells only once.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Result;
use serde::Serialize;

use crate::answer;
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};

impl Cx {
    /// Answers a form without writing anything: the check page before something leaves the office.
    pub(crate) async fn look<F, P, A>(
        self,
        sent: Sent<F>,
        make: impl FnOnce(&Desk<'_>, F) -> Result<P> + Send + 'static,
        again: impl FnOnce(&Desk<'_>, F) -> Result<A> + Send + 'static,
    ) -> Response
    where
        F: Clone + Send + 'static,
        P: Template + Serialize,
        A: Template + Serialize,
    {
        self.blocking(move |cx| {
            let fields = match sent.fields() {
                Ok(fields) => fields,
                Err(error) => return answer::failed(cx, &error),
            };
            let typed = fields.clone();
            let shown = cx.read(|desk| answer::page(cx.face, StatusCode::OK, &make(desk, fields)?));
            shown.unwrap_or_else(|error| cx.again(error, typed, again))
        })
        .await
    }

    /// Carries out a write that tells a secret, and answers with the page that shows it: never in an address, never
    /// a second time. `ready` does what is too dear for a transaction. The same request sent again only leads on.
    pub(crate) async fn tell<F, G, T, P, A>(
        self,
        sent: Sent<F>,
        ready: impl FnOnce(&Cx, F) -> Result<G> + Send + 'static,
        act: impl Fn(&Desk<'_>, &G) -> Result<(Done, T)> + Send + 'static,
        shown: impl FnOnce(&Desk<'_>, T) -> Result<P> + Send + 'static,
        again: impl FnOnce(&Desk<'_>, G) -> Result<A> + Send + 'static,
    ) -> Response
    where
        F: Clone + Send + 'static,
        G: Clone + Send + 'static,
        T: Send + 'static,
        P: Template + Serialize,
        A: Template + Serialize,
    {
        self.blocking(move |cx| {
            let readied = sent.checked(cx).and_then(|(fields, once)| Ok((ready(cx, fields)?, once)));
            let (fields, once) = match readied {
                Ok(readied) => readied,
                Err(error) => return answer::failed(cx, &error),
            };
            match cx.write(fields.clone(), once, act) {
                Ok((_, Some(told))) => cx
                    .read(|desk| answer::page(cx.face, StatusCode::CREATED, &shown(desk, told)?))
                    .unwrap_or_else(|error| answer::failed(cx, &error)),
                Ok((location, None)) => answer::done(cx, &location),
                Err(error) => cx.again(error, fields, again),
            }
        })
        .await
    }
}
