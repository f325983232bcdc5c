//! What is measured of a candidate sentence, each with its reason.

use std::collections::BTreeMap;

use crate::question::Expected;
use crate::text::vectors::WordVectors;

use super::analysis::{AnalysedArticle, AnalysedSentence, Class, StemCounts, Token};
use super::index::Place;
use super::matching::{BANDS, Depth, TermMatch, match_counts, match_terms};
use super::offers::{Offer, Offers, sought};
use super::query::Query;
use super::reader::Found;
use super::stated;
use super::vocabulary::Vocabulary;

/// Features that are explained together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Shared words, by form.
    Words,
    /// Words of like meaning.
    Meaning,
    /// Words the sentence lacks.
    Missing,
    /// The paragraph, title and heading around it.
    Context,
    /// Words that stand together in both.
    Phrases,
    /// What is asked for, and whether it is there.
    Kind,
    /// Names and figures of the question.
    Names,
    /// Sentences before and after, and what pronouns stand for.
    Neighbours,
    /// What the sentence states: slots that the question fills and the one it leaves open.
    Facts,
    /// Length and position.
    Shape,
    /// The question itself.
    Question,
}

macro_rules! features {
    ($($(#[doc = $doc:literal])+ $name:ident $text:literal $family:ident;)+) => {
        /// Names every feature; the number of a feature is its place in the vector.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Feature { $($(#[doc = $doc])+ $name,)+ }

        /// All features with their names in the model file and their families.
        pub const FEATURES: &[(Feature, &str, Family)] = &[$((Feature::$name, $text, Family::$family),)+];
    };
}

features! {
    /// BM25 of the sentence: rare shared words weigh most, repeated ones less and less.
    Bm25Sentence "bm25_sentence" Words;
    /// BM25 of the paragraph.
    Bm25Paragraph "bm25_paragraph" Context;
    /// BM25 of the whole article.
    Bm25Article "bm25_article" Context;
    /// BM25 of the sentence with its two neighbours.
    Bm25Window "bm25_window" Neighbours;
    /// Share of the question's weight found in the very form.
    CoverExact "cover_exact" Words;
    /// Share found by stem.
    CoverStem "cover_stem" Words;
    /// Share found by stem, family or forgiven spelling.
    CoverTolerant "cover_tolerant" Words;
    /// Share found by meaning: squared cosine of the nearest word.
    CoverNear "cover_near" Meaning;
    /// The same without squaring, which lets distant relations count.
    CoverNearLinear "cover_near_linear" Meaning;
    /// By meaning, of what is not there by stem.
    NearOfMissing "near_of_missing" Meaning;
    /// Weighted number of words in the nearest band of meaning.
    BandNear "band_near" Meaning;
    /// In the middle band.
    BandMiddle "band_middle" Meaning;
    /// In the far band.
    BandFar "band_far" Meaning;
    /// Share found by stem in the sentence or the title and headings above it.
    CoverTitled "cover_titled" Context;
    /// By meaning, title and headings included.
    CoverNearTitled "cover_near_titled" Meaning;
    /// Share found in the sentence, the one before, the title and headings.
    CoverAround "cover_around" Neighbours;
    /// By meaning, the sentence before and the title included.
    CoverNearAround "cover_near_around" Meaning;
    /// Share found in the paragraph.
    CoverParagraph "cover_paragraph" Context;
    /// Share found in the article.
    CoverArticle "cover_article" Context;
    /// Share found in the title.
    CoverTitle "cover_title" Context;
    /// By meaning, in the title.
    NearTitle "near_title" Context;
    /// Share found in the headings.
    CoverHeading "cover_heading" Context;
    /// The most telling word the sentence lacks, as part of the most telling of all.
    MissingWeightiest "missing_weightiest" Missing;
    /// The most telling word that is nowhere around.
    MissingAround "missing_around" Missing;
    /// How many words are missing.
    MissingCount "missing_count" Missing;
    /// The most telling word the article lacks.
    MissingArticle "missing_article" Missing;
    /// How many words of the question no article has.
    UnknownWords "unknown_words" Missing;
    /// Whether the most telling word is there.
    HasWeightiest "has_weightiest" Words;
    /// Whether the second most telling word is there.
    HasSecond "has_second" Words;
    /// Share of the names found in the sentence.
    CoverNames "cover_names" Names;
    /// Share of the names found in sentence, title or the sentence before.
    CoverNamesAround "cover_names_around" Names;
    /// Share of the words that are no names.
    CoverPlain "cover_plain" Words;
    /// By meaning, of the words that are no names.
    NearPlain "near_plain" Meaning;
    /// Numbers of the question that the sentence lacks.
    MissingNumbers "missing_numbers" Names;
    /// Whether the word that names what is asked for is there.
    FocusFound "focus_found" Kind;
    /// How near the nearest word is to it in meaning.
    FocusNear "focus_near" Kind;
    /// How near the nearest new word is to it in meaning (`Paris` to `city`).
    FocusNearNew "focus_near_new" Kind;
    /// Neighbouring words of the question that are neighbours here too.
    Bigrams "bigrams" Phrases;
    /// Longest run of question words in order.
    LongestRun "longest_run" Phrases;
    /// How closely the shared words stand together.
    Density "density" Phrases;
    /// Share of pairs of shared words in the question's order.
    Order "order" Phrases;
    /// Logarithm of the sentence's words.
    Length "length" Shape;
    /// Share of the sentence's own weight that the question shares.
    Precision "precision" Shape;
    /// The same by meaning.
    PrecisionNear "precision_near" Meaning;
    /// Logarithm of the content words that the question does not have.
    NewWords "new_words" Shape;
    /// Whether it is the first of its paragraph.
    FirstInParagraph "first_in_paragraph" Shape;
    /// Logarithm of its place in the paragraph.
    PlaceInParagraph "place_in_paragraph" Shape;
    /// Logarithm of its place in the article.
    PlaceInArticle "place_in_article" Shape;
    /// Whether it is a question itself.
    IsQuestion "is_question" Shape;
    /// Whether it begins with a word that points back.
    PointsBack "points_back" Neighbours;
    /// Points back, times what the sentence before adds.
    BackAdds "back_adds" Neighbours;
    /// What the sentence before has of the question.
    CoverBefore "cover_before" Neighbours;
    /// What the sentence after has.
    CoverAfter "cover_after" Neighbours;
    /// What the sentence before has that this one lacks.
    BeforeAdds "before_adds" Neighbours;
    /// Whether the following sentence points back here.
    NextPointsBack "next_points_back" Neighbours;
    /// BM25 of the best other sentence of the paragraph.
    BestOther "best_other" Neighbours;
    /// How much this one leads the best other sentence of the paragraph.
    LeadInParagraph "lead_in_paragraph" Neighbours;
    /// Share found in the sentence with the names its pronouns stand for.
    CoverResolved "cover_resolved" Neighbours;
    /// By meaning, the names its pronouns stand for and the titles included.
    CoverNearResolved "cover_near_resolved" Neighbours;
    /// What the names its pronouns stand for add.
    ResolvedAdds "resolved_adds" Neighbours;
    /// Share of the question in one fact of the sentence.
    FactCover "fact_cover" Facts;
    /// The same by meaning.
    FactNear "fact_near" Facts;
    /// The same among facts that have something of the expected sort to tell.
    FactOpen "fact_open" Facts;
    /// How near the question is to the relation of the best fact.
    FactRelation "fact_relation" Facts;
    /// Whether the best fact is of the sort asked for.
    FactOfKind "fact_of_kind" Facts;
    /// Something of the expected sort is there.
    OffersExpected "offers_expected" Kind;
    /// Something of the expected sort is asked for and not there.
    LacksExpected "lacks_expected" Kind;
    /// How close the thing expected stands to a shared word.
    ExpectedClose "expected_close" Kind;
    /// New dates, asked for or not.
    NewDates "new_dates" Kind;
    /// New figures.
    NewNumbers "new_numbers" Kind;
    /// New names.
    NewNames "new_names" Kind;
    /// New names after a preposition of place.
    NewPlaces "new_places" Kind;
    /// Quotation marks.
    HasQuotation "has_quotation" Kind;
    /// A date is asked for and there.
    DateForDate "date_for_date" Kind;
    /// A person is asked for and a name there.
    NameForPerson "name_for_person" Kind;
    /// A place is asked for and a name after a preposition of place there.
    PlaceForPlace "place_for_place" Kind;
    /// A figure is asked for and there.
    NumberForNumber "number_for_number" Kind;
    /// A reason is asked for and there.
    ReasonForReason "reason_for_reason" Kind;
    /// A definition is asked for, and the sentence has the form of one.
    DefinitionForDefinition "definition_for_definition" Kind;
    /// A figure is asked for, and the counted thing follows a figure.
    CountedThing "counted_thing" Kind;
    /// Number of words looked for.
    QuestionWords "question_words" Question;
    /// Mean weight of the words looked for.
    QuestionWeight "question_weight" Question;
    /// Whether a date is expected.
    AsksDate "asks_date" Question;
    /// Whether a person is expected.
    AsksPerson "asks_person" Question;
    /// Whether a place is expected.
    AsksPlace "asks_place" Question;
    /// Whether a figure, sum, share or duration is expected.
    AsksNumber "asks_number" Question;
    /// Whether some other thing is expected.
    AsksThing "asks_thing" Question;
    /// Whether a reason or manner is expected.
    AsksReason "asks_reason" Question;
}

/// How many features there are.
pub const COUNT: usize = FEATURES.len();

/// The features of one candidate, by `Feature`.
pub type Vector = [f32; COUNT];

/// A candidate with what was measured of it.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Where it stands.
    pub place: Place,
    /// The number of its block in its article.
    pub block: usize,
    /// Its features.
    pub vector: Vector,
    /// What the reader found in it, where it was read.
    pub found: Option<Found>,
}

/// BM25's saturation and length parameters; the customary values of Robertson and Zaragoza (2009).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// A term counts as found when its form or family is there at least this surely.
const FOUND: f32 = 0.5;

/// Measures candidates of one question.
pub struct Measure<'a> {
    query: &'a Query,
    vocabulary: &'a Vocabulary,
    blocks: BTreeMap<(usize, usize), Seen>,
    articles: BTreeMap<usize, Seen>,
    sentences: BTreeMap<Place, Vec<TermMatch>>,
}

#[derive(Clone, Default)]
struct Seen {
    matches: Vec<TermMatch>,
    bm25: f32,
}

/// One candidate with what it needs to be measured.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// Where it stands.
    pub place: Place,
    /// Its article.
    pub article: &'a AnalysedArticle,
    /// The article's stored text.
    pub text: &'a str,
}

impl<'a> Candidate<'a> {
    /// Returns the sentence itself.
    pub fn sentence(&self) -> Option<&'a AnalysedSentence> {
        self.article.sentences.get(self.place.sentence)
    }
}

impl<'a> Measure<'a> {
    /// Prepares for the candidates of one question.
    pub fn new(query: &'a Query, vocabulary: &'a Vocabulary) -> Self {
        Measure {
            query,
            vocabulary,
            blocks: BTreeMap::new(),
            articles: BTreeMap::new(),
            sentences: BTreeMap::new(),
        }
    }

    /// Measures one candidate.
    pub fn candidate(&mut self, candidate: Candidate<'_>) -> Vector {
        let mut vector = [0.0; COUNT];
        let Some(sentence) = candidate.sentence() else {
            return vector;
        };
        let own = self.matches(candidate, candidate.place.sentence);
        let context = self.context(candidate, &own, sentence);
        self.words(&own, sentence, &mut vector);
        self.context_features(&own, &context, &mut vector);
        self.missing(&own, &context, &mut vector);
        self.names(&own, &context, &mut vector);
        self.phrases(&own, sentence, &mut vector);
        self.neighbours(candidate, sentence, &own, &context, &mut vector);
        self.shape(candidate, sentence, &own, &mut vector);
        self.kind(candidate, sentence, &own, &mut vector);
        self.resolved(sentence, &own, &context, &mut vector);
        self.stated(candidate, sentence, &own, &mut vector);
        self.question(&mut vector);
        vector
    }

    fn matches(&mut self, candidate: Candidate<'_>, sentence: usize) -> Vec<TermMatch> {
        let place = Place {
            article: candidate.place.article,
            sentence,
        };
        if let Some(known) = self.sentences.get(&place) {
            return known.clone();
        }
        let tokens = candidate
            .article
            .sentences
            .get(sentence)
            .map_or(&[][..], |sentence| &sentence.tokens);
        let found = match_terms(self.query, tokens, Depth::Meanings);
        self.sentences.insert(place, found.clone());
        found
    }

    fn context(
        &mut self,
        candidate: Candidate<'_>,
        own: &[TermMatch],
        sentence: &AnalysedSentence,
    ) -> Context {
        let article = candidate.article;
        let before = article
            .before(candidate.place.sentence)
            .map(|at| self.matches(candidate, at));
        let after = article
            .after(candidate.place.sentence)
            .map(|at| self.matches(candidate, at));
        let headings = article
            .headings
            .get(sentence.block)
            .map_or(&[][..], Vec::as_slice);
        let heading = match_terms(self.query, headings, Depth::Meanings);
        let title = match_terms(self.query, &article.title, Depth::Meanings);
        let titled = united(own, &[&heading, &title]);
        let empty = vec![TermMatch::default(); own.len()];
        let around = united(&titled, &[before.as_ref().unwrap_or(&empty)]);
        let block_key = (candidate.place.article, sentence.block);
        let block = match self.blocks.get(&block_key) {
            Some(seen) => seen.clone(),
            None => {
                let seen = self.seen(article.block_stems.get(sentence.block), Size::Paragraph);
                self.blocks.insert(block_key, seen.clone());
                seen
            }
        };
        let whole = match self.articles.get(&candidate.place.article) {
            Some(seen) => seen.clone(),
            None => {
                let seen = self.seen(Some(&article.stems), Size::Article);
                self.articles.insert(candidate.place.article, seen.clone());
                seen
            }
        };
        Context {
            before: before.unwrap_or_else(|| empty.clone()),
            after: after.unwrap_or(empty),
            heading,
            title,
            titled,
            around,
            block,
            whole,
        }
    }

    fn seen(&self, counts: Option<&StemCounts>, size: Size) -> Seen {
        let Some(counts) = counts else {
            return Seen::default();
        };
        let matches = match_counts(self.query, counts);
        let bm25 = self.bm25(&matches, counts.length as f32, size);
        Seen { matches, bm25 }
    }

    fn bm25(&self, matches: &[TermMatch], length: f32, size: Size) -> f32 {
        let totals = self.vocabulary.totals();
        let texts = match size {
            Size::Sentence => totals.sentences,
            Size::Paragraph => totals.paragraphs,
            Size::Article => totals.articles,
        };
        let usual = totals.words as f32 / texts.max(1) as f32;
        let norm = K1 * (1.0 - B + B * length / usual.max(1.0));
        let mut score = 0.0;
        for (term, found) in self.query.terms.iter().zip(matches) {
            let stem = term.stems.first().map(|(stem, _)| *stem);
            let weight = match size {
                Size::Sentence => term.weight,
                Size::Paragraph => self.vocabulary.idf_of_paragraphs(stem),
                Size::Article => self.vocabulary.idf_of_articles(stem),
            };
            let often = found.count as f32;
            score += weight * found.stem * often * (K1 + 1.0) / (often + norm);
        }
        score
    }

    /// Returns the share of the question's weight that `worth` finds.
    fn cover(&self, matches: &[TermMatch], worth: impl Fn(&TermMatch) -> f32) -> f32 {
        self.cover_of(matches, worth, |_| true).unwrap_or(0.0)
    }

    /// The same over some of the terms; nothing when there are none of them.
    fn cover_of(
        &self,
        matches: &[TermMatch],
        worth: impl Fn(&TermMatch) -> f32,
        which: impl Fn(&super::query::Term) -> bool,
    ) -> Option<f32> {
        let (mut found, mut all) = (0.0, 0.0);
        for (term, matched) in self
            .query
            .terms
            .iter()
            .zip(matches)
            .filter(|(term, _)| which(term))
        {
            found += term.weight * worth(matched);
            all += term.weight;
        }
        (all > 0.0).then(|| found / all)
    }

    fn words(&self, own: &[TermMatch], sentence: &AnalysedSentence, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(
            Feature::Bm25Sentence,
            self.bm25(own, sentence.content as f32, Size::Sentence),
        );
        set(
            Feature::CoverExact,
            self.cover(own, |m| f32::from(u8::from(m.exact))),
        );
        set(Feature::CoverStem, self.cover(own, |m| m.stem));
        set(Feature::CoverTolerant, self.cover(own, TermMatch::tolerant));
        set(Feature::CoverNear, self.cover(own, near));
        set(
            Feature::CoverNearLinear,
            self.cover(own, |m| m.nearest.max(0.0)),
        );
        set(
            Feature::NearOfMissing,
            self.cover(own, |m| if m.stem > 0.0 { 0.0 } else { near(m) }),
        );
        for (at, feature) in [Feature::BandNear, Feature::BandMiddle, Feature::BandFar]
            .into_iter()
            .enumerate()
            .take(BANDS.len())
        {
            set(
                feature,
                self.cover(own, |m| (1.0 + m.bands[at] as f32).ln()),
            );
        }
        let mut order: Vec<usize> = (0..own.len()).collect();
        order.sort_by(|a, b| {
            self.query.terms[*b]
                .weight
                .total_cmp(&self.query.terms[*a].weight)
                .then(a.cmp(b))
        });
        let has = |rank: usize| order.get(rank).map_or(0.0, |at| own[*at].tolerant());
        set(Feature::HasWeightiest, has(0));
        set(Feature::HasSecond, has(1));
        set(
            Feature::CoverPlain,
            self.cover_of(own, |m| m.stem, |term| !term.name && !term.number)
                .unwrap_or(0.0),
        );
        set(
            Feature::NearPlain,
            self.cover_of(own, near, |term| !term.name && !term.number)
                .unwrap_or(0.0),
        );
    }

    fn context_features(&self, own: &[TermMatch], context: &Context, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(Feature::Bm25Paragraph, context.block.bm25);
        set(Feature::Bm25Article, context.whole.bm25);
        set(
            Feature::CoverTitled,
            self.cover(&context.titled, TermMatch::tolerant),
        );
        set(Feature::CoverNearTitled, self.cover(&context.titled, near));
        set(
            Feature::CoverAround,
            self.cover(&context.around, TermMatch::tolerant),
        );
        set(Feature::CoverNearAround, self.cover(&context.around, near));
        set(
            Feature::CoverParagraph,
            self.cover(&context.block.matches, TermMatch::tolerant),
        );
        set(
            Feature::CoverArticle,
            self.cover(&context.whole.matches, TermMatch::tolerant),
        );
        set(
            Feature::CoverTitle,
            self.cover(&context.title, TermMatch::tolerant),
        );
        set(Feature::NearTitle, self.cover(&context.title, near));
        set(
            Feature::CoverHeading,
            self.cover(&context.heading, TermMatch::tolerant),
        );
        let window = united(own, &[&context.before, &context.after]);
        set(
            Feature::Bm25Window,
            self.bm25(&window, 45.0, Size::Sentence),
        );
    }

    fn missing(&self, own: &[TermMatch], context: &Context, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let heaviest = self
            .query
            .terms
            .iter()
            .map(|term| term.weight)
            .fold(0.01, f32::max);
        let lacking = |matches: &[TermMatch]| {
            (self.query.terms.iter().zip(matches))
                .filter(|(_, m)| m.tolerant() < FOUND)
                .map(|(term, _)| term.weight)
                .fold(0.0, f32::max)
                / heaviest
        };
        set(Feature::MissingWeightiest, lacking(own));
        set(Feature::MissingAround, lacking(&context.around));
        set(Feature::MissingArticle, lacking(&context.whole.matches));
        set(
            Feature::MissingCount,
            own.iter().filter(|m| m.tolerant() < FOUND).count() as f32,
        );
        set(
            Feature::UnknownWords,
            self.query
                .terms
                .iter()
                .filter(|term| term.stems.is_empty())
                .count() as f32,
        );
    }

    fn names(&self, own: &[TermMatch], context: &Context, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(
            Feature::CoverNames,
            self.cover_of(own, TermMatch::tolerant, |term| term.name)
                .unwrap_or(0.5),
        );
        set(
            Feature::CoverNamesAround,
            self.cover_of(&context.around, TermMatch::tolerant, |term| term.name)
                .unwrap_or(0.5),
        );
        let numbers =
            (self.query.terms.iter().zip(own)).filter(|(term, m)| term.number && m.stem == 0.0);
        set(Feature::MissingNumbers, numbers.count() as f32);
    }

    fn phrases(&self, own: &[TermMatch], sentence: &AnalysedSentence, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let found: Vec<(usize, usize)> = (self.query.terms.iter().zip(own))
            .filter(|(_, m)| m.tolerant() >= FOUND)
            .filter_map(|(term, m)| Some((term.position, m.at?)))
            .collect();
        let pairs = found
            .windows(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
        let (mut adjacent, mut ordered, mut run, mut longest) = (0.0f32, 0.0f32, 1.0f32, 1.0f32);
        for (a, b) in pairs {
            let apart = b.1.abs_diff(a.1);
            if b.0 - a.0 <= 2 && apart <= 2 {
                adjacent += 1.0;
            }
            if b.1 > a.1 {
                ordered += 1.0;
            }
            if b.0.abs_diff(a.0) == b.1.wrapping_sub(a.1) {
                run += 1.0;
                longest = longest.max(run);
            } else {
                run = 1.0;
            }
        }
        let possible = (self.query.terms.len().max(2) - 1) as f32;
        set(Feature::Bigrams, adjacent / possible);
        set(
            Feature::LongestRun,
            if found.is_empty() { 0.0 } else { longest },
        );
        set(Feature::Order, ordered / possible);
        let first = found.iter().map(|(_, at)| *at).min().unwrap_or(0);
        let last = found
            .iter()
            .map(|(_, at)| *at)
            .max()
            .unwrap_or(sentence.tokens.len());
        set(
            Feature::Density,
            found.len() as f32 / (last - first + 1).max(1) as f32,
        );
    }

    fn neighbours(
        &mut self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        context: &Context,
        vector: &mut Vector,
    ) {
        let article = candidate.article;
        let adds = |other: &[TermMatch]| {
            self.cover_pairs(own, other, |mine, theirs| {
                (theirs.tolerant() - mine.tolerant()).max(0.0)
            })
        };
        let before_adds = adds(&context.before);
        let back = f32::from(u8::from(sentence.points_back));
        let next_back = article
            .after(candidate.place.sentence)
            .and_then(|at| article.sentences.get(at))
            .is_some_and(|next| next.points_back);
        let covers = [
            (
                Feature::CoverBefore,
                self.cover(&context.before, TermMatch::tolerant),
            ),
            (
                Feature::CoverAfter,
                self.cover(&context.after, TermMatch::tolerant),
            ),
            (Feature::BeforeAdds, before_adds),
            (Feature::PointsBack, back),
            (Feature::BackAdds, back * before_adds),
            (Feature::NextPointsBack, f32::from(u8::from(next_back))),
        ];
        for (feature, value) in covers {
            vector[feature as usize] = value;
        }
        let others = article
            .blocks
            .get(sentence.block)
            .cloned()
            .unwrap_or_default();
        let mut best = 0.0f32;
        for other in others.filter(|other| *other != candidate.place.sentence) {
            let length = article
                .sentences
                .get(other)
                .map_or(0, |sentence| sentence.content);
            let matches = self.matches(candidate, other);
            best = best.max(self.bm25(&matches, length as f32, Size::Sentence));
        }
        vector[Feature::BestOther as usize] = best;
        vector[Feature::LeadInParagraph as usize] = vector[Feature::Bm25Sentence as usize] - best;
    }

    fn cover_pairs(
        &self,
        a: &[TermMatch],
        b: &[TermMatch],
        worth: impl Fn(&TermMatch, &TermMatch) -> f32,
    ) -> f32 {
        let sum: f32 = (self.query.terms.iter().zip(a.iter().zip(b)))
            .map(|(term, (a, b))| term.weight * worth(a, b))
            .sum();
        sum / self.query.total_weight
    }

    fn shape(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let block = candidate
            .article
            .blocks
            .get(sentence.block)
            .cloned()
            .unwrap_or_default();
        let place = candidate.place.sentence - block.start;
        set(Feature::Length, (1.0 + sentence.tokens.len() as f32).ln());
        set(Feature::FirstInParagraph, f32::from(u8::from(place == 0)));
        set(Feature::PlaceInParagraph, (1.0 + place as f32).ln());
        set(
            Feature::PlaceInArticle,
            (1.0 + candidate.place.sentence as f32).ln(),
        );
        let text = sentence.span.of(candidate.text).unwrap_or_default();
        set(
            Feature::IsQuestion,
            f32::from(u8::from(
                text.trim_end_matches(['"', '”', '\'', ')']).ends_with('?'),
            )),
        );
        let weight: f32 = sentence
            .tokens
            .iter()
            .filter(|token| token.class != Class::Function)
            .map(|token| token.weight)
            .sum();
        let shared: f32 = (self.query.terms.iter().zip(own))
            .map(|(term, m)| term.weight * m.stem)
            .sum();
        let alike: f32 = (self.query.terms.iter().zip(own))
            .map(|(term, m)| term.weight * near(m))
            .sum();
        set(Feature::Precision, shared / weight.max(1.0));
        set(Feature::PrecisionNear, alike / weight.max(1.0));
        let matched = own
            .iter()
            .filter(|m| m.stem > 0.0)
            .map(|m| m.count as usize)
            .sum::<usize>();
        set(
            Feature::NewWords,
            (1.0 + sentence.content.saturating_sub(matched) as f32).ln(),
        );
    }

    fn kind(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let said = said(self.query, &sentence.tokens);
        let offers = Offers::of(candidate.text, sentence, &said);
        let some = |offer: Offer| (offers.count(offer).min(3)) as f32;
        let expected = self.query.question.kind.expected;
        if let Some(count) = offers.expected(expected) {
            set(Feature::OffersExpected, f32::from(u8::from(count > 0)));
            set(Feature::LacksExpected, f32::from(u8::from(count == 0)));
            set(
                Feature::ExpectedClose,
                closeness_of_offer(expected, &offers, own),
            );
        }
        set(Feature::NewDates, some(Offer::Date));
        set(Feature::NewNumbers, some(Offer::Number));
        set(Feature::NewNames, some(Offer::Name));
        set(Feature::NewPlaces, some(Offer::Place));
        set(Feature::HasQuotation, some(Offer::Quotation));
        let given = |when: bool, offer: Offer| if when { some(offer).min(1.0) } else { 0.0 };
        set(
            Feature::DateForDate,
            given(expected == Expected::Date, Offer::Date),
        );
        set(
            Feature::NameForPerson,
            given(expected == Expected::Person, Offer::Name),
        );
        set(
            Feature::PlaceForPlace,
            given(expected == Expected::Place, Offer::Place),
        );
        set(
            Feature::NumberForNumber,
            given(asks_number(expected), Offer::Number),
        );
        set(
            Feature::ReasonForReason,
            given(expected == Expected::Reason, Offer::Reason),
        );
        set(
            Feature::DefinitionForDefinition,
            given(expected == Expected::Definition, Offer::Definition),
        );
        let Some(focus) = self.query.focus else {
            return;
        };
        let found = own.get(focus).copied().unwrap_or_default();
        set(Feature::FocusFound, found.tolerant());
        set(Feature::FocusNear, found.nearest);
        set(
            Feature::FocusNearNew,
            nearest_new(self.query, focus, &sentence.tokens, &said),
        );
        let counted = found.at.is_some_and(|at| {
            (1..=3).any(|back| {
                at.checked_sub(back)
                    .and_then(|at| sentence.tokens.get(at))
                    .is_some_and(|token| token.class == Class::Number)
            })
        });
        set(
            Feature::CountedThing,
            f32::from(u8::from(
                asks_number(expected) && found.nearest > FOUND && counted,
            )),
        );
    }

    fn resolved(
        &self,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        context: &Context,
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let meant = match_terms(self.query, &sentence.stands_for, Depth::Meanings);
        let resolved = united(own, &[&meant]);
        let titled = united(&context.titled, &[&meant]);
        set(
            Feature::CoverResolved,
            self.cover(&resolved, TermMatch::tolerant),
        );
        set(Feature::CoverNearResolved, self.cover(&titled, near));
        set(
            Feature::ResolvedAdds,
            self.cover_pairs(own, &resolved, |mine, theirs| {
                theirs.tolerant() - mine.tolerant()
            }),
        );
    }

    fn stated(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let facts = sentence.facts(candidate.text);
        let fit = stated::fit(facts, self.query, own, &sentence.tokens);
        set(Feature::FactCover, fit.cover);
        set(Feature::FactNear, fit.near);
        set(Feature::FactOpen, fit.open);
        set(Feature::FactRelation, fit.relation);
        set(Feature::FactOfKind, fit.kind);
    }

    fn question(&self, vector: &mut Vector) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let expected = self.query.question.kind.expected;
        let count = self.query.terms.len().max(1) as f32;
        set(Feature::QuestionWords, count);
        set(Feature::QuestionWeight, self.query.total_weight / count);
        let is = |yes: bool| f32::from(u8::from(yes));
        set(Feature::AsksDate, is(expected == Expected::Date));
        set(Feature::AsksPerson, is(expected == Expected::Person));
        set(Feature::AsksPlace, is(expected == Expected::Place));
        set(Feature::AsksNumber, is(asks_number(expected)));
        set(
            Feature::AsksThing,
            is(matches!(expected, Expected::Thing | Expected::Definition)),
        );
        set(
            Feature::AsksReason,
            is(matches!(expected, Expected::Reason | Expected::Manner)),
        );
    }
}

struct Context {
    before: Vec<TermMatch>,
    after: Vec<TermMatch>,
    heading: Vec<TermMatch>,
    title: Vec<TermMatch>,
    titled: Vec<TermMatch>,
    around: Vec<TermMatch>,
    block: Seen,
    whole: Seen,
}

#[derive(Clone, Copy)]
enum Size {
    Sentence,
    Paragraph,
    Article,
}

/// Meaning counts by the square of the cosine, so that distant relations fade.
fn near(found: &TermMatch) -> f32 {
    let near = found.nearest.max(0.0);
    near * near
}

fn united(own: &[TermMatch], others: &[&[TermMatch]]) -> Vec<TermMatch> {
    let mut all = own.to_vec();
    for other in others {
        for (mine, theirs) in all.iter_mut().zip(other.iter()) {
            mine.improve(theirs);
        }
    }
    all
}

/// Tells for each token whether the question says it already.
pub fn said(query: &Query, tokens: &[Token]) -> Vec<bool> {
    tokens
        .iter()
        .map(|token| {
            token.stem.is_some_and(|stem| {
                query
                    .terms
                    .iter()
                    .any(|term| term.stems.iter().any(|(known, _)| *known == stem))
            })
        })
        .collect()
}

fn asks_number(expected: Expected) -> bool {
    matches!(
        expected,
        Expected::Number | Expected::Money | Expected::Percent | Expected::Duration
    )
}

/// 1 where the thing expected stands beside a shared word, falling with the words between.
fn closeness_of_offer(expected: Expected, offers: &Offers, own: &[TermMatch]) -> f32 {
    let Some(offer) = sought(expected) else {
        return 0.0;
    };
    let mut nearest = usize::MAX;
    for (at, _) in offers.tokens.iter().filter(|(_, found)| *found == offer) {
        for matched in own
            .iter()
            .filter(|m| m.tolerant() >= FOUND)
            .filter_map(|m| m.at)
        {
            nearest = nearest.min(at.abs_diff(matched));
        }
    }
    if nearest == usize::MAX {
        0.0
    } else {
        1.0 / (1.0 + nearest as f32)
    }
}

fn nearest_new(query: &Query, focus: usize, tokens: &[Token], said: &[bool]) -> f32 {
    let vectors = WordVectors::shipped();
    let Some(row) = query.terms.get(focus).and_then(|term| term.row) else {
        return 0.0;
    };
    (tokens.iter().zip(said))
        .filter(|(token, said)| !**said && token.class != Class::Function)
        .filter_map(|(token, _)| token.row)
        .map(|other| vectors.similarity(row, other))
        .fold(0.0, f32::max)
}
