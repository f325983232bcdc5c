//! Clauses: which noun group does what to which, read from the order of the phrases.

use super::chunks::{Finiteness, Phrase, PhraseKind, Voice};
use super::lexicon;
use super::tagging::Grammar;
use super::tokens::Token;

/// How a clause got its subject, which says how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// The noun group right before the verb.
    Adjacent,
    /// The noun group before an aside or a relative clause.
    Resumed,
    /// The subject of the verb before an "and".
    Shared,
    /// The noun a "who" or "which" stands for.
    Relative,
    /// The noun before a participle: "the mill built in 1904".
    Reduced,
    /// The subject of the main clause, for a participle behind a comma.
    Free,
    /// The noun group before "to do".
    Purpose,
}

/// One verb with its subject and what follows it, as ranges of tokens, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// First and last token of the subject.
    pub subject: (usize, usize),
    /// First and last token of the verb group.
    pub verb: (usize, usize),
    /// Its full verb.
    pub head: usize,
    /// The preposition right behind the verb, when there is no object.
    pub preposition: Option<(usize, usize)>,
    /// First and last token of all that completes the verb.
    pub object: Option<(usize, usize)>,
    /// The phrases of the object, as a range of the phrase list.
    pub object_phrases: (usize, usize),
    /// How the subject was found.
    pub link: Link,
    /// Whether the verb has a tense.
    pub finiteness: Finiteness,
    /// Active, passive or "be".
    pub voice: Voice,
    /// The phrase of the verb.
    pub phrase: usize,
    /// What stands before the subject: "In 1990," or "In Oslo".
    pub front: Option<(usize, usize)>,
    /// Whether the object is a whole clause: "said that it rained".
    pub object_is_clause: bool,
}

/// A noun group with what hangs on it, as a range of the phrase list, ends included.
pub(super) type Group = (usize, usize);

/// First and last token of a stretch of words.
pub(super) type Ends = (usize, usize);

/// Reads the clauses of a chunked sentence, one for each verb group that has a subject.
pub fn read(tokens: &[Token<'_>], tagged: &[Grammar], phrases: &[Phrase]) -> Vec<Clause> {
    let mut reader = ClauseParser {
        tokens,
        tagged,
        phrases,
        main: None,
        main_done: false,
        outer: None,
        last_subject: None,
        in_relative: false,
        last: None,
    };
    let mut clauses = Vec::new();
    for (at, phrase) in phrases.iter().enumerate() {
        reader.pass(at);
        if phrase.is(PhraseKind::Verb)
            && let Some(clause) = reader.clause(at)
        {
            clauses.push(clause);
        }
    }
    clauses
}

/// Words that open a clause beside the main one.
const ASIDES: [&str; 9] = [
    "when", "while", "where", "because", "although", "though", "if", "unless", "whereas",
];

pub(super) struct ClauseParser<'a> {
    pub(super) tokens: &'a [Token<'a>],
    pub(super) tagged: &'a [Grammar],
    pub(super) phrases: &'a [Phrase],
    /// The noun group that opened the clause.
    pub(super) main: Option<Group>,
    /// Whether that noun group has had its verb.
    pub(super) main_done: bool,
    /// What opened the clause around the one that "when" or "because" opens.
    pub(super) outer: Option<Group>,
    /// The subject of the last verb.
    pub(super) last_subject: Option<Group>,
    /// Whether a "who" or "which" was met since.
    pub(super) in_relative: bool,
    /// The subject of the last verb of any kind, how it was found, and the verb's form.
    pub(super) last: Option<(Group, Link, Finiteness)>,
}

impl ClauseParser<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<PhraseKind> {
        self.phrases.get(at).map(|phrase| phrase.kind)
    }

    /// The phrase before, adverbs passed over.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        (at.saturating_sub(3)..at)
            .rev()
            .find(|&place| !self.phrases[place].is(PhraseKind::Adverb))
    }

    /// Keeps track of what opened the clause while the phrases go by.
    fn pass(&mut self, at: usize) {
        match self.phrases[at].kind {
            PhraseKind::Noun if self.main.is_none() && self.opens_clause(at) => {
                self.main = Some((at, self.group_end(at)));
                self.main_done = false;
            }
            PhraseKind::Relative => self.in_relative = true,
            PhraseKind::Stop
                if self.main_done || self.tokens[self.phrases[at].first].text != "--" =>
            {
                self.restart();
            }
            PhraseKind::Subordinator if self.main_done || self.main.is_none() => {
                let aside = self.tokens[self.phrases[at].first].is_any(&ASIDES);
                self.outer = self.main.filter(|_| aside).or(self.outer);
                self.main = None;
                self.main_done = false;
            }
            _ => {}
        }
    }

    fn restart(&mut self) {
        self.outer = None;
        self.main = None;
        self.main_done = false;
        self.in_relative = false;
    }

    fn opens_clause(&self, at: usize) -> bool {
        let before = at.checked_sub(1);
        match before.and_then(|before| self.kind(before)) {
            Some(PhraseKind::Preposition | PhraseKind::Verb | PhraseKind::Relative) => false,
            Some(PhraseKind::Coordinator) => {
                self.last_subject.is_none() || self.group_is_subject(at)
            }
            _ => true,
        }
    }

    fn group_is_subject(&self, at: usize) -> bool {
        let end = self.group_end(at);
        self.phrases
            .get(end + 1)
            .is_some_and(|next| next.may_be_finite())
    }

    /// The end of a noun group with the prepositional groups that hang on it.
    pub(super) fn group_end(&self, at: usize) -> usize {
        let mut end = at;
        while self.kind(end + 1) == Some(PhraseKind::Preposition)
            && self.kind(end + 2) == Some(PhraseKind::Noun)
        {
            end += 2;
        }
        end
    }

    /// The noun group that ends at a phrase, with what it hangs on.
    pub(super) fn group_before(&self, end: usize) -> Option<Group> {
        let mut start = end;
        if self.kind(start)? != PhraseKind::Noun {
            return None;
        }
        while start >= 2
            && self.kind(start - 1) == Some(PhraseKind::Preposition)
            && self.kind(start - 2) == Some(PhraseKind::Noun)
            && !self.opens_time_clause(start - 1)
        {
            start -= 2;
        }
        let preposition = start
            .checked_sub(1)
            .filter(|&before| self.kind(before) == Some(PhraseKind::Preposition));
        let opens_clause = preposition.is_none_or(|at| self.opens_time_clause(at));
        opens_clause.then_some((start, end))
    }

    /// "after the dam broke": a preposition that may open a clause.
    pub(super) fn opens_time_clause(&self, at: usize) -> bool {
        const OPENERS: [&str; 7] = ["after", "before", "since", "until", "till", "as", "than"];
        self.tokens[self.phrases[at].first].is_any(&OPENERS)
    }

    /// Adds "A, B and" before a noun group that ends a list, when no verb governs the list.
    pub(super) fn whole_list(&self, group: Group) -> Group {
        let mut start = group.0;
        while let Some(joint) = start.checked_sub(1) {
            let comma_too = self.kind(joint) == Some(PhraseKind::Coordinator)
                && joint > 0
                && self.kind(joint - 1) == Some(PhraseKind::Comma);
            let joins = self.kind(joint) == Some(PhraseKind::Coordinator)
                || self.kind(joint) == Some(PhraseKind::Comma) && start < group.0;
            let end = joint.checked_sub(1 + usize::from(comma_too));
            let Some(earlier) = end.filter(|_| joins).and_then(|end| self.group_before(end)) else {
                break;
            };
            if self.governed(earlier.0) || comma_too && self.is_pronoun(group.0) {
                return group;
            }
            start = earlier.0;
        }
        (start, group.1)
    }

    fn is_pronoun(&self, at: usize) -> bool {
        self.tokens[self.phrases[at].first].is_any(&["he", "she", "it", "they", "we", "i", "you"])
    }

    pub(super) fn governed(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.phrases[before].kind,
                PhraseKind::Verb | PhraseKind::Preposition
            )
        })
    }

    fn clause(&mut self, at: usize) -> Option<Clause> {
        let (finiteness, voice) = self.phrases[at].verb?;
        if let Some(clause) = self.speaker_last(at) {
            return Some(clause);
        }
        if self.is_interjected(at) {
            return None;
        }
        let (group, link) = self.subject(at, finiteness)?;
        self.last = Some((group, link, finiteness));
        if link != Link::Relative && link != Link::Reduced && link != Link::Purpose {
            self.last_subject = Some(group);
            self.in_relative = false;
            if finiteness == Finiteness::Finite || finiteness == Finiteness::Doubtful {
                self.note_main_verb(group);
            }
        } else if link == Link::Relative {
            self.in_relative = true;
        }
        let subject = (self.phrases[group.0].first, self.phrases[group.1].last);
        let verb = self.phrases[at];
        let region = self.object_region(at, voice);
        let complement = self.complement(at, region);
        let (preposition, object) = match complement {
            Some((opener, object)) => (opener, Some(object)),
            None => self.split_region(at, region),
        };
        let front = matches!(link, Link::Adjacent | Link::Shared | Link::Resumed)
            .then(|| self.front(group.0))
            .flatten();
        Some(Clause {
            subject,
            verb: (verb.first, verb.last),
            head: verb.head,
            preposition,
            object,
            object_phrases: region,
            link,
            finiteness,
            voice,
            phrase: at,
            front,
            object_is_clause: complement.is_some(),
        })
    }

    /// "It rained, officials said." and "It rained, said Ada Moe.": what is said stands first.
    fn speaker_last(&self, at: usize) -> Option<Clause> {
        let verb = self.phrases[at];
        if !lexicon::is_saying(&self.tokens[verb.head].lower) || !verb.may_be_finite() {
            return None;
        }
        let before = self.before(at)?;
        let (group, comma) = if self.kind(before) == Some(PhraseKind::Noun) {
            let group = self.group_before(before)?;
            (group, group.0.checked_sub(1)?)
        } else {
            let first = at + 1;
            (self.kind(first) == Some(PhraseKind::Noun)).then_some(())?;
            ((first, self.group_end(first)), before)
        };
        let ends = self
            .kind(group.1.max(at) + 1)
            .is_none_or(|kind| matches!(kind, PhraseKind::Stop | PhraseKind::Comma));
        if !ends
            || self.kind(comma) != Some(PhraseKind::Comma)
            || !(self.main_done || self.quote_closes(comma))
        {
            return None;
        }
        let start = (0..comma)
            .rev()
            .find(|&at| self.phrases[at].is(PhraseKind::Stop));
        let first = self.phrases[start.map_or(0, |stop| stop + 1)].first;
        let last = self.phrases[comma].first.checked_sub(1)?;
        Some(Clause {
            subject: (self.phrases[group.0].first, self.phrases[group.1].last),
            verb: (verb.first, verb.last),
            head: verb.head,
            preposition: None,
            object: (first < last).then_some((first, last)),
            object_phrases: (at + 1, at),
            link: Link::Adjacent,
            finiteness: Finiteness::Finite,
            voice: Voice::Active,
            phrase: at,
            front: None,
            object_is_clause: true,
        })
    }

    /// "The engine, she wrote, might compose music": the subject before still waits for its verb.
    fn is_interjected(&self, at: usize) -> bool {
        let verb = self.phrases[at];
        let group = at
            .checked_sub(1)
            .filter(|&before| self.kind(before) == Some(PhraseKind::Noun))
            .and_then(|before| self.group_before(before));
        let after_comma = group
            .and_then(|group| group.0.checked_sub(1))
            .is_some_and(|before| self.kind(before) == Some(PhraseKind::Comma));
        after_comma
            && self.main.is_some()
            && !self.main_done
            && self.kind(at + 1) == Some(PhraseKind::Comma)
            && lexicon::is_saying(&self.tokens[verb.head].lower)
    }

    /// Tells whether a quotation mark follows a comma.
    fn quote_closes(&self, comma: usize) -> bool {
        self.tokens
            .get(self.phrases[comma].last + 1)
            .is_some_and(Token::is_quote)
    }

    /// The clause has its verb once its opening noun group has one; a clause within does not count.
    fn note_main_verb(&mut self, group: Group) {
        let own = self
            .main
            .is_none_or(|main| group.0 <= main.0 && main.1 <= group.1);
        let within = group.0.checked_sub(1).is_some_and(|before| {
            !matches!(
                self.phrases[before].kind,
                PhraseKind::Comma | PhraseKind::Stop | PhraseKind::Adverb | PhraseKind::Coordinator
            )
        });
        if own || !within {
            self.main = Some(group);
            self.main_done = true;
        }
    }
}
