use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};

/// Askama's escaping for HTML. A text without any character to escape, as most are, goes out whole instead of byte by byte.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Plain;

impl Escaper for Plain {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        if is_plain(string) { dest.write_str(string) } else { Html.write_escaped_str(dest, string) }
    }
}

/// Looks at every byte, without a branch to leave early: most texts are short, and then nothing is faster.
fn is_plain(string: &str) -> bool {
    !string.bytes().fold(false, |special, byte| special | matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\''))
}

#[cfg(test)]
mod tests {
    use askama::filters::{Escaper, Html};

    use super::Plain;

    fn escaped(escaper: impl Escaper, text: &str) -> String {
        let mut out = String::new();
        escaper.write_escaped_str(&mut out, text).unwrap();
        out
    }

    #[test]
    fn each_character_at_each_place_is_escaped_as_askama_does() {
        for special in (0..=127).map(char::from) {
            for before in [0, 1, 21, 22, 63, 64, 65, 200] {
                let text = format!("{}{special}終わり", "あ".repeat(before));
                assert_eq!(escaped(Plain, &text), escaped(Html, &text), "{special:?} after {before}");
            }
        }
    }
}
