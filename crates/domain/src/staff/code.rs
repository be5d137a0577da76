use kernel::{Error, Instant, Result};
use totp_rs::{Algorithm, Builder, Totp};

/// The secret of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), in base 32.
pub struct Secret(pub String);

impl Secret {
    /// A secret from twenty random bytes.
    pub fn new(random: [u8; 20]) -> Self {
        Self(totp_rs::Secret::from(random).to_base32())
    }

    /// What an authenticator app reads from a QR code or by hand.
    pub fn uri(&self, login: &str, municipality: &str) -> String {
        format!("otpauth://totp/Kasane:{login}?secret={}&issuer=Kasane%20{}", self.0, percent(municipality))
    }
}

/// The step at which `code` is right, allowing one step of clock difference either way; none if it is wrong.
pub(super) fn step(secret: &str, code: &str, now: Instant) -> Option<i64> {
    let digits: String = code.chars().filter_map(half_width).collect();
    let step = totp(secret).ok()?.check(&digits, seconds(now))?;
    i64::try_from(step).ok()
}

/// The code of this moment: for the demo, which prints it, and for tests.
///
/// # Errors
/// [`Error::Database`] if the secret is not base 32.
pub fn current(secret: &str, now: Instant) -> Result<String> {
    Ok(totp(secret)?.generate(seconds(now)).to_string())
}

/// Digits may come full-width from an input method; anything else is left out.
fn half_width(c: char) -> Option<char> {
    let c =
        if ('０'..='９').contains(&c) { char::from_u32(c as u32 - '０' as u32 + '0' as u32)? } else { c };
    c.is_ascii_digit().then_some(c)
}

fn totp(secret: &str) -> Result<Totp> {
    let secret = totp_rs::Secret::try_from_base32(secret)
        .map_err(|e| Error::Corrupt(format!("staff.totp_secret: {e}")))?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_secret(secret)
        .with_skew(1)
        .build()
        .map_err(|e| Error::Corrupt(format!("staff.totp_secret: {e}")))
}

fn seconds(now: Instant) -> u64 {
    now.0.div_euclid(1_000_000).unsigned_abs()
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_right_for_its_time_only() {
        let secret = Secret::new([3; 20]).0;
        let now = Instant(1_775_012_400_000_000);
        let code = current(&secret, now).unwrap();
        assert!(step(&secret, &code, now).is_some());
        assert!(step(&secret, &code, now.plus_seconds(29)).is_some());
        assert!(step(&secret, &code, now.plus_seconds(120)).is_none());
        assert!(step(&secret, "", now).is_none());
    }

    #[test]
    fn full_width_digits_and_spaces_are_read() {
        let secret = Secret::new([3; 20]).0;
        let now = Instant(1_775_012_400_000_000);
        let code = current(&secret, now).unwrap();
        let wide: String = code.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
        assert!(step(&secret, &format!("{} {}", &wide[..9], &wide[9..]), now).is_some());
    }
}
