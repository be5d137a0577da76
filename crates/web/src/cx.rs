use std::cell::Cell;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use domain::audit::{Action, Event, Kind};
use domain::once::Once;
use domain::staff::{self, SignIn};
use kernel::{Error, Fault, Id, Result, Scope};
use serde::Serialize;
use store::{Reply, Tx};

use crate::answer::{self, Face};
use crate::{App, body::Sent, lane::Lane};

/// A request, as handlers see it: who may be asking, by which face, in which words.
#[derive(Clone)]
pub(crate) struct Cx {
    pub(crate) app: App,
    pub(crate) face: Face,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) request: String,
    pub(crate) client: String,
    token: Token,
    lane: Option<Lane>,
}

#[derive(Clone)]
enum Token {
    None,
    Cookie(String),
    Bearer(String),
}

/// The page of a row, with `{id}` in the place of its id, and what is said there of an act.
pub(crate) struct At {
    pub(crate) page: &'static str,
    pub(crate) id: String,
    pub(crate) notice: &'static str,
}

/// The id in an address; what is none leads nowhere.
pub(crate) fn row<K>(id: &str) -> Result<Id<K>> {
    id.parse().map_err(|_| Error::NotFound)
}

/// The address of the browser at the other end, put there by whoever accepts connections.
#[derive(Debug, Clone, Copy)]
pub struct Client(pub std::net::IpAddr);

impl FromRequestParts<App> for Cx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Infallible> {
        let request: Id<Cx> = kernel::new_id(&**app.db.ambient());
        Ok(Self {
            face: Face::of(&parts.headers),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            request: request.as_str()[13..].to_owned(),
            client: parts
                .extensions
                .get::<Client>()
                .map_or_else(|| "local".into(), |client| client.0.to_string()),
            token: token(&parts.headers, app),
            lane: parts.extensions.get::<Lane>().cloned(),
            app: app.clone(),
        })
    }
}

fn token(headers: &HeaderMap, app: &App) -> Token {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(secret) = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return Token::Bearer(secret.trim().to_owned());
    }
    let name = cookie_name(app.options.https);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
        .map_or(Token::None, |value| Token::Cookie(value.to_owned()))
}

/// `__Host-` binds a cookie to this host and to TLS; without TLS browsers would refuse it.
pub(crate) fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-kasane" } else { "kasane" }
}

/// A signed-in person at work inside one transaction.
pub(crate) struct Desk<'a> {
    pub(crate) tx: &'a Tx<'a>,
    pub(crate) who: &'a Scope,
    pub(crate) me: &'a SignIn,
    pub(crate) cx: &'a Cx,
    /// Faults of the form that is shown again.
    pub(crate) faults: Vec<Fault>,
    /// Whether somebody else saved first.
    pub(crate) stale: bool,
    /// How many handovers wait, if a page asked ahead of its frame.
    pub(crate) waiting: Cell<Option<Reply<'a, i64>>>,
}

impl Desk<'_> {
    /// The same desk for a page that comes back with faults.
    pub(crate) fn again(&self, faults: Vec<Fault>) -> Desk<'_> {
        Desk {
            tx: self.tx,
            who: self.who,
            me: self.me,
            cx: self.cx,
            faults,
            stale: false,
            waiting: Cell::default(),
        }
    }
}

/// Where a carried-out write leads.
#[derive(Debug, Clone)]
pub(crate) struct Done(pub(crate) String);

impl Done {
    /// To a page, which says what happened by a key of [`crate::frame::notice`].
    pub(crate) fn to(path: impl std::fmt::Display, notice: &str) -> Self {
        let path = path.to_string();
        let mark = if path.contains('?') { '&' } else { '?' };
        Self(if notice.is_empty() { path } else { format!("{path}{mark}done={notice}") })
    }
}

impl Cx {
    /// Who asks.
    pub(crate) fn sign_in(&self, tx: &Tx<'_>) -> Result<SignIn> {
        match &self.token {
            Token::None => Err(Error::SignIn),
            Token::Cookie(token) => staff::who(tx, token),
            Token::Bearer(secret) => staff::who_by_token(tx, secret),
        }
    }

    /// Whoever has not accepted the current operating rules gets no further than to them (OTA-16). The domain opens
    /// nothing for them either; this is how they hear why.
    fn admit(&self, tx: &Tx<'_>, me: &SignIn) -> Result<()> {
        const OPEN: [&str; 5] = ["/operating-rules", "/session", "/me", "/services", "/dates"];
        let open = self.path == "/" || OPEN.iter().any(|start| self.path.starts_with(start));
        if me.accepted_rules || open || !me.role.does_casework() {
            return Ok(());
        }
        Err(Error::Rules(domain::rules::current(tx)?.version))
    }

    /// The secret of the browser's sign-in, if it sent one.
    pub(crate) fn cookie(&self) -> Option<&str> {
        if let Token::Cookie(token) = &self.token { Some(token) } else { None }
    }

    /// Whether a program asks with a token of its own.
    pub(crate) fn is_program(&self) -> bool {
        matches!(self.token, Token::Bearer(_))
    }

    /// The value of a query parameter.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(&self.query).unwrap_or_default();
        pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Runs blocking work on the thread of the request, but outside of its reactor: the answer leaves without having
    /// to wake anybody.
    pub(crate) async fn blocking(self, work: impl FnOnce(&Cx) -> Response + Send + 'static) -> Response {
        match self.lane.clone() {
            None => self.attend(work),
            Some(lane) => lane
                .carry(move || self.attend(work))
                .await
                .unwrap_or_else(|| StatusCode::SERVICE_UNAVAILABLE.into_response()),
        }
    }

    /// Nothing of the request outlives a panic but what answers it.
    fn attend(&self, work: impl FnOnce(&Cx) -> Response) -> Response {
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        done.unwrap_or_else(|_| answer::failed(self, &Error::Database("a request panicked".into())))
    }

    /// Answers with a page for the person who is signed in.
    pub(crate) async fn page<P: Template + Serialize>(
        self,
        make: impl FnOnce(&Desk<'_>) -> Result<P> + Send + 'static,
    ) -> Response {
        self.blocking(move |cx| {
            let face = cx.face;
            let text = move |page| answer::page(face, StatusCode::OK, &page);
            let shown = cx.attended(|seen| cx.app.db.read_making(|tx| cx.at_the_desk(tx, seen, make), text));
            shown.unwrap_or_else(|error| answer::failed(cx, &error))
        })
        .await
    }

    /// Reads as the person who is signed in.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Desk<'_>) -> Result<T>) -> Result<T> {
        self.attended(|seen| self.app.db.read(|tx| self.at_the_desk(tx, seen, f)))
    }

    /// One look, as the person who is signed in; `seen` tells whose presence should be noted.
    fn at_the_desk<T>(
        &self,
        tx: &Tx<'_>,
        seen: &mut Option<String>,
        f: impl FnOnce(&Desk<'_>) -> Result<T>,
    ) -> Result<T> {
        let me = self.sign_in(tx)?;
        self.admit(tx, &me)?;
        let who = me.scope(tx.now(), self.request.clone());
        if me.needs_touch(tx.now()) && !self.is_program() {
            *seen = Some(me.id.clone());
        }
        f(&Desk {
            tx,
            who: &who,
            me: &me,
            cx: self,
            faults: Vec::new(),
            stale: false,
            waiting: Cell::default(),
        })
    }

    /// Reads, and notes now and then that the person is still there.
    fn attended<T>(&self, read: impl FnOnce(&mut Option<String>) -> Result<T>) -> Result<T> {
        let mut seen = None;
        let out = read(&mut seen);
        if let Some(id) = seen {
            // Failing to note it (a full disk) must not hide what was read.
            let _ = self.app.db.write(move |tx| staff::touch(tx, &id));
        }
        out
    }

    /// Carries out a write and leads on; a form with faults is shown again with all that was typed.
    pub(crate) async fn save<F, P>(
        self,
        sent: Sent<F>,
        act: impl Fn(&Desk<'_>, &F) -> Result<Done> + Send + 'static,
        again: impl FnOnce(&Desk<'_>, F) -> Result<P> + Send + 'static,
    ) -> Response
    where
        F: Clone + Send + 'static,
        P: Template + Serialize,
    {
        self.blocking(move |cx| {
            let sent = match sent.checked(cx) {
                Ok(sent) => sent,
                Err(error) => return answer::failed(cx, &error),
            };
            let (fields, once) = sent;
            match cx.write(fields.clone(), once, move |desk, fields| Ok((act(desk, fields)?, ()))) {
                Ok((location, _)) => answer::done(cx, &location),
                Err(error) => cx.again(error, fields, again),
            }
        })
        .await
    }

    /// As [`Cx::save`], for an act on a row that has a page of its own, at which it ends.
    pub(crate) async fn act<K: 'static, F, P>(
        self,
        at: At,
        sent: Sent<F>,
        act: impl Fn(&Desk<'_>, Id<K>, &F) -> Result<()> + Send + 'static,
        again: impl FnOnce(&Desk<'_>, Id<K>, F) -> Result<P> + Send + 'static,
    ) -> Response
    where
        F: Clone + Send + 'static,
        P: Template + Serialize,
    {
        let At { page, id, notice } = at;
        let target = id.clone();
        self.save(
            sent,
            move |desk, form| {
                act(desk, row(&target)?, form)?;
                Ok(Done::to(page.replace("{id}", &target), notice))
            },
            move |desk, form| again(desk, row(&id)?, form),
        )
        .await
    }

    /// Carries out a write once: where it leads and, unless it was carried out before, what it tells.
    pub(crate) fn write<F: Clone + Send + 'static, T: Send + 'static>(
        &self,
        fields: F,
        once: Once,
        act: impl Fn(&Desk<'_>, &F) -> Result<(Done, T)> + Send + 'static,
    ) -> Result<(String, Option<T>)> {
        let (cx, kept) = (self.clone(), once.clone());
        let out = self.app.db.write(move |tx| {
            let me = cx.sign_in(tx)?;
            cx.admit(tx, &me)?;
            let who = me.scope(tx.now(), cx.request.clone());
            let desk = Desk {
                tx,
                who: &who,
                me: &me,
                cx: &cx,
                faults: Vec::new(),
                stale: false,
                waiting: Cell::default(),
            };
            let (Done(location), tells) = act(&desk, &fields)?;
            kept.keep(tx, &who, &location)?;
            if me.needs_touch(tx.now()) && !cx.is_program() {
                staff::touch(tx, &me.id)?;
            }
            Ok((location, Some(tells)))
        });
        let out = out.or_else(|error| self.led_before(&once, error));
        if matches!(out, Err(Error::NotFound)) {
            self.note_refusal();
        }
        out
    }

    /// Where a request led that fails because it was carried out already, in part or as a whole: pressed twice, or sent again by a
    /// program that had heard no answer.
    fn led_before<T>(&self, once: &Once, error: Error) -> Result<(String, Option<T>)> {
        match self.read(|desk| once.before(desk.tx, desk.who)) {
            Ok(Some(location)) => Ok((location, None)),
            Err(other @ Error::Conflict(_)) => Err(other),
            _ => Err(error),
        }
    }

    /// A refused write was rolled back together with its event: the attempt is written down by itself.
    pub(crate) fn note_refusal(&self) {
        let noted = self.read(|desk| {
            Event::many(Action::Change, Kind::Case, std::iter::empty::<Id<Cx>>())
                .refused()
                .for_purpose(&format!("{} {}", self.method, self.path))
                .record(desk.tx, desk.who)
        });
        // Nothing was shown or changed; the answer stays the same if even this cannot be written.
        drop(noted);
    }

    /// The form again, with its faults and all that was typed.
    pub(crate) fn again<F, P: Template + Serialize>(
        &self,
        error: Error,
        fields: F,
        again: impl FnOnce(&Desk<'_>, F) -> Result<P>,
    ) -> Response {
        let (faults, stale, status) = match error {
            Error::Invalid(faults) => (faults, false, StatusCode::UNPROCESSABLE_ENTITY),
            Error::Conflict(message) => (vec![Fault::new("", message)], false, StatusCode::CONFLICT),
            Error::Stale => {
                (vec![Fault::new("", kernel::message::conflict_title())], true, StatusCode::CONFLICT)
            }
            other => return answer::failed(self, &other),
        };
        if self.face == Face::Json {
            return answer::faults(status, &faults);
        }
        let shown = self.read(|desk| {
            let desk = Desk { stale, ..desk.again(faults.clone()) };
            answer::page(self.face, status, &again(&desk, fields)?)
        });
        shown.unwrap_or_else(|error| answer::failed(self, &error))
    }
}
