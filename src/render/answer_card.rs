//! An answer as members of a Discord server see it.

use super::card::{Card, MAX_BODY_UTF16, Tone};
use super::citation;
use super::markdown::{Escaped, Link, begun_large, cut, escape, escape_with_bold, length, plain};
use crate::answer::{Answer, Certainty, Citation, Explanation, Mention, Reason};
use crate::article::{Article, Outline};
use crate::text::{Span, sentences};

/// The first answer is read in one glance: no more citations than this before somebody asks for more.
const FIRST_GLANCE: usize = 3;

/// Further citations join the first only while all quotes together stay this short.
const GLANCE_ROOM: usize = 650;

/// Further citations join the first only when they are nearly as likely to answer.
const NEARLY_AS_LIKELY: f32 = 0.75;

/// No quote takes more than this, so that a source line always has its place.
const QUOTE_ROOM: usize = 2_400;

/// However little room there is, a quote has this.
const LEAST_QUOTE_ROOM: usize = 200;

/// The sentences beside a cited one are cut to this, and left out where there is not even the lesser room.
const NEIGHBOUR_ROOM: usize = 600;
const LEAST_NEIGHBOUR_ROOM: usize = 40;

/// What the signs, the title and the footer of a sentence among its neighbours take.
const CONTEXT_SIGNS_ROOM: usize = 200;

/// What all quotes and source lines of a card may take; the rest is for notes.
const CARD_ROOM: usize = 3_500;

/// Titles are cut to this in source lines.
const TITLE_ROOM: usize = 120;

/// Publishers are cut to this in source lines.
const PUBLISHER_ROOM: usize = 60;

/// At most this many nearest articles are offered.
const MAX_NEAREST: usize = 3;

/// At most this many reasons are given for the first sentence.
const MAX_REASONS: usize = 3;

/// At most this many reasons are given for each of the others: what sets them apart must be read on a phone.
const REASONS_OF_OTHERS: usize = 2;

/// Sentences are only named here, the answer shows them whole.
const NAMED_ROOM: usize = 70;

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

/// Escapes a quote; one too long is cut between sentences, a single endless sentence with a word about it.
fn quote(text: &str, answer: Option<Span>, most: usize) -> (Escaped, Option<&'static str>) {
    let whole = escape_with_bold(text, answer);
    if whole.length() <= most {
        return (whole, None);
    }
    let kept = sentences_that_fit(text, answer, most);
    let inside = kept.of(text).unwrap_or_default();
    let bold = answer
        .filter(|a| kept.covers(*a))
        .map(|a| Span::new(a.start - kept.start, a.end - kept.start));
    let escaped = escape_with_bold(inside, bold);
    if escaped.length() <= most {
        return (
            escaped,
            Some("part of a longer passage, read on in the article"),
        );
    }
    let mut room = most;
    loop {
        let escaped = escape(&cut(&plain(inside), room));
        if escaped.length() <= most {
            let note = "this sentence is longer than a message, read on in the article";
            return (escaped, Some(note));
        }
        room = room.saturating_sub(100);
    }
}

/// Finds the run of whole sentences that fits, beginning with the one that holds the short answer if need be.
fn sentences_that_fit(text: &str, answer: Option<Span>, most: usize) -> Span {
    let all = sentences::split(text);
    let run_from = |first: usize| {
        let mut run = all.get(first).copied().unwrap_or(Span::new(0, text.len()));
        for next in all.iter().skip(first + 1) {
            let longer = Span::new(run.start, next.end);
            if longer.of(text).map_or(0, |t| escape(t).length()) > most {
                break;
            }
            run = longer;
        }
        run
    };
    let from_start = run_from(0);
    match answer {
        Some(answer) if !from_start.covers(answer) => {
            run_from(all.iter().position(|s| s.covers(answer)).unwrap_or(0))
        }
        _ => from_start,
    }
}

/// Writes `[2] the same article · paragraph 5 · open at the sentence`.
fn same_source_line(citation: &Citation) -> String {
    let mut parts = vec!["the same article".to_owned()];
    parts.extend(place(citation));
    format!("-# [{}] {}", citation.number, parts.join(" · "))
}

/// Says where in its article a sentence stands, and links there.
fn place(citation: &Citation) -> Vec<String> {
    let mut parts = vec![format!("paragraph {}", citation.paragraph)];
    let link = citation.url.as_deref();
    let link = link.and_then(|url| Link::to(url, &citation.text));
    parts.extend(link.map(|link| format!("**{}**", link.markdown())));
    parts
}

/// Writes `[1] *Title* · Publisher · 25 Jan 2026 · paragraph 2 · open at the sentence`.
pub fn source_line(citation: &Citation) -> String {
    let mut parts = vec![italic(&citation.title)];
    if let Some(publisher) = &citation.publisher {
        parts.push(escape(&cut(&plain(publisher), PUBLISHER_ROOM)).to_string());
    }
    if let Some(published) = &citation.published {
        parts.push(escape(&cut(&citation::date(published), 40)).to_string());
    }
    parts.extend(place(citation));
    parts.retain(|part| !part.is_empty());
    format!("-# [{}] {}", citation.number, parts.join(" · "))
}

/// Sets a title in italics, kept apart from its neighbours when it is written from right to left.
fn italic(title: &str) -> String {
    let title = cut(&plain(title), TITLE_ROOM);
    let from_right = title.chars().any(|c| matches!(c, '\u{0590}'..='\u{08FF}'));
    match from_right {
        true => format!("*\u{2068}{}\u{2069}*", escape(&title)),
        false => format!("*{}*", escape(&title)),
    }
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
    let mut card = Card::new(Tone::Quiet, what_is_not_said(terms)).titled(&answer.question);
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

fn shown_title(title: &str) -> Escaped {
    escape(&cut(&plain(title), TITLE_ROOM))
}

/// Names an article, linked to its page where that is known.
pub fn mention_line(mention: &Mention) -> String {
    mention_line_beside(mention, &[])
}

/// Names an article so that it is told apart from all that it is listed with.
fn mention_line_beside(mention: &Mention, all: &[Mention]) -> String {
    let beside = all
        .iter()
        .filter(|other| other.article_id != mention.article_id);
    let titles = beside.map(|other| other.title.as_str());
    let named = citation::told_apart(mention, titles, italic);
    match mention.url.as_deref().and_then(Link::page) {
        Some(page) => format!("{named} · [open]({})", page.address()),
        None => named,
    }
}

/// Shows a citation among its neighbours: the sentence before, the cited one, the sentence after. All of it takes no more
/// than `room`.
pub fn context(article: &Article, citation: &Citation, room: usize) -> Card {
    let source = source_line(citation);
    let left = room.min(MAX_BODY_UTF16);
    let left = left.saturating_sub(length(&source) + CONTEXT_SIGNS_ROOM);
    let (quote, _) = quote(
        &citation.text,
        citation.answer,
        left.clamp(LEAST_QUOTE_ROOM, QUOTE_ROOM),
    );
    // Escaped, words take up to twice their room.
    let each = left.saturating_sub(quote.length()) / 4;
    let cited = Span::new(citation.start, citation.end);
    let outline = Outline::of(&article.text);
    let first = outline
        .sentences
        .iter()
        .position(|s| s.span.overlaps(cited));
    let last = outline
        .sentences
        .iter()
        .rposition(|s| s.span.overlaps(cited));
    let neighbour = |index: Option<usize>| {
        let sentence = outline.sentences.get(index?)?;
        let words = sentence.span.of(&article.text)?;
        let words = escape(&cut(&plain(words), each.min(NEIGHBOUR_ROOM))).to_string();
        (each >= LEAST_NEIGHBOUR_ROOM).then_some(words)
    };
    let before = neighbour(first.and_then(|i| i.checked_sub(1)));
    let after = neighbour(last.map(|i| i + 1));
    let mut lines = Vec::new();
    lines.extend(before.map(|words| format!("> {words}")));
    lines.push(format!("> ▸ {quote}"));
    lines.extend(after.map(|words| format!("> {words}")));
    lines.push(source);
    Card::new(Tone::Plain, lines.join("\n")).with_footer("▸ marks the cited sentence")
}

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
    use super::*;
    use crate::answer::Disagreement;
    use crate::article::{ArticleId, Metadata};

    fn citation(number: usize, text: &str) -> Citation {
        Citation {
            number,
            article_id: ArticleId::from("harbour-bridge"),
            title: "A bridge for the harbour".to_owned(),
            publisher: Some("Harbour Gazette".to_owned()),
            url: Some("https://harbour.example/bridge".to_owned()),
            published: Some("2026-01-25".to_owned()),
            version: 1,
            paragraph: 2,
            start: 0,
            end: text.len(),
            text: text.to_owned(),
            answer: None,
            confidence: 0.9,
            also_in: Vec::new(),
        }
    }

    fn answer(citations: Vec<Citation>) -> Answer {
        Answer {
            question: "How long is the bridge?".to_owned(),
            answered: !citations.is_empty(),
            confidence: 0.9,
            certainty: Certainty::Sure,
            answer: None,
            citations,
            disagreements: Vec::new(),
            nearest: Vec::new(),
            nearest_sentences: Vec::new(),
            carried_over: None,
            corrections: Vec::new(),
            fingerprint: "f".to_owned(),
            explanations: Vec::new(),
            parts: Vec::new(),
            unanswered: Vec::new(),
            left_out: Vec::new(),
        }
    }

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
    fn a_quote_among_its_neighbours_takes_no_more_than_its_room() {
        let words = |count: usize| format!("The * of it {}is high. ", "*and* then ".repeat(count));
        for (count, room, beside) in [
            (2, 2_000, true),
            (90, 2_000, true),
            (400, 2_000, false),
            (400, 9_000, true),
        ] {
            let text = words(count).repeat(3);
            let article = Article {
                id: ArticleId::from("harbour-bridge"),
                version: 1,
                metadata: Metadata::default(),
                text: text.trim().to_owned(),
            };
            let cited = Outline::of(&article.text).sentences[1].span;
            let mut found = citation(1, cited.of(&article.text).expect("its words"));
            (found.start, found.end) = (cited.start, cited.end);
            let card = context(&article, &found, room);
            let taken = length(&card.body);
            assert!(taken <= room.min(MAX_BODY_UTF16), "{count}: {taken}");
            assert_eq!(
                card.body.starts_with("> The"),
                beside,
                "{count}: {}",
                card.body
            );
        }
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
