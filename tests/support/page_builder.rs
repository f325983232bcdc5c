//! Pages as the web has them, made by chance: well filled, badly nested, half closed, in an encoding other than declared.

use encoding_rs::{Encoding, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

use super::mutation::Chance;

/// The longest page that is built.
const LONGEST: usize = 40_000;

/// What stands around other parts, with what belongs inside it.
const CONTAINERS: &[(&str, &str)] = &[
    ("div", ""),
    ("section", ""),
    ("article", ""),
    ("main", ""),
    ("aside", ""),
    ("blockquote", ""),
    ("figure", "figcaption"),
    ("ul", "li"),
    ("ol", "li"),
    ("dl", "dd"),
    ("table", "tr"),
    ("tr", "td"),
    ("details", "summary"),
    ("form", "label"),
    ("template", ""),
    ("noscript", ""),
    ("svg", "foreignObject"),
    ("center", "font"),
];

/// What stands around words.
const INLINE: &[&str] = &[
    "b", "i", "a", "span", "em", "sup", "time", "font", "q", "code", "u", "ruby", "label", "h1",
];

/// Attributes that tell a reader something.
const ATTRIBUTES: &[&str] = &[
    " class=\"article-body story\"",
    " class=\"comment share related\"",
    " class=\"byline author\"",
    " id=content",
    " hidden",
    " aria-hidden=true",
    " style=\"display:none\"",
    " style='position:absolute;left:-9999px'",
    " style=\"color:#fff;background:#fff\"",
    " itemprop=articleBody",
    " role=navigation",
    " lang=ar dir=rtl",
    " href=\"https://example.org/a?b=c&copy=1\"",
    " href=javascript:void(0)",
    " datetime=2023-04-12T06:30",
    " colspan=99999999",
    " data-x='&quot;<p>'",
];

/// Entities, whole and broken.
const ENTITIES: &[&str] = &[
    "&amp;",
    "&nbsp;",
    "&hellip",
    "&#x27;",
    "&#39",
    "&#xD800;",
    "&#99999999;",
    "&#;",
    "&notit;",
    "&",
    "&&lt;",
    "&ThickSpace;",
    "&#0;",
    "&zwj;",
    "&shy;",
];

/// Sentences and lines, in several languages; some belong to the site.
const WORDS: &[&str] = &[
    "The old lamp at Sorn Point went dark on Tuesday, the harbour board said.",
    "It burned four litres of oil in a long winter night.",
    "“We shall miss it,” she said.",
    "Der Leuchtturm wurde im Jahr 1917 gebaut und 2023 abgeschaltet.",
    "Le phare éclairait jusqu’à dix-neuf milles.",
    "灯台は火曜日に消えた。",
    "انطفأ المصباح القديم يوم الثلاثاء.",
    "Паром снова ходит с мая.",
    "By Olav Brandt and Mia Roe",
    "Published: 12 April 2023",
    "Photo: M. Roe",
    "Subscribe to our newsletter",
    "Related articles",
    "3 comments",
    "© 2023 Harbour Post",
    "U.S. v. Dr. No. 5 p.m. e.g. this",
    "1/12",
    "https://example.org/very/long/path?with=query",
    "İstanbul STRASSE ﬁ e\u{301}\u{301}\u{301} \u{202e}txet",
];

/// What a page says of its encoding, true or not.
const CHARSETS: &[&str] = &[
    "utf-8",
    "utf-16",
    "utf-7",
    "shift_jis",
    "iso-8859-1",
    "windows-1251",
    "x-user-defined",
    "gb18030",
    "",
    "\u{fffd}",
];

/// Picks one of some words.
fn one_of<'t>(chance: &mut Chance, words: &[&'t str]) -> &'t str {
    let picked: &&str = chance.pick(words);
    picked
}

/// Builds one page.
pub fn page(chance: &mut Chance) -> Vec<u8> {
    let mut html = String::from("<!doctype html>");
    head(&mut html, chance);
    let depth = 2 + chance.below(7);
    for _ in 0..1 + chance.below(12) {
        part(&mut html, chance, depth);
    }
    if chance.below(3) > 0 {
        html.push_str("</body></html>");
    }
    encoded(&html, chance)
}

fn head(html: &mut String, chance: &mut Chance) {
    html.push_str("<html lang=en><head>");
    if chance.below(4) > 0 {
        html.push_str(&format!("<meta charset=\"{}\">", chance.pick(CHARSETS)));
    }
    html.push_str(&format!("<title>{} | Harbour Post", chance.pick(WORDS)));
    html.push_str(one_of(chance, &["</title>", "</title>", "", "<title>"]));
    if chance.below(3) == 0 {
        let data = format!(
            "<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"{}\",\"datePublished\":\"{}\",\"author\":{}}}",
            chance.pick(WORDS),
            chance.pick(&[
                "2023-04-12",
                "0000-00-00",
                "yesterday",
                "2023-04-12T25:61:00+99:00"
            ]),
            chance.pick(&[
                "null",
                "[]",
                "\"Olav Brandt\"",
                "[{\"name\":[{\"name\":7}]}]",
                "{"
            ]),
        );
        html.push_str(&data);
        html.push_str(one_of(chance, &["</script>", "</script>", "</scr", "<!--"]));
    }
    html.push_str(one_of(
        chance,
        &[
            "</head><body>",
            "<body>",
            "</head>",
            "<style>p{display:none}</style><body>",
        ],
    ));
}

/// Writes something that may hold more of its kind; now and then the same again and again, as deep as it goes.
fn part(html: &mut String, chance: &mut Chance, depth: usize) {
    if html.len() > LONGEST {
        return;
    }
    match chance.below(12) {
        0..=4 => paragraph(html, chance),
        5 => {
            let (outer, inner) = *chance.pick(CONTAINERS);
            let times = chance.often_small(150);
            html.push_str(&format!("<{outer}>").repeat(times));
            html.push_str(&format!("<{inner}>"));
            paragraph(html, chance);
        }
        6 => {
            let giant = chance.often_small(20_000);
            let letter = *chance.pick(&["a", " ", "&amp;", "\"", "%", "é", "\n", ";x:y"]);
            html.push_str(&format!(
                "<div title=\"{}\">",
                letter.repeat(giant / letter.len())
            ));
        }
        _ if depth == 0 => paragraph(html, chance),
        _ => {
            let (outer, inner) = *chance.pick(CONTAINERS);
            open(html, chance, outer);
            for _ in 0..1 + chance.below(4) {
                if !inner.is_empty() && chance.below(8) > 0 {
                    open(html, chance, inner);
                }
                part(html, chance, depth - 1);
                close(html, chance, inner);
            }
            close(html, chance, outer);
        }
    }
}

fn open(html: &mut String, chance: &mut Chance, name: &str) {
    html.push_str(&format!("<{name}"));
    for _ in 0..chance.below(3) {
        html.push_str(one_of(chance, ATTRIBUTES));
    }
    html.push_str(one_of(chance, &[">", ">", ">", ">", "/>", " >", ""]));
}

/// Closes an element, mostly; now and then another one.
fn close(html: &mut String, chance: &mut Chance, name: &str) {
    match chance.below(6) {
        0 => {}
        1 => html.push_str(&format!("</{}>", chance.pick(CONTAINERS).0)),
        _ if name.is_empty() => {}
        _ => html.push_str(&format!("</{name}>")),
    }
}

fn paragraph(html: &mut String, chance: &mut Chance) {
    open(html, chance, "p");
    for _ in 0..1 + chance.below(6) {
        let around = *chance.pick(INLINE);
        let inline = chance.below(3) == 0;
        if inline {
            open(html, chance, around);
        }
        html.push_str(one_of(chance, WORDS));
        html.push_str(one_of(
            chance,
            &[" ", " ", "", "<br>", "<br><br>", "<!-- x -->", "<![CDATA["],
        ));
        if chance.below(4) == 0 {
            html.push_str(one_of(chance, ENTITIES));
        }
        if inline {
            close(html, chance, around);
        }
    }
    close(html, chance, "p");
}

/// Writes a page in an encoding, mostly UTF-8, whatever it declares.
fn encoded(html: &str, chance: &mut Chance) -> Vec<u8> {
    let in_older = |encoding: &'static Encoding| encoding.encode(html).0.into_owned();
    let wide = |order: fn(u16) -> [u8; 2]| html.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    match chance.below(12) {
        0 => in_older(WINDOWS_1252),
        1 => in_older(SHIFT_JIS),
        2 => in_older(WINDOWS_1251),
        3 => [b"\xff\xfe".to_vec(), wide(u16::to_le_bytes)].concat(),
        4 => wide(u16::to_be_bytes),
        5 => [b"\xef\xbb\xbf", html.as_bytes()].concat(),
        _ => html.as_bytes().to_vec(),
    }
}
