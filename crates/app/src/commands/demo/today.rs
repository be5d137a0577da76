//! What happens in the ward today, done by the people themselves and by the rules of the product.

use anyhow::Result;
use domain::access::{self, Act, Basis};
use domain::cases::handover::{self, HandoverForm};
use domain::cases::{self, CaseLine, Filter, NewRecord, TaskForm};
use domain::consultations::{self, Intake};
use domain::coordination::{self, RequestForm};
use domain::protections::{self, GrantForm};
use domain::{installed, people};
use kernel::{Id, Result as Outcome, Scope};
use store::{Db, Tx};

use super::together;

const ELDER: &str = "houkatsu";
const COORDINATOR: &str = "renkei";
const HARDSHIP: &str = "jobota";
const OUTREACH: &str = "sapota";
const ADMINISTRATOR: &str = "kanri";
const MANAGER: &str = "kacho";

/// Tasks, requests and consultations of a morning.
pub(super) fn happen(db: &Db) -> Result<()> {
    act(db, ELDER, morning_at_the_centre)?;
    act(db, HARDSHIP, |tx, who| {
        tasks(tx, who, &[("家計の表を本人といっしょに見る", "今日"), ("家賃の相談の日を決める", "明日")])
    })?;
    act(db, OUTREACH, |tx, who| tasks(tx, who, &[("はがきを出す", "今日"), ("見学先に電話する", "今日")]))?;
    act(db, COORDINATOR, |tx, who| tasks(tx, who, &[("支援会議の日を決める", "今日")]))?;
    act(db, ADMINISTRATOR, custodians)?;
    act(db, ELDER, ask_how_to_go_on)?;
    act(db, ELDER, work_together)?;
    act(db, HARDSHIP, |tx, who| {
        let form = RequestForm {
            matter: "unclear_destination".into(),
            question: "夜だけ仕事のある人が、昼の手続きに来られない。どこへつなげばよいか。".into(),
            reason: "開庁の時間に合わない相談を、どこが受けられるか分からない。".into(),
            consent: "not_asked".into(),
            ..RequestForm::default()
        };
        coordination::ask(tx, who, None, &form).map(drop)
    })?;
    // Who asks for help in a case steers it: the coordinators of this town know theirs by consent.
    act(db, HARDSHIP, |tx, who| {
        pass_on(tx, who, ELDER, "急いで会ってほしい。介護保険の申請を、本人が迷っている。", "soon")?;
        pass_on(tx, who, ELDER, "一度いっしょに訪問してほしい。顔つなぎをしたい。", "normal")?;
        pass_on(tx, who, ELDER, "お母さんの物忘れが心配とのこと。訪問のときに話を聞いてほしい。", "immediate")
    })?;
    Ok(())
}

fn act(
    db: &Db,
    login: &'static str,
    f: impl Fn(&Tx<'_>, &Scope) -> Outcome<()> + Send + 'static,
) -> Result<()> {
    Ok(db.write(move |tx| f(tx, &installed::scope_of(tx, login)?))?)
}

fn morning_at_the_centre(tx: &Tx<'_>, who: &Scope) -> Outcome<()> {
    let todo = [
        ("本人に電話して、昨日の受診のようすを聞く", "今日"),
        ("ケアマネジャーに訪問の日を伝える", "今日"),
        ("介護保険の申請書を持って行く", "明日"),
    ];
    tasks(tx, who, &todo)?;
    note(tx, who)?;
    pass_on(tx, who, HARDSHIP, "家計の相談に同席してほしい。封筒がたまっている。", "normal")?;
    undecided(tx, who)?;
    protect(tx, who)
}

/// Cases that are the agency's own task, those due first: only these it steers.
fn own_cases(tx: &Tx<'_>, who: &Scope) -> Outcome<Vec<CaseLine>> {
    let mut lines = cases::work_list(tx, who, &Filter::default())?;
    lines.retain(|line| line.bases.has(Basis::Own));
    Ok(lines)
}

/// One task in each of the first cases.
fn tasks(tx: &Tx<'_>, who: &Scope, todo: &[(&str, &str)]) -> Outcome<()> {
    for (line, (title, due)) in own_cases(tx, who)?.iter().zip(todo) {
        let form = TaskForm { title: (*title).into(), due: (*due).into(), ..TaskForm::default() };
        cases::add_task(tx, who, line.id, &form)?;
    }
    Ok(())
}

/// A record of this morning in the first case.
fn note(tx: &Tx<'_>, who: &Scope) -> Outcome<()> {
    let Some(line) = own_cases(tx, who)?.into_iter().next() else { return Ok(()) };
    let form = NewRecord {
        method: "phone".into(),
        counterpart: "family".into(),
        counterpart_name: "家族".into(),
        text: "朝、家族から電話。昨夜はよく眠れたとのこと。今日の午後にこちらから電話すると伝えた。".into(),
        minutes: "10".into(),
        ..NewRecord::default()
    };
    cases::record(tx, who, &line.code, &form).map(drop)
}

/// A question without a name about the first case.
fn ask_how_to_go_on(tx: &Tx<'_>, who: &Scope) -> Outcome<()> {
    let Some(line) = own_cases(tx, who)?.into_iter().next() else { return Ok(()) };
    let form = RequestForm {
        matter: "role_sharing".into(),
        question: "親の介護と、同居する子の引きこもり。どの機関と分けて支えるか。".into(),
        reason: "介護のほかは、この窓口では分からない。".into(),
        consent: "not_asked".into(),
        reply_due: "3日後".into(),
        ..RequestForm::default()
    };
    coordination::ask(tx, who, Some(&line.code), &form).map(drop)
}

/// A plan of the first case, and a conference on the last one.
fn work_together(tx: &Tx<'_>, who: &Scope) -> Outcome<()> {
    let own = own_cases(tx, who)?;
    if let Some(first) = own.first() {
        together::plan(tx, who, &first.code)?;
    }
    match own.last() {
        Some(last) => together::conference(tx, who, &last.code, MANAGER, OUTREACH),
        None => Ok(()),
    }
}

/// Asks another agency for help in a case that it does not know yet, or in the last one that both know.
fn pass_on(tx: &Tx<'_>, who: &Scope, to: &str, request: &str, urgency: &str) -> Outcome<()> {
    let receiver = installed::scope_of(tx, to)?;
    let known: Vec<Id<cases::Case>> = own_cases(tx, &receiver)?.iter().map(|line| line.id).collect();
    let own = own_cases(tx, who)?;
    let asked: Vec<String> =
        handover::list(tx, who, handover::Side::Sent)?.iter().map(|h| h.id.to_string()).collect();
    let fresh: Vec<_> = own.iter().filter(|line| !known.contains(&line.id)).collect();
    let Some(line) = fresh.get(asked.len() % fresh.len().max(1)).copied().or(own.last()) else {
        return Ok(());
    };
    let pass = access::case(tx, who, line.id, Act::Read)?;
    let records = cases::records(tx, who, &pass, None)?.all()?;
    let mine = records.iter().filter(|record| record.agency == who.agency).take(2);
    let issue = cases::issues(tx, who, &pass)?.all()?.into_iter().next().map(|issue| issue.issue_type);
    let form = HandoverForm {
        case: line.code.clone(),
        to_agency: receiver.agency.to_string(),
        issue_type: issue.unwrap_or_else(|| "economic_hardship".into()),
        request: request.into(),
        urgency: urgency.into(),
        method: "together".into(),
        ground: "consent".into(),
        consent_words: "今朝、電話で説明した。「そこにも話しておいてください」".into(),
        records: mine.filter(|record| record.person.is_some()).map(|record| record.id.to_string()).collect(),
        reply_due: "明日".into(),
        ..HandoverForm::default()
    };
    handover::send(tx, who, &line.code, &form).map(drop)
}

/// Two consultations about which nobody has decided yet.
fn undecided(tx: &Tx<'_>, who: &Scope) -> Outcome<()> {
    let intake =
        |nickname: &str, channel: &str, visitor: &str, topics: &[&str], urgency: &str, content: &str| {
            Intake {
                nickname: nickname.into(),
                channel: channel.into(),
                visitor_kind: visitor.into(),
                topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
                most_serious: topics.first().copied().unwrap_or_default().into(),
                urgency: urgency.into(),
                content: content.into(),
                ..Intake::default()
            }
        };
    let phone = "匿名の電話。となりの部屋から、夜に大きな声と泣き声が続いている。高齢の女性とその息子さんの二人暮らしと思うとのこと。名前は言いたくない。";
    let desk = "窓口に来られた。夫の介護で3か月ほとんど眠れていない。食事も支度ができない日がある。「だれに言えばいいか分からなくて」。";
    consultations::receive(
        tx,
        who,
        &intake("2階の物音の件", "phone", "anonymous", &["violence", "care"], "immediate", phone),
    )?;
    consultations::receive(
        tx,
        who,
        &intake("青い帽子の方", "counter", "self", &["care", "health", "food"], "soon", desk),
    )?;
    Ok(())
}

/// Two people who keep the addresses that are protected.
fn custodians(tx: &Tx<'_>, who: &Scope) -> Outcome<()> {
    for login in [COORDINATOR, MANAGER] {
        let form = GrantForm { login: login.into(), ..GrantForm::default() };
        match protections::grant(tx, who, &form) {
            // They keep them already: as it should be.
            Err(kernel::Error::Conflict(_)) => {}
            other => drop(other?),
        }
    }
    Ok(())
}

/// Somebody whom the agency knows asked that no address be shown.
fn protect(tx: &Tx<'_>, who: &Scope) -> Outcome<()> {
    let Some(line) = own_cases(tx, who)?.pop() else { return Ok(()) };
    let (head, _) = cases::head(tx, who, &line.code)?;
    match head.case.person {
        Some(person) => match people::protect(tx, who, person) {
            // Protected before: as it should be.
            Err(kernel::Error::Conflict(_)) => Ok(()),
            other => other,
        },
        None => Ok(()),
    }
}
