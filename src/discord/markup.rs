//! What Discord writes into a message that is no word of it: mentions, channels, the server's own emoji, times, addresses.

/// Returns the words of a message, each run of blanks one blank.
pub fn words_of(content: &str) -> String {
    let mut words = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        match from
            .find('>')
            .filter(|end| is_mark(from.get(1..*end).unwrap_or_default()))
        {
            Some(end) => {
                words.push(' ');
                rest = from.get(end + 1..).unwrap_or_default();
            }
            None => {
                words.push('<');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    words.push_str(rest);
    let said = words.split_whitespace().filter(|word| !is_address(word));
    said.collect::<Vec<_>>().join(" ")
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
    use super::words_of;

    #[test]
    fn marks_of_discord_are_no_words() {
        assert_eq!(
            words_of(
                "<@7> <@!8> <@&9> <#10> how long is it <:bridge:11> <a:wave:12> <t:13:R> </ask:14>?"
            ),
            "how long is it ?"
        );
        assert_eq!(
            words_of("who wrote https://a.example/b <https://c.example>"),
            "who wrote"
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
