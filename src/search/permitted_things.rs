//! Whether a sentence tells of the thing that somebody asks permission for: a ban of hosepipes says nothing of hens.

use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::matching::{Depth, match_terms};
use super::query::Query;
use super::rulings;
use super::term::Term;

/// What is farther in meaning from a thing is another thing.
const ANOTHER_THING: f32 = 0.35;

/// Words that follow what is banned.
const BEHIND_BANS: [&str; 13] = [
    "in",
    "on",
    "at",
    "inside",
    "after",
    "before",
    "without",
    "allowed",
    "permitted",
    "please",
    "or",
    "and",
    "anywhere",
];

/// Words that tell what was so, which is no ban.
const PAST: [&str; 5] = ["was", "were", "had", "did", "been"];

/// Words between a thing and "fine" where that says that it is allowed; whoever "pays a heavy fine" pays a sum.
const BEFORE_FINE: [&str; 12] = [
    "is",
    "are",
    "be",
    "also",
    "just",
    "all",
    "quite",
    "perfectly",
    "totally",
    "absolutely",
    "generally",
    "usually",
];

/// Marks at which a ruling on one thing ends and another may begin.
const CLAUSE_ENDS: [char; 5] = ['.', ';', ':', '!', '?'];

/// Tells whether a question asks no more than whether a thing is allowed, and a sentence rules on that very thing: "Minimaps are
/// fine", "No hacked clients, no auto-clickers".
pub fn rules_on(query: &Query, candidate: Candidate<'_>) -> bool {
    let question = &query.question;
    let Some(sentence) = candidate.sentence().filter(|_| question.asks_permission()) else {
        return false;
    };
    let text = candidate.text;
    let from = question.permitted_deed().unwrap_or_default();
    let asked: Vec<&Term> = (query.terms.iter())
        .filter(|term| term.position >= from && !question.is_light(term.position))
        .collect();
    let article = candidate.article;
    let above = || {
        let headings = article.stands_under.get(sentence.block);
        article
            .topic
            .iter()
            .chain(&article.title)
            .chain(headings.into_iter().flatten())
    };
    let told = |term: &Term| sentence.tokens.iter().any(|token| term.has(token.stem));
    let is_told = |term: &&Term| told(term) || above().any(|token| term.has(token.stem));
    if !asked.iter().any(|term| told(term)) || !asked.iter().all(is_told) {
        return false;
    }
    let word = |token: &Token| token.span.of(text).unwrap_or_default().to_lowercase();
    let rules = |token: &Token| rulings::is_ruling(&word(token));
    let is_asked = |token: &Token| asked.iter().any(|term| term.has(token.stem));
    let same_clause = |one: &Token, other: &Token| {
        let between =
            text.get(one.span.end.min(other.span.end)..one.span.start.max(other.span.start));
        between.is_some_and(|between| !between.contains(CLAUSE_ENDS))
    };
    let tokens = &sentence.tokens;
    let gap = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    // "No boats", "…, no boats in the yard": what goes on with a verb tells what happened.
    let rules_out = |at: usize, no: &Token, thing: &Token| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let begins = before.is_none_or(|before| {
            gap(before.span.end, no.span.start).contains([',', ';', ':', '.', '–', '-'])
        });
        let ends = tokens.get(at + 2).is_none_or(|next| {
            !gap(thing.span.end, next.span.start).trim().is_empty()
                || BEHIND_BANS.contains(&word(next).as_str())
        });
        let tells_past = || {
            let mut clause = tokens.iter().skip(at + 2);
            clause.any(|next| PAST.contains(&word(next).as_str()) && same_clause(thing, next))
        };
        word(no) == "no" && is_asked(thing) && begins && ends && !tells_past()
    };
    let mut pairs = tokens.iter().zip(tokens.iter().skip(1)).enumerate();
    let is_ruled_out = pairs.any(|(at, (no, thing))| rules_out(at, no, thing));
    let is_sum = |at: usize| {
        let is = |at: Option<usize>, which: &[&str]| {
            let token = at.and_then(|at| tokens.get(at));
            token.is_some_and(|token| which.contains(&word(token).as_str()))
        };
        let before = at.checked_sub(1);
        let says_so = is(before, &BEFORE_FINE)
            || before
                .and_then(|before| tokens.get(before))
                .is_some_and(is_asked);
        is(Some(at), &["fine"]) && (!says_so || is(Some(at + 1), &["of"]))
    };
    is_ruled_out
        || sentence
            .tokens
            .iter()
            .filter(|token| is_asked(token))
            .any(|thing| {
                let mut numbered = tokens.iter().enumerate();
                numbered.any(|(at, token)| {
                    rules(token)
                        && !is_sum(at)
                        && thing.span.start < token.span.start
                        && same_clause(thing, token)
                })
            })
}

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
    let headings = headings.map_or(&[][..], |words| words);
    [sentence.tokens.as_slice(), headings].iter().any(|tokens| {
        let found = match_terms(query, tokens, Depth::Meanings);
        things.iter().any(|thing| {
            let found = found.get(*thing).copied().unwrap_or_default();
            found.said() > 0.0
                || found.nearest >= ANOTHER_THING && !is_of_another_kind(query, *thing, tokens)
        })
    })
}

/// Tells whether a term narrows the noun behind it, and some words have that noun narrowed otherwise: "shader packs" are no
/// "texture packs".
fn is_of_another_kind(query: &Query, term: usize, tokens: &[Token]) -> bool {
    let position = |at: usize| query.terms.get(at).map(|term| term.position);
    let Some(behind) = position(term).map(|at| at + 1) else {
        return false;
    };
    let Some(noun) = query.terms.iter().find(|term| term.position == behind) else {
        return false;
    };
    if query.question.is_light(behind) {
        return false;
    }
    tokens.windows(2).any(|pair| match pair {
        [before, own] => {
            noun.has(own.stem) && matches!(before.class, TokenClass::Plain | TokenClass::Name)
        }
        _ => false,
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
    fn a_ruling_on_the_very_thing_answers_however_it_is_put() {
        let rules = "No x-ray, no hacked clients, no auto-clickers. Maps are fine as long as they have no radar. Shader packs \
                     are allowed. Boats on leads are welcome in the yard; hens are not.";
        let rules = OneArticle::of("Rules of the mill", rules);
        for (question, tells) in [
            ("is a map allowed", [false, true, false, false]),
            ("can I use auto-clickers", [true, false, false, false]),
            ("are texture packs allowed", [false; 4]),
            (
                "May I bring boats into the yard?",
                [false, false, false, true],
            ),
            ("May I bring boats into the kitchen?", [false; 4]),
            ("Who has a map?", [false; 4]),
        ] {
            assert_eq!(rules.holds(question, rules_on), tells, "{question}");
        }
        for (question, told) in [
            ("Are dogs allowed?", "No dogs were hurt in the fire."),
            (
                "Are cars allowed?",
                "There were no cars in the yard that night.",
            ),
            (
                "Can I park at the harbour?",
                "Whoever parks at the harbour pays a fine of £50.",
            ),
            (
                "Are dogs allowed?",
                "No dogs or cats were hurt in the fire.",
            ),
            ("Are dogs allowed?", "No dogs in the village were hurt."),
            (
                "Are dogs allowed?",
                "The owner of the dogs paid a heavy fine.",
            ),
        ] {
            let one = OneArticle::of("", told);
            assert_eq!(one.holds(question, rules_on), [false], "{question}");
        }
        for told in [
            "Dogs are fine.",
            "No dogs, please.",
            "No dogs or cats on the beach.",
        ] {
            let one = OneArticle::of("", told);
            assert_eq!(one.holds("Are dogs allowed?", rules_on), [true], "{told}");
        }
        assert_eq!(
            rules.holds("are texture packs allowed", tells_of_thing),
            [false; 4]
        );
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
