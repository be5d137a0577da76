use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::Response;
use domain::once::Once;
use domain::staff::digest;
use kernel::{Error, Id, Result, message};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{App, answer, cx::Cx};

/// Longest body of a request, in bytes.
const LONGEST: usize = 1024 * 1024;

/// What was sent: a form or JSON, with the key by which sending it twice counts once.
pub(crate) struct Sent<F> {
    fields: Option<F>,
    key: String,
    hash: String,
    json: bool,
}

/// What every form carries besides its fields.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Envelope {
    #[serde(rename = "_once")]
    once: String,
}

impl<F: DeserializeOwned> FromRequest<App> for Sent<F> {
    type Rejection = Response;

    async fn from_request(request: Request, _: &App) -> std::result::Result<Self, Response> {
        let json = text(&request, header::CONTENT_TYPE.as_str()).starts_with("application/json");
        let header_key = text(&request, "idempotency-key").to_owned();
        let bytes =
            axum::body::to_bytes(request.into_body(), LONGEST).await.map_err(|_| answer::too_large())?;
        let envelope: Envelope =
            if json { Envelope::default() } else { serde_html_form::from_bytes(&bytes).unwrap_or_default() };
        let key = if header_key.is_empty() { envelope.once } else { header_key };
        Ok(Self { fields: fields(&bytes, json), key, hash: digest(&String::from_utf8_lossy(&bytes)), json })
    }
}

fn text<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn fields<F: DeserializeOwned>(bytes: &Bytes, json: bool) -> Option<F> {
    match (json, bytes.is_empty()) {
        (true, true) => serde_json::from_str("{}").ok(),
        (true, false) => serde_json::from_slice(bytes).ok(),
        (false, _) => serde_html_form::from_bytes(bytes).ok(),
    }
}

impl<F> Sent<F> {
    /// The fields and the key. A program must give a key; a form that lost its own counts as new.
    pub(crate) fn checked(self, cx: &Cx) -> Result<(F, Once)> {
        let fields = self.fields.ok_or_else(|| Error::invalid("", message::body_unreadable()))?;
        let key = match (self.key.is_empty(), self.json) {
            (false, _) => self.key,
            (true, true) => return Err(Error::invalid("Idempotency-Key", message::key_needed())),
            (true, false) => once(cx),
        };
        Ok((fields, Once { key, route: format!("{} {}", cx.method, cx.path), body_hash: self.hash }))
    }

    /// The fields alone, for requests that may be repeated without harm.
    pub(crate) fn fields(self) -> Result<F> {
        self.fields.ok_or_else(|| Error::invalid("", message::body_unreadable()))
    }
}

/// A fresh key for a form.
pub(crate) fn once(cx: &Cx) -> String {
    let id: Id<Once> = kernel::new_id(&**cx.app.db.ambient());
    id.to_string()
}
