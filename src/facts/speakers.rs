//! Who stands before a verb of saying.

use crate::text::helper_verbs::MODALS;

use super::tagging::{Grammar, Tag, VerbForm};
use super::tokens::Token;

/// A stretch of tokens, ends included.
type Range = (usize, usize);

/// A speaker of more words than this is a misreading.
const MAX_SPEAKER_TOKENS: usize = 24;

/// Tells whether a token is a verb with a tense; "the mill built in 1904" has none.
pub fn is_surely_finite(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    let Some(grammar) = tagged.get(at) else {
        return false;
    };
    let next = tagged.get(at + 1).map(|grammar| grammar.tag);
    let after_noun = at
        .checked_sub(1)
        .and_then(|before| tagged.get(before))
        .is_some_and(|before| {
            before.is_nominal() && before.tag != Tag::Pronoun || before.tag == Tag::Mark
        });
    let hyphenated = at > 0 && tokens.get(at - 1).is_some_and(|before| before.text == "-");
    let name = at == 0 || tokens.get(at).is_some_and(Token::is_capitalised);
    match (grammar.tag, grammar.form) {
        (Tag::Verb, _) if hyphenated || name => false,
        (Tag::Verb, Some(VerbForm::Participle)) => follows_auxiliary(tagged, at),
        (Tag::Modal | Tag::Be | Tag::Have | Tag::Do, _) => !tokens
            .get(at)
            .is_some_and(|token| token.is_any(&["be", "been", "being", "having", "doing", "done"])),
        (Tag::Verb, Some(VerbForm::Third | VerbForm::Past)) => true,
        (Tag::Verb, Some(VerbForm::PastOrParticiple | VerbForm::Any)) => {
            !(after_noun && matches!(next, Some(Tag::Preposition | Tag::To)))
        }
        (Tag::Verb, Some(VerbForm::Base)) => {
            at > 0
                && tagged
                    .get(at - 1)
                    .is_some_and(|before| before.tag == Tag::Pronoun)
        }
        _ => false,
    }
}

fn follows_auxiliary(tagged: &[Grammar], at: usize) -> bool {
    let before = (0..at).rev().find(|&at| !is_between(tagged, at));
    before
        .and_then(|at| tagged.get(at))
        .is_some_and(|grammar| matches!(grammar.tag, Tag::Have | Tag::Be))
}

/// Tells whether a verb of saying is no statement of its subject: "is said to", "could say", "to say".
pub fn is_passive(tokens: &[Token<'_>], tagged: &[Grammar], verb: usize) -> bool {
    if tokens.get(verb).is_some_and(|token| token.is("saying")) {
        return false;
    }
    let before = (0..verb).rev().find(|&at| !is_between(tagged, at));
    let Some(before) = before else {
        return false;
    };
    let unreal = tokens.get(before).is_some_and(|token| {
        // Who "will say" something says it.
        token.is("let") || token.is_any(&MODALS) && !token.is("will")
    });
    match tagged.get(before).map(|grammar| grammar.tag) {
        Some(Tag::Be | Tag::To) => true,
        Some(Tag::Modal) => unreal,
        Some(Tag::Have) => {
            before > 0
                && tagged
                    .get(before - 1)
                    .is_some_and(|grammar| grammar.tag == Tag::To)
        }
        _ => false,
    }
}

/// Adverbs and "not" between a subject or auxiliary and its verb.
fn is_between(tagged: &[Grammar], at: usize) -> bool {
    matches!(
        tagged.get(at).map(|grammar| grammar.tag),
        Some(Tag::Adverb | Tag::Not)
    )
}

/// Returns the last token before a verb that is no adverb or auxiliary of it.
fn last_before(tokens: &[Token<'_>], tagged: &[Grammar], verb: usize) -> Option<usize> {
    let quoted_as = tokens.get(verb).is_some_and(|token| token.is("saying"));
    let skipped = |at: usize| {
        let auxiliary = matches!(
            tagged.get(at).map(|grammar| grammar.tag),
            Some(Tag::Have | Tag::Do | Tag::Modal | Tag::Be)
        );
        let quoted = quoted_as
            && tokens
                .get(at)
                .is_some_and(|token| token.is_any(&["as", "quoted", "cited"]));
        is_between(tagged, at) || auxiliary || quoted
    };
    (0..verb).rev().find(|&at| !skipped(at))
}

/// Finds the noun group right before a verb, asides in commas passed over.
pub fn before(tokens: &[Token<'_>], tagged: &[Grammar], verb: usize) -> Option<Range> {
    let last = last_before(tokens, tagged, verb)?;
    let aside = tokens
        .get(last)
        .is_some_and(|token| token.text == "," || token.is_dash() || token.closes_bracket());
    let found = if aside {
        before_aside(tokens, tagged, last)
    } else {
        directly_before(tokens, tagged, last)
    };
    found.filter(|&(first, last)| is_speaker(tokens, tagged, first, last))
}

/// Finds the subject of a verb, also one that it shares with the verb before an "and".
pub fn before_or_shared(tokens: &[Token<'_>], tagged: &[Grammar], verb: usize) -> Option<Range> {
    let last = last_before(tokens, tagged, verb)?;
    match tagged.get(last).map(|grammar| grammar.tag) {
        Some(Tag::Coordinator) => first_subject(tokens, tagged, last),
        Some(Tag::Relative) => {
            let end = (0..last)
                .rev()
                .find(|&at| tokens.get(at).is_some_and(|token| token.text != ","))?;
            let (first, last) = directly_before(tokens, tagged, end)?;
            let first = nearest_group(tagged, first, last);
            is_speaker(tokens, tagged, first, last).then_some((first, last))
        }
        _ => before(tokens, tagged, verb).or_else(|| beside_participle(tokens, tagged, last)),
    }
}

/// "Okafor rose and, turning to the door, said": the subject stands before the participle's clause.
fn beside_participle(tokens: &[Token<'_>], tagged: &[Grammar], last: usize) -> Option<Range> {
    let participle = (0..last).rev().take(MAX_SPEAKER_TOKENS).find(|&at| {
        tagged.get(at).is_some_and(|grammar| {
            grammar.tag == Tag::Verb && grammar.form == Some(VerbForm::Gerund)
        })
    })?;
    first_subject(tokens, tagged, participle)
}

/// Narrows "the resignation of his minister Kim" to "his minister Kim".
fn nearest_group(tagged: &[Grammar], first: usize, last: usize) -> usize {
    let tag = |at: usize| tagged.get(at).map(|grammar| grammar.tag);
    let opener = (first..=last).rev().find(|&at| {
        matches!(
            tag(at),
            Some(Tag::Determiner | Tag::Possessive | Tag::Preposition)
        )
    });
    match opener {
        Some(at) if tag(at) == Some(Tag::Preposition) => at + 1,
        Some(at) => at,
        None => first,
    }
}

/// Tells whether a verb in its base form agrees with the group before it: "the millers say", never "the miller say".
pub fn agrees(tokens: &[Token<'_>], speaker: Range, verb: usize) -> bool {
    const PASTS: &[&str] = &["said", "told", "wrote", "began", "thought", "saying"];
    const PLURAL: &[&str] = &[
        "i", "we", "they", "who", "people", "some", "many", "others", "men", "women", "police",
    ];
    let base = tokens.get(verb).is_some_and(|token| {
        !token.lower.ends_with('s') && !token.lower.ends_with("ed") && !token.is_any(PASTS)
    });
    let plural = (speaker.0..=speaker.1)
        .filter_map(|at| tokens.get(at))
        .any(|token| {
            token.is_any(PLURAL)
                || token.is("and")
                || token.is_word() && token.lower.len() > 3 && token.lower.ends_with('s')
        });
    let helped = speaker.1 + 1 < verb;
    !base || helped || plural
}

fn is_speaker(tokens: &[Token<'_>], tagged: &[Grammar], first: usize, last: usize) -> bool {
    let nominal =
        (first..=last).any(|at| tagged.get(at).is_some_and(|grammar| grammar.is_nominal()));
    // "an official", whose noun looks like an adjective.
    let nominal = nominal
        || tagged
            .get(first)
            .is_some_and(|grammar| grammar.tag == Tag::Determiner)
            && tagged
                .get(last)
                .is_some_and(|grammar| grammar.tag == Tag::Adjective);
    let participle = tagged
        .get(first)
        .is_some_and(|grammar| grammar.tag == Tag::Verb && grammar.form == Some(VerbForm::Gerund));
    let empty = tokens.get(first).is_some_and(|token| {
        token.is_any(&[
            "there", "which", "that", "what", "this", "you", "please", "these", "those",
        ])
    });
    let bracket = (first..=last).any(|at| tokens.get(at).is_some_and(Token::opens_bracket));
    // "The bees pass it from mouth to mouth, add": a verb of its own makes it a clause.
    let verb = (first + 1..=last).any(|at| {
        tagged
            .get(at)
            .is_some_and(|grammar| grammar.tag == Tag::Verb && grammar.form == Some(VerbForm::Base))
            && tagged
                .get(at - 1)
                .is_some_and(|before| matches!(before.tag, Tag::Noun | Tag::Pronoun))
    });
    first <= last
        && last - first < MAX_SPEAKER_TOKENS
        && nominal
        && !bracket
        && !verb
        && !tokens.get(last).is_some_and(|token| {
            token.is_any(&["first", "second", "third", "last", "next", "only"])
        })
        && !participle
        && !(empty && first == last)
}

/// Tells whether a token parts clauses.
fn parts_clauses(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    // The full stop of "Miss." before a comma parts nothing.
    let shortened = tokens.get(at + 1).is_some_and(|next| next.text == ",");
    tokens.get(at).is_none_or(|token| {
        token.is_quote() && token.text != "`"
            || matches!(token.text, ";" | ":" | "?" | "!")
            || token.text == "." && !shortened
            || token.is_dash() && token.text != "-"
    }) || tagged
        .get(at)
        .is_some_and(|grammar| grammar.tag == Tag::Subordinator)
}

/// Goes left from `last` to the first token of its noun group, at a comma or a verb at the latest.
fn directly_before(tokens: &[Token<'_>], tagged: &[Grammar], last: usize) -> Option<Range> {
    let mut first = last + 1;
    while let Some(at) = first.checked_sub(1) {
        let comma = tokens.get(at).is_some_and(|token| token.text == ",");
        if comma || parts_clauses(tokens, tagged, at) {
            break;
        }
        if is_surely_finite(tokens, tagged, at) {
            match relative_before(tagged, at) {
                Some(relative) => {
                    first = relative;
                    continue;
                }
                None => break,
            }
        }
        first = at;
    }
    let first = (first..=last).find(|&at| !opens_nothing(tagged, at))?;
    let first = after_leading_phrase(tokens, tagged, first, last);
    Some((first, last))
}

/// Returns the "who" or "which" that a verb belongs to, when nothing but its clause lies between.
fn relative_before(tagged: &[Grammar], verb: usize) -> Option<usize> {
    let at = (0..verb).rev().take(6).find(|&at| {
        matches!(
            tagged.get(at).map(|grammar| grammar.tag),
            Some(Tag::Relative | Tag::Mark | Tag::Verb)
        )
    })?;
    tagged
        .get(at)
        .is_some_and(|grammar| grammar.tag == Tag::Relative)
        .then_some(at)
}

fn opens_nothing(tagged: &[Grammar], at: usize) -> bool {
    matches!(
        tagged.get(at).map(|grammar| grammar.tag),
        Some(
            Tag::Coordinator
                | Tag::Adverb
                | Tag::Subordinator
                | Tag::Mark
                | Tag::Relative
                | Tag::Not
        )
    )
}

/// "In 1904 the miller": a group that begins with a preposition gives way to the noun group at its end.
fn after_leading_phrase(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    first: usize,
    last: usize,
) -> usize {
    if tagged.get(first).map(|grammar| grammar.tag) != Some(Tag::Preposition) {
        return first;
    }
    let opens = |at: usize| {
        matches!(
            tagged.get(at).map(|grammar| grammar.tag),
            Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun)
        )
    };
    let name = |at: usize| {
        tagged
            .get(at)
            .is_some_and(|grammar| grammar.tag == Tag::Name)
    };
    if opens(last) {
        return last;
    }
    if name(last) {
        return (first..=last)
            .rev()
            .take_while(|&at| name(at))
            .last()
            .unwrap_or(last);
    }
    let _ = tokens;
    (first + 2..=last)
        .rev()
        .find(|&at| opens(at))
        .unwrap_or(first)
}

/// "Okafor, the harbour master, said": goes left over the aside to the group before it.
fn before_aside(tokens: &[Token<'_>], tagged: &[Grammar], comma: usize) -> Option<Range> {
    let mut start = comma;
    while let Some(at) = start.checked_sub(1) {
        if parts_clauses(tokens, tagged, at) {
            break;
        }
        if is_surely_finite(tokens, tagged, at) {
            match relative_before(tagged, at) {
                Some(relative) => {
                    start = relative;
                    continue;
                }
                None => {
                    // What comes before the verb is another clause; the group begins after the next comma.
                    start = (at..comma)
                        .find(|&at| tokens.get(at).is_some_and(|token| token.text == ","))?
                        + 1;
                    break;
                }
            }
        }
        start = at;
    }
    let commas: Vec<usize> = (start..comma)
        .filter(|&at| {
            tokens
                .get(at)
                .is_some_and(|token| token.text == "," || token.opens_bracket())
        })
        .collect();
    let start = match commas.first() {
        Some(&first_comma) if leads_in(tokens, tagged, start) && commas.len() > 1 => {
            first_comma + 1
        }
        _ => start,
    };
    let first = (start..comma).find(|&at| {
        !opens_nothing(tagged, at) && !tokens.get(at).is_some_and(|token| token.is("as"))
    })?;
    let end = commas.into_iter().find(|&at| at > first).unwrap_or(comma);
    (first < end).then(|| {
        (
            after_leading_phrase(tokens, tagged, first, end - 1),
            end - 1,
        )
    })
}

/// Tells whether a sentence opens with a phrase of time, place or contrast rather than with its subject.
fn leads_in(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    matches!(
        tagged.get(at).map(|grammar| grammar.tag),
        Some(Tag::Preposition | Tag::Adverb | Tag::Subordinator | Tag::Coordinator)
    ) || tokens.get(at).is_some_and(|token| {
        token.is_any(&["despite", "meanwhile", "however", "yesterday", "today"])
    })
}

/// Finds the subject of the first verb with a tense before a token.
pub fn first_subject(tokens: &[Token<'_>], tagged: &[Grammar], end: usize) -> Option<Range> {
    (0..end)
        .filter(|&at| is_surely_finite(tokens, tagged, at) && relative_before(tagged, at).is_none())
        .filter_map(|verb| before(tokens, tagged, verb))
        .find(|&(first, _)| !depends(tokens, tagged, first))
}

/// Tells whether the clause whose subject begins at a token only says when or why: "after the mill burned".
fn depends(tokens: &[Token<'_>], tagged: &[Grammar], first: usize) -> bool {
    let Some(before) = first.checked_sub(1) else {
        return false;
    };
    tagged
        .get(before)
        .is_some_and(|grammar| grammar.tag == Tag::Subordinator)
        || tokens.get(before).is_some_and(|token| {
            token.is_any(&[
                "after", "before", "since", "as", "until", "when", "while", "that",
            ])
        })
}
