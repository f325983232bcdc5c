//! Where a short answer begins and ends: never inside a dotted name, a time of the day, an open bracket or a quotation, and not
//! with the second of two times.

use crate::question::{AnswerType, Question};
use crate::search::analysis::AnalysedSentence;
use crate::search::answer_type;
use crate::search::compared_words::{Token, TokenClass};
use crate::text::Span;
use crate::text::calendar::WEEKDAYS;

use super::changed_figures::OfChange;
use super::{begin_end, changed_figures, contrasts, cut_answers, figure_ranges, whole_lists};

/// Returns a short answer with whole names, brackets and quotations; `None` where it cannot be made whole.
pub fn whole(
    question: &Question,
    answer: Span,
    text: &str,
    sentence: &AnalysedSentence,
) -> Option<Span> {
    let of_change = changed_figures::of_the_time(question, answer, text, sentence)?;
    let (OfChange::One(timely) | OfChange::Neither(timely)) = of_change;
    // "28 hours a week instead of 33" has no number of people in either.
    if timely != answer && !answer_type::matches(question, timely, text, sentence) {
        return None;
    }
    let timely = begin_end::of_the_verb(question, timely, text, &sentence.tokens)?;
    let asked = contrasts::of_the_asked(question, timely, text, &sentence.tokens);
    let asserted = contrasts::asserted(question, asked, text)?;
    let single = contrasts::without_second_predicate(asserted, text, &sentence.tokens);
    let named = with_whole_clocks(with_whole_names(single, text), text);
    let mended = cut_answers::mend(question, named, text, &sentence.tokens)?;
    // Its other end belongs to another time.
    let ranged = match of_change {
        OfChange::One(_) => mended,
        OfChange::Neither(_) => figure_ranges::whole(question, mended, text, sentence),
    };
    let listed = whole_lists::with_rest(question, ranged, text, sentence.span);
    let timed = with_times_before(question, listed, text, &sentence.tokens);
    let bracketed = with_whole_brackets(timed, text)?;
    let quoted = with_whole_quotation(bracketed, text)?;
    let whole = with_whole_clocks(quoted.trimmed(text), text);
    (!whole.is_empty() && sentence.span.covers(whole)).then_some(whole)
}

/// Takes in the rest of a name with dots in it: "AGPL-3.0", "links.check".
fn with_whole_names(answer: Span, text: &str) -> Span {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let (mut start, mut end) = (answer.start, answer.end);
    loop {
        let before = text.get(..start).unwrap_or_default();
        let Some(rest) = before.strip_suffix(['.', '_']) else {
            break;
        };
        let joined = rest.len() - rest.trim_end_matches(is_part).len();
        if joined == 0 || !begins_with(text.get(start..), is_part) {
            break;
        }
        start -= before.len() - rest.len() + joined;
    }
    loop {
        let after = text.get(end..).unwrap_or_default();
        let Some(rest) = after.strip_prefix(['.', '_']) else {
            break;
        };
        let joined = rest.len() - rest.trim_start_matches(is_part).len();
        let ends_in_word = text.get(..end).is_some_and(|own| own.ends_with(is_part));
        if joined == 0 || !ends_in_word {
            break;
        }
        end += after.len() - rest.len() + joined;
    }
    Span::new(start, end)
}

/// Takes in the rest of a time, score, verse or scale: "21:30", "2:1", "1:50,000".
fn with_whole_clocks(answer: Span, text: &str) -> Span {
    let is_of_figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let is_digit = |c: char| c.is_ascii_digit();
    let (mut start, mut end) = (answer.start, answer.end);
    while begins_with(text.get(start..), is_digit)
        && let Some(before) = text.get(..start).and_then(|own| own.strip_suffix(':'))
        && before.ends_with(is_digit)
    {
        let rest = before.trim_end_matches(is_of_figure);
        let figure = before.get(rest.len()..).unwrap_or_default();
        start = before.len() - figure.trim_start_matches([',', '.']).len();
    }
    while text.get(..end).is_some_and(|own| own.ends_with(is_digit))
        && let Some(after) = text.get(end..).and_then(|rest| rest.strip_prefix(':'))
        && after.starts_with(is_digit)
    {
        let rest = after.trim_start_matches(is_of_figure);
        let figure = after.get(..after.len() - rest.len()).unwrap_or_default();
        end += 1 + figure.trim_end_matches([',', '.']).len();
    }
    Span::new(start, end)
}

fn begins_with(text: Option<&str>, is: impl Fn(char) -> bool) -> bool {
    text.is_some_and(|text| text.starts_with(is))
}

/// Takes in what closes right behind, or leaves out what is opened and not closed.
fn with_whole_brackets(answer: Span, text: &str) -> Option<Span> {
    let words = answer.of(text)?;
    let (mut open, mut unopened) = (Vec::new(), None);
    for (at, mark) in words.char_indices() {
        match mark {
            '(' | '[' => open.push(at),
            ')' | ']' if open.pop().is_none() => {
                let is_mark = closes_list_number(text, answer.start + at);
                unopened = unopened.or((!is_mark).then_some(at));
            }
            _ => {}
        }
    }
    if let Some(closing) = unopened {
        // "10 Feb) so that" ends where the bracket does.
        return Some(Span::new(answer.start, answer.start + closing));
    }
    let Some(opening) = open.first() else {
        return Some(answer);
    };
    let closes = begins_with(text.get(answer.end..), |c| matches!(c, ')' | ']'));
    Some(match (closes && open.len() == 1, *opening) {
        (true, _) => Span::new(answer.start, answer.end + 1),
        (false, 0) => Span::new(answer.start + 1, answer.end),
        (false, opening) => Span::new(answer.start, answer.start + opening).trimmed(text),
    })
}

/// Tells whether a bracket stands behind the number or letter of a point: "1) Open the lid 2) press". In "(10 Feb, see 2)" it
/// closes another.
fn closes_list_number(text: &str, bracket: usize) -> bool {
    let before = text.get(..bracket).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_open = line.rfind('(') > line.rfind(')');
    let rest = line.trim_end_matches(|c: char| c.is_alphanumeric());
    let number = line.get(rest.len()..).unwrap_or_default();
    let is_number = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_bare = rest.is_empty() || rest.ends_with(char::is_whitespace);
    !number.is_empty() && (is_number || is_letter) && is_bare && !is_open
}

/// Takes in the other mark of a quotation, or leaves out the one; a quotation that begins or ends halfway is none.
fn with_whole_quotation(answer: Span, text: &str) -> Option<Span> {
    let words = answer.of(text)?;
    let count = |mark: char| words.matches(mark).count();
    let is_odd = count('"') % 2 == 1;
    if !is_odd && count('“') == count('”') {
        return Some(answer);
    }
    let is_mark = |c: char| matches!(c, '"' | '“' | '”');
    let (first, last) = (words.chars().next()?, words.chars().next_back()?);
    let before = text.get(..answer.start)?.chars().next_back();
    let after = text.get(answer.end..)?.chars().next();
    if is_mark(first) {
        return Some(match after.filter(|c| is_mark(*c)) {
            Some(mark) => Span::new(answer.start, answer.end + mark.len_utf8()),
            None => Span::new(answer.start + first.len_utf8(), answer.end),
        });
    }
    if is_mark(last) {
        let inside = words.trim_end_matches(is_mark);
        // 5" is five inches.
        if inside.ends_with(|c: char| c.is_ascii_digit()) {
            return Some(answer);
        }
        return Some(match before.filter(|c| is_mark(*c)) {
            Some(mark) => Span::new(answer.start - mark.len_utf8(), answer.end),
            None => Span::new(answer.start, answer.start + inside.len()),
        });
    }
    // "zip" the mouth: the mark before belongs to it.
    match (
        before.filter(|c| is_mark(*c)),
        after.filter(|c| is_mark(*c)),
    ) {
        (Some(mark), None) => Some(Span::new(answer.start - mark.len_utf8(), answer.end)),
        (None, Some(mark)) => Some(Span::new(answer.start, answer.end + mark.len_utf8())),
        _ => None,
    }
}

/// Takes in the times of other days before the last one: "Tuesdays 5–8 pm and Saturdays 10 am–2 pm".
fn with_times_before(question: &Question, answer: Span, text: &str, tokens: &[Token]) -> Span {
    let word = |token: &Token| token.span.of(text).unwrap_or_default().to_lowercase();
    let is_weekday = |token: &Token| {
        let word = word(token);
        WEEKDAYS.contains(&word.strip_suffix('s').unwrap_or(&word))
    };
    let first = tokens
        .iter()
        .position(|token| token.span.start >= answer.start);
    let Some(first) = first.filter(|at| tokens.get(*at).is_some_and(is_weekday)) else {
        return answer;
    };
    if question.kind.expected != AnswerType::Date {
        return answer;
    }
    let is_of_times = |token: &&Token| {
        let is_joint = matches!(
            word(token).as_str(),
            "and"
                | "or"
                | "to"
                | "from"
                | "till"
                | "until"
                | "am"
                | "pm"
                | "a.m"
                | "p.m"
                | "noon"
                | "midnight"
        );
        is_joint || is_weekday(token) || token.class == TokenClass::Number
    };
    let before = tokens.get(..first).unwrap_or_default();
    let run: Vec<&Token> = before.iter().rev().take_while(is_of_times).collect();
    match run.iter().rev().find(|token| is_weekday(token)) {
        Some(day) if gap_is_short(text, day, answer) => Span::new(day.span.start, answer.end),
        _ => answer,
    }
}

/// Tells whether no sentence or bracket ends between a day and the answer.
fn gap_is_short(text: &str, day: &Token, answer: Span) -> bool {
    let between = text.get(day.span.end..answer.start).unwrap_or_default();
    !between.contains([';', '(', ')', '\n', '?', '!'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;
    use crate::search::compared_words;
    use crate::search::vocabulary::VocabularyBuilder;

    fn span(text: &str, answer: &str) -> Span {
        let start = text.find(answer).expect("it is there");
        Span::new(start, start + answer.len())
    }

    fn bounded<'t>(text: &'t str, answer: &str) -> Option<&'t str> {
        let named = with_whole_clocks(with_whole_names(span(text, answer), text), text);
        with_whole_quotation(with_whole_brackets(named, text)?, text)?.of(text)
    }

    #[test]
    fn a_name_with_dots_is_whole() {
        let licence = "It is under AGPL-3.0.";
        assert_eq!(bounded(licence, "AGPL-3"), Some("AGPL-3.0"));
        let set = "Turn it off with links.check = false.";
        assert_eq!(bounded(set, "check = false"), Some("links.check = false"));
        assert_eq!(bounded(set, "false"), Some("false"));
    }

    #[test]
    fn a_time_of_the_day_and_a_score_are_whole() {
        let kitchen = "The kitchen closes at 21:30 on Fridays.";
        assert_eq!(bounded(kitchen, "30 on Fridays"), Some("21:30 on Fridays"));
        assert_eq!(bounded(kitchen, "21"), Some("21:30"));
        let map = "The map has a scale of 1:50,000, the race took 2:05:41.";
        assert_eq!(bounded(map, "1"), Some("1:50,000"));
        assert_eq!(bounded(map, "000"), Some("000"));
        assert_eq!(bounded(map, "05"), Some("2:05:41"));
        let list = "There are two: 1 of tin, and part 3: 4 of lead.";
        assert_eq!(bounded(list, "1 of tin"), Some("1 of tin"));
        assert_eq!(bounded(list, "4 of lead"), Some("4 of lead"));
    }

    #[test]
    fn brackets_and_quotations_are_whole() {
        let raid = "It opens one week later (10 Feb) so that all (even Bo) come.";
        assert_eq!(
            bounded(raid, "one week later (10 Feb"),
            Some("one week later (10 Feb)")
        );
        assert_eq!(bounded(raid, "all (even"), Some("all"));
        assert_eq!(bounded(raid, "10 Feb)"), Some("10 Feb"));
        assert_eq!(bounded(raid, "10 Feb) so that"), Some("10 Feb"));
        let steps = "1) Open the lid 2) press b) hold (see 3) on and x) off.";
        let both = "1) Open the lid 2) press";
        assert_eq!(bounded(steps, both), Some(both));
        let twice = "It (10 Feb) so that (all) go) on.";
        assert_eq!(bounded(twice, "10 Feb) so that (all) go)"), Some("10 Feb"));
        assert_eq!(
            bounded("Lift it (page 2) up.", "page 2) up"),
            Some("page 2")
        );
        let said = "He called it \"a big toy\" and left.";
        assert_eq!(bounded(said, "\"a big toy"), Some("\"a big toy\""));
        assert_eq!(bounded(said, "toy\" and left"), None);
        assert_eq!(bounded(said, "toy\""), Some("toy"));
        let whole = "\"a big toy\" and left";
        assert_eq!(bounded(said, "a big toy\" and left"), Some(whole));
    }

    #[test]
    fn both_times_are_told() {
        let hours = "Tuesdays 5–8 pm and Saturdays 10 am–2 pm.";
        let vocabulary = VocabularyBuilder::default().build().unwrap_or_default();
        let tokens = compared_words::tokens(hours, Span::new(0, hours.len()), &vocabulary);
        let told = |question: &str, answer: &str| {
            let found = with_times_before(&analyze(question), span(hours, answer), hours, &tokens);
            found.of(hours).map(str::to_owned)
        };
        let both = Some("Tuesdays 5–8 pm and Saturdays 10 am–2 pm".to_owned());
        assert_eq!(told("When is it open?", "Saturdays 10 am–2 pm"), both);
        let second = Some("Saturdays".to_owned());
        assert_eq!(told("Who comes on Saturdays?", "Saturdays"), second);
    }
}
