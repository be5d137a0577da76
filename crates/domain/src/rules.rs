//! 運用ルール (OTA-16): what everybody who works here has read before opening a case, in versions.

use kernel::{Error, Instant, Result, Role, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use crate::Faults;
use crate::audit::{Action, Event, Kind};

/// A version of the rules.
#[derive(Debug, Clone, Serialize)]
pub struct OperatingRules {
    /// Counted from 1.
    pub version: i64,
    /// What they say.
    pub text: String,
    /// Since when.
    pub published_at: Instant,
}
row!(OperatingRules { version, text, published_at });

/// What is sent when somebody has read them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Acceptance {
    /// The version that was on the page.
    pub version: String,
}

/// A new version, as it is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewRules {
    /// What they say.
    pub text: String,
}

/// Whether the account `p` has accepted the current version: an expression for the questions about who asks. Nobody can have
/// accepted one that was not published.
pub(crate) const ACCEPTED: &str =
    "coalesce((SELECT max(x.version) FROM rule_acceptances x WHERE x.staff_id = p.id), 0)
        >= coalesce((SELECT max(o.version) FROM operating_rules o), 0)";

/// The text with which a municipality begins; it is theirs to change.
const FIRST: &str = "1 記録を見るのは、自分の仕事に必要なときだけにします。見たことは、すべて記録に残ります。
2 知ったことを、正当な理由なく外にもらしません。仕事や役目をやめた後も同じです。
3 ほかの機関に知らせるときは、根拠を確かめます。根拠がないときは、名前を出さずに相談します。
4 本人が同意しないとき、同意をやめたときは、それに従います。ほかの根拠に切り替えるときは、理由を書いて決めます。
5 住所と連絡先は、必要なときに1人ずつ開きます。保護された方のものは、だれの画面にも出ません。
6 家族や知り合いのケースは担当しません。気づいたら、すぐに届け出ます。
7 命や体の危険があるときは、同意や会議を待たずに、119・110や決められた所へ連絡します。
8 サインインの情報を人に貸しません。席を離れるときは、画面を隠します。
9 まちがえて送った、見られたと思ったら、すぐに個人情報の担当に知らせます。";

/// The version that is in force.
///
/// # Errors
/// [`Error::NotFound`] before anything was installed.
pub fn current(tx: &Tx<'_>) -> Result<OperatingRules> {
    tx.one("SELECT version, text, published_at FROM operating_rules ORDER BY version DESC LIMIT 1", &[])
}

/// Notes that somebody has read the version that is in force.
///
/// # Errors
/// [`Error::Conflict`] if a newer one was published meanwhile.
pub fn accept(tx: &Tx<'_>, who: &Scope, form: &Acceptance) -> Result<()> {
    let rules = current(tx)?;
    if form.version.parse() != Ok(rules.version) {
        return Err(Error::Conflict(message::rules_changed()));
    }
    note(tx, who.staff, rules.version)?;
    Event::new(Action::Change, Kind::Account, who.staff).for_purpose("operating rules").record(tx, who)
}

fn note(tx: &Tx<'_>, staff: kernel::Id<kernel::Staff>, version: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO rule_acceptances (staff_id, version, at) VALUES ($1, $2, $3)
         ON CONFLICT (staff_id, version) DO NOTHING",
        &[&staff, &version, &tx.now()],
    )
}

/// Publishes a new version: from now on nobody opens a case before having read it.
///
/// # Errors
/// [`Error::NotFound`] for anybody but the privacy officer; [`Error::Invalid`] without a text.
pub fn publish(tx: &Tx<'_>, who: &Scope, form: &NewRules) -> Result<i64> {
    if who.role != Role::PrivacyOfficer {
        return Err(Error::NotFound);
    }
    let mut faults = Faults::default();
    let text = faults.required_text("text", "運用ルール", &form.text);
    faults.done()?;
    let version = current(tx).map_or(1, |rules| rules.version + 1);
    insert(tx, version, &text, Some(who.staff))?;
    Event::new(Action::Change, Kind::Account, who.staff)
        .for_purpose("publish operating rules")
        .record(tx, who)?;
    Ok(version)
}

fn insert(tx: &Tx<'_>, version: i64, text: &str, by: Option<kernel::Id<kernel::Staff>>) -> Result<()> {
    tx.exec(
        "INSERT INTO operating_rules (version, text, published_at, published_by) VALUES ($1, $2, $3, $4)",
        &[&version, &text, &tx.now(), &by],
    )
}

/// The first version, unless there is one.
pub(crate) fn install(tx: &Tx<'_>) -> Result<()> {
    match current(tx) {
        Err(Error::NotFound) => insert(tx, 1, FIRST, None),
        other => other.map(drop),
    }
}

/// An account of a fictional town has read them.
pub(crate) fn accept_for(tx: &Tx<'_>, staff: kernel::Id<kernel::Staff>) -> Result<()> {
    match current(tx) {
        Ok(rules) => note(tx, staff, rules.version),
        Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}
