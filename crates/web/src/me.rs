use crate::cx::Cx;
use axum::response::Response;
pub(crate) async fn show(cx: Cx) -> Response {
    cx.page(crate::home::view).await
}
pub(crate) async fn issue(cx: Cx) -> Response {
    cx.page(crate::home::view).await
}
pub(crate) async fn revoke(cx: Cx) -> Response {
    cx.page(crate::home::view).await
}
