//! Whom "it", "he", "they" and "the group" stand for, read once for an article.

use super::gender::{self, Gender};
use super::outline::Outline;
use super::parted_words::{self, Word};
use super::pronouns;
use super::referents::{self, Described};
use super::subjects::{self, Nature, Stand, Subject};
use super::topic;
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

/// Finds for every sentence of an outline what its pronouns stand for; nothing where it is unsure.
pub fn resolve(text: &str, outline: &Outline, title: &str) -> Vec<Vec<Antecedent>> {
    let mut reader = Resolver::new(text, outline, title);
    let mut found = Vec::with_capacity(outline.sentences.len());
    let mut block = None;
    for sentence in &outline.sentences {
        let opens_block = block.replace(sentence.block) != Some(sentence.block);
        let words = parted_words::words(
            sentence.span.of(text).unwrap_or_default(),
            sentence.span.start,
        );
        let aside = sentence
            .span
            .of(text)
            .is_some_and(|words| words.starts_with('(') && words.ends_with(')'));
        let before = reader.center;
        found.push(reader.read(&words, opens_block));
        if aside {
            reader.center = before;
        }
    }
    found
}

/// How many sentences back a stand-in such as "this law" looks for its noun.
const SENTENCES_BACK: usize = 3;

/// Paragraphs of at most so many sentences are not about someone of their own.
const SHORT_PARAGRAPH: usize = 2;

/// How many names back a short form looks for its full one, so that long articles stay cheap.
const NAMES_BACK: usize = 400;

struct Resolver<'a> {
    text: &'a str,
    /// What the whole article is about.
    topic: Option<Entity>,
    /// How it speaks of that, where it is a person.
    topic_gender: Option<Gender>,
    /// Where the paragraph begins.
    block_start: usize,
    /// How many sentences of it were read.
    sentences: usize,
    /// What the sentence before is about.
    center: Option<Entity>,
    /// The persons named in the sentence before.
    persons: Vec<Span>,
    /// Whether the sentence before is about a "he" or "she".
    after_pronoun: bool,
    /// The person whom "he" and "she" meant last in this paragraph.
    last_he: Option<Span>,
    last_she: Option<Span>,
    /// All names so far, the fullest forms for short ones.
    names: Vec<Span>,
    described: Vec<Described>,
    /// Words that follow "in" and the like somewhere in the article, sorted.
    places: Vec<&'a str>,
    /// The noun groups of the last sentences.
    groups: Vec<Vec<(Span, Span)>>,
}

impl<'a> Resolver<'a> {
    fn new(text: &'a str, outline: &Outline, title: &str) -> Self {
        Resolver {
            text,
            topic: topic::topic(text, outline, title).map(|(name, nature)| Entity { name, nature }),
            topic_gender: topic::gender(text),
            sentences: 0,
            block_start: 0,
            center: None,
            persons: Vec::new(),
            after_pronoun: false,
            last_he: None,
            last_she: None,
            names: Vec::new(),
            described: Vec::new(),
            places: topic::places(text),
            groups: Vec::new(),
        }
    }

    fn read(&mut self, words: &[Word<'_>], opens_block: bool) -> Vec<Antecedent> {
        if opens_block {
            self.block_start = words.first().map_or(0, |word| word.span.start);
            // News sets every sentence or two apart, and goes on with the same person.
            if self.sentences > SHORT_PARAGRAPH {
                self.center = None;
                self.persons.clear();
                (self.last_he, self.last_she) = (None, None);
            }
            self.after_pronoun = false;
            self.groups.clear();
            self.sentences = 0;
        }
        self.sentences += 1;
        let subject = subjects::subject(words);
        let entity = match subject {
            Some(Subject::Stand { stand, .. }) => self.entity_of(stand, opens_block),
            Some(Subject::Named { span, nature }) => Some(self.named(span, nature)),
            None => None,
        };
        let mut found = Vec::new();
        if let (Some(Subject::Stand { span, .. }), Some(entity)) = (subject, entity) {
            self.note(words, span, entity.name, &mut found);
        }
        for (span, stand) in pronouns::inside(words) {
            let who = match stand {
                Stand::He | Stand::She if self.names_one_before(words, span, stand) => None,
                _ => self.entity_of(stand, opens_block),
            };
            if let Some(entity) = who {
                self.note(words, span, entity.name, &mut found);
            }
        }
        self.remember(words, entity, subject);
        found
    }

    /// Notes what a pronoun stands for, unless the sentence has that name or it is known already.
    fn note(&self, words: &[Word<'_>], pronoun: Span, name: Span, found: &mut Vec<Antecedent>) {
        let own = words
            .first()
            .is_some_and(|first| name.start >= first.span.start);
        let known = |other: &Antecedent| {
            other.pronoun.overlaps(pronoun) || self.same_words(other.name, name)
        };
        if !own && !self.repeats(pronoun, name) && !found.iter().any(known) {
            found.push(Antecedent { pronoun, name });
        }
    }

    /// Tells whether a person who could be meant stands before a pronoun in its own sentence.
    fn names_one_before(&self, words: &[Word<'_>], pronoun: Span, stand: Stand) -> bool {
        referents::names(words).into_iter().any(|(name, person)| {
            let known = person || self.fullest(name) != name || self.is_topic(name);
            name.end <= pronoun.start && known && self.fits(name, stand)
        })
    }

    /// Tells whether a person may be spoken of so.
    fn fits(&self, name: Span, stand: Stand) -> bool {
        let wanted = match stand {
            Stand::He => Gender::He,
            Stand::She => Gender::She,
            Stand::It | Stand::They | Stand::Noun(_) => return true,
        };
        self.gender(name).is_none_or(|gender| gender == wanted)
    }

    fn gender(&self, name: Span) -> Option<Gender> {
        if self.is_topic(name) && self.topic_gender.is_some() {
            return self.topic_gender;
        }
        gender::of_name(self.fullest(name).of(self.text)?)
    }

    /// Tells whether a name says no more than what stands for it.
    fn repeats(&self, stand: Span, name: Span) -> bool {
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        matches!((stand.of(self.text), name.of(self.text)), (Some(one), Some(other)) if same(one, other))
    }

    /// Returns the entity a pronoun or stand-in means.
    fn entity_of(&self, stand: Stand, opens_block: bool) -> Option<Entity> {
        let center = self.center.or(self.topic.filter(|_| opens_block));
        match stand {
            Stand::He => self.person(stand, self.last_he),
            Stand::She => self.person(stand, self.last_she),
            Stand::It => {
                center.filter(|entity| matches!(entity.nature, Nature::Thing | Nature::Unsure))
            }
            Stand::They => self
                .center
                .filter(|entity| entity.nature == Nature::Several),
            Stand::Noun(noun) => self.thing_called(noun),
        }
    }

    /// Chooses the person: whom the paragraph speaks of, the only one named before, or the article's own.
    fn person(&self, stand: Stand, last: Option<Span>) -> Option<Entity> {
        let fits = |name: &Span| self.fits(*name, stand);
        let center = self
            .center
            .filter(|entity| self.may_be_a_person(entity))
            .map(|entity| entity.name)
            .filter(fits);
        // After an unread "he" a person named beside him is another one.
        let mut fitting = self.persons.iter().copied().filter(fits);
        let only = match (fitting.next(), fitting.next()) {
            (Some(one), None) if !self.after_pronoun => Some(one),
            _ => None,
        };
        let topic = self
            .topic
            .filter(|topic| topic.nature == Nature::Person)
            .map(|topic| topic.name)
            .filter(fits);
        center.or(last).or(only).or(topic).map(|name| Entity {
            name: self.fullest(name),
            nature: Nature::Person,
        })
    }

    /// Tells whether "he" or "she" may be meant.
    fn may_be_a_person(&self, entity: &Entity) -> bool {
        match entity.nature {
            Nature::Person => true,
            Nature::Unsure => {
                let is_thing = self
                    .topic
                    .is_some_and(|topic| topic.nature != Nature::Person);
                let word = entity.name.of(self.text);
                !(is_thing && self.is_topic(entity.name))
                    && word.is_some_and(gender::may_name_a_person)
            }
            Nature::Thing | Nature::Several => false,
        }
    }

    /// Finds what "the city" or "this law" means: a name described so or ending so, or a group with that noun.
    fn thing_called(&self, noun: Span) -> Option<Entity> {
        let word = noun.of(self.text)?;
        let mut described = self
            .described
            .iter()
            .rev()
            .take(NAMES_BACK)
            .filter(|described| self.same_word(described.noun, word));
        let nearest = described.next();
        // Two things of a kind far apart: only the paragraph at hand tells which is meant.
        let only = nearest
            .filter(|nearest| described.all(|other| self.same_words(other.name, nearest.name)));
        let near = nearest.filter(|nearest| nearest.name.start >= self.block_start);
        let called = self
            .names
            .iter()
            .rev()
            .take(NAMES_BACK)
            .find(|name| self.ends_with_word(**name, word))
            .copied();
        let called = called.filter(|name| name.start >= self.block_start || self.is_topic(*name));
        let groups = self.groups.iter().rev().take(SENTENCES_BACK).flatten();
        let grouped = groups
            .filter(|(_, head)| self.same_word(*head, word))
            .map(|(group, _)| *group)
            .next();
        let own = self
            .topic
            .filter(|topic| self.ends_with_word(topic.name, word))
            .map(|topic| topic.name);
        let name = own
            .or(called)
            .or_else(|| near.or(only).map(|described| described.name))
            .or(grouped)?;
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

    fn same_words(&self, one: Span, other: Span) -> bool {
        one.of(self.text) == other.of(self.text)
    }

    fn is_topic(&self, name: Span) -> bool {
        let inside = |topic: Entity| Some(topic.name.of(self.text)?.ends_with(name.of(self.text)?));
        self.topic.and_then(inside).unwrap_or(false)
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
        let fullest = self.fullest(span);
        let nature = match nature {
            Nature::Unsure | Nature::Person if self.is_place(span) => Nature::Thing,
            Nature::Unsure if fullest != span => Nature::Person,
            other => other,
        };
        let person = matches!(nature, Nature::Person | Nature::Unsure);
        Entity {
            name: if person { fullest } else { span },
            nature,
        }
    }

    /// Tells whether the article says "in" before a name somewhere.
    fn is_place(&self, name: Span) -> bool {
        let first = name
            .of(self.text)
            .and_then(|name| name.split_whitespace().next());
        first.is_some_and(|first| self.places.binary_search(&first).is_ok())
    }

    /// Returns the longest name so far that ends with this one: "Luther" was "Martin Luther".
    fn fullest(&self, name: Span) -> Span {
        let Some(short) = name.of(self.text) else {
            return name;
        };
        if short.contains(' ') {
            return name;
        }
        let longer = self
            .names
            .iter()
            .rev()
            .take(NAMES_BACK)
            .find(|name| self.ends_with_word(**name, short));
        longer.copied().unwrap_or(name)
    }

    /// Notes what later sentences may refer to.
    fn remember(&mut self, words: &[Word<'_>], entity: Option<Entity>, subject: Option<Subject>) {
        let names = referents::names(words);
        self.persons = names
            .iter()
            .filter(|(_, person)| *person)
            .map(|(name, _)| *name)
            .collect();
        if self.persons.is_empty() {
            let short = names.iter().map(|(name, _)| *name);
            self.persons = short.filter(|name| self.fullest(*name) != *name).collect();
        }
        self.names.extend(names.iter().map(|(name, _)| *name));
        self.described
            .extend(referents::descriptions(words, subject));
        self.groups.push(referents::groups(words));
        if let Some(entity) = entity.filter(|entity| self.may_be_a_person(entity)) {
            match subject {
                Some(Subject::Stand {
                    stand: Stand::She, ..
                }) => self.last_she = Some(entity.name),
                Some(Subject::Stand {
                    stand: Stand::He, ..
                }) => self.last_he = Some(entity.name),
                _ => {
                    if self.fits(entity.name, Stand::He) {
                        self.last_he = Some(entity.name);
                    }
                    if self.fits(entity.name, Stand::She) {
                        self.last_she = Some(entity.name);
                    }
                }
            }
        }
        self.center = entity;
        self.after_pronoun = matches!(
            subject,
            Some(Subject::Stand {
                stand: Stand::He | Stand::She,
                ..
            })
        );
    }
}

#[cfg(test)]
#[path = "coreference_tests.rs"]
mod tests;
