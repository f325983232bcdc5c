//! What Discord writes into a message that is no word of it: mentions, channels, the server's own emoji, times, addresses.

/// Returns the words of a message, each run of blanks one blank.
pub fn words_of(content: &str) -> String {
    let words = with_marks(content, |_| " ".to_owned());
    let said = words.split_whitespace().filter(|word| !is_address(word));
    said.fold(String::new(), |said, word| {
        // Where a mark stood before it, the sign at the end is left alone.
        let ends = word.chars().all(|c| matches!(c, '?' | '!' | '.' | ','));
        let gap = if said.is_empty() || ends { "" } else { " " };
        said + gap + word
    })
}

/// Returns a message as people see it: the names behind the numbers of its marks, as far as they are known, and none of the
/// signs that make words bold or a line a heading.
pub fn readable(content: &str, name_of: impl Fn(u64) -> Option<String>) -> String {
    with_marks(&without_signs(content), |mark| shown(mark, &name_of))
}

/// Stands before and after code that takes several lines.
const FENCE: &str = "```";

/// Stands in a line for a piece that is kept as it is; no text has this character.
const HELD: char = '\u{FDD0}';

/// Takes the signs off all lines but those of code, of which only the fences go.
fn without_signs(content: &str) -> String {
    let mut kept = Vec::new();
    let mut is_code = false;
    let mut fences_left = content.matches(FENCE).count();
    for line in content.lines() {
        let fences = line.matches(FENCE).count();
        fences_left -= fences;
        // One that nothing closes is no fence.
        let turns = fences % 2 == 1 && (is_code || fences_left > 0);
        match line.split_once(FENCE).filter(|_| turns) {
            None if is_code => kept.push(line.to_owned()),
            None => kept.push(without_line_signs(line)),
            Some((code, words)) if is_code => {
                kept.extend((!code.trim().is_empty()).then(|| code.to_owned()));
                kept.extend((!words.trim().is_empty()).then(|| without_line_signs(words)));
            }
            Some((words, code)) => {
                kept.extend((!words.trim().is_empty()).then(|| without_line_signs(words)));
                // A single word behind the fence names the language.
                let is_language = !code.trim().contains(char::is_whitespace);
                kept.extend((!is_language).then(|| code.to_owned()));
            }
        }
        is_code ^= turns;
    }
    kept.join("\n")
}

/// Signs around words, the longer ones first. Only the last three need a blank or a sign outside: `2*3*4` is no italics,
/// and `a||b||c` is more often code than something hidden.
const AROUND_WORDS: [(&str, bool); 6] = [
    ("**", true),
    ("__", true),
    ("~~", true),
    ("||", false),
    ("*", false),
    ("_", false),
];

/// Takes the signs off a line that make it a heading, a quotation or small print, and those around its words. A heading is
/// set apart from what follows.
fn without_line_signs(line: &str) -> String {
    let begins_with = |sign: &&str| line.trim_start().starts_with(*sign);
    let sign = ["### ", "## ", "# ", "-# ", ">>> ", "> "]
        .into_iter()
        .find(begins_with);
    let rest = sign.and_then(|sign| line.trim_start().strip_prefix(sign));
    let (words, held) = held_apart(rest.unwrap_or(line));
    let signs = AROUND_WORDS.into_iter();
    let plain = signs.fold(words, |words, (sign, inside)| {
        without_pairs(&words, sign, inside)
    });
    let mut held = held.into_iter();
    let plain: String = (plain.split_inclusive(HELD))
        .flat_map(|piece| {
            [
                piece.trim_end_matches(HELD),
                held.next().unwrap_or_default(),
            ]
        })
        .collect();
    match sign.is_some_and(|sign| sign.starts_with('#')) {
        true => format!("{}\n", plain.trim()),
        false => plain,
    }
}

/// Puts a mark in the place of code and of addresses, in which a sign is none, and returns them beside the line.
fn held_apart(line: &str) -> (String, Vec<&str>) {
    let (mut words, mut held) = (String::with_capacity(line.len()), Vec::new());
    let mut rest = line;
    while let Some(at) = rest.find(['`', 'h', HELD]) {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        let first = from.chars().next().map_or(0, char::len_utf8);
        let (one, behind) = from.split_at(first);
        let apart = code(from).or_else(|| address(from));
        match apart.or_else(|| one.starts_with(HELD).then_some((one, behind))) {
            Some((piece, behind)) => {
                words.push(HELD);
                held.push(piece);
                rest = behind;
            }
            None => {
                words.push_str(one);
                rest = behind;
            }
        }
    }
    words.push_str(rest);
    (words, held)
}

/// Splits code between backticks at the beginning off what follows.
fn code(from: &str) -> Option<(&str, &str)> {
    let after = from.trim_start_matches('`');
    let (sign, _) = from.split_at(from.len() - after.len());
    let (code, behind) = after.split_once(sign).filter(|_| !sign.is_empty())?;
    (!code.trim().is_empty()).then_some((code.trim(), behind))
}

/// Splits an address at the beginning off what follows; signs at its end are those around it.
fn address(from: &str) -> Option<(&str, &str)> {
    let end = from.find(|c: char| c.is_whitespace() || c == '>' || c == HELD);
    let (word, _) = from.split_at(end.unwrap_or(from.len()));
    let word = word.trim_end_matches(['*', '_', '~', '|', '`']);
    is_address(word).then(|| from.split_at(word.len()))
}

/// Takes a sign off wherever it stands before and after some words; `inside` words, too, if that is how Discord reads it.
fn without_pairs(line: &str, sign: &str, inside: bool) -> String {
    let is_open = |before: &str, after: &str| {
        let clear = !before.ends_with(char::is_alphanumeric);
        (inside || clear) && after.starts_with(|c: char| !c.is_whitespace())
    };
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(sign) {
        let outside = format!("{out}{before}");
        let end = is_open(&outside, after).then(|| closing(after, sign, inside));
        match end.flatten() {
            Some((words, behind)) => {
                out = outside + words;
                rest = behind;
            }
            None => {
                out = outside + sign;
                rest = after;
            }
        }
    }
    out + rest
}

/// Splits at the next sign that ends what another one began.
fn closing<'a>(after: &'a str, sign: &str, inside: bool) -> Option<(&'a str, &'a str)> {
    let mut ends = after.match_indices(sign).filter_map(|(at, _)| {
        let words = after.get(..at)?;
        let behind = after.get(at + sign.len()..)?;
        let clear = inside || !behind.starts_with(char::is_alphanumeric);
        let fits = !words.is_empty() && !words.ends_with(char::is_whitespace);
        (fits && clear).then_some((words, behind))
    });
    ends.next()
}

fn shown(mark: &str, name_of: &impl Fn(u64) -> Option<String>) -> String {
    let digits = mark.trim_start_matches(|c: char| !c.is_ascii_digit());
    let name = || digits.parse().ok().and_then(name_of);
    let second = mark.trim_start_matches('a').split(':').nth(1);
    match mark.chars().next() {
        Some('@') if mark.starts_with("@&") => "@role".to_owned(),
        Some('@') => format!("@{}", name().unwrap_or_else(|| "somebody".to_owned())),
        Some('#') => format!("#{}", name().unwrap_or_else(|| "channel".to_owned())),
        Some('/') => mark.split(':').next().unwrap_or_default().to_owned(),
        Some('t') => {
            let seconds = second.and_then(|seconds| seconds.parse().ok());
            let time = seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
            time.map_or_else(String::new, |time| time.format("%-d %B %Y").to_string())
        }
        Some(':' | 'a') => format!(":{}:", second.unwrap_or_default()),
        _ => mark.to_owned(),
    }
}

/// Puts other words in the place of each of Discord's marks.
fn with_marks(content: &str, instead: impl Fn(&str) -> String) -> String {
    let mut words = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        let mark = (from.find('>')).and_then(|end| from.get(1..end));
        match mark.filter(|mark| is_mark(mark)) {
            Some(mark) => {
                words.push_str(&instead(mark));
                rest = from.get(mark.len() + 2..).unwrap_or_default();
            }
            None => {
                words.push('<');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    words.push_str(rest);
    words
}

/// Tells whether what stands between angle brackets is a mark of Discord's.
fn is_mark(inside: &str) -> bool {
    let number = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    match inside.split_at_checked(1) {
        Some(("@", id)) => number(id.trim_start_matches(['!', '&'])),
        Some(("#", id)) => number(id),
        Some(("/", command)) => command.rsplit_once(':').is_some_and(|(_, id)| number(id)),
        Some(("t", time)) => time.starts_with(':'),
        Some((":", emoji)) => emoji.rsplit_once(':').is_some_and(|(_, id)| number(id)),
        Some(("a", emoji)) => {
            let named = emoji
                .strip_prefix(':')
                .and_then(|emoji| emoji.rsplit_once(':'));
            named.is_some_and(|(_, id)| number(id))
        }
        _ => is_address(inside),
    }
}

fn is_address(word: &str) -> bool {
    word.starts_with("https://") || word.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::{readable, words_of};

    #[test]
    fn marks_of_discord_are_no_words() {
        assert_eq!(
            words_of(
                "<@7> <@!8> <@&9> <#10> how long is it <:bridge:11> <a:wave:12> <t:13:R> </ask:14>?"
            ),
            "how long is it?"
        );
        assert_eq!(
            words_of("who wrote https://a.example/b <https://c.example>"),
            "who wrote"
        );
    }

    #[test]
    fn a_message_is_kept_as_people_see_it() {
        let name_of = |id: u64| (id == 7).then(|| "ada".to_owned());
        assert_eq!(
            readable(
                "Bring <:potion:11>, ping <@7> or <@8> in <#9> by <t:1735689600:R>, see <https://a.example> 3 < 4",
                name_of
            ),
            "Bring :potion:, ping @ada or @somebody in #channel by 1 January 2025, see https://a.example 3 < 4"
        );
    }

    #[test]
    fn signs_of_discord_are_taken_off_a_message_that_is_kept() {
        let plain = |text| readable(text, |_| None);
        assert_eq!(
            plain("## Rules of the **club**\nIt costs **12 euros**, *not* __ten__."),
            "Rules of the club\n\nIt costs 12 euros, not ten."
        );
        assert_eq!(
            plain("> he said ||no||\n-# `x` ~~y~~ ***z***"),
            "he said no\nx y z"
        );
        for kept in [
            "2*3*4 = 24",
            "snake_case_name",
            "a ** b",
            "5 * 3 and 4 * 2",
            "#1 in the list",
            "- one\n- two",
            "if (a||b||c)",
            "see https://a.example/__init__.py and https://a.example/*b*",
            "``` and no end\nof *",
            "\u{FDD0} and \u{FDD0}",
        ] {
            assert_eq!(plain(kept), kept);
        }
    }

    #[test]
    fn signs_inside_code_are_none() {
        let plain = |text| readable(text, |_| None);
        assert_eq!(
            plain(
                "**Run** this:\n```rust\nlet a = **b;\n# **no** heading\n```\n**Done** with `x**y**z` and ``a`b``"
            ),
            "Run this:\nlet a = **b;\n# **no** heading\nDone with x**y**z and a`b"
        );
        assert_eq!(plain("```*a* b```"), "*a* b");
        assert_eq!(plain("so ```\n*a*``` *b*"), "so \n*a*\n b");
        assert_eq!(
            plain("**see https://a.example/a_b_c** or <https://a.example/__x__>"),
            "see https://a.example/a_b_c or https://a.example/__x__"
        );
    }

    #[test]
    fn other_angle_brackets_stay() {
        for words in [
            "is 3 < 4 and 5 > 2?",
            "what is <b>?",
            "a <@b> c",
            "<",
            "<>",
            "ö<@ö>",
        ] {
            assert_eq!(words_of(words), words);
        }
    }
}
