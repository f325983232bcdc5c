//! Hand-written rules that follow the learnt ranking, for cases that are too rare among the training questions.

use super::answer_type;
use super::asked_person;
use super::asked_sums;
use super::candidate::Candidate;
use super::candidate::SentenceId;
use super::definition_questions;
use super::faq;
use super::features::Measured;
use super::instructions;
use super::labelled_lines;
use super::lifespans;
use super::permitted_things;
use super::posed_question;
use super::query::Query;
use super::ranking::Ranked;
use super::rows_of_others;
use super::short_replies;
use super::stated_figures;
use super::told_of_others;
use super::vocabulary::{StemId, Vocabulary};
use crate::question::AnswerType;
use crate::text::{normalize, words};

/// Among so many of the foremost candidates a better first one is looked for.
const LOOKED_AT: usize = 12;

/// A sentence without a figure of the kind that is asked for falls behind one that has some and scores so much less at
/// most: with 2 and with 4 as many of 2,919 questions of SQuAD 2.0 are answered right.
const NO_FIGURE_PENALTY: f32 = 4.0;

/// A question of the article falls so far behind what answers it.
const QUESTION_PENALTY: f32 = 4.0;

/// A sentence of an article that has nothing of a name that is taken over falls so far behind one of an article that has.
const OTHER_SUBJECT_PENALTY: f32 = 3.0;

/// What says that something is not known falls so far behind what says it.
const UNKNOWN_PENALTY: f32 = 2.0;

/// What tells of another thing falls so far behind what tells whether a thing is allowed.
const OTHER_PERMISSION_PENALTY: f32 = 2.0;

/// What only says that something does not happen falls so far behind what tells how it is done.
const DENIAL_PENALTY: f32 = 2.0;

/// What tells of somebody or something else than is asked falls so far behind what does not.
const OTHER_THING_PENALTY: f32 = 4.0;

/// Words that say that something is known, behind a "not" …
const KNOWN: [&str; 10] = [
    "known",
    "clear",
    "decided",
    "determined",
    "established",
    "announced",
    "confirmed",
    "settled",
    "certain",
    "disclosed",
];

/// … or that it is not.
const NOT_KNOWN: [&str; 4] = ["unknown", "unclear", "undecided", "undetermined"];

/// Puts candidates, best first, into the order in which they are cited; `measured` measures a sentence that was no
/// candidate, and returns nothing for one that must not be cited.
pub fn apply<'a>(
    query: &Query,
    vocabulary: &Vocabulary,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
    measured: &dyn Fn(SentenceId) -> Option<Measured>,
) {
    replace_questions_by_answers(ranked, candidate, measured);
    demote_without_figures(query, ranked, candidate);
    demote_unknown(query, ranked, candidate);
    demote_permissions_of_others(query, ranked, candidate);
    demote_denials(query, ranked, candidate);
    demote_other_subjects(query, ranked, candidate);
    demote_others(query, vocabulary, ranked, candidate);
    promote_replies(query, ranked, candidate, measured);
    promote_ways_there(query, ranked, candidate);
    promote_stated_figures(query, ranked, candidate);
    promote_labelled_lines(query, ranked, candidate);
    promote_permissions(query, ranked, candidate);
    promote_sums(query, ranked, candidate);
    promote_definitions(query, ranked, candidate);
    promote_faq_answers(query, ranked, candidate);
}

/// Lets what follows a question of the article take the place of the question.
fn replace_questions_by_answers<'a>(
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
    measured: &dyn Fn(SentenceId) -> Option<Measured>,
) {
    let mut any = false;
    for at in 0..ranked.len().min(LOOKED_AT) {
        let own = ranked
            .get(at)
            .map(|ranked| (ranked.score, candidate(ranked.place)));
        let Some((score, Some(question))) = own else {
            continue;
        };
        let Some(place) = posed_question::answer_to(question) else {
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
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
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
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let contains_any = |ranked: &Ranked| {
        candidate(ranked.place).is_none_or(|candidate| {
            let sentence = candidate.sentence();
            sentence
                .is_none_or(|sentence| answer_type::contains_any(query, candidate.text, sentence))
        })
    };
    // Where none has any, all fall alike; where all have some, none does.
    demote(ranked, NO_FIGURE_PENALTY, &|ranked| !contains_any(ranked));
}

/// Lets sentences that allow or forbid another thing than is asked for fall behind.
fn demote_permissions_of_others<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let of_another = |ranked: &Ranked| {
        let candidate = candidate(ranked.place);
        candidate.is_some_and(|candidate| !permitted_things::tells_of_thing(query, candidate))
    };
    demote(ranked, OTHER_PERMISSION_PENALTY, &of_another);
}

/// Where it is asked what to do, lets sentences that only say what is not so fall behind.
fn demote_denials<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    // Of "what do I do now" the trouble may be told with a denial.
    let asks_how =
        query.question.kind.expected == AnswerType::Manner && query.question.asks_instruction();
    if !asks_how || query.question.denies() {
        return;
    }
    let denies = |ranked: &Ranked| candidate(ranked.place).is_some_and(instructions::only_denies);
    demote(ranked, DENIAL_PENALTY, &denies);
}

/// Where it is asked how much a thing is and the foremost sentence tells only its share in something, puts a sentence first
/// that tells a sum of it: "The field trip is £45", not "Field trip: weight 20%".
fn promote_sums<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let tells = |ranked: &Ranked, which: fn(&Query, Candidate<'_>) -> bool| {
        candidate(ranked.place).is_some_and(|candidate| which(query, candidate))
    };
    let is_share = (ranked.first()).is_some_and(|first| tells(first, asked_sums::tells_share));
    if !is_share {
        return;
    }
    let mut foremost = ranked.iter().take(LOOKED_AT);
    if let Some(at) = foremost.position(|ranked| tells(ranked, asked_sums::tells_sum)) {
        promote(ranked, at);
    }
}

/// Where it is asked whether something is allowed, puts a sentence first that says it of that very thing.
fn promote_permissions<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let tells = |ranked: &Ranked| {
        candidate(ranked.place)
            .is_some_and(|candidate| permitted_things::rules_on(query, candidate))
    };
    if let Some(at) = ranked.iter().take(LOOKED_AT).position(tells) {
        promote(ranked, at);
    }
}

/// Lets those of the foremost candidates fall behind that are told, unless all of them are.
fn demote(ranked: &mut [Ranked], penalty: f32, is_worse: &dyn Fn(&Ranked) -> bool) {
    let worse: Vec<bool> = ranked.iter().take(LOOKED_AT).map(is_worse).collect();
    if !worse.contains(&true) || !worse.contains(&false) {
        return;
    }
    for (ranked, _) in ranked.iter_mut().zip(&worse).filter(|(_, is)| **is) {
        ranked.score -= penalty;
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
}

/// Where a name is taken over from an earlier question, lets sentences of articles without it fall behind: "she" is nobody of
/// theirs.
fn demote_other_subjects<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let names: Vec<_> = (query.terms.iter())
        .filter(|term| term.carried && term.name && !term.stems.is_empty())
        .collect();
    if names.is_empty() {
        return;
    }
    let is_other = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| {
            let has = |(stem, _): &(StemId, f32)| candidate.article.stems.count(*stem) > 0;
            !names.iter().any(|term| term.stems.iter().any(has))
        })
    };
    demote(ranked, OTHER_SUBJECT_PENALTY, &is_other);
}

/// Lets sentences fall behind that tell of another speaker, price or event than is asked for, and those in which only the
/// one who is asked about reads like the one who is asked for.
fn demote_others<'a>(
    query: &Query,
    vocabulary: &Vocabulary,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let of_another = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| {
            told_of_others::tells_of_another(query, candidate)
                || rows_of_others::tells_of_other_row(query, candidate)
                || asked_person::is_found(query, candidate, ranked.found.as_ref(), vocabulary)
        })
    };
    demote(ranked, OTHER_THING_PENALTY, &of_another);
}

/// Where one of the foremost sentences, or the one behind it, says only of what is asked about what the one before says of
/// other things, puts it first.
fn promote_replies<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
    measured: &dyn Fn(SentenceId) -> Option<Measured>,
) {
    let beside = |own: &Ranked| {
        let next = SentenceId {
            sentence: own.place.sentence + 1,
            ..own.place
        };
        let mut places = [own.place, next].into_iter();
        places.find(|place| {
            candidate(*place).is_some_and(|candidate| short_replies::replies(query, candidate))
        })
    };
    let foremost = ranked.iter().take(LOOKED_AT).enumerate();
    let mut replies = foremost.filter_map(|(at, own)| Some((at, beside(own)?)));
    let Some((at, place)) = replies.next() else {
        return;
    };
    if let Some(known) = ranked.iter().position(|ranked| ranked.place == place) {
        promote(ranked, known);
    } else if let (Some(own), Some(reply)) = (ranked.get_mut(at), measured(place)) {
        *own = Ranked::of(reply, own.score);
        promote(ranked, at);
    }
}

/// Where it is asked how one gets to a place, puts a sentence first that says how one gets "there" behind its name.
fn promote_ways_there<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let tells = |ranked: &Ranked| {
        let candidate = candidate(ranked.place);
        candidate.is_some_and(|candidate| short_replies::tells_way_there(query, candidate))
    };
    if let Some(at) = ranked.iter().take(LOOKED_AT).position(tells) {
        promote(ranked, at);
    }
}

/// Lets a sentence that says that something is not known fall behind: it answers only where no other tells it.
fn demote_unknown<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    if query.question.kind.wh_word.is_none() || query.question.denies() {
        return;
    }
    let says_so = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| {
            let words = candidate.sentence().map(|own| own.span.of(candidate.text));
            words.flatten().is_some_and(is_not_known)
        })
    };
    demote(ranked, UNKNOWN_PENALTY, &says_so);
}

/// Tells whether a sentence ends in saying that something is not known: "What caused it is not yet known."
fn is_not_known(sentence: &str) -> bool {
    let words: Vec<_> = words::words(sentence).collect();
    let mut from_end = words.iter().rev().map(|word| normalize::fold(word.text));
    let Some(last) = from_end.next() else {
        return false;
    };
    let mut denied = || {
        let mut near = from_end.by_ref().take(3);
        near.any(|word| word == "not" || word.ends_with("n't"))
    };
    NOT_KNOWN.contains(&last.as_str()) || KNOWN.contains(&last.as_str()) && denied()
}

/// Where a question asks no more than what a thing is, or when somebody was born or died, puts a sentence first that says so.
fn promote_definitions<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let (named, life) = (definition_questions::asked(query), lifespans::asked(query));
    if named.is_none() && life.is_none() {
        return;
    }
    let tells = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| {
            let says = |sentence| {
                let what = named.as_ref();
                let when = life.as_ref();
                what.is_some_and(|asked| asked.is_told_by(candidate))
                    || when.is_some_and(|asked| asked.answer_in(candidate.text, sentence).is_some())
            };
            candidate.sentence().is_some_and(says)
        })
    };
    if let Some(at) = ranked.iter().take(LOOKED_AT).position(tells) {
        promote(ranked, at);
    }
}

/// Where a question asks no more than one figure of a thing, puts a sentence first that states it.
fn promote_stated_figures<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let asked = stated_figures::asked(query);
    let tells = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| match &asked {
            Some(asked) => asked.is_answered_by(candidate),
            None => stated_figures::gives_age(query, candidate),
        })
    };
    if let Some(at) = ranked.iter().take(LOOKED_AT).position(tells) {
        promote(ranked, at);
    }
}

/// Where a question asks for no more than the label of a line names, puts that line first.
fn promote_labelled_lines<'a>(
    query: &Query,
    ranked: &mut [Ranked],
    candidate: &dyn Fn(SentenceId) -> Option<Candidate<'a>>,
) {
    let tells = |ranked: &Ranked| {
        candidate(ranked.place).is_some_and(|candidate| labelled_lines::tell(query, candidate))
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

#[cfg(test)]
mod tests {
    use super::is_not_known;

    #[test]
    fn what_is_not_known_is_told_from_what_is() {
        for unknown in [
            "What caused the fire is not yet known.",
            "The price has not been announced.",
            "Its origin is unclear.",
        ] {
            assert!(is_not_known(unknown), "{unknown}");
        }
        for other in [
            "It is well known.",
            "A pipe, not known to the owners, had caused the fire.",
            "",
        ] {
            assert!(!is_not_known(other), "{other}");
        }
    }
}
