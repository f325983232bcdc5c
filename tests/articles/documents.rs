//! Documents of office programs: what they say is read, whatever they are called, and a hostile one harms nothing.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use footnote::article::Metadata;
use footnote::errors::ErrorCode;
use footnote::ingest::address::AddressPolicy;
use footnote::ingest::extractor_process::{ExtractError, Extractor, RawPage};
use footnote::ingest::fetch::Fetcher;
use footnote::ingest::page::PageArticle;
use footnote::ingest::{Incoming, IngestError, Intake, Offer};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const FIRST: &str =
    "The night ferry to Lunde sails again from the first of May, the harbour office said.";
const SECOND: &str = "It carries 210 passengers and 40 cars, and the crossing takes six hours.";

fn extractor() -> Extractor {
    Extractor::running(PathBuf::from(env!("CARGO_BIN_EXE_footnote")))
}

fn read(bytes: &[u8]) -> Result<PageArticle, ExtractError> {
    extractor().extract_blocking(RawPage {
        bytes: bytes.to_vec(),
        ..RawPage::default()
    })
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).expect_err("no article").code().as_str()
}

/// Packs files as a document does.
fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, words) in files {
        writer.start_file(*name, options).expect("a file");
        writer.write_all(words.as_bytes()).expect("its words");
    }
    writer.finish().expect("a packed file").into_inner()
}

fn word(body: &str) -> Vec<u8> {
    let about = "<cp:coreProperties xmlns:cp='a' xmlns:dc='b'><dc:title>Night ferry returns</dc:title>\
                 <dc:creator>Ada Moor</dc:creator></cp:coreProperties>";
    let styles = "<w:styles xmlns:w='a'><w:style w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style></w:styles>";
    packed(&[
        (
            "word/document.xml",
            &format!("<w:document xmlns:w='a'><w:body>{body}</w:body></w:document>"),
        ),
        ("word/styles.xml", styles),
        ("docProps/core.xml", about),
    ])
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>")
}

#[test]
fn a_word_document_is_read_as_it_is_seen() {
    let body = format!(
        "{}<w:p><w:pPr><w:pStyle w:val='berschrift2'/></w:pPr><w:r><w:t>The ship</w:t></w:r></w:p>\
         <w:p><w:r><w:t>It carries 210 passengers</w:t></w:r><w:r><w:tab/><w:t>and 40 cars, and the crossing</w:t></w:r>\
         <w:del><w:r><w:delText>lasts for ever</w:delText></w:r></w:del>\
         <w:r><w:t xml:space='preserve'> takes six hours.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Dogs &amp; cats travel free.</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Nobody sees this planted sentence.</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph(FIRST),
        paragraph("Year"),
        paragraph("2026"),
    );
    let article = read(&word(&body)).expect("an article");
    let wanted =
        format!("{FIRST}\n\n## The ship\n\n{SECOND}\n\n- Dogs & cats travel free.\n\n- Year: 2026");
    assert_eq!(article.text, wanted);
    let said = [article.title, article.author, article.language].map(Option::unwrap_or_default);
    assert_eq!(said, ["Night ferry returns", "Ada Moor", "en"]);
}

fn table(rows: &[&[&str]], mark: &str) -> String {
    let cell = |words: &&str| format!("<w:tc>{}</w:tc>", paragraph(words));
    let row = |(at, cells): (usize, &&[&str])| {
        let mark = if at == 0 { mark } else { "" };
        format!(
            "<w:tr>{mark}{}</w:tr>",
            cells.iter().map(cell).collect::<String>()
        )
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

#[test]
fn rows_of_a_table_in_a_word_document_name_their_columns() {
    let body = [
        paragraph(FIRST),
        table(&[&["Ship", "Cars", "Built"], &["Sula", "40", "1998"]], ""),
        table(
            &[&["Part", "Weight"], &["Anchor", "2 t"]],
            "<w:trPr><w:tblHeader/></w:trPr>",
        ),
        table(&[&["Length", "80 m"], &["Colour", "white"]], ""),
        table(&[&["A framed line of words."]], ""),
        paragraph(SECOND),
    ];
    let article = read(&word(&body.concat())).expect("an article");
    let rows =
        "- Sula: Cars 40; Built 1998\n\n- Anchor: Weight 2 t\n\n- Length: 80 m\n\n- Colour: white";
    let wanted = format!("{FIRST}\n\n{rows}\n\nA framed line of words.\n\n{SECOND}");
    assert_eq!(article.text, wanted);
}

fn book(chapters: &[(&str, &str)]) -> Vec<u8> {
    let items: String = chapters
        .iter()
        .enumerate()
        .map(|(n, (path, _))| format!("<item id='c{n}' href='{}'/>", path.replace(' ', "%20")))
        .collect();
    let order: String = (0..chapters.len())
        .map(|n| format!("<itemref idref='c{n}'/>"))
        .collect();
    let list = format!(
        "<package><metadata xmlns:dc='a'><dc:title>Ferries</dc:title><dc:creator>Ada Moor</dc:creator>\
         <dc:publisher>Harbour Press</dc:publisher><dc:date>2024-05-06T00:00:00Z</dc:date></metadata><manifest>\
         <item id='nav' href='nav.xhtml' properties='nav'/>{items}</manifest><spine><itemref idref='nav'/>{order}</spine></package>"
    );
    let container =
        "<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>";
    let mut files = vec![
        ("mimetype".to_owned(), "application/epub+zip".to_owned()),
        ("META-INF/container.xml".to_owned(), container.to_owned()),
        ("OEBPS/book.opf".to_owned(), list),
        (
            "OEBPS/nav.xhtml".to_owned(),
            "<html><body><p>Contents of this book, page by page</p></body></html>".to_owned(),
        ),
    ];
    for (path, html) in chapters {
        files.push((format!("OEBPS/{path}"), (*html).to_owned()));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, words)| (name.as_str(), words.as_str()))
        .collect();
    packed(&files)
}

#[test]
fn a_book_is_read_in_the_order_of_its_chapters() {
    let one = format!("<html><body><h1>The ferry</h1><p>{FIRST}</p></body></html>");
    let two = format!(
        "<html><body><h2>The ship</h2><p>{SECOND}</p><p hidden=''>Planted words.</p></body></html>"
    );
    let article = read(&book(&[
        ("text/one one.xhtml", &one),
        ("text/two.xhtml", &two),
    ]))
    .expect("an article");
    assert_eq!(
        article.text,
        format!("# The ferry\n\n{FIRST}\n\n## The ship\n\n{SECOND}")
    );
    let said = [
        article.title,
        article.author,
        article.publisher,
        article.date,
    ]
    .map(Option::unwrap_or_default);
    assert_eq!(said, ["Ferries", "Ada Moor", "Harbour Press", "2024-05-06"]);
}

#[test]
fn hostile_and_broken_documents_are_refused_with_a_reason() {
    let whole = word(&paragraph(FIRST));
    let cut = whole.get(..whole.len() / 2).expect("half of it");
    let nested = "<w:p>".repeat(5_000);
    let huge = format!("<w:p>{}</w:p>", " ".repeat(25 << 20));
    let deep = format!("<html><body>{}</body></html>", "<div>".repeat(3_000));
    for (bytes, wanted) in [
        (packed(&[("notes.txt", "no document")]), "FILE_TYPE"),
        (packed(&[("xl/workbook.xml", "<workbook/>")]), "FILE_TYPE"),
        (cut.to_vec(), "FILE_INVALID"),
        (b"PK\x03\x04 and so on".to_vec(), "FILE_INVALID"),
        (word("<w:p><w:r>"), "FILE_INVALID"),
        (word(&nested), "FILE_INVALID"),
        (word(&huge), "FILE_TOO_LARGE"),
        (word(&paragraph(&"word ".repeat(300_000))), "FILE_TOO_LARGE"),
        (word(""), "PAGE_NO_TEXT"),
        (book(&[]), "PAGE_NO_TEXT"),
        (book(&[("deep.xhtml", &deep)]), "PAGE_TOO_COMPLEX"),
        (
            packed(&[("META-INF/container.xml", "<container/>")]),
            "FILE_INVALID",
        ),
    ] {
        assert_eq!(code(&bytes), wanted);
    }
}

/// Sets lines in a PDF as a program would, with an object for everything.
fn portable(lines: &[&str], about: &str) -> Vec<u8> {
    let shown: String = lines
        .iter()
        .map(|line| format!("({line}) Tj 0 -14 Td "))
        .collect();
    let content = format!("BT /F1 11 Tf 60 760 Td {shown}ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        format!("<< {about} >>"),
    ];
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
    let end = format!(
        "xref\n0 7\n0000000000 65535 f \n{rows}trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    bytes.extend(end.bytes());
    bytes
}

#[test]
fn the_running_text_of_a_pdf_is_read() {
    let lines = [
        "The night ferry to Lunde sails again from the first of May, the harbour",
        "office said. It carries 210 passengers and 40 cars, and the crossing takes",
        "six hours.",
    ];
    let about = "/Title (Night ferry returns) /Author (Ada Moor)";
    let article = read(&portable(&lines, about)).expect("an article");
    assert_eq!(article.text, format!("{FIRST} {SECOND}"));
    let said = [article.title, article.author].map(Option::unwrap_or_default);
    assert_eq!(said, ["Night ferry returns", "Ada Moor"]);
}

#[test]
fn a_hostile_or_broken_pdf_is_refused_with_a_reason() {
    let whole = portable(&[FIRST], "");
    let nested = |open: &str| [b"%PDF-1.7\n1 0 obj\n", open.repeat(100_000).as_bytes()].concat();
    let text = String::from_utf8(whole.clone()).expect("ASCII");
    let loops = text.replace("/Kids [3 0 R]", "/Kids [2 0 R]");
    let huge = text.replace("0 7\n", "0 999999999\n");
    let locked = text.replace("/Info 6 0 R", "/Encrypt 6 0 R /ID [(a) (b)]");
    for bytes in [
        whole.get(..whole.len() / 3).expect("a third").to_vec(),
        b"%PDF-1.7 and so on".to_vec(),
        nested("["),
        nested("<< /A "),
        loops.into_bytes(),
        huge.into_bytes(),
        locked.into_bytes(),
        portable(&[], ""),
    ] {
        let begun = std::time::Instant::now();
        match read(&bytes) {
            // A reader that repairs a broken table may well find the text.
            Ok(article) => assert_eq!(article.text, FIRST),
            Err(error) => {
                let known = [
                    "FILE_INVALID",
                    "FILE_TYPE",
                    "PAGE_NO_TEXT",
                    "PAGE_TOO_COMPLEX",
                ];
                assert!(known.contains(&error.code().as_str()), "{error:?}");
            }
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(15));
    }
    assert_eq!(code(&portable(&[], "")), "PAGE_NO_TEXT");
}

async fn offered(name: &str, bytes: Vec<u8>) -> Result<Incoming, IngestError> {
    let fetcher = Fetcher::new(AddressPolicy::default()).expect("a fetcher");
    let offer = Offer::File {
        name: name.to_owned(),
        bytes,
    };
    Intake::with(fetcher, extractor())
        .take(offer, &Metadata::default())
        .await
}

#[tokio::test]
async fn the_content_and_not_the_name_says_what_a_file_is() {
    let article = offered("ferry.txt", word(&paragraph(FIRST)))
        .await
        .expect("an article");
    assert_eq!(
        (article.metadata.title.as_str(), article.text.as_str()),
        ("Night ferry returns", FIRST)
    );
    let error = offered("ferry.docx", b"\xd0\xcf\x11\xe0 an old one".to_vec())
        .await
        .expect_err("refused");
    assert_eq!(error.code(), ErrorCode::FileType);
    assert!(
        error.to_string().contains("docx"),
        "what is read is named: {error}"
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_what_to_do_is_said() {
    let workbook = packed(&[("xl/workbook.xml", "<workbook/>")]);
    for (name, bytes, wanted, words) in [
        ("ferries.xlsx", workbook, "FILE_TYPE", "an Excel workbook"),
        (
            "ferry.pdf",
            b"%PD\0\x01\x02".to_vec(),
            "FILE_INVALID",
            "a PDF",
        ),
        (
            "ferry.docx",
            b"\0K\x03\x04".to_vec(),
            "FILE_INVALID",
            "a Word document",
        ),
    ] {
        let error = offered(name, bytes).await.expect_err("refused");
        assert_eq!(error.code().as_str(), wanted, "{error}");
        let said = error.to_string();
        assert!(
            said.contains(words) && said.contains("paste its text"),
            "{said}"
        );
    }
    let text = offered(
        "ferry.docx",
        b"Ferries\n\nThe ferry sails at noon.".to_vec(),
    );
    assert_eq!(text.await.expect("an article").metadata.title, "Ferries");
}

#[tokio::test]
async fn a_long_first_sentence_is_no_title_of_a_file() {
    let first = "The night ferry to Sorn sails again after nine years in which nobody could cross.";
    let text = format!("{first}\n\nIt leaves at ten.\n");
    let article = offered("night-ferry.txt", text.into_bytes())
        .await
        .expect("an article");
    assert_eq!(article.metadata.title, "Night ferry");
    assert_eq!(article.text, format!("{first}\n\nIt leaves at ten."));
    let titled = format!("---\ntitle: {first}\n---\n\nIt leaves at ten.\n");
    let article = offered("night-ferry.md", titled.into_bytes())
        .await
        .expect("an article");
    assert_eq!(article.metadata.title, first);
    let short = offered("ferry.txt", b"Ferries Inc.\n\nIt sails at ten.".to_vec());
    assert_eq!(
        short.await.expect("an article").metadata.title,
        "Ferries Inc."
    );
}

#[tokio::test]
async fn a_file_without_a_title_is_called_after_its_name() {
    let untitled = packed(&[(
        "word/document.xml",
        &format!("<w:document xmlns:w='a'>{}</w:document>", paragraph(FIRST)),
    )]);
    for bytes in [untitled, FIRST.as_bytes().to_vec()] {
        let article = offered("../night-ferry_2.docx", bytes)
            .await
            .expect("an article");
        assert!(
            article.metadata.title == "Night ferry 2",
            "{:?}",
            article.metadata
        );
        assert_eq!(article.text, FIRST);
        assert!(
            article
                .warnings
                .iter()
                .any(|words| words.contains("called after its file"))
        );
    }
}
