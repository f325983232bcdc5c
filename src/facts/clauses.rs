//! Clauses: which noun group does what to which, read from the order of the phrases.

use super::chunks::{Finiteness, Phrase, PhraseKind, Voice};
use super::lexicon;
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
type Group = (usize, usize);

/// First and last token of a stretch of words.
type Ends = (usize, usize);

/// Reads the clauses of a chunked sentence, one for each verb group that has a subject.
pub fn read(tokens: &[Token<'_>], phrases: &[Phrase]) -> Vec<Clause> {
    let mut reader = Reader {
        tokens,
        phrases,
        main: None,
        main_done: false,
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

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    phrases: &'a [Phrase],
    /// The noun group that opened the clause.
    main: Option<Group>,
    /// Whether that noun group has had its verb.
    main_done: bool,
    /// The subject of the last verb.
    last_subject: Option<Group>,
    /// Whether a "who" or "which" was met since.
    in_relative: bool,
    /// The subject of the last verb of any kind, how it was found, and the verb's form.
    last: Option<(Group, Link, Finiteness)>,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<PhraseKind> {
        self.phrases.get(at).map(|phrase| phrase.kind)
    }

    /// The phrase before, adverbs passed over.
    fn before(&self, at: usize) -> Option<usize> {
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
                self.main = None;
                self.main_done = false;
            }
            _ => {}
        }
    }

    fn restart(&mut self) {
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
    fn group_end(&self, at: usize) -> usize {
        let mut end = at;
        while self.kind(end + 1) == Some(PhraseKind::Preposition)
            && self.kind(end + 2) == Some(PhraseKind::Noun)
        {
            end += 2;
        }
        end
    }

    /// The noun group that ends at a phrase, with what it hangs on.
    fn group_before(&self, end: usize) -> Option<Group> {
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
    fn opens_time_clause(&self, at: usize) -> bool {
        const OPENERS: [&str; 7] = ["after", "before", "since", "until", "till", "as", "than"];
        self.tokens[self.phrases[at].first].is_any(&OPENERS)
    }

    /// Adds "A, B and" before a noun group that ends a list, when no verb governs the list.
    fn whole_list(&self, group: Group) -> Group {
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

    fn governed(&self, at: usize) -> bool {
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

    fn subject(&self, at: usize, finiteness: Finiteness) -> Option<(Group, Link)> {
        let before = self.before(at)?;
        match self.phrases[before].kind {
            PhraseKind::Relative => {
                let mut end = before.checked_sub(1)?;
                if self.kind(end) == Some(PhraseKind::Comma) {
                    end = end.checked_sub(1)?;
                }
                let group = self.antecedent(end)?;
                Some((group, Link::Relative))
            }
            PhraseKind::Noun => self.after_noun(before, at, finiteness),
            PhraseKind::Comma => self.after_comma(before, finiteness),
            PhraseKind::Coordinator => self.shared_subject(before, finiteness),
            PhraseKind::Subordinator | PhraseKind::Verb | PhraseKind::Adjective => None,
            _ => None,
        }
    }

    /// "..., and left": behind a comma the verb goes back to the subject of the whole sentence.
    fn shared_subject(&self, coordinator: usize, finiteness: Finiteness) -> Option<(Group, Link)> {
        let comma = coordinator
            .checked_sub(1)
            .is_some_and(|before| self.kind(before) == Some(PhraseKind::Comma));
        let whole = matches!(finiteness, Finiteness::Finite | Finiteness::Doubtful);
        let alike =
            |form: Finiteness| form == finiteness || whole && form != Finiteness::Infinitive;
        if let Some((group, link, form)) = self.last
            && !comma
            && (link == Link::Reduced && form == finiteness
                || link == Link::Relative && alike(form))
        {
            return Some((group, link));
        }
        self.main
            .filter(|_| comma && whole && self.main_done)
            .or(self.last_subject)
            .map(|group| (group, Link::Shared))
    }

    /// The noun a relative pronoun stands for: the nearest, or the whole "x of y".
    fn antecedent(&self, end: usize) -> Option<Group> {
        if self.kind(end)? != PhraseKind::Noun {
            return None;
        }
        let of = end >= 2
            && self.kind(end - 1) == Some(PhraseKind::Preposition)
            && self.kind(end - 2) == Some(PhraseKind::Noun)
            && self.tokens[self.phrases[end - 1].first].is("of");
        Some(if of || self.lies_in_name(end) {
            (end - 2, end)
        } else {
            (end, end)
        })
    }

    /// "a government in Oslo that": the place is not what acts.
    fn lies_in_name(&self, end: usize) -> bool {
        let Some(noun) = end.checked_sub(2) else {
            return false;
        };
        let capital = |at: usize| self.tokens[self.phrases[at].head].is_capitalised();
        self.kind(end - 1) == Some(PhraseKind::Preposition)
            && self.kind(noun) == Some(PhraseKind::Noun)
            && self.tokens[self.phrases[end - 1].first].is_any(&["in", "at", "from", "near"])
            && capital(end)
            && !capital(noun)
            && self.phrases[noun].last > self.phrases[noun].first
    }

    fn after_noun(
        &self,
        before: usize,
        at: usize,
        finiteness: Finiteness,
    ) -> Option<(Group, Link)> {
        match finiteness {
            Finiteness::Infinitive => self
                .of_infinitive(before)
                .map(|group| (group, Link::Purpose)),
            Finiteness::Participle => Some((self.antecedent(before)?, Link::Reduced)),
            Finiteness::Doubtful if self.is_reduced(before, at) => {
                Some((self.antecedent(before)?, Link::Reduced))
            }
            _ => self.of_finite(before),
        }
    }

    /// "asked him to leave", "the first woman to win", but "she used the call to warn".
    fn of_infinitive(&self, before: usize) -> Option<Group> {
        let noun = self.phrases[before];
        let governor = before.checked_sub(1).map(|at| self.phrases[at]);
        let asked = governor.is_some_and(|governor| {
            governor.is(PhraseKind::Verb) && lexicon::is_asking(&self.tokens[governor.head].lower)
        });
        let singled_out = (noun.first..=noun.last)
            .any(|at| self.tokens[at].is_any(&["first", "only", "last", "next", "best"]));
        let planned = lexicon::is_intention(&self.tokens[noun.last].lower);
        if asked || singled_out || planned {
            return Some((before, before));
        }
        self.last_subject
            .filter(|_| !self.tokens[noun.last].is("order"))
    }

    /// "the mill built in 1904 burned": another verb follows, so the first one is a participle.
    fn is_reduced(&self, before: usize, at: usize) -> bool {
        if self.main_done && self.object_of_verb(before) {
            return true;
        }
        let mut place = at + 1;
        while let Some(phrase) = self.phrases.get(place) {
            match phrase.kind {
                PhraseKind::Verb => {
                    return phrase.may_be_finite()
                        && self.kind(place - 1) == Some(PhraseKind::Noun)
                        || phrase.verb.is_some_and(|(f, _)| f == Finiteness::Finite);
                }
                PhraseKind::Noun | PhraseKind::Preposition | PhraseKind::Adverb => place += 1,
                _ => return false,
            }
        }
        false
    }

    fn object_of_verb(&self, at: usize) -> bool {
        let mut start = at;
        while start >= 2
            && self.kind(start - 1) == Some(PhraseKind::Preposition)
            && self.kind(start - 2) == Some(PhraseKind::Noun)
        {
            start -= 2;
        }
        self.governed(start)
    }

    fn of_finite(&self, before: usize) -> Option<(Group, Link)> {
        if self.object_of_verb(before)
            && let Some(group) = self.waiting_subject(before)
        {
            return Some((group, Link::Resumed));
        }
        let group = self
            .group_before(before)
            .or_else(|| (!self.main_done).then_some(self.main).flatten())?;
        Some((self.whole_list(group), Link::Adjacent))
    }

    /// The subject that waits for its verb while another verb has its object in between.
    fn waiting_subject(&self, before: usize) -> Option<Group> {
        if !self.main_done && self.main.is_some() {
            return self.main;
        }
        if let Some((group, Link::Relative, _)) = self.last
            && !self.governed(group.0)
        {
            return Some(group);
        }
        let opens = self.main.is_none() && self.is_gerund(0);
        opens.then_some((0, before))
    }

    fn is_gerund(&self, at: usize) -> bool {
        self.phrases.get(at).is_some_and(|phrase| {
            phrase.is(PhraseKind::Verb) && self.tokens[phrase.first].lower.ends_with("ing")
        })
    }

    /// ", and her father, a teacher, lost": a noun group with an aside opens a clause of its own.
    fn before_aside(&self, comma: usize) -> Option<Group> {
        let aside = self.group_before(comma.checked_sub(1)?)?;
        let opening = aside.0.checked_sub(1)?;
        let group = self.group_before(opening.checked_sub(1)?)?;
        let fresh = group.0.checked_sub(1).is_some_and(|before| {
            matches!(
                self.phrases[before].kind,
                PhraseKind::Coordinator | PhraseKind::Subordinator
            )
        });
        (fresh && self.kind(opening) == Some(PhraseKind::Comma)).then_some(group)
    }

    fn after_comma(&self, comma: usize, finiteness: Finiteness) -> Option<(Group, Link)> {
        let whole = matches!(finiteness, Finiteness::Finite | Finiteness::Doubtful);
        if let Some(group) = self.before_aside(comma).filter(|_| whole && self.main_done) {
            return Some((group, Link::Resumed));
        }
        match finiteness {
            Finiteness::Finite | Finiteness::Doubtful if !self.main_done => {
                self.main.map(|group| (group, Link::Resumed))
            }
            Finiteness::Infinitive => None,
            Finiteness::Finite => self.last_subject.map(|group| (group, Link::Shared)),
            _ => self.last_subject.map(|group| (group, Link::Free)),
        }
    }

    /// "that" and the clause behind it, or the bare clause behind a verb of saying.
    fn complement(&self, at: usize, region: Group) -> Option<(Option<Ends>, Ends)> {
        let after = region.1.max(at) + 1;
        let short = region.1 <= at + 3;
        let opener = self.phrases.get(after)?;
        if short && opener.is(PhraseKind::Subordinator) && self.opens_complement(at, opener) {
            let first = self.phrases.get(after + 1)?.first;
            let that = (region.1 <= at).then_some((opener.first, opener.last));
            let last = self.clause_end(after);
            return (first <= last).then_some((that, (first, last)));
        }
        let says = self.tokens.get(self.phrases[at].head)?;
        let subject = self
            .phrases
            .get(at + 1)
            .filter(|next| next.is(PhraseKind::Noun))?;
        (lexicon::is_saying(&says.lower) && self.subject_follows(at + 1))
            .then(|| (None, (subject.first, self.clause_end(at + 1))))
    }

    fn opens_complement(&self, at: usize, opener: &Phrase) -> bool {
        let word = &self.tokens[opener.first];
        let says = lexicon::is_saying(&self.tokens[self.phrases[at].head].lower);
        word.is("that") || says && word.is_any(&["whether", "how", "why", "if"])
    }

    /// Tells whether the noun group at a phrase is directly followed by its verb.
    fn subject_follows(&self, at: usize) -> bool {
        let end = self.group_end(at);
        let mut next = end + 1;
        while self.kind(next) == Some(PhraseKind::Adverb) {
            next += 1;
        }
        self.phrases.get(next).is_some_and(Phrase::may_be_finite)
    }

    /// The last token of the clause that a phrase belongs to.
    fn clause_end(&self, from: usize) -> usize {
        let stop = (from..self.phrases.len())
            .find(|&at| self.phrases[at].is(PhraseKind::Stop) || self.new_clause_follows(at));
        match stop {
            Some(stop) => self.phrases[stop].first.saturating_sub(1),
            None => self.tokens.len().saturating_sub(1),
        }
    }

    /// ", and left", ", but she stayed": the clause before ends at the comma.
    fn new_clause_follows(&self, comma: usize) -> bool {
        if self.kind(comma) != Some(PhraseKind::Comma)
            || self.kind(comma + 1) != Some(PhraseKind::Coordinator)
        {
            return false;
        }
        self.phrases.get(comma + 2).is_some_and(|next| {
            next.may_be_finite()
                || next.is(PhraseKind::Noun) && self.subject_follows(comma + 2)
                || next.is(PhraseKind::Subordinator)
        })
    }

    /// What stands between the start of the clause and its subject, when it is an adjunct.
    fn front(&self, subject: usize) -> Option<Ends> {
        let mut last = subject.checked_sub(1)?;
        if self.kind(last) == Some(PhraseKind::Comma) {
            last = last.checked_sub(1)?;
        }
        let mut first = last;
        while let Some(before) = first.checked_sub(1)
            && matches!(
                self.phrases[before].kind,
                PhraseKind::Noun | PhraseKind::Preposition | PhraseKind::Adjective
            )
        {
            first = before;
        }
        let opens = first.checked_sub(1).is_none_or(|before| {
            !matches!(
                self.phrases[before].kind,
                PhraseKind::Verb | PhraseKind::Relative
            )
        });
        let is_adjunct = self.kind(last) == Some(PhraseKind::Noun)
            && self.kind(first) == Some(PhraseKind::Preposition)
            && last > first
            || self.kind(first) == Some(PhraseKind::Noun) && self.names_time(first, last);
        (opens && is_adjunct).then(|| (self.phrases[first].first, self.phrases[last].last))
    }

    fn names_time(&self, first: usize, last: usize) -> bool {
        let range = self.phrases[first].first..=self.phrases[last].last;
        self.tokens
            .get(range)
            .is_some_and(|tokens| !super::dates::find_in(tokens).is_empty())
    }

    /// The phrases that complete a verb: objects, prepositional groups, what hangs on them.
    fn object_region(&self, at: usize, voice: Voice) -> Group {
        let mut end = at;
        let mut place = at + 1;
        while let Some(phrase) = self.phrases.get(place) {
            match phrase.kind {
                PhraseKind::Preposition
                    if self.opens_time_clause(place)
                        && self.kind(place + 1) == Some(PhraseKind::Noun)
                        && self.subject_follows(place + 1) =>
                {
                    break;
                }
                PhraseKind::Noun if self.opens_contact_clause(place, at) => break,
                PhraseKind::Noun => end = place,
                PhraseKind::Adjective if voice == Voice::Copula || place > at => end = place,
                PhraseKind::Adverb if end == place - 1 => end = place,
                PhraseKind::Preposition | PhraseKind::Adverb => {}
                PhraseKind::Verb if self.is_gerund_object(place) => end = place,
                PhraseKind::Comma | PhraseKind::Coordinator => match self.list_goes_on(at, place) {
                    Some(next) => {
                        end = next;
                        place = next;
                    }
                    None => break,
                },
                _ => break,
            }
            place += 1;
        }
        (at + 1, end)
    }

    /// "suggests taking a sample", "by taking a sample".
    fn is_gerund_object(&self, at: usize) -> bool {
        let participle = self.phrases[at]
            .verb
            .is_some_and(|(finiteness, _)| finiteness == Finiteness::Participle);
        let gerund = self.tokens[self.phrases[at].first].lower.ends_with("ing");
        participle
            && gerund
            && matches!(
                self.kind(at - 1),
                Some(PhraseKind::Verb | PhraseKind::Preposition)
            )
    }

    /// "the printers he could find": a second noun group with its own verb.
    fn opens_contact_clause(&self, place: usize, verb: usize) -> bool {
        let second = place > verb + 1 && self.kind(place - 1) == Some(PhraseKind::Noun);
        second && self.subject_follows(place)
    }

    /// The noun group behind a comma or "and" that goes on the list, when it is no subject of its own.
    fn list_goes_on(&self, _verb: usize, joint: usize) -> Option<usize> {
        let mut next = joint + 1;
        if self.kind(joint) == Some(PhraseKind::Comma)
            && self.kind(next) == Some(PhraseKind::Coordinator)
        {
            next += 1;
        }
        if self.kind(next) != Some(PhraseKind::Noun)
            || self.kind(joint - 1) != Some(PhraseKind::Noun)
        {
            return None;
        }
        let end = self.group_end(next);
        if self.list_has_verb(end) {
            return None;
        }
        let oxford = next == joint + 2;
        if oxford && !self.list_before(joint) {
            return None;
        }
        let is_comma_only = self.kind(joint) == Some(PhraseKind::Comma) && next == joint + 1;
        (!is_comma_only || self.and_follows(end)).then_some(next)
    }

    /// ", and" ends a list of three or more, or begins a clause.
    fn list_before(&self, joint: usize) -> bool {
        (joint.saturating_sub(8)..joint)
            .rev()
            .take_while(|&at| !self.phrases[at].is(PhraseKind::Verb))
            .any(|at| self.phrases[at].is(PhraseKind::Comma))
    }

    /// "and fever and hunger killed": the noun groups behind the joint have a verb of their own.
    fn list_has_verb(&self, from: usize) -> bool {
        let mut end = from;
        while self.kind(end + 1) == Some(PhraseKind::Coordinator)
            && self.kind(end + 2) == Some(PhraseKind::Noun)
        {
            end = self.group_end(end + 2);
        }
        self.phrases.get(end + 1).is_some_and(Phrase::may_be_finite)
    }

    /// Tells whether a comma list ends in "and": without it a comma opens an aside.
    fn and_follows(&self, from: usize) -> bool {
        let mut place = from + 1;
        while let Some(kind) = self.kind(place) {
            match kind {
                PhraseKind::Coordinator => return self.kind(place + 1) == Some(PhraseKind::Noun),
                PhraseKind::Noun | PhraseKind::Comma | PhraseKind::Adjective => place += 1,
                PhraseKind::Preposition if place < from + 12 => place += 1,
                _ => return false,
            }
        }
        false
    }

    fn split_region(&self, at: usize, region: Group) -> (Option<Ends>, Option<Ends>) {
        if region.1 < region.0 {
            return (None, None);
        }
        let first = self.phrases[region.0];
        let last = self.phrases[region.1].last;
        if first.is(PhraseKind::Preposition) && region.1 > region.0 {
            let object = (self.phrases[at + 2].first, last);
            return (Some((first.first, first.last)), Some(object));
        }
        (None, Some((first.first, last)))
    }
}
