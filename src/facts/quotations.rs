//! Who said what: direct and indirect, before and after the words, in one piece or split.

use super::speakers;
use super::speech::{self, SpeechVerb};
use super::tagging::{self, Grammar, Tag};
use super::tokens::{self, Token, span_between};
use super::{Fact, FactKind, Qualifier, QualifierKind};
use crate::text::Span;

/// Whether words are given as they were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// In quotation marks, wholly or for the most part.
    Verbatim,
    /// In the writer's words.
    Reported,
}

/// Somebody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Who says it.
    pub speaker: Span,
    /// The verb that says so; "according to" has none.
    pub verb: Option<Span>,
    /// What is said, in order, without quotation marks at its ends.
    pub content: Vec<Span>,
    /// Whether it is given as it was said.
    pub wording: Wording,
}

/// A stretch of tokens, ends included.
type Range = (usize, usize);

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

/// Finds who said what in a sentence, in the order in which it stands.
pub fn find(sentence: &str) -> Vec<Quotation> {
    let tokens = tokens::tokenize(sentence);
    find_in(&tokens, &tagging::tag(&tokens))
}

/// Finds who said what among the tagged tokens of a sentence.
pub fn find_in(tokens: &[Token<'_>], tagged: &[Grammar]) -> Vec<Quotation> {
    let may_quote = |token: &Token<'_>| {
        speech::classify(&token.lower).is_some() || token.is_any(&["according", "saying"])
    };
    if !tokens.iter().any(may_quote) {
        return Vec::new();
    }
    let reader = Reader {
        tokens,
        tagged,
        quoted: quoted(tokens),
    };
    reader.read()
}

/// Returns the facts of kind `Quotation`, each with its speaker as a qualifier too.
pub fn facts(quotations: &[Quotation]) -> Vec<Fact> {
    quotations
        .iter()
        .map(|quotation| Fact {
            kind: FactKind::Quotation,
            subject: Some(quotation.speaker),
            relation: quotation.verb,
            object: quotation
                .content
                .iter()
                .copied()
                .max_by_key(|piece| piece.len()),
            qualifiers: vec![Qualifier {
                kind: QualifierKind::Speaker,
                span: quotation.speaker,
            }],
            confidence: match quotation.wording {
                Wording::Verbatim => 0.9,
                Wording::Reported => 0.8,
            },
        })
        .collect()
}

/// Tells for each token whether it stands inside quotation marks or is one.
fn quoted(tokens: &[Token<'_>]) -> Vec<Place> {
    let mut open = false;
    let mut places = Vec::with_capacity(tokens.len());
    for token in tokens {
        let place = match token.text {
            "“" | "``" | "„" | "«" => Place::Opener,
            "”" | "''" | "»" => Place::Closer,
            "\"" if open => Place::Closer,
            "\"" => Place::Opener,
            _ if open => Place::Inside,
            _ => Place::Outside,
        };
        match place {
            Place::Opener => open = true,
            Place::Closer => open = false,
            _ => {}
        }
        places.push(place);
    }
    // A quotation that never ends quotes all the rest; one that never began, nothing.
    places
}

/// Where a token stands with regard to quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Opener,
    Inside,
    Closer,
}

/// One sentence being read.
struct Reader<'a, 't> {
    tokens: &'a [Token<'t>],
    tagged: &'a [Grammar],
    quoted: Vec<Place>,
}

/// What was read, in tokens.
struct Found {
    speaker: Range,
    verb: Option<usize>,
    content: Vec<Range>,
}

impl Reader<'_, '_> {
    fn read(&self) -> Vec<Quotation> {
        let verbs: Vec<usize> = (0..self.tokens.len())
            .filter(|&at| self.may_speak(at))
            .collect();
        let behind = verbs
            .iter()
            .find_map(|&verb| self.inverted(verb).or_else(|| self.behind(verb)));
        let found = match behind {
            Some(found) => vec![found],
            None => {
                let found = self.in_front(&verbs);
                if found.is_empty() {
                    self.according_to().into_iter().collect()
                } else {
                    found
                }
            }
        };
        found
            .iter()
            .filter_map(|found| self.quotation(found))
            .collect()
    }

    fn quotation(&self, found: &Found) -> Option<Quotation> {
        let mut content: Vec<Span> = found
            .content
            .iter()
            .filter_map(|&(first, last)| self.trimmed(first, last))
            .filter_map(|(first, last)| span_between(self.tokens, first, last))
            .collect();
        content.sort_unstable();
        let inside = |&(first, last): &Range| {
            (first..=last)
                .filter(|&at| self.place(at) != Place::Outside)
                .count()
        };
        let all: usize = found
            .content
            .iter()
            .map(|(first, last)| last + 1 - first)
            .sum();
        let said: usize = found.content.iter().map(inside).sum();
        (!content.is_empty()).then_some(Quotation {
            speaker: span_between(self.tokens, found.speaker.0, found.speaker.1)?,
            verb: found
                .verb
                .and_then(|verb| span_between(self.tokens, verb, verb)),
            content,
            wording: if said * 2 > all {
                Wording::Verbatim
            } else {
                Wording::Reported
            },
        })
    }

    /// Tells whether a token outside quotation marks is a verb of saying with a tense.
    fn may_speak(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let verbal = self
            .tagged
            .get(at)
            .is_some_and(|grammar| grammar.is_verbal());
        let outside = self.place(at) == Place::Outside || !self.closes_after(at);
        outside
            && match speech::classify(&token.lower) {
                Some(SpeechVerb::AlsoNoun) => verbal || self.stands_like_verb(at),
                Some(_) => true,
                None => token.is("saying") && self.is(at.wrapping_sub(1), "as"),
            }
    }

    /// Tells whether a word that is as often a noun stands where only the verb can.
    fn stands_like_verb(&self, at: usize) -> bool {
        let small = self
            .tokens
            .get(at)
            .is_some_and(|token| !token.is_capitalised());
        let before = at.wrapping_sub(1);
        let after_quote = self.place(before) == Place::Closer
            || self.is(before, ",") && self.place(before.wrapping_sub(1)) == Place::Closer;
        let after_subject = matches!(
            self.tag(before),
            Some(Tag::Pronoun | Tag::Name | Tag::Noun | Tag::Coordinator | Tag::Adverb)
        );
        let last = self.is(at + 1, ".") && at + 2 == self.tokens.len();
        small && (after_quote || after_subject && (self.is(at + 1, "that") || last))
    }

    fn place(&self, at: usize) -> Place {
        self.quoted.get(at).copied().unwrap_or(Place::Outside)
    }

    fn closes_after(&self, at: usize) -> bool {
        self.quoted
            .iter()
            .skip(at)
            .any(|place| *place == Place::Closer)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(word))
    }

    fn tag(&self, at: usize) -> Option<Tag> {
        self.tagged.get(at).map(|grammar| grammar.tag)
    }

    fn ends_piece(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| {
            matches!(token.text, "," | "." | ";" | ":" | "?" | "!")
                || token.is_dash() && token.text != "-"
        }) || matches!(self.place(at), Place::Opener | Place::Closer)
    }

    fn has_finite(&self, first: usize, end: usize) -> bool {
        (first..end).any(|at| speakers::is_surely_finite(self.tokens, self.tagged, at))
    }

    /// Tells whether a verb that may have a tense stands among tokens.
    fn has_verb(&self, first: usize, end: usize) -> bool {
        (first..end).any(|at| {
            self.tagged
                .get(at)
                .is_some_and(|grammar| tagging::is_finite(*grammar))
        })
    }

    /// `"…," said the mayor of Lund.`
    fn inverted(&self, verb: usize) -> Option<Found> {
        let before = verb.checked_sub(1)?;
        let after_quote = self.place(before) == Place::Closer
            || (self.is(before, ",") && before > 0 && self.place(before - 1) == Place::Closer);
        let after_comma = self
            .tokens
            .get(before)
            .is_some_and(|token| matches!(token.text, "," | "?" | "!"));
        if !(after_quote || after_comma) || !self.opens_noun_group(verb + 1) {
            return None;
        }
        let speaker_end = self.speaker_end(verb + 1);
        let goes_on = (speaker_end + 1..self.tokens.len())
            .take_while(|&at| !self.ends_piece(at))
            .any(|at| {
                speakers::is_surely_finite(self.tokens, self.tagged, at)
                    && !self.in_relative(verb + 1, at)
            });
        let has_verb = self.has_verb(0, before);
        if speaker_end <= verb || (!after_quote && (goes_on || !has_verb)) || (goes_on && !has_verb)
        {
            return None;
        }
        let mut content = self.words_before(before)?;
        content.extend(self.words_after(speaker_end + 1, after_quote));
        Some(Found {
            speaker: (verb + 1, speaker_end),
            verb: Some(verb),
            content,
        })
    }

    fn opens_noun_group(&self, at: usize) -> bool {
        self.place(at) != Place::Opener
            && !self.is(at, "that")
            && matches!(
                self.tag(at),
                Some(
                    Tag::Noun
                        | Tag::Name
                        | Tag::Pronoun
                        | Tag::Determiner
                        | Tag::Possessive
                        | Tag::Adjective
                        | Tag::Number
                )
            )
    }

    /// Returns the last token of the speaker that begins at `first`.
    fn speaker_end(&self, first: usize) -> usize {
        const STOPS: &[&str] = &[
            "who",
            "which",
            "whose",
            "when",
            "while",
            "as",
            "after",
            "before",
            "in",
            "on",
            "at",
            "during",
            "to",
            "from",
            "adding",
            "referring",
            "about",
            "following",
            "yesterday",
            "today",
            "last",
        ];
        let stops = |at: usize| {
            self.ends_piece(at)
                || self
                    .tokens
                    .get(at)
                    .is_none_or(|token| token.is_any(STOPS) || token.opens_bracket())
                || is_weekday(self.tokens.get(at))
                || (at > first && speakers::is_surely_finite(self.tokens, self.tagged, at))
        };
        let end = (first..self.tokens.len())
            .find(|&at| stops(at))
            .unwrap_or(self.tokens.len());
        end.saturating_sub(1)
    }

    fn in_relative(&self, first: usize, at: usize) -> bool {
        (first..at).any(|place| self.tag(place) == Some(Tag::Relative))
    }

    /// `…, the mayor said.` and `…, the mayor said, …`
    fn behind(&self, verb: usize) -> Option<Found> {
        if speakers::is_passive(self.tokens, self.tagged, verb) {
            return None;
        }
        let speaker = speakers::before(self.tokens, self.tagged, verb)?;
        let before = speaker.0.checked_sub(1)?;
        let parted = self.place(before) == Place::Closer
            || self
                .tokens
                .get(before)
                .is_some_and(|token| matches!(token.text, "," | "?" | "!") || token.is_dash());
        let tail_end = (verb + 1..self.tokens.len())
            .find(|&at| self.ends_piece(at))
            .unwrap_or(self.tokens.len());
        if !parted || !self.is_tail(verb, tail_end) {
            return None;
        }
        let first_part = self.words_before(before);
        let after_quote = self.place(before) == Place::Closer
            || (before > 0 && self.place(before - 1) == Place::Closer);
        let first_stands_alone = after_quote || self.has_verb(0, before);
        let last_part = self.words_after(tail_end, after_quote);
        let goes_on = self.is(tail_end, ",") && self.has_finite(tail_end, self.tokens.len());
        if !first_stands_alone && !goes_on {
            return None;
        }
        // "In 1904, he said, …": a comma after the verb makes the words around it one statement.
        let mut content = first_part?;
        content.extend(last_part);
        Some(Found {
            speaker,
            verb: Some(verb),
            content,
        })
    }

    /// Tells whether only a listener, a place or a time stands between the verb and the end of its piece.
    fn is_tail(&self, verb: usize, end: usize) -> bool {
        if self.has_finite(verb + 1, end) || self.is(verb + 1, "that") {
            return false;
        }
        let told = self
            .tokens
            .get(verb)
            .is_some_and(|token| speech::classify(&token.lower) == Some(SpeechVerb::Told));
        let adjunct = match self.tag(verb + 1) {
            Some(Tag::Preposition | Tag::To | Tag::Adverb | Tag::Subordinator) => true,
            _ => {
                is_weekday(self.tokens.get(verb + 1))
                    || self.is(verb + 1, "yesterday")
                    || self.is(verb + 1, "last")
            }
        };
        verb + 1 == end || told || adjunct
    }

    /// Returns the words that end with a comma or quotation mark at `last`.
    fn words_before(&self, last: usize) -> Option<Vec<Range>> {
        let closer = (last.saturating_sub(1)..=last)
            .rev()
            .find(|&at| self.place(at) == Place::Closer);
        let start = closer
            .and_then(|closer| self.own_quotation(closer))
            .unwrap_or(0);
        let start = if closer.is_none() {
            self.after_connective(start)
        } else {
            start
        };
        (start < last).then(|| vec![(start, last)])
    }

    /// Returns where the words before a closing mark begin, when they are more than a part of the sentence.
    fn own_quotation(&self, closer: usize) -> Option<usize> {
        let opener = (0..closer)
            .rev()
            .find(|&at| self.place(at) == Place::Opener)?;
        let introduced = opener == 0
            || self.tokens.get(opener - 1).is_some_and(|token| {
                matches!(token.text, ":" | ";" | "." | "?" | "!") || token.is_any(&["but", "and"])
            });
        let whole = self.opens_noun_group(opener + 1)
            || self
                .tokens
                .get(opener + 1)
                .is_some_and(Token::is_capitalised);
        let parted = self
            .tokens
            .get(opener.wrapping_sub(1))
            .is_some_and(|token| token.text == ",");
        ((introduced || parted) && whole).then_some(opener + 1)
    }

    /// Passes "For instance," and the like, which belong to the writer.
    fn after_connective(&self, start: usize) -> usize {
        let comma = (start..start + 3).find(|&at| self.is(at, ","));
        let connective = self.tokens.get(start).is_some_and(|token| {
            token.is_any(&[
                "however",
                "meanwhile",
                "moreover",
                "nevertheless",
                "for",
                "still",
                "also",
                "but",
            ])
        });
        match comma {
            Some(comma) if connective && !self.has_finite(start, comma) => comma + 1,
            _ => start,
        }
    }

    /// Returns further words after a speaker, as in `…, she said, "and the mill will stay."`
    fn words_after(&self, at: usize, only_quoted: bool) -> Option<Range> {
        let last = self.tokens.len().checked_sub(1)?;
        let opener = (at..self.tokens.len()).find(|&at| self.place(at) == Place::Opener);
        let first = match opener {
            Some(opener) => opener + 1,
            None if !only_quoted
                && self.is(at, ",")
                && self.has_finite(at, self.tokens.len())
                && !self.is_aside(at + 1) =>
            {
                at + 1
            }
            None => return None,
        };
        let end = match opener {
            Some(_) => (first..=last)
                .rev()
                .find(|&at| self.place(at) == Place::Closer)
                .unwrap_or(last),
            None => last,
        };
        (end > first + 1).then_some((first, end))
    }

    /// Tells whether what follows a comma describes the speaker rather than going on with the words.
    fn is_aside(&self, at: usize) -> bool {
        matches!(self.tag(at), Some(Tag::Relative | Tag::Subordinator))
            || self.tokens.get(at).is_some_and(|token| {
                token.is_any(&["who", "which", "whose", "adding", "referring"])
            })
    }

    /// `The mayor said that …`, and what the same mayor says after "but" or "and".
    fn in_front(&self, verbs: &[usize]) -> Vec<Found> {
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
            let Some(speaker) =
                speaker.filter(|_| !speakers::is_passive(self.tokens, self.tagged, verb))
            else {
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
        self.coordinator_before(verb) < verb && self.place(verb) == Place::Outside
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
        if first > 0 && self.place(first - 1) == Place::Opener {
            let closer = (first..=last).find(|&at| self.place(at) == Place::Closer);
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
        let class = self
            .tokens
            .get(verb)
            .and_then(|token| speech::classify(&token.lower));
        let after = verb + 1;
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
        const FARTHEST: usize = 14;
        let that =
            (after..self.tokens.len().min(after + FARTHEST)).find(|&at| self.is(at, "that"))?;
        let clean = (after..that).all(|at| {
            !speakers::is_surely_finite(self.tokens, self.tagged, at)
                && self.place(at) == Place::Outside
                && !self
                    .tokens
                    .get(at)
                    .is_some_and(|token| matches!(token.text, ":" | ";"))
        });
        // "said the mill that burned": a noun right before makes it a relative clause, unless a listener is told.
        let told = self
            .tokens
            .get(after.wrapping_sub(1))
            .is_some_and(|token| speech::classify(&token.lower) == Some(SpeechVerb::Told));
        let adjunct = that == after
            || told
            || is_weekday(self.tokens.get(after))
            || matches!(
                self.tag(after),
                Some(Tag::Preposition | Tag::To | Tag::Adverb)
            )
            || self.is(after, ",");
        (clean && adjunct && that + 1 < self.tokens.len()).then_some(that)
    }

    /// Finds the mark that opens quoted words right after a verb, its comma or colon, or a listener.
    fn quotation_start(&self, after: usize, class: Option<SpeechVerb>) -> Option<usize> {
        let reach = if class == Some(SpeechVerb::Told) {
            5
        } else {
            8
        };
        let opener = (after..self.tokens.len().min(after + reach))
            .find(|&at| self.place(at) == Place::Opener)?;
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
            .take_while(|&at| self.place(at) == Place::Inside)
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
        const LONGEST_SUBJECT: usize = 30;
        let end = self.tokens.len().min(start + LONGEST_SUBJECT);
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
        let strict = class != Some(SpeechVerb::Plain);
        let said = self
            .tokens
            .get(start.wrapping_sub(1))
            .is_some_and(|token| token.is_any(&["say", "says", "said"]));
        let broken = |at: usize| match self.tag(at) {
            Some(Tag::Relative) => true,
            Some(Tag::Subordinator | Tag::Preposition) => at == start && strict,
            Some(Tag::Mark) => strict,
            // "added salt and wrote": the verb shares the subject of the verb of saying.
            Some(Tag::Coordinator) => at + 1 == finite && !said,
            _ => false,
        };
        has_nominal && !(start..finite).any(broken)
    }

    /// `According to the mayor, …` and `…, according to the mayor.`
    fn according_to(&self) -> Option<Found> {
        let at = (0..self.tokens.len()).find(|&at| {
            self.is(at, "according") && self.is(at + 1, "to") && self.place(at) == Place::Outside
        })?;
        let first = at + 2;
        let source = self.tokens.get(first)?;
        let last = self.source_end(first);
        let nominal = (first..=last).any(|at| {
            self.tagged
                .get(at)
                .is_some_and(|grammar| grammar.is_nominal())
        });
        if source.is_any(NO_SOURCE) || last < first || !nominal {
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

    /// Leaves out marks at either end of a range.
    fn trimmed(&self, first: usize, last: usize) -> Option<Range> {
        let outer = |at: &usize| {
            self.tokens.get(*at).is_none_or(|token| {
                token.is_quote()
                    || matches!(
                        token.text,
                        "," | "." | ":" | ";" | "-" | "--" | "–" | "—" | "'"
                    )
            })
        };
        let last = last.min(self.tokens.len().checked_sub(1)?);
        let first = (first..=last).find(|at| !outer(at))?;
        let last = (first..=last).rev().find(|at| !outer(at))?;
        Some((first, last))
    }
}

fn cut_before(found: &mut Found, end: usize) {
    for piece in &mut found.content {
        piece.1 = piece.1.min(end.saturating_sub(1));
    }
}

fn is_weekday(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| {
        token.is_any(&[
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows what is found as `speaker | verb | content + content`.
    fn shown(sentence: &str) -> Vec<String> {
        let piece = |span: &Span| span.of(sentence).unwrap_or_default().to_owned();
        find(sentence)
            .iter()
            .map(|quotation| {
                let verb = quotation.verb.as_ref().map(piece).unwrap_or_default();
                let content: Vec<String> = quotation.content.iter().map(piece).collect();
                format!(
                    "{} | {verb} | {}",
                    piece(&quotation.speaker),
                    content.join(" + ")
                )
            })
            .collect()
    }

    #[track_caller]
    fn check(sentence: &str, wanted: &[&str]) {
        assert_eq!(shown(sentence), wanted, "{sentence}");
    }

    #[test]
    fn direct_words_before_the_speaker() {
        check(
            "\"We never closed the mill,\" said Mira Lindqvist.",
            &["Mira Lindqvist | said | We never closed the mill"],
        );
        check(
            "“We never closed the mill,” she said.",
            &["she | said | We never closed the mill"],
        );
        check(
            "\"Who paid for it?\" asked the mayor of Lund.",
            &["the mayor of Lund | asked | Who paid for it?"],
        );
    }

    #[test]
    fn direct_words_after_the_speaker() {
        check(
            "Gerda Brandt told the council: \"The roof will not last.\"",
            &["Gerda Brandt | told | The roof will not last"],
        );
        check(
            "The miller said, \"We open at six.\"",
            &["The miller | said | We open at six"],
        );
    }

    #[test]
    fn split_words_are_one_quotation() {
        check(
            "\"The roof is old,\" Gerda Brandt said, \"and the walls are older.\"",
            &["Gerda Brandt | said | The roof is old + and the walls are older"],
        );
        check(
            "The walls, a mason said, were older than the roof.",
            &["a mason | said | The walls + were older than the roof"],
        );
    }

    #[test]
    fn indirect_words() {
        check(
            "The council said on Monday that the bridge would open in June.",
            &["The council | said | the bridge would open in June"],
        );
        check(
            "Okafor, the harbour master, said the ferry was late.",
            &["Okafor | said | the ferry was late"],
        );
        check(
            "The bridge will open in June, officials said.",
            &["officials | said | The bridge will open in June"],
        );
    }

    #[test]
    fn sources_without_a_verb() {
        check(
            "According to the harbour office, two boats sank.",
            &["the harbour office |  | two boats sank"],
        );
        check(
            "Two boats sank, according to the harbour office.",
            &["the harbour office |  | Two boats sank"],
        );
        check("The work went according to plan and ended in May.", &[]);
    }

    #[test]
    fn one_speaker_says_two_things() {
        check(
            "Brandt said the roof was safe but added that the walls were not.",
            &[
                "Brandt | said | the roof was safe",
                "Brandt | added | the walls were not",
            ],
        );
    }

    #[test]
    fn silence_is_no_quotation() {
        check("The mill was said to be haunted.", &[]);
        check("She reported a loss of two million crowns.", &[]);
        check("The United States claims the island.", &[]);
        check("He added salt and wrote a letter to his brother.", &[]);
        check("The bank notes were printed in Lund in 1904.", &[]);
    }

    #[test]
    fn facts_name_the_speaker() {
        let facts = facts(&find("\"We open at six,\" the miller said."));
        assert_eq!(facts.len(), 1);
        assert_eq!(facts[0].kind, FactKind::Quotation);
        assert_eq!(facts[0].qualifiers[0].kind, QualifierKind::Speaker);
    }
}
