//! Questions that an article poses and answers itself, as lists of frequent questions do: a heading or sentence that ends with
//! a question mark is answered by what follows, however few words that shares with it, and answers nothing itself.

use crate::article::{BlockKind, Outline, Sentence};
use crate::question::analyze::QuestionWord;
use crate::question::{AnswerType, analyze};
use crate::text::vectors::WordVectors;

use super::analysis::{AnalysedArticle, AnalysedSentence, Token, TokenClass};
use super::index::Place;
use super::measure::Candidate;
use super::query::Query;
use super::vocabulary::StemId;
use crate::text::sentence_vectors::{SentenceEncoder, SentenceVector};

/// Returns the sentence that follows a candidate which is a question, and so answers it; `None` for other sentences, or
/// where another question follows.
///
/// A short sentence before a question leads to it where both open a paragraph: "I broke it. Do I have to pay? Not for wear."
pub fn answer_to(question: Candidate<'_>) -> Option<Place> {
    let Place { article, sentence } = question.place;
    let (analysed, text) = (question.article, question.text);
    let answer = answered_by(analysed, text, sentence).or_else(|| {
        let answer = answered_by(analysed, text, sentence + 1)?;
        (led_by(analysed, text, sentence + 1, answer) == Some(sentence)).then_some(answer)
    })?;
    Some(Place {
        article,
        sentence: answer,
    })
}

/// What leads to a question has so many words at most.
const MAX_LEADING_WORDS: usize = 8;

/// Returns the sentence that leads to a question, given what answers that.
fn led_by(article: &AnalysedArticle, text: &str, asks: usize, answer: usize) -> Option<usize> {
    let leads = asks.checked_sub(1)?;
    let sentence = article.sentences.get(leads)?;
    let opens = article.blocks.get(sentence.block)?.start == leads;
    let in_one = article.sentences.get(answer)?.block == sentence.block;
    let is_short = sentence.tokens.len() <= MAX_LEADING_WORDS;
    let asks_too = is_question(sentence.span.of(text)?);
    (opens && in_one && is_short && !asks_too).then_some(leads)
}

/// Returns the first sentence of the question which a sentence answers by its place: the question itself, or what leads to it.
pub fn posed_from(answer: Candidate<'_>) -> Option<usize> {
    let (article, text, at) = (answer.article, answer.text, answer.place.sentence);
    let asks = at.checked_sub(1)?;
    (answered_by(article, text, asks)? == at).then_some(())?;
    Some(led_by(article, text, asks, at).unwrap_or(asks))
}

fn answered_by(article: &AnalysedArticle, text: &str, sentence: usize) -> Option<usize> {
    let asks = |at: usize| Some(is_question(article.sentences.get(at)?.span.of(text)?));
    let block = |at: usize| Some(article.sentences.get(at)?.block);
    let next = sentence + 1;
    let near = block(next)? - block(sentence)? <= 1;
    (near && asks(sentence)? && !asks(next)?).then_some(next)
}

/// Tells whether words end with a question mark, whatever marks stand behind it.
pub fn is_question(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?')
        .ends_with('?')
}

/// Returns what is asked right before a candidate, where that is a question.
pub fn asked_before(candidate: Candidate<'_>) -> Option<SentenceVector> {
    before(candidate)?.vector
}

/// A question that an article poses.
struct FaqQuestion<'a> {
    words: &'a str,
    tokens: &'a [Token],
    /// What it asks.
    vector: Option<SentenceVector>,
    /// Where the first word begins.
    offset: usize,
    /// What leads to it.
    leading: &'a [AnalysedSentence],
}

impl FaqQuestion<'_> {
    /// Returns the words of what leads to it, and its own.
    fn all_tokens(&self) -> impl Iterator<Item = &Token> {
        let leading = self.leading.iter().flat_map(|sentence| &sentence.tokens);
        leading.chain(self.tokens)
    }
}

/// Returns the question that stands right before a candidate, which the candidate answers by its place.
fn before(candidate: Candidate<'_>) -> Option<FaqQuestion<'_>> {
    let (article, text, at) = (candidate.article, candidate.text, candidate.place.sentence);
    if let Some(before) = at.checked_sub(1)
        && answered_by(article, text, before) == Some(at)
    {
        let from = posed_from(candidate).unwrap_or(before);
        let leading = article.sentences.get(from..before)?;
        let before = article.sentences.get(before)?;
        let whole = leading.first().and_then(|first| {
            let words = text.get(first.span.start..before.span.end)?;
            Some(SentenceEncoder::shipped().vector_of(words))
        });
        return Some(FaqQuestion {
            words: before.span.of(text)?,
            tokens: &before.tokens,
            vector: Some(whole.unwrap_or(before.vector)),
            offset: before.tokens.first()?.span.start - before.span.start,
            leading,
        });
    }
    let own = article.sentences.get(at)?;
    let tokens = article.headings.get(own.block)?;
    let (first, last) = (tokens.first()?.span.start, tokens.last()?.span.end);
    let is_first = (at.checked_sub(1)).is_none_or(|before| {
        let before = article.sentences.get(before);
        before.is_none_or(|before| before.span.end <= first)
    });
    let end = last + text.get(last..own.span.start)?.find('\n')?;
    let words = text.get(first..end)?;
    (is_first && is_question(words)).then_some(FaqQuestion {
        words,
        tokens,
        vector: article.posed.get(own.block).copied().flatten(),
        offset: 0,
        leading: &[],
    })
}

/// What follows the very question that is asked answers it this likely.
const POSED: f32 = 0.9;

/// Questions whose meaning is so near ask the same in other words. Of eight that were put to a list of frequent questions in
/// other words and lay this near, seven were nearest to the right one; of those that it does not answer none came to 0.25.
const THE_SAME: f32 = 0.4;

/// A verb that the posed question lacks takes so much away, and more where the article has it nowhere.
const NOT_IN_QUESTION: f32 = 0.1;
const NOT_IN_ARTICLE: f32 = 0.25;

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
    let posed = before(candidate)?;
    if asks_word_for_word(query, &posed) || asks_just_that(query, candidate, &posed) {
        return Some(POSED);
    }
    let likeness = query.vector.similarity(&posed.vector?);
    let kinds_fit = || {
        fit(
            query.question.kind.expected,
            analyze(posed.words).kind.expected,
        )
    };
    if likeness < THE_SAME || !kinds_fit() {
        return None;
    }
    let likeness = likeness - lacking(query, candidate, &posed)?;
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

/// Weighs what a question does otherwise than the posed one; `None` where it has another word that this, and the article's topic,
/// lack, or this has a name that the question lacks: then they ask of different things. A posed question that names no
/// thing is about the article's subject.
fn lacking(query: &Query, candidate: Candidate<'_>, posed: &FaqQuestion<'_>) -> Option<f32> {
    let (vectors, article) = (WordVectors::shipped(), candidate.article);
    let is_of_topic = |stem: StemId| (article.topic.iter()).any(|token| token.stem == Some(stem));
    let is_posed = |stem: StemId| posed.all_tokens().any(|token| token.stem == Some(stem));
    let asked = |stem: StemId| {
        (query.terms.iter()).any(|term| term.stems.iter().any(|(own, _)| *own == stem))
    };
    // A word that the question has as well stands for no other: "rent" is not said by the "pay" of "pay rent".
    let free: Vec<&Token> = (posed.all_tokens())
        .filter(|token| !token.stem.is_some_and(asked))
        .collect();
    let mut lacking = 0.0;
    for term in &query.terms {
        let any = |has: &dyn Fn(StemId) -> bool| term.stems.iter().any(|(stem, _)| has(*stem));
        let nearly_said = (free.iter().filter_map(|token| token.row)).any(|row| {
            term.row
                .is_some_and(|own| vectors.similarity(own, row) >= NEARLY_SAID)
        });
        if any(&|stem| is_posed(stem) || is_of_topic(stem)) || nearly_said {
            continue;
        }
        // "You guys" are no more than you.
        let before = term
            .position
            .checked_sub(1)
            .and_then(|at| query.question.words.get(at));
        let is_you = before.is_some_and(|word| word.folded == "you");
        let done = query.question.kind.done;
        if is_you && done.is_some_and(|done| done > term.position) {
            continue;
        }
        // What is done may be said in any way, but who names another thing asks of that.
        if Some(term.position) != query.question.kind.done || term.row.is_none() {
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

/// Returns the words of a sentence, with those of the question in the heading right above it, if there is one.
pub fn with_its_question<'t>(text: &'t str, outline: &Outline, sentence: &Sentence) -> &'t str {
    let own = || sentence.span.of(text).unwrap_or_default();
    let block = outline.blocks.get(sentence.block);
    let above = sentence
        .block
        .checked_sub(1)
        .and_then(|above| outline.blocks.get(above));
    let (Some(block), Some(above)) = (block, above) else {
        return own();
    };
    let asks = above.kind == BlockKind::Heading && above.span.of(text).is_some_and(is_question);
    match asks && block.span.start == sentence.span.start {
        true => text
            .get(above.span.start..sentence.span.end)
            .unwrap_or_else(own),
        false => own(),
    }
}

/// Tells whether a question without any word to look for is posed in its very words.
fn asks_word_for_word(query: &Query, posed: &FaqQuestion<'_>) -> bool {
    let question = &query.question;
    let there = || analyze(posed.words).words;
    let is_same = |(one, other): (&QuestionWord, &QuestionWord)| one.folded == other.folded;
    !question.asks_something()
        && !query.terms.iter().any(|term| term.carried)
        && there().len() == question.words.len()
        && there().iter().zip(&question.words).all(is_same)
}

/// Tells whether the article poses just what is asked right before a candidate: both ask for the same kind of thing, and
/// neither has a word to look for that the other lacks, but for those of the title.
fn asks_just_that(query: &Query, candidate: Candidate<'_>, posed: &FaqQuestion<'_>) -> bool {
    let there = analyze(posed.words);
    let begins = posed.tokens.first().map_or(0, |first| first.span.start);
    let looked_for = |token: &&Token| {
        let starts = token.span.start - begins + posed.offset;
        (there.content()).any(|word| word.span.start == starts && word.span.len() > 1)
    };
    let theirs: Vec<_> = (posed.tokens.iter().filter(looked_for))
        .map(|token| token.stem)
        .collect();
    let titles: Vec<_> = (candidate.article.title.iter())
        .map(|token| token.stem)
        .collect();
    let shared = |stems: &[Option<_>]| {
        let terms = query.terms.iter();
        terms
            .map(|term| (term.stems.iter()).any(|(stem, _)| stems.contains(&Some(*stem))))
            .collect::<Vec<bool>>()
    };
    let (in_posed, in_title) = (shared(&theirs), shared(&titles));
    let all_said = in_posed
        .iter()
        .zip(&in_title)
        .all(|(here, there)| *here || *there);
    let nothing_new = theirs.iter().all(|own| {
        titles.contains(own)
            || (query.terms.iter())
                .any(|term| (term.stems.iter()).any(|(stem, _)| Some(*stem) == *own))
    });
    in_posed.contains(&true)
        && all_said
        && nothing_new
        && there.kind.expected == query.question.kind.expected
        && there.denies() == query.question.denies()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::index;
    use super::*;
    use crate::article::{Article, Metadata};

    fn likely(asked: &str, text: &str, sentence: usize) -> f32 {
        let article = Arc::new(Article {
            id: "lamp".into(),
            version: 1,
            metadata: Metadata {
                title: "The Lumio lamp".to_owned(),
                ..Metadata::default()
            },
            text: text.to_owned(),
        });
        let vocabulary = index::count_all(std::slice::from_ref(&article)).unwrap();
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let candidate = Candidate {
            place: Place {
                article: 0,
                sentence,
            },
            article: &analysed,
            text,
        };
        let query = Query::of(analyze(asked), None, &vocabulary);
        super::answers(&query, candidate).unwrap_or(0.0)
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
    fn what_leads_to_a_question_is_part_of_it() {
        let text = "I broke a bulb. Do I have to pay? Not for wear and tear.\n\nCan I lend it? No.";
        assert!(likely("what if I break a bulb?", text, 2) > 0.0);
        let article = Article {
            id: "lamp".into(),
            version: 1,
            metadata: Metadata::default(),
            text: text.to_owned(),
        };
        let article = Arc::new(article);
        let vocabulary = index::count_all(std::slice::from_ref(&article)).unwrap();
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let at = |sentence| Candidate {
            place: Place {
                article: 0,
                sentence,
            },
            article: &analysed,
            text,
        };
        let answer = |sentence| answer_to(at(sentence)).map(|place| place.sentence);
        assert_eq!(
            (0..5).map(answer).collect::<Vec<_>>(),
            [Some(2), Some(2), None, Some(4), None]
        );
        assert_eq!(posed_from(at(2)), Some(0));
        assert_eq!(posed_from(at(4)), Some(3));
        assert_eq!(posed_from(at(1)), None);
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
