use kernel::{Error, Id, Result, Scope, message};
use sha2::{Digest, Sha256};
use store::Tx;

use super::{ConsentView, Evidence, list};
use crate::access::Act;
use crate::audit::{Action, Event, Kind};
use crate::staff::hex;

/// Largest file.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// What a file is, by its first bytes: whatever it calls itself, only these are kept.
fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        _ => None,
    }
}

/// Adds a file to a consent.
///
/// # Errors
/// [`Error::Invalid`] for a file that is too large or of another kind; [`Error::NotFound`] out of sight.
pub fn add(tx: &Tx<'_>, who: &Scope, consent: Id<ConsentView>, bytes: &[u8]) -> Result<Id<Evidence>> {
    let (_, pass) = list::in_sight(tx, who, consent, Act::Add)?;
    let media_type = sniff(bytes).filter(|_| bytes.len() <= MAX_BYTES);
    let Some(media_type) = media_type else {
        return Err(Error::invalid("file", message::error_file("PDF・PNG・JPEG", MAX_BYTES / 1024 / 1024)));
    };
    let id: Id<Evidence> = tx.new_id();
    tx.exec(
        "INSERT INTO consent_evidence (id, consent_id, media_type, digest, body, staff_id, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&id, &consent, &media_type, &hex(&Sha256::digest(bytes)), &bytes, &who.staff, &who.now],
    )?;
    Event::new(Action::Create, Kind::Consent, id)
        .of_case(pass.id())
        .on(pass.bases())
        .for_purpose("evidence")
        .record(tx, who)?;
    Ok(id)
}

/// The bytes of a file and what it is.
///
/// # Errors
/// [`Error::NotFound`] out of sight.
pub fn body(
    tx: &Tx<'_>,
    who: &Scope,
    consent: Id<ConsentView>,
    id: Id<Evidence>,
) -> Result<(String, Vec<u8>)> {
    let (_, pass) = list::in_sight(tx, who, consent, Act::Read)?;
    Event::new(Action::Read, Kind::Consent, id).of_case(pass.id()).on(pass.bases()).record(tx, who)?;
    tx.one(
        "SELECT media_type, body FROM consent_evidence WHERE id = $1 AND consent_id = $2",
        &[&id, &consent],
    )
}

#[cfg(test)]
mod tests {
    use super::sniff;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(sniff(b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(sniff(b"<html><script>"), None);
        assert_eq!(sniff(b""), None);
    }
}
