//! Work that can be done while this thread waits for the disk.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

type Errand = Box<dyn FnOnce() + Send>;

/// A thread at hand. Whoever has something to wait for leaves their other work to it, and takes it back if nobody has begun
/// with it by then: a busy hand delays nobody.
pub(crate) struct Aside(mpsc::Sender<Errand>);

impl Aside {
    /// Starts the thread; it ends with the last of those who could call on it. On a machine that gives no thread everybody
    /// does their own work.
    pub(crate) fn start() -> Self {
        let (sender, errands) = mpsc::channel::<Errand>();
        let attend = move || errands.into_iter().for_each(|errand| errand());
        drop(thread::Builder::new().name("aside".into()).spawn(attend));
        Self(sender)
    }

    /// Does `work` there while `wait` is done here; answers what came of both.
    ///
    /// # Panics
    /// As `work` does, after `wait` was done.
    pub(crate) fn both<T: Send + 'static, W>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        wait: impl FnOnce() -> W,
    ) -> (T, W) {
        let work = Arc::new(Mutex::new(Some(work)));
        let (tell, told) = mpsc::sync_channel(1);
        let theirs = Arc::clone(&work);
        let errand = move || {
            if let Some(work) = take(&theirs) {
                // Whoever asked may have panicked; then there is nobody to tell.
                drop(tell.send(catch_unwind(AssertUnwindSafe(work))));
            }
        };
        // Without a thread the work stays where it is, and is taken back.
        drop(self.0.send(Box::new(errand)));
        let waited = wait();
        let made = match take(&work) {
            Some(work) => work(),
            None => match told.recv() {
                Ok(made) => made.unwrap_or_else(|panic| resume_unwind(panic)),
                Err(gone) => resume_unwind(Box::new(gone)),
            },
        };
        (made, waited)
    }
}

/// Whoever takes it does it.
fn take<W>(work: &Mutex<Option<W>>) -> Option<W> {
    work.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn work_is_done_while_one_waits() {
        let (aside, met) = (Aside::start(), Arc::new(Barrier::new(2)));
        let there = Arc::clone(&met);
        // Neither side gets past the barrier alone.
        let made = aside.both(
            move || (thread::current().name().map(str::to_owned), there.wait().is_leader()),
            || met.wait().is_leader(),
        );
        let ((name, first), second) = made;
        assert_eq!((name.as_deref(), first != second), (Some("aside"), true));
    }

    #[test]
    fn a_busy_hand_delays_nobody() {
        let (aside, done) = (Arc::new(Aside::start()), Arc::new(Barrier::new(2)));
        let (busy, held) = (Arc::clone(&aside), Arc::clone(&done));
        let (begun, begin) = mpsc::channel();
        let other = thread::spawn(move || {
            busy.both(
                move || {
                    begun.send(()).unwrap();
                    held.wait();
                },
                || thread::sleep(std::time::Duration::from_millis(1)),
            )
        });
        begin.recv().unwrap();
        let (made, ()) = aside.both(|| thread::current().name().map(str::to_owned), || ());
        assert_ne!(made.as_deref(), Some("aside"));
        done.wait();
        other.join().unwrap();
    }

    #[test]
    fn a_panic_reaches_whoever_asked_and_nobody_else() {
        let aside = Aside::start();
        let asked = catch_unwind(AssertUnwindSafe(|| {
            aside.both(|| assert!(std::hint::black_box(false), "on purpose"), thread::yield_now)
        }));
        assert!(asked.is_err());
        assert_eq!(aside.both(|| 1, || 2), (1, 2));
    }
}
