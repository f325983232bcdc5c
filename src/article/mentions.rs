//! Whom "it", "he", "they" and "the group" at the beginning of a sentence stand for, read once for an article.

use super::outline::Outline;
use super::subjects::{self, Nature, Stand, Subject, Word};
use crate::text::Span;

/// A pronoun or stand-in and the name it most likely stands for, both as bytes of the article's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Antecedent {
    /// "He", "Its", "The group".
    pub pronoun: Span,
    /// The fullest form of the name that was given before.
    pub name: Span,
}

/// Something the article has spoken of.
#[derive(Debug, Clone, Copy)]
struct Entity {
    name: Span,
    nature: Nature,
}

/// A name with the noun that says what it is: "Lund is a city".
#[derive(Debug, Clone, Copy)]
struct Described {
    name: Span,
    noun: Span,
}

/// Finds for every sentence of an outline the names its opening pronoun stands for; nothing where it is unsure.
pub fn resolve(text: &str, outline: &Outline, title: &str) -> Vec<Vec<Antecedent>> {
    let mut reader = Reader::new(text, outline, title);
    let mut found = Vec::with_capacity(outline.sentences.len());
    let mut block = None;
    for sentence in &outline.sentences {
        let opens_block = block.replace(sentence.block) != Some(sentence.block);
        let words = subjects::words(
            sentence.span.of(text).unwrap_or_default(),
            sentence.span.start,
        );
        found.push(reader.read(&words, opens_block));
    }
    found
}

/// How many sentences back a stand-in such as "this law" looks for its noun.
const SENTENCES_BACK: usize = 3;

/// How many names back a short form looks for its full one, so that long articles stay cheap.
const NAMES_BACK: usize = 400;

/// An article of a person says "he" or "she" in at least one of so many sentences.
const SENTENCES_FOR_A_PRONOUN: usize = 8;

struct Reader<'a> {
    text: &'a str,
    /// What the whole article is about.
    topic: Option<Entity>,
    /// What the sentence before is about.
    center: Option<Entity>,
    /// The persons named in the sentence before.
    persons: Vec<Span>,
    /// The person whom "he" and "she" meant last in this paragraph.
    last_he: Option<Span>,
    last_she: Option<Span>,
    /// All names so far, the fullest forms for short ones.
    names: Vec<Span>,
    described: Vec<Described>,
    /// The noun groups of the last sentences.
    groups: Vec<Vec<(Span, Span)>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, outline: &Outline, title: &str) -> Self {
        Reader {
            text,
            topic: topic(text, outline, title),
            center: None,
            persons: Vec::new(),
            last_he: None,
            last_she: None,
            names: Vec::new(),
            described: Vec::new(),
            groups: Vec::new(),
        }
    }

    fn read(&mut self, words: &[Word<'_>], opens_block: bool) -> Vec<Antecedent> {
        if opens_block {
            self.center = None;
            self.persons.clear();
            (self.last_he, self.last_she) = (None, None);
            self.groups.clear();
        }
        let subject = subjects::subject(words);
        let entity = match subject {
            Some(Subject::Stand { stand, .. }) => self.entity_of(stand, opens_block),
            Some(Subject::Named { span, nature }) => Some(self.named(span, nature)),
            None => None,
        };
        self.remember(words, entity, subject);
        match (subject, entity) {
            (Some(Subject::Stand { span, .. }), Some(entity)) => vec![Antecedent {
                pronoun: span,
                name: entity.name,
            }],
            _ => Vec::new(),
        }
    }

    /// Returns the entity a pronoun or stand-in means.
    fn entity_of(&self, stand: Stand, opens_block: bool) -> Option<Entity> {
        let center = self.center.or(self.topic.filter(|_| opens_block));
        match stand {
            Stand::He => self.person(self.last_he),
            Stand::She => self.person(self.last_she),
            Stand::It => center.filter(|entity| entity.nature == Nature::Thing),
            Stand::They => self
                .center
                .filter(|entity| entity.nature == Nature::Several),
            Stand::Noun(noun) => self.thing_called(noun),
        }
    }

    /// Chooses the person: whom the paragraph speaks of, the only one named before, or the article's own.
    fn person(&self, last: Option<Span>) -> Option<Entity> {
        let center = self
            .center
            .filter(|entity| entity.nature == Nature::Person)
            .map(|entity| entity.name);
        let only = match self.persons.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let topic = self
            .topic
            .filter(|topic| topic.nature == Nature::Person)
            .map(|topic| topic.name);
        center.or(last).or(only).or(topic).map(|name| Entity {
            name: self.fullest(name),
            nature: Nature::Person,
        })
    }

    /// Finds what "the city" or "this law" means: a name described so or ending so, or a group with that noun.
    fn thing_called(&self, noun: Span) -> Option<Entity> {
        let word = noun.of(self.text)?;
        let described = self.described.iter().rev().take(NAMES_BACK).find(|described| self.same_word(described.noun, word));
        let called = || {
            self.names.iter().rev().take(NAMES_BACK).find(|name| self.ends_with_word(**name, word))
                .copied()
        };
        let grouped = || {
            let groups = self.groups.iter().rev().take(SENTENCES_BACK).flatten();
            groups
                .filter(|(_, head)| self.same_word(*head, word))
                .map(|(group, _)| *group)
                .next()
        };
        let name = called()
            .or_else(|| described.map(|described| described.name))
            .or_else(grouped)?;
        let several = word.ends_with('s') && !word.ends_with("ss");
        Some(Entity {
            name,
            nature: if several {
                Nature::Several
            } else {
                Nature::Thing
            },
        })
    }

    fn same_word(&self, span: Span, word: &str) -> bool {
        span.of(self.text)
            .is_some_and(|other| other.eq_ignore_ascii_case(word))
    }

    fn ends_with_word(&self, name: Span, word: &str) -> bool {
        let last = name
            .of(self.text)
            .and_then(|name| name.rsplit([' ', '\n']).next());
        last.is_some_and(|last| last.eq_ignore_ascii_case(word)) && name.len() > word.len()
    }

    fn named(&self, span: Span, nature: Nature) -> Entity {
        let name = if nature == Nature::Person {
            self.fullest(span)
        } else {
            span
        };
        Entity { name, nature }
    }

    /// Returns the longest name so far that ends with this one: "Luther" was "Martin Luther".
    fn fullest(&self, name: Span) -> Span {
        let Some(short) = name.of(self.text) else {
            return name;
        };
        if short.contains(' ') {
            return name;
        }
        let longer = self.names.iter().rev().take(NAMES_BACK).find(|name| self.ends_with_word(**name, short));
        longer.copied().unwrap_or(name)
    }

    /// Notes what later sentences may refer to.
    fn remember(&mut self, words: &[Word<'_>], entity: Option<Entity>, subject: Option<Subject>) {
        let names = names(words);
        self.persons = names
            .iter()
            .filter(|(_, person)| *person)
            .map(|(name, _)| *name)
            .collect();
        self.names.extend(names.iter().map(|(name, _)| *name));
        self.described.extend(description(words, subject));
        self.groups.push(groups(words));
        if let Some(entity) = entity.filter(|entity| entity.nature == Nature::Person) {
            match subject {
                Some(Subject::Stand {
                    stand: Stand::She, ..
                }) => self.last_she = Some(entity.name),
                Some(Subject::Stand {
                    stand: Stand::He, ..
                }) => self.last_he = Some(entity.name),
                _ => (self.last_he, self.last_she) = (Some(entity.name), Some(entity.name)),
            }
        }
        self.center = entity;
    }
}

/// Finds what the article is about: the first place that repeats its title.
fn topic(text: &str, outline: &Outline, title: &str) -> Option<Entity> {
    let name = find_title(text, outline, title)?;
    let words = subjects::words(title, 0);
    let person = subjects::is_person(&words) && speaks_of_a_person(text, outline);
    let several = words
        .last()
        .is_some_and(|word| word.text.ends_with('s') && !word.text.ends_with("ss"));
    Some(Entity {
        name,
        nature: match (person, several) {
            (true, _) => Nature::Person,
            (false, true) => Nature::Several,
            (false, false) => Nature::Thing,
        },
    })
}

fn find_title(text: &str, outline: &Outline, title: &str) -> Option<Span> {
    let title = title.split(" (").next().unwrap_or(title).replace('_', " ");
    let title = title.trim();
    if title.is_empty() {
        return None;
    }
    outline.sentences.iter().find_map(|sentence| {
        let inside = sentence.span.of(text)?;
        let at = find_ignoring_case(inside, title)?;
        Some(Span::new(at, at + title.len()).shifted(sentence.span.start))
    })
}

/// Finds ASCII letters whatever their case; titles beyond ASCII must stand as they are.
fn find_ignoring_case(text: &str, title: &str) -> Option<usize> {
    let same = |window: &[u8]| window.eq_ignore_ascii_case(title.as_bytes());
    let at = text.as_bytes().windows(title.len()).position(same)?;
    text.get(at..at + title.len()).map(|_| at)
}

/// Tells whether "he" or "she" opens enough sentences for the article to be a person's.
fn speaks_of_a_person(text: &str, outline: &Outline) -> bool {
    let opens = |sentence: &str| {
        let mut words = sentence.split_whitespace().take(5);
        words.any(|word| {
            ["he", "she", "his", "her"]
                .iter()
                .any(|pronoun| word.eq_ignore_ascii_case(pronoun))
        })
    };
    let with_pronoun = outline
        .sentences
        .iter()
        .filter_map(|sentence| sentence.span.of(text))
        .filter(|s| opens(s))
        .count();
    with_pronoun * SENTENCES_FOR_A_PRONOUN >= outline.sentences.len()
}

/// Finds the capitalised names of a sentence and whether each looks like a person's.
fn names(words: &[Word<'_>]) -> Vec<(Span, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let length = run(words, at);
        let group = words.get(at..at + length).unwrap_or_default();
        if let (Some(first), Some(last)) = (group.first(), group.last()) {
            // One capital word at the head of a sentence may be any word.
            if at > 0 || length > 1 {
                let person = length > 1 && subjects::is_person(group);
                found.push((Span::new(first.span.start, last.span.end), person));
            }
        }
        at += length.max(1);
    }
    found
}

/// Returns how many words of a name stand at a place.
fn run(words: &[Word<'_>], start: usize) -> usize {
    let capital = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| word.is_capital() && (at == start || !word.after_mark))
    };
    let joint = |at: usize| {
        words.get(at).is_some_and(|word| {
            !word.after_mark && word.is_any(&["of", "de", "von", "van", "du", "bin"])
        })
    };
    let mut end = start;
    while capital(end) || (end > start && joint(end) && capital(end + 1)) {
        end += 1;
    }
    end - start
}

/// Reads "X is a … city" and returns X with the noun.
fn description(words: &[Word<'_>], subject: Option<Subject>) -> Option<Described> {
    const REACH: usize = 8;
    let Some(Subject::Named { span, .. }) = subject else {
        return None;
    };
    let after = words.iter().position(|word| word.span.start >= span.end)?;
    let [be, article, rest @ ..] = words.get(after..)? else {
        return None;
    };
    if !be.is_any(&["is", "was"]) || !article.is_any(&["a", "an", "the", "one"]) {
        return None;
    }
    let end = rest.iter().take(REACH).position(|word| {
        word.after_mark
            || word.is_any(&[
                "of", "in", "that", "which", "who", "for", "on", "at", "from", "to", "and", "with",
                "by", "where", "located", "based", "founded", "used",
            ])
    })?;
    let noun = rest.get(end.checked_sub(1)?)?;
    (!noun.is_capital()).then_some(Described {
        name: span,
        noun: noun.span,
    })
}

/// Finds groups such as "the law of the sea" and "a steam engine", each with its noun.
fn groups(words: &[Word<'_>]) -> Vec<(Span, Span)> {
    const LONGEST: usize = 5;
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !word.is_any(&["a", "an", "the"]) {
            continue;
        }
        let rest = words.get(at + 1..).unwrap_or_default();
        let stops = |word: &Word<'_>| {
            word.after_mark
                || word.is_any(&[
                    "of", "in", "that", "which", "who", "for", "on", "at", "from", "to", "and",
                    "or", "with", "by", "is", "are", "was", "were", "has", "had", "as", "the", "a",
                    "an", "called", "known",
                ])
        };
        let length = rest
            .iter()
            .take(LONGEST)
            .enumerate()
            .take_while(|(at, word)| *at == 0 || !stops(word))
            .count();
        let Some(noun) = length.checked_sub(1).and_then(|last| rest.get(last)) else {
            continue;
        };
        // "the law" alone says no more than "this law".
        let more = if length > 1 {
            Some(noun.span.end)
        } else {
            tail(rest.get(1..).unwrap_or_default())
        };
        found.extend(more.map(|end| (Span::new(word.span.start, end), noun.span)));
    }
    found
}

/// Returns where "of the sea" behind a noun ends.
fn tail(rest: &[Word<'_>]) -> Option<usize> {
    let [of, first, more @ ..] = rest else {
        return None;
    };
    if !of.is_any(&["of"]) || of.after_mark {
        return None;
    }
    let last = if first.is_any(&["the", "a", "an"]) {
        more.first()?
    } else {
        first
    };
    Some(last.span.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, title: &str) -> Vec<String> {
        let outline = Outline::of(text);
        resolve(text, &outline, title)
            .into_iter()
            .flatten()
            .map(|found| {
                let words = |span: Span| span.of(text).unwrap_or("?");
                format!("{} = {}", words(found.pronoun), words(found.name))
            })
            .collect()
    }

    #[test]
    fn he_is_the_person_the_sentence_before_is_about() {
        let text = "Martin Okafor was born in Lund. He studied law. In 1904 he moved to Oslo. His brother stayed.";
        assert_eq!(
            shown(text, "A life"),
            [
                "He = Martin Okafor",
                "he = Martin Okafor",
                "His = Martin Okafor"
            ]
        );
    }

    #[test]
    fn a_family_name_brings_the_full_name() {
        let text = "The prize went to Gerda Brandt. Brandt was a mason. She had built the mill.";
        assert_eq!(shown(text, "The prize"), ["She = Gerda Brandt"]);
    }

    #[test]
    fn it_is_the_thing_the_sentence_before_is_about() {
        let text = "The old mill was built in 1810. It burned down twice. Its roof was copper.";
        assert_eq!(
            shown(text, "Mills"),
            ["It = The old mill", "Its = The old mill"]
        );
    }

    #[test]
    fn it_may_stand_for_nothing() {
        assert!(
            shown(
                "The old mill was built in 1810. It is likely that it burned.",
                "Mills"
            )
            .is_empty()
        );
    }

    #[test]
    fn numbers_must_agree() {
        let text = "The two mills were built in 1810. It burned down. They were sold.";
        assert!(shown(text, "Lund").is_empty());
        let text = "The two mills were built in 1810. They burned down.";
        assert_eq!(shown(text, "Lund"), ["They = The two mills"]);
    }

    #[test]
    fn a_noun_stands_for_the_name_described_so() {
        let text =
            "Lund is a small city in the south. Many students live there. The city has two mills.";
        assert_eq!(shown(text, "Travel"), ["The city = Lund"]);
        let text = "She went to Oslo University in May. The university was closed.";
        assert_eq!(shown(text, "Travel"), ["The university = Oslo University"]);
    }

    #[test]
    fn a_paragraph_that_opens_with_a_pronoun_speaks_of_the_article() {
        let text = "The Harbour Bridge crosses the sound.\n\nIt was opened in 1932 by a crowd.";
        assert_eq!(shown(text, "Harbour Bridge"), ["It = Harbour Bridge"]);
    }

    proptest! {
        #[test]
        fn spans_always_fit_the_text(text in "(It|He|They|The mill|Ada Moe|Ünë|in| was|, |\\. |\n\n|\\PC| ){0,60}", title in "\\PC{0,12}") {
            let outline = Outline::of(&text);
            let found = resolve(&text, &outline, &title);
            prop_assert_eq!(found.len(), outline.sentences.len());
            for antecedent in found.into_iter().flatten() {
                prop_assert!(antecedent.pronoun.of(&text).is_some());
                prop_assert!(antecedent.name.of(&text).is_some_and(|name| !name.is_empty()));
            }
        }
    }
}
