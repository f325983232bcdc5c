//! Short answers that begin or end in the middle of what belongs together, or run on into what is said besides: "half hours" of
//! "five and a half hours", "10am to 5pm and costs £4".

use crate::question::{AnswerType, Question};
use crate::search::compared_words::{Token, TokenClass};
use crate::text::Span;
use crate::text::dimensions::is_unit;
use crate::text::normalize;

use super::figure_runs::Words;

/// Verbs with which something else is said of the same thing, or the whole is said of what comes before.
const SAYS_MORE: &str = "are attracts can charges closes comes contains cost costs did does gets goes had has have holds is lasts \
    lies makes may must needs offers opens pays runs sells serves should shows shuts stands starts stays takes used uses was weighs \
    were will won't can't isn't aren't";

/// So far before an answer the deed stands of which somebody is asked for.
const DEED_BEFORE: usize = 8;

/// Returns an answer with the whole of its figures and pairs and without what is said besides; `None` where that cannot be
/// told.
pub fn mend(question: &Question, answer: Span, text: &str, tokens: &[Token]) -> Option<Span> {
    let words = Words { text, tokens };
    let is_inside = |token: &Token| answer.overlaps(token.span);
    let (Some(first), Some(last)) = (
        tokens.iter().position(is_inside),
        tokens.iter().rposition(is_inside),
    ) else {
        return Some(answer);
    };
    let part = Part {
        question,
        words: &words,
        first,
        last,
    };
    let part = part.with_first_of_pair()?;
    let ends = (part.first, part.last);
    let part = part.with_half().without_more().without_rest_of_count();
    let part = part.doer();
    if (part.first, part.last) == (first, last) {
        return Some(with_plus(answer, text));
    }
    let start = match part.first == first {
        true => answer.start,
        false => tokens.get(part.first)?.span.start,
    };
    let end = match part.last == last && ends.1 == last {
        true => answer.end,
        false => tokens.get(part.last)?.span.end,
    };
    Some(with_plus(Span::new(start, end), text))
}

/// Takes in the sign before a number that is rung up: "+44 555 120".
fn with_plus(answer: Span, text: &str) -> Span {
    let before = text.get(..answer.start).unwrap_or_default();
    let is_number =
        (answer.of(text)).is_some_and(|own| own.starts_with(|c: char| c.is_ascii_digit()));
    let is_sign = before
        .strip_suffix('+')
        .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()));
    match is_number && is_sign {
        true => Span::new(answer.start - 1, answer.end),
        false => answer,
    }
}

/// The words of an answer, from the first to the last.
#[derive(Clone, Copy)]
struct Part<'a> {
    question: &'a Question,
    words: &'a Words<'a>,
    first: usize,
    last: usize,
}

impl Part<'_> {
    fn class(&self, at: usize) -> Option<TokenClass> {
        self.words.tokens.get(at).map(|token| token.class)
    }

    fn is_content(&self, at: usize) -> bool {
        matches!(self.class(at), Some(TokenClass::Plain | TokenClass::Name))
    }

    fn says_more(&self, at: usize) -> bool {
        let word = self.words.word(at);
        SAYS_MORE.split_whitespace().any(|own| own == word)
    }

    fn joined(&self, at: usize) -> bool {
        self.words.gap(at) == Some(" ")
    }

    /// Tells whether a clause may begin at a word: it opens the sentence, or stands behind a mark.
    fn opens(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|before| self.words.gap(before))
            .is_none_or(|gap| gap.contains([',', ';', ':', '–', '—', '"', '“', '(']))
    }

    /// Takes in the first of two things of which something is said: "wear and tear is our problem", not "tear is our problem".
    fn with_first_of_pair(self) -> Option<Self> {
        let (first, last) = (self.first, self.last);
        let verb = (first + 1..=last.min(first + 2)).find(|at| self.says_more(*at));
        let joint = first
            .checked_sub(1)
            .filter(|at| self.words.is(*at, &["and", "or"]));
        let (Some(verb), Some(joint)) = (verb, joint) else {
            return Some(self);
        };
        let is_whole = (first..verb).all(|at| self.is_content(at)) && self.joined(joint);
        let before = joint
            .checked_sub(1)
            .filter(|at| self.is_content(*at) && self.joined(*at));
        let Some(before) = before.filter(|_| is_whole) else {
            return Some(self);
        };
        let article = before.checked_sub(1).filter(|at| {
            self.words
                .is(*at, &["the", "a", "an", "our", "your", "its", "their"])
        });
        let start = article.unwrap_or(before);
        // "It has a bell and a gate is open": two clauses.
        self.opens(start).then_some(Part {
            first: start,
            ..self
        })
    }

    /// Takes in the number before a half: "five and a half hours".
    fn with_half(mut self) -> Self {
        let of_half = |at: usize| self.words.is(at, &["half", "quarter", "third"]);
        let article = |at: usize| self.words.is(at, &["a", "one"]);
        let half = if article(self.first) {
            self.first + 1
        } else {
            self.first
        };
        if of_half(half)
            && let Some(and) = half.checked_sub(2)
            && article(and + 1)
            && self.words.is(and, &["and"])
            && let Some(number) = and.checked_sub(1)
            && self.words.is_figure(number)
        {
            self.first = number;
        }
        let tail = self.last + 1;
        if self.words.is_figure(self.last)
            && self.words.is(tail, &["and"])
            && article(tail + 1)
            && of_half(tail + 2)
        {
            let unit = tail + 3;
            let has_unit = is_unit(&self.words.word(unit));
            self.last = if has_unit { unit } else { tail + 2 };
        }
        self
    }

    /// Leaves out what is said of the same thing besides: "10am to 5pm and costs £4".
    fn without_more(mut self) -> Self {
        let expected = self.question.kind.expected;
        if !expected.is_figure() && !matches!(expected, AnswerType::Date | AnswerType::Place) {
            return self;
        }
        let joint = (self.first + 1..self.last)
            .find(|at| self.words.is(*at, &["and", "but"]) && self.says_more(*at + 1));
        // Where a verb stands before it already, the answer is a whole clause.
        if let Some(joint) = joint
            && !(self.first..joint).any(|at| self.says_more(at))
        {
            self.last = joint - 1;
        }
        self
    }

    /// Leaves out what those do that are counted: "40 firefighters came".
    fn without_rest_of_count(mut self) -> Self {
        let focus = self
            .question
            .kind
            .focus
            .and_then(|at| self.question.words.get(at));
        let Some(focus) = focus.filter(|_| self.question.behind_question_word() == "many") else {
            return self;
        };
        // "Some 40", "more than 40".
        let figure =
            (self.first..=self.last.min(self.first + 2)).find(|at| self.words.is_figure(*at));
        let Some(figure) = figure else {
            return self;
        };
        let is_counted = |at: usize| {
            let word = self.words.word(at);
            matches!(word.as_str(), "people" | "persons")
                || normalize::stem(&normalize::fold(&word)) == focus.stem
        };
        let counted = (figure + 1..self.last).find(|at| is_counted(*at));
        // "40 firefighters from Orbey and 12 nurses" says more of them.
        if let Some(counted) = counted
            && self.joined(counted)
            && !(counted..=self.last).any(|at| self.words.is_figure(at))
        {
            self.last = counted;
        }
        self
    }

    /// Leaves out what was done, where it is asked who did it: "the old bridge by the poet Bo Hart".
    fn doer(mut self) -> Self {
        if self.question.kind.expected != AnswerType::Person || self.question.asks_who_somebody_is()
        {
            return self;
        }
        let by = (self.first + 1..self.last).find(|at| self.words.is(*at, &["by"]));
        let Some(by) = by else {
            return self;
        };
        let named = (by + 1..=self.last).any(|at| self.class(at) == Some(TokenClass::Name));
        // "A firm founded by Bo Hart" may have bought another: the deed that is asked for stands before.
        let done = self
            .question
            .kind
            .done
            .and_then(|at| self.question.words.get(at));
        let is_done = |at: usize| {
            done.is_some_and(|done| {
                normalize::stem(&normalize::fold(&self.words.word(at))) == done.stem
            })
        };
        let is_passive = (self.first.saturating_sub(DEED_BEFORE)..self.first).any(is_done);
        if named && is_passive && !self.question.asks_who_said() {
            self.first = by + 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::one_article::OneArticle;

    fn told(question: &str, text: &'static str, answer: &str) -> Option<&'static str> {
        let one = OneArticle::of("", text);
        let tokens = &one.analysed.sentences.first().expect("a sentence").tokens;
        let start = text.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        mend(&analyze(question), answer, text, tokens)?.of(text)
    }

    #[test]
    fn a_half_keeps_its_number() {
        let walk = "The walk takes seven and a half hours from Orbey.";
        let whole = Some("seven and a half hours");
        assert_eq!(told("How long is the walk?", walk, "half hours"), whole);
        assert_eq!(told("How long is the walk?", walk, "seven"), whole);
        assert_eq!(told("How long is the walk?", walk, "a half hours"), whole);
        let short = "The walk takes half an hour from Orbey.";
        assert_eq!(
            told("How long is the walk?", short, "half an hour"),
            Some("half an hour")
        );
    }

    #[test]
    fn a_pair_of_which_something_is_said_stays_together() {
        let stall = "Ketchup and mustard are free.";
        assert_eq!(
            told("What is free?", stall, "mustard are free"),
            Some("Ketchup and mustard are free")
        );
        let two = "It has two bells and gates are open.";
        assert_eq!(told("What is open?", two, "gates are open"), None);
        assert_eq!(told("What is free?", stall, "mustard"), Some("mustard"));
    }

    #[test]
    fn what_is_said_besides_is_left_out() {
        let hall = "The hall is open from 10am to 5pm and costs £4 for adults.";
        assert_eq!(
            told("When is the hall open?", hall, "10am to 5pm and costs £4"),
            Some("10am to 5pm")
        );
        let fire = "In the end 60 divers came from Orbey.";
        assert_eq!(
            told("How many divers came?", fire, "60 divers came"),
            Some("60 divers")
        );
        assert_eq!(
            told("How many divers came?", fire, "60 divers"),
            Some("60 divers")
        );
        let fair = "Some 900 people came to the fair.";
        assert_eq!(
            told("How many visitors came?", fair, fair.trim_end_matches('.')),
            Some("Some 900 people")
        );
        let tower = "It is to be opened at the Long Pier by the singer Bo Hart.";
        assert_eq!(
            told(
                "Who opens it?",
                tower,
                "the Long Pier by the singer Bo Hart"
            ),
            Some("the singer Bo Hart")
        );
        let firm = "Tarn Mills was bought by Orb, a firm founded by Bo Hart.";
        let whole = "a firm founded by Bo Hart";
        assert_eq!(told("Who owns Tarn Mills?", firm, whole), Some(whole));
        assert_eq!(
            told("Where is it opened?", tower, "the Long Pier"),
            Some("the Long Pier")
        );
    }

    #[test]
    fn a_number_keeps_its_plus() {
        let ring = "Ring +44 555 0199 at night.";
        assert_eq!(
            told("Which number do I ring?", ring, "44 555 0199"),
            Some("+44 555 0199")
        );
        let sum = "It has 3+4 rooms.";
        assert_eq!(told("How many rooms?", sum, "4 rooms"), Some("4 rooms"));
    }
}
