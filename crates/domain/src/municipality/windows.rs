use unicode_normalization::UnicodeNormalization;

use super::{ConsultationWindow, GuideItem, Profile, Worry, defaults};

/// A worry with the counters that serve it.
#[derive(Debug, Clone, PartialEq)]
pub struct WorryGroup<'p> {
    /// The worry.
    pub worry: &'p Worry,
    /// Counters in the order of the profile.
    pub windows: Vec<&'p ConsultationWindow>,
}

/// The counters by worry, for the public page 「相談窓口とサービス」. Worries that no counter serves are left out.
pub fn windows_by_worry(profile: &Profile) -> Vec<WorryGroup<'_>> {
    let serving = |worry: &'static Worry| WorryGroup {
        worry,
        windows: profile.windows.iter().filter(|window| window.worries.contains(&worry.key)).collect(),
    };
    defaults().worries.iter().map(serving).filter(|group| !group.windows.is_empty()).collect()
}

/// The counters that a word finds, best first: by own name and words, then by worry, then by field and target.
pub fn search_windows<'p>(profile: &'p Profile, query: &str) -> Vec<&'p ConsultationWindow> {
    let query = fold(query);
    if query.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, &ConsultationWindow)> =
        profile.windows.iter().filter_map(|window| Some((rank(profile, window, &query)?, window))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, window)| window).collect()
}

fn rank(profile: &Profile, window: &ConsultationWindow, query: &str) -> Option<u8> {
    let has = |text: &String| fold(text).contains(query);
    let mut own = std::iter::once(&window.name).chain(&window.words);
    let mut worries = defaults().worries.iter().filter(|worry| window.worries.contains(&worry.key));
    let mut fields = profile.fields.iter().filter(|field| window.fields.contains(&field.key));
    let mut sites = profile.sites.iter().filter(|site| window.sites.contains(&site.key));
    if own.any(has) || sites.any(|site| has(&site.name)) {
        Some(0)
    } else if worries.any(|worry| has(&worry.label) || worry.words.iter().any(has)) {
        Some(1)
    } else if fields.any(|field| has(&field.name) || field.aliases.iter().any(has))
        || window.target.value().is_some_and(has)
    {
        Some(2)
    } else {
        None
    }
}

/// Widths, letter cases and the two spellings of 障がい make no difference to a search.
fn fold(text: &str) -> String {
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    folded.replace("障害", "障がい").replace("子ども", "こども")
}

/// Guidance with those who can help in this municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide<'p> {
    /// The guidance.
    pub item: &'p GuideItem,
    /// Counters that can help.
    pub windows: Vec<&'p ConsultationWindow>,
}

/// The guidance for an issue (EDO-24): own items of the profile before the shared ones. It needs no name of anybody.
pub fn guide<'p>(profile: &'p Profile, issue_type: &str) -> Vec<Guide<'p>> {
    let items = profile.guide_items.iter().chain(&defaults().guide_items);
    let with_help = |item: &'p GuideItem| {
        let helps =
            |window: &&ConsultationWindow| window.worries.iter().any(|key| item.worries.contains(key));
        Guide { item, windows: profile.windows.iter().filter(helps).collect() }
    };
    items.filter(|item| item.issue_type == issue_type).map(with_help).collect()
}
