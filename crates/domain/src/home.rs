//! The first screen after sign-in: what a person of this role has to do, in the order of `UX` §2.

use kernel::{Result, Scope};
use serde::Serialize;
use store::Tx;

use crate::cases::handover::{self, HandoverLine};
use crate::cases::{self, CaseLine, Filter, Task};
use crate::conferences::{self, Application, Assignment, ConferenceItem, OwedReport};
use crate::consents::{self, Ending};
use crate::consultations::{self, ConsultationLine};
use crate::coordination::{self, RequestLine};
use crate::department_notices::{self, NoticeLine};
use crate::drafts::{self, Draft};
use crate::look_backs;
use crate::plans::{self, PlanDue};

/// Days without contact after which a case comes onto the watch list, unless the profile says otherwise.
pub const QUIET_DAYS: i32 = 30;

/// Days ahead in which a look at a plan is pointed out, and back in which a result is.
const WEEK: i32 = 7;

/// The sections of the first screen. Sections that are not for the role stay empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Home {
    /// 書きかけ.
    pub drafts: Vec<Draft>,
    /// つなぎ 受ける: those that wait for one's own agency.
    pub waiting: Vec<HandoverLine>,
    /// 多機関協働への相談 whose next step is one's own.
    pub requests: Vec<RequestLine>,
    /// 連絡票 of other departments that wait for one's own counter.
    pub notices: Vec<NoticeLine>,
    /// プラン of one's own agency that are to be looked at within a week.
    pub plans: Vec<PlanDue>,
    /// Plans that wait for the reader's decision.
    pub decisions: usize,
    /// ふり返り that wait for the reader's approval.
    pub approvals: i64,
    /// ふり返り of one's own agency that were returned.
    pub returned: i64,
    /// 役割 that one took on in a conference, late ones first.
    pub roles: Vec<Assignment>,
    /// 会議の案件 of which one is a member.
    pub papers: Vec<ConferenceItem>,
    /// 申出 to a conference that are one's own to answer or to mend, and those that are late.
    pub applications: Vec<Application>,
    /// 案件ごとの報告 that one's own agency owes, and for those who receive them the late ones.
    pub reports: Vec<OwedReport>,
    /// What other agencies bring to sittings of one's own office, and that waits for one's answer.
    pub proposals: usize,
    /// つなぎ that one's own agency accepted and whose result it has not told.
    pub in_hand: Vec<HandoverLine>,
    /// Results of つなぎ that one's own agency sent, told in the last days.
    pub results: Vec<HandoverLine>,
    /// つなぎ 送った, not answered or declined.
    pub sent: Vec<HandoverLine>,
    /// 今日やること, late ones first.
    pub tasks: Vec<Task>,
    /// 動いていないケース: no contact for days.
    pub quiet: Vec<CaseLine>,
    /// The top of the work list.
    pub cases: Vec<CaseLine>,
    /// 期限が近い根拠: consents of one's own cases that end soon.
    pub ending: Vec<Ending>,
    /// 受付の列: consultations about which nothing has been decided.
    pub undecided: Vec<ConsultationLine>,
}

/// The first screen of the person.
///
/// # Errors
/// Those of the database.
pub fn home(tx: &Tx<'_>, who: &Scope, quiet_days: i32) -> Result<Home> {
    if !who.role.does_casework() {
        let (roles, papers) = conferences(tx, who)?;
        let decisions = plans::waiting(tx, who)?.len();
        let approvals = look_backs::count_waiting(tx, who)?;
        let applications = applications(tx, who)?;
        return Ok(Home {
            proposals: proposals(tx, who)?,
            drafts: drafts::list(tx, who)?,
            roles,
            papers,
            applications,
            reports: conferences::owed_reports(tx, who)?,
            decisions,
            approvals,
            ..Home::default()
        });
    }
    let mut sent = handover::list(tx, who, handover::Side::Sent)?;
    sent.retain(|line| line.open() || line.status == handover::Progress::Declined);
    sent.truncate(10);
    let mut undecided = consultations::list(tx, who, None)?;
    undecided.retain(|line| line.triage == consultations::Triage::Open);
    undecided.truncate(10);
    let mut cases = cases::work_list(tx, who, &Filter::default())?;
    cases.truncate(10);
    let (roles, papers) = conferences(tx, who)?;
    Ok(Home {
        roles,
        papers,
        applications: applications(tx, who)?,
        reports: conferences::owed_reports(tx, who)?,
        proposals: proposals(tx, who)?,
        plans: plans::due(tx, who, who.now.day().plus(WEEK))?,
        decisions: plans::waiting(tx, who)?.len(),
        approvals: look_backs::count_waiting(tx, who)?,
        returned: look_backs::count_returned(tx, who)?,
        drafts: drafts::list(tx, who)?,
        waiting: handover::waiting(tx, who)?,
        in_hand: handover::in_hand(tx, who)?,
        results: handover::results(tx, who, who.now.plus_seconds(-i64::from(WEEK) * 86_400))?,
        requests: coordination::to_move(tx, who)?,
        notices: department_notices::waiting(tx, who)?,
        tasks: cases::tasks_of_agency(tx, who, who.now.day())?,
        quiet: cases::quiet(tx, who, quiet_days)?,
        ending: consents::ending(tx, who, consents::RENEWAL_DAYS)?,
        sent,
        cases,
        undecided,
    })
}

/// Applications whose next step is one's own, and those that are late (EDO-18).
fn applications(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Application>> {
    let mut found = conferences::applications(tx, who)?;
    found.retain(|one| one.mine || one.overdue(who.now.day()));
    Ok(found)
}

/// How many proposals wait for the reader's answer.
fn proposals(tx: &Tx<'_>, who: &Scope) -> Result<usize> {
    Ok(conferences::proposals(tx, who)?.iter().filter(|one| one.waits()).count())
}

/// What a member of conferences has to do: the roles, and the items before their papers close (UX R5).
fn conferences(tx: &Tx<'_>, who: &Scope) -> Result<(Vec<Assignment>, Vec<ConferenceItem>)> {
    if !who.accepted_rules {
        return Ok(Default::default());
    }
    let mut papers = conferences::mine(tx, who)?;
    papers.retain(|item| item.held_at.is_none());
    Ok((conferences::roles(tx, who)?, papers))
}
