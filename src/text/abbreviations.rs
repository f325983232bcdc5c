//! Full stops that end nothing: abbreviations, initials, numbered things.

/// Titles and ranks that stand before a name; a sentence never ends with one.
const BEFORE_A_NAME: &[&str] = &[
    "adm", "amb", "atty", "bro", "brig", "capt", "cdr", "cmdr", "col", "cpl", "dr", "drs", "fr",
    "gen", "gov", "hon", "insp", "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "msgr",
    "mt", "mx", "pfc", "pres", "prof", "pvt", "rep", "reps", "rev", "rt", "sen", "sens", "sgt",
    "sra", "srta", "st", "ste", "supt",
];

/// Words that announce what follows, whatever its first letter.
const BEFORE_ANYTHING: &[&str] = &[
    "approx", "ca", "cf", "e.g", "eg", "esp", "i.e", "ie", "incl", "resp", "viz", "vs", "v",
];

/// Words that announce a number, or a Roman one.
const BEFORE_A_NUMBER: &[&str] = &[
    "apr", "app", "art", "arts", "aug", "ch", "chap", "dec", "eq", "eqs", "feb", "fig", "figs",
    "jan", "jul", "jun", "ln", "mar", "no", "nos", "nov", "nr", "oct", "op", "p", "par", "para",
    "pg", "pp", "pt", "sec", "sect", "sep", "sept", "ser", "vol", "vols", "n°", "nº",
];

/// Shortened words that may also end a sentence.
const ANYWHERE: &[&str] = &[
    "al", "assn", "ave", "blvd", "bldg", "bros", "co", "corp", "dept", "dist", "ed", "eds", "est",
    "etc", "ft", "ibid", "inc", "int", "jr", "llc", "ltd", "misc", "mfg", "natl", "orig", "phd",
    "rd", "sr", "tel", "temp", "univ",
];

/// Words that begin sentences far more often than they go on with a name.
const STARTERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Although",
    "An",
    "And",
    "Another",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Even",
    "For",
    "From",
    "Had",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "If",
    "In",
    "Is",
    "It",
    "Its",
    "Many",
    "Meanwhile",
    "Most",
    "My",
    "No",
    "Not",
    "Nobody",
    "Now",
    "On",
    "Once",
    "One",
    "Only",
    "Our",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Through",
    "To",
    "Today",
    "Two",
    "Under",
    "Until",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Whether",
    "While",
    "Who",
    "Why",
    "With",
    "Would",
    "Yet",
    "You",
];

/// Tells whether a full stop after `word` leaves the sentence open, given the word after it.
///
/// `word` comes without its full stop, `next` with whatever follows it in the text.
pub fn leaves_open(word: &str, next: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_lowercase();
    let listed = |words: &[&str]| words.contains(&lower.as_str());
    if listed(BEFORE_ANYTHING) && !is_acronym(word) {
        return true;
    }
    if listed(BEFORE_A_NUMBER) {
        return is_numeral(next);
    }
    listed(BEFORE_A_NAME) && begins_upper(next) && !is_starter(next)
}

/// Tells whether `word`, without its full stop, is a shortened word of any sort.
pub fn is_shortened(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_lowercase();
    let lists = [BEFORE_A_NAME, BEFORE_ANYTHING, BEFORE_A_NUMBER, ANYWHERE];
    if is_acronym(word) {
        return false;
    }
    is_initial(word) || is_dotted(word) || lists.iter().any(|list| list.contains(&lower.as_str()))
}

/// Tells whether a shortened word that is followed by `next` ends a sentence after all.
pub fn ends_here(word: &str, next: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    match word.to_lowercase().as_str() {
        "no" => begins_upper(next) && !is_numeral(next),
        "etc" => begins_upper(next),
        lower if BEFORE_ANYTHING.contains(&lower) || BEFORE_A_NAME.contains(&lower) => false,
        _ => is_dotted(word) && is_starter(next) && first_word(next).len() > 1,
    }
}

/// Tells whether the text goes on with a word that usually begins a sentence.
pub fn is_starter(next: &str) -> bool {
    STARTERS.contains(&first_word(next))
}

/// Returns the letters a text begins with, opening quotation marks and brackets left out.
fn first_word(next: &str) -> &str {
    let next = next.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = next
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(next.len());
    next.get(..end).unwrap_or_default()
}

fn begins_upper(next: &str) -> bool {
    let mut letters = next
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars();
    letters.next().is_some_and(char::is_uppercase)
}

fn is_numeral(next: &str) -> bool {
    let word = next
        .trim_start_matches(|c: char| c.is_whitespace() || "(#".contains(c))
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let roman = !word.is_empty() && word.chars().all(|c| "IVXLC".contains(c)) && word != "I";
    roman || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Several capitals without full stops between, such as `IE`: a name, not a shortened word.
fn is_acronym(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// One capital letter, as in a name.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// Single letters with full stops between, such as `U.S` or `a.m`.
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_wait_for_a_name() {
        assert!(leaves_open("Sgt", " Okafor waved."));
        assert!(leaves_open("(Prof", " Lindqvist"));
        assert!(!leaves_open("St", " The rain began."));
    }

    #[test]
    fn no_is_an_abbreviation_only_before_a_number() {
        assert!(leaves_open("No", " 7 is closed."));
        assert!(leaves_open("no", " XIV"));
        assert!(ends_here("no", " Leave the gate open."));
        assert!(!ends_here("No", " 7 is closed."));
    }

    #[test]
    fn dotted_words_end_before_a_usual_beginning() {
        assert!(ends_here("U.N", " They voted at noon."));
        assert!(!ends_here("U.N", " Security Council"));
        assert!(!is_dotted("harbour.net"));
    }

    #[test]
    fn whole_words_are_not_shortened() {
        assert!(!is_shortened("harbour"));
        assert!(is_shortened("\"Ltd"));
        assert!(is_shortened("K"));
    }
}
