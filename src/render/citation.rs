//! How a citation reads: its date, its certainty and its place, in words.

use crate::answer::Certainty;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Writes `2026-01-25` as `25 Jan 2026`, `2026-01` as `Jan 2026`; anything else stays as it is.
pub fn date(published: &str) -> String {
    let day = published.split('T').next().unwrap_or(published);
    let parts: Vec<&str> = day.split('-').collect();
    let month = |number: &str| {
        let number: usize = number.parse().ok()?;
        MONTHS.get(number.checked_sub(1)?).copied()
    };
    let written = match parts.as_slice() {
        [year, m] => month(m).map(|m| format!("{m} {year}")),
        [year, m, d] => month(m).map(|m| format!("{} {m} {year}", d.trim_start_matches('0'))),
        _ => None,
    };
    written.unwrap_or_else(|| published.to_owned())
}

/// Says how sure an answer is; never a naked percentage.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Sure => "Almost certainly the answer",
        Certainty::Likely => "Probably the answer",
        Certainty::Possible => "Perhaps the answer, read it in its place",
        Certainty::None => "The articles do not say",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_for_people() {
        assert_eq!(date("2026-01-25"), "25 Jan 2026");
        assert_eq!(date("2026-01-05T08:00:00Z"), "5 Jan 2026");
        assert_eq!(date("2026-01"), "Jan 2026");
        assert_eq!(date("2026"), "2026");
        assert_eq!(date("2026-13-01"), "2026-13-01");
    }
}
