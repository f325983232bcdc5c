//! Lines such as "Lecturer: Ada Lind" and rows of tables: where a question asks for no more than what the label names, of what
//! the article is about, the line tells it, however few words the two share.

use std::ops::Range;

use crate::article::{clean, gender};
use crate::question::{AnswerType, Question};
use crate::text::dimensions::{self, Dimension};
use crate::text::helper_verbs::is_be;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;
use crate::text::{Span, normalize};

use super::analysis::AnalysedSentence;
use super::answer_words::AnswerWords;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::narrow_kinds::NarrowKind;
use super::quantity_match::{self, QuantityMatch};
use super::query::Query;
use super::term::Term;
use super::vocabulary::StemId;

/// Words of a question and the labels that stand over what they ask for.
const ASKED_BY: [(&str, &str); 14] = [
    ("heavy weigh weighs", "weight mass"),
    ("tall high", "height elevation"),
    ("long", "length duration"),
    ("last lasts", "duration"),
    ("deep", "depth"),
    ("wide broad", "width"),
    ("fast", "speed"),
    ("big large", "size area"),
    ("far", "distance range"),
    ("cost costs pay", "price cost fee"),
    (
        "teach teaches taught",
        "lecturer teacher instructor tutor professor",
    ),
    ("wrote written write", "author writer"),
    ("live living lives", "population inhabitants"),
    ("hot warm cold", "temperature"),
];

/// Words that say little of what is asked beside a label …
const SAY_LITTLE: &str = "held hold holds count counts place located happen happens take takes give given make makes made up really \
    exactly actually worth need needed get gets much many total there";

/// … and nouns that may ask for whatever stands behind one.
const ANYTHING: [&str; 12] = [
    "topic", "subject", "theme", "thing", "part", "item", "title", "value", "number", "amount",
    "kind", "type",
];

/// What a name may be one of though it begins like somebody's: Victoria Hall.
const PLACES: [&str; 4] = ["place", "building", "room", "road"];

/// A word of a question is nearly one of a label from this cosine on.
const THE_SAME: f32 = 0.65;

/// Words that share so many letters at their beginning are of one family, and may name different things.
const SAME_LETTERS: usize = 4;

/// Tells whether a candidate is a labelled line whose label is just what the question asks for.
pub fn tell(query: &Query, candidate: Candidate<'_>) -> bool {
    let expected = query.question.kind.expected;
    let asks_something = !matches!(
        expected,
        AnswerType::Truth | AnswerType::Reason | AnswerType::Manner | AnswerType::Quotation
    );
    let sentence = candidate.sentence().filter(|_| asks_something);
    sentence.is_some_and(|sentence| {
        let Some((label, value)) = taken_apart(candidate.text, sentence) else {
            return false;
        };
        let value = Value {
            question: &query.question,
            text: candidate.text,
            words: value,
        };
        value.has_kind() && is_asked_for(query, label, candidate, sentence)
    })
}

/// Returns the words of a label and those behind it; `None` for other sentences.
fn taken_apart<'a>(
    text: &str,
    sentence: &'a AnalysedSentence,
) -> Option<(&'a [Token], &'a [Token])> {
    let words = sentence.span.of(text)?;
    let before = text.get(..sentence.span.start)?.trim_end_matches(' ');
    let begins_line = before.is_empty() || before.ends_with(['\n', '-']);
    if !begins_line || !clean::is_labelled(words) {
        return None;
    }
    let colon = sentence.span.start + words.find(": ")?;
    let behind = sentence
        .tokens
        .iter()
        .position(|token| token.span.start > colon)?;
    let (label, value) = sentence.tokens.split_at(behind);
    // Whoever asks for a child's price does not say from which age on.
    let aside = words.find(" (").map(|aside| sentence.span.start + aside);
    let end = aside.filter(|aside| *aside < colon);
    let named = end.map_or(label.len(), |end| {
        label
            .iter()
            .take_while(|token| token.span.start < end)
            .count()
    });
    Some((label.get(..named)?, value))
}

/// The words behind a label, beside a question.
struct Value<'a> {
    question: &'a Question,
    text: &'a str,
    words: &'a [Token],
}

impl Value<'_> {
    /// Tells whether they have something of the kind that is asked for.
    fn has_kind(&self) -> bool {
        if let Some(narrow) = NarrowKind::of(self.question) {
            return narrow.is_in(self.text, self.words, &vec![true; self.words.len()]);
        }
        match self.question.kind.expected {
            AnswerType::Person => self.names().any(|name| !self.is_measured(name.start)),
            AnswerType::Place => self.names().any(|name| self.is_place(&name)),
            AnswerType::Date => self.is_date(),
            kind if kind.is_figure() => self.has_figure(kind),
            _ => !self.words.is_empty(),
        }
    }

    fn class(&self, at: usize) -> Option<TokenClass> {
        Some(self.words.get(at)?.class)
    }

    fn measures(&self, figure: usize) -> &'static [Dimension] {
        quantity_match::measured_by(self.text, self.words, figure)
    }

    /// Returns the places of the words of each name.
    fn names(&self) -> impl Iterator<Item = Range<usize>> {
        // The name of a column is none of somebody: "Weight 35%".
        let is_name = |at: usize| {
            self.class(at) == Some(TokenClass::Name) && self.measures(at + 1).is_empty()
        };
        let begins = move |at: &usize| is_name(*at) && !at.checked_sub(1).is_some_and(is_name);
        (0..self.words.len())
            .filter(begins)
            .map(move |first| first..first + (first..).take_while(|at| is_name(*at)).count())
    }

    /// Tells whether a word is the unit of a figure: the "C" of "28 °C".
    fn is_measured(&self, at: usize) -> bool {
        let figure = at.checked_sub(1).filter(|at| self.is_figure(*at));
        figure.is_some_and(|figure| !self.measures(figure).is_empty())
    }

    /// Tells whether a name may be one of a place: it stands behind no figure, and is not somebody's.
    fn is_place(&self, name: &Range<usize>) -> bool {
        let words = self.words.get(name.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        let behind_figure = name.start.checked_sub(1).is_some_and(|before| {
            let gap = self
                .words
                .get(before)
                .map(|own| own.span.end..first.span.start);
            let gap = gap.and_then(|gap| self.text.get(gap));
            self.is_figure(before) && !gap.is_some_and(|gap| gap.contains([',', ';']))
        });
        let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
        let is_sort = |kind: &str| {
            let rows = last.row.zip(vectors.row(kind));
            rows.is_some_and(|(own, kind)| own == kind || known.is_a(own, kind))
        };
        let written = Span::new(first.span.start, last.span.end).of(self.text);
        let is_somebody = || written.is_some_and(|name| gender::of_name(name).is_some());
        !behind_figure && (PLACES.into_iter().any(is_sort) || !is_somebody())
    }

    fn is_figure(&self, at: usize) -> bool {
        matches!(self.class(at), Some(TokenClass::Number | TokenClass::Year))
    }

    fn figures(&self) -> impl Iterator<Item = usize> {
        (0..self.words.len()).filter(|at| self.is_figure(*at))
    }

    /// Returns the words with those that are looked at.
    fn looked_at(&self, which: impl Fn(usize) -> bool) -> AnswerWords<'_> {
        AnswerWords {
            question: self.question,
            text: self.text,
            tokens: self.words,
            which: (0..self.words.len()).map(which).collect(),
        }
    }

    /// Tells whether a word is an hour: "10:15", "5 pm".
    fn is_hour(&self, at: usize) -> bool {
        let only: Vec<bool> = (0..self.words.len()).map(|own| own == at).collect();
        let written = self
            .words
            .get(at)
            .and_then(|token| token.span.of(self.text));
        let is_clock =
            written
                .and_then(|word| word.split_once(':'))
                .is_some_and(|(hour, minutes)| {
                    hour.bytes().all(|b| b.is_ascii_digit())
                        && minutes.starts_with(|c: char| c.is_ascii_digit())
                });
        is_clock || NarrowKind::TimeOfDay.is_in(self.text, self.words, &only)
    }

    /// Tells whether a day, a year or an hour is told; "line 14" is none of them.
    fn is_date(&self) -> bool {
        (0..self.words.len()).any(|at| match self.class(at) {
            Some(TokenClass::Calendar) => true,
            Some(TokenClass::Year) => self.measures(at).is_empty(),
            _ => self.is_hour(at),
        })
    }

    /// Tells whether a figure is told that can be what is asked for.
    fn has_figure(&self, kind: AnswerType) -> bool {
        let measured = |wanted: &[Dimension]| {
            let mut figures = self.figures();
            figures.any(|at| self.measures(at).iter().any(|own| wanted.contains(own)))
        };
        let fits = || {
            let fit = |at| quantity_match::fit(self.question, self.text, self.words, at);
            self.figures().any(|at| fit(at) == QuantityMatch::Fits)
        };
        let all = || self.looked_at(|_| true);
        // "CHF 12"
        let in_currency = || {
            let mut figures = self.figures().filter_map(|at| at.checked_sub(1));
            figures.any(|before| {
                let word = self
                    .words
                    .get(before)
                    .and_then(|token| token.span.of(self.text));
                word.is_some_and(|word| dimensions::is_currency(&word.to_lowercase()))
            })
        };
        match (kind, self.question.behind_question_word()) {
            (AnswerType::Money, _) => fits() || in_currency() || all().price(),
            _ if quantity_match::is_sought(self.question) => fits(),
            (AnswerType::Percent, _) => measured(&[Dimension::Share]),
            (AnswerType::Duration, _) => measured(&[Dimension::Time]),
            (AnswerType::Age, _) => {
                let plain = self.looked_at(|at| self.measures(at).is_empty() && self.is_count(at));
                measured(&[Dimension::Time]) || plain.told_age()
            }
            (_, "much") if self.asks_sum() => {
                measured(&[Dimension::Money, Dimension::Share]) || in_currency()
            }
            (_, "often") => all().time(),
            (_, "many") => {
                let focus = self.question.kind.focus;
                let counted = focus.and_then(|at| self.question.words.get(at));
                let counts = |at| self.measures(at).is_empty() && self.is_count(at);
                self.figures().any(counts)
                    || counted.is_some_and(|counted| {
                        quantity_match::is_measured_like(&counted.folded, self.text, self.words)
                    })
            }
            (_, "much") => self.figures().any(|at| {
                self.is_count(at) && !self.measures(at).contains(&Dimension::Temperature)
            }),
            _ => self.figures().any(|at| self.is_count(at)),
        }
    }

    /// Tells whether a figure says neither the hour nor which one: "line 14".
    fn is_count(&self, at: usize) -> bool {
        let own = self.looked_at(|own| own == at);
        !self.is_hour(at) && (own.count() || !self.measures(at).is_empty())
    }

    /// Tells whether "how much is …" is asked, of a thing: for a sum.
    fn asks_sum(&self) -> bool {
        let is = (self.question.kind.wh_word).and_then(|at| self.question.words.get(at + 2));
        is.is_some_and(|word| is_be(&word.folded))
    }
}

/// Tells whether the question says the whole label, and nothing else but what the article is about.
fn is_asked_for(
    query: &Query,
    label: &[Token],
    Candidate { article, text, .. }: Candidate<'_>,
    sentence: &AnalysedSentence,
) -> bool {
    let above = article.stands_under.get(sentence.block);
    let context = || {
        let topic = article.topic.iter().chain(&article.title);
        topic.chain(above.into_iter().flatten())
    };
    let said_above = |term: &Term| context().any(|token| is(term, token.stem));
    let content = |token: &&Token| token.class != TokenClass::Function;
    let mut names_label = false;
    let mut named = vec![false; label.len()];
    for term in &query.terms {
        let mut is_of_label = false;
        for (own, token) in named.iter_mut().zip(label) {
            if means(term, token, text) {
                (*own, is_of_label) = (true, true);
            }
        }
        names_label |= is_of_label;
        let is_focus = query.question.kind.focus == Some(term.position);
        let says_little = SAY_LITTLE
            .split_whitespace()
            .any(|word| word == term.folded)
            || query.question.is_light(term.position)
            || query.question.kind.expected == AnswerType::Money
                && (query.question.words.get(term.position)).is_some_and(|word| word.is_of_money())
            || is_focus && ANYTHING.contains(&term.folded.as_str());
        if !is_of_label && !said_above(term) && !says_little {
            return false;
        }
    }
    let is_whole = (label.iter().zip(&named)).all(|(token, named)| *named || !content(&token));
    names_label && is_whole
}

/// Tells whether a word of a question asks for what a word of a label names.
fn means(term: &Term, token: &Token, text: &str) -> bool {
    let label = normalize::fold(token.span.of(text).unwrap_or_default());
    let has = |words: &str, word: &str| words.split(' ').any(|own| own == word);
    let is_asked_by = || {
        (ASKED_BY.iter()).any(|(asking, labels)| has(asking, &term.folded) && has(labels, &label))
    };
    // A lecturer is no lecture.
    let is_derived = || {
        let begins = |word: &str| word.chars().take(SAME_LETTERS).collect::<String>();
        begins(&term.folded) == begins(&label)
    };
    let is_like = || {
        let rows = term
            .row
            .zip(token.row)
            .filter(|_| !term.name && !term.number);
        rows.is_some_and(|(own, other)| {
            WordVectors::shipped().similarity(own, other) >= THE_SAME && !is_derived()
        })
    };
    // "Lecturer" and "lectures" have one stem.
    let is_same = || is(term, token.stem) && is_agent(&term.folded) == is_agent(&label);
    token.class != TokenClass::Function && (is_same() || is_asked_by() || is_like())
}

/// Tells whether a word ends as those for whoever does something.
fn is_agent(word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    one.ends_with("er") || one.ends_with("or")
}

fn is(term: &Term, stem: Option<StemId>) -> bool {
    term.stems.iter().any(|(known, _)| Some(*known) == stem)
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    const COURSE: &str = "Lecturer: Ada Lind\n\nLectures: Mon 10:15, Orbey Hall\n\nIt is about rivers.\n\n\
                          - Final exam: Weight 35%\n\n- Week 5: Deltas\n\n- Week 6: Weirs\n\n- Weight: 16 kg\n\n\
                          - Rider weight: 110 kg\n\n- Bus: line 14\n\n- Pool: 28 °C\n\n- Breakfast: 7:30–9\n\n\
                          - Capacity: 40 people\n\n- Yoga: Anna Lund\n\n- Ferry: 12 May\n\n- Lunch: €12\n\n\
                          - Sauna: Anna Hall";

    /// Returns the line that tells what is asked.
    fn told(question: &str) -> Option<String> {
        let course = OneArticle::of("Rivers 214", COURSE);
        let at = (course.holds(question, tell).into_iter()).position(|tells| tells)?;
        Some(course.analysed.sentences[at].span.of(COURSE)?.to_owned())
    }

    #[test]
    fn a_line_tells_what_its_label_names() {
        for (question, line) in [
            ("Who teaches Rivers 214?", "Lecturer: Ada Lind"),
            (
                "Where are the lectures held?",
                "Lectures: Mon 10:15, Orbey Hall",
            ),
            (
                "How much does the final exam count?",
                "Final exam: Weight 35%",
            ),
            ("Which topic is in week 5?", "Week 5: Deltas"),
            ("How heavy is it?", "Weight: 16 kg"),
            ("When is breakfast?", "Breakfast: 7:30–9"),
            ("What is the capacity?", "Capacity: 40 people"),
            ("Who is yoga with?", "Yoga: Anna Lund"),
            ("When is the ferry?", "Ferry: 12 May"),
            ("How much is lunch?", "Lunch: €12"),
            ("Where is the sauna?", "Sauna: Anna Hall"),
        ] {
            assert_eq!(told(question).as_deref(), Some(line), "{question}");
        }
    }

    #[test]
    fn an_aside_in_a_label_need_not_be_said() {
        let fares =
            "# Tickets\n\n- Adult: £11.50\n\n- Child (5 to 15): £6\n\n- Family (two adults): £30";
        let mill = OneArticle::of("The mill", fares);
        let told = |question: &str| mill.holds(question, tell);
        assert_eq!(told("How much is a child ticket?"), [false, true, false]);
        assert_eq!(
            told("What does a family ticket cost?"),
            [false, false, true]
        );
        assert_eq!(told("How much is a dog ticket?"), [false; 3]);
    }

    #[test]
    fn what_is_of_another_kind_is_not_told() {
        for question in [
            "How much is the bus?",
            "When is the bus?",
            "Where is the pool?",
            "When is the pool?",
            "How much is the pool?",
            "How much is breakfast?",
            "How much is the capacity?",
            "How many people use the bus?",
            "Where is yoga?",
            "How old is the bus?",
            "Who is the pool?",
            "When is lunch?",
        ] {
            assert_eq!(told(question), None, "{question}");
        }
    }

    #[test]
    fn more_than_the_label_names_is_not_told() {
        for question in [
            "Who teaches Rivers 215?",
            "Who sits at the lectures?",
            "Where is the final exam?",
            "Which boats are in week 5?",
            "Is there a final exam?",
            "How heavy is the boat?",
        ] {
            assert_eq!(told(question), None, "{question}");
        }
    }
}
