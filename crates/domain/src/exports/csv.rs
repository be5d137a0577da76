//! Comma-separated values that a spreadsheet shows and does not run.

/// Rows as a file: UTF-8 with a byte order mark, lines ended as RFC 4180 wants them.
pub(crate) fn write(rows: &[Vec<String>]) -> String {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&harmless(cell))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell that begins like a formula is given an apostrophe in front (C-06). Full-width signs count as well: some
/// programs read them as the plain ones.
fn harmless(cell: &str) -> String {
    let risky = cell.trim_start().starts_with(['=', '+', '-', '@', '=', '+', '-', '@', '|', '%'])
        || cell.starts_with(['\t', '\r', '\n']);
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_shown_and_not_run() {
        for cell in ["=1+1", "+81", "-2", "@SUM(A1)", " =1", "\t=1", "=1", "|cmd", "\r=1"] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["見本 一郎", "2026-04-01", "K-7Q4-920C", ""] {
            assert_eq!(harmless(cell), cell);
        }
    }

    #[test]
    fn quotes_and_line_ends_stay_inside_their_cell() {
        let rows = [vec!["a\"b".to_owned(), "c,d\ne".to_owned()]];
        assert_eq!(write(&rows), "\u{feff}\"a\"\"b\",\"c,d\ne\"\r\n");
    }
}
