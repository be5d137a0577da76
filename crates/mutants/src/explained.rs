//! Mutants that nobody can tell from the code, each with its reason: `explained.tsv`.

use anyhow::{Result, bail};

use crate::list::Mutant;

/// A mutant that is right as well, and why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Explained<'a> {
    file: &'a str,
    change: &'a str,
    place: &'a str,
    /// Why nobody can tell it apart.
    pub(crate) reason: &'a str,
}

impl Explained<'_> {
    /// Whether this is about a mutant.
    pub(crate) fn is_of(&self, mutant: &Mutant) -> bool {
        self.file == mutant.file && self.change == mutant.change && self.place == mutant.place
    }
}

impl std::fmt::Display for Explained<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} ({})", self.file, self.change, self.place)
    }
}

/// Reads the table: file, change, marked line, reason. What begins with `#` is said to the reader.
///
/// # Errors
/// For a line that has not four columns, or no reason.
pub(crate) fn read(table: &str) -> Result<Vec<Explained<'_>>> {
    let lines = table.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(number, line)| match line.split('\t').collect::<Vec<_>>()[..] {
            [file, change, place, reason] if !reason.trim().is_empty() => {
                Ok(Explained { file, change, place, reason })
            }
            _ => bail!("explained.tsv, line {}: file, change, place and reason, by tabs", number + 1),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::Genre;

    #[test]
    fn an_explanation_is_of_its_mutant_wherever_the_line_has_gone() {
        let mutant = |line, place: &str| Mutant {
            file: "a.rs".into(),
            line,
            change: "replace < with <= in f".into(),
            place: place.into(),
            genre: Genre::BinaryOperator,
            range: 0..1,
            replacement: "<=".into(),
        };
        let table = "# why\n\na.rs\treplace < with <= in f\ta ⟦<⟧ b\tboth are the last\n";
        let all = read(table).unwrap();
        assert_eq!(all.len(), 1);
        assert!(all[0].is_of(&mutant(3, "a ⟦<⟧ b")) && all[0].is_of(&mutant(7, "a ⟦<⟧ b")));
        assert!(!all[0].is_of(&mutant(3, "b ⟦<⟧ a")));
    }

    #[test]
    fn an_explanation_without_a_reason_is_none() {
        assert!(read("a.rs\tchange\tplace\t \n").is_err());
        assert!(read("a.rs\tchange\tplace\n").is_err());
    }

    #[test]
    fn our_own_table_can_be_read() {
        read(include_str!("../explained.tsv")).unwrap();
    }
}
