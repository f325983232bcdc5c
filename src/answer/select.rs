//! Which sentences answer, or none.

use std::borrow::Cow;
use std::num::NonZeroUsize;

use crate::question::Ask;
use crate::search::analysis::AnalysedSentence;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::features::Feature;
use crate::search::measure::who_is_meant;
use crate::search::model;
use crate::search::ranking::Ranked;
use crate::search::vocabulary::{StemId, WordId};

use super::agreement;
use super::answer_context::AnswerContext;
use super::citing::citation;
use super::compared_question::ComparedQuestion;
use super::copies;
use super::objections;
use super::runs::{Run, WORTH_CITING};
use super::{Answer, Certainty, Citation, ahead, explain, near};

/// How many sentences are cited unless the asker wishes otherwise.
const USUAL_CITATIONS: usize = 3;

/// A sentence that says what a thing is, or states the one figure of it that is asked for, answers that at least this likely.
const NAMED: f32 = 0.8;

/// The least likelihood of a sentence that has the words of which it is asked who said them, or the deed of which it is asked
/// who did it; the judge takes the verb of the question for a word that is missing, and "he" for nobody.
const QUOTED: f32 = 0.7;

/// This many content words stand in the question's order …
const WORDS_IN_ORDER: f32 = 3.0;

/// … and they are this part of the question's weight.
const MOST_OF_THEM: f32 = 0.6;

/// A sentence that gives another figure for what is asked is cited when it is among so many of the foremost of other
/// articles, however unlikely beside the first: the one whose words are nearer to the question is not the likelier to be
/// true.
const WORTH_HEARING: usize = 3;

impl AnswerContext<'_> {
    /// Returns the candidates without sentences of other articles that say what the first one says but for figures: each of
    /// them would answer, so none speaks against it.
    fn without_twins(&self) -> Cow<'_, [Ranked]> {
        if !self.findings.iter().any(|other| self.is_twin(other)) {
            return Cow::Borrowed(&self.findings);
        }
        let others = self.findings.iter().filter(|other| !self.is_twin(other));
        Cow::Owned(others.cloned().collect())
    }

    /// Tells whether a candidate is of another article than the foremost one and says the same but for figures.
    fn is_twin(&self, other: &Ranked) -> bool {
        let sentence = |ranked: &Ranked| self.sentence(ranked.place.article, ranked.place.sentence);
        self.findings.first().is_some_and(|first| {
            let both = sentence(first).zip(sentence(other));
            other.place.article != first.place.article
                && both.is_some_and(|(one, two)| says_the_same(one, two))
        })
    }
}

/// Tells whether two sentences have the same words in the same order, figures aside. A denial is not the twin of what it
/// denies: "can" and "can't" have no stems, but forms of their own.
fn says_the_same(one: &AnalysedSentence, other: &AnalysedSentence) -> bool {
    let words = |sentence: &AnalysedSentence| -> Vec<(Option<StemId>, Option<WordId>)> {
        let is_figure =
            |token: &Token| matches!(token.class, TokenClass::Number | TokenClass::Year);
        let form = |token: &Token| token.word.filter(|_| token.class == TokenClass::Function);
        let words = sentence.tokens.iter().filter(|token| !is_figure(token));
        words.map(|token| (token.stem, form(token))).collect()
    };
    one.tokens.len() == other.tokens.len()
        && one.denies == other.denies
        && words(one) == words(other)
}

/// Returns how many citations an answer has at most.
pub fn citations_at_most(ask: &Ask) -> usize {
    ask.limit.map_or(USUAL_CITATIONS, NonZeroUsize::get)
}

/// Chooses what is cited.
pub fn answer(ask: &Ask, context: &AnswerContext<'_>) -> Answer {
    let answerability = &model::shipped().answerability;
    let findings = context.without_twins();
    let chance = answerability.probability(&findings);
    let chance = chance.max(context.chance_if_shorter);
    let confidence = confidence(ahead::weighed(chance, &findings), context);
    let threshold = ask.threshold.unwrap_or_else(|| answerability.threshold());
    let answered = !context.findings.is_empty() && confidence >= threshold;
    let limit = citations_at_most(ask);
    let likely = |run: &Run<'_>| {
        let part = context.beside_first(run);
        ask.limit.is_some() || part >= WORTH_CITING && part * chance >= threshold
    };
    let mut runs = match answered {
        true => context.foremost(limit, &likely),
        false => Vec::new(),
    };
    let cite = |at: usize, run: &Run<'_>| {
        let part = context.beside_first(run);
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
    let asked = ComparedQuestion::of(&context.query.question, carried);
    let mut citations = copies::fold(cited, &asked);
    let conflicting = conflicting_citations(&citations, &asked, context, &cite);
    for (at, (run, other)) in conflicting.into_iter().enumerate() {
        citations.insert(1 + at, other);
        runs.push(run);
    }
    citations.truncate(limit);
    let disagreements = agreement::arrange(&mut citations, &asked);
    let confidence = match citations.first_mut() {
        Some(first) => {
            first.confidence = confidence_in(first, &runs, (threshold, confidence), context);
            first.confidence
        }
        None => confidence,
    };
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
        nearest: match answered {
            true => Vec::new(),
            false => near::articles(context),
        },
        nearest_sentences: match answered {
            true => Vec::new(),
            false => near::sentences(context, &asked),
        },
        citations,
        disagreements,
        carried_over: context.carried_over.clone(),
        corrections: context.query.corrections.clone(),
        fingerprint: context.fingerprint.to_owned(),
        explanations,
        parts: Vec::new(),
        unanswered: Vec::new(),
        left_out: Vec::new(),
    }
}

/// Tells how likely the first candidate answers: what the model says, where no rule knows better.
fn confidence(chance: f32, context: &AnswerContext<'_>) -> f32 {
    let Some(first) = context.findings.first() else {
        return chance;
    };
    if let Some(likely) = context.posed(first) {
        return chance.max(likely);
    }
    if says_what_was_said(first, context) || says_who_did_it(first, context) {
        return chance.max(QUOTED);
    }
    match objections::about(first, context) {
        Some(objection) => objection.likelihood_factor() * chance,
        None if context.replies(first)
            || context.is_named_by(first)
            || context.states_the_figure(first)
            || context.is_labelled(first)
            || context.rules_on_it(first) =>
        {
            chance.max(NAMED)
        }
        None => chance,
    }
}

/// Tells how likely the citation that stands first answers, given the threshold and how likely the foremost candidate does.
/// Where a newer one that contradicts it stands before it, that is as likely if it says the same but for figures, and else
/// no likelier than it is by itself: but likely enough to be given as an answer.
fn confidence_in(
    first: &Citation,
    runs: &[Run<'_>],
    (threshold, foremost): (f32, f32),
    context: &AnswerContext<'_>,
) -> f32 {
    let own = context.run_of(first, runs).map(|run| run.ranked);
    let is_foremost =
        |own: &Ranked| (context.findings.first()).is_some_and(|first| first.place == own.place);
    match own {
        Some(own) if !is_foremost(own) && !context.is_twin(own) => {
            first.confidence.max(threshold).min(foremost)
        }
        _ => foremost,
    }
}

/// Tells whether a question asks who said some words, and a sentence has them in their order, with somebody who says them.
fn says_what_was_said(ranked: &Ranked, context: &AnswerContext<'_>) -> bool {
    let of = |feature: Feature| ranked.vector[feature as usize];
    let somebody = of(Feature::NameForPerson) > 0.0 || of(Feature::PronounForPerson) > 0.0;
    context.query.question.asks_who_said()
        && (somebody || context.who_is_meant(ranked).is_some())
        && of(Feature::LongestRun) >= WORDS_IN_ORDER
        && of(Feature::CoverStem) >= MOST_OF_THEM
}

/// Tells whether a question asks who did something, and a sentence says that he or she did, whom one before it names; the
/// judge sees nobody in it.
fn says_who_did_it(ranked: &Ranked, context: &AnswerContext<'_>) -> bool {
    ranked.vector[Feature::CoverResolved as usize] >= MOST_OF_THEM
        && (context.candidate(ranked))
            .is_some_and(|candidate| who_is_meant::doer_of(&context.query, candidate).is_some())
}

/// Finds the sentences of articles not cited yet that say what the first citation says but for a figure, or deny it where it
/// is asked whether it is so; where neither they nor a cited one do, one that gives another figure in other words.
fn conflicting_citations<'m>(
    citations: &[Citation],
    asked: &ComparedQuestion,
    context: &'m AnswerContext<'_>,
    cite: &dyn Fn(usize, &Run<'_>) -> Option<Citation>,
) -> Vec<(Run<'m>, Citation)> {
    let (Some((first, rest)), Some(best)) = (citations.split_first(), context.findings.first())
    else {
        return Vec::new();
    };
    let for_figure = asked.for_figure() && first.answer.is_some();
    if !for_figure && !asked.whether() {
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
    if for_figure && alike.is_empty() && !rest.iter().any(contradicts) {
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

#[cfg(test)]
mod tests {
    use crate::answer::{Answer, Certainty};
    use crate::article::{Article, Metadata};
    use crate::knowledge::Knowledge;
    use crate::question::Ask;

    /// Asks for the length of a bridge of which an older article and a newer one tell.
    fn asked(newer: &str) -> Answer {
        let told = |id: &str, title: &str, published: &str, text: &str| Article {
            id: id.into(),
            version: 1,
            metadata: Metadata {
                title: title.to_owned(),
                published: Some(published.to_owned()),
                ..Metadata::default()
            },
            text: text.to_owned(),
        };
        let old = "The bridge over the Orb is 120 metres long. It was opened in 1931.";
        let knowledge = Knowledge::in_memory(vec![
            told("old", "The bridge over the Orb", "2019-03-01", old),
            told("new", "Orb bridge measured anew", "2024-05-02", newer),
        ]);
        let asked = knowledge.ask(&Ask::new("How long is the bridge over the Orb?"));
        asked.expect("a question")
    }

    #[test]
    fn a_newer_sentence_that_contradicts_the_foremost_is_no_surer_than_it_is_itself() {
        let answer = asked(
            "Surveyors went out on Tuesday with new instruments. The crossing of the Orb measures 150 metres, they said, as \
             far as anybody could tell.",
        );
        assert!(
            answer.nearest.is_empty(),
            "near ones are for those whom nothing answers"
        );
        let [newer, older] = answer.citations.as_slice() else {
            panic!("{answer:#?}");
        };
        assert_eq!(
            (newer.article_id.as_str(), answer.disagreements.len()),
            ("new", 1)
        );
        assert_eq!(Certainty::of(true, older.confidence), Certainty::Sure);
        assert_eq!(
            (answer.confidence, answer.certainty),
            (newer.confidence, Certainty::Possible)
        );
    }

    #[test]
    fn a_newer_sentence_that_says_the_same_but_for_the_figure_is_as_sure() {
        let answer = asked("The bridge over the Orb is 150 metres long.");
        let newer = answer.citations.first().expect("a citation");
        assert_eq!(newer.article_id.as_str(), "new");
        assert_eq!(
            (answer.confidence, answer.certainty),
            (newer.confidence, Certainty::Sure)
        );
    }

    /// Asks two articles a question, of which the second is the newer.
    fn asked_of(question: &str, articles: [(&str, &str); 2]) -> Answer {
        let of = |(at, (title, text)): (usize, (&str, &str))| Article {
            id: format!("{at}").as_str().into(),
            version: 1,
            metadata: Metadata {
                title: title.to_owned(),
                published: Some(format!("202{at}-03-01")),
                ..Metadata::default()
            },
            text: text.to_owned(),
        };
        let articles = articles.into_iter().enumerate().map(of).collect();
        let asked = Knowledge::in_memory(articles).ask(&Ask::new(question));
        asked.expect("a question")
    }

    const ALLOWED: &str =
        "The pond is open all year. Boats are allowed on the pond. The hut sells tea.";

    #[test]
    fn a_denial_is_not_the_twin_of_what_it_denies() {
        let denied = "The pond is cold. Boats aren't allowed on the pond. The path is muddy.";
        let both = [("Pond rules", ALLOWED), ("Rules of the pond", denied)];
        let answer = asked_of("Are boats allowed on the pond?", both);
        assert_eq!(answer.citations.len(), 2, "{answer:#?}");
        assert_eq!(answer.disagreements.len(), 1);
        assert_ne!(answer.certainty, Certainty::Sure, "{}", answer.confidence);
    }

    #[test]
    fn contrary_rulings_are_both_cited_however_they_are_put() {
        for denied in [
            "The pond is cold. Boats aren't allowed on the pond. The path is muddy.",
            "The pond is cold. No boats on the pond. The path is muddy.",
            "The pond is cold. Boats are banned from the pond until spring. The path is muddy.",
        ] {
            let both = [("Pond rules", ALLOWED), ("Rules of the pond", denied)];
            let answer = asked_of("Can I take my boat to the pond?", both);
            assert_eq!(answer.disagreements.len(), 1, "{denied}: {answer:#?}");
            assert_eq!(answer.citations[0].article_id.as_str(), "1", "the newer");
        }
        let other_pond = (
            "Rules of the Orm pond",
            "The Orm pond is cold. No boats on the pond.",
        );
        let of_tarn = ("Rules of the Tarn pond", ALLOWED);
        let answer = asked_of(
            "Can I take my boat to the Tarn pond?",
            [of_tarn, other_pond],
        );
        assert_eq!(answer.disagreements, Vec::new());
    }
}
