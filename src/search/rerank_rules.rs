//! Hand-written rules that follow the learnt ranking, for cases that are too rare among the training questions.

use super::answer_type;
use super::count_questions;
use super::definition_questions;
use super::faq;
use super::features::Measured;
use super::index::Place;
use super::measure::Candidate;
use super::query::Query;
use super::ranking::Ranked;

/// Among so many of the foremost candidates a better first one is looked for.
const LOOKED_AT: usize = 12;

/// A sentence without a figure of the kind that is asked for falls behind one that has some and scores so much less at
/// most: with 2 and with 4 as many of 2,919 questions of SQuAD 2.0 are answered right.
const NO_FIGURE_PENALTY: f32 = 4.0;

/// A question of the article falls so far behind what answers it.
const QUESTION_PENALTY: f32 = 4.0;

/// Puts candidates, best first, into the order in which they are cited; `measured` measures a sentence that was no
/// candidate, and returns nothing for one that must not be cited.
pub fn apply<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
    measured: &dyn Fn(Place) -> Option<Measured>,
) {
    replace_questions_by_answers(ranked, candidate, measured);
    demote_without_figures(query, ranked, candidate);
    promote_counts(query, ranked, candidate);
    promote_definitions(query, ranked, candidate);
    promote_faq_answers(query, ranked, candidate);
}

/// Lets what follows a question of the article take the place of the question.
fn replace_questions_by_answers<'a>(
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
    measured: &dyn Fn(Place) -> Option<Measured>,
) {
    let mut any = false;
    for at in 0..ranked.len().min(LOOKED_AT) {
        let own = ranked
            .get(at)
            .map(|ranked| (ranked.score, candidate(ranked.place)));
        let Some((score, Some(question))) = own else {
            continue;
        };
        let Some(place) = faq::answer_to(question) else {
            continue;
        };
        let known = ranked.iter().position(|ranked| ranked.place == place);
        if let Some(answer) = known.and_then(|at| ranked.get_mut(at)) {
            answer.score = answer.score.max(score);
            if let Some(question) = ranked.get_mut(at) {
                question.score -= QUESTION_PENALTY;
            }
        } else if let (Some(own), Some(answer)) = (ranked.get_mut(at), measured(place)) {
            *own = Ranked::of(answer, score);
        } else {
            continue;
        }
        any = true;
    }
    if any {
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    }
}

/// Where an article poses what is asked, puts what follows it first.
fn promote_faq_answers<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
) {
    let answers = ranked.iter().enumerate().filter_map(|(at, ranked)| {
        let likely = faq::answers(query, candidate(ranked.place)?)?;
        Some((at, likely))
    });
    // Of equals the first.
    let best = answers.reduce(|best, own| if own.1 > best.1 { own } else { best });
    if let Some((at, _)) = best {
        promote(ranked, at);
    }
}

/// Where a figure is asked for and some of the foremost have one of its kind, lets the others fall behind.
fn demote_without_figures<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
) {
    let contains_any = |ranked: &Ranked| {
        candidate(ranked.place).is_none_or(|candidate| {
            let sentence = candidate.sentence();
            sentence
                .is_none_or(|sentence| answer_type::contains_any(query, candidate.text, sentence))
        })
    };
    let has: Vec<bool> = ranked.iter().take(LOOKED_AT).map(contains_any).collect();
    // Where none has any, all fall alike; where all have some, none does.
    if !has.contains(&true) || !has.contains(&false) {
        return;
    }
    for (ranked, _) in ranked.iter_mut().zip(&has).filter(|(_, has)| !**has) {
        ranked.score -= NO_FIGURE_PENALTY;
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
}

/// Where a question asks no more than what a thing is, puts a sentence first that says so.
fn promote_definitions<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
) {
    let Some(named) = definition_questions::asked(query) else {
        return;
    };
    let tells = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| {
            let sentence = candidate.sentence();
            sentence.is_some_and(|sentence| named.is_answered_by(candidate.text, sentence))
        })
    };
    if let Some(at) = ranked.iter().take(LOOKED_AT).position(tells) {
        promote(ranked, at);
    }
}

/// Where a question asks no more than how many of something a thing has, puts a sentence first that says so.
fn promote_counts<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
) {
    let Some(asked) = count_questions::asked(query) else {
        return;
    };
    let tells = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| asked.is_answered_by(candidate))
    };
    if let Some(at) = ranked.iter().take(LOOKED_AT).position(tells) {
        promote(ranked, at);
    }
}

fn promote(ranked: &mut [Ranked], at: usize) {
    let best = ranked.first().map_or(0.0, |first| first.score);
    if let Some(until) = ranked.get_mut(..=at) {
        until.rotate_right(1);
        if let Some(first) = until.first_mut() {
            first.score = best;
        }
    }
}
