//! How a question is read in the words of the articles, and what it takes over from earlier ones.

use super::Knowledge;
use crate::question::{
    Ask, MAX_QUESTION_CHARS, NotAQuestion, Question, analyze, analyze_knowing, follow_up, restated,
    split_questions,
};
use crate::search::query::Query;

impl Knowledge {
    /// Puts a question into the words of the articles; with it comes what was taken over from earlier ones.
    pub fn query(&self, ask: &Ask) -> Result<(Query, Option<String>), NotAQuestion> {
        check_length(ask)?;
        let read = |text: &str| self.read_question(text);
        if let Some(asked) = restated(&ask.text, &ask.before, &read) {
            let query = Query::of(read(&asked), None, &self.vocabulary);
            return Ok((query, Some(asked)));
        }
        let question = read(&ask.text);
        if question.words.is_empty() {
            return Err(NotAQuestion::Empty);
        }
        let carried_over = match follow_up::leans_on_earlier(&question) {
            true => follow_up::carried_over(&question, &restated_all(&ask.before, &read), &read),
            false => None,
        };
        // "When was that?" asks something where there is something to follow up.
        if carried_over.is_none() && !question.asks_something() {
            return Err(NotAQuestion::Empty);
        }
        let carried = carried_over.as_deref().map(read);
        let query = Query::of(question, carried, &self.vocabulary);
        Ok((query, carried_over))
    }

    /// Takes a question apart; what the articles write with a capital is a name without one, too.
    pub(super) fn read_question(&self, text: &str) -> Question {
        analyze_knowing(text, &|folded| self.vocabulary.knows_as_name(folded))
    }

    /// Tells whether a question has several words that can be looked for, and the articles have all of them.
    pub fn has_all_words_of(&self, question: &str) -> bool {
        let question = analyze(question);
        let mut words = question.content();
        question.content().count() >= 2
            && words.all(|word| self.vocabulary.stem(&word.stem).is_some())
    }

    /// Tells whether a question cannot be understood without those before it: "When did it open?" It need not be known what
    /// it leans on.
    pub fn leans_on_earlier(&self, text: &str) -> bool {
        let split = split_questions(text);
        let first = split.parts.first().copied().unwrap_or(text);
        let question = self.read_question(first);
        follow_up::leans_on_earlier(&question) && !follow_up::may_stand_alone(&question)
    }
}

/// Returns questions as they were meant: "and the blue one?" is about the blue bin.
fn restated_all(before: &[String], read: &dyn Fn(&str) -> Question) -> Vec<String> {
    let meant = |(at, text): (usize, &String)| {
        let earlier = before.get(..at).unwrap_or_default();
        restated(text, earlier, read).unwrap_or_else(|| text.clone())
    };
    before.iter().enumerate().map(meant).collect()
}

pub(super) fn check_length(ask: &Ask) -> Result<(), NotAQuestion> {
    match ask.text.chars().count() {
        length if length > MAX_QUESTION_CHARS => Err(NotAQuestion::TooLong(length)),
        _ => Ok(()),
    }
}
