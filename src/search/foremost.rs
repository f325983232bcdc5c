//! What comes first after all: rules that a learnt order knows too little of, because few lessons show them.

use super::features::Measured;
use super::index::Place;
use super::measure::Candidate;
use super::naming;
use super::posed;
use super::query::Query;
use super::ranking::Ranked;
use super::suiting;

/// Among so many of the foremost candidates a better first one is looked for.
const LOOKED_AT: usize = 12;

/// A sentence without a figure of the kind that is asked for falls behind one that has some and scores so much less at
/// most: with 2 and with 4 as many of 2,919 questions of SQuAD 2.0 are answered right.
const WORTH_OF_A_FIGURE: f32 = 4.0;

/// A question of the article falls so far behind what answers it.
const WORTH_OF_AN_ANSWER: f32 = 4.0;

/// Puts candidates, best first, into the order in which they are cited; `measured` measures a sentence that was no
/// candidate, and returns nothing for one that must not be cited.
pub fn settle<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
    measured: &dyn Fn(Place) -> Option<Measured>,
) {
    put_answers_for_questions(ranked, candidate, measured);
    put_figures_first(query, ranked, candidate);
    put_what_names_first(query, ranked, candidate);
    put_what_is_posed_first(query, ranked, candidate);
}

/// Lets what follows a question of the article take the place of the question.
fn put_answers_for_questions<'a>(
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
        let Some(place) = posed::answer_to(question) else {
            continue;
        };
        let known = ranked.iter().position(|ranked| ranked.place == place);
        if let Some(answer) = known.and_then(|at| ranked.get_mut(at)) {
            answer.score = answer.score.max(score);
            if let Some(question) = ranked.get_mut(at) {
                question.score -= WORTH_OF_AN_ANSWER;
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
fn put_what_is_posed_first<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
) {
    let answers = ranked.iter().enumerate().filter_map(|(at, ranked)| {
        let likely = posed::answers(query, candidate(ranked.place)?)?;
        Some((at, likely))
    });
    // Of equals the first.
    let best = answers.reduce(|best, own| if own.1 > best.1 { own } else { best });
    if let Some((at, _)) = best {
        put_first(ranked, at);
    }
}

/// Where a figure is asked for and some of the foremost have one of its kind, lets the others fall behind.
fn put_figures_first<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
) {
    let has_any = |ranked: &Ranked| {
        candidate(ranked.place).is_none_or(|candidate| {
            let sentence = candidate.sentence();
            sentence.is_none_or(|sentence| suiting::has_any(query, candidate.text, sentence))
        })
    };
    let has: Vec<bool> = ranked.iter().take(LOOKED_AT).map(has_any).collect();
    // Where none has any, all fall alike; where all have some, none does.
    if !has.contains(&true) || !has.contains(&false) {
        return;
    }
    for (ranked, _) in ranked.iter_mut().zip(&has).filter(|(_, has)| !**has) {
        ranked.score -= WORTH_OF_A_FIGURE;
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
}

/// Where a question asks no more than what a thing is, puts a sentence first that says so.
fn put_what_names_first<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(Place) -> Option<Candidate<'a>>,
) {
    let Some(named) = naming::asked(query) else {
        return;
    };
    let tells = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| {
            let sentence = candidate.sentence();
            sentence.is_some_and(|sentence| named.is_told_by(candidate.text, sentence))
        })
    };
    if let Some(at) = ranked.iter().take(LOOKED_AT).position(tells) {
        put_first(ranked, at);
    }
}

fn put_first(ranked: &mut [Ranked], at: usize) {
    let best = ranked.first().map_or(0.0, |first| first.score);
    if let Some(until) = ranked.get_mut(..=at) {
        until.rotate_right(1);
        if let Some(first) = until.first_mut() {
            first.score = best;
        }
    }
}
