//! What stands around the cases of the fictional town: notices of departments, bodies, counts, proposals.

use domain::committees::{self, MeetingForm, MemberForm, ProposalForm, StepForm, pack};
use domain::department_notices::{self, NoticeForm};
use domain::installed;
use kernel::Scope;
use store::Tx;

/// Empty where the town has nobody who decides, or no body.
#[derive(Default)]
pub(super) struct Around {
    /// A notice that waits for the worker's agency.
    pub(super) notice: String,
    /// Key of a body with members and a meeting.
    pub(super) committee: String,
    /// Counts of the last two months.
    pub(super) pack: String,
}

/// Writes a few of each, by whoever may.
pub(super) fn made(tx: &Tx<'_>, who: &Scope) -> kernel::Result<Around> {
    let Ok(chief) = installed::scope_of(tx, "kacho") else { return Ok(Around::default()) };
    let mut around =
        Around { notice: notices(tx, &chief, who)?, pack: counts(tx, &chief)?, ..Around::default() };
    if let Some(body) = committees::list(tx, who)?.into_iter().next() {
        sit(tx, &chief, &body.key)?;
        around.committee = body.key;
    }
    propose(tx, &chief, who)?;
    Ok(around)
}

/// Two notices, one of them about nobody by name.
fn notices(tx: &Tx<'_>, chief: &Scope, who: &Scope) -> kernel::Result<String> {
    let form = NoticeForm {
        to_agency: who.agency.to_string(),
        content: "80代の方。2か月続けて郵便がたまり、声をかけても返事がない。".into(),
        consent: "not_asked".into(),
        ground: "none".into(),
        urgency: "soon".into(),
        ..NoticeForm::default()
    };
    department_notices::send(tx, chief, &form)?;
    let named = NoticeForm {
        ground: "emergency".into(),
        ground_note: "けがをしていて、家に帰れないと言っている。".into(),
        person_name: "見本 十子【架空】".into(),
        reached_by: "平日の昼に、課の窓口に来る".into(),
        ..form
    };
    department_notices::send(tx, chief, &named).map(|id| id.to_string())
}

fn sit(tx: &Tx<'_>, chief: &Scope, key: &str) -> kernel::Result<()> {
    let seats =
        [("福祉部長", "welfare"), ("建築住宅課長", "non_welfare"), ("民生委員・児童委員協議会", "outside")];
    for (organisation, field) in seats {
        let form =
            MemberForm { organisation: organisation.into(), field: field.into(), ..MemberForm::default() };
        committees::add_member(tx, chief, key, &form)?;
    }
    let meeting = MeetingForm {
        meets_on: "昨日".into(),
        agenda: "連絡票の使い方\n夜間の相談の場".into(),
        minutes: "連絡票は、福祉でない課からの件数が増えている。夜間の相談の場は、提案として検討する。"
            .into(),
    };
    committees::record_meeting(tx, chief, key, &meeting).map(drop)
}

/// The last two months that are over.
fn counts(tx: &Tx<'_>, chief: &Scope) -> kernel::Result<String> {
    let today = chief.now.day();
    let first = today.plus(1 - i32::from(today.parts().2));
    let form = pack::PackForm {
        from: first.plus_months(-2).era_form(),
        to: first.plus(-1).era_form(),
        ..pack::PackForm::default()
    };
    pack::make(tx, chief, &form).map(|id| id.to_string())
}

/// A proposal that is thought about, and one that is new.
fn propose(tx: &Tx<'_>, chief: &Scope, who: &Scope) -> kernel::Result<()> {
    for (title, text) in [
        ("夜の相談の場", "仕事の後に相談できる場がない、という声が多い。月に2回、夜の窓口を開きたい。"),
        ("郵便物の見守り", "郵便がたまっていることに、配る人が気づいたときの連絡先を決めたい。"),
    ] {
        let form = ProposalForm {
            title: title.into(),
            text: text.into(),
            origin: "agency".into(),
            ..ProposalForm::default()
        };
        let id = committees::propose(tx, who, &form)?;
        if title == "夜の相談の場" {
            let step =
                StepForm { standing: "under_review".into(), note: "庁内の連絡会議で話す".into() };
            committees::take_step(tx, chief, id, &step)?;
        }
    }
    Ok(())
}
