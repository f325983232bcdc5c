//! Words of a question that only say which article is meant: "in Storm Odalys", "at Rovers v Vale", "*Dario* Pell".
//!
//! Whoever asks over a shelf of many articles says of which one; the sentence that answers does not repeat it, and would
//! seem to leave that part of the question unsaid.

use crate::article::Metadata;
use crate::question::QuestionWord;
use crate::text::{normalize, words};

use super::analysis::AnalysedArticle;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::query::Query;
use super::two_sides;
use super::vocabulary::{StemId, Vocabulary};

/// Words that say in which place, event or text something is so.
const PLACING: [&str; 9] = [
    "after", "at", "during", "for", "from", "in", "of", "on", "with",
];

/// Words between those of a name, or before it.
const JOINING: [&str; 10] = [
    "a", "an", "and", "of", "our", "the", "this", "v", "vs", "your",
];

/// Words between two parties of whom an article tells alike …
const AGAINST: [&str; 3] = ["v", "vs", "versus"];

/// … and those behind which the name of one of them says whose or which something is: "the captain *of* Vale".
const BELONGING: [&str; 3] = ["for", "from", "of"];

/// What articles tell of or are, behind a name: "the Aldwick *case*".
const KINDS_OF_TEXT: [&str; 10] = [
    "article",
    "case",
    "game",
    "interview",
    "match",
    "report",
    "server",
    "story",
    "study",
    "trial",
];

/// Articles before a noun: what stands behind them is not somebody's family name.
const DETERMINERS: [&str; 3] = ["a", "an", "the"];

/// Returns a question without the words that only say that an article is meant; `None` where it has none of them, or nothing
/// else to look for.
pub fn left_out(
    text: &str,
    query: &Query,
    candidate: Candidate<'_>,
    metadata: &Metadata,
    vocabulary: &Vocabulary,
) -> Option<String> {
    let named = Named {
        query,
        article: candidate.article,
        stored: candidate.text,
        publisher: stems_of(metadata.publisher.as_deref(), vocabulary),
        is_of_two: words::words(&metadata.title)
            .any(|word| AGAINST.contains(&normalize::fold(word.text).as_str()))
            || two_sides::of_article(candidate).is_some(),
    };
    let words = &query.question.words;
    let mut kept = String::with_capacity(text.len());
    let (mut at, mut from, mut left) = (0, 0, 0);
    while let Some(word) = words.get(at) {
        let end = (named.phrase(at)).or_else(|| named.is_given_name(at, text).then_some(at + 1));
        let last = end.and_then(|end| words.get(end.checked_sub(1)?));
        if let (Some(end), Some(last)) = (end, last) {
            kept.push_str(text.get(from..word.span.start)?.trim_end());
            from = last.span.end;
            at = end;
        } else {
            left += usize::from(!word.function);
            at += 1;
        }
    }
    if from == 0 || left == 0 {
        return None;
    }
    kept.push_str(text.get(from..)?);
    Some(kept)
}

/// What is known of the words of a question beside an article.
struct Named<'a> {
    query: &'a Query,
    article: &'a AnalysedArticle,
    stored: &'a str,
    publisher: Vec<StemId>,
    /// Whether the title or a score names two parties.
    is_of_two: bool,
}

impl Named<'_> {
    fn word(&self, at: usize) -> Option<&QuestionWord> {
        self.query.question.words.get(at)
    }

    /// Returns the end of a phrase that begins at a word and only names the article.
    fn phrase(&self, at: usize) -> Option<usize> {
        let is = |at: usize, which: &[&str]| {
            (self.word(at)).is_some_and(|word| which.contains(&word.folded.as_str()))
        };
        if !is(at, &PLACING) {
            return None;
        }
        let (mut end, mut by_name) = (at + 1, false);
        let mut next = end;
        while let Some(word) = self.word(next) {
            if self.is_of_article(next) || by_name && is(next, &KINDS_OF_TEXT) {
                by_name |= word.name;
                end = next + 1;
            } else if !is(next, &JOINING) {
                break;
            }
            next += 1;
        }
        // "In the Kirklow *library*" tells of more than Kirklow.
        let goes_on = self.word(end).is_some_and(|word| !word.function)
            && self.query.question.kind.done != Some(end);
        let is_one_of_two =
            self.is_of_two && is(at, &BELONGING) && !(at..end).any(|within| is(within, &AGAINST));
        (by_name && !goes_on && !is_one_of_two).then_some(end)
    }

    /// Tells whether the title, the names of the lead under a headline, or the publisher have a word of the question.
    fn is_of_article(&self, at: usize) -> bool {
        let term = self.query.terms.iter().find(|term| term.position == at);
        term.is_some_and(|term| {
            let in_topic = || (self.article.topic.iter()).any(|token| term.has(token.stem));
            let in_publisher = || self.publisher.iter().any(|stem| term.has(Some(*stem)));
            in_topic() || in_publisher()
        })
    }

    /// Tells whether a word is the first name of somebody whom the article names by the second alone, too.
    fn is_given_name(&self, at: usize, asked: &str) -> bool {
        let term = |at: usize| self.query.terms.iter().find(|term| term.position == at);
        let both = self.word(at).zip(self.word(at + 1));
        let both = both.filter(|(given, family)| {
            let between = asked.get(given.span.end..family.span.start);
            given.name && family.name && between.is_some_and(|gap| gap.trim().is_empty())
        });
        let (Some(_), Some(given), Some(family)) = (both, term(at), term(at + 1)) else {
            return false;
        };
        let (mut together, mut alone) = (false, false);
        for sentence in &self.article.sentences {
            for (place, token) in sentence.tokens.iter().enumerate() {
                if !family.has(token.stem) {
                    continue;
                }
                let before = place.checked_sub(1);
                let before = before.and_then(|before| sentence.tokens.get(before));
                if before.is_some_and(|before| given.has(before.stem)) {
                    together = true;
                } else {
                    alone |= self.stands_alone(token, before);
                }
            }
        }
        together && alone
    }

    /// Tells whether a word is written like a name, without another one or "the" before it.
    fn stands_alone(&self, token: &Token, before: Option<&Token>) -> bool {
        let written = |token: &Token| token.span.of(self.stored).unwrap_or_default();
        let is_capital = |token: &Token| written(token).starts_with(char::is_uppercase);
        let is_determiner =
            |token: &Token| DETERMINERS.contains(&written(token).to_lowercase().as_str());
        is_capital(token)
            && before.is_none_or(|before| {
                !is_determiner(before)
                    && (before.class == TokenClass::Function || !is_capital(before))
            })
    }
}

fn stems_of(text: Option<&str>, vocabulary: &Vocabulary) -> Vec<StemId> {
    words::words(text.unwrap_or_default())
        .filter_map(|word| vocabulary.stem(&normalize::stem(&normalize::fold(word.text))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::one_article::OneArticle;

    const STORM: &str = "Storm Berit: two dead as river bursts through Orm valley";

    const REPORT: &str = "Two people died when Storm Berit reached Tarn, the agency said.\n\n\
        Its director, Ada Lind, said that 900 homes had lost power. Lind thanked the crews. The Corn Hall is open, and the Hall \
        is warm.";

    fn shorter(question: &str) -> Option<String> {
        shorter_beside((STORM, REPORT), question)
    }

    fn shorter_beside((title, text): (&str, &str), question: &str) -> Option<String> {
        let one = OneArticle::of(title, text);
        let metadata = Metadata {
            title: title.to_owned(),
            publisher: Some("Tarn Daily".to_owned()),
            ..Metadata::default()
        };
        let query = one.query(question);
        left_out(
            question,
            &query,
            one.candidate(0),
            &metadata,
            &one.vocabulary,
        )
    }

    #[test]
    fn a_phrase_that_only_names_the_article_is_left_out() {
        for (asked, left) in [
            (
                "How many homes lost power in Storm Berit?",
                "How many homes lost power?",
            ),
            ("How many died in the Berit case?", "How many died?"),
            (
                "Where in the Orm valley did it burst?",
                "Where did it burst?",
            ),
            (
                "What did Ada Lind say about the homes?",
                "What did Lind say about the homes?",
            ),
        ] {
            assert_eq!(shorter(asked).as_deref(), Some(left), "{asked}");
        }
    }

    #[test]
    fn whose_something_is_of_two_parties_stays() {
        let report = "The captain, Ada Lind, scored twice at the Corn Ground.";
        let of = |title: &str, asked: &str| shorter_beside((title, report), asked);
        assert_eq!(of("Rovers v Vale", "Who is the captain of Vale?"), None);
        assert_eq!(of("Rovers vs. Vale", "Who scored for Vale?"), None);
        for (title, asked) in [
            ("Rovers v Vale", "Who was the captain at Rovers v Vale?"),
            ("A day at Vale", "Who was the captain of Vale?"),
        ] {
            let left = of(title, asked);
            assert_eq!(left.as_deref(), Some("Who was the captain?"), "{title}");
        }
    }

    #[test]
    fn a_score_tells_of_two_parties() {
        let report = "Vale 17 Orm 12\n\nThe captain, Ada Lind, scored twice.";
        let asked = "Who is the captain of Vale?";
        assert_eq!(shorter_beside(("Mud at Vale", report), asked), None);
    }

    #[test]
    fn what_tells_more_than_the_article_stays() {
        for asked in [
            "How many homes lost power?",
            "How many homes lost power in Ostley?",
            "How many books are in the Orm library?",
            "Who died in the valley?",
            "Is the Corn Hall open?",
            "What happened in Storm Berit?",
            "Storm Berit",
        ] {
            assert_eq!(shorter(asked), None, "{asked}");
        }
    }
}
