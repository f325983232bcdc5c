//! Phrases: the noun and verb groups of a sentence, and the words that stand between them.

use super::noun_groups::{noun_group, words_before_number};
use super::tagging::{Grammar, Tag, VerbForm};
use super::tokens::Token;
use super::verb_groups::verb_group;

/// What a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhraseKind {
    /// A noun with its articles, adjectives and possessors.
    Noun,
    /// An adjective that describes without a noun.
    Adjective,
    /// A verb with its auxiliaries.
    Verb,
    /// A preposition, perhaps of several words.
    Preposition,
    /// An adverb.
    Adverb,
    /// "and", "or", "but".
    Coordinator,
    /// A word that opens a dependent clause.
    Subordinator,
    /// "who", "which", "that" for the noun before.
    Relative,
    /// A comma.
    Comma,
    /// A mark that ends a stretch of words.
    Stop,
}

/// How a verb group stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Somebody does something.
    Active,
    /// Something is done.
    Passive,
    /// A form of "be" alone.
    Copula,
}

/// Whether a verb group can be the verb of a whole clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finiteness {
    /// It has a tense.
    Finite,
    /// "built" alone: a past, or a participle.
    Doubtful,
    /// A participle or "-ing" form.
    Participle,
    /// "to build".
    Infinitive,
}

/// A run of tokens that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// What it is.
    pub kind: PhraseKind,
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// The token that matters most: the noun, the full verb.
    pub head: usize,
    /// How it stands, when it is a verb group.
    pub verb: Option<(Finiteness, Voice)>,
}

impl Phrase {
    fn single(kind: PhraseKind, at: usize) -> Self {
        Phrase {
            kind,
            first: at,
            last: at,
            head: at,
            verb: None,
        }
    }

    /// Tells whether it is of this kind.
    pub fn is(&self, kind: PhraseKind) -> bool {
        self.kind == kind
    }

    /// Tells whether it is a verb group with a tense, or one that may have it.
    pub fn may_be_finite(&self) -> bool {
        matches!(
            self.verb,
            Some((Finiteness::Finite | Finiteness::Doubtful, _))
        )
    }
}

/// Splits a tagged sentence into phrases; what stands in brackets is left out.
pub fn chunk(tokens: &[Token<'_>], tagged: &[Grammar]) -> Vec<Phrase> {
    let mut phrases = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let (phrase, next) = phrase_at(tokens, tagged, at);
        phrases.extend(phrase);
        at = next.max(at + 1);
    }
    phrases
}

fn phrase_at(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> (Option<Phrase>, usize) {
    if let Some(after) = bracket_end(tokens, at) {
        return (None, after);
    }
    let found = bounded_number(tokens, tagged, at)
        .or_else(|| preposition(tokens, tagged, at))
        .or_else(|| verb_group(tokens, tagged, at))
        .or_else(|| noun_group(tokens, tagged, at))
        .or_else(|| single(tokens, tagged, at));
    let next = found.map_or(at + 1, |phrase| phrase.last + 1);
    (found, next)
}

/// "at least 140 people", "up to four tonnes": no preposition but part of the number.
fn bounded_number(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    (words_before_number(tokens, at) > 0).then(|| noun_group(tokens, tagged, at))?
}

/// Brackets of up to this many tokens are passed over as an aside.
const MAX_ASIDE_TOKENS: usize = 16;

fn bracket_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if !tokens.get(at)?.opens_bracket() {
        return None;
    }
    let end = (at + MAX_ASIDE_TOKENS).min(tokens.len());
    (at + 1..end)
        .find(|&place| tokens[place].closes_bracket())
        .map(|close| close + 1)
}

fn single(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    let token = tokens.get(at)?;
    let kind = match tagged.get(at)?.tag {
        Tag::Adverb | Tag::Not => PhraseKind::Adverb,
        Tag::Adjective => PhraseKind::Adjective,
        Tag::Coordinator => PhraseKind::Coordinator,
        Tag::Subordinator => PhraseKind::Subordinator,
        Tag::Relative => PhraseKind::Relative,
        Tag::Preposition | Tag::To => PhraseKind::Preposition,
        Tag::Mark if token.text == "," || token.is_dash() => PhraseKind::Comma,
        Tag::Mark if token.is_quote() => return None,
        Tag::Mark => PhraseKind::Stop,
        _ => PhraseKind::Noun,
    };
    Some(Phrase::single(kind, at))
}

/// Prepositions of two or three words.
const COMPOUND: [&[&str]; 14] = [
    &["as", "well", "as"],
    &["in", "front", "of"],
    &["such", "as"],
    &["because", "of"],
    &["according", "to"],
    &["due", "to"],
    &["out", "of"],
    &["along", "with"],
    &["together", "with"],
    &["instead", "of"],
    &["prior", "to"],
    &["rather", "than"],
    &["away", "from"],
    &["up", "to"],
];

/// Participles that do the work of prepositions.
const LIKE_PREPOSITIONS: [&str; 5] = ["including", "following", "excluding", "depending", "amid"];

fn preposition(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    let compound = COMPOUND.iter().find(|words| {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| tokens.get(at + offset).is_some_and(|token| token.is(word)))
    });
    if let Some(words) = compound {
        return Some(Phrase {
            last: at + words.len() - 1,
            ..Phrase::single(PhraseKind::Preposition, at)
        });
    }
    let is_one = match tagged.get(at)?.tag {
        Tag::Preposition => true,
        Tag::To => !infinitive_follows(tagged, at),
        _ => tokens.get(at)?.is_any(&LIKE_PREPOSITIONS),
    };
    is_one.then(|| Phrase::single(PhraseKind::Preposition, at))
}

pub(super) fn infinitive_follows(tagged: &[Grammar], to: usize) -> bool {
    let after = (to + 1..to + 3).find(|&place| {
        !matches!(
            tagged.get(place).map(|g| g.tag),
            Some(Tag::Adverb | Tag::Not)
        )
    });
    after
        .and_then(|place| tagged.get(place))
        .is_some_and(|next| {
            matches!(next.tag, Tag::Be | Tag::Have | Tag::Do)
                || next.tag == Tag::Verb
                    && matches!(next.form, Some(VerbForm::Base | VerbForm::Any))
        })
}
