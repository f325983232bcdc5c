//! Seals what the buttons of a message stand for: the key travels in the button, the store holds only noise.
//!
//! A copy of the database therefore tells nobody what was asked; only Discord, who shows the message anyway, can open it.

use super::keys::fresh_key;

/// Characters of the part that names the row; the rest of a button's key opens it.
const NAME_LENGTH: usize = 24;

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

    /// Seals words; the same words never look the same twice.
    pub fn seal(&self, words: &str) -> String {
        let salt = fresh_key();
        let sealed = self.mixed(&salt, words.as_bytes());
        let hex: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{salt}{hex}")
    }

    /// Opens what this key sealed; anything else gives nothing.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let salt = sealed.get(..NAME_LENGTH)?;
        let hex = sealed.get(NAME_LENGTH..)?.as_bytes();
        let digit = |byte: &u8| {
            char::from(*byte)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        let bytes: Option<Vec<u8>> = hex
            .chunks(2)
            .map(|pair| Some(digit(pair.first()?)? << 4 | digit(pair.get(1)?)?))
            .collect();
        String::from_utf8(self.mixed(salt, &bytes?)).ok()
    }

    /// Adds a stream of noise that only this key and salt make; adding it twice gives the original back.
    fn mixed(&self, salt: &str, bytes: &[u8]) -> Vec<u8> {
        let secret = blake3::derive_key("footnote: what a button stands for", self.0.as_bytes());
        let mut noise = vec![0; bytes.len()];
        blake3::Hasher::new_keyed(&secret)
            .update(salt.as_bytes())
            .finalize_xof()
            .fill(&mut noise);
        bytes
            .iter()
            .zip(noise)
            .map(|(byte, noise)| byte ^ noise)
            .collect()
    }
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
}
