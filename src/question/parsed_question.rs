//! A question taken apart into its words, and what can be read off them.

use std::ops::Range;

use crate::text::Span;
use crate::text::dimensions::{is_time, is_unit};
use crate::text::function_words::denies;
use crate::text::helper_verbs::is_be;

use super::asking_words;
use super::expected_answer::{AnswerType, Kind};

/// One word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionWord {
    /// Its bytes in the question.
    pub span: Span,
    /// Its folded form, mistyped question words put right.
    pub folded: String,
    /// Its stem.
    pub stem: String,
    /// Whether it only holds the sentence together.
    pub function: bool,
    /// Whether it seems part of a name: a capital not owed to the beginning of the sentence.
    pub name: bool,
    /// Whether it has a digit.
    pub number: bool,
    /// Whether it is said beside the question.
    pub aside: bool,
}

impl QuestionWord {
    /// Tells whether it speaks of money, paid or owed.
    pub fn is_of_money(&self) -> bool {
        asking_words::is_money(&self.folded)
    }
}

/// A question taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its words in order, `analyze::MAX_WORDS` at most.
    pub words: Vec<QuestionWord>,
    /// What it asks for.
    pub kind: Kind,
    /// Whether it is put as a question or a wish to be told; bare keywords are not.
    pub is_put: bool,
}

impl Question {
    /// Returns the words that are looked for.
    pub fn content(&self) -> impl Iterator<Item = &QuestionWord> {
        self.words.iter().filter(|word| !word.function)
    }

    /// Returns the word behind the question word, such as `many` in "how many"; empty when there is none.
    pub fn behind_question_word(&self) -> &str {
        let behind = self.kind.wh_word.and_then(|at| self.words.get(at + 1));
        behind.map_or("", |word| word.folded.as_str())
    }

    /// Tells whether it asks how often something happens.
    pub fn asks_how_often(&self) -> bool {
        let how = self.kind.wh_word.and_then(|at| self.words.get(at));
        how.is_some_and(|word| word.folded == "how")
            && matches!(self.behind_question_word(), "often" | "frequently")
    }

    /// Tells whether it asks how high or large something is that has no height or breadth, such as a debt: that is what it asks
    /// for, not a length.
    pub fn names_what_is_large(&self) -> bool {
        let how = self.kind.wh_word.and_then(|at| self.words.get(at));
        let size = self.kind.wh_word.map(|at| at + 1);
        how.is_some_and(|word| word.folded == "how")
            && self.behind_question_word() != "many"
            && self.behind_question_word() != "much"
            && self.kind.focus > size
    }

    /// Tells whether it asks who somebody is that it names: "Who was Ada Lind?".
    pub fn asks_who_somebody_is(&self) -> bool {
        let is = is_be(self.behind_question_word());
        let who = self.kind.wh_word.and_then(|at| self.words.get(at));
        let named = self.content().count() > 0 && self.content().all(|word| word.name);
        who.is_some_and(|word| word.folded == "who") && is && named
    }

    /// Tells whether it asks who said something: "Who called it a quiet book?".
    pub fn asks_who_said(&self) -> bool {
        let who = self.kind.wh_word.and_then(|at| self.words.get(at));
        let says = matches!(
            self.behind_question_word(),
            "said"
                | "says"
                | "told"
                | "called"
                | "calls"
                | "described"
                | "wrote"
                | "claimed"
                | "warned"
                | "argued"
                | "admitted"
        );
        says && who.is_some_and(|word| word.folded == "who")
    }

    /// Tells whether a word is a figure, or says what a figure beside it measures: "a *17 year old*", "*12 kg*".
    pub fn is_measure(&self, at: usize) -> bool {
        let word = |at: usize| self.words.get(at);
        let is_unit = |at: usize| {
            word(at).is_some_and(|word| {
                is_unit(&word.folded) || is_time(&word.folded) || word.folded == "old"
            })
        };
        let is_figure = |at: usize| word(at).is_some_and(|word| word.number);
        let mut back = (0..at).rev().skip_while(|at| is_unit(*at));
        is_figure(at) || is_unit(at) && back.next().is_some_and(is_figure)
    }

    /// Returns the words that name whose saying is asked for: "what did *the captain* say about …".
    pub fn speaker(&self) -> Option<Range<usize>> {
        let wh_word =
            (self.kind.wh_word).filter(|_| self.kind.expected == AnswerType::Quotation)?;
        let from = wh_word + 2;
        let behind = self.words.get(from..)?;
        let says = (behind.iter()).position(|word| asking_words::is_speech(&word.folded))?;
        Some(from..from + says)
    }

    /// Tells whether it denies something.
    pub fn denies(&self) -> bool {
        self.words.iter().any(|word| denies(&word.folded))
    }

    /// Tells whether anything can be looked for: a word that is more than the cement of sentences, or a name made of such
    /// words ("The Who?"). A single letter or digit alone names nothing.
    pub fn asks_something(&self) -> bool {
        match self.words.as_slice() {
            [only] => !only.function && only.folded.chars().count() > 1,
            words => words.iter().any(|word| {
                let tells = word.number || word.folded.chars().count() > 1;
                word.name || !word.function && tells
            }),
        }
    }
}
