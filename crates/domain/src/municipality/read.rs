//! Reads typed records out of a TOML tree and notes every fault on the way, instead of stopping at the first.

use std::collections::BTreeMap;

use kernel::Message;
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

    /// Whether `"unset"` may stand for the value.
    const MAY_BE_UNSET: bool = false;

    /// The value where the key is missing; `None` if it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// A place in the tree.
pub(super) struct Node<'t> {
    pub(super) value: &'t DeValue<'t>,
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

    /// The members of an array; `None` if it is none.
    pub(super) fn items(&self) -> Option<impl Iterator<Item = Node<'t>>> {
        let items = self.value.as_array()?.iter().enumerate();
        Some(items.map(|(i, item)| Node { value: item.get_ref(), path: format!("{}[{i}]", self.path) }))
    }

    fn table(&self) -> Option<&'t DeTable<'t>> {
        self.value.as_table()
    }

    /// The node as a table with these keys; every other key is a fault.
    pub(super) fn fields<'k>(&self, keys: &[&'k str], reading: &mut Reading) -> Fields<'_, 't, 'k> {
        let mut misspelt = Vec::new();
        match self.table() {
            None => reading.fault(&self.path, fault::wrong_type("表([見出し]または{ })")),
            Some(table) => {
                let absent: Vec<&str> =
                    keys.iter().copied().filter(|key| !table.contains_key(*key)).collect();
                for key in table.keys().map(|key| key.get_ref()).filter(|key| !keys.contains(&key.as_ref())) {
                    let near = fault::nearest(key, &absent);
                    reading.fault(&join(&self.path, key), fault::unknown_key(key, near, keys));
                    misspelt.extend(near);
                }
            }
        }
        Fields { node: self, misspelt }
    }

    pub(super) fn wrong(&self, wanted: &str, reading: &mut Reading) {
        reading.fault(&self.path, fault::wrong_type(wanted));
    }
}

/// A table whose keys were compared with those it may have.
pub(super) struct Fields<'n, 't, 'k> {
    node: &'n Node<'t>,
    /// Keys that are there under a wrong spelling: once is enough to complain.
    misspelt: Vec<&'k str>,
}

impl Fields<'_, '_, '_> {
    pub(super) fn field<T: Read>(&self, key: &str, reading: &mut Reading) -> T {
        if let Some(child) = self.node.child(key) {
            return T::read(&child, reading);
        }
        T::absent().unwrap_or_else(|| {
            // Of something that is no table at all, one fault is enough.
            if self.node.table().is_some() && !self.misspelt.contains(&key) {
                let message =
                    if T::MAY_BE_UNSET { fault::missing_setting(key) } else { fault::missing_key(key) };
                reading.fault(&join(self.node.path(), key), message);
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
