//! A file with many mutants in it, none of them alive: `a == b` becomes `(if on(7) { a != b } else { a == b })`.
//!
//! Nothing of the file is taken away; only text is put between. What a mutant does stands there in the words of the file as
//! `cargo-mutants` would change them, without other mutants: no two are alive at once, so that nothing grows beyond measure.

use std::cmp::Reverse;
use std::iter::Peekable;
use std::ops::Range;

use crate::find::{Way, Wrap};
use crate::list::Mutant;

/// The switch, as the woven code calls it.
const ON: &str = "crate::mutant_switch::on";

/// A woven file.
#[derive(Debug, Default)]
pub(crate) struct Woven {
    pub(crate) text: String,
    parts: Vec<Part>,
}

/// A piece of the woven text, and whose fault it is if the compiler does not take it.
#[derive(Debug)]
struct Part {
    range: Range<usize>,
    fault: Fault,
}

/// Why the compiler did not take a woven file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// What this mutant says is no code: nobody could write it.
    NoCode(usize),
    /// These mutants cannot be woven here.
    NotHere(Vec<usize>),
}

impl Woven {
    /// Whose fault an error at this place of the text is.
    pub(crate) fn fault(&self, at: usize) -> Option<&Fault> {
        let around = self.parts.iter().filter(|part| part.range.contains(&at));
        around.min_by_key(|part| part.range.len()).map(|part| &part.fault)
    }
}

/// Weaves the mutants of a file into it.
pub(crate) fn weave(source: &str, wraps: &[Wrap], mutants: &[Mutant]) -> Woven {
    let mut wraps = wraps.to_vec();
    // The outer before the inner; those of one range stay in the order in which they were found.
    wraps.sort_by_key(|wrap| (wrap.range.start, Reverse(wrap.range.end)));
    let mut weaver = Weaver { source, mutants, woven: Woven::default() };
    weaver.piece(0..source.len(), &mut wraps.into_iter().peekable());
    weaver.woven
}

struct Weaver<'a> {
    source: &'a str,
    mutants: &'a [Mutant],
    woven: Woven,
}

impl Weaver<'_> {
    fn piece(&mut self, range: Range<usize>, wraps: &mut Peekable<impl Iterator<Item = Wrap>>) {
        let mut at = range.start;
        while let Some(wrap) = wraps.next_if(|next| next.range.start < range.end) {
            self.say(&self.source[at..wrap.range.start]);
            at = wrap.range.end;
            let begin = self.woven.text.len();
            self.open(&wrap);
            self.piece(wrap.range.clone(), wraps);
            if wrap.way == Way::Choice {
                self.say(" })");
            }
            self.part(begin, Fault::NotHere(wrap.mutants));
        }
        self.say(&self.source[at..range.end]);
    }

    fn open(&mut self, wrap: &Wrap) {
        match wrap.way {
            Way::Arm => {
                let none: Vec<String> =
                    wrap.mutants.iter().map(|mutant| format!("!{ON}({mutant})")).collect();
                self.say(&format!(" if {}", none.join(" && ")));
            }
            Way::Entry => {
                for mutant in &wrap.mutants {
                    self.say(&format!("if {ON}({mutant}) {{ return "));
                    self.broken(*mutant, wrap);
                    self.say("; } ");
                }
            }
            Way::Choice => {
                self.say("(");
                for mutant in &wrap.mutants {
                    self.say(&format!("if {ON}({mutant}) {{ "));
                    self.broken(*mutant, wrap);
                    self.say(" } else ");
                }
                self.say("{ ");
            }
        }
    }

    fn broken(&mut self, number: usize, wrap: &Wrap) {
        let begin = self.woven.text.len();
        let mutant = &self.mutants[number];
        let text = match wrap.way {
            Way::Entry => mutant.replacement.clone(),
            Way::Choice | Way::Arm => mutant.broken(self.source, wrap.range.clone()),
        };
        self.say(&text);
        self.part(begin, Fault::NoCode(number));
    }

    fn say(&mut self, text: &str) {
        self.woven.text.push_str(text);
    }

    fn part(&mut self, begin: usize, fault: Fault) {
        self.woven.parts.push(Part { range: begin..self.woven.text.len(), fault });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::places;
    use crate::list::Genre;

    fn woven(source: &str, mutants: &[Mutant]) -> Woven {
        let found = places(source, mutants.iter().enumerate()).unwrap();
        let woven = weave(source, &found.wraps, mutants);
        syn::parse_file(&woven.text).unwrap();
        woven
    }

    fn text(source: &str, mutants: &[Mutant]) -> String {
        woven(source, mutants).text.replace(ON, "on")
    }

    #[test]
    fn a_body_returns_early() {
        let source = "fn f() -> u8 { a(); b() }";
        let mutants = ["0", "1"].map(|value| Mutant::at(source, Genre::FnValue, "a(); b()", value));
        assert_eq!(
            text(source, &mutants),
            "fn f() -> u8 { if on(0) { return 0; } if on(1) { return 1; } a(); b() }"
        );
    }

    #[test]
    fn an_operator_chooses_and_what_stands_in_it_is_not_woven_twice() {
        let source = "fn f() { x = a && !b || c; }";
        let mutants = [
            Mutant::at(source, Genre::BinaryOperator, "&&", "||"),
            Mutant::at(source, Genre::UnaryOperator, "!", ""),
            Mutant::at(source, Genre::BinaryOperator, "||", "&&"),
        ];
        assert_eq!(
            text(source, &mutants),
            "fn f() { x = (if on(0) { a || !b || c } else if on(2) { a && !b && c } else \
             { a && (if on(1) { b } else { !b }) || c }); }"
        );
    }

    #[test]
    fn an_arm_a_guard_and_a_field_are_left_out() {
        let source = "fn f() { match a { 1 => T { b: 1, ..c }, n if n > d => e, _ => g } }";
        let mutants = [
            Mutant::at(source, Genre::MatchArm, "1 => T { b: 1, ..c },", ""),
            Mutant::at(source, Genre::StructField, "b: 1,", ""),
            Mutant::at(source, Genre::MatchArmGuard, "n > d", "true"),
            Mutant::at(source, Genre::BinaryOperator, "> d", "< d"),
        ];
        assert_eq!(
            text(source, &mutants),
            "fn f() { match a { 1 if !on(0) => (if on(1) { T {  ..c } } else { T { b: 1, ..c } }), \
             n if (if on(2) { true } else { (if on(3) { n < d } else { n > d }) }) => e, _ => g } }"
        );
    }

    #[test]
    fn a_mutant_around_a_body_with_mutants_keeps_them() {
        let source = "fn f() -> bool { a.any(|x| x == b) && c }";
        let mutants = [
            Mutant::at(source, Genre::FnValue, "a.any(|x| x == b) && c", "true"),
            Mutant::at(source, Genre::BinaryOperator, "&&", "||"),
            Mutant::at(source, Genre::BinaryOperator, "==", "!="),
        ];
        assert_eq!(
            text(source, &mutants),
            "fn f() -> bool { if on(0) { return true; } (if on(1) { a.any(|x| x == b) || c } else \
             { a.any(|x| (if on(2) { x != b } else { x == b })) && c }) }"
        );
    }

    #[test]
    fn an_error_is_the_fault_of_the_innermost() {
        let source = "fn f() -> u8 { (a - b) * c }";
        let mutants = [
            Mutant::at(source, Genre::BinaryOperator, "*", "/"),
            Mutant::at(source, Genre::BinaryOperator, "- b", "+ b"),
        ];
        let woven = woven(source, &mutants);
        let fault = |words: &str| woven.fault(woven.text.find(words).unwrap()).cloned();
        assert_eq!(fault("/ c"), Some(Fault::NoCode(0)));
        assert_eq!(fault("+ b"), Some(Fault::NoCode(1)));
        assert_eq!(fault("* c"), Some(Fault::NotHere(vec![0])));
        assert_eq!(fault("a - b }"), Some(Fault::NotHere(vec![1])));
        assert_eq!(fault("fn"), None);
    }
}
