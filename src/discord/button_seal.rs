//! Seals what the buttons of a message stand for: the key travels in the button, the store holds only noise.
//!
//! A copy of the database therefore tells nobody what was asked; only Discord, who shows the message anyway, can open it.

use super::keys::fresh_key;

/// Characters of the part that names the row; the rest of a button's key opens it.
const NAME_LENGTH: usize = 24;

/// Begins what is sealed with a tag; an earlier program began with a digit.
const MARK: &str = "v2:";

/// What the secrets that a key makes are for.
const STREAM: &str = "footnote: what a button stands for, with a tag";
const TAG: &str = "footnote: the tag of what a button stands for";
const UNTAGGED_STREAM: &str = "footnote: what a button stands for";

/// A key as a button carries it: the name of the row and the secret that opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ButtonKey(String);

impl ButtonKey {
    /// Draws a new one.
    pub fn fresh() -> Self {
        ButtonKey(format!("{}{}", fresh_key(), fresh_key()))
    }

    /// Takes one from a button that was pressed.
    pub fn of(pressed: &str) -> Self {
        ButtonKey(pressed.to_owned())
    }

    /// Returns the whole, for the button.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name of the row in the store.
    pub fn name(&self) -> &str {
        self.0.get(..NAME_LENGTH).unwrap_or(&self.0)
    }

    /// Seals words; the same words never look the same twice, and nobody without the key can change them unnoticed.
    pub fn seal(&self, words: &str) -> String {
        let salt = fresh_key();
        let mut bytes = words.as_bytes().to_vec();
        self.mix(STREAM, &salt, &mut bytes);
        let tag = self.tag(&salt, &bytes).to_hex();
        let mut sealed = String::with_capacity(MARK.len() + salt.len() + 64 + 2 * bytes.len());
        for part in [MARK, &salt, &tag] {
            sealed.push_str(part);
        }
        push_hex(&mut sealed, &bytes);
        sealed
    }

    /// Opens what this key sealed; anything else gives nothing.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let Some(marked) = sealed.strip_prefix(MARK) else {
            return self.open_untagged(sealed);
        };
        let (salt, rest) = marked.split_at_checked(NAME_LENGTH)?;
        let (tag, hex) = rest.split_at_checked(2 * blake3::OUT_LEN)?;
        let mut bytes = of_hex(hex)?;
        // Two of these hashes are compared in the same time wherever they differ.
        if blake3::Hash::from_hex(tag).ok()? != self.tag(salt, &bytes) {
            return None;
        }
        self.mix(STREAM, salt, &mut bytes);
        String::from_utf8(bytes).ok()
    }

    /// Opens what an earlier program sealed; such buttons are gone two weeks after it was last used. Their noise is
    /// another one, so that nothing that is tagged can be made to look like it.
    fn open_untagged(&self, sealed: &str) -> Option<String> {
        let (salt, hex) = sealed.split_at_checked(NAME_LENGTH)?;
        let mut bytes = of_hex(hex)?;
        self.mix(UNTAGGED_STREAM, salt, &mut bytes);
        String::from_utf8(bytes).ok()
    }

    /// Returns what only this key makes of sealed bytes.
    fn tag(&self, salt: &str, sealed: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.secret(TAG));
        hasher.update(salt.as_bytes()).update(sealed).finalize()
    }

    /// Adds a stream of noise that only this key and salt make; adding it twice gives the original back.
    fn mix(&self, stream: &str, salt: &str, bytes: &mut [u8]) {
        let mut noise = vec![0; bytes.len()];
        blake3::Hasher::new_keyed(&self.secret(stream))
            .update(salt.as_bytes())
            .finalize_xof()
            .fill(&mut noise);
        for (byte, noise) in bytes.iter_mut().zip(noise) {
            *byte ^= noise;
        }
    }

    fn secret(&self, purpose: &str) -> [u8; blake3::KEY_LEN] {
        blake3::derive_key(purpose, self.0.as_bytes())
    }
}

fn push_hex(words: &mut String, bytes: &[u8]) {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    for byte in bytes {
        words.push(digit(byte >> 4));
        words.push(digit(byte & 15));
    }
}

fn of_hex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| {
        let value = char::from(*byte).to_digit(16)?;
        u8::try_from(value).ok()
    };
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| Some(digit(pair.first()?)? << 4 | digit(pair.get(1)?)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_button_opens_what_was_sealed() {
        let key = ButtonKey::fresh();
        let sealed = key.seal("how deep is the harbour?");
        assert!(!sealed.contains("harbour"));
        assert_eq!(
            key.open(&sealed).as_deref(),
            Some("how deep is the harbour?")
        );
        assert_ne!(
            ButtonKey::fresh().open(&sealed).as_deref(),
            Some("how deep is the harbour?")
        );
        assert_ne!(key.seal("again"), key.seal("again"));
        assert_eq!(key.open("zz"), None);
    }

    #[test]
    fn what_was_changed_in_the_database_stands_for_nothing() {
        let key = ButtonKey::fresh();
        let sealed = key.seal("channel 7");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).expect("letters");
            assert_eq!(key.open(&changed), None, "{at}");
        }
        // Without its tag it is no more what an earlier program sealed.
        let salt = sealed
            .get(MARK.len()..MARK.len() + NAME_LENGTH)
            .expect("a salt");
        let hex = sealed.get(MARK.len() + NAME_LENGTH + 64..).expect("a text");
        assert_ne!(
            key.open(&format!("{salt}{hex}")).as_deref(),
            Some("channel 7")
        );
    }

    #[test]
    fn buttons_of_an_earlier_program_still_open() {
        let key = ButtonKey::of("0123456789abcdef01234567fedcba98765432100123456f");
        let mut bytes = b"how deep?".to_vec();
        let salt = "aaaaaaaaaaaaaaaaaaaaaaaa";
        key.mix(UNTAGGED_STREAM, salt, &mut bytes);
        let mut sealed = salt.to_owned();
        push_hex(&mut sealed, &bytes);
        assert_eq!(key.open(&sealed).as_deref(), Some("how deep?"));
    }
}
