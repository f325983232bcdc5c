//! Which sentences answer, or none.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::article::Article;
use crate::math;
use crate::question::{AnswerType, Ask};
use crate::search::analysis::{AnalysedArticle, AnalysedSentence};
use crate::search::definition_questions;
use crate::search::faq;
use crate::search::features::Feature;
use crate::search::measure::Candidate;
use crate::search::model;
use crate::search::query::Query;
use crate::search::ranking::Ranked;
use crate::search::vocabulary::{StemId, Vocabulary};
use crate::text::Span;

use super::agreement::{self, Asked};
use super::objections;
use super::{Answer, Certainty, Citation, Mention, explain, short_answer};

/// Everything an answer is made of.
pub struct AnswerContext<'a> {
    /// The candidates, best first.
    pub findings: Vec<Ranked>,
    /// The question in the words of the articles.
    pub query: Query,
    /// What was taken over from an earlier question.
    pub carried_over: Option<String>,
    /// All articles.
    pub articles: &'a [Arc<Article>],
    /// Prepares an article for comparison.
    pub analysed: Box<dyn Fn(usize) -> Option<&'a AnalysedArticle> + 'a>,
    /// The words of all articles.
    pub vocabulary: &'a Vocabulary,
    /// Names the articles.
    pub fingerprint: &'a str,
}

/// How many sentences are cited unless the asker wishes otherwise.
const USUAL_CITATIONS: usize = 3;

/// A sentence that says what a thing is answers what it is at least this likely.
const NAMED: f32 = 0.8;

/// How many near articles are named when none answers.
const MAX_NEAREST: usize = 3;

/// A further sentence is cited when it is at least this likely beside the first.
const WORTH_CITING: f32 = 0.35;

/// A sentence that gives another figure for what is asked is cited when it is among so many of the foremost of other
/// articles, however unlikely beside the first: the one whose words are nearer to the question is not the likelier to be
/// true.
const WORTH_HEARING: usize = 3;

/// The sentence before one that points back comes with it when it has this much of the question that is lacking.
const LEANS_ON_BEFORE: f32 = 0.1;

/// Words that give a reason.
const REASONS: [&str; 24] = [
    "because",
    "since",
    "due",
    "owing",
    "reason",
    "reasons",
    "cause",
    "caused",
    "causes",
    "therefore",
    "thus",
    "hence",
    "thanks",
    "so",
    "prevent",
    "avoid",
    "protect",
    "ensure",
    "allow",
    "fear",
    "feared",
    "lest",
    "order",
    "as",
];

/// Two neighbours are cited as one when the second scores within this of the first …
const TOGETHER: f32 = 0.3;

/// … and both together have at most so many bytes.
const MAX_MERGED_BYTES: usize = 320;

/// A sentence, or neighbours that are cited as one.
#[derive(Debug, Clone)]
pub struct Run<'r> {
    /// The candidate that is cited.
    pub ranked: &'r Ranked,
    /// Its sentences in the article.
    pub sentences: RangeInclusive<usize>,
}

impl AnswerContext<'_> {
    /// Returns a sentence of a run's article.
    pub fn sentence(&self, article: usize, sentence: usize) -> Option<&AnalysedSentence> {
        (self.analysed)(article)?.sentences.get(sentence)
    }

    /// Tells whether the question asks what a thing is, and a candidate says so.
    pub fn is_named_by(&self, ranked: &Ranked) -> bool {
        let place = ranked.place;
        let named = definition_questions::asked(&self.query);
        let text = (self.articles.get(place.article)).map(|article| &article.text);
        let sentence = self.sentence(place.article, place.sentence);
        match (named, text, sentence) {
            (Some(named), Some(text), Some(sentence)) => named.is_answered_by(text, sentence),
            _ => false,
        }
    }

    /// Tells how likely a candidate answers because it follows a question of the article that asks the same; nothing where
    /// it follows none.
    pub fn posed(&self, ranked: &Ranked) -> Option<f32> {
        let place = ranked.place;
        let candidate = Candidate {
            place,
            article: (self.analysed)(place.article)?,
            text: &self.articles.get(place.article)?.text,
        };
        faq::answers(&self.query, candidate)
    }

    /// Tells whether a sentence says what the one before it named: "It is …", "This means …".
    fn goes_on_to_explain(&self, article: usize, sentence: usize) -> bool {
        let mut words = self.words(article, sentence).split_whitespace();
        matches!(
            words.next(),
            Some("It" | "This" | "That" | "These" | "They")
        ) && matches!(
            words.next(),
            Some("is" | "was" | "are" | "were" | "means" | "meant")
        )
    }

    fn words(&self, article: usize, sentence: usize) -> &str {
        let text = (self.articles.get(article)).map_or("", |article| article.text.as_str());
        let sentence = self.sentence(article, sentence);
        let words = sentence.and_then(|sentence| sentence.span.of(text));
        words.unwrap_or_default()
    }

    fn asks(&self, article: usize, sentence: usize) -> bool {
        faq::is_question(self.words(article, sentence))
    }

    /// Tells whether a sentence has a word that gives a reason; where none has, the next one may: "The gate was closed. Too
    /// many cars had parked there."
    fn gives_reason(&self, article: usize, sentence: usize) -> bool {
        let words = self.words(article, sentence).to_lowercase();
        words
            .split(|c: char| !c.is_alphabetic())
            .any(|word| REASONS.contains(&word))
    }

    /// Returns the bytes of a run.
    pub fn span(&self, run: &Run<'_>) -> Option<Span> {
        let article = run.ranked.place.article;
        let first = self.sentence(article, *run.sentences.start())?;
        let last = self.sentence(article, *run.sentences.end())?;
        Some(Span::new(first.span.start, last.span.end))
    }

    /// Counts a run's words.
    fn words_in(&self, run: &Run<'_>) -> usize {
        let article = run.ranked.place.article;
        (run.sentences.clone())
            .filter_map(|at| self.sentence(article, at))
            .map(|sentence| sentence.tokens.len())
            .sum()
    }

    /// Returns the stems of a run's words.
    fn stems(&self, run: &Run<'_>) -> BTreeSet<StemId> {
        let article = run.ranked.place.article;
        (run.sentences.clone())
            .filter_map(|at| self.sentence(article, at))
            .flat_map(|sentence| sentence.tokens.iter().filter_map(|token| token.stem))
            .collect()
    }

    /// Returns what would be cited, best first, whether or not it is likely enough.
    pub fn runs(&self, limit: usize) -> Vec<Run<'_>> {
        let mut runs: Vec<Run<'_>> = Vec::new();
        for (at, ranked) in self.findings.iter().enumerate() {
            if runs.len() == limit {
                break;
            }
            let cited = runs.iter().any(|run| {
                run.ranked.place.article == ranked.place.article
                    && run.sentences.contains(&ranked.place.sentence)
            });
            if !cited {
                let run = self.run(ranked, self.findings.get(at + 1));
                let again = runs.iter().any(|other| {
                    other.ranked.place.article == ranked.place.article
                        && other.sentences.start() <= run.sentences.end()
                        && run.sentences.start() <= other.sentences.end()
                });
                let own = ranked.place.sentence;
                runs.push(match again {
                    // What is cited already is not said again around it.
                    true => Run {
                        ranked,
                        sentences: own..=own,
                    },
                    false => run,
                });
            }
        }
        runs
    }

    fn run<'r>(&self, ranked: &'r Ranked, next: Option<&Ranked>) -> Run<'r> {
        let own = ranked.place.sentence;
        let same_block = |other: usize| {
            let block = |at: usize| Some(self.sentence(ranked.place.article, at)?.block);
            block(other).is_some() && block(other) == block(own)
        };
        let run = |first: usize, last: usize| Run {
            ranked,
            sentences: first..=last,
        };
        let fits = |run: &Run<'_>| {
            self.span(run)
                .is_some_and(|span| span.len() <= MAX_MERGED_BYTES)
        };
        let before = own.checked_sub(1).filter(|before| same_block(*before));
        if let Some(before) = before
            && ranked.vector[Feature::BackAdds as usize] >= LEANS_ON_BEFORE
            && fits(&run(before, own))
        {
            return run(before, own);
        }
        if let Some(before) = before
            && self.asks(ranked.place.article, before)
            && fits(&run(before, own))
        {
            return run(before, own);
        }
        let after = own + 1;
        let goes_on = match self.query.question.kind.expected {
            AnswerType::Definition => self.goes_on_to_explain(ranked.place.article, after),
            AnswerType::Reason => !self.gives_reason(ranked.place.article, own),
            // The answer to a question of the article's own may take more than a sentence.
            _ => self.posed(ranked).is_some(),
        };
        if goes_on && same_block(after) && fits(&run(own, after)) {
            return run(own, after);
        }
        if let Some(next) = next
            && next.place.article == ranked.place.article
            && next.place.sentence.abs_diff(own) == 1
            && same_block(next.place.sentence)
            && ranked.score - next.score <= TOGETHER
        {
            let both = run(own.min(next.place.sentence), own.max(next.place.sentence));
            if fits(&both) {
                return both;
            }
        }
        run(own, own)
    }
}

/// Returns how many citations an answer has at most.
pub fn citations_at_most(ask: &Ask) -> usize {
    ask.limit.map_or(USUAL_CITATIONS, NonZeroUsize::get)
}

/// Chooses what is cited.
pub fn answer(ask: &Ask, context: &AnswerContext<'_>) -> Answer {
    let answerability = &model::shipped().1;
    let chance = answerability.probability(&context.findings);
    let confidence = confidence(chance, context);
    let threshold = ask.threshold.unwrap_or_else(|| answerability.threshold());
    let answered = !context.findings.is_empty() && confidence >= threshold;
    let limit = citations_at_most(ask);
    let first_score = context.findings.first().map_or(0.0, |ranked| ranked.score);
    let mut runs: Vec<Run<'_>> = if answered {
        let likely = |run: &Run<'_>| {
            let part = math::exp(run.ranked.score - first_score);
            ask.limit.is_some() || part >= WORTH_CITING && part * chance >= threshold
        };
        let says_something =
            |at: usize, run: &Run<'_>| at == 0 || context.words_in(run) >= MIN_WORDS;
        (context.runs(limit * 2).into_iter().enumerate())
            .take_while(|(at, run)| *at == 0 || likely(run))
            .filter(|(at, run)| says_something(*at, run))
            .map(|(_, run)| run)
            .collect()
    } else {
        Vec::new()
    };
    let cite = |at: usize, run: &Run<'_>| {
        let part = math::exp(run.ranked.score - first_score);
        // A rule that raises the first says nothing of the others.
        let sure = if at == 0 {
            confidence
        } else {
            chance.min(confidence) * part
        };
        citation(at + 1, run, sure, context)
    };
    let cited = (runs.iter().enumerate())
        .filter_map(|(at, run)| Some((cite(at, run)?, context.stems(run))));
    let carried = (context.query.terms.iter()).filter(|term| term.carried);
    let carried = carried.map(|term| term.folded.clone());
    let asked = Asked::of(&context.query.question, carried);
    let mut citations = agreement::fold_copies(cited, &asked);
    let conflicting = conflicting_citations(&citations, &asked, context, &cite);
    for (at, (run, other)) in conflicting.into_iter().enumerate() {
        citations.insert(1 + at, other);
        runs.push(run);
    }
    citations.truncate(limit);
    let disagreements = agreement::arrange(&mut citations, &asked);
    let explanations = match ask.explain {
        true => explain::explain(&citations, &runs, context),
        false => Vec::new(),
    };
    let answered = answered && !citations.is_empty();
    Answer {
        question: ask.text.clone(),
        answered,
        confidence,
        certainty: Certainty::of(answered, confidence),
        answer: (citations.iter().find(|citation| citation.number == 1))
            .and_then(|first| Some(first.answer?.of(&first.text)?.to_owned())),
        nearest: nearest(context),
        citations,
        disagreements,
        carried_over: context.carried_over.clone(),
        corrections: context.query.corrections.clone(),
        fingerprint: context.fingerprint.to_owned(),
        explanations,
        unanswered: Vec::new(),
    }
}

/// A further sentence of fewer words says nothing beside the first: "drip tray".
const MIN_WORDS: usize = 3;

/// Tells how likely the first candidate answers: what the model says, where no rule knows better.
fn confidence(chance: f32, context: &AnswerContext<'_>) -> f32 {
    let Some(first) = context.findings.first() else {
        return chance;
    };
    if let Some(likely) = context.posed(first) {
        return chance.max(likely);
    }
    match objections::about(first, context) {
        Some(objection) => objection.likelihood_factor() * chance,
        None if context.is_named_by(first) => chance.max(NAMED),
        None => chance,
    }
}

/// Finds the sentences of articles not cited yet that say what the first citation says but for a figure; where neither they
/// nor a cited one do, one that gives another figure in other words.
fn conflicting_citations<'m>(
    citations: &[Citation],
    asked: &Asked,
    context: &'m AnswerContext<'_>,
    cite: &dyn Fn(usize, &Run<'_>) -> Option<Citation>,
) -> Vec<(Run<'m>, Citation)> {
    let (Some((first, rest)), Some(best)) = (citations.split_first(), context.findings.first())
    else {
        return Vec::new();
    };
    if !asked.for_figure() || first.answer.is_none() {
        return Vec::new();
    }
    let elsewhere =
        (context.findings.iter()).filter(|ranked| ranked.place.article != best.place.article);
    let heard = elsewhere.take(WORTH_HEARING).filter_map(|ranked| {
        let run = context.run(ranked, None);
        let citation = cite(1, &run)?;
        let is_new = citations
            .iter()
            .all(|cited| cited.article_id != citation.article_id);
        is_new.then_some((run, citation))
    });
    let contradicts = |other: &Citation| agreement::contradiction(first, other, asked).is_some();
    let (mut alike, others): (Vec<_>, Vec<_>) =
        heard.partition(|(_, citation)| contradicts(citation));
    if alike.is_empty() && !rest.iter().any(contradicts) {
        let differs = |(_, other): &(Run<'m>, Citation)| {
            agreement::other_figure(first, other, asked).is_some()
        };
        alike.extend(others.into_iter().find(differs));
    }
    // Several articles that give the same other figure contradict the first once.
    let mut told: Vec<String> = Vec::new();
    alike.retain(|(_, citation)| {
        let is_new = !told.contains(&citation.text);
        told.push(citation.text.clone());
        is_new
    });
    alike
}

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
    let short = short_answer::find(
        run.ranked.found.as_ref(),
        &context.query.question,
        &article.text,
        sentence,
        context.vocabulary,
    )
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

fn nearest(context: &AnswerContext<'_>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for ranked in &context.findings {
        let Some(article) = context.articles.get(ranked.place.article) else {
            continue;
        };
        if found.len() < MAX_NEAREST && found.iter().all(|mention| mention.article_id != article.id)
        {
            found.push(Mention {
                article_id: article.id.clone(),
                title: article.metadata.title.clone(),
                url: article.metadata.url.clone(),
            });
        }
    }
    found
}
