//! Who came before or after somebody: of "Ada Lind, who took over from Bo Hart" the one whom the question does not name.

use std::ops::Range;

use crate::question::{AnswerType, Question};
use crate::search::compared_words::{Token, TokenClass};
use crate::text::{Span, normalize};

/// So many words may stand between a verb and a name: "succeeded the late chairman Bo Hart".
const MAX_BETWEEN: usize = 4;

/// Which of two people is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Finds whom somebody followed, or who followed him, where that is asked for by the other's name or by none.
pub fn of_the_other(question: &Question, text: &str, tokens: &[Token]) -> Option<Span> {
    let (side, named) = asked(question)?;
    let words = Words { text, tokens };
    let mut handed = (0..tokens.len()).filter_map(|at| words.handed_over(at));
    let (Some(handed), None) = (handed.next(), handed.next()) else {
        return None;
    };
    let (sought, other) = match side {
        Side::Before => (handed.former, handed.next),
        Side::After => (handed.next, handed.former),
    };
    let says = |run: &Option<Range<usize>>| {
        run.as_ref()
            .is_some_and(|run| words.names_him(run, question, &named))
    };
    let sought = sought.filter(|run| !words.names_him(run, question, &named))?;
    // Without a name "before" means before whoever is there now.
    let fits = says(&other) || named.is_empty() && side == Side::Before || other.is_none();
    fits.then(|| words.span(&sought)).flatten()
}

/// Tells whether an answer to who came before or after somebody names just him.
pub fn is_said(question: &Question, answer: Span, text: &str, tokens: &[Token]) -> bool {
    let Some((_, named)) = asked(question) else {
        return false;
    };
    let words = Words { text, tokens };
    let inside = |at: &usize| {
        tokens
            .get(*at)
            .is_some_and(|token| answer.overlaps(token.span))
    };
    let mut inside = (0..tokens.len()).filter(inside);
    inside.any(|at| {
        let is_name = tokens
            .get(at)
            .is_some_and(|token| token.class == TokenClass::Name);
        is_name && words.names_him(&words.name_at(at), question, &named)
    })
}

/// Tells whether a word stands before names and is no part of them.
fn is_title(folded: &str) -> bool {
    let titles = "captain dame dr emperor empress king lady lord miss mr mrs ms pope president prince princess queen saint sir st";
    titles.split(' ').any(|title| title == folded)
}

/// Reads whether it is asked who came before or after somebody, and by which of its words he is named.
fn asked(question: &Question) -> Option<(Side, Range<usize>)> {
    if question.kind.expected != AnswerType::Person {
        return None;
    }
    let words = &question.words;
    let is = |at: usize, which: &[&str]| {
        words
            .get(at)
            .is_some_and(|word| which.contains(&word.folded.as_str()))
    };
    let behind = |at: usize| {
        let ends = |at: &usize| words.get(*at).is_some_and(|word| !word.function);
        at..at + (at..).take_while(ends).count()
    };
    let at = (0..words.len()).find(|at| is(*at, &["before", "after"]))?;
    let side = match is(at, &["before"]) {
        true => Side::Before,
        false => Side::After,
    };
    let named = behind(at + 1);
    // "Who was mayor before the war?" asks for a time.
    let is_last = named.end == words.len() && (!named.is_empty() || side == Side::Before);
    is_last.then_some((side, named))
}

/// Who was there, and who is there next, by their words.
struct HandedOver {
    former: Option<Range<usize>>,
    next: Option<Range<usize>>,
}

struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Words<'_> {
    fn is(&self, at: usize, which: &[&str]) -> bool {
        let written = self
            .tokens
            .get(at)
            .and_then(|token| token.span.of(self.text));
        written.is_some_and(|word| which.iter().any(|own| word.eq_ignore_ascii_case(own)))
    }

    fn span(&self, run: &Range<usize>) -> Option<Span> {
        let (first, last) = (
            self.tokens.get(run.start)?,
            self.tokens.get(run.end.checked_sub(1)?)?,
        );
        let mut span = Span::new(first.span.start, last.span.end);
        let owner = span.of(self.text)?;
        let bare = owner.trim_end_matches("'s").trim_end_matches("’s");
        span.end -= owner.len() - bare.len();
        Some(span)
    }

    /// Tells whether a name is the one by which the question names somebody: all words of one are in the other, for "Henry VII"
    /// is not "Henry VIII".
    fn names_him(&self, run: &Range<usize>, question: &Question, named: &Range<usize>) -> bool {
        let asked = question.words.get(named.clone()).unwrap_or_default();
        let own = run
            .clone()
            .filter_map(|at| self.tokens.get(at)?.span.of(self.text));
        let asked = asked.iter().filter(|asked| !is_title(&asked.folded));
        let asked: Vec<&str> = asked.map(|asked| asked.stem.as_str()).collect();
        let own: Vec<String> = own
            .map(normalize::fold)
            .filter(|word| !is_title(word))
            .map(|word| normalize::stem(&word))
            .collect();
        let is_own = |asked: &&str| own.iter().any(|own| own == asked);
        !asked.is_empty()
            && !own.is_empty()
            && (asked.iter().all(is_own) || own.iter().all(|own| asked.contains(&own.as_str())))
    }

    /// Reads who took over from whom by the verb at a place.
    fn handed_over(&self, at: usize) -> Option<HandedOver> {
        let took = self.is(at, &["took", "take", "takes", "taking", "taken"])
            && self.is(at + 1, &["over"])
            && self.is(at + 2, &["from"]);
        let followed = self.is(
            at,
            &[
                "succeeded",
                "succeeds",
                "succeed",
                "succeeding",
                "replaced",
                "replaces",
                "replace",
                "replacing",
            ],
        );
        let is_put_for = self.is(at, &["replaced", "replaces", "replace", "replacing"]);
        let is_passive = followed && self.is(at + 1, &["by"]);
        let behind = match (took, followed, is_passive) {
            (true, _, _) => at + 3,
            (_, true, true) => at + 2,
            (_, true, false) => at + 1,
            _ => return None,
        };
        let (left, right) = (self.name_before(at), self.name_behind(behind));
        right.as_ref()?;
        Some(match is_passive {
            true => HandedOver {
                former: left,
                next: right,
            },
            false => HandedOver {
                // "Chelsea replaced Mourinho with Hiddink."
                next: match right.as_ref().map(|right| right.end) {
                    Some(with) if is_put_for && self.is(with, &["with"]) => {
                        self.name_behind(with + 1)
                    }
                    _ => left,
                },
                former: right,
            },
        })
    }

    fn is_name(&self, at: usize) -> bool {
        let is = |class| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.class == class)
        };
        // The first word of a sentence has a capital anyway.
        is(TokenClass::Name)
            || at == 0
                && is(TokenClass::Plain)
                && self.is_joined(0)
                && self
                    .tokens
                    .get(1)
                    .is_some_and(|next| next.class == TokenClass::Name)
    }

    /// Tells whether nothing but a blank parts a word from the next.
    fn is_joined(&self, at: usize) -> bool {
        let pair = self.tokens.get(at).zip(self.tokens.get(at + 1));
        pair.and_then(|(own, next)| self.text.get(own.span.end..next.span.start)) == Some(" ")
    }

    /// Returns the name at a place with all of its words.
    fn name_at(&self, at: usize) -> Range<usize> {
        let (mut start, mut end) = (at, at + 1);
        while start > 0 && self.is_name(start - 1) && self.is_joined(start - 1) {
            start -= 1;
        }
        while self.is_name(end) && self.is_joined(end - 1) {
            end += 1;
        }
        start..end
    }

    fn name_behind(&self, from: usize) -> Option<Range<usize>> {
        let mut near = from..from + MAX_BETWEEN + 1;
        let first = near.find(|at| self.is_name(*at))?;
        // "Took over from 2019 under Ada Lind" names nobody.
        let is_title = |at: usize| {
            self.is_joined(at)
                && (self.tokens.get(at)).is_some_and(|token| {
                    token.class == TokenClass::Plain || self.is(at, &["the", "his", "her", "a"])
                })
        };
        (from..first).all(is_title).then(|| self.name_at(first))
    }

    fn name_before(&self, verb: usize) -> Option<Range<usize>> {
        let last = (0..verb).rev().find(|at| self.is_name(*at))?;
        let name = self.name_at(last);
        // Nothing but helpers, "who" and "then" stands between somebody and what he did.
        let is_between = |at: usize| {
            let function = |token: &Token| token.class == TokenClass::Function;
            self.is(at, &["then", "later", "soon", "eventually", "officially"])
                || self.tokens.get(at).is_some_and(function)
                    && !self.is(at, &["of", "in", "by", "and", "whose"])
        };
        // "Edgar, the son of Edmund, succeeded" does not speak of Edmund.
        let is_owner = (name.start.checked_sub(1))
            .is_some_and(|at| self.is(at, &["of", "in", "at", "from", "for", "to", "with", "by"]));
        let is_told_of = (name.end..verb).any(|at| self.is(at, &["who"]));
        // "Ada Lind became mayor in 2031, succeeding Bo Hart."
        let is_participle = self.is(verb, &["succeeding", "replacing", "taking"]);
        let is_near = is_participle || (name.end..verb).all(is_between);
        (is_near && (!is_owner || is_told_of)).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    fn told(question: &str, text: &'static str) -> Option<&'static str> {
        let one = OneArticle::of("", text);
        let sentence = one.analysed.sentences.first().expect("a sentence");
        of_the_other(&analyze(question), text, &sentence.tokens)?.of(text)
    }

    #[test]
    fn who_was_there_before_is_the_one_who_was_followed() {
        for text in [
            "The choir is led by Ada Lind, who took over from Bo Hart in 2031.",
            "Ada Lind succeeded the organist Bo Hart last year.",
            "Bo Hart was replaced by Ada Lind.",
        ] {
            assert_eq!(
                told("Who led the choir before Lind?", text),
                Some("Bo Hart"),
                "{text}"
            );
            assert_eq!(
                told("Who led the choir before?", text),
                Some("Bo Hart"),
                "{text}"
            );
            assert_eq!(
                told("Who led the choir after Hart?", text),
                Some("Ada Lind"),
                "{text}"
            );
            assert_eq!(
                told("Who led the choir before the war?", text),
                None,
                "{text}"
            );
            assert_eq!(told("Who leads the choir?", text), None, "{text}");
            assert_eq!(told("Who led the choir before Moe?", text), None, "{text}");
        }
    }

    #[test]
    fn whoever_is_named_in_the_question_came_neither_before_nor_after_himself() {
        let text = "The choir is led by Ada Lind, and Bo Hart sings.";
        let one = OneArticle::of("", text);
        let tokens = &one.analysed.sentences.first().expect("a sentence").tokens;
        let said = |question: &str, answer: &str| {
            let start = text.find(answer).expect("it is there");
            let answer = Span::new(start, start + answer.len());
            is_said(&analyze(question), answer, text, tokens)
        };
        assert!(said("Who led the choir before Lind?", "Ada Lind"));
        assert!(!said("Who led the choir before Lind?", "Bo Hart"));
        assert!(!said("Who leads the choir?", "Ada Lind"));
    }

    #[test]
    fn a_name_beside_the_verb_is_not_always_who_followed() {
        for (question, text, next) in [
            (
                "Who was king after Eadwig?",
                "Edgar, the son of Edmund, succeeded Eadwig in 959.",
                None,
            ),
            (
                "Who was king after Eadwig?",
                "Edgar Moe of Wessex succeeded Eadwig in 959.",
                None,
            ),
            (
                "Who managed the club after Mourinho?",
                "In December Chelsea replaced José Mourinho with Guus Hiddink.",
                Some("Guus Hiddink"),
            ),
            (
                "Who managed the club before Hiddink?",
                "In December Chelsea replaced José Mourinho with Guus Hiddink.",
                Some("José Mourinho"),
            ),
            (
                "Who led the choir after Hart?",
                "In 2031 Ada Lind then succeeded Bo Hart.",
                Some("Ada Lind"),
            ),
            (
                "Who was mayor after Hart?",
                "Ada Lind became mayor in 2031, succeeding Bo Hart.",
                Some("Ada Lind"),
            ),
            (
                "Who was mayor after Hart?",
                "Ada Lind became mayor of Orm in 2031, succeeding Bo Hart.",
                None,
            ),
            (
                "Who led the choir after Hart?",
                "Ada Lind succeeded Bo Hart with Cy Moe as her deputy.",
                Some("Ada Lind"),
            ),
        ] {
            assert_eq!(told(question, text), next, "{question} {text}");
        }
    }

    #[test]
    fn one_common_word_does_not_make_two_people_one() {
        for (question, text, sought) in [
            (
                "Who was king after Henry VII?",
                "Henry VIII succeeded Henry VII in 1509.",
                "Henry VIII",
            ),
            (
                "Who was mayor before Ada Lind?",
                "Ada Lind succeeded Bo Lind in 2031.",
                "Bo Lind",
            ),
            (
                "Who was mayor after President Hart?",
                "Ada Lind succeeded Bo Hart in 2031.",
                "Ada Lind",
            ),
        ] {
            assert_eq!(told(question, text), Some(sought), "{question}");
            let one = OneArticle::of("", text);
            let tokens = &one.analysed.sentences.first().expect("a sentence").tokens;
            let start = text.find(sought).expect("it is there");
            let answer = Span::new(start, start + sought.len());
            let said = is_said(&analyze(question), answer, text, tokens);
            assert!(!said, "{question}");
        }
    }
}
