//! Parts of speech: a trained tagger's hint, corrected by the closed classes and by a word's neighbours.

use std::sync::{Arc, OnceLock};

use harper_brill::{BrillTagger, FreqDict, Tagger, UPOS, brill_tagger};

use super::lexicon;
use super::tag_corrections::correct;
use super::tokens::Token;

/// What a word does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// A common noun.
    Noun,
    /// A word of a proper name.
    Name,
    /// A pronoun.
    Pronoun,
    /// An article or another determiner.
    Determiner,
    /// A possessive pronoun.
    Possessive,
    /// The ending of a possessive noun.
    Genitive,
    /// An adjective.
    Adjective,
    /// An adverb.
    Adverb,
    /// A number.
    Number,
    /// A preposition other than "to".
    Preposition,
    /// The word "to".
    To,
    /// "and", "or", "but".
    Coordinator,
    /// A word that opens a dependent clause.
    Subordinator,
    /// "who", "which", and "that" where it stands for one of them.
    Relative,
    /// "will", "may" and the like.
    Modal,
    /// A form of "be".
    Be,
    /// A form of "have".
    Have,
    /// A form of "do".
    Do,
    /// "not" and "never".
    Not,
    /// Any other verb.
    Verb,
    /// Punctuation and symbols.
    Mark,
}

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerbForm {
    /// "go", also the present of all persons but one.
    Base,
    /// "goes".
    Third,
    /// "went".
    Past,
    /// "gone".
    Participle,
    /// "built": past or participle, as its place may decide.
    PastOrParticiple,
    /// "going".
    Gerund,
    /// "put": base, past or participle.
    Any,
}

/// What is known of the grammar of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grammar {
    /// What it does in its sentence.
    pub tag: Tag,
    /// Which form it is, when it is a verb.
    pub form: Option<VerbForm>,
}

impl Grammar {
    pub(super) fn new(tag: Tag) -> Self {
        Grammar { tag, form: None }
    }

    pub(super) fn verb(form: VerbForm) -> Self {
        Grammar {
            tag: Tag::Verb,
            form: Some(form),
        }
    }

    /// Tells whether it can stand in a noun phrase as its head.
    pub fn is_nominal(self) -> bool {
        matches!(self.tag, Tag::Noun | Tag::Name | Tag::Pronoun | Tag::Number)
    }

    /// Tells whether it is a verb or an auxiliary.
    pub fn is_verbal(self) -> bool {
        matches!(
            self.tag,
            Tag::Verb | Tag::Be | Tag::Have | Tag::Do | Tag::Modal
        )
    }
}

fn tagger() -> &'static Arc<BrillTagger<FreqDict>> {
    static TAGGER: OnceLock<Arc<BrillTagger<FreqDict>>> = OnceLock::new();
    TAGGER.get_or_init(brill_tagger)
}

/// Tells whether a word is a common word of the language rather than a name.
pub fn is_common_word(token: &Token<'_>) -> bool {
    if lexicon::closed_class(&token.lower).is_some() {
        return true;
    }
    let hint = tagger().tag_sentence(&[token.lower.to_string()]);
    !matches!(hint.first(), Some(None | Some(UPOS::PROPN)))
}

/// Tags the tokens of a sentence, one grammar for each.
pub fn tag(tokens: &[Token<'_>]) -> Vec<Grammar> {
    let words: Vec<String> = tokens.iter().map(|t| t.text.to_owned()).collect();
    let hints = tagger().tag_sentence(&words);
    let mut tagged: Vec<Grammar> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let hint = hints.get(at).copied().flatten();
        let grammar = if is_month_of_date(tokens, at) {
            Grammar::new(Tag::Name)
        } else {
            first_guess(token, hint, opening(tokens, at))
        };
        tagged.push(grammar);
    }
    for at in 0..tokens.len() {
        if let Some(better) = correct(tokens, &tagged, at) {
            tagged[at] = better;
        }
    }
    tagged
}

/// "3 May" and "March 1998" are no modal and no verb.
fn is_month_of_date(tokens: &[Token<'_>], at: usize) -> bool {
    let by_number = |place: Option<usize>| {
        place
            .and_then(|place| tokens.get(place))
            .is_some_and(Token::is_number)
    };
    tokens[at].is_any(&["may", "march"])
        && tokens[at].is_capitalised()
        && (by_number(at.checked_sub(1)) || by_number(at.checked_add(1)))
}

/// Whether a capital at a place proves anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// It does: the word stands within the sentence.
    Within,
    /// It does not: any first word has one.
    First,
    /// The first word, and the next one has a capital as well.
    FirstOfName,
}

fn opening(tokens: &[Token<'_>], at: usize) -> Opening {
    match tokens.get(at + 1) {
        _ if at > 0 => Opening::Within,
        Some(next) if next.is_word() && next.is_capitalised() => Opening::FirstOfName,
        _ => Opening::First,
    }
}

fn first_guess(token: &Token<'_>, hint: Option<UPOS>, opening: Opening) -> Grammar {
    if token.is_number() {
        return Grammar::new(Tag::Number);
    }
    if !token.is_word() {
        return Grammar::new(if token.text == "&" {
            Tag::Coordinator
        } else {
            Tag::Mark
        });
    }
    let all_capitals = token.text.chars().count() > 1 && token.text.chars().all(char::is_uppercase);
    if !(all_capitals && opening == Opening::Within)
        && let Some(tag) = lexicon::closed_class(&token.lower)
    {
        return Grammar::new(tag);
    }
    if matches!(token.lower.as_ref(), "'s" | "’s") {
        return Grammar::new(Tag::Genitive);
    }
    let likely = match opening {
        Opening::Within => true,
        Opening::First => matches!(hint, None | Some(UPOS::PROPN)),
        Opening::FirstOfName => matches!(hint, None | Some(UPOS::PROPN | UPOS::NOUN)),
    };
    if token.is_capitalised() && likely {
        return Grammar::new(Tag::Name);
    }
    open_class(token, hint)
}

fn open_class(token: &Token<'_>, hint: Option<UPOS>) -> Grammar {
    let word = token.lower.as_ref();
    let form = lexicon::verb_form(word).filter(|_| !lexicon::is_never_verb(word));
    match (hint, form) {
        (Some(UPOS::VERB | UPOS::AUX), _) => Grammar::verb(form.unwrap_or(plain_form(word))),
        (Some(UPOS::NUM), _) => Grammar::new(Tag::Number),
        (Some(UPOS::ADV), _) => Grammar::new(Tag::Adverb),
        (Some(UPOS::ADP), None) => Grammar::new(Tag::Preposition),
        (Some(UPOS::SCONJ), None) => Grammar::new(Tag::Subordinator),
        (Some(UPOS::ADJ), Some(form)) => Grammar {
            tag: Tag::Adjective,
            form: Some(form),
        },
        (Some(UPOS::ADJ), None) => Grammar::new(Tag::Adjective),
        (Some(UPOS::NOUN | UPOS::PROPN), Some(form)) => Grammar {
            tag: Tag::Noun,
            form: Some(form),
        },
        (None | Some(UPOS::INTJ), _) => unknown(word, form),
        _ => Grammar::new(Tag::Noun),
    }
}

fn plain_form(word: &str) -> VerbForm {
    let third = word.ends_with('s') && !word.ends_with("ss");
    if third {
        VerbForm::Third
    } else {
        VerbForm::Base
    }
}

fn unknown(word: &str, form: Option<VerbForm>) -> Grammar {
    const ADJECTIVE_ENDS: [&str; 12] = [
        "ous", "ful", "ive", "able", "ible", "ical", "less", "ish", "ian", "ese", "al", "ic",
    ];
    if let Some(form) = form.filter(|_| !word.contains('-')) {
        return Grammar::verb(form);
    }
    if word.ends_with("ly") {
        return Grammar::new(Tag::Adverb);
    }
    let hyphened = word.contains('-') && (word.ends_with("ed") || word.ends_with("ing"));
    if hyphened || ADJECTIVE_ENDS.iter().any(|end| word.ends_with(end)) {
        return Grammar::new(Tag::Adjective);
    }
    Grammar::new(Tag::Noun)
}

/// Tells whether a word is surely or probably a finite verb.
pub fn is_finite(grammar: Grammar) -> bool {
    match grammar.tag {
        Tag::Modal | Tag::Be | Tag::Have | Tag::Do => true,
        Tag::Verb => matches!(
            grammar.form,
            Some(VerbForm::Third | VerbForm::Past | VerbForm::PastOrParticiple | VerbForm::Any)
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::tokens::tokenize;

    fn tag_of(sentence: &str, word: &str) -> Tag {
        let tokens = tokenize(sentence);
        let at = tokens
            .iter()
            .position(|token| token.text == word)
            .expect("the word is in the sentence");
        tag(&tokens)[at].tag
    }

    #[test]
    fn neighbours_tell_noun_from_verb() {
        assert_eq!(
            tag_of("Norway plans to sell the ferry.", "plans"),
            Tag::Verb
        );
        assert_eq!(tag_of("The plans were sold.", "plans"), Tag::Noun);
        assert_eq!(tag_of("They will report it.", "report"), Tag::Verb);
        assert_eq!(tag_of("The report was long.", "report"), Tag::Noun);
    }

    #[test]
    fn names_are_told_by_their_capital() {
        assert_eq!(tag_of("We met Zorbin there.", "Zorbin"), Tag::Name);
    }

    #[test]
    fn every_token_gets_a_tag() {
        for sentence in ["", "!", "a", "É ü 7 – (", "of of of to to"] {
            let tokens = tokenize(sentence);
            assert_eq!(tag(&tokens).len(), tokens.len());
        }
    }
}
