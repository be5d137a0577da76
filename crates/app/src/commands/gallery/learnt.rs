//! A closed case of the fictional town, and what was learnt from it: published, waiting, returned.

use domain::Choice as _;
use domain::consents::{self, ConsentForm};
use domain::installed;
use domain::look_backs::{self, DecisionForm, LookBackForm};
use domain::revision_proposals::{self, ProposalForm};
use kernel::{Error, Scope};
use store::Tx;

/// Empty where the worker's agency led no closed case, or nobody decides.
#[derive(Default)]
pub(super) struct Learnt {
    /// Code of the closed case.
    pub(super) closed: String,
    /// A look-back that was returned.
    pub(super) returned: String,
}

/// Looks back on a closed case three times.
pub(super) fn back(tx: &Tx<'_>, who: &Scope) -> kernel::Result<Learnt> {
    let closed: Option<String> = tx.opt(
        "SELECT c.code FROM cases c WHERE c.status = 'closed' AND c.lead_agency_id = $1
           AND EXISTS (SELECT 1 FROM case_people cp WHERE cp.case_id = c.id) ORDER BY c.id LIMIT 1",
        &[&who.agency],
    )?;
    let (Some(closed), Ok(chief)) = (closed, installed::scope_of(tx, "kacho")) else {
        return Ok(Learnt::default());
    };
    agree(tx, who, &closed)?;
    let returned = file(tx, who, &closed)?;
    let (Some(returned), Some(published), Some(_)) =
        (returned, file(tx, who, &closed)?, file(tx, who, &closed)?)
    else {
        return Ok(Learnt { closed, returned: String::new() });
    };
    let note = DecisionForm {
        note: "地域が分からないように、もう少し広く書いてください。".into()
    };
    look_backs::send_back(tx, &chief, returned, &note)?;
    look_backs::approve(tx, &chief, published, &note)?;
    let proposal = ProposalForm {
        title: "会議の前に、次に動く人を決める".into(),
        text: "役割を決めるまでに時間がかかっている。会議の前に、次に動く人を決める手順を計画に入れる。"
            .into(),
        numbers: tx.one("SELECT code FROM look_backs WHERE id = $1", &[&published])?,
    };
    revision_proposals::propose(tx, &chief, &proposal)?;
    Ok(Learnt { closed, returned: returned.to_string() })
}

/// Everybody of the case agrees to it.
fn agree(tx: &Tx<'_>, who: &Scope, code: &str) -> kernel::Result<()> {
    let people: Vec<String> = tx.all(
        "SELECT cp.person_id FROM case_people cp JOIN cases c ON c.id = cp.case_id JOIN people p ON p.id = cp.person_id
         WHERE c.code = $1 AND p.merged_into IS NULL ORDER BY cp.person_id",
        &[&code],
    )?;
    for person in people {
        let form = ConsentForm {
            person,
            words: "「名前が出ないなら、ほかの人の役に立ててほしい」とのこと。".into(),
            given_by: "self".into(),
            answer: "agreed".into(),
            purpose: "終わった支援のふり返り".into(),
            outside: "事例集を読む職員".into(),
            categories: vec!["life".into()],
            until: "3か月後".into(),
            ..ConsentForm::default()
        };
        consents::give(tx, who, code, &form)?;
    }
    Ok(())
}

/// None if a name of the case happens to be a word of it.
fn file(tx: &Tx<'_>, who: &Scope, code: &str) -> kernel::Result<Option<kernel::Id<look_backs::LookBack>>> {
    let offer = look_backs::offer(tx, who, code)?;
    let form = LookBackForm {
        title: "2つの窓口が、別々の困りごとを分けて支えた".into(),
        issues: offer.issues.into_iter().map(|issue| issue.key).collect(),
        household: offer.household.key().into(),
        actions: "月に1度、2つの窓口が同じ日に訪ね、その場で次の約束を決めた。".into(),
        effect: "partly".into(),
        results: "約束の日に会えるようになり、手続きが止まらなくなった。".into(),
        challenges: "次に動く人を決めるまでに時間がかかった。".into(),
        lessons: "最初の会議の前に、次に動く人を決めておく。".into(),
        ..LookBackForm::default()
    };
    match look_backs::file(tx, who, code, &form) {
        Ok(id) => Ok(Some(id)),
        Err(Error::Invalid(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
