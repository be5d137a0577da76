use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use kernel::{Error, Result};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls};

use crate::fault;

/// Changes on their way at most, before their answers are collected.
const MOST: usize = 64;

type Answer<T> = std::result::Result<T, tokio_postgres::Error>;
type Connection = Pin<Box<dyn Future<Output = Answer<()>> + Send>>;
type Sent = Pin<Box<dyn Future<Output = Answer<u64>> + Send>>;

/// One connection, moved on by whoever waits for it. What nobody has to wait for is only sent: it travels together
/// with the next question, and the server answers in the order in which it was asked. Local or not, a round trip
/// costs more than most statements.
pub(super) struct Wire {
    runtime: Runtime,
    // Gone when it has ended: every open question is then answered with a failure.
    connection: RefCell<Option<Connection>>,
    sent: RefCell<VecDeque<Sent>>,
}

impl Wire {
    pub(super) fn connect(url: &str) -> Result<(Self, Client)> {
        let failed = |error: std::io::Error| Error::Database(error.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let (client, connection) =
            runtime.block_on(tokio_postgres::connect(url, NoTls)).map_err(fault::pg)?;
        let connection: Connection = Box::pin(connection);
        Ok((Self { runtime, connection: RefCell::new(Some(connection)), sent: RefCell::default() }, client))
    }

    /// Waits for an answer, and before it for the answers to all that was sent before: the first failure is told.
    pub(super) fn ask<T>(&self, question: impl Future<Output = Answer<T>>) -> Result<T> {
        let mut question = pin!(question);
        let answer = self.drive(|context| question.as_mut().poll(context));
        self.settle()?;
        answer.map_err(fault::pg)
    }

    /// Sends without waiting. A failure is told by the next [`Wire::ask`].
    pub(super) fn send(&self, change: impl Future<Output = Answer<u64>> + Send + 'static) -> Result<()> {
        let mut change: Sent = Box::pin(change);
        // Its first step puts it in the queue of the connection; the answer is looked at later.
        match change.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => answer.map(drop).map_err(fault::pg)?,
            Poll::Pending => self.sent.borrow_mut().push_back(change),
        }
        if self.sent.borrow().len() < MOST { Ok(()) } else { self.settle() }
    }

    /// Lets what was sent leave this machine, and does not wait.
    pub(super) fn flush(&self) {
        self.runtime.block_on(poll_fn(|context| {
            self.move_on(context);
            Poll::Ready(())
        }));
    }

    /// Waits for the answers to all that was sent.
    pub(super) fn settle(&self) -> Result<()> {
        let mut first = Ok(());
        while let Some(mut sent) = self.next() {
            let answer = self.drive(|context| sent.as_mut().poll(context)).map_err(fault::pg);
            first = first.and(answer.map(drop));
        }
        first
    }

    fn next(&self) -> Option<Sent> {
        self.sent.borrow_mut().pop_front()
    }

    /// Moves the connection on until `question` is answered.
    fn drive<T>(&self, mut question: impl FnMut(&mut Context<'_>) -> Poll<Answer<T>>) -> Answer<T> {
        self.runtime.block_on(poll_fn(|context| {
            if let Poll::Ready(answer) = question(context) {
                return Poll::Ready(answer);
            }
            self.move_on(context);
            question(context)
        }))
    }

    fn move_on(&self, context: &mut Context<'_>) {
        let mut connection = self.connection.borrow_mut();
        if connection.as_mut().is_some_and(|open| open.as_mut().poll(context).is_ready()) {
            *connection = None;
        }
    }
}
