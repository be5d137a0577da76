use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::committees::{self, Committee, Origin, Proposal, ProposalForm, Standing, StepForm};
use kernel::Result;
use serde::Serialize;

use crate::body::{Sent, once};
use crate::cx::{Cx, Desk, Done, row};
use crate::frame::{self, options};
use crate::kit::{Choice, Chrome};

#[derive(Template, Serialize)]
#[template(path = "committees/proposals.html")]
struct ListPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    once: String,
    proposals: Vec<Proposal>,
    #[serde(skip)]
    origins: Vec<Choice>,
    #[serde(skip)]
    committees: Vec<Committee>,
    #[serde(skip)]
    form: ProposalForm,
    /// A step that comes back with faults, and of which proposal.
    #[serde(skip)]
    returned: Option<(String, StepForm)>,
}

/// `GET /system-proposals`
pub(super) async fn index(cx: Cx) -> Response {
    cx.page(|desk| view(desk, ProposalForm::default(), None)).await
}

/// `POST /system-proposals`
pub(super) async fn create(cx: Cx, sent: Sent<ProposalForm>) -> Response {
    let act = |desk: &Desk<'_>, form: &ProposalForm| {
        committees::propose(desk.tx, desk.who, form)?;
        Ok(Done::to("/system-proposals", "proposed-system"))
    };
    cx.save(sent, act, |desk, form| view(desk, form, None)).await
}

/// `POST /system-proposals/{id}/steps`
pub(super) async fn step(cx: Cx, Path(id): Path<String>, sent: Sent<StepForm>) -> Response {
    let target = id.clone();
    cx.save(
        sent,
        move |desk, form| {
            committees::take_step(desk.tx, desk.who, row(&target)?, form)?;
            Ok(Done::to("/system-proposals", "stepped-proposal"))
        },
        move |desk, form| view(desk, ProposalForm::default(), Some((id, form))),
    )
    .await
}

fn view(desk: &Desk<'_>, form: ProposalForm, returned: Option<(String, StepForm)>) -> Result<ListPage> {
    let crumbs = [("合議体", "/committees"), ("制度づくりの提案", "")];
    Ok(ListPage {
        page: frame::of(desk, "制度づくりの提案", "/conferences", &crumbs)?,
        once: once(desk.cx),
        proposals: committees::proposals(desk.tx, desk.who)?,
        origins: options::<Origin>(),
        committees: committees::list(desk.tx, desk.who)?,
        form,
        returned,
    })
}

impl ListPage {
    fn bodies(&self) -> Vec<Choice> {
        self.committees.iter().map(|body| Choice::new(body.key.clone(), body.name.clone())).collect()
    }

    /// What was typed as the reason of a step.
    fn note(&self, proposal: &Proposal) -> &str {
        let typed = self.returned.as_ref().filter(|(id, _)| *id == proposal.id.to_string());
        typed.map_or("", |(_, form)| form.note.as_str())
    }

    fn is_declined(&self, standing: &Standing) -> bool {
        *standing == Standing::Declined
    }
}
