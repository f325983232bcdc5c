//! Who is meant where a sentence answers "who" with a pronoun: "'It is quiet,' he said" behind one that names him.

use crate::question::AnswerType;
use crate::text::Span;

use super::said;
use crate::search::analysis::{AnalysedSentence, Token, TokenClass};
use crate::search::query::Query;

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
pub fn name_of(query: &Query, text: &str, sentence: &AnalysedSentence) -> Option<Span> {
    let question = &query.question;
    let asks = matches!(
        question.kind.expected,
        AnswerType::Person | AnswerType::Name
    );
    if !asks || question.asks_who_somebody_is() {
        return None;
    }
    let said_here = said(query, &sentence.tokens);
    let is_news = |(token, said): (&Token, &bool)| token.class == TokenClass::Name && !said;
    if sentence.tokens.iter().zip(&said_here).any(is_news) {
        return None;
    }
    let named = |is: fn(&str) -> bool| {
        sentence.antecedents.iter().find_map(|meant| {
            let does = is(meant.pronoun.of(text)?);
            let is_new = !said(query, &meant.name).contains(&true);
            let (first, last) = (meant.name.first()?, meant.name.last()?);
            (does && is_new).then(|| Span::new(first.span.start, last.span.end))
        })
    };
    named(is_person).or_else(|| named(is_pronoun))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::article::{Article, Metadata};
    use crate::question::analyze;
    use crate::search::analysis::AnalysedArticle;
    use crate::search::index;

    fn named(question: &str, text: &str) -> Option<String> {
        let article = Article {
            id: "a".into(),
            version: 1,
            metadata: Metadata::default(),
            text: text.to_owned(),
        };
        let vocabulary = index::count_all(&[Arc::new(article.clone())]).expect("it is counted");
        let analysed = AnalysedArticle::of(&article, &vocabulary);
        let query = Query::of(analyze(question), None, &vocabulary);
        let last = analysed.sentences.last().expect("a sentence");
        Some(name_of(&query, text, last)?.of(text)?.to_owned())
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
}
