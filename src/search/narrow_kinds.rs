//! What some questions ask for more narrowly than their question word says: a time of the day, a telephone number, a colour.

use crate::question::{AnswerType, Question};
use crate::text::Span;
use crate::text::number_words::NUMBER_WORDS;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

use super::compared_words::{Token, TokenClass};

/// Something of a narrow kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NarrowKind {
    /// "What time does the walk start?": no day answers it.
    TimeOfDay,
    /// "What is the phone number of the hostel?"
    Telephone,
    /// "What colour is the lighthouse?"
    Colour,
    /// "What breed is the dog?"
    Breed,
}

/// Words behind "what time" that ask for something longer.
const SPANS: [&str; 8] = [
    "of", "period", "periods", "frame", "span", "zone", "scale", "limit",
];

/// Words that name a time of the day, or end one.
const TIMES_OF_DAY: [&str; 19] = [
    "am",
    "pm",
    "a.m",
    "p.m",
    "o'clock",
    "noon",
    "midday",
    "midnight",
    "dawn",
    "dusk",
    "sunrise",
    "sunset",
    "morning",
    "mornings",
    "afternoon",
    "evening",
    "evenings",
    "night",
    "utc",
];

/// Words before an hour: "from 10 to 12".
const BEFORE_HOURS: [&str; 10] = [
    "at", "from", "to", "until", "till", "by", "before", "after", "between", "past",
];

/// A telephone number has at least so many digits.
const TELEPHONE_DIGITS: usize = 6;

/// Words for colours, and those that make one of another word.
const COLOURS: &str = "amber auburn azure beige black blond blonde blue bluish bronze brown brownish buff burgundy chestnut \
    colorless colourless coloured colored copper coral cream crimson cyan ebony emerald ginger gold golden gray \
    grayish green greenish grey greyish hazel indigo ivory jade khaki lavender lilac lime magenta mahogany \
    maroon mauve navy ochre olive orange pink pinkish purple purplish red reddish rose russet rust saffron \
    salmon scarlet sepia silver silvery tan tawny teal terracotta transparent turquoise vermilion violet white \
    whitish yellow yellowish";

impl NarrowKind {
    /// Reads what a question asks for, if it is as narrow.
    pub fn of(question: &Question) -> Option<NarrowKind> {
        let is = |at: usize, forms: &[&str]| {
            let word = question.words.get(at);
            word.is_some_and(|word| forms.contains(&word.folded.as_str()))
        };
        let telephone = |from: usize| {
            (from..question.words.len()).any(|at| {
                is(at, &["phone", "telephone", "mobile"]) && is(at + 1, &["number", "numbers"])
            })
        };
        let Some(asks) = question.kind.wh_word else {
            // "caretaker phone number"
            let found = question.kind.expected != AnswerType::Truth && telephone(0);
            return found.then_some(NarrowKind::Telephone);
        };
        if !is(asks, &["what", "which"]) {
            return None;
        }
        if is(asks + 1, &["time"]) && !is(asks + 2, &SPANS) {
            return Some(NarrowKind::TimeOfDay);
        }
        if is(asks + 1, &["color", "colour", "colors", "colours"]) {
            return Some(NarrowKind::Colour);
        }
        if is(asks + 1, &["breed", "breeds"]) {
            return Some(NarrowKind::Breed);
        }
        telephone(asks).then_some(NarrowKind::Telephone)
    }

    /// Returns the one telephone number of a sentence where that is asked for; `None` where it has several or none.
    pub fn only_in(self, text: &str, tokens: &[Token]) -> Option<Span> {
        if self != NarrowKind::Telephone {
            return None;
        }
        let mut found: Vec<Span> = Vec::new();
        for at in 0..tokens.len() {
            let is_new = |span: &Span| found.last().is_none_or(|last| last.end <= span.start);
            let number = telephone_at(at, text, tokens).filter(is_new);
            found.extend(number);
        }
        match found.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Tells whether those of the words of a sentence that are looked at have something of this kind.
    pub fn is_in(self, text: &str, tokens: &[Token], which: &[bool]) -> bool {
        let word = |at: usize| {
            let token = tokens.get(at);
            let written = token.and_then(|token| token.span.of(text));
            written.unwrap_or_default().to_lowercase()
        };
        let mut looked_at = (0..tokens.len()).filter(|at| which.get(*at) == Some(&true));
        match self {
            NarrowKind::TimeOfDay => looked_at.any(|at| is_time_of_day(at, tokens, &word)),
            NarrowKind::Colour => looked_at.any(|at| {
                (word(at).split('-')).any(|part| COLOURS.split(' ').any(|own| own == part))
            }),
            NarrowKind::Breed => {
                looked_at.any(|at| (tokens.get(at)).is_some_and(|token| is_breed(token, &word(at))))
            }
            NarrowKind::Telephone => looked_at.any(|at| telephone_at(at, text, tokens).is_some()),
        }
    }
}

/// Animals that have breeds.
const BRED: [&str; 8] = [
    "dog", "cat", "horse", "cattle", "sheep", "pig", "chicken", "goat",
];

/// Tells whether a word names a breed: one kind of such an animal, or what no table of words knows.
fn is_breed(token: &Token, word: &str) -> bool {
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let mut kinds = BRED.iter().filter_map(|kind| vectors.row(kind));
    let is_generic = BRED.contains(&word.trim_end_matches('s'))
        || matches!(word, "puppy" | "kitten" | "foal" | "lamb");
    match token.row {
        Some(row) => !is_generic && kinds.any(|kind| known.is_a(row, kind)),
        None => matches!(token.class, TokenClass::Plain | TokenClass::Name),
    }
}

/// Returns the figures of an hour without what stands behind them for half a day or for hours.
fn without_half(written: &str) -> &str {
    let mut endings = ["a.m.", "p.m.", "a.m", "p.m", "am", "pm", "h"].iter();
    let bare = endings.find_map(|ending| written.strip_suffix(ending));
    bare.unwrap_or(written)
}

/// Tells whether a word is a number as clocks have them: "nine".
fn is_hour(word: &str) -> bool {
    let mut hours = NUMBER_WORDS.iter().skip(1).take(12);
    hours.any(|hour| *hour == word)
}

/// Returns the telephone number that begins with a word: "01 23 45 67 89". A span of years is none.
fn telephone_at(at: usize, text: &str, tokens: &[Token]) -> Option<Span> {
    let written = |token: &Token| token.span.of(text).unwrap_or_default().to_owned();
    let is_figure = |word: &str| {
        word.bytes().any(|b| b.is_ascii_digit())
            && !word.contains([',', '–', '—'])
            && !word.chars().any(char::is_alphabetic)
    };
    let mut run: Vec<String> = Vec::new();
    let mut end = None;
    for token in tokens.get(at..).unwrap_or_default() {
        let gap = end.map_or(Some(""), |end| text.get(end..token.span.start));
        let joins = gap.is_some_and(|gap| gap.chars().all(|c| " \u{a0}-/().+".contains(c)));
        let word = written(token);
        if !joins || !is_figure(&word) {
            break;
        }
        run.push(word);
        end = Some(token.span.end);
    }
    let digits = |word: &String| word.bytes().filter(u8::is_ascii_digit).count();
    let is_year = |word: &str| {
        word.len() == 4
            && word
                .parse::<u16>()
                .is_ok_and(|year| (1500..2100).contains(&year))
    };
    let all = run.join("-");
    let spans_years = all.split('-').count() == 2 && all.split('-').all(is_year);
    let is_long = run.iter().map(digits).sum::<usize>() >= TELEPHONE_DIGITS;
    let start = tokens.get(at)?.span.start;
    (is_long && !spans_years).then(|| Span::new(start, end.unwrap_or(start)))
}

fn is_time_of_day(at: usize, tokens: &[Token], word: &dyn Fn(usize) -> String) -> bool {
    let own = word(at);
    if TIMES_OF_DAY.contains(&own.as_str()) {
        return true;
    }
    let class = |at: Option<usize>| Some(tokens.get(at?)?.class);
    let before = at.checked_sub(1).map(word).unwrap_or_default();
    // "At 10", but not "at 10 places" nor "from 10 May".
    let stands_alone = || {
        BEFORE_HOURS.contains(&before.as_str())
            && !matches!(
                class(Some(at + 1)),
                Some(TokenClass::Plain | TokenClass::Calendar | TokenClass::Number)
            )
    };
    if is_hour(&own) {
        return stands_alone();
    }
    let digits = own.chars().take_while(char::is_ascii_digit).count();
    let (hour, rest) = own.split_at(digits);
    if !hour.parse::<u8>().is_ok_and(|hour| hour <= 24) {
        return false;
    }
    // "9.30am"
    let bare = without_half(rest);
    let minutes = |rest: &str| rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit());
    match bare.chars().next() {
        Some(':' | '.' | 'h') => bare.get(1..).is_some_and(minutes),
        Some(_) => false,
        None if bare.len() < rest.len() => true,
        // "10:30" may be two words.
        None => stands_alone() || minutes(without_half(&word(at + 1))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::compared_words;
    use super::super::vocabulary::VocabularyBuilder;
    use super::*;
    use crate::question::analyze;

    fn told(question: &str, sentence: &str) -> Option<bool> {
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let tokens = compared_words::tokens(sentence, Span::new(0, sentence.len()), &vocabulary);
        let kind = NarrowKind::of(&analyze(question))?;
        Some(kind.is_in(sentence, &tokens, &vec![true; tokens.len()]))
    }

    #[test]
    fn no_day_tells_what_time_it_is() {
        let asked = "What time does the walk start?";
        for clock in [
            "We start at 9.30 from the hut.",
            "The walk starts at 10:15.",
            "Start: 5 pm",
            "It begins at 7 p.m. sharp.",
            "It is open from 10 to 12.",
            "We leave at noon.",
            "The walk starts at 9.30am.",
            "The walk starts at 9.30 a.m.",
            "It opens at nine.",
            "It opens at 10:30am on Sundays.",
            "Doors: 09h30",
        ] {
            assert_eq!(told(asked, clock), Some(true), "{clock}");
        }
        for day in [
            "The longest is on 20 June, 22 km.",
            "It has run since 1987.",
            "They stop at 10 places.",
            "They stop at nine places.",
            "It is 9.30m long.",
        ] {
            assert_eq!(told(asked, day), Some(false), "{day}");
        }
        assert_eq!(told("What time of year is it?", "In May."), None);
    }

    #[test]
    fn a_telephone_number_is_long() {
        let asked = "what's the phone number of the hostel";
        assert_eq!(told(asked, "Ring Beryl (01632 960417)."), Some(true));
        assert_eq!(told(asked, "Ring 01 23 45 67 89."), Some(true));
        assert_eq!(told(asked, "It has 32 beds at £27 a night."), Some(false));
        for years in ["1998–2004", "1998-2004"] {
            let sentence = format!("Ada kept the hostel ({years}).");
            assert_eq!(told(asked, &sentence), Some(false), "{years}");
        }
    }

    #[test]
    fn the_only_telephone_number_is_found() {
        let text = "Call Mr. Lund (0151 555 0134), weekdays 8–12.";
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let tokens = compared_words::tokens(text, Span::new(0, text.len()), &vocabulary);
        let kind = NarrowKind::of(&analyze("caretaker phone number"));
        assert_eq!(kind, Some(NarrowKind::Telephone));
        let found = kind.and_then(|kind| kind.only_in(text, &tokens));
        assert_eq!(
            found.and_then(|found| found.of(text)),
            Some("0151 555 0134")
        );
    }

    #[test]
    fn a_park_is_no_breed() {
        let asked = "What breed was the dog?";
        for (sentence, tells) in [
            ("The dog was found in the park of the abbey.", false),
            ("It is a young spaniel with a collar.", true),
            ("The dog, a labrador, was unhurt.", true),
            ("The keeper had two dogs and a cat.", false),
        ] {
            assert_eq!(told(asked, sentence), Some(tells), "{sentence}");
        }
    }

    #[test]
    fn what_is_painted_need_not_have_a_colour() {
        let asked = "what colour is the tower";
        assert_eq!(told(asked, "It is white with two red bands."), Some(true));
        assert_eq!(told(asked, "Its doors are chestnut."), Some(true));
        assert_eq!(told(asked, "The lantern was painted over."), Some(false));
        assert_eq!(
            told(asked, "The tower stands on a hill by the sea."),
            Some(false)
        );
        assert_eq!(told("Who painted the tower?", "Lund."), None);
    }
}
