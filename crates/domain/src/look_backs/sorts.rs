use kernel::{Id, Result};
use store::{Tx, row};

use crate::cases::Case;
use crate::installed;
use crate::municipality::{OrganisationKind, Profile};

/// What kind of agency helped, in which field. Never which one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) kind: String,
    pub(super) field: String,
}
row!(Sort { kind, field });

/// The kinds of all agencies that were ever in the team of a case.
pub(super) fn of_case(tx: &Tx<'_>, case: Id<Case>) -> Result<Vec<Sort>> {
    tx.all(
        "SELECT DISTINCT a.kind, a.field FROM case_team t JOIN agencies a ON a.id = t.agency_id WHERE t.case_id = $1
         ORDER BY a.kind, a.field",
        &[&case],
    )
}

/// Fields of towns without a profile.
const FIELDS: [(&str, &str); 14] = [
    ("coordination", "多機関協働"),
    ("elder", "高齢"),
    ("disability", "障害"),
    ("child", "子ども"),
    ("hardship", "生活困窮"),
    ("council", "地域福祉"),
    ("withdrawal", "ひきこもり"),
    ("assistance", "生活保護"),
    ("health", "保健"),
    ("medical", "医療"),
    ("school", "教育"),
    ("housing", "住まい"),
    ("employment", "就労"),
    ("npo", "民間支援"),
];

fn kind(key: &str) -> &str {
    match key {
        "department" => "庁内の部署",
        "counter" => "相談窓口",
        key => OrganisationKind::label_of(key).unwrap_or("関係機関"),
    }
}

fn field<'a>(profile: Option<&'a Profile>, key: &str) -> Option<&'a str> {
    let of_profile = profile.and_then(|profile| profile.fields.iter().find(|field| field.key == key));
    of_profile
        .map(|field| field.name.as_str())
        .or_else(|| FIELDS.iter().find(|(known, _)| *known == key).map(|(_, name)| *name))
}

/// The kinds in words, each once.
pub(super) fn labels(tx: &Tx<'_>, sorts: &[Sort]) -> Result<Vec<String>> {
    let profile = installed::profile(tx)?;
    let mut labels: Vec<String> = sorts
        .iter()
        .map(|sort| match field(profile.as_ref(), &sort.field) {
            Some(field) => format!("{}({field})", kind(&sort.kind)),
            None => kind(&sort.kind).to_owned(),
        })
        .collect();
    labels.sort();
    labels.dedup();
    Ok(labels)
}
