/// A closed list of choices: a key for columns and JSON, a label for people.
pub trait Choice: Sized + Copy + PartialEq + 'static {
    /// Every choice, in the order of the form.
    const ALL: &'static [Self];
    /// Stable, snake_case.
    fn key(self) -> &'static str;
    /// Japanese, as on the form.
    fn label(self) -> &'static str;
    /// The choice of a key.
    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.key() == key)
    }
}

/// Declares a [`Choice`] that can also be bound to a statement, read from a column and sent as JSON.
macro_rules! choices {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal $label:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $label] $(#[$vdoc])* $variant),* }

        impl $crate::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
            fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }
        }

        impl ::store::Param for $name {
            fn bound(&self) -> ::store::Bound<'_> {
                ::store::Bound::Text($crate::Choice::key(*self))
            }
        }

        impl ::store::Column for $name {
            fn read(cell: ::store::Cell<'_>) -> Option<Self> {
                if let ::store::Cell::Text(key) = cell { $crate::Choice::from_key(key) } else { None }
            }
        }

        impl ::store::FromRow for $name {
            fn from_row(row: &::store::Row<'_>) -> ::kernel::Result<Self> {
                row.get(0)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str($crate::Choice::key(*self))
            }
        }
    };
}
pub(crate) use choices;
