//! A sitting of the fictional town: an item that is being prepared, and one that is over.

use domain::advisers::{self, AdviserForm};
use domain::conferences::{
    self, AcknowledgeForm, AssignmentForm, ClosingForm, ConferenceItem, ConsentedForm, DecisionForm,
    FreezeForm, InviteForm, PlaceForm, PointForm, RequestForm, Sitting, SittingForm,
};
use domain::installed::{self, Sample};
use kernel::{Id, Scope};
use store::Tx;

/// Items of one sitting; empty if nobody decides.
#[derive(Default)]
pub(super) struct Talk {
    /// One that is being prepared.
    pub(super) open: String,
    /// One that is over.
    pub(super) held: String,
    /// The sitting.
    pub(super) sitting: String,
}

/// A conference on the sample's case with the worker as a member.
pub(super) fn held(tx: &Tx<'_>, who: &Scope, sample: &Sample) -> kernel::Result<Talk> {
    let form = RequestForm {
        no_consent_reason: "6回訪ねたが、会えていない。".into(),
        tried: "手紙3回".into(),
        necessity: "郵便がたまり、命の心配がある。見守りの役割を急いで決めたい。".into(),
        question: "だれが、どう声をかけるか。".into(),
        meets_on: "2週間後".into(),
        ..RequestForm::default()
    };
    let id = conferences::request(tx, who, &sample.code, &form)?;
    let Ok(chief) = installed::scope_of(tx, "kacho") else { return Ok(Talk::default()) };
    conferences::approve(tx, &chief, id, &DecisionForm { note: "一機関では対応できないため。".into() })?;
    conferences::invite(tx, who, id, &InviteForm { login: sample.worker.clone(), ..InviteForm::default() })?;
    let adviser = AdviserForm {
        name: "見本 律子【架空】".into(),
        field: "law".into(),
        affiliation: "法テラス見本【架空】".into(),
        availability: "第2木曜の午後".into(),
        ..AdviserForm::default()
    };
    advisers::register(tx, &chief, &adviser)?;
    let sitting = meet(tx, who, id)?;
    let held = by_consent(tx, who, sample, sitting)?;
    Ok(Talk { open: id.to_string(), held, sitting: sitting.to_string() })
}

/// A sitting two weeks from now, and the item on it, with its papers, a point and a role.
fn meet(tx: &Tx<'_>, who: &Scope, item: Id<ConferenceItem>) -> kernel::Result<Id<Sitting>> {
    let form = SittingForm {
        name: "個別会議".into(),
        meets_on: "2週間後".into(),
        starts_at: "14:00".into(),
        place: "区役所 3階".into(),
        chair: "地域福祉課".into(),
        secretariat: "多機関協働担当".into(),
        ..SittingForm::default()
    };
    let sitting = conferences::convene(tx, who, &form)?;
    let place = PlaceForm { item: item.to_string(), starts_at: "14:00".into() };
    conferences::place(tx, who, sitting, &place)?;
    talk(tx, who, item)?;
    Ok(sitting)
}

fn talk(tx: &Tx<'_>, who: &Scope, item: Id<ConferenceItem>) -> kernel::Result<()> {
    let point = PointForm {
        question: "だれが、どう声をかけるか".into(),
        memo: "民生委員の方は、夕方なら会えることがあるとのこと。".into(),
        decision: "夕方に2人で訪ねる。手紙は続ける。".into(),
        ..PointForm::default()
    };
    conferences::add_point(tx, who, item, &point)?;
    let role = AssignmentForm {
        issue: "見守り".into(),
        what: "夕方に訪ねる".into(),
        outside: "民生委員".into(),
        due: "3週間後".into(),
        ..AssignmentForm::default()
    };
    conferences::assign(tx, who, item, &role)
}

/// Two items by consent on the same sitting: one is over, the papers of the other can be printed. The first of them; empty if
/// nobody of the case agreed to anything.
fn by_consent(tx: &Tx<'_>, who: &Scope, sample: &Sample, sitting: Id<Sitting>) -> kernel::Result<String> {
    let agreed = conferences::agreeing(tx, who, &sample.code)?.into_iter().filter(|one| one.agreed);
    let people: Vec<String> = agreed.map(|one| one.id.to_string()).collect();
    if people.is_empty() {
        return Ok(String::new());
    }
    let bring = |question: &str, starts_at: &str| {
        let form = ConsentedForm {
            people: people.clone(),
            purpose: "roles".into(),
            question: question.into(),
            meets_on: "2週間後".into(),
            ..ConsentedForm::default()
        };
        let id = conferences::bring(tx, who, &sample.code, &form)?;
        let place = PlaceForm { item: id.to_string(), starts_at: starts_at.into() };
        frozen(tx, who, sample, id).and_then(|()| conferences::place(tx, who, sitting, &place)).map(|_| id)
    };
    let id = bring("通院をどう支えるか。", "14:30")?;
    conferences::number_copies(tx, who, id)?;
    talk(tx, who, id)?;
    let end =
        ClosingForm { outcome: "continue".into(), next_on: "2か月後".into(), ..ClosingForm::default() };
    conferences::finish(tx, who, id, &end)?;
    bring("家計の相談に、だれが付きそうか。", "14:45")?;
    Ok(id.to_string())
}

/// The worker is bound to an item, and its papers are frozen.
fn frozen(tx: &Tx<'_>, who: &Scope, sample: &Sample, id: Id<ConferenceItem>) -> kernel::Result<()> {
    conferences::invite(tx, who, id, &InviteForm { login: sample.worker.clone(), ..InviteForm::default() })?;
    let name: String = tx.one("SELECT name FROM staff WHERE id = $1", &[&who.staff])?;
    conferences::acknowledge(tx, who, id, &AcknowledgeForm { read: "true".into(), name })?;
    let papers = FreezeForm {
        summary: "通院の付きそいが続いている。".into(),
        kinds: vec!["money".into()],
        ..FreezeForm::default()
    };
    conferences::freeze(tx, who, id, &papers).map(drop)
}
