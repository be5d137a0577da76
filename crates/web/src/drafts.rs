use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::drafts;
use kernel::Result;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::answer;
use crate::body::Sent;
use crate::cx::{Cx, Desk};

/// What a page keeps while somebody types.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub(crate) struct Keep {
    form: String,
    subject: String,
    body: serde_json::Value,
}

/// `PUT /drafts`
pub(crate) async fn keep(cx: Cx, sent: Sent<Keep>) -> Response {
    cx.blocking(move |cx| {
        let kept = sent.fields().and_then(|keep| {
            let inner = cx.clone();
            let body = keep.body.to_string();
            cx.app.db.write(move |tx| {
                let who = inner.sign_in(tx)?.scope(tx.now(), inner.request.clone());
                drafts::keep(tx, &who, &keep.form, &keep.subject, &body)
            })
        });
        match kept {
            Ok(at) => answer::value(StatusCode::OK, &serde_json::json!({ "saved_at": at.iso() })),
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

/// Where a form of a browser without script says that it belongs.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
struct Place {
    _draft_form: String,
    _draft_subject: String,
}

/// `POST /drafts`: the button 「下書きを保存する」 without script. The fields are kept as the form sent them.
pub(crate) async fn keep_form(cx: Cx, body: String) -> Response {
    cx.blocking(move |cx| {
        let place: Place = serde_html_form::from_str(&body).unwrap_or_default();
        let kept = serde_json::json!({ FORM: body }).to_string();
        let (inner, form, subject) = (cx.clone(), place._draft_form.clone(), place._draft_subject.clone());
        let saved = cx.app.db.write(move |tx| {
            let who = inner.sign_in(tx)?.scope(tx.now(), inner.request.clone());
            drafts::keep(tx, &who, &form, &subject, &kept)
        });
        match saved {
            Ok(_) => answer::redirect(&format!(
                "{}?done=draft",
                crate::home::place_of(&place._draft_form, &place._draft_subject)
            )),
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

/// Marks a draft that is kept as a form and not as JSON.
const FORM: &str = "_form";

/// `POST /drafts/{form}/{subject}/end`: given up by its author. An empty subject is written as `-`.
pub(crate) async fn forget(
    cx: Cx,
    Path((form, subject)): Path<(String, String)>,
    sent: Sent<Forget>,
) -> Response {
    let subject = if subject == "-" { String::new() } else { subject };
    cx.save(
        sent,
        move |desk, asked| {
            drafts::forget(desk.tx, desk.who, &form, &subject)?;
            let next =
                if asked.anew.is_empty() { "/".to_owned() } else { crate::home::place_of(&form, &subject) };
            Ok(crate::cx::Done::to(next, ""))
        },
        |desk, _| crate::home::view(desk),
    )
    .await
}

/// A form without fields: a button.
#[derive(Deserialize, Clone, Default)]
pub(crate) struct Empty {}

/// What follows a draft that is given up.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub(crate) struct Forget {
    /// Anything: the same form follows, empty. Nothing: the first page.
    anew: String,
}

/// The form as its author left it, and since when; a fresh one otherwise.
pub(crate) fn restore<F: DeserializeOwned + Default>(
    desk: &Desk<'_>,
    form: &str,
    subject: &str,
) -> Result<(F, Option<kernel::Instant>)> {
    let kept = drafts::find(desk.tx, desk.who, form, subject)?;
    // A draft of an older form may no longer fit; a fresh form is then better than a broken page.
    let restored = kept.and_then(|draft| Some((fields(&draft.body)?, draft.saved_at)));
    Ok(restored.map_or_else(|| (F::default(), None), |(fields, at)| (fields, Some(at))))
}

fn fields<F: DeserializeOwned>(body: &str) -> Option<F> {
    let json: serde_json::Value = serde_json::from_str(body).ok()?;
    match json.get(FORM).and_then(serde_json::Value::as_str) {
        Some(form) => serde_html_form::from_str(form).ok(),
        None => serde_json::from_value(json).ok(),
    }
}
