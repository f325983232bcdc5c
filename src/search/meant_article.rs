//! Words of a question that only say which article is meant: "in Storm Odalys", "at Rovers v Vale", "*Dario* Pell", "after the
//! storm", "the *flat* fire".
//!
//! Whoever asks over a shelf of many articles says of which one; the sentence that answers does not repeat it, and would
//! seem to leave that part of the question unsaid.

use crate::article::Metadata;
use crate::question::QuestionWord;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::{WordRow, WordVectors};
use crate::text::{normalize, words};

use super::analysis::AnalysedArticle;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::query::Query;
use super::term::Term;
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

/// What happens, by the words above it in the tree of kinds: articles tell of such things, and people say "after the storm".
const OCCASIONS: [&str; 2] = ["event", "phenomenon"];

/// So many sentences before one say of what it tells.
const SENTENCES_BEFORE: usize = 3;

/// So many sentences at the beginning of an article say of what it tells.
const LEAD: usize = 3;

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
        candidate,
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
        let end = (named.phrase(at))
            .or_else(|| named.aside(at, text))
            .or_else(|| (named.is_given_name(at, text) || named.narrows(at)).then_some(at + 1));
        let last = end.and_then(|end| words.get(end.checked_sub(1)?));
        if let (Some(end), Some(last)) = (end, last) {
            kept.push_str(
                text.get(from..word.span.start)?
                    .trim_end_matches([' ', ',']),
            );
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
    candidate: Candidate<'a>,
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
            let is_told = self.is_of_article(next) || self.is_occasion(next);
            if is_told || self.is_named_before(next) || by_name && is(next, &KINDS_OF_TEXT) {
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
        let names = by_name || end > at + 1 && self.is_occasion(end - 1);
        (names && !goes_on && !is_one_of_two).then_some(end)
    }

    /// Returns the end of the question where from a word on, behind a comma, it only names the occasion: ", bus strike".
    fn aside(&self, at: usize, text: &str) -> Option<usize> {
        let words = &self.query.question.words;
        let (before, first) = (words.get(at.checked_sub(1)?)?, words.get(at)?);
        let between = text.get(before.span.end..first.span.start)?;
        let rest = at..words.len();
        let is_told = |at: usize| self.is_of_article(at) || self.is_occasion(at);
        let names = |at: usize| is_name(self.word(at)) || self.is_occasion(at);
        (between.trim() == ","
            && rest.clone().all(|at| is_told(at) || self.is_joining(at))
            && rest.clone().any(names))
        .then_some(rest.end)
    }

    fn is_joining(&self, at: usize) -> bool {
        (self.word(at)).is_some_and(|word| JOINING.contains(&word.folded.as_str()))
    }

    /// Tells whether a word says of the noun behind it no more than the title does: "the *flat* fire".
    fn narrows(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.word(before));
        let is_determined =
            before.is_some_and(|before| DETERMINERS.contains(&before.folded.as_str()));
        let in_title = |at: usize| {
            let term = self.term(at);
            term.is_some_and(|term| {
                let title = &self.article.title;
                title.iter().any(|token| term.has(token.stem))
            })
        };
        let is_plain = |at: usize| {
            let word = self.word(at);
            word.is_some_and(|word| !word.function && !word.name && !word.number)
        };
        is_determined
            && is_plain(at)
            && is_plain(at + 1)
            && in_title(at)
            && in_title(at + 1)
            && self.is_occasion(at + 1)
    }

    fn term(&self, at: usize) -> Option<&Term> {
        self.query.terms.iter().find(|term| term.position == at)
    }

    /// Tells whether a word is a name which a sentence before the candidate says, in its paragraph, while the candidate has
    /// none of a place of its own.
    fn is_named_before(&self, at: usize) -> bool {
        if !self.word(at).is_some_and(|word| word.name) || self.names_a_place() {
            return false;
        }
        let own = self.candidate.place.sentence;
        let term = self.term(at);
        let said = |sentence: usize| {
            let tokens = self.article.sentences.get(sentence).map(|own| &own.tokens);
            term.is_some_and(|term| {
                tokens.is_some_and(|all| all.iter().any(|token| term.has(token.stem)))
            })
        };
        let before =
            std::iter::successors(self.article.before(own), |own| self.article.before(*own));
        before.take(SENTENCES_BEFORE).any(said)
    }

    /// Tells whether the candidate says by a name that the question lacks where or in what something is so: "in Tarn".
    fn names_a_place(&self) -> bool {
        let tokens = self.candidate.sentence().map(|sentence| &sentence.tokens);
        let written = |token: &Token| {
            token
                .span
                .of(self.stored)
                .unwrap_or_default()
                .to_lowercase()
        };
        let is_asked = |token: &Token| self.query.terms.iter().any(|term| term.has(token.stem));
        tokens.is_some_and(|tokens| {
            tokens.windows(2).any(|pair| match pair {
                [placing, name] => {
                    name.class == TokenClass::Name
                        && !is_asked(name)
                        && PLACING.contains(&written(placing).as_str())
                }
                _ => false,
            })
        })
    }

    /// Tells whether a word is something that happens, of which the title or the beginning tells.
    fn is_occasion(&self, at: usize) -> bool {
        let is_noun = |word: &QuestionWord| !word.function && !word.number;
        if !self.word(at).is_some_and(is_noun) {
            return false;
        }
        self.term(at)
            .is_some_and(|term| is_occasion_of(term, self.article))
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

fn is_name(word: Option<&QuestionWord>) -> bool {
    word.is_some_and(|word| word.name)
}

/// Tells whether a word is something that happens, of which the title or the beginning of an article tells.
pub(super) fn is_occasion_of(term: &Term, article: &AnalysedArticle) -> bool {
    if !happens(term.row) {
        return false;
    }
    let lead = article.blocks.iter().find(|block| !block.is_empty());
    let lead = lead.and_then(|lead| article.sentences.get(lead.clone()));
    let lead = lead.unwrap_or_default().iter().take(LEAD);
    let lead = lead.flat_map(|own| &own.tokens);
    (article.title.iter().chain(lead)).any(|token| term.has(token.stem))
}

/// Tells whether a word means something that happens.
fn happens(row: Option<WordRow>) -> bool {
    let kind = |kind: &str| WordVectors::shipped().row(kind);
    row.is_some_and(|row| {
        let mut occasions = OCCASIONS.into_iter().filter_map(kind);
        occasions.any(|kind| kind == row || RelatedWords::shipped().is_a(row, kind))
    })
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
    fn an_occasion_and_a_name_of_the_paragraph_are_left_out() {
        let flood = (
            "Family saved from mill flood",
            "Crews drove to Oak House, in Elm Road. Three engines and 18 men were there.\n\nThe strike of the ferrymen goes on.",
        );
        let shorter = |asked: &str| {
            let one = OneArticle::of(flood.0, flood.1);
            let query = one.query(asked);
            let metadata = Metadata {
                title: flood.0.to_owned(),
                ..Metadata::default()
            };
            left_out(asked, &query, one.candidate(1), &metadata, &one.vocabulary)
        };
        for (asked, left) in [
            ("How many men were at Oak House?", "How many men were?"),
            ("How many men came after the flood?", "How many men came?"),
            ("How many men came in the mill flood?", "How many men came?"),
            (
                "How many men saw the mill flood?",
                "How many men saw the flood?",
            ),
            ("How many men came, mill flood", "How many men came"),
        ] {
            assert_eq!(shorter(asked).as_deref(), Some(left), "{asked}");
        }
        for asked in [
            "How many men were at the mill?",
            "How many men came after the strike?",
            "How many men were at Tarn House?",
            "How many men saw the flood?",
        ] {
            assert_eq!(shorter(asked), None, "{asked}");
        }
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
