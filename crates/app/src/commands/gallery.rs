mod around;
mod learnt;
mod talk;

use anyhow::{Result, bail};
use domain::assessments::{self, AssessmentForm, Given};
use domain::audit::report::{self, ReportRequest};
use domain::consents::{self, ConsentForm};
use domain::coordination;
use domain::installed::{self, Sample};
use domain::protections::{self, ReleaseForm};
use domain::{people, search};
use kernel::Scope;
use serde_json::json;
use store::Tx;
use web::Reach;

use super::demo::together;
use crate::{
    args::Args,
    place,
    say::{complain, say},
};

/// `kasane gallery --list --data DIR`: every page of the product with an address that leads somewhere in the town
/// of `DIR`, and who may look at it.
pub(crate) fn run(mut args: Args) -> Result<()> {
    let config = place::of(&mut args)?;
    if !args.flag("--list") {
        bail!("gallery には --list を付けてください。絵を作るのは cargo xtask gallery です。");
    }
    args.done()?;
    let db = place::open(&config)?;
    let Some(sample) = db.read(installed::sample)? else {
        bail!("見本になるケースがありません。kasane demo のデータを --data で示してください。");
    };
    let made = db.write({
        let sample = sample.clone();
        move |tx| Made::for_worker(tx, &sample)
    })?;
    let mut pages = Vec::new();
    for route in web::routes().iter().filter(|route| route.method == "GET" && !SKIPPED.contains(&route.path))
    {
        match path(route.path, &sample, &made) {
            Some(path) if route.reach == Reach::Public => {
                pages.push(json!({ "name": name(route.path), "path": path }))
            }
            Some(path) => pages
                .push(json!({ "name": name(route.path), "path": path, "as": viewer(route.path, &sample) })),
            None => complain(format_args!("{} には見本がありません。", route.path)),
        }
    }
    say(serde_json::Value::from(pages));
    Ok(())
}

/// Not pages: answers for programs, and files. How far a run of prints has come has a page only while somebody prints: whoever
/// makes the pictures begins one.
const SKIPPED: [&str; 9] = [
    "/assets/{*path}",
    "/openapi.json",
    "/health",
    "/dates/echo",
    "/committees/report/file",
    "/consents/{id}/evidence/{file}",
    "/papers/{form}/blank",
    "/papers/runs/{id}",
    "/papers/runs/{id}/{part}",
];

/// What is looked at by addresses that the sample has no row for.
#[derive(Default)]
struct Made {
    /// A search, asked for the sample.
    search: String,
    /// Two who may be one; empty if nobody in sight may be.
    pair: (String, String),
    /// A person's request to know who looked.
    report: String,
    /// A consent in the sample's case.
    consent: String,
    /// Items of a conference on it, of which the worker is a member.
    talk: talk::Talk,
    /// A request to those who coordinate; empty if nobody does.
    request: String,
    /// A plan of the sample's case.
    plan: String,
    /// A closed case, and what was learnt from it.
    learnt: learnt::Learnt,
    /// What stands around the cases.
    around: around::Around,
    /// A protection, and a release that is asked for; empty where the town has no custodian.
    protected: (String, String),
}

impl Made {
    fn for_worker(tx: &Tx<'_>, sample: &Sample) -> kernel::Result<Self> {
        let who = installed::scope_of(tx, &sample.worker)?;
        let asked = ReportRequest {
            from: "30日前".into(), to: "今日".into(), identity: "運転免許証".into()
        };
        let person = sample.person.parse().map_err(|_| kernel::Error::NotFound)?;
        let pair = people::work_list(tx, &who)?.into_iter().next();
        Ok(Self {
            search: search::ask(tx, &who, WORDS)?.to_string(),
            report: report::request(tx, &who, person, &asked)?.to_string(),
            consent: consent(tx, &who, sample)?,
            talk: talk::held(tx, &who, sample)?,
            request: request(tx, &who, sample)?,
            plan: together::plan(tx, &who, &sample.code)?.to_string(),
            learnt: learnt::back(tx, &who)?,
            around: around::made(tx, &who)?,
            protected: protected(tx)?,
            pair: pair.map(|pair| (pair.one.id.to_string(), pair.other.id.to_string())).unwrap_or_default(),
        })
    }
}

/// What the sample's person agreed to, to an agency of the town.
fn consent(tx: &Tx<'_>, who: &Scope, sample: &Sample) -> kernel::Result<String> {
    let other = installed::agencies(tx)?.into_iter().find(|agency| agency.id != who.agency);
    let form = ConsentForm {
        person: sample.person.clone(),
        words: "「話が通じるなら、知らせてもらってかまわない」とのこと。".into(),
        given_by: "self".into(),
        answer: "agreed".into(),
        purpose: "通院と家計の支援".into(),
        agencies: other.iter().map(|agency| agency.id.to_string()).collect(),
        categories: vec!["basic".into(), "money".into()],
        until: "3か月後".into(),
        ..ConsentForm::default()
    };
    consents::give(tx, who, &sample.code, &form).map(|id| id.to_string())
}

/// A question about the sample's case, after the worker and another agency of its team have assessed.
fn request(tx: &Tx<'_>, who: &Scope, sample: &Sample) -> kernel::Result<String> {
    assess(tx, who, sample, "静かに暮らしたい。子のことが気がかり", "treated")?;
    if let Ok(other) = installed::scope_of(tx, "jobota") {
        // Only if it is in the team: what it may not see, it may not write.
        let _ = assess(tx, &other, sample, "子といっしょに出かけたい", "good");
    }
    if coordination::coordinators(tx, who)?.is_empty() {
        return Ok(String::new());
    }
    let form = coordination::RequestForm {
        matter: "role_sharing".into(),
        question: "80代の親と50代の子。介護と、子の引きこもりを、どの機関と分けて支えるか。".into(),
        reason: "介護のほかは、この窓口では分からない。".into(),
        consent: "not_asked".into(),
        ..coordination::RequestForm::default()
    };
    coordination::ask(tx, who, Some(&sample.code), &form).map(|id| id.to_string())
}

fn assess(tx: &Tx<'_>, who: &Scope, sample: &Sample, wish: &str, health: &str) -> kernel::Result<()> {
    let field = |key: &str, value: &str| (key.to_owned(), Given::One(value.to_owned()));
    let form = AssessmentForm {
        person: sample.person.clone(),
        fields: [
            field("a_wish", wish),
            field("s_wish", "person"),
            field("a_strengths", "毎朝、近所の人にあいさつしている"),
            field("s_strengths", "seen"),
            field("a_health", health),
            field("a_housing", "own"),
        ]
        .into(),
        ..AssessmentForm::default()
    };
    assessments::assess(tx, who, &sample.code, &form).map(drop)
}

/// A protection of the town, and what its custodian asks for.
fn protected(tx: &Tx<'_>) -> kernel::Result<(String, String)> {
    let Ok(who) = installed::scope_of(tx, CUSTODIAN) else { return Ok(Default::default()) };
    if !protections::holds_duty(tx, &who)? {
        return Ok(Default::default());
    }
    let Some(line) = protections::list(tx, &who)?.into_iter().next() else { return Ok(Default::default()) };
    let form = ReleaseForm {
        recipient: "県女性相談支援センター【架空】 見本 相談員".into(),
        purpose: "safety".into(),
        method: "oral".into(),
        reason: "今夜の避難先に迎えに行くため".into(),
        ..ReleaseForm::default()
    };
    let release = protections::request(tx, &who, line.id, &form)?;
    Ok((line.id.to_string(), release.to_string()))
}

/// Who keeps the protected addresses of the fictional town.
const CUSTODIAN: &str = "renkei";

/// A word that names and records of the town have.
const WORDS: &str = "見本";

/// `/cases/{code}/records/{id}` with the sample's code and the id that belongs behind `records`.
fn path(pattern: &str, sample: &Sample, made: &Made) -> Option<String> {
    let over = ["/minutes", "/copies", "/packet"].iter().any(|end| pattern.ends_with(end));
    let mut out = String::new();
    let mut before = "";
    for part in pattern.split('/').skip(1) {
        let filled = match (before, part) {
            // An open case cannot be looked back on.
            (_, "{code}") if pattern.ends_with("/look-backs/new") && !made.learnt.closed.is_empty() => {
                &made.learnt.closed
            }
            (_, "{code}") => &sample.code,
            ("people", "{id}") => &sample.person,
            ("households", "{id}") => &sample.household,
            ("consultations", "{id}") => &sample.consultation,
            ("handovers", "{id}") => &sample.handover,
            ("records", "{id}") => &sample.record,
            ("searches", "{id}") => &made.search,
            ("access-reports", "{id}") => &made.report,
            ("consents", "{id}") => &made.consent,
            ("protected-addresses", "{id}") if !made.protected.0.is_empty() => &made.protected.0,
            ("releases", "{release}") if !made.protected.1.is_empty() => &made.protected.1,
            ("coordination-requests", "{id}") if !made.request.is_empty() => &made.request,
            ("plans", "{id}") => &made.plan,
            ("look-backs", "{id}") if !made.learnt.returned.is_empty() => &made.learnt.returned,
            ("department-notices", "{id}") if !made.around.notice.is_empty() => &made.around.notice,
            ("committees", "{key}") if !made.around.committee.is_empty() => &made.around.committee,
            ("committee-packs", "{id}") if !made.around.pack.is_empty() => &made.around.pack,
            ("items", "{id}") if over && !made.talk.held.is_empty() => &made.talk.held,
            ("items", "{id}") if !over && !made.talk.open.is_empty() => &made.talk.open,
            ("sittings", "{id}") if !made.talk.sitting.is_empty() => &made.talk.sitting,
            ("duplicates", "{one}") if !made.pair.0.is_empty() => &made.pair.0,
            (_, "{other}") if !made.pair.1.is_empty() => &made.pair.1,
            (_, part) if part.starts_with('{') => return None,
            (_, part) => part,
        };
        out = format!("{out}/{filled}");
        before = part;
    }
    Some(out)
}

/// `cases_code_records_id`; `home` for the first page.
fn name(pattern: &str) -> String {
    let words: Vec<_> = pattern.split(['/', '{', '}']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "home".to_owned() } else { words.join("_") }
}

fn viewer<'a>(pattern: &str, sample: &'a Sample) -> &'a str {
    let office = ["/audit", "/access-reports", "/exports"];
    if pattern == "/emergency-accesses" {
        return "privacy_officer";
    }
    let decided = ["/committees", "/committee-packs", "/system-proposals"];
    if matches!(pattern, "/plans" | "/look-backs/desk" | "/revision-proposals" | "/advisers")
        || decided.iter().any(|path| pattern.starts_with(path))
    {
        "kacho"
    } else if pattern.starts_with("/protected-addresses") {
        CUSTODIAN
    } else if pattern.starts_with("/staff") {
        &sample.administrator
    } else if pattern != "/exports/new" && office.iter().any(|path| pattern.starts_with(path)) {
        "privacy_officer"
    } else {
        &sample.worker
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_a_case_gets_its_address() {
        let sample = Sample { code: "K-7Q4-920C".into(), record: "r".into(), ..Sample::default() };
        let made = Made { pair: ("a".into(), "b".into()), ..Made::default() };
        assert_eq!(
            path("/cases/{code}/records/{id}", &sample, &made).as_deref(),
            Some("/cases/K-7Q4-920C/records/r")
        );
        assert_eq!(path("/", &sample, &made).as_deref(), Some("/"));
        assert_eq!(path("/unknown/{id}", &sample, &made), None);
        assert_eq!(path("/duplicates/{one}/{other}", &sample, &made).as_deref(), Some("/duplicates/a/b"));
        assert_eq!(path("/duplicates/{one}/{other}", &sample, &Made::default()), None);
        assert_eq!((name("/"), name("/cases/{code}/basis")), ("home".into(), "cases_code_basis".into()));
    }
}
