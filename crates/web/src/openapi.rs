//! The product describes itself: the same list that serves the routes, as an OpenAPI 3.1 document.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::cx::Cx;
use crate::routes::{Reach, Route, routes};

/// `GET /openapi.json`
pub(crate) async fn show(cx: Cx) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], cx.app.openapi.clone()).into_response()
}

/// Every route of the product as an OpenAPI 3.1 document.
pub fn document(municipality: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in routes().iter().filter(|route| !route.path.contains("{*")) {
        let entry = paths.entry(route.path).or_insert_with(|| json!({}));
        entry[route.method.to_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("Kasane {municipality}").trim_end(),
            "version": env!("CARGO_PKG_VERSION"),
            "description": "画面と同じ住所が JSON でも答えます。Accept: application/json と Authorization: Bearer を付けてください。",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "個人設定で作る、プログラム用の鍵" },
                "browser": { "type": "apiKey", "in": "cookie", "name": "__Host-kasane" },
            },
            "schemas": { "Faults": faults(), "Location": location() },
        },
    })
}

fn operation(route: &Route) -> Value {
    let mut operation = json!({
        "operationId": format!("{}{}", route.method.to_lowercase(), route.path.replace(['/', '{', '}', '-', '.'], "_")),
        "summary": route.about,
        "parameters": parameters(route),
        "responses": responses(route),
    });
    if route.reach != Reach::Public {
        operation["security"] = json!([{ "token": [] }, { "browser": [] }]);
    }
    if let Some(body) = route.body.as_ref().filter(|body| body.is_object()) {
        let schema = schema(body);
        operation["requestBody"] = json!({ "content": {
            "application/json": { "schema": schema },
            "application/x-www-form-urlencoded": { "schema": schema },
        }});
    }
    operation
}

fn parameters(route: &Route) -> Value {
    let mut all: Vec<Value> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if route.method == "POST" && route.reach != Reach::Public {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": true, "schema": { "type": "string" },
            "description": "同じ鍵の送信は、何度でも1回と数えます。",
        }));
    }
    Value::Array(all)
}

fn responses(route: &Route) -> Value {
    let problem =
        json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Faults" } } } });
    let with = |text: &str| {
        let mut answer = problem.clone();
        answer["description"] = json!(text);
        answer
    };
    let mut all = json!({ "default": with("問題とその直し方") });
    if route.method == "GET" {
        all["200"] = json!({ "description": "見えるもの", "content": { "application/json": { "schema": { "type": "object" } } } });
    } else {
        let schema = json!({ "$ref": "#/components/schemas/Location" });
        all["201"] =
            json!({ "description": "行いました", "content": { "application/json": { "schema": schema } } });
        all["422"] = with("項目ごとの直し方。何も変わっていません");
        all["409"] = with("いまの状態ではできません。何も変わっていません");
    }
    if route.reach != Reach::Public {
        all["401"] = with("サインインが要ります");
        all["404"] = with("ないか、この立場では開けません");
    }
    all
}

/// The fields of a form: every one is optional text or a list of texts; the rules are told by 422.
fn schema(sample: &Value) -> Value {
    let mut properties = Map::new();
    for (name, value) in sample.as_object().into_iter().flatten() {
        let kind = if value.is_array() {
            json!({ "type": "array", "items": { "type": "string" } })
        } else {
            json!({ "type": "string" })
        };
        properties.insert(name.clone(), kind);
    }
    json!({ "type": "object", "properties": properties })
}

fn faults() -> Value {
    json!({
        "type": "object",
        "properties": {
            "key": { "type": "string" },
            "message": { "type": "string" },
            "faults": { "type": "array", "items": {
                "type": "object",
                "properties": { "field": { "type": "string" }, "key": { "type": "string" }, "message": { "type": "string" } },
                "required": ["field", "key", "message"],
            }},
        },
    })
}

fn location() -> Value {
    json!({ "type": "object", "properties": { "location": { "type": "string" } }, "required": ["location"] })
}
