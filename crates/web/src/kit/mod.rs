//! What all pages share: the frame around a page ([`Chrome`]), choices of closed lists, faults beside fields, badges,
//! and the files a browser fetches ([`assets`]).
//!
//! The templates are `layout.html` (the frame) and `kit.html` (one macro per kind of field); their first lines say
//! how to call them. A page struct has a field `page: Chrome` and the blocks `banner`, `main` and `rail`.

pub mod assets;
mod plain;

pub(crate) use plain::Plain;

use kernel::Fault;

/// The frame around a page: everything `layout.html` reads.
#[derive(Debug, Clone, Default)]
pub struct Chrome {
    /// What the page is about, without 「Kasane」: `記録を書く - K-7Q4-92`. Never a name of a person.
    pub title: String,
    /// Name of the municipality, shown beside the mark.
    pub municipality: String,
    /// Whether every datum here is invented: puts 「架空データ」 on every screen and every printed page.
    pub fictional: bool,
    /// The navigation of the role, in order; Alt+1 … Alt+7 open them.
    pub nav: Vec<NavItem>,
    /// Who is signed in; `None` on pages without session.
    pub who: Option<WhoView>,
    /// Label and address of each step; the address of the last one is empty.
    pub breadcrumb: Vec<(String, String)>,
    /// One sentence about what just happened, announced once.
    pub notice: Option<String>,
    /// Faults of the form on this page: the summary on top, and the errors beside the fields.
    pub faults: Vec<Fault>,
    /// Where the text of the form is kept while it is typed.
    pub draft: Option<DraftPlace>,
    /// Reference of this request, for telephone calls and the log.
    pub request: String,
    /// Seconds without a request after which the page covers itself; 0 = never.
    pub idle_seconds: u32,
}

impl Chrome {
    /// The title of the window: `入力エラー: 記録を書く - K-7Q4-92 - Kasane`.
    pub fn full_title(&self) -> String {
        let fault = if self.faults.is_empty() { "" } else { "入力エラー: " };
        let between = if self.title.is_empty() { "" } else { " - " };
        format!("{fault}{}{between}Kasane", self.title)
    }
}

/// One entry of the navigation.
#[derive(Debug, Clone, Default)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// Its word.
    pub label: String,
    /// Whether this page belongs to it.
    pub current: bool,
    /// How many things wait there that the viewer may open; `None` shows no number.
    pub count: Option<usize>,
}

/// The signed-in person as the header shows them.
#[derive(Debug, Clone, Default)]
pub struct WhoView {
    /// Family and given name.
    pub name: String,
    /// いまの立場, the organisation and role in which the person acts now.
    pub standing: String,
    /// 職員番号, so that the same person can sign in again over a covered page.
    pub login: String,
}

/// Where a form's text is kept while it is typed.
#[derive(Debug, Clone, Default)]
pub struct DraftPlace {
    /// Which form: a stable key such as `record`.
    pub form: String,
    /// What it is about: a case code, an id, or empty.
    pub subject: String,
    /// The time of the draft whose values the page shows, `9:41`, if it shows one.
    pub restored_at: Option<String>,
}

impl DraftPlace {
    /// The subject as a part of an address, where an empty one is `-`.
    pub fn slot(&self) -> &str {
        if self.subject.is_empty() { "-" } else { &self.subject }
    }
}

/// One answer of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent and stored.
    pub key: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// A choice from its two halves.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into() }
    }
}

/// A closed list whose members have a key and a label.
pub trait Closed: Copy + 'static {
    /// Every member, in the order of reading.
    fn all() -> &'static [Self];
    /// The key of columns, forms and JSON.
    fn key(self) -> &'static str;
    /// The label on screen.
    fn label(self) -> &'static str;
}

impl Closed for kernel::Role {
    fn all() -> &'static [Self] {
        &kernel::Role::ALL
    }
    fn key(self) -> &'static str {
        self.key()
    }
    fn label(self) -> &'static str {
        self.label()
    }
}

/// Gives a closed enum with `ALL`, `key` and `label` to the templates: `kit::closed!(Channel, Outcome);`.
#[macro_export]
macro_rules! closed {
    ($($kind:ty),+ $(,)?) => {$(
        impl $crate::kit::Closed for $kind {
            fn all() -> &'static [Self] {
                &<$kind>::ALL
            }
            fn key(self) -> &'static str {
                <$kind>::key(self)
            }
            fn label(self) -> &'static str {
                <$kind>::label(self)
            }
        }
    )+};
}
pub use crate::closed;

/// Every member of a closed list as choices.
pub fn choices<C: Closed>() -> Vec<Choice> {
    C::all().iter().map(|c| Choice::new(c.key(), c.label())).collect()
}

/// The first fault of a field, in words.
pub fn fault(faults: &(impl AsRef<[Fault]> + ?Sized), name: impl AsRef<str>) -> Option<&str> {
    let name = name.as_ref();
    faults.as_ref().iter().find(|f| f.field == name).map(|f| f.message.text.as_str())
}

/// Whether `key` is the chosen value; for templates, which mix owned and borrowed text.
pub fn is(key: impl AsRef<str>, value: impl AsRef<str>) -> bool {
    key.as_ref() == value.as_ref()
}

/// Whether `key` is among the chosen values.
pub fn among<S: AsRef<str>>(key: impl AsRef<str>, values: impl AsRef<[S]>) -> bool {
    values.as_ref().iter().any(|v| v.as_ref() == key.as_ref())
}

/// The `aria-describedby` of a field: its support text and its error, whichever exist.
pub fn described(name: impl AsRef<str>, hint: impl AsRef<str>, error: bool) -> String {
    let name = name.as_ref();
    match (hint.as_ref().is_empty(), error) {
        (true, false) => String::new(),
        (false, false) => format!("f-{name}-hint"),
        (true, true) => format!("f-{name}-error"),
        (false, true) => format!("f-{name}-hint f-{name}-error"),
    }
}

/// A mark with a word: the ground on which something is visible, or something to mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// `own`, `commission`, `consent`, `conference`, `law`, `emergency`, `anonymous`, `warn` or `due`.
    pub kind: String,
    /// The word with its end, `本人同意 2026/09/30 まで`.
    pub text: String,
}

impl Badge {
    /// A badge from its two halves.
    pub fn new(kind: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind: kind.into(), text: text.into() }
    }
}

/// The two rows on top of every page about a case (`kit::case_banner`).
#[derive(Debug, Clone, Default)]
pub struct CaseBanner {
    /// The case code.
    pub code: String,
    /// The page of the case.
    pub href: String,
    /// 氏名 or 呼び名, without さん.
    pub name: String,
    /// ふりがな; empty if unknown.
    pub kana: String,
    /// Birth in both calendars with the age, or 「生年月日 不明」.
    pub birth: String,
    /// 「世帯2人」, counted after the viewer's filter.
    pub household: String,
    /// 「支援中」.
    pub status: String,
    /// 「福祉課 山田」.
    pub lead: String,
    /// On which grounds the viewer sees it, strongest first.
    pub bases: Vec<Badge>,
    /// 注意.
    pub warnings: Vec<Badge>,
    /// The page 「なぜ見えるのか」.
    pub why: String,
}

/// One of eight patterns, the same for the same case code, so that two tabs differ at a glance.
pub fn stripe(code: impl AsRef<str>) -> u8 {
    (code.as_ref().bytes().fold(5381u32, |h, b| h.wrapping_mul(33) ^ u32::from(b)) % 8) as u8
}

/// The first character of a furigana with 「…」, all that a list keeps of a name when names are hidden.
pub fn first_kana(kana: impl AsRef<str>) -> String {
    kana.as_ref().trim_start().chars().next().map(|c| format!("{c}…")).unwrap_or_default()
}

#[cfg(test)]
mod tests;
