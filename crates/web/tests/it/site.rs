use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::staff::{self, Attempt, Cost, Outcome};
use kernel::{Ambient, Scope};
use testkit::{PASSWORD, World};
use tower::ServiceExt;
use web::{App, Options};

/// The product, served to nobody but the test.
pub(crate) struct Site<'a> {
    pub(crate) world: &'a World<'a>,
    router: Router,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// As it came.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap())
    }
}

/// A browser or a program, signed in or not.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) token: String,
    pub(crate) json: bool,
}

/// Somebody who has not signed in.
pub(crate) fn nobody() -> Client {
    Client { token: String::new(), json: false }
}

impl<'a> Site<'a> {
    pub(crate) fn new(world: &'a World<'a>) -> Self {
        Self::sealed_by(world, Vec::new())
    }

    /// With the keys by which the seals of the log are checked.
    pub(crate) fn sealed_by(world: &'a World<'a>, audit_keys: Vec<domain::audit::PublicKey>) -> Self {
        Self::with(world, Options { audit_keys, ..Options::default() })
    }

    /// As a municipality set it up.
    pub(crate) fn with(world: &'a World<'a>, options: Options) -> Self {
        let options = Options { https: false, cost: staff::COST_FLOOR, ..options };
        let _: Cost = options.cost;
        let app = App::new(world.at.db.clone(), options).unwrap();
        Self { world, router: web::router(app) }
    }

    /// Signs in; the clock moves on so that codes are never used twice.
    pub(crate) fn sign_in(&self, who: &Scope) -> Client {
        self.world.at.ambient.advance(31);
        let (login, secret): (String, String) = self
            .world
            .ask(who, |tx, who| tx.one("SELECT login, totp_secret FROM staff WHERE id = $1", &[&who.staff]))
            .unwrap();
        let code = staff::current_code(&secret, self.world.at.ambient.now()).unwrap();
        let form = Attempt { login, password: PASSWORD.into(), code, ..Attempt::default() };
        let Outcome::Granted(granted) = staff::attempt(&self.world.at.db, &form, "test").unwrap() else {
            panic!("one standing")
        };
        Client { token: granted.token, json: false }
    }

    pub(crate) fn get(&self, client: &Client, path: &str) -> Answer {
        self.send(client, Method::GET, path, &[], Body::empty())
    }

    pub(crate) fn get_json(&self, client: &Client, path: &str) -> Answer {
        self.get(&Client { json: true, ..client.clone() }, path)
    }

    /// Posts a form; each gets a key of its own.
    pub(crate) fn post(&self, client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all: Vec<(&str, &str)> = fields.to_vec();
        let once = format!("{:?}", self.world.at.ambient.now());
        if !fields.iter().any(|(name, _)| *name == "_once") {
            all.push(("_once", &once));
        }
        let body = serde_html_form::to_string(&all).unwrap();
        let kind = [(header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        self.send(client, Method::POST, path, &kind, Body::from(body))
    }

    pub(crate) fn post_json(
        &self,
        client: &Client,
        path: &str,
        key: &str,
        body: &serde_json::Value,
    ) -> Answer {
        let client = Client { json: true, ..client.clone() };
        let kind = [(header::CONTENT_TYPE.as_str(), "application/json"), ("idempotency-key", key)];
        self.send(&client, Method::POST, path, &kind, Body::from(body.to_string()))
    }

    pub(crate) fn send(
        &self,
        client: &Client,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let accept = if client.json { "application/json" } else { "text/html" };
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
        if !client.token.is_empty() {
            request = request.header(header::COOKIE, format!("kasane={}", client.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (lane, work) = web::Lane::new();
        let request = request.extension(lane).body(body).unwrap();
        let reactor = tokio::runtime::Builder::new_current_thread().build().unwrap();
        work.until(&reactor, async {
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            Answer {
                status: parts.status,
                headers: parts.headers,
                text: readable(&bytes),
                bytes: bytes.to_vec(),
            }
        })
    }
}

/// What an answer says to whoever reads it: of a paper its words, of a workbook everything that is written in it. Otherwise
/// nothing that hides in a file would be looked for.
fn readable(bytes: &[u8]) -> String {
    let told = match bytes.get(..4) {
        Some(b"%PDF") => words_of_paper(bytes),
        Some(b"PK\x03\x04") => words_of_package(bytes),
        _ => None,
    };
    told.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

fn words_of_paper(bytes: &[u8]) -> Option<String> {
    let document = lopdf::Document::load_mem(bytes).ok()?;
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    // Lines are broken where the paper ends, in the midst of words.
    Some(document.extract_text(&pages).ok()?.replace(['\n', ' '], ""))
}

fn words_of_package(bytes: &[u8]) -> Option<String> {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let mut told = String::new();
    for at in 0..package.len() {
        std::io::Read::read_to_string(&mut package.by_index(at).ok()?, &mut told).ok()?;
    }
    Some(told)
}
