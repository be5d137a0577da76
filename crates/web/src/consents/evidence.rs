use axum::extract::{FromRequest, Multipart, Path, Request};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::consents;
use domain::once::Once;
use domain::staff::digest;
use kernel::Error;
use serde::Serialize;

use super::withdraw::parse;
use crate::answer;
use crate::body::once;
use crate::cx::{Cx, Done};

/// What the form sends: a file.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Sheet {
    file: String,
}

/// `POST /consents/{id}/evidence`: `multipart/form-data` with a field `file`. Whatever cannot be read is an empty file,
/// which the rule refuses with the right words, after it has asked who sends it.
pub(super) async fn create(cx: Cx, Path(id): Path<String>, request: Request) -> Response {
    let (key, bytes) = read(request).await;
    cx.blocking(move |cx| {
        let key = if key.is_empty() { once(cx) } else { key };
        // Two scans of one machine begin with the same bytes.
        let hash = digest(&domain::staff::hex(&bytes));
        let mark = Once { key, route: format!("{} {}", cx.method, cx.path), body_hash: hash };
        let target = id.clone();
        let written = cx.write(bytes, mark, move |desk, bytes| {
            consents::add_evidence(desk.tx, desk.who, parse(&target)?, bytes)?;
            Ok((Done::to(format!("/consents/{target}"), "saved"), ()))
        });
        match written {
            Ok((location, _)) => answer::done(cx, &location),
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

async fn read(request: Request) -> (String, Vec<u8>) {
    let (mut key, mut bytes) = (String::new(), Vec::new());
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return (key, bytes) };
    while let Ok(Some(part)) = parts.next_field().await {
        match part.name() {
            Some("_once") => key = part.text().await.unwrap_or_default(),
            Some("file") => bytes = part.bytes().await.map(|b| b.to_vec()).unwrap_or_default(),
            _ => {}
        }
    }
    (key, bytes)
}

/// `GET /consents/{id}/evidence/{file}`: always as a download, never shown in the page.
pub(super) async fn show(cx: Cx, Path((id, file)): Path<(String, String)>) -> Response {
    cx.blocking(move |cx| {
        let found = cx.read(|desk| {
            let file = file.parse().map_err(|_| Error::NotFound)?;
            consents::evidence_body(desk.tx, desk.who, parse(&id)?, file)
        });
        match found {
            Ok((media_type, body)) => download(&media_type, body),
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

/// The name of the file tells nothing about anybody.
fn download(media_type: &str, body: Vec<u8>) -> Response {
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    if let Ok(value) = HeaderValue::from_str(media_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"consent\""));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    answer
}
