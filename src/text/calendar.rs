//! The names of days and months, and which of two dates is later.

/// The days of the week, in small letters.
pub const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The months in their order, in small letters.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The beginnings of the months' names in the languages in which pages mostly come, month by month.
pub const MONTHS_ABROAD: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz", "maa"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mag", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// Returns the short English name of a month that is counted from 1, as in `Jan`.
pub fn short_month(number: usize) -> Option<String> {
    let name = MONTHS.get(number.checked_sub(1)?)?;
    let (first, rest) = (name.get(..1)?, name.get(1..3)?);
    Some(first.to_uppercase() + rest)
}

/// Returns the number, counted from 1, of the month whose name in some language a word in small letters begins like.
pub fn month_like(word: &str) -> Option<usize> {
    let begins = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    MONTHS_ABROAD.iter().position(begins).map(|at| at + 1)
}

/// Tells whether one ISO date is surely later than another; of 2026 and a day of 2026 nobody knows which came first.
pub fn is_surely_later(one: &str, other: &str) -> bool {
    one > other && !one.starts_with(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_short_names_and_are_known_abroad() {
        assert_eq!(short_month(1).as_deref(), Some("Jan"));
        assert_eq!(short_month(12).as_deref(), Some("Dec"));
        assert_eq!((short_month(0), short_month(13)), (None, None));
        assert_eq!(month_like("märz"), Some(3));
        assert_eq!(month_like("september"), Some(9));
        assert_eq!(month_like("harbour"), None);
    }

    #[test]
    fn a_date_is_later_only_where_that_is_sure() {
        assert!(is_surely_later("2026-01-25", "2025"));
        assert!(is_surely_later("2026-02", "2026-01-25"));
        assert!(!is_surely_later("2026-01-25", "2026"));
        assert!(!is_surely_later("2026", "2026-01-25"));
        assert!(!is_surely_later("2026", "2026"));
    }
}
