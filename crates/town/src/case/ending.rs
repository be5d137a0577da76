use kernel::Day;

use super::{TeamMember, timeline::Timeline};
use crate::{keyed::keyed, rng::Rng};

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
    pub reopened_because: &'static str,
}

const AGAIN: [&str; 6] = [
    "家賃のおくれがふたたび始まり、家族から相談があった。",
    "退院が決まり、暮らしの整えがもう一度必要になった。",
    "民生委員から、姿が見えないと知らせがあった。",
    "本人から「また話を聞いてほしい」と電話があった。",
    "仕事が終わり、収入が途切れたとの連絡があった。",
    "学校から、休みが増えたと連絡があった。",
];

/// The ends of a case, one for each spell that is over.
pub(super) fn closures(
    timeline: &Timeline,
    team: &[TeamMember],
    child: bool,
    rng: &mut Rng,
) -> Vec<ClosureSketch> {
    let over = timeline.spells.len() - usize::from(!timeline.closed);
    let one = |at: usize| {
        let reopened = timeline.spells.get(at + 1).map(|spell| spell.0);
        let reason = reason(reopened.is_some(), rng);
        let because = AGAIN.get(rng.below(if child { 6 } else { 5 }) as usize).copied().unwrap_or("");
        ClosureSketch {
            day: timeline.spells[at].1,
            agency: team.first().map_or(0, |m| m.agency),
            reason,
            text: text(reason, rng),
            follow_up: rng
                .pick(team)
                .filter(|_| !matches!(reason, ClosureReason::Moved | ClosureReason::Died))
                .map(|m| m.agency),
            reopened,
            reopened_because: if reopened.is_some() { because } else { "" },
        }
    };
    (0..over).map(one).collect()
}

fn reason(comes_back: bool, rng: &mut Rng) -> ClosureReason {
    use ClosureReason::{Died, GoalReached, Linked, Lost, Moved, Wish};
    let last = if comes_back { 0 } else { 1 };
    let all = [(GoalReached, 38), (Linked, 30), (Wish, 8), (Lost, 7), (Moved, 9 * last), (Died, 8 * last)];
    rng.weigh(GoalReached, &all)
}

fn text(reason: ClosureReason, rng: &mut Rng) -> String {
    let (first, second): (&[&str], &[&str]) = match reason {
        ClosureReason::GoalReached => (
            &[
                "暮らしの見通しが立ち、本人と終わりを確かめた。",
                "仕事が3か月続き、家賃のおくれもなくなった。",
                "通いの場に週1回行くことが習慣になった。",
                "家の通り道が空き、ふろに入れるようになった。",
            ],
            &[
                "困ったときの連絡先は本人の手帳に書いた。",
                "残る課題は通院の足。地域の見守りで続ける。",
                "半年後にはがきで様子をうかがう。",
                "本人の評価は「話せてよかった」。",
            ],
        ),
        ClosureReason::Linked => (
            &[
                "介護保険のサービスが始まり、ケアマネジャーが中心となった。",
                "障害福祉の相談支援につながり、計画ができた。",
                "生活保護が決まり、担当に引きつぎを終えた。",
                "学校と学習支援の見守りに移した。",
            ],
            &[
                "引きつぎの面談に本人も出た。",
                "1か月は2つの機関で重ねて関わった。",
                "変化があれば知らせてもらう。",
            ],
        ),
        ClosureReason::Wish => (
            &[
                "「しばらく自分でやってみる」との本人の希望で終える。",
                "本人から、連絡は年1回でよいとの話があった。",
            ],
            &["いつでも再開できることを伝えた。", "連絡先の紙を渡した。"],
        ),
        ClosureReason::Moved => (
            &["市外へ転出された。"],
            &["本人の同意を得て、転出先の窓口に連絡した。", "転出先への引きつぎは本人が希望しなかった。"],
        ),
        ClosureReason::Died => (
            &["本人が亡くなられた。"],
            &["親族と葬儀のあとの手続きを確かめた。", "関わった機関で経過をふり返った。"],
        ),
        ClosureReason::Lost => (
            &[
                "半年のあいだ、訪問と手紙を続けたが会えなかった。",
                "電話番号が使われなくなり、連絡がとれない。",
            ],
            &["民生委員の見守りは続く。姿が見えたら知らせてもらう。", "手紙は年2回続ける。"],
        ),
    };
    [rng.pick(first), rng.pick(second)].into_iter().flatten().copied().collect()
}
