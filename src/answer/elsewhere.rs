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
    // "Last year" may be the one that is asked about; rules without a date, and without any year, hold in each.
    match published {
        None => tells_years(candidate),
        Some(published) if published.abs_diff(year) <= 1 => published != year && !told.is_empty(),
        _ => true,
    }
}

/// Tells whether an article or its title has any year.
fn tells_years(candidate: Candidate<'_>) -> bool {
    let article = candidate.article;
    let told = article.sentences.iter().flat_map(|own| &own.tokens);
    told.chain(&article.title)
        .any(|token| token.class == TokenClass::Year)
}

/// Tells whether an article says of something in which place it is.
fn tells_places(candidate: Candidate<'_>) -> bool {
    let leads = |token: &Token| {
        let written = token.span.of(candidate.text).unwrap_or_default();
        let mut before = BEFORE_PLACES.iter();
        before.any(|own| written.eq_ignore_ascii_case(own))
    };
    candidate.article.sentences.iter().any(|sentence| {
        let mut pairs = sentence.tokens.windows(2);
        pairs.any(|pair| {
            matches!(pair, [before, name] if name.class == TokenClass::Name && leads(before))
        })
    })
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
        // What has a name may be a game or a program; beside another place it is one.
        None => !place.stems.is_empty() && tells_places(candidate),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Metadata};
    use crate::search::analysis::AnalysedArticle;
    use crate::search::candidate::SentenceId;
    use crate::search::index;
    use crate::search::query::Query;
    use std::sync::Arc;

    type Claim = fn(Candidate<'_>, &AnswerContext<'_>) -> bool;

    /// Tells whether a claim holds of the first sentence of the first of some articles.
    fn holds(claim: Claim, question: &str, published: Option<&str>, texts: &[&str]) -> bool {
        let article = |(at, text): (usize, &&str)| {
            Arc::new(Article {
                id: at.to_string().as_str().into(),
                version: 1,
                metadata: Metadata {
                    published: published.map(str::to_owned),
                    ..Metadata::default()
                },
                text: (*text).to_owned(),
            })
        };
        let articles: Vec<Arc<Article>> = texts.iter().enumerate().map(article).collect();
        let vocabulary = index::count_all(&articles).expect("they are counted");
        let analysed: Vec<AnalysedArticle> = (articles.iter())
            .map(|article| AnalysedArticle::of(article, &vocabulary))
            .collect();
        let context = AnswerContext {
            findings: Vec::new(),
            query: Query::of(crate::question::analyze(question), None, &vocabulary),
            carried_over: None,
            chance_if_shorter: 0.0,
            articles: &articles,
            analysed: Box::new(|at| analysed.get(at)),
            vocabulary: &vocabulary,
            fingerprint: "",
        };
        let candidate = Candidate {
            place: SentenceId {
                article: 0,
                sentence: 0,
            },
            article: &analysed[0],
            text: texts[0],
        };
        claim(candidate, &context)
    }

    #[test]
    fn what_has_no_date_and_tells_of_no_year_may_be_of_any() {
        let of = |published, text| {
            let asked = "How much does a berth cost in 2026?";
            holds(is_of_another_year, asked, published, &[text])
        };
        assert!(!of(None, "A berth costs £5."));
        assert!(of(None, "A berth costs £5. The quay was built in 2019."));
        assert!(of(Some("2019-05-01"), "A berth costs £5."));
    }

    #[test]
    fn a_name_is_a_place_only_beside_others() {
        let of = |text| {
            let asked = "How much is a torch in Veldcraft?";
            let other = "Veldcraft is played by many.";
            holds(is_of_unknown_place, asked, None, &[text, other])
        };
        assert!(!of("A torch costs 5 gold."));
        assert!(!of("A torch costs 5 gold in May."));
        assert!(of("A torch costs 5 gold. The shop is in Orbey."));
    }
}
