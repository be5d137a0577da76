//! What the sample of every route has besides its case.

use domain::committees::{self, pack};
use domain::department_notices::{self, NoticeForm};
use testkit::World;

use crate::routes::CANARY;

/// What stands around the cases: a notice of a department, a body with a member and a meeting, a pack, a proposal.
pub(crate) struct Around {
    pub(crate) notice: String,
    pub(crate) committee: String,
    pub(crate) member: String,
    pub(crate) meeting: String,
    pub(crate) pack: String,
    pub(crate) proposal: String,
}

pub(crate) fn made(w: &World<'_>) -> Around {
    let notice = NoticeForm {
        to_agency: w.elder.agency.to_string(),
        content: "2か月、郵便がたまっている".into(),
        consent: "not_asked".into(),
        ground: "emergency".into(),
        ground_note: "応答がない".into(),
        person_name: CANARY.into(),
        reached_by: "夕方に電話".into(),
        ..NoticeForm::default()
    };
    let notice = w.act(&w.tax, move |tx, who| department_notices::send(tx, who, &notice)).unwrap();
    let body = committees::CommitteeForm {
        name: "推進連絡会".into(),
        kind: "other".into(),
        ..committees::CommitteeForm::default()
    };
    let member = committees::MemberForm {
        organisation: "建築住宅課長".into(),
        field: "non_welfare".into(),
        ..committees::MemberForm::default()
    };
    let meeting = committees::MeetingForm {
        meets_on: "R8.3.20".into(),
        agenda: "連携のしかた".into(),
        ..committees::MeetingForm::default()
    };
    let months = pack::PackForm { from: "R8.3.1".into(), to: "R8.3.31".into(), ..pack::PackForm::default() };
    let proposal = committees::ProposalForm {
        title: "夜の相談の場".into(),
        text: "仕事の後に相談できる場がない".into(),
        origin: "agency".into(),
        ..committees::ProposalForm::default()
    };
    w.act(&w.manager, move |tx, who| {
        let committee = committees::add(tx, who, &body)?;
        Ok(Around {
            notice: notice.to_string(),
            member: committees::add_member(tx, who, &committee, &member)?.to_string(),
            meeting: committees::record_meeting(tx, who, &committee, &meeting)?.to_string(),
            pack: pack::make(tx, who, &months)?.to_string(),
            proposal: committees::propose(tx, who, &proposal)?.to_string(),
            committee,
        })
    })
    .unwrap()
}
