//! Which noun of a question names what is asked for.

use crate::text::helper_verbs::is_be;
use crate::text::number_words::NUMBER_WORDS;

use super::asking_words::by_noun;
use super::parsed_question::QuestionWord;

/// Words before a noun that leave open what kind of thing it asks for: "the top speed", "the total cost".
const QUALIFIERS: [&str; 13] = [
    "new",
    "top",
    "maximum",
    "minimum",
    "average",
    "mean",
    "total",
    "exact",
    "approximate",
    "current",
    "overall",
    "full",
    "annual",
];

/// Finds the word by which somebody is asked for, no name: "who is the *president* of …", "who will be *finance* minister",
/// "who was *arrested*".
pub(super) fn behind_who_is(words: &[QuestionWord], who: usize) -> Option<usize> {
    let helper = |at: &usize| {
        (words.get(*at)).is_some_and(|word| {
            let folded = word.folded.as_str();
            let becomes = || matches!(folded, "will" | "be" | "became" | "becomes" | "become");
            is_be(folded) || becomes()
        })
    };
    let helpers = (who + 1..).take_while(helper).count();
    let is_short = words.get(who).is_some_and(|word| word.folded == "who's");
    let asked = noun_after(words, who + 1 + helpers).filter(|_| helpers > 0 || is_short)?;
    words.get(asked).filter(|word| !word.name).map(|_| asked)
}

/// Finds whose name is asked for in a phrase that begins at `from`: "the names of the two judges".
pub(super) fn after_name_of(words: &[QuestionWord], from: usize) -> Option<usize> {
    let is = |at: usize, forms: &[&str]| {
        (words.get(at)).is_some_and(|word| forms.contains(&word.folded.as_str()))
    };
    let name = from + usize::from(is(from, &["the"]));
    if !is(name, &["name", "names"]) || !is(name + 1, &["of", "for"]) {
        return None;
    }
    let counted = name + 2 + usize::from(is(name + 2, &["the", "all"]));
    let is_number = (words.get(counted))
        .is_some_and(|word| word.number || NUMBER_WORDS.contains(&word.folded.as_str()));
    noun_after(words, counted + usize::from(is_number))
}

/// Finds the noun that a phrase beginning at `from` asks for: its first content word, for the last one of a longer run is
/// often the verb already ("what city hosted").
pub(super) fn noun_after(words: &[QuestionWord], from: usize) -> Option<usize> {
    let skip = words
        .get(from..)?
        .iter()
        .take_while(|word| {
            matches!(
                word.folded.as_str(),
                "the" | "a" | "an" | "of" | "other" | "this" | "that"
            )
        })
        .count();
    let start = from + skip;
    let is_content = |at: &usize| words.get(*at).is_some_and(|word| !word.function);
    let is_qualifier = |at: &usize| {
        (words.get(*at)).is_some_and(|word| QUALIFIERS.contains(&word.folded.as_str()))
    };
    if !is_content(&start) {
        return None;
    }
    let behind = (start..)
        .take_while(is_content)
        .find(|at| !is_qualifier(at));
    let Some(noun) = behind.filter(|noun| *noun > start) else {
        return Some(start);
    };
    // "The average construction salary" asks for a salary.
    let is_known = |at: &usize| {
        words
            .get(*at)
            .is_some_and(|word| by_noun(&word.stem).is_some())
    };
    let known = (noun..=noun + 2).take_while(is_content).find(is_known);
    Some(known.unwrap_or(noun))
}

#[cfg(test)]
mod tests {
    use super::super::AnswerType;
    use super::super::analyze::analyze;

    #[test]
    fn who_holds_an_office_or_did_something_is_asked_for_by_it() {
        let asked_by = |question: &str| {
            let question = analyze(question);
            let focus = question.kind.focus?;
            Some(question.words.get(focus)?.folded.clone())
        };
        assert_eq!(
            asked_by("Who is the president of France?").as_deref(),
            Some("president")
        );
        assert_eq!(
            asked_by("Who will be finance minister?").as_deref(),
            Some("finance")
        );
        assert_eq!(asked_by("who's the captain").as_deref(), Some("captain"));
        assert_eq!(asked_by("Who is Ada Lind?"), None);
        assert_eq!(asked_by("Who built the mill?"), None);
        assert_eq!(asked_by("Who was arrested?").as_deref(), Some("arrested"));
    }

    #[test]
    fn what_is_asked_by_name_is_what_the_name_belongs_to() {
        for (question, named) in [
            ("What is the name of the engineer?", "engineer"),
            ("What's the name of the ferry?", "ferry"),
            ("What were the names of the two judges?", "judges"),
            ("name of the landlady", "landlady"),
            ("What is the dog called?", "dog"),
            ("What is the engineer's name?", "engineer"),
        ] {
            let question = analyze(question);
            assert_eq!(question.kind.expected, AnswerType::Name, "{question:?}");
            let focus = question
                .kind
                .focus
                .map(|at| question.words[at].folded.as_str());
            assert_eq!(focus, Some(named));
        }
    }
}
