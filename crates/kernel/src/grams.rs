//! Search tokens of folded texts: single characters and pairs of neighbours.
//!
//! Japanese has no spaces between words, and words of two characters are the rule; so pairs are what is indexed, on
//! writing and on asking by the same functions, and both databases need only look for equal tokens.
//!
//! A token is `g` and the code points in hexadecimal, `x` between them (`g9ad8x6a4b`). It consists of `[0-9a-z]`
//! alone: it is a bare word to an FTS5 MATCH and a plain element of a PostgreSQL array, whatever characters it is
//! about, and no tokenizer divides it.
//!
//! Having all tokens of a query is necessary, not sufficient: the pairs may stand apart. Who needs certainty compares
//! the hits again (`folded text contains folded query`).
//!
//! Every function here answers its tokens in one string, parted by spaces: that is how both databases take them.

/// Tokens of a short text such as a name, furigana, telephone number or code: single characters and pairs, so that
/// even one character finds it.
pub fn of_name(folded: &str) -> String {
    tokens(&[distinct(singles(folded)), distinct(pairs(folded))])
}

/// Tokens of a long text: pairs, without the single characters, which nearly every long text would share. A text of
/// one character has that one.
pub fn of_text(folded: &str) -> String {
    of_query(folded)
}

/// Tokens that a text must have to contain the query: its pairs, or its only character, which finds names alone.
/// Empty for an empty query, which must find nothing.
pub fn of_query(folded: &str) -> String {
    let pairs = distinct(pairs(folded));
    tokens(&[if pairs.is_empty() { distinct(singles(folded)) } else { pairs }])
}

/// A character, and the one after it if it is about both.
type Gram = (char, Option<char>);

fn singles(text: &str) -> impl Iterator<Item = Gram> + '_ {
    text.chars().map(|c| (c, None))
}

fn pairs(text: &str) -> impl Iterator<Item = Gram> + '_ {
    text.chars().zip(text.chars().skip(1).map(Some))
}

/// The longest token of a character of everyday Japanese and its neighbour, and a space.
const LENGTH: usize = "g9ad8x6a4b ".len();

fn tokens(grams: &[Vec<Gram>]) -> String {
    let count: usize = grams.iter().map(Vec::len).sum();
    let mut tokens = String::with_capacity(count * LENGTH);
    for gram in grams.iter().flatten() {
        if !tokens.is_empty() {
            tokens.push(' ');
        }
        push(&mut tokens, *gram);
    }
    tokens
}

/// Written by hand: a record has hundreds of them.
fn push(tokens: &mut String, (first, second): Gram) {
    tokens.push('g');
    push_hex(tokens, first);
    if let Some(second) = second {
        tokens.push('x');
        push_hex(tokens, second);
    }
}

fn push_hex(tokens: &mut String, c: char) {
    let digits = (u32::from(c) | 1).ilog2() / 4;
    for place in (0..=digits).rev() {
        tokens.push(char::from_digit(u32::from(c) >> (4 * place) & 15, 16).unwrap_or_default());
    }
}

/// Each gram once, in the order of first appearance. By sorting numbers, the gram above and its place below: a record has
/// a few hundred, for which a hash table costs more.
fn distinct(grams: impl Iterator<Item = Gram>) -> Vec<Gram> {
    let mut placed: Vec<u128> =
        grams.zip(0_u64..).map(|(gram, place)| u128::from(number(gram)) << 64 | u128::from(place)).collect();
    placed.sort_unstable();
    placed.dedup_by_key(|one| *one >> 64);
    placed.sort_unstable_by_key(|one| *one as u64);
    placed.into_iter().filter_map(|one| gram((one >> 64) as u64)).collect()
}

/// What follows a gram of one character: more than any character.
const NOTHING: u32 = u32::MAX;

fn number((first, second): Gram) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(second.map_or(NOTHING, u32::from))
}

/// The gram of a [`number`].
fn gram(number: u64) -> Option<Gram> {
    Some((char::from_u32((number >> 32) as u32)?, char::from_u32(number as u32)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_have_characters_and_pairs_and_texts_have_pairs() {
        assert_eq!(of_name("高橋"), "g9ad8 g6a4b g9ad8x6a4b");
        assert_eq!(of_text("高橋高橋"), "g9ad8x6a4b g6a4bx9ad8");
        assert_eq!(of_query("橋"), "g6a4b");
        assert_eq!(of_name("\u{0}a𠮷"), "g0 g61 g20bb7 g0x61 g61x20bb7");
        assert!(of_query("").is_empty());
    }

    proptest! {
        #[test]
        fn any_part_of_a_text_is_found_by_its_tokens(chars in prop::collection::vec(any::<char>(), 1..12), from: prop::sample::Index, to: prop::sample::Index) {
            let (from, to) = (from.index(chars.len()), to.index(chars.len()));
            let part: String = chars[from.min(to)..=from.max(to)].iter().collect();
            let whole: String = chars.iter().collect();
            let all_of = |tokens: String, all: String| tokens.split(' ').all(|one| all.split(' ').any(|token| token == one));
            prop_assert!(all_of(of_query(&part), of_name(&whole)));
            if from != to {
                prop_assert!(all_of(of_query(&part), of_text(&whole)));
            }
        }

        #[test]
        fn tokens_are_bare_words(text: String) {
            let tokens = of_name(&text);
            prop_assert!(tokens.bytes().all(|b| b == b' ' || b.is_ascii_digit() || b.is_ascii_lowercase()));
        }
    }
}
