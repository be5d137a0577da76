//! Searched first, and chosen by two acts.

use axum::response::Response;
use domain::people::{self, Chosen, Registration};
use domain::{drafts, search};
use kernel::{Error, message};
use serde::{Deserialize, Serialize};

use super::new::{self, Page};
use super::target::Target;
use crate::body::Sent;
use crate::cx::{Cx, Done};

/// The one box, and what had been typed into the registration before the search.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ask {
    words: String,
    to: String,
    kept: String,
}

/// `POST /people/searches`: the words stay on the server; the address holds only a number.
pub(crate) async fn ask(cx: Cx, sent: Sent<Ask>) -> Response {
    cx.save(
        sent,
        |desk, ask| {
            domain::access::casework(desk.who)?;
            if ask.words.trim().is_empty() {
                return Err(Error::invalid("words", message::error_required("探す言葉")));
            }
            let id = search::ask(desk.tx, desk.who, &ask.words)?;
            let mut there = format!("/people/new?s={id}");
            if !ask.to.is_empty() {
                there.push_str(&format!("&to={}", new::escaped(&ask.to)));
            }
            if serde_json::from_str::<Registration>(&ask.kept).is_ok() {
                drafts::keep(desk.tx, desk.who, "person", "", &ask.kept)?;
                there.push_str("&draft=1");
            }
            Ok(Done(there))
        },
        |desk, ask| {
            let form = serde_json::from_str(&ask.kept).ok();
            new::view(desk, Page { q: ask.words, to: ask.to, kept: form, ..Page::default() })
        },
    )
    .await
}

/// The candidate of a search.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    s: String,
    to: String,
    person: String,
    identity: Vec<String>,
}

impl Choice {
    fn chosen(&self) -> Chosen {
        Chosen { person: self.person.clone(), identity: self.identity.clone() }
    }
}

/// `POST /people/chosen`: writes down by what the person was told apart, and goes on with them.
pub(crate) async fn choose(cx: Cx, sent: Sent<Choice>) -> Response {
    cx.save(
        sent,
        |desk, choice| {
            let person = people::choose(desk.tx, desk.who, &choice.chosen())?;
            Ok(Done(Target::parse(&choice.to).with(person)))
        },
        |desk, choice| {
            let chosen = choice.chosen();
            new::searched(desk, Page { s: choice.s, to: choice.to, chosen, ..Page::default() })
        },
    )
    .await
}
