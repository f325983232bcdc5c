//! Whether a sentence tells of the thing that somebody asks permission for: a ban of hosepipes says nothing of hens.

use super::candidate::Candidate;
use super::matching::{Depth, match_terms};
use super::query::Query;

/// What is farther in meaning from a thing is another thing.
const ANOTHER_THING: f32 = 0.35;

/// Tells whether what a question asks permission for is told of in a sentence or the headings above it, however the line before
/// it may speak of the like. True where no permission is asked for.
pub fn tells_of_thing(query: &Query, candidate: Candidate<'_>) -> bool {
    let things = things(query);
    if things.is_empty() {
        return true;
    }
    let Some(sentence) = candidate.sentence() else {
        return true;
    };
    let headings = candidate.article.headings.get(sentence.block);
    let headings = headings.map_or(&[][..], Vec::as_slice);
    [sentence.tokens.as_slice(), headings].iter().any(|tokens| {
        let found = match_terms(query, tokens, Depth::Meanings);
        things.iter().any(|thing| {
            let found = found.get(*thing).copied().unwrap_or_default();
            found.said() > 0.0 || found.nearest >= ANOTHER_THING
        })
    })
}

/// Finds which terms name the thing, of which one must be told: the first that is neither light nor the verb before its
/// object, and the next where the first only says what is done with it. A name, and a word whose meaning nobody knows, may
/// be said in any way, so that nothing can be looked for.
fn things(query: &Query) -> Vec<usize> {
    let question = &query.question;
    if !question.asks_permission() {
        return Vec::new();
    }
    // "Are tenants allowed to use hosepipes?" asks of hosepipes.
    let from = question.permitted_deed().unwrap_or_default();
    let position = |at: &usize| query.terms.get(*at).map_or(0, |term| term.position);
    let mut terms: Vec<usize> = (0..query.terms.len()).collect();
    terms.sort_by_key(position);
    let mut telling = terms.into_iter().filter(|at| {
        let position = position(at);
        position >= from && !question.is_light(position) && !question.has_object(position)
    });
    let Some(first) = telling.next() else {
        return Vec::new();
    };
    let mut things = vec![first];
    let is_deed = question.permitted_deed() == Some(position(&first));
    if is_deed || question.is_done_with(position(&first)) {
        things.extend(telling.next());
    }
    let is_plain = |at: &usize| {
        (query.terms.get(*at)).is_some_and(|term| !term.name && !term.number && term.row.is_some())
    };
    match things.iter().all(is_plain) {
        true => things,
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    fn told(question: &str, text: &str) -> Vec<bool> {
        OneArticle::of("", text).holds(question, tells_of_thing)
    }

    #[test]
    fn what_is_allowed_is_told_of_the_thing_itself() {
        let rules =
            "Hens are kept by six members. Pipes are not allowed. Drones are banned all year.";
        for (question, tells) in [
            ("am i allowed chickens on my plot", [true, false, false]),
            ("are rabbits allowed", [false, false, false]),
            ("May I fly a drone in winter?", [false, false, true]),
            ("can we use pipes", [false, true, false]),
            ("Who is allowed?", [true, true, true]),
            ("Are tenants allowed to use pipes?", [false, true, false]),
            ("Are members allowed to fly drones?", [false, false, true]),
        ] {
            assert_eq!(told(question, rules), tells, "{question}");
        }
        let till = "Cards are accepted. The path is steep. Who leaves gates open pays a fine.";
        for (question, tells) in [
            ("Can I pay with a card?", [true, false, true]),
            ("Is there a fine?", [true, true, true]),
        ] {
            assert_eq!(told(question, till), tells, "{question}");
        }
    }
}
