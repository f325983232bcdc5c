//! A sentence read once: its words, their grammar, phrases, clauses, dates, numbers and names.

use super::aliases::{self, Alias};
use super::chunks::{self, Phrase};
use super::clauses::{self, Clause};
use super::dates::{self, Date};
use super::names;
use super::quantities::{self, Quantity};
use super::tagging::{self, Grammar, Tag};
use super::tokens::{self, Token, span_between};
use crate::text::Span;

/// Everything the finders of facts look at.
#[derive(Debug)]
pub struct ParsedSentence<'a> {
    /// The sentence itself.
    pub sentence: &'a str,
    /// Its words, numbers and marks.
    pub tokens: Vec<Token<'a>>,
    /// What each token does.
    pub tagged: Vec<Grammar>,
    /// Its noun and verb groups and what stands between.
    pub phrases: Vec<Phrase>,
    /// Its verbs with their subjects and objects.
    pub clauses: Vec<Clause>,
    /// Its dates.
    pub dates: Vec<Date>,
    /// Its numbers.
    pub quantities: Vec<Quantity>,
    /// Its proper names.
    pub names: Vec<Span>,
    /// Its pairs of names for one thing.
    pub aliases: Vec<Alias>,
}

impl<'a> ParsedSentence<'a> {
    /// Reads a sentence.
    pub fn of(sentence: &'a str) -> Self {
        let tokens = tokens::tokenize(sentence);
        let tagged = tagging::tag(&tokens);
        let phrases = chunks::chunk(&tokens, &tagged);
        let clauses = clauses::read(&tokens, &tagged, &phrases);
        let dates = dates::find_in(&tokens);
        let quantities = quantities::find_in(&tokens, &dates);
        let names = names::find_in(&tokens, &dates);
        let aliases = aliases::find_in(&tokens, &names);
        ParsedSentence {
            sentence,
            tokens,
            tagged,
            phrases,
            clauses,
            dates,
            quantities,
            names,
            aliases,
        }
    }

    /// Returns the bytes from the first to the last of two tokens.
    pub fn span(&self, ends: (usize, usize)) -> Option<Span> {
        span_between(&self.tokens, ends.0, ends.1)
    }

    /// Returns the tag of a token.
    pub fn tag(&self, at: usize) -> Option<Tag> {
        self.tagged.get(at).map(|grammar| grammar.tag)
    }

    /// Tells whether a token is one of these words.
    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_any(words))
    }

    /// Returns the lower-case form of a token.
    pub fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_ref())
    }
}
