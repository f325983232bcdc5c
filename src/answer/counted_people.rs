//! Whether a sentence counts those of whom a question asks how many there were: "24,000 people came" tells of visitors, "300
//! residents came" of no visitors.

use crate::search::candidate::Candidate;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::posed_question;
use crate::search::query::Query;
use crate::text::related_words::RelatedWords;
use crate::text::vectors::WordVectors;

/// Words for people of any sort.
const ANY_PEOPLE: [&str; 3] = ["people", "persons", "souls"];

/// Words for many people that name no single one.
const GROUPS: [&str; 6] = [
    "audience",
    "crew",
    "crowd",
    "personnel",
    "staff",
    "workforce",
];

/// So far before the word for people their number stands: "24,000 young people".
const FIGURE_BEFORE: usize = 3;

/// Words before a year; behind "of" and "by" as many people stand: "a crowd of 2000 people".
const BEFORE_YEARS: [&str; 4] = ["in", "since", "during", "until"];

/// Tells whether a question counts people by a word of their own, and a sentence gives a number of people by a word for
/// anybody, or by one for the sort that they are of: passengers are travellers.
pub fn tells_of_people(query: &Query, candidate: Candidate<'_>) -> bool {
    let focus = query.question.kind.focus;
    let asked = focus.and_then(|at| query.question.words.get(at));
    let term = focus.and_then(|at| query.terms.iter().find(|term| term.position == at));
    let (Some(asked), Some(sentence)) = (asked, candidate.sentence()) else {
        return false;
    };
    let (known, vectors) = (RelatedWords::shipped(), WordVectors::shipped());
    let person = vectors.row("person");
    let row = (term.and_then(|term| term.row)).or_else(|| vectors.row(&asked.folded));
    let is_person = row
        .zip(person)
        .is_some_and(|(row, person)| known.is_a(row, person));
    if !is_person && !GROUPS.contains(&asked.folded.as_str()) {
        return false;
    }
    let tokens = &sentence.tokens;
    let of_anybody = |token: &Token| {
        let written = token.span.of(candidate.text).unwrap_or_default();
        ANY_PEOPLE
            .iter()
            .any(|people| written.eq_ignore_ascii_case(people))
    };
    let of_their_sort = |token: &Token| {
        let above = row.zip(token.row);
        above.is_some_and(|(row, above)| Some(above) != person && known.is_a(row, above))
            && token
                .row
                .zip(person)
                .is_some_and(|(own, person)| known.is_a(own, person))
    };
    (0..tokens.len()).any(|at| {
        let is_told = |token: &Token| of_anybody(token) || of_their_sort(token);
        tokens.get(at).is_some_and(is_told) && is_counted(at, tokens, candidate.text)
    })
}

/// Tells whether a number stands before a word; the year in which people came counts none of them.
fn is_counted(at: usize, tokens: &[Token], text: &str) -> bool {
    let dates = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let written = before.and_then(|token| token.span.of(text));
        written.is_some_and(|word| {
            BEFORE_YEARS
                .iter()
                .any(|own| word.eq_ignore_ascii_case(own))
        })
    };
    (at.saturating_sub(FIGURE_BEFORE)..at).any(|before| {
        tokens.get(before).is_some_and(|token| match token.class {
            TokenClass::Number => true,
            TokenClass::Year => !dates(before),
            _ => false,
        })
    })
}

/// Tells whether what a question counts is said above a sentence, so that the sentence need not: by its heading, by the
/// question that it follows, or by the name of a column that is the question's verb ("Won 8").
pub fn is_counted_above(query: &Query, candidate: Candidate<'_>) -> bool {
    let focus = query.question.kind.focus;
    let counted = focus.and_then(|at| query.terms.iter().find(|term| term.position == at));
    let (Some(counted), Some(sentence)) = (counted, candidate.sentence()) else {
        return false;
    };
    let says = |token: &Token| counted.has(token.stem);
    let above = candidate.article.stands_under.get(sentence.block);
    let posed = || posed_question::before(candidate);
    let in_heading =
        || above.is_some_and(|above| above.into_iter().any(says)) && has_bare_figure(candidate);
    in_heading()
        || posed().is_some_and(|posed| posed.all_tokens().any(says))
        || is_column(query, candidate)
}

/// Tells whether a figure of a candidate counts nothing that stands behind it: "about 380 on a weekday".
fn has_bare_figure(candidate: Candidate<'_>) -> bool {
    let tokens = candidate
        .sentence()
        .map(|sentence| sentence.tokens.as_slice());
    let tokens = tokens.unwrap_or_default();
    tokens.iter().enumerate().any(|(at, figure)| {
        let next = tokens
            .get(at + 1)
            .filter(|next| candidate.text.get(figure.span.end..next.span.start) == Some(" "));
        figure.class == TokenClass::Number
            && next.is_none_or(|next| !matches!(next.class, TokenClass::Plain | TokenClass::Name))
    })
}

/// Tells whether the question's verb stands over a figure that counts nothing else: "Played 13; Won 8".
fn is_column(query: &Query, candidate: Candidate<'_>) -> bool {
    let done = query.question.kind.done;
    let verb = done.and_then(|at| query.terms.iter().find(|term| term.position == at));
    let (Some(verb), Some(sentence)) = (verb, candidate.sentence()) else {
        return false;
    };
    let text = candidate.text;
    let ends_cell = |figure: &Token| {
        let behind = text.get(figure.span.end..).unwrap_or_default();
        behind.is_empty() || behind.starts_with([';', '\n'])
    };
    (sentence.tokens.windows(2)).any(|pair| match pair {
        [own, figure] => {
            verb.has(own.stem)
                && figure.class == TokenClass::Number
                && ends_cell(figure)
                && text
                    .get(..own.span.start)
                    .is_some_and(|before| before.ends_with("; ") || before.ends_with(": "))
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::one_article::OneArticle;

    fn told(question: &str, text: &'static str) -> bool {
        let one = OneArticle::of("", text);
        tells_of_people(&one.query(question), one.candidate(0))
    }

    #[test]
    fn people_are_whoever_is_counted() {
        let came = "Some 24,000 people came to the fair.";
        for asked in [
            "How many visitors came?",
            "How many protesters came?",
            "How many guests were there?",
            "How many staff does the fair have?",
        ] {
            assert!(told(asked, came), "{asked}");
        }
        assert!(!told("How many tents were there?", came));
        assert!(!told(
            "How many visitors came?",
            "People came in 40 coaches."
        ));
    }

    #[test]
    fn a_year_counts_nobody() {
        let asked = "How many visitors came?";
        assert!(!told(asked, "In 1990 people came from far."));
        assert!(told(asked, "Some 2000 people came."));
        assert!(told(asked, "A crowd of 2000 people came."));
    }

    #[test]
    fn another_group_is_not_who_is_counted() {
        let others = "Some 300 residents went to the hall.";
        assert!(!told("How many firefighters came?", others));
        assert!(!told("How many goalkeepers were there?", others));
    }

    #[test]
    fn what_stands_above_need_not_be_said_again() {
        let asked = OneArticle::of(
            "",
            "## How many loaves do you bake?\n\nAbout 380 on a weekday.",
        );
        let last = asked.analysed.sentences.len() - 1;
        let counted =
            |question: &str| is_counted_above(&asked.query(question), asked.candidate(last));
        assert!(counted("How many loaves are baked on a weekday?"));
        assert!(!counted("How many bakers are there on a weekday?"));
        let heading = OneArticle::of("", "## Loaves\n\nThe shop has 12 shelves.");
        let last = heading.analysed.sentences.len() - 1;
        let query = heading.query("How many loaves are there?");
        assert!(!is_counted_above(&query, heading.candidate(last)));
        let table = OneArticle::of("", "- Orbey: Played 13; Won 8; Points 30");
        let counted = |question: &str| is_counted_above(&table.query(question), table.candidate(0));
        assert!(counted("How many games have Orbey won?"));
        assert!(!counted("How many games have Orbey lost?"));
    }
}
