//! Which sentences are cited as one: one alone, or with the neighbours that it needs to be understood.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::math;
use crate::question::AnswerType;
use crate::search::analysis::{AnalysedSentence, Meant};
use crate::search::compared_words::{Token, TokenClass};
use crate::search::features::Feature;
use crate::search::instructions::is_instruction;
use crate::search::named_by_heading;
use crate::search::posed_question;
use crate::search::question_marks::is_question;
use crate::search::ranking::Ranked;
use crate::search::term::Term;
use crate::search::vocabulary::StemId;
use crate::text::Span;
use crate::text::dimensions::is_time;
use crate::text::helper_verbs::is_be;

use super::Citation;
use super::answer_context::AnswerContext;

/// The sentence before one that points back comes with it when it has this much of the question that is lacking.
const LEANS_ON_BEFORE: f32 = 0.1;

/// What is to be done is told in one of so many sentences behind the one that names it.
const TOLD_BEHIND: usize = 2;

/// At most so many sentences before one that says "he" are looked through for his name.
const NAMED_BEFORE: usize = 3;

/// Words that give a reason.
const REASONS: [&str; 24] = [
    "because",
    "since",
    "due",
    "owing",
    "reason",
    "reasons",
    "cause",
    "caused",
    "causes",
    "therefore",
    "thus",
    "hence",
    "thanks",
    "so",
    "prevent",
    "avoid",
    "protect",
    "ensure",
    "allow",
    "fear",
    "feared",
    "lest",
    "order",
    "as",
];

/// Two neighbours are cited as one when the second scores within this of the first …
const TOGETHER: f32 = 0.3;

/// … and both together have at most so many bytes.
const MAX_MERGED_BYTES: usize = 320;

/// A line that leads to a list is cited with as many of the points below it as make at most so many bytes together.
const MAX_LIST_BYTES: usize = 600;

/// A further sentence is cited when it is at least this likely beside the first.
pub(super) const WORTH_CITING: f32 = 0.35;

/// A further sentence of fewer words says nothing beside the first: "drip tray".
const MIN_WORDS: usize = 3;

/// A sentence, or neighbours that are cited as one.
#[derive(Debug, Clone)]
pub struct Run<'r> {
    /// The candidate that is cited.
    pub ranked: &'r Ranked,
    /// Its sentences in the article.
    pub sentences: RangeInclusive<usize>,
}

impl Run<'_> {
    /// Tells whether another run has one of its sentences.
    fn overlaps(&self, other: &Run<'_>) -> bool {
        self.ranked.place.article == other.ranked.place.article
            && self.sentences.start() <= other.sentences.end()
            && other.sentences.start() <= self.sentences.end()
    }
}

impl AnswerContext<'_> {
    /// Tells whether a sentence says what the one before it named: "It is …", "This means …".
    fn goes_on_to_explain(&self, article: usize, sentence: usize) -> bool {
        let mut words = self.words(article, sentence).split_whitespace();
        matches!(
            words.next(),
            Some("It" | "This" | "That" | "These" | "They")
        ) && (words.next()).is_some_and(|word| is_be(word) || matches!(word, "means" | "meant"))
    }

    fn words(&self, article: usize, sentence: usize) -> &str {
        let text = (self.articles.get(article)).map_or("", |article| article.text.as_str());
        let sentence = self.sentence(article, sentence);
        let words = sentence.and_then(|sentence| sentence.span.of(text));
        words.unwrap_or_default()
    }

    /// Returns the last point of the list that a sentence leads to, as far as there is room: "Bring these:" tells nothing alone.
    fn last_point_below(&self, ranked: &Ranked) -> Option<usize> {
        let (article, own) = (ranked.place.article, ranked.place.sentence);
        let text = &self.articles.get(article)?.text;
        let is_listed = self.is_headed_list(ranked);
        if !self.words(article, own).ends_with(':') && !is_listed {
            return None;
        }
        let first = self.sentence(article, own)?;
        let is_point = |before: Span, span: Span| {
            let between = text.get(before.end..span.start);
            // Between two sentences of one point stand blanks, before the next one its mark.
            between.is_some_and(|between| !between.contains('\n') || between.trim() == "-")
        };
        let mut last = None;
        let mut before = first.span;
        for at in own + 1.. {
            let Some(sentence) = self.sentence(article, at) else {
                break;
            };
            let fits = sentence.span.end - first.span.start <= MAX_LIST_BYTES;
            let begins = is_listed || last.is_some() || sentence.block != first.block;
            if !fits || !begins || !is_point(before, sentence.span) {
                break;
            }
            before = sentence.span;
            last = Some(at);
        }
        last
    }

    /// Returns the sentence whose label says of what a further one of its point tells: "Grey bin: rubbish. Emptied weekly."
    fn label_before(&self, ranked: &Ranked) -> Option<usize> {
        let place = ranked.place;
        let own = self.sentence(place.article, place.sentence)?;
        let is_label = |meant: &&Meant| meant.pronoun.start == own.span.start;
        let mut labels = own.antecedents.iter().filter(is_label);
        labels.find_map(|label| {
            let begins = label.name.first()?.span.start;
            let of_block = |at: &usize| {
                let before = self.sentence(place.article, *at);
                before.is_some_and(|before| before.block == own.block)
            };
            let mut before = (0..place.sentence).rev().take_while(of_block);
            before.find(|at| {
                let before = self.sentence(place.article, *at);
                let text = self.words(place.article, *at);
                let length = label.name.last().map_or(0, |last| last.span.end - begins);
                before.is_some_and(|before| before.span.start == begins)
                    && text
                        .get(length..)
                        .is_some_and(|behind| behind.starts_with(": "))
            })
        })
    }

    /// Tells whether a candidate is the first point of a list beneath a heading that is what is asked.
    pub(super) fn is_headed_list(&self, ranked: &Ranked) -> bool {
        let candidate = self.candidate(ranked);
        candidate.is_some_and(|candidate| {
            named_by_heading::is_point(candidate)
                && named_by_heading::answers(&self.query, candidate).is_some()
        })
    }

    /// Returns the sentence behind one that names what is to be done, where it is asked how: "Split view. Press Ctrl+L."
    fn what_to_do_behind(&self, ranked: &Ranked) -> Option<usize> {
        let (article, own) = (ranked.place.article, ranked.place.sentence);
        let tells = |at: &usize| is_instruction(self.words(article, *at));
        if !self.query.question.asks_instruction() || tells(&own) {
            return None;
        }
        (own + 1..=own + TOLD_BEHIND).find(tells)
    }

    /// Returns the sentence before one that only tells more of it, where it says what to do and has a word of the question.
    fn what_to_do_before(&self, ranked: &Ranked) -> Option<usize> {
        let (article, own) = (ranked.place.article, ranked.place.sentence);
        let before = own.checked_sub(1)?;
        let asked = self.query.question.asks_instruction();
        if !asked
            || is_instruction(self.words(article, own))
            || !is_instruction(self.words(article, before))
        {
            return None;
        }
        let tokens = &self.sentence(article, before)?.tokens;
        let is_asked = |term: &Term| tokens.iter().any(|token| term.has(token.stem));
        self.query.terms.iter().any(is_asked).then_some(before)
    }

    /// Tells whether a neighbour may say something of what is asked beside a candidate: where it is asked when something is, it
    /// has a time, or a word of the question that the candidate lacks.
    fn adds(&self, ranked: &Ranked, next: &Ranked) -> bool {
        let (own, other) = (ranked.place, next.place);
        let text = (self.articles.get(other.article)).map_or("", |article| article.text.as_str());
        let both = (self.sentence(own.article, own.sentence))
            .zip(self.sentence(other.article, other.sentence));
        let Some((own, other)) = both else {
            return false;
        };
        let has = |term: &Term, sentence: &AnalysedSentence| {
            sentence.tokens.iter().any(|token| term.has(token.stem))
        };
        let is_time = |token: &Token| {
            let word = token.span.of(text).unwrap_or_default();
            let is_clock = word.ends_with("am") || word.ends_with("pm");
            matches!(token.class, TokenClass::Calendar | TokenClass::Year)
                || token.class == TokenClass::Number && is_clock
                || is_time(word)
        };
        self.query.question.kind.expected != AnswerType::Date
            || other.tokens.iter().any(is_time)
            || (self.query.terms.iter()).any(|term| has(term, other) && !has(term, own))
    }

    fn asks(&self, article: usize, sentence: usize) -> bool {
        is_question(self.words(article, sentence))
    }

    /// Tells whether a sentence has a word that gives a reason; where none has, the next one may: "The gate was closed. Too
    /// many cars had parked there."
    fn gives_reason(&self, article: usize, sentence: usize) -> bool {
        let words = self.words(article, sentence).to_lowercase();
        words
            .split(|c: char| !c.is_alphabetic())
            .any(|word| REASONS.contains(&word))
    }

    /// Returns the bytes of a run.
    pub fn span(&self, run: &Run<'_>) -> Option<Span> {
        let article = run.ranked.place.article;
        let first = self.sentence(article, *run.sentences.start())?;
        let last = self.sentence(article, *run.sentences.end())?;
        Some(Span::new(first.span.start, last.span.end))
    }

    /// Finds the run that a citation was made of.
    pub fn run_of<'r, 'f>(&self, citation: &Citation, runs: &'r [Run<'f>]) -> Option<&'r Run<'f>> {
        let is_there = |run: &&Run<'_>| {
            let article = self.articles.get(run.ranked.place.article);
            let begins = self.span(run).map(|span| span.start);
            article.is_some_and(|article| article.id == citation.article_id)
                && begins == Some(citation.start)
        };
        runs.iter().find(is_there)
    }

    /// Counts a run's words.
    pub fn words_in(&self, run: &Run<'_>) -> usize {
        let article = run.ranked.place.article;
        (run.sentences.clone())
            .filter_map(|at| self.sentence(article, at))
            .map(|sentence| sentence.tokens.len())
            .sum()
    }

    /// Returns the stems of a run's words.
    pub fn stems(&self, run: &Run<'_>) -> BTreeSet<StemId> {
        let article = run.ranked.place.article;
        (run.sentences.clone())
            .filter_map(|at| self.sentence(article, at))
            .flat_map(|sentence| sentence.tokens.iter().filter_map(|token| token.stem))
            .collect()
    }

    /// Returns what would be cited, best first, whether or not it is likely enough.
    pub fn runs(&self, limit: usize) -> Vec<Run<'_>> {
        let mut runs: Vec<Run<'_>> = Vec::new();
        for (at, ranked) in self.findings.iter().enumerate() {
            if runs.len() == limit {
                break;
            }
            let cited = runs.iter().any(|run| {
                run.ranked.place.article == ranked.place.article
                    && run.sentences.contains(&ranked.place.sentence)
            });
            if !cited {
                let run = self.run(ranked, self.findings.get(at + 1));
                let again = runs.iter().any(|other| other.overlaps(&run));
                let own = ranked.place.sentence;
                runs.push(match again {
                    // What is cited already is not said again around it.
                    true => Run {
                        ranked,
                        sentences: own..=own,
                    },
                    false => run,
                });
            }
        }
        runs
    }

    /// Tells how likely a run answers beside the foremost candidate, whose part is 1.
    pub fn beside_first(&self, run: &Run<'_>) -> f32 {
        let first = self.findings.first().map_or(0.0, |ranked| ranked.score);
        math::exp(run.ranked.score - first)
    }

    /// Returns the runs to choose at most `limit` citations from: the foremost one, and after it those that are likely
    /// enough and say something.
    pub fn foremost(&self, limit: usize, likely: &dyn Fn(&Run<'_>) -> bool) -> Vec<Run<'_>> {
        let says_something = |at: usize, run: &Run<'_>| at == 0 || self.words_in(run) >= MIN_WORDS;
        (self.runs(limit * 2).into_iter().enumerate())
            .take_while(|(at, run)| *at == 0 || likely(run))
            .filter(|(at, run)| says_something(*at, run))
            .map(|(_, run)| run)
            .collect()
    }

    /// Chooses the neighbours that a candidate is cited with.
    pub fn run<'r>(&self, ranked: &'r Ranked, next: Option<&Ranked>) -> Run<'r> {
        let own = ranked.place.sentence;
        let same_block = |other: usize| {
            let block = |at: usize| Some(self.sentence(ranked.place.article, at)?.block);
            block(other).is_some() && block(other) == block(own)
        };
        let run = |first: usize, last: usize| Run {
            ranked,
            sentences: first..=last,
        };
        let fits = |run: &Run<'_>| {
            self.span(run)
                .is_some_and(|span| span.len() <= MAX_MERGED_BYTES)
        };
        if let Some(last) = self.last_point_below(ranked) {
            return run(own, last);
        }
        let meant = self.who_is_meant(ranked);
        let named = meant.and_then(|name| {
            let says = |at: &usize| {
                let sentence = self.sentence(ranked.place.article, *at);
                sentence.is_some_and(|sentence| sentence.span.covers(name))
            };
            let before = (0..own).rev().take_while(|at| same_block(*at));
            before.take(NAMED_BEFORE).find(says)
        });
        if let Some(whole) = named.map(|first| run(first, own)).filter(fits) {
            return whole;
        }
        let before = own.checked_sub(1).filter(|before| same_block(*before));
        // Who "he" is may be read wrongly; the sentence before tells it mostly.
        if let Some(before) = before
            && meant.is_some()
            && fits(&run(before, own))
        {
            return run(before, own);
        }
        if let Some(first) = self.label_before(ranked)
            && fits(&run(first, own))
        {
            return run(first, own);
        }
        if let Some(before) = before
            && ranked.vector[Feature::BackAdds as usize] >= LEANS_ON_BEFORE
            && fits(&run(before, own))
        {
            return run(before, own);
        }
        if let Some(before) = before
            && self.replies(ranked)
            && fits(&run(before, own))
        {
            return run(before, own);
        }
        let posed = before.filter(|before| self.asks(ranked.place.article, *before));
        let led_to = posed
            .and(self.candidate(ranked))
            .and_then(posed_question::posed_from);
        for first in led_to.into_iter().chain(posed) {
            if fits(&run(first, own)) {
                return run(first, own);
            }
        }
        if let Some(last) = self.what_to_do_behind(ranked)
            && (own + 1..=last).all(same_block)
            && fits(&run(own, last))
        {
            return run(own, last);
        }
        if let Some(first) = self.what_to_do_before(ranked)
            && same_block(first)
            && fits(&run(first, own))
        {
            return run(first, own);
        }
        let after = own + 1;
        let goes_on = match self.query.question.kind.expected {
            AnswerType::Definition => self.goes_on_to_explain(ranked.place.article, after),
            AnswerType::Reason => !self.gives_reason(ranked.place.article, own),
            // The answer to a question of the article's own may take more than a sentence.
            _ => self.posed(ranked).is_some(),
        };
        if goes_on && same_block(after) && fits(&run(own, after)) {
            return run(own, after);
        }
        if let Some(next) = next
            && next.place.article == ranked.place.article
            && next.place.sentence.abs_diff(own) == 1
            && same_block(next.place.sentence)
            && ranked.score - next.score <= TOGETHER
            && self.adds(ranked, next)
        {
            let both = run(own.min(next.place.sentence), own.max(next.place.sentence));
            if fits(&both) {
                return both;
            }
        }
        run(own, own)
    }
}

#[cfg(test)]
mod tests {
    use crate::answer::Answer;
    use crate::article::{Article, Metadata};
    use crate::knowledge::Knowledge;
    use crate::question::Ask;

    /// Asks an article and answers, however unlikely.
    fn asked(question: &str, text: &str) -> Answer {
        let knowledge = Knowledge::in_memory(vec![Article {
            id: "fair".into(),
            version: 1,
            metadata: Metadata {
                title: "The book fair of Orbey".to_owned(),
                ..Metadata::default()
            },
            text: text.to_owned(),
        }]);
        let ask = Ask {
            threshold: Some(0.0),
            ..Ask::new(question)
        };
        knowledge.ask(&ask).expect("a question")
    }

    #[test]
    fn what_a_point_tells_is_cited_from_its_label_on() {
        let text = "These stand by the hall.\n\n- Red box: glass and jars. Rinse them. Emptied every three weeks.\n- Blue box: \
                    paper. Emptied every two weeks.";
        let answer = asked("How often is the red box emptied?", text);
        let first = answer.citations.first().expect("a citation");
        assert_eq!(
            first.text,
            "Red box: glass and jars. Rinse them. Emptied every three weeks."
        );
    }

    #[test]
    fn what_to_do_is_cited_with_what_it_is_about() {
        let text = "The fair opens at nine. A rattling stall has lost its peg. Push a new one in from below.\n\nIt is free.";
        let answer = asked("How do I fix a rattling stall?", text);
        let first = answer.citations.first().expect("a citation");
        assert_eq!(
            first.text,
            "A rattling stall has lost its peg. Push a new one in from below."
        );
    }

    #[test]
    fn the_second_half_of_a_quotation_belongs_to_whoever_said_the_first() {
        let text = "“We waited,” said Ada Lund, the owner. “But flour and milk do not care how old you are.” The fair was full.";
        let answer = asked(
            "Who said that flour and milk do not care how old you are?",
            text,
        );
        let first = answer.citations.first().expect("a citation");
        assert_eq!(
            first.text,
            "“We waited,” said Ada Lund, the owner. “But flour and milk do not care how old you are.”"
        );
        assert_eq!(answer.answer.as_deref(), Some("Ada Lund"));
        assert!(answer.confidence >= 0.7);
    }

    const WHO: &str = "Who said it is a quiet book that makes a noise in your head?";

    #[test]
    fn the_sentence_that_names_him_comes_with_what_he_said() {
        let answer = asked(
            WHO,
            "The jury met for an hour. Its chairman, Ted Lund, praised the winner. “It is a quiet book that makes a noise \
             in your head,” he said.\n\nThe fair ended on Sunday.",
        );
        let first = answer.citations.first().expect("a citation");
        assert!(first.text.contains("Ted Lund") && first.text.contains("a quiet book"));
        assert_eq!(answer.answer.as_deref(), Some("Ted Lund"));
    }

    #[test]
    fn a_line_that_leads_to_a_list_brings_its_points() {
        let text = "The fair opens at nine.\n\nBring these papers to the fair:\n\n- a pass\n\n- a map. It is free.\n\nThe hall is cold.";
        let answer = asked("Which papers do I bring to the fair?", text);
        let first = answer.citations.first().expect("a citation");
        assert_eq!(
            first.text,
            "Bring these papers to the fair:\n\n- a pass\n\n- a map. It is free."
        );
    }

    #[test]
    fn a_heading_that_is_what_is_asked_brings_the_list_beneath() {
        let text = "The fair opens at nine and closes at six.\n\n## Known problems\n\n- The hall is cold.\n\n- The 3 doors stick.\n\n\
                    ## Price\n\nIt is free.";
        let answer = asked("What are the known problems of the fair?", text);
        let first = answer.citations.first().expect("a citation");
        assert_eq!(first.text, "The hall is cold.\n\n- The 3 doors stick.");
        assert!(answer.confidence >= 0.7 && answer.answer.is_none());
    }

    #[test]
    fn a_neighbour_without_a_time_is_not_cited_with_when() {
        let text = "Filters come in April, and the fair opens on 23 May this year. Tickets cost more for adults.";
        let answer = asked("When does the fair open?", text);
        let first = answer.citations.first().expect("a citation");
        assert!(first.text.ends_with("this year."), "{}", first.text);
    }

    #[test]
    fn who_said_words_that_stand_there_is_likely_told() {
        let text = "The jury met for an hour. Its chairman, Ted Lund, praised the winner. “It is a quiet book that makes a \
                    noise in your head,” he said.";
        assert!(asked(WHO, text).confidence >= 0.7);
    }

    #[test]
    fn who_did_it_is_told_with_the_sentence_that_names_them() {
        let answer = asked(
            "Who bought the old mill?",
            "Otto Brenn arrived on Friday. He bought the old mill and wrote to Ada Lind.",
        );
        let first = answer.citations.first().expect("a citation");
        assert!(first.text.starts_with("Otto Brenn arrived"));
        assert_eq!(answer.answer.as_deref(), Some("Otto Brenn"));
        assert!(answer.confidence >= 0.7);
    }

    #[test]
    fn a_question_posed_without_a_word_to_look_for_is_answered_where_it_stands_so() {
        let text = "**What is it?** A fair.\n\nWhere are you?\nBehind the old station.";
        let knowledge = Knowledge::in_memory(vec![Article {
            id: "fair".into(),
            version: 1,
            metadata: Metadata::default(),
            text: text.to_owned(),
        }]);
        let answer = knowledge
            .ask(&Ask::new("where are you?"))
            .expect("it is posed");
        let first = answer.citations.first().expect("a citation");
        assert!(answer.answered && first.text.ends_with("Behind the old station."));
        assert!(knowledge.ask(&Ask::new("where were you?")).is_err());
    }

    #[test]
    fn a_short_reply_is_cited_with_what_it_replies_to() {
        let pets = "Cats and small animals need no permission. Dogs do; ask the board.";
        let answer = asked("Do I need permission for a dog?", pets);
        assert!(answer.confidence >= 0.8);
        assert_eq!(answer.citations.first().expect("a citation").text, pets);
    }

    #[test]
    fn a_name_of_another_paragraph_is_not_taken_for_an_answer() {
        let answer = asked(
            WHO,
            "Its chairman, Ted Lund, praised the winner.\n\n“It is a quiet book that makes a noise in your head,” he \
             said.\n\nThe fair ended on Sunday.",
        );
        let first = answer.citations.first().expect("a citation");
        assert!(first.text.ends_with("he said.") && !first.text.contains("Ted Lund"));
        assert_eq!(answer.answer, None);
    }
}
