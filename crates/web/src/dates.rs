use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use kernel::{date_input, message};
use serde::Deserialize;

use crate::cx::Cx;

/// A date as it is being typed; the field itself comes under its own name.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    mode: String,
}

/// `GET /dates/echo`: what the box understood, for the line under it.
pub(crate) async fn echo(cx: Cx, Query(Typed { mode }): Query<Typed>) -> Response {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&cx.query).unwrap_or_default();
    let typed = pairs.iter().find(|(key, _)| key != "mode").map_or("", |(_, value)| value.as_str());
    let today = cx.app.db.ambient().now().day();
    if typed.trim().is_empty() {
        return Html(String::new()).into_response();
    }
    let (echo, fault) = match mode.as_str() {
        "birth" => (date_input::echo_birth(typed, today), date_input::parse_birth(typed, "", today).err()),
        "due" => (date_input::echo_due(typed, today), date_input::parse_due_day(typed, "", today).err()),
        _ => (date_input::echo_event(typed, today), date_input::parse_event_day(typed, "", today).err()),
    };
    let unreadable = || fault.unwrap_or_else(|| message::error_date_unreadable("")).text;
    let text = echo.map_or_else(unreadable, |echo| format!("= {echo}"));
    Html(escape(&text)).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
