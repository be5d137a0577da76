//! Closed lists with a stable key for storage and a Japanese label for people.

/// Declares an enum whose members each have a key and a label.
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$mdoc:meta])* $member:ident = $key:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $label] $(#[$mdoc])* $member,)+ }

        impl $name {
            /// All members, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$member,)+];

            /// The stable key, snake_case.
            pub fn key(self) -> &'static str {
                match self { $(Self::$member => $key,)+ }
            }

            /// The Japanese name shown to people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$member => $label,)+ }
            }

            /// The member with this key.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$member),)+ _ => None }
            }
        }
    };
}
pub(crate) use keyed;
