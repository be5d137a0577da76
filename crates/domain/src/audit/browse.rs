//! The log as a list: who, standing where, did what to which kind of row, on which basis. No names of people, no texts.

use kernel::{Day, Instant, Result, Scope, date_input};
use serde::{Deserialize, Serialize};
use store::{FromRow, Param, Row, Tx};

use super::{Action, labels, office, seal, span};

/// Rows of a page.
pub const PAGE: usize = 50;

/// Which events to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EventFilter {
    /// 職員番号.
    pub staff: String,
    /// Id of an agency.
    pub agency: String,
    /// First day, as typed.
    pub from: String,
    /// Last day, as typed.
    pub to: String,
    /// Code of a case.
    pub case: String,
    /// `refused` for those alone.
    pub outcome: String,
    /// Where the page begins: the number of the last line of the page before.
    pub before: String,
}

/// A line of the log.
#[derive(Debug, Clone, Serialize)]
pub struct EventLine {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// 職員番号, if the account is known.
    pub login: Option<String>,
    /// The account's name.
    pub staff: Option<String>,
    /// The organisation in whose name.
    pub agency: Option<String>,
    /// In which role.
    pub role: String,
    /// What was done.
    pub action: String,
    /// To which kind of row.
    pub kind: String,
    /// On which bases.
    pub basis: String,
    /// Whether it was refused.
    pub refused: bool,
    /// The case's code.
    pub case: Option<String>,
}

impl FromRow for EventLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let role: String = row.get(5)?;
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            login: row.get(2)?,
            staff: row.get(3)?,
            agency: row.get(4)?,
            role: kernel::Role::from_key(&role).map_or(role, |role| role.label().to_owned()),
            action: labels::action(&row.get::<String>(6)?).to_owned(),
            kind: labels::kind(&row.get::<String>(7)?).to_owned(),
            basis: labels::basis(&row.get::<String>(8)?),
            refused: row.get::<String>(9)? != "ok",
            case: row.get(10)?,
        })
    }
}

/// Lines of the log, the latest first.
///
/// # Errors
/// [`kernel::Error::NotFound`] for who does not hold the office; faults of the days.
pub fn events(tx: &Tx<'_>, who: &Scope, filter: &EventFilter) -> Result<Vec<EventLine>> {
    office::officer(tx, who, Action::List)?;
    let today = who.now.day();
    let day = |field: &str, label: &str, text: &str| -> Result<Option<Day>> {
        let text = text.trim();
        let read = |text| {
            date_input::parse_event_day(text, label, today)
                .map_err(|fault| kernel::Error::invalid(field, fault))
        };
        (!text.is_empty()).then(|| read(text)).transpose()
    };
    let from = day("from", "始まり", &filter.from)?.map(Instant::start_of);
    let until = day("to", "終わり", &filter.to)?.map(|to| Instant::start_of(to.plus(1)));
    let low = from.map_or(Ok(i64::MIN), |from| span::before(tx, from))?;
    let before = filter.before.parse().unwrap_or(i64::MAX);
    let (staff, case) = (filter.staff.trim().to_lowercase(), filter.case.trim().to_uppercase());
    let mut params: Vec<&dyn Param> = vec![&low, &before];
    let mut sql = String::from(
        "SELECT e.seq, e.at, s.login, s.name, a.name, e.role, e.action, e.kind, e.basis, e.outcome, c.code
         FROM audit_events e LEFT JOIN staff s ON s.id = e.staff_id LEFT JOIN agencies a ON a.id = e.agency_id
         LEFT JOIN cases c ON c.id = e.case_id WHERE e.seq > $1 AND e.seq < $2",
    );
    let add = |sql: &mut String, words: &str, n: usize| sql.push_str(&words.replace('?', &format!("${n}")));
    if !staff.is_empty() {
        add(&mut sql, " AND e.staff_id = (SELECT id FROM staff WHERE login = ?)", params.len() + 1);
        params.push(&staff);
    }
    if !filter.agency.is_empty() {
        add(&mut sql, " AND e.agency_id = ?", params.len() + 1);
        params.push(&filter.agency);
    }
    if !case.is_empty() {
        add(&mut sql, " AND e.case_id = (SELECT id FROM cases WHERE code = ?)", params.len() + 1);
        params.push(&case);
    }
    if let Some(from) = &from {
        add(&mut sql, " AND e.at >= ?", params.len() + 1);
        params.push(from);
    }
    if let Some(until) = &until {
        add(&mut sql, " AND e.at < ?", params.len() + 1);
        params.push(until);
    }
    if filter.outcome == "refused" {
        sql.push_str(" AND e.outcome <> 'ok'");
    }
    sql.push_str(&format!(" ORDER BY e.seq DESC LIMIT {}", PAGE + 1));
    tx.all(&sql, &params)
}

/// How far the log is sealed.
#[derive(Debug, Clone, Serialize)]
pub struct LastSeal {
    /// Rows of the chain.
    pub sealed: u64,
    /// When it was last signed.
    pub at: Option<Instant>,
    /// Events that wait for their seal, roughly.
    pub waiting: i64,
}

/// The last seal.
///
/// # Errors
/// [`kernel::Error::NotFound`] for who does not hold the office.
pub fn last_seal(tx: &Tx<'_>, who: &Scope) -> Result<LastSeal> {
    office::officer(tx, who, Action::Read)?;
    let head = seal::head(tx)?;
    let waiting = tx.one("SELECT count(*) FROM audit_events WHERE seq > $1", &[&head.top_seq])?;
    Ok(LastSeal { sealed: head.tree.size(), at: head.at, waiting })
}
