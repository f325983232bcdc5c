//! Sentences that tell what is asked, but of something else: what another speaker says, what another thing costs, how a life
//! ended where it is asked where it began.

use super::analysis::AnalysedSentence;
use super::asked_person::is_of_other_gender;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::lifespans;
use super::matching::{Depth, match_terms};
use super::narrow_kinds::NarrowKind;
use super::opposite_answers::tells_opposite;
use super::other_owners::{has_another_owner, is_paid_into_another};
use super::other_places::tells_of_another_place;
use super::query::Query;
use super::term::Term;
use super::two_sides::may_tell_of_either;
use crate::question::AnswerType;
use crate::text::calendar::MONTHS;

/// What is no farther in meaning may be the same speaker or event …
const SAME_THING: f32 = 0.5;

/// … and what has its own price only when it is nearer: a tenant pays more than the rent.
const SAME_PRICE: f32 = 0.6;

/// Tells whether a candidate tells of another speaker, price or event than is asked for, or the contrary of it.
pub fn tells_of_another(query: &Query, candidate: Candidate<'_>) -> bool {
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    is_said_by_another(query, candidate, sentence)
        || is_price_of_another(query, candidate, sentence)
        || is_price_of_another_sort(query, candidate, sentence)
        || is_another_event(query, candidate, sentence)
        || tells_opposite(query, candidate)
        || may_tell_of_either(query, candidate)
        || is_of_other_gender(query, candidate)
        || has_half_a_name(query, candidate, sentence)
        || is_quite_another(query, candidate)
}

/// Tells whether a candidate surely tells of another owner, place or state than is asked for, so that nothing of it answers.
pub fn is_quite_another(query: &Query, candidate: Candidate<'_>) -> bool {
    has_another_owner(query, candidate)
        || is_paid_into_another(query, candidate)
        || tells_of_another_place(query, candidate)
        || tells_when_closed(query, candidate)
}

/// Words by which it is asked when something is open …
const OPEN: [&str; 4] = ["open", "opens", "opening", "opened"];

/// … and those that say that it is not.
const CLOSED: [&str; 2] = ["closed", "shut"];

/// Tells whether it is asked when something is open, and a candidate says only when it is not.
fn tells_when_closed(query: &Query, candidate: Candidate<'_>) -> bool {
    let question = &query.question;
    let asks_when = question.kind.expected == AnswerType::Date
        || NarrowKind::of(question) == Some(NarrowKind::TimeOfDay);
    let asks =
        |words: &[&str]| (question.words.iter()).any(|word| words.contains(&word.folded.as_str()));
    if !asks_when || !asks(&OPEN) || asks(&CLOSED) {
        return false;
    }
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let says = |token: &Token, which: &[&str]| {
        let word = token.span.of(candidate.text).unwrap_or_default();
        which.contains(&word.to_lowercase().as_str())
    };
    let tokens = &sentence.tokens;
    let Some(closed) = tokens.iter().position(|token| says(token, &CLOSED)) else {
        return false;
    };
    let by_month = |at: usize| {
        let near = tokens.iter().skip(at.saturating_sub(1));
        near.take(3).any(|token| says(token, &MONTHS))
    };
    let is_apart = |token: &Token| {
        let closed = tokens.get(closed).map_or(0, |closed| closed.span.end);
        let between = candidate.text.get(closed..token.span.start);
        between.is_none_or(|between| between.contains([',', ';']))
    };
    // Hours in another part of it are those of the other days: "Mon–Fri 9–17, closed on Sundays".
    let states_hours = tokens
        .iter()
        .enumerate()
        .any(|(at, token)| token.class == TokenClass::Number && !by_month(at) && is_apart(token));
    !states_hours && !tokens.iter().any(|token| says(token, &OPEN))
}

/// Tells whether it is asked what somebody said who is named neither near a sentence nor above it.
fn is_said_by_another(
    query: &Query,
    candidate: Candidate<'_>,
    sentence: &AnalysedSentence,
) -> bool {
    let Some(speaker) = query.question.speaker() else {
        return false;
    };
    let mut named = terms_within(query, &speaker);
    // A spokeswoman may be told of as one "who speaks for" somebody.
    named.retain(|at| is_name(query, *at) || is_in_article(query, *at, candidate));
    let block = candidate.article.blocks.get(sentence.block).cloned();
    // News sets a quote and the one who says it apart.
    let block = block.unwrap_or_default();
    let around = block.start.saturating_sub(1)..block.end + 1;
    !named.is_empty()
        && !is_told(query, &named, SAME_THING, above(candidate, sentence))
        && !is_told(query, &named, SAME_THING, sentences(candidate, around))
}

/// Tells whether it is asked what a thing costs that a sentence, the one before it and what stands above them do not have, but
/// the article does: what the building cost may be told of the library.
fn is_price_of_another(
    query: &Query,
    candidate: Candidate<'_>,
    sentence: &AnalysedSentence,
) -> bool {
    let Some(thing) = query.question.priced_thing() else {
        return false;
    };
    // Of "the monthly rent" it is the rent that has a price.
    let named = terms_within(query, &(thing.end - 1..thing.end));
    let is_plain = |at: &usize| {
        (query.terms.get(*at)).is_some_and(|term| !term.name && !term.number && term.row.is_some())
    };
    !named.is_empty()
        && named.iter().all(is_plain)
        && (named.iter()).any(|at| is_in_article(query, *at, candidate))
        && !is_told(query, &named, SAME_PRICE, above(candidate, sentence))
        && !is_told(
            query,
            &named,
            SAME_PRICE,
            sentences(candidate, with_before(candidate)),
        )
}

/// Tells whether it is asked what a thing costs that is narrowed by the word before it ("season ticket") otherwise than in a
/// sentence ("day ticket"), and the article has both words of the question together elsewhere.
fn is_price_of_another_sort(
    query: &Query,
    candidate: Candidate<'_>,
    sentence: &AnalysedSentence,
) -> bool {
    let Some(thing) = query.question.priced().filter(|thing| thing.len() > 1) else {
        return false;
    };
    let noun = thing.end - 1;
    let term = |position: usize| {
        let mut terms = query.terms.iter().enumerate();
        terms.find(|(_, term)| term.position == position && !term.carried && !term.number)
    };
    let pair = noun.checked_sub(1).and_then(term).zip(term(noun));
    let Some(((narrowing, sort), (_, noun))) = pair else {
        return false;
    };
    let is_joined = |one: &Token, two: &Token| {
        let gap = candidate.text.get(one.span.end..two.span.start);
        matches!(gap, Some(" " | "\u{a0}" | "-"))
    };
    let narrowed = |tokens: &[Token], by: &dyn Fn(&Token) -> bool| {
        (tokens.windows(2)).any(|two| match two {
            [before, own] => noun.has(own.stem) && is_joined(before, own) && by(before),
            _ => false,
        })
    };
    let otherwise = |token: &Token| {
        matches!(token.class, TokenClass::Plain | TokenClass::Name) && !sort.has(token.stem)
    };
    let so = |token: &Token| sort.has(token.stem);
    narrowed(&sentence.tokens, &otherwise)
        && !is_told(query, &[narrowing], SAME_THING, above(candidate, sentence))
        && !is_told(
            query,
            &[narrowing],
            SAME_THING,
            sentences(candidate, with_before(candidate)),
        )
        && is_in_article(query, narrowing, candidate)
        && (candidate.article.sentences.iter()).any(|other| narrowed(&other.tokens, &so))
}

/// Words that ask for the beginning of a life, for its end and for a grave, and others that tell of each.
const EVENTS: [(&[&str], &[&str]); 3] = [
    (
        &["born", "birth", "birthday", "birthplace"],
        &[
            "born",
            "birth",
            "birthday",
            "birthplace",
            "native",
            "b",
            "comes from",
            "came from",
            "hails from",
            "hailed from",
        ],
    ),
    (
        &["die", "died", "dies", "death"],
        &[
            "die",
            "died",
            "dies",
            "dead",
            "death",
            "deathbed",
            "killed",
            "murdered",
            "executed",
            "assassinated",
            "shot",
            "hanged",
            "beheaded",
            "guillotined",
            "stabbed",
            "poisoned",
            "slain",
            "fell",
            "succumbed",
            "drowned",
            "perished",
            "suicide",
            "passed",
            "funeral",
            "d",
        ],
    ),
    (
        &["buried", "burial", "grave", "tomb"],
        &[
            "buried",
            "burial",
            "grave",
            "graves",
            "gravestone",
            "graveyard",
            "cemetery",
            "churchyard",
            "tomb",
            "tombs",
            "mausoleum",
            "crypt",
            "interred",
            "entombed",
            "rests",
            "rest",
            "resting",
            "lies",
            "lie",
            "laid",
            "cremated",
            "ashes",
            "remains",
        ],
    ),
];

/// Tells whether it is asked when or where somebody was born, died or was buried, and a sentence tells of nothing like it.
fn is_another_event(query: &Query, candidate: Candidate<'_>, sentence: &AnalysedSentence) -> bool {
    let question = &query.question;
    let asks = matches!(question.kind.expected, AnswerType::Date | AnswerType::Place);
    let asked = [question.kind.done, question.kind.focus];
    let asked = || {
        let words = asked.iter().filter_map(|at| question.words.get((*at)?));
        words.map(|word| word.folded.as_str())
    };
    let event = (EVENTS.iter()).find(|(forms, _)| asked().any(|word| forms.contains(&word)));
    let Some((forms, told)) = event.filter(|_| asks) else {
        return false;
    };
    let terms = (0..query.terms.len()).filter(|at| {
        (query.terms.get(*at)).is_some_and(|term| forms.contains(&term.folded.as_str()))
    });
    let terms: Vec<usize> = terms.collect();
    let near = || sentences(candidate, with_before(candidate));
    let written = near().filter_map(|token| token.span.of(candidate.text));
    let written: Vec<String> = written.map(str::to_lowercase).collect();
    let written = format!(" {} ", written.join(" "));
    let is_told_of = |event: &&str| written.contains(&format!(" {event} "));
    !told.iter().any(is_told_of)
        && !is_told(query, &terms, SAME_THING, near())
        && !is_told(query, &terms, SAME_THING, above(candidate, sentence))
        && !lifespans::has_life(candidate.text, sentence)
}

/// What is no nearer in meaning to half a name is no other word for it.
const OTHER_WORD: f32 = 0.4;

/// Tells whether a sentence has one word of a name of two, as a common noun, whose other word stands nowhere in the article:
/// "Giant heron" for "Heron Court".
fn has_half_a_name(query: &Query, candidate: Candidate<'_>, sentence: &AnalysedSentence) -> bool {
    let is_name = |position: usize| {
        let term = query
            .terms
            .iter()
            .position(|term| term.position == position);
        term.filter(|at| {
            is_name(query, *at) && query.terms.get(*at).is_some_and(|term| !term.carried)
        })
    };
    let pairs =
        (0..query.question.words.len()).filter_map(|at| Some([is_name(at)?, is_name(at + 1)?]));
    let is_small = |token: &&Token| {
        let written = token.span.of(candidate.text).unwrap_or_default();
        token.class == TokenClass::Plain && written.starts_with(char::is_lowercase)
    };
    let has_half = |[one, other]: [usize; 2]| {
        let told = |at: usize| {
            let of = |token: &&Token| query.terms.get(at).is_some_and(|term| term.has(token.stem));
            sentence.tokens.iter().filter(of).collect::<Vec<_>>()
        };
        let is_half = |own: usize, missing: usize| {
            let own = told(own);
            let around = || sentence.tokens.iter().chain(above(candidate, sentence));
            !own.is_empty()
                && own.iter().all(&is_small)
                && !is_in_article(query, missing, candidate)
                && !is_told(query, &[missing], OTHER_WORD, around())
        };
        is_half(one, other) || is_half(other, one)
    };
    pairs.into_iter().any(has_half)
}

/// Returns which terms stand at some words of the question.
fn terms_within(query: &Query, words: &std::ops::Range<usize>) -> Vec<usize> {
    let is_within = |term: &Term| !term.carried && words.contains(&term.position);
    let terms = query.terms.iter().enumerate();
    (terms.filter(|(_, term)| is_within(term)))
        .map(|(at, _)| at)
        .collect()
}

/// Tells whether a term is part of a name.
fn is_name(query: &Query, term: usize) -> bool {
    query.terms.get(term).is_some_and(|term| term.name)
}

/// Tells whether the article has a term somewhere.
fn is_in_article(query: &Query, term: usize, candidate: Candidate<'_>) -> bool {
    let counts = &candidate.article.stems;
    let term = query.terms.get(term);
    term.is_some_and(|term| (term.stems.iter()).any(|(stem, _)| counts.count(*stem) > 0))
}

/// Tells whether some words have one of the terms, or something like it.
fn is_told<'t>(
    query: &Query,
    terms: &[usize],
    near: f32,
    tokens: impl Iterator<Item = &'t Token>,
) -> bool {
    let tokens: Vec<Token> = tokens.copied().collect();
    let found = match_terms(query, &tokens, Depth::Meanings);
    terms.iter().any(|at| {
        let found = found.get(*at).copied().unwrap_or_default();
        found.said() > 0.0 || found.nearest >= near
    })
}

/// Returns the words of the title and of the headings above a sentence.
fn above<'a>(
    candidate: Candidate<'a>,
    sentence: &AnalysedSentence,
) -> impl Iterator<Item = &'a Token> {
    let article = candidate.article;
    let headings = article.stands_under.get(sentence.block);
    article.topic.iter().chain(headings.into_iter().flatten())
}

/// Returns a candidate's place with that of the sentence before it in its block.
fn with_before(candidate: Candidate<'_>) -> std::ops::Range<usize> {
    let own = candidate.place.sentence;
    candidate.article.before(own).unwrap_or(own)..own + 1
}

/// Returns the words of some sentences, and of what their pronouns stand for.
fn sentences<'a>(
    candidate: Candidate<'a>,
    which: std::ops::Range<usize>,
) -> impl Iterator<Item = &'a Token> {
    let all = &candidate.article.sentences;
    let sentences = all.get(which.start..which.end.min(all.len()));
    sentences.unwrap_or_default().iter().flat_map(|sentence| {
        let meant = sentence.antecedents.iter().flat_map(|meant| &meant.name);
        sentence.tokens.iter().chain(meant)
    })
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn hours_with_a_day_of_rest_tell_when_something_is_open() {
        for (told, is_another) in [
            ("10 to 4 daily except Monday, when it is closed.", false),
            ("Mon–Fri 9–17, Sat 10–14, closed on Sundays.", false),
            ("Closed Mondays; other days 10:00–16:00.", false),
            ("On 24 December the park is closed.", true),
            ("The park is closed from 20 December to 10 January.", true),
        ] {
            let one = OneArticle::of("The park", told);
            let found = one.holds("When is the park open in December?", is_quite_another);
            assert_eq!(found, [is_another], "{told}");
        }
    }

    #[test]
    fn what_another_says_is_not_what_somebody_says() {
        let fire = "The coastguard sent a boat.\n\nTwo came.\n\n“No list had that clamp,” said the board's head, Ada Lind.";
        let of = |question: &str| OneArticle::of("", fire).holds(question, tells_of_another);
        assert_eq!(
            of("What did the coastguard say about the clamp?"),
            [false, false, true]
        );
        assert_eq!(
            of("What did Ada Lind say about the clamp?"),
            [true, false, false]
        );
        assert_eq!(of("What did she say about the clamp?"), [false; 3]);
        assert_eq!(
            of("What did the spokeswoman say about the clamp?"),
            [false; 3],
            "she may be called otherwise"
        );
    }

    #[test]
    fn what_another_thing_costs_is_no_price_of_the_thing() {
        let rules = "Small repairs up to €75 are yours. The dryer costs €2.\n\nEntry is €4.\n\nRent is paid monthly.";
        let of = |question: &str| OneArticle::of("", rules).holds(question, tells_of_another);
        assert_eq!(
            of("How much does the dryer cost?"),
            [true, false, true, true]
        );
        assert_eq!(
            of("How much is the monthly rent?"),
            [true, true, true, false]
        );
        assert_eq!(
            of("How much are tickets?"),
            [false; 4],
            "one pays to get in"
        );
        for question in [
            "How much is it?",
            "How much is the fine for littering?",
            "How much did the building cost?",
        ] {
            assert_eq!(of(question), [false; 4], "{question}");
        }
    }

    #[test]
    fn half_a_name_in_small_letters_is_another_thing() {
        let game = "The giant heron is sold by Bo Orm.\n\nMrs Lind owns a farm.\n\nThe railway station is owned by Bo Orm.";
        let of = |question: &str| OneArticle::of("", game).holds(question, tells_of_another);
        assert_eq!(of("Who owns Heron Court?"), [true, false, false]);
        assert_eq!(of("Who is Ada Lind?"), [false; 3]);
        assert_eq!(of("Who owns the Train Station?"), [false; 3]);
        assert_eq!(of("Who sells the Giant Heron?"), [false; 3]);
    }

    #[test]
    fn what_another_sort_of_a_thing_costs_is_no_price_of_the_sort() {
        let hall = "A day ticket costs €4.\n\nThe season ticket is sold in May.\n\nA ticket costs €3.\n\nA locker ticket is €2.";
        let of = |question: &str| OneArticle::of("", hall).holds(question, tells_of_another);
        assert_eq!(
            of("How much is a season ticket?"),
            [true, false, false, true]
        );
        assert_eq!(
            of("How much is a group ticket?"),
            [false; 4],
            "nobody tells of one"
        );
        assert_eq!(of("How much is a ticket?"), [false; 4]);
    }

    #[test]
    fn when_it_is_shut_is_not_when_it_is_open() {
        let mill = "We are closed from 20 December to 10 January. In August we are open until 8pm. It is open but closed in May.";
        let of = |question: &str| OneArticle::of("", mill).holds(question, tells_of_another);
        assert_eq!(of("When are you open in December?"), [true, false, false]);
        assert_eq!(of("When is the mill closed?"), [false; 3]);
        assert_eq!(of("Are you open in December?"), [false; 3]);
    }

    #[test]
    fn a_death_is_no_grave() {
        let life = "She died in Orbey of pneumonia.\n\nAda Lind (1891–1967) made clocks.\n\nShe lies in the churchyard of Tarn.";
        let of = |question: &str| OneArticle::of("", life).holds(question, tells_of_another);
        assert_eq!(of("Where is Ada Lind buried?"), [true, false, false]);
        assert_eq!(of("When was Ada Lind born?"), [true, false, true]);
        assert_eq!(of("Where did Ada Lind die?"), [false, false, true]);
        assert_eq!(of("Where did Ada Lind work?"), [false; 3]);
        for (question, told) in [
            ("When did Ada Lind die?", "Lind was beheaded in 1642."),
            ("When did Ada Lind die?", "Lind was hanged in 1642."),
            ("Where is Ada Lind buried?", "Lind lies in the chapel."),
            ("Where was Ada Lind born?", "Lind comes from Orbey."),
        ] {
            let article = OneArticle::of("", told);
            let of = article.holds(question, tells_of_another);
            assert_eq!(of, [false], "{told}");
        }
    }
}
