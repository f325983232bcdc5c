//! What some words of a sentence tell: figures, amounts, times, people, reasons.

use crate::question::Question;
use crate::text::calendar::WEEKDAYS;
use crate::text::dimensions::Dimension;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::{WordRow, WordVectors};
use crate::text::{dimensions, normalize};

use super::compared_words::{Token, TokenClass};
use super::quantity_match::{self, QuantityMatch};

/// Words that say how much without a figure.
const AMOUNTS: [&str; 21] = [
    "one",
    "half",
    "third",
    "quarter",
    "several",
    "few",
    "many",
    "most",
    "much",
    "none",
    "no",
    "dozens",
    "hundreds",
    "thousands",
    "millions",
    "majority",
    "single",
    "once",
    "twice",
    "couple",
    "nothing",
];

/// Words that stand for a figure: "millions were spent" …
const MANY: [&str; 4] = ["dozens", "hundreds", "thousands", "millions"];

/// … and those that do so before a unit only: "half a mile", "several tons", but not "half-time".
const PARTS: [&str; 6] = ["half", "third", "quarter", "several", "few", "couple"];

/// So far behind such a word the unit stands at most: "a couple of hundred dollars".
const UNIT_BEHIND: usize = 3;

/// Those that do not say how many there are: "once more", "the third", "a quarter of an hour".
const NO_COUNT: [&str; 5] = ["once", "twice", "third", "quarter", "much"];

/// Words behind which a figure says which one.
const LABELLED: &str = "act article chapter day episode exercise figure flat floor gate grade lecture lesson level line lot module \
    no number page paragraph part phase platform plot question room round route rule season section session stage step table track \
    unit version volume week";

/// Words for a time of the day, which is no place and no person.
const HOURS: [&str; 10] = [
    "midnight",
    "noon",
    "morning",
    "afternoon",
    "evening",
    "night",
    "dawn",
    "dusk",
    "today",
    "yesterday",
];

/// Words that tell a price without a figure …
const FOR_NOTHING: [&str; 3] = ["free", "nothing", "gratis"];

/// … and those beside which a figure of no known unit is one.
const OF_PRICES: [&str; 16] = [
    "cost", "costs", "price", "prices", "priced", "fee", "fees", "pay", "pays", "paid", "charge",
    "charged", "worth", "sold", "sells", "rent",
];

/// Words that say for how long without a figure: "until Easter".
const UNTIL: [&str; 5] = ["until", "till", "forever", "always", "permanently"];

/// Words that say when without a date: by what else happens, how often, or as seen from now.
const WHEN: &str = "when whenever while during after afterwards before since once as at upon following prior then later \
    earlier early late ago now currently soon recently next last every twice daily nightly hourly weekly fortnightly monthly \
    quarterly yearly annually annual biennially seasonally tomorrow tonight weekday weekdays weekend weekends mornings \
    afternoons evenings nights mondays tuesdays wednesdays thursdays fridays saturdays sundays spring summer autumn fall \
    winter simultaneously immediately";

/// Words in names of times: "World War II", "Christmas".
const PERIODS: [&str; 22] = [
    "war",
    "wars",
    "age",
    "ages",
    "era",
    "period",
    "dynasty",
    "century",
    "revolution",
    "renaissance",
    "reformation",
    "enlightenment",
    "depression",
    "antiquity",
    "christmas",
    "easter",
    "eve",
    "day",
    "ramadan",
    "lent",
    "victorian",
    "olympics",
];

/// Words of age.
const OF_AGE: [&str; 10] = [
    "old",
    "older",
    "oldest",
    "age",
    "aged",
    "born",
    "birthday",
    "century",
    "centuries",
    "birth",
];

/// Nobody's age has more digits.
const OLDEST: usize = 3;

/// Words under which others name people.
const PEOPLE: [&str; 4] = ["person", "people", "group", "organization"];

/// Words for people that are parted at a hyphen or stand in no table of kinds: "a passer-by".
const PASSERS: [&str; 6] = [
    "passer",
    "passers",
    "passerby",
    "passersby",
    "onlooker",
    "onlookers",
];

/// Words that stand for people.
const SOMEBODY: [&str; 22] = [
    "he",
    "she",
    "they",
    "we",
    "i",
    "you",
    "him",
    "her",
    "them",
    "us",
    "his",
    "their",
    "nobody",
    "everybody",
    "everyone",
    "anyone",
    "anybody",
    "somebody",
    "someone",
    "one",
    "who",
    "those",
];

/// Words that stand before a reason or begin it …
const OF_REASONS: [&str; 20] = [
    "because", "since", "as", "to", "so", "for", "due", "owing", "thanks", "after", "by", "from",
    "out", "reason", "cause", "of", "through", "when", "if", "with",
];

/// … so many words before it at most …
const REASON_BEFORE: usize = 5;

/// … and those behind one …
const LEADS_TO: [&str; 18] = [
    "led", "leads", "cause", "caused", "causes", "made", "makes", "forced", "forces", "resulted",
    "results", "prompted", "means", "meant", "allowed", "allows", "helped", "helps",
];

/// … so many words behind it at most.
const REASON_BEHIND: usize = 4;

/// Some words of a sentence beside a question.
#[derive(Clone)]
pub struct AnswerWords<'a> {
    /// The question.
    pub question: &'a Question,
    /// The stored text.
    pub text: &'a str,
    /// The words of the sentence.
    pub tokens: &'a [Token],
    /// Which of them are looked at.
    pub which: Vec<bool>,
}

impl AnswerWords<'_> {
    pub(super) fn looked_at(&self) -> impl Iterator<Item = (usize, &Token)> {
        let words = self.tokens.iter().zip(&self.which).enumerate();
        words
            .filter(|(_, (_, looked_at))| **looked_at)
            .map(|(at, (token, _))| (at, token))
    }

    /// Tells whether any of them, in lower case, is one that is told.
    pub fn any_word(&self, told: impl Fn(&str) -> bool) -> bool {
        self.looked_at().any(|(at, _)| told(&self.word(at)))
    }

    /// Tells whether any of them is of one of these classes.
    pub fn has(&self, classes: &[TokenClass]) -> bool {
        self.looked_at()
            .any(|(_, token)| classes.contains(&token.class))
    }

    /// Tells whether a figure among them stands so to what the question asks for.
    pub fn any_figure(&self, wanted: &[QuantityMatch]) -> bool {
        self.looked_at().any(|(at, token)| {
            token.class == TokenClass::Number
                && wanted.contains(&quantity_match::fit(
                    self.question,
                    self.text,
                    self.tokens,
                    at,
                ))
        })
    }

    /// Tells whether a figure among them does not say what it measures.
    pub fn bare_figure(&self) -> bool {
        self.any_figure(&[QuantityMatch::Bare])
    }

    /// Tells whether the first of them begins a reason: "because of avalanches".
    pub fn begins_reason(&self) -> bool {
        let first = self.looked_at().next();
        first.is_some_and(|(at, _)| {
            matches!(
                self.word(at).as_str(),
                "because" | "due" | "owing" | "thanks"
            )
        })
    }

    /// Tells whether it says what something costs in money that nobody but those who say it knows: "costs 300 gold".
    pub fn price(&self) -> bool {
        let bare = || self.any_figure(&[QuantityMatch::Bare]);
        self.any_word(|word| FOR_NOTHING.contains(&word))
            || self.any_word(|word| OF_PRICES.contains(&word)) && bare()
    }

    /// Tells whether a figure of no known unit is among them, and the sentence speaks of a price: "salt sells for 2".
    pub fn bare_price(&self) -> bool {
        let mut words = (0..self.tokens.len()).map(|at| self.word(at));
        // "Price 4,500 gold", but not "paid 3 times".
        let is_priced = |at: usize| {
            let before = at.checked_sub(1).filter(|before| self.is_joined(*before));
            before.is_some_and(|before| {
                matches!(
                    self.word(before).as_str(),
                    "price" | "prices" | "fee" | "fees" | "costs"
                )
            }) && !matches!(
                self.word(at + 1).as_str(),
                "times" | "per" | "instalments" | "people"
            )
        };
        let is_bare = |(at, token): (usize, &Token)| {
            let of_price = || quantity_match::fit(self.question, self.text, self.tokens, at);
            token.class == TokenClass::Number
                && (!self.counts(at) || is_priced(at))
                && of_price() == QuantityMatch::Bare
        };
        self.looked_at().any(is_bare) && words.any(|word| OF_PRICES.contains(&word.as_str()))
    }

    /// Tells whether a figure or another amount is among them.
    pub fn figure_or_amount(&self) -> bool {
        self.has(&[TokenClass::Number, TokenClass::Year])
            || self.any_word(|word| word.starts_with(|first: char| first.is_ascii_digit()))
            || self.amount()
    }

    /// Tells whether they say how much without a figure: "half", "several".
    pub fn amount(&self) -> bool {
        self.any_word(|word| AMOUNTS.contains(&word))
    }

    /// Returns a word in lower case, by its place.
    pub(super) fn word(&self, at: usize) -> String {
        let token = self.tokens.get(at);
        let written = token.and_then(|token| token.span.of(self.text));
        written.unwrap_or_default().to_lowercase()
    }

    /// Tells whether they say how much in words before a unit: "half a mile".
    pub fn part(&self) -> bool {
        let has_unit =
            |at: usize| (at + 1..=at + UNIT_BEHIND).any(|at| dimensions::is_unit(&self.word(at)));
        self.any_word(|word| MANY.contains(&word))
            || self
                .looked_at()
                .any(|(at, _)| PARTS.contains(&self.word(at).as_str()) && has_unit(at))
    }

    /// Tells whether a figure counts years or days: "two hundred years".
    fn is_of_time(&self, figure: usize) -> bool {
        let behind = self.tokens.iter().enumerate().skip(figure + 1);
        let mut behind = behind.skip_while(|(_, token)| token.class == TokenClass::Number);
        let next = behind.next();
        next.is_some_and(|(at, _)| dimensions::is_time(&self.word(at)))
    }

    /// Tells whether something may be counted here: an amount, or a figure that is no date.
    pub fn count(&self) -> bool {
        let class = |at: Option<usize>| Some(self.tokens.get(at?)?.class);
        let figure = |(at, token): (usize, &Token)| {
            let (before, after) = (class(at.checked_sub(1)), class(Some(at + 1)));
            match token.class {
                // "2000 soldiers", but not "in 1869" nor "in 1869, hit".
                TokenClass::Year => after == Some(TokenClass::Plain) && self.is_joined(at),
                TokenClass::Number => {
                    ![before, after].contains(&Some(TokenClass::Calendar))
                        && !self.is_of_time(at)
                        && !self.is_label(at)
                }
                _ => self
                    .word(at)
                    .starts_with(|first: char| first.is_ascii_digit()),
            }
        };
        self.looked_at().any(figure)
            || self.any_word(|word| AMOUNTS.contains(&word) && !NO_COUNT.contains(&word))
    }

    /// Tells whether a figure is part of a code, or says which one: "MATH 101", "rule 4".
    fn is_label(&self, figure: usize) -> bool {
        let Some(before) = figure
            .checked_sub(1)
            .filter(|before| self.is_joined(*before))
        else {
            return false;
        };
        let written = self
            .tokens
            .get(before)
            .and_then(|token| token.span.of(self.text));
        let is_code =
            written.is_some_and(|word| word.len() > 1 && word.chars().all(char::is_uppercase));
        is_code && !self.counts(figure)
            || LABELLED.split(' ').any(|label| label == self.word(before))
    }

    /// Tells whether a figure counts the word behind it.
    fn counts(&self, figure: usize) -> bool {
        (self.tokens.get(figure + 1))
            .is_some_and(|next| next.class == TokenClass::Plain && self.is_joined(figure))
    }

    /// Tells whether nothing but a blank parts a word from the next.
    pub(super) fn is_joined(&self, at: usize) -> bool {
        let gap = || {
            let (own, next) = (self.tokens.get(at)?, self.tokens.get(at + 1)?);
            self.text.get(own.span.end..next.span.start)
        };
        gap() == Some(" ")
    }

    /// Tells whether somebody's age may stand here: a time, or a small figure that counts nothing.
    pub fn age(&self) -> bool {
        self.small_number() || self.any_word(dimensions::is_time) || self.amount()
    }

    /// Tells whether an age is told: a number that counts nothing, or words of age. "For two years" tells none.
    pub fn told_age(&self) -> bool {
        self.small_number() || self.any_word(|word| OF_AGE.contains(&word))
    }

    fn small_number(&self) -> bool {
        let small = |(at, token): (usize, &Token)| {
            let written = token.span.of(self.text).unwrap_or_default();
            // "One was treated" tells of somebody.
            let is_one = written.eq_ignore_ascii_case("one");
            let is_small = token.class == TokenClass::Number && written.len() <= OLDEST;
            is_small && !self.counts(at) && !is_one
        };
        self.looked_at().any(small)
    }

    /// Tells whether a name or noun stands here that is neither a day nor an hour.
    pub fn name_or_noun(&self) -> bool {
        !self.has(&[TokenClass::Calendar])
            && (self.has(&[TokenClass::Name])
                || self.has(&[TokenClass::Plain]) && !self.any_word(|word| HOURS.contains(&word)))
    }

    /// Tells whether a noun names somebody: "the workers", "a council".
    fn people(&self) -> bool {
        let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
        let kinds = PEOPLE.map(|kind| vectors.row(kind));
        self.looked_at().any(|(_, token)| {
            let is_of = |kind: &WordRow| token.row.is_some_and(|row| known.is_a(row, *kind));
            kinds.iter().flatten().any(is_of)
                || kinds.iter().flatten().any(|kind| Some(*kind) == token.row)
        })
    }

    /// Tells whether somebody may be named or meant here.
    pub fn somebody(&self) -> bool {
        self.name()
            || self.any_word(|word| SOMEBODY.contains(&word) || PASSERS.contains(&word))
            || self.people()
    }

    /// Tells whether a name stands here, or what begins the sentence may be one.
    pub fn name(&self) -> bool {
        self.has(&[TokenClass::Name]) || self.begins_with_capital()
    }

    /// Tells whether a name stands here that is not told of as a place: "Ada Lind", not "in Port Orbey".
    pub fn name_of_somebody(&self) -> bool {
        let is_name = |at: usize| {
            let token = self.tokens.get(at);
            let goes_on = |at: usize| {
                self.tokens
                    .get(at)
                    .is_some_and(|token| token.class == TokenClass::Name)
            };
            token.is_some_and(|token| {
                token.class == TokenClass::Name
                    || at == 0 && token.class == TokenClass::Plain && goes_on(1)
            })
        };
        self.looked_at()
            .filter(|(at, _)| is_name(*at))
            .any(|(at, _)| {
                let first = (0..at).rev().take_while(|at| is_name(*at)).last();
                let before = first.unwrap_or(at).checked_sub(1);
                let before = before.map(|before| self.word(before)).unwrap_or_default();
                !matches!(before.as_str(), "in" | "at" | "near" | "from" | "outside")
            })
    }

    fn begins_with_capital(&self) -> bool {
        let begins = |(at, token): (usize, &Token)| {
            let written = token.span.of(self.text).unwrap_or_default();
            at == 0 && token.class == TokenClass::Plain && written.starts_with(char::is_uppercase)
        };
        self.looked_at().next().is_some_and(begins)
    }

    /// Tells whether words of a reason stand here, just before or just behind.
    pub fn reason(&self) -> bool {
        let first = self.which.iter().position(|inside| *inside);
        let last = self.which.iter().rposition(|inside| *inside);
        let (Some(first), Some(last)) = (first, last) else {
            return false;
        };
        let any = |from: usize, to: usize, cues: &[&str]| {
            (from..to).any(|at| cues.contains(&self.word(at).as_str()))
        };
        any(first.saturating_sub(REASON_BEFORE), last + 1, &OF_REASONS)
            || any(first, last + 1 + REASON_BEHIND, &LEADS_TO)
    }

    /// Tells whether the question says every word of it.
    pub fn all_said(&self) -> bool {
        let said = |at: usize| {
            let stem = normalize::stem(&normalize::fold(&self.word(at)));
            self.question.words.iter().any(|asked| asked.stem == stem)
        };
        let content = |(_, token): &(usize, &Token)| token.class != TokenClass::Function;
        let mut content = self.looked_at().filter(content).peekable();
        content.peek().is_some() && content.all(|(at, _)| said(at))
    }

    /// Tells whether a date, a figure or a word for a time is among them.
    pub fn time(&self) -> bool {
        let is_figure = |(at, token): (usize, &Token)| match token.class {
            TokenClass::Year => true,
            TokenClass::Number => !self.is_sum_or_share(at) && !self.is_in_compound(at),
            _ => false,
        };
        self.looked_at().any(is_figure) || self.any_word(dimensions::is_time)
    }

    /// Tells whether a figure says how much money or which part of a hundred: "30%".
    fn is_sum_or_share(&self, figure: usize) -> bool {
        let measured = quantity_match::measured_by(self.text, self.tokens, figure);
        (measured.iter()).any(|own| matches!(own, Dimension::Money | Dimension::Share))
    }

    /// Tells whether a figure only says of what kind something is: "two-factor", but not "two-hour".
    fn is_in_compound(&self, figure: usize) -> bool {
        quantity_match::is_in_compound(self.text, self.tokens, figure)
    }

    /// Tells whether they are somebody's age and no time besides: "at the age of 88".
    pub fn is_age(&self) -> bool {
        let is_told_as_age = |at: usize| {
            let before = |steps: usize| {
                at.checked_sub(steps)
                    .map(|at| self.word(at))
                    .unwrap_or_default()
            };
            matches!(before(1).as_str(), "aged" | "age") || before(1) == "of" && before(2) == "age"
        };
        let mut figures = (self.looked_at()).filter(|(_, token)| token.class == TokenClass::Number);
        !self.has(&[TokenClass::Year, TokenClass::Calendar])
            && figures.any(|(at, _)| is_told_as_age(at))
    }

    /// Tells whether they say until when: "until Easter".
    pub fn until(&self) -> bool {
        self.any_word(|word| UNTIL.contains(&word))
    }

    /// Tells whether they say when without a date: "as a child", "during the war", "on Sundays", "twice".
    pub fn when(&self) -> bool {
        self.time()
            || self.period()
            || self.has(&[TokenClass::Calendar])
            || self.until()
            || self
                .any_word(|word| HOURS.contains(&word) || WHEN.split(' ').any(|when| when == word))
    }

    /// Tells whether days of every week are among them: "Tuesdays".
    pub fn weekdays(&self) -> bool {
        let is_day = |word: &str| {
            word.strip_suffix('s')
                .is_some_and(|day| WEEKDAYS.contains(&day))
        };
        self.any_word(is_day)
    }

    /// Tells whether a named time is among them: "World War II".
    pub fn period(&self) -> bool {
        self.any_word(|word| PERIODS.contains(&word))
    }
}
