use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use kernel::{Error, Message, Result, message};

/// How dear a guess is: memory in KiB, passes, lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// KiB of memory.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

/// The least that the product starts with (OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes).
pub const COST_FLOOR: Cost = Cost { memory: 19 * 1024, passes: 2 };

impl Default for Cost {
    /// 64 MiB and three passes: about a tenth of a second on an office server.
    fn default() -> Self {
        Self { memory: 64 * 1024, passes: 3 }
    }
}

impl Cost {
    /// Refuses a cost below the floor.
    ///
    /// # Errors
    /// [`Error::Conflict`] in words for the operator.
    pub fn checked(self) -> Result<Self> {
        if self.memory < COST_FLOOR.memory || self.passes < COST_FLOOR.passes {
            return Err(Error::Conflict(message::password_cost_too_low(
                COST_FLOOR.memory / 1024,
                COST_FLOOR.passes,
            )));
        }
        Ok(self)
    }

    fn hasher(self) -> Result<Argon2<'static>> {
        let params = Params::new(self.memory, self.passes, 1, None).map_err(broken)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Shortest password, in characters (NIST SP 800-63B; no rules of composition, no expiry).
const SHORTEST: usize = 10;
/// Longest password, in characters.
const LONGEST: usize = 128;

/// What is wrong with a new password, if anything.
pub fn fault(password: &str, login: &str) -> Option<Message> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Some(message::password_too_short(SHORTEST));
    }
    if length > LONGEST {
        return Some(message::error_too_long("パスワード", LONGEST));
    }
    let first = password.chars().next();
    let monotonous = password.chars().all(|c| Some(c) == first);
    (monotonous || password.contains(login)).then(message::password_guessable)
}

/// The string to store: algorithm, cost, salt and hash.
///
/// # Errors
/// [`Error::Database`] if the cost is impossible on this machine.
pub fn hash(password: &str, cost: Cost, salt: [u8; 16]) -> Result<String> {
    let hash: PasswordHash =
        cost.hasher()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(broken)?;
    Ok(hash.to_string())
}

/// Whether `password` is the one that was hashed. Takes as long for a wrong one.
pub(super) fn matches(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Database(format!("password hashing failed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_matches() {
        let stored = hash("つゆ草の朝の道", COST_FLOOR, [7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(matches("つゆ草の朝の道", &stored));
        assert!(!matches("つゆ草の夜の道", &stored));
        assert!(!matches("anything", "not a hash"));
    }

    #[test]
    fn a_cost_below_the_floor_is_refused() {
        assert!(Cost { memory: 8 * 1024, passes: 3 }.checked().is_err());
        assert!(COST_FLOOR.checked().is_ok());
    }

    #[test]
    fn short_and_guessable_passwords_are_refused() {
        assert!(fault("みじかい", "sato").is_some());
        assert!(fault("aaaaaaaaaaaa", "sato").is_some());
        assert!(fault("sato-no-himitsu", "sato").is_some());
        assert!(fault("雨あがりの自転車屋さん", "sato").is_none());
    }
}
