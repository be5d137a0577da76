//! Where in a file each mutant has to be woven in: the whole expression around an operator, the beginning of a body.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprBinary, Pat, ReturnType, Signature, UnOp};

use crate::list::{Genre, Mutant};

/// How mutants are woven around a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// At the beginning of a body: return early.
    Entry,
    /// Around an expression: choose between several.
    Choice,
    /// Behind a pattern: match only if.
    Arm,
}

/// A piece of text with the mutants that are woven in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrap {
    pub(crate) way: Way,
    pub(crate) range: Range<usize>,
    pub(crate) mutants: Vec<usize>,
}

/// What can be woven, in the order of the file, the outer before the inner.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) wraps: Vec<Wrap>,
    /// Mutants that no compiler takes: a `||` between conditions that name something.
    pub(crate) impossible: Vec<usize>,
}

/// Looks for the places of the mutants of a file; each with its number. What is in no wrap cannot be woven: it stands in a
/// constant, or its function answers a type without a name.
pub(crate) fn places<'a>(source: &str, mutants: impl Iterator<Item = (usize, &'a Mutant)>) -> Result<Found> {
    let file = syn::parse_file(source).context("the file cannot be parsed")?;
    let mut wanted: HashMap<(Genre, usize), Vec<usize>> = HashMap::new();
    for (number, mutant) in mutants {
        wanted.entry((mutant.genre, mutant.range.start)).or_default().push(number);
    }
    let mut finder = Finder { wanted, fixed: false, found: Found::default() };
    finder.visit_file(&file);
    Ok(finder.found)
}

struct Finder {
    wanted: HashMap<(Genre, usize), Vec<usize>>,
    /// Inside of what is computed by the compiler: there a switch cannot be asked.
    fixed: bool,
    found: Found,
}

impl Finder {
    fn take(&mut self, genre: Genre, at: usize) -> Vec<usize> {
        if self.fixed { Vec::new() } else { self.wanted.remove(&(genre, at)).unwrap_or_default() }
    }

    fn wrap(&mut self, way: Way, range: Range<usize>, mutants: Vec<usize>) {
        if !mutants.is_empty() {
            self.found.wraps.push(Wrap { way, range, mutants });
        }
    }

    fn within(&mut self, fixed: bool, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.fixed, fixed);
        visit(self);
        self.fixed = before;
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        self.within(signature.constness.is_some(), |finder| {
            if let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last())
                && is_named(&signature.output)
            {
                let range = bytes(first).start..bytes(last).end;
                let mutants = finder.take(Genre::FnValue, range.start);
                finder.wrap(Way::Entry, range, mutants);
            }
            finder.visit_block(block);
        });
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.within(true, |finder| finder.visit_expr(&item.expr));
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.within(true, |finder| finder.visit_expr(&item.expr));
    }

    fn visit_trait_item_const(&mut self, item: &'ast syn::TraitItemConst) {
        self.within(true, |finder| visit::visit_trait_item_const(finder, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.within(true, |finder| finder.visit_expr(&item.expr));
    }

    fn visit_expr_const(&mut self, constant: &'ast syn::ExprConst) {
        self.within(true, |finder| visit::visit_expr_const(finder, constant));
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.within(true, |finder| visit::visit_variant(finder, variant));
    }

    /// Runs when it is called, also if it stands in a constant.
    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.within(false, |finder| finder.visit_expr(&closure.body));
    }

    /// The length is computed by the compiler.
    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    // In a type, a path or a pattern there is nothing that could be switched.
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_path(&mut self, _: &'ast syn::Path) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_angle_bracketed_generic_arguments(&mut self, _: &'ast syn::AngleBracketedGenericArguments) {}

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        let (mut operators, mut operands) = (Vec::new(), Vec::new());
        let chain = names_something(binary);
        spread(binary, chain, &mut operators, &mut operands);
        let mutants: Vec<usize> = operators
            .iter()
            .flat_map(|operator| self.take(Genre::BinaryOperator, bytes(*operator).start))
            .collect();
        if chain {
            // What stands between the `&&` is an expression of its own, the chain is none.
            self.found.impossible.extend(mutants);
        } else {
            // Around the widest one: with another operator in it, the text may belong together otherwise.
            self.wrap(Way::Choice, bytes(binary), mutants);
        }
        operands.into_iter().for_each(|operand| self.visit_expr(operand));
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        if matches!(unary.op, UnOp::Not(_) | UnOp::Neg(_)) {
            let mutants = self.take(Genre::UnaryOperator, bytes(&unary.op).start);
            self.wrap(Way::Choice, bytes(unary), mutants);
        }
        self.visit_expr(&unary.expr);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        match &arm.pat {
            Pat::Guard(guarded) => {
                let range = bytes(&*guarded.guard);
                if !holds_let(&guarded.guard) {
                    let mutants = self.take(Genre::MatchArmGuard, range.start);
                    self.wrap(Way::Choice, range, mutants);
                }
                self.visit_expr(&guarded.guard);
            }
            pattern => {
                let mutants = self.take(Genre::MatchArm, bytes(arm).start);
                let end = bytes(pattern).end;
                self.wrap(Way::Arm, end..end, mutants);
            }
        }
        self.visit_expr(&arm.body);
    }

    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        let fields = literal.fields.iter().map(|field| bytes(field).start);
        let mutants = fields.flat_map(|at| self.take(Genre::StructField, at)).collect();
        self.wrap(Way::Choice, bytes(literal), mutants);
        visit::visit_expr_struct(self, literal);
    }
}

/// The operators of an expression, as far as no parentheses come between, and what stands between these operators; of a
/// `chain` only its `&&`.
fn spread<'a>(
    binary: &'a ExprBinary,
    chain: bool,
    operators: &mut Vec<&'a BinOp>,
    operands: &mut Vec<&'a Expr>,
) {
    let side = |side: &'a Expr, operators: &mut Vec<&'a BinOp>, operands: &mut Vec<&'a Expr>| match side {
        Expr::Binary(inner) if !chain || matches!(inner.op, BinOp::And(_)) => {
            spread(inner, chain, operators, operands);
        }
        other => operands.push(other),
    };
    side(&binary.left, operators, operands);
    operators.push(&binary.op);
    side(&binary.right, operators, operands);
}

/// Whether a condition is a chain with `let`.
fn names_something(binary: &ExprBinary) -> bool {
    let side = |side: &Expr| match side {
        Expr::Let(_) => true,
        Expr::Binary(inner) => names_something(inner),
        _ => false,
    };
    matches!(binary.op, BinOp::And(_)) && (side(&binary.left) || side(&binary.right))
}

fn holds_let(condition: &Expr) -> bool {
    matches!(condition, Expr::Let(_)) || matches!(condition, Expr::Binary(binary) if names_something(binary))
}

/// Whether the type of an answer has a name: where it has none, a second value would be of another type.
fn is_named(output: &ReturnType) -> bool {
    struct Nameless(bool);
    impl<'ast> Visit<'ast> for Nameless {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut nameless = Nameless(false);
    nameless.visit_return_type(output);
    !nameless.0
}

fn bytes(of: &impl Spanned) -> Range<usize> {
    of.span().byte_range()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of every wrap, with the marked mutants numbered in their order.
    fn found(source: &str, wanted: &[(Genre, &str)]) -> (Vec<String>, usize) {
        let mutants: Vec<Mutant> =
            wanted.iter().map(|(genre, text)| Mutant::at(source, *genre, text, "")).collect();
        let found = places(source, mutants.iter().enumerate()).unwrap();
        let words =
            |wrap: &Wrap| format!("{:?} {:?} {}", wrap.way, wrap.mutants, &source[wrap.range.clone()]);
        (found.wraps.iter().map(words).collect(), found.impossible.len())
    }

    use Genre::{BinaryOperator, FnValue, MatchArm, MatchArmGuard, StructField, UnaryOperator};

    #[test]
    fn operators_are_woven_around_the_widest_expression_and_parentheses_end_it() {
        let source = "fn f() -> bool { g(a + b * c) && !(d == e) }";
        let wanted = [
            (FnValue, "g(a"),
            (BinaryOperator, "&&"),
            (BinaryOperator, "*"),
            (BinaryOperator, "+"),
            (UnaryOperator, "!"),
            (BinaryOperator, "=="),
        ];
        let expected = [
            "Entry [0] g(a + b * c) && !(d == e)",
            "Choice [1] g(a + b * c) && !(d == e)",
            "Choice [3, 2] a + b * c",
            "Choice [4] !(d == e)",
            "Choice [5] d == e",
        ];
        assert_eq!(found(source, &wanted), (expected.map(str::to_owned).to_vec(), 0));
    }

    #[test]
    fn between_the_parts_of_a_chain_nothing_can_be_chosen_but_within_them() {
        let source = "fn f() { if a == b && let Some(x) = y && x < z {} }";
        let wanted = [(BinaryOperator, "&&"), (BinaryOperator, "=="), (BinaryOperator, "<")];
        assert_eq!(found(source, &wanted), (vec!["Choice [1] a == b".into(), "Choice [2] x < z".into()], 1));
    }

    #[test]
    fn arms_guards_and_fields_have_their_places() {
        let source = "fn f() { match a { 1 | 2 => T { b: 1, ..c }, n if n > d => e, _ => g } }";
        let wanted = [
            (MatchArm, "1 | 2 =>"),
            (StructField, "b: 1,"),
            (MatchArmGuard, "n > d"),
            (BinaryOperator, "> d"),
        ];
        let expected = ["Arm [0] ", "Choice [1] T { b: 1, ..c }", "Choice [2] n > d", "Choice [3] n > d"];
        assert_eq!(found(source, &wanted), (expected.map(str::to_owned).to_vec(), 0));
    }

    #[test]
    fn what_the_compiler_computes_is_left_alone() {
        let source = "const A: u8 = 1 + 1; static S: L = L::new(|| a - b); const fn f() -> u8 { 1 * 2 }
            fn g() -> impl Iterator { h() } fn i() { let x: [u8; 3 / 1] = [0; 4 % 3]; }";
        let wanted = [
            (BinaryOperator, "+"),
            (BinaryOperator, "- b"),
            (BinaryOperator, "*"),
            (FnValue, "1 *"),
            (FnValue, "h()"),
            (BinaryOperator, "/"),
            (BinaryOperator, "%"),
        ];
        assert_eq!(found(source, &wanted), (vec!["Choice [1] a - b".into()], 0));
    }
}
