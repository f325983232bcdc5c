//! What Discord writes into a message that is no word of it: mentions, channels, the server's own emoji, times, addresses.

/// Returns the words of a message, each run of blanks one blank.
pub fn words_of(content: &str) -> String {
    let words = with_marks(content, |_| " ".to_owned());
    let said = words.split_whitespace().filter(|word| !is_address(word));
    said.collect::<Vec<_>>().join(" ")
}

/// Returns a message as people see it: the names behind the numbers of its marks, as far as they are known.
pub fn readable(content: &str, name_of: impl Fn(u64) -> Option<String>) -> String {
    with_marks(content, |mark| shown(mark, &name_of))
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
            "how long is it ?"
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
