//! A sheet goes out, is filled in as people do, and comes back.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may say so by panicking")]

use documents::excel::{Book, CellFault, Filled, Unreadable, read, write};
use documents::{Form, Lists, Mark, Paper, Shelf, Value, Values};
use rust_xlsxwriter::{Workbook, Worksheet};

const FORM: &str = r#"
form = "record"
version = 3
title = "記録"
[[part]]
key = "case"
title = "だれ"
field = [
    { key = "case", label = "ケース番号", kind = "line" },
    { key = "on", label = "聞いた日", kind = "day" },
    { key = "words", label = "ことば", kind = "text" },
    { key = "channel", label = "方法", kind = "choice", options = [["visit", "訪問"], ["phone", "電話"]] },
    { key = "topics", label = "こまりごと", kind = "marks", most = "worst", reported = true, options = [["money", "お金"], ["health", "健康"], ["home", "住まい"]] },
    { key = "signature", label = "署名", kind = "sign" },
]
[[part]]
key = "records"
title = "経過"
[part.table]
rows = 3
column = [
    { key = "text", label = "内容", kind = "text" },
    { key = "method", label = "方法", kind = "choice", options = [["visit", "訪問"], ["phone", "電話"]] },
]
"#;

fn form() -> Form {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(Some(folder.path()), &lists(), vec![Form::parse(FORM).unwrap()]).unwrap();
    shelf.form("record").unwrap().clone()
}

fn lists() -> Lists {
    let names = documents::SHIPPED
        .iter()
        .flat_map(|s| s.form.lines())
        .filter_map(|line| line.strip_prefix("list = \""));
    names
        .map(|name| (name.trim_end_matches('"').to_owned(), vec![("a".to_owned(), "あ".to_owned())]))
        .collect()
}

fn values() -> Values {
    let mut values = Values::new()
        .with("case", "K-7Q4-92")
        .with("on", "2026-04-01")
        .with("words", "=1+1 と言った\n「外には出ない」")
        .with("channel", "phone")
        .with("worst", "health");
    values.fields.insert("topics".into(), Value::Keys(vec!["money".into(), "health".into()]));
    values.add_row("records", ["text", "method"], ["会えた".into(), "visit".into()]);
    values.add_row("records", ["text", "method"], ["声だけ".into(), String::new()]);
    values
}

fn sheet() -> Vec<u8> {
    write(&Paper::new(form(), values(), Mark { row_version: "7".into(), ..Mark::default() }).unwrap())
        .unwrap()
}

fn back(bytes: &[u8]) -> Result<Filled, Vec<CellFault>> {
    read(&Book::open(bytes).unwrap(), &form())
}

#[test]
fn what_went_out_comes_back() {
    let bytes = sheet();
    let book = Book::open(&bytes).unwrap();
    assert_eq!((book.form(), book.version(), book.row_version()), ("record", 3, "7"));
    let filled = back(&bytes).unwrap();
    // A day comes back as people write it; the rules read every way of writing it.
    assert_eq!(filled.values, values().with("on", "2026/04/01"));
}

#[test]
fn an_empty_sheet_holds_nothing() {
    let bytes = write(&Paper::blank(form(), Mark::default())).unwrap();
    assert_eq!(back(&bytes).unwrap().values, Values::new());
}

/// The sheet with some cells written anew, as if somebody had typed into them.
fn typed(cells: &[(&str, &str)]) -> Vec<u8> {
    let bytes = sheet();
    let filled = read(&Book::open(&bytes).unwrap(), &form()).unwrap();
    let mut book = Workbook::new();
    let mut sheet = Worksheet::new();
    sheet.set_name("様式").unwrap();
    let names: Vec<(String, u32, u16)> = cells_of(&filled);
    let text = |name: &str| cells.iter().find(|(key, _)| *key == name).map_or("", |(_, text)| text);
    for (name, row, column) in &names {
        sheet.write_string(*row, *column, text(name)).unwrap();
        book.define_name(name.clone(), &format!("='様式'!${}${}", char::from(b'A' + *column as u8), row + 1))
            .unwrap();
    }
    sheet.write_string(0, 0, "record 3").unwrap();
    book.define_name("kasane_form", "='様式'!$A$1").unwrap();
    for (at, (key, text)) in cells.iter().filter(|(key, _)| key.starts_with("row")).enumerate() {
        let column = if key.ends_with("text") { 1 } else { 2 };
        sheet.write_string(21 + at as u32, column, *text).unwrap();
    }
    book.push_worksheet(sheet);
    book.save_to_buffer().unwrap()
}

/// Names and places, of our own choosing: a sheet is read wherever its boxes have moved to.
fn cells_of(_: &Filled) -> Vec<(String, u32, u16)> {
    let names =
        ["f_case", "f_on", "f_words", "f_channel", "o_topics.money", "o_topics.health", "o_topics.home"];
    let boxes = (5..).zip(names).map(|(row, name)| (name.to_owned(), row, 3));
    boxes
        .chain([
            ("c_text".to_owned(), 20, 1),
            ("c_method".to_owned(), 20, 2),
            ("e_records".to_owned(), 24, 0),
        ])
        .collect()
}

#[test]
fn boxes_are_found_where_they_have_moved_to() {
    let bytes = typed(&[
        ("f_case", " K-1 "),
        ("f_channel", "訪問"),
        ("o_topics.home", "◎"),
        ("o_topics.money", "〇"),
        ("row1text", "会った"),
    ]);
    let filled = back(&bytes).unwrap();
    assert_eq!(filled.values.text("case"), "K-1");
    assert_eq!(filled.values.text("channel"), "visit");
    assert_eq!((filled.values.keys("topics"), filled.values.text("worst")), (vec!["money", "home"], "home"));
    assert_eq!((filled.cell("case", None), filled.cell("worst", None)), ("D6".into(), "D12".into()));
    assert_eq!(filled.cell("text", Some(0)), "B22");
}

#[test]
fn every_fault_is_told_with_its_cell() {
    let bytes = typed(&[
        ("f_channel", "手紙"),
        ("o_topics.money", "◎"),
        ("o_topics.health", "◎"),
        ("o_topics.home", "たぶん"),
        ("row1method", "狼煙"),
    ]);
    let faults = back(&bytes).unwrap_err();
    let cells: Vec<&str> = faults.iter().map(|fault| fault.cell.as_str()).collect();
    assert_eq!(cells, ["D9", "D12", "D11", "C22"]);
    assert!(faults.iter().all(|fault| !fault.what.is_empty() && !fault.label.is_empty()));
}

#[test]
fn what_is_no_sheet_is_refused() {
    let of = |bytes: &[u8]| Book::open(bytes).err().unwrap();
    assert_eq!(of(b""), Unreadable::NotExcel);
    assert_eq!(of(b"%PDF-1.7"), Unreadable::NotExcel);
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "売上").unwrap();
    assert_eq!(of(&other.save_to_buffer().unwrap()), Unreadable::NoForm);
    let bytes = sheet();
    for cut in [10, bytes.len() / 2, bytes.len() - 1] {
        assert!(Book::open(&bytes[..cut]).is_err());
    }
    let bomb = packed(&vec![b' '; 40 * 1024 * 1024]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(of(&bomb), Unreadable::TooLarge);
}

/// A package with one file.
fn packed(content: &[u8]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    package.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut package, content).unwrap();
    package.finish().unwrap().into_inner()
}

#[test]
fn a_box_that_was_deleted_is_missed() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "record 3").unwrap();
    book.define_name("kasane_form", "=Sheet1!$A$1").unwrap();
    let faults = read(&Book::open(&book.save_to_buffer().unwrap()).unwrap(), &form()).unwrap_err();
    assert!(faults.iter().any(|fault| fault.label == "ケース番号" && fault.cell.is_empty()));
}

#[test]
fn a_value_without_a_place_is_a_fault_of_the_program() {
    let unfit = Paper::new(form(), values().with("shoe_size", "27"), Mark::default()).unwrap_err();
    assert_eq!(unfit.key, "shoe_size");
}
