//! What a word's neighbours say of it when the tagger's hint is wrong.

use super::lexicon;
use super::tag_context::{
    finite_before, hangs_on_preposition, is_made_to_act, is_nouny_to, is_plural, is_subject,
    opener_of, relative_before, verb_follows,
};
use super::tagging::{Grammar, Tag, VerbForm, is_finite};
use super::tokens::Token;

/// The word before, adverbs and negations passed over.
fn before(tagged: &[Grammar], at: usize) -> Option<usize> {
    (at.saturating_sub(4)..at)
        .rev()
        .find(|&place| !matches!(tagged[place].tag, Tag::Adverb | Tag::Not))
}

/// Returns what a word is, if its neighbours say that it is something else than it was taken for.
pub(super) fn correct(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let grammar = tagged.get(at)?;
    match grammar.tag {
        Tag::Genitive => genitive(tokens, tagged, at),
        Tag::Determiner | Tag::Relative => pointing(tokens, tagged, at),
        Tag::Possessive if tokens[at].is("her") => object_pronoun(tagged, at),
        Tag::Noun | Tag::Verb | Tag::Adjective => noun_or_verb(tokens, tagged, at),
        Tag::Adverb => particle_or_noun(tokens, tagged, at),
        // "From 7am to noon": the hour is no "I am".
        Tag::Be if tokens[at].is("am") && at > 0 && tokens[at - 1].is_number() => {
            Some(Grammar::new(Tag::Noun))
        }
        Tag::Preposition => approximation(tokens, tagged, at),
        Tag::Subordinator if tokens[at].is_any(&["once", "so"]) => tagged
            .get(at + 1)
            .is_some_and(|next| next.is_verbal())
            .then(|| Grammar::new(Tag::Adverb)),
        _ => None,
    }
}

/// "it's" is a verb, "Anna's" mostly a possessive.
fn genitive(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let before = at.checked_sub(1)?;
    let verb = tokens[before].is_any(&["it", "he", "she", "that", "there", "what", "who", "here"]);
    let next = tagged.get(at + 1).map(|next| next.tag);
    let worth = tokens.get(at + 1).is_some_and(|next| next.is("worth"));
    let followed = matches!(next, Some(Tag::Determiner | Tag::Not | Tag::Preposition)) && !worth;
    (verb || followed).then(|| Grammar::new(Tag::Be))
}

/// "that" before a verb stands for the noun before it, before a clause it only opens it.
fn pointing(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let next = tagged.get(at + 1).copied();
    let after_verb = next.is_none_or(|next| {
        let then = tagged.get(at + 2);
        next.is_verbal() || next.tag == Tag::Adverb && then.is_some_and(|then| is_finite(*then))
    });
    if tokens[at].is("that") {
        let before_tag = at.checked_sub(1).map(|before| tagged[before]);
        let after_noun = before_tag.is_some_and(|before| before.is_nominal());
        if after_verb && after_noun {
            return Some(Grammar::new(Tag::Relative));
        }
        if at > 0 && tokens[at - 1].is("so") {
            return Some(Grammar::new(Tag::Subordinator));
        }
        let said = before_tag.is_some_and(|before| before.tag == Tag::Verb);
        let opens_clause = next.is_some_and(|next| {
            matches!(
                next.tag,
                Tag::Determiner | Tag::Pronoun | Tag::Possessive | Tag::Name
            )
        });
        let plural_follows = next.is_some_and(|next| next.tag == Tag::Noun)
            && tokens.get(at + 1).is_some_and(|t| t.text.ends_with('s'));
        if said || opens_clause || after_noun && plural_follows {
            return Some(Grammar::new(Tag::Subordinator));
        }
    }
    if is_pronoun_of_number(tokens, tagged, at) {
        return Some(Grammar::new(Tag::Pronoun));
    }
    let noun_follows = next.is_some_and(|next| {
        next.is_nominal() || matches!(next.tag, Tag::Adjective | Tag::Verb | Tag::Adverb)
    });
    let article = tokens[at].is_any(&["the", "a", "an", "no", "every"]);
    let stands_alone = !noun_follows
        || next.is_some_and(|next| matches!(next.tag, Tag::Be | Tag::Have | Tag::Modal));
    (tagged[at].tag == Tag::Determiner && stands_alone && !article)
        .then(|| Grammar::new(Tag::Pronoun))
}

/// "Many regard this", "some crossed": a word of number that is itself the subject of the verb behind it.
fn is_pronoun_of_number(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    let (Some(next), Some(word)) = (tagged.get(at + 1), tokens.get(at + 1)) else {
        return false;
    };
    let then = tagged.get(at + 2).map(|then| then.tag);
    let object = matches!(then, Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun));
    let form = next.form.or_else(|| possible_form(&word.lower));
    let verb = match form {
        Some(VerbForm::Base) => object,
        Some(VerbForm::PastOrParticiple | VerbForm::Past | VerbForm::Any) => !matches!(
            then,
            Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number)
        ),
        _ => false,
    };
    verb && tokens[at].is_any(&["many", "some", "few", "most", "several", "both", "all"])
}

/// "about 60 boats", "over $3": no preposition but a word that makes the number less exact.
fn approximation(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let fits = tokens[at].is_any(&["about", "over", "around", "under"]);
    let number = tagged.get(at + 1)?.tag == Tag::Number
        || tokens
            .get(at + 1)
            .is_some_and(|next| matches!(next.text, "$" | "€" | "£"));
    (fits && number).then(|| Grammar::new(Tag::Adverb))
}

fn object_pronoun(tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let next = tagged.get(at + 1).map(|next| next.tag);
    let noun_follows = matches!(
        next,
        Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number | Tag::Verb)
    );
    (!noun_follows).then(|| Grammar::new(Tag::Pronoun))
}

fn particle_or_noun(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let previous = at.checked_sub(1).map(|before| tagged[before].tag);
    let next = tagged.get(at + 1).map(|next| next.tag);
    let after_article = matches!(
        previous,
        Some(Tag::Determiner | Tag::Possessive | Tag::Genitive)
    );
    let closes = !matches!(
        next,
        Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Adverb | Tag::Verb | Tag::Number)
    );
    (after_article && closes && !tokens[at].lower.ends_with("ly")).then(|| Grammar::new(Tag::Noun))
}

fn noun_or_verb(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let word = tokens[at].lower.as_ref();
    let grammar = tagged[at];
    if let Some(infinitive) = rare_infinitive(tokens, tagged, at) {
        return Some(infinitive);
    }
    if grammar.tag == Tag::Noun && is_ordinal_before_noun(tokens, tagged, at) {
        return Some(Grammar::new(Tag::Adjective));
    }
    if is_adjective_as_noun(tokens, tagged, at) {
        return Some(Grammar::new(Tag::Noun));
    }
    if tokens.get(at + 1).is_some_and(|next| next.is("of")) && is_set(word) {
        return Some(Grammar::new(Tag::Noun));
    }
    let form = grammar
        .form
        .or_else(|| possible_form(word))
        .or_else(|| rare_present(tokens, tagged, at))?;
    let Some(before) = before(tagged, at) else {
        return opening_word(tagged, at, form);
    };
    let previous = tagged[before].tag;
    let next = tagged.get(at + 1).map(|next| next.tag);
    match form {
        VerbForm::Base | VerbForm::Third => finite_present(tokens, tagged, at, before, form),
        VerbForm::Gerund => gerund(grammar, previous, next),
        VerbForm::Any if previous == Tag::Modal || previous == Tag::To => {
            Some(Grammar::verb(VerbForm::Base))
        }
        _ if tokens[before].is_any(&["a", "an", "the", "its", "his", "their"])
            && before + 2 >= at =>
        {
            Some(Grammar {
                tag: Tag::Adjective,
                form: Some(VerbForm::Participle),
            })
        }
        _ => past_or_participle(grammar, previous, next, form),
    }
}

/// "the first published program": which one of several things that are named right behind it.
fn is_ordinal_before_noun(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    let tag = |place: usize| tagged.get(place).map(|grammar| grammar.tag);
    let participle = tagged.get(at + 1).is_some_and(|next| next.form.is_some())
        && matches!(tag(at + 2), Some(Tag::Noun | Tag::Name | Tag::Adjective));
    tokens[at].is_any(&[
        "first", "second", "third", "fourth", "fifth", "last", "next",
    ]) && (matches!(tag(at + 1), Some(Tag::Noun | Tag::Name | Tag::Adjective)) || participle)
}

/// "the British military feared": an adjective between what opens a noun group and a verb with a tense.
fn is_adjective_as_noun(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    let opened = at.checked_sub(1).is_some_and(|before| {
        matches!(
            tagged[before].tag,
            Tag::Determiner | Tag::Possessive | Tag::Genitive | Tag::Name | Tag::Adjective
        )
    });
    let verb_next = tagged
        .get(at + 1)
        .is_some_and(|next| is_finite(*next) && next.form != Some(VerbForm::Participle));
    tagged[at].tag == Tag::Adjective
        && tagged[at].form.is_none()
        && !tokens[at].is_capitalised()
        && opened
        && verb_next
}

/// "to siphon the": a word unknown as a verb is one between "to" and the start of an object.
fn rare_infinitive(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Grammar> {
    let to = at.checked_sub(1)?;
    let previous = before(tagged, at).map(|before| tagged[before].tag);
    if previous == Some(Tag::Modal) && tagged[at].tag == Tag::Noun {
        return Some(Grammar::verb(VerbForm::Base));
    }
    let after_to = tagged[to].tag == Tag::To && !is_nouny_to(tokens, tagged, to);
    let opens_object = matches!(
        tagged.get(at + 1).map(|next| next.tag),
        Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun)
    );
    let plain = tagged[at].form.is_none() && !tokens[at].text.ends_with('s');
    (after_to && opens_object && plain).then(|| Grammar::verb(VerbForm::Base))
}

/// "peddles the": a word in -s before an article is rarely a plural.
fn rare_present(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<VerbForm> {
    let word = tokens[at].lower.as_ref();
    let ends = word.len() > 4 && word.ends_with('s') && !word.ends_with("ss");
    let object = tokens
        .get(at + 1)
        .is_some_and(|next| next.is_any(&["a", "an", "the", "its", "his", "her", "their"]));
    (ends && object && tagged[at].tag == Tag::Noun && !tokens[at].is_capitalised())
        .then_some(VerbForm::Third)
}

/// "set of", "cut of": nouns although they look like verbs.
fn is_set(word: &str) -> bool {
    matches!(
        word,
        "set" | "cut" | "split" | "cast" | "spread" | "hit" | "series" | "lead" | "use"
    )
}

fn possible_form(word: &str) -> Option<VerbForm> {
    if lexicon::is_noun_and_verb(word) {
        Some(VerbForm::Base)
    } else if lexicon::is_plural_and_verb(word) {
        Some(VerbForm::Third)
    } else {
        None
    }
}

fn opening_word(tagged: &[Grammar], at: usize, form: VerbForm) -> Option<Grammar> {
    let next = tagged.get(at + 1).map(|next| next.tag);
    match form {
        VerbForm::Gerund | VerbForm::PastOrParticiple | VerbForm::Participle => {
            let modifies =
                matches!(next, Some(Tag::Noun | Tag::Name)) && tagged[at].tag != Tag::Verb;
            (!modifies).then(|| Grammar::verb(form))
        }
        VerbForm::Third | VerbForm::Base => Some(Grammar::new(Tag::Noun)),
        _ => None,
    }
}

fn finite_present(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    at: usize,
    before: usize,
    form: VerbForm,
) -> Option<Grammar> {
    let previous = tagged[before].tag;
    let next = tagged.get(at + 1).map(|next| next.tag);
    let as_verb = Some(Grammar::verb(form));
    let as_noun = Some(Grammar {
        tag: if tagged[at].tag == Tag::Adjective {
            Tag::Adjective
        } else {
            Tag::Noun
        },
        form: None,
    });
    match previous {
        Tag::Modal | Tag::Do => as_verb,
        Tag::To => {
            let takes_base = form == VerbForm::Base && !is_nouny_to(tokens, tagged, before);
            if takes_base { as_verb } else { as_noun }
        }
        Tag::Determiner | Tag::Possessive | Tag::Genitive | Tag::Preposition | Tag::Adjective => {
            as_noun
        }
        Tag::Number if before + 1 < at => as_verb,
        Tag::Number if before + 1 == at && tagged[at].tag != Tag::Verb => as_noun,
        Tag::Be | Tag::Have => as_noun,
        Tag::Relative => as_verb,
        Tag::Pronoun => as_verb.filter(|_| is_subject(&tokens[before])),
        Tag::Noun | Tag::Name => {
            after_noun(tokens, tagged, at, before, form, next, as_verb, as_noun)
        }
        Tag::Verb if tagged[at].tag == Tag::Verb && form == VerbForm::Third => as_noun,
        _ => None,
    }
}

/// After a noun a present form is a verb when what follows looks like an object or complement, and the
/// number agrees: "Norway plans to", "officials plan a".
#[expect(
    clippy::too_many_arguments,
    reason = "the neighbours of one word, read once"
)]
fn after_noun(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    at: usize,
    before: usize,
    form: VerbForm,
    next: Option<Tag>,
    as_verb: Option<Grammar>,
    as_noun: Option<Grammar>,
) -> Option<Grammar> {
    let plural_before = tagged[before].tag == Tag::Noun && is_plural(&tokens[before]);
    let agrees = plural_before == (form == VerbForm::Base);
    let completes = matches!(
        next,
        Some(
            Tag::Determiner
                | Tag::Possessive
                | Tag::To
                | Tag::Pronoun
                | Tag::Preposition
                | Tag::Adverb
                | Tag::Subordinator
                | Tag::Number
                | Tag::Name
        )
    );
    let object = completes && next != Some(Tag::Preposition) && next != Some(Tag::Adverb);
    if tagged[at].tag == Tag::Verb {
        let ends_group = matches!(
            next,
            None | Some(Tag::Mark | Tag::Subordinator | Tag::Coordinator | Tag::Be | Tag::Verb)
        );
        if form == VerbForm::Third
            && hangs_on_preposition(tokens, tagged, before)
            && finite_before(tagged, at)
            && !relative_before(tagged, at)
        {
            return as_noun;
        }
        let ends_group = ends_group
            && (tagged[before].tag == Tag::Noun
                || opener_of(tagged, before) == Some(Tag::Determiner));
        return if agrees || !plural_before && form == VerbForm::Third {
            as_verb
        } else if ends_group && !is_made_to_act(tokens, at) {
            as_noun
        } else {
            None
        };
    }
    let has_finite = finite_before(tagged, at);
    let lone = plural_before && !has_finite && !verb_follows(tagged, at);
    let object_noun = matches!(next, Some(Tag::Noun | Tag::Adjective));
    if agrees && !has_finite && (before + 1 < at || lone && object_noun) {
        return as_verb;
    }
    if agrees && object && !has_finite
        || agrees
            && completes
            && form == VerbForm::Third
            && !has_finite
            && !verb_follows(tagged, at)
    {
        return as_verb;
    }
    as_noun
}

fn gerund(grammar: Grammar, previous: Tag, next: Option<Tag>) -> Option<Grammar> {
    let opens_object = matches!(
        next,
        Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::To)
    );
    match previous {
        Tag::Be => Some(Grammar::verb(VerbForm::Gerund)),
        Tag::Determiner | Tag::Possessive | Tag::Genitive | Tag::Adjective => Some(Grammar {
            tag: if matches!(next, Some(Tag::Noun | Tag::Name)) {
                Tag::Adjective
            } else {
                Tag::Noun
            },
            form: Some(VerbForm::Gerund),
        }),
        _ if opens_object => Some(Grammar::verb(VerbForm::Gerund)),
        _ if grammar.tag == Tag::Noun && previous != Tag::Mark => None,
        _ => None,
    }
}

fn past_or_participle(
    grammar: Grammar,
    previous: Tag,
    next: Option<Tag>,
    form: VerbForm,
) -> Option<Grammar> {
    let noun_next = matches!(next, Some(Tag::Noun | Tag::Name | Tag::Adjective));
    match previous {
        Tag::Determiner | Tag::Possessive | Tag::Genitive | Tag::Adjective if noun_next => {
            Some(Grammar {
                tag: Tag::Adjective,
                form: Some(VerbForm::Participle),
            })
        }
        Tag::Be | Tag::Have => Some(Grammar::verb(VerbForm::Participle)),
        Tag::Modal | Tag::To | Tag::Do if form == VerbForm::Any => {
            Some(Grammar::verb(VerbForm::Base))
        }
        Tag::Pronoun | Tag::Relative => Some(Grammar::verb(match form {
            VerbForm::PastOrParticiple | VerbForm::Any => VerbForm::Past,
            other => other,
        })),
        Tag::Noun | Tag::Name if grammar.tag == Tag::Verb => None,
        Tag::Noun | Tag::Name if grammar.tag != Tag::Verb && !noun_next => {
            Some(Grammar::verb(form))
        }
        Tag::Preposition if noun_next => Some(Grammar {
            tag: Tag::Adjective,
            form: Some(VerbForm::Participle),
        }),
        _ => None,
    }
}
