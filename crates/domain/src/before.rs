use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use kernel::{Id, Instant};

/// Where a page begins of a list that runs from the latest row to the oldest: behind the last one of the page before. Rows of one
/// moment, as entries without a time of day are, follow each other by their ids, so that none is lost between two pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// When the last row was.
    pub(crate) at: Instant,
    /// Its id.
    pub(crate) id: String,
}

/// The first page.
impl Default for Before {
    fn default() -> Self {
        Self { at: Instant(i64::MAX), id: String::new() }
    }
}

impl Before {
    /// Behind a row.
    pub fn row<T>(at: Instant, id: Id<T>) -> Self {
        Self { at, id: id.to_string() }
    }
}

/// As it stands in an address.
impl fmt::Display for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.0, self.id)
    }
}

/// What nobody can read leads to the first page.
impl FromStr for Before {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let (at, id) = text.split_once('-').unwrap_or((text, ""));
        Ok(at.parse().map_or_else(|_| Self::default(), |at| Self { at: Instant(at), id: id.to_owned() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_nonsense_is_the_first_page() {
        let place = Before::row(Instant(17), Id::<Before>::compose(1, [7; 10]));
        assert_eq!(place.to_string().parse(), Ok(place));
        assert_eq!("18".parse(), Ok(Before { at: Instant(18), id: String::new() }));
        assert_eq!("gestern".parse(), Ok(Before::default()));
        assert_eq!("".parse(), Ok(Before::default()));
    }
}
