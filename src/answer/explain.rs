//! Why a sentence was chosen, in plain words, and what the runner-up lacked.

use std::collections::BTreeMap;

use crate::math;
use crate::search::features::{FEATURES, Family, Feature, Measured};
use crate::search::matching::{Depth, match_terms};
use crate::search::model;
use crate::search::ranking::{READER_FLOOR, READER_WORTH, Ranked, inputs};
use crate::search::term::Term;
use crate::text::Span;

use super::answer_context::AnswerContext;
use super::objections::{self, Objection};
use super::runs::Run;
use super::{Citation, Explanation, Reason};

/// How many reasons are told.
const MAX_REASONS: usize = 5;

/// A share smaller than this decided nothing.
const MIN_SHARE: f32 = 0.05;

/// Explains each citation and the best candidate that was not cited; where nothing is cited, that one alone.
pub fn explain(
    citations: &[Citation],
    runs: &[Run<'_>],
    context: &AnswerContext<'_>,
) -> Vec<Explanation> {
    let measured: Vec<Measured> = (context.findings.iter())
        .map(|ranked| Measured {
            place: ranked.place,
            block: ranked.block,
            vector: *ranked.vector,
            found: ranked.found.clone(),
        })
        .collect();
    let shares: Vec<BTreeMap<Family, f32>> =
        inputs(&measured).iter().map(|own| shares(own)).collect();
    let mean = mean(&shares);
    let reasons = |ranked: &Ranked| {
        let at = context
            .findings
            .iter()
            .position(|other| other.place == ranked.place);
        let own = at.and_then(|at| shares.get(at));
        own.map(|own| told(own, &mean, ranked, context))
            .unwrap_or_default()
    };
    let runs = if citations.is_empty() { &[] } else { runs };
    let mut explanations: Vec<Explanation> = Vec::new();
    for citation in citations {
        let run = context.run_of(citation, runs);
        explanations.extend(run.map(|run| Explanation {
            number: citation.number,
            article_id: citation.article_id.clone(),
            version: citation.version,
            start: citation.start,
            end: citation.end,
            text: citation.text.clone(),
            reasons: reasons(run.ranked),
        }));
    }
    let cited = |ranked: &Ranked| {
        runs.iter().any(|run| {
            run.ranked.place.article == ranked.place.article
                && run.sentences.contains(&ranked.place.sentence)
        })
    };
    if let Some(next) = context.findings.iter().find(|ranked| !cited(ranked))
        && let Some(article) = context.articles.get(next.place.article)
        && let Some(sentence) = context.sentence(next.place.article, next.place.sentence)
    {
        explanations.push(Explanation {
            number: 0,
            article_id: article.id.clone(),
            version: article.version,
            start: sentence.span.start,
            end: sentence.span.end,
            text: sentence
                .span
                .of(&article.text)
                .unwrap_or_default()
                .to_owned(),
            reasons: reasons(next),
        });
    }
    explanations
}

fn shares(inputs: &[f32]) -> BTreeMap<Family, f32> {
    let mut shares = BTreeMap::new();
    for (feature, share) in model::shipped().ranker.shares(inputs) {
        if let Some((_, _, family)) = FEATURES.get(feature as usize) {
            *shares.entry(*family).or_insert(0.0) += share;
        }
    }
    shares
}

fn mean(all: &[BTreeMap<Family, f32>]) -> BTreeMap<Family, f32> {
    let mut mean = BTreeMap::new();
    for shares in all {
        for (family, share) in shares {
            *mean.entry(*family).or_insert(0.0) += share / all.len() as f32;
        }
    }
    mean
}

fn told(
    own: &BTreeMap<Family, f32>,
    mean: &BTreeMap<Family, f32>,
    ranked: &Ranked,
    context: &AnswerContext<'_>,
) -> Vec<Reason> {
    let mut found: Vec<(Family, f32)> = (own.iter())
        .map(|(family, share)| (*family, share - mean.get(family).copied().unwrap_or(0.0)))
        .filter(|(_, share)| share.abs() >= MIN_SHARE)
        .collect();
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    found.truncate(MAX_REASONS);
    let weighed = found.into_iter().map(|(family, share)| Reason {
        feature: family.name().to_owned(),
        words: words(family, share, ranked, context),
        share,
    });
    let named = context.is_named_by(ranked).then(says_it);
    let objection = objections::about(ranked, context);
    // Beside it, what the trees think of the kind would say the contrary.
    let weighed =
        weighed.filter(|reason| objection.is_none() || reason.feature != Family::Kind.name());
    let posed = context.posed(ranked).map(|_| asked_before_it());
    (posed.into_iter().chain(named))
        .chain(objection.map(objected))
        .chain(read(ranked, context))
        .chain(weighed)
        .collect()
}

fn says_it() -> Reason {
    Reason {
        feature: Family::Facts.name().to_owned(),
        words: "one fact in it says just what is asked".to_owned(),
        share: MAX_SHARE,
    }
}

fn asked_before_it() -> Reason {
    Reason {
        feature: Family::Context.name().to_owned(),
        words: "the article asks the same right before it".to_owned(),
        share: MAX_SHARE,
    }
}

/// A rule that no share was weighed for counts like the greatest ones.
const MAX_SHARE: f32 = 6.0;

fn objected(objection: Objection) -> Reason {
    Reason {
        feature: Family::Kind.name().to_owned(),
        words: objection.words().to_owned(),
        share: math::ln(objection.likelihood_factor()),
    }
}

/// Tells what the reader found in a sentence; its share is what it is ahead of the best other one that was read, or
/// behind it, as far as the order counts it directly.
fn read(ranked: &Ranked, context: &AnswerContext<'_>) -> Option<Reason> {
    let found = ranked.found.as_ref()?;
    let others = (context.findings.iter()).filter(|other| other.place != ranked.place);
    let best = others
        .filter_map(|other| Some(other.found.as_ref()?.mass))
        .fold(READER_FLOOR, f32::max);
    let share = READER_WORTH * (found.mass - best).clamp(READER_FLOOR, -READER_FLOOR);
    let sentence = context.sentence(ranked.place.article, ranked.place.sentence)?;
    let article = context.articles.get(ranked.place.article)?;
    let words = sentence.reading(&article.text, context.vocabulary);
    let stretch = found.span(words)?.of(&article.text)?;
    let words = match (share > 0.0, found.mass > 0.0) {
        (true, true) => format!("read beside the question, “{stretch}” looks like the answer"),
        (true, false) => format!("“{stretch}” comes nearest to an answer, and not near"),
        (false, _) => format!("another sentence reads more like the answer than “{stretch}” here"),
    };
    Some(Reason {
        feature: "reading".to_owned(),
        words,
        share,
    })
}

fn words(family: Family, share: f32, ranked: &Ranked, context: &AnswerContext<'_>) -> String {
    let for_it = share > 0.0;
    let of = |feature: Feature| ranked.vector[feature as usize];
    let (found, missing) = shared_words(ranked, context);
    let listed = |words: &[String]| words.join(", ");
    match (family, for_it) {
        (Family::Words, true) if found.is_empty() => {
            "other sentences have no more of the question's words".to_owned()
        }
        (Family::Words, true) => format!("it has the words {}", listed(&found)),
        (Family::Words | Family::Missing, false) if missing.is_empty() => {
            "other sentences have rarer shared words".to_owned()
        }
        (Family::Words, false) | (Family::Missing, false) => {
            format!("it lacks the words {}", listed(&missing))
        }
        (Family::Missing, true) => "hardly any telling word of the question is missing".to_owned(),
        (Family::Meaning, true) => format!(
            "by meaning, its words cover {} % of the question",
            (of(Feature::CoverNear) * 100.0).round()
        ),
        (Family::Meaning, false) => "its words are further from the question in meaning".to_owned(),
        (Family::About, true) => "as a whole it is about what the question is about".to_owned(),
        (Family::About, false) => "as a whole it is about something else".to_owned(),
        (Family::Detail, true) => "it says what is asked of the article's subject".to_owned(),
        (Family::Detail, false) => {
            "it says less of what is asked of the article's subject".to_owned()
        }
        (Family::Context, true) => "its paragraph and title are about the question".to_owned(),
        (Family::Context, false) => "its paragraph and title are about something else".to_owned(),
        (Family::Phrases, true) => {
            "the shared words stand close together, in the question's order".to_owned()
        }
        (Family::Phrases, false) => "the shared words stand far apart".to_owned(),
        (Family::Kind, true) => "it has the kind of thing that is asked for".to_owned(),
        (Family::Kind, false) => "the kind of thing that is asked for is not in it".to_owned(),
        (Family::Names, true) => "the names and figures of the question are there".to_owned(),
        (Family::Names, false) => "names or figures of the question are missing".to_owned(),
        (Family::Neighbours, true) => (stand_in(ranked, context))
            .filter(|_| of(Feature::ResolvedAdds) > 0.0)
            .unwrap_or_else(|| "the sentences around it speak of the question too".to_owned()),
        (Family::Neighbours, false) => "a sentence beside it says more of the question".to_owned(),
        (Family::Facts, true) => "one fact in it joins the words of the question".to_owned(),
        (Family::Facts, false) => "no single fact in it joins the words of the question".to_owned(),
        (Family::Shape, true) => "its length and place speak for it".to_owned(),
        (Family::Shape, false) => "its length and place speak against it".to_owned(),
        (Family::Question, _) => "questions like this one are usually answered so".to_owned(),
    }
}

/// Tells whom or what the first pronoun of a sentence stands for.
fn stand_in(ranked: &Ranked, context: &AnswerContext<'_>) -> Option<String> {
    let article = context.articles.get(ranked.place.article)?;
    let sentence = context.sentence(ranked.place.article, ranked.place.sentence)?;
    let meant = sentence.antecedents.first()?;
    let (first, last) = (meant.name.first()?.span, meant.name.last()?.span);
    let name = Span::new(first.start, last.end).of(&article.text)?;
    let pronoun = meant.pronoun.of(&article.text)?;
    Some(format!("“{pronoun}” in it stands for {name}"))
}

/// Returns the words of the question that the sentence has, and those it lacks.
fn shared_words(ranked: &Ranked, context: &AnswerContext<'_>) -> (Vec<String>, Vec<String>) {
    let Some(sentence) = context.sentence(ranked.place.article, ranked.place.sentence) else {
        return (Vec::new(), Vec::new());
    };
    let own = match_terms(&context.query, &sentence.tokens, Depth::Forms);
    let (found, missing): (Vec<_>, Vec<_>) =
        (context.query.terms.iter().zip(own)).partition(|(_, m)| m.tolerant() > 0.0);
    let names = |terms: Vec<(&Term, _)>| -> Vec<String> {
        terms
            .into_iter()
            .map(|(term, _)| format!("“{}”", term.folded))
            .collect()
    };
    (names(found), names(missing))
}
