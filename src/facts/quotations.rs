//! Who said what: direct and indirect, before and after the words, in one piece or split.

use super::quotation_marks::{QuotePosition, quoted};
use super::speakers;
use super::speech::{self, SpeechVerb};
use super::tagging::{self, Grammar, Tag};
use super::tokens::{self, Token, span_between};
use super::{Fact, FactKind, Qualifier, QualifierKind};
use crate::text::Span;
use crate::text::calendar::WEEKDAYS;

/// Whether words are given as they were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// In quotation marks, wholly or for the most part.
    Verbatim,
    /// In the writer's words.
    Reported,
}

/// Somebody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Who says it.
    pub speaker: Span,
    /// The verb that says so; "according to" has none.
    pub verb: Option<Span>,
    /// What is said, in order, without quotation marks at its ends.
    pub content: Vec<Span>,
    /// Whether it is given as it was said.
    pub wording: Wording,
}

/// A stretch of tokens, ends included.
pub(super) type Range = (usize, usize);

/// Finds who said what in a sentence, in the order in which it stands.
pub fn find(sentence: &str) -> Vec<Quotation> {
    let tokens = tokens::tokenize(sentence);
    find_in(&tokens, &tagging::tag(&tokens))
}

/// Finds who said what among the tagged tokens of a sentence.
pub fn find_in(tokens: &[Token<'_>], tagged: &[Grammar]) -> Vec<Quotation> {
    let may_quote = |token: &Token<'_>| {
        speech::classify(&token.lower).is_some() || token.is_any(&["according", "saying"])
    };
    if !tokens.iter().any(may_quote) {
        return Vec::new();
    }
    let reader = QuotationParser {
        tokens,
        tagged,
        quoted: quoted(tokens),
    };
    reader.read()
}

/// Returns the facts of kind `Quotation`, each with its speaker as a qualifier too.
pub fn facts(quotations: &[Quotation]) -> Vec<Fact> {
    quotations
        .iter()
        .map(|quotation| Fact {
            kind: FactKind::Quotation,
            subject: Some(quotation.speaker),
            relation: quotation.verb,
            object: whole(&quotation.content),
            qualifiers: vec![Qualifier {
                kind: QualifierKind::Speaker,
                span: quotation.speaker,
            }],
            confidence: match quotation.wording {
                Wording::Verbatim => 0.95,
                Wording::Reported => 0.91,
            },
        })
        .collect()
}

/// Split words are told from the first to the last: each piece alone may lack its subject or its verb.
fn whole(content: &[Span]) -> Option<Span> {
    Some(Span::new(content.first()?.start, content.last()?.end))
}

/// One sentence being read.
pub(super) struct QuotationParser<'a, 't> {
    pub(super) tokens: &'a [Token<'t>],
    pub(super) tagged: &'a [Grammar],
    quoted: Vec<QuotePosition>,
}

/// What was read, in tokens.
pub(super) struct Found {
    pub(super) speaker: Range,
    pub(super) verb: Option<usize>,
    pub(super) content: Vec<Range>,
}

impl QuotationParser<'_, '_> {
    fn read(&self) -> Vec<Quotation> {
        let verbs: Vec<usize> = (0..self.tokens.len())
            .filter(|&at| self.may_speak(at))
            .collect();
        let behind = verbs
            .iter()
            .find_map(|&verb| self.inverted(verb).or_else(|| self.behind(verb)));
        let found = match behind {
            Some(found) => vec![found],
            None => {
                let found = self.in_front(&verbs);
                if found.is_empty() {
                    let found = self.according_to().or_else(|| self.saying_besides());
                    found.into_iter().collect()
                } else {
                    found
                }
            }
        };
        found
            .iter()
            .filter_map(|found| self.quotation(found))
            .collect()
    }

    fn quotation(&self, found: &Found) -> Option<Quotation> {
        let mut content: Vec<Span> = found
            .content
            .iter()
            .filter_map(|&(first, last)| self.trimmed(first, last))
            .filter_map(|(first, last)| span_between(self.tokens, first, last))
            .collect();
        content.sort_unstable();
        let inside = |&(first, last): &Range| {
            (first..=last)
                .filter(|&at| self.place(at) != QuotePosition::Outside)
                .count()
        };
        let all: usize = found
            .content
            .iter()
            .map(|(first, last)| last + 1 - first)
            .sum();
        let said: usize = found.content.iter().map(inside).sum();
        (!content.is_empty()).then_some(Quotation {
            speaker: self.speaker_span(found.speaker)?,
            verb: found
                .verb
                .and_then(|verb| span_between(self.tokens, verb, verb)),
            content,
            wording: if said * 2 > all {
                Wording::Verbatim
            } else {
                Wording::Reported
            },
        })
    }

    /// Leaves the full stop that ends the sentence out of "said I."
    fn speaker_span(&self, speaker: Range) -> Option<Span> {
        let span = span_between(self.tokens, speaker.0, speaker.1)?;
        let stop = self
            .tokens
            .get(speaker.1)
            .is_some_and(|token| token.text == "I.");
        Some(Span::new(span.start, span.end - usize::from(stop)))
    }

    /// Tells whether a token outside quotation marks is a verb of saying with a tense.
    fn may_speak(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let verbal = self
            .tagged
            .get(at)
            .is_some_and(|grammar| grammar.is_verbal());
        let outside = self.place(at) == QuotePosition::Outside || !self.closes_after(at);
        // "from Said Pasha": a verb has no capital within a sentence.
        let named = at > 0 && token.is_capitalised() && !token.text.chars().all(char::is_uppercase);
        outside
            && !named
            && match speech::classify(&token.lower) {
                Some(SpeechVerb::AlsoNoun) => verbal || self.stands_like_verb(at),
                Some(_) => true,
                None => token.is("saying") && self.is(at.wrapping_sub(1), "as"),
            }
    }

    /// Tells whether a word that is as often a noun stands where only the verb can.
    fn stands_like_verb(&self, at: usize) -> bool {
        let small = self
            .tokens
            .get(at)
            .is_some_and(|token| !token.is_capitalised());
        let before = at.wrapping_sub(1);
        let after_quote = self.closes_quotation(before);
        let after_subject = matches!(
            self.tag(before),
            Some(Tag::Pronoun | Tag::Name | Tag::Noun | Tag::Coordinator | Tag::Adverb)
        );
        let last = self.is(at + 1, ".") && at + 2 == self.tokens.len();
        small && (after_quote || after_subject && (self.is(at + 1, "that") || last))
    }

    pub(super) fn class(&self, at: usize) -> Option<SpeechVerb> {
        self.tokens
            .get(at)
            .and_then(|token| speech::classify(&token.lower))
    }

    /// Tells whether a closing mark stands at a place, or a comma behind one.
    pub(super) fn closes_quotation(&self, at: usize) -> bool {
        self.place(at) == QuotePosition::Closer
            || self.is(at, ",") && at > 0 && self.place(at - 1) == QuotePosition::Closer
    }

    pub(super) fn place(&self, at: usize) -> QuotePosition {
        self.quoted
            .get(at)
            .copied()
            .unwrap_or(QuotePosition::Outside)
    }

    fn closes_after(&self, at: usize) -> bool {
        self.quoted
            .iter()
            .skip(at)
            .any(|place| *place == QuotePosition::Closer)
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(word))
    }

    pub(super) fn tag(&self, at: usize) -> Option<Tag> {
        self.tagged.get(at).map(|grammar| grammar.tag)
    }

    pub(super) fn ends_piece(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| {
            matches!(token.text, "," | "." | ";" | ":" | "?" | "!")
                || token.is_dash() && token.text != "-"
        }) || matches!(
            self.place(at),
            QuotePosition::Opener | QuotePosition::Closer
        )
    }

    pub(super) fn has_finite(&self, first: usize, end: usize) -> bool {
        (first..end).any(|at| speakers::is_surely_finite(self.tokens, self.tagged, at))
    }

    /// Tells whether a verb that may have a tense stands among tokens.
    pub(super) fn has_verb(&self, first: usize, end: usize) -> bool {
        (first..end).any(|at| {
            self.tagged
                .get(at)
                .is_some_and(|grammar| tagging::is_finite(*grammar))
        })
    }

    pub(super) fn opens_noun_group(&self, at: usize) -> bool {
        self.place(at) != QuotePosition::Opener
            && !self.is(at, "that")
            && matches!(
                self.tag(at),
                Some(
                    Tag::Noun
                        | Tag::Name
                        | Tag::Pronoun
                        | Tag::Determiner
                        | Tag::Possessive
                        | Tag::Adjective
                        | Tag::Number
                )
            )
    }

    /// Passes "For instance," and the like, which belong to the writer.
    pub(super) fn after_connective(&self, start: usize) -> usize {
        let comma = (start..start + 3).find(|&at| self.is(at, ","));
        let connective = self.tokens.get(start).is_some_and(|token| {
            token.is_any(&[
                "however",
                "meanwhile",
                "moreover",
                "nevertheless",
                "for",
                "still",
                "also",
                "but",
            ])
        });
        match comma {
            Some(comma) if connective && !self.has_finite(start, comma) => comma + 1,
            _ => start,
        }
    }

    /// Leaves out marks at either end of a range.
    pub(super) fn trimmed(&self, first: usize, last: usize) -> Option<Range> {
        let outer = |at: &usize| {
            self.tokens.get(*at).is_none_or(|token| {
                token.is_quote()
                    || matches!(
                        token.text,
                        "," | "." | ":" | ";" | "-" | "--" | "–" | "—" | "'"
                    )
            })
        };
        let last = last.min(self.tokens.len().checked_sub(1)?);
        let first = (first..=last).find(|at| !outer(at))?;
        let last = (first..=last).rev().find(|at| !outer(at))?;
        Some((first, last))
    }
}

pub(super) fn is_weekday(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| token.is_any(&WEEKDAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows what is found as `speaker | verb | content + content`.
    fn shown(sentence: &str) -> Vec<String> {
        let piece = |span: &Span| span.of(sentence).unwrap_or_default().to_owned();
        find(sentence)
            .iter()
            .map(|quotation| {
                let verb = quotation.verb.as_ref().map(piece).unwrap_or_default();
                let content: Vec<String> = quotation.content.iter().map(piece).collect();
                format!(
                    "{} | {verb} | {}",
                    piece(&quotation.speaker),
                    content.join(" + ")
                )
            })
            .collect()
    }

    #[track_caller]
    fn check(sentence: &str, wanted: &[&str]) {
        assert_eq!(shown(sentence), wanted, "{sentence}");
    }

    #[test]
    fn direct_words_before_the_speaker() {
        check(
            "\"We never closed the mill,\" said Mira Lindqvist.",
            &["Mira Lindqvist | said | We never closed the mill"],
        );
        check(
            "“We never closed the mill,” she said.",
            &["she | said | We never closed the mill"],
        );
        check(
            "\"Who paid for it?\" asked the mayor of Lund.",
            &["the mayor of Lund | asked | Who paid for it?"],
        );
    }

    #[test]
    fn direct_words_after_the_speaker() {
        check(
            "Gerda Brandt told the council: \"The roof will not last.\"",
            &["Gerda Brandt | told | The roof will not last"],
        );
        check(
            "The miller said, \"We open at six.\"",
            &["The miller | said | We open at six"],
        );
    }

    #[test]
    fn split_words_are_one_quotation() {
        check(
            "\"The roof is old,\" Gerda Brandt said, \"and the walls are older.\"",
            &["Gerda Brandt | said | The roof is old + and the walls are older"],
        );
        check(
            "The walls, a mason said, were older than the roof.",
            &["a mason | said | The walls + were older than the roof"],
        );
    }

    #[test]
    fn indirect_words() {
        check(
            "The council said on Monday that the bridge would open in June.",
            &["The council | said | the bridge would open in June"],
        );
        check(
            "Okafor, the harbour master, said the ferry was late.",
            &["Okafor | said | the ferry was late"],
        );
        check(
            "The bridge will open in June, officials said.",
            &["officials | said | The bridge will open in June"],
        );
    }

    #[test]
    fn sources_without_a_verb() {
        check(
            "According to the harbour office, two boats sank.",
            &["the harbour office |  | two boats sank"],
        );
        check(
            "Two boats sank, according to the harbour office.",
            &["the harbour office |  | Two boats sank"],
        );
        check("The work went according to plan and ended in May.", &[]);
    }

    #[test]
    fn one_speaker_says_two_things() {
        check(
            "Brandt said the roof was safe but added that the walls were not.",
            &[
                "Brandt | said | the roof was safe",
                "Brandt | added | the walls were not",
            ],
        );
    }

    #[test]
    fn words_beside_an_action() {
        check(
            "Gerda Brandt resigned, saying that the roof would not last.",
            &["Gerda Brandt | saying | the roof would not last"],
        );
        check(
            "\"Nobody asked us,\" Okafor continued.",
            &["Okafor | continued | Nobody asked us"],
        );
        check(
            "After a while, she said, \"The mill is yours.\"",
            &["she | said | The mill is yours"],
        );
    }

    #[test]
    fn silence_is_no_quotation() {
        check("The mill was said to be haunted.", &[]);
        check("She reported a loss of two million crowns.", &[]);
        check("The United States claims the island.", &[]);
        check("He added salt and wrote a letter to his brother.", &[]);
        check("If the roof leaks, add it to the list.", &[]);
        check(
            "They argued for a continuation of the work that had begun.",
            &[],
        );
        check(
            "Goods were stored according to the rules of the port and its tides.",
            &[],
        );
        check("He bought a ring from Said Pasha, the ruler.", &[]);
        check(
            "The person who proposed a mill introduces it in ten minutes.",
            &[],
        );
        check(
            "The bees pass it on, add salt and fan it until half of it is dry.",
            &[],
        );
        check("The bank notes were printed in Lund in 1904.", &[]);
    }

    #[test]
    fn facts_name_the_speaker() {
        let facts = facts(&find("\"We open at six,\" the miller said."));
        assert_eq!(facts.len(), 1);
        assert_eq!(facts[0].kind, FactKind::Quotation);
        assert_eq!(facts[0].qualifiers[0].kind, QualifierKind::Speaker);
    }
}
