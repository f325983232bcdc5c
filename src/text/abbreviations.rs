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

/// Words that are shortened before a word in small letters or a figure: "max. weight", "est. 1901"; before a capital they may be
/// a name or end a sentence.
const BEFORE_SMALL: &[&str] = &["avg", "est", "ext", "max", "min", "qty", "tel", "temp"];

/// Units behind a figure that are shortened words, or a letter that is written small: a capital one is an initial.
const UNITS: &[&str] = &[
    "a", "g", "h", "hr", "hrs", "l", "m", "min", "mins", "s", "sec", "secs",
];

/// Units that are a capital letter, as initials are.
const CAPITAL_UNITS: &[&str] = &["A", "V", "W"];

/// Shortened months.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

/// So many words before a shortened month make a sentence of their own: "on 3 Feb. Mary left" goes on.
const WORDS_BEFORE_A_MONTH: usize = 5;

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
    // "Est. March 1746": what is shortened with a capital of its own goes on; EST is a zone.
    if matches!(word, "Est" | "Tel" | "Ext") {
        return true;
    }
    if listed(BEFORE_SMALL) && next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) {
        return true;
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

/// Tells whether a sentence ends with a figure and its unit, or with a day and its month, before a word with a capital: "takes
/// 3.5 h. A spare", "were sent on 1 Feb. Water"; not with an initial: "In 1912 A. Lind". `words` come without their full stop.
pub fn ends_figure(words: &str, next: &str) -> bool {
    let mut back = words.rsplit(char::is_whitespace);
    let (Some(last), Some(figure)) = (back.next(), back.next()) else {
        return false;
    };
    let figure = figure.trim_start_matches(|c: char| !c.is_ascii_digit());
    let is_figure = figure.starts_with(|c: char| c.is_ascii_digit())
        && figure
            .chars()
            .all(|c| c.is_ascii_digit() || ".,:/-–".contains(c));
    let lower = last.to_lowercase();
    let is_day = || {
        figure
            .parse::<u8>()
            .is_ok_and(|day| (1..=31).contains(&day))
    };
    let is_long = || words.split_whitespace().count() >= WORDS_BEFORE_A_MONTH;
    let unit = match last.len() {
        1 => last,
        _ => lower.as_str(),
    };
    let is_capital_unit =
        || CAPITAL_UNITS.contains(&last) && !may_be_year(figure) && is_starter(next);
    is_figure
        && begins_upper(next)
        && (UNITS.contains(&unit)
            || is_capital_unit()
            || MONTHS.contains(&lower.as_str()) && is_day() && (is_long() || is_starter(next)))
}

fn may_be_year(figure: &str) -> bool {
    figure.len() == 4 && figure.bytes().all(|b| b.is_ascii_digit())
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
    fn what_is_shortened_with_a_capital_goes_on() {
        assert!(leaves_open("Est", " March 1746 by two brothers."));
        assert!(!leaves_open("EST", " The rain began."));
        assert!(!leaves_open("est", " The rain began."));
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
    fn a_figure_with_its_unit_may_end_a_sentence() {
        assert!(ends_figure("A charge takes 3.5 h", " A spare is dear."));
        assert!(ends_figure("It runs on 12 V", " The fuse is in the box."));
        assert!(ends_figure("It takes 5 Min", " Stir it."));
        assert!(ends_figure("They were sent on 1 Feb", " Water is off."));
        assert!(ends_figure("On 1 Feb", " They were sent."));
        assert!(!ends_figure("On 3 Feb", " Mary Lund left."));
        assert!(!ends_figure("It is 5 m", " long"));
        assert!(!ends_figure("Lund signed as M", " Orbey did."));
        assert!(!ends_figure("In 1912 A", " Lind founded the club."));
        assert!(!ends_figure("In 1925 W", " Heisenberg wrote it."));
        assert!(!ends_figure("In 1912 V", " The Younger"));
        assert!(!ends_figure("On the list of 12 M", " Lund stood first."));
        assert!(!ends_figure("On the list of 12 A", " Lund stood first."));
    }

    #[test]
    fn a_word_shortened_before_small_letters_goes_on() {
        assert!(leaves_open("Max", "rider weight: 110 kg"));
        assert!(leaves_open("Est", "1901"));
        assert!(!leaves_open("Max", "He is nice."));
    }

    #[test]
    fn whole_words_are_not_shortened() {
        assert!(!is_shortened("harbour"));
        assert!(is_shortened("\"Ltd"));
        assert!(is_shortened("K"));
    }
}
