//! Short sentences of the program in its own voice: what was done, what went wrong, what to do next.

use super::markdown::plain;
use super::screen::Screen;
use crate::errors::{ErrorCode, Severity};

/// Said when no sentence answers.
pub const NOT_SAID: &str = "The articles do not say.";

/// Said when no sentence answers a question that is put in another language.
pub const ENGLISH_ONLY: &str = "I read questions in English only.";

/// What to do about that.
pub const ASK_IN_ENGLISH: &str = "Put it in English, and I look again.";

/// Said when no article has a word of the question.
pub const NOTHING_NEAR: &str =
    "No article comes near. Try other words, or add an article with `footnote add`.";

/// Stands above a sentence that comes near where none is cited.
pub const NEAR_SENTENCE: &str = "Nearest, though it does not seem to answer:";

/// The same above several.
pub const NEAR_SENTENCES: &str = "Nearest, though they do not seem to answer:";

/// Stands above titles that come near.
pub const NEAREST: &str = "The nearest articles, should one of them help:";

/// Stands above the sentence that was not cited.
pub const RUNNER_UP: &str = "Not cited, but next in line";

/// Above the sentence that came nearest where none is cited.
pub const NEAREST_SENTENCE: &str = "The nearest sentence, which does not seem to answer";

/// Stands behind a line that is never quoted.
pub const FURNITURE: &str = "(not quoted)";

/// Said of an article in which no fact was found.
pub const NO_FACTS: &str = "(no facts were found)";

/// Said when there is nothing to ask about.
pub const NO_ARTICLES: &str = "There are no articles yet. Add one with `footnote add FILE`, or a folder with `footnote load FOLDER`.";

/// Said when articles from the web are to be fetched again and there is none.
pub const NONE_FROM_THE_WEB: &str = "No article came from the web; name one that has an address.";

/// Said when no removed article can be restored.
pub const NONE_REMOVED: &str = "No article is removed.";

/// Said when a folder has nothing that could be loaded.
pub const EMPTY_FOLDER: &str = "There are no article files in this folder.";

/// Said at the start of a conversation.
pub const CHAT_HELP: &str = "Ask about the articles. /why explains the last answer, /new drops the subject, /list names the articles, /quit or Ctrl-D ends.";

/// Said when a word beginning with a slash is none that a conversation knows.
pub const CHAT_UNKNOWN: &str = "That is no command; there are /why, /new, /list and /quit.";

/// Said when an explanation is asked for before any question.
pub const NOTHING_ASKED: &str = "Nothing has been asked yet.";

/// Said to whoever greets.
pub const CHAT_HELLO: &str = "Hello! What would you like to know?";

/// Said in a conversation to whoever thanks or agrees.
pub const CHAT_BACK: &str = "Happy to help. What would you like to know?";

/// Said in a conversation when what was asked before is to count no more.
pub const CHAT_NEW: &str = "A new subject, then. What would you like to know?";

/// Said when a reload finds nothing to do.
pub const NOTHING_TO_DO: &str = "Nothing to do: every file is as it was.";

/// Said when a person declines.
pub const LEFT_AS_IT_WAS: &str = "Nothing was changed.";

/// Said when what a person agreed to is not any more what would happen.
pub const PLAN_OVERTAKEN: &str = "the articles were changed by another program meanwhile, so nothing was done; try again and look at it anew";

/// Asks what becomes of an article that is there already.
pub const ASK_ABOUT_TWIN: &str = "Keep what is there, replace it, or have both? [K/r/b] ";

/// Said below the findings of `footnote doctor` when none of them is wrong; what is only missing has its advice beside it.
pub const DOCTOR_FINE: &str = "Everything is in order.";

/// Writes an error for a person: what happened, what to do, and the code to quote.
pub fn error(message: &str, code: ErrorCode, screen: Screen) -> String {
    let code = screen.dim(&format!("(code {code})"));
    let lines = format!("{} {} {code}", screen.bad("error:"), plain_lines(message));
    let wrapped = lines.lines().map(|line| screen.wrapped(line, "  "));
    wrapped.collect::<Vec<_>>().join("\n")
}

/// Says that an article was kept.
pub fn kept(outcome: &str, id: &str, title: &str, version: u32) -> String {
    match outcome {
        "unchanged" => format!(
            "unchanged: {} ({}) is already there in this form",
            plain(title),
            plain(id)
        ),
        "changed" => format!(
            "changed: {} ({}), now version {version}",
            plain(title),
            plain(id)
        ),
        other => format!("{other}: {} ({})", plain(title), plain(id)),
    }
}

/// Says that an article has the text of an earlier version again.
pub fn version_restored(id: &str, title: &str, version: u32) -> String {
    format!(
        "restored: {} ({}), version {version} is the current one again",
        plain(title),
        plain(id)
    )
}

/// Says that the text that was replaced had hardly anything in common with the new one, and how it comes back.
pub fn replaced_another(id: &str, title: &str, version: u32) -> String {
    let (id, title) = (plain(id), plain(title));
    format!(
        "it held another text until now, “{title}”; `footnote history {id}` shows it and \
         `footnote restore {id} --version {version}` brings it back"
    )
}

/// Says that an id was not taken as it was typed.
pub fn id_rewritten(typed: &str, id: &str) -> String {
    format!(
        "“{}” cannot be an id; it is written {}",
        plain(typed),
        plain(id)
    )
}

/// Says that an article was taken away, and for how long it can come back.
pub fn removed(id: &str, file: Option<&str>) -> String {
    let id = plain(id);
    let back = format!("removed: {id}; `footnote restore {id}` brings it back within 30 days");
    match file {
        Some(file) => format!(
            "{back}\nIts file {} is still in the dataset; the next load adds it again.",
            plain(file)
        ),
        None => back,
    }
}

/// Says that no byte of an article is left, and where else the same text stands.
pub fn purged(id: &str, same_text: &[String]) -> String {
    let gone = format!(
        "purged: no byte of {} is left in the database; backups and exports made earlier still hold it",
        plain(id)
    );
    match same_text {
        [] => gone,
        others => format!(
            "{gone}\nThe same text still stands in {}.",
            plain(&others.join(", "))
        ),
    }
}

/// Writes a line about something that hinders nothing.
pub fn warning(about: &str, words: &str, screen: Screen) -> String {
    problem(about, None, words, Severity::Warning, screen)
}

/// Asks before an article is wiped out.
pub fn ask_purge(id: &str) -> String {
    format!(
        "Wipe {} and all its versions for good? This cannot be undone. [y/N] ",
        plain(id)
    )
}

/// How much a reload would change, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// New articles.
    pub added: usize,
    /// Articles with another text or other metadata.
    pub changed: usize,
    /// Articles that go.
    pub removed: usize,
    /// Articles that stay as they are.
    pub unchanged: usize,
}

/// Writes `+3 ~1 −0, 26 unchanged`.
pub fn sum(sum: Sum, screen: Screen) -> String {
    let sign = |sign: &str, number: usize, style: fn(Screen, &str) -> String| {
        let words = format!("{sign}{number}");
        if number == 0 {
            screen.dim(&words)
        } else {
            style(screen, &words)
        }
    };
    format!(
        "{} {} {}, {} unchanged",
        sign("+", sum.added, Screen::good),
        sign("~", sum.changed, Screen::care),
        sign("−", sum.removed, Screen::bad),
        sum.unchanged
    )
}

/// Says where a file is wrong or odd: `tea.md:3: published: … (code FILE_INVALID)`.
pub fn problem(
    file: &str,
    line: Option<usize>,
    message: &str,
    severity: Severity,
    screen: Screen,
) -> String {
    let place = match line {
        Some(line) => format!("{}:{line}:", plain(file)),
        None => format!("{}:", plain(file)),
    };
    let kind = match severity {
        Severity::Warning => screen.dim("(warning)"),
        Severity::Error(code) => screen.dim(&format!("(code {code})")),
    };
    format!("  {} {} {kind}", screen.bold(&place), plain(message))
}

/// Stands above files that cannot be loaded.
pub fn bad_files(number: usize) -> String {
    let files = count(number, "file cannot", "files cannot");
    format!("{files} be loaded; what they held before stays:")
}

/// Says which files are still being written.
pub fn unsettled(files: &[String]) -> String {
    let names: Vec<String> = files.iter().map(|file| plain(file)).collect();
    format!(
        "still being written, left for the next load: {}",
        names.join(", ")
    )
}

/// Says how many files of other kinds were passed over, and what to do with those that are read one by one.
pub fn passed_over(number: usize, documents: &[String]) -> String {
    let over = format!(
        "{} of other kinds passed over",
        count(number, "file", "files")
    );
    let names: Vec<String> = (documents.iter().take(MAX_DOCUMENTS))
        .map(|name| plain(name))
        .collect();
    if names.is_empty() {
        return over;
    }
    let more = match documents.len().saturating_sub(names.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{over}; `footnote add` takes these one by one: {}{more}",
        names.join(", ")
    )
}

/// At most this many documents of a folder are named.
const MAX_DOCUMENTS: usize = 5;

/// Asks before a load is undone that added a large part of the articles.
pub fn ask_rollback(added: usize, before: usize) -> String {
    format!(
        "{added} of {before} articles would be removed, because that load added them. Remove them? [y/N] "
    )
}

/// Says that another folder takes the place of the one that was loaded before.
pub fn other_folder(removed: usize, folder: &str) -> String {
    format!(
        "{} holds none of the files that were loaded before, and loading it replaces them: {} would be removed \
         (`footnote add` adds single files beside them)",
        plain(folder),
        count(removed, "article", "articles")
    )
}

/// Says that files which were loaded before are not there any more.
pub fn files_missing(removed: usize, before: usize, folder: &str) -> String {
    format!(
        "{removed} of {before} articles would be removed, because their files are not in {} any more",
        plain(folder)
    )
}

/// Asks before much goes.
pub fn ask_removal(why: &str) -> String {
    format!("{why}. Go on? [y/N] ")
}

/// Says what a change of many articles did, and how to undo it.
pub fn receipt(number: &str) -> String {
    format!("receipt {number}; `footnote rollback` undoes it")
}

/// Says that a change of many articles was undone.
pub fn rolled_back(undone: &str, by: &str) -> String {
    format!("receipt {undone} is undone (receipt {by})")
}

/// Says that the search index was made.
pub fn reindexed(articles: usize) -> String {
    format!("index made of {}", count(articles, "article", "articles"))
}

/// Says what a first start loads by itself.
pub fn first_load(folder: &str) -> String {
    format!(
        "No database yet: loading the articles in {}.",
        plain(folder)
    )
}

/// Says that a database never got its articles, as when its first load was cut short, and gets them now.
pub fn first_load_again(folder: &str) -> String {
    format!(
        "No article has come into the database yet: loading those in {}.",
        plain(folder)
    )
}

/// Says that the first load is left to another program, and why.
pub fn first_load_put_off(why: &str) -> String {
    format!("No article has come into the database yet, and none can be loaded now: {why}.")
}

/// Says that a first start found nothing to load.
pub fn nothing_to_load(folder: &str) -> String {
    format!(
        "No database yet, and no folder {} to load: starting without articles.",
        plain(folder)
    )
}

/// Says what a first start loaded.
pub fn first_loaded(articles: usize) -> String {
    format!("{} loaded.", count(articles, "article", "articles"))
}

/// Says that a copy was written.
pub fn written(what: &str, place: &str) -> String {
    format!("{what} written to {}", plain(place))
}

/// Says that a backup is the database now, and where the old one is.
pub fn backup_restored(database: &str, before: Option<&str>) -> String {
    let now = format!("{} is the backup now", plain(database));
    match before {
        Some(before) => format!("{now}; what was there before is kept as {}", plain(before)),
        None => now,
    }
}

/// Says that another article has the very same text.
pub fn twin(id: &str) -> String {
    format!(
        "the article {} has the very same text; remove one of them",
        plain(id)
    )
}

/// Says how many articles came in.
pub fn imported(articles: usize) -> String {
    format!("{} imported", count(articles, "article", "articles"))
}

fn plain_lines(message: &str) -> String {
    message.lines().map(plain).collect::<Vec<_>>().join("\n")
}

/// Writes `a`, `a or b`, `a, b or c`.
pub fn either(names: impl IntoIterator<Item = String>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| plain(&name)).collect();
    match (names.pop(), names.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} or {last}", names.join(", ")),
    }
}

/// Writes a number with its noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{} {many}", grouped(number)),
    }
}

/// Writes a number with a comma before every three digits where it has four or more: `1,667`, `60,000`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let places = digits.len();
    let marked = digits.chars().enumerate().map(|(at, digit)| {
        let is_due = at > 0 && (places - at).is_multiple_of(3);
        format!("{}{digit}", if is_due { "," } else { "" })
    });
    marked.collect()
}

/// Writes a number with a noun that is counted as most are: `1 fact`, `2 facts`.
pub fn counted(number: usize, thing: &str) -> String {
    count(number, thing, &format!("{thing}s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_have_separators() {
        assert_eq!(counted(1_667, "page"), "1,667 pages");
        assert_eq!(counted(60_000, "sentence"), "60,000 sentences");
        assert_eq!(counted(1_234_567, "fact"), "1,234,567 facts");
    }

    #[test]
    fn a_problem_is_named_with_its_place() {
        let shown = problem(
            "tea\u{1b}.md",
            Some(3),
            "published: no date",
            ErrorCode::FileInvalid.into(),
            Screen::PLAIN,
        );
        assert_eq!(shown, "  tea.md:3: published: no date (code FILE_INVALID)");
    }

    #[test]
    fn names_to_choose_from_are_joined_as_in_speech() {
        let joined = |names: &[&str]| either(names.iter().map(|name| (*name).to_owned()));
        assert_eq!(joined(&[]), "");
        assert_eq!(joined(&["a"]), "a");
        assert_eq!(joined(&["a", "b", "c"]), "a, b or c");
    }

    #[test]
    fn a_sum_is_read_at_a_glance() {
        let numbers = Sum {
            added: 3,
            changed: 1,
            removed: 0,
            unchanged: 26,
        };
        assert_eq!(sum(numbers, Screen::PLAIN), "+3 ~1 −0, 26 unchanged");
    }
}
