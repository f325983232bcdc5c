//! What a sentence is about, read from its first words without a dictionary.

use super::parted_words::{Gap, Word};
use super::subject_words::{
    ADVERBS, FIRST_WORDS, JOINTS, JUDGEMENTS, LEADS_IN, NO_PERSON, NO_SUBJECT, PLURALS, VERBS,
};
use crate::text::Span;

/// What a noun group can be referred to as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// "he" or "she".
    Person,
    /// "it".
    Thing,
    /// "they".
    Several,
    /// A single capital word, of which only its place in the article tells whether it is a person.
    Unsure,
}

/// A pronoun, or a noun group that stands for a name given before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// "he", "his".
    He,
    /// "she", "her".
    She,
    /// "it", "its".
    It,
    /// "they", "their".
    They,
    /// "the group", "this law": the span of its noun.
    Noun(Span),
}

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Something that only sentences before tell.
    Stand {
        /// Its bytes in the article.
        span: Span,
        /// What it is.
        stand: Stand,
    },
    /// Something named here.
    Named {
        /// Its bytes in the article.
        span: Span,
        /// What it can be referred to as.
        nature: Nature,
    },
}

/// Reads what a sentence is about from its words.
pub fn subject(words: &[Word<'_>]) -> Option<Subject> {
    let start = subject_start(words)?;
    let rest = words.get(start..)?;
    match stand(rest) {
        // "As Brandt grew old, he …": the person is named here.
        Some(Subject::Stand {
            stand: Stand::He | Stand::She,
            ..
        }) if names_somebody(words, start) => None,
        Some(found) => Some(found),
        None => named(rest),
    }
}

fn names_somebody(words: &[Word<'_>], start: usize) -> bool {
    let placed = |at: usize| {
        words
            .get(at - 1)
            .is_some_and(|word| word.is_any(&["in", "at", "on", "from", "to", "of"]))
    };
    (1..start).any(|at| words.get(at).is_some_and(Word::is_capital) && !placed(at))
}

/// Passes phrases before the subject: "In 1904, …", "However, …".
fn subject_start(words: &[Word<'_>]) -> Option<usize> {
    let adverbs = words
        .iter()
        .take(2)
        .take_while(|word| word.is_in(ADVERBS))
        .count();
    let words = words.get(adverbs..)?;
    let start = phrase_end(words)?;
    Some(adverbs + start)
}

/// Returns where the words behind a leading phrase begin; 0 when there is none.
fn phrase_end(words: &[Word<'_>]) -> Option<usize> {
    const MAX_WORDS_TO_COMMA: usize = 24;
    const MAX_WORDS_TO_PRONOUN: usize = 7;
    let first = words.first()?;
    let pronoun = |word: &Word<'_>| word.is_any(&["he", "she", "it", "they"]);
    if first.is_in(LEADS_IN) {
        let comma = words
            .iter()
            .take(MAX_WORDS_TO_COMMA)
            .skip(1)
            .position(|word| word.after == Gap::Comma);
        let plain = words.iter().take(MAX_WORDS_TO_PRONOUN).position(pronoun);
        let behind = comma.map(|comma| comma + 1);
        return match (plain, behind) {
            // "After he died, the mill …": the subject is the mill; "In 1904 he died" has no comma before the verb.
            (Some(plain), Some(behind)) if behind <= plain => Some(behind),
            (Some(_), Some(_)) => None,
            (Some(plain), None) => Some(plain),
            (None, behind) => behind,
        };
    }
    Some(0)
}

/// Reads a pronoun or a noun group that stands for a name.
fn stand(rest: &[Word<'_>]) -> Option<Subject> {
    let first = rest.first()?;
    let stand = match first.text.to_lowercase().as_str() {
        "he" | "his" => Stand::He,
        "she" | "her" => Stand::She,
        "it" if is_empty_it(rest) => return None,
        "it" | "its" => Stand::It,
        "they" | "their" => Stand::They,
        "the" | "this" | "these" => return definite(rest),
        _ => return None,
    };
    Some(Subject::Stand {
        span: first.span,
        stand,
    })
}

/// "It is likely that …", "It seems …": stands for nothing.
fn is_empty_it(rest: &[Word<'_>]) -> bool {
    const REACH: usize = 7;
    let Some(next) = rest.get(1) else {
        return true;
    };
    if next.is_any(&[
        "seems", "appears", "seemed", "appeared", "takes", "took", "turns", "turned", "follows",
        "rained",
    ]) {
        return true;
    }
    let be = rest
        .iter()
        .take(4)
        .any(|word| word.is_any(&["is", "was", "be", "been", "'s"]));
    let mistake = rest.iter().take(REACH).any(|word| {
        word.is_any(&[
            "misconception",
            "mistake",
            "matter",
            "myth",
            "pleasure",
            "challenge",
            "question",
        ])
    });
    let clause = rest
        .iter()
        .take(REACH)
        .skip(2)
        .any(|word| word.is_any(&["that", "whether", "why", "how", "who"]));
    let infinitive = rest
        .windows(2)
        .take(REACH - 1)
        .any(|pair| matches!(pair, [one, to] if to.is_any(&["to"]) && is_judgement(one)));
    // "It is a device that …" names the thing again.
    let names_again = rest
        .iter()
        .take(4)
        .any(|word| word.is_any(&["a", "an", "the", "one"]));
    be && (clause && !names_again || infinitive || mistake)
}

fn is_judgement(word: &Word<'_>) -> bool {
    word.is_in(JUDGEMENTS)
}

/// "The group said", "This law was": a short noun group with a lower-case noun.
fn definite(rest: &[Word<'_>]) -> Option<Subject> {
    let [first, noun, next, ..] = rest else {
        return None;
    };
    let lower = !noun.is_capital() && noun.text.len() > 2 && !noun.is_parted();
    let ends = ends_subject(next) && !noun.is_in(VERBS);
    (lower && ends).then_some(Subject::Stand {
        span: Span::new(first.span.start, noun.span.end),
        stand: Stand::Noun(noun.span),
    })
}

/// Tells whether a word behind a name may be its verb: "Lund lies", "Brandt quickly sold".
fn looks_like_verb(word: &Word<'_>) -> bool {
    let lower = !word.is_capital() && word.text.len() > 3;
    lower
        && ["s", "ed", "ly"].iter().any(|end| word.text.ends_with(end))
        && !word.text.ends_with("ss")
}

fn ends_subject(word: &Word<'_>) -> bool {
    word.is_parted()
        || word.is_in(VERBS)
        || (!word.is_capital() && word.text.len() > 4 && word.text.ends_with("ed"))
}

/// Reads a noun group up to its verb or the first mark.
fn named(rest: &[Word<'_>]) -> Option<Subject> {
    const MAX_WORDS: usize = 10;
    let first = rest.first()?;
    if first.is_in(NO_SUBJECT) {
        return None;
    }
    let capital_group = capital_group(rest);
    let end = (1..rest.len().min(MAX_WORDS)).find(|&at| {
        rest.get(at).is_some_and(|word| {
            ends_subject(word)
                || at == capital_group
                    && looks_like_verb(word)
                    && (word.text.ends_with("ly")
                        || !rest.get(at + 1).is_some_and(|next| next.is_in(VERBS)))
        })
    })?;
    let bare_article = end == 1 && first.is_any(&["the", "a", "an"]);
    let compared = rest.iter().take(end).any(|word| word.is_any(&["than"]));
    if compared || bare_article || first.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let last = rest.get(end - 1)?;
    let group = rest.get(..end)?;
    Some(Subject::Named {
        span: Span::new(first.span.start, last.span.end),
        nature: nature(group)?,
    })
}

/// Returns how many words a leading name has, its article counted; 0 when it is no name.
fn capital_group(rest: &[Word<'_>]) -> usize {
    let article = usize::from(
        rest.first()
            .is_some_and(|word| word.is_any(&["the", "a", "an"])),
    );
    let name = rest
        .iter()
        .enumerate()
        .skip(article)
        .take_while(|(at, word)| {
            (word.is_capital() || goes_on(rest, *at)) && (*at == article || !word.is_parted())
        })
        .count();
    if name == 0 { 0 } else { article + name }
}

/// Tells whether a small word joins the words around it into one group.
fn goes_on(rest: &[Word<'_>], at: usize) -> bool {
    rest.get(at).is_some_and(|word| word.is_in(JOINTS))
        && rest
            .get(at + 1)
            .is_some_and(|next| next.is_capital() || next.is_in(JOINTS))
}

/// Tells what a noun group can be referred to as.
fn nature(group: &[Word<'_>]) -> Option<Nature> {
    let head_end = group
        .iter()
        .skip(1)
        .position(|word| {
            word.is_any(&[
                "of", "in", "for", "from", "with", "at", "on", "to", "by", "that", "which", "who",
                "between",
            ])
        })
        .map_or(group.len(), |at| at + 1);
    let head_group = group.get(..head_end)?;
    let head = head_group.last()?;
    let peoples = matches!(head_group, [the, name] if the.is_any(&["the"]) && name.is_capital() && ends_plural(name.text));
    if peoples || head_group.iter().skip(1).any(|word| word.is_any(&["and"])) || is_plural(head) {
        return Some(Nature::Several);
    }
    if let Some(nature) = titled(head_group) {
        return Some(nature);
    }
    Some(match (is_person(group), group.len()) {
        (true, 1) if ends_plural(head.text) => Nature::Several,
        (true, 1) => Nature::Unsure,
        (true, _) => Nature::Person,
        (false, _) => Nature::Thing,
    })
}

/// "the historian John Gallagher": a word for a person before a name.
fn titled(group: &[Word<'_>]) -> Option<Nature> {
    let name = group
        .iter()
        .rev()
        .take_while(|word| word.is_capital())
        .count();
    let title = group
        .len()
        .checked_sub(name + 1)
        .and_then(|at| group.get(at))?
        .text;
    let agent = |noun: &str| {
        ["er", "or", "ist", "ian", "man", "woman", "king", "queen"]
            .iter()
            .any(|end| noun.ends_with(end))
    };
    if name == 0 || title.len() < 4 {
        return None;
    }
    match title.strip_suffix('s') {
        Some(singular) if agent(singular) => Some(Nature::Several),
        _ => agent(title).then_some(Nature::Person),
    }
}

fn is_plural(noun: &Word<'_>) -> bool {
    noun.is_in(PLURALS) || (ends_plural(noun.text) && !noun.is_capital())
}

fn ends_plural(noun: &str) -> bool {
    let singular = ["ss", "us", "is", "ics"]
        .iter()
        .any(|end| noun.ends_with(end));
    noun.len() > 3 && noun.ends_with('s') && !singular
}

/// Tells whether a noun group is a name like a person's: capitals only, no word of an institution or place.
pub fn is_person(group: &[Word<'_>]) -> bool {
    let all = group
        .iter()
        .all(|word| word.is_capital() || word.is_in(JOINTS));
    let letters = |word: &Word<'_>| {
        word.text.chars().skip(1).any(char::is_lowercase)
            || word.text.ends_with('.')
            || word.text.len() == 1
    };
    all && (1..=5).contains(&group.len())
        && !group
            .first()
            .is_some_and(|word| word.is_any(&["the", "a", "an"]))
        && !group.iter().any(|word| word.is_in(NO_PERSON))
        && group.iter().all(|word| letters(word) || word.is_in(JOINTS))
        && !group
            .iter()
            .any(|word| word.text.starts_with(|c: char| c.is_ascii_digit()))
        && !group.iter().any(|word| is_abstract(word.text))
}

/// "Buddhism", "Affairs", "Philosophy": nobody is called so.
fn is_abstract(word: &str) -> bool {
    [
        "ism", "ity", "tion", "ment", "ship", "ics", "ogy", "phy", "airs", "ness", "ence", "ance",
    ]
    .iter()
    .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
}

/// Tells whether a word at the head of a sentence has its capital only because of its place.
pub fn opens_by_place(word: &Word<'_>) -> bool {
    word.is_in(LEADS_IN) || word.is_in(ADVERBS) || word.is_in(FIRST_WORDS)
}
