//! Headings and titles that ask without a question mark: "How to mend a puncture", "What to do", "You need", "Known problems".
//! What is listed beneath answers whoever asks that.

use crate::question::QuestionWord;
use crate::text::related_words::{RelatedWords, Relation};

use super::analysis::AnalysedArticle;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::instructions;
use super::query::Query;
use super::term::Term;

/// What stands beneath a heading that is what is asked answers this likely.
const NAMED: f32 = 0.7;

/// Headings over what to do …
const TO_DO: [&str; 4] = [
    "what to do",
    "what you should do",
    "what you can do",
    "what should i do",
];

/// … and over what it takes.
const NEEDED: [&str; 6] = [
    "you need",
    "you will need",
    "you'll need",
    "what you need",
    "what you will need",
    "what you'll need",
];

/// Words that say little of what is to be done.
const LIGHT: [&str; 9] = [
    "do", "get", "have", "i", "my", "need", "needed", "should", "want",
];

/// Tells whether a question is one that a heading may name.
pub fn may_be_asked(query: &Query) -> bool {
    let question = &query.question;
    let asks = question.kind.wh_word.and_then(|at| question.words.get(at));
    asks.is_some_and(|asks| match asks.folded.as_str() {
        "how" => question.asks_instruction(),
        "what" | "which" => true,
        _ => false,
    })
}

/// Tells whether the title or a heading of an article has a word of a question.
pub fn shares_a_word(query: &Query, article: &AnalysedArticle) -> bool {
    let is_asked = |token: &Token| query.terms.iter().any(|term| term.has(token.stem));
    article.title.iter().any(is_asked)
        || (article.headings)
            .chunk_by(|one, other| start_of(one) == start_of(other))
            .filter_map(|alike| alike.first())
            .any(|heading| heading.iter().any(is_asked))
}

fn start_of(heading: &[Token]) -> Option<usize> {
    heading.first().map(|first| first.span.start)
}

/// Tells how likely a candidate answers because it is the first of what is listed or told beneath a heading, or in an article,
/// that is named as the question is; `None` where it is not.
pub fn answers(query: &Query, candidate: Candidate<'_>) -> Option<f32> {
    let question = &query.question;
    let asks = question.kind.wh_word?;
    let word = |at: usize| {
        question
            .words
            .get(at)
            .map_or("", |word| word.folded.as_str())
    };
    let instruction = question.asks_instruction();
    let named = match word(asks) {
        "how" if instruction => {
            Beneath::of(candidate).is_some_and(|beneath| beneath.is_how_to(query))
                || is_first_step(query, candidate)
        }
        "what" | "which" => Beneath::of(candidate).is_some_and(|beneath| {
            let of_needs =
                (asks..question.words.len()).any(|at| matches!(word(at), "need" | "needed"));
            if instruction {
                beneath.is_headed(&TO_DO) && beneath.tells_rest(query)
            } else if of_needs {
                beneath.is_headed(&NEEDED) && beneath.lists() && beneath.tells_rest(query)
            } else {
                let are = matches!(word(asks + 1), "are" | "were" | "was" | "is");
                are && beneath.lists() && beneath.names(query)
            }
        }),
        _ => false,
    };
    named.then_some(NAMED)
}

/// A sentence that stands first beneath a heading, or leads to the list there.
struct Beneath<'a> {
    candidate: Candidate<'a>,
    heading: &'a [Token],
    words: String,
}

impl<'a> Beneath<'a> {
    fn of(candidate: Candidate<'a>) -> Option<Self> {
        let article = candidate.article;
        let own = candidate.sentence()?;
        let heading = article.headings.get(own.block)?;
        let (first, last) = (heading.first()?, heading.last()?);
        let before = candidate.place.sentence.checked_sub(1);
        let before = before.and_then(|before| article.sentences.get(before));
        let is_first = before.is_none_or(|before| before.span.end <= first.span.start);
        let is_led_to = || {
            let text = own.span.of(candidate.text).unwrap_or_default();
            let opens = before.is_some_and(|before| before.block == own.block);
            opens && text.ends_with(':')
        };
        if !is_first && !is_led_to() {
            return None;
        }
        let line = candidate.text.get(first.span.start..)?.lines().next()?;
        (first.span.start + line.len() >= last.span.end).then(|| Beneath {
            candidate,
            heading,
            words: line.trim().trim_end_matches(':').to_lowercase(),
        })
    }

    fn is_headed(&self, forms: &[&str]) -> bool {
        forms.iter().any(|form| {
            let rest = self.words.strip_prefix(form);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    }

    /// Tells whether the candidate is the first point of a list, or leads to one.
    fn lists(&self) -> bool {
        is_point(self.candidate)
            || (self.candidate.sentence())
                .and_then(|own| own.span.of(self.candidate.text))
                .is_some_and(|own| own.ends_with(':'))
    }

    /// Tells whether the heading says "How to …" just as the question does.
    fn is_how_to(&self, query: &Query) -> bool {
        self.words.starts_with("how to ") && is_all_said(query, self.candidate, self.heading, true)
    }

    /// Tells whether all that is asked beside what the heading says is of the article's topic.
    fn tells_rest(&self, query: &Query) -> bool {
        is_all_said(query, self.candidate, self.heading, false)
    }

    /// Tells whether the heading names the very thing that is asked for: "Known problems".
    fn names(&self, query: &Query) -> bool {
        let content: Vec<&Token> = (self.heading.iter())
            .take_while(|token| {
                let word = token.span.of(self.candidate.text).unwrap_or_default();
                !matches!(word, "to" | "for" | "of" | "in" | "that" | "when" | "if")
            })
            .filter(|token| token.class != TokenClass::Function)
            .collect();
        let is_asked = |token: &&&Token| query.terms.iter().any(|term| says(term, token));
        let head = content.last().is_some_and(|head| is_asked(&head));
        head && is_all_said(query, self.candidate, self.heading, false)
    }
}

/// Tells whether a candidate is the first step of an article whose title says how to do what is asked.
fn is_first_step(query: &Query, candidate: Candidate<'_>) -> bool {
    let article = candidate.article;
    let is_step = |sentence: usize| {
        let candidate = Candidate {
            place: super::candidate::SentenceId {
                sentence,
                ..candidate.place
            },
            ..candidate
        };
        is_point(candidate) && instructions::tells_what_to_do(candidate)
    };
    let own = candidate.place.sentence;
    let block = |at: usize| article.sentences.get(at).map(|own| own.block);
    let heading = |at: usize| {
        block(at).and_then(|block| article.headings.get(block)?.first().map(|first| first.span))
    };
    let begins = own
        .checked_sub(1)
        .is_none_or(|before| heading(before) != heading(own) || !is_point_at(candidate, before));
    let (how, to) = (article.title.first(), article.title.get(1));
    let is_how_to = how.zip(to).is_some_and(|(how, to)| {
        how.class == TokenClass::Function && to.class == TokenClass::Function
    });
    is_how_to && begins && is_all_said(query, candidate, &article.title, true) && is_step(own)
}

fn is_point_at(candidate: Candidate<'_>, sentence: usize) -> bool {
    let place = super::candidate::SentenceId {
        sentence,
        ..candidate.place
    };
    is_point(Candidate { place, ..candidate })
}

/// Tells whether a candidate is a point of a list, or begins one.
pub fn is_point(candidate: Candidate<'_>) -> bool {
    let start = candidate.sentence().map_or(0, |own| own.span.start);
    let before = candidate.text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with("- ")
}

/// Tells whether all words of a question are said by a heading or are of the article's topic, some by the heading itself
/// where it must say `all` that it says as the question does.
fn is_all_said(query: &Query, candidate: Candidate<'_>, heading: &[Token], all: bool) -> bool {
    let topic = &candidate.article.topic;
    let is_light = |term: &Term| {
        let word: Option<&QuestionWord> = query.question.words.get(term.position);
        word.is_some_and(|word| LIGHT.contains(&word.folded.as_str()))
    };
    let said_by = |term: &Term, tokens: &[Token]| tokens.iter().any(|token| says(term, token));
    let is_said = |term: &Term| said_by(term, heading) || said_by(term, topic) || is_light(term);
    let is_asked = |token: &&Token| {
        token.class == TokenClass::Function || query.terms.iter().any(|term| says(term, token))
    };
    query.terms.iter().all(is_said)
        && (!all
            || heading.iter().all(|token| is_asked(&token))
                && query.terms.iter().any(|term| said_by(term, heading)))
}

/// Tells whether a word of a text says what one of the question does, in this form or by another word for the same.
fn says(term: &Term, token: &Token) -> bool {
    let is_same =
        |(sought, found)| RelatedWords::shipped().relation(sought, found) == Some(Relation::Same);
    term.has(token.stem) || term.row.zip(token.row).is_some_and(is_same)
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;

    const PAGE: &str = "A tyre that is soft every morning has a hole. It takes an hour.\n\n## You need\n\n- a patch\n\n- some glue\n\n## Steps\n\n\
        - Take the wheel off the bike. Put it on a table.\n\n- Find the hole.\n\n## Known problems\n\n- The glue dries slowly.\n\n\
        ## What to do if it fails\n\nBuy a new tube.\n\n## Price\n\nIt is cheap.";

    fn answers(asked: &str) -> Vec<usize> {
        let one = OneArticle::of("How to mend a flat tyre", PAGE);
        let query = one.query(asked);
        let all = 0..9;
        all.filter(|at| super::answers(&query, one.candidate(*at)).is_some())
            .collect()
    }

    #[test]
    fn what_a_title_or_heading_names_is_answered_by_what_stands_beneath() {
        for (asked, sentence) in [
            ("How do I mend a flat tyre?", 4),
            ("how to mend a flat tyre", 4),
            ("What do I need to mend a tyre?", 2),
            ("What are the known problems?", 7),
            ("What should I do with the tyre if it fails?", 8),
        ] {
            assert_eq!(answers(asked), [sentence], "{asked}");
        }
    }

    #[test]
    fn what_no_heading_names_is_not() {
        for asked in [
            "How do I mend a flat roof?",
            "How do I sell a flat tyre?",
            "What do I need to build a boat?",
            "What are the known dangers?",
            "What should I do with a broken chain?",
            "What is the price?",
            "How long does it take?",
        ] {
            assert!(answers(asked).is_empty(), "{asked}");
        }
    }
}
