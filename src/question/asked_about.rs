//! What a question is about: the thing whose height, age or price is asked, and neither that nor what it does.

use std::ops::Range;

use crate::facts::tagging::{self, Grammar, Tag, VerbForm};
use crate::facts::tokens;
use crate::text::Span;

use crate::text::helper_verbs::{is_be, is_do_or_modal, is_have, is_helper};

use super::asking_words::is_quality;
use super::parsed_question::{Question, QuestionWord};

/// Returns what a question is about, as written: of "what is the moss hammer made of" it is "moss hammer".
/// Nothing where no noun can be told from the rest.
pub(super) fn asked_about(text: &str, question: &Question) -> Option<String> {
    let about = asked_about_at(text, question)?;
    about.of(text).map(str::to_owned)
}

/// Returns where that stands.
pub(super) fn asked_about_at(text: &str, question: &Question) -> Option<Span> {
    let reading = Reading::of(text, &question.words);
    let about = match reading.subject_helper(question.kind.wh_word) {
        Some(helper) => {
            reading
                .behind_helper(helper)
                .and_then(|about| match reading.is_only_done(&about) {
                    true => reading.before_helper(question.kind.wh_word?, helper),
                    false => Some(about),
                })
        }
        None => reading.last_phrase(question),
    }?;
    let about = reading.without_quality(about, question);
    let first = reading.words.get(about.start)?;
    let last = reading.words.get(about.end.checked_sub(1)?)?;
    Some(Span::new(first.span.start, last.span.end))
}

/// Finds the word that says what is done, given the question word: "who *sang* at the opening", "when was she *married*",
/// "what did he *eat* on the summit". Nothing where it cannot be told, or where it is only asked what something is.
pub(super) fn what_is_done(
    text: &str,
    words: &[QuestionWord],
    asked: Option<usize>,
) -> Option<usize> {
    let reading = Reading::of(text, words);
    let Some(helper) = reading.subject_helper(asked) else {
        let from = asked.map_or(0, |asked| asked + 1);
        return (from..words.len()).find(|at| reading.may_be_done(*at));
    };
    let behind = || helper + 1..words.len();
    let done = behind().find(|at| reading.is_done_behind(helper, *at));
    let verb = done.or_else(|| behind().find(|at| reading.may_be_done(*at)));
    verb.or_else(|| {
        // "What did the club discuss": what ends a phrase behind "did", known as a verb or not.
        let is_name = |at: usize| words.get(at).is_some_and(|word| word.name);
        let phrases = reading.phrases().into_iter();
        let mut ends = phrases
            .filter(|phrase| phrase.start > helper && phrase.len() > 1)
            .map(|phrase| phrase.end - 1);
        ends.find(|last| {
            reading.is_some(helper, is_do_or_modal) && reading.is_content(*last) && !is_name(*last)
        })
    })
}

/// A question with the grammar of its words.
struct Reading<'q> {
    text: &'q str,
    words: &'q [QuestionWord],
    tagged: Vec<Option<Grammar>>,
}

impl<'q> Reading<'q> {
    fn of(text: &'q str, words: &'q [QuestionWord]) -> Self {
        let tokens = tokens::tokenize(text);
        let tagged = tagging::tag(&tokens);
        let grammar_of = |word: &QuestionWord| {
            let mut both = tokens.iter().zip(&tagged);
            both.find(|(token, _)| token.span.start == word.span.start)
                .map(|(_, grammar)| *grammar)
        };
        Reading {
            text,
            words,
            tagged: words.iter().map(grammar_of).collect(),
        }
    }

    fn is(&self, at: usize, forms: &[&str]) -> bool {
        let word = self.words.get(at);
        word.is_some_and(|word| forms.contains(&word.folded.as_str()))
    }

    fn is_some(&self, at: usize, which: fn(&str) -> bool) -> bool {
        let word = self.words.get(at);
        word.is_some_and(|word| which(&word.folded))
    }

    fn is_content(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| !word.function)
    }

    fn tag(&self, at: usize) -> Option<Grammar> {
        self.tagged.get(at).copied().flatten()
    }

    fn is_verb(&self, at: usize) -> bool {
        self.tag(at).is_some_and(|found| found.tag == Tag::Verb)
    }

    /// Tells whether a word can be what is done: a verb with a sense of its own, and no name.
    fn may_be_done(&self, at: usize) -> bool {
        let is_name = self.words.get(at).is_some_and(|word| word.name);
        self.is_verb(at) && self.is_content(at) && !is_name
    }

    /// Tells whether a word is a verb in the form that a helper asks for: "did … eat", "was … married".
    fn is_done_behind(&self, helper: usize, at: usize) -> bool {
        let Some(form) = self.tag(at).and_then(|found| found.form) else {
            return false;
        };
        let fits = match form {
            VerbForm::Any => true,
            VerbForm::Base => self.is_some(helper, is_do_or_modal),
            VerbForm::Participle | VerbForm::PastOrParticiple => {
                !self.is_some(helper, is_do_or_modal)
            }
            VerbForm::Gerund => self.is_some(helper, is_be),
            VerbForm::Past | VerbForm::Third => false,
        };
        fits && self.may_be_done(at)
    }

    /// Tells whether a word may say what is done to a thing, or how it is.
    fn is_said_of_it(&self, at: usize) -> bool {
        self.tag(at).is_some_and(|found| {
            let participle = !matches!(found.form, Some(VerbForm::Base | VerbForm::Third) | None);
            participle || matches!(found.tag, Tag::Adjective | Tag::Adverb)
        }) || (self.words.get(at)).is_some_and(|word| word.folded.ends_with("ed"))
    }

    fn helps(&self, at: usize) -> bool {
        let is_name = self.words.get(at).is_some_and(|word| word.name);
        !is_name && self.is_some(at, is_helper)
    }

    /// Finds the helper that has the subject behind it: "how long *does* …", "when *was* …". In "who was the first person
    /// to …" it is the answer that does.
    fn subject_helper(&self, asked: Option<usize>) -> Option<usize> {
        let helps = |at: &usize| self.helps(*at);
        match asked {
            None => Some(0).filter(helps),
            Some(asks) if self.is(asks, &["who", "whom", "who's"]) => {
                Some(asks + 1).filter(|at| helps(at) && !self.is_some(*at, is_be))
            }
            Some(asks) => (asks + 1..self.words.len()).find(helps),
        }
    }

    /// Returns the phrases, in order: content words in a row, "of" and "of the" between them too.
    fn phrases(&self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for at in (0..self.words.len()).filter(|at| self.is_content(*at)) {
            match found.last_mut() {
                Some(last) if self.joins(last.end, at) => last.end = at + 1,
                _ => found.push(at..at + 1),
            }
        }
        found
    }

    /// Tells whether nothing parts the phrase that ends before `end` from the word at `next`.
    fn joins(&self, end: usize, next: usize) -> bool {
        let between = (end..next).all(|at| {
            self.is(at, &["of", "de", "al", "von", "van"])
                || at > end && self.is(at, &["the", "a", "an"])
        });
        let written = (end.checked_sub(1).and_then(|last| self.words.get(last)))
            .zip(self.words.get(next))
            .and_then(|(last, next)| self.text.get(last.span.end..next.span.start));
        between && written.is_some_and(|written| !written.contains([',', ';', ':', '.', '?', '!']))
    }

    /// Returns the thing between a helper and what it helps to say.
    fn behind_helper(&self, helper: usize) -> Option<Range<usize>> {
        let speaks = self.is(helper + 1, &["i", "we", "you", "one"]);
        let mut phrases = self.phrases().into_iter();
        let mut about = phrases.find(|phrase| phrase.start > helper)?;
        if speaks {
            // "How do I reset the lamp": the verb comes first.
            about.start += 1;
            if about.is_empty() {
                about = phrases.next()?;
            }
        } else if self.is_some(helper, is_be) || self.is_some(helper, is_have) {
            about = self.without_what_is_said(about);
        } else {
            about = self.without_verb(about);
        }
        Some(about)
    }

    /// "moss hammer *made*", "parking *free*".
    fn without_what_is_said(&self, mut about: Range<usize>) -> Range<usize> {
        let is_state = |at: usize| self.is(at, &["open", "shut"]);
        while about.len() > 1 && (self.is_said_of_it(about.end - 1) || is_state(about.end - 1)) {
            about.end -= 1;
        }
        self.without_loose_end(about)
    }

    /// "club *meet*", "bees *make honey*": behind such a helper there is a verb, known as one or not.
    fn without_verb(&self, mut about: Range<usize>) -> Range<usize> {
        if about.len() > 1 {
            let verb = (about.start + 1..about.end)
                .rev()
                .find(|at| self.is_verb(*at));
            about.end = verb.unwrap_or(about.end - 1);
        }
        self.without_loose_end(about)
    }

    /// Tells whether a phrase is no thing, but what is done with one: "which trains are *delayed*".
    fn is_only_done(&self, phrase: &Range<usize>) -> bool {
        phrase.clone().all(|at| {
            let is_name = self.words.get(at).is_some_and(|word| word.name);
            let form = self.tag(at).and_then(|found| found.form);
            let is_participle = matches!(
                form,
                Some(VerbForm::Participle | VerbForm::PastOrParticiple)
            );
            !is_name && self.is_verb(at) && is_participle
        })
    }

    /// Returns the thing between a question word and the helper: "which *trains* are delayed".
    fn before_helper(&self, asked: usize, helper: usize) -> Option<Range<usize>> {
        let mut phrases = self.phrases().into_iter();
        phrases.find(|phrase| phrase.start > asked && phrase.end <= helper)
    }

    fn without_loose_end(&self, mut about: Range<usize>) -> Range<usize> {
        while about.len() > 1 && !self.is_content(about.end - 1) {
            about.end -= 1;
        }
        about
    }

    /// Returns the last phrase that is more than verbs and adverbs: "who discovered *penicillin*".
    fn last_phrase(&self, question: &Question) -> Option<Range<usize>> {
        let verb = (question.kind.wh_word)
            .filter(|asks| self.is(*asks, &["who", "who's"]))
            .map(|asks| asks + 1);
        let is_other = |at: usize| {
            let adverb = self.tag(at).is_some_and(|found| found.tag == Tag::Adverb);
            Some(at) == verb || self.is_verb(at) || adverb || !self.is_content(at)
        };
        let nouns = |mut phrase: Range<usize>| {
            while !phrase.is_empty() && is_other(phrase.end - 1) {
                phrase.end -= 1;
            }
            while !phrase.is_empty() && is_other(phrase.start) {
                phrase.start += 1;
            }
            (!phrase.is_empty()).then_some(phrase)
        };
        self.phrases().into_iter().rev().find_map(nouns)
    }

    /// "height *of the tower*", "*membership* cost": what is asked of a thing is not the thing.
    fn without_quality(&self, mut about: Range<usize>, question: &Question) -> Range<usize> {
        let quality = |at: usize| {
            self.words
                .get(at)
                .is_some_and(|word| is_quality(&word.stem))
        };
        let of = about.clone().find(|at| self.is(*at, &["of"]));
        if let Some(of) = of.filter(|of| *of > about.start) {
            let asked = question.kind.wh_word;
            let asks_what = asked.is_some_and(|at| {
                self.is(at, &["what", "which"])
                    || self.is(at, &["how"]) && self.is(at + 1, &["much"])
            });
            if asks_what || quality(of - 1) {
                about.start = of + 1;
                while about.len() > 1 && !self.is_content(about.start) {
                    about.start += 1;
                }
            }
        }
        while about.len() > 1 && quality(about.end - 1) {
            about.end -= 1;
        }
        self.without_loose_end(about)
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyze;
    use super::*;

    #[test]
    fn neither_the_verb_nor_what_is_asked_of_a_thing_is_the_thing() {
        for (question, about) in [
            ("what is the moss hammer made of", "moss hammer"),
            (
                "when was the golden gate bridge opened?",
                "golden gate bridge",
            ),
            ("when does the server restart?", "server"),
            ("when is the server restart?", "server restart"),
            ("what does membership cost?", "membership"),
            ("how much does a day ticket cost for children", "day ticket"),
            ("how long does the moss hammer last", "moss hammer"),
            ("where does the club meet on tuesdays", "club"),
            ("how many eggs can a queen bee lay in a day?", "queen bee"),
            ("how do bees make honey", "bees"),
            ("how do i reset the lamp", "lamp"),
            ("Can I bring guests?", "guests"),
            ("is parking free on sundays", "parking"),
            ("how high is the old town hall", "old town hall"),
            ("what is the height of the tower", "tower"),
            (
                "how much is the annual fee of the reading circle",
                "reading circle",
            ),
            ("when was the battle of hastings", "battle of hastings"),
            ("population of leiden", "leiden"),
            ("membership cost", "membership"),
            ("who discovered penicillin", "penicillin"),
            ("who built the panama canal", "panama canal"),
            ("who is the president of france", "president of france"),
            ("how long is the panama canal", "panama canal"),
            ("which trains are being delayed?", "trains"),
            ("when is the swimming pool open", "swimming pool"),
        ] {
            let told = asked_about(question, &analyze(question));
            assert_eq!(told.as_deref(), Some(about), "{question}");
        }
    }

    #[test]
    fn what_is_done_is_the_verb_wherever_it_stands() {
        for (question, done) in [
            ("Who sang at the opening of the tunnel?", Some("sang")),
            ("What did Ada Lind eat on the summit?", Some("eat")),
            ("When was Ada Lind married?", Some("married")),
            ("who painted the golden gate bridge", Some("painted")),
            (
                "How many people visited the wall last year?",
                Some("visited"),
            ),
            (
                "Which company operates the ferry to Orbey?",
                Some("operates"),
            ),
            ("where did the fire at the museum start", Some("start")),
            ("What is the population of Orbey?", None),
            ("How high is Mount Everest?", None),
            ("Who is the president of France?", None),
        ] {
            let asked = analyze(question);
            let found = what_is_done(question, &asked.words, asked.kind.wh_word);
            let found = found.and_then(|at| asked.words.get(at));
            assert_eq!(found.map(|word| word.folded.as_str()), done, "{question}");
        }
    }

    #[test]
    fn where_there_is_no_noun_nothing_is_told() {
        for question in [
            "how do i pay",
            "how many were sold?",
            "",
            "what is it",
            "who?",
        ] {
            assert_eq!(
                asked_about(question, &analyze(question)),
                None,
                "{question}"
            );
        }
    }
}
