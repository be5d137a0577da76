//! How plain values are read.

use kernel::{Day, Role};
use toml::de::DeValue;

use super::{
    fault,
    read::{Node, Read, Reading},
};

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
        match node.items() {
            Some(items) => items.map(|item| T::read(&item, reading)).collect(),
            None => {
                node.wrong("並び([ ]で囲む)", reading);
                Self::fallback()
            }
        }
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
