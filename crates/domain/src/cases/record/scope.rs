use kernel::{Id, Result, Scope, message};
use store::Tx;

use super::NewRecord;
use crate::access::{Basis, CasePass, reach};
use crate::choices::choices;
use crate::consents::categories;
use crate::people::Person;
use crate::{Choice, Faults};

choices! {
    /// By which channel information came in. What came in by a council of another law is not shown in another one,
    /// because each has its own circle and its own secrecy.
    pub enum Channel {
        Own = "own" "このケースの支援",
        /// 児童福祉法 25条の2.
        ChildCouncil = "child_council" "要保護児童対策地域協議会",
        /// 子ども・若者育成支援推進法 19条.
        YouthCouncil = "youth_council" "子ども・若者支援地域協議会",
        /// 孤独・孤立対策推進法 15条.
        IsolationCouncil = "isolation_council" "孤独・孤立対策地域協議会",
        /// 生活困窮者自立支援法 9条.
        HardshipConference = "hardship_conference" "支援会議(生活困窮者自立支援法)",
        /// 生活保護法 27条の3.
        WelfareCoordination = "welfare_coordination" "調整会議(生活保護法)",
        /// 介護保険法 115条の48.
        CareConference = "care_conference" "地域ケア会議",
        /// 障害者総合支援法 89条の3.
        DisabilityCouncil = "disability_council" "協議会(障害者総合支援法)",
    }
}

/// What a record tells, of whom, and by which channel it came in.
pub(super) struct RecordScope {
    pub(super) person: Option<Id<Person>>,
    pub(super) categories: i64,
    pub(super) channel: Channel,
}

/// The channels in which one's agency may write on a case, its own first.
///
/// # Errors
/// Those of the database.
pub fn channels(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Vec<Channel>> {
    let mut channels: Vec<Channel> = tx.all(
        "SELECT DISTINCT channel FROM case_team WHERE agency_id = $1 AND case_id = $2 AND left_at IS NULL AND until_at > $3",
        &[&reach(who), &pass.id(), &who.now],
    )?;
    if pass.bases().has(Basis::Emergency) && !channels.contains(&Channel::Own) {
        channels.push(Channel::Own);
    }
    channels.sort();
    Ok(channels)
}

/// The channel of what is written without naming one: the case's own, where one's agency has it.
pub(crate) fn usual_channel(tx: &Tx<'_>, who: &Scope, pass: &CasePass) -> Result<Channel> {
    Ok(channels(tx, who, pass)?.first().copied().unwrap_or(Channel::Own))
}

/// Reads the scope from the form. What nobody says is everybody's and everything.
pub(super) fn of(tx: &Tx<'_>, who: &Scope, pass: &CasePass, form: &NewRecord) -> Result<RecordScope> {
    let mut faults = Faults::default();
    let allowed = if form.channel.is_empty() && pass.bases().has(Basis::Own) {
        vec![Channel::Own]
    } else {
        channels(tx, who, pass)?
    };
    let default = allowed.first().copied().unwrap_or(Channel::Own);
    let channel = faults.choice_or("channel", "どこで聞いたか", &form.channel, default);
    if !allowed.contains(&channel) {
        faults.add("channel", message::error_unknown_choice("どこで聞いたか"));
    }
    let person: Option<Id<Person>> = form.person.parse().ok();
    if !form.person.is_empty() && !is_of_case(tx, pass, person)? {
        faults.add("person", message::error_unknown_choice("だれのこと"));
    }
    let categories = if form.categories.iter().all(String::is_empty) {
        0
    } else {
        categories::bits(tx, &mut faults, "categories", &form.categories)?
    };
    faults.done()?;
    Ok(RecordScope { person, categories, channel })
}

fn is_of_case(tx: &Tx<'_>, pass: &CasePass, person: Option<Id<Person>>) -> Result<bool> {
    let found: Option<i64> =
        tx.opt("SELECT 1 FROM case_people WHERE case_id = $1 AND person_id = $2", &[&pass.id(), &person])?;
    Ok(found.is_some())
}

impl Channel {
    /// Whether it is a council of another law.
    pub fn is_council(self) -> bool {
        self != Channel::Own
    }

    /// The councils, for forms.
    pub fn councils() -> impl Iterator<Item = Channel> {
        Self::ALL.iter().copied().filter(|channel| channel.is_council())
    }
}
