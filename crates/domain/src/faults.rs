use kernel::{Day, Error, Fault, Message, PartialDay, Result, date_input, message, my_number};

use crate::Choice;

/// Longest text of one line.
const LINE: usize = 200;
/// Longest free text; about ten printed pages.
const TEXT: usize = 20_000;

/// Collects every fault of an input, so that a person hears of all of them at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault.
    pub fn add(&mut self, field: &str, message: Message) {
        self.0.push(Fault::new(field, message));
    }

    /// Whether anything is wrong so far.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Ends the check.
    ///
    /// # Errors
    /// [`Error::Invalid`] with all faults, if there are any.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }

    /// One line, possibly empty; refuses individual numbers (番号法: they may not be held here).
    pub fn line(&mut self, field: &str, label: &str, value: &str) -> String {
        self.bounded(field, label, value, LINE)
    }

    /// A free text, possibly empty.
    pub fn text(&mut self, field: &str, label: &str, value: &str) -> String {
        self.bounded(field, label, value, TEXT)
    }

    /// One line that must not be empty.
    pub fn required_line(&mut self, field: &str, label: &str, value: &str) -> String {
        self.required(field, label, value);
        self.line(field, label, value)
    }

    /// A free text that must not be empty.
    pub fn required_text(&mut self, field: &str, label: &str, value: &str) -> String {
        self.required(field, label, value);
        self.text(field, label, value)
    }

    fn required(&mut self, field: &str, label: &str, value: &str) {
        if value.trim().is_empty() {
            self.add(field, message::error_required(label));
        }
    }

    fn bounded(&mut self, field: &str, label: &str, value: &str, max: usize) -> String {
        let value = value.trim();
        if value.chars().count() > max {
            self.add(field, message::error_too_long(label, max));
        }
        if my_number::contains_my_number(value) {
            self.add(field, message::error_my_number());
        }
        // A zero character is legal in no text here and PostgreSQL refuses it.
        value.replace('\0', "")
    }

    /// A choice from a closed list that must be made.
    pub fn choice<C: Choice>(&mut self, field: &str, label: &str, key: &str) -> Option<C> {
        let choice = C::from_key(key);
        if choice.is_none() {
            let wording = if key.is_empty() {
                message::error_choose_one(label)
            } else {
                message::error_unknown_choice(label)
            };
            self.add(field, wording);
        }
        choice
    }

    /// A choice that falls back to `default` when nothing was chosen.
    pub fn choice_or<C: Choice>(&mut self, field: &str, label: &str, key: &str, default: C) -> C {
        if key.is_empty() { default } else { self.choice(field, label, key).unwrap_or(default) }
    }

    /// The day of something that happened.
    pub fn event_day(&mut self, field: &str, label: &str, value: &str, today: Day) -> Option<Day> {
        self.keep(field, date_input::parse_event_day(value, label, today))
    }

    /// A day by which something is due; empty is legal.
    pub fn due_day(&mut self, field: &str, label: &str, value: &str, today: Day) -> Option<Day> {
        if value.trim().is_empty() {
            return None;
        }
        self.keep(field, date_input::parse_due_day(value, label, today))
    }

    /// A birth date, as exactly as it is known; empty means that nobody asked.
    pub fn birth(&mut self, field: &str, label: &str, value: &str, today: Day) -> PartialDay {
        if value.trim().is_empty() {
            return PartialDay::UNKNOWN;
        }
        self.keep(field, date_input::parse_birth(value, label, today)).unwrap_or(PartialDay::UNKNOWN)
    }

    /// A time of day as hour and minute.
    pub fn time(&mut self, field: &str, label: &str, value: &str) -> Option<(i64, i64)> {
        self.keep(field, date_input::parse_time(value, label))
    }

    fn keep<T>(&mut self, field: &str, parsed: Result<T, Message>) -> Option<T> {
        parsed.map_err(|message| self.add(field, message)).ok()
    }
}
