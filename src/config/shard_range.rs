//! The part of all gateway connections that one process holds.

use std::str::FromStr;

/// A part of all gateway connections: `0-3/8` or `2/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards {
    /// The first one held here, counted from 0.
    pub first: u32,
    /// The last one held here.
    pub last: u32,
    /// How many there are in all processes together.
    pub total: u32,
}

impl FromStr for Shards {
    type Err = &'static str;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let wrong = "is no part of the connections; write `0-3/8` or `2/8`";
        let (part, total) = written.trim().split_once('/').ok_or(wrong)?;
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong);
        let shards = Shards {
            first: number(first)?,
            last: number(last)?,
            total: number(total)?,
        };
        match shards.first <= shards.last && shards.last < shards.total {
            true => Ok(shards),
            false => Err("counts from 0 to one less than the total; write `0-3/8` or `2/8`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_a_range_of_a_total() {
        assert_eq!(
            "0-3/8".parse(),
            Ok(Shards {
                first: 0,
                last: 3,
                total: 8
            })
        );
        assert_eq!(
            "2/8".parse(),
            Ok(Shards {
                first: 2,
                last: 2,
                total: 8
            })
        );
        assert!("3-1/8".parse::<Shards>().is_err());
    }
}
