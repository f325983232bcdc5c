//! Descriptions beside a name: "Ada Moe, the mayor of Lund" and "mayor Ada Moe".

use super::chunks::PhraseKind;
use super::lexicon;
use super::parsed_sentence::ParsedSentence;
use super::tagging::Tag;

/// A name and what it is said to be, as ranges of tokens, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apposition {
    /// The name.
    pub name: (usize, usize),
    /// What it is.
    pub description: (usize, usize),
    /// The main noun of the description.
    pub head: usize,
}

/// Finds the descriptions that stand beside a name, in the order in which they stand.
pub fn find(parsed: &ParsedSentence<'_>) -> Vec<Apposition> {
    let mut found = Vec::new();
    for at in 0..parsed.phrases.len() {
        if !parsed.phrases[at].is(PhraseKind::Noun) {
            continue;
        }
        found.extend(title_before_name(parsed, at));
        found.extend(behind_comma(parsed, at));
    }
    found
}

/// "mayor Ada Moe", "Prime Minister Ada Moe", "local football team Dock United".
fn title_before_name(parsed: &ParsedSentence<'_>, at: usize) -> Option<Apposition> {
    let phrase = parsed.phrases[at];
    let is_name = |place: usize| parsed.tag(place) == Some(Tag::Name);
    let is_title = |place: usize| {
        let small = !parsed.tokens[place].is_capitalised();
        lexicon::is_role(parsed.lower(place)) && (small || !is_firm(parsed, place, phrase.last))
            || small && lexicon::is_group(parsed.lower(place))
    };
    let head = (phrase.first..phrase.last)
        .rev()
        .find(|&place| is_title(place) && is_name(place + 1))?;
    // "the poet Lord Byron": the title with a capital belongs to the name.
    let head = head
        .checked_sub(1)
        .filter(|&before| before >= phrase.first && parsed.tokens[head].is_capitalised())
        .filter(|&before| !parsed.tokens[before].is_capitalised() && is_title(before))
        .unwrap_or(head);
    let named = (head + 1..=phrase.last).all(|place| {
        matches!(parsed.tag(place), Some(Tag::Name | Tag::Coordinator))
            && (place == head + 1 && place < phrase.last || !lexicon::is_role(parsed.lower(place)))
    });
    let number = (phrase.first..head)
        .rev()
        .find(|&place| parsed.tokens[place].is_number());
    let opens = number.map_or(phrase.first, |number| number + 1);
    let first = opens + usize::from(starts_with_article(parsed, opens));
    // "Young Player Award": behind a title with a capital a lone common noun is no name.
    let common = head + 1 == phrase.last
        && parsed.tokens[head].is_capitalised()
        && head > phrase.first
        && parsed.tag(head - 1) == Some(Tag::Name)
        && super::tagging::is_common_word(&parsed.tokens[phrase.last]);
    (named && !common && first <= head).then_some(Apposition {
        name: (head + 1, phrase.last),
        description: (first, head),
        head,
    })
}

/// "General Motors", "Chief Constable": titles that open the names of firms and other titles.
fn is_firm(parsed: &ParsedSentence<'_>, head: usize, last: usize) -> bool {
    parsed.is_any(
        head,
        &[
            "general", "chief", "head", "major", "deputy", "star", "prime",
        ],
    ) && last <= head + 1
}

fn starts_with_article(parsed: &ParsedSentence<'_>, at: usize) -> bool {
    parsed.is_any(at, &["the", "a", "an", "then", "that", "this"])
}

fn is_time_noun(parsed: &ParsedSentence<'_>, at: usize) -> bool {
    const TIMES: [&str; 9] = [
        "year", "month", "week", "day", "century", "season", "early", "late", "mid",
    ];
    parsed.is_any(at, &TIMES)
}

/// "Ada Moe, the mayor of Lund, ..." and "one of the crew, Ada Moe, ...".
fn behind_comma(parsed: &ParsedSentence<'_>, at: usize) -> Option<Apposition> {
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let second = at + 2;
    if kind(at + 1) != Some(PhraseKind::Comma) || kind(second) != Some(PhraseKind::Noun) {
        return None;
    }
    let end = pair_end(parsed, at, group_end(parsed, second));
    let closes = matches!(
        kind(end + 1),
        None | Some(PhraseKind::Comma | PhraseKind::Stop | PhraseKind::Relative)
    );
    if !closes || is_list(parsed, at, end) {
        return None;
    }
    let (one, two) = (parsed.phrases[at], parsed.phrases[second]);
    let described = (two.first, parsed.phrases[end].last);
    if is_name(parsed, at) && is_description(parsed, second) {
        let named = parsed.phrases[whole_name(parsed, at, two.head)];
        let last = if named.first == one.first {
            one.last
        } else {
            named.last
        };
        return Some(Apposition {
            name: (named.first, last),
            description: described,
            head: two.head,
        });
    }
    let first = group_start(parsed, at);
    let described = (parsed.phrases[first].first, one.last);
    let names = (second..=end)
        .step_by(2)
        .all(|place| is_name(parsed, place));
    let reversed = is_description(parsed, first) && names;
    reversed.then_some(Apposition {
        name: (two.first, parsed.phrases[end].last),
        description: described,
        head: parsed.phrases[first].head,
    })
}

/// "Ada Moe of the University of Lund, a member of the team": who is a member is the person, not the town.
fn whole_name(parsed: &ParsedSentence<'_>, at: usize, description: usize) -> usize {
    const PERSONS: [&str; 10] = [
        "member",
        "native",
        "graduate",
        "fellow",
        "veteran",
        "expert",
        "student",
        "resident",
        "specialist",
        "survivor",
    ];
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let person =
        lexicon::is_role(parsed.lower(description)) || parsed.is_any(description, &PERSONS);
    let mut first = at;
    while person
        && first >= 2
        && kind(first - 1) == Some(PhraseKind::Preposition)
        && parsed.is_any(parsed.phrases[first - 1].first, &["of", "at", "in", "from"])
        && kind(first - 2) == Some(PhraseKind::Noun)
        && is_name(parsed, first - 2)
    {
        first -= 2;
    }
    first
}

fn group_end(parsed: &ParsedSentence<'_>, at: usize) -> usize {
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let mut end = at;
    while kind(end + 1) == Some(PhraseKind::Preposition) && kind(end + 2) == Some(PhraseKind::Noun)
    {
        end += 2;
    }
    end
}

/// "two young engineers, Ada Moe and Olav Lie, ...": one name behind a singular, two behind a plural.
fn pair_end(parsed: &ParsedSentence<'_>, described: usize, end: usize) -> usize {
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let first = group_start(parsed, described);
    let plural = parsed.lower(parsed.phrases[first].head).ends_with('s');
    let another = kind(end + 1) == Some(PhraseKind::Coordinator)
        && kind(end + 2) == Some(PhraseKind::Noun)
        && is_name(parsed, end + 2)
        && is_name(parsed, end);
    if plural && another { end + 2 } else { end }
}

fn group_start(parsed: &ParsedSentence<'_>, at: usize) -> usize {
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let of = |place: usize| parsed.is_any(parsed.phrases[place].first, &["of"]);
    let person = |place: usize| {
        let word = parsed.lower(parsed.phrases[place].head);
        lexicon::is_role(word) || lexicon::is_group(word)
    };
    if at >= 2
        && kind(at - 1) == Some(PhraseKind::Preposition)
        && of(at - 1)
        && kind(at - 2) == Some(PhraseKind::Noun)
        && (person(at - 2) || !person(at))
    {
        at - 2
    } else {
        at
    }
}

/// "Oslo, the mayor and a dog": a list, not a description.
fn is_list(parsed: &ParsedSentence<'_>, at: usize, end: usize) -> bool {
    let kind = |place: usize| parsed.phrases.get(place).map(|phrase| phrase.kind);
    let and_after = kind(end + 1) == Some(PhraseKind::Comma)
        && (kind(end + 2) == Some(PhraseKind::Coordinator)
            && kind(end + 3) == Some(PhraseKind::Noun)
            || kind(end + 2) == Some(PhraseKind::Noun)
                && kind(group_end(parsed, end + 2) + 1) == Some(PhraseKind::Coordinator));
    let comma_before = at
        .checked_sub(1)
        .is_some_and(|before| kind(before) == Some(PhraseKind::Comma))
        && at >= 2
        && kind(at - 2) == Some(PhraseKind::Noun)
        && !is_description(parsed, at + 2);
    and_after || comma_before
}

/// Tells whether a noun group is a name and nothing else.
fn is_name(parsed: &ParsedSentence<'_>, at: usize) -> bool {
    let phrase = parsed.phrases[at];
    let names = (phrase.first..=phrase.last).all(|place| {
        matches!(
            parsed.tag(place),
            Some(Tag::Name | Tag::Coordinator | Tag::Number)
        ) || place == phrase.first && parsed.is_any(place, &["the"])
    });
    names
        && parsed.tag(phrase.head) == Some(Tag::Name)
        && !parsed
            .dates
            .iter()
            .any(|date| date.span.overlaps(parsed.tokens[phrase.head].span))
}

/// Tells whether a noun group describes: "a", "the", "one of", or a bare common noun with "of".
fn is_description(parsed: &ParsedSentence<'_>, at: usize) -> bool {
    let Some(phrase) = parsed.phrases.get(at) else {
        return false;
    };
    if is_time_noun(parsed, phrase.head) {
        return false;
    }
    let common = parsed.tag(phrase.head) == Some(Tag::Noun);
    let role = lexicon::is_role(parsed.lower(phrase.head));
    let article = parsed.is_any(
        phrase.first,
        &["a", "an", "the", "one", "its", "his", "her", "their"],
    );
    let hangs_on = group_end(parsed, at) > at;
    (common || role) && (article || role || hangs_on)
        || parsed.is_any(phrase.first, &["one"]) && hangs_on
}
