//! Words that stand after the one who says them: `she said that …`, `according to the mayor, …`.

use super::quotation_marks::QuotePosition;
use super::quotations::{Found, QuotationParser, is_weekday};
use super::speakers;
use super::speech::{self, SpeechVerb};
use super::tagging::{Tag, VerbForm};
use super::tokens::Token;

/// Words that look like a source after "according to" and are none.
const NO_SOURCE: &[&str] = &[
    "plan",
    "plans",
    "schedule",
    "law",
    "size",
    "age",
    "need",
    "needs",
    "taste",
    "merit",
    "tradition",
    "type",
    "custom",
    "ability",
    "whether",
    "how",
    "what",
    "when",
    "where",
    "each",
    "their",
    "its",
];

/// Prepositions that say what is talked about.
const TOPICS: &[&str] = &["about", "of", "against", "over", "for", "on", "with"];

impl QuotationParser<'_, '_> {
    /// `The mayor said that …`, and what the same mayor says after "but" or "and".
    pub(super) fn in_front(&self, verbs: &[usize]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut covered = 0;
        for &verb in verbs {
            let shared = verb > 0 && covered > verb && self.shares_speaker(verb);
            if verb < covered && !shared {
                continue;
            }
            let Some(first) = self.content_start(verb) else {
                continue;
            };
            let speaker = match found.last() {
                Some(before) if shared => Some(before.speaker),
                _ => speakers::before_or_shared(self.tokens, self.tagged, verb),
            };
            let told = first > verb + 1 || self.is(verb + 1, "that");
            let before = verb.checked_sub(1).and_then(|before| self.tag(before));
            if before == Some(Tag::Relative) && self.class(verb) != Some(SpeechVerb::Plain) && !told
            {
                continue;
            }
            let Some(speaker) = speaker.filter(|speaker| {
                !speakers::is_passive(self.tokens, self.tagged, verb)
                    && speakers::agrees(self.tokens, *speaker, verb)
            }) else {
                continue;
            };
            if let Some(before) = found.last_mut().filter(|_| shared) {
                cut_before(before, self.coordinator_before(verb));
            }
            covered = self.tokens.len();
            found.push(Found {
                speaker,
                verb: Some(verb),
                content: vec![(first, self.content_end(first))],
            });
        }
        found
    }

    /// Tells whether only "and" or "but", and perhaps an adverb, stands before a verb.
    fn shares_speaker(&self, verb: usize) -> bool {
        self.coordinator_before(verb) < verb && self.place(verb) == QuotePosition::Outside
    }

    fn coordinator_before(&self, verb: usize) -> usize {
        let start = (0..verb)
            .rev()
            .find(|&at| self.tag(at) != Some(Tag::Adverb));
        start
            .filter(|&at| self.tag(at) == Some(Tag::Coordinator))
            .unwrap_or(verb)
    }

    fn content_end(&self, first: usize) -> usize {
        let last = self.tokens.len() - 1;
        if first > 0 && self.place(first - 1) == QuotePosition::Opener {
            let closer = (first..=last).find(|&at| self.place(at) == QuotePosition::Closer);
            // Words that go on after the closing mark without a pause are part of what is said.
            if let Some(closer) = closer {
                let goes_on = closer + 2 < last
                    && !self.ends_piece(closer + 1)
                    && !self.ends_piece(closer - 1);
                return if goes_on { last } else { closer };
            }
        }
        last
    }

    /// Returns the first token of what follows a verb of saying, if words follow it.
    fn content_start(&self, verb: usize) -> Option<usize> {
        let class = self.class(verb);
        let after = verb + 1;
        if class == Some(SpeechVerb::BesideQuotation) {
            return self.quotation_start(after, class).map(|opener| opener + 1);
        }
        if let Some(that) = self.that_clause(after) {
            return Some(that + 1);
        }
        if let Some(opener) = self.quotation_start(after, class) {
            return Some(opener + 1);
        }
        let start = if class == Some(SpeechVerb::Told) {
            self.after_listener(after)?
        } else {
            self.after_day(after)
        };
        self.is_clause(start, class).then_some(start)
    }

    /// Finds a "that" which opens what is said, a listener, place or time before it allowed.
    fn that_clause(&self, after: usize) -> Option<usize> {
        const MAX_TOKENS_AWAY: usize = 14;
        let that = (after..self.tokens.len().min(after + MAX_TOKENS_AWAY))
            .find(|&at| self.is(at, "that"))?;
        let told = self.class(after.wrapping_sub(1)) == Some(SpeechVerb::Told);
        let paused = self.is(after, ",");
        let breaks = |at: usize| {
            let mark = self.tag(at) == Some(Tag::Mark) && !(paused && self.is(at, ","));
            mark || speakers::is_surely_finite(self.tokens, self.tagged, at)
                || self
                    .tokens
                    .get(at)
                    .is_some_and(|token| token.is_any(&["so", "such"]))
                || told && self.is(at, "of")
        };
        // "argued for the tactics that had worked": a verb right behind makes it a relative clause.
        let relative =
            that > after && speakers::is_surely_finite(self.tokens, self.tagged, that + 1);
        let adjunct = that == after
            || told
            || paused
            || is_weekday(self.tokens.get(after))
            || matches!(
                self.tag(after),
                Some(Tag::Preposition | Tag::To | Tag::Adverb)
            );
        let clean = !(after..that).any(breaks);
        (clean && adjunct && !relative && that + 1 < self.tokens.len()).then_some(that)
    }

    /// Finds the mark that opens quoted words right after a verb, its comma or colon, or a listener.
    fn quotation_start(&self, after: usize, class: Option<SpeechVerb>) -> Option<usize> {
        const MAX_TOKENS_AWAY: usize = 12;
        let opener = (after..self.tokens.len().min(after + MAX_TOKENS_AWAY))
            .find(|&at| self.place(at) == QuotePosition::Opener)?;
        let introduced = opener > after
            && self
                .tokens
                .get(opener - 1)
                .is_some_and(|token| matches!(token.text, "," | ":"));
        let direct = opener == after && self.quoted_words(opener) >= 3;
        let listener = class == Some(SpeechVerb::Told) && !self.has_finite(after, opener);
        let clean = !self.has_finite(after, opener);
        ((direct || introduced || listener) && clean).then_some(opener)
    }

    fn quoted_words(&self, opener: usize) -> usize {
        (opener + 1..self.tokens.len())
            .take_while(|&at| self.place(at) == QuotePosition::Inside)
            .count()
    }

    /// Passes the listener of "told": `told the council the mill was closed`.
    fn after_listener(&self, after: usize) -> Option<usize> {
        let subject = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.is_any(&["he", "she", "it", "they", "we", "i", "there"]))
        };
        let opens = |at: usize| {
            matches!(self.tag(at), Some(Tag::Determiner | Tag::Possessive)) || subject(at)
        };
        let nominal = |at: usize| {
            self.tagged
                .get(at)
                .is_some_and(|grammar| grammar.is_nominal())
        };
        (after + 1..self.tokens.len().min(after + 7)).find(|&at| opens(at) && nominal(at - 1))
    }

    /// Passes "on Monday", "Tuesday", "yesterday".
    fn after_day(&self, after: usize) -> usize {
        let mut at = after;
        if self.is(at, "on") && is_weekday(self.tokens.get(at + 1)) {
            at += 1;
        }
        if is_weekday(self.tokens.get(at)) || self.is(at, "yesterday") || self.is(at, "today") {
            at += 1;
        }
        if at > after && self.is(at, ",") {
            at + 1
        } else {
            at
        }
    }

    /// Tells whether a noun group and a verb with a tense begin at `start`.
    fn is_clause(&self, start: usize, class: Option<SpeechVerb>) -> bool {
        const MAX_SUBJECT_TOKENS: usize = 30;
        let end = self.tokens.len().min(start + MAX_SUBJECT_TOKENS);
        let Some(finite) =
            (start..end).find(|&at| speakers::is_surely_finite(self.tokens, self.tagged, at))
        else {
            return false;
        };
        let has_nominal = (start..finite).any(|at| {
            self.tagged
                .get(at)
                .is_some_and(|grammar| grammar.is_nominal())
        });
        let strict = class != Some(SpeechVerb::Plain) || self.is(start.wrapping_sub(1), "added");
        // "maintains a site called …": after a doubtful verb only a sure tense will do.
        let doubtful_tense = self.tag(finite.wrapping_sub(1)) != Some(Tag::Pronoun)
            && self.tagged.get(finite).is_some_and(|grammar| {
                matches!(
                    grammar.form,
                    Some(VerbForm::PastOrParticiple | VerbForm::Any | VerbForm::Participle)
                )
            });
        let said = self
            .tokens
            .get(start.wrapping_sub(1))
            .is_some_and(|token| token.is_any(&["say", "says", "said"]));
        let broken = |at: usize| match self.tag(at) {
            Some(Tag::Relative) => true,
            // "explained his theory that …" names a thing, not words.
            _ if !said && self.is(at, "that") => true,
            // "argue about how much it was" names a subject of talk, not words.
            Some(Tag::Preposition) if at == start => {
                strict
                    || self
                        .tokens
                        .get(at)
                        .is_some_and(|token| token.is_any(TOPICS))
            }
            Some(Tag::Subordinator | Tag::Preposition) => at == start && strict,
            Some(Tag::Mark) => strict,
            // "added salt and wrote": the verb shares the subject of the verb of saying.
            Some(Tag::Coordinator) => at + 1 == finite && !said,
            _ => false,
        };
        has_nominal && !(strict && doubtful_tense) && !(start..finite).any(broken)
    }

    /// `According to the mayor, …` and `…, according to the mayor.`
    pub(super) fn according_to(&self) -> Option<Found> {
        let at = (0..self.tokens.len()).find(|&at| {
            self.is(at, "according")
                && self.is(at + 1, "to")
                && self.place(at) == QuotePosition::Outside
        })?;
        let first = at + 2;
        let source = self.tokens.get(first)?;
        let last = self.source_end(first);
        let nominal = (first..=last).any(|at| {
            self.tagged
                .get(at)
                .is_some_and(|grammar| grammar.is_nominal())
        });
        if source.is_any(NO_SOURCE) || last < first || !nominal || !self.can_inform(first, last) {
            return None;
        }
        let content = if at < 2 {
            let comma = (last + 1..self.tokens.len()).find(|&at| self.is(at, ","))?;
            (comma + 1, self.tokens.len() - 1)
        } else {
            (self.after_connective(0), at - 1)
        };
        (content.1 > content.0).then_some(Found {
            speaker: (first, last),
            verb: None,
            content: vec![content],
        })
    }

    /// Tells whether a noun group names somebody or something that gives information.
    fn can_inform(&self, first: usize, last: usize) -> bool {
        (first..=last).any(|at| {
            let Some(token) = self.tokens.get(at) else {
                return false;
            };
            matches!(self.tag(at), Some(Tag::Name | Tag::Pronoun))
                || token.is_capitalised()
                || speech::is_source(&token.lower)
        })
    }

    fn source_end(&self, first: usize) -> usize {
        let stops = |at: usize| {
            self.ends_piece(at)
                || matches!(self.tag(at), Some(Tag::Relative | Tag::Subordinator))
                || self.tokens.get(at).is_none_or(Token::opens_bracket)
                || (at > first && speakers::is_surely_finite(self.tokens, self.tagged, at))
        };
        let end = (first..self.tokens.len())
            .find(|&at| stops(at))
            .unwrap_or(self.tokens.len());
        end.saturating_sub(1)
    }

    /// `The mayor left, saying that the roof would not last.`
    pub(super) fn saying_besides(&self) -> Option<Found> {
        let verb = (1..self.tokens.len()).find(|&at| {
            let participle = self
                .tokens
                .get(at)
                .is_some_and(|token| speech::is_saying(&token.lower));
            participle && self.is(at - 1, ",") && self.place(at) == QuotePosition::Outside
        })?;
        let that = self.is(verb + 1, "that").then_some(verb + 2);
        let quoted = self
            .quotation_start(verb + 1, None)
            .map(|opener| opener + 1);
        let plain = self.is(verb, "saying") && self.is_clause(verb + 1, Some(SpeechVerb::Doubtful));
        let first = that.or(quoted).or(plain.then_some(verb + 1))?;
        Some(Found {
            speaker: speakers::first_subject(self.tokens, self.tagged, verb)?,
            verb: Some(verb),
            content: vec![(first, self.content_end(first))],
        })
    }
}

fn cut_before(found: &mut Found, end: usize) {
    for piece in &mut found.content {
        piece.1 = piece.1.min(end.saturating_sub(1));
    }
}
