//! Makes a citation of a run: its words, where they stand, and the short answer within them.

use crate::search::asked_person;
use crate::search::measure::who_is_meant;
use crate::search::stated_figures;
use crate::text::Span;

use super::answer_context::AnswerContext;
use super::runs::Run;
use super::{Citation, short_answer};

/// Cites a run.
pub fn citation(
    number: usize,
    run: &Run<'_>,
    confidence: f32,
    context: &AnswerContext<'_>,
) -> Option<Citation> {
    let place = run.ranked.place;
    let article = context.articles.get(place.article)?;
    let analysed = (context.analysed)(place.article)?;
    let sentence = analysed.sentences.get(place.sentence)?;
    let span = context.span(run)?;
    let doer = (context.candidate(run.ranked))
        .and_then(|candidate| who_is_meant::doer_of(&context.query, candidate));
    let short = doer.filter(|name| span.covers(*name));
    let short = short
        .or_else(|| context.end_of_life(run.ranked))
        .or_else(|| stated_figures::age_in(&context.query, context.candidate(run.ranked)?))
        .or_else(|| {
            short_answer::find(
                run.ranked.found.as_ref(),
                &context.query.question,
                &article.text,
                sentence,
                context.vocabulary,
            )
        })
        .filter(|answer| {
            let words = answer.of(&article.text);
            !words.is_some_and(who_is_meant::is_pronoun)
                && !context.is_headed_list(run.ranked)
                && !asked_person::is_asked_about(&context.query, *answer, &article.text, sentence)
                && !asked_person::is_bare_speaker(&context.query, *answer, &article.text, sentence)
        });
    let meant = || {
        let name = context.who_is_meant(run.ranked);
        name.filter(|name| span.covers(*name))
    };
    let short = short
        .or_else(meant)
        .map(|answer| Span::new(answer.start - span.start, answer.end - span.start));
    Some(Citation {
        number,
        article_id: article.id.clone(),
        title: article.metadata.title.clone(),
        publisher: article.metadata.publisher.clone(),
        url: article.metadata.url.clone(),
        published: article.metadata.published.clone(),
        version: article.version,
        paragraph: analysed
            .paragraphs
            .get(sentence.block)
            .copied()
            .unwrap_or(0),
        start: span.start,
        end: span.end,
        text: span.of(&article.text)?.to_owned(),
        answer: short,
        confidence,
        also_in: Vec::new(),
    })
}
