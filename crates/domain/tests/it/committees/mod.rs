//! 合議体: the register, counts for the meeting of representatives, and proposals (ODA-17, ODA-18, TOK-04).

mod packs;
mod proposals;
mod register;

use domain::committees::pack::{self, Content, Pack, PackForm};
use kernel::{Id, Result, Scope};
use testkit::World;

fn make(w: &World<'_>, who: &Scope, from: &str, to: &str) -> Result<Id<Pack>> {
    let form = PackForm { from: from.into(), to: to.into(), ..PackForm::default() };
    w.act(who, move |tx, who| pack::make(tx, who, &form))
}

/// The counts of a month that is over.
fn made(w: &World<'_>, from: &str, to: &str) -> Content {
    let id = make(w, &w.manager, from, to).unwrap();
    w.ask(&w.tax, |tx, who| pack::show(tx, who, id)).unwrap().content
}
