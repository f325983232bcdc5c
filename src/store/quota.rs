//! How much a server may hold of its own: its members fill the disk of somebody who never sees them.

use super::{StoreError, StoreResult, Usage};

/// A server may hold so many articles of its own.
pub const MAX_ARTICLES: usize = 5_000;

/// A server may hold so much text of its own.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// And so much with all earlier versions and what was removed.
pub const MAX_BYTES_KEPT: usize = 4 * MAX_BYTES;

/// What a server holds at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holdings {
    /// What can be asked.
    pub usage: Usage,
    /// The bytes of all versions, those of removed articles among them.
    pub bytes_kept: usize,
}

/// Refuses a change that goes over the quota; what adds nothing always fits.
pub fn check(before: Holdings, after: Holdings) -> StoreResult<()> {
    let grows_over = |before: usize, after: usize, most: usize| after > most && after > before;
    let (had, has) = (before.usage, after.usage);
    if grows_over(had.articles, has.articles, MAX_ARTICLES)
        || grows_over(had.bytes, has.bytes, MAX_BYTES)
    {
        return Err(StoreError::ShelfFull(had.articles));
    }
    match grows_over(before.bytes_kept, after.bytes_kept, MAX_BYTES_KEPT) {
        true => Err(StoreError::VersionsFull),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::ErrorCode;

    #[test]
    fn a_full_shelf_takes_what_adds_nothing() {
        let holding = |articles: usize, bytes: usize, bytes_kept: usize| Holdings {
            usage: Usage {
                articles,
                bytes,
                removed: 0,
            },
            bytes_kept,
        };
        let code = |before, after| check(before, after).map_err(|error| error.code());
        let full = holding(MAX_ARTICLES, 1_000, 1_000);
        assert_eq!(code(full, holding(MAX_ARTICLES, 1_002, 2_000)), Ok(()));
        let more = holding(MAX_ARTICLES + 1, 1_001, 1_001);
        assert_eq!(code(full, more), Err(ErrorCode::Quota));
        let heavy = holding(3, MAX_BYTES, MAX_BYTES);
        assert_eq!(
            code(heavy, holding(3, MAX_BYTES - 1, MAX_BYTES + 9)),
            Ok(())
        );
        let heavier = holding(3, MAX_BYTES + 1, MAX_BYTES + 10);
        assert_eq!(code(heavy, heavier), Err(ErrorCode::Quota));
        assert_eq!(code(heavier, heavy), Ok(()), "what lets go is let");
        let kept = holding(3, 10, MAX_BYTES_KEPT + 1);
        assert_eq!(
            code(holding(3, 9, MAX_BYTES_KEPT), kept),
            Err(ErrorCode::Quota)
        );
    }
}
