//! What is read of a PDF: whole sentences in the order in which a reader reads them, and nothing that stands on every page.

use super::*;

/// Sets words in a PDF, page by page: left edge, level and what they say.
fn portable(pages: &[&[(u32, u32, &str)]]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|at| format!("{} 0 R", 4 + 2 * at))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (at, page) in pages.iter().enumerate() {
        let set =
            |(x, y, words): &(u32, u32, &str)| format!("BT /F1 10 Tf {x} {y} Td ({words}) Tj ET\n");
        let content: String = page.iter().map(set).collect();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * at
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let table = bytes.len();
    let rows: String = places
        .iter()
        .map(|place| format!("{place:010} 00000 n \n"))
        .collect();
    let size = objects.len() + 1;
    bytes.extend(
        format!("xref\n0 {size}\n0000000000 65535 f \n{rows}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    bytes
}

fn text_of(pages: &[&[(u32, u32, &str)]]) -> String {
    read(&portable(pages)).expect("an article").text
}

#[test]
fn two_short_columns_are_not_read_across() {
    let page: &[(u32, u32, &str)] = &[
        (
            60,
            780,
            "The harbour office wrote to everybody who keeps a boat in the sound of Orbey last week.",
        ),
        (60, 740, "The bells will be rung on Sunday from"),
        (310, 740, "The fair is on the green. Cakes should"),
        (60, 728, "9.15 am. The keeper of the tower looks"),
        (310, 728, "be brought before eleven. Ada Moor runs"),
        (60, 716, "for two more ringers who live nearby."),
        (310, 716, "the raffle again and asks for toys."),
    ];
    assert_eq!(
        text_of(&[page]),
        "The harbour office wrote to everybody who keeps a boat in the sound of Orbey last week.\n\n\
         The bells will be rung on Sunday from 9.15 am. The keeper of the tower looks for two more ringers who live nearby.\n\n\
         The fair is on the green. Cakes should be brought before eleven. Ada Moor runs the raffle again and asks for toys."
    );
}

#[test]
fn sentences_go_on_over_the_end_of_a_page_and_of_a_line() {
    let first: &[(u32, u32, &str)] = &[
        (60, 800, "Report of the harbour"),
        (60, 760, "The shop is open Monday - Friday, and the store"),
        (60, 748, "by the pier was put up by the build-"),
        (
            60,
            736,
            "ing club. It holds the boats and stands at a depth of",
        ),
        (60, 40, "Page 1"),
    ];
    let second: &[(u32, u32, &str)] = &[
        (60, 800, "Report of the harbour"),
        (60, 760, "2.4 metres when the tide is high."),
        (60, 40, "Page 2"),
    ];
    assert_eq!(
        text_of(&[first, second]),
        "The shop is open Monday - Friday, and the store by the pier was put up by the building club. \
         It holds the boats and stands at a depth of 2.4 metres when the tide is high."
    );
}

#[test]
fn figures_that_are_part_of_a_word_stay_in_it() {
    let first: &[(u32, u32, &str)] = &[
        (60, 760, "16GB RAM is needed for the printer, see fig.10"),
        (60, 40, "Page 1"),
    ];
    let second: &[(u32, u32, &str)] = &[
        (60, 760, "3D printing costs two coins, approx.30"),
        (60, 40, "Page 2"),
    ];
    let text = text_of(&[first, second]);
    for said in ["16GB RAM", "see fig.10", "3D printing", "approx.30"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn pages_that_are_pictures_are_told_and_nobody_is_no_author() {
    assert_eq!(unread_pages(&[]), None);
    assert_eq!(
        unread_pages(&[3]).as_deref(),
        Some("page 3 is a picture, and what it says is not read")
    );
    assert_eq!(
        unread_pages(&[1, 3]).as_deref(),
        Some("pages 1, 3 are pictures, and what they say is not read")
    );
    assert!(!is_author("anonymous") && !is_author("user1") && is_author("Ada Moor"));
}

#[test]
fn a_document_full_of_streams_that_never_end_is_damaged() {
    let lines = b"1 0 obj\nstream\n".repeat(ENDLESS_STREAMS + 1);
    let document = [b"%PDF-1.4\n".as_slice(), &lines].concat();
    assert_eq!(endless_streams(&document), ENDLESS_STREAMS + 1);
    assert_eq!(read(&document).unwrap_err(), PageError::Damaged(NAME));
}

#[test]
fn streams_that_end_and_the_word_in_a_sentence_are_no_damage() {
    let whole = b"stream\r\nBT ET\nendstream\nendobj\n".repeat(100);
    assert_eq!(endless_streams(&whole), 0);
    assert_eq!(
        endless_streams(&[&whole, b"the stream of".as_slice()].concat()),
        0
    );
    assert_eq!(
        endless_streams(&[&whole, b"<< >>\nstream\nBT".as_slice()].concat()),
        1
    );
}
