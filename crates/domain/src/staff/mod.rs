//! Who works here: named accounts, where they stand, and how they prove who they are.

mod account;
mod administrator;
mod affiliation;
mod code;
mod password;
mod second_factor;
mod sign_in;
mod throttle;
mod token;

pub(crate) use account::insert;
pub use account::{Account, NewAccount, NewPassword, Opened, accounts, create, disable, reset};
pub use administrator::administrator;
pub use affiliation::{Affiliation, Standing, end_affiliation};
pub use code::{Secret, current as current_code};
pub use password::{COST_FLOOR, Cost, fault as password_fault, hash as hash_password};
pub use second_factor::second_factor;
pub use sign_in::{
    ABSOLUTE_SECONDS, Attempt, Granted, IDLE_SECONDS, Outcome, SignIn, attempt, end, end_all_of, previous,
    touch, who,
};
pub use token::{AccessToken, NewToken, issue as issue_token, revoke as revoke_token, tokens, who_by_token};

/// SHA-256 in lower-case hex: how secrets are compared without being stored.
pub fn digest(text: &str) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(text))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS[usize::from(n)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
