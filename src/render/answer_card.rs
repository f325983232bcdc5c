//! An answer as members of a Discord server see it.

use super::card::{Card, Tone};
use super::citation;
use super::markdown::{begun_large, cut, escape, length, plain};
use super::notices::{ASK_IN_ENGLISH, ENGLISH_ONLY};
use super::quote_room::{QUOTE_ROOM, quote};
use super::source_line::{
    TITLE_ROOM, italic, mention_line_beside, same_source_line, shown_title, source_line,
};
use crate::answer::{Answer, Certainty, Citation};
use crate::text::language::is_foreign_question;

/// The first answer is read in one glance: no more citations than this before somebody asks for more.
const FIRST_GLANCE: usize = 3;

/// Further citations join the first only while all quotes together stay this short.
const GLANCE_ROOM: usize = 650;

/// Further citations join the first only when they are nearly as likely to answer.
const NEARLY_AS_LIKELY: f32 = 0.75;

/// What all quotes and source lines of a card may take; the rest is for notes.
const CARD_ROOM: usize = 3_500;

/// At most this many nearest articles are offered.
const MAX_NEAREST: usize = 3;

/// A card with citations, and how far it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCard {
    /// The card.
    pub card: Card,
    /// How many of the answer's citations it and the cards before it show.
    pub shown: usize,
}

/// On what terms a question was put, as far as its answer says so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms<'a> {
    /// The title of the only article that was asked.
    pub only_in: Option<&'a str>,
    /// Whether what is less than almost certain counts as no answer.
    pub only_sure: bool,
}

impl Terms<'_> {
    fn aside(self) -> Option<String> {
        let title = cut(&plain(self.only_in?), TITLE_ROOM);
        Some(format!("only in: {title}"))
    }
}

/// Renders the first card of an answer, or the honest no.
pub fn first(answer: &Answer, terms: Terms<'_>) -> AnswerCard {
    if !answer.answered || answer.citations.is_empty() {
        return AnswerCard {
            card: no_answer(answer, terms),
            shown: 0,
        };
    }
    let mut made = cited(&answer.citations, 0, at_first_glance(answer));
    made.card = made
        .card
        .titled(&answer.question)
        .with_footer(&small_print(answer, terms));
    made.card.tone = match answer.certainty {
        Certainty::Sure => Tone::Sure,
        Certainty::Likely => Tone::Likely,
        _ => Tone::Careful,
    };
    let side = |says: &str, number: usize, when: &str| {
        let says = escape(&cut(says, 80)).to_string();
        format!("**{says}** in [{number}] ({})", escape(when))
    };
    let stands_here = |number: usize| {
        let at = answer.citations.iter().position(|c| c.number == number);
        at.is_some_and(|at| at < made.shown)
    };
    for line in citation::differences(answer, stands_here, side) {
        made.card.line(&format!("\n⚖️ {line}"));
    }
    for missed in citation::missed(answer, |part| escape(&cut(part, 200)).to_string()) {
        made.card.line(&format!("\n{}", begun_large(&missed)));
    }
    made
}

/// Renders the next citations after the first `shown`.
pub fn more(answer: &Answer, shown: usize) -> AnswerCard {
    let mut made = cited(&answer.citations, shown, FIRST_GLANCE);
    made.card.tone = Tone::Plain;
    made
}

/// Renders what comes nearest to a question that nothing answers; no words stand out as if they did.
pub fn nearest(answer: &Answer) -> Card {
    let near = answer.nearest_sentences.iter().enumerate();
    let near: Vec<Citation> = near.map(|(at, near)| near.as_citation(at + 1)).collect();
    let found = cited(&near, 0, FIRST_GLANCE).card;
    let words = "**None of these seems to answer it**; they come nearest:\n\n";
    Card::new(Tone::Quiet, format!("{words}{}", found.body))
}

/// Tells how many citations stand in the first card.
fn at_first_glance(answer: &Answer) -> usize {
    let named = answer
        .disagreements
        .iter()
        .map(|d| d.newer.max(d.older))
        .max()
        .unwrap_or(1);
    let mut room = GLANCE_ROOM;
    let short = answer
        .citations
        .iter()
        .take_while(|c| {
            let fits = room.checked_sub(length(&c.text));
            room = fits.unwrap_or(0);
            fits.is_some() && c.confidence >= answer.confidence * NEARLY_AS_LIKELY
        })
        .count();
    short.clamp(1, FIRST_GLANCE).max(named.min(FIRST_GLANCE))
}

/// Renders up to `most` citations, as many as one card holds and at least one.
fn cited(citations: &[Citation], skip: usize, most: usize) -> AnswerCard {
    let mut body = String::new();
    let mut shown = skip;
    let mut before: Option<&Citation> = None;
    for citation in citations.iter().skip(skip).take(most) {
        let block = block(citation, before);
        let gap = if body.is_empty() { "" } else { "\n\n" };
        if !body.is_empty() && length(&body) + length(&block) > CARD_ROOM {
            break;
        }
        body.push_str(gap);
        body.push_str(&block);
        shown += 1;
        before = Some(citation);
    }
    AnswerCard {
        card: Card::new(Tone::Plain, body),
        shown,
    }
}

/// Renders a quote and the line that says where it stands.
fn block(citation: &Citation, before: Option<&Citation>) -> String {
    let (quote, note) = quote(&citation.text, citation.answer, QUOTE_ROOM);
    let same = before.is_some_and(|b| b.article_id == citation.article_id);
    let source = match same {
        true => same_source_line(citation),
        false => source_line(citation),
    };
    let mut block = format!("> {quote}\n{source}");
    if let Some(note) = note {
        block.push_str(&format!("\n-# {note}"));
    }
    if let Some(also) = citation::also_in(citation, italic) {
        block.push_str(&format!("\n-# {also}"));
    }
    block
}

/// Says how sure the answer is, what a follow-up carried over and which words were read as others.
fn small_print(answer: &Answer, terms: Terms<'_>) -> String {
    let mut parts = vec![citation::certainty(answer.certainty).to_owned()];
    parts.extend(terms.aside());
    parts.extend(citation::readings(answer, str::to_owned));
    parts.join(" · ")
}

/// Says honestly that the articles do not say, and offers the nearest ones.
fn no_answer(answer: &Answer, terms: Terms<'_>) -> Card {
    let is_foreign = is_foreign_question(&answer.question);
    let said = match is_foreign {
        // What is not understood may well be said.
        true => format!("**{ENGLISH_ONLY}** {ASK_IN_ENGLISH}"),
        false => what_is_not_said(terms),
    };
    let mut card = Card::new(Tone::Quiet, said).titled(&answer.question);
    let mut asides: Vec<String> = terms.aside().into_iter().collect();
    asides.extend(citation::asides(answer, str::to_owned));
    let small_print = asides.join(" · ");
    if terms.only_in.is_some() {
        card.line("No other article was asked; *Ask all articles* does.");
        return card.with_footer(&small_print);
    }
    let nearest: Vec<String> = answer
        .nearest
        .iter()
        .take(MAX_NEAREST)
        .map(|mention| format!("• {}", mention_line_beside(mention, &answer.nearest)))
        .collect();
    if is_foreign && nearest.is_empty() {
        return card.with_footer(&small_print);
    }
    if nearest.is_empty() {
        card.line("No article comes near. Try other words, or ask an editor to add an article.");
    } else {
        card.line("The nearest articles, should one of them help:");
        for line in nearest {
            card.line(&line);
        }
    }
    card.with_footer(&small_print)
}

/// Says who does not say it, or that nothing is as sure as it has to be.
fn what_is_not_said(terms: Terms<'_>) -> String {
    match (terms.only_in, terms.only_sure) {
        (None, false) => "**The articles do not say.**".to_owned(),
        (None, true) => format!("**Nothing sure enough was found.** {STRICT}"),
        (Some(title), false) => format!("*{}* **does not say.**", shown_title(title)),
        (Some(title), true) => format!(
            "**Nothing sure enough was found in** *{}*. {STRICT}",
            shown_title(title)
        ),
    }
}

/// Why less is answered here than elsewhere.
const STRICT: &str = "Only what is almost certain is answered here.";

#[cfg(test)]
mod tests {
    use super::super::card_samples::{answer, citation};
    use super::*;
    use crate::answer::{Disagreement, Mention};
    use crate::article::ArticleId;
    use crate::text::Span;

    #[test]
    fn an_answer_is_a_quote_and_its_source() {
        let mut found = citation(1, "The bridge is 412 metres long.");
        found.answer = Some(Span::new(14, 24));
        let made = first(&answer(vec![found]), Terms::default());
        insta::assert_snapshot!(made.card.body, @r"
        > The bridge is **412 metres** long.
        -# [1] *A bridge for the harbour* · Harbour Gazette · 25 Jan 2026 · paragraph 2 · **[open at the sentence](https://harbour.example/bridge#:~:text=The%20bridge%20is%20412%20metres%20long.)**
        ");
        assert_eq!(
            made.card.footer.as_deref(),
            Some("Almost certainly the answer")
        );
    }

    #[test]
    fn differing_figures_stand_side_by_side() {
        let mut older = citation(2, "The bridge is 398 metres long.");
        older.published = Some("2019".to_owned());
        let mut given = answer(vec![citation(1, "The bridge is 412 metres long."), older]);
        given.disagreements.push(Disagreement {
            newer: 1,
            newer_says: "412 metres".to_owned(),
            older: 2,
            older_says: "398 metres".to_owned(),
        });
        let body = first(&given, Terms::default()).card.body;
        let line = body.lines().last().expect("has lines");
        assert_eq!(
            line,
            "⚖️ The articles differ: **412 metres** in [1] (25 Jan 2026, newer), **398 metres** in [2] (2019, older)."
        );
    }

    #[test]
    fn several_that_differ_take_one_line_and_only_those_shown_are_named() {
        let years: Vec<Citation> = (1..=5)
            .map(|number| {
                let mut made = citation(number, &format!("It is {number}00 metres long."));
                made.published = Some(format!("{}", 2030 - number));
                made
            })
            .collect();
        let mut given = answer(years);
        given.disagreements = (2..=5)
            .map(|older| Disagreement {
                newer: 1,
                newer_says: "100 metres".to_owned(),
                older,
                older_says: format!("{older}00 metres"),
            })
            .collect();
        let made = first(&given, Terms::default());
        let differ: Vec<&str> = (made.card.body.lines())
            .filter(|line| line.contains("differ"))
            .collect();
        assert_eq!(
            differ,
            [
                "⚖️ The articles differ: **100 metres** in [1] (2029, newest), **200 metres** in [2] (2028), **300 metres** in [3] (2027)."
            ]
        );
    }

    #[test]
    fn an_endless_sentence_leaves_room_for_its_source() {
        let endless = format!("It began {} and ended.", "*and so on* ".repeat(2_000));
        let made = first(&answer(vec![citation(1, &endless)]), Terms::default());
        assert!(made.card.body.contains("[1] *A bridge"));
        assert!(made.card.body.contains("longer than a message"));
        assert!(length(&made.card.body) <= super::super::card::MAX_BODY_UTF16);
    }

    #[test]
    fn an_honest_no_names_the_nearest() {
        let mut given = answer(Vec::new());
        given.nearest.push(Mention {
            article_id: ArticleId::from("ferry"),
            title: "The *old* ferry".to_owned(),
            url: Some("https://harbour.example/ferry".to_owned()),
        });
        insta::assert_snapshot!(first(&given, Terms::default()).card.body, @r"
        **The articles do not say.**
        The nearest articles, should one of them help:
        • *The \*old\* ferry* · [open](https://harbour.example/ferry)
        ");
    }

    #[test]
    fn a_question_in_another_language_is_not_said_to_be_unanswered() {
        let mut given = answer(Vec::new());
        given.question = "Wie lang ist die Brücke?".to_owned();
        insta::assert_snapshot!(first(&given, Terms::default()).card.body, @"**I read questions in English only.** Put it in English, and I look again.");
    }

    #[test]
    fn articles_of_one_title_are_told_apart_where_they_are_named_together() {
        let named = |id: &str| Mention {
            article_id: ArticleId::from(id),
            title: "The ferry".to_owned(),
            url: None,
        };
        let mut given = answer(Vec::new());
        given.nearest = vec![named("ferry"), named("ferry-2")];
        let body = first(&given, Terms::default()).card.body;
        assert!(
            body.contains("• *The ferry* (*ferry*)\n• *The ferry* (*ferry-2*)"),
            "{body}"
        );
        let mut quote = citation(1, "It is long.");
        quote.also_in = vec![Mention {
            title: quote.title.clone(),
            ..named("bridge-2")
        }];
        let body = first(&answer(vec![quote]), Terms::default()).card.body;
        assert!(body.contains(" (*bridge-2*)"), "{body}");
    }

    #[test]
    fn questions_that_are_left_out_are_named_once_and_a_few() {
        let mut given = answer(Vec::new());
        let long = ["How long is it?"; 9].map(str::to_owned);
        let others = (0..5).map(|number| format!("Who is number {number}?"));
        given.left_out = long.into_iter().chain(others).collect();
        let card = first(&given, Terms::default()).card;
        let footer = card.footer.expect("small print");
        assert_eq!(footer.matches("How long").count(), 1, "{footer}");
        assert!(footer.ends_with("and 3 more"), "{footer}");
    }

    #[test]
    fn what_of_a_question_is_not_said_stands_in_the_body() {
        let mut given = answer(vec![citation(1, "It is long.")]);
        given.unanswered = vec!["who *paid* for it?".to_owned()];
        given.carried_over = Some("bridge".to_owned());
        let card = first(&given, Terms::default()).card;
        let last = card.body.lines().last();
        let expected = "The articles do not say: “who \\*paid\\* for it?”";
        assert_eq!(last, Some(expected));
        let footer = "Almost certainly the answer · about: bridge";
        assert_eq!(card.footer.as_deref(), Some(footer));
    }

    #[test]
    fn an_answer_of_one_article_says_so() {
        let terms = Terms {
            only_in: Some("The *old* ferry"),
            only_sure: false,
        };
        let strict = Terms {
            only_sure: true,
            ..terms
        };
        let found = first(&answer(vec![citation(1, "It is long.")]), terms).card;
        let footer = found.footer.as_deref();
        let expected = "Almost certainly the answer · only in: The *old* ferry";
        assert_eq!(footer, Some(expected));
        let silent = first(&answer(Vec::new()), terms).card;
        insta::assert_snapshot!(silent.body, @r"
        *The \*old\* ferry* **does not say.**
        No other article was asked; *Ask all articles* does.
        ");
        assert_eq!(silent.footer.as_deref(), Some("only in: The *old* ferry"));
        let unsure = first(&answer(Vec::new()), strict).card.body;
        assert!(
            unsure.contains("Nothing sure enough was found in"),
            "{unsure}"
        );
    }

    #[test]
    fn what_comes_nearest_is_not_put_as_an_answer() {
        let mut found = citation(1, "The bridge is 412 metres long.");
        found.answer = Some(Span::new(14, 24));
        found.url = None;
        let mut given = answer(Vec::new());
        given.nearest_sentences = vec![found.into()];
        insta::assert_snapshot!(nearest(&given).body, @r"
        **None of these seems to answer it**; they come nearest:

        > The bridge is 412 metres long.
        -# [1] *A bridge for the harbour* · Harbour Gazette · 25 Jan 2026 · paragraph 2
        ");
    }
}
