//! Listening, and ending in order.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;
use axum::serve::{Listener, ListenerExt};
use store::Db;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tower::util::MapRequestLayer;
use web::{App, Client};

use crate::lanes::{Lanes, Visitor};
use crate::say::complain;
use crate::seals::Seals;
use crate::upkeep;

/// How long requests that are under way may take after the program was told to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who speaks with the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Front {
    /// We do.
    Direct,
    /// A proxy, which says for whom.
    Proxy,
}

/// Serves until a signal comes. `ready` is told the address once browsers can come.
pub(crate) fn run(
    app: App,
    db: &Db,
    seals: Seals,
    listen: SocketAddr,
    front: Front,
    ready: impl FnOnce(&str),
) -> Result<()> {
    let runtime = Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .context("実行環境を用意できません。")?;
    let served = runtime.block_on(serve(app, db, seals, listen, front, ready));
    // Work that hangs must not keep the program; whatever it wrote was committed or will be rolled back.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

/// The port, if nobody else has it.
pub(crate) async fn bind(listen: SocketAddr) -> Result<TcpListener> {
    let why = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!(
                "{listen} はほかのプログラムが使っています。--listen か --port で別の番号にしてください。"
            )
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("{listen} を開く権限がありません。1024以上の番号にしてください。")
        }
        _ => format!("{listen} を開けません。"),
    };
    TcpListener::bind(listen).await.map_err(|error| {
        let text = why(&error);
        anyhow::Error::new(error).context(text)
    })
}

async fn serve(
    app: App,
    db: &Db,
    seals: Seals,
    listen: SocketAddr,
    front: Front,
    ready: impl FnOnce(&str),
) -> Result<()> {
    // Small answers must not wait for more to send.
    let mut listener = bind(listen).await?.tap_io(|stream| drop(stream.set_nodelay(true)));
    let mut signals = Signals::new()?;
    let address = listener.local_addr()?;
    let mut lanes = Lanes::new(
        web::router(app).layer(MapRequestLayer::new(move |request| named(front, request))),
        db.kind(),
    );
    tokio::spawn(upkeep::sweep(db.clone()));
    tokio::spawn(upkeep::tidy(db.clone()));
    tokio::spawn(seals.go_on());
    ready(&format!("http://{address}"));
    loop {
        tokio::select! {
            (stream, peer) = listener.accept() => match lanes.lead(stream, peer) {
                Ok(()) => {}
                Err(error) => complain(format_args!("接続を受けられませんでした: {error}")),
            },
            () = signals.wait() => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(PATIENCE, lanes.end()).await.is_err() {
        complain("終わらない要求があったので、待たずに終わりました。");
    }
    Ok(())
}

struct Signals {
    end: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> Result<Self> {
        Ok(Self { end: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.end.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Tells handlers the address of the browser: it counts failed sign-ins.
fn named(front: Front, mut request: Request) -> Request {
    let connected = request.extensions().get::<ConnectInfo<Visitor>>();
    let peer = connected.map(|ConnectInfo(visitor)| visitor.peer.ip());
    let told = if front == Front::Proxy { forwarded(request.headers()) } else { None };
    if let Some(client) = told.or(peer) {
        request.extensions_mut().insert(Client(client));
    }
    request
}

/// The last entry is the one that our own proxy wrote; all others may be invented.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let told = headers.get_all("x-forwarded-for").iter().next_back()?;
    told.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::Body;

    use super::*;

    fn client(front: Front, lines: &[&str]) -> Option<String> {
        let visitor = Visitor::new(([192, 0, 2, 1], 40_000).into(), Arc::default());
        let mut request = Request::builder().extension(ConnectInfo(visitor));
        for line in lines {
            request = request.header("x-forwarded-for", *line);
        }
        let request = named(front, request.body(Body::empty()).unwrap());
        request.extensions().get::<Client>().map(|client| client.0.to_string())
    }

    #[test]
    fn only_the_last_word_of_our_own_proxy_names_the_browser() {
        let invented = ["198.51.100.7", "203.0.113.9, 198.51.100.8"];
        assert_eq!(client(Front::Proxy, &invented).as_deref(), Some("198.51.100.8"));
        assert_eq!(client(Front::Direct, &invented).as_deref(), Some("192.0.2.1"));
        assert_eq!(client(Front::Proxy, &[]).as_deref(), Some("192.0.2.1"));
        assert_eq!(client(Front::Proxy, &["nobody"]).as_deref(), Some("192.0.2.1"));
    }
}
