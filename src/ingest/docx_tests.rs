//! What is read of Word documents: what a reader sees, in the order in which they read it, and nothing else.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

const FIRST: &str = "The keeper of the northern lamp counts every ship that passes the sound.";

/// A document with its body, and further files: name and content.
fn document(body: &str, files: &[(&str, String)]) -> PageArticle {
    let text = format!(
        "<w:document xmlns:w='a' xmlns:wp='b' xmlns:mc='c'><w:body>{body}</w:body></w:document>"
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let all = [(TEXT, text)].into_iter().chain(files.iter().cloned());
    for (name, words) in all {
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("a file");
        writer.write_all(words.as_bytes()).expect("its words");
    }
    let packed = writer.finish().expect("a packed file").into_inner();
    let mut archive = Archive::open(&packed, NAME).expect("an archive");
    read(&mut archive).expect("an article")
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>")
}

fn styled(style: &str, words: &str) -> String {
    let properties = format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr>");
    paragraph(words).replacen("<w:p>", &format!("<w:p>{properties}"), 1)
}

fn point(level: usize, words: &str) -> String {
    let place =
        format!("<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>");
    paragraph(words).replacen("<w:p>", &format!("<w:p>{place}"), 1)
}

fn titled(title: &str) -> (&'static str, String) {
    let about = format!(
        "<cp:coreProperties xmlns:cp='a' xmlns:dc='b'><dc:title>{title}</dc:title></cp:coreProperties>"
    );
    ("docProps/core.xml", about)
}

/// A table of cells: each is its properties and its paragraphs.
fn table(rows: &[&[(&str, &[&str])]]) -> String {
    let cell = |(properties, words): &(&str, &[&str])| {
        let words: String = words.iter().map(|words| paragraph(words)).collect();
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{words}</w:tc>")
    };
    let row = |cells: &&[(&str, &[&str])]| {
        format!(
            "<w:tr>{}</w:tr>",
            cells.iter().map(cell).collect::<String>()
        )
    };
    format!(
        "<w:tbl>{}</w:tbl>",
        rows.iter().map(row).collect::<String>()
    )
}

#[test]
fn numbers_of_the_drawing_layer_are_no_words_and_boxes_follow_their_paragraph() {
    let held = [paragraph("Open at noon."), paragraph("Shut on Sundays.")].concat();
    let drawing = format!(
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><wp:posOffset>3429000</wp:posOffset>\
         <w:txbxContent>{held}</w:txbxContent><wp:pctWidth>40000</wp:pctWidth></wp:anchor></w:drawing></mc:Choice>\
         <mc:Fallback><w:txbxContent>{held}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    );
    let body = paragraph(FIRST).replacen("<w:p>", &format!("<w:p>{drawing}"), 1)
        + &paragraph("The lamp is red.");
    assert_eq!(
        document(&body, &[]).text,
        format!("{FIRST}\n\nOpen at noon.\n\nShut on Sundays.\n\nThe lamp is red.")
    );
}

#[test]
fn notes_stand_after_the_paragraph_that_refers_to_them() {
    let refers = |kind: &str| format!("<w:r><w:{kind}Reference w:id='2'/></w:r></w:p>");
    let note = |kind: &str, words: &str| {
        format!(
            "<w:{kind}s xmlns:w='a'><w:{kind} w:type='separator' w:id='-1'><w:p/></w:{kind}>\
                 <w:{kind} w:id='2'>{}</w:{kind}></w:{kind}s>",
            paragraph(words)
        )
    };
    let body = paragraph(FIRST).replace("</w:p>", &refers("footnote"))
        + &paragraph("The lamp is red.").replace("</w:p>", &refers("endnote"))
        + &paragraph("It is old.");
    let files = [
        (
            "word/footnotes.xml",
            note("footnote", "Boats do not count."),
        ),
        ("word/endnotes.xml", note("endnote", "It was green once.")),
    ];
    assert_eq!(
        document(&body, &files).text,
        format!(
            "{FIRST}\n\nBoats do not count.\n\nThe lamp is red.\n\nIt was green once.\n\nIt is old."
        )
    );
}

#[test]
fn points_keep_the_numbers_that_a_reader_sees() {
    let level = |at: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>"
        )
    };
    let lists = format!(
        "<w:numbering xmlns:w='a'><w:abstractNum w:abstractNumId='7'>{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId='8'>{}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num></w:numbering>",
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2"),
        level(0, "bullet", "•"),
    );
    let styles = "<w:styles xmlns:w='a'><w:style w:styleId='Dots'><w:name w:val='List Bullet'/>\
                  <w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style></w:styles>";
    let body = [
        point(0, "Fires"),
        point(1, "Nobody may burn plastic."),
        point(1, "Ask the keeper first."),
        point(0, "Dogs wait outside."),
        styled("Dots", "wood"),
        styled("Dots", "straw"),
    ];
    let files = [
        ("word/numbering.xml", lists),
        ("word/styles.xml", styles.to_owned()),
    ];
    assert_eq!(
        document(&body.concat(), &files).text,
        "## 1. Fires\n\n- 1.1 Nobody may burn plastic.\n\n- 1.2 Ask the keeper first.\n\n- 2. Dogs wait outside.\n\n- wood\n\n- straw"
    );
}

#[test]
fn rows_keep_what_merged_cells_say_of_them() {
    let begins = "<w:vMerge w:val='restart'/>";
    let rows: [&[(&str, &[&str])]; 4] = [
        &[("<w:gridSpan w:val='3'/>", &["What the hall costs"])],
        &[("", &["Room"]), ("", &["When"]), ("", &["Price"])],
        &[(begins, &["Large hall"]), ("", &["Monday"]), ("", &["14"])],
        &[("<w:vMerge/>", &[""]), ("", &["Sunday"]), ("", &["45"])],
    ];
    let body = paragraph(FIRST) + &table(&rows);
    assert_eq!(
        document(&body, &[]).text,
        format!(
            "{FIRST}\n\nWhat the hall costs\n\n- Large hall: When Monday; Price 14\n\n- Large hall: When Sunday; Price 45"
        )
    );
}

#[test]
fn tables_that_only_arrange_texts_are_read_cell_by_cell() {
    let inner = table(&[&[("", &["Keeper"]), ("", &["Ivo Brand"])]]);
    let outer: [&[(&str, &[&str])]; 1] = [&[
        ("", &["Bins", "They are emptied on Mondays."]),
        ("", &["Heat", "It is on in winter."]),
    ]];
    let body = paragraph(FIRST)
        + &table(&outer).replacen(
            "winter.</w:t></w:r></w:p>",
            &format!("winter.</w:t></w:r></w:p>{inner}"),
            1,
        );
    assert_eq!(
        document(&body, &[]).text,
        format!(
            "{FIRST}\n\nBins\n\nThey are emptied on Mondays.\n\nHeat\n\nIt is on in winter.\n\n- Keeper: Ivo Brand"
        )
    );
}

#[test]
fn lines_that_a_writer_broke_stay_apart_where_each_says_something() {
    let lines = |words: &str| paragraph(words).replace(" / ", "</w:t><w:br/><w:t>");
    let body = paragraph(FIRST)
        + &lines("Place: the meadow / Entry: free / Begin: at noon")
        + &lines("Ducks cost a pound / each, says the keeper.");
    assert_eq!(
        document(&body, &[]).text,
        format!(
            "{FIRST}\n\n- Place: the meadow\n\n- Entry: free\n\n- Begin: at noon\n\nDucks cost a pound each, says the keeper."
        )
    );
    let cell: [&[(&str, &[&str])]; 1] = [&[
        ("", &["Keys"]),
        ("", &["Sam Aziz", "lives at the pier", "Tel. 144"]),
    ]];
    let body = paragraph(FIRST) + &table(&cell);
    assert_eq!(
        document(&body, &[]).text,
        format!("{FIRST}\n\n- Keys: Sam Aziz; lives at the pier; Tel. 144")
    );
}

#[test]
fn a_title_in_the_properties_counts_if_it_speaks_of_the_same() {
    let body = styled("Title", "Bees in Orbey: the second year") + &paragraph(FIRST);
    let read = |title: &str| {
        let article = document(&body, &[titled(title)]);
        (article.title.unwrap_or_default(), article.text)
    };
    let shown = "Bees in Orbey: the second year".to_owned();
    assert_eq!(read("Letterhead 2019"), (shown.clone(), FIRST.to_owned()));
    assert_eq!(read(&shown), (shown.clone(), FIRST.to_owned()));
    // What the reader sees at the top is not lost.
    assert_eq!(
        read("Orbey"),
        ("Orbey".to_owned(), format!("# {shown}\n\n{FIRST}"))
    );
}

#[test]
fn a_first_line_that_is_set_large_is_the_title_and_bold_lines_are_headings() {
    let bold = |words: &str| paragraph(words).replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>");
    let body = [
        bold("Summer fair"),
        paragraph(FIRST),
        bold("The race"),
        paragraph("It begins at four."),
    ];
    let article = document(&body.concat(), &[]);
    assert_eq!(article.title.as_deref(), Some("Summer fair"));
    assert_eq!(
        article.text,
        format!("{FIRST}\n\n## The race\n\nIt begins at four.")
    );
}

#[test]
fn a_table_of_contents_is_no_text_and_a_deleted_end_joins_two_paragraphs() {
    let contents = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>\
         <w:sdtContent>{}</w:sdtContent></w:sdt>",
        paragraph("The ship 2")
    );
    let gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>";
    let body = [
        contents,
        styled("TOC1", "The lamp 3"),
        paragraph(FIRST),
        paragraph("It was built by Ada").replacen("<w:p>", gone, 1),
        paragraph(" and Bo Moe."),
    ];
    assert_eq!(
        document(&body.concat(), &[]).text,
        format!("{FIRST}\n\nIt was built by Ada and Bo Moe.")
    );
}
