use kernel::Day;

use crate::municipality::{
    record::record,
    setting::{SeedLines, Setting},
};

record! {
    /// An issue type of the master list (OTA-07).
    IssueType {
        /// Stable code.
        code: String,
        /// Name.
        name: String,
        /// Other names by which it is looked for.
        aliases: Vec<String>,
    }
}

record! {
    /// That the source of the profile names an issue type.
    NamedIssue {
        /// Code of the issue type.
        code: String,
        /// Source lines.
        seed: SeedLines,
    }
}

record! {
    /// Issue types of a profile: the shared list with marks, and own additions.
    ProfileIssues {
        /// Those that the source names.
        named: Vec<NamedIssue>,
        /// Own ones.
        added: Vec<IssueType>,
    }
}

record! {
    /// Guidance for staff of any department (EDO-24).
    GuideItem {
        /// Code of the issue type.
        issue_type: String,
        /// What to ask or look for.
        questions: Vec<String>,
        /// What to bear in mind.
        hint: String,
        /// Worries whose counters can help.
        worries: Vec<String>,
        /// Systems to think of.
        systems: Vec<String>,
        /// What may be told to whom, and on which ground.
        legal_note: String,
    }
}

record! {
    /// A worry of residents, in their words.
    Worry {
        /// Stable key.
        key: String,
        /// Label.
        label: String,
        /// Words by which it is looked for.
        words: Vec<String>,
    }
}

record! {
    /// Agencies to invite when a case has an issue (TOK-13); the convener may delete them.
    MemberSuggestion {
        /// Codes of issue types.
        issue_types: Vec<String>,
        /// Kinds of agency.
        agencies: Vec<String>,
        /// Source lines of the survey.
        seed: Option<SeedLines>,
    }
}

record! {
    /// A citation with the time in which it is right: paragraphs are renumbered.
    LawCitation {
        /// What is cited; the same for all its versions.
        key: String,
        /// As to be printed.
        text: String,
        /// First day.
        valid_from: Setting<Day>,
        /// Last day; none if in force.
        valid_to: Option<Day>,
        /// Whether the day was checked against the official text.
        confirmed: bool,
        /// What should be known about it.
        note: Option<String>,
    }
}

record! {
    /// What all profiles share: lists that a profile extends.
    Defaults {
        /// Issue types.
        issue_types: Vec<IssueType>,
        /// Worries.
        worries: Vec<Worry>,
        /// Guidance.
        guide_items: Vec<GuideItem>,
        /// Whom to invite.
        member_suggestions: Vec<MemberSuggestion>,
        /// Dated citations.
        law_citations: Vec<LawCitation>,
        /// Thresholds.
        thresholds: super::Thresholds,
    }
}

/// The citation of a key that is right on a day: the municipality's own, if it has one, and else the shared one.
pub fn citation<'a>(profile: Option<&'a super::Profile>, key: &str, on: Day) -> Option<&'a LawCitation> {
    let right =
        |law: &&LawCitation| law.key == key && within(law.valid_from.value(), law.valid_to.as_ref(), on);
    let own = profile.and_then(|profile| profile.law_citations.iter().find(right));
    own.or_else(|| crate::municipality::defaults().citation(key, on))
}

impl Defaults {
    /// The citation that is right on a day.
    pub fn citation(&self, key: &str, on: Day) -> Option<&LawCitation> {
        self.law_citations
            .iter()
            .find(|law| law.key == key && within(law.valid_from.value(), law.valid_to.as_ref(), on))
    }

    /// The issue type of a code, own ones of the profile included.
    pub fn issue_type<'a>(&'a self, profile: &'a super::Profile, code: &str) -> Option<&'a IssueType> {
        self.issue_types.iter().chain(&profile.issues.added).find(|issue| issue.code == code)
    }
}

/// Whether a day lies within a period whose ends may be open.
pub(crate) fn within(from: Option<&Day>, to: Option<&Day>, on: Day) -> bool {
    from.is_none_or(|first| *first <= on) && to.is_none_or(|last| on <= *last)
}
