//! How far the first sentence is ahead of all others: the judge, who learnt from other articles and other questions, makes too
//! little of it where he is in doubt.
//!
//! Of 1,491 questions that nobody learnt from he thought .2 to .38 likely that the first sentence answers 38 in which that was
//! far ahead and also the nearest in meaning of its article: it answered 32 of them. Of 13 that he thought .3 to .38 likely,
//! in which it was hardly ahead and another one nearer, it answered 3.

use crate::math;
use crate::search::features::Feature;
use crate::search::ranking::Ranked;

/// A lead in scores that tells of one sentence only.
const FAR: f32 = 3.0;

/// A lead that hardly tells the first from the second.
const NEAR: f32 = 1.5;

/// What the one adds to the logarithm of the odds …
const RAISES: f32 = 0.4;

/// … and the other takes away.
const LOWERS: f32 = 0.2;

/// From this likelihood on there is no doubt to be settled …
const NO_DOUBT: f32 = 0.6;

/// … nor below this one: there a sentence far ahead may be of anything.
const NO_HOPE: f32 = 0.2;

/// Weighs a likelihood of the first candidate by how far it is ahead of the others, best first.
pub fn weighed(likelihood: f32, ranked: &[Ranked]) -> f32 {
    // One that stands alone is ahead of nothing.
    let [first, second, ..] = ranked else {
        return likelihood;
    };
    let lead = first.score - second.score;
    let of = |feature: Feature| first.vector[feature as usize];
    let is_nearest = of(Feature::AboutLead) > 0.0;
    // The mayor "in 1700" is not any mayor.
    let tells_figures = of(Feature::MissingNumbersAround) == 0.0;
    match likelihood {
        doubtful if !(NO_HOPE..NO_DOUBT).contains(&doubtful) => likelihood,
        doubtful if lead >= FAR && is_nearest && tells_figures => {
            shifted(doubtful, RAISES).min(NO_DOUBT)
        }
        doubtful if lead < NEAR && !is_nearest => shifted(doubtful, -LOWERS),
        _ => likelihood,
    }
}

/// Adds to the logarithm of the odds of a likelihood, above 0 and below 1.
fn shifted(likelihood: f32, by: f32) -> f32 {
    let odds = likelihood / (1.0 - likelihood) * math::exp(by);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::candidate::SentenceId;
    use crate::search::features::COUNT;

    fn ranked(score: f32, about_lead: f32) -> Ranked {
        let mut vector = Box::new([0.0; COUNT]);
        vector[Feature::AboutLead as usize] = about_lead;
        Ranked {
            place: SentenceId {
                article: 0,
                sentence: 0,
            },
            block: 0,
            vector,
            score,
            found: None,
        }
    }

    #[test]
    fn in_doubt_a_sentence_far_ahead_is_likelier_than_one_of_several() {
        let second = ranked(0.0, 0.0);
        let list = |score, about| [ranked(score, about), second.clone()];
        assert!(weighed(0.25, &list(4.0, 0.1)) > 0.3);
        assert!(weighed(0.59, &list(4.0, 0.1)) <= NO_DOUBT);
        assert!(weighed(0.32, &list(0.5, -0.1)) < 0.3);
        for (score, about) in [(4.0, -0.1), (0.5, 0.1), (2.0, 0.1), (2.0, -0.1)] {
            assert_eq!(weighed(0.25, &list(score, about)), 0.25, "{score} {about}");
        }
    }

    #[test]
    fn a_year_of_which_nothing_is_told_raises_nothing() {
        let mut first = ranked(4.0, 0.1);
        first.vector[Feature::MissingNumbersAround as usize] = 1.0;
        assert_eq!(weighed(0.25, &[first, ranked(0.0, 0.0)]), 0.25);
    }

    #[test]
    fn where_there_is_no_doubt_it_stays() {
        let list = [ranked(4.0, 0.1), ranked(0.0, 0.0)];
        for certain in [0.0, 0.19, 0.6, 0.9, 1.0] {
            assert_eq!(weighed(certain, &list), certain);
        }
        assert_eq!(weighed(0.3, &[]), 0.3);
        assert_eq!(weighed(0.25, &list[..1]), 0.25);
    }
}
