//! Whether an article poses what is asked, as lists of frequent questions do: then what follows answers it, however few words
//! the two share.

use crate::question::{AnswerType, QuestionWord};
use crate::text::vectors::{WordRow, WordVectors};

use super::analysis::AnalysedArticle;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::named_by_heading;
use super::posed_question::{PosedQuestion, before};
use super::query::Query;
use super::term::Term;
use super::vocabulary::StemId;

/// What follows the very question that is asked answers it this likely.
const POSED: f32 = 0.9;

/// Questions whose meaning is so near ask the same in other words. Of eight that were put to a list of frequent questions in
/// other words and lay this near, seven were nearest to the right one; of those that it does not answer none came to 0.25.
const THE_SAME: f32 = 0.4;

/// A verb that the posed question lacks takes so much away, and more where the article has it nowhere.
const NOT_IN_QUESTION: f32 = 0.1;
const NOT_IN_ARTICLE: f32 = 0.25;

/// A word is said by one of its family that shares so much with it.
const SAME_FAMILY: f32 = 0.8;

/// A word is nearly said by one this near to it in meaning.
const NEARLY_SAID: f32 = 0.35;

/// Finds the sentences of an article that may answer what it poses in the very words of a question, letter case aside. It is
/// for questions without any word to look for: "Where are you?"
///
/// The article is prepared only where its text has the words.
pub fn posed_word_for_word<'a>(
    text: &str,
    asked: &str,
    article: impl Fn() -> Option<&'a AnalysedArticle>,
) -> Vec<usize> {
    let asked = asked
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .trim_start();
    if !asked.contains(' ') {
        return Vec::new();
    }
    let marks = text.match_indices('?').map(|(mark, _)| mark);
    let is_posed = |mark: &usize| {
        let start = mark.checked_sub(asked.len());
        let words = start.and_then(|start| text.get(start..*mark));
        let before = start
            .and_then(|start| text.get(..start))
            .unwrap_or_default();
        words.is_some_and(|words| words.eq_ignore_ascii_case(asked))
            && !before.ends_with(char::is_alphanumeric)
    };
    let behind = |mark: usize| {
        let sentences = &article()?.sentences;
        let at = sentences.partition_point(|sentence| sentence.span.start <= mark);
        (at < sentences.len()).then_some(at)
    };
    marks.filter(is_posed).filter_map(behind).collect()
}

/// Tells how likely a candidate answers because it follows a question of the article that asks the same; `None` where it
/// does not.
pub fn answers(query: &Query, candidate: Candidate<'_>) -> Option<f32> {
    let Some(posed) = before(candidate) else {
        return named_by_heading::answers(query, candidate);
    };
    if asks_word_for_word(query, &posed) || asks_just_that(query, candidate, &posed) {
        return Some(POSED);
    }
    // What has to be encoded is compared last.
    let is_like = |vector| query.vector.similarity(&vector) >= THE_SAME;
    if posed.whole.is_none() && !posed.own_vector.is_some_and(is_like) {
        return None;
    }
    let fits = fit(query.question.kind.expected, posed.read().kind.expected);
    let lacking = lacking(query, candidate, &posed).filter(|_| fits)?;
    let likeness = query.vector.similarity(&posed.vector()?) - lacking;
    // From 0.5 where they are just near enough to what the very question gets.
    (likeness >= THE_SAME).then(|| (0.5 + likeness - THE_SAME).min(POSED))
}

/// Tells whether what answers one question may answer the other: they ask for the same, or neither for anything certain.
fn fit(one: AnswerType, other: AnswerType) -> bool {
    let open = |kind: AnswerType| {
        matches!(
            kind,
            AnswerType::Thing | AnswerType::Anything | AnswerType::Definition | AnswerType::Truth
        )
    };
    one == other || open(one) && open(other)
}

/// Weighs what a question does otherwise than the posed one, or says more narrowly, such as "free wifi" for "wifi"; `None` where
/// it has another word that this, and the article's topic, lack, though this names a thing that the question lacks, or none at
/// all, or where this has a name that the question lacks: then they ask of different things. A posed question that names no thing
/// is about the article's subject.
fn lacking(query: &Query, candidate: Candidate<'_>, posed: &PosedQuestion<'_>) -> Option<f32> {
    let article = candidate.article;
    let is_of_topic = |stem: StemId| (article.topic.iter()).any(|token| token.stem == Some(stem));
    let is_posed = |stem: StemId| posed.all_tokens().any(|token| token.stem == Some(stem));
    let asked = |stem: StemId| (query.terms.iter()).any(|term| term.has(Some(stem)));
    let done = query.question.kind.done;
    // A word that the question has as well stands for no other: "rent" is not said by the "pay" of "pay rent".
    let free: Vec<&Token> = (posed.all_tokens())
        .filter(|token| !token.stem.is_some_and(asked))
        .collect();
    let mut lacking = 0.0;
    for term in &query.terms {
        // Who asks for "delivery" asks whether one "delivers".
        let any = |has: &dyn Fn(StemId) -> bool| {
            let family = term
                .relatives
                .iter()
                .filter(|(_, closeness)| *closeness >= SAME_FAMILY);
            term.stems.iter().chain(family).any(|(stem, _)| has(*stem))
        };
        let nearly_said =
            (free.iter().filter_map(|token| token.row)).any(|row| is_near(Some(row), term.row));
        if any(&|stem| is_posed(stem) || is_of_topic(stem)) || nearly_said {
            continue;
        }
        // "You guys" are no more than you.
        let before = term
            .position
            .checked_sub(1)
            .and_then(|at| query.question.words.get(at));
        let is_you = before.is_some_and(|word| word.folded == "you");
        if is_you && done.is_some_and(|done| done > term.position) {
            continue;
        }
        // What is done may be said in any way, and the same thing told more narrowly, but who names another thing asks of that.
        let is_done = Some(term.position) == done;
        if !(is_done || narrows(query, posed, term)) || term.row.is_none() {
            return None;
        }
        let somewhere = any(&|stem| article.stems.count(stem) > 0);
        lacking += if somewhere {
            NOT_IN_QUESTION
        } else {
            NOT_IN_ARTICLE
        };
    }
    let names = posed.all_tokens().filter(|token| {
        token.class == TokenClass::Name
            || token.class != TokenClass::Function && token.row.is_none()
    });
    let mut names = names.filter_map(|token| token.stem);
    names
        .all(|stem| asked(stem) || is_of_topic(stem))
        .then_some(lacking)
}

/// Tells whether two words are near in meaning.
fn is_near(one: Option<WordRow>, other: Option<WordRow>) -> bool {
    let pair = one.zip(other);
    pair.is_some_and(|(one, other)| WordVectors::shipped().similarity(one, other) >= NEARLY_SAID)
}

/// Tells whether a word of a question that the posed one lacks asks for the same thing more narrowly: that names a thing, and
/// the question has it.
fn narrows(query: &Query, posed: &PosedQuestion<'_>, term: &Term) -> bool {
    if term.name || term.number {
        return false;
    }
    let says = |term: &Term, token: &Token| term.has(token.stem) || is_near(token.row, term.row);
    let (verb, nouns) = posed.verb_and_nouns();
    if !nouns.is_empty() {
        let is_asked = |noun: &&Token| query.terms.iter().any(|term| says(term, noun));
        return nouns.iter().all(is_asked);
    }
    // "Home delivery" is what one asks for with "do you deliver".
    let noun = (query.terms.iter()).find(|other| other.position == term.position + 1);
    let is_of_verb = |noun: &Term| {
        verb.is_some_and(|verb| {
            let mut family = noun.relatives.iter();
            family.any(|(stem, near)| Some(*stem) == verb.stem && *near >= SAME_FAMILY)
        })
    };
    if noun.is_some_and(is_of_verb) {
        return true;
    }
    let at = verb.and_then(|verb| posed.looked_for(verb));
    let Some((verb, written)) = verb.zip(at.and_then(|at| posed.read().words.get(at))) else {
        return false;
    };
    let question = &query.question;
    // What somebody has may be left out behind the verb: one parks one's car. What is paid may not: rent is no fee.
    let is_done = query.terms.iter().any(|term| term.has(verb.stem));
    let before = question.words.get(..term.position).unwrap_or_default();
    let determiner = before.iter().rev().find(|word| word.function);
    let is_own = determiner.is_some_and(|word| matches!(word.folded.as_str(), "my" | "our"));
    is_own && is_done && !written.is_of_money()
}

/// Tells whether a question without any word to look for is posed in its very words.
fn asks_word_for_word(query: &Query, posed: &PosedQuestion<'_>) -> bool {
    let question = &query.question;
    let there = || &posed.read().words;
    let is_same = |(one, other): (&QuestionWord, &QuestionWord)| one.folded == other.folded;
    !question.asks_something()
        && !query.terms.iter().any(|term| term.carried)
        && there().len() == question.words.len()
        && there().iter().zip(&question.words).all(is_same)
}

/// Tells whether the article poses just what is asked right before a candidate: both ask for the same kind of thing, and
/// neither has a word to look for that the other lacks, but for those of the title.
fn asks_just_that(query: &Query, candidate: Candidate<'_>, posed: &PosedQuestion<'_>) -> bool {
    let is_asked = |token: &Token| (query.terms.iter()).any(|term| term.has(token.stem));
    if !posed.tokens.iter().any(is_asked) {
        return false;
    }
    let there = posed.read();
    let theirs: Vec<_> = (posed.tokens.iter())
        .filter(|token| posed.looked_for(token).is_some())
        .map(|token| token.stem)
        .collect();
    let titles: Vec<_> = (candidate.article.title.iter())
        .map(|token| token.stem)
        .collect();
    let shared = |stems: &[Option<_>]| {
        let terms = query.terms.iter();
        terms
            .map(|term| stems.iter().any(|stem| term.has(*stem)))
            .collect::<Vec<bool>>()
    };
    let (in_posed, in_title) = (shared(&theirs), shared(&titles));
    let all_said = in_posed
        .iter()
        .zip(&in_title)
        .all(|(here, there)| *here || *there);
    let nothing_new = theirs
        .iter()
        .all(|own| titles.contains(own) || query.terms.iter().any(|term| term.has(*own)));
    in_posed.contains(&true)
        && all_said
        && nothing_new
        && there.kind.expected == query.question.kind.expected
        && there.denies() == query.question.denies()
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    fn likely(asked: &str, text: &str, sentence: usize) -> f32 {
        let article = OneArticle::of("The Lumio lamp", text);
        super::answers(&article.query(asked), article.candidate(sentence)).unwrap_or(0.0)
    }

    fn answers(asked: &str, text: &str, sentence: usize) -> bool {
        likely(asked, text, sentence) == POSED
    }

    #[test]
    fn what_follows_a_question_answers_it_in_other_words_too() {
        let text = "## How big is the map?\n\n15,000 blocks each way. Or more.\n\n## What does it cost?\n\nNothing.";
        let may = |asked: &str, sentence| likely(asked, text, sentence) > 0.0;
        assert!(may("how large is your map", 0));
        assert!(may("what is the price", 2));
        assert!(!may("how large is your map", 1));
        assert!(!may("how large is your map", 2));
        assert!(!may("how old is the map", 0));
        assert!(!may("what does the Brewbuddy cost?", 2));
        assert!(!may("how do I reset it", 2));
        let other = "## Is PvP allowed?\n\nOnly in the arena.\n\nOptiFine is fine.";
        assert_eq!(likely("is optifine allowed", other, 0), 0.0);
    }

    #[test]
    fn a_question_about_the_subject_is_not_answered_for_another_thing() {
        let text = "## What does it cost?\n\n£30 a year.\n\n## How do I join?\n\nCome by.\n\nThe dryer takes coins.";
        for (asked, sentence) in [
            ("what does it cost", 0),
            ("how much does the lamp cost", 0),
            ("how do I join", 1),
        ] {
            assert!(likely(asked, text, sentence) > 0.0, "{asked}");
        }
        for (other, sentence) in [
            ("how much does the dryer cost?", 0),
            ("what does parking cost?", 0),
            ("how do I join the army?", 1),
        ] {
            assert_eq!(likely(other, text, sentence), 0.0, "{other}");
        }
        let lend = "## Do you lend out drills?\n\nNo.";
        assert!(likely("do you guys lend drills?", lend, 0) > 0.0);
        assert_eq!(likely("do you guys lend saws?", lend, 0), 0.0);
        let pay = "## Do I have to pay?\n\nNo.";
        assert_eq!(likely("do I have to pay rent?", pay, 0), 0.0);
    }

    #[test]
    fn what_is_told_more_narrowly_is_the_same_thing() {
        for (asked, posed) in [
            ("Where can I park my car?", "Where can I park?"),
            ("Where can I park my car?", "Where do I park?"),
            ("Is there free wifi?", "Is there wifi?"),
            ("is there free wifi", "Do you have wifi?"),
            ("do you do home delivery", "Do you do delivery?"),
            ("do you do home delivery", "Do you deliver?"),
            (
                "How do I reset my account password?",
                "How do I reset my password?",
            ),
            ("How do I cancel my subscription?", "How do I cancel?"),
        ] {
            let text = format!("## {posed}\n\nIn the yard, in the room and on the page.");
            assert!(likely(asked, &text, 0) > 0.0, "{asked} {posed}");
        }
        for (asked, posed) in [
            ("Is there free wifi?", "Is there free tea?"),
            ("Is there wifi in Orbey?", "Is there wifi?"),
            ("Do I have to pay my rent?", "Do I have to pay?"),
            ("How do I cancel the concert?", "How do I cancel?"),
        ] {
            let text = format!("## {posed}\n\nIn the yard, in the room and on the page.");
            assert_eq!(likely(asked, &text, 0), 0.0, "{asked} {posed}");
        }
    }

    #[test]
    fn what_leads_to_a_question_is_part_of_it() {
        let text = "I broke a bulb. Do I have to pay? Not for wear and tear.\n\nCan I lend it? No.";
        assert!(likely("what if I break a bulb?", text, 2) > 0.0);
    }

    #[test]
    fn what_follows_a_question_answers_it() {
        let heading = "## How do I reset the lamp?\n\nHold the dial down. It blinks.\n\n## Price\n\nIt costs 40 euros.";
        assert!(answers("how do I reset the lumio lamp", heading, 0));
        assert!(answers("How do I reset it?", heading, 0));
        assert!(!answers("How do I reset the lamp?", heading, 1));
        for other in ["Why do I reset the lamp?", "How do I reset the clock?"] {
            assert_eq!(likely(other, heading, 0), 0.0, "{other}");
        }
        assert!(!answers("price", heading, 2));
        let lines = "Q: Can I get a refund?\nA: Within 14 days.\n\nQ: Is it waterproof?\nA: No.";
        assert!(answers("Can I get a refund?", lines, 1));
        assert!(!answers("Can I get a refund?", lines, 0));
        assert!(answers("is the lamp waterproof", lines, 3));
    }
}
