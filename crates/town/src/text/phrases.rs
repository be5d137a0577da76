use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    cast::{Cast, needs},
    expand::expand,
};
use crate::rng::Rng;

/// One line of the phrase files.
#[derive(Clone, Copy)]
struct Phrase {
    text: &'static str,
    needs: u8,
    /// Its number among all phrases.
    id: u16,
}

type Slot = (&'static str, &'static str);

const FILES: [&str; 6] = [
    include_str!("../../data/phrases/open.txt"),
    include_str!("../../data/phrases/themes_a.txt"),
    include_str!("../../data/phrases/themes_b.txt"),
    include_str!("../../data/phrases/codes.txt"),
    include_str!("../../data/phrases/desk.txt"),
    include_str!("../../data/phrases/endings.txt"),
];

fn phrases() -> &'static BTreeMap<Slot, Vec<Phrase>> {
    static PHRASES: LazyLock<BTreeMap<Slot, Vec<Phrase>>> = LazyLock::new(read);
    &PHRASES
}

fn read() -> BTreeMap<Slot, Vec<Phrase>> {
    let mut all: BTreeMap<Slot, Vec<Phrase>> = BTreeMap::new();
    let (mut slot, mut of_slot, mut id) = (("", ""), 0, 0);
    for line in FILES.iter().flat_map(|file| file.lines()).filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let (text, demands) = demands(line);
        match text.strip_prefix('@').and_then(|head| head.split_once(' ')) {
            Some(head) => (slot, of_slot) = (head, demands),
            None => {
                let needs = of_slot | demands | implied(text);
                all.entry(slot).or_default().push(Phrase { text, needs, id });
                id += 1;
            }
        }
    }
    all
}

/// A line without its ` ?word` endings, and what they demand.
fn demands(mut line: &'static str) -> (&'static str, u8) {
    let mut bits = 0;
    while let Some((before, word)) = line.rsplit_once(" ?") {
        bits |= match word {
            "kin" => needs::KIN,
            "kid" => needs::KID,
            "alone" => needs::ALONE,
            "adult" => needs::ADULT,
            "young" => needs::YOUNG,
            "old" => needs::OLD,
            "met" => needs::MET,
            "home" => needs::HOME,
            _ => 0,
        };
        line = before;
    }
    (line, bits)
}

/// A phrase that speaks of a relative or a child needs one.
fn implied(text: &str) -> u8 {
    (if text.contains("{kin}") { needs::KIN } else { 0 })
        | if text.contains("{kid}") { needs::KID } else { 0 }
}

/// Writes phrases and remembers the latest, so that one case does not repeat itself.
#[derive(Default)]
pub(crate) struct Pen {
    /// Oldest first.
    recent: Vec<u16>,
    /// Phrases of the present text: never twice in one text.
    here: Vec<u16>,
}

const MEMORY: usize = 48;

impl Pen {
    /// Starts a new text.
    pub(crate) fn begin(&mut self) {
        self.here.clear();
    }

    /// Adds a phrase of `slot` and `key` to `out`; false if there is none that fits.
    pub(crate) fn add(
        &mut self,
        slot: &str,
        key: &str,
        cast: &Cast<'_>,
        rng: &mut Rng,
        out: &mut String,
    ) -> bool {
        let Some(phrase) = self.choose(slot, key, cast.offers(), rng) else { return false };
        expand(phrase.text, cast, rng, out);
        true
    }

    /// As `add`, first trying the issue's own phrases, half of the time.
    pub(crate) fn add_either(
        &mut self,
        slot: &str,
        (code, theme): (&str, &str),
        cast: &Cast<'_>,
        rng: &mut Rng,
        out: &mut String,
    ) -> bool {
        (rng.percent(50) && self.add(slot, code, cast, rng, out)) || self.add(slot, theme, cast, rng, out)
    }

    fn choose(&mut self, slot: &str, key: &str, offers: u8, rng: &mut Rng) -> Option<Phrase> {
        let all = phrases().get(&(slot, key))?;
        let start = rng.below(all.len() as u32) as usize;
        let fits = all[start..].iter().chain(&all[..start]).filter(|p| p.needs & !offers == 0);
        let age = |p: &&Phrase| self.recent.iter().position(|id| *id == p.id).map_or(0, |at| at + 1);
        let chosen = fits.filter(|p| !self.here.contains(&p.id)).min_by_key(age)?;
        self.recent.retain(|id| *id != chosen.id);
        if self.recent.len() == MEMORY {
            self.recent.remove(0);
        }
        self.recent.push(chosen.id);
        self.here.push(chosen.id);
        Some(*chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_close_and_placeholders_are_known() {
        const NAMES: [&str; 11] =
            ["who", "kin", "kid", "me", "age", "us", "them", "them_staff", "town", "date", "resident"];
        for phrase in phrases().values().flatten() {
            let count = |c| phrase.text.matches(c).count();
            assert!(count('[') == count(']') && count('{') == count('}'), "{}", phrase.text);
            for name in phrase.text.split('{').skip(1).filter_map(|t| t.split('}').next()) {
                assert!(name.starts_with("n:") || NAMES.contains(&name), "{}", phrase.text);
            }
        }
    }

    #[test]
    fn no_word_that_labels_people() {
        for phrase in phrases().values().flatten() {
            for word in ["ゴミ屋敷", "困難ケース", "支援拒否", "問題行動", "徘徊", "クレーマー"]
            {
                assert!(!phrase.text.contains(word), "{}", phrase.text);
            }
        }
    }
}
