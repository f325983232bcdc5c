//! Questions that ask no more than one figure of a thing: "how many moons does Saturn have", "how high is Everest". A
//! sentence whose subject is that thing and which says "has 274 moons", or "is 8,849 metres high", is what people look for,
//! and as it may say "the planet", few of the question's words need be in it.

use super::analysis::AnalysedSentence;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::fact_slots::{FactSlots, Slot};
use super::query::Query;
use super::term::Term;
use crate::question::AnswerType;
use crate::text::helper_verbs::{BE_NOW, BE_ONCE, SUPPOSES};
use crate::text::{Span, normalize};

/// The verb of having in all its forms: with them a sentence says what a thing has.
const HAVING: [&str; 4] = ["has", "have", "had", "having"];

/// Words behind a number that tell how it stands to another one.
const COMPARED: [&str; 6] = ["percent", "per", "more", "fewer", "less", "further"];

/// Words between the verb and the number, or between the number and what is counted: "now has 274 known moons".
const MAX_BETWEEN: usize = 3;

/// What a subject begins with that stands for what the article is about: "it", "the planet"; "its neighbour" does not.
const POINTING_BACK: [&str; 6] = ["it", "he", "she", "they", "the", "this"];

/// What has them is named in so many words at most.
const MAX_OWNER_WORDS: usize = 3;

/// Of which thing which figure is asked for.
#[derive(Debug, Clone)]
pub struct FigureQuestion<'q> {
    /// The forms of the verb that states it.
    verb: &'static [&'static str],
    /// What is counted, or the word for the size: "moons", "high".
    counted: &'q Term,
    owner: Vec<&'q Term>,
}

/// Tells whether a question asks no more than how old somebody is whom it names, and a sentence gives the age behind that
/// name: "Ada Lind, 47,".
pub fn gives_age(query: &Query, candidate: Candidate<'_>) -> bool {
    age_in(query, candidate).is_some()
}

/// Returns that age.
pub fn age_in(query: &Query, candidate: Candidate<'_>) -> Option<Span> {
    let named: Vec<&Term> = query
        .terms
        .iter()
        .filter(|term| !matches!(term.folded.as_str(), "old" | "age"))
        .collect();
    let asks = query.question.kind.expected == AnswerType::Age
        && !named.is_empty()
        && named.iter().all(|term| term.name);
    let sentence = candidate.sentence().filter(|_| asks)?;
    let (text, tokens) = (candidate.text, sentence.tokens.as_slice());
    let is_age = |token: &Token| {
        let digits = token.span.of(text).unwrap_or_default();
        let ends = text.get(token.span.end..).unwrap_or_default();
        digits.len() <= 3
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && ends.starts_with([',', '.', ')', '\n', ';'])
    };
    let is_named = |token: &Token| named.iter().any(|term| term.has(token.stem));
    (1..tokens.len()).find_map(|at| {
        let (last, age) = (tokens.get(at - 1)?, tokens.get(at)?);
        let gap = text.get(last.span.end..age.span.start);
        let behind_name = matches!(gap, Some(", " | " (")) && is_named(last) && is_age(age);
        let before = tokens.get(..at).unwrap_or_default();
        let run: Vec<&Token> = (before.iter().rev())
            .take_while(|token| token.class == TokenClass::Name || is_named(token))
            .collect();
        // Of "Ada Lind, 47," no "Bo Lind" is asked.
        let is_whole = named
            .iter()
            .all(|term| run.iter().any(|token| term.has(token.stem)));
        (behind_name && is_whole).then_some(age.span)
    })
}

/// Reads of which thing a question asks which figure; `None` when it asks for more than that.
pub fn asked(query: &Query) -> Option<FigureQuestion<'_>> {
    let question = &query.question;
    let focus = question.kind.focus?;
    if question.kind.expected != AnswerType::Number {
        return None;
    }
    let is_have = |word: &str| HAVING.contains(&word);
    let word = |at: usize| question.words.get(at).map(|word| word.folded.as_str());
    let sized = focus.checked_sub(1).and_then(word) == Some("how");
    // What was so many metres high once may be another today.
    let verb: &[&str] = match word(focus + 1).filter(|_| sized) {
        Some(word) if BE_NOW.contains(&word) => &BE_NOW,
        Some(word) if BE_ONCE.contains(&word) => &BE_ONCE,
        _ if question.words.iter().any(|word| is_have(&word.folded)) => &HAVING,
        _ => return None,
    };
    let counted = (query.terms.iter()).find(|term| term.position == focus && !term.number)?;
    let owner: Vec<&Term> = (query.terms.iter())
        .filter(|term| term.position != focus && !is_have(&term.folded))
        .collect();
    let fits = (1..=MAX_OWNER_WORDS).contains(&owner.len()) && owner.iter().all(|term| term.name);
    fits.then_some(FigureQuestion {
        verb,
        counted,
        owner,
    })
}

impl FigureQuestion<'_> {
    /// Tells whether a sentence says it: what is asked about, or a word that stands for it, has so many or is so high.
    pub fn is_answered_by(&self, candidate: Candidate<'_>) -> bool {
        let states = (candidate.sentence()).filter(|sentence| !sentence.denies);
        states.is_some_and(|sentence| {
            let facts = sentence.facts(candidate.text);
            (facts.iter()).any(|fact| self.is_told(fact, sentence, candidate))
        })
    }

    fn is_told(
        &self,
        fact: &FactSlots,
        sentence: &AnalysedSentence,
        candidate: Candidate<'_>,
    ) -> bool {
        let run = |wanted: Slot| {
            let mut runs = fact.slots.iter().filter(|(slot, _)| *slot == wanted);
            runs.next().map(|(_, run)| run.clone())
        };
        let (Some(subject), Some(relation)) = (run(Slot::Subject), run(Slot::Relation)) else {
            return false;
        };
        let tokens = |run: std::ops::Range<usize>| sentence.tokens.get(run).unwrap_or_default();
        let says = |forms: &[&str]| {
            tokens(relation.clone()).iter().any(|token| {
                let word = token.span.of(candidate.text).unwrap_or_default();
                forms.contains(&normalize::fold(word).as_str())
            })
        };
        let behind = tokens(relation.end..sentence.tokens.len());
        says(self.verb)
            && !says(&SUPPOSES)
            && self.is_counted_behind(behind, candidate.text)
            && self.is_the_owner(tokens(subject), sentence, candidate)
    }

    /// Tells whether a number of what is asked for follows: "274 known moons", "8,849 metres high".
    fn is_counted_behind(&self, rest: &[Token], text: &str) -> bool {
        let number =
            (rest.iter().take(MAX_BETWEEN + 1)).position(|token| token.class == TokenClass::Number);
        let behind = number.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
        let figure = number.and_then(|at| rest.get(at));
        let in_percent = figure.is_some_and(|figure| {
            let after = text.get(figure.span.end..).unwrap_or_default();
            after.trim_start().starts_with('%')
        });
        let compares = |token: &Token| {
            let word = normalize::fold(token.span.of(text).unwrap_or_default());
            COMPARED.contains(&word.as_str())
        };
        !in_percent
            && (behind.iter().take(MAX_BETWEEN + 1))
                .take_while(|token| token.class == TokenClass::Plain && !compares(token))
                .any(|token| self.counted.has(token.stem))
    }

    /// Tells whether a subject names what is asked about, or has no name of its own and stands for it.
    fn is_the_owner(
        &self,
        subject: &[Token],
        sentence: &AnalysedSentence,
        Candidate { article, text, .. }: Candidate<'_>,
    ) -> bool {
        let all_in = |tokens: &[Token]| {
            (self.owner.iter()).all(|term| tokens.iter().any(|token| term.has(token.stem)))
        };
        // "Mount Everest" is Everest, and "Everest Base Camp" is not.
        let last_name = (subject.iter()).rfind(|token| token.class == TokenClass::Name);
        let names_another =
            last_name.is_some_and(|token| !self.owner.iter().any(|term| term.has(token.stem)));
        let stands_for_it = || {
            let (Some(first), Some(last)) = (subject.first(), subject.last()) else {
                return false;
            };
            let whole = Span::new(first.span.start, last.span.end);
            let mut meant = sentence.antecedents.iter();
            match meant.find(|meant| meant.pronoun == whole) {
                Some(meant) => all_in(&meant.name),
                None => {
                    let opens = normalize::fold(first.span.of(text).unwrap_or_default());
                    let points_back = POINTING_BACK.contains(&opens.as_str());
                    points_back && subject.len() <= 2 && all_in(&article.topic)
                }
            }
        };
        !names_another && (all_in(subject) || stands_for_it())
    }
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    #[test]
    fn a_figure_behind_a_name_is_an_age() {
        let text = "Among them was Ada Lind, 81, who swims. Bo Lind, 47, of Orbey, sings. Cora Rask, 12,000 times a guest.";
        let one = OneArticle::of("", text);
        let of = |question: &str| one.holds(question, gives_age);
        assert_eq!(of("How old is Ada Lind?"), [true, false, false]);
        assert_eq!(of("What is the age of Bo Lind?"), [false, true, false]);
        assert_eq!(of("How old is Cora Rask?"), [false; 3]);
        assert_eq!(of("Who is Ada Lind?"), [false; 3]);
    }

    /// Returns the sentences of an article that say how many.
    fn told(question: &str, title: &str, text: &str) -> Vec<usize> {
        let article = OneArticle::of(title, text);
        let query = article.query(question);
        let Some(asked) = asked(&query) else {
            return Vec::new();
        };
        let says = |sentence: &usize| asked.is_answered_by(article.candidate(*sentence));
        (0..article.analysed.sentences.len()).filter(says).collect()
    }

    const REPORT: &str = "Surveyors listed twelve further lakes on Tuesday, so that the island now has 74 known lakes. \
                          Lund, its neighbour, has 40 lakes. A first list of 30 lakes was printed in 1990.";

    #[test]
    fn a_thing_that_the_article_is_about_need_not_be_named() {
        let asked = "How many lakes does Orbey have?";
        assert_eq!(
            told(asked, "Orbey now has more lakes than Lund", REPORT),
            [0]
        );
        assert_eq!(
            told(
                "how many lakes does Lund have",
                "Orbey now has more lakes",
                REPORT
            ),
            [1]
        );
    }

    #[test]
    fn a_size_is_told_of_the_thing_itself_and_of_its_time() {
        let text = "In 1856 a surveyor announced that it was 290 feet high. On Tuesday both towns declared that Mount Orbey \
                    is 88.9 metres high. The mast on it is 12 metres high.";
        let title = "Mount Orbey: a page from the handbook";
        assert_eq!(told("How high is Orbey?", title, text), [1]);
        assert_eq!(told("how high was Orbey", title, text), [0]);
        assert!(told("How wide is Orbey?", title, text).is_empty());
        let camp = "Orbey Base Camp is 52.5 metres high.";
        assert!(told("How high is Orbey?", title, camp).is_empty());
    }

    #[test]
    fn what_is_denied_supposed_or_compared_states_no_count() {
        let asked = "How many lakes does Orbey have?";
        assert_eq!(told(asked, "Orbey", "Orbey has 74 lakes."), [0]);
        for text in [
            "Orbey does not have 74 lakes.",
            "Orbey would have 74 lakes.",
            "Orbey may have 74 lakes.",
            "Orbey has 74 percent of the lakes.",
            "Orbey has 74 more lakes than Lund.",
            "Orbey has 74% lakes.",
        ] {
            assert!(told(asked, "Orbey", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn another_thing_or_another_count_does_not_answer() {
        let title = "Orbey now has more lakes than others";
        assert!(told("How many ferries does Orbey have?", title, REPORT).is_empty());
        assert!(told("How many lakes does Veldt have?", title, REPORT).is_empty());
        assert!(told("How many lakes were listed on Orbey?", title, REPORT).is_empty());
    }
}
