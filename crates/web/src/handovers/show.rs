use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::handover::{self, Acceptance, DeclineReason, Ground, Handover, HandoverView, Progress};
use kernel::{Day, Error, Id, Result, message};
use serde::{Deserialize, Serialize};

use crate::body::{Sent, once};
use crate::cx::{At, Cx, Desk, row};
use crate::frame::{self, options};
use crate::kit::{self, Badge, Choice, Chrome};

/// Until when the answer is put off.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Hold {
    until: String,
}

/// Why it goes back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Refusal {
    reason: String,
    words: String,
}

/// What came of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ending {
    result: String,
}

/// Why the sender takes it back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Cancelling {
    reason: String,
}

/// What somebody outside the system answered: `yes` or `no`, and in which words.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OutsideReply {
    accepted: String,
    words: String,
}

/// What was typed into the forms of the page.
#[derive(Default)]
struct Typed {
    acceptance: Acceptance,
    hold: Hold,
    refusal: Refusal,
    ending: Ending,
    cancelling: Cancelling,
    outside: OutsideReply,
}

#[derive(Template, Serialize)]
#[template(path = "handovers/show.html")]
struct HandoverPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    reasons: Vec<Choice>,
    #[serde(skip)]
    replies: Vec<Choice>,
    #[serde(flatten)]
    view: HandoverView,
    #[serde(skip)]
    typed: Typed,
}

/// `GET /handovers/{id}`
pub(crate) async fn show(cx: Cx, Path(id): Path<String>) -> Response {
    cx.page(move |desk| view(desk, row(&id)?, Typed::default())).await
}

/// Whether an answer is still to come.
pub(super) fn waits(status: Progress) -> bool {
    matches!(status, Progress::Sent | Progress::OnHold)
}

fn view(desk: &Desk<'_>, id: Id<Handover>, typed: Typed) -> Result<HandoverPage> {
    let view = handover::show(desk.tx, desk.who, id)?;
    let title = format!("つなぎ {}", view.line.code);
    Ok(HandoverPage {
        page: frame::of(desk, &title, "/handovers", &[("つなぎ", "/handovers"), (title.as_str(), "")])?,
        once: once(desk.cx),
        today: desk.who.now.day(),
        reasons: options::<DeclineReason>(),
        replies: vec![Choice::new("yes", "受ける"), Choice::new("no", "受けられない")],
        view,
        typed,
    })
}

/// One of the answers: carried out, or the page again with what was typed.
async fn answered<F: Clone + Send + 'static>(
    cx: Cx,
    id: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<Handover>, &F) -> Result<()> + Send + 'static,
    typed: impl FnOnce(F) -> Typed + Send + 'static,
) -> Response {
    let at = At { page: "/handovers/{id}", id, notice };
    cx.act(at, sent, act, |desk, id, form| view(desk, id, typed(form))).await
}

/// `POST /handovers/{id}/accept`
pub(crate) async fn accept(cx: Cx, Path(id): Path<String>, sent: Sent<Acceptance>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &Acceptance| handover::accept(desk.tx, desk.who, id, form);
    answered(cx, id, sent, "accepted", act, |acceptance| Typed { acceptance, ..Typed::default() }).await
}

/// `POST /handovers/{id}/hold`
pub(crate) async fn hold(cx: Cx, Path(id): Path<String>, sent: Sent<Hold>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &Hold| handover::hold(desk.tx, desk.who, id, &form.until);
    answered(cx, id, sent, "held", act, |hold| Typed { hold, ..Typed::default() }).await
}

/// `POST /handovers/{id}/decline`
pub(crate) async fn decline(cx: Cx, Path(id): Path<String>, sent: Sent<Refusal>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &Refusal| {
        handover::decline(desk.tx, desk.who, id, &form.reason, &form.words)
    };
    answered(cx, id, sent, "declined", act, |refusal| Typed { refusal, ..Typed::default() }).await
}

/// `POST /handovers/{id}/result`
pub(crate) async fn result(cx: Cx, Path(id): Path<String>, sent: Sent<Ending>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &Ending| handover::finish(desk.tx, desk.who, id, &form.result);
    answered(cx, id, sent, "finished", act, |ending| Typed { ending, ..Typed::default() }).await
}

/// `POST /handovers/{id}/cancel`
pub(crate) async fn cancel(cx: Cx, Path(id): Path<String>, sent: Sent<Cancelling>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &Cancelling| handover::cancel(desk.tx, desk.who, id, &form.reason);
    answered(cx, id, sent, "cancelled", act, |cancelling| Typed { cancelling, ..Typed::default() }).await
}

/// `POST /handovers/{id}/outside`
pub(crate) async fn outside(cx: Cx, Path(id): Path<String>, sent: Sent<OutsideReply>) -> Response {
    let act = |desk: &Desk<'_>, id, form: &OutsideReply| {
        let accepted = match form.accepted.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(Error::invalid("accepted", message::error_choose_one("返事"))),
        };
        handover::outside_answer(desk.tx, desk.who, id, accepted, &form.words)
    };
    answered(cx, id, sent, "saved", act, |outside| Typed { outside, ..Typed::default() }).await
}

impl HandoverPage {
    fn waiting(&self) -> bool {
        waits(self.view.line.status)
    }

    fn accepted(&self) -> bool {
        self.view.line.status == Progress::Accepted
    }

    fn declined(&self) -> bool {
        self.view.line.status == Progress::Declined
    }

    /// The receiver tells what came of it; for a receiver outside, the sender writes it down.
    fn may_finish(&self) -> bool {
        self.accepted() && (self.view.receiving || self.view.outside)
    }

    /// On which ground it may be seen.
    fn badge(&self) -> Badge {
        match self.view.ground {
            Ground::Consent => Badge::new("consent", "本人同意"),
            Ground::Law => Badge::new("law", "法令"),
            Ground::None => Badge::new("anonymous", "名前なし"),
        }
    }

    /// How far off the day of the answer is.
    fn days_left(&self) -> String {
        match self.view.line.reply_due_on.number() - self.today.number() {
            0 => "今日".to_owned(),
            days if days > 0 => format!("あと{days}日"),
            days => format!("{}日おくれ", -days),
        }
    }

    fn wrong(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| kit::fault(&self.page.faults, field).is_some())
    }
}
