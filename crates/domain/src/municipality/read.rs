//! Reads typed records out of a TOML tree and notes every fault on the way, instead of stopping at the first.

use std::collections::BTreeMap;

use kernel::{Day, Message, Role};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::fault;

/// What is wrong at a key path; the line is found later, from the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `plan.period` or `windows[2].phone`.
    pub path: String,
    /// What is wrong and what to do.
    pub message: Message,
}

/// The faults found so far.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) findings: Vec<Finding>,
}

impl Reading {
    pub(super) fn fault(&mut self, path: &str, message: Message) {
        self.findings.push(Finding { path: path.to_owned(), message });
    }
}

/// A type that can be read from a node. It always yields a value, so that reading goes on behind a fault.
pub(super) trait Read: Sized {
    /// The value of the node; the fallback after a fault.
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self;

    /// Some value to go on with behind a fault; nobody outside ever sees it.
    fn fallback() -> Self;

    /// The value where the key is missing; `None` if it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// A place in the tree.
pub(super) struct Node<'t> {
    value: &'t DeValue<'t>,
    path: String,
}

impl<'t> Node<'t> {
    pub(super) fn root(value: &'t DeValue<'t>) -> Self {
        Self { value, path: String::new() }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.value.as_str()
    }

    pub(super) fn child(&self, key: &str) -> Option<Node<'t>> {
        let value = self.table()?.get(key)?;
        Some(Node { value: value.get_ref(), path: join(&self.path, key) })
    }

    fn table(&self) -> Option<&'t DeTable<'t>> {
        self.value.as_table()
    }

    /// The node as a table with these keys; every other key is a fault.
    pub(super) fn fields(&self, keys: &[&str], reading: &mut Reading) -> Fields<'_, 't> {
        match self.table() {
            None => reading.fault(&self.path, fault::wrong_type("表([見出し]または{ })")),
            Some(table) => {
                for key in table.keys().map(|key| key.get_ref()) {
                    if !keys.contains(&key.as_ref()) {
                        reading.fault(&join(&self.path, key), fault::unknown_key(key, keys));
                    }
                }
            }
        }
        Fields { node: self }
    }

    fn wrong(&self, wanted: &str, reading: &mut Reading) {
        reading.fault(&self.path, fault::wrong_type(wanted));
    }
}

/// A table whose keys were compared with those it may have.
pub(super) struct Fields<'n, 't> {
    node: &'n Node<'t>,
}

impl Fields<'_, '_> {
    pub(super) fn field<T: Read>(&self, key: &str, reading: &mut Reading) -> T {
        if let Some(child) = self.node.child(key) {
            return T::read(&child, reading);
        }
        T::absent().unwrap_or_else(|| {
            // Of something that is no table at all, one fault is enough.
            if self.node.table().is_some() {
                reading.fault(&join(self.node.path(), key), fault::missing_key(key));
            }
            T::fallback()
        })
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The offset at which each key path begins.
pub(super) fn positions(root: &Spanned<DeTable<'_>>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    note_table(root.get_ref(), "", &mut found);
    found
}

fn note_table(table: &DeTable<'_>, path: &str, found: &mut BTreeMap<String, usize>) {
    for (key, value) in table {
        let path = join(path, key.get_ref());
        // The key itself, not its value, is where a reader looks.
        found.insert(path.clone(), key.span().start);
        note_value(value.get_ref(), &path, found);
    }
}

fn note_value(value: &DeValue<'_>, path: &str, found: &mut BTreeMap<String, usize>) {
    match value {
        DeValue::Table(table) => note_table(table, path, found),
        DeValue::Array(array) => {
            for (i, item) in array.iter().enumerate() {
                let path = format!("{path}[{i}]");
                found.insert(path.clone(), item.span().start);
                note_value(item.get_ref(), &path, found);
            }
        }
        _ => {}
    }
}

impl Read for String {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        let Some(text) = node.text() else {
            node.wrong("文字列(\" \"で囲む)", reading);
            return Self::fallback();
        };
        if text.trim().is_empty() {
            reading.fault(node.path(), fault::empty_text());
        }
        text.to_owned()
    }

    fn fallback() -> Self {
        Self::new()
    }
}

impl Read for bool {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        node.value.as_bool().unwrap_or_else(|| {
            node.wrong("true か false", reading);
            false
        })
    }

    fn fallback() -> Self {
        false
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Read for u32 {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        let number = node.value.as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        number.unwrap_or_else(|| {
            node.wrong("0以上の整数", reading);
            0
        })
    }

    fn fallback() -> Self {
        0
    }
}

impl Read for Day {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        // TOML has dates of its own; both `2024-04-01` and `"2024-04-01"` are understood.
        let text = match node.value {
            DeValue::Datetime(date) => date.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        text.parse().unwrap_or_else(|_| {
            node.wrong("日付(例 2024-04-01)", reading);
            Self::fallback()
        })
    }

    fn fallback() -> Self {
        Day::from_number(0)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        Some(T::read(node, reading))
    }

    fn fallback() -> Self {
        None
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        let Some(array) = node.value.as_array() else {
            node.wrong("並び([ ]で囲む)", reading);
            return Self::fallback();
        };
        let item = |(i, value): (usize, &Spanned<DeValue<'_>>), reading: &mut Reading| {
            T::read(&Node { value: value.get_ref(), path: format!("{}[{i}]", node.path) }, reading)
        };
        array.iter().enumerate().map(|at| item(at, reading)).collect()
    }

    fn fallback() -> Self {
        Self::new()
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl Read for Role {
    fn read(node: &Node<'_>, reading: &mut Reading) -> Self {
        node.text().and_then(Role::from_key).unwrap_or_else(|| {
            let message = fault::unknown_choice(node.text().unwrap_or_default(), &Role::ALL.map(Role::key));
            reading.fault(node.path(), message);
            Self::fallback()
        })
    }

    fn fallback() -> Self {
        Role::CounterWorker
    }
}
