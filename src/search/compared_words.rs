//! Words ready to be compared: each with its stem, its number and what sort of word it is.

use crate::text::calendar::{MONTHS, WEEKDAYS};
use crate::text::function_words::is_function_word;
use crate::text::number_words::NUMBER_WORDS;
use crate::text::vectors::{WordRow, WordVectors};
use crate::text::{Span, dimensions, enumerations, normalize, words};

use super::vocabulary::{StemId, Vocabulary, WordId};

/// A word of a sentence, ready to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Its bytes in the stored text.
    pub span: Span,
    /// Its folded form.
    pub word: Option<WordId>,
    /// Its stem.
    pub stem: Option<StemId>,
    /// Its place in the table of word vectors.
    pub row: Option<WordRow>,
    /// How telling its stem is among sentences.
    pub weight: f32,
    /// What sort of word it is.
    pub class: TokenClass,
}

/// What sort of word a token is, read off its own letters and its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenClass {
    /// Holds the sentence together.
    Function,
    /// A year, 1000 to 2099.
    Year,
    /// The name of a month or day of the week.
    Calendar,
    /// Another figure, or a number word.
    Number,
    /// Begins with a capital not owed to the beginning of the sentence.
    Name,
    /// All others.
    Plain,
}

/// Returns the words of a piece of text.
pub fn tokens(text: &str, span: Span, vocabulary: &Vocabulary) -> Vec<Token> {
    let vectors = WordVectors::shipped();
    let inside = span.of(text).unwrap_or_default();
    let begins = enumerations::opening(inside);
    words::words(inside)
        .enumerate()
        .map(|(at, word)| {
            let folded = normalize::fold(word.text);
            let id = vocabulary.word(&folded);
            let stem = match id {
                Some(id) => vocabulary.stem_of(id),
                None => vocabulary.stem(&normalize::stem(&folded)),
            };
            Token {
                span: word.span.shifted(span.start),
                word: id,
                stem,
                row: vectors.row(&folded),
                weight: vocabulary.idf(stem),
                class: match classify(&folded, word.is_capitalised() && at > 0) {
                    _ if word.span.end <= begins => TokenClass::Function,
                    TokenClass::Year if measures(inside, word.span) => TokenClass::Number,
                    class => class,
                },
            }
        })
        .collect()
}

fn classify(folded: &str, inner_capital: bool) -> TokenClass {
    if is_function_word(folded) {
        TokenClass::Function
    } else if is_year(folded) {
        TokenClass::Year
    } else if is_calendar(folded) && inner_capital {
        TokenClass::Calendar
    } else if folded.bytes().any(|b| b.is_ascii_digit()) || is_number_word(folded) {
        TokenClass::Number
    } else if inner_capital {
        TokenClass::Name
    } else {
        TokenClass::Plain
    }
}

/// Tells whether a word is written like a year, 1000 to 2099, or a decade of them.
pub(super) fn is_year(folded: &str) -> bool {
    let digits = folded.strip_suffix('s').unwrap_or(folded);
    digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(digits.as_bytes(), [b'1', ..] | [b'2', b'0', ..])
}

/// Tells whether what looks like a year measures something: "1,450", "£2000", "1,952 m", "1450 kg".
fn measures(text: &str, figure: Span) -> bool {
    let written = figure.of(text).unwrap_or_default();
    let before = text.get(..figure.start).unwrap_or_default();
    let after = text.get(figure.end..).unwrap_or_default();
    let after = after.trim_start_matches([' ', '\u{a0}']);
    let unit = words::words(after)
        .next()
        .filter(|word| word.span.start == 0);
    written.contains(',')
        || before.ends_with(dimensions::CURRENCY_SIGNS)
        || after.starts_with(['%', '°'])
        || after.starts_with(dimensions::CURRENCY_SIGNS)
        || unit.is_some_and(|unit| dimensions::is_unit(&unit.text.to_lowercase()))
}

/// Tells whether a word names a month or a day of the week.
pub(super) fn is_calendar(folded: &str) -> bool {
    MONTHS.contains(&folded) || WEEKDAYS.contains(&folded)
}

/// "One" and "zero" are seldom figures; "a dozen", "half" and "twice" are.
fn is_number_word(folded: &str) -> bool {
    let counts = NUMBER_WORDS.contains(&folded) && !matches!(folded, "zero" | "one");
    counts || matches!(folded, "billion" | "trillion" | "dozen" | "half" | "twice")
}

/// Stems and how often each stands in a text, sorted by stem.
#[derive(Debug, Clone, Default)]
pub struct StemCounts {
    counts: Vec<(StemId, u32)>,
    /// All words counted.
    pub length: u32,
}

impl StemCounts {
    /// Counts the content words.
    pub fn of<'a>(tokens: impl IntoIterator<Item = &'a Token>) -> Self {
        let mut stems: Vec<StemId> = (tokens.into_iter())
            .filter(|token| token.class != TokenClass::Function)
            .filter_map(|token| token.stem)
            .collect();
        stems.sort_unstable();
        let counts = stems
            .chunk_by(|a, b| a == b)
            .filter_map(|run| Some((*run.first()?, run.len() as u32)))
            .collect();
        StemCounts {
            counts,
            length: stems.len() as u32,
        }
    }

    /// Returns how often a stem stands in the text.
    pub fn count(&self, stem: StemId) -> u32 {
        self.counts
            .binary_search_by_key(&stem, |(known, _)| *known)
            .ok()
            .and_then(|at| self.counts.get(at))
            .map_or(0, |(_, count)| *count)
    }
}

/// Counts the words that are no function words.
pub(super) fn content_of(tokens: &[Token]) -> usize {
    let content = (tokens.iter()).filter(|token| token.class != TokenClass::Function);
    content.count()
}
