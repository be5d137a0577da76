//! The press on the product's own layouts, and on those of a municipality with every kind of mistake.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may say so by panicking")]

use std::fs;
use std::path::Path;

use documents::{Form, Kind, Lists, Mark, Paper, SHIPPED, Shelf, ShelfFault, Value, Values};
use press::Press;

/// Lists of three, for every name that a definition calls.
fn lists() -> Lists {
    let names = SHIPPED
        .iter()
        .flat_map(|shipped| shipped.form.lines())
        .filter_map(|line| line.strip_prefix("list = \""));
    let list = ["a", "b", "c"].map(|key| (key.to_owned(), format!("選択肢{key}"))).to_vec();
    names.map(|name| (name.trim_end_matches('"').to_owned(), list.clone())).collect()
}

fn shelf(folder: Option<&Path>) -> Result<Shelf, Vec<ShelfFault>> {
    Shelf::open(folder, &lists(), Vec::new())
}

/// Something in every box.
fn filled(form: &Form) -> Values {
    let mut values = Values::new();
    for field in form.fields().filter(|field| field.kind != Kind::Sign) {
        let value = match field.kind {
            Kind::Choices | Kind::Marks => Value::Keys(vec!["a".into(), "c".into()]),
            Kind::Choice => Value::Text("b".into()),
            Kind::Day => Value::Text("2026-04-01".into()),
            _ => Value::Text(format!("{}のことば\n二行目 #[危ない]$*_", field.label)),
        };
        values.fields.insert(field.key.clone(), value);
        if field.kind == Kind::Marks {
            values.set(&field.most, "a");
        }
    }
    for (part, table) in form.tables() {
        let row =
            |n: usize| table.columns.iter().map(|c| (c.key.clone(), format!("{}{n}", c.label))).collect();
        values.tables.insert(part.to_owned(), (0..3).map(row).collect());
    }
    values
}

fn mark() -> Mark {
    Mark {
        municipality: "見本市".into(),
        code: "K-7Q4-92".into(),
        basis: "所管".into(),
        printed: "印刷 2026/04/01(R8) 14:00 見本 花子(見本市)".into(),
        recipient: "見本 五子".into(),
        number: "番号 F-123".into(),
        row_version: String::new(),
    }
}

#[test]
fn every_layout_of_the_product_places_every_field() {
    let shelf = shelf(None).unwrap();
    let press = Press::open(&shelf).unwrap();
    assert_eq!(shelf.forms().count(), SHIPPED.len());
    for form in shelf.forms() {
        assert_eq!(press.check(form), Vec::new(), "{}", form.form);
    }
}

#[test]
fn a_filled_form_is_printed_with_its_letters_and_its_tags() {
    let shelf = shelf(None).unwrap();
    let press = Press::open(&shelf).unwrap();
    for form in shelf.forms() {
        let paper = Paper::new(form.clone(), filled(form), mark()).unwrap();
        let pdf = press.print(&paper).unwrap_or_else(|fault| panic!("{}: {fault}", form.form));
        let has = |what: &str| pdf.windows(what.len()).any(|at| at == what.as_bytes());
        assert!(pdf.starts_with(b"%PDF-") && has("/StructTreeRoot") && has("/FontFile"), "{}", form.form);
    }
}

fn own(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let opened = shelf(Some(folder.path())).and_then(|shelf| Press::open(&shelf).map(drop));
    opened
        .err()
        .unwrap_or_default()
        .iter()
        .map(|fault| fault.to_string().replace(folder.path().to_str().unwrap(), "DIR"))
        .collect()
}

const HEAD: &str = "#import \"kasane.typ\": *\n#show: sheet\n";

#[test]
fn what_is_wrong_with_a_layout_is_told_when_it_is_loaded() {
    assert_eq!(own(&[]), Vec::<String>::new());
    let whole = format!("{HEAD}#part(\"members\")\n#part(\"head\")\n#part(\"notice\")\n");
    assert_eq!(own(&[("secrecy.typ", &whole)]), Vec::<String>::new(), "another order");

    let [one] = &own(&[("secrecy.typ", &whole.replace("#part(\"notice\")", "#boxes(\"notice\")"))])[..]
    else {
        panic!()
    };
    assert!(one.starts_with("DIR/secrecy.typ: 欄 notice_version("), "a forgotten field: {one}");
    let [one] = &own(&[("secrecy.typ", &whole.replace("#part(\"members\")\n", ""))])[..] else { panic!() };
    assert!(one.contains("欄 members("), "a forgotten table: {one}");
    let left_out = whole.replace("#part(\"notice\")", "#boxes(\"notice\")\n#omit(\"notice_version\")");
    assert_eq!(own(&[("secrecy.typ", &left_out)]), Vec::<String>::new(), "left out on purpose");

    let [one] = &own(&[("secrecy.typ", &format!("{whole}#boxes(\"notise\")"))])[..] else { panic!() };
    assert!(
        one.starts_with("DIR/secrecy.typ:6: ") && one.contains("notise"),
        "a misspelt field, with its line: {one}"
    );
    let [one] = &own(&[("secrecy.typ", &format!("{whole}#let x = ("))])[..] else { panic!() };
    assert!(one.starts_with("DIR/secrecy.typ:"), "no Typst at all: {one}");
    let [one] = &own(&[("secrecy.typ", &format!("{whole}#read(\"/etc/passwd\")"))])[..] else { panic!() };
    assert!(one.starts_with("DIR/secrecy.typ:"), "another file: {one}");
}

#[test]
fn what_is_wrong_with_a_definition_is_told_when_it_is_loaded() {
    let form = |part: &str| {
        format!(
            "form = \"secrecy\"\nversion = 2\ntitle = \"守秘\"\n[[part]]\nkey = \"head\"\ntitle = \"会議\"\n{part}"
        )
    };
    let field = |key: &str, more: &str| format!("[[part.field]]\nkey = \"{key}\"\nlabel = \"欄\"\n{more}\n");
    let layout = ("secrecy.typ", "#import \"kasane.typ\": *\n#show: sheet\n#rest()\n");
    let said = |text: String| own(&[("secrecy.toml", &text), layout]).join("\n");
    assert_eq!(said(form(&field("code", "kind = \"line\""))), "", "a municipality leaves boxes out");
    assert_eq!(said(form(&field("stamp", "kind = \"sign\""))), "", "and adds a place for a stamp");
    assert!(said(form(&field("shoe_size", "kind = \"line\""))).contains("欄 shoe_size に入るもの"));
    assert!(
        said(form(&(field("code", "kind = \"line\"") + &field("code", "kind = \"line\"")))).contains("2回")
    );
    assert!(said(form(&field("code", "kind = \"poem\""))).contains("DIR/secrecy.toml"));
    assert!(
        said(form(&field("code", "kind = \"choice\"\nlist = \"nothing\"")))
            .contains("nothing という一覧はありません")
    );
    assert!(said(form("")).contains("欄か表"));
    assert!(
        said(form(&field("code", "kind = \"line\"")).replace("\"secrecy\"", "\"consent\""))
            .contains("ファイルの名前")
    );
    assert!(own(&[("secresy.toml", "")])[0].contains("この名前の様式はありません"));
    assert_eq!(own(&[("読んでください.txt", "覚え書き")]), Vec::<String>::new());
}

#[test]
fn several_papers_become_one_document() {
    let shelf = shelf(None).unwrap();
    let press = Press::open(&shelf).unwrap();
    let form = shelf.form("conference_sheet").unwrap();
    let papers: Vec<Paper> =
        (0..3).map(|_| Paper::new(form.clone(), filled(form), mark()).unwrap()).collect();
    let pages = |pdf: &[u8]| {
        pdf.windows(11).filter(|at| *at == b"/Type /Page" || at.starts_with(b"/Type/Page")).count()
    };
    let (one, all) = (press.print(&papers[0]).unwrap(), press.print_all(&papers).unwrap());
    assert!(
        all.len() > one.len() && all.len() < 3 * one.len(),
        "letters are embedded once: {} {}",
        one.len(),
        all.len()
    );
    assert!(pages(&all) >= pages(&one));
}
