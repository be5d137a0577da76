//! The log that can be believed: sealed without missing an event, and whatever is done to it is found.

mod keyfile;
mod office;
mod review;
mod seal;
mod tamper;
mod verifier;

use domain::audit::{self, Action, Event, Key, Kind, Line, Outside, Sealer, Sweep};
use kernel::Scope;
use store::Db;
use testkit::World;

/// A sealer with a folder of its own.
pub(crate) struct Office {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) key: Key,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), key: Key::new("kasane/mihon", &[7; 32]) }
    }

    pub(crate) fn outside(&self) -> Outside {
        Outside::open(self.folder.path(), &self.key.public()).unwrap()
    }

    pub(crate) fn sealer(&self, db: &Db) -> Sealer {
        Sealer::new(db.clone(), self.key.clone(), self.outside())
    }

    pub(crate) fn seal(&self, db: &Db) -> usize {
        self.sealer(db).seal(Sweep::Recent, || ()).unwrap()
    }

    pub(crate) fn verify(&self, db: &Db) -> Vec<(&'static str, u64, u64)> {
        let report = audit::verify_whole(db, &[self.key.public()], Some(&self.outside())).unwrap();
        found(&report)
    }

    pub(crate) fn export(&self, db: &Db) -> Vec<String> {
        let mut lines = Vec::new();
        audit::lines(db, &[self.key.public()], |line: Line| {
            lines.push(line.write());
            Ok(())
        })
        .unwrap();
        lines
    }
}

pub(crate) fn found(report: &audit::Report) -> Vec<(&'static str, u64, u64)> {
    report.findings.iter().map(|f| (f.wrong.key(), f.from, f.to)).collect()
}

/// So many events of somebody, some of them with a case and a purpose.
pub(crate) fn events(w: &World<'_>, who: &Scope, count: usize) {
    w.act(who, move |tx, who| {
        for n in 0..count {
            let (one, case) = (tx.new_id::<Scope>(), tx.new_id());
            let event = Event::new(Action::Read, Kind::Case, one);
            let event = if n % 3 == 0 { event.of_case(case) } else { event };
            let event =
                if n % 5 == 0 { event.for_purpose("窓口で「本人」から\n電話") } else { event };
            event.record(tx, who)?;
        }
        Ok(())
    })
    .unwrap();
}
