//! Words that stand before the one who says them: `"…," she said`, `…, said the mayor`.

use super::quotation_marks::QuotePosition;
use super::quotations::{Found, QuotationParser, Range, is_weekday};
use super::speakers;
use super::speech::SpeechVerb;
use super::tagging::Tag;
use super::tokens::Token;

impl QuotationParser<'_, '_> {
    /// `"…," said the mayor of Lund.`
    pub(super) fn inverted(&self, verb: usize) -> Option<Found> {
        let before = verb.checked_sub(1)?;
        let after_quote = self.closes_quotation(before);
        let after_comma = self
            .tokens
            .get(before)
            .is_some_and(|token| matches!(token.text, "," | "?" | "!"));
        let allowed = after_quote || after_comma && self.tells_alone(verb);
        if !allowed || !self.opens_noun_group(verb + 1) {
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
        let adverb = |at: &usize| self.tag(*at) == Some(Tag::Adverb) && *at > first;
        let last = end.saturating_sub(1);
        (first..=last).rev().find(|at| !adverb(at)).unwrap_or(last)
    }

    /// Tells whether a verb before its subject reports words that no quotation marks show.
    ///
    /// "If it leaks, add it to the list" commands, "…, reports the Herald" does not.
    fn tells_alone(&self, verb: usize) -> bool {
        let named = self.tokens.get(verb + 1).is_some_and(Token::is_capitalised)
            || self.is(verb + 1, "the");
        let sure = match self.class(verb) {
            Some(SpeechVerb::Plain) => true,
            Some(SpeechVerb::Doubtful | SpeechVerb::AlsoNoun) => named,
            _ => false,
        };
        sure && !is_base_form(self.tokens.get(verb))
    }

    fn in_relative(&self, first: usize, at: usize) -> bool {
        (first..at).any(|place| self.tag(place) == Some(Tag::Relative))
    }

    /// `…, the mayor said.` and `…, the mayor said, …`
    pub(super) fn behind(&self, verb: usize) -> Option<Found> {
        if speakers::is_passive(self.tokens, self.tagged, verb) {
            return None;
        }
        let speaker = speakers::before(self.tokens, self.tagged, verb)
            .filter(|speaker| speakers::agrees(self.tokens, *speaker, verb))?;
        let before = speaker.0.checked_sub(1)?;
        let parted = self.place(before) == QuotePosition::Closer
            || self
                .tokens
                .get(before)
                .is_some_and(|token| matches!(token.text, "," | "?" | "!") || token.is_dash());
        let tail_end = (verb + 1..self.tokens.len())
            .find(|&at| self.ends_piece(at))
            .unwrap_or(self.tokens.len());
        let after_quote = self.closes_quotation(before);
        let beside = self.class(verb) == Some(SpeechVerb::BesideQuotation);
        let tail = self.is_tail(verb, tail_end) || after_quote && self.is_occasion(verb + 1);
        if !parted || !tail || beside && !after_quote {
            return None;
        }
        let first_stands_alone = after_quote || self.has_verb(0, before);
        let last_part = self.words_after(tail_end, after_quote);
        let goes_on = self.is(tail_end, ",") && self.has_finite(tail_end, self.tokens.len());
        if !first_stands_alone && !goes_on {
            return None;
        }
        // "In 1904, he said, …" is one statement; "After a while, he said, "…"" is not.
        let only_last = !first_stands_alone && self.place(tail_end + 1) == QuotePosition::Opener;
        let mut content = if only_last {
            Vec::new()
        } else {
            self.words_before(before)?
        };
        content.extend(last_part);
        Some(Found {
            speaker,
            verb: Some(verb),
            content,
        })
    }

    /// Tells whether what follows a verb says on what occasion somebody spoke: "as she rose".
    fn is_occasion(&self, at: usize) -> bool {
        matches!(
            self.tag(at),
            Some(Tag::Preposition | Tag::Subordinator | Tag::Adverb)
        ) && !self.is(at, "that")
    }

    /// Tells whether only a listener, a place or a time stands between the verb and the end of its piece.
    fn is_tail(&self, verb: usize, end: usize) -> bool {
        if self.has_finite(verb + 1, end) || self.is(verb + 1, "that") {
            return false;
        }
        let told = self.class(verb) == Some(SpeechVerb::Told);
        let adjunct = match self.tag(verb + 1) {
            Some(Tag::Preposition | Tag::Adverb | Tag::Subordinator) => true,
            Some(Tag::To) => self.opens_noun_group(verb + 2),
            _ => {
                is_weekday(self.tokens.get(verb + 1))
                    || self.is(verb + 1, "yesterday")
                    || self.tokens.get(verb + 1).is_some_and(|token| {
                        token.is_any(&["last", "late", "early", "earlier", "later", "this"])
                    })
            }
        };
        verb + 1 == end || told || adjunct
    }

    /// Returns the words that end with a comma or quotation mark at `last`.
    fn words_before(&self, last: usize) -> Option<Vec<Range>> {
        let closer = (last.saturating_sub(1)..=last)
            .rev()
            .find(|&at| self.place(at) == QuotePosition::Closer);
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
            .find(|&at| self.place(at) == QuotePosition::Opener)?;
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

    /// Returns further words after a speaker, as in `…, she said, "and the mill will stay."`
    fn words_after(&self, at: usize, only_quoted: bool) -> Option<Range> {
        let last = self.tokens.len().checked_sub(1)?;
        let opener = (at..self.tokens.len()).find(|&at| self.place(at) == QuotePosition::Opener);
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
                .find(|&at| self.place(at) == QuotePosition::Closer)
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
}

/// Tells whether a token is a verb of saying as it stands in a command.
fn is_base_form(token: Option<&Token<'_>>) -> bool {
    const PASTS: &[&str] = &["said", "told", "wrote", "began", "thought"];
    token.is_some_and(|token| {
        !token.lower.ends_with('s') && !token.lower.ends_with("ed") && !token.is_any(PASTS)
    })
}
