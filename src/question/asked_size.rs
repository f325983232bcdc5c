//! What "how high" and "how large" ask for where it is no body in space that is high or large: a fine, a share, a number.

use crate::text::helper_verbs::{is_be, is_do};

use super::asking_words::{by_noun_behind, is_paid};
use super::expected_answer::AnswerType;
use super::parsed_question::QuestionWord;

/// Words behind "how" that are said of sums, shares and numbers as well.
const OF_ANY_SIZE: [&str; 8] = [
    "high", "low", "large", "big", "small", "great", "steep", "hefty",
];

/// What is a sum of money as long as nothing stands behind it, in the singular.
const SUMS: [&str; 32] = [
    "bail",
    "benefit",
    "bonus",
    "budget",
    "damages",
    "debt",
    "deficit",
    "dividend",
    "donation",
    "earnings",
    "expense",
    "expenditure",
    "grant",
    "income",
    "jackpot",
    "loan",
    "loss",
    "mortgage",
    "overdraft",
    "payment",
    "payout",
    "penalty",
    "pension",
    "premium",
    "profit",
    "ransom",
    "rebate",
    "reward",
    "subsidy",
    "surplus",
    "turnover",
    "wages",
];

/// What is told in hundredths, or as a bare figure.
const SHARES: [&str; 9] = [
    "discount",
    "humidity",
    "inflation",
    "interest",
    "percentage",
    "risk",
    "turnout",
    "unemployment",
    "vat",
];

/// What is told as a number of people or things.
const NUMBERS: [&str; 12] = [
    "attendance",
    "audience",
    "circulation",
    "crowd",
    "majority",
    "membership",
    "number",
    "score",
    "staff",
    "quorum",
    "toll",
    "workforce",
];

/// Returns what is asked for by "how" and a word of size at a place, and by which noun: "how high is the *fine*", "how big a
/// *loan*". `None` for what has height and breadth.
pub(super) fn of_no_body(words: &[QuestionWord], how: usize) -> Option<(AnswerType, usize)> {
    let folded = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    if !OF_ANY_SIZE.contains(&folded(how + 1)) {
        return None;
    }
    let begins = match folded(how + 2) {
        helper if is_be(helper) => how + 3,
        // "How big will the rent be?"
        "will" | "can" | "may" | "might" | "could" | "would" | "a" | "an" => how + 3,
        _ => return None,
    };
    let is_content = |at: &usize| words.get(*at).is_some_and(|word| !word.function);
    let first = (begins..words.len()).find(is_content)?;
    // Nothing but articles and owners stands before it: "how high is it that …" asks for no size.
    let leads = |at: usize| {
        matches!(
            folded(at),
            "the" | "a" | "an" | "my" | "our" | "your" | "their" | "its" | "his" | "her"
        )
    };
    if !(begins..first).all(leads) {
        return None;
    }
    let noun = (first..).take_while(is_content).last()?;
    let (word, before) = (
        words.get(noun)?,
        noun.checked_sub(1).and_then(|at| words.get(at)),
    );
    let before = before.map_or("", |word| word.stem.as_str());
    if word.name || is_do(&word.folded) {
        return None;
    }
    Some((expected(&word.folded, &word.stem, before)?, noun))
}

fn expected(folded: &str, stem: &str, before: &str) -> Option<AnswerType> {
    let one = folded.strip_suffix('s').unwrap_or(folded);
    let is_of = |list: &[&str]| list.contains(&folded) || list.contains(&one);
    if before == "interest" && stem == "rate" || is_of(&SHARES) {
        return Some(AnswerType::Percent);
    }
    if is_of(&NUMBERS) {
        return Some(AnswerType::Number);
    }
    match by_noun_behind(before, stem) {
        Some(known) if known.is_figure() => Some(known),
        Some(_) => None,
        None => (is_of(&SUMS) || is_paid(folded)).then_some(AnswerType::Money),
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyze::analyze;
    use super::AnswerType;

    fn expected(question: &str) -> (AnswerType, Option<String>) {
        let question = analyze(question);
        let noun = question.kind.focus.and_then(|at| question.words.get(at));
        (question.kind.expected, noun.map(|word| word.folded.clone()))
    }

    #[test]
    fn a_fine_is_as_high_as_the_sum_one_pays() {
        for (question, noun) in [
            ("How high is the fine for fishing?", "fine"),
            ("How large are the club's debts?", "debts"),
            ("How big a loan did the baker take?", "loan"),
            ("how big is the deposit", "deposit"),
            ("How high will the rent be?", "rent"),
            ("How low were wages in Orbey?", "wages"),
        ] {
            let sought = (AnswerType::Money, Some(noun.to_owned()));
            assert_eq!(expected(question), sought, "{question}");
        }
        assert_eq!(expected("How high was the turnout?").0, AnswerType::Percent);
        let crowd = (AnswerType::Number, Some("crowd".to_owned()));
        assert_eq!(expected("How large was the crowd?"), crowd);
    }

    #[test]
    fn what_has_height_is_measured() {
        for (question, size) in [
            ("How high is the tower?", "high"),
            ("How big is the ticket office?", "big"),
            ("How large is the rent collector's house?", "large"),
            ("How high is Grant?", "high"),
        ] {
            let sought = (AnswerType::Number, Some(size.to_owned()));
            assert_eq!(expected(question), sought, "{question}");
        }
    }
}
