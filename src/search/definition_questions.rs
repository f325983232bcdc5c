//! Questions that ask no more than what a thing is, who somebody is, or what letters stand for: a sentence with a fact that
//! says just that is what people look for, however few words it shares with them.

use std::ops::Range;

use crate::facts::FactKind;
use crate::question::AnswerType;
use crate::text::helper_verbs::is_be;

use super::analysis::AnalysedSentence;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::fact_slots::Slot;
use super::query::Query;
use super::term::Term;

/// Words that ask for another name, and are no part of one.
const ASKING: [&str; 11] = [
    "short",
    "stand",
    "stands",
    "standing",
    "acronym",
    "abbreviation",
    "letters",
    "mean",
    "means",
    "full",
    "name",
];

/// A name has no more words than this.
const MAX_NAME_WORDS: usize = 5;

/// What is asked about a name.
#[derive(Debug, Clone)]
pub struct DefinitionQuestion<'q> {
    terms: Vec<&'q Term>,
    expected: AnswerType,
}

/// Reads what a question asks about a name; `None` when it asks for more.
pub fn asked(query: &Query) -> Option<DefinitionQuestion<'_>> {
    let question = &query.question;
    let expected = question.kind.expected;
    let asking = |term: &&Term| {
        let word = term.folded.as_str();
        match expected {
            AnswerType::Expansion => ASKING.contains(&word),
            AnswerType::Definition => matches!(word, "mean" | "means" | "meant" | "meaning"),
            _ => false,
        }
    };
    let terms: Vec<&Term> = (query.terms.iter()).filter(|term| !asking(term)).collect();
    // A plain figure is no name of anything.
    let may_name = |term: &&Term| term.name || !term.number;
    let copula = is_be(question.behind_question_word());
    let what = question.kind.wh_word.and_then(|at| question.words.get(at));
    let what = what.is_some_and(|word| word.folded == "what");
    let asks = match expected {
        AnswerType::Expansion | AnswerType::Definition => true,
        AnswerType::Person => copula && terms.iter().all(|term| term.name),
        // "What is the World Wide Web?" may ask for anything; a sentence that defines just this answers it.
        AnswerType::Thing => copula && what,
        _ => false,
    };
    let fits = (1..=MAX_NAME_WORDS).contains(&terms.len()) && terms.iter().all(may_name);
    (asks && fits).then_some(DefinitionQuestion { terms, expected })
}

impl DefinitionQuestion<'_> {
    /// Tells whether a candidate says it, in a fact or beside the name: "Ada Moe, a botanist,"; the first sentence of an article
    /// that its title is about, also with "who".
    pub fn is_told_by(&self, candidate: Candidate<'_>) -> bool {
        candidate.sentence().is_some_and(|sentence| {
            self.is_answered_by(candidate.text, sentence)
                || self.is_beside_name(sentence, candidate)
        })
    }

    fn is_beside_name(&self, sentence: &AnalysedSentence, candidate: Candidate<'_>) -> bool {
        let (text, tokens) = (candidate.text, sentence.tokens.as_slice());
        let by_name = matches!(self.expected, AnswerType::Definition | AnswerType::Person);
        if !by_name || !self.terms.iter().all(|term| term.name) {
            return false;
        }
        let gap = |at: usize| {
            let pair = tokens.get(at.checked_sub(1)?)?.span.end..tokens.get(at)?.span.start;
            text.get(pair)
        };
        let word = |at: usize| {
            let written = tokens.get(at).and_then(|token| token.span.of(text));
            written.unwrap_or_default().to_lowercase()
        };
        let in_title = |term: &&Term| {
            candidate
                .article
                .title
                .iter()
                .any(|token| term.has(token.stem))
        };
        let is_lead = candidate.place.sentence == 0 && self.terms.iter().all(in_title);
        let is_age = |at: usize| {
            let figure = word(at);
            figure.len() <= 3 && figure.bytes().all(|digit| digit.is_ascii_digit())
        };
        let tells = |end: usize| {
            let first = end - self.terms.len();
            // "In Orbek, the union met" does not say what Orbek is.
            let opens = first == 0 || is_be(&word(first - 1));
            let aged = end + usize::from(gap(end) == Some(", ") && is_age(end));
            let goes_on = gap(aged) == Some(", ") && (opens || aged > end);
            let says = match word(aged).as_str() {
                "a" | "an" | "the" | "one" => true,
                "who" | "which" => is_lead || aged > end,
                _ => false,
            };
            // "Lind, Orm, the Tarn and others" is a list.
            goes_on
                && says
                && !(aged..tokens.len().min(aged + 6))
                    .any(|at| word(at) == "and" && gap(at) == Some(", "))
        };
        let ends = (self.terms.len()..tokens.len()).filter(|end| {
            let first = end.saturating_sub(self.terms.len());
            let is_whole = self.is_the_name(&(first..*end), sentence);
            let is_part = first.checked_sub(1).is_some_and(|before| {
                let before = tokens.get(before);
                gap(first) == Some(" ")
                    && before.is_some_and(|token| token.class == TokenClass::Name)
            });
            is_whole && !is_part
        });
        ends.into_iter().any(tells)
    }

    /// Tells whether a sentence says it.
    pub fn is_answered_by(&self, text: &str, sentence: &AnalysedSentence) -> bool {
        (sentence.facts(text).iter()).any(|fact| {
            let slots = fact.slots.iter();
            let mut named = slots
                .filter(|(slot, _)| self.may_name(fact.kind, *slot))
                .map(|(_, run)| run);
            named.any(|run| self.is_the_name(run, sentence))
        })
    }

    /// Tells whether a slot of a fact may hold the name that the fact explains.
    fn may_name(&self, kind: FactKind, slot: Slot) -> bool {
        match (self.expected, kind) {
            (AnswerType::Expansion | AnswerType::Definition, FactKind::Alias) => {
                matches!(slot, Slot::Subject | Slot::Object)
            }
            (AnswerType::Definition | AnswerType::Thing, FactKind::Definition)
            | (AnswerType::Person, FactKind::Definition | FactKind::Role) => slot == Slot::Subject,
            _ => false,
        }
    }

    /// Tells whether some words are the name and no more.
    fn is_the_name(&self, run: &Range<usize>, sentence: &AnalysedSentence) -> bool {
        let tokens = sentence.tokens.get(run.clone()).unwrap_or_default();
        let content = || (tokens.iter()).filter(|token| token.class != TokenClass::Function);
        let all = (self.terms.iter()).all(|term| content().any(|token| term.has(token.stem)));
        let asked = |token: &Token| self.terms.iter().any(|term| term.has(token.stem));
        // Of "Ada Maria Lind" and "Ada Lind" the one is short for the other.
        let ends =
            || content().next().is_some_and(asked) && content().next_back().is_some_and(asked);
        // What lies between the words of other names tells one thing from another: "the Bank of New England".
        let unbroken = (tokens.iter()).all(|token| token.class != TokenClass::Function);
        let may_have_others =
            self.terms.len() > 1 && self.expected == AnswerType::Person && unbroken;
        let inner =
            |token: &Token| may_have_others && token.class == TokenClass::Name && !asked(token);
        all && ends() && content().all(|token| asked(token) || inner(token))
    }
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    /// Tells which sentences of a text say what a question asks about a name.
    fn told(question: &str, text: &str) -> Vec<bool> {
        let one = OneArticle::of("", text);
        let query = one.query(question);
        let named = asked(&query);
        (one.analysed.sentences.iter())
            .map(|sentence| {
                named
                    .as_ref()
                    .is_some_and(|named| named.is_answered_by(text, sentence))
            })
            .collect()
    }

    const HARBOUR: &str = "The Free Harbour Union (FHU) met in Oslo. The FHU paid for the pier. The FHU is an alliance of \
                           nine ports. Ada Moe, the president of the FHU, spoke.";

    #[test]
    fn a_thing_is_what_a_sentence_says_it_is() {
        assert_eq!(
            told("What is the FHU?", HARBOUR),
            [true, false, true, false]
        );
        assert_eq!(
            told("Who is Ada Moe?", HARBOUR),
            [false, false, false, true]
        );
    }

    #[test]
    fn a_name_of_several_words_is_explained_by_a_definition_alone() {
        let union = "The Free Harbour Union (FHU) met in Oslo. The Free Harbour Union is an alliance of ports.";
        assert_eq!(
            told("What is the Free Harbour Union?", union),
            [false, true]
        );
    }

    #[test]
    fn a_name_may_have_others_between() {
        let text =
            "Ada Maria Moe (1886 – 1961) was a botanist from Orbey. Ada Moe Lind was a painter.";
        assert_eq!(told("Who was Ada Moe?", text), [true, false]);
        let bank =
            "The Bank of New England was a regional bank. The Bank of England is a central bank.";
        assert_eq!(told("What is the Bank of England?", bank), [false, true]);
    }

    #[test]
    fn what_stands_beside_a_name_says_who_that_is() {
        let of = |question: &str, title: &str, text: &str| {
            let one = OneArticle::of(title, text);
            let query = one.query(question);
            let named = asked(&query).expect("a name");
            (0..one.analysed.sentences.len())
                .map(|at| named.is_told_by(one.candidate(at)))
                .collect::<Vec<bool>>()
        };
        let text = "Ada Moe, who has died aged 88, drew maps. Orbek, the maker of pumps, paid her. Ada Moe, who smiled, left. \
                    Among them was Bo Rask, 81, who swims. Tarn, Orbek, the union, and others met. In \
                    Orbek, the union met.";
        let title = "Ada Moe, map maker";
        assert_eq!(
            of("Who was Ada Moe?", title, text),
            [true, false, false, false, false, false]
        );
        assert_eq!(of("Who was Ada Moe?", "A day at sea", text), [false; 6]);
        assert_eq!(
            of("What is Orbek?", title, text),
            [false, true, false, false, false, false]
        );
        assert_eq!(
            of("Who is Bo Rask?", title, text),
            [false, false, false, true, false, false]
        );
    }

    #[test]
    fn letters_stand_for_the_name_beside_them() {
        assert_eq!(
            told("What does FHU stand for?", HARBOUR),
            [true, false, false, false]
        );
        assert_eq!(
            told("What is FHU short for?", HARBOUR),
            [true, false, false, false]
        );
        assert_eq!(
            told("What does FHU mean?", HARBOUR),
            [true, false, true, false]
        );
    }

    #[test]
    fn who_asks_for_more_gets_nothing_of_it() {
        assert_eq!(told("What did the FHU pay for?", HARBOUR), [false; 4]);
        assert_eq!(
            told("Who is the president of the FHU?", HARBOUR),
            [false; 4]
        );
    }
}
