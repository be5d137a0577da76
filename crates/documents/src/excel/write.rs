use rust_xlsxwriter::{
    DataValidation, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions, Workbook, Worksheet,
    XlsxError,
};

use super::names;
use crate::form::{Field, Kind, Part, Table};
use crate::paper::Paper;

/// Columns beside that of the labels.
const WIDE: u16 = 7;
const LAST: u16 = WIDE;
const SHEET: &str = "様式";
/// Rows that staff may fill beyond those that are filled already.
const SPARE: usize = 5;

/// Writes a paper as a workbook: filled in, to be changed and sent back. What is typed into it is text; nothing in it is
/// ever computed.
///
/// # Errors
/// Those of the format, for texts beyond the length of a cell.
pub fn write(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut lists = Worksheet::new();
    lists.set_name(names::LISTS)?.set_hidden(true);
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?;
    let mut at = Writer {
        sheet: &mut sheet,
        lists: &mut lists,
        named: Vec::new(),
        row: 0,
        list: 0,
        style: Style::new(),
    };
    at.head(paper)?;
    for part in &paper.form().parts {
        at.part(paper, part)?;
    }
    at.foot(paper)?;
    let named = at.named;
    page(&mut sheet, paper)?;
    book.push_worksheet(sheet);
    book.push_worksheet(lists);
    for (name, row, column) in named {
        let (letters, digits) = split(&names::address(row, column));
        book.define_name(name, &format!("='{SHEET}'!${letters}${digits}"))?;
    }
    book.save_to_buffer()
}

fn split(address: &str) -> (String, String) {
    address.chars().partition(char::is_ascii_uppercase)
}

/// How cells look.
struct Style {
    title: Format,
    heading: Format,
    note: Format,
    label: Format,
    head: Format,
    value: Format,
    reported: Format,
    mark: Format,
    option: Format,
    print: Format,
}

impl Style {
    fn new() -> Self {
        let base =
            || Format::new().set_font_name("BIZ UDGothic").set_font_size(10.5).set_align(FormatAlign::Top);
        let boxed = || base().set_border(FormatBorder::Thin).set_text_wrap();
        let typed = || boxed().set_unlocked().set_num_format("@");
        Self {
            title: base().set_font_size(15).set_bold(),
            heading: base().set_font_size(12).set_bold().set_border_bottom(FormatBorder::Medium),
            note: base().set_font_size(9).set_text_wrap(),
            label: boxed().set_background_color(0x00F1_F3F5),
            head: boxed().set_background_color(0x00F1_F3F5).set_bold(),
            value: typed(),
            reported: typed().set_border(FormatBorder::Medium),
            mark: typed().set_align(FormatAlign::Center),
            option: boxed(),
            print: base().set_font_size(8),
        }
    }

    fn value_of(&self, field: &Field) -> &Format {
        if field.reported { &self.reported } else { &self.value }
    }
}

struct Writer<'a> {
    sheet: &'a mut Worksheet,
    lists: &'a mut Worksheet,
    /// Names with row and column.
    named: Vec<(String, u32, u32)>,
    row: u32,
    /// The next free column of the lists.
    list: u16,
    style: Style,
}

type Done = Result<(), XlsxError>;

impl Writer<'_> {
    fn name(&mut self, name: String, column: u16) {
        self.named.push((name, self.row, u32::from(column)));
    }

    fn across(&mut self, first: u16, text: &str, format: &Format) -> Done {
        self.sheet.merge_range(self.row, first, self.row, LAST, text, format)?;
        Ok(())
    }

    fn head(&mut self, paper: &Paper) -> Done {
        let form = paper.form();
        let (title, note) = (self.style.title.clone(), self.style.note.clone());
        self.across(0, &form.title, &title)?;
        self.row += 1;
        let mark = paper.mark();
        let told = [mark.municipality.as_str(), mark.code.as_str()].join("  ");
        self.across(0, told.trim(), &note)?;
        self.row += 1;
        for line in [form.note.as_str(), mark.basis.as_str()].into_iter().filter(|line| !line.is_empty()) {
            self.sheet.set_row_height(self.row, lines_of(line, 100) * 13.0)?;
            self.across(0, line, &note)?;
            self.row += 1;
        }
        if form.fields().chain(form.columns()).any(|field| field.reported) {
            self.across(0, "太い枠の欄は、国へ報告する項目です。", &note)?;
            self.row += 1;
        }
        Ok(())
    }

    fn part(&mut self, paper: &Paper, part: &Part) -> Done {
        self.row += 1;
        let (heading, note) = (self.style.heading.clone(), self.style.note.clone());
        self.across(0, &part.title, &heading)?;
        self.row += 1;
        if !part.note.is_empty() {
            self.sheet.set_row_height(self.row, lines_of(&part.note, 100) * 13.0)?;
            self.across(0, &part.note, &note)?;
            self.row += 1;
        }
        for field in &part.fields {
            self.field(paper, field)?;
        }
        match &part.table {
            Some(table) => self.table(paper, part, table),
            None => Ok(()),
        }
    }

    fn field(&mut self, paper: &Paper, field: &Field) -> Done {
        if matches!(field.kind, Kind::Choices | Kind::Marks) {
            return self.options(paper, field);
        }
        let label = self.style.label.clone();
        self.sheet.write_string_with_format(self.row, 0, &field.label, &label)?;
        let text = shown(field, paper.values().text(&field.key));
        let least = if matches!(field.kind, Kind::Text | Kind::Sign) { 3.0 } else { 1.0 };
        self.sheet.set_row_height(self.row, lines_of(&text, 80).max(least) * 15.0)?;
        let value = self.style.value_of(field).clone();
        self.across(1, &text, &value)?;
        if field.kind == Kind::Choice {
            self.choose(field, (self.row, 1), (self.row, 1))?;
        }
        if field.kind != Kind::Sign {
            self.name(names::field(&field.key), 1);
        }
        self.row += 1;
        Ok(())
    }

    /// One line for each choice, with a cell for the mark.
    fn options(&mut self, paper: &Paper, field: &Field) -> Done {
        let values = paper.values();
        let most = if field.most.is_empty() { "" } else { values.text(&field.most) };
        let (label, option) = (self.style.label.clone(), self.style.option.clone());
        let mark = if field.reported {
            self.style.mark.clone().set_border(FormatBorder::Medium)
        } else {
            self.style.mark.clone()
        };
        let marks: &[&str] = if field.kind == Kind::Marks { &["○", "◎"] } else { &["○"] };
        let chosen = values.keys(&field.key);
        for (at, (key, words)) in field.options.iter().enumerate() {
            let head = if at == 0 { field.label.as_str() } else { "" };
            self.sheet.write_string_with_format(self.row, 0, head, &label)?;
            let on = chosen.contains(&key.as_str());
            let sign = if !most.is_empty() && key == most {
                "◎"
            } else if on {
                "○"
            } else {
                ""
            };
            self.sheet.write_string_with_format(self.row, 1, sign, &mark)?;
            let list = DataValidation::new().allow_list_strings(marks)?;
            self.sheet.add_data_validation(self.row, 1, self.row, 1, &list)?;
            self.across(2, words, &option)?;
            self.name(names::option(&field.key, key), 1);
            self.row += 1;
        }
        Ok(())
    }

    fn table(&mut self, paper: &Paper, part: &Part, table: &Table) -> Done {
        let (head, value) = (self.style.head.clone(), self.style.value.clone());
        for (at, column) in (1..).zip(&table.columns) {
            self.sheet.write_string_with_format(self.row, at, &column.label, &head)?;
            self.name(names::column(&column.key), at);
        }
        self.row += 1;
        let first = self.row;
        let filled = paper.values().rows(&part.key);
        let height = table.rows.max(filled.len() + SPARE);
        for at in 0..height {
            self.sheet.write_number_with_format(self.row, 0, (at + 1) as f64, &self.style.label.clone())?;
            let mut lines: f64 = 1.0;
            for (place, column) in (1..).zip(&table.columns) {
                let text = filled.get(at).and_then(|row| row.get(&column.key)).map_or("", |text| text);
                let text = shown(column, text);
                lines = lines.max(lines_of(&text, 11));
                self.sheet.write_string_with_format(self.row, place, &text, &value)?;
            }
            self.sheet.set_row_height(self.row, lines * 15.0)?;
            self.row += 1;
        }
        let last = self.row - 1;
        for (place, column) in (1..).zip(&table.columns) {
            if column.kind == Kind::Choice {
                self.choose(column, (first, place), (last, place))?;
            }
        }
        self.name(names::end(&part.key), 0);
        self.sheet.write_string_with_format(self.row, 0, "ここまで", &self.style.print.clone())?;
        self.row += 1;
        Ok(())
    }

    /// A list to choose from. Lists are long and Japanese, so they stand in a sheet of their own.
    fn choose(&mut self, field: &Field, from: (u32, u16), to: (u32, u16)) -> Done {
        for (row, (_, label)) in (0..).zip(&field.options) {
            self.lists.write_string(row, self.list, label)?;
        }
        let (letters, _) = split(&names::address(0, u32::from(self.list)));
        let source = format!("='{}'!${letters}$1:${letters}${}", names::LISTS, field.options.len());
        let rule = DataValidation::new()
            .allow_list_formula(Formula::new(source))
            .set_error_title("一覧から選んでください")?
            .set_error_message(format!("{}は、一覧の中から選んでください。", field.label))?;
        self.sheet.add_data_validation(from.0, from.1, to.0, to.1, &rule)?;
        self.list += 1;
        Ok(())
    }

    fn foot(&mut self, paper: &Paper) -> Done {
        self.row += 1;
        let print = self.style.print.clone();
        let form = paper.form();
        let told = format!("{} {} {}", form.form, form.version, paper.mark().row_version);
        self.name(names::FORM.to_owned(), 0);
        self.sheet.write_string_with_format(self.row, 0, told.trim(), &print)?;
        self.across(1, "左の欄は、取り込むときの目印です。消さないでください。", &print)
    }
}

/// A value as staff type it: days in numbers, choices by their labels.
fn shown(field: &Field, value: &str) -> String {
    match field.kind {
        Kind::Day => value.parse::<kernel::Day>().map_or_else(|_| value.to_owned(), kernel::Day::slash_form),
        Kind::Choice if !value.is_empty() => field.label_of(value).to_owned(),
        _ => value.to_owned(),
    }
}

/// Lines that a text takes in a cell of so many characters.
fn lines_of(text: &str, width: usize) -> f64 {
    let lines: usize = text.lines().map(|line| line.chars().count().div_ceil(width).max(1)).sum();
    lines.clamp(1, 25) as f64
}

fn page(sheet: &mut Worksheet, paper: &Paper) -> Done {
    sheet.set_paper_size(9).set_margins(0.8, 0.6, 0.6, 0.7, 0.3, 0.3).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 20)?;
    for column in 1..=LAST {
        sheet.set_column_width(column, 13)?;
    }
    let mark = paper.mark();
    let told = [&mark.printed, &mark.recipient, &mark.number];
    let told: Vec<&str> = told.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    // `&` begins a code in a footer.
    sheet.set_footer(format!("&L&8{}&R&8&P/&N頁 取扱注意", told.join(" · ").replace('&', "&&")));
    let options =
        ProtectionOptions { format_rows: true, format_columns: true, ..ProtectionOptions::default() };
    sheet.protect_with_options(&options);
    Ok(())
}
