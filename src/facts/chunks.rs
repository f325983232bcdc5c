//! Phrases: the noun and verb groups of a sentence, and the words that stand between them.

use super::tagging::{Grammar, Tag, VerbForm};
use super::tokens::Token;

/// What a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhraseKind {
    /// A noun with its articles, adjectives and possessors.
    Noun,
    /// An adjective that describes without a noun.
    Adjective,
    /// A verb with its auxiliaries.
    Verb,
    /// A preposition, perhaps of several words.
    Preposition,
    /// An adverb.
    Adverb,
    /// "and", "or", "but".
    Coordinator,
    /// A word that opens a dependent clause.
    Subordinator,
    /// "who", "which", "that" for the noun before.
    Relative,
    /// A comma.
    Comma,
    /// A mark that ends a stretch of words.
    Stop,
}

/// How a verb group stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Somebody does something.
    Active,
    /// Something is done.
    Passive,
    /// A form of "be" alone.
    Copula,
}

/// Whether a verb group can be the verb of a whole clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finiteness {
    /// It has a tense.
    Finite,
    /// "built" alone: a past, or a participle.
    Doubtful,
    /// A participle or "-ing" form.
    Participle,
    /// "to build".
    Infinitive,
}

/// A run of tokens that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// What it is.
    pub kind: PhraseKind,
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// The token that matters most: the noun, the full verb.
    pub head: usize,
    /// How it stands, when it is a verb group.
    pub verb: Option<(Finiteness, Voice)>,
}

impl Phrase {
    fn single(kind: PhraseKind, at: usize) -> Self {
        Phrase {
            kind,
            first: at,
            last: at,
            head: at,
            verb: None,
        }
    }

    /// Tells whether it is of this kind.
    pub fn is(&self, kind: PhraseKind) -> bool {
        self.kind == kind
    }

    /// Tells whether it is a verb group with a tense, or one that may have it.
    pub fn may_be_finite(&self) -> bool {
        matches!(
            self.verb,
            Some((Finiteness::Finite | Finiteness::Doubtful, _))
        )
    }
}

/// Splits a tagged sentence into phrases; what stands in brackets is left out.
pub fn chunk(tokens: &[Token<'_>], tagged: &[Grammar]) -> Vec<Phrase> {
    let mut phrases = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let (phrase, next) = phrase_at(tokens, tagged, at);
        phrases.extend(phrase);
        at = next.max(at + 1);
    }
    phrases
}

fn phrase_at(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> (Option<Phrase>, usize) {
    if let Some(after) = bracket_end(tokens, at) {
        return (None, after);
    }
    let found = preposition(tokens, tagged, at)
        .or_else(|| verb_group(tokens, tagged, at))
        .or_else(|| noun_group(tokens, tagged, at))
        .or_else(|| single(tokens, tagged, at));
    let next = found.map_or(at + 1, |phrase| phrase.last + 1);
    (found, next)
}

/// Brackets of up to this many tokens are passed over as an aside.
const LONGEST_ASIDE: usize = 16;

fn bracket_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if !tokens.get(at)?.opens_bracket() {
        return None;
    }
    let end = (at + LONGEST_ASIDE).min(tokens.len());
    (at + 1..end)
        .find(|&place| tokens[place].closes_bracket())
        .map(|close| close + 1)
}

fn single(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    let token = tokens.get(at)?;
    let kind = match tagged.get(at)?.tag {
        Tag::Adverb | Tag::Not => PhraseKind::Adverb,
        Tag::Adjective => PhraseKind::Adjective,
        Tag::Coordinator => PhraseKind::Coordinator,
        Tag::Subordinator => PhraseKind::Subordinator,
        Tag::Relative => PhraseKind::Relative,
        Tag::Preposition | Tag::To => PhraseKind::Preposition,
        Tag::Mark if token.text == "," || token.is_dash() => PhraseKind::Comma,
        Tag::Mark if token.is_quote() => return None,
        Tag::Mark => PhraseKind::Stop,
        _ => PhraseKind::Noun,
    };
    Some(Phrase::single(kind, at))
}

/// Prepositions of two or three words.
const COMPOUND: [&[&str]; 14] = [
    &["as", "well", "as"],
    &["in", "front", "of"],
    &["such", "as"],
    &["because", "of"],
    &["according", "to"],
    &["due", "to"],
    &["out", "of"],
    &["along", "with"],
    &["together", "with"],
    &["instead", "of"],
    &["prior", "to"],
    &["rather", "than"],
    &["away", "from"],
    &["up", "to"],
];

/// Participles that do the work of prepositions.
const LIKE_PREPOSITIONS: [&str; 5] = ["including", "following", "excluding", "depending", "amid"];

fn preposition(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    let compound = COMPOUND.iter().find(|words| {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| tokens.get(at + offset).is_some_and(|token| token.is(word)))
    });
    if let Some(words) = compound {
        return Some(Phrase {
            last: at + words.len() - 1,
            ..Phrase::single(PhraseKind::Preposition, at)
        });
    }
    let is_one = match tagged.get(at)?.tag {
        Tag::Preposition => true,
        Tag::To => !infinitive_follows(tagged, at),
        _ => tokens.get(at)?.is_any(&LIKE_PREPOSITIONS),
    };
    is_one.then(|| Phrase::single(PhraseKind::Preposition, at))
}

fn infinitive_follows(tagged: &[Grammar], to: usize) -> bool {
    let after = (to + 1..to + 3).find(|&place| {
        !matches!(
            tagged.get(place).map(|g| g.tag),
            Some(Tag::Adverb | Tag::Not)
        )
    });
    after
        .and_then(|place| tagged.get(place))
        .is_some_and(|next| {
            matches!(next.tag, Tag::Be | Tag::Have | Tag::Do)
                || next.tag == Tag::Verb
                    && matches!(next.form, Some(VerbForm::Base | VerbForm::Any))
        })
}

/// Adverbs that belong to the verb before them: "carry out", "give back".
const PARTICLES: [&str; 9] = [
    "out", "up", "down", "back", "away", "off", "together", "forward", "apart",
];

fn verb_group(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    let opens = tagged.get(at)?;
    let infinitive = opens.tag == Tag::To && infinitive_follows(tagged, at);
    let never = opens.tag == Tag::Not && tagged.get(at + 1).is_some_and(|next| next.is_verbal());
    if !infinitive && !never && !opens.is_verbal() {
        return None;
    }
    let start = at + usize::from(infinitive || never);
    let (mut last, mut head) = auxiliaries_and_verb(tokens, tagged, start);
    let mut chained = head;
    while let Some((chain_last, chain_head)) = chained_infinitive(tokens, tagged, last) {
        last = chain_last;
        chained = chain_head;
    }
    if is_idiom(tokens, last) {
        last += 1;
    }
    if tokens.get(last + 1).is_some_and(|t| t.is_any(&PARTICLES))
        && tagged.get(last).is_some_and(|g| g.tag == Tag::Verb)
        && !(tokens[last + 1].is("out") && tokens.get(last + 2).is_some_and(|t| t.is("of")))
    {
        last += 1;
    }
    let finiteness = if infinitive {
        Finiteness::Infinitive
    } else {
        finiteness(tagged, start)
    };
    let voice = voice(tagged, start, head);
    if chained != head {
        head = chained;
    }
    Some(Phrase {
        kind: PhraseKind::Verb,
        first: at,
        last,
        head,
        verb: Some((finiteness, voice)),
    })
}

/// "took place", "takes part": verb and noun are one verb.
fn is_idiom(tokens: &[Token<'_>], verb: usize) -> bool {
    tokens[verb].is_any(&["take", "takes", "took", "taken", "taking"])
        && tokens
            .get(verb + 1)
            .is_some_and(|noun| noun.is_any(&["place", "part", "shape", "effect"]))
}

/// The last token of "has not been fully rebuilt" and its full verb.
fn auxiliaries_and_verb(tokens: &[Token<'_>], tagged: &[Grammar], start: usize) -> (usize, usize) {
    let mut last = start;
    let mut head = start;
    let mut at = start;
    while let Some(grammar) = tagged.get(at) {
        match grammar.tag {
            Tag::Modal | Tag::Be | Tag::Have | Tag::Do
                if at == start || tagged[head].tag != Tag::Verb =>
            {
                (last, head) = (at, at);
            }
            Tag::Verb if at == start || fits_auxiliary(tagged[head].tag, *grammar) => {
                return (at, at);
            }
            Tag::Adjective if fits_participle(tagged, head, at) => return (at, at),
            Tag::Adverb | Tag::Not if at < start + 8 => {}
            Tag::Adjective if at > start && is_manner(tokens, tagged, at) => {}
            _ => break,
        }
        at += 1;
    }
    if matches!(tagged.get(last + 1).map(|g| g.tag), Some(Tag::Not)) {
        last += 1;
    }
    (last, head)
}

/// "is best known", "was first seen": words that are adverbs before a participle.
fn is_manner(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    let next_is_participle = tagged
        .get(at + 1)
        .is_some_and(|next| next.form.is_some() && matches!(next.tag, Tag::Verb | Tag::Adjective));
    next_is_participle && tokens[at].is_any(&["best", "better", "well", "first", "last", "long"])
}

fn fits_auxiliary(auxiliary: Tag, verb: Grammar) -> bool {
    use VerbForm::{Any, Base, Gerund, Participle, Past, PastOrParticiple, Third};
    match auxiliary {
        Tag::Modal | Tag::Do => matches!(verb.form, Some(Base | Any | Third)),
        Tag::Be => matches!(
            verb.form,
            Some(Participle | PastOrParticiple | Gerund | Any)
        ),
        Tag::Have => matches!(verb.form, Some(Participle | PastOrParticiple | Any | Past)),
        _ => false,
    }
}

/// "was injured": tagged as an adjective, yet a participle after an auxiliary with nothing to modify.
fn fits_participle(tagged: &[Grammar], head: usize, at: usize) -> bool {
    let participle = tagged[at].form.is_some_and(|form| form != VerbForm::Base);
    let modifies = tagged.get(at + 1).is_some_and(|next| next.is_nominal());
    participle && !modifies && matches!(tagged[head].tag, Tag::Be | Tag::Have) && at > head
}

/// "plans to relocate", "began to be built": one relation of several verbs.
fn chained_infinitive(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    last: usize,
) -> Option<(usize, usize)> {
    let to = tagged.get(last + 1)?;
    if to.tag != Tag::To || !infinitive_follows(tagged, last + 1) || tokens[last].is("order") {
        return None;
    }
    Some(auxiliaries_and_verb(tokens, tagged, last + 2))
}

fn finiteness(tagged: &[Grammar], at: usize) -> Finiteness {
    match tagged[at].tag {
        Tag::Verb => match tagged[at].form {
            Some(VerbForm::Gerund | VerbForm::Participle) => Finiteness::Participle,
            Some(VerbForm::PastOrParticiple | VerbForm::Any) => Finiteness::Doubtful,
            _ => Finiteness::Finite,
        },
        _ => Finiteness::Finite,
    }
}

fn voice(tagged: &[Grammar], first: usize, head: usize) -> Voice {
    let has_be = tagged
        .get(first..head)
        .unwrap_or_default()
        .iter()
        .rev()
        .find(|grammar| grammar.tag != Tag::Adverb && grammar.tag != Tag::Not)
        .is_some_and(|grammar| grammar.tag == Tag::Be);
    let participle = tagged[head].form != Some(VerbForm::Gerund);
    match tagged[head].tag {
        Tag::Be => Voice::Copula,
        _ if has_be && participle => Voice::Passive,
        _ => Voice::Active,
    }
}

/// Reads a noun group: articles, adjectives, nouns, possessors.
fn noun_group(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    let mut head = None;
    let mut next = at;
    let mut determined = false;
    while let Some(step) = noun_step(tokens, tagged, at, next, head.is_some()) {
        match step {
            Step::Head => head = Some(next),
            Step::Article => determined = true,
            Step::Within => {}
            Step::Restart => head = None,
        }
        next += 1;
        if tagged[next - 1].tag == Tag::Pronoun {
            break;
        }
    }
    let mut last = next.checked_sub(1).filter(|last| *last >= at)?;
    let head = match head {
        Some(head) => {
            last = head.max(last_of_number(tokens, head, last));
            head
        }
        None if determined && tagged[last].tag == Tag::Adjective => last,
        None if determined && last == at => last,
        None => return None,
    };
    let emphatic = ["himself", "herself", "itself", "themselves"];
    if tokens
        .get(last + 1)
        .is_some_and(|next| next.is_any(&emphatic))
    {
        last += 1;
    }
    let closing = tokens.get(last + 1).is_some_and(Token::is_quote)
        && (at..=last).any(|place| tokens[place].is_quote());
    Some(Phrase {
        kind: PhraseKind::Noun,
        first: at,
        last: last + usize::from(closing),
        head,
        verb: None,
    })
}

fn last_of_number(tokens: &[Token<'_>], head: usize, last: usize) -> usize {
    let percent = tokens.get(head + 1).is_some_and(|t| t.text == "%");
    if percent && head < last {
        head + 1
    } else {
        head
    }
}

/// What the next token does in a noun group.
enum Step {
    Head,
    Article,
    Within,
    Restart,
}

fn noun_step(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    start: usize,
    at: usize,
    has_head: bool,
) -> Option<Step> {
    let next = tagged.get(at + 1).map(|next| next.tag);
    let previous = at
        .checked_sub(1)
        .filter(|_| at > start)
        .map(|before| tagged[before].tag);
    let goes_on = matches!(
        next,
        Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number)
    );
    match tagged.get(at)?.tag {
        Tag::Pronoun if at == start => Some(Step::Head),
        Tag::Determiner | Tag::Possessive => {
            let fits = !has_head && !matches!(previous, Some(Tag::Adjective | Tag::Number))
                || previous == Some(Tag::Determiner);
            fits.then_some(Step::Article)
        }
        Tag::Name if has_head && ends_date(tokens, start, at) => None,
        Tag::Noun | Tag::Name | Tag::Number => {
            let new_number =
                tagged[at].tag == Tag::Number && has_head && previous == Some(Tag::Noun);
            (!new_number || tokens[at - 1].is_capitalised()).then_some(Step::Head)
        }
        Tag::Adjective if has_head && previous != Some(Tag::Genitive) && !goes_on => None,
        Tag::Adjective => Some(if has_head {
            Step::Restart
        } else {
            Step::Within
        }),
        Tag::Genitive if has_head => Some(Step::Restart),
        Tag::Adverb if !has_head && tokens.get(at + 1).is_some_and(|t| t.text == "$") => {
            Some(Step::Within)
        }
        Tag::Adverb if !has_head => (goes_on
            && next != Some(Tag::Name)
            && (at > start || matches!(next, Some(Tag::Adjective | Tag::Number))))
        .then_some(Step::Within),
        Tag::Verb if !has_head && at > start && goes_on => {
            let participle = !matches!(
                tagged[at].form,
                Some(VerbForm::Base | VerbForm::Third | VerbForm::Past)
            );
            let bare_mark = previous == Some(Tag::Mark)
                && !tokens[at - 1].is_quote()
                && tokens[at - 1].text != "-";
            (participle && !bare_mark).then_some(Step::Within)
        }
        Tag::Mark => mark_in_noun_group(tokens, tagged, at, start, has_head, next),
        Tag::Coordinator => {
            let between_adjectives = previous == Some(Tag::Adjective)
                && next == Some(Tag::Adjective)
                && !has_head
                && noun_after(tagged, at + 2);
            let name_sign = tokens[at].text == "&" && has_head;
            (between_adjectives || name_sign).then_some(Step::Within)
        }
        _ => None,
    }
}

/// "In 1977 President", "in May 1977 General": a year before a name belongs to another noun group.
fn ends_date(tokens: &[Token<'_>], start: usize, at: usize) -> bool {
    let Some(year) = at.checked_sub(1) else {
        return false;
    };
    let is_year = tokens[year].is_number() && tokens[year].text.len() == 4;
    is_year && (year == start || year == start + 1 && tokens[start].is_capitalised())
}

fn mark_in_noun_group(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    at: usize,
    start: usize,
    has_head: bool,
    next: Option<Tag>,
) -> Option<Step> {
    let token = &tokens[at];
    let noun_next = matches!(
        next,
        Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number)
    );
    match token.text {
        "$" | "€" | "£" | "¥" | "#" if next == Some(Tag::Number) => Some(Step::Within),
        "%" | "°" if has_head => Some(Step::Head),
        "-" if at > start && has_head => {
            let participle = next == Some(Tag::Verb)
                && !matches!(tagged[at + 1].form, Some(VerbForm::Base | VerbForm::Third));
            (noun_next || participle).then_some(Step::Restart)
        }
        "-" if at > start && noun_next => Some(Step::Within),
        "'" | "’" if has_head && noun_next && tokens[at - 1].text.ends_with('s') => {
            Some(Step::Restart)
        }
        "," if has_head && next == Some(Tag::Number) && is_day_before_year(tokens, at) => {
            Some(Step::Within)
        }
        "," if !has_head && at > start && tagged[at - 1].tag == Tag::Adjective => {
            (next == Some(Tag::Adjective) && noun_after(tagged, at + 2)).then_some(Step::Within)
        }
        _ if token.is_quote()
            && noun_next
            && (at == start || !has_head || token.text == "``" || token.text == "“") =>
        {
            Some(Step::Within)
        }
        _ => None,
    }
}

/// The comma in "May 3, 1998".
fn is_day_before_year(tokens: &[Token<'_>], comma: usize) -> bool {
    let short = |at: usize| tokens[at].is_number() && tokens[at].text.len() <= 2;
    comma >= 2
        && short(comma - 1)
        && tokens[comma - 2].is_capitalised()
        && tokens
            .get(comma + 1)
            .is_some_and(|year| year.is_number() && year.text.len() == 4)
}

fn noun_after(tagged: &[Grammar], at: usize) -> bool {
    tagged
        .get(at..(at + 6).min(tagged.len()))
        .unwrap_or_default()
        .iter()
        .find(|grammar| {
            !matches!(
                grammar.tag,
                Tag::Adjective | Tag::Coordinator | Tag::Adverb | Tag::Mark
            )
        })
        .is_some_and(|grammar| matches!(grammar.tag, Tag::Noun | Tag::Name))
}
