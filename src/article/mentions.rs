//! Whom "it", "he", "they" and "the group" at the beginning of a sentence stand for, read once for an article.

use super::named_things::{self, Described};
use super::outline::Outline;
use super::parted_words::{self, Word};
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

/// Finds for every sentence of an outline the names its opening pronoun stands for; nothing where it is unsure.
pub fn resolve(text: &str, outline: &Outline, title: &str) -> Vec<Vec<Antecedent>> {
    let mut reader = Reader::new(text, outline, title);
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

/// How many names back a short form looks for its full one, so that long articles stay cheap.
const NAMES_BACK: usize = 400;

struct Reader<'a> {
    text: &'a str,
    /// What the whole article is about.
    topic: Option<Entity>,
    /// Where the paragraph begins.
    block_start: usize,
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

impl<'a> Reader<'a> {
    fn new(text: &'a str, outline: &Outline, title: &str) -> Self {
        Reader {
            text,
            topic: topic::topic(text, outline, title).map(|(name, nature)| Entity { name, nature }),
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
            self.center = None;
            self.persons.clear();
            self.after_pronoun = false;
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
            (Some(Subject::Stand { span, .. }), Some(entity))
                if !self.repeats(span, entity.name) =>
            {
                vec![Antecedent {
                    pronoun: span,
                    name: entity.name,
                }]
            }
            _ => Vec::new(),
        }
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
            Stand::He => self.person(self.last_he),
            Stand::She => self.person(self.last_she),
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
    fn person(&self, last: Option<Span>) -> Option<Entity> {
        let center = self
            .center
            .filter(|entity| matches!(entity.nature, Nature::Person | Nature::Unsure))
            .map(|entity| entity.name);
        // After an unread "he" a person named beside him is another one.
        let only = match self.persons.as_slice() {
            [one] if !self.after_pronoun => Some(*one),
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
        let names = named_things::names(words);
        self.persons = names
            .iter()
            .filter(|(_, person)| *person)
            .map(|(name, _)| *name)
            .collect();
        self.names.extend(names.iter().map(|(name, _)| *name));
        self.described
            .extend(named_things::description(words, subject));
        self.groups.push(named_things::groups(words));
        if let Some(entity) =
            entity.filter(|entity| matches!(entity.nature, Nature::Person | Nature::Unsure))
        {
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
