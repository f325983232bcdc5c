//! The words and marks of a sentence as the reader takes them in: what each does, looks like and means.

use crate::facts::tagging::{self, Grammar, VerbForm};
use crate::facts::tokens::{self, Token};
use crate::text::function_words::place_among;
use crate::text::vectors::{WordRow, WordVectors};
use crate::text::{Span, normalize};

use super::vocabulary::{StemId, Vocabulary};

/// How many parts of speech there are.
pub const TAGS: usize = 21;

/// How many forms of verbs there are, with that of words that are none.
pub const FORMS: usize = 8;

/// How many plain traits a word has.
pub const TRAITS: usize = 8;

/// A word or mark, ready to be read.
#[derive(Debug, Clone, Copy)]
pub struct ReaderToken {
    /// Its bytes in the stored text.
    pub span: Span,
    /// Its place in the table of word vectors.
    pub row: Option<WordRow>,
    /// Its stem, where an article has it.
    pub stem: Option<StemId>,
    /// Its number among the words that the reader knows by heart; 0 for all others.
    pub known: u16,
    /// What it does in its sentence.
    pub tag: u8,
    /// Which form of a verb it is.
    pub form: u8,
    /// How telling it is, and what it looks like.
    pub traits: [f32; TRAITS],
}

/// How many words and marks the reader knows by heart, and one number for all others.
pub const CLOSED_CLASS_WORDS: usize = 256;

/// Marks that are known by heart; the function words are numbered behind them.
const MARKS: [&str; 22] = [
    ",", ".", ";", ":", "(", ")", "[", "]", "\"", "“", "”", "‘", "’", "'", "-", "–", "—", "$", "£",
    "€", "%", "&",
];

/// Returns the number of a word in lower case or of a mark, 0 when it is not known by heart.
pub fn closed_class_id(lower: &str) -> u16 {
    let mark = || MARKS.iter().position(|mark| *mark == lower);
    let word = || Some(MARKS.len() + place_among(lower)?);
    let number = mark().or_else(word).map_or(0, |place| place + 1);
    if number < CLOSED_CLASS_WORDS {
        number as u16
    } else {
        0
    }
}

/// Reads the words of a piece of text that begins at `offset` of the stored text.
pub fn words_of(text: &str, offset: usize, vocabulary: &Vocabulary) -> Vec<ReaderToken> {
    let tokens = tokens::tokenize(text);
    let tagged = tagging::tag(&tokens);
    (tokens.iter().zip(tagged).enumerate())
        .map(|(at, (token, grammar))| word(at, token, grammar, offset, vocabulary))
        .collect()
}

fn word(
    at: usize,
    token: &Token<'_>,
    grammar: Grammar,
    offset: usize,
    vocabulary: &Vocabulary,
) -> ReaderToken {
    let folded = normalize::fold(token.text);
    let stem = vocabulary.stem(&normalize::stem(&folded));
    ReaderToken {
        span: token.span.shifted(offset),
        row: WordVectors::shipped().row(&folded),
        stem,
        known: closed_class_id(&token.lower),
        tag: grammar.tag as u8,
        form: grammar.form.map_or(0, number_of_form),
        traits: traits(at, token.text, vocabulary.idf(stem)),
    }
}

fn number_of_form(form: VerbForm) -> u8 {
    form as u8 + 1
}

/// Weights run to about this for the rarest words.
const USUAL_WEIGHT: f32 = 5.0;

fn traits(at: usize, text: &str, weight: f32) -> [f32; TRAITS] {
    let is = |fact: bool| f32::from(u8::from(fact));
    let letters = text.chars().count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    [
        weight / USUAL_WEIGHT,
        is(text.chars().next().is_some_and(char::is_uppercase)),
        is(letters > 1 && text.chars().all(char::is_uppercase)),
        is(digits > 0),
        is(letters == 4 && digits == 4 && matches!(text.as_bytes(), [b'1' | b'2', ..])),
        is(!text.chars().any(char::is_alphanumeric)),
        is(letters > 8),
        is(at == 0),
    ]
}
