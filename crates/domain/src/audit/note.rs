//! Checkpoints as signed notes: the text form of C2SP `tlog-checkpoint` and `signed-note`, with Ed25519.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use kernel::Instant;
use sha2::{Digest, Sha256};

use super::bytes::{base64, unbase64};
use super::merkle::Hash;

/// Ed25519, as signed notes number it.
const ALGORITHM: u8 = 1;

/// The key that signs, with the name under which it does.
#[derive(Clone)]
pub struct Key {
    name: String,
    signing: SigningKey,
}

impl Key {
    /// A key of a name from its 32 secret bytes. The name holds no spaces and no plus.
    pub fn new(name: &str, secret: &[u8; 32]) -> Self {
        Self { name: name.replace([' ', '+', '\n'], "-"), signing: SigningKey::from_bytes(secret) }
    }

    /// What others check signatures with.
    pub fn public(&self) -> PublicKey {
        PublicKey { name: self.name.clone(), verifying: self.signing.verifying_key() }
    }

    /// The name: also the origin of the checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn sign(&self, text: &str) -> String {
        let mut signed = self.public().id().to_vec();
        signed.extend(self.signing.sign(text.as_bytes()).to_bytes());
        format!("\u{2014} {} {}\n", self.name, base64(&signed))
    }
}

/// A key that only checks. Its text is `name+id+key`, as signed notes write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    verifying: VerifyingKey,
}

impl PublicKey {
    /// Reads `name+id+key`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = unbase64(key)?;
        let (algorithm, bytes) = bytes.split_first()?;
        let verifying = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
        let found = Self { name: name.to_owned(), verifying };
        (*algorithm == ALGORITHM && !name.is_empty() && crate::staff::hex(&found.id()) == id).then_some(found)
    }

    /// The first four bytes of the hash of name and key.
    fn id(&self) -> [u8; 4] {
        let hash: Hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ALGORITHM])
            .chain_update(self.verifying.as_bytes())
            .finalize()
            .into();
        [hash[0], hash[1], hash[2], hash[3]]
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = vec![ALGORITHM];
        bytes.extend(self.verifying.as_bytes());
        write!(f, "{}+{}+{}", self.name, crate::staff::hex(&self.id()), base64(&bytes))
    }
}

/// What is signed: after so many events, this is the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log.
    pub origin: String,
    /// Events so far.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
    /// When it was signed.
    pub at: Instant,
    /// Why the log goes on from an older state, if it does: a backup was restored.
    pub restored: Option<String>,
}

impl Checkpoint {
    /// The signed note.
    pub fn sign(&self, key: &Key) -> String {
        let text = self.text();
        format!("{text}\n{}", key.sign(&text))
    }

    fn text(&self) -> String {
        let mut text = format!(
            "{}\n{}\n{}\ntime {} {}\n",
            self.origin,
            self.size,
            base64(&self.root),
            self.at.0,
            self.at.iso()
        );
        if let Some(reason) = &self.restored {
            text.push_str(&format!("restored {}\n", reason.replace('\n', " ")));
        }
        text
    }

    /// Reads a note and looks who of `keys` signed it.
    pub fn read(note: &str, keys: &[PublicKey]) -> Option<(Self, Signed)> {
        let (text, signatures) = note.split_once("\n\n")?;
        let text = format!("{text}\n");
        let mut lines = text.lines();
        let origin = lines.next()?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let root = unbase64(lines.next()?)?.try_into().ok()?;
        let at = Instant(lines.next()?.strip_prefix("time ")?.split(' ').next()?.parse().ok()?);
        let restored = match lines.next() {
            None => None,
            Some(line) => Some(line.strip_prefix("restored ")?.to_owned()),
        };
        let read = Self { origin, size, root, at, restored };
        // Only what we would write ourselves: every byte of the note means something.
        if read.text() != text {
            return None;
        }
        let mut signed = Signed::ByNobodyKnown;
        for line in signatures.lines() {
            let (name, blob) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
            let blob = unbase64(blob)?;
            let known = keys.iter().find(|key| key.name == name && blob.starts_with(&key.id()));
            let Some(key) = known else { continue };
            let signature = Signature::from_bytes(blob.get(4..)?.try_into().ok()?);
            signed = match key.verifying.verify_strict(text.as_bytes(), &signature) {
                Ok(()) => Signed::Rightly,
                Err(_) => return Some((read, Signed::Wrongly)),
            };
        }
        Some((read, signed))
    }
}

/// What the signatures of a note are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// By a key that we know.
    Rightly,
    /// In the name of a key that we know, but not by it.
    Wrongly,
    /// By keys that we do not know, or not at all.
    ByNobodyKnown,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "kasane/mihon".into(),
            size: 7,
            root: [9; 32],
            at: Instant(1_775_012_400_000_000),
            restored: None,
        }
    }

    #[test]
    fn a_note_is_read_as_it_was_signed_and_not_otherwise() {
        let key = Key::new("kasane/mihon", &[1; 32]);
        let keys = [key.public()];
        assert_eq!(PublicKey::parse(&keys[0].to_string()), Some(keys[0].clone()));
        for restored in [None, Some("ディスクの故障".to_owned())] {
            let own = Checkpoint { restored, ..checkpoint() };
            let note = own.sign(&key);
            assert_eq!(Checkpoint::read(&note, &keys), Some((own.clone(), Signed::Rightly)));
            assert_eq!(Checkpoint::read(&note, &[]), Some((own, Signed::ByNobodyKnown)));
            let other = note.replacen("\n7\n", "\n8\n", 1);
            assert_eq!(Checkpoint::read(&other, &keys).unwrap().1, Signed::Wrongly);
            for spoilt in
                [note.replacen('7', "07", 1), note.replace("time ", "time  "), note.replace("\n\n", "\n")]
            {
                assert_eq!(Checkpoint::read(&spoilt, &keys), None, "{spoilt}");
            }
        }
    }

    #[test]
    fn a_key_is_known_by_its_name_and_its_id_together() {
        let (old, new) = (Key::new("kasane/mihon", &[1; 32]), Key::new("kasane/mihon", &[2; 32]));
        let note = checkpoint().sign(&new);
        let signed = |note: &str| Checkpoint::read(note, &[old.public(), new.public()]).map(|(_, by)| by);
        assert_eq!(signed(&note), Some(Signed::Rightly), "a key that was replaced stands in nobody's way");
        let elsewhere = note.replace("\u{2014} kasane/mihon", "\u{2014} kasane/other");
        assert_eq!(signed(&elsewhere), Some(Signed::ByNobodyKnown));
    }

    #[test]
    fn a_key_in_words_names_its_own_id_its_algorithm_and_somebody() {
        let public = Key::new("kasane/mihon", &[1; 32]).public();
        let (id, other) = (crate::staff::hex(&public.id()), "00000000");
        let text = public.to_string();
        assert_eq!(PublicKey::parse(&text), Some(public.clone()));
        assert_eq!(PublicKey::parse(&text.replace(&id, other)), None, "not its id");
        assert_eq!(PublicKey::parse(&text.replace("kasane/mihon", "kasane/other")), None, "not its name");
        let nobody = PublicKey { name: String::new(), ..public.clone() };
        assert_eq!(PublicKey::parse(&nobody.to_string()), None, "nobody's");
        let mut bytes = vec![ALGORITHM + 1];
        bytes.extend(public.verifying.as_bytes());
        assert_eq!(PublicKey::parse(&format!("kasane/mihon+{id}+{}", base64(&bytes))), None, "not Ed25519");
    }

    /// RFC 8032 §7.1, test 1: the key and the signature of nothing.
    #[test]
    fn keys_are_those_of_the_rfc() {
        let secret =
            super::super::bytes::unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
                .unwrap();
        let key = Key::new("test", &secret);
        assert_eq!(
            crate::staff::hex(key.public().verifying.as_bytes()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        assert!(
            crate::staff::hex(&key.signing.sign(b"").to_bytes())
                .starts_with("e5564300c360ac729086e2cc806e828a")
        );
    }
}
