//! Why Discord closed a connection: what can be tried again, and what only the operator can mend.

/// A reason for which no further try can succeed, with what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{cure} (Discord closed the connection with {code})")]
pub struct Fatal {
    /// Discord's code.
    pub code: u16,
    cure: &'static str,
}

/// Returns what the operator has to mend, if the code says that nothing else helps.
pub fn fatal(code: u16) -> Option<Fatal> {
    let cure = match code {
        4004 => {
            "Discord refuses the token: reset it in the developer portal, page Bot, and put the new one into DISCORD_TOKEN"
        }
        4010 => "Discord does not accept these connections: correct SHARDS, or leave it empty",
        4011 => {
            "the bot is in too many servers for so few connections: give SHARDS a larger total, or leave it empty"
        }
        4012 => "Discord no longer speaks this version of its gateway: install a newer Footnote",
        4013 => "Discord does not know what the bot asks to see: install a newer Footnote",
        4014 => {
            "Discord has not allowed the Message Content intent: switch it on in the developer portal, page Bot, or set MESSAGE_CONTENT=off"
        }
        _ => return None,
    };
    Some(Fatal { code, cure })
}

/// Tells whether the session is lost with the connection.
pub fn ends_session(code: u16) -> bool {
    // 1000 and 1001 are goodbyes; the others mean: authenticated anew, wrong sequence, timed out.
    matches!(code, 1000 | 1001 | 4003 | 4005 | 4007 | 4009)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discords_last_words_are_told_apart() {
        for code in [4004, 4010, 4011, 4012, 4013, 4014] {
            assert!(fatal(code).is_some(), "{code}");
        }
        for code in [1000, 1006, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009] {
            assert!(fatal(code).is_none(), "{code}");
        }
        assert!(ends_session(4009) && !ends_session(4000));
    }
}
