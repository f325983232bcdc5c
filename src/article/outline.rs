//! Which parts of an article are headings, paragraphs and furniture, and where its sentences stand.

use super::headings::{find_bare_headings, is_name, is_numbered_name};
use super::{clean, dateline};
use crate::text::{Span, sentences};

/// What a block of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A line that names what follows; never quoted.
    Heading,
    /// Running text.
    Paragraph,
    /// One entry of a list.
    ListItem,
    /// Agency credits, subscribe, cookie and share lines; never quoted.
    Furniture,
}

impl BlockKind {
    /// Tells whether its sentences may be quoted.
    pub fn is_quotable(self) -> bool {
        matches!(self, BlockKind::Paragraph | BlockKind::ListItem)
    }
}

/// A run of lines of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the stored text, without marks such as `# ` and `- `.
    pub span: Span,
    /// Counts quotable blocks from 1, as a citation names them; 0 for headings and furniture.
    pub paragraph: usize,
}

/// A sentence of a quotable block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the stored text.
    pub span: Span,
    /// Index of its block in `Outline::blocks`.
    pub block: usize,
}

/// An article's text taken apart, everything pointing into the stored bytes.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// All blocks in order.
    pub blocks: Vec<Block>,
    /// All quotable sentences in order.
    pub sentences: Vec<Sentence>,
}

impl Outline {
    /// Takes a stored text apart.
    pub fn of(text: &str) -> Self {
        let mut blocks = marked_blocks(text);
        find_furniture(text, &mut blocks);
        find_bare_headings(text, &mut blocks);
        let mut outline = Outline {
            blocks,
            sentences: Vec::new(),
        };
        outline.number_and_split(text);
        outline
    }

    /// Counts the lines of a stored text that are furniture as a whole, and all that are no headings.
    pub fn unquoted_lines(text: &str) -> (usize, usize) {
        let mut blocks = marked_blocks(text);
        find_furniture(text, &mut blocks);
        let of = |kind: BlockKind| blocks.iter().filter(|block| block.kind == kind).count();
        (
            of(BlockKind::Furniture),
            blocks.len() - of(BlockKind::Heading),
        )
    }

    /// Counts the quotable blocks and finds their sentences.
    fn number_and_split(&mut self, text: &str) {
        let mut paragraph = 0;
        for (index, block) in self.blocks.iter_mut().enumerate() {
            if !block.kind.is_quotable() {
                continue;
            }
            let inside = block.span.of(text).unwrap_or_default();
            let found = sentences::split(inside).into_iter();
            let before = self.sentences.len();
            // The block as a whole is judged already.
            let is_whole = |span: &Span| span.of(inside) == Some(inside.trim());
            let is_furniture = |span: &Span| span.of(inside).is_none_or(clean::is_furniture);
            self.sentences.extend(
                found
                    .filter(|span| is_whole(span) || !is_furniture(span))
                    .map(|span| Sentence {
                        span: span.shifted(block.span.start),
                        block: index,
                    }),
            );
            if before == 0
                && let Some(first) = self.sentences.first_mut()
            {
                let words = first.span.of(text).unwrap_or_default();
                first.span.start += dateline::place_before(words, text);
            }
            if self.sentences.len() == before {
                block.kind = BlockKind::Furniture;
                continue;
            }
            paragraph += 1;
            block.paragraph = paragraph;
        }
    }
}

/// Finds the blocks by their marks and the empty lines between them.
fn marked_blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len();
        if span.is_empty() {
            open = false;
            continue;
        }
        let (kind, mark) = kind_of_line(span.of(text).unwrap_or_default());
        match blocks.last_mut() {
            Some(block)
                if open && kind == BlockKind::Paragraph && !is_named_by(text, block, span) =>
            {
                block.span.end = span.end
            }
            _ => blocks.push(Block {
                kind,
                span: Span::new(span.start + mark, span.end).trimmed(text),
                paragraph: 0,
            }),
        }
        open = kind != BlockKind::Heading;
    }
    blocks.retain(|block| !block.span.is_empty());
    blocks
}

/// Tells whether all that a block has so far is a line with a number and a name, above a line that begins a sentence: "5. Deer"
/// over "Two have been seen".
fn is_named_by(text: &str, block: &Block, line: Span) -> bool {
    let begins = |line: &str| line.starts_with(|c: char| c.is_uppercase() || "\"“".contains(c));
    let line = line.of(text).unwrap_or_default();
    block.kind == BlockKind::Paragraph
        && block.span.of(text).is_some_and(is_numbered_name)
        && begins(line)
        && !is_name(line)
}

/// Returns what a line begins and how many bytes its mark has.
fn kind_of_line(line: &str) -> (BlockKind, usize) {
    let marks = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&marks) && line.get(marks..).is_some_and(|rest| rest.starts_with(' ')) {
        return (BlockKind::Heading, marks);
    }
    match line.starts_with("- ") {
        true => (BlockKind::ListItem, 2),
        false => (BlockKind::Paragraph, 0),
    }
}

/// Marks credits, subscribe lines and the like, and the bare lines that go with them at either end.
fn find_furniture(text: &str, blocks: &mut [Block]) {
    let is_furniture = |block: &Block| block.span.of(text).is_none_or(clean::is_furniture);
    let states_value = |block: &Block| {
        block.kind == BlockKind::ListItem && block.span.of(text).is_some_and(clean::is_labelled)
    };
    // In a list of labels and values "Source: Lake Victoria" tells of a river.
    let is_beside_values = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)];
        (beside.into_iter().flatten())
            .filter_map(|at| blocks.get(at))
            .any(|other| states_value(other) && !is_furniture(other))
    };
    let found: Vec<usize> = (blocks.iter().enumerate())
        .filter(|(_, block)| block.kind.is_quotable() && is_furniture(block))
        .filter(|(at, block)| !states_value(block) || !is_beside_values(*at))
        .map(|(at, _)| at)
        .collect();
    for at in found {
        if let Some(block) = blocks.get_mut(at) {
            block.kind = BlockKind::Furniture;
        }
    }
    let is_text = |block: &Block| {
        block.kind == BlockKind::Paragraph
            && block.span.of(text).is_some_and(clean::ends_as_sentence)
    };
    let Some(first) = blocks.iter().position(is_text) else {
        return;
    };
    let last = blocks.iter().rposition(is_text).unwrap_or(first);
    let (head, rest) = blocks.split_at_mut(first);
    let tail = rest.get_mut(last - first + 1..).unwrap_or_default();
    spread_furniture(text, head);
    spread_furniture(text, tail);
}

/// Above the first and below the last paragraph, bare lines beside furniture are furniture as well, unless they label
/// something: "Office: Baird Hall 316".
fn spread_furniture(text: &str, end: &mut [Block]) {
    // A line of dashes only parts what stands above and below.
    let says = |block: &Block| {
        (block.span.of(text)).is_some_and(|line| line.contains(char::is_alphanumeric))
    };
    let furniture = |block: &Block| block.kind == BlockKind::Furniture && says(block);
    if !end.iter().any(furniture) {
        return;
    }
    for block in end {
        let bare = |line| clean::is_label(line) && !clean::is_labelled(line) && !is_row(line);
        if block.kind == BlockKind::Paragraph && block.span.of(text).is_some_and(bare) {
            block.kind = BlockKind::Furniture;
        }
    }
}

/// Tells whether a line is the row of a table that somebody set with blanks, tabs or strokes: names and figures in columns.
fn is_row(line: &str) -> bool {
    let columns = ["  ", "\t", " | "].iter().any(|gap| line.contains(gap));
    let numbers = line
        .split_whitespace()
        .filter(|word| word.contains(|c: char| c.is_ascii_digit()));
    columns || numbers.count() > 1
}

/// Returns the words of a paragraph that lead to the list below it, up to a colon: "For the dough:".
pub fn lead_in(text: &str, block: &Block) -> Option<Span> {
    let inside = block.span.of(text)?;
    let leads = block.kind == BlockKind::Paragraph && inside.ends_with(':');
    let last = leads.then(|| sentences::split(inside).pop()).flatten()?;
    Some(last.shifted(block.span.start))
}

/// Tells whether a block may be one of the points that a line with a colon leads to.
pub fn may_be_led_to(text: &str, block: &Block) -> bool {
    let bare = || block.span.of(text).is_some_and(clean::is_label);
    block.kind == BlockKind::ListItem || block.kind == BlockKind::Paragraph && bare()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, usize)> {
        let outline = Outline::of(text);
        outline
            .blocks
            .iter()
            .map(|b| (b.kind, b.paragraph))
            .collect()
    }

    fn sentences_of(text: &str) -> Vec<&str> {
        let outline = Outline::of(text);
        outline
            .sentences
            .iter()
            .filter_map(|s| s.span.of(text))
            .collect()
    }

    #[test]
    fn a_numbered_line_right_above_its_sentences_is_a_heading() {
        let text = "5. Deer\nTwo have been seen near the gate. They ate the tulips.\n\n6. Bees\n7. Waste\nPaper";
        assert_eq!(
            kinds(text),
            [
                (BlockKind::Heading, 0),
                (BlockKind::Paragraph, 1),
                (BlockKind::Paragraph, 2)
            ]
        );
    }

    #[test]
    fn blocks_are_told_by_their_marks() {
        use BlockKind::{Heading, ListItem, Paragraph};
        let text = "# Ferries\n\nThere are two. One is old.\n\n- oak\n- steel, painted red\n\n## Fares\n\nA trip is free.";
        assert_eq!(
            kinds(text),
            [
                (Heading, 0),
                (Paragraph, 1),
                (ListItem, 2),
                (ListItem, 3),
                (Heading, 0),
                (Paragraph, 4)
            ]
        );
        assert_eq!(
            sentences_of(text),
            [
                "There are two.",
                "One is old.",
                "oak",
                "steel, painted red",
                "A trip is free."
            ]
        );
    }

    #[test]
    fn furniture_at_the_end_takes_its_labels_with_it() {
        let text = "The ferry sails at nine.\n\nIt carries forty people.\n\nWith input from harbour staff\n\n\
                    All our news where you are\n\nSubscribe to our channel";
        assert_eq!(
            sentences_of(text),
            ["The ferry sails at nine.", "It carries forty people."]
        );
    }

    #[test]
    fn a_line_of_dashes_takes_no_row_of_a_table_with_it() {
        let table = "Boat Day Week\n\n----------\n\nPedalo £12 £50\n\nCanoe £9 £40";
        let text = format!("The hire opens at nine.\n\n{table}");
        assert_eq!(sentences_of(&text).len(), 4, "{:?}", sentences_of(&text));
    }

    #[test]
    fn labelled_lines_beside_furniture_are_quoted() {
        let text = "Posted by Ada Moor\n\nThe harbour desk\n\nOffice: Pier Hall 3\n\nThe ferry sails at nine.";
        assert_eq!(
            sentences_of(text),
            ["Office: Pier Hall 3", "The ferry sails at nine."]
        );
    }

    #[test]
    fn a_source_among_other_values_is_quoted() {
        let nile =
            "The Nile is a river.\n\n- Length: 6,650 km\n\n- Source: Lake Victoria\n\nIt is long.";
        assert!(sentences_of(nile).contains(&"Source: Lake Victoria"));
        let credit =
            "The Nile is a river.\n\n- It is long\n\n- Source: Harbour Press\n\nIt is old.";
        assert!(!sentences_of(credit).contains(&"Source: Harbour Press"));
    }

    #[test]
    fn furniture_inside_a_paragraph_is_left_out_alone() {
        let text =
            "The ferry sails at nine. Read more: Harbours of the north. It carries forty people.";
        assert_eq!(
            sentences_of(text),
            ["The ferry sails at nine.", "It carries forty people."]
        );
    }

    #[test]
    fn the_place_that_agencies_put_first_is_no_part_of_the_sentence() {
        let text = "MADISON, Wis. (AP) – A judge closed the tannery.\n\nOSLO – Nobody knows why.";
        assert_eq!(
            sentences_of(text),
            ["A judge closed the tannery.", "OSLO – Nobody knows why."]
        );
        assert_eq!(
            sentences_of("OSLO – A ship sank. It came from Oslo."),
            ["A ship sank.", "It came from Oslo."]
        );
        let meaning = "VPN – Virtual private network.";
        assert_eq!(sentences_of(meaning), [meaning]);
    }

    #[test]
    fn a_bare_line_above_a_paragraph_is_its_heading() {
        let text = "The ferry sails at nine and at noon.\n\nA quiet crossing\n\nWhoever takes the early boat sees \
                    the lamps of the pier go out one after another in the fog.";
        assert_eq!(kinds(text)[1], (BlockKind::Heading, 0));
        assert_eq!(kinds("Battery life\n\nTwo days")[0].0, BlockKind::Paragraph);
    }

    #[test]
    fn a_numbered_line_above_sentences_is_their_heading() {
        let text = "1. Last meeting\n\nThe minutes were approved.\n\n2) Walks by the sea\n\nThere will be eleven.\n\n\
                    It was dry.\n\n2.1 Dogs\n\nThey are welcome.";
        let quoted = [
            "The minutes were approved.",
            "There will be eleven.",
            "It was dry.",
            "They are welcome.",
        ];
        assert_eq!(sentences_of(text), quoted);
        assert_eq!(kinds(text)[0], (BlockKind::Heading, 0));
    }

    #[test]
    fn a_numbered_point_of_a_list_is_no_heading() {
        for text in [
            "1. Fill the tank\n\n2. Close the lid\n\nThe coffee is ready when the light turns white.",
            "1. Fill the tank.\n\nThe coffee is ready when the light turns white.",
            "3. Two cups of milk\n\nfresh butter",
            "2 cups of milk\n\nThey must be warm.",
            "1. Add 200 g flour\n\nStir it well.",
        ] {
            assert!(
                kinds(text)
                    .iter()
                    .all(|(kind, _)| *kind == BlockKind::Paragraph),
                "{text}"
            );
        }
    }

    #[test]
    fn a_colon_leads_to_the_points_below_it() {
        let text = "Mix them. For the dough:\n\n- flour\n\nBake it.";
        let outline = Outline::of(text);
        let [lead, point, end] = outline.blocks.as_slice() else {
            panic!("three blocks");
        };
        assert_eq!(
            lead_in(text, lead).and_then(|span| span.of(text)),
            Some("For the dough:")
        );
        assert!(may_be_led_to(text, point) && !may_be_led_to(text, end));
        assert_eq!(lead_in(text, end), None);
    }

    proptest! {
        #[test]
        fn every_span_stands_in_the_text(text in "([#\\- \n.:“”]|[A-Za-zé]{1,6}|Share|Photo: ){0,60}") {
            let outline = Outline::of(&text);
            let mut end = 0;
            for sentence in &outline.sentences {
                let words = sentence.span.of(&text);
                prop_assert!(words.is_some_and(|words| !words.trim().is_empty() && words.trim() == words));
                prop_assert!(sentence.span.start >= end);
                end = sentence.span.end;
                let block = outline.blocks[sentence.block];
                prop_assert!(block.span.covers(sentence.span) && block.paragraph > 0);
            }
        }
    }
}
