//! How near two sentences are in meaning, whatever words they use: one short vector of small integers for each.
//!
//! A small encoder looks at each word with its two neighbours, weighs the words against each other (softmax) and sums
//! what it made of them. It was taught to come near the sentence vectors of a larger model: `data/model/README.md` says
//! which, and `distil_sentence_vectors.py` beside it how the file is laid out. All sums run in one order. Whoever puts
//! another file there raises `PIPELINE` in `search/index.rs`, so that indexes made with the old one are made anew.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use super::normalize;
use super::simd::{Kernel, dispatch};
use super::vectors::{WordRow, WordVectors, dot};
use super::words;

use crate::math;

const SHIPPED: &[u8] = include_bytes!("../../data/model/sentence-vectors.bin");

/// The first bytes of the file; the digit counts its layouts.
const MAGIC: &[u8; 8] = b"FNSENT01";

/// How many numbers a word vector has.
const WORD: usize = 128;
/// How many more the encoder has of each word of that table, spread over those.
const OWN: usize = 64;
/// How many numbers the encoder makes of a word and its neighbours.
const HIDDEN: usize = 128;
/// How many numbers a sentence vector has.
pub const SENTENCE: usize = 128;
/// A word, the one before it and the one after.
const WINDOW: usize = 3;

/// Figures by how long they are: one, two, three digits, those that may be years, all others.
const FIGURES: usize = 5;
/// Rows kept free behind the figures.
const SPARE: usize = 3;
/// Words that the table of word vectors lacks share so many rows by lot: the same word falls on the same row.
const UNKNOWN: usize = 512;
const EXTRA: usize = FIGURES + SPARE + UNKNOWN;

/// What is made of so many different words is kept while texts are encoded together.
const MAX_KNOWN: usize = 4096;

/// A longer sentence is known by its beginning.
const MAX_WORDS: usize = 48;

/// The length given to every vector, so that rounding moves a cosine by little and few numbers are cut off.
const LENGTH: f32 = 254.0;

/// A word as the encoder knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Piece(u32);

impl Piece {
    /// Returns what stands for a folded word, given its row in the table of word vectors.
    pub fn of(folded: &str, row: Option<WordRow>) -> Piece {
        let table = WordVectors::shipped().len();
        let at = match row {
            Some(row) => row.number(),
            None => table + extra_row(folded),
        };
        Piece(at as u32)
    }
}

fn extra_row(folded: &str) -> usize {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => FIGURES + SPARE + fnv1a(folded) as usize % UNKNOWN,
        1..=3 => digits - 1,
        4 if matches!(folded.as_bytes().first(), Some(b'1' | b'2')) => 3,
        _ => 4,
    }
}

/// The hash of Fowler, Noll and Vo, 32 bits: the same on every machine.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(2_166_136_261, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    })
}

/// What a sentence or question is about: near in numbers where near in meaning. The bytes are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentenceVector(pub [u8; SENTENCE]);

impl SentenceVector {
    /// What nothing is known of; near to nothing.
    pub const NOTHING: SentenceVector = SentenceVector([0; SENTENCE]);

    /// Returns how near another is in meaning: the cosine, -1 to 1.
    pub fn similarity(&self, other: &SentenceVector) -> f32 {
        dispatch(Similarity { one: self, other })
    }

    /// The same, to be called from a [`Kernel`].
    #[inline(always)]
    pub fn similarity_inline(&self, other: &SentenceVector) -> f32 {
        (dot(&self.0, &other.0) as f32 / (LENGTH * LENGTH)).clamp(-1.0, 1.0)
    }

    /// Returns how near two others together are in meaning: the cosine with their sum.
    pub fn similarity_to_both(&self, one: &SentenceVector, other: &SentenceVector) -> f32 {
        let (own, both) = (
            self.similarity(one) + self.similarity(other),
            one.similarity(other),
        );
        let length = (2.0 + 2.0 * both).sqrt();
        if length > 0.1 { own / length } else { 0.0 }
    }

    /// Returns how near another is in meaning when what both share with a third is taken away: the cosine of what is left
    /// of them; 0 when hardly anything is.
    pub fn similarity_besides(&self, other: &SentenceVector, third: &SentenceVector) -> f32 {
        let (own, others) = (self.similarity(third), other.similarity(third));
        let left = (1.0 - own * own) * (1.0 - others * others);
        if left < 0.01 {
            return 0.0;
        }
        ((self.similarity(other) - own * others) / left.sqrt()).clamp(-1.0, 1.0)
    }
}

struct Similarity<'a> {
    one: &'a SentenceVector,
    other: &'a SentenceVector,
}

impl Kernel for Similarity<'_> {
    type Output = f32;

    #[inline(always)]
    fn run(self) -> f32 {
        self.one.similarity_inline(self.other)
    }
}

/// Makes vectors of sentences.
#[derive(Debug)]
pub struct SentenceEncoder {
    /// What it has of each word of the table besides the word's row there; the bytes are signed.
    own: Vec<[u8; OWN]>,
    /// What such a byte is worth.
    own_scale: f32,
    /// For each of these numbers, what it adds to the row.
    spread: Vec<[f32; WORD]>,
    /// All numbers of figures and unknown words.
    extra: Vec<[f32; WORD]>,
    /// For each word of the window, what each of its numbers adds.
    window: [Vec<[f32; HIDDEN]>; WINDOW],
    bias: [f32; HIDDEN],
    /// How much a word counts, by what the encoder made of it.
    score: [f32; HIDDEN],
    /// How much it counts by itself: words of the table, then the extra rows.
    word_score: Vec<f32>,
    /// From the mean of the words to the sentence.
    straight: Vec<[f32; SENTENCE]>,
    /// From the mean of what was made of them.
    through: Vec<[f32; SENTENCE]>,
}

#[expect(
    clippy::expect_used,
    reason = "the file is compiled in and a test reads it"
)]
static ENCODER: LazyLock<SentenceEncoder> =
    LazyLock::new(|| SentenceEncoder::from_bytes(SHIPPED).expect("the shipped encoder is whole"));

impl SentenceEncoder {
    /// Returns the encoder that the program carries.
    pub fn shipped() -> &'static SentenceEncoder {
        &ENCODER
    }

    /// Reads an encoder: for each part a scale, then its weights as 16-bit integers, those of each word as 8-bit ones, all
    /// little-endian; `None` when the bytes are not such a file.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let table = WordVectors::shipped().len();
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let own_scale = f32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?);
        let own = rest.split_off(..table * OWN)?.as_chunks::<OWN>().0.to_vec();
        let mut part = |len: usize| -> Option<Vec<f32>> {
            let scale = f32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?);
            let numbers = rest.split_off(..2 * len)?.as_chunks::<2>().0;
            let weight = |pair: &[u8; 2]| f32::from(i16::from_le_bytes(*pair)) * scale;
            scale
                .is_finite()
                .then(|| numbers.iter().map(weight).collect())
        };
        let read = SentenceEncoder {
            own,
            own_scale,
            spread: rows(&part(OWN * WORD)?),
            extra: rows(&part(EXTRA * WORD)?),
            window: [
                rows(&part(WORD * HIDDEN)?),
                rows(&part(WORD * HIDDEN)?),
                rows(&part(WORD * HIDDEN)?),
            ],
            bias: part(HIDDEN)?.try_into().ok()?,
            score: part(HIDDEN)?.try_into().ok()?,
            word_score: part(table + EXTRA)?,
            straight: rows(&part(WORD * SENTENCE)?),
            through: rows(&part(HIDDEN * SENTENCE)?),
        };
        (rest.is_empty() && own_scale.is_finite()).then_some(read)
    }

    /// Returns the vectors of some texts, which cost half as much together: they have words in common.
    pub fn vectors_of<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<SentenceVector> {
        let table = WordVectors::shipped();
        let mut known: HashMap<Piece, Rc<MadeOfWord>> = HashMap::new();
        let mut vector = |text: &str| {
            let words = words::words(text).take(MAX_WORDS).map(|word| {
                let folded = normalize::fold(word.text);
                Piece::of(&folded, table.row(&folded))
            });
            let pieces: Vec<Piece> = words.collect();
            if known.len() > MAX_KNOWN {
                known.clear();
            }
            let made = pieces.iter().map(|piece| {
                let make = || Rc::new(self.made_of(*piece));
                Rc::clone(known.entry(*piece).or_insert_with(make))
            });
            let made: Vec<Rc<MadeOfWord>> = made.collect();
            self.united(&made)
        };
        texts.map(&mut vector).collect()
    }

    /// Returns the vector of a piece of text.
    pub fn vector_of(&self, text: &str) -> SentenceVector {
        let vectors = self.vectors_of(std::iter::once(text));
        vectors.first().copied().unwrap_or(SentenceVector::NOTHING)
    }

    /// Returns the vector of a sentence or question, given its words in order; of no words that of nothing.
    pub fn vector(&self, words: &[Piece]) -> SentenceVector {
        let words = words.iter().take(MAX_WORDS);
        let made: Vec<MadeOfWord> = words.map(|piece| self.made_of(*piece)).collect();
        self.united(&made)
    }

    fn made_of(&self, piece: Piece) -> MadeOfWord {
        let encoder = self;
        dispatch(OneWord { encoder, piece })
    }

    fn united<Made: Borrow<MadeOfWord>>(&self, words: &[Made]) -> SentenceVector {
        let encoder = self;
        dispatch(Uniting { encoder, words })
    }

    #[inline(always)]
    fn word(&self, piece: Piece) -> [f32; WORD] {
        let table = WordVectors::shipped();
        let at = piece.0 as usize;
        if let Some(extra) = at.checked_sub(table.len()) {
            return self.extra.get(extra).copied().unwrap_or([0.0; WORD]);
        }
        let mut word = [0.0; WORD];
        for (slot, x) in word.iter_mut().zip(table.direction(WordRow::at(at))) {
            *slot = x;
        }
        let own = self.own.get(at).map_or(&[][..], |own| own);
        for (row, byte) in self.spread.iter().zip(own) {
            add_scaled(&mut word, row, f32::from(*byte as i8) * self.own_scale);
        }
        word
    }
}

/// What the encoder makes of a word wherever it stands.
struct MadeOfWord {
    word: [f32; WORD],
    /// What it adds to the word after it, to itself, and to the word before it.
    adds: [[f32; HIDDEN]; WINDOW],
    /// How much it counts by itself.
    score: f32,
}

fn rows<const WIDTH: usize>(weights: &[f32]) -> Vec<[f32; WIDTH]> {
    weights.as_chunks::<WIDTH>().0.to_vec()
}

/// A word to be looked at by itself.
struct OneWord<'a> {
    encoder: &'a SentenceEncoder,
    piece: Piece,
}

impl Kernel for OneWord<'_> {
    type Output = MadeOfWord;

    #[inline(always)]
    fn run(self) -> MadeOfWord {
        let word = self.encoder.word(self.piece);
        let score = self.encoder.word_score.get(self.piece.0 as usize);
        let mut adds = [[0.0; HIDDEN]; WINDOW];
        for (adds, weights) in adds.iter_mut().zip(&self.encoder.window) {
            *adds = sums_of_rows(weights, &word);
        }
        MadeOfWord {
            word,
            adds,
            score: score.copied().unwrap_or_default(),
        }
    }
}

/// A sentence to be put together from its words.
struct Uniting<'a, Made> {
    encoder: &'a SentenceEncoder,
    words: &'a [Made],
}

impl<Made: Borrow<MadeOfWord>> Kernel for Uniting<'_, Made> {
    type Output = SentenceVector;

    #[inline(always)]
    fn run(self) -> SentenceVector {
        let encoder = self.encoder;
        let mut made = vec![encoder.bias; self.words.len()];
        for (at, word) in self.words.iter().enumerate() {
            for (step, adds) in word.borrow().adds.iter().enumerate() {
                let to = (at + 1).checked_sub(step);
                if let Some(out) = to.and_then(|to| made.get_mut(to)) {
                    add_scaled(out, adds, 1.0);
                }
            }
        }
        let mut scores: Vec<f32> = Vec::with_capacity(made.len());
        for (made, word) in made.iter_mut().zip(self.words) {
            let mut score = word.borrow().score;
            for (x, weight) in made.iter_mut().zip(&encoder.score) {
                *x = x.max(0.0);
                score += *x * weight;
            }
            scores.push(score);
        }
        let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut mean = [0.0; WORD];
        let mut mean_made = [0.0; HIDDEN];
        let mut all = 0.0;
        for ((word, made), score) in self.words.iter().zip(&made).zip(scores) {
            let share = math::exp(score - most);
            all += share;
            add_scaled(&mut mean, &word.borrow().word, share);
            add_scaled(&mut mean_made, made, share);
        }
        let mut sentence = sums_of_rows(&encoder.straight, &mean);
        add_scaled(
            &mut sentence,
            &sums_of_rows(&encoder.through, &mean_made),
            1.0,
        );
        rounded(&sentence, all)
    }
}

/// Gives a vector its length and rounds it.
#[inline(always)]
fn rounded(sentence: &[f32; SENTENCE], all: f32) -> SentenceVector {
    let length = sentence.iter().map(|x| x * x).sum::<f32>().sqrt();
    if all == 0.0 || length == 0.0 {
        return SentenceVector::NOTHING;
    }
    SentenceVector(sentence.map(|x| (x / length * LENGTH).round().clamp(-127.0, 127.0) as i8 as u8))
}

/// Returns the sum of the rows, each times its input: a block at a time, so that the sums stay in registers.
#[inline(always)]
fn sums_of_rows<const OUT: usize>(rows: &[[f32; OUT]], inputs: &[f32]) -> [f32; OUT] {
    let mut out = [0.0; OUT];
    for (at, block) in out.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
        let mut sums = [0.0f32; BLOCK];
        for (row, x) in rows.iter().zip(inputs) {
            if let Some(row) = row.as_chunks::<BLOCK>().0.get(at) {
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += x * weight;
                }
            }
        }
        *block = sums;
    }
    out
}

/// How many sums are made side by side.
const BLOCK: usize = 32;

#[inline(always)]
fn add_scaled<const OUT: usize>(out: &mut [f32; OUT], row: &[f32; OUT], by: f32) {
    for (out, weight) in out.iter_mut().zip(row) {
        *out += by * weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(text: &str) -> SentenceVector {
        SentenceEncoder::shipped().vector_of(text)
    }

    #[test]
    fn the_shipped_encoder_is_whole() {
        assert!(SentenceEncoder::from_bytes(SHIPPED).is_some());
        let torn = &SHIPPED[..SHIPPED.len() - 1];
        assert!(SentenceEncoder::from_bytes(torn).is_none());
        assert!(SentenceEncoder::from_bytes(b"FNSENT01").is_none());
    }

    #[test]
    fn sentences_that_say_the_same_are_near_without_a_word_in_common() {
        let question = vector("How many people live in the town?");
        let told = vector("Its population is about 9,000 inhabitants.");
        let other = vector("The recipe needs two eggs and some butter.");
        assert!(question.similarity(&told) > question.similarity(&other) + 0.1);
    }

    #[test]
    fn nothing_is_near_to_nothing() {
        assert_eq!(
            SentenceEncoder::shipped().vector(&[]),
            SentenceVector::NOTHING
        );
        assert_eq!(vector("bread").similarity(&SentenceVector::NOTHING), 0.0);
    }

    #[test]
    fn what_is_shared_with_the_title_can_be_taken_away() {
        let title = vector("The Orlen Bridge");
        let question = vector("How long is the Orlen Bridge?");
        let (told, other) = (
            vector("Its main span measures 420 metres."),
            vector("The Orlen Bridge is painted green."),
        );
        let lead = |near: fn(&SentenceVector, &SentenceVector, &SentenceVector) -> f32| {
            near(&question, &told, &title) - near(&question, &other, &title)
        };
        assert!(lead(SentenceVector::similarity_besides) > lead(|a, b, _| a.similarity(b)));
        assert_eq!(title.similarity_besides(&title, &title), 0.0);
    }

    #[test]
    fn a_sentence_is_itself() {
        let sentence = vector("The canal opened in 1869.");
        assert!(sentence.similarity(&sentence) > 0.98);
    }
}
