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
    let lines: Vec<&str> = markdown.split_inclusive('\n').collect();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let mark = fence_of(line);
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_some() { None } else { mark };
            kept.push_str(line);
        } else if fence.is_some() || line.contains('`') || line.starts_with("    ") {
            kept.push_str(line);
        } else if let Some(behind) = end_of_comment(&lines, at) {
            kept.push('\n');
            at = behind;
        } else {
            kept.push_str(&without_block_id(&seen(&without_comments(line))));
        }
    }
    Cow::Owned(kept)
}

/// Returns the sign of which a line makes the fence around code.
fn fence_of(line: &str) -> Option<char> {
    let begin = line.trim_start();
    ["```", "~~~"]
        .into_iter()
        .find(|mark| begin.starts_with(mark))
        .and_then(|mark| mark.chars().next())
}

/// A comment over several lines has the sign before its first word and behind its last one; the next line with the sign
/// ends it, or there is none. Returns the number of the line behind it.
fn end_of_comment(lines: &[&str], next: usize) -> Option<usize> {
    let first = lines.get(next.checked_sub(1)?)?.trim();
    if first.strip_prefix(COMMENT)?.contains('%') {
        return None;
    }
    let below = lines.get(next..)?.iter();
    let stops = |line: &str| line.contains(COMMENT) || fence_of(line).is_some();
    let (further, last) = below.enumerate().find(|(_, line)| stops(line))?;
    let before = last.trim().strip_suffix(COMMENT)?;
    (!before.contains('%')).then_some(next + further + 1)
}

/// What stands before and behind a comment.
const COMMENT: &str = "%%";

/// Leaves out the comments of one line. A sign behind a figure, one without its fellow and those before the letter of a
/// format ("%%d") are what somebody wrote.
fn without_comments(line: &str) -> Cow<'_, str> {
    if line.matches(COMMENT).count() < 2 || line.contains("%%%") {
        return Cow::Borrowed(line);
    }
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once(COMMENT) {
        kept.push_str(before);
        let begins = before.is_empty() || before.ends_with(char::is_whitespace);
        let mut last = kept.chars().rev().take(8);
        let last = last.find(|c| !c.is_whitespace());
        let figure = last.is_some_and(|c| c.is_ascii_digit());
        let pair = behind.split_once(COMMENT).filter(|(inside, _)| {
            let blank = char::is_whitespace;
            begins && !figure && inside.starts_with(blank) == inside.ends_with(blank)
        });
        match pair {
            Some((_, after)) => rest = after,
            None => {
                kept.push_str(COMMENT);
                rest = behind;
            }
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
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

/// A mark is no longer than this, in bytes.
const LONGEST_MARK: usize = 200;

/// Puts in the place of each mark what readers see of it. Where the next end of each kind stands is looked up only once:
/// a line of nothing but beginnings costs no more than any other.
fn seen(line: &str) -> String {
    let mut out = String::new();
    let mut ends = PAIRS.map(|_| Some(0));
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let pairs = PAIRS.iter().zip(&mut ends);
        let mut pairs = pairs.filter(|((open, _), _)| rest.starts_with(open));
        let found = pairs.next().and_then(|((open, close), end)| {
            let begin = at + open.len();
            if end.is_some_and(|end| end < begin) {
                *end = line.get(begin..)?.find(close).map(|far| begin + far);
            }
            let end = end.filter(|end| end - begin <= LONGEST_MARK)?;
            let behind = end + close.len();
            let words = words_of(open, line.get(begin..end)?, line.get(behind..)?)?;
            Some((words, behind))
        });
        if let Some((words, behind)) = found {
            out.push_str(words);
            at = behind;
            continue;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let plain = rest.get(first..).unwrap_or_default();
        let plain = plain.find(['!', '[', '{', '=']).unwrap_or(plain.len());
        out.push_str(rest.get(..first + plain).unwrap_or_default());
        at += first + plain;
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
            ("Seen.\n%% not\nseen %%\nHere.", "Seen.\n\nHere."),
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
            "It is 50%% off.\n\nThe rest stays.\n",
            "50%% off today, 30%% off tomorrow.\n",
            "50 %% off today, 30 %% off tomorrow.\n",
            "%% a note\nThe rest stays.\n",
            "%% a note\n%% another\nThe rest stays.\n",
            "%%\n\nThe rest stays.\n\n```\n%%\n```\n",
            "Print %%d and %%s here.\n",
            "%%%%%%%%\nThe rest stays.\n%%%%%%%%\n",
        ] {
            assert_eq!(without_marks(plain), plain);
        }
    }

    #[test]
    fn a_line_of_nothing_but_beginnings_is_read_at_once() {
        let many = 1_000_000;
        for open in ["[", "{{<", "{%", "![[", "%% ", "="] {
            let line = open.repeat(many / open.len());
            for line in [line.clone(), format!("{line}]]"), format!("{line}>}}}}")] {
                assert!(without_marks(&line).len() + 300 > line.len() || open.contains(['=', '%']));
            }
        }
    }
}
