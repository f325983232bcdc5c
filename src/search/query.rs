//! A question in the words of the articles: weights, spellings, relatives.

use crate::question::{Question, QuestionWord};
use crate::text::everyday_words::EverydayWords;
use crate::text::sentence_vectors::{Piece, SentenceEncoder, SentenceVector};
use crate::text::vectors::WordVectors;
use crate::text::{normalize, number_words};

use super::spelling;
use super::term::{Term, alternatives, neighbours, relatives};
use super::vocabulary::Vocabulary;
use super::word_joins::{self, Joined};

/// A question in the words of the articles.
#[derive(Debug, Clone)]
pub struct Query {
    /// The question taken apart.
    pub question: Question,
    /// The words that are looked for, each stem once.
    pub terms: Vec<Term>,
    /// The sum of the terms' weights, at least a little above 0.
    pub total_weight: f32,
    /// Words read as other words, as (typed, read).
    pub corrections: Vec<(String, String)>,
    /// Which term names what is asked for.
    pub focus: Option<usize>,
    /// What it is about.
    pub vector: SentenceVector,
}

/// Where a word stands in the question, and the joined words that it belongs to.
#[derive(Clone, Copy)]
struct Slot<'a> {
    position: usize,
    carried: bool,
    /// What words of the question are together.
    joined: &'a [Joined],
}

impl<'a> Slot<'a> {
    fn asked(position: usize, joined: &'a [Joined]) -> Self {
        Slot {
            position,
            carried: false,
            joined,
        }
    }

    fn carried(position: usize) -> Self {
        Slot {
            position,
            carried: true,
            joined: &[],
        }
    }
}

/// A word taken over from an earlier question counts less than one that was asked.
const CARRIED_WEIGHT: f32 = 0.8;

/// So does one that is said beside the question; of 0.3, 0.5, 0.7 and 1 all but the last did alike.
const ASIDE_WEIGHT: f32 = 0.5;

impl Query {
    /// Puts a question into the words of the vocabulary, with what is carried over from an earlier one.
    pub fn of(question: Question, carried: Option<Question>, vocabulary: &Vocabulary) -> Self {
        let mut query = Query {
            terms: Vec::new(),
            total_weight: 0.0,
            corrections: Vec::new(),
            focus: None,
            vector: SentenceVector::NOTHING,
            question,
        };
        let words = query.question.words.clone();
        let joined = word_joins::written_together(&words, vocabulary);
        for (position, word) in words.iter().enumerate().filter(|(_, word)| !word.function) {
            query.add(word, Slot::asked(position, &joined), vocabulary);
        }
        let taken_over = carried.map_or_else(Vec::new, |carried| carried.words);
        for (at, word) in taken_over
            .iter()
            .enumerate()
            .filter(|(_, word)| !word.function)
        {
            query.add(word, Slot::carried(words.len() + 1 + at), vocabulary);
        }
        // A question of nothing but function words ("The Who?") is looked for by those.
        if query.terms.is_empty() {
            for (position, word) in words.iter().enumerate() {
                query.add(word, Slot::asked(position, &[]), vocabulary);
            }
        }
        query.add_neighbours(vocabulary);
        query.total_weight = query
            .terms
            .iter()
            .map(|term| term.weight)
            .sum::<f32>()
            .max(0.01);
        query.focus = query
            .question
            .kind
            .focus
            .and_then(|focus| (query.terms.iter()).position(|term| term.position == focus));
        query.vector = query.about(&taken_over);
        query
    }

    /// Returns the term that says what is done: the verb, or else the last plain word, for it mostly stands at the end.
    pub fn main_verb(&self) -> Option<usize> {
        let done = self.question.kind.done;
        let verb = done.and_then(|done| self.terms.iter().position(|term| term.position == done));
        verb.or_else(|| {
            (self.terms.iter()).rposition(|term| !term.name && !term.number && !term.carried)
        })
    }

    /// Returns what its words are about, mistyped ones read as what they are meant for.
    fn about(&self, taken_over: &[QuestionWord]) -> SentenceVector {
        let piece = |word: &QuestionWord| {
            let meant = self
                .corrections
                .iter()
                .find(|(typed, _)| *typed == word.folded);
            let folded = meant.map_or(&word.folded, |(_, meant)| meant);
            Piece::of(folded, WordVectors::shipped().row(folded))
        };
        let words = self.question.words.iter().chain(taken_over);
        let pieces: Vec<Piece> = words.map(piece).collect();
        SentenceEncoder::shipped().vector(&pieces)
    }

    fn add(&mut self, word: &QuestionWord, slot: Slot, vocabulary: &Vocabulary) {
        let Slot {
            position,
            carried,
            joined,
        } = slot;
        let mut term = Term {
            folded: word.folded.clone(),
            word: vocabulary.word(&word.folded),
            stems: vocabulary
                .stem(&word.stem)
                .map(|stem| (stem, 1.0))
                .into_iter()
                .collect(),
            relatives: Vec::new(),
            alternatives: Vec::new(),
            neighbours: Vec::new(),
            row: WordVectors::shipped().row(&word.folded),
            weight: 0.0,
            name: word.name,
            number: word.number,
            carried,
            position,
        };
        // "3 leaks" and "three leaks" are the same.
        let other = number_words::other_form(&word.folded);
        if let Some(stem) = other.and_then(|other| vocabulary.stem(&normalize::stem(&other))) {
            term.stems.push((stem, 1.0));
        }
        for joined in joined
            .iter()
            .filter(|joined| joined.words.contains(&position))
        {
            let stem = vocabulary.stem_of(joined.id);
            term.stems.extend(stem.map(|stem| (stem, joined.closeness)));
        }
        if !term.name && !term.number {
            term.alternatives = alternatives(&word.stem, vocabulary);
        }
        let is_everyday = EverydayWords::shipped().knows(&word.stem);
        if term.row.is_none() && is_everyday {
            let mut others = EverydayWords::shipped().others(&word.stem);
            term.row = others.find_map(|other| WordVectors::shipped().row(other));
        }
        if term.stems.is_empty() && !is_everyday {
            self.corrections
                .extend(spelling::corrected(&mut term, vocabulary));
        }
        if term.stems.is_empty()
            && term.row.is_none()
            && let Some(parts) = word_joins::written_apart(&word.folded, vocabulary)
        {
            for part in parts {
                let part = QuestionWord {
                    stem: normalize::stem(part),
                    folded: part.to_owned(),
                    ..word.clone()
                };
                self.add(
                    &part,
                    Slot {
                        joined: &[],
                        ..slot
                    },
                    vocabulary,
                );
            }
            return;
        }
        if !term.number {
            term.relatives = relatives(&word.stem, &term.stems, vocabulary);
        }
        if term.stems.is_empty() && term.row.is_none() && !term.number {
            self.corrections
                .extend(spelling::read_as_english(&mut term, vocabulary));
        }
        let best = term.stems.first().map(|(stem, _)| *stem);
        term.weight = vocabulary.idf(best);
        if carried {
            term.weight *= CARRIED_WEIGHT;
        }
        if word.aside {
            term.weight *= ASIDE_WEIGHT;
        }
        let same = |other: &Term| other.stems.first().map(|(stem, _)| *stem) == best;
        match self
            .terms
            .iter()
            .position(|other| best.is_some() && same(other))
        {
            None => self.terms.push(term),
            // What was first said beside the question is asked now.
            Some(aside)
                if self
                    .terms
                    .get(aside)
                    .is_some_and(|other| other.weight < term.weight) =>
            {
                self.terms.remove(aside);
                self.terms.push(term);
            }
            Some(_) => {}
        }
    }

    /// Finds words of like meaning for the most telling words; to go through the whole table for each word of a long
    /// question would cost more than all the rest.
    fn add_neighbours(&mut self, vocabulary: &Vocabulary) {
        let mut telling: Vec<usize> = (0..self.terms.len())
            .filter(|at| self.terms.get(*at).is_some_and(|term| !term.number))
            .collect();
        telling.sort_by(|a, b| {
            let weight = |at: &usize| self.terms.get(*at).map_or(0.0, |term| term.weight);
            weight(b).total_cmp(&weight(a)).then(a.cmp(b))
        });
        for at in telling.into_iter().take(LOOKED_BESIDE) {
            if let Some(term) = self.terms.get_mut(at) {
                term.neighbours = neighbours(term, vocabulary);
            }
        }
    }
}

/// For how many words of a question.
const LOOKED_BESIDE: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::vocabulary::{StemId, VocabularyBuilder, Written};

    fn vocabulary() -> Vocabulary {
        let mut builder = VocabularyBuilder::default();
        for (word, stem) in [
            ("canal", "canal"),
            ("norman", "norman"),
            ("normandy", "normandi"),
            ("reservoir", "reservoir"),
        ] {
            builder.word(word, stem, Written::Small);
            builder.sentence([stem]);
        }
        builder.build().expect("sorted keys build")
    }

    #[test]
    fn a_mistyped_word_may_be_known_by_its_family_alone() {
        let query = Query::of(analyze("Which Normaan town is that?"), None, &vocabulary());
        assert!(
            query
                .corrections
                .iter()
                .any(|(typed, _)| typed == "normaan")
        );
        let mut builder = VocabularyBuilder::default();
        for (word, stem) in [("answered", "answer"), ("sweden", "sweden")] {
            builder.word(word, stem, Written::Small);
            builder.sentence([stem]);
        }
        let vocabulary = builder.build().expect("sorted keys build");
        let read = |question: &str| Query::of(analyze(question), None, &vocabulary).corrections;
        let told = |typed: &str, meant: &str| [(typed.to_owned(), meant.to_owned())];
        assert_eq!(read("What was the answear?"), told("answear", "answer"));
        assert_eq!(read("Which sweedish town?"), told("sweedish", "swedish"));
        assert!(read("Which sturdyy town?").is_empty(), "no article has it");
    }

    #[test]
    fn a_name_is_not_short_for_a_word() {
        let mut builder = VocabularyBuilder::default();
        for (word, stem) in [("headquarters", "headquart"), ("maximum", "maximum")] {
            builder.word(word, stem, Written::Small);
            builder.sentence([stem]);
        }
        let vocabulary = builder.build().expect("sorted keys build");
        let read = |text: &str| Query::of(analyze(text), None, &vocabulary).corrections;
        assert_eq!(read("Where does Max live?"), []);
        assert_eq!(read("what is the max").len(), 1);
        assert_eq!(read("Where is the HQ?").len(), 1);
    }

    #[test]
    fn a_mistyped_word_keeps_its_weight_and_is_told() {
        let query = Query::of(analyze("How deep is the resevoir?"), None, &vocabulary());
        assert_eq!(
            query.corrections,
            [("resevoir".to_owned(), "reservoir".to_owned())]
        );
    }

    #[test]
    fn a_number_is_looked_for_in_figures_and_in_words() {
        let mut builder = VocabularyBuilder::default();
        for word in ["7", "leak", "three"] {
            builder.word(word, word, Written::Small);
            builder.sentence([word]);
        }
        let vocabulary = builder.build().expect("sorted keys build");
        for (asked, written) in [("3 leaks", "three"), ("seven leaks", "7")] {
            let query = Query::of(analyze(asked), None, &vocabulary);
            let stems: Vec<StemId> = (query.terms.iter())
                .flat_map(|term| &term.stems)
                .map(|(stem, _)| *stem)
                .collect();
            assert!(stems.contains(&vocabulary.stem(written).expect("it is there")));
        }
    }

    #[test]
    fn a_short_word_is_written_out_where_no_article_has_it() {
        let mut builder = VocabularyBuilder::default();
        for word in ["ill", "moderators"] {
            builder.word(word, &normalize::stem(word), Written::Small);
            builder.sentence([normalize::stem(word).as_str()]);
        }
        let vocabulary = builder.build().expect("sorted keys build");
        let read = |text: &str| Query::of(analyze(text), None, &vocabulary).corrections;
        let meant = |typed: &str, meant: &str| vec![(typed.to_owned(), meant.to_owned())];
        assert_eq!(read("who are the mods"), meant("mods", "moderators"));
        assert_eq!(read("what ilvl is that"), [], "not \"ill\"");
        assert_eq!(read("who is illl"), meant("illl", "ill"));
    }

    #[test]
    fn words_of_one_family_are_relatives() {
        let vocabulary = vocabulary();
        let query = Query::of(analyze("Who were the Normans?"), None, &vocabulary);
        let family: Vec<StemId> = query
            .terms
            .iter()
            .flat_map(|term| &term.relatives)
            .map(|(stem, _)| *stem)
            .collect();
        assert_eq!(
            family,
            vocabulary.stem("normandi").into_iter().collect::<Vec<_>>()
        );
    }
}
