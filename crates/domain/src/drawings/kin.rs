use std::collections::{BTreeSet, VecDeque};

use kernel::{Day, Id};
use serde::Serialize;

use crate::people::{Person, RelationKind};

/// The outline of a person: square 男性, circle 女性, diamond where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outline {
    /// 男性.
    Square,
    /// 女性.
    Circle,
    /// 不明・その他・答えたくない.
    Diamond,
}

/// A person of a drawing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The person.
    pub id: Id<Person>,
    /// What to call them.
    pub name: String,
    /// Square, circle or diamond.
    pub outline: Outline,
    /// Age in words; empty where nobody knows.
    pub age: String,
    /// The first day that it could have been: for the order of siblings.
    #[serde(skip)]
    pub birth: Option<Day>,
    /// 本人.
    pub centre: bool,
    /// キーパーソン.
    pub key_person: bool,
    /// 同居.
    pub together: bool,
}

/// What one is to another: `other` is the `kind` of `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// From whom it is seen.
    pub of: usize,
    /// The other.
    pub other: usize,
    /// What the other is to the first.
    pub kind: RelationKind,
}

/// How two are or were a couple.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bond {
    /// 結婚.
    Married,
    /// 事実婚.
    Partners,
    /// 離婚.
    Divorced,
}

/// A family: who is whose partner and whose child, as far as it was said. Nothing is guessed.
#[derive(Debug, Clone)]
pub struct Kin {
    /// Everybody.
    pub figures: Vec<Figure>,
    /// Couples, each once, the smaller index first.
    pub couples: Vec<(usize, usize, Bond)>,
    /// The parents of each.
    pub parents: Vec<BTreeSet<usize>>,
    /// Siblings who have no parent in common here.
    pub siblings: BTreeSet<(usize, usize)>,
    /// What contradicts what was said before it: it has no line, and is told in words.
    pub untold: Vec<Tie>,
    /// The generation of each, from the one in the middle; none where nothing leads there.
    pub generation: Vec<Option<i32>>,
}

/// Couples, and the two parents of one child: the smaller index first.
pub(super) type Pairs = BTreeSet<(usize, usize)>;

impl Kin {
    /// Puts a family together from what was said. What contradicts what was said before stays out of the drawing.
    pub fn of(figures: Vec<Figure>, ties: &[Tie]) -> Self {
        let n = figures.len();
        let mut kin = Self {
            figures,
            couples: Vec::new(),
            parents: vec![BTreeSet::new(); n],
            siblings: BTreeSet::new(),
            untold: Vec::new(),
            generation: vec![None; n],
        };
        for tie in ties.iter().filter(|tie| tie.of != tie.other && tie.of < n && tie.other < n) {
            kin.take(*tie);
        }
        kin.siblings.retain(|(a, b)| kin.parents[*a].is_disjoint(&kin.parents[*b]));
        kin.couples.sort_by_key(|(a, b, bond)| (*a, *b, *bond));
        kin.count_generations(ties);
        kin
    }

    fn take(&mut self, tie: Tie) {
        let taken = match tie.kind {
            RelationKind::Spouse => self.couple(tie, Bond::Married),
            RelationKind::Partner => self.couple(tie, Bond::Partners),
            RelationKind::FormerSpouse => self.couple(tie, Bond::Divorced),
            RelationKind::Parent => self.child(tie.of, tie.other),
            RelationKind::Child => self.child(tie.other, tie.of),
            RelationKind::Sibling => {
                self.siblings.insert((tie.of.min(tie.other), tie.of.max(tie.other)));
                true
            }
            _ => true,
        };
        if !taken {
            self.untold.push(tie);
        }
    }

    /// Two are a couple in one way.
    fn couple(&mut self, tie: Tie, bond: Bond) -> bool {
        let (a, b) = (tie.of.min(tie.other), tie.of.max(tie.other));
        match self.couples.iter().find(|known| (known.0, known.1) == (a, b)) {
            Some(known) => known.2 == bond,
            None => {
                self.couples.push((a, b, bond));
                true
            }
        }
    }

    /// Who stands beside whom.
    pub(super) fn pairs(&self) -> Pairs {
        let couples = self.couples.iter().map(|(a, b, _)| (*a, *b));
        let parents = self.parents.iter().filter_map(|set| Some((*set.first()?, *set.last()?)));
        couples.chain(parents.filter(|(a, b)| a != b)).collect()
    }

    /// Whether two are known to be or to have been a couple.
    pub(super) fn is_couple(&self, one: usize, other: usize) -> bool {
        self.couples.iter().any(|(a, b, _)| (*a, *b) == (one.min(other), one.max(other)))
    }

    /// Two parents at most, and nobody is the child of an own child.
    fn child(&mut self, child: usize, parent: usize) -> bool {
        if self.parents[child].contains(&parent) {
            return true;
        }
        let possible = self.parents[child].len() < 2 && !self.descends(parent, child);
        possible && self.parents[child].insert(parent)
    }

    /// Whether somebody descends from another.
    fn descends(&self, who: usize, from: usize) -> bool {
        let (mut open, mut seen) = (vec![who], BTreeSet::new());
        while let Some(one) = open.pop() {
            if one == from {
                return true;
            }
            if seen.insert(one) {
                open.extend(&self.parents[one]);
            }
        }
        false
    }

    /// Each generation lies by as many steps above or below the one in the middle as was said.
    fn count_generations(&mut self, ties: &[Tie]) {
        let Some(centre) =
            self.figures.iter().position(|f| f.centre).or((!self.figures.is_empty()).then_some(0))
        else {
            return;
        };
        let n = self.figures.len();
        self.generation[centre] = Some(0);
        let mut open = VecDeque::from([centre]);
        while let Some(one) = open.pop_front() {
            let here = self.generation[one].unwrap_or_default();
            let near = ties
                .iter()
                .flat_map(|tie| [(tie.of, tie.other, tie.kind), (tie.other, tie.of, tie.kind.inverse())]);
            let mut steps: Vec<(usize, i32)> = near
                .filter(|(of, other, _)| *of == one && *other < n && *other != one)
                .filter_map(|(_, other, kind)| step(kind).map(|step| (other, step)))
                .collect();
            // Whom was said first does not matter: the nearest generation counts.
            steps.sort_by_key(|(other, step)| (step.abs(), *other, *step));
            for (other, step) in steps {
                if self.generation[other].is_none() {
                    self.generation[other] = Some(here + step);
                    open.push_back(other);
                }
            }
        }
    }
}

/// How many generations below the other stands; none for who is no family.
fn step(kind: RelationKind) -> Option<i32> {
    match kind {
        RelationKind::Spouse | RelationKind::Partner | RelationKind::FormerSpouse | RelationKind::Sibling => {
            Some(0)
        }
        RelationKind::Parent | RelationKind::ParentInLaw => Some(-1),
        RelationKind::Child | RelationKind::ChildInLaw => Some(1),
        RelationKind::Grandparent => Some(-2),
        RelationKind::Grandchild => Some(2),
        _ => None,
    }
}

/// What the 続柄 of a household says that somebody is to its reference person; none where it is not one of these words.
pub(super) fn of_standing(standing: &str) -> Option<RelationKind> {
    const CHILDREN: [&str; 10] =
        ["長男", "次男", "二男", "三男", "長女", "次女", "二女", "三女", "子", "養子"];
    let word = standing.trim();
    match word {
        "夫" | "妻" | "配偶者" => Some(RelationKind::Spouse),
        "父" | "母" => Some(RelationKind::Parent),
        "兄" | "姉" | "弟" | "妹" => Some(RelationKind::Sibling),
        "祖父" | "祖母" => Some(RelationKind::Grandparent),
        "孫" => Some(RelationKind::Grandchild),
        _ if CHILDREN.contains(&word) => Some(RelationKind::Child),
        _ => None,
    }
}
