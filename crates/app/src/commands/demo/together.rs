//! Working together in the ward: a conference next week, and a plan that waits for its decision.

use domain::advisers::{self, AdviserForm, PledgeForm};
use domain::conferences::{
    self, ConferenceItem, DecisionForm, InviteForm, PlaceForm, RequestForm, SittingForm,
};
use domain::installed;
use domain::plans::{self, AgreementForm, MeetingForm, Plan, PlanForm};
use kernel::{Id, Result, Scope};
use store::Tx;

/// A conference under the statute on a case: asked for, decided by the manager, on a sitting, with a member who has yet to
/// acknowledge the duty of secrecy.
pub(super) fn conference(tx: &Tx<'_>, who: &Scope, code: &str, manager: &str, member: &str) -> Result<()> {
    let form = RequestForm {
        no_consent_reason: "6回訪ねたが、会えていない。".into(),
        tried: "手紙3回、はがき2回".into(),
        necessity: "郵便がたまり、命の心配がある。見守りの役割を急いで決めたい。".into(),
        question: "だれが、どう声をかけるか。".into(),
        meets_on: "7日後".into(),
        ..RequestForm::default()
    };
    let item: Id<ConferenceItem> = conferences::request(tx, who, code, &form)?;
    let note = DecisionForm { note: "一機関では対応できないため。".into() };
    let manager = installed::scope_of(tx, manager)?;
    conferences::approve(tx, &manager, item, &note)?;
    register(tx, &manager)?;
    conferences::invite(tx, who, item, &InviteForm { login: member.into(), ..InviteForm::default() })?;
    let sitting = SittingForm {
        name: "個別会議".into(),
        meets_on: "7日後".into(),
        starts_at: "14:00".into(),
        place: "区役所 3階".into(),
        ..SittingForm::default()
    };
    let sitting = conferences::convene(tx, who, &sitting)?;
    conferences::place(tx, who, sitting, &PlaceForm { item: item.to_string(), starts_at: "14:00".into() })
}

/// Two who advise: a lawyer who has pledged secrecy, and a doctor who has yet to.
fn register(tx: &Tx<'_>, who: &Scope) -> Result<()> {
    let lawyer = AdviserForm {
        name: "助言 九郎【架空】".into(),
        field: "law".into(),
        affiliation: "法テラス見本【架空】".into(),
        availability: "第2木曜の午後、電話もできる".into(),
        ..AdviserForm::default()
    };
    let doctor = AdviserForm {
        name: "助言 いずみ【架空】".into(),
        field: "medicine".into(),
        affiliation: "見本精神科クリニック【架空】".into(),
        ..AdviserForm::default()
    };
    let lawyer = advisers::register(tx, who, &lawyer)?;
    let pledge =
        PledgeForm { pledged_on: "30日前".into(), wording: "第1版".into(), ..PledgeForm::default() };
    advisers::pledge(tx, who, lawyer, &pledge)?;
    advisers::register(tx, who, &doctor).map(|_| ())
}

/// A plan of a case whose person has agreed, discussed and waiting for the municipality's decision.
pub(in crate::commands) fn plan(tx: &Tx<'_>, who: &Scope, code: &str) -> Result<Id<Plan>> {
    let one = |text: &str| vec![text.to_owned()];
    let form = PlanForm {
        kind: "multi_agency_plan".into(),
        began_on: "30日前".into(),
        wish: "住みなれた家で、静かに暮らしたい".into(),
        aim: "通院が続き、食事を1日2回とれる".into(),
        goal_words: one("病院はこわいけれど、行ってみる"),
        goal: one("月に1回、通院する"),
        line_issue: one("受診"),
        line_what: one("予約をとり、いっしょに行く"),
        line_agency: one("地域包括支援センター"),
        line_own_part: one("診察券を出しておく"),
        line_frequency: one("月1回"),
        line_due: one("90日後"),
        ..PlanForm::default()
    };
    let id = plans::draft(tx, who, code, &form)?;
    let agreed = AgreementForm {
        agreement: "agreed".into(),
        by: "担当が、家で".into(),
        words: "「それなら、やってみる」".into(),
        ..AgreementForm::default()
    };
    plans::note_agreement(tx, who, id, &agreed)?;
    let met =
        MeetingForm { meeting: "個別会議".into(), met_on: "昨日".into(), ..MeetingForm::default() };
    plans::discuss(tx, who, id, &met).map(|()| id)
}
