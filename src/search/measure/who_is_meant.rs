//! Who is meant where a sentence answers "who" with a pronoun: "'It is quiet,' he said" behind one that names him.

use crate::facts::{tagging, tokens};
use crate::question::{AnswerType, Question};
use crate::text::Span;
use crate::text::function_words::denies;
use crate::text::helper_verbs::{is_passive_helper, leaves_open};

use super::{Candidate, said};
use crate::search::analysis::Meant;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::fact_slots::Slot;
use crate::search::query::Query;
use crate::search::vocabulary::StemId;

/// Tells whether a word only points to somebody.
pub fn is_pronoun(word: &str) -> bool {
    is_person(word) || word.eq_ignore_ascii_case("it")
}

fn is_person(word: &str) -> bool {
    ["he", "she", "they"]
        .iter()
        .any(|pronoun| word.eq_ignore_ascii_case(pronoun))
}

/// Returns the name, bytes of the stored text, that answers a question for somebody where the sentence itself has only a
/// pronoun for it; `None` where it has a new name inside, where the question says the name, or where nobody is asked for.
/// "He" comes before "it", which stands for a company at best.
pub fn name_of(query: &Query, candidate: Candidate<'_>) -> Option<Span> {
    if !asks_for_somebody(query) {
        return None;
    }
    if let Some(doer) = doer_of(query, candidate) {
        return Some(doer);
    }
    let (text, sentence) = (candidate.text, candidate.sentence()?);
    let said_here = said(query, &sentence.tokens);
    // Who did not win is not asked for.
    if sentence.denies && !query.question.denies() && !query.question.asks_who_said() {
        return None;
    }
    let is_news = |(token, said): (&Token, &bool)| token.class == TokenClass::Name && !said;
    if sentence.tokens.iter().zip(&said_here).any(is_news) {
        return None;
    }
    if let Some(speaker) = speaker_before(query, candidate) {
        return Some(speaker);
    }
    let named = |is: fn(&str) -> bool| {
        let does = |meant: &&Meant| meant.pronoun.of(text).is_some_and(is);
        (sentence.antecedents.iter().filter(does)).find_map(|meant| new_name(query, &meant.name))
    };
    named(is_person).or_else(|| named(is_pronoun))
}

/// Returns the name of whoever said what stands before a sentence, where it is asked who said something and the sentence is all
/// quotation: "'We waited,' said Ada Lund. 'But milk does not.'"
fn speaker_before(query: &Query, candidate: Candidate<'_>) -> Option<Span> {
    let (text, sentence) = (candidate.text, candidate.sentence()?);
    let quoted = sentence.span.of(text)?.trim_start();
    if !query.question.asks_who_said() || !quoted.starts_with(['"', '“']) {
        return None;
    }
    let closing = quoted
        .char_indices()
        .skip(1)
        .find(|(_, mark)| matches!(mark, '"' | '”'));
    let behind = closing.and_then(|(at, mark)| quoted.get(at + mark.len_utf8()..));
    // Where it names its own speaker, that one said it.
    if behind.is_some_and(|behind| behind.chars().any(char::is_alphanumeric)) {
        return None;
    }
    let before = candidate.article.before(candidate.place.sentence)?;
    let before = candidate.article.sentences.get(before)?;
    let ends = before.span.of(text)?.trim_end();
    // The quotation went on only where it was broken off for its speaker.
    if ends.ends_with(['"', '”']) || !ends.contains(['"', '”']) {
        return None;
    }
    let facts = before.facts(text);
    let speaker = facts.iter().find_map(|fact| fact.of(Slot::Speaker))?;
    let tokens = before.tokens.get(speaker.clone())?;
    let is_named = (tokens.iter()).any(|token| token.class == TokenClass::Name);
    if is_named {
        new_name(query, tokens)
    } else {
        None
    }
}

/// Returns the name of the "he", "she" or "they" that does in the sentence what the question asks who did, whatever other
/// names the sentence has: "He called it a museum piece and wrote to Kystlinja."
pub fn doer_of(query: &Query, candidate: Candidate<'_>) -> Option<Span> {
    if !asks_for_somebody(query) || query.question.denies() {
        return None;
    }
    let (text, sentence) = (candidate.text, candidate.sentence()?);
    let deed = query.question.kind.done;
    let deed = query
        .terms
        .iter()
        .find(|term| Some(term.position) == deed)?;
    let does = |pronoun: Span| {
        let behind = (sentence.tokens.iter()).filter(|token| token.span.start >= pronoun.end);
        pronoun.of(text).is_some_and(is_person)
            && reaches(behind, pronoun.end, text, &query.question, &|token| {
                let is_deed = |(stem, _): &(StemId, f32)| token.stem == Some(*stem);
                deed.stems.iter().any(is_deed)
            })
    };
    let known = sentence.antecedents.iter();
    let doing = known.clone().filter(|meant| does(meant.pronoun));
    if let Some(name) = doing.clone().find_map(|meant| new_name(query, &meant.name)) {
        return Some(name);
    }
    let opens = sentence.tokens.first()?.span;
    let is_known = known.clone().any(|meant| meant.pronoun == opens);
    if is_known || !does(opens) {
        return None;
    }
    let before = candidate.article.before(candidate.place.sentence)?;
    let before = candidate.article.sentences.get(before)?;
    new_name(query, only_name(text, &before.tokens)?)
}

/// Returns the words of the only name in a sentence where it is somebody's who does something or is spoken to: "Bellwether
/// runs it", "talk to Bellwether", not "in London" nor "next to Tesco".
fn only_name<'t>(text: &str, tokens: &'t [Token]) -> Option<&'t [Token]> {
    let is_word = |at: usize, words: &[&str]| {
        let word = tokens.get(at).and_then(|token| token.span.of(text));
        word.is_some_and(|word| words.iter().any(|own| own.eq_ignore_ascii_case(word)))
    };
    let is_name = |at: usize| {
        let token = tokens.get(at);
        // The first word has a capital anyhow, but what is no word is a name.
        token.is_some_and(|token| match at {
            0 => token.class == TokenClass::Plain && token.row.is_none(),
            _ => token.class == TokenClass::Name,
        }) || at == 0
            && token.is_some_and(|token| token.class == TokenClass::Plain)
            && (tokens.get(1)).is_some_and(|next| next.class == TokenClass::Name)
    };
    let places = ["in", "at", "from", "on", "near", "of"];
    let is_behind = |at: usize, words: &[&str]| {
        at.checked_sub(1)
            .is_some_and(|before| is_word(before, words))
    };
    let is_placed = |at: usize| is_behind(at, &places);
    let is_spoken_to = |at: usize| {
        let speaks = at
            .checked_sub(1)
            .is_some_and(|to| is_behind(to, &["talk", "speak", "write"]));
        is_behind(at, &["ask"]) || is_behind(at, &["to"]) && speaks
    };
    // "1 Feb. Water bill" names nobody.
    let is_parted = |at: usize| {
        let pair = at.checked_sub(1).and_then(|before| tokens.get(before..=at));
        pair.is_some_and(|pair| match pair {
            [before, own] => text.get(before.span.end..own.span.start) != Some(" "),
            _ => false,
        })
    };
    let begins =
        |at: usize| is_name(at) && (!at.checked_sub(1).is_some_and(is_name) || is_parted(at));
    let mut names = (0..tokens.len()).filter(|at| begins(*at) && !is_placed(*at));
    let (Some(first), None) = (names.next(), names.next()) else {
        return None;
    };
    let goes_on = |at: &usize| is_name(*at) && (*at == first || !is_parted(*at));
    let end = first + (first..tokens.len()).take_while(goes_on).count();
    let is_meant = is_spoken_to(first) || first == 0 && is_verb(text, tokens, end);
    tokens.get(first..end).filter(|_| is_meant)
}

/// Tells whether a word of a sentence is a verb there.
fn is_verb(text: &str, sentence: &[Token], at: usize) -> bool {
    let (Some(first), Some(last), Some(word)) =
        (sentence.first(), sentence.last(), sentence.get(at))
    else {
        return false;
    };
    let whole = Span::new(first.span.start, last.span.end);
    let read = tokens::tokenize(whole.of(text).unwrap_or_default());
    let mut tagged = read.iter().zip(tagging::tag(&read));
    tagged.any(|(token, grammar)| {
        whole.start + token.span.start == word.span.start && grammar.is_verbal()
    })
}

fn asks_for_somebody(query: &Query) -> bool {
    let expected = query.question.kind.expected;
    matches!(expected, AnswerType::Person | AnswerType::Name)
        && !query.question.asks_who_somebody_is()
}

/// Returns where a name stands, unless the question says it.
fn new_name(query: &Query, name: &[Token]) -> Option<Span> {
    let is_new = !said(query, name).contains(&true);
    let (first, last) = (name.first()?, name.last()?);
    is_new.then(|| Span::new(first.span.start, last.span.end))
}

/// Tells whether the words behind a pronoun say that what is asked is done, and come to it before anybody else could be doing
/// it: not "never sold", "wants to sell" or "nearly sold".
fn reaches<'t>(
    behind: impl Iterator<Item = &'t Token>,
    pronoun_end: usize,
    text: &str,
    question: &Question,
    is_deed: &dyn Fn(&Token) -> bool,
) -> bool {
    let asked = |word: &str| (question.words.iter()).any(|asked| asked.folded == word);
    let is_passive = (question.words.iter()).any(|word| is_passive_helper(&word.folded));
    let is_ongoing = (question.words.iter()).any(|word| is_gerund(&word.folded));
    let mut end = pronoun_end;
    let mut behind = behind.peekable();
    while let Some(token) = behind.next() {
        let gap = text.get(end..token.span.start).unwrap_or_default();
        let word = token.span.of(text).unwrap_or_default().to_lowercase();
        let is_another = token.class == TokenClass::Name || is_pronoun(&word);
        if gap.contains([',', ';', ':', '(', '–', '—', '"', '“', '”']) || is_another {
            return false;
        }
        if is_deed(token) {
            let next = behind.next().and_then(|next| next.span.of(text));
            let is_of_nothing = next.is_some_and(|next| denies(&next.to_lowercase()));
            return !is_of_nothing && (is_ongoing || !is_gerund(&word));
        }
        let hinders = word == "to" || is_not_done(&word) && !asked(&word);
        if hinders || !is_passive && is_passive_helper(&word) {
            return false;
        }
        end = token.span.end;
    }
    false
}

/// Tells whether what stands behind a word is not done, or done by others.
fn is_not_done(folded: &str) -> bool {
    denies(folded)
        || leaves_open(folded)
        || matches!(
            folded,
            "nearly"
                | "almost"
                | "hardly"
                | "if"
                | "whether"
                | "unless"
                | "that"
                | "how"
                | "why"
                | "when"
                | "while"
                | "who"
                | "which"
        )
}

/// Tells whether a word is a form such as "selling", which somebody may only think of; "sing" is none.
fn is_gerund(folded: &str) -> bool {
    let stem = folded.strip_suffix("ing");
    stem.is_some_and(|stem| stem.contains(['a', 'e', 'i', 'o', 'u', 'y']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::one_article::OneArticle;

    fn named(question: &str, text: &str) -> Option<String> {
        found(question, text, name_of)
    }

    fn doer(question: &str, told: &str) -> Option<String> {
        found(question, &format!("Ada Lund runs. {told}"), doer_of)
    }

    fn found(
        question: &str,
        text: &str,
        find: fn(&Query, Candidate<'_>) -> Option<Span>,
    ) -> Option<String> {
        let one = OneArticle::of("", text);
        let query = one.query(question);
        let last = one.analysed.sentences.len() - 1;
        Some(find(&query, one.candidate(last))?.of(text)?.to_owned())
    }

    const SAID: &str =
        "The farmer Ted Lund said he feared the floods. “They look sweet on a card,” he said.";

    #[test]
    fn who_is_the_one_whom_the_pronoun_stands_for() {
        assert_eq!(
            named("Who said they look sweet on a card?", SAID).as_deref(),
            Some("The farmer Ted Lund")
        );
        assert_eq!(named("What looks sweet on a card?", SAID), None);
        assert_eq!(named("Who is Ted Lund?", SAID), None);
    }

    #[test]
    fn he_comes_before_it() {
        let told = "The Orbey Prize was announced by Ted Lund. “It is a quiet book,” he said.";
        let meant = named("Who said it is a quiet book?", told);
        assert_eq!(meant.as_deref(), Some("Ted Lund"));
    }

    #[test]
    fn a_sentence_that_names_somebody_itself_needs_no_other() {
        let told = "Ted Lund has a farm. He sold the mill to Ada Moe.";
        assert_eq!(named("Who bought the mill?", told), None);
    }

    #[test]
    fn who_does_what_is_asked_is_meant_whatever_other_names_there_are() {
        let told = "Ted Lund has a farm. He sold the mill to Ada Moe and repaired the roof.";
        assert_eq!(
            named("Who sold the mill?", told).as_deref(),
            Some("Ted Lund")
        );
        assert_eq!(
            named("Who repaired the roof?", told),
            None,
            "it may be Ada Moe"
        );
        let other = "Ted Lund has a farm. He said that Ada Moe sold the mill.";
        assert_eq!(named("Who sold the mill?", other), None);
        let single = "Talk to Bellwether after the raid. She handles complaints.";
        let handles = named("Who handles complaints?", single);
        assert_eq!(handles.as_deref(), Some("Bellwether"));
        let two = "They came on 1 Feb. Water was short. He handles complaints.";
        assert_eq!(named("Who handles complaints?", two), None);
        let placed = "It is in Orbey. He handles complaints.";
        assert_eq!(named("Who handles complaints?", placed), None);
        let near = "The office is next to Tesco. She handles complaints.";
        assert_eq!(named("Who handles complaints?", near), None);
        let asked = "Please ask Bellwether after the raid. She handles complaints.";
        let handles = named("Who handles complaints?", asked);
        assert_eq!(handles.as_deref(), Some("Bellwether"));
        let passive = "Ted Lund has a farm. He was hired by Ada Moe.";
        assert_eq!(named("Who hired the farmer?", passive), None);
    }

    #[test]
    fn who_does_not_do_it_is_not_meant() {
        let named = |question: &str, told: &str| named(question, &format!("Ada Lund runs. {told}"));
        for told in [
            "She did not win the race.",
            "She didn't win the race.",
            "She never won the race.",
            "She won no race.",
            "She wants to win the race.",
            "She nearly won the race at Orbey.",
            "She could win the race at Orbey.",
            "She thought about winning the race at Orbey.",
        ] {
            assert_eq!(doer("Who won the race?", told), None, "{told}");
        }
        for told in [
            "She won the race.",
            "She has won the race.",
            "She soon won the race at Orbey.",
        ] {
            let named = named("Who won the race?", told);
            assert_eq!(named.as_deref(), Some("Ada Lund"), "{told}");
        }
        let can = named("Who can win the race?", "She can win the race.");
        assert_eq!(can.as_deref(), Some("Ada Lund"));
        assert_eq!(
            named("Who won the race?", "She did not win the race."),
            None
        );
    }
}
