//! When somebody was born or died, where the article says so in brackets behind the name: "Ada Lind (3 August 1889 – 17
//! January 1971) was a botanist".

use crate::facts::dates;
use crate::question::AnswerType;
use crate::text::Span;

use super::analysis::AnalysedSentence;
use super::compared_words::{Token, TokenClass};
use super::query::Query;
use super::term::Term;

/// Words that ask for the one end of a life …
const BORN: [&str; 4] = ["born", "birth", "birthday", "birthdate"];

/// … and for the other.
const DIED: [&str; 5] = ["die", "died", "dies", "death", "dead"];

/// A name has no more words than this.
const MAX_NAME_WORDS: usize = 5;

/// Which end of whose life is asked for.
#[derive(Debug, Clone)]
pub struct LifespanQuestion<'q> {
    names: Vec<&'q Term>,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Birth,
    Death,
}

/// Reads when who was born or died; `None` where a question asks for more, or for something else.
pub fn asked(query: &Query) -> Option<LifespanQuestion<'_>> {
    if query.question.kind.expected != AnswerType::Date {
        return None;
    }
    let end_of = |word: &str| match word {
        word if BORN.contains(&word) => Some(End::Birth),
        word if DIED.contains(&word) => Some(End::Death),
        _ => None,
    };
    let mut ends = (query.terms.iter()).filter_map(|term| end_of(&term.folded));
    let (Some(end), None) = (ends.next(), ends.next()) else {
        return None;
    };
    let is_other = |term: &&Term| {
        end_of(&term.folded).is_none() && !matches!(term.folded.as_str(), "date" | "year" | "day")
    };
    let names: Vec<&Term> = query.terms.iter().filter(is_other).collect();
    // What is taken over begins with a capital, which tells nothing.
    let fits = (1..=MAX_NAME_WORDS).contains(&names.len())
        && (names.iter()).all(|term| (term.name || term.carried) && !term.stems.is_empty());
    fits.then_some(LifespanQuestion { names, end })
}

impl LifespanQuestion<'_> {
    /// Finds the date in the brackets behind the name that a sentence begins with, as bytes of the stored text.
    pub fn answer_in(&self, text: &str, sentence: &AnalysedSentence) -> Option<Span> {
        let written = sentence.span.of(text)?;
        let open = written.find('(')?;
        let close = open + written.get(open..)?.find(')')?;
        let is_before = |at: usize| at < sentence.span.start + open;
        let before = || (sentence.tokens.iter()).take_while(|token| is_before(token.span.start));
        // The first word of a sentence is no name by its capital alone.
        let is_named = |token: &&Token| {
            token.class == TokenClass::Name || token.span.start == sentence.span.start
        };
        let is = |term: &Term| before().any(|token| term.has(token.stem));
        if !before().all(|token| is_named(&token)) || !self.names.iter().all(|term| is(term)) {
            return None;
        }
        let inside = written.get(open..close)?;
        let found = dates::find(inside);
        let dash = inside
            .find(['–', '—', '−'])
            .or_else(|| inside.find('-'))
            .filter(|dash| is_between_years(inside, *dash));
        let said = match self.end {
            End::Birth => ["born", "b. "],
            End::Death => ["died", "d. "],
        };
        let said = said.iter().find_map(|word| place_of(word, inside));
        let date = match (said, self.end) {
            (Some(said), _) => found.iter().find(|date| said < date.span.start),
            (None, _) if !is_lifespan(inside, found.first()?.span, found.last()?.span) => None,
            (None, End::Birth) => {
                (found.first()).filter(|date| dash.is_some_and(|dash| date.span.start < dash))
            }
            (None, End::Death) => {
                (found.last()).filter(|date| dash.is_some_and(|dash| dash < date.span.end))
            }
        }?;
        let (start, end) = match dash {
            // "1889–1971" may be read as one range.
            Some(dash) if date.span.start < dash && dash < date.span.end => match self.end {
                End::Birth => (date.span.start, dash),
                End::Death => {
                    let behind = inside.get(dash..)?.chars().next()?.len_utf8();
                    (dash + behind, date.span.end)
                }
            },
            _ => (date.span.start, date.span.end),
        };
        let words = inside.get(start..end)?;
        let start = start + (words.len() - words.trim_start().len());
        let offset = sentence.span.start + open;
        Some(Span::new(start, start + words.trim().len()).shifted(offset))
    }
}

/// Tells whether a sentence has a life in brackets: "(1889–1971)".
pub fn has_life(text: &str, sentence: &AnalysedSentence) -> bool {
    let written = sentence.span.of(text).unwrap_or_default();
    let mut brackets = written.split('(').skip(1);
    brackets.any(|behind| {
        let inside = behind.split(')').next().unwrap_or_default();
        let mut dashes = inside.match_indices(['–', '—', '−', '-']);
        dashes.any(|(dash, _)| is_between_years(inside, dash))
    })
}

/// Finds a word, or an abbreviation with the space behind it, that is not part of a longer one: "born", not "Osborne".
fn place_of(word: &str, inside: &str) -> Option<usize> {
    let is_whole = |at: &usize| {
        let before = inside.get(..*at).unwrap_or_default();
        let behind = inside.get(at + word.len()..).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric)
            && (word.ends_with(' ') || !behind.starts_with(char::is_alphanumeric))
    };
    (inside.match_indices(word).map(|(at, _)| at)).find(is_whole)
}

/// Tells whether a dash stands between two years, not within a date as "2024-05-01" is one.
fn is_between_years(inside: &str, dash: usize) -> bool {
    let has_year = |part: &str| {
        let mut runs = part.split(|c: char| !c.is_ascii_digit());
        runs.any(|run| matches!(run.len(), 3 | 4))
    };
    inside
        .split_at_checked(dash)
        .is_some_and(|(before, behind)| has_year(before) && has_year(behind))
}

/// Tells whether brackets whose first and last dates are given hold a life and no term of office: nothing is said before
/// the one nor right behind the other.
fn is_lifespan(inside: &str, first: Span, last: Span) -> bool {
    let before = inside.get(..first.start).unwrap_or_default();
    let behind = inside.get(last.end..).unwrap_or_default().trim();
    matches!(before.trim_matches(['(', ' ']), "" | "c." | "ca." | "born")
        && (behind.is_empty() || behind.starts_with([',', ';']))
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;
    use crate::question::{analyze, analyze_knowing};

    fn told(question: &str, carried: Option<&str>, text: &str) -> Option<String> {
        let one = OneArticle::of("", text);
        let read = |text: &str| analyze_knowing(text, &|word| one.vocabulary.knows_as_name(word));
        let query = Query::of(read(question), carried.map(analyze), &one.vocabulary);
        let found = asked(&query)?.answer_in(text, one.analysed.sentences.first()?)?;
        found.of(text).map(str::to_owned)
    }

    #[test]
    fn both_ends_of_a_life_stand_behind_the_name() {
        for text in [
            "Ada Maria Lind (3 August 1889 – 17 January 1971) was a botanist.",
            "Ada Maria Lind (born 3 August 1889 in Orbey, died 17 January 1971) was a botanist.",
        ] {
            let born = told("When was Ada Lind born?", None, text);
            assert_eq!(born.as_deref(), Some("3 August 1889"));
            let died = told("when did she die", Some("Ada Lind"), text);
            assert_eq!(died.as_deref(), Some("17 January 1971"));
        }
        let years = "Ada Lind (1889–1971) was a botanist.";
        assert_eq!(
            told("When did Ada Lind die?", None, years).as_deref(),
            Some("1971")
        );
        assert_eq!(
            told("When was Ada Lind born?", None, years).as_deref(),
            Some("1889")
        );
    }

    #[test]
    fn other_brackets_tell_of_no_life() {
        for text in [
            "Ada Lind (chairwoman since 1988) spoke.",
            "The mother of Ada Lind (1889 – 1971) was a botanist.",
            "Bo Lind (1889 – 1971) was a botanist. Ada came later.",
            "Ada Lind (vice-chair since 1988) spoke.",
            "Ada Lind (2024-05-01) replied.",
            "Ada Lind (chair 1988 – 1992) spoke.",
            "Ada Lind (1988 – 1992 chair) spoke.",
        ] {
            assert_eq!(told("When did Ada Lind die?", None, text), None, "{text}");
        }
        let osborne = "Ada Lind (Osborne, 1988) spoke.";
        assert_eq!(told("When was Ada Lind born?", None, osborne), None);
        let text = "Ada Lind (1889 – 1971) was a botanist.";
        assert_eq!(told("When did Ada Lind marry?", None, text), None);
    }
}
