//! Noun groups: a noun with its articles, adjectives and possessors.

use super::chunks::{Phrase, PhraseKind};
use super::tagging::{Grammar, Tag, VerbForm};
use super::tokens::Token;

/// Reads a noun group: articles, adjectives, nouns, possessors.
pub(super) fn noun_group(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> Option<Phrase> {
    let mut head = None;
    let mut next = at + words_before_number(tokens, at);
    let mut determined = false;
    while let Some(step) = noun_step(tokens, tagged, at, next, head.is_some()) {
        match step {
            Step::Head => head = Some(next),
            Step::Article => determined = true,
            Step::Within => {}
            Step::Restart => head = None,
        }
        next += 1;
        if tagged[next - 1].tag == Tag::Pronoun {
            break;
        }
    }
    let mut last = next.checked_sub(1).filter(|last| *last >= at)?;
    let head = match head {
        Some(head) => {
            last = head.max(last_of_number(tokens, head, last));
            head
        }
        None if determined && tagged[last].tag == Tag::Adjective => last,
        None if determined && last == at => last,
        None => return None,
    };
    let emphatic = ["himself", "herself", "itself", "themselves"];
    if tokens
        .get(last + 1)
        .is_some_and(|next| next.is_any(&emphatic))
    {
        last += 1;
    }
    let closing = tokens.get(last + 1).is_some_and(Token::is_quote)
        && (at..=last).any(|place| tokens[place].is_quote());
    Some(Phrase {
        kind: PhraseKind::Noun,
        first: at,
        last: last + usize::from(closing),
        head,
        verb: None,
    })
}

/// Words that say how exactly a number is meant.
const BOUNDS: [&[&str]; 11] = [
    &["no", "more", "than"],
    &["as", "many", "as"],
    &["as", "few", "as"],
    &["as", "much", "as"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["close", "to"],
];

/// Returns how many words such as "at least" stand before a number that begins a noun group.
pub(super) fn words_before_number(tokens: &[Token<'_>], at: usize) -> usize {
    let opens = |words: &&&[&str]| {
        let said = |(offset, word): (usize, &&str)| {
            tokens.get(at + offset).is_some_and(|token| token.is(word))
        };
        words.iter().enumerate().all(said)
    };
    let Some(words) = BOUNDS.iter().find(opens) else {
        return 0;
    };
    let after = at + words.len();
    let number = tokens
        .get(after)
        .is_some_and(|token| token.is_number() || matches!(token.text, "$" | "€" | "£"))
        || super::numbers::number_at(tokens, after, false).is_some();
    if number { words.len() } else { 0 }
}

/// Tells whether a token is one of "and a half" behind a number.
fn in_mixed_number(tokens: &[Token<'_>], tagged: &[Grammar], at: usize) -> bool {
    (at.saturating_sub(2)..=at).any(|and| {
        let number = and
            .checked_sub(1)
            .is_some_and(|before| tagged[before].tag == Tag::Number);
        number
            && tokens[and].is("and")
            && tokens.get(and + 1).is_some_and(|token| token.is("a"))
            && tokens
                .get(and + 2)
                .is_some_and(|token| token.is_any(&["half", "quarter", "third"]))
    })
}

fn last_of_number(tokens: &[Token<'_>], head: usize, last: usize) -> usize {
    let percent = tokens.get(head + 1).is_some_and(|t| t.text == "%");
    if percent && head < last {
        head + 1
    } else {
        head
    }
}

/// What the next token does in a noun group.
enum Step {
    Head,
    Article,
    Within,
    Restart,
}

fn noun_step(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    start: usize,
    at: usize,
    has_head: bool,
) -> Option<Step> {
    let next = tagged.get(at + 1).map(|next| next.tag);
    let previous = at
        .checked_sub(1)
        .filter(|_| at > start)
        .map(|before| tagged[before].tag);
    let goes_on = matches!(
        next,
        Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number)
    );
    match tagged.get(at)?.tag {
        _ if has_head && in_mixed_number(tokens, tagged, at) => Some(Step::Head),
        Tag::Pronoun if at == start => Some(Step::Head),
        Tag::Determiner | Tag::Possessive => {
            let fits = !has_head && !matches!(previous, Some(Tag::Adjective | Tag::Number))
                || previous == Some(Tag::Determiner);
            fits.then_some(Step::Article)
        }
        Tag::Name if has_head && ends_date(tokens, start, at) => None,
        Tag::Noun | Tag::Name | Tag::Number => {
            let number = tagged[at].tag == Tag::Number && has_head;
            let new_number =
                number && previous == Some(Tag::Noun) && !tokens[at - 1].is_capitalised();
            // "In Houston two engineers", "in Leipzig hundreds": a number in small letters is no part of a name.
            let counts = number && tokens[at].is_word() && !tokens[at].is_capitalised()
                || has_head && tokens[at].is_any(&["hundreds", "thousands", "dozens", "scores"]);
            (!(new_number || counts && previous == Some(Tag::Name))).then_some(Step::Head)
        }
        Tag::Verb if previous == Some(Tag::Number) && next == Some(Tag::Noun) => {
            (tagged[at].form == Some(VerbForm::Gerund)).then_some(Step::Restart)
        }
        Tag::Adjective if has_head && previous != Some(Tag::Genitive) && !goes_on => None,
        Tag::Adjective => Some(if has_head {
            Step::Restart
        } else {
            Step::Within
        }),
        Tag::Genitive if has_head => Some(Step::Restart),
        Tag::Adverb if !has_head && tokens.get(at + 1).is_some_and(|t| t.text == "$") => {
            Some(Step::Within)
        }
        Tag::Adverb if !has_head => (goes_on
            && next != Some(Tag::Name)
            && (at > start || matches!(next, Some(Tag::Adjective | Tag::Number))))
        .then_some(Step::Within),
        Tag::Verb if !has_head && at > start && goes_on => {
            let participle = !matches!(
                tagged[at].form,
                Some(VerbForm::Base | VerbForm::Third | VerbForm::Past)
            );
            let bare_mark = previous == Some(Tag::Mark)
                && !tokens[at - 1].is_quote()
                && tokens[at - 1].text != "-";
            (participle && !bare_mark).then_some(Step::Within)
        }
        Tag::Mark => mark_in_noun_group(tokens, tagged, at, start, has_head, next),
        Tag::Coordinator => {
            let between_adjectives = previous == Some(Tag::Adjective)
                && next == Some(Tag::Adjective)
                && !has_head
                && noun_after(tagged, at + 2);
            let name_sign = tokens[at].text == "&" && has_head;
            (between_adjectives || name_sign).then_some(Step::Within)
        }
        _ => None,
    }
}

/// "In 1977 President", "in May 1977 General": a year before a name belongs to another noun group.
fn ends_date(tokens: &[Token<'_>], start: usize, at: usize) -> bool {
    let Some(year) = at.checked_sub(1) else {
        return false;
    };
    let month =
        |place: usize| place >= start && super::date_forms::month_number(&tokens[place]).is_some();
    let day = |place: usize| tokens[place].is_number() && tokens[place].text.len() <= 2;
    let is_year = tokens[year].is_number() && tokens[year].text.len() == 4;
    let after_year = year == start || month(year - 1);
    let after_month = year > start && month(year) && day(year - 1);
    let after_weekday = year == start
        && super::date_forms::is_weekday(&tokens[year].lower)
        && start.checked_sub(1).is_some_and(|on| tokens[on].is("on"));
    is_year && after_year || after_month || after_weekday
}

fn mark_in_noun_group(
    tokens: &[Token<'_>],
    tagged: &[Grammar],
    at: usize,
    start: usize,
    has_head: bool,
    next: Option<Tag>,
) -> Option<Step> {
    let token = &tokens[at];
    let noun_next = matches!(
        next,
        Some(Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number)
    );
    match token.text {
        "$" | "€" | "£" | "¥" | "#" if next == Some(Tag::Number) => Some(Step::Within),
        "%" | "°" if has_head => Some(Step::Head),
        "-" if at > start && has_head => {
            let participle = next == Some(Tag::Verb)
                && !matches!(tagged[at + 1].form, Some(VerbForm::Base | VerbForm::Third));
            (noun_next || participle).then_some(Step::Restart)
        }
        "-" if at > start && noun_next => Some(Step::Within),
        "'" | "’" if has_head && noun_next && tokens[at - 1].text.ends_with('s') => {
            Some(Step::Restart)
        }
        "," if has_head && next == Some(Tag::Number) && is_day_before_year(tokens, at) => {
            Some(Step::Within)
        }
        "," if !has_head && at > start && tagged[at - 1].tag == Tag::Adjective => {
            (next == Some(Tag::Adjective) && noun_after(tagged, at + 2)).then_some(Step::Within)
        }
        _ if token.is_quote()
            && noun_next
            && (at == start || !has_head || token.text == "``" || token.text == "“") =>
        {
            Some(Step::Within)
        }
        _ => None,
    }
}

/// The comma in "May 3, 1998".
fn is_day_before_year(tokens: &[Token<'_>], comma: usize) -> bool {
    let short = |at: usize| tokens[at].is_number() && tokens[at].text.len() <= 2;
    comma >= 2
        && short(comma - 1)
        && tokens[comma - 2].is_capitalised()
        && tokens
            .get(comma + 1)
            .is_some_and(|year| year.is_number() && year.text.len() == 4)
}

fn noun_after(tagged: &[Grammar], at: usize) -> bool {
    tagged
        .get(at..(at + 6).min(tagged.len()))
        .unwrap_or_default()
        .iter()
        .find(|grammar| {
            !matches!(
                grammar.tag,
                Tag::Adjective | Tag::Coordinator | Tag::Adverb | Tag::Mark
            )
        })
        .is_some_and(|grammar| matches!(grammar.tag, Tag::Noun | Tag::Name))
}
