use std::future::Future;
use std::pin::pin;

use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};

type Job = Box<dyn FnOnce() + Send>;

/// The way by which requests bring work that blocks to the thread that carries their bytes.
///
/// Whoever serves puts one into the extensions of each request. Without one, work is done where the request is.
#[derive(Debug, Clone)]
pub struct Lane(mpsc::UnboundedSender<Job>);

/// Where the work of a lane arrives.
#[derive(Debug)]
pub struct Work(mpsc::UnboundedReceiver<Job>);

impl Lane {
    /// A lane, and where its work arrives.
    pub fn new() -> (Self, Work) {
        let (lane, work) = mpsc::unbounded_channel();
        (Self(lane), Work(work))
    }

    /// Has `work` done between two turns of the reactor. `None` if nobody attends to the lane any more.
    pub(crate) async fn carry<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (tell, told) = oneshot::channel();
        // Whoever asked may have gone; then there is nobody to tell.
        self.0.send(Box::new(move || drop(tell.send(work())))).ok()?;
        told.await.ok()
    }
}

impl Work {
    /// Runs `future` to its end, and in between what it brings. Work runs outside of the reactor, so that it may wait for
    /// whatever it likes; the other requests of the same lane wait with it.
    pub fn until<T>(mut self, reactor: &Runtime, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        loop {
            let next = reactor.block_on(async {
                tokio::select! {
                    Some(job) = self.0.recv() => Next::Job(job),
                    out = &mut future => Next::Ended(out),
                }
            });
            match next {
                Next::Job(job) => job(),
                Next::Ended(out) => return out,
            }
        }
    }
}

enum Next<T> {
    Job(Job),
    Ended(T),
}
