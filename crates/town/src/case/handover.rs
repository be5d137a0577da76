use kernel::Day;

use super::{CaseIssue, TeamMember, office_day, team::fields_of};
use crate::{keyed::keyed, plan::Plan, rng::Rng, tables::issues};

keyed! {
    /// Where a request stands.
    HandoverStatus {
        Sent = "sent", "送付";
        Accepted = "accepted", "受諾";
        Declined = "declined", "差戻し";
        Done = "done", "結果あり";
    }
}

keyed! {
    /// How the person is passed on.
    HandoverWay {
        Together = "together", "一緒に行く";
        Call = "call", "電話でつなぐ";
        Referral = "referral", "紹介";
    }
}

/// A request from one agency to another (つなぎ).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverSketch {
    /// The agency that asks.
    pub from: usize,
    /// The agency that is asked.
    pub to: usize,
    /// The day it was sent.
    pub day: Day,
    /// How the person is passed on.
    pub way: HandoverWay,
    /// What is asked.
    pub request: &'static str,
    /// Why.
    pub reason: String,
    /// The answer is wanted by this day.
    pub reply_by: Day,
    /// Where it stands today.
    pub status: HandoverStatus,
    /// The day of the answer.
    pub answered: Option<Day>,
    /// Why it was sent back; empty otherwise.
    pub decline_reason: &'static str,
    /// What came of it; empty while nothing has.
    pub result: &'static str,
}

const DECLINES: [&str; 5] = [
    "担当する地区の外のため。",
    "いまは受け入れの余裕がない。来月なら相談できる。",
    "情報が足りない。本人の希望をもう少し聞いてほしい。",
    "別の機関のほうが合うと考える。基幹の相談につないではどうか。",
    "本人がまだ望んでいないため、時期を待ちたい。",
];

const RESULTS: [&str; 5] = [
    "初回の面談ができた。月1回、続けて会う。",
    "手続きが終わり、利用が始まった。",
    "見学まで。本人は「もう少し考えたい」とのこと。",
    "電話で2回話した。次は窓口に来られる。",
    "いっしょに訪問した。顔つなぎができた。",
];

fn requests(theme: &str) -> &'static [&'static str] {
    match theme {
        "money" => &[
            "家計の相談に同席してほしい。",
            "分けて払う相談をお願いしたい。",
            "食料の支援が使えるか知りたい。",
        ],
        "work" => &["短い時間の仕事の見学をお願いしたい。", "働く準備の相談にのってほしい。"],
        "housing" => &["保証人のいらない住まいをさがしたい。", "片づけの手伝いの人を頼みたい。"],
        "health" | "mind" => {
            &["保健師の訪問をお願いしたい。", "受診の前の相談にのってほしい。", "通院の同行を分け合いたい。"]
        }
        "elder" => &["介護保険の申請を手伝ってほしい。", "見守りの訪問をお願いしたい。"],
        "withdrawal" => &["ご家族の相談をお願いしたい。", "本人あての訪問をいっしょに始めたい。"],
        "child" => &[
            "子どもと話す時間を作ってほしい。",
            "家事の手助けが使えるか知りたい。",
            "学校での様子を教えてほしい。",
        ],
        "foreign" => &["やさしい日本語での説明に同席してほしい。", "日本語教室につなぎたい。"],
        "rights" => &["お金の管理の手伝いについて相談したい。", "後見の相談に同席してほしい。"],
        _ => &["一度いっしょに訪問してほしい。", "地域の見守りを相談したい。", "会議に出て助言がほしい。"],
    }
}

/// The requests of a case: about one for each agency that joined.
pub(super) fn handovers(
    plan: &Plan,
    team: &[TeamMember],
    of: &[CaseIssue],
    end: Day,
    rng: &mut Rng,
) -> Vec<HandoverSketch> {
    let Some(first) = team.first() else { return Vec::new() };
    let mut all = Vec::new();
    for member in team.iter().skip(1).filter(|m| m.joined < end) {
        if !rng.percent(62) {
            continue;
        }
        let other = if rng.percent(16) { other(plan, team, of, rng) } else { None };
        if let Some(other) = other {
            let day = member.joined.plus(-rng.between(6, 20)).max(first.joined);
            all.push(handover((first.agency, other), day, HandoverStatus::Declined, of, rng));
        }
        let recent = member.joined.plus(6) >= plan.today;
        let status = match rng.below(100) {
            _ if recent => HandoverStatus::Sent,
            0..60 => HandoverStatus::Done,
            _ => HandoverStatus::Accepted,
        };
        all.push(handover((first.agency, member.agency), member.joined, status, of, rng));
    }
    all.sort_by_key(|h| h.day);
    all
}

/// An agency outside the team that could take up the main issue.
fn other(plan: &Plan, team: &[TeamMember], of: &[CaseIssue], rng: &mut Rng) -> Option<usize> {
    let fields = fields_of(issues().get(of.first()?.code)?.theme);
    let fits =
        |at: &usize| fields.contains(&plan.agencies[*at].field) && team.iter().all(|m| m.agency != *at);
    let all: Vec<_> = (0..plan.agencies.len()).filter(fits).collect();
    rng.pick(&all).copied()
}

fn handover(
    (from, to): (usize, usize),
    day: Day,
    status: HandoverStatus,
    of: &[CaseIssue],
    rng: &mut Rng,
) -> HandoverSketch {
    let row = rng.pick(of).and_then(|issue| issues().get(issue.code));
    let request = rng.pick(requests(row.map_or("", |r| r.theme))).copied().unwrap_or("");
    let label = row.map_or("暮らしの相談", |r| r.label);
    let reason = match rng.below(3) {
        0 => format!("課題: {label}。いまの担当だけでは手がとどかないため。"),
        1 => format!("{label}について、くわしい機関の力を借りたい。"),
        _ => format!("{label}のことで、本人も会ってみたいと話している。"),
    };
    let wait = rng.between(0, 6);
    HandoverSketch {
        from,
        to,
        day,
        way: rng.weigh(
            HandoverWay::Call,
            &[(HandoverWay::Together, 40), (HandoverWay::Call, 40), (HandoverWay::Referral, 20)],
        ),
        request,
        reason,
        reply_by: office_day(day.plus(5), day.plus(9)),
        status,
        answered: (status != HandoverStatus::Sent).then(|| day.plus(wait)),
        decline_reason: if status == HandoverStatus::Declined {
            rng.pick(&DECLINES).copied().unwrap_or("")
        } else {
            ""
        },
        result: if status == HandoverStatus::Done { rng.pick(&RESULTS).copied().unwrap_or("") } else { "" },
    }
}
