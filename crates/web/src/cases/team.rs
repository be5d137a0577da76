use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::{
    self, Case, CaseHead, Channel, Invitation, Involvement, JoinGround, TeamMember, TeamMessage,
};
use domain::{Choice as _, installed};
use kernel::{Agency, Id, Result};
use serde::{Deserialize, Serialize};

use super::act::on_case;
use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, row};
use crate::drafts::Empty;
use crate::frame;
use crate::kit::{CaseBanner, Choice, Chrome};

/// Why something ends or begins again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Reason {
    pub(crate) reason: String,
}

#[derive(Template, Serialize)]
#[template(path = "cases/team.html")]
pub(crate) struct TeamPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    once: String,
    #[serde(skip)]
    own: Id<Agency>,
    #[serde(skip)]
    agencies: Vec<Choice>,
    #[serde(skip)]
    grounds: Vec<Choice>,
    #[serde(skip)]
    channels: Vec<Choice>,
    #[serde(skip)]
    whole: bool,
    #[serde(skip)]
    head: CaseHead,
    team: Vec<TeamMember>,
    messages: Vec<TeamMessage>,
    involvements: Vec<Involvement>,
    #[serde(skip)]
    form: Invitation,
}

/// `GET /cases/{code}/team`
pub(crate) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code, Invitation::default())).await
}

/// An act of the page of the team, which is shown again without what was typed where the act fails.
pub(super) async fn here<F: Clone + Send + 'static>(
    cx: Cx,
    code: String,
    sent: Sent<F>,
    notice: &'static str,
    act: impl Fn(&Desk<'_>, Id<Case>, &F) -> Result<()> + Send + 'static,
) -> Response {
    let again = |desk: &Desk<'_>, code: &str, _| view(desk, code, Invitation::default());
    on_case(cx, code, sent, ("/team", notice), act, again).await
}

fn view(desk: &Desk<'_>, code: &str, form: Invitation) -> Result<TeamPage> {
    let (head, pass) = cases::head(desk.tx, desk.who, code)?;
    let team = cases::team(desk.tx, desk.who, &pass)?.all()?;
    let code = head.case.code.clone();
    let agencies = installed::agencies(desk.tx)?.into_iter().filter(|a| a.id != desk.who.agency);
    let grounds = [JoinGround::Commission, JoinGround::Law];
    Ok(TeamPage {
        page: frame::of_case(desk, &code, "チーム")?,
        banner: frame::banner(desk, &head),
        once: once(desk.cx),
        own: desk.who.agency,
        agencies: agencies.map(|a| Choice::new(a.id.to_string(), a.name)).collect(),
        grounds: grounds.map(|g| Choice::new(g.key(), g.label())).to_vec(),
        channels: Channel::councils().map(|c| Choice::new(c.key(), c.label())).collect(),
        whole: pass.sees_whole(),
        messages: cases::messages(desk.tx, desk.who, &pass)?,
        involvements: cases::involvements(desk.tx, &pass)?,
        head,
        team,
        form,
    })
}

impl TeamPage {
    /// Whether the fold for statutes shows itself.
    fn by_law(&self) -> bool {
        self.form.ground == JoinGround::Law.key()
    }
}

/// `POST /cases/{code}/team`
pub(crate) async fn invite(cx: Cx, Path(code): Path<String>, sent: Sent<Invitation>) -> Response {
    on_case(
        cx,
        code,
        sent,
        ("/team", "invited"),
        |desk, case, form| cases::invite(desk.tx, desk.who, case, form),
        view,
    )
    .await
}

/// `POST /cases/{code}/team/{id}/end`
pub(crate) async fn leave(
    cx: Cx,
    Path((code, member)): Path<(String, String)>,
    sent: Sent<Reason>,
) -> Response {
    here(cx, code, sent, "left", move |desk, case, form| {
        cases::leave(desk.tx, desk.who, case, row(&member)?, &form.reason)
    })
    .await
}

/// `POST /cases/{code}/lead`
pub(crate) async fn take_lead(cx: Cx, Path(code): Path<String>, sent: Sent<Empty>) -> Response {
    here(cx, code, sent, "saved", |desk, case, _| cases::take_lead(desk.tx, desk.who, case)).await
}
