//! What is measured of a candidate sentence, each with its reason.

use super::answer_span::AnswerSpan;
use super::candidate::SentenceId;

/// Features that are explained together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Shared words, by form.
    Words,
    /// Words of like meaning.
    Meaning,
    /// What the sentence is about as a whole.
    About,
    /// What is asked of the article's subject.
    Detail,
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

impl Family {
    /// All families.
    pub const ALL: [Family; 13] = [
        Family::Words,
        Family::Meaning,
        Family::About,
        Family::Detail,
        Family::Missing,
        Family::Context,
        Family::Phrases,
        Family::Kind,
        Family::Names,
        Family::Neighbours,
        Family::Facts,
        Family::Shape,
        Family::Question,
    ];

    /// Returns what people call it.
    pub fn name(self) -> &'static str {
        match self {
            Family::Words => "words",
            Family::Meaning => "meaning",
            Family::About => "what it is about",
            Family::Detail => "what is asked of the subject",
            Family::Missing => "missing words",
            Family::Context => "context",
            Family::Phrases => "phrases",
            Family::Kind => "kind of answer",
            Family::Names => "names and figures",
            Family::Neighbours => "neighbouring sentences",
            Family::Facts => "facts",
            Family::Shape => "shape",
            Family::Question => "question",
        }
    }
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
    /// Share found by stem or by words that say the same (`purchased` for `bought`).
    CoverSaid "cover_said" Meaning;
    /// The same, the sentence before and the title included.
    CoverSaidAround "cover_said_around" Meaning;
    /// Weighted number of words in the nearest band of meaning.
    BandNear "band_near" Meaning;
    /// In the middle band.
    BandMiddle "band_middle" Meaning;
    /// In the far band.
    BandFar "band_far" Meaning;
    /// How near what the sentence is about comes to what the question is about, whatever words they use.
    About "about" About;
    /// The same of the sentence together with its title.
    AboutTitled "about_titled" About;
    /// The same of the sentence together with the one before it.
    AboutAround "about_around" About;
    /// The nearest of the paragraph's other sentences.
    AboutBeside "about_beside" About;
    /// The same of what is left of both when what they share with the title is taken away.
    AboutBesidesTitle "about_besides_title" About;
    /// How much nearer the sentence comes than any other of its article.
    AboutLead "about_lead" About;
    /// Share found in the sentence of what the question asks besides the article's subject: of the words that neither the
    /// title has nor, under a headline, the names that the article introduces. 1 where there are none.
    DetailCover "detail_cover" Detail;
    /// The same by meaning.
    DetailNear "detail_near" Detail;
    /// The same by words that say the same.
    DetailSaid "detail_said" Detail;
    /// The same, the sentence before and the headings included.
    DetailSaidAround "detail_said_around" Detail;
    /// Share of these words that only other places of the article have.
    DetailElsewhere "detail_elsewhere" Detail;
    /// Share of the question that these words are.
    DetailPart "detail_part" Detail;
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
    /// Share found in the title, and under a headline in the names that the article introduces.
    CoverTitle "cover_title" Context;
    /// By meaning, in the same.
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
    /// The most telling word that is nowhere around, nor one that says the same.
    UnsaidAround "unsaid_around" Missing;
    /// Share of which the sentence has only the opposite (`smallest` for `largest`).
    OnlyOpposed "only_opposed" Missing;
    /// How near the least matched word comes by meaning, names and numbers aside, the title and headings included.
    LeastNear "least_near" Missing;
    /// The same, the sentence before and the names pronouns stand for included.
    LeastNearAround "least_near_around" Missing;
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
    /// Those that paragraph, titles and the sentence before lack, too.
    MissingNumbersAround "missing_numbers_around" Names;
    /// Whether the sentence lacks a year of the question and has a year.
    AnotherYear "another_year" Names;
    /// Whether the sentence lacks a month or day of the week of the question and has one.
    AnotherDay "another_day" Names;
    /// Whether the question names a place in an order (`second`) that the sentence, titles and the sentence before lack …
    OrdinalMissing "ordinal_missing" Names;
    /// … and the sentence has one.
    AnotherOrdinal "another_ordinal" Names;
    /// Whether the word that names what is asked for is there.
    FocusFound "focus_found" Kind;
    /// How near the nearest word is to it in meaning.
    FocusNear "focus_near" Kind;
    /// How near the nearest new word is to it in meaning (`Paris` to `city`).
    FocusNearNew "focus_near_new" Kind;
    /// Whether a new word names a thing of that kind (`copper` for `metal`).
    FocusIsA "focus_is_a" Kind;
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
    /// How close the thing expected stands to the word that names what is asked for (a name to `engineer`).
    ExpectedAtFocus "expected_at_focus" Kind;
    /// How near the nearest word is to what is done: the last plain word of the question.
    DeedNear "deed_near" Kind;
    /// How near the nearest new word is to it.
    DeedNearNew "deed_near_new" Kind;
    /// Whether what is done is said, in this word or another.
    DeedSaid "deed_said" Kind;
    /// Whether something is denied here.
    Denies "denies" Kind;
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
    /// A person is asked for, and a pronoun stands for a name that the question does not have.
    PronounForPerson "pronoun_for_person" Kind;
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
    /// Whether the question denies something ("Which bird cannot fly?").
    AsksDenied "asks_denied" Question;
    /// Whether a date is expected.
    AsksDate "asks_date" Question;
    /// Whether a person is expected.
    AsksPerson "asks_person" Question;
    /// Whether a place is expected.
    AsksPlace "asks_place" Question;
    /// Whether a figure, sum, share, age or duration is expected.
    AsksNumber "asks_number" Question;
    /// Whether a name is expected.
    AsksName "asks_name" Question;
    /// Whether an age is expected.
    AsksAge "asks_age" Question;
    /// Whether yes or no is expected.
    AsksWhether "asks_whether" Question;
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
    pub place: SentenceId,
    /// The number of its block in its article.
    pub block: usize,
    /// Its features.
    pub vector: Vector,
    /// What the reader found in it, where it was read.
    pub found: Option<AnswerSpan>,
}
