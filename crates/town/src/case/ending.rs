use kernel::Day;

use super::{TeamMember, timeline::Timeline};
use crate::{
    keyed::keyed,
    rng::Rng,
    text::{Cast, Pen},
};

keyed! {
    /// Why a case ended.
    ClosureReason {
        GoalReached = "goal_reached", "目標に届いた";
        Linked = "linked", "ほかの支援につながった";
        Wish = "wish", "本人の希望";
        Moved = "moved", "転出";
        Died = "died", "死亡";
        Lost = "lost", "連絡がとれない";
    }
}

/// The end of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureSketch {
    /// The day.
    pub day: Day,
    /// The agency that closed it.
    pub agency: usize,
    /// Why.
    pub reason: ClosureReason,
    /// What was achieved and what stays open.
    pub text: String,
    /// The agency that keeps an eye on the household.
    pub follow_up: Option<usize>,
    /// The day it was opened again, if it was.
    pub reopened: Option<Day>,
    /// Why it was opened again; empty if it was not.
    pub reopened_because: String,
}

/// The ends of a case, one for each spell that is over.
pub(super) fn closures(
    timeline: &Timeline,
    team: &[TeamMember],
    cast: &Cast<'_>,
    pen: &mut Pen,
    rng: &mut Rng,
) -> Vec<ClosureSketch> {
    let over = timeline.spells.len() - usize::from(!timeline.closed);
    let mut one = |at: usize| {
        let reopened = timeline.spells.get(at + 1).map(|spell| spell.0);
        let reason = reason(reopened.is_some(), rng);
        let (mut text, mut because) = (String::new(), String::new());
        pen.begin();
        pen.add("closure", reason.key(), cast, rng, &mut text);
        pen.add("after", reason.key(), cast, rng, &mut text);
        if reopened.is_some() {
            pen.add("again", "any", cast, rng, &mut because);
        }
        let gone = matches!(reason, ClosureReason::Moved | ClosureReason::Died);
        ClosureSketch {
            day: timeline.spells[at].1,
            agency: team.first().map_or(0, |m| m.agency),
            reason,
            text,
            follow_up: rng.pick(team).filter(|_| !gone).map(|m| m.agency),
            reopened,
            reopened_because: because,
        }
    };
    (0..over).map(&mut one).collect()
}

fn reason(comes_back: bool, rng: &mut Rng) -> ClosureReason {
    use ClosureReason::{Died, GoalReached, Linked, Lost, Moved, Wish};
    let last = u32::from(!comes_back);
    let all = [(GoalReached, 38), (Linked, 30), (Wish, 8), (Lost, 7), (Moved, 9 * last), (Died, 8 * last)];
    rng.weigh(GoalReached, &all)
}
