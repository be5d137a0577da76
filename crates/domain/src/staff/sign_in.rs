use std::sync::LazyLock;

use kernel::{Agency, Error, Id, Instant, Message, Result, Role, Scope, Staff, message};
use serde::{Deserialize, Serialize};
use store::{Db, FromRow, Row, Tx};

use super::affiliation::{Standing, role};
use super::{affiliation, code, digest, hex, password, throttle};
use crate::access::unbarred;
use crate::audit::{Action, Event, Kind};
use crate::protections::HAD_CUSTODY;
use crate::rules::ACCEPTED;

/// A sign-in ends after so many seconds without a request.
pub const IDLE_SECONDS: i64 = 15 * 60;
/// And after so many in any case.
pub const ABSOLUTE_SECONDS: i64 = 10 * 60 * 60;
/// How stale the time of the last request may be, so that reading does not write each time.
const SEEN_SECONDS: i64 = 60;

/// What stands in the form.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attempt {
    /// 職員番号.
    pub login: String,
    /// The password.
    pub password: String,
    /// Six digits of the authenticator app.
    pub code: String,
    /// The standing chosen, by a person who has several.
    pub standing: String,
}

/// What came of an attempt.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The person is in.
    Granted(Granted),
    /// Password and code are right, but the person stands in several places and has to say where now. The code
    /// was not used up.
    Choose(Vec<Standing>),
}

/// A sign-in that began.
#[derive(Debug, Clone)]
pub struct Granted {
    /// The secret for the cookie; only its hash is stored.
    pub token: String,
    /// When this account last signed in before.
    pub previous: Option<Instant>,
}

/// Who is signed in, for pages.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// Hash of the token: the id of the sign-in.
    #[serde(skip)]
    pub id: String,
    /// The account.
    pub staff: Id<Staff>,
    /// Its name.
    pub name: String,
    /// Its login.
    pub login: String,
    /// Where it stands.
    pub agency: Id<Agency>,
    /// The name of that organisation.
    pub agency_name: String,
    /// The role there.
    pub role: Role,
    /// When it began.
    pub began_at: Instant,
    /// The last request but the present one, to the minute.
    pub seen_at: Instant,
    /// Whether the current operating rules were accepted.
    pub accepted_rules: bool,
    /// Whether the account was ever given the duty of a custodian; [`crate::protections::holds_duty`] tells whether it is in force.
    #[serde(skip)]
    pub had_custody: bool,
    /// That nothing bars the account from anything; see [`Scope::unbarred`].
    #[serde(skip)]
    pub unbarred: bool,
}

impl FromRow for SignIn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            staff: row.get(1)?,
            name: row.get(2)?,
            login: row.get(3)?,
            agency: row.get(4)?,
            agency_name: row.get(5)?,
            role: role(&row.get::<String>(6)?)?,
            began_at: row.get(7)?,
            seen_at: row.get(8)?,
            accepted_rules: row.get(9)?,
            had_custody: row.get(10)?,
            unbarred: row.get(11)?,
        })
    }
}

impl SignIn {
    /// The scope of one request.
    pub fn scope(&self, now: Instant, request: String) -> Scope {
        Scope {
            staff: self.staff,
            agency: self.agency,
            role: self.role,
            accepted_rules: self.accepted_rules,
            unbarred: self.unbarred,
            now,
            request,
        }
    }

    /// Whether the time of the last request should be written down again.
    pub fn needs_touch(&self, now: Instant) -> bool {
        now.seconds_since(self.seen_at) >= SEEN_SECONDS
    }
}

struct Known {
    id: Id<Staff>,
    password_hash: String,
    totp_secret: String,
}
store::row!(Known { id, password_hash, totp_secret });

/// Signs in with password and code. Every failure gives the same answer after the same work.
///
/// # Errors
/// [`Error::Conflict`] for any failure, [`Error::Throttled`] after many.
pub fn attempt(db: &Db, form: &Attempt, client: &str) -> Result<Outcome> {
    let login = form.login.trim().to_lowercase();
    let subjects = [format!("login:{login}"), format!("client:{client}")];
    let known: Option<Known> = db.read(|tx| {
        subjects.iter().try_for_each(|subject| throttle::check(tx, subject))?;
        tx.opt("SELECT id, password_hash, totp_secret FROM staff WHERE login = $1 AND active", &[&login])
    })?;
    // An unknown login costs the same work as a wrong password, or time would tell who exists.
    let stored = known.as_ref().map_or(DUMMY, |known| &known.password_hash);
    let right = password::matches(&form.password, stored);
    match known.filter(|_| right) {
        Some(known) => begin(db, known, form, subjects),
        None => refuse(db, subjects),
    }
}

/// A hash of nobody's password, at the default cost.
const DUMMY: &str =
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn refuse(db: &Db, subjects: [String; 2]) -> Result<Outcome> {
    db.write(move |tx| subjects.iter().try_for_each(|subject| throttle::failed(tx, subject)))?;
    Err(Error::Conflict(failure()))
}

fn failure() -> Message {
    message::sign_in_failed()
}

fn begin(db: &Db, known: Known, form: &Attempt, subjects: [String; 2]) -> Result<Outcome> {
    let (code, chosen) = (form.code.clone(), form.standing.clone());
    let again = subjects.clone();
    let outcome = db.write(move |tx| {
        let Some(step) = code::step(&known.totp_secret, &code, tx.now()) else { return Ok(None) };
        let standings = affiliation::of(tx, known.id, tx.now().day())?;
        let Some(standing) = choose(&standings, &chosen) else { return Ok(Some(Outcome::Choose(standings))) };
        // A code works once: the step must be later than the last one accepted.
        if tx.changed(
            "UPDATE staff SET totp_step = $2 WHERE id = $1 AND active AND totp_step < $2",
            &[&known.id, &step],
        )? == 0
        {
            return Ok(None);
        }
        subjects.iter().try_for_each(|subject| throttle::succeeded(tx, subject))?;
        open(tx, known.id, &standing).map(|granted| Some(Outcome::Granted(granted)))
    })?;
    match outcome {
        Some(outcome) => Ok(outcome),
        None => refuse(db, again),
    }
}

/// One standing is taken; of several, the person says which.
fn choose(standings: &[Standing], chosen: &str) -> Option<Standing> {
    let found = match standings {
        [only] => Some(only),
        several => several.iter().find(|standing| standing.id.as_str() == chosen),
    };
    found.cloned()
}

fn open(tx: &Tx<'_>, staff: Id<Staff>, standing: &Standing) -> Result<Granted> {
    let token = hex(&tx.random::<32>());
    let previous = tx
        .opt("SELECT began_at FROM sign_ins WHERE staff_id = $1 ORDER BY began_at DESC LIMIT 1", &[&staff])?;
    tx.exec(
        "INSERT INTO sign_ins (id, staff_id, affiliation_id, began_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
        &[&digest(&token), &staff, &standing.id, &tx.now()],
    )?;
    let who = Scope {
        staff,
        agency: standing.agency,
        role: standing.role,
        accepted_rules: false,
        unbarred: false,
        now: tx.now(),
        request: String::new(),
    };
    Event::new(Action::SignIn, Kind::Account, staff).record(tx, &who)?;
    Ok(Granted { token, previous })
}

/// Who holds `token`, at this very moment: a disabled account, an ended affiliation, a limit that has passed act
/// on the next request.
///
/// # Errors
/// [`Error::SignIn`] if nobody does.
pub fn who(tx: &Tx<'_>, token: &str) -> Result<SignIn> {
    let now = tx.now();
    static SQL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "SELECT s.id, p.id, p.name, p.login, a.id, a.name, f.role, s.began_at, s.seen_at, {ACCEPTED}, {HAD_CUSTODY},
                    {}
         FROM sign_ins s JOIN staff p ON p.id = s.staff_id
         JOIN affiliations f ON f.id = s.affiliation_id JOIN agencies a ON a.id = f.agency_id
         WHERE s.id = $1 AND s.ended_at IS NULL AND s.seen_at > $2 AND s.began_at > $3
           AND p.active AND a.active AND f.from_on <= $4 AND (f.to_on IS NULL OR f.to_on >= $4)",
            unbarred("$5")
        )
    });
    tx.opt(
        &SQL,
        &[
            &digest(token),
            &now.plus_seconds(-IDLE_SECONDS),
            &now.plus_seconds(-ABSOLUTE_SECONDS),
            &now.day(),
            &now,
        ],
    )?
    .ok_or(Error::SignIn)
}

/// When the account signed in the time before this one: a moment that its owner does not know is a warning.
///
/// # Errors
/// Those of the database.
pub fn previous(tx: &Tx<'_>, me: &SignIn) -> Result<Option<Instant>> {
    tx.opt(
        "SELECT began_at FROM sign_ins WHERE staff_id = $1 AND began_at < $2 ORDER BY began_at DESC LIMIT 1",
        &[&me.staff, &me.began_at],
    )
}

/// Notes that the person is still there.
///
/// # Errors
/// Those of the database.
pub fn touch(tx: &Tx<'_>, id: &str) -> Result<()> {
    tx.exec("UPDATE sign_ins SET seen_at = $2 WHERE id = $1", &[&id, &tx.now()])?;
    Ok(())
}

/// Signs out.
///
/// # Errors
/// Those of the database.
pub fn end(tx: &Tx<'_>, token: &str) -> Result<()> {
    tx.exec(
        "UPDATE sign_ins SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
        &[&digest(token), &tx.now()],
    )?;
    Ok(())
}

/// Ends every sign-in of an account.
///
/// # Errors
/// Those of the database.
pub fn end_all_of(tx: &Tx<'_>, staff: Id<Staff>) -> Result<()> {
    tx.exec(
        "UPDATE sign_ins SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL",
        &[&staff, &tx.now()],
    )?;
    Ok(())
}
