//! Two macros that keep a profile type and its reading from drifting apart: the field list is written once.

/// Declares a record and how it is read. `settings Name` may also be the literal `"unset"` as a whole.
macro_rules! record {
    ($(#[$meta:meta])* settings $name:ident { $($body:tt)* }) => {
        record!(@struct [$(#[$meta])*] $name true { $($body)* });
    };
    ($(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        record!(@struct [$(#[$meta])*] $name false { $($body)* });
    };
    (@struct [$(#[$meta:meta])*] $name:ident $open:literal { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)* }

        impl $crate::municipality::read::Read for $name {
            const MAY_BE_UNSET: bool = $open;

            fn read(
                node: &$crate::municipality::read::Node<'_>,
                reading: &mut $crate::municipality::read::Reading,
            ) -> Self {
                if $open && node.text() == Some($crate::municipality::setting::UNSET) {
                    return Self::default();
                }
                let table = node.fields(&[$(stringify!($field)),*], reading);
                Self { $($field: table.field(stringify!($field), reading),)* }
            }

            fn fallback() -> Self {
                Self::default()
            }
        }
    };
}

/// Declares a closed list: key of files and programs, Japanese label, meaning.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal $label:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $key)] $variant,)* }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The key of files, columns and JSON.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The default Japanese label.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The label of a key; `None` if no value has it.
            pub fn label_of(key: &str) -> Option<&'static str> {
                Self::ALL.iter().find(|value| value.key() == key).map(|value| value.label())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ALL[0]
            }
        }

        impl $crate::municipality::read::Read for $name {
            fn read(
                node: &$crate::municipality::read::Node<'_>,
                reading: &mut $crate::municipality::read::Reading,
            ) -> Self {
                let text = node.text().unwrap_or_default();
                Self::ALL.iter().copied().find(|value| value.key() == text).unwrap_or_else(|| {
                    let keys: Vec<_> = Self::ALL.iter().map(|value| value.key()).collect();
                    reading.fault(node.path(), $crate::municipality::fault::unknown_choice(text, &keys));
                    Self::default()
                })
            }

            fn fallback() -> Self {
                Self::default()
            }
        }
    };
}

pub(crate) use {choice, record};
