//! Bytes as text: hex in lines of JSON, base64 in signed notes.

use super::merkle::Hash;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Lower-case hex of a hash.
pub(super) fn hex(hash: &Hash) -> String {
    crate::staff::hex(hash)
}

/// A hash from lower-case hex.
pub(super) fn unhex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks_exact(2);
    let bytes: Option<Vec<u8>> = pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect();
    if text.len() == 64 { bytes?.try_into().ok() } else { None }
}

/// Base64 with padding (RFC 4648 §4).
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * place)) as usize & 63];
            out.push(if place > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    out
}

/// Bytes from base64 in its one canonical form.
pub(super) fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in text.as_bytes().chunks(4) {
        let given = chunk.iter().position(|byte| *byte == b'=').unwrap_or(chunk.len());
        let mut digits = chunk.get(..given)?.iter().map(|byte| DIGITS.iter().position(|digit| digit == byte));
        let group = digits.try_fold(0, |bits, digit| Some(bits << 6 | digit?))? << (6 * (4 - given));
        out.extend((0..given.saturating_sub(1)).map(|place| (group >> (16 - 8 * place)) as u8));
    }
    // Whatever is not written as we write it (lost padding, stray bits) is somebody else's text.
    (base64(&out) == text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
            assert_eq!(unbase64(coded).unwrap(), plain.as_bytes());
        }
        for bad in ["Zg", "Zh==", "Z===", "Zm9v=", "Zm 9", "===="] {
            assert_eq!(unbase64(bad), None, "{bad}");
        }
    }

    #[test]
    fn hex_reads_only_what_it_writes() {
        let hash = [0xa7; 32];
        assert_eq!(unhex(&hex(&hash)), Some(hash));
        assert_eq!(unhex(&hex(&hash).to_uppercase()), None);
        assert_eq!(unhex("a7"), None);
    }
}
