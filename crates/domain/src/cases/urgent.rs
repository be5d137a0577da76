use kernel::{Id, Instant, Result, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use super::{Case, touch};
use crate::access::{Act, CasePass};
use crate::audit::{Action, Event, Kind};
use crate::choices::choices;
use crate::{Faults, access};

choices! {
    /// What is feared. Each has a legal route of its own, which waits neither for consent nor for a conference.
    pub enum UrgentKind {
        /// 児童虐待の防止等に関する法律 6条: whoever finds it must report it.
        ChildAbuse = "child_abuse" "児童虐待の疑い",
        /// 高齢者虐待の防止、高齢者の養護者に対する支援等に関する法律 7条.
        ElderAbuse = "elder_abuse" "高齢者虐待の疑い",
        /// 障害者虐待の防止、障害者の養護者に対する支援等に関する法律 7条.
        DisabilityAbuse = "disability_abuse" "障害者虐待の疑い",
        /// 配偶者からの暴力の防止及び被害者の保護等に関する法律 6条.
        DomesticViolence = "domestic_violence" "配偶者などからの暴力(DV)の疑い",
        Life = "life" "命や体の危険",
    }
}

impl UrgentKind {
    /// Whom to call first. National numbers; the municipality's own counters stand beside them on the page.
    pub fn call(self) -> &'static str {
        match self {
            UrgentKind::ChildAbuse => "児童相談所 189(24時間)または市区町村の子ども家庭の窓口",
            UrgentKind::ElderAbuse => "市区町村の高齢福祉の窓口または地域包括支援センター",
            UrgentKind::DisabilityAbuse => "市区町村の障害者虐待防止センター",
            UrgentKind::DomesticViolence => "配偶者暴力相談支援センター #8008、急ぐときは 110",
            UrgentKind::Life => "119 または 110",
        }
    }

    /// The duty, in words for staff.
    pub fn duty(self) -> &'static str {
        match self {
            UrgentKind::ChildAbuse => {
                "気づいた人には通告の義務があります(児童虐待の防止等に関する法律6条)。守秘義務があっても通告できます。"
            }
            UrgentKind::ElderAbuse => {
                "気づいた人は市町村に通報します(高齢者虐待防止法7条)。命に危険があるときは義務です。"
            }
            UrgentKind::DisabilityAbuse => "気づいた人には通報の義務があります(障害者虐待防止法7条)。",
            UrgentKind::DomesticViolence => {
                "気づいた人は通報に努めます(配偶者暴力防止法6条)。本人の安全を先に考えます。"
            }
            UrgentKind::Life => "会議や同意を待たずに、すぐに連絡してください。",
        }
    }
}

/// A danger that was seen, and whom it was reported to.
#[derive(Debug, Clone, Serialize)]
pub struct UrgentFlag {
    /// The flag.
    pub id: Id<UrgentFlag>,
    /// What is feared.
    pub kind: UrgentKind,
    /// In words.
    pub note: String,
    /// Whom it was reported to; empty until then.
    pub notified_to: String,
    /// When.
    pub notified_at: Option<Instant>,
    /// Who raised it.
    pub raised_by: String,
    /// When.
    pub raised_at: Instant,
    /// When it was over.
    pub ended_at: Option<Instant>,
    /// Why.
    pub end_reason: String,
}
row!(UrgentFlag { id, kind, note, notified_to, notified_at, raised_by, raised_at, ended_at, end_reason });

/// What a worker writes; one line is enough.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UrgentForm {
    /// Key of [`UrgentKind`].
    pub kind: String,
    /// What was seen or heard.
    pub note: String,
    /// Whom it was reported to, if it was.
    pub notified_to: String,
}

/// The dangers of a case that was let through, open ones first.
pub fn flags(tx: &Tx<'_>, pass: &CasePass) -> Result<Vec<UrgentFlag>> {
    tx.all(
        "SELECT u.id, u.kind, u.note, u.notified_to, u.notified_at, s.name, u.raised_at, u.ended_at, u.end_reason
         FROM urgent_flags u JOIN staff s ON s.id = u.raised_by WHERE u.case_id = $1 AND $2
         ORDER BY u.ended_at IS NOT NULL, u.raised_at DESC",
        &[&pass.id(), &pass.sees_whole()],
    )
}

/// Raises a danger. Consent is never asked for.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a kind; [`kernel::Error::NotFound`] out of sight.
pub fn raise(tx: &Tx<'_>, who: &Scope, case: Id<Case>, form: &UrgentForm) -> Result<Id<UrgentFlag>> {
    let mut faults = Faults::default();
    let kind: Option<UrgentKind> = faults.choice("kind", "何が疑われるか", &form.kind);
    let note = faults.text("note", "ようす", &form.note);
    let notified_to = faults.line("notified_to", "連絡した先", &form.notified_to);
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    let id: Id<UrgentFlag> = tx.new_id();
    let notified_at = (!notified_to.is_empty()).then_some(who.now);
    tx.exec(
        "INSERT INTO urgent_flags (id, case_id, kind, note, notified_to, notified_at, raised_by, raised_at, end_reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
        &[&id, &case, &kind, &note, &notified_to, &notified_at, &who.staff, &who.now],
    )?;
    Event::new(Action::Change, Kind::Case, case).of_case(case).for_purpose("urgent").record(tx, who)?;
    touch(tx, case)?;
    Ok(id)
}

/// Notes whom a danger was reported to, at this moment.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a name; [`kernel::Error::NotFound`] out of sight; [`kernel::Error::Stale`] if it
/// was reported before.
pub fn notified(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<UrgentFlag>, to: &str) -> Result<()> {
    let mut faults = Faults::default();
    let to = faults.required_line("notified_to", "連絡した先", to);
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    tx.exec_one(
        "UPDATE urgent_flags SET notified_to = $3, notified_at = $4 WHERE id = $1 AND case_id = $2 AND notified_at IS NULL",
        &[&id, &case, &to, &who.now],
    )?;
    touch(tx, case)
}

/// Ends a danger, with a reason.
///
/// # Errors
/// [`kernel::Error::Invalid`] without a reason; [`kernel::Error::NotFound`] out of sight.
pub fn end(tx: &Tx<'_>, who: &Scope, case: Id<Case>, id: Id<UrgentFlag>, reason: &str) -> Result<()> {
    let mut faults = Faults::default();
    let reason = faults.required_line("reason", "理由", reason);
    faults.done()?;
    access::case(tx, who, case, Act::Change)?;
    tx.exec_one(
        "UPDATE urgent_flags SET ended_at = $3, end_reason = $4 WHERE id = $1 AND case_id = $2 AND ended_at IS NULL",
        &[&id, &case, &who.now, &reason],
    )?;
    touch(tx, case)
}
