//! The rule table as an auditor reads it: per kind of record and basis, which acts are allowed, when, and by which law.
//! It is printed from the rules that the engine asks by.

use kernel::Day;
use std::fmt::Write;

use super::{Act, Basis, FORBIDS, Kind, RULES};
use crate::Choice;
use crate::municipality::{self, Profile};

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Markdown,
    /// For programs.
    Tsv,
}

/// One row: a kind, a basis, the acts that it allows under one condition.
struct Line {
    kind: &'static str,
    basis: &'static str,
    acts: Vec<bool>,
    when: &'static str,
    law: String,
}

/// The matrix with the citations that are right on a day; those of the municipality before those of the product.
pub fn print(form: Form, profile: Option<&Profile>, on: Day) -> String {
    let lines = lines(profile, on);
    match form {
        Form::Tsv => tsv(&lines, profile, on),
        Form::Markdown => markdown(&lines, profile, on),
    }
}

fn lines(profile: Option<&Profile>, on: Day) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        for basis in Basis::ALL {
            let mut told: Vec<&str> = Vec::new();
            for rule in RULES.iter().filter(|rule| rule.kind == *kind && rule.basis == *basis) {
                // One permission may be asked by several kinds of rows, and is told once.
                if told.contains(&rule.when) {
                    continue;
                }
                told.push(rule.when);
                lines.push(Line {
                    kind: kind.label(),
                    basis: basis.label(),
                    acts: Act::ALL.iter().map(|act| rule.acts.contains(act)).collect(),
                    when: rule.when,
                    law: citation(profile, rule.law, on),
                });
            }
        }
    }
    lines
}

/// The text of a citation on a day. A key without one is shown as it is, so that a gap is seen.
pub fn citation(profile: Option<&Profile>, key: &str, on: Day) -> String {
    municipality::citation(profile, key, on).map_or_else(|| key.to_owned(), |law| law.text.clone())
}

fn markdown(lines: &[Line], profile: Option<&Profile>, on: Day) -> String {
    let mut out = String::from("| 記録 | 根拠 |");
    for act in Act::ALL {
        let _ = write!(out, " {} |", act.label());
    }
    out.push_str(" いつ | 条文 |\n|---|---|");
    out.push_str(&"---|".repeat(Act::ALL.len() + 2));
    out.push('\n');
    for line in lines {
        let _ = write!(out, "| {} | {} |", line.kind, line.basis);
        for allowed in &line.acts {
            out.push_str(if *allowed { " ○ |" } else { " - |" });
        }
        let _ = writeln!(out, " {} | {} |", line.when, line.law);
    }
    out.push_str("\nこの表にない組み合わせは、すべて「見つかりませんでした」になる。次のことは、どの根拠よりも強い。\n\n");
    out.push_str("| 禁止 | 記録 | 条文 |\n|---|---|---|\n");
    for forbid in FORBIDS {
        let kinds: Vec<&str> = forbid.kinds.iter().map(|kind| kind.label()).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            forbid.when,
            kinds.join("・"),
            citation(profile, forbid.law, on)
        );
    }
    out
}

fn tsv(lines: &[Line], profile: Option<&Profile>, on: Day) -> String {
    let acts: Vec<&str> = Act::ALL.iter().map(|act| act.label()).collect();
    let mut out = format!("記録\t根拠\t{}\tいつ\t条文\n", acts.join("\t"));
    for line in lines {
        let marks: Vec<&str> = line.acts.iter().map(|allowed| if *allowed { "○" } else { "-" }).collect();
        let _ =
            writeln!(out, "{}\t{}\t{}\t{}\t{}", line.kind, line.basis, marks.join("\t"), line.when, line.law);
    }
    for forbid in FORBIDS {
        let kinds: Vec<&str> = forbid.kinds.iter().map(|kind| kind.label()).collect();
        let none = vec!["×"; Act::ALL.len()].join("\t");
        let law = citation(profile, forbid.law, on);
        let _ = writeln!(out, "{}\t禁止\t{none}\t{}\t{law}", kinds.join("・"), forbid.when);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_cites_a_law() {
        let on = Day::new(2026, 4, 1).unwrap();
        let keys = RULES.iter().map(|rule| rule.law).chain(FORBIDS.iter().map(|forbid| forbid.law));
        for key in keys {
            assert_ne!(citation(None, key, on), key, "no citation for {key}");
        }
    }
}
