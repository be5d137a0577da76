//! The names of cells. They are part of the format: a sheet that was printed last year is read this year.

/// The cell that tells which form a sheet is, and of which version.
pub(super) const FORM: &str = "kasane_form";

/// The cell of a box.
pub(super) fn field(key: &str) -> String {
    format!("f_{key}")
}

/// The cell in which a choice of a closed list is marked.
pub(super) fn option(key: &str, option: &str) -> String {
    let plain: String = option.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("o_{key}.{plain}")
}

/// The heading of a column of a table.
pub(super) fn column(key: &str) -> String {
    format!("c_{key}")
}

/// The cell under the last row of a table.
pub(super) fn end(part: &str) -> String {
    format!("e_{part}")
}

/// The sheet that holds the closed lists.
pub(super) const LISTS: &str = "一覧";

/// `B7` of a row and a column, both counted from zero.
pub(super) fn address(row: u32, column: u32) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.insert(0, char::from(b'A' + u8::try_from(digit).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// Row and column, counted from zero, of `'様式'!$B$7`; none for what is no single cell.
pub(super) fn cell(reference: &str) -> Option<(String, u32, u32)> {
    let (sheet, cell) = reference.rsplit_once('!')?;
    let cell = cell.split(':').next()?.replace('$', "");
    let letters: String = cell.chars().take_while(char::is_ascii_uppercase).collect();
    let row: u32 = cell.get(letters.len()..)?.parse().ok()?;
    let column =
        letters.bytes().try_fold(0u32, |sum, b| sum.checked_mul(26)?.checked_add(u32::from(b - b'A') + 1))?;
    Some((sheet.trim_matches('\'').to_owned(), row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        for (row, column) in [(0, 0), (6, 1), (99, 25), (3, 26), (1000, 701)] {
            let reference = format!("'様式'!${}", address(row, column));
            assert_eq!(cell(&reference), Some(("様式".to_owned(), row, column)));
        }
        assert_eq!(address(6, 26), "AA7");
        assert_eq!(cell("'様式'!$B$7:$H$7"), Some(("様式".to_owned(), 6, 1)));
        for not in ["", "B7", "様式!#REF!", "様式!$B$0", "様式!B", "様式!7", "様式!ZZZZZZZZZZ1"] {
            assert_eq!(cell(not), None, "{not}");
        }
    }
}
