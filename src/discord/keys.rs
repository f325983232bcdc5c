//! Random keys that nobody can guess: of buttons, and of the ids people quote when something went wrong.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Characters of a button's key: 96 bits.
const KEY_LENGTH: usize = 24;

static COUNTER: AtomicU64 = AtomicU64::new(0);
static SECRET: OnceLock<[u8; 32]> = OnceLock::new();

/// Returns a key that was never returned before and cannot be guessed from earlier ones.
pub fn fresh_key() -> String {
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let hash = blake3::keyed_hash(SECRET.get_or_init(secret), &count.to_le_bytes());
    hash.to_hex().chars().take(KEY_LENGTH).collect()
}

/// Returns a short id for people to quote, such as `7f3a`.
pub fn incident() -> String {
    fresh_key().chars().take(4).collect()
}

/// Returns a random number from 0 to 1.
pub fn dice() -> f64 {
    let digits: String = fresh_key().chars().take(8).collect();
    let number = u32::from_str_radix(&digits, 16).unwrap_or_default();
    f64::from(number) / f64::from(u32::MAX)
}

/// Draws a secret from the operating system's randomness.
#[expect(
    clippy::expect_used,
    reason = "a system without randomness can keep no secret, and a key that can be guessed is worse than none"
)]
fn secret() -> [u8; 32] {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).expect("the system gives random bytes");
    secret
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_never_repeat() {
        let keys: BTreeSet<String> = (0..10_000).map(|_| fresh_key()).collect();
        assert_eq!(keys.len(), 10_000);
        assert!(keys.iter().all(|key| key.len() == KEY_LENGTH));
    }

    #[test]
    fn no_two_secrets_are_alike() {
        assert_ne!(secret(), secret());
    }
}
