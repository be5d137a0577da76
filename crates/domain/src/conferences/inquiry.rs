use kernel::whereabouts::holds_contact;
use kernel::{Day, Error, Id, Instant, Result, Scope, message};
use serde::{Deserialize, Serialize};
use store::{Param, Tx, row};

use super::{ConferenceItem, MemberLine, Reply, item, keeping, member, packet};
use crate::Faults;
use crate::access::Act;
use crate::audit::{Action, Event, Kind};

/// 照会: what a member was asked to tell the conference, and how they replied (社会福祉法 106条の6第3項・第4項).
#[derive(Debug, Clone, Serialize)]
pub struct Inquiry {
    /// The inquiry.
    pub id: Id<Inquiry>,
    /// Who was asked.
    pub to: String,
    /// What.
    pub question: String,
    /// By when.
    pub due_on: Day,
    /// How they replied.
    pub reply: Reply,
    /// The answer, or why there is none.
    pub answer: String,
    /// When.
    pub answered_at: Option<Instant>,
    /// Who took the answer in, where it came back on paper and was not typed by whoever was asked.
    pub taken_in_by: Option<String>,
}
row!(Inquiry { id, to, question, due_on, reply, answer, answered_at, taken_in_by });

impl Inquiry {
    /// Whether it waits for its answer.
    pub fn waits(&self) -> bool {
        self.reply == Reply::Waiting
    }

    /// Whether its answer is late.
    pub fn overdue(&self, today: Day) -> bool {
        self.waits() && self.due_on < today
    }
}

/// What whoever convenes asks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InquiryForm {
    /// The membership of whoever is asked.
    pub member: String,
    /// What.
    pub question: String,
    /// By when.
    pub due: String,
}

fn select(tx: &Tx<'_>, condition: &str, params: &[&dyn Param]) -> Result<Vec<Inquiry>> {
    tx.all(
        &format!(
            "SELECT q.id, a.name || ' ' || s.name, q.question, q.due_on, q.reply, q.answer, q.answered_at,
                 CASE WHEN q.answered_by <> m.staff_id THEN w.name END
             FROM conference_inquiries q JOIN conference_members m ON m.id = q.member_id JOIN staff s ON s.id = m.staff_id
             JOIN agencies a ON a.id = m.agency_id LEFT JOIN staff w ON w.id = q.answered_by WHERE {condition} ORDER BY q.asked_at, q.id"
        ),
        params,
    )
}

/// Everything that was asked in an item.
pub(super) fn of_item(tx: &Tx<'_>, id: Id<ConferenceItem>) -> Result<Vec<Inquiry>> {
    select(tx, "q.item_id = $1", &[&id])
}

/// What the one who reads was asked.
pub(super) fn of_member(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>) -> Result<Vec<Inquiry>> {
    select(tx, "q.item_id = $1 AND m.staff_id = $2", &[&id, &who.staff])
}

/// Asks a member who is bound. Nobody else is asked: the question itself tells of the case.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] once the item is over; [`Error::NotFound`] for anybody but the
/// convener.
pub fn inquire(tx: &Tx<'_>, who: &Scope, id: Id<ConferenceItem>, form: &InquiryForm) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    member::convened(tx, id)?;
    keeping::not_over(tx, id)?;
    let (mut faults, today) = (Faults::default(), who.now.day());
    let known: Option<Id<MemberLine>> = tx.opt(
        "SELECT id FROM conference_members WHERE id = $1 AND item_id = $2 AND acknowledged_at IS NOT NULL
         AND declined_at IS NULL AND removed_at IS NULL",
        &[&form.member, &id],
    )?;
    if known.is_none() {
        faults.add("member", message::member_unknown());
    }
    let question = faults.required_text("question", "照会すること", &form.question);
    let due = faults.due_day("due", "いつまで", &form.due, today);
    match due {
        None if !faults.any() => faults.add("due", message::error_required("いつまで")),
        Some(day) if day < today => faults.add("due", message::error_date_past("いつまで")),
        _ => {}
    }
    keeping::names_those_who_agreed(tx, id, &[("question", &question)], &mut faults)?;
    faults.done()?;
    let inquiry: Id<Inquiry> = tx.new_id();
    tx.exec(
        "INSERT INTO conference_inquiries (id, item_id, member_id, question, due_on, asked_by, asked_at, reply, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
        &[&inquiry, &id, &known, &question, &due, &who.staff, &who.now, &Reply::Waiting],
    )?;
    Event::new(Action::Change, Kind::Conference, id).of_case(case).for_purpose("inquire").record(tx, who)
}

/// What a member replies.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    /// Key of [`Reply`].
    pub reply: String,
    /// The answer, or why there is none.
    pub answer: String,
}

/// Replies to what one was asked: wholly, in part, or not at all, which the law allows.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::NotFound`] for everybody who was not asked, and after the window;
/// [`Error::Stale`] if it was answered.
pub fn answer(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    inquiry: Id<Inquiry>,
    form: &ReplyForm,
) -> Result<()> {
    let asked = of_member(tx, who, id)?.iter().any(|one| one.id == inquiry);
    if !asked || !packet::is_open(tx, who, id)? {
        Event::new(Action::Change, Kind::Conference, id).refused().record(tx, who)?;
        return Err(Error::NotFound);
    }
    let (reply, words) = checked(form)?;
    let mut faults = Faults::default();
    keeping::names_those_of_the_papers(tx, id, &[("answer", &words)], &mut faults)?;
    faults.done()?;
    keep(tx, who, inquiry, reply, &words)?;
    Event::new(Action::Change, Kind::Conference, id).for_purpose("answer").record(tx, who)
}

/// Takes in an answer that came back on paper, or in a file, to whoever convenes. It stays the answer of the member who was
/// asked; who took it in is told beside it.
///
/// # Errors
/// [`Error::Invalid`] with every fault; [`Error::Conflict`] before the conference is convened;
/// [`Error::NotFound`] for anybody but the convener; [`Error::Stale`] if it was answered.
pub fn take_answer(
    tx: &Tx<'_>,
    who: &Scope,
    id: Id<ConferenceItem>,
    inquiry: Id<Inquiry>,
    form: &ReplyForm,
) -> Result<()> {
    let case = item::convening(tx, who, id, Act::Change)?;
    member::convened(tx, id)?;
    if !of_item(tx, id)?.iter().any(|one| one.id == inquiry) {
        return Err(Error::NotFound);
    }
    let (reply, words) = checked(form)?;
    let mut faults = Faults::default();
    keeping::names_those_who_agreed(tx, id, &[("answer", &words)], &mut faults)?;
    faults.done()?;
    keep(tx, who, inquiry, reply, &words)?;
    Event::new(Action::Change, Kind::Conference, id)
        .of_case(case)
        .for_purpose("take in answer")
        .record(tx, who)
}

/// All members read an answer, in the papers and in the minutes: where somebody lives or is reached does not stand in one.
fn checked(form: &ReplyForm) -> Result<(Option<Reply>, String)> {
    let mut faults = Faults::default();
    let reply: Option<Reply> = faults.choice("reply", "返事", &form.reply);
    if reply == Some(Reply::Waiting) {
        faults.add("reply", message::error_choose_one("返事"));
    }
    let words = faults.required_text("answer", "回答、または答えられない理由", &form.answer);
    if holds_contact(&words) {
        faults.add("answer", message::text_with_contact());
    }
    faults.done()?;
    Ok((reply, words))
}

fn keep(tx: &Tx<'_>, who: &Scope, id: Id<Inquiry>, reply: Option<Reply>, words: &str) -> Result<()> {
    tx.exec_one(
        "UPDATE conference_inquiries SET reply = $2, answer = $3, answered_by = $4, answered_at = $5
         WHERE id = $1 AND reply = 'waiting'",
        &[&id, &reply, &words, &who.staff, &who.now],
    )
}

/// An inquiry as a sheet names it: by the number of its item and which one it is there, counted from one. A sheet that does not
/// say which one is of the only one. Answers whether the reader is the one who was asked.
///
/// # Errors
/// [`Error::NotFound`] for whoever was not asked and does not convene, and for numbers that lead nowhere.
pub fn inquiry_by_number(
    tx: &Tx<'_>,
    who: &Scope,
    code: &str,
    number: &str,
) -> Result<(Id<ConferenceItem>, Inquiry, bool)> {
    let item: Option<Id<ConferenceItem>> =
        tx.opt("SELECT id FROM conference_items WHERE code = $1", &[&code])?;
    let item = item.ok_or(Error::NotFound)?;
    let mut all = of_item(tx, item)?;
    let at = match number.parse::<usize>() {
        Ok(number) => number.checked_sub(1),
        Err(_) => (number.is_empty() && all.len() == 1).then_some(0),
    };
    let asked = at.filter(|at| *at < all.len()).map(|at| all.swap_remove(at));
    let mine = match &asked {
        Some(asked) => {
            of_member(tx, who, item)?.iter().any(|one| one.id == asked.id) && packet::is_open(tx, who, item)?
        }
        None => false,
    };
    if !mine {
        item::convening(tx, who, item, Act::Change)?;
    }
    Ok((item, asked.ok_or(Error::NotFound)?, mine))
}
