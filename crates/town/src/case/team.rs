use std::collections::BTreeMap;

use kernel::Day;

use super::CaseIssue;
use crate::{
    agency::{AgencyField, AgencySketch},
    keyed::keyed,
    rng::Rng,
    tables::issues,
};

keyed! {
    /// On what ground an agency sees the case.
    Ground {
        Own = "own", "所管";
        Commission = "commission", "所管(委託)";
        Consent = "consent", "本人同意";
        Conference = "conference", "支援会議";
        Law = "law", "法令";
    }
}

keyed! {
    /// What an agency does in the team.
    TeamRole {
        Lead = "lead", "主担当";
        Coordinator = "coordinator", "調整";
        Support = "support", "支援";
        Advice = "advice", "助言";
    }
}

/// An agency in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamMember {
    /// Place in the plan's agencies.
    pub agency: usize,
    /// Since.
    pub joined: Day,
    /// Until, if it has left.
    pub left: Option<Day>,
    /// Ground on which it sees the case.
    pub ground: Ground,
    /// What it does.
    pub role: TeamRole,
}

/// The plan's agencies by field.
#[derive(Debug, Clone)]
pub(crate) struct Roster {
    by_field: BTreeMap<AgencyField, Vec<usize>>,
    areas: Vec<Option<String>>,
}

impl Roster {
    pub(crate) fn new(agencies: &[AgencySketch]) -> Self {
        let mut by_field: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (at, agency) in agencies.iter().enumerate() {
            by_field.entry(agency.field).or_default().push(at);
        }
        Self { by_field, areas: agencies.iter().map(|a| a.area.clone()).collect() }
    }

    /// An agency of this field that serves this area.
    pub(crate) fn pick(&self, field: AgencyField, area: &str, rng: &mut Rng) -> Option<usize> {
        let serves = |at: &&usize| self.areas[**at].as_deref().is_none_or(|a| a == area);
        let here: Vec<_> = self.by_field.get(&field)?.iter().filter(serves).collect();
        rng.pick(&here).map(|at| **at)
    }

    /// The first agency of this field, or of any.
    pub(crate) fn first(&self, field: AgencyField) -> usize {
        self.by_field.get(&field).and_then(|all| all.first()).copied().unwrap_or(0)
    }
}

/// Agencies that take up a theme, the usual one first.
pub(crate) fn fields_of(theme: &str) -> &'static [AgencyField] {
    use AgencyField::{
        Assistance, Child, City, Coordination, Council, Disability, Elder, Employment, Hardship, Health,
        Housing, Medical, Npo, School, Withdrawal,
    };
    match theme {
        "money" => &[Hardship, Assistance, Council, City, Npo],
        "work" => &[Hardship, Employment, Council],
        "housing" => &[Council, Housing, Elder, City],
        "health" => &[Health, Medical, Disability],
        "mind" => &[Health, Disability, Medical],
        "elder" => &[Elder, Medical, Council],
        "withdrawal" => &[Withdrawal, Council, Health, Hardship],
        "family" => &[Child, Elder, Coordination, City],
        "child" => &[Child, School, Council],
        "foreign" => &[Npo, Council, School, City],
        "rights" => &[Council, Elder, City],
        _ => &[Council, Elder, Coordination],
    }
}

/// The team: the opening agency, then agencies for the issues in turn, at most six.
pub(super) fn team(
    roster: &Roster,
    area: &str,
    case_issues: &[CaseIssue],
    spell: (Day, Day),
    consent: bool,
    rng: &mut Rng,
) -> Vec<TeamMember> {
    let mut agencies: Vec<usize> = Vec::with_capacity(6);
    for at in 0..3 {
        for issue in case_issues {
            let Some(row) = issues().get(issue.code) else { continue };
            let Some(field) = fields_of(row.theme).get(at) else { continue };
            let wanted = agencies.is_empty() || rng.percent(if at == 0 { 75 } else { 28 });
            let agency = roster.pick(*field, area, rng).filter(|a| wanted && !agencies.contains(a));
            agencies.extend(agency.filter(|_| agencies.len() < 6));
        }
    }
    if agencies.len() >= 3 || agencies.is_empty() {
        let coordinator = roster.first(AgencyField::Coordination);
        if !agencies.contains(&coordinator) && agencies.len() < 6 {
            agencies.push(coordinator);
        }
    }
    agencies.iter().enumerate().map(|(at, &agency)| member(at, agency, spell, consent, rng)).collect()
}

fn member(at: usize, agency: usize, (from, to): (Day, Day), consent: bool, rng: &mut Rng) -> TeamMember {
    let length = to.number() - from.number();
    let joined = if at == 0 { from } else { from.plus(rng.between(0, (length / 2).clamp(0, 240))) };
    let left = (at > 1 && rng.percent(10)).then(|| joined.plus((to.number() - joined.number()) * 3 / 4));
    let ground = match at {
        0 if rng.percent(30) => Ground::Commission,
        0 => Ground::Own,
        _ if consent => {
            rng.weigh(Ground::Consent, &[(Ground::Consent, 82), (Ground::Conference, 12), (Ground::Law, 6)])
        }
        _ => rng.weigh(Ground::Conference, &[(Ground::Conference, 90), (Ground::Law, 10)]),
    };
    let role = match at {
        0 => TeamRole::Lead,
        1 if rng.percent(30) => TeamRole::Coordinator,
        _ => rng.weigh(TeamRole::Support, &[(TeamRole::Support, 80), (TeamRole::Advice, 20)]),
    };
    TeamMember { agency, joined, left, ground, role }
}
