//! Sentences that say the contrary of what is asked for: that something is not so where it is asked of what it is so, or that
//! something falls, closes or ends where it is asked what rises, opens or begins.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::analysis::AnalysedSentence;
use super::candidate::Candidate;
use super::compared_words::{Token, TokenClass};
use super::query::Query;
use super::term::Term;
use crate::question::AnswerType;
use crate::text::function_words::denies;
use crate::text::related_words::{RelatedWords, Relation};

/// Words of two directions, neither of which answers a question for the other.
struct Pair {
    one: &'static str,
    other: &'static str,
    /// What may be told by its contrary all the same: hours by the day of rest, the winner by who lost.
    except: &'static [AnswerType],
}

const PAIRS: [Pair; 4] = [
    Pair {
        one: "open opens opened opening reopen reopens reopened reopening",
        other: "close closes closed closing shut shuts shutting closure closures",
        except: &[AnswerType::Date, AnswerType::Duration, AnswerType::Reason],
    },
    Pair {
        one: "rise rises rose risen rising increase increases increased grow grows grew grown climb climbed gain gained soared",
        other: "fall falls fell fallen falling decrease decreases decreased drop drops dropped decline declined plunged sank shrank \
                slumped",
        // What falls may be why another thing rises.
        except: &[AnswerType::Reason],
    },
    Pair {
        one: "win wins won winning",
        other: "lose loses lost losing",
        except: &[
            AnswerType::Person,
            AnswerType::Name,
            AnswerType::Thing,
            AnswerType::Place,
        ],
    },
    Pair {
        one: "start starts started begin begins began begun",
        other: "end ends ended finish finishes finished",
        except: &[],
    },
];

/// All words by which a question may ask for one direction: hardly any question has one, and this is looked at for every
/// candidate.
static TURNING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lists = PAIRS.iter().flat_map(|pair| [pair.one, pair.other]);
    lists
        .chain([MOVES])
        .flat_map(str::split_whitespace)
        .collect()
});

/// Those of them that also mean something else: "at the end of May", "close to the mill", "the falls".
const AMBIGUOUS: &str = "end ends start starts close rise fall falls drop gain climb decline lose";

/// Words for the whole time between two ends.
const BETWEEN_ENDS: &str = "until till lasted";

/// So many words before what falls or is lost stands what does so.
const OWNER_WITHIN: usize = 4;

/// Words that with "up" or "down" behind them say that something rises or falls.
const MOVES: &str = "go goes went gone going move moved come came";

/// Words behind a denial with which it denies nothing, or only so long …
const LIMITS: &str = "only just more less fewer later earlier far until till before unless except than without if yet";

/// … and those that set against it what is so.
const CONTRASTS: &str = "but instead rather";

/// A denial stands so many words before what it denies at most: "is not to be drunk".
const DENIED_WITHIN: usize = 3;

/// Tells whether a candidate says the contrary of what is asked.
pub fn tells_opposite(query: &Query, candidate: Candidate<'_>) -> bool {
    let question = &query.question;
    let Some(sentence) = candidate.sentence() else {
        return false;
    };
    let asks = question.kind.wh_word.is_some() && !question.denies();
    asks && (denies_it(query, candidate, sentence) || turns_it_round(query, candidate, sentence))
}

/// Tells whether it is asked who, where or what does something, and a sentence says only of something that it does not.
fn denies_it(query: &Query, candidate: Candidate<'_>, sentence: &AnalysedSentence) -> bool {
    let chooses = matches!(
        query.question.kind.expected,
        AnswerType::Person | AnswerType::Name | AnswerType::Place | AnswerType::Thing
    );
    if !chooses || !sentence.denies {
        return false;
    }
    let deed = query.main_verb().and_then(|at| query.terms.get(at));
    let Some(deed) = deed.filter(|term| !term.name && !term.number && !term.carried) else {
        return false;
    };
    let words = Words::of(candidate.text, &sentence.tokens);
    let mut told = (0..sentence.tokens.len())
        .filter(|at| words.is(*at, deed))
        .peekable();
    let is_told = told.peek().is_some();
    is_told && !words.has(CONTRASTS) && told.all(|at| words.is_denied(at))
}

/// Tells whether a sentence has only the contrary of a word of the question.
fn turns_it_round(query: &Query, candidate: Candidate<'_>, sentence: &AnalysedSentence) -> bool {
    let question = &query.question;
    if !(question.words.iter()).any(|word| TURNING.contains(word.folded.as_str())) {
        return false;
    }
    let word = |at: usize| {
        question
            .words
            .get(at)
            .map_or("", |word| word.folded.as_str())
    };
    let says = |at: usize, forms: &str, way: &str| {
        // Whoever grows up does not rise.
        let grows_up = word(at).starts_with("gr") && word(at + 1) == "up";
        has(forms, word(at)) && !grows_up || has(MOVES, word(at)) && word(at + 1) == way
    };
    let asks = |forms: &str, way: &str| (0..question.words.len()).any(|at| says(at, forms, way));
    // "What caused the treaties that ended up forming it" asks for no end; and of "which shares" nobody shares anything.
    let chooses = question.kind.wh_word.is_some_and(|at| word(at) == "which");
    let is_noun = |at: &usize| chooses && question.kind.focus == Some(*at);
    let done = question.kind.done.filter(|at| !is_noun(at));
    let is_deed = |forms: &str, way: &str| done.is_none_or(|done| says(done, forms, way));
    let of_pair = |pair: &Pair| {
        let way = |way| {
            if pair.one.starts_with("rise") {
                way
            } else {
                "-"
            }
        };
        let (one, other) = (asks(pair.one, way("up")), asks(pair.other, way("down")));
        match (one, other) {
            (true, false) if is_deed(pair.one, way("up")) => {
                Some((pair.one, pair.other, way("up")))
            }
            (false, true) if is_deed(pair.other, way("down")) => {
                Some((pair.other, pair.one, way("down")))
            }
            _ => None,
        }
    };
    let mut pairs = PAIRS
        .iter()
        .filter(|pair| !pair.except.contains(&question.kind.expected));
    let Some((asked, contrary, way)) = pairs.find_map(of_pair) else {
        return false;
    };
    let words = Words::of(candidate.text, &sentence.tokens);
    let under = candidate.article.stands_under.get(sentence.block);
    let above = under.into_iter().flatten().chain(&candidate.article.title);
    let terms = query.terms.iter().filter(|term| has(asked, &term.folded));
    let is_above = |term: &Term| above.clone().any(|token| term.has(token.stem));
    // Beside what is asked for another thing may fall or lose: "8% after the pound fell".
    let is_of_asked = |at: usize| {
        let is_asked = |token: &Token| {
            let mut asked = query.terms.iter();
            asked.any(|term| Some(term.position) != done && term.has(token.stem))
        };
        (at.saturating_sub(OWNER_WITHIN)..at).any(|before| {
            words.tokens.get(before).is_some_and(is_asked)
                || before == 0 && matches!(words.at(0), "it" | "they")
        })
    };
    let begins_or_ends = has(asked, "begin") || has(asked, "end");
    let is_contrary = |at: usize| {
        has(contrary, words.at(at))
            && !has(AMBIGUOUS, words.at(at))
            && !words.is_denied(at)
            && (begins_or_ends || has(asked, "open") || has(asked, "close") || is_of_asked(at))
    };
    // Of both ends, or of both sides, a sentence tells with two times or figures.
    let is_twice = |class| words.tokens.iter().filter(|own| own.class == class).count() > 1;
    let tells_both = begins_or_ends
        && (is_twice(TokenClass::Year) || is_twice(TokenClass::Number) || words.has(BETWEEN_ENDS))
        || (has(asked, "win") || has(asked, "lose")) && is_twice(TokenClass::Number);
    !tells_both
        && (0..sentence.tokens.len()).any(is_contrary)
        && !words.has(asked)
        && !words.has(way)
        && !terms.into_iter().any(is_above)
}

fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|own| own == word)
}

/// The words of a sentence in small letters.
struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lower: Vec<String>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str, tokens: &'a [Token]) -> Self {
        let lower = |token: &Token| token.span.of(text).unwrap_or_default().to_lowercase();
        Words {
            text,
            tokens,
            lower: tokens.iter().map(lower).collect(),
        }
    }

    fn at(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    fn has(&self, words: &str) -> bool {
        self.lower.iter().any(|own| has(words, own))
    }

    /// Tells whether a word is what a term stands for, in whatever form: "drunk" for "drink".
    fn is(&self, at: usize, term: &Term) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let is_form = || {
            let rows = term.row.zip(token.row);
            let relation = rows.and_then(|(own, told)| RelatedWords::shipped().relation(own, told));
            relation == Some(Relation::Same) && token.class == TokenClass::Plain
        };
        term.has(token.stem) || is_form()
    }

    /// Tells whether a word is denied, and not only until something happens.
    fn is_denied(&self, at: usize) -> bool {
        let is_joined = |at: usize| {
            let pair = self.tokens.get(at).zip(self.tokens.get(at + 1));
            pair.and_then(|(own, next)| self.text.get(own.span.end..next.span.start))
                .is_some_and(|gap| !gap.contains([',', ';', ':', '(', ')', '–', '—']))
        };
        let is_small = |at: usize| {
            let function = |token: &Token| token.class == TokenClass::Function;
            self.tokens.get(at).is_some_and(function)
                || self.at(at).ends_with("ly")
                || matches!(self.at(at), "yet" | "ever" | "longer" | "may")
        };
        let before = (0..at)
            .rev()
            .take_while(|at| is_joined(*at))
            .take(DENIED_WITHIN);
        let mut between = 0;
        for place in before {
            let word = self.at(place);
            if denies(word) && !matches!(word, "without" | "except") {
                let limited = (place + 1..self.tokens.len()).any(|at| has(LIMITS, self.at(at)));
                // "No glass is collected", but of "no glass collector came" nobody is denied.
                return !limited && between <= usize::from(word == "no");
            }
            between += usize::from(!is_small(place));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::one_article::OneArticle;
    use super::*;

    fn told(question: &str, text: &str) -> bool {
        let one = OneArticle::of("", text);
        one.holds(question, tells_opposite) == [true]
    }

    #[test]
    fn what_is_not_so_is_no_answer_to_what_is() {
        for (question, text) in [
            (
                "Which pumps are affected?",
                "The blue pumps are not affected.",
            ),
            (
                "Where can I drink the water?",
                "The water of Orm is not to be drunk.",
            ),
            (
                "Which trees may I plant?",
                "Nothing may be planted near the wall.",
            ),
            (
                "Where is glass collected?",
                "Glass is no longer collected in Orm.",
            ),
            ("Where is glass collected?", "No glass is collected in Orm."),
            ("Who played the organ?", "Ada Lind never played the organ."),
        ] {
            assert!(told(question, text), "{question} {text}");
        }
        for (question, text) in [
            (
                "Which pumps are affected?",
                "Not only the blue pumps are affected.",
            ),
            (
                "Which pumps are affected?",
                "The blue pumps, not the red, are affected.",
            ),
            (
                "Which pumps are not affected?",
                "The blue pumps are not affected.",
            ),
            (
                "Are the blue pumps affected?",
                "The blue pumps are not affected.",
            ),
            (
                "Where is glass collected?",
                "Glass is not collected in Orm but in Tarn.",
            ),
            ("When will the hall open?", "The hall will not open in May."),
            ("Where will it open?", "It will not open in Orm until May."),
            (
                "Who played the organ?",
                "Ada Lind played the organ and did not sing.",
            ),
            (
                "Why did the pump fail?",
                "The pump did not fail because of rust.",
            ),
        ] {
            assert!(!told(question, text), "{question} {text}");
        }
    }

    #[test]
    fn what_falls_or_closes_does_not_rise_or_open() {
        for (question, text) in [
            (
                "How many shops have opened?",
                "Forty shops have closed since 2019.",
            ),
            ("Which shares went up?", "Shares in Orm fell by 9 per cent."),
            ("Which shares fell?", "Shares in Orm rose by 9 per cent."),
            ("When did the trial begin?", "The trial ended on 4 May."),
            ("How many games have Orm won?", "Orm have lost four games."),
        ] {
            assert!(told(question, text), "{question} {text}");
        }
        for (question, text) in [
            (
                "How many shops have opened?",
                "Forty opened, and nine closed.",
            ),
            ("How many shops are open?", "Forty shops have not closed."),
            (
                "Which shares went up?",
                "Shares in Orm were up, and those of Tarn fell.",
            ),
            (
                "When did the trial begin?",
                "It was heard at the end of May.",
            ),
            ("How many shops opened?", "Forty stand close to the mill."),
            ("Who won the match?", "Orm lost to Tarn."),
            ("When is the hall open?", "It is closed on Mondays."),
            ("Which shops opened and closed?", "Forty shops closed."),
            (
                "What caused the row that ended in court?",
                "A row began about a wall.",
            ),
            ("Is the hall open?", "The hall is closed."),
        ] {
            assert!(!told(question, text), "{question} {text}");
        }
    }

    /// Returns those of some questions to which a sentence tells the contrary.
    fn refused<'q>(pairs: &[(&'q str, &str)]) -> Vec<&'q str> {
        let refused = pairs.iter().filter(|(question, text)| told(question, text));
        refused.map(|(question, _)| *question).collect()
    }

    #[test]
    fn a_sentence_of_both_ends_is_no_contrary() {
        let refused = refused(&[
            (
                "When did the great war end?",
                "The war began in July 1914 and lasted until 11 November 1918.",
            ),
            (
                "Who started the company?",
                "Bo Hart founded it in 1990 and finished the first boat in 1992.",
            ),
            (
                "How many seats did Orm win?",
                "Orm took 200 seats; Tarn lost 30.",
            ),
        ]);
        assert!(refused.is_empty(), "{refused:?}");
        assert!(told(
            "When did the trial begin?",
            "The trial ended on 4 May 2031."
        ));
    }

    #[test]
    fn what_falls_beside_what_is_asked_for_is_no_contrary() {
        let refused = refused(&[
            (
                "Why did inflation rise?",
                "Inflation hit 8% after the pound fell.",
            ),
            (
                "Why did the population grow?",
                "The population doubled as its death rate dropped.",
            ),
            (
                "Where did Ada Moe grow up?",
                "She spent her childhood in Leeds, where Moe's mill had declined.",
            ),
            (
                "How much did inflation rise?",
                "Inflation hit 8% after the pound fell.",
            ),
        ]);
        assert!(refused.is_empty(), "{refused:?}");
        let shares = "How much did the shares rise?";
        assert!(told(shares, "They fell by 9 per cent."));
        assert!(told(shares, "The shares have fallen by 9 per cent."));
    }
}
