//! Sentences that tell what is asked, but of something else: what another speaker says, what another thing costs, how a life
//! ended where it is asked where it began.

use super::analysis::{AnalysedSentence, Token};
use super::lifespans;
use super::matching::{Depth, match_terms};
use super::measure::Candidate;
use super::query::{Query, Term};
use crate::question::AnswerType;

/// What is no farther in meaning may be the same speaker or event …
const SAME_THING: f32 = 0.5;

/// … and what has its own price only when it is nearer: a tenant pays more than the rent.
const SAME_PRICE: f32 = 0.6;

/// Tells whether a candidate tells of another speaker, price or event than is asked for.
pub fn tells_of_another(query: &Query, candidate: Candidate<'_>) -> bool {
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    is_said_by_another(query, candidate, sentence)
        || is_price_of_another(query, candidate, sentence)
        || is_another_event(query, candidate, sentence)
}

/// Tells whether it is asked what somebody said who is named neither near a sentence nor above it.
fn is_said_by_another(
    query: &Query,
    candidate: Candidate<'_>,
    sentence: &AnalysedSentence,
) -> bool {
    let Some(speaker) = query.question.speaker() else {
        return false;
    };
    let named = terms_within(query, &speaker);
    let block = candidate.article.blocks.get(sentence.block).cloned();
    // News sets a quote and the one who says it apart.
    let block = block.unwrap_or_default();
    let around = block.start.saturating_sub(1)..block.end + 1;
    !named.is_empty()
        && !is_told(query, &named, SAME_THING, above(candidate, sentence))
        && !is_told(query, &named, SAME_THING, sentences(candidate, around))
}

/// Tells whether it is asked what a thing costs that a sentence, the one before it and what stands above them do not have.
fn is_price_of_another(
    query: &Query,
    candidate: Candidate<'_>,
    sentence: &AnalysedSentence,
) -> bool {
    let Some(thing) = query.question.priced_thing() else {
        return false;
    };
    // Of "the monthly rent" it is the rent that has a price.
    let named = terms_within(query, &(thing.end - 1..thing.end));
    let is_plain = |at: &usize| {
        (query.terms.get(*at)).is_some_and(|term| !term.name && !term.number && term.row.is_some())
    };
    !named.is_empty()
        && named.iter().all(is_plain)
        && !is_told(query, &named, SAME_PRICE, above(candidate, sentence))
        && !is_told(
            query,
            &named,
            SAME_PRICE,
            sentences(candidate, with_before(candidate)),
        )
}

/// Words that ask for the beginning of a life, for its end and for a grave, and others that tell of each.
const EVENTS: [(&[&str], &[&str]); 3] = [
    (
        &["born", "birth", "birthday", "birthplace"],
        &["born", "birth", "birthday", "birthplace", "native", "b"],
    ),
    (
        &["die", "died", "dies", "death"],
        &[
            "die",
            "died",
            "dies",
            "dead",
            "death",
            "deathbed",
            "killed",
            "murdered",
            "executed",
            "assassinated",
            "drowned",
            "perished",
            "suicide",
            "passed",
            "funeral",
            "d",
        ],
    ),
    (
        &["buried", "burial", "grave", "tomb"],
        &[
            "buried",
            "burial",
            "grave",
            "graves",
            "gravestone",
            "graveyard",
            "cemetery",
            "churchyard",
            "tomb",
            "tombs",
            "mausoleum",
            "crypt",
            "interred",
            "entombed",
            "rests",
            "rest",
            "laid",
            "cremated",
            "ashes",
            "remains",
        ],
    ),
];

/// Tells whether it is asked when or where somebody was born, died or was buried, and a sentence tells of nothing like it.
fn is_another_event(query: &Query, candidate: Candidate<'_>, sentence: &AnalysedSentence) -> bool {
    let question = &query.question;
    let asks = matches!(question.kind.expected, AnswerType::Date | AnswerType::Place);
    let asked = [question.kind.done, question.kind.focus];
    let asked = || {
        let words = asked.iter().filter_map(|at| question.words.get((*at)?));
        words.map(|word| word.folded.as_str())
    };
    let event = (EVENTS.iter()).find(|(forms, _)| asked().any(|word| forms.contains(&word)));
    let Some((forms, told)) = event.filter(|_| asks) else {
        return false;
    };
    let is_one = |token: &Token| {
        let word = token.span.of(candidate.text).unwrap_or_default();
        told.contains(&word.to_lowercase().as_str())
    };
    let terms = (0..query.terms.len()).filter(|at| {
        (query.terms.get(*at)).is_some_and(|term| forms.contains(&term.folded.as_str()))
    });
    let terms: Vec<usize> = terms.collect();
    let near = || sentences(candidate, with_before(candidate));
    !near().any(is_one)
        && !is_told(query, &terms, SAME_THING, near())
        && !is_told(query, &terms, SAME_THING, above(candidate, sentence))
        && !lifespans::has_life(candidate.text, sentence)
}

/// Returns which terms stand at some words of the question.
fn terms_within(query: &Query, words: &std::ops::Range<usize>) -> Vec<usize> {
    let is_within = |term: &Term| !term.carried && words.contains(&term.position);
    let terms = query.terms.iter().enumerate();
    (terms.filter(|(_, term)| is_within(term)))
        .map(|(at, _)| at)
        .collect()
}

/// Tells whether some words have one of the terms, or something like it.
fn is_told<'t>(
    query: &Query,
    terms: &[usize],
    near: f32,
    tokens: impl Iterator<Item = &'t Token>,
) -> bool {
    let tokens: Vec<Token> = tokens.copied().collect();
    let found = match_terms(query, &tokens, Depth::Meanings);
    terms.iter().any(|at| {
        let found = found.get(*at).copied().unwrap_or_default();
        found.said() > 0.0 || found.nearest >= near
    })
}

/// Returns the words of the title and of the headings above a sentence.
fn above<'a>(
    candidate: Candidate<'a>,
    sentence: &AnalysedSentence,
) -> impl Iterator<Item = &'a Token> {
    let article = candidate.article;
    let headings = article.stands_under.get(sentence.block);
    article.topic.iter().chain(headings.into_iter().flatten())
}

/// Returns a candidate's place with that of the sentence before it in its block.
fn with_before(candidate: Candidate<'_>) -> std::ops::Range<usize> {
    let own = candidate.place.sentence;
    candidate.article.before(own).unwrap_or(own)..own + 1
}

/// Returns the words of some sentences, and of what their pronouns stand for.
fn sentences<'a>(
    candidate: Candidate<'a>,
    which: std::ops::Range<usize>,
) -> impl Iterator<Item = &'a Token> {
    let all = &candidate.article.sentences;
    let sentences = all.get(which.start..which.end.min(all.len()));
    sentences.unwrap_or_default().iter().flat_map(|sentence| {
        let meant = sentence.antecedents.iter().flat_map(|meant| &meant.name);
        sentence.tokens.iter().chain(meant)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::analysis::AnalysedArticle;
    use super::super::index::{self, Place};
    use super::*;
    use crate::article::{Article, Metadata};
    use crate::question::analyze;

    /// Tells of which sentences of a text a claim holds.
    fn holds(question: &str, text: &str, claim: fn(&Query, Candidate<'_>) -> bool) -> Vec<bool> {
        let article = Article {
            id: "a".into(),
            version: 1,
            metadata: Metadata::default(),
            text: text.to_owned(),
        };
        let vocabulary = index::count_all(&[Arc::new(article.clone())]).expect("it is counted");
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let query = Query::of(analyze(question), None, &vocabulary);
        let holds = |sentence: usize| {
            let place = Place {
                article: 0,
                sentence,
            };
            let candidate = Candidate {
                place,
                article: &analysed,
                text,
            };
            claim(&query, candidate)
        };
        (0..analysed.sentences.len()).map(holds).collect()
    }

    #[test]
    fn what_another_says_is_not_what_somebody_says() {
        let fire = "The coastguard sent a boat.\n\nTwo came.\n\n“No list had that clamp,” said the board's head, Ada Lind.";
        let of = |question: &str| holds(question, fire, tells_of_another);
        assert_eq!(
            of("What did the coastguard say about the clamp?"),
            [false, false, true]
        );
        assert_eq!(
            of("What did Ada Lind say about the clamp?"),
            [true, false, false]
        );
        assert_eq!(of("What did she say about the clamp?"), [false; 3]);
    }

    #[test]
    fn what_another_thing_costs_is_no_price_of_the_thing() {
        let rules = "Small repairs up to €75 are yours. The dryer costs €2.\n\nEntry is €4.";
        let of = |question: &str| holds(question, rules, tells_of_another);
        assert_eq!(of("How much does the dryer cost?"), [true, false, true]);
        assert_eq!(of("How much is the monthly rent?"), [true, true, true]);
        assert_eq!(
            of("How much are tickets?"),
            [false; 3],
            "one pays to get in"
        );
        assert_eq!(of("How much is it?"), [false; 3]);
    }

    #[test]
    fn a_death_is_no_grave() {
        let life = "She died in Orbey of pneumonia.\n\nAda Lind (1891–1967) made clocks.\n\nShe lies in the churchyard of Tarn.";
        let of = |question: &str| holds(question, life, tells_of_another);
        assert_eq!(of("Where is Ada Lind buried?"), [true, false, false]);
        assert_eq!(of("When was Ada Lind born?"), [true, false, true]);
        assert_eq!(of("Where did Ada Lind die?"), [false, false, true]);
        assert_eq!(of("Where did Ada Lind work?"), [false; 3]);
    }
}
