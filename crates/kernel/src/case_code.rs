use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Crockford's base 32: no I, L, O or U, so that a code survives handwriting and the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols of chance.
const RANDOM: usize = 6;
/// With the check symbol.
const LEN: usize = RANDOM + 1;

/// The public code of a case: `K-7Q4-920C`.
pub type CaseCode = Code<'K'>;

/// A random public code with a check symbol: prefix, hyphen, three symbols, hyphen, four symbols.
///
/// Codes are drawn by chance, so that sequence, gaps and order of creation reveal nothing. Six symbols make
/// 32⁶ ≈ 1.07 thousand million codes: with ten million cases in use a new draw meets an old one in 1 of 100 tries
/// (the unique index says so, and one draws again), and of all codes that could be guessed, check symbol included,
/// 99 % lead nowhere.
///
/// The seventh symbol is chosen so that prefix and symbols are a code word of a Reed–Solomon code over the field of
/// 32 elements. It catches every single wrong symbol and every exchange of two symbols, adjacent or not: arithmetic
/// modulo 32 could not do both with one symbol. A code of another prefix is caught too.
///
/// `PREFIX` is one letter of the alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code<const PREFIX: char>([u8; LEN]);

/// A text that is not such a code, or one with a mistake in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code, or mistyped")]
pub struct CodeError;

impl<const PREFIX: char> Code<PREFIX> {
    /// The code of 30 random bits: the lowest five of each of the first six bytes. Missing bytes count as 0, so give
    /// at least six.
    pub fn from_random(random: &[u8]) -> Self {
        let mut values = [0; LEN];
        for (value, byte) in values.iter_mut().zip(random).take(RANDOM) {
            *value = byte & 31;
        }
        values[RANDOM] = check::<PREFIX>(&values[..RANDOM]);
        Self(values.map(|value| ALPHABET[usize::from(value)]))
    }

    /// Reads what a person typed or heard: any width and case, O as 0, I and L as 1, with or without hyphens, spaces
    /// and prefix.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let mut values = Vec::with_capacity(LEN + 1);
        let plain = if text.is_ascii() { Cow::from(text) } else { text.nfkc().collect() };
        for c in plain.chars().filter(|c| !is_gap(*c)) {
            values.push(value(c).ok_or(CodeError)?);
        }
        let body = match values.as_slice() {
            [first, body @ ..] if body.len() == LEN && Some(*first) == value(PREFIX) => body,
            body => body,
        };
        let code: [u8; LEN] = body.try_into().map_err(|_| CodeError)?;
        if check::<PREFIX>(&code[..RANDOM]) != code[RANDOM] {
            return Err(CodeError);
        }
        Ok(Self(code.map(|value| ALPHABET[usize::from(value)])))
    }
}

/// The symbol that makes prefix, `values` and itself a polynomial with the root 2.
fn check<const PREFIX: char>(values: &[u8]) -> u8 {
    let prefix = value(PREFIX).unwrap_or_default();
    values.iter().fold(doubled(prefix), |sum, value| doubled(sum ^ value))
}

/// Twice an element of the field of 32 elements, reduced by x⁵ + x² + 1; 2 generates the field.
fn doubled(a: u8) -> u8 {
    let twice = a << 1;
    if twice & 32 == 0 { twice } else { twice ^ 0b10_0101 }
}

fn value(c: char) -> Option<u8> {
    let plain = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().zip(0..).find(|(symbol, _)| char::from(**symbol) == plain).map(|(_, value)| value)
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー')
}

impl<const PREFIX: char> fmt::Display for Code<PREFIX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}")?;
        for (i, symbol) in self.0.iter().enumerate() {
            let gap = if matches!(i, 0 | 3) { "-" } else { "" };
            write!(f, "{gap}{}", char::from(*symbol))?;
        }
        Ok(())
    }
}

impl<const PREFIX: char> FromStr for Code<PREFIX> {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}
impl<const PREFIX: char> TryFrom<String> for Code<PREFIX> {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}
impl<const PREFIX: char> From<Code<PREFIX>> for String {
    fn from(code: Code<PREFIX>) -> String {
        code.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = CaseCode::from_random(&[7, 23, 4, 9, 2, 0]);
        assert_eq!(code.to_string(), "K-7Q4-920C");
        for typed in
            ["K-7Q4-920C", "k7q4920c", "Ｋ－７Ｑ４－９２０Ｃ", "7Q4 92OC", " K‐7q4‐92oc ", "Kー7Q4ー920C"]
        {
            assert_eq!(CaseCode::parse(typed), Ok(code), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for bad in ["", "K-", "K-7Q4-920", "K-7Q4-920CC", "K-7U4-920C", "ケ-7Q4-920C", "K-7Q4-920E"] {
            assert_eq!(CaseCode::parse(bad), Err(CodeError), "{bad}");
        }
    }

    #[test]
    fn a_code_of_another_kind_is_refused() {
        let item: Code<'N'> = Code::from_random(&[7, 23, 4, 9, 2, 0]);
        assert_eq!(CaseCode::parse(&item.to_string()), Err(CodeError));
        assert_eq!(CaseCode::parse(&item.to_string().replace("N-", "K-")), Err(CodeError));
    }

    proptest! {
        #[test]
        fn every_wrong_symbol_and_every_exchange_is_caught(random: [u8; 6]) {
            let code = CaseCode::from_random(&random);
            prop_assert_eq!(CaseCode::parse(&code.to_string()), Ok(code));
            for i in 0..LEN {
                for symbol in ALPHABET.iter().filter(|symbol| **symbol != code.0[i]) {
                    let mut wrong = code.0;
                    wrong[i] = *symbol;
                    prop_assert!(CaseCode::parse(&String::from_utf8_lossy(&wrong)).is_err());
                }
                for j in (0..i).filter(|j| code.0[*j] != code.0[i]) {
                    let mut swapped = code.0;
                    swapped.swap(i, j);
                    prop_assert!(CaseCode::parse(&String::from_utf8_lossy(&swapped)).is_err());
                }
            }
        }
    }
}
