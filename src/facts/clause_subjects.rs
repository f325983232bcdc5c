//! Who or what a verb belongs to, told by how far away it stands and what lies between.

use super::chunks::{Finiteness, PhraseKind};
use super::clauses::{ClauseParser, Group, Link};
use super::lexicon;
use super::tagging::VerbForm;

impl ClauseParser<'_> {
    pub(super) fn subject(&self, at: usize, finiteness: Finiteness) -> Option<(Group, Link)> {
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
        if self.is_bare(coordinator + 1) && self.follows_infinitive(coordinator) {
            return match self.last {
                Some((group, link, Finiteness::Infinitive)) => Some((group, link)),
                _ => None,
            };
        }
        self.outer
            .or(self.main)
            .filter(|_| comma && whole && self.main_done)
            .or(self.last_subject)
            .map(|group| (group, Link::Shared))
    }

    /// Tells whether a verb group is a verb in its base form and nothing else: "bring him back".
    fn is_bare(&self, at: usize) -> bool {
        self.phrases.get(at).is_some_and(|phrase| {
            phrase.first == phrase.head
                && self
                    .tagged
                    .get(phrase.first)
                    .is_some_and(|grammar| grammar.form == Some(VerbForm::Base))
        })
    }

    /// "to land a man there and bring": the verb before the joint is an infinitive.
    fn follows_infinitive(&self, joint: usize) -> bool {
        let verb = (0..joint).rev().find_map(|at| self.phrases[at].verb);
        verb.is_some_and(|(finiteness, _)| finiteness == Finiteness::Infinitive)
    }

    /// The noun a relative pronoun stands for: the nearest, or the whole "x of y".
    fn antecedent(&self, end: usize) -> Option<Group> {
        if self.kind(end)? != PhraseKind::Noun {
            return None;
        }
        // "a strip of sand between them, which": what a pronoun stands for is known already.
        const POINTING: [&str; 6] = ["them", "it", "him", "her", "us", "me"];
        if self.tokens[self.phrases[end].first].is_any(&POINTING) {
            let before = end.checked_sub(2)?;
            let hangs = self.kind(end - 1) == Some(PhraseKind::Preposition);
            return hangs.then(|| self.antecedent(before)).flatten();
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
                // "landed before the programme ended": the later verb belongs to a clause of its own.
                PhraseKind::Preposition
                    if self.opens_time_clause(place)
                        && self.kind(place + 1) == Some(PhraseKind::Noun)
                        && self.subject_follows(place + 1) =>
                {
                    return false;
                }
                PhraseKind::Noun | PhraseKind::Preposition | PhraseKind::Adverb => place += 1,
                PhraseKind::Coordinator if self.is_done_by(at) => place += 1,
                _ => return false,
            }
        }
        false
    }

    /// "led *by* Ada Moe and Jon Lie": several can have done it.
    fn is_done_by(&self, verb: usize) -> bool {
        let next = self.phrases.get(verb + 1);
        next.is_some_and(|next| self.tokens[next.first].is("by"))
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
        if let Some(group) = self.around_participle(before) {
            return Some((group, Link::Resumed));
        }
        let group = self
            .group_before(before)
            .or_else(|| (!self.main_done).then_some(self.main).flatten())?;
        Some((self.whole_list(group), Link::Adjacent))
    }

    /// "an expedition led by Ada Moe and Jon Lie found": both names belong to the participle, the verb to what they led.
    fn around_participle(&self, before: usize) -> Option<Group> {
        let mut first = before;
        while first >= 2
            && self.kind(first - 1) == Some(PhraseKind::Coordinator)
            && self.kind(first - 2) == Some(PhraseKind::Noun)
        {
            first -= 2;
        }
        let reduced = self.last.is_some_and(|(_, link, _)| link == Link::Reduced);
        let waits = reduced && !self.main_done && first < before && self.governed(first);
        self.main.filter(|_| waits)
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
}
