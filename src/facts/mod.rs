//! What sentences state, in fields that point into the sentence.

pub mod aliases;
pub mod apposition;
pub mod causes;
pub mod chunks;
mod clause_objects;
mod clause_subjects;
pub mod clauses;
pub mod compare;
pub mod compare_answers;
pub mod confidence;
mod date_forms;
pub mod dates;
pub mod definitions;
pub mod displayable;
mod initials;
pub mod lexicon;
pub mod names;
mod noun_groups;
mod numbers;
pub mod numeric_facts;
pub mod open_extraction;
pub mod parsed_sentence;
mod periods;
pub mod places;
pub mod plans;
pub mod qualifiers;
pub mod quantities;
mod quotation_marks;
pub mod quotations;
pub mod roles;
mod said_after;
mod said_before;
pub mod speakers;
pub mod speech;
mod tag_context;
mod tag_corrections;
pub mod tagging;
pub mod tokens;
mod units;
mod verb_groups;
pub mod word_lists;

use serde::{Deserialize, Serialize};

use crate::text::Span;
use parsed_sentence::ParsedSentence;

/// What sort of thing a fact states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// Somebody or something does or is something.
    Statement,
    /// A number of something.
    Quantity,
    /// When something was.
    Date,
    /// Where something is.
    Place,
    /// Who said what.
    Quotation,
    /// Two names of one thing, abbreviations among them.
    Alias,
    /// What office or title somebody has.
    Role,
    /// What something is.
    Definition,
    /// What somebody means to do.
    Plan,
    /// Why something is.
    Cause,
}

/// What a qualifier adds to a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QualifierKind {
    /// When.
    Time,
    /// Where.
    Place,
    /// How many, the number.
    Quantity,
    /// Of what, the unit of a quantity.
    Unit,
    /// Who says so.
    Speaker,
    /// The word that denies it.
    Negation,
    /// The word that makes it less than certain.
    Hedge,
}

/// One qualifier, a piece of the fact's sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qualifier {
    /// What it adds.
    pub kind: QualifierKind,
    /// Bytes of the sentence.
    pub span: Span,
}

/// What a sentence states, each field a range of bytes of that sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What sort of thing is stated.
    pub kind: FactKind,
    /// Of whom or what.
    pub subject: Option<Span>,
    /// The words that relate subject and object.
    pub relation: Option<Span>,
    /// What is stated of the subject.
    pub object: Option<Span>,
    /// Time, place, quantity and so on.
    pub qualifiers: Vec<Qualifier>,
    /// How likely the reading is right, 0 to 1.
    pub confidence: f32,
}

impl Fact {
    /// Tells whether a reader who sees nothing but its fields learns something.
    pub fn reads_alone(&self) -> bool {
        let has_sides = self.subject.is_some() && self.object.is_some();
        let counted = self.relation.is_some() && self.object.is_some();
        (has_sides || counted) && self.confidence >= displayable::WORTH_SHOWING
    }
}

/// No sentence that people write states more; endless input must not fill the store.
const MAX_FACTS: usize = 48;

/// Extracts the facts of one sentence, in the order in which they begin.
pub fn extract(sentence: &str) -> Vec<Fact> {
    let parsed = ParsedSentence::of(sentence);
    let appositions = apposition::find(&parsed);
    let quotations = quotations::facts(&quotations::find_in(&parsed.tokens, &parsed.tagged));
    let mut facts = open_extraction::find(&parsed, &appositions);
    facts.retain(|fact| !repeats_quotation(fact, &quotations));
    for fact in &mut facts {
        name_speaker(fact, &quotations);
    }
    facts.extend(quotations);
    facts.extend(roles::find(&parsed, &appositions));
    facts.extend(definitions::find(&parsed, &appositions));
    facts.extend(plans::find(&parsed));
    facts.extend(causes::find(&parsed));
    facts.extend(places::find(&parsed));
    facts.extend(numeric_facts::find(&parsed));
    facts.extend(aliases::facts(&parsed.aliases));
    facts.sort_by_key(order);
    facts.dedup();
    facts.truncate(MAX_FACTS);
    facts
}

/// "Officials said that ..." is told once, as who said what.
fn repeats_quotation(fact: &Fact, quotations: &[Fact]) -> bool {
    let within = |one: Option<Span>, two: Option<Span>| {
        one.is_some_and(|one| two.is_some_and(|two| one.overlaps(two)))
    };
    fact.kind == FactKind::Statement
        && quotations.iter().any(|quotation| {
            within(quotation.relation, fact.relation)
                && (fact.object.is_none() || within(quotation.object, fact.object))
        })
}

/// What stands among somebody's words is said by whom the quotation names.
fn name_speaker(fact: &mut Fact, quotations: &[Fact]) {
    let said = |quotation: &&Fact| {
        let within = |field: Option<Span>| {
            field.is_some_and(|field| quotation.object.is_some_and(|said| said.covers(field)))
        };
        within(fact.subject) && within(fact.relation)
    };
    let Some(speaker) = quotations.iter().find(said).and_then(|found| found.subject) else {
        return;
    };
    fact.qualifiers
        .retain(|qualifier| qualifier.kind != QualifierKind::Speaker);
    fact.qualifiers.push(Qualifier {
        kind: QualifierKind::Speaker,
        span: speaker,
    });
    fact.qualifiers
        .sort_by_key(|qualifier| (qualifier.span, qualifier.kind));
}

/// Facts stand in the order in which their first words do, then by kind.
fn order(fact: &Fact) -> (Option<Span>, FactKind, Option<Span>) {
    let first = [fact.subject, fact.relation, fact.object]
        .into_iter()
        .flatten()
        .min();
    (first, fact.kind, fact.object)
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
