//! The numbers of the lists in a Word document: readers see "2.1" before a point, though its words do not say so.

use std::collections::{BTreeMap, BTreeSet};

use super::word_styles::ListPlace;
use super::xml_events::{Element, Piece};

/// What stands before a point, and the names of lists and styles, have at most so many bytes.
const LONGEST: usize = 255;

/// Lists have so many levels.
const LEVELS: usize = 9;

/// How the points of one level are numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    start: i64,
    format: String,
    text: String,
    style: Option<String>,
    legal: bool,
}

#[derive(Debug, Clone, Default)]
struct List {
    kind: String,
    starts: BTreeMap<usize, i64>,
    levels: BTreeMap<usize, Level>,
}

/// The lists of a document, with how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    kinds: BTreeMap<String, BTreeMap<usize, Level>>,
    lists: BTreeMap<String, List>,
    counted: BTreeMap<String, [Option<i64>; LEVELS]>,
    begun: BTreeSet<(String, usize)>,
}

/// Where the description of a level is being read.
#[derive(Clone)]
enum Inside {
    Nothing,
    Kind(String),
    List(String),
}

impl Numbering {
    /// Reads how a document numbers its lists.
    pub fn of(pieces: &[Piece]) -> Self {
        let mut numbering = Numbering::default();
        let mut inside = Inside::Nothing;
        let mut level = 0;
        for piece in pieces {
            let Piece::Open(element) = piece else {
                continue;
            };
            let named = |name| short(element.attribute(name)).to_owned();
            match element.name.as_str() {
                "abstractNum" => inside = Inside::Kind(named("abstractNumId")),
                "num" => inside = Inside::List(named("numId")),
                "lvl" | "lvlOverride" => level = named("ilvl").parse().unwrap_or(LEVELS),
                _ => {}
            }
            if level < LEVELS || element.name == "abstractNumId" {
                numbering.describe(&inside, level, element);
            }
        }
        numbering
    }

    fn describe(&mut self, inside: &Inside, level: usize, element: &Element) {
        let value = || short(element.attribute("val"));
        let levels = match inside {
            Inside::Nothing => return,
            Inside::Kind(kind) => self.kinds.entry(kind.clone()).or_default(),
            Inside::List(list) => {
                let list = self.lists.entry(list.clone()).or_default();
                match element.name.as_str() {
                    "abstractNumId" => list.kind = value().to_owned(),
                    "startOverride" => {
                        list.starts
                            .extend(value().parse().ok().map(|start| (level, start)));
                    }
                    _ => {}
                }
                &mut list.levels
            }
        };
        if element.name == "lvl" {
            levels.insert(level, Level::default());
        }
        let Some(level) = levels.get_mut(&level) else {
            return;
        };
        match element.name.as_str() {
            "start" => level.start = value().parse().unwrap_or(1),
            "numFmt" => level.format = value().to_owned(),
            "lvlText" => level.text = value().to_owned(),
            "pStyle" => level.style = Some(value().to_owned()),
            "isLgl" => level.legal = !matches!(value(), "0" | "false"),
            _ => {}
        }
    }

    fn level(&self, list: &List, level: usize) -> Option<Level> {
        let own = list.levels.get(&level);
        own.or_else(|| self.kinds.get(&list.kind)?.get(&level))
            .cloned()
    }

    /// Returns the level at which a point stands: it says so itself, or its style is that of a level.
    pub fn level_of(&self, place: &ListPlace, style: Option<&str>) -> usize {
        let styled = || {
            let list = self.lists.get(place.list.as_ref()?)?;
            (0..LEVELS).find(|level| {
                let level = self.level(list, *level);
                level.is_some_and(|level| level.style.is_some() && level.style.as_deref() == style)
            })
        };
        place.level.or_else(styled).unwrap_or(0).min(LEVELS - 1)
    }

    /// Counts a point and returns what stands before it; `None` where that is a mere mark.
    pub fn count(&mut self, list: &str, level: usize) -> Option<String> {
        let id = list;
        let list = self.lists.get(id)?.clone();
        let own = self.level(&list, level)?;
        let first = self.begun.insert((id.to_owned(), level));
        let counted = self.counted.entry(list.kind.clone()).or_default();
        let restart = list.starts.get(&level).filter(|_| first);
        let place = counted.get_mut(level)?;
        *place = Some(match (restart, *place) {
            (Some(start), _) => *start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => own.start,
        });
        for deeper in counted.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let counted = *counted;
        let is_mark = |level: &Level| matches!(level.format.as_str(), "bullet" | "none");
        if is_mark(&own) || !own.text.contains('%') {
            return None;
        }
        let mut label = own.text.clone();
        for upper in 0..=level {
            let described = self.level(&list, upper).unwrap_or_default();
            let number = counted
                .get(upper)
                .copied()
                .flatten()
                .unwrap_or(described.start);
            let format = if own.legal {
                "decimal"
            } else {
                &described.format
            };
            label = label.replace(&format!("%{}", upper + 1), &written(number, format));
        }
        let label = label.trim().to_owned();
        Some(label).filter(|label| label.chars().any(char::is_alphanumeric))
    }
}

/// Returns what a list says of itself, if it is no longer than any program writes it: it is copied for each point.
fn short(value: Option<&str>) -> &str {
    value
        .filter(|value| value.len() <= LONGEST)
        .unwrap_or_default()
}

/// Writes a number as a list does.
fn written(number: i64, format: &str) -> String {
    let small = usize::try_from(number)
        .ok()
        .filter(|number| (1..4_000).contains(number));
    match (format, small) {
        ("none" | "bullet", _) => String::new(),
        ("lowerLetter", Some(number)) => letters(number, b'a'),
        ("upperLetter", Some(number)) => letters(number, b'A'),
        ("lowerRoman", Some(number)) => roman(number).to_lowercase(),
        ("upperRoman", Some(number)) => roman(number),
        ("decimalZero", _) => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// After `z` comes `aa`, after that `bb`.
fn letters(number: usize, first: u8) -> String {
    let letter = char::from(first + ((number - 1) % 26) as u8);
    letter.to_string().repeat((number - 1) / 26 + 1)
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            written += sign;
            number -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::super::xml_events::pieces_of;
    use super::*;

    fn numbering() -> Numbering {
        let level = |level: usize, format: &str, text: &str| {
            format!(
                "<lvl ilvl='{level}'><start val='1'/><numFmt val='{format}'/><lvlText val='{text}'/></lvl>"
            )
        };
        let xml = format!(
            "<numbering><abstractNum abstractNumId='5'>{}{}{}</abstractNum>\
             <abstractNum abstractNumId='6'>{}</abstractNum>\
             <num numId='1'><abstractNumId val='5'/></num>\
             <num numId='2'><abstractNumId val='5'/><lvlOverride ilvl='0'><startOverride val='1'/></lvlOverride></num>\
             <num numId='3'><abstractNumId val='6'/></num></numbering>",
            level(0, "decimal", "%1."),
            level(1, "decimal", "%1.%2"),
            level(2, "lowerLetter", "(%3)"),
            level(0, "bullet", "•"),
        );
        Numbering::of(&pieces_of(&xml).expect("lists"))
    }

    #[test]
    fn points_are_counted_level_by_level() {
        let mut lists = numbering();
        let mut count = |level| lists.count("1", level).unwrap_or_default();
        let labels: Vec<String> = [0, 1, 1, 2, 2, 0, 1].into_iter().map(&mut count).collect();
        assert_eq!(labels, ["1.", "1.1", "1.2", "(a)", "(b)", "2.", "2.1"]);
    }

    #[test]
    fn a_list_may_begin_anew_and_marks_are_no_numbers() {
        let mut lists = numbering();
        assert_eq!(lists.count("1", 0).as_deref(), Some("1."));
        assert_eq!(lists.count("2", 0).as_deref(), Some("1."));
        assert_eq!(lists.count("2", 0).as_deref(), Some("2."));
        assert_eq!(lists.count("3", 0), None);
        assert_eq!(lists.count("unknown", 0), None);
    }

    #[test]
    fn no_point_has_a_label_as_long_as_a_page() {
        assert_eq!(short(Some("%1.")), "%1.");
        assert_eq!(short(Some(&"%1.".repeat(LONGEST))), "");
    }

    #[test]
    fn letters_and_roman_numbers_are_written() {
        assert_eq!(written(28, "lowerLetter"), "bb");
        assert_eq!(written(1994, "upperRoman"), "MCMXCIV");
        assert_eq!(written(-3, "lowerRoman"), "-3");
    }
}
