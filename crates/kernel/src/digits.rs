/// Writes `n` with at least `width` digits: a page of a case shows hundreds of days, and `format!` is slow for them.
pub(crate) fn push(out: &mut String, n: i64, width: u32) {
    if n < 0 {
        out.push('-');
    }
    let n = n.unsigned_abs();
    let digits = n.checked_ilog10().map_or(1, |tens| tens + 1).max(width);
    let mut place = 10_u64.pow(digits - 1);
    while place > 0 {
        out.push(char::from(b'0' + (n / place % 10) as u8));
        place /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn digits_are_those_of_the_formatter() {
        for n in [0, 1, 9, 10, 59, 99, 100, 1868, 2026, 9_999, 12_345, -1, -800] {
            let mut out = String::new();
            push(&mut out, n, 1);
            assert_eq!(out, n.to_string());
        }
        for (n, width, shown) in [(7, 2, "07"), (14, 2, "14"), (812, 4, "0812"), (0, 2, "00")] {
            let mut out = String::new();
            push(&mut out, n, width);
            assert_eq!(out, shown);
        }
    }
}
