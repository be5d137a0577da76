use axum::response::{Html, IntoResponse, Response};
use kernel::{date_input, message};

use crate::cx::Cx;

/// `GET /dates/echo`: what the box understood, for the line under it. The field comes as `value`, or under its own
/// name when the browser adds it.
pub(crate) async fn echo(cx: Cx) -> Response {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&cx.query).unwrap_or_default();
    let of = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let own = pairs.iter().find(|(key, _)| key != "mode" && key != "label").map(|(_, value)| value.as_str());
    let (mode, label) = (of("mode").unwrap_or_default(), of("label").unwrap_or_default());
    let typed = of("value").or(own).unwrap_or_default();
    let today = cx.app.db.ambient().now().day();
    if typed.trim().is_empty() {
        return Html(String::new()).into_response();
    }
    let (echo, fault) = match mode {
        "birth" => (date_input::echo_birth(typed, today), date_input::parse_birth(typed, label, today).err()),
        "due" => (date_input::echo_due(typed, today), date_input::parse_due_day(typed, label, today).err()),
        _ => (date_input::echo_event(typed, today), date_input::parse_event_day(typed, label, today).err()),
    };
    let unreadable = || fault.unwrap_or_else(|| message::error_date_unreadable(label)).text;
    let text = echo.map_or_else(unreadable, |echo| format!("= {echo}"));
    Html(escape(&text)).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
