//! Answers that come back on a sheet: 照会 (社会福祉法 106条の6第3項・第4項) and 評価シート. They go through the rules of the pages; what
//! the sheet only repeats is held against what stands there, so that nothing that somebody wrote into it is lost unseen.

use documents::Values;
use domain::conferences::{self, ReplyForm};
use domain::plans::{self, EvaluationForm};
use kernel::whereabouts::holds_contact;
use kernel::{Code, Error, Fault, Message, Result, message};

use super::filled::{Sheet, unknown};
use super::plan;
use crate::cx::{Desk, Done};

/// 情報提供依頼書, filled in: sent by the member who was asked, or by whoever convenes and got it back.
pub(super) fn inquiry(desk: &Desk<'_>, sheet: &Sheet) -> Result<Done> {
    let Ok(code) = Code::<'M'>::parse(sheet.text("code")) else {
        return Err(unknown(sheet, "code", Error::NotFound));
    };
    let found = conferences::inquiry_by_number(desk.tx, desk.who, &code.to_string(), &sheet.row_version);
    let (item, inquiry, mine) = found.map_err(|error| unknown(sheet, "code", error))?;
    let mut faults = Faulty::new(sheet);
    faults.repeats("question", &inquiry.question);
    faults.no_contact(&["answer"]);
    faults.done()?;
    let form: ReplyForm = sheet.fields()?;
    let taken = if mine {
        conferences::answer(desk.tx, desk.who, item, inquiry.id, &form)
    } else {
        conferences::take_answer(desk.tx, desk.who, item, inquiry.id, &form)
    };
    taken.map_err(|error| sheet.by_cell(error, None))?;
    let page = if mine { "/packet" } else { "" };
    Ok(Done::to(format!("/conferences/items/{item}{page}"), "imported"))
}

/// 評価シート of a plan that is carried out.
pub(super) fn evaluation(desk: &Desk<'_>, sheet: &Sheet) -> Result<Done> {
    let found = plans::by_code(desk.tx, desk.who, sheet.text("code"));
    let (id, _) = found.map_err(|error| unknown(sheet, "code", error))?;
    let (_, view) = plans::show(desk.tx, desk.who, id).map_err(|error| unknown(sheet, "code", error))?;
    // A sheet of an earlier state of the plan judges what has been changed since.
    if sheet.row_version != view.plan.version.to_string() {
        return Err(Error::Stale);
    }
    let printed = plan::values(desk, &view, "evaluation")?;
    let mut faults = Faulty::new(sheet);
    for field in ["wish", "aim"] {
        faults.repeats(field, printed.text(field));
    }
    for (part, column) in [("goals", "goal"), ("reviews", "findings")] {
        faults.repeats_rows(part, column, &printed);
    }
    faults.no_contact(&["remaining", "own_judgement", "afterwards"]);
    faults.done()?;
    let mut form: EvaluationForm = sheet.fields()?;
    let by = sheet.text("evaluated_by");
    if !by.is_empty() && by != desk.me.name {
        form.remaining = format!("{}\n評価した人: {by}", form.remaining).trim().to_owned();
    }
    plans::evaluate(desk.tx, desk.who, id, &form).map_err(|error| sheet.by_cell(error, None))?;
    Ok(Done::to(format!("/plans/{id}"), "imported"))
}

/// Collects what is wrong with boxes that the rules of the page do not look at.
struct Faulty<'a> {
    sheet: &'a Sheet,
    faults: Vec<Fault>,
}

impl<'a> Faulty<'a> {
    fn new(sheet: &'a Sheet) -> Self {
        Self { sheet, faults: Vec::new() }
    }

    fn add(&mut self, key: &str, row: Option<usize>, message: Message) {
        self.faults.push(Fault::new(self.sheet.filled.cell(key, row), message));
    }

    /// A box that only repeats what stands on the page.
    fn repeats(&mut self, key: &str, stands: &str) {
        let asked = self.sheet.form.fields().any(|field| field.key == key);
        if asked && squeezed(self.sheet.text(key)) != squeezed(stands) {
            self.add(key, None, message::paper_repeats());
        }
    }

    /// A column that only repeats what stands on the page.
    fn repeats_rows(&mut self, part: &str, column: &str, printed: &Values) {
        let asked = self
            .sheet
            .form
            .tables()
            .any(|(key, table)| key == part && table.columns.iter().any(|known| known.key == column));
        if !asked {
            return;
        }
        let cells = |values: &Values| -> Vec<String> {
            values.rows(part).iter().map(|row| squeezed(row.get(column).map_or("", String::as_str))).collect()
        };
        let (here, there) = (cells(&self.sheet.filled.values), cells(printed));
        for at in 0..here.len().max(there.len()) {
            if here.get(at) != there.get(at) {
                self.add(column, Some(at), message::paper_repeats());
            }
        }
    }

    fn no_contact(&mut self, keys: &[&str]) {
        for key in keys {
            if holds_contact(self.sheet.text(key)) {
                self.add(key, None, message::paper_text_with_contact());
            }
        }
    }

    fn done(self) -> Result<()> {
        if self.faults.is_empty() { Ok(()) } else { Err(Error::Invalid(self.faults)) }
    }
}

/// Without spaces and ends of lines, which Excel and hands put elsewhere.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
