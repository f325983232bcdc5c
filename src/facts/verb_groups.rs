//! Verb groups: a full verb with its auxiliaries and particles.

use super::chunks::{Finiteness, Phrase, PhraseKind, Voice, infinitive_follows};
use super::noun_groups::words_before_number;
use super::tagging::{Grammar, Tag, VerbForm};
use super::tokens::Token;

/// Adverbs that belong to the verb before them: "carry out", "give back".
const PARTICLES: [&str; 9] = [
    "out", "up", "down", "back", "away", "off", "together", "forward", "apart",
];

/// Reads a verb group: a full verb with its auxiliaries, and the particle that belongs to it.
pub(super) fn verb_group(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
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
        && words_before_number(tokens, last + 1) == 0
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
        if at > start && is_some_day(tokens, at) {
            at += 2;
            continue;
        }
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

/// "might one day compose": a time without a preposition between an auxiliary and its verb.
fn is_some_day(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].is_any(&["one", "some"]) && tokens.get(at + 1).is_some_and(|day| day.is("day"))
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
