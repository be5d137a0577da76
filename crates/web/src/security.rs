//! What every answer carries, and which requests are refused before anybody looks at them.

use std::sync::LazyLock;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Fault, message};

use crate::answer;

/// No inline script or style, nothing from anywhere else, no frame around us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer. Pages hold personal data, and no cache keeps them; files of the product say otherwise themselves.
const HEADERS: [(&str, &str); 8] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ("vary", "Accept, HX-Request"),
    ("cache-control", "no-store"),
];

/// The same, read.
static DRESS: LazyLock<[(HeaderName, HeaderValue); 8]> = LazyLock::new(|| {
    HEADERS.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
});

/// Refuses writes that another site sends with the browser's cookie, and dresses every answer.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let mut answer = if is_foreign(request.method(), request.headers()) {
        answer::faults(StatusCode::FORBIDDEN, &[Fault::new("", message::foreign_origin())]).into_response()
    } else {
        next.run(request).await
    };
    dress(answer.headers_mut());
    answer
}

fn dress(headers: &mut HeaderMap) {
    headers.reserve(DRESS.len());
    for (name, value) in DRESS.iter() {
        headers.entry(name).or_insert_with(|| value.clone());
    }
}

/// Whether a browser sends this on behalf of another site.
fn is_foreign(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = text("host").unwrap_or_default();
            origin.split_once("://").is_none_or(|(_, authority)| authority != host)
        }
        // No browser: a program, which has no cookie of anybody's to abuse.
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(method: Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let headers =
            pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v))).collect();
        is_foreign(&method, &headers)
    }

    #[test]
    fn only_our_own_pages_may_write() {
        assert!(!foreign(Method::GET, &[("sec-fetch-site", "cross-site")]));
        assert!(!foreign(Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(foreign(Method::POST, &[("sec-fetch-site", "cross-site")]));
        assert!(foreign(Method::POST, &[("sec-fetch-site", "same-site")]));
        assert!(foreign(Method::POST, &[("host", "kasane.example"), ("origin", "https://evil.example")]));
        assert!(foreign(Method::PUT, &[("host", "kasane.example"), ("origin", "null")]));
        assert!(!foreign(Method::POST, &[("host", "kasane.example"), ("origin", "https://kasane.example")]));
        assert!(!foreign(Method::POST, &[]));
    }
}
