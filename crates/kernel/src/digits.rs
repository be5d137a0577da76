/// Digits of the longest number.
const LONGEST: usize = 20;

/// Writes `n` with at least `width` digits: a page of a case shows hundreds of days, and `format!` is slow for them.
pub(crate) fn push(out: &mut String, n: i64, width: usize) {
    if n < 0 {
        out.push('-');
    }
    let mut rest = n.unsigned_abs();
    // From the last digit on: to divide by ten is cheap, by a place that is only known here it is not.
    let mut digits = [b'0'; LONGEST];
    let mut first = LONGEST;
    while first > 0 && (rest > 0 || LONGEST - first < width) {
        first -= 1;
        digits[first] += (rest % 10) as u8;
        rest /= 10;
    }
    out.push_str(str::from_utf8(&digits[first..]).unwrap_or_default());
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
