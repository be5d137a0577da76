use std::collections::BTreeMap;

use kernel::Message;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Defaults, Finding, Profile, ProfileFault, check, fault,
    read::{Node, Read, Reading, positions},
};

impl Profile {
    /// Reads and checks a profile file. All faults come back together, in the order of the file.
    pub fn parse(text: &str) -> Result<Self, Vec<ProfileFault>> {
        let (profile, mut findings, places) = read::<Self>(text)?;
        let read_badly: Vec<String> = findings.iter().map(|finding| finding.path.clone()).collect();
        // What could not be read would only be complained of a second time.
        let fresh = |finding: &Finding| !read_badly.iter().any(|path| lies_within(&finding.path, path));
        findings.extend(check(&profile).into_iter().filter(fresh));
        if findings.is_empty() { Ok(profile) } else { Err(places.locate(findings)) }
    }

    /// Reads and checks the JSON form that [`Profile::to_json`] writes.
    pub fn from_json(text: &str) -> Result<Self, Vec<ProfileFault>> {
        let profile: Self = serde_json::from_str(text).map_err(|e| {
            vec![ProfileFault {
                line: e.line(),
                column: e.column(),
                path: String::new(),
                message: fault::json(&e),
            }]
        })?;
        let findings = check(&profile);
        if findings.is_empty() {
            return Ok(profile);
        }
        let nowhere = |Finding { path, message }| ProfileFault { line: 0, column: 0, path, message };
        Err(findings.into_iter().map(nowhere).collect())
    }

    /// The profile for export (ALL-12); [`Profile::from_json`] reads it back unchanged.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}

impl Defaults {
    /// Reads the shared lists. Their references among each other are tested, not checked at run time.
    pub fn parse(text: &str) -> Result<Self, Vec<ProfileFault>> {
        let (defaults, findings, places) = read::<Self>(text)?;
        if findings.is_empty() { Ok(defaults) } else { Err(places.locate(findings)) }
    }
}

/// Whether a path is another one or leads on from it.
fn lies_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The record, what was wrong with it, and where its keys stand. Broken TOML is an error by itself: behind a
/// missing quotation mark nothing can be trusted.
fn read<T: Read>(text: &str) -> Result<(T, Vec<Finding>, Places<'_>), Vec<ProfileFault>> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let places = Places { text, starts: positions(&tree) };
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| places.syntax(error)).collect());
    }
    let root = Spanned::new(tree.span(), DeValue::Table(tree.into_inner()));
    let mut reading = Reading::default();
    let record = T::read(&Node::root(root.get_ref()), &mut reading);
    Ok((record, reading.findings, places))
}

/// The text with the offsets of its keys.
struct Places<'t> {
    text: &'t str,
    starts: BTreeMap<String, usize>,
}

impl Places<'_> {
    fn locate(&self, findings: Vec<Finding>) -> Vec<ProfileFault> {
        let mut faults: Vec<_> = findings
            .into_iter()
            .map(|Finding { path, message }| self.at(self.offset(&path), path, message))
            .collect();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        faults
    }

    /// Where the path stands, or the nearest table around it if the key itself is missing.
    fn offset(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            if let Some(start) = self.starts.get(path) {
                return *start;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return 0,
            }
        }
    }

    fn syntax(&self, error: &toml::de::Error) -> ProfileFault {
        let offset = error.span().map_or(0, |span| span.start);
        self.at(offset, String::new(), fault::syntax(error.message()))
    }

    fn at(&self, offset: usize, path: String, message: Message) -> ProfileFault {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        ProfileFault {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            path,
            message,
        }
    }
}
