//! What speaks against a sentence, however near it is to the question: where a figure is asked for, it has none to tell,
//! counts other things, or tells something of another kind.
//!
//! Most unanswerable questions that the judge learnt from are about a subject whose sentences have some figure or name all the
//! same. People ask otherwise, too: "How heavy is it?" where the article never says.

use crate::question::{AnswerType, Question};
use crate::search::analysis::AnalysedSentence;
use crate::search::answer_type;
use crate::search::features::Feature;
use crate::search::measure::Measure;
use crate::search::permitted_things;
use crate::search::quantity_match;
use crate::search::query::Query;
use crate::search::ranking::Ranked;
use crate::search::term::Term;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

use super::answer_context::AnswerContext;
use super::{changed_figures, counted_people, elsewhere, short_answer};

/// Of 66 sentences without a figure of the kind asked for that came first for questions of SQuAD 2.0, 5 held the answer.
const HARDLY: f32 = 0.1;

/// Of 40 answerable ones of SQuAD 2.0 in which something of another kind reads like the answer, 26 held it; as many as 75
/// unanswerable ones had such a sentence first.
const HALF: f32 = 0.5;

/// Of 17 yes-or-no questions of three sets whose first sentence, with those around it, had nothing near one of their words,
/// 4 were answered by it, a third to two fifths of what is usual.
const TWO_FIFTHS: f32 = 0.4;

/// What is told of another owner or place by name answers hardly ever, and misleads where it is taken for an answer.
const FIFTH: f32 = 0.2;

/// What is asked is not told where nothing comes nearer in meaning to one of the question's words.
const UNTOLD: f32 = 0.3;

/// A word is another thing when it is no nearer in meaning to what is counted.
const ANOTHER_THING: f32 = 0.5;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// Nothing of the kind that is asked for.
    NothingOfItsKind,
    /// The thing that is counted.
    NothingCounted,
    /// Those who are counted: it counts people elsewhere.
    PeopleCounted,
    /// Any article that knows the place whose capital, mayor or population is asked for.
    OfNothingKnown,
    /// Part of what is to be confirmed or denied, or of what it is asked why or how it is.
    PartUntold,
    /// What was before: it tells only what is now.
    OfNow,
    /// Nothing, but what reads like the answer is of another kind.
    OfAnotherKind,
    /// Whoever or whatever is asked about: it is told of another.
    OfAnother,
    /// The same, beyond doubt: the noun that is asked about has the name of another owner or place.
    OfQuiteAnother,
}

impl Objection {
    /// Says it in words.
    pub fn words(self) -> &'static str {
        match self {
            Objection::NothingOfItsKind => {
                "somebody, a name, a figure, a sum, a size or a time is asked for, and it has none of that kind"
            }
            Objection::NothingCounted => "what the question counts is not in it",
            Objection::PeopleCounted => {
                "it counts people, and says neither that they are those of the question nor that they are there"
            }
            Objection::OfNothingKnown => "the place of which it is asked stands in no article",
            Objection::PartUntold => "part of what is asked is told neither in it nor around it",
            Objection::OfAnother | Objection::OfQuiteAnother => {
                "it tells of somebody or something else than is asked about"
            }
            Objection::OfNow => "it is asked what was before, and it tells what is now",
            Objection::OfAnotherKind => {
                "what reads like the answer in it is of another kind than is asked for"
            }
        }
    }

    /// Returns what part of its likelihood is left to a sentence, above 0 and below 1.
    pub fn likelihood_factor(self) -> f32 {
        match self {
            Objection::NothingOfItsKind | Objection::NothingCounted | Objection::OfNothingKnown => {
                HARDLY
            }
            Objection::PartUntold | Objection::OfAnother | Objection::PeopleCounted => TWO_FIFTHS,
            Objection::OfAnotherKind | Objection::OfNow => HALF,
            Objection::OfQuiteAnother => FIFTH,
        }
    }
}

/// Tells what speaks against a candidate.
pub fn about(ranked: &Ranked, context: &AnswerContext<'_>) -> Option<Objection> {
    let article = context.articles.get(ranked.place.article)?;
    let sentence = context.sentence(ranked.place.article, ranked.place.sentence)?;
    if !answer_type::contains_any(&context.query, &article.text, sentence) {
        return Some(Objection::NothingOfItsKind);
    }
    let of = |feature: Feature| ranked.vector[feature as usize];
    if asks_of_nothing_known(&context.query) {
        return Some(Objection::OfNothingKnown);
    }
    let lacks = of(Feature::FocusFound) == 0.0
        && of(Feature::FocusNear) < ANOTHER_THING
        && of(Feature::FocusIsA) == 0.0;
    let focus = context.query.question.kind.focus;
    let counted = focus.and_then(|at| context.query.question.words.get(at));
    let is_measured = counted.is_some_and(|word| {
        quantity_match::is_measured_like(&word.folded, &article.text, &sentence.tokens)
    });
    let counts_those = || quantity_match::counts_those(&article.text, &sentence.tokens);
    let candidate = context.candidate(ranked);
    let above = || {
        candidate
            .is_some_and(|candidate| counted_people::is_counted_above(&context.query, candidate))
    };
    let uncounted = lacks && counts_things(context) && !is_measured && !counts_those() && !above();
    let of_people = || {
        candidate
            .is_some_and(|candidate| counted_people::tells_of_people(&context.query, candidate))
    };
    if uncounted && of_people() {
        // People are whoever is asked for, where their place fits.
        let names = context.query.terms.iter().any(|term| term.name);
        if names && of(Feature::CoverNames) == 0.0 {
            return Some(Objection::PeopleCounted);
        }
    } else if uncounted
        || asks_population(&context.query.question)
            && !tells_population(&article.text, sentence, of(Feature::CoverNames) > 0.0)
    {
        return Some(Objection::NothingCounted);
    }
    if changed_figures::tells_only_now(&context.query.question, &article.text, sentence) {
        return Some(Objection::OfNow);
    }
    if context.is_of_quite_another(ranked) {
        return Some(Objection::OfQuiteAnother);
    }
    if context.is_of_another(ranked) || elsewhere::is_asked_of(ranked, context) {
        return Some(Objection::OfAnother);
    }
    let asks_whether = context.query.question.kind.expected == AnswerType::Truth;
    let lacks_part = || match asks_whether {
        true => !tells_whether(ranked, context),
        false => asks_what_must_be_told(context) && !tells_each_word(ranked, context),
    };
    if !context.replies(ranked) && lacks_part() {
        return Some(Objection::PartUntold);
    }
    let otherwise = short_answer::is_of_another_kind(
        ranked.found.as_ref(),
        &context.query.question,
        &article.text,
        sentence,
        context.vocabulary,
    );
    let told = || context.is_named_by(ranked) || context.who_is_meant(ranked).is_some();
    (otherwise && !told()).then_some(Objection::OfAnotherKind)
}

/// Tells whether a sentence and what stands around it have something like each word of what is to be confirmed.
fn tells_whether(ranked: &Ranked, context: &AnswerContext<'_>) -> bool {
    let Some(candidate) = context.candidate(ranked) else {
        return true;
    };
    let query = &context.query;
    let all_told = ranked.vector[Feature::LeastNearAround as usize] >= UNTOLD
        || Measure::new(query, context.vocabulary).least_told(candidate) >= UNTOLD;
    all_told && permitted_things::tells_of_thing(query, candidate)
}

/// Tells whether it is asked why something is so, how to do it or how two things differ: whatever has the words that tell so
/// ("because", "to") seems to answer, of which thing soever.
fn asks_what_must_be_told(context: &AnswerContext<'_>) -> bool {
    let question = &context.query.question;
    let is_asked = |word: &str| question.words.iter().any(|own| own.folded == word);
    match question.kind.expected {
        AnswerType::Reason => true,
        AnswerType::Manner => question.asks_instruction(),
        AnswerType::Thing | AnswerType::Definition => is_asked("difference") && is_asked("between"),
        _ => false,
    }
}

/// Tells whether each word of the question that the whole article lacks is told otherwise in a sentence or around it.
fn tells_each_word(ranked: &Ranked, context: &AnswerContext<'_>) -> bool {
    if ranked.vector[Feature::LeastNearAround as usize] >= UNTOLD {
        return true;
    }
    let candidate = context.candidate(ranked);
    candidate.is_none_or(|candidate| {
        Measure::new(&context.query, context.vocabulary).least_told_of_unknown(candidate) >= UNTOLD
    })
}

/// Tells whether a question asks for something of a place that no article knows, mistyped or not: "the capital of Mongolia".
fn asks_of_nothing_known(query: &Query) -> bool {
    let words = &query.question.words;
    let is = |at: usize, forms: &[&str]| {
        (words.get(at)).is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    let asks_what = (query.question.kind.wh_word)
        .is_some_and(|at| is(at, &["what", "who", "which"]) && is(at + 1, &["is", "was", "are"]));
    let of = (1..words.len()).filter(|at| is(*at, &["of"]) && is(at - 1, &OF_PLACES));
    let mut owners = of.map(|of| of + 1 + usize::from(is(of + 1, &["the"])));
    asks_what
        && owners.any(|owner| {
            let term = query.terms.iter().find(|term| term.position == owner);
            term.is_some_and(|term| {
                term.stems.is_empty() && !may_be_another_name(term) && is_place(term)
            })
        })
}

/// What one asks of a place that has a name.
const OF_PLACES: [&str; 10] = [
    "capital",
    "currency",
    "governor",
    "king",
    "mayor",
    "minister",
    "population",
    "president",
    "queen",
    "ruler",
];

/// A name as near in meaning to a word of the articles may be another for the same place.
const SAME_PLACE: f32 = 0.6;

/// Letters may be short for any name.
const MAX_LETTERS: usize = 3;

/// Tells whether articles may call a place otherwise: "Holland" for "the Netherlands", "UK".
fn may_be_another_name(term: &Term) -> bool {
    let nearest = term.neighbours.first();
    !term.relatives.is_empty()
        || nearest.is_some_and(|(_, cosine)| *cosine >= SAME_PLACE)
        || term.folded.chars().count() <= MAX_LETTERS
}

/// Kinds of places that have a name.
const PLACES: [&str; 3] = ["country", "city", "state"];

fn is_place(term: &Term) -> bool {
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let kinds = PLACES.iter().filter_map(|kind| vectors.row(kind));
    let is_one = |row| kinds.into_iter().any(|kind| known.is_a(row, kind));
    term.name || term.row.is_some_and(is_one)
}

/// Tells whether a question asks how many people live in a place that it names.
fn asks_population(question: &Question) -> bool {
    let is = |at: Option<usize>, forms: &[&str]| {
        let word = at.and_then(|at| question.words.get(at));
        word.is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    let asks = is(question.kind.focus, &["population", "inhabitants"])
        || is(question.kind.focus, &["people", "residents"])
            && is(
                question.kind.done,
                &["live", "lives", "lived", "living", "reside"],
            );
    asks && question.words.iter().any(|word| word.name)
}

/// Words beside which a figure counts those who live somewhere …
const OF_POPULATIONS: [&str; 21] = [
    "pop",
    "population",
    "populations",
    "populated",
    "populous",
    "inhabitant",
    "inhabitants",
    "inhabited",
    "resident",
    "residents",
    "live",
    "lives",
    "lived",
    "living",
    "home",
    "census",
    "citizens",
    "villagers",
    "islanders",
    "townspeople",
    "souls",
];

/// … and those that do so where the place itself is named: of people there are many sorts.
const PEOPLE: [&str; 4] = ["people", "persons", "adults", "households"];

fn tells_population(text: &str, sentence: &AnalysedSentence, names_the_place: bool) -> bool {
    let mut words = sentence
        .tokens
        .iter()
        .filter_map(|token| token.span.of(text));
    words.any(|word| {
        let word = word.to_lowercase();
        OF_POPULATIONS.contains(&word.as_str())
            || names_the_place && PEOPLE.contains(&word.as_str())
    })
}

/// Tells whether the question counts things that it names: "how many guards". People need not be named to be counted.
fn counts_things(context: &AnswerContext<'_>) -> bool {
    let question = &context.query.question;
    let (Some(wh_word), Some(focus)) = (question.kind.wh_word, question.kind.focus) else {
        return false;
    };
    let named = question.words.get(focus).map(|word| word.folded.as_str());
    context.query.focus.is_some()
        && question.behind_question_word() == "many"
        && focus == wh_word + 2
        && !matches!(named, Some("people" | "persons"))
}

#[cfg(test)]
mod tests {
    use super::{asks_of_nothing_known, asks_population};
    use crate::question::analyze;
    use crate::search::query::Query;
    use crate::search::vocabulary::{VocabularyBuilder, Written};

    #[test]
    fn the_capital_of_a_country_that_no_article_knows_is_not_any_capital() {
        let mut builder = VocabularyBuilder::default();
        for word in ["capital", "netherlands", "population", "uruguay"] {
            builder.word(word, word, Written::Small);
            builder.sentence([word]);
        }
        let vocabulary = builder.build().expect("sorted keys build");
        let asks = |text: &str| asks_of_nothing_known(&Query::of(analyze(text), None, &vocabulary));
        assert!(asks("What is the capital of Mongolia?"));
        assert!(asks("whats the capital of mongolia"));
        assert!(!asks("What is the capital of Uruguay?"));
        assert!(!asks("What is the capital of Uruguy?"), "a typing error");
        assert!(!asks("What is the population of Holland?"));
        assert!(!asks("What is the capital of the UK?"));
        assert!(!asks("What is the colour of Veldtor?"));
        assert!(
            !asks("What is the price of eels?"),
            "they may be called otherwise"
        );
    }

    #[test]
    fn how_many_live_somewhere_is_told_from_how_many_came() {
        for asked in [
            "What is the population of Orbey?",
            "How many people live in Orbey?",
            "population of Orbey",
        ] {
            assert!(asks_population(&analyze(asked)), "{asked}");
        }
        for other in [
            "How many people visited Orbey?",
            "Who lives in Orbey?",
            "What is the population of pandas?",
        ] {
            assert!(!asks_population(&analyze(other)), "{other}");
        }
    }
}
