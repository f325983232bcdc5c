//! Sentences that tell of the right noun of the wrong owner: "the Vale manager" where the manager of the Rovers is asked for, or
//! a sum that was paid into something else.

use std::ops::Range;

use super::analysis::AnalysedSentence;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::query::Query;
use super::term::Term;
use crate::question::AnswerType;
use crate::text::vectors::WordVectors;

/// Words between a role and whose it is …
const OF: [&str; 3] = ["of", "at", "for"];

/// … and between a thing and its place.
const IN: [&str; 3] = ["at", "in", "near"];

/// An owner no farther in meaning may be the same: "the French president" is the one of France.
const SAME_OWNER: f32 = 0.35;

/// Words of one family share so many letters: "Iraqi", "Iraq".
const SHARED_LETTERS: usize = 4;

/// No longer name may be short for another one.
const MAX_LETTERS: usize = 4;

/// A noun of the question and the names that say whose it is or where.
struct Owned<'q> {
    noun: &'q Term,
    owners: Vec<&'q Term>,
    /// Whether it is a role, which a name before it says whose it is; a thing has its place behind it.
    is_role: bool,
    /// Whether it is what somebody does: then only a word for whoever does it has an owner before it, "the Vale manager".
    is_deed: bool,
}

/// How words for whoever does something end.
const DOERS: [&str; 4] = ["er", "or", "ers", "ors"];

/// Tells whether a role of the question with a name that says whose it is, or a thing with its place, stands in a sentence with
/// another such name only.
pub fn has_another_owner(query: &Query, candidate: Candidate<'_>) -> bool {
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let owned = owned(query);
    // Under the name of the place its things are told without it.
    let headings = candidate.article.stands_under.get(sentence.block);
    let above = candidate
        .article
        .title
        .iter()
        .chain(&candidate.article.topic);
    let above: Vec<&Token> = above.chain(headings.into_iter().flatten()).collect();
    owned.iter().any(|owned| {
        let stands_above = || {
            above
                .iter()
                .any(|token| owned.is_owner(token, candidate.text))
        };
        owned.is_of_another(sentence, candidate.text) && (owned.is_role || !stands_above())
    })
}

/// Finds the roles and things of a question that have an owner or a place.
fn owned(query: &Query) -> Vec<Owned<'_>> {
    let words = &query.question.words;
    let is = |at: usize, forms: &[&str]| {
        words
            .get(at)
            .is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    let is_name = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| word.name && !word.function)
    };
    let is_noun = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| !word.name && !word.function && !word.number)
    };
    let term = |at: usize| {
        query
            .terms
            .iter()
            .find(|term| term.position == at && !term.carried)
    };
    let names = |run: Range<usize>| -> Vec<&Term> { run.filter_map(term).collect() };
    let run_from = |from: usize| {
        let from = from + usize::from(is(from, &["the"]));
        from..from + (from..).take_while(|at| is_name(*at)).count()
    };
    let (expected, done) = (query.question.kind.expected, query.question.kind.done);
    let is_role = expected == AnswerType::Person;
    let mut found = Vec::new();
    for at in 0..words.len() {
        let Some(noun) = term(at).filter(|_| is_noun(at)) else {
            continue;
        };
        let owners = match expected {
            // "The manager of the Rovers", "who manages the Rovers", "the Rovers manager".
            AnswerType::Person if is(at + 1, &OF) => run_from(at + 2),
            AnswerType::Person if done == Some(at) => run_from(at + 1),
            AnswerType::Person => {
                let first = (0..at).rev().take_while(|before| is_name(*before)).last();
                first.map_or(0..0, |first| first..at)
            }
            // Where a thing is may be told by any place.
            AnswerType::Place => continue,
            _ if is(at + 1, &IN) && done != Some(at) => run_from(at + 2),
            _ => continue,
        };
        let owners = names(owners);
        if !owners.is_empty() {
            found.push(Owned {
                noun,
                owners,
                is_role,
                is_deed: done == Some(at) || query.question.kind.wh_word == at.checked_sub(1),
            });
        }
    }
    found
}

impl Owned<'_> {
    fn is_of_another(&self, sentence: &AnalysedSentence, text: &str) -> bool {
        let meant = sentence.antecedents.iter().flat_map(|meant| &meant.name);
        if sentence
            .tokens
            .iter()
            .chain(meant)
            .any(|token| self.is_owner(token, text))
        {
            return false;
        }
        let mut others = 0;
        for at in 0..sentence.tokens.len() {
            let is_it = sentence
                .tokens
                .get(at)
                .is_some_and(|token| self.noun.has(token.stem) && token.class != TokenClass::Name);
            if !is_it {
                continue;
            }
            let owner = self.owner_at(at, sentence, text);
            if owner.is_empty() || owner.iter().any(|token| may_be_short(token, text)) {
                return false;
            }
            others += 1;
        }
        others > 0
    }

    /// Returns the names that say whose the noun of a sentence is, or where.
    fn owner_at<'t>(&self, noun: usize, sentence: &'t AnalysedSentence, text: &str) -> &'t [Token] {
        let tokens = &sentence.tokens;
        let is_name = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| token.class == TokenClass::Name)
        };
        let is_joined = |at: usize| {
            let gap = tokens.get(at).zip(tokens.get(at + 1));
            gap.and_then(|(own, next)| text.get(own.span.end..next.span.start)) == Some(" ")
        };
        let is = |at: usize, which: &[&str]| {
            let written = tokens.get(at).and_then(|token| token.span.of(text));
            written.is_some_and(|word| which.contains(&word.to_lowercase().as_str()))
        };
        let before = (0..noun)
            .rev()
            .take_while(|at| is_name(*at) && is_joined(*at))
            .last();
        let written = tokens.get(noun).and_then(|token| token.span.of(text));
        let is_doer = DOERS
            .iter()
            .any(|end| written.unwrap_or_default().ends_with(end));
        if self.is_deed && !is_doer {
            return &[];
        }
        if let Some(first) = before.filter(|_| self.is_role) {
            return tokens.get(first..noun).unwrap_or_default();
        }
        // A president may be anywhere.
        let behind: &[&str] = if self.is_role { &["of"] } else { &IN };
        if !is(noun + 1, behind) {
            return &[];
        }
        let from = noun + 2 + usize::from(is(noun + 2, &["the"]));
        let end = from + (from..).take_while(|at| is_name(*at)).count();
        tokens.get(from..end).unwrap_or_default()
    }

    /// Tells whether a word is an owner's name, or may be another one for it.
    fn is_owner(&self, token: &Token, text: &str) -> bool {
        let written = token.span.of(text).unwrap_or_default().to_lowercase();
        let shared = |term: &Term| {
            let pairs = term.folded.chars().zip(written.chars());
            pairs.take_while(|(own, other)| own == other).count()
        };
        self.owners.iter().any(|term| {
            let near = term
                .row
                .zip(token.row)
                .filter(|_| token.class == TokenClass::Name);
            term.has(token.stem)
                || token.class == TokenClass::Name && shared(term) >= SHARED_LETTERS
                || near.is_some_and(|(own, other)| {
                    WordVectors::shipped().similarity(own, other) >= SAME_OWNER
                })
        })
    }
}

/// Tells whether a name is so short that it may stand for a longer one: "US".
fn may_be_short(token: &Token, text: &str) -> bool {
    let written = token.span.of(text).unwrap_or_default();
    written.chars().count() <= MAX_LETTERS && written.chars().all(|c| c.is_uppercase() || c == '.')
}

/// Tells whether it is asked what is paid for something, and every sum of a sentence goes into something that the question does
/// not say.
pub fn is_paid_into_another(query: &Query, candidate: Candidate<'_>) -> bool {
    let question = &query.question;
    let pays = |word: &str| {
        matches!(
            word,
            "paying" | "pays" | "spending" | "spends" | "invest" | "investing"
        )
    };
    let asks_sum = question.kind.expected == AnswerType::Money
        || question.behind_question_word() == "much"
            && question.words.iter().any(|word| pays(&word.folded));
    if !asks_sum {
        return false;
    }
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let (tokens, text) = (&sentence.tokens, candidate.text);
    let word = |at: usize| {
        let written = tokens.get(at).and_then(|token| token.span.of(text));
        written.unwrap_or_default().to_lowercase()
    };
    let asked = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| query.terms.iter().any(|term| term.has(token.stem)))
    };
    let goes_elsewhere = |figure: usize| {
        let end = figure + 1;
        let into =
            (end..end + 2).find(|at| matches!(word(*at).as_str(), "into" | "towards" | "toward"));
        into.is_some_and(|into| !(into + 1..into + 4).any(asked))
    };
    let is_figure =
        |at: &usize| (tokens.get(*at)).is_some_and(|token| token.class == TokenClass::Number);
    let is_sum = |at: &usize| {
        let start = tokens.get(*at).map_or(0, |token| token.span.start);
        let before = text.get(..start).unwrap_or_default();
        before.ends_with(crate::text::dimensions::CURRENCY_SIGNS)
            || crate::text::dimensions::is_currency(&word(at + 1))
    };
    let mut sums = (0..tokens.len())
        .filter(is_figure)
        .filter(is_sum)
        .peekable();
    sums.peek().is_some() && sums.all(goes_elsewhere)
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn the_manager_of_one_club_is_not_the_other_ones() {
        let report = "Otto Brenn, the Vale manager, made three changes. The Rovers manager, Ada Lind, made none. The manager \
                      came late. The manager of Orbey sat there.";
        let of = |question: &str| OneArticle::of("", report).holds(question, has_another_owner);
        assert_eq!(
            of("Who is the manager of Kelm Rovers?"),
            [true, false, false, true]
        );
        assert_eq!(of("Who is the Rovers manager?"), [true, false, false, true]);
        assert_eq!(of("Who manages Rovers?"), [true, false, false, true]);
        assert_eq!(of("Who is the manager?"), [false; 4]);
        assert_eq!(of("Who is the Vale manager?"), [false, true, false, true]);
    }

    #[test]
    fn whoever_does_something_owns_nothing_by_it() {
        for (question, told) in [
            ("Who founded Acme?", "Ada Lind founded the bakery in 1998."),
            (
                "Who scored for Vale?",
                "Otto Moe scored in the 60th minute.",
            ),
            (
                "Who works at the Corn Hall?",
                "Bo Moe works there on Fridays.",
            ),
        ] {
            let one = OneArticle::of("", told);
            assert_eq!(
                one.holds(question, has_another_owner),
                [false],
                "{question}"
            );
        }
        let pool = OneArticle::of("Orbey", "The pool in Kirk Street opens at nine.");
        let asked = "When does the pool in Orbey open?";
        assert_eq!(pool.holds(asked, has_another_owner), [false]);
    }

    #[test]
    fn an_owner_may_be_called_otherwise() {
        let news = "The French president met the US president.";
        let of = |question: &str| OneArticle::of("", news).holds(question, has_another_owner);
        assert_eq!(of("Who is the president of France?"), [false]);
        assert_eq!(of("Who is the president of the United States?"), [false]);
    }

    #[test]
    fn a_place_is_not_another_place() {
        let storm = "The airport at Orbey opened on Sunday. The airport was shut before.";
        let of = |question: &str| OneArticle::of("", storm).holds(question, has_another_owner);
        assert_eq!(
            of("When will the airport at Port Elling open?"),
            [true, false]
        );
        let prize = "The award came at a ceremony in Lund. Staff at the centre in Orbey cheered.";
        let of = |question: &str| OneArticle::of("", prize).holds(question, has_another_owner);
        assert_eq!(of("When was the Carrow Prize ceremony held?"), [false; 2]);
        assert_eq!(of("Where is the centre for the Halcyon probe?"), [false; 2]);
    }

    #[test]
    fn what_is_paid_into_a_scheme_is_no_price() {
        let deal = "Norrland would pay £18m into the scheme. It buys Crane for £640m.";
        let of = |question: &str| OneArticle::of("", deal).holds(question, is_paid_into_another);
        assert_eq!(of("How much will Norrland pay for Crane?"), [true, false]);
        assert_eq!(
            of("How much will Norrland pay into the scheme?"),
            [false, false]
        );
    }
}
