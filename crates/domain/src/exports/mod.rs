//! 持ち出し: taking data out is a right of its own, given to a named person for a time. What leaves is capped, says who
//! took it what for, and stands in a register (I13; C-06, Z-08).

pub(crate) mod csv;

use kernel::{CaseCode, Day, Error, Id, Instant, Result, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{Tx, row};

use crate::audit::{self, Action, Event, Kind};
use crate::cases::{self, CaseLine, Filter};
use crate::{Choice, Faults, access, staff};

/// Lines that may leave at once.
pub const CAP: usize = 200;

/// A right to take data out.
#[derive(Debug, Clone, Serialize)]
pub struct Right {
    /// Its id.
    pub id: Id<Right>,
    /// 職員番号 of who holds it.
    pub login: String,
    /// The account's name.
    pub name: String,
    /// Its first day.
    pub from_on: Day,
    /// Its last day.
    pub to_on: Day,
    /// When it was taken back.
    pub ended_at: Option<Instant>,
}
row!(Right { id, login, name, from_on, to_on, ended_at });

/// What an administrator writes to give the right.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewRight {
    /// 職員番号.
    pub login: String,
    /// The first day, as typed.
    pub from: String,
    /// The last day, as typed.
    pub to: String,
}

/// A line of the register.
#[derive(Debug, Clone, Serialize)]
pub struct Export {
    /// Its number, which stands in the file.
    pub code: String,
    /// When.
    pub at: Instant,
    /// 職員番号.
    pub login: String,
    /// The account's name.
    pub name: String,
    /// In the name of which organisation.
    pub agency: String,
    /// What for.
    pub purpose: String,
    /// How many lines left.
    pub lines: i64,
}
row!(Export { code, at, login, name, agency, purpose, lines });

/// What one writes to take data out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportForm {
    /// What for, and who uses it.
    pub purpose: String,
    /// What is taken out: `cases`, or `reported` for the set that the state asks for; the list of cases when empty.
    pub what: String,
}

/// A file that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its number in the register.
    pub code: String,
    /// UTF-8 with a byte order mark, because spreadsheets guess otherwise.
    pub text: String,
}

/// Every right that was ever given, the latest first.
///
/// # Errors
/// [`Error::NotFound`] for who is no administrator.
pub fn rights(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Right>> {
    staff::administrator(who)?;
    tx.all(
        "SELECT r.id, s.login, s.name, r.from_on, r.to_on, r.ended_at FROM export_rights r
         JOIN staff s ON s.id = r.staff_id ORDER BY r.granted_at DESC, r.id LIMIT 500",
        &[],
    )
}

/// Gives the right to a named person. Nobody gives it to themselves.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for who is no administrator.
pub fn grant(tx: &Tx<'_>, who: &Scope, form: &NewRight) -> Result<Id<Right>> {
    staff::administrator(who)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let login = faults.required_line("login", "職員番号", &form.login).to_lowercase();
    let from = faults.due_day("from", "始まり", &form.from, today);
    let to = faults.due_day("to", "終わり", &form.to, today);
    let holder: Option<Id<Staff>> = tx.opt("SELECT id FROM staff WHERE login = $1 AND active", &[&login])?;
    if !login.is_empty() && holder.is_none_or(|holder| holder == who.staff) {
        faults.add("login", message::error_unknown_choice("職員番号"));
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        faults.add("to", message::error_date_order(from.text_form()));
    }
    faults.done()?;
    let (Some(holder), Some(from), Some(to)) = (holder, from, to) else { return Err(Error::NotFound) };
    let id: Id<Right> = tx.new_id();
    tx.exec(
        "INSERT INTO export_rights (id, staff_id, from_on, to_on, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &holder, &from, &to, &who.staff, &who.now],
    )?;
    Event::new(Action::Create, Kind::Account, holder).for_purpose("export right").record(tx, who)?;
    Ok(id)
}

/// Takes the right back.
///
/// # Errors
/// [`Error::NotFound`] for who is no administrator, or if there is no such right.
pub fn end_right(tx: &Tx<'_>, who: &Scope, id: Id<Right>) -> Result<()> {
    staff::administrator(who)?;
    let sql = "UPDATE export_rights SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    if tx.changed(sql, &[&id, &who.now])? == 0 {
        return Err(Error::NotFound);
    }
    Event::new(Action::Change, Kind::Account, id).for_purpose("export right ended").record(tx, who)
}

/// The right that one holds today, if any.
///
/// # Errors
/// Those of the database.
pub fn own_right(tx: &Tx<'_>, who: &Scope) -> Result<Option<Id<Right>>> {
    tx.opt(
        "SELECT id FROM export_rights WHERE staff_id = $1 AND from_on <= $2 AND to_on >= $2 AND ended_at IS NULL
         ORDER BY to_on DESC, id LIMIT 1",
        &[&who.staff, &who.now.day()],
    )
}

/// Takes out the list of one's cases.
///
/// # Errors
/// [`Error::NotFound`] without a right of today or without casework; [`Error::Invalid`] without a purpose;
/// [`Error::Conflict`] for more than [`CAP`] lines.
pub fn take_out(tx: &Tx<'_>, who: &Scope, by: &str, form: &ExportForm) -> Result<File> {
    take_out_as(tx, who, by, form, &HEAD.map(str::to_owned), |line| Ok(vec![cells(line)]))
}

/// Takes out something else of one's cases: the columns of `head`, and the rows that `rows` makes of each case.
///
/// # Errors
/// As [`take_out`], and what `rows` answers.
pub fn take_out_as(
    tx: &Tx<'_>,
    who: &Scope,
    by: &str,
    form: &ExportForm,
    head: &[String],
    rows: impl Fn(&CaseLine) -> Result<Vec<Vec<String>>>,
) -> Result<File> {
    access::casework(who)?;
    let right = own_right(tx, who)?.ok_or(Error::NotFound)?;
    let mut faults = Faults::default();
    let purpose = faults.required_line("purpose", "目的", &form.purpose);
    faults.done()?;
    let lines = all_lines(tx, who)?;
    if lines.len() > CAP {
        return Err(Error::Conflict(message::export_too_many(CAP)));
    }
    let code = CaseCode::from_random(&tx.random::<8>()).to_string().replacen("K-", "X-", 1);
    let id: Id<Export> = tx.new_id();
    tx.exec(
        "INSERT INTO exports (id, code, staff_id, agency_id, right_id, purpose, lines, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&id, &code, &who.staff, &who.agency, &right, &purpose, &(lines.len() as i64), &who.now],
    )?;
    Event::many(Action::Export, Kind::Export, lines.iter().map(|line| line.id))
        .for_purpose(&code)
        .record(tx, who)?;
    let mark = format!("持ち出し番号 {code} / {by} / {} / 目的: {purpose}", who.now.list_form());
    let mut all = vec![vec![mark], head.to_vec()];
    for line in &lines {
        all.extend(rows(line)?);
    }
    Ok(File { code, text: csv::write(&all) })
}

const HEAD: [&str; 7] =
    ["ケース番号", "氏名・呼び名", "ふりがな", "状態", "主担当", "次の予定", "最後の接触"];

fn cells(line: &CaseLine) -> Vec<String> {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        line.code.clone(),
        line.about.clone(),
        line.kana.clone(),
        line.status.label().to_owned(),
        line.lead.clone(),
        day(line.next_due_on),
        day(line.last_contact_on),
    ]
}

/// What may leave of the work list, page after page, and one line more than may leave: a case that is seen by somebody's consent
/// or by an article is there to work along, and not to be taken out.
fn all_lines(tx: &Tx<'_>, who: &Scope) -> Result<Vec<CaseLine>> {
    let export = access::allowing(access::Kind::Case, access::Act::Export);
    let (mut all, mut filter) = (Vec::new(), Filter::default());
    while all.len() <= CAP {
        let page = cases::work_list(tx, who, &filter)?;
        let Some(last) = page.last() else { break };
        filter.after = last.cursor();
        all.extend(page.into_iter().filter(|line| line.bases.meets(export)));
    }
    Ok(all)
}

/// 持ち出し簿, the latest first.
///
/// # Errors
/// [`Error::NotFound`] for who does not hold the office.
pub fn register(tx: &Tx<'_>, who: &Scope) -> Result<Vec<Export>> {
    audit::officer(tx, who, Action::List)?;
    tx.all(
        "SELECT x.code, x.at, s.login, s.name, a.name, x.purpose, x.lines FROM exports x
         JOIN staff s ON s.id = x.staff_id JOIN agencies a ON a.id = x.agency_id ORDER BY x.at DESC, x.id LIMIT 500",
        &[],
    )
}
