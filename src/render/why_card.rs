//! Why the sentences of an answer were chosen.

use super::card::{Card, Tone};
use super::markdown::{cut, escape, plain};
use crate::answer::{Answer, Explanation, Reason};

/// At most this many reasons are given for the first sentence.
const MAX_REASONS: usize = 3;

/// At most this many reasons are given for each of the others: what sets them apart must be read on a phone.
const REASONS_OF_OTHERS: usize = 2;

/// Sentences are only named here, the answer shows them whole.
const NAMED_ROOM: usize = 70;

/// Says why the sentences of a message that shows the first `shown` were chosen, and what the next in line lacked.
pub fn why(answer: &Answer, shown: usize) -> Card {
    let mut card = Card::new(Tone::Plain, "").titled(&answer.question);
    let (seen, unseen): (Vec<_>, Vec<_>) = (answer.explanations.iter())
        .partition(|explanation| (1..=shown.max(1)).contains(&explanation.number));
    for explanation in &seen {
        let most = match explanation.number {
            1 => MAX_REASONS,
            _ => REASONS_OF_OTHERS,
        };
        let reasons = explanation.reasons.iter().take(most);
        explained(
            &mut card,
            &format!("[{}]", explanation.number),
            explanation,
            reasons,
        );
    }
    if let Some(next) = unseen.first() {
        let head = match (next.number, seen.is_empty()) {
            (0, true) => "Came nearest",
            (0, false) => "Next in line, not cited",
            _ => "Next in line, under More",
        };
        // Why it came second is what the reader wants to know of it.
        let (against, for_it): (Vec<_>, Vec<_>) =
            next.reasons.iter().partition(|reason| reason.share < 0.0);
        let reasons = against.into_iter().chain(for_it).take(REASONS_OF_OTHERS);
        explained(&mut card, head, next, reasons);
    }
    if answer.explanations.is_empty() {
        card.line("Nothing was weighed: no sentence came near enough.");
    }
    card.with_footer("+ speaks for the sentence, − against it")
}

fn explained<'a>(
    card: &mut Card,
    head: &str,
    explanation: &Explanation,
    reasons: impl Iterator<Item = &'a Reason>,
) {
    let words = escape(&cut(&plain(&explanation.text), NAMED_ROOM));
    let gap = if card.body.is_empty() { "" } else { "\n" };
    card.line(&format!("{gap}**{head}** {words}"));
    for reason in reasons {
        let sign = if reason.share < 0.0 { "−" } else { "+" };
        card.line(&format!(
            "{sign} {}",
            escape(&cut(&plain(&reason.words), 200))
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::card_samples::{answer, citation};
    use super::*;

    fn explanation(number: usize, text: &str, shares: &[f32]) -> Explanation {
        let reason = |share: &f32| Reason {
            feature: "words".to_owned(),
            words: format!("it weighs {share}"),
            share: *share,
        };
        Explanation {
            number,
            article_id: "bridge".into(),
            version: 1,
            start: 0,
            end: text.len(),
            text: text.to_owned(),
            reasons: shares.iter().map(reason).collect(),
        }
    }

    #[test]
    fn only_what_is_shown_and_the_next_in_line_are_explained() {
        let mut given = answer(vec![citation(1, "The bridge is 412 metres long.")]);
        given.explanations = vec![
            explanation(1, "The bridge is 412 metres long.", &[5.0, 4.0, -3.0, 2.0]),
            explanation(2, "The bridge is long.", &[3.0, 2.0, -1.0]),
            explanation(3, "The bridge is old.", &[1.0]),
            explanation(0, "The ferry is long.", &[2.0, -1.0]),
        ];
        insta::assert_snapshot!(why(&given, 1).body, @r"
        **[1]** The bridge is 412 metres long.
        + it weighs 5
        + it weighs 4
        − it weighs -3

        **Next in line, under More** The bridge is long.
        − it weighs -1
        + it weighs 3
        ");
        insta::assert_snapshot!(why(&given, 3).body, @r"
        **[1]** The bridge is 412 metres long.
        + it weighs 5
        + it weighs 4
        − it weighs -3

        **[2]** The bridge is long.
        + it weighs 3
        + it weighs 2

        **[3]** The bridge is old.
        + it weighs 1

        **Next in line, not cited** The ferry is long.
        − it weighs -1
        + it weighs 2
        ");
    }
}
