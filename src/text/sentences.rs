//! Where a sentence begins and ends.
//!
//! The crate sentencex proposes the ends; what it gets wrong in articles is put right here: quotations
//! of several sentences, stray closing marks, abbreviations, enumerations and lines without full stops.

use super::{Span, enumerations, language, line_ends, sentence_ends};

/// Longer runs of text without an empty line are cut, so that hostile input costs no more than its length.
const MAX_BLOCK_BYTES: usize = 8 * 1024;

/// Splits a paragraph into its sentences; each span is a verbatim piece without outer white space.
pub fn split(paragraph: &str) -> Vec<Span> {
    split_in(language::guess(paragraph), paragraph)
}

/// Splits a paragraph whose language is known, as an ISO 639-1 code such as `en`.
pub fn split_in(language: &str, paragraph: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for block in blocks(paragraph) {
        let text = block.of(paragraph).unwrap_or_default();
        let mut start = 0;
        for end in ends(language, text) {
            let span = Span::new(start, end).trimmed(text);
            let points = points_of(text, span).into_iter();
            found.extend(points.map(|point| point.shifted(block.start)));
            start = end;
        }
    }
    found
}

/// A sentence longer than this, in bytes, that is a list of points is cited point by point: a page-long quotation shows
/// nobody which of its words answer.
const MAX_UNSPLIT_LIST_BYTES: usize = 600;

/// A list has at least so many semicolons.
const MIN_SEMICOLONS: usize = 4;

/// Short points are kept together until they are this long.
const POINT: usize = 160;

/// Cuts a sentence that is a long list at its semicolons; any other stays whole.
fn points_of(text: &str, span: Span) -> Vec<Span> {
    let own = span.of(text).unwrap_or_default();
    let semicolons = || own.match_indices("; ").map(|(at, mark)| at + mark.len());
    if own.is_empty()
        || own.len() <= MAX_UNSPLIT_LIST_BYTES
        || semicolons().count() < MIN_SEMICOLONS
    {
        return if own.is_empty() {
            Vec::new()
        } else {
            vec![span]
        };
    }
    let mut points = Vec::new();
    let mut start = 0;
    for end in semicolons() {
        if end - start >= POINT && own.len() - end >= POINT {
            points.push(Span::new(start, end));
            start = end;
        }
    }
    points.push(Span::new(start, own.len()));
    (points.into_iter())
        .map(|point| point.trimmed(own).shifted(span.start))
        .collect()
}

/// Returns where sentences end in a block, in order, the end of the block last.
fn ends(language: &str, text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = proposed_ends(language, text)
        .into_iter()
        .filter_map(|end| sentence_ends::corrected(text, end))
        .collect();
    if language == "en" {
        ends.extend(sentence_ends::overlooked(text, &ends));
    }
    ends.extend(line_ends::ends(language, text));
    let markers = enumerations::markers(text);
    ends.retain(|end| {
        !markers
            .iter()
            .any(|marker| marker.start < *end && *end <= marker.end + 1)
    });
    ends.extend(markers.iter().map(|marker| marker.start));
    ends.push(text.len());
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Returns the ends inside a block as sentencex sees them.
fn proposed_ends(language: &str, text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    for piece in sentencex::segment(language, text) {
        at += piece.len();
        ends.push(at);
    }
    // Pieces make up the text; should they ever not, no proposal is better than a wrong one.
    if at != text.len() {
        ends.clear();
    }
    ends.pop();
    ends
}

/// Cuts a text at its empty lines, and runs that are too long where it hurts least.
fn blocks(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            push_bounded(text, Span::new(start, at), &mut found);
            start = at + line.len();
        }
        at += line.len();
    }
    push_bounded(text, Span::new(start, at), &mut found);
    found
}

fn push_bounded(text: &str, block: Span, found: &mut Vec<Span>) {
    let mut rest = block.trimmed(text);
    while rest.len() > MAX_BLOCK_BYTES {
        let cut = rest.start + least_harmful_cut(rest.of(text).unwrap_or_default());
        found.push(Span::new(rest.start, cut));
        rest = Span::new(cut, rest.end);
    }
    if !rest.is_empty() {
        found.push(rest);
    }
}

/// Returns a place to cut within the first `MAX_BLOCK_BYTES` bytes: a line, a full stop, a blank, any letter.
fn least_harmful_cut(text: &str) -> usize {
    let limit = text.floor_char_boundary(MAX_BLOCK_BYTES);
    let head = text.get(..limit).unwrap_or_default();
    let late_enough = |at: usize| (at >= MAX_BLOCK_BYTES / 2).then_some(at);
    ["\n", ". ", " "]
        .into_iter()
        .find_map(|mark| head.rfind(mark).and_then(|at| late_enough(at + mark.len())))
        .unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        split(text)
            .into_iter()
            .filter_map(|span| span.of(text))
            .collect()
    }

    /// Checks that the pieces, told apart by bars, are the sentences of the text without the bars.
    #[track_caller]
    fn check(barred: &str) {
        let wanted: Vec<&str> = barred.split('|').map(str::trim).collect();
        let text = barred.replace('|', "");
        assert_eq!(sentences(&text), wanted);
    }

    #[test]
    fn a_long_list_is_cut_at_its_semicolons_and_loses_nothing() {
        let point = "the keeper of the old lighthouse on the northern shore of the bay";
        let list = format!("Politics: {};", vec![point; 14].join("; "));
        let spans = split(&list);
        assert!(spans.len() > 3, "{spans:?}");
        assert!(
            spans
                .iter()
                .all(|span| span.len() <= 2 * POINT + point.len())
        );
        let words = |text: &str| text.split_whitespace().count();
        let all: usize = spans
            .iter()
            .map(|span| words(span.of(&list).expect("of it")))
            .sum();
        assert_eq!(all, words(&list));
        let short = "The crew: a cook; a mate; a boy; a dog; a cat.";
        assert_eq!(split(short).len(), 1);
    }

    #[test]
    fn quotations_of_several_sentences_are_split() {
        check(
            "\"The ferry has been late all week. |Nobody from the company has told us why,\" she said. |The pier was empty.",
        );
    }

    #[test]
    fn a_short_cry_stays_in_its_sentence() {
        check("He shouted \"Stop! Thief!\" and ran. |Nobody turned.");
        check("\"Where is the key?\" Okafor asked. |Nobody knew.");
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        check("(The bridge had been closed since May.) |It opened again in June.");
        check("She called it \"a very good year for pears.\" |After the harvest they rested.");
    }

    #[test]
    fn abbreviation_does_not_end_sentence() {
        check(
            "It weighs approx. Forty sacks of flour, said Sgt. Okafor of the U.N. Security Council. |It sank.",
        );
        check("See vol. 3, no. 14 and fig. 2 for the plan of St. Olaf's mill by J. K. Brandt.");
    }

    #[test]
    fn an_initial_behind_a_year_ends_no_sentence() {
        check("In 1925 W. Heisenberg wrote it.| It was short.");
        check("In 1912 A. Lind founded the club.| In 1913 M. Lund joined.");
    }

    #[test]
    fn shortened_words_end_a_sentence_before_a_usual_beginning() {
        check("Bring rope, nails, etc. |Nobody else will.");
        check("No, no. |Leave the gate open.");
        check("They gave it to me. |We left at noon, before the art. |The rain began.");
    }

    #[test]
    fn numbered_points_keep_their_numbers() {
        check("1. Open the valve. |2. Wait for the bell. |3. Close it.");
        check("a. Salt the fish |b. Dry the fish |c. Sell the fish");
        check("As fee for 1. above, pay ten crowns.");
    }

    #[test]
    fn footnote_marks_stay_with_their_sentence() {
        check(
            "The lighthouse was built in granite.[4] |It burned down twice.[5][6] |Nobody was hurt.",
        );
    }

    #[test]
    fn a_name_after_a_dash_belongs_to_the_quotation() {
        check("\"We never closed the mill.\" — Mira Lindqvist");
    }

    #[test]
    fn addresses_are_not_cut() {
        check(
            "Write to mira@mill.example.com or see www.mill.Example.com for details. |Nobody did.",
        );
    }

    proptest! {
        #[test]
        fn sentences_joined_give_the_text_back(text in "[a-cA-C .!?\"“”'()\\[\\]0-9\n:;,…—-]{0,200}") {
            let joined: String = sentences(&text).concat();
            let blank = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(blank(&joined), blank(&text));
        }

        #[test]
        fn no_text_panics_and_spans_are_ordered(text in "\\PC{0,120}") {
            let spans = split(&text);
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(spans.iter().all(|span| span.of(&text).is_some()));
        }
    }

    #[test]
    fn hostile_text_costs_no_more_than_its_length() {
        for unit in [
            "(", "\"", "a. ", "1) ", "p.m. ", ". ", "\"A. ", "'", "x", "“(", "!?", "No. ",
        ] {
            let text = unit.repeat(200_000 / unit.len());
            let joined: usize = split(&text).iter().map(|span| span.len()).sum();
            assert!(joined <= text.len());
        }
    }
}
