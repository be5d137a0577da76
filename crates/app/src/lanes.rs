//! A connection keeps to one thread: its bytes come, its work is done and its answer leaves there. Nobody has to be
//! woken, and the caches of the processor stay warm; `docs/decisions/0008`.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use store::Kind;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::{mpsc, watch};
use web::Lane;

/// Threads at most, and so requests that are worked on at once. The next connection shares with the fewest.
const LANES: usize = 64;

/// Threads that serve, each with its own reactor; as many as there were connections at once.
pub(crate) struct Lanes {
    router: Router,
    // Whether work is done between two turns of the reactor, or within one.
    between: bool,
    lanes: Vec<Entrance>,
    stop: watch::Sender<bool>,
    // Every lane keeps one end for as long as it runs.
    running: (mpsc::Sender<()>, mpsc::Receiver<()>),
}

/// How a connection enters its lane.
struct Entrance {
    door: mpsc::UnboundedSender<(std::net::TcpStream, Visitor)>,
    // Held once here, once by each connection, and by requests that are under way: those weigh more.
    seats: Arc<()>,
}

/// Who is at the other end, for as long as the connection lasts.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) peer: SocketAddr,
    _seat: Arc<()>,
}

impl Visitor {
    pub(crate) fn new(peer: SocketAddr, seat: Arc<()>) -> Self {
        Self { peer, _seat: seat }
    }
}

impl Lanes {
    /// A session of PostgreSQL has a reactor of its own, which cannot turn within another. SQLite needs none: what asks it
    /// is done where the request is, and nothing has to be passed on.
    pub(crate) fn new(router: Router, database: Kind) -> Self {
        let (stop, _) = watch::channel(false);
        Self {
            router,
            between: database == Kind::Postgres,
            lanes: Vec::new(),
            stop,
            running: mpsc::channel(1),
        }
    }

    /// Gives a connection to a thread that has none, or to the one with the fewest.
    pub(crate) fn lead(&mut self, stream: TcpStream, peer: SocketAddr) -> io::Result<()> {
        let stream = stream.into_std()?;
        let idle = self.lanes.iter().any(|lane| lane.load() == 0);
        if !idle && self.lanes.len() < LANES {
            match self.open() {
                Ok(lane) => self.lanes.push(lane),
                // Too many threads or files for this machine: then they share.
                Err(_) if !self.lanes.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        let lane = self.lanes.iter().min_by_key(|lane| lane.load());
        let lane = lane.ok_or(io::ErrorKind::NotConnected)?;
        let visitor = Visitor::new(peer, Arc::clone(&lane.seats));
        lane.door.send((stream, visitor)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn open(&self) -> io::Result<Entrance> {
        let reactor = Builder::new_current_thread().enable_io().enable_time().build()?;
        let (door, arrivals) = mpsc::unbounded_channel();
        let (lane, work) = Lane::new();
        let router = self.router.clone();
        let router = if self.between { router.layer(axum::Extension(lane)) } else { router };
        let (stop, running) = (self.stop.subscribe(), self.running.0.clone());
        std::thread::Builder::new().name("lane".into()).spawn(move || {
            let ended = work.until(&reactor, serve(Arrivals(arrivals), router, stop));
            drop(running);
            ended
        })?;
        Ok(Entrance { door, seats: Arc::default() })
    }

    /// Lets every request that is under way end.
    pub(crate) async fn end(self) {
        let Self { lanes, stop, running: (own, mut ended), .. } = self;
        // Without a lane nobody listens.
        let _ = stop.send(true);
        drop((own, lanes));
        let _ = ended.recv().await;
    }
}

impl Entrance {
    fn load(&self) -> usize {
        Arc::strong_count(&self.seats) - 1
    }
}

async fn serve(arrivals: Arrivals, router: Router, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<Visitor>();
    let stopped = async move { drop(stop.wait_for(|stop| *stop).await) };
    axum::serve(arrivals, service).with_graceful_shutdown(stopped).await
}

/// The connections that were led to this lane.
struct Arrivals(mpsc::UnboundedReceiver<(std::net::TcpStream, Visitor)>);

impl Listener for Arrivals {
    type Io = TcpStream;
    type Addr = Visitor;

    async fn accept(&mut self) -> (TcpStream, Visitor) {
        loop {
            let Some((stream, visitor)) = self.0.recv().await else {
                // Nobody comes any more; the lane is about to be told to end.
                return std::future::pending().await;
            };
            // One that cannot be watched is as good as broken.
            if let Ok(stream) = TcpStream::from_std(stream) {
                return (stream, visitor);
            }
        }
    }

    fn local_addr(&self) -> io::Result<Visitor> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl Connected<IncomingStream<'_, Arrivals>> for Visitor {
    fn connect_info(stream: IncomingStream<'_, Arrivals>) -> Self {
        stream.remote_addr().clone()
    }
}
