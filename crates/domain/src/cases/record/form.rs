use kernel::{Day, Instant, Result, message};
use serde::{Deserialize, Serialize};

use crate::Faults;
use crate::cases::{Counterpart, Method};

/// 支援経過記録, as written: when, how, with whom, what, next.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewRecord {
    /// The case that the page showed; must be the one that is written to.
    pub case: String,
    /// Day; today when empty.
    pub on: String,
    /// Time; now when empty.
    pub time: String,
    /// Key of [`Method`].
    pub method: String,
    /// Key of [`Counterpart`].
    pub counterpart: String,
    /// Who it was, if not the person.
    pub counterpart_name: String,
    /// 内容.
    pub text: String,
    /// 次にすること; becomes a task when it has a day.
    pub next_step: String,
    /// By when.
    pub next_due: String,
    /// The agency that does it; one's own when empty.
    pub next_owner: String,
    /// How long it took, in minutes.
    pub minutes: String,
    /// Of whom it tells: a person of the case; everybody when empty.
    pub person: String,
    /// Keys of the kinds of information in it; every kind when empty.
    pub categories: Vec<String>,
    /// By which channel it came in; the case's own when empty.
    pub channel: String,
    /// 自機関だけの覚え書き.
    pub sealed: String,
    /// 第三者の話を含む.
    pub third_party: String,
    /// 条件つきで聞いた話.
    pub on_condition: String,
}

/// A record that passed.
pub(super) struct Checked {
    pub(super) at: Instant,
    pub(super) on: Day,
    pub(super) method: Method,
    pub(super) counterpart: Counterpart,
    pub(super) counterpart_name: String,
    pub(super) text: String,
    pub(super) next_step: String,
    pub(super) next_due: Option<Day>,
    pub(super) minutes: Option<i64>,
    pub(super) sealed: bool,
    pub(super) third_party: bool,
    pub(super) on_condition: bool,
}

impl NewRecord {
    pub(super) fn check(&self, now: Instant) -> Result<Checked> {
        let (mut faults, today) = (Faults::default(), now.day());
        let on = if self.on.trim().is_empty() {
            Some(today)
        } else {
            faults.event_day("on", "日時", &self.on, today)
        };
        let on = on.unwrap_or(today);
        let clock = match self.time.trim() {
            "" if on == today => None,
            "" => Some((12, 0)),
            time => faults.time("time", "時刻", time),
        };
        let minutes = self.minutes.trim();
        let parsed = minutes.parse().ok().filter(|n| (0..=1_440).contains(n));
        if !minutes.is_empty() && parsed.is_none() {
            faults.add("minutes", message::error_number("時間"));
        }
        let checked = Checked {
            at: clock.map_or(now, |(hour, minute)| Instant::at(on, hour, minute)),
            on,
            method: faults.choice_or("method", "方法", &self.method, Method::Visit),
            counterpart: faults.choice_or("counterpart", "相手", &self.counterpart, Counterpart::Person),
            counterpart_name: faults.line("counterpart_name", "相手の名前", &self.counterpart_name),
            text: faults.required_text("text", "内容", &self.text),
            next_step: faults.line("next_step", "次にすること", &self.next_step),
            next_due: faults.due_day("next_due", "いつまで", &self.next_due, today),
            minutes: parsed,
            sealed: !self.sealed.is_empty(),
            third_party: !self.third_party.is_empty(),
            on_condition: !self.on_condition.is_empty(),
        };
        if checked.next_due.is_some() && checked.next_step.is_empty() {
            faults.add("next_step", message::error_required("次にすること"));
        }
        faults.done()?;
        Ok(checked)
    }
}
