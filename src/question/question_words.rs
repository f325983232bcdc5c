//! Words that ask, and words that begin a question to be answered with yes or no.

use crate::text::helper_verbs::{self, is_be};

use super::parsed_question::QuestionWord;

/// Tells whether a word asks.
pub fn is_question_word(folded: &str) -> bool {
    matches!(
        folded,
        "what"
            | "who"
            | "whom"
            | "whose"
            | "when"
            | "where"
            | "which"
            | "why"
            | "how"
            | "what's"
            | "who's"
    )
}

/// Tells whether a sentence that begins with a word asks something, a question mark or not: "was it rebuilt" does, "have
/// a nice day" and "can do" do not.
pub fn begins_question(folded: &str) -> bool {
    is_question_word(folded) || is_be(folded) || matches!(folded, "does" | "did")
}

/// Tells whether a yes-or-no question begins at a place: "is there", "can I", "does the ferry".
pub fn begins_yes_or_no(words: &[QuestionWord], at: usize) -> bool {
    let is = |at: usize, which: &dyn Fn(&str) -> bool| {
        words.get(at).is_some_and(|word| which(&word.folded))
    };
    let subject = |folded: &str| {
        matches!(
            folded,
            "there"
                | "i"
                | "we"
                | "you"
                | "he"
                | "she"
                | "it"
                | "they"
                | "anyone"
                | "anybody"
                | "people"
                | "the"
                | "a"
                | "an"
                | "my"
                | "our"
                | "this"
                | "that"
                | "these"
                | "those"
        )
    };
    is(at, &helper_verbs::begins_yes_or_no) && is(at + 1, &subject)
}
