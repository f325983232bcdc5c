//! What completes a verb: its object, the clause it opens, and what stands before its subject.

use super::chunks::{Finiteness, Phrase, PhraseKind, Voice};
use super::clauses::{ClauseParser, Ends, Group};
use super::lexicon;

impl ClauseParser<'_> {
    /// "that" and the clause behind it, or the bare clause behind a verb of saying.
    pub(super) fn complement(&self, at: usize, region: Group) -> Option<(Option<Ends>, Ends)> {
        let after = region.1.max(at) + 1;
        let short = region.1 <= at + 3;
        let opener = self.phrases.get(after)?;
        if short && opener.is(PhraseKind::Subordinator) && self.opens_complement(at, opener) {
            let that = (region.1 <= at).then_some((opener.first, opener.last));
            // "support the view that ...": the view is what is supported.
            let thing = that.is_none() && !self.names_listener(at, region);
            let first = match thing {
                true => self.phrases.get(region.0)?.first,
                false => self.phrases.get(after + 1)?.first,
            };
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

    /// "told reporters that": who hears it stands between the verb and what is said.
    fn names_listener(&self, at: usize, region: Group) -> bool {
        const TELLING: [&str; 16] = [
            "tell",
            "tells",
            "told",
            "inform",
            "informs",
            "informed",
            "remind",
            "reminded",
            "assure",
            "assured",
            "warn",
            "warned",
            "convince",
            "convinced",
            "persuaded",
            "notified",
        ];
        self.tokens[self.phrases[at].head].is_any(&TELLING)
            || self.kind(region.0) == Some(PhraseKind::Preposition)
    }

    fn opens_complement(&self, at: usize, opener: &Phrase) -> bool {
        let word = &self.tokens[opener.first];
        let says = lexicon::is_saying(&self.tokens[self.phrases[at].head].lower);
        word.is("that") || says && word.is_any(&["whether", "how", "why", "if"])
    }

    /// Tells whether the noun group at a phrase is directly followed by its verb.
    pub(super) fn subject_follows(&self, at: usize) -> bool {
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
    pub(super) fn front(&self, subject: usize) -> Option<Ends> {
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
            && !(self.phrases[before].is(PhraseKind::Noun)
                && self.kind(first) == Some(PhraseKind::Noun))
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
    pub(super) fn object_region(&self, at: usize, voice: Voice) -> Group {
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
                PhraseKind::Preposition if self.opens_purpose(place) => break,
                PhraseKind::Noun if self.opens_contact_clause(place, at) => break,
                PhraseKind::Noun => end = place,
                PhraseKind::Adjective if voice == Voice::Copula || place > at => end = place,
                PhraseKind::Adverb if end == place - 1 => end = place,
                PhraseKind::Preposition | PhraseKind::Adverb => {}
                PhraseKind::Verb if self.is_gerund_object(place) => end = place,
                PhraseKind::Comma | PhraseKind::Coordinator => match self.list_goes_on(place) {
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

    /// "in order to measure": what follows is a purpose, not part of the object.
    fn opens_purpose(&self, at: usize) -> bool {
        let word = |place: usize, word: &str| {
            self.phrases
                .get(place)
                .is_some_and(|phrase| self.tokens[phrase.first].is(word))
        };
        word(at, "in") && word(at + 1, "order") && word(at + 2, "to")
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
    fn list_goes_on(&self, joint: usize) -> Option<usize> {
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

    pub(super) fn split_region(&self, at: usize, region: Group) -> (Option<Ends>, Option<Ends>) {
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
