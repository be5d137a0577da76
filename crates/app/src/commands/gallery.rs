use anyhow::{Result, bail};
use domain::audit::report::{self, ReportRequest};
use domain::installed::{self, Sample};
use domain::{people, search};
use serde_json::json;
use store::Tx;
use web::Reach;

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

/// Not pages: answers for programs.
const SKIPPED: [&str; 4] = ["/assets/{*path}", "/openapi.json", "/health", "/dates/echo"];

/// What is looked at by addresses that the sample has no row for.
#[derive(Default)]
struct Made {
    /// A search, asked for the sample.
    search: String,
    /// Two who may be one; empty if nobody in sight may be.
    pair: (String, String),
    /// A person's request to know who looked.
    report: String,
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
            pair: pair.map(|pair| (pair.one.id.to_string(), pair.other.id.to_string())).unwrap_or_default(),
        })
    }
}

/// A word that names and records of the town have.
const WORDS: &str = "見本";

/// `/cases/{code}/records/{id}` with the sample's code and the id that belongs behind `records`.
fn path(pattern: &str, sample: &Sample, made: &Made) -> Option<String> {
    let mut out = String::new();
    let mut before = "";
    for part in pattern.split('/').skip(1) {
        let filled = match (before, part) {
            (_, "{code}") => &sample.code,
            ("people", "{id}") => &sample.person,
            ("households", "{id}") => &sample.household,
            ("consultations", "{id}") => &sample.consultation,
            ("handovers", "{id}") => &sample.handover,
            ("records", "{id}") => &sample.record,
            ("searches", "{id}") => &made.search,
            ("access-reports", "{id}") => &made.report,
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
    if pattern.starts_with("/staff") {
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
