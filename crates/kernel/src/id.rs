use std::{fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Crockford's base 32 in lower case: no i, l, o or u, so that an id survives being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LEN: usize = 26;
/// Which bytes are of the alphabet: every page reads hundreds of ids.
const VALID: [bool; 256] = {
    let mut valid = [false; 256];
    let mut i = 0;
    while i < ALPHABET.len() {
        valid[ALPHABET[i] as usize] = true;
        i += 1;
    }
    valid
};

/// The id of a `T`: 128 bits as 26 characters that sort by time of creation.
///
/// Typed, so that the id of a case can never be bound where the id of a person belongs.
pub struct Id<T> {
    text: [u8; LEN],
    of: PhantomData<fn() -> T>,
}

/// A text that is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct IdError;

impl<T> Id<T> {
    /// 48 bits of milliseconds since 1970 followed by 80 bits of chance.
    pub fn compose(millis: i64, random: [u8; 10]) -> Self {
        let mut bits = (millis as u128 & 0xffff_ffff_ffff) << 80;
        for (i, byte) in random.into_iter().enumerate() {
            bits |= u128::from(byte) << (72 - 8 * i);
        }
        let mut text = [0; LEN];
        for (i, slot) in text.iter_mut().enumerate() {
            *slot = ALPHABET[(bits >> (5 * (LEN - 1 - i))) as usize & 31];
        }
        Self { text, of: PhantomData }
    }

    /// The 26 characters.
    pub fn as_str(&self) -> &str {
        // Only characters of the alphabet ever get in.
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The same id as that of another kind: for polymorphic columns such as the object of an audit event.
    pub fn cast<U>(self) -> Id<U> {
        Id { text: self.text, of: PhantomData }
    }
}

impl<T> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(s: &str) -> Result<Self, IdError> {
        let text: [u8; LEN] = s.as_bytes().try_into().map_err(|_| IdError)?;
        if text.iter().all(|c| VALID[usize::from(*c)]) {
            Ok(Self { text, of: PhantomData })
        } else {
            Err(IdError)
        }
    }
}

// Derives would demand the same of `T`, which is only a label.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}
impl<T> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Thing;

    #[test]
    fn ids_round_trip_and_sort_by_time() {
        let early: Id<Thing> = Id::compose(1_000, [0xff; 10]);
        let late: Id<Thing> = Id::compose(1_001, [0; 10]);
        assert!(early < late);
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!(early.as_str().len(), 26);
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for bad in ["", "x", "0000000000000000000000000i", "0000000000000000000000000'", "あいうえおかきく"]
        {
            assert_eq!(bad.parse::<Id<Thing>>(), Err(IdError), "{bad}");
        }
    }
}
