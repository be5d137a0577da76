//! Every route of the product, in one list: what serves it, what describes it in `/openapi.json`, and what tests
//! walk to prove that none stands outside the rules.

use axum::Router;
use axum::extract::Path;
use axum::handler::Handler;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, on};
use serde::Serialize;

use crate::{App, kit::assets, security};

/// Who may ask, and whether the answer holds personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody, without signing in: no personal data.
    Public,
    /// Signed in; the answer holds no data of supported people.
    Staff,
    /// Signed in; the answer holds data of supported people, and the log says so.
    Personal,
}

/// A route.
#[derive(Clone)]
pub struct Route {
    /// `GET`, `POST` or `PUT`.
    pub method: &'static str,
    /// As axum and OpenAPI write it: `/cases/{code}`.
    pub path: &'static str,
    /// What it does, in Japanese.
    pub about: &'static str,
    /// Who may ask.
    pub reach: Reach,
    /// The fields that it takes, each with its empty value.
    pub body: Option<serde_json::Value>,
    handler: MethodRouter<App>,
}

impl Route {
    /// A page, by default one with personal data.
    pub(crate) fn get<T: 'static>(
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, App>,
    ) -> Self {
        let handler = on(axum::routing::MethodFilter::GET, handler);
        Self { method: "GET", path, about, reach: Reach::Personal, body: None, handler }
    }

    /// A write that takes the fields of `F`.
    pub(crate) fn post<F: Default + Serialize, T: 'static>(
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, App>,
    ) -> Self {
        let handler = on(axum::routing::MethodFilter::POST, handler);
        let body = serde_json::to_value(F::default()).ok();
        Self { method: "POST", path, about, reach: Reach::Personal, body, handler }
    }

    /// A write that may be repeated without harm.
    pub(crate) fn put<T: 'static>(
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, App>,
    ) -> Self {
        let handler = on(axum::routing::MethodFilter::PUT, handler);
        Self { method: "PUT", path, about, reach: Reach::Staff, body: None, handler }
    }

    /// For everybody.
    pub(crate) fn public(self) -> Self {
        Self { reach: Reach::Public, ..self }
    }

    /// For staff, without data of supported people.
    pub(crate) fn staff(self) -> Self {
        Self { reach: Reach::Staff, ..self }
    }
}

/// The whole list.
pub fn routes() -> Vec<Route> {
    let mut all = own();
    all.extend(crate::people::routes());
    all.extend(crate::consultations::routes());
    all.extend(crate::cases::routes());
    all.extend(crate::handovers::routes());
    all.extend(crate::conferences::routes());
    all.extend(crate::advisers::routes());
    all.extend(crate::plans::routes());
    all.extend(crate::drawings::routes());
    all.extend(crate::coordination::routes());
    all.extend(crate::assessments::routes());
    all.extend(crate::consents::routes());
    all.extend(crate::emergency::routes());
    all.extend(crate::rules::routes());
    all.extend(crate::protections::routes());
    all.extend(crate::staff::routes());
    all.extend(crate::audit::routes());
    all.extend(crate::exports::routes());
    all.extend(crate::papers::routes());
    all.extend(crate::look_backs::routes());
    all.extend(crate::revision_proposals::routes());
    all.extend(crate::committees::routes());
    all.extend(crate::department_notices::routes());
    all
}

fn own() -> Vec<Route> {
    use crate::{dates, drafts, home, me, openapi, searches, services, session};
    vec![
        Route::get("/", "役割ごとの最初の画面", home::show),
        Route::get("/services", "相談窓口とサービス(住民向け)", services::show).public(),
        Route::get("/session/new", "サインインの画面", session::new).public(),
        Route::post::<(), _>("/session", "サインインする", session::create).public(),
        Route::post::<(), _>("/session/end", "サインアウトする", session::end).public(),
        Route::post::<(), _>("/session/alive", "サインインが続いているか確かめる", session::alive).staff(),
        Route::put("/drafts", "下書きを残す", drafts::keep),
        Route::post::<(), _>("/drafts", "下書きを残す(スクリプトなし)", drafts::keep_form).staff(),
        Route::post::<(), _>("/drafts/{form}/{subject}/end", "下書きをやめる", drafts::forget).staff(),
        Route::get("/dates/echo", "日付の読み取りを返す", dates::echo).public(),
        Route::post::<searches::Ask, _>("/searches", "探す", searches::create).staff(),
        Route::get("/searches/{id}", "探した結果", searches::show),
        Route::get("/me", "個人設定", me::show).staff(),
        Route::post::<domain::staff::NewToken, _>("/me/tokens", "プログラム用の鍵を作る", me::issue).staff(),
        Route::post::<(), _>("/me/tokens/{id}/revocation", "プログラム用の鍵を止める", me::revoke).staff(),
        Route::get("/openapi.json", "この一覧(OpenAPI 3.1)", openapi::show).public(),
        Route::get("/health", "動いているか", health).public(),
        Route::get("/assets/{*path}", "画面の部品", asset).public(),
    ]
}

/// The product as a service.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, route.handler);
    }
    // A signed sheet is the largest thing that is sent; forms have a smaller limit of their own.
    let largest = axum::extract::DefaultBodyLimit::max(domain::consents::EVIDENCE_MAX_BYTES + 64 * 1024);
    // As one layer: each one by itself is another box and another copy of the services for every request.
    let guarded = (axum::middleware::from_fn(security::guard), largest);
    router.fallback(missing).layer(guarded).with_state(app)
}

async fn missing(cx: crate::cx::Cx) -> Response {
    cx.blocking(|cx| crate::answer::failed(cx, &kernel::Error::NotFound)).await
}

async fn health() -> &'static str {
    "ok"
}

/// A file of the product, cached for ever under the hash in its address.
async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = assets::find(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (bytes, packed) = match asset.gzip {
        Some(packed) if accepted.contains("gzip") => (packed, true),
        _ => (asset.bytes, false),
    };
    let mut answer = crate::answer::bytes(asset.content_type, bytes);
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}
