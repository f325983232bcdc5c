//! Whether it is asked of a year or a place of which the article of a sentence says nothing.

use crate::question::QuestionWord;
use crate::search::candidate::Candidate;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::ranking::Ranked;
use crate::search::term::Term;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;
use crate::text::{normalize, words};

use super::answer_context::AnswerContext;

/// Words before a year in which something was so …
const BEFORE_YEARS: [&str; 4] = ["in", "during", "for", "since"];

/// … and before a place where it is.
const BEFORE_PLACES: [&str; 3] = ["in", "at", "near"];

/// Words with which one year tells of others.
const SINCE: [&str; 6] = ["since", "from", "until", "till", "after", "before"];

/// Kinds of places that have a name.
const PLACES: [&str; 5] = ["country", "city", "town", "state", "region"];

/// A name that comes as near in meaning to a word may be of the same place, or of one that it lies in.
const SAME_PLACE: f32 = 0.35;

/// Tells whether the article of a candidate does not know the year or the place that is asked about.
pub fn is_asked_of(ranked: &Ranked, context: &AnswerContext<'_>) -> bool {
    let Some(candidate) = context.candidate(ranked) else {
        return false;
    };
    is_of_another_year(candidate, context) || is_of_unknown_place(candidate, context)
}

fn word_before<'a>(context: &'a AnswerContext<'_>, term: &Term) -> &'a str {
    let words = &context.query.question.words;
    let before = term.position.checked_sub(1).and_then(|at| words.get(at));
    before.map_or("", |word: &QuestionWord| word.folded.as_str())
}

/// Tells whether the words of an article or its title have a term or one of its family.
fn knows(candidate: Candidate<'_>, stems: &[(crate::search::vocabulary::StemId, f32)]) -> bool {
    let article = candidate.article;
    stems.iter().any(|(stem, _)| {
        article.stems.count(*stem) > 0
            || article.title.iter().any(|token| token.stem == Some(*stem))
    })
}

/// Tells whether it is asked of a year that stands neither in the article nor in its date.
fn is_of_another_year(candidate: Candidate<'_>, context: &AnswerContext<'_>) -> bool {
    let terms = &context.query.terms;
    let asked = terms
        .iter()
        .filter(|term| !term.carried && BEFORE_YEARS.contains(&word_before(context, term)));
    let Some((term, year)) = asked
        .into_iter()
        .find_map(|term| Some((term, year_of(&term.folded)?)))
    else {
        return false;
    };
    let Some(sentence) = candidate
        .sentence()
        .filter(|_| !knows(candidate, &term.stems))
    else {
        return false;
    };
    let written = |token: &Token| {
        token
            .span
            .of(candidate.text)
            .unwrap_or_default()
            .to_lowercase()
    };
    let told: Vec<u16> = (sentence.tokens.iter())
        .filter(|token| token.class == TokenClass::Year)
        .filter_map(|token| year_of(&written(token)))
        .collect();
    let spans = told.iter().any(|own| *own <= year) && told.iter().any(|own| *own >= year);
    let says_since = || {
        sentence
            .tokens
            .iter()
            .any(|token| SINCE.contains(&written(token).as_str()))
    };
    let decade = format!("{}0s", year / 10);
    let decade = context.vocabulary.stem(&normalize::stem(&decade));
    if spans || says_since() || decade.is_some_and(|stem| knows(candidate, &[(stem, 1.0)])) {
        return false;
    }
    let metadata = context
        .articles
        .get(candidate.place.article)
        .map(|article| &article.metadata);
    let published = metadata.and_then(|known| year_of(known.published.as_deref()?.get(..4)?));
    // "Last year" may be the one that is asked about.
    match published {
        Some(published) if published.abs_diff(year) <= 1 => published != year && !told.is_empty(),
        _ => true,
    }
}

fn year_of(word: &str) -> Option<u16> {
    let year = word.parse::<u16>().ok().filter(|_| word.len() == 4)?;
    (1000..2100).contains(&year).then_some(year)
}

/// Tells whether it is asked of a place by name which neither the article nor its publisher names, nor anything like it,
/// though other articles do or everybody knows it.
fn is_of_unknown_place(candidate: Candidate<'_>, context: &AnswerContext<'_>) -> bool {
    let question = &context.query.question;
    let is_name = |at: usize| question.words.get(at).is_some_and(|word| word.name);
    let is_asked = |term: &&Term| {
        let goes_on = question
            .words
            .get(term.position + 1)
            .is_some_and(|word| !word.function);
        term.name
            && !term.carried
            && !goes_on
            && !is_name(term.position.wrapping_sub(1))
            && BEFORE_PLACES.contains(&word_before(context, term))
    };
    let Some(place) = context.query.terms.iter().find(is_asked) else {
        return false;
    };
    let metadata = context
        .articles
        .get(candidate.place.article)
        .map(|article| &article.metadata);
    let publisher = metadata
        .and_then(|known| known.publisher.as_deref())
        .unwrap_or_default();
    let is_publisher =
        || words::words(publisher).any(|word| normalize::fold(word.text) == place.folded);
    if [&place.stems, &place.relatives, &place.neighbours]
        .into_iter()
        .any(|stems| knows(candidate, stems))
        || is_publisher()
    {
        return false;
    }
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let is_place = |row| {
        PLACES
            .iter()
            .filter_map(|kind| vectors.row(kind))
            .any(|kind| known.is_a(row, kind))
    };
    let is_known = match place.row {
        Some(row) => is_place(row),
        None => !place.stems.is_empty(),
    };
    let near = |token: &Token| {
        let rows = place.row.zip(token.row);
        rows.is_some_and(|(own, told)| vectors.similarity(own, told) >= SAME_PLACE)
    };
    let around = candidate
        .sentence()
        .map_or(&[][..], |sentence| sentence.tokens.as_slice());
    is_known && !around.iter().chain(&candidate.article.topic).any(near)
}
