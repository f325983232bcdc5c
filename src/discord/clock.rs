//! The one place of the bot that looks at the clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// Returns the seconds since 1970.
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
}
