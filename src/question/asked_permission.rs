//! What somebody may do, as far as a question to be answered with yes or no names it.

use super::asking_words;
use super::expected_answer::AnswerType;
use super::parsed_question::{Question, QuestionWord};

impl Question {
    /// Tells whether one of its words hardly says what is to be confirmed: the light verb of "can I use a minimap", or "safe"
    /// where the noun before it tells for what. Never where no other word would be left to tell it.
    pub fn is_light(&self, at: usize) -> bool {
        let light = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| self.words.get(at));
            let word = self.words.get(at);
            word.is_some_and(|word| {
                asking_words::is_light(&word.folded) && !self.is_penalty(at)
                    || self.is_in_use(at)
                    || word.folded == "safe" && before.is_some_and(|before| !before.function)
            })
        };
        let mut others = (0..self.words.len())
            .filter(|at| self.words.get(*at).is_some_and(|word| !word.function));
        self.kind.expected == AnswerType::Truth && light(at) && others.any(|other| !light(other))
    }

    /// Tells whether a verb asks only if one thing goes with another: "does it *run* on Windows", not "may I run".
    fn is_in_use(&self, at: usize) -> bool {
        let is = |at: usize, forms: &[&str]| {
            let word = self.words.get(at);
            word.is_some_and(|word| forms.contains(&word.folded.as_str()))
        };
        is(at, &["run", "runs", "work", "works"]) && is(at + 1, &["on", "with", "under", "without"])
    }

    /// Tells whether a word is what somebody does to the thing right behind it: "can I *fly* a drone", not "can I *swim* in the
    /// lake".
    pub fn has_object(&self, at: usize) -> bool {
        let mut behind = self.words.get(at + 1..).unwrap_or_default().iter();
        let is_article = |word: &&QuestionWord| {
            matches!(
                word.folded.as_str(),
                "a" | "an" | "the" | "my" | "our" | "your" | "any" | "some"
            )
        };
        let object = behind.find(|word| !is_article(word));
        let before = at.checked_sub(1).and_then(|at| self.words.get(at));
        let speaks = before.is_some_and(|word| {
            matches!(
                word.folded.as_str(),
                "i" | "we" | "you" | "one" | "anyone" | "they" | "visitors"
            )
        });
        speaks && object.is_some_and(|word| !word.function)
    }

    /// Tells whether it asks if something may be done: "are rabbits allowed", "can I bring a dog".
    pub fn asks_permission(&self) -> bool {
        let is = |at: usize, forms: &[&str]| {
            let word = self.words.get(at);
            word.is_some_and(|word| forms.contains(&word.folded.as_str()))
        };
        let begins = (0..self.words.len())
            .any(|at| is(at, &["can", "may", "could"]) && is(at + 1, &["i", "we", "you", "one"]));
        let mut asking = (self.words.iter().enumerate()).filter(|(at, _)| !self.is_penalty(*at));
        self.kind.expected == AnswerType::Truth
            && (begins || asking.any(|(_, word)| asking_words::asks_permission(&word.folded)))
    }

    /// Finds the first word of what somebody may do, behind "allowed to": it is not they who are permitted.
    pub fn permitted_deed(&self) -> Option<usize> {
        let permits = (self.words.windows(2)).rposition(|pair| {
            matches!(pair, [permits, to] if asking_words::asks_permission(&permits.folded) && to.folded == "to")
        });
        permits.map(|permits| permits + 2)
    }

    /// Tells whether a verb stands behind a speaker and before that with which it is done: "can I *pay* with a card".
    pub fn is_done_with(&self, at: usize) -> bool {
        let next = self.words.get(at + 1);
        next.is_some_and(|word| matches!(word.folded.as_str(), "with" | "by"))
    }

    /// Tells whether a word is what is paid for a breach, not what is well: "is there *a fine*".
    fn is_penalty(&self, at: usize) -> bool {
        let is = |at: Option<usize>, forms: &[&str]| {
            let word = at.and_then(|at| self.words.get(at));
            word.is_some_and(|word| forms.contains(&word.folded.as_str()))
        };
        is(Some(at), &["fine"]) && is(at.checked_sub(1), &["a", "the", "any", "no"])
    }
}
