//! Whether a question asks for a price, and of what.

use std::ops::Range;

use crate::text::helper_verbs::{BE, DO};

use super::asking_words;
use super::expected_answer::AnswerType;
use super::parsed_question::{Question, QuestionWord};

impl Question {
    /// Returns the words that name the thing whose price is asked for: "how much is *the rent* at …", "what do *tickets* cost".
    /// Words that hardly say more than that something is paid name none.
    pub fn priced_thing(&self) -> Option<Range<usize>> {
        let named = self.priced()?;
        let last = self.words.get(named.end.checked_sub(1)?)?;
        (!asking_words::is_for_entry(&last.stem)).then_some(named)
    }

    /// Returns the words for whatever has the price that is asked for, be it what lets one in: "how much is *a season ticket*".
    pub fn priced(&self) -> Option<Range<usize>> {
        let wh_word = (self.kind.wh_word).filter(|_| self.kind.expected == AnswerType::Money)?;
        let is = |at: usize, forms: &[&str]| {
            let word = self.words.get(at);
            word.is_some_and(|word| forms.contains(&word.folded.as_str()))
        };
        let helper = wh_word + 1 + usize::from(is(wh_word + 1, &["much"]));
        if !is(helper, &BE) && !is(helper, &DO) {
            return None;
        }
        let determiner = |at: &usize| {
            is(
                *at,
                &[
                    "the", "a", "an", "one", "this", "my", "our", "your", "their",
                ],
            )
        };
        let from = helper + 1 + (helper + 1..).take_while(determiner).count();
        let is_thing = |at: &usize| {
            let word = self.words.get(*at).filter(|word| !word.function);
            word.is_some_and(|word| !asking_words::is_money(&word.folded))
        };
        let named = from..from + (from..).take_while(is_thing).count();
        (!named.is_empty()).then_some(named)
    }
}

/// Tells whether the verb "cost" stands in a question: "what do tickets cost in May", not "what does the cost report cover".
pub(super) fn has_verb_cost(words: &[QuestionWord]) -> bool {
    let is_verb = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let next = words.get(at + 1);
        let of_noun = before.is_some_and(|word| {
            let folded = word.folded.as_str();
            matches!(
                folded,
                "the" | "a" | "an" | "this" | "that" | "of" | "its" | "their" | "our" | "your"
            )
        });
        let of_pronoun = before.is_some_and(|word| matches!(word.folded.as_str(), "it" | "they"));
        let ends = next.is_none_or(|next| next.function && next.folded != "of");
        !of_noun && (ends || of_pronoun)
    };
    (words.iter().enumerate()).any(|(at, word)| word.folded == "cost" && is_verb(at))
}
