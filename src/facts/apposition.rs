//! Descriptions beside a name: "Ada Moe, the mayor of Lund" and "mayor Ada Moe".

use super::chunks::PhraseKind;
use super::lexicon;
use super::parsed_sentence::Reading;
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
pub fn find(reading: &Reading<'_>) -> Vec<Apposition> {
    let mut found = Vec::new();
    for at in 0..reading.phrases.len() {
        if !reading.phrases[at].is(PhraseKind::Noun) {
            continue;
        }
        found.extend(title_before_name(reading, at));
        found.extend(behind_comma(reading, at));
    }
    found
}

/// "mayor Ada Moe", "Prime Minister Ada Moe", "local football team Dock United".
fn title_before_name(reading: &Reading<'_>, at: usize) -> Option<Apposition> {
    let phrase = reading.phrases[at];
    let is_name = |place: usize| reading.tag(place) == Some(Tag::Name);
    let is_title = |place: usize| {
        let small = !reading.tokens[place].is_capitalised();
        lexicon::is_role(reading.lower(place)) && (small || !is_firm(reading, place, phrase.last))
            || small && lexicon::is_group(reading.lower(place))
    };
    let head = (phrase.first..phrase.last)
        .rev()
        .find(|&place| is_title(place) && is_name(place + 1))?;
    // "the poet Lord Byron": the title with a capital belongs to the name.
    let head = head
        .checked_sub(1)
        .filter(|&before| before >= phrase.first && reading.tokens[head].is_capitalised())
        .filter(|&before| !reading.tokens[before].is_capitalised() && is_title(before))
        .unwrap_or(head);
    let named = (head + 1..=phrase.last).all(|place| {
        matches!(reading.tag(place), Some(Tag::Name | Tag::Coordinator))
            && (place == head + 1 && place < phrase.last || !lexicon::is_role(reading.lower(place)))
    });
    let number = (phrase.first..head)
        .rev()
        .find(|&place| reading.tokens[place].is_number());
    let opens = number.map_or(phrase.first, |number| number + 1);
    let first = opens + usize::from(starts_with_article(reading, opens));
    // "Young Player Award": behind a title with a capital a lone common noun is no name.
    let common = head + 1 == phrase.last
        && reading.tokens[head].is_capitalised()
        && head > phrase.first
        && reading.tag(head - 1) == Some(Tag::Name)
        && super::tagging::is_common_word(&reading.tokens[phrase.last]);
    (named && !common && first <= head).then_some(Apposition {
        name: (head + 1, phrase.last),
        description: (first, head),
        head,
    })
}

/// "General Motors", "Chief Constable": titles that open the names of firms and other titles.
fn is_firm(reading: &Reading<'_>, head: usize, last: usize) -> bool {
    reading.is_any(
        head,
        &[
            "general", "chief", "head", "major", "deputy", "star", "prime",
        ],
    ) && last <= head + 1
}

fn starts_with_article(reading: &Reading<'_>, at: usize) -> bool {
    reading.is_any(at, &["the", "a", "an", "then", "that", "this"])
}

fn is_time_noun(reading: &Reading<'_>, at: usize) -> bool {
    const TIMES: [&str; 9] = [
        "year", "month", "week", "day", "century", "season", "early", "late", "mid",
    ];
    reading.is_any(at, &TIMES)
}

/// "Ada Moe, the mayor of Lund, ..." and "one of the crew, Ada Moe, ...".
fn behind_comma(reading: &Reading<'_>, at: usize) -> Option<Apposition> {
    let kind = |place: usize| reading.phrases.get(place).map(|phrase| phrase.kind);
    let second = at + 2;
    if kind(at + 1) != Some(PhraseKind::Comma) || kind(second) != Some(PhraseKind::Noun) {
        return None;
    }
    let end = pair_end(reading, at, group_end(reading, second));
    let closes = matches!(
        kind(end + 1),
        None | Some(PhraseKind::Comma | PhraseKind::Stop | PhraseKind::Relative)
    );
    if !closes || is_list(reading, at, end) {
        return None;
    }
    let (one, two) = (reading.phrases[at], reading.phrases[second]);
    let described = (two.first, reading.phrases[end].last);
    if is_name(reading, at) && is_description(reading, second) {
        let named = reading.phrases[whole_name(reading, at, two.head)];
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
    let first = group_start(reading, at);
    let described = (reading.phrases[first].first, one.last);
    let names = (second..=end)
        .step_by(2)
        .all(|place| is_name(reading, place));
    let reversed = is_description(reading, first) && names;
    reversed.then_some(Apposition {
        name: (two.first, reading.phrases[end].last),
        description: described,
        head: reading.phrases[first].head,
    })
}

/// "Ada Moe of the University of Lund, a member of the team": who is a member is the person, not the town.
fn whole_name(reading: &Reading<'_>, at: usize, description: usize) -> usize {
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
    let kind = |place: usize| reading.phrases.get(place).map(|phrase| phrase.kind);
    let person =
        lexicon::is_role(reading.lower(description)) || reading.is_any(description, &PERSONS);
    let mut first = at;
    while person
        && first >= 2
        && kind(first - 1) == Some(PhraseKind::Preposition)
        && reading.is_any(
            reading.phrases[first - 1].first,
            &["of", "at", "in", "from"],
        )
        && kind(first - 2) == Some(PhraseKind::Noun)
        && is_name(reading, first - 2)
    {
        first -= 2;
    }
    first
}

fn group_end(reading: &Reading<'_>, at: usize) -> usize {
    let kind = |place: usize| reading.phrases.get(place).map(|phrase| phrase.kind);
    let mut end = at;
    while kind(end + 1) == Some(PhraseKind::Preposition) && kind(end + 2) == Some(PhraseKind::Noun)
    {
        end += 2;
    }
    end
}

/// "two young engineers, Ada Moe and Olav Lie, ...": one name behind a singular, two behind a plural.
fn pair_end(reading: &Reading<'_>, described: usize, end: usize) -> usize {
    let kind = |place: usize| reading.phrases.get(place).map(|phrase| phrase.kind);
    let first = group_start(reading, described);
    let plural = reading.lower(reading.phrases[first].head).ends_with('s');
    let another = kind(end + 1) == Some(PhraseKind::Coordinator)
        && kind(end + 2) == Some(PhraseKind::Noun)
        && is_name(reading, end + 2)
        && is_name(reading, end);
    if plural && another { end + 2 } else { end }
}

fn group_start(reading: &Reading<'_>, at: usize) -> usize {
    let kind = |place: usize| reading.phrases.get(place).map(|phrase| phrase.kind);
    let of = |place: usize| reading.is_any(reading.phrases[place].first, &["of"]);
    let person = |place: usize| {
        let word = reading.lower(reading.phrases[place].head);
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
fn is_list(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let kind = |place: usize| reading.phrases.get(place).map(|phrase| phrase.kind);
    let and_after = kind(end + 1) == Some(PhraseKind::Comma)
        && (kind(end + 2) == Some(PhraseKind::Coordinator)
            && kind(end + 3) == Some(PhraseKind::Noun)
            || kind(end + 2) == Some(PhraseKind::Noun)
                && kind(group_end(reading, end + 2) + 1) == Some(PhraseKind::Coordinator));
    let comma_before = at
        .checked_sub(1)
        .is_some_and(|before| kind(before) == Some(PhraseKind::Comma))
        && at >= 2
        && kind(at - 2) == Some(PhraseKind::Noun)
        && !is_description(reading, at + 2);
    and_after || comma_before
}

/// Tells whether a noun group is a name and nothing else.
fn is_name(reading: &Reading<'_>, at: usize) -> bool {
    let phrase = reading.phrases[at];
    let names = (phrase.first..=phrase.last).all(|place| {
        matches!(
            reading.tag(place),
            Some(Tag::Name | Tag::Coordinator | Tag::Number)
        ) || place == phrase.first && reading.is_any(place, &["the"])
    });
    names
        && reading.tag(phrase.head) == Some(Tag::Name)
        && !reading
            .dates
            .iter()
            .any(|date| date.span.overlaps(reading.tokens[phrase.head].span))
}

/// Tells whether a noun group describes: "a", "the", "one of", or a bare common noun with "of".
fn is_description(reading: &Reading<'_>, at: usize) -> bool {
    let Some(phrase) = reading.phrases.get(at) else {
        return false;
    };
    if is_time_noun(reading, phrase.head) {
        return false;
    }
    let common = reading.tag(phrase.head) == Some(Tag::Noun);
    let role = lexicon::is_role(reading.lower(phrase.head));
    let article = reading.is_any(
        phrase.first,
        &["a", "an", "the", "one", "its", "his", "her", "their"],
    );
    let hangs_on = group_end(reading, at) > at;
    (common || role) && (article || role || hangs_on)
        || reading.is_any(phrase.first, &["one"]) && hangs_on
}
