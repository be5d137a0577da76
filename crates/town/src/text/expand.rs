use super::Cast;
use crate::rng::Rng;

/// Writes a phrase: `{name}` is filled in, of `[a|b]` one part is taken; both may stand inside a part.
pub(super) fn expand(mut phrase: &str, cast: &Cast<'_>, rng: &mut Rng, out: &mut String) {
    while let Some(at) = phrase.find(['{', '[']) {
        out.push_str(&phrase[..at]);
        let inside = &phrase[at + 1..];
        let rest = if phrase.as_bytes()[at] == b'{' {
            let end = inside.find('}').unwrap_or(inside.len());
            cast.put(&inside[..end], rng, out);
            &inside[end..]
        } else {
            let (parts, end) = parts(inside);
            if let Some(part) = rng.pick(&parts) {
                expand(part, cast, rng, out);
            }
            &inside[end..]
        };
        phrase = rest.get(1..).unwrap_or("");
    }
    out.push_str(phrase);
}

/// The parts of a choice and the place of its closing bracket.
fn parts(text: &str) -> (Vec<&str>, usize) {
    let (mut parts, mut from, mut depth) = (Vec::with_capacity(8), 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 0 => {
                parts.push(&text[from..at]);
                return (parts, at);
            }
            b']' => depth -= 1,
            b'|' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    (parts, text.len())
}
