//! Marks that note books and makers of sites add to Markdown: links in double brackets, comments, short codes.

use std::borrow::Cow;

/// Takes away the marks outside of code; the words that readers see stay.
pub(super) fn without_marks(markdown: &str) -> Cow<'_, str> {
    let marks = ["[[", "%%", "==", "{{", "{%", " ^"];
    if !marks.iter().any(|mark| markdown.contains(mark)) {
        return Cow::Borrowed(markdown);
    }
    let mut kept = String::with_capacity(markdown.len());
    let mut fence: Option<char> = None;
    let mut comment = false;
    for line in markdown.split_inclusive('\n') {
        let begin = line.trim_start();
        let mark = ['`', '~']
            .into_iter()
            .find(|c| begin.starts_with(&c.to_string().repeat(3)));
        if !comment && mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_some() { None } else { mark };
            kept.push_str(line);
        } else if fence.is_some() || line.contains('`') || line.starts_with("    ") {
            kept.push_str(line);
        } else {
            let line = without_comments(line, &mut comment);
            kept.push_str(&without_block_id(&seen(&line)));
        }
    }
    Cow::Owned(kept)
}

/// Leaves out what stands between pairs of `%%`, over several lines if need be.
fn without_comments(line: &str, inside: &mut bool) -> String {
    let parts = line.split("%%");
    let mut kept = String::new();
    for (at, part) in parts.enumerate() {
        if at > 0 {
            *inside = !*inside;
        }
        if !*inside {
            kept.push_str(part);
        }
    }
    if *inside || kept.is_empty() {
        kept.truncate(kept.trim_end().len());
        kept.push('\n');
    }
    kept
}

/// Marks with what opens and closes them.
const PAIRS: [(&str, &str); 6] = [
    ("![[", "]]"),
    ("[[", "]]"),
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    ("{%", "%}"),
    ("==", "=="),
];

/// Puts in the place of each mark what readers see of it.
fn seen(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let pair = PAIRS.iter().find(|(open, _)| rest.starts_with(open));
        let found = pair.and_then(|(open, close)| {
            let inside = rest.get(open.len()..)?;
            let (inside, after) = inside.split_once(close)?;
            words_of(open, inside, after).map(|words| (words, after))
        });
        if let Some((words, after)) = found {
            out.push_str(words);
            rest = after;
            continue;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        out.push_str(rest.get(..first).unwrap_or_default());
        rest = rest.get(first..).unwrap_or_default();
    }
    out
}

/// Returns the words of a mark; `None` for what only looks like one.
fn words_of<'t>(open: &str, inside: &'t str, after: &str) -> Option<&'t str> {
    let bare = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    match open {
        // A link to a note may have a name of its own; brackets before a parenthesis are an ordinary link.
        "[[" if after.starts_with('(') || inside.contains(['[', ']']) => None,
        "[[" => Some(inside.rsplit_once('|').map_or(inside, |(_, name)| name)),
        "==" => (bare && !inside.is_empty() && !inside.contains('=')).then_some(inside),
        _ => Some(""),
    }
}

/// Leaves out the name of a block at the end of its line: `^ref-1`.
fn without_block_id(line: &str) -> String {
    let bare = line.trim_end();
    let name = bare.rsplit_once(" ^").filter(|(_, name)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !name.is_empty() && name.chars().all(plain)
    });
    match name {
        Some((words, _)) => format!("{}{}", words, line.get(bare.len()..).unwrap_or_default()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn the_words_of_marks_stay() {
        for (written, seen) in [
            (
                "To [[Grimhold|the salt mine]] and [[Orbey]].\n",
                "To the salt mine and Orbey.\n",
            ),
            (
                "It takes ==forty minutes==. ^b-1\n",
                "It takes forty minutes.\n",
            ),
            (
                "![[map.png]]A map {{< figure src=\"a\" >}}here {% raw %}.",
                "A map here .",
            ),
            ("Seen %% not seen %%here.", "Seen here."),
            ("Seen.\n%% not\nseen %%\nHere.", "Seen.\n\n\nHere."),
        ] {
            assert_eq!(without_marks(written), seen);
        }
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        for plain in [
            "`[[a]]` and `==b==`",
            "[[1]](https://orbey.example)",
            "if a == b or b == c",
            "```\n{{< a >}}\n%% b %%\n```\n",
            "2 ^ 3",
            "\u{e9}[[",
        ] {
            assert_eq!(without_marks(plain), plain);
        }
    }
}
