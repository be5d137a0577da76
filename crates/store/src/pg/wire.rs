use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use kernel::{Error, Result};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls};

use crate::fault;

/// Steps on their way at most, before their answers are collected.
const MOST: usize = 64;

pub(super) type Answer<T> = std::result::Result<T, tokio_postgres::Error>;
type Step = Pin<Box<dyn Future<Output = Answer<()>> + Send>>;

/// One connection, moved on by whoever waits for it. What nobody has to wait for yet is only sent: it travels together
/// with the next question, and the server answers in the order in which it was asked. Local or not, a round trip
/// costs more than most statements.
pub(super) struct Wire {
    runtime: Runtime,
    // Gone when it has ended: every open step is then answered with a failure.
    connection: RefCell<Option<Step>>,
    sent: RefCell<VecDeque<Step>>,
    // The first step that failed, until somebody is told.
    failure: RefCell<Option<tokio_postgres::Error>>,
    // Whether anybody was told of a failure since [`Wire::unspoil`].
    spoilt: Cell<bool>,
}

impl Wire {
    pub(super) fn connect(url: &str) -> Result<(Self, Client)> {
        let failed = |error: std::io::Error| Error::Database(error.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let (client, connection) =
            runtime.block_on(tokio_postgres::connect(url, NoTls)).map_err(fault::pg)?;
        let connection: Step = Box::pin(connection);
        let connection = RefCell::new(Some(connection));
        let (sent, failure, spoilt) = Default::default();
        Ok((Self { runtime, connection, sent, failure, spoilt }, client))
    }

    /// Waits for an answer. If something that was sent before has failed, that is told instead.
    pub(super) fn ask<T>(&self, question: impl Future<Output = Answer<T>>) -> Result<T> {
        let answer = self.drive(question);
        let told = self.failure.take().map_or(answer, Err);
        self.spoilt.set(self.spoilt.get() || told.is_err());
        told.map_err(fault::pg)
    }

    /// Whether something has failed since a transaction began: the server then takes back what it is told to commit,
    /// and says nothing.
    pub(super) fn is_spoilt(&self) -> bool {
        self.spoilt.get()
    }

    /// A transaction begins anew.
    pub(super) fn unspoil(&self) {
        self.spoilt.set(false);
    }

    /// Sends without waiting. A failure is told by the next [`Wire::ask`].
    pub(super) fn send(&self, step: impl Future<Output = Answer<()>> + Send + 'static) -> Result<()> {
        let mut step: Step = Box::pin(step);
        // Its first poll puts it in the queue of the connection; the answer is looked at later.
        match step.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => answer.map_err(fault::pg)?,
            Poll::Pending => self.sent.borrow_mut().push_back(step),
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

    /// Whether the server had nothing to do before the last step was sent.
    pub(super) fn has_one_on_its_way(&self) -> bool {
        self.sent.borrow().len() == 1
    }

    /// Waits for all that was sent.
    pub(super) fn settle(&self) -> Result<()> {
        self.ask(poll_fn(|_| if self.sent.borrow().is_empty() { Poll::Ready(Ok(())) } else { Poll::Pending }))
    }

    /// Moves the connection on until `question` is answered, and before it all that was sent.
    fn drive<T>(&self, question: impl Future<Output = T>) -> T {
        let mut question = pin!(question);
        self.runtime.block_on(poll_fn(|context| {
            if let Poll::Ready(answer) = question.as_mut().poll(context) {
                return Poll::Ready(answer);
            }
            self.move_on(context);
            self.collect(context);
            question.as_mut().poll(context)
        }))
    }

    fn move_on(&self, context: &mut Context<'_>) {
        let mut connection = self.connection.borrow_mut();
        if connection.as_mut().is_some_and(|open| open.as_mut().poll(context).is_ready()) {
            *connection = None;
        }
    }

    /// Takes the answers that have come. The connection stands still while one of them is left lying.
    fn collect(&self, context: &mut Context<'_>) {
        let mut sent = self.sent.borrow_mut();
        while let Some(Poll::Ready(answer)) = sent.front_mut().map(|step| step.as_mut().poll(context)) {
            sent.pop_front();
            if let Err(error) = answer {
                self.failure.borrow_mut().get_or_insert(error);
            }
        }
    }
}
