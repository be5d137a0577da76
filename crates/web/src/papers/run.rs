use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::Paper;
use domain::conferences::{self, ConferenceItem, Sitting};
use kernel::{Error, Id, Instant, Result, Staff, message};
use serde::Serialize;

use super::conference::packet;
use super::sheet::Sheet;
use super::take::file;
use crate::answer;
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done, row};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::Chrome;

/// Packets in one document. So often the bar moves, and so soon a run stops.
const PART: usize = 10;
/// Seconds for which the documents of a run are kept, in memory and nowhere else.
const KEPT: i64 = 30 * 60;
/// Runs that are kept at once; the oldest goes first.
const MOST: usize = 8;

/// Runs of printing: they go on while one does other things, and can be stopped.
#[derive(Default)]
pub(crate) struct Runs(Mutex<HashMap<Id<Run>, Arc<Run>>>);

/// One of them.
pub(crate) struct Run {
    staff: Id<Staff>,
    sitting: Id<Sitting>,
    items: Vec<Id<ConferenceItem>>,
    begun_at: Instant,
    total: usize,
    done: AtomicUsize,
    stopped: AtomicBool,
    ended: AtomicBool,
    parts: Mutex<Vec<Part>>,
    fault: Mutex<String>,
}

/// A document of some of the packets.
struct Part {
    first: usize,
    last: usize,
    pdf: Vec<u8>,
}

/// A lock that somebody held while panicking holds nothing half done here.
fn locked<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Runs {
    fn keep(&self, id: Id<Run>, run: Arc<Run>, now: Instant) {
        let mut all = locked(&self.0);
        all.retain(|_, run| now.seconds_since(run.begun_at) < KEPT);
        while all.len() >= MOST {
            let oldest = all.iter().min_by_key(|(_, run)| run.begun_at).map(|(id, _)| *id);
            let Some(oldest) = oldest else { break };
            if let Some(run) = all.remove(&oldest) {
                run.stopped.store(true, Ordering::Relaxed);
            }
        }
        all.insert(id, run);
    }

    /// A run, for whoever began it.
    fn own(&self, desk: &Desk<'_>, id: &str) -> Result<Arc<Run>> {
        let found = locked(&self.0).get(&row::<Run>(id)?).cloned();
        let fresh = |run: &Arc<Run>| desk.who.now.seconds_since(run.begun_at) < KEPT;
        found.filter(|run| run.staff == desk.who.staff && fresh(run)).ok_or(Error::NotFound)
    }
}

impl Run {
    fn print(&self, papers: &[Paper], press: &super::Papers) {
        for (at, part) in papers.chunks(PART).enumerate() {
            if self.stopped.load(Ordering::Relaxed) {
                break;
            }
            let (first, last) = (at * PART + 1, at * PART + part.len());
            match press.print(part) {
                Ok(pdf) => locked(&self.parts).push(Part { first, last, pdf }),
                Err(Error::Conflict(message)) => *locked(&self.fault) = message.text,
                Err(other) => *locked(&self.fault) = other.to_string(),
            }
            self.done.fetch_add(part.len(), Ordering::Relaxed);
        }
        self.ended.store(true, Ordering::Relaxed);
    }
}

/// `POST /conferences/sittings/{id}/packets`: a numbered copy for everybody who is bound, of each item that is one's own.
pub(super) async fn begin(cx: Cx, Path(id): Path<String>, sent: Sent<Empty>) -> Response {
    cx.blocking(move |cx| {
        let begun = sent.checked(cx).and_then(|(form, once)| {
            cx.write(form, once, move |desk, _| {
                let (papers, run) = prepare(desk, row(&id)?)?;
                let run_id: Id<Run> = desk.tx.new_id();
                Ok((Done::to(format!("/papers/runs/{run_id}"), ""), (run_id, papers, run)))
            })
        });
        match begun {
            Ok((location, Some((id, papers, run)))) => {
                start(cx, id, papers, run);
                answer::done(cx, &location)
            }
            Ok((location, None)) => answer::done(cx, &location),
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

fn start(cx: &Cx, id: Id<Run>, papers: Vec<Paper>, run: Run) {
    let (run, begun_at) = (Arc::new(run), cx.app.db.ambient().now());
    cx.app.runs.keep(id, Arc::clone(&run), begun_at);
    let press = Arc::clone(&cx.app.papers);
    thread::spawn(move || run.print(&papers, &press));
}

fn prepare(desk: &Desk<'_>, sitting: Id<Sitting>) -> Result<(Vec<Paper>, Run)> {
    let packets = conferences::packets(desk.tx, desk.who, sitting)?;
    let mut papers = Vec::new();
    for of_item in &packets {
        for copy in &of_item.view.copies {
            let sheet = Sheet {
                form: "conference_sheet".into(),
                values: packet(&of_item.view, copy, &of_item.notice),
                code: of_item.view.item.code.clone(),
                print: of_item.print.clone(),
                recipient: copy.name.clone(),
                row_version: String::new(),
            };
            papers.push(sheet.paper(desk)?);
        }
    }
    if papers.is_empty() {
        return Err(Error::Conflict(message::no_packets()));
    }
    let run = Run {
        staff: desk.who.staff,
        sitting,
        items: packets.iter().map(|packet| packet.view.item.id).collect(),
        begun_at: desk.who.now,
        total: papers.len(),
        done: AtomicUsize::new(0),
        stopped: AtomicBool::new(false),
        ended: AtomicBool::new(false),
        parts: Mutex::default(),
        fault: Mutex::default(),
    };
    Ok((papers, run))
}

#[derive(Template, Serialize)]
#[template(path = "papers/run.html")]
struct RunPage {
    #[serde(skip)]
    page: Chrome,
    id: String,
    #[serde(skip)]
    sitting: String,
    total: usize,
    done: usize,
    ended: bool,
    stopped: bool,
    /// The first and the last packet of each document.
    parts: Vec<(usize, usize)>,
    fault: String,
}

/// `GET /papers/runs/{id}`
pub(super) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &id)).await
}

fn view(desk: &Desk<'_>, id: &str) -> Result<RunPage> {
    let run = desk.cx.app.runs.own(desk, id)?;
    let sitting = format!("/conferences/sittings/{}", run.sitting);
    let crumbs = [("会議", "/conferences"), ("会議の回", sitting.as_str()), ("資料の印刷", "")];
    let parts = locked(&run.parts).iter().map(|part| (part.first, part.last)).collect();
    let fault = locked(&run.fault).clone();
    Ok(RunPage {
        page: frame::of(desk, "資料の印刷", "/conferences", &crumbs)?,
        id: id.to_owned(),
        sitting: sitting.clone(),
        total: run.total,
        done: run.done.load(Ordering::Relaxed),
        ended: run.ended.load(Ordering::Relaxed),
        stopped: run.stopped.load(Ordering::Relaxed),
        parts,
        fault,
    })
}

/// `POST /papers/runs/{id}/stop`: what is printed stays, the rest is not begun.
pub(super) async fn stop(cx: Cx, Path(id): Path<String>, _: Sent<Empty>) -> Response {
    cx.blocking(move |cx| {
        let run = cx.read(|desk| desk.cx.app.runs.own(desk, &id));
        match run {
            Ok(run) => {
                run.stopped.store(true, Ordering::Relaxed);
                answer::done(cx, &format!("/papers/runs/{id}"))
            }
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}

/// `GET /papers/runs/{id}/{part}`: a document of the run, while one may still print what is in it.
pub(super) async fn part(cx: Cx, Path((id, part)): Path<(String, usize)>) -> Response {
    cx.blocking(move |cx| {
        let found = cx.read(|desk| {
            let run = desk.cx.app.runs.own(desk, &id)?;
            conferences::may_print(desk.tx, desk.who, &run.items)?;
            let parts = locked(&run.parts);
            let found = part.checked_sub(1).and_then(|at| parts.get(at));
            found.map(|part| part.pdf.clone()).ok_or(Error::NotFound)
        });
        if matches!(found, Err(Error::NotFound)) {
            cx.note_refusal();
        }
        match found {
            Ok(pdf) => file("application/pdf", "inline", &format!("packets-{part}.pdf"), pdf),
            Err(error) => answer::failed(cx, &error),
        }
    })
    .await
}
