//! Which cell of a table's row answers. A row is stored as "Repair kit: Old price 120 gold; New price 80 gold"; what the cells
//! of the rows beside it begin with as well names the column.

use crate::question::{AnswerType, Question};
use crate::text::function_words::{denies, is_function_word};
use crate::text::{Span, normalize, words};

/// Words over a column for what is so now …
pub const NOW: [&str; 6] = ["new", "now", "current", "currently", "today", "latest"];

/// … and for what was so before.
const BEFORE: [&str; 9] = [
    "old",
    "before",
    "previous",
    "previously",
    "former",
    "formerly",
    "earlier",
    "was",
    "were",
];

/// Says that those of an age are children, where no other word says who they are.
const UNDER: &str = "under";

/// Words for those of one age, in questions and over columns.
const AGES: [&[&str]; 3] = [
    &[
        "child", "children", "kid", "kids", "junior", "juniors", "boy", "boys", "girl", "girls",
        "youth", UNDER,
    ],
    &["adult", "adults", "grown", "grownup", "grownups"],
    &[
        "pensioner",
        "pensioners",
        "senior",
        "seniors",
        "elderly",
        "oap",
        "oaps",
        "retired",
        "concession",
        "concessions",
    ],
];

/// Words by which a question asks for what a column tells, and those over such a column.
const COLUMNS: [(&[&str], &[&str]); 4] = [
    (
        &["cost", "costs", "price", "pay", "expensive"],
        &[
            "price", "prices", "cost", "costs", "fee", "fees", "fare", "fares", "charge", "rate",
        ],
    ),
    (&["fast", "quick", "speed"], &["speed", "pace"]),
    (&["heavy", "weigh", "weighs"], &["weight", "mass"]),
    (&["tall", "high"], &["height", "elevation"]),
];

/// Words that belong to the figure behind them, as "of" and "not" belong to what follows.
const OF_FIGURES: [&str; 6] = ["about", "around", "up", "over", "nearly", "almost"];

/// A list of more rows is not looked at whole.
const MAX_ROWS: usize = 60;

/// A column that the question names has so many points.
const NAMED: i32 = 2;

/// A cell of a row.
struct Cell<'t> {
    head: &'t str,
    value: Span,
    whole: Span,
}

/// Words that say for how long something is paid, each row for one length.
const PERIODS: [&[&str]; 5] = [
    &["hour", "hourly"],
    &["day", "daily"],
    &["week", "weekly"],
    &["month", "monthly"],
    &["year", "yearly", "annual", "annually", "annum"],
];

/// Returns the answer without the name of its column, or the cell whose column the question names instead; `None` where an
/// answer runs over several cells of which the question names none.
pub fn value(question: &Question, answer: Span, text: &str) -> Option<Span> {
    let cells = cells(text, answer.start);
    let points = |cell: &&Cell| asked_for(question, cell.head);
    // Of equals the first.
    let best = cells.iter().rev().max_by_key(points);
    let Some(own) = cells.iter().find(|cell| cell.whole.covers(answer)) else {
        let touched = cells
            .iter()
            .filter(|cell| cell.whole.overlaps(answer))
            .count();
        return match best.filter(|best| points(best) > 0) {
            Some(best) if touched > 1 => Some(best.value),
            _ => (touched < 2).then_some(answer),
        };
    };
    if let Some(best) = best.filter(|best| points(best) > points(&own)) {
        return Some(best.value);
    }
    let start = answer.start.max(own.value.start);
    Some(match start < answer.end {
        true => Span::new(start, answer.end),
        false => own.value,
    })
}

/// Counts the words of a column's name that the question says, by their stems, or by what they say of now and before; what is
/// paid for another time than is asked for counts against it.
fn asked_for(question: &Question, head: &str) -> i32 {
    let says = |which: &[&str]| {
        let mut words = question.words.iter();
        words.any(|word| which.contains(&word.folded.as_str()))
    };
    let folded = words::words(head).map(|word| normalize::fold(word.text));
    let folded: Vec<String> = folded.collect();
    let named = |word: &&String| {
        let stem = normalize::stem(word);
        let mut asked = question.words.iter().filter(|asked| !asked.function);
        asked.any(|asked| asked.stem == stem || is_age_of(&asked.folded, word))
    };
    let is = |which: &[&str]| folded.iter().any(|word| which.contains(&word.as_str()));
    // What nobody asks of the past is asked of today.
    let of_past = says(&BEFORE) || says(&["did", "used"]);
    let of_time = is(&BEFORE) && of_past || is(&NOW) && !of_past;
    let asked = PERIODS.iter().position(|period| says(period));
    let told = PERIODS.iter().position(|period| is(period));
    let of_period = match (asked, told) {
        (Some(asked), Some(told)) if asked == told => 3,
        (Some(_), Some(_)) => -3,
        _ => 0,
    };
    let said = folded.iter().filter(named).count();
    // "Adults under 65" are adults.
    let asked_age = (AGES.iter())
        .position(|age| says(age.strip_suffix(&[UNDER]).unwrap_or(age)))
        .or_else(|| AGES.iter().position(|age| says(age)));
    let of_age = match (asked_age, AGES.iter().position(|age| is(age))) {
        (Some(asked), Some(told)) if asked == told => 3,
        (Some(_), Some(_)) => -3,
        _ => 0,
    };
    let of_kind = COLUMNS.iter().any(|(asked, told)| {
        let asks =
            says(asked) || told.contains(&"price") && question.kind.expected == AnswerType::Money;
        asks && is(told)
    });
    i32::from(of_kind)
        + of_age
        + 2 * i32::try_from(said).unwrap_or(i32::MAX / 4)
        + i32::from(of_time)
        + of_period
}

/// Tells whether a word of a question is an age as people call those who have it: "16s", "16-year-olds".
fn is_age_of(asked: &str, age: &str) -> bool {
    let is_age = age.len() <= 2 && age.bytes().all(|byte| byte.is_ascii_digit());
    is_age && asked.strip_suffix('s') == Some(age)
}

/// Returns the cell of a row whose column the question names, where it names no other as well.
pub fn named(question: &Question, row: Span, text: &str) -> Option<Span> {
    let cells = cells(text, row.start);
    let points = |cell: &Cell| asked_for(question, cell.head);
    let most = cells
        .iter()
        .map(points)
        .max()
        .filter(|most| *most >= NAMED)?;
    let mut best = cells.iter().filter(|cell| points(cell) == most);
    let only = best.next().filter(|only| row.covers(only.value))?;
    best.next().is_none().then_some(only.value)
}

/// Takes the row at a place apart, as far as the rows beside it show the names of its columns.
fn cells(text: &str, at: usize) -> Vec<Cell<'_>> {
    let rows = rows_around(text, at);
    let Some(own) = rows.iter().find(|row| row.start <= at && at < row.end) else {
        return Vec::new();
    };
    let Some(parts) = parts(text, *own) else {
        return Vec::new();
    };
    let others: Vec<Vec<Span>> = (rows.iter())
        .filter(|row| *row != own)
        .filter_map(|row| self::parts(text, *row))
        .filter(|other| other.len() == parts.len())
        .collect();
    if others.is_empty() {
        return Vec::new();
    }
    let cell = |(column, whole): (usize, &Span)| {
        let written = whole.of(text).unwrap_or_default();
        let shared = others
            .iter()
            .filter_map(|other| other.get(column)?.of(text));
        let head = shared.map(|other| common_words(written, other)).min()?;
        let value = Span::new(whole.start + head, whole.end).trimmed(text);
        let named = written.get(..head)?;
        (!needs_more(named) && !value.is_empty()).then_some(Cell {
            head: named,
            value,
            whole: *whole,
        })
    };
    parts.iter().enumerate().filter_map(cell).collect()
}

/// Tells whether what cells begin with names no column, for its last word needs what follows: "Head of", "not", "about".
fn needs_more(shared: &str) -> bool {
    let last = words::words(shared).last();
    last.is_none_or(|word| {
        let folded = normalize::fold(word.text);
        let is = |which: &[&str]| which.contains(&folded.as_str());
        let of_time = is(&NOW) || is(&BEFORE);
        !of_time && (is_function_word(&folded) || denies(&folded) || is(&OF_FIGURES))
    })
}

/// Returns how many bytes two cells share at their beginning, in whole words.
fn common_words(one: &str, other: &str) -> usize {
    let mut shared = 0;
    let pairs = one.split_inclusive(' ').zip(other.split_inclusive(' '));
    for (own, other) in pairs {
        if own != other || !own.ends_with(' ') {
            break;
        }
        shared += own.len();
    }
    shared
}

/// Returns the cells of a row behind its label; `None` for other lines.
fn parts(text: &str, row: Span) -> Option<Vec<Span>> {
    let (label, values) = row.of(text)?.split_once(": ")?;
    let mut start = row.start + label.len() + 2;
    let mut found = Vec::new();
    for value in values.split("; ") {
        found.push(Span::new(start, start + value.len()));
        start += value.len() + 2;
    }
    Some(found)
}

/// Returns the points of the list that a place is in, without their marks.
fn rows_around(text: &str, at: usize) -> Vec<Span> {
    let line_at = |at: usize| {
        let start = text
            .get(..at)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |end| end + 1);
        let length = text.get(at..).and_then(|rest| rest.find('\n'));
        Span::new(start, length.map_or(text.len(), |length| at + length))
    };
    let point = |line: Span| {
        let inside = line.of(text)?.strip_prefix("- ")?;
        Some(Span::new(line.end - inside.len(), line.end).trimmed(text))
    };
    let mut found = Vec::new();
    let own = line_at(at);
    found.extend(point(own));
    if found.is_empty() {
        return found;
    }
    let mut up = own.start;
    while up > 0 && found.len() < MAX_ROWS {
        let line = line_at(up - 1);
        up = line.start;
        match (line.trimmed(text).is_empty(), point(line)) {
            (true, _) => {}
            (false, Some(row)) => found.push(row),
            (false, None) => break,
        }
    }
    let mut down = own.end;
    while down < text.len() && found.len() < 2 * MAX_ROWS {
        let line = line_at(down + 1);
        down = line.end;
        match (line.trimmed(text).is_empty(), point(line)) {
            (true, _) => {}
            (false, Some(row)) => found.push(row),
            (false, None) => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::analyze;

    const PRICES: &str = "Prices\n\n- Kiln kit: Old price 120 gold; New price 80 gold\n\n- Way stone: Old price 500 gold; \
                          New price 350 gold\n\nThey are good.";

    fn told(question: &str, text: &'static str, answer: &str) -> &'static str {
        let start = text.find(answer).expect("it is there");
        let answer = Span::new(start, start + answer.len());
        let found = value(&analyze(question), answer, text);
        found.and_then(|found| found.of(text)).unwrap_or("none")
    }

    #[test]
    fn the_column_that_is_asked_for_answers() {
        let now = "What does a kiln kit cost now?";
        assert_eq!(told(now, PRICES, "120 gold"), "80 gold");
        assert_eq!(told(now, PRICES, "New price 80 gold"), "80 gold");
        let before = "What was the old price of a kiln kit?";
        assert_eq!(told(before, PRICES, "80 gold"), "120 gold");
    }

    #[test]
    fn what_is_paid_a_month_is_not_what_is_paid_a_year() {
        let fees = "- Adult: Annual fee £90; By direct debit, per month £8\n- Family: Annual fee £690; By direct debit, \
                    per month £60";
        assert_eq!(
            told("What is the monthly fee for a family?", fees, "£690"),
            "£60"
        );
        assert_eq!(
            told("How much is it a year for a family?", fees, "£60"),
            "£690"
        );
        assert_eq!(told("What is the fee for a family?", fees, "£690"), "£690");
    }

    #[test]
    fn whoever_is_of_an_age_pays_what_those_of_it_pay() {
        let seats =
            "- Pier: Adult £12; Under 16 £6; Senior £9\n- Quay: Adult £8; Under 16 £4; Senior £6";
        assert_eq!(
            told("What does the pier cost for under 16s?", seats, "£12"),
            "£6"
        );
        assert_eq!(told("How much is the pier for kids?", seats, "£12"), "£6");
        assert_eq!(
            told("How much do pensioners pay on the pier?", seats, "£12"),
            "£9"
        );
        assert_eq!(
            told("How much is the pier for a grown-up?", seats, "£6"),
            "£12"
        );
        assert_eq!(told("How much is the pier?", seats, "£12"), "£12");
        let under = "What do adults under 65 pay on the pier?";
        assert_eq!(told(under, seats, "£12"), "£12", "they are no children");
    }

    #[test]
    fn what_a_column_tells_may_be_asked_in_other_words() {
        let beasts = "- Red stag: Speed 160%; Price 4,500 gold\n- Owl: Speed 90%; Price 300 gold";
        assert_eq!(
            told("How much does the red stag cost?", beasts, "160%"),
            "4,500 gold"
        );
        assert_eq!(
            told("How fast is the red stag?", beasts, "4,500 gold"),
            "160%"
        );
        let found = |question: &str| {
            named(&analyze(question), Span::new(2, 44), beasts).and_then(|found| found.of(beasts))
        };
        assert_eq!(
            found("What is the price of a red stag?"),
            Some("4,500 gold")
        );
        assert_eq!(found("Who rides the red stag?"), None);
    }

    #[test]
    fn an_answer_is_no_longer_than_a_cell() {
        let beasts = "- Wolf: Health 40; Armour 2\n- Bear: Health 210; Armour 26";
        let both = "Health 210; Armour 26";
        assert_eq!(
            told("How much health does the bear have?", beasts, both),
            "210"
        );
        assert_eq!(told("How fast is the bear?", beasts, both), "none");
    }

    #[test]
    fn the_name_of_a_column_is_no_part_of_the_answer() {
        let parts = "- Final exam: Weight 35%\n- Lab (5): Weight 30%";
        assert_eq!(told("How much is the exam?", parts, "Weight 35%"), "35%");
    }

    #[test]
    fn what_goes_with_the_words_behind_it_is_no_column() {
        for (rows, cell) in [
            (
                "- Ada: Head of accounting\n- Bo: Head of sales",
                "Head of accounting",
            ),
            ("- Kiln: About 5 kg\n- Loom: About 8 kg", "About 5 kg"),
            ("- Barn: Not heated\n- Loft: Not open", "Not heated"),
        ] {
            assert_eq!(told("What is it?", rows, cell), cell);
        }
    }

    #[test]
    fn other_lines_are_left_alone() {
        let plain = "It costs 5 gold: a fair price; pay now.";
        assert_eq!(told("What does it cost now?", plain, "5 gold"), "5 gold");
        let single = "- Kiln: Weight 35 kg";
        assert_eq!(
            told("How heavy is it?", single, "Weight 35 kg"),
            "Weight 35 kg"
        );
    }

    #[test]
    fn adults_under_an_age_are_no_children() {
        let seats =
            "- Pier: Adult £12; Under 16 £6; Senior £9\n- Quay: Adult £8; Under 16 £4; Senior £6";
        let adults = "What do adults under 65 pay on the pier?";
        assert_eq!(told(adults, seats, "£12"), "£12");
        let child = "What does a child with an adult pay on the pier?";
        assert_eq!(told(child, seats, "£12"), "£6");
        let young = "What do those under 16 pay on the pier?";
        assert_eq!(told(young, seats, "£12"), "£6");
    }
}
