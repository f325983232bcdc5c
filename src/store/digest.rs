//! The checksum by which texts and files are told apart.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A blake3 checksum, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Computes the checksum of some bytes.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Digest(*blake3::hash(bytes.as_ref()).as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(blake3::Hash::from_bytes(self.0).to_hex().as_str())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = blake3::HexError;

    fn try_from(hex: String) -> Result<Self, Self::Error> {
        blake3::Hash::from_hex(hex).map(|hash| Digest(*hash.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_digits_make_it_again() {
        let digest = Digest::of("a harbour at night");
        assert_eq!(Digest::try_from(digest.to_string()).ok(), Some(digest));
        assert_ne!(digest, Digest::of("a harbour by night"));
    }
}
