//! Where several are asked for, all that a sentence counts up: "Oatie Rounds, Water Biscuits and the Ginger range".

use crate::question::Question;
use crate::text::Span;

/// An item has so many words at most.
const MAX_ITEM_WORDS: usize = 5;

/// A list has so many items at most.
const MAX_ITEMS: usize = 12;

/// Returns an answer with the items that follow it, where a question asks for several and a list of names goes on behind it.
pub fn with_rest(question: &Question, answer: Span, text: &str, sentence: Span) -> Span {
    if !asks_for_several(question) || !answer.of(text).is_some_and(has_name) {
        return answer;
    }
    let mut end = answer.end;
    for _ in 0..MAX_ITEMS {
        let rest = text.get(end..sentence.end).unwrap_or_default();
        let Some((joint, is_last)) = joint(rest) else {
            return answer;
        };
        let behind = rest.get(joint..).unwrap_or_default();
        let mut length = behind
            .find([',', '.', ';', ':', '(', ')', '"', '”'])
            .unwrap_or(behind.len());
        if !is_last && let Some(and) = behind.get(..length).and_then(|item| item.find(" and ")) {
            length = and;
        }
        let item = behind.get(..length).unwrap_or_default();
        if !has_name(item) || item.split_whitespace().count() > MAX_ITEM_WORDS {
            return answer;
        }
        end += joint + length;
        if is_last {
            return Span::new(answer.start, end).trimmed(text);
        }
    }
    answer
}

/// Returns how long the words before the next item are, and whether it is the last one.
fn joint(rest: &str) -> Option<(usize, bool)> {
    [", and ", ", or ", " and ", " or ", ", "]
        .into_iter()
        .find_map(|joint| {
            rest.starts_with(joint)
                .then_some((joint.len(), joint.len() > 2))
        })
}

fn has_name(item: &str) -> bool {
    item.split_whitespace()
        .any(|word| word.starts_with(char::is_uppercase))
}

/// Tells whether the noun that names what is asked for is a plural: "what are its brands", "which brands".
fn asks_for_several(question: &Question) -> bool {
    let word = |at: usize| {
        question
            .words
            .get(at)
            .map_or("", |word| word.folded.as_str())
    };
    let asks = question
        .kind
        .wh_word
        .filter(|at| matches!(word(*at), "what" | "which" | "who"));
    let Some(asks) = asks else {
        return false;
    };
    let is_plural = |word: &str| {
        word.len() > 3
            && word.ends_with('s')
            && !["ss", "us", "is", "'s"]
                .iter()
                .any(|end| word.ends_with(end))
    };
    let are = matches!(word(asks + 1), "are" | "were");
    let nouns = || {
        (asks + 1..question.words.len()).filter(|at| {
            question
                .words
                .get(*at)
                .is_some_and(|word| !word.function && !word.name)
        })
    };
    let focus = question
        .kind
        .focus
        .is_some_and(|at| is_plural(word(at)) && nouns().any(|noun| noun == at));
    are && (word(asks) == "who" || nouns().any(|at| is_plural(word(at))))
        || word(asks) != "who" && focus
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;

    fn told(question: &str, text: &'static str, answer: &str) -> &'static str {
        let start = text.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        let found = with_rest(&analyze(question), answer, text, Span::new(0, text.len()));
        found.of(text).expect("a part of it")
    }

    #[test]
    fn who_asks_for_several_gets_them_all() {
        let brands = "The firm, whose brands include Oatie Rounds, Crane's Water Biscuits and the Ginger range, grew.";
        let all = "Oatie Rounds, Crane's Water Biscuits and the Ginger range";
        assert_eq!(
            told("What are the firm's brands?", brands, "Oatie Rounds"),
            all
        );
        assert_eq!(
            told("Which brands does the firm have?", brands, "Oatie Rounds"),
            all
        );
        assert_eq!(
            told("Which brand is it?", brands, "Oatie Rounds"),
            "Oatie Rounds"
        );
        let run_on =
            "The brands are Oatie Rounds and Ginger was the first of them to be sold abroad.";
        assert_eq!(
            told("What are the brands?", run_on, "Oatie Rounds"),
            "Oatie Rounds"
        );
    }
}
