use crate::cx::Cx;
use axum::response::Response;
pub(crate) async fn show(cx: Cx) -> Response {
    cx.page(crate::home::view).await
}
