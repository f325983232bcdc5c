//! Questions that ask no more than what a thing is, who somebody is, or what letters stand for: a sentence with a fact that
//! says just that is what people look for, however few words it shares with them.

use std::ops::Range;

use crate::facts::FactKind;
use crate::question::AnswerType;
use crate::text::helper_verbs::is_be;

use super::analysis::AnalysedSentence;
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
