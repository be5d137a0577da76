use std::sync::LazyLock;

use super::{Defaults, Profile, ProfileFault};

/// A profile that comes with the product.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Key of the profile and name of its file.
    pub key: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($key:literal),*) => {
        &[$(Shipped { key: $key, text: include_str!(concat!("../../../../profiles/", $key, ".toml")) }),*]
    };
}

/// The five profiles of the project, one for each source document.
pub const SHIPPED: &[Shipped] = shipped!["ota-ku", "oda-shi", "imabari", "edogawa", "tokyo-support"];

/// The shipped profile of a key.
pub fn shipped(key: &str) -> Option<Result<Profile, Vec<ProfileFault>>> {
    SHIPPED.iter().find(|file| file.key == key).map(|file| Profile::parse(file.text))
}

/// The shared lists that profiles extend.
pub fn defaults() -> &'static Defaults {
    /// Parsed once. That the shipped file has no faults is tested, so the empty lists are never used.
    static DEFAULTS: LazyLock<Defaults> = LazyLock::new(|| {
        Defaults::parse(include_str!("../../../../profiles/defaults.toml")).unwrap_or_default()
    });
    &DEFAULTS
}
