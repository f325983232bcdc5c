//! The same sentence in several articles is quoted once.

use std::collections::BTreeSet;

use crate::search::vocabulary::StemId;

use super::agreement::{contrasts, other_figure};
use super::compared_question::ComparedQuestion;
use super::{Citation, Mention};

/// Sentences that share this part of their words are copies of each other (Jaccard).
const COPIES: f32 = 0.8;

/// Folds near-identical sentences of other articles into the first that says so. With each citation come its stems.
/// Where two differ in a figure, a date or a "not", all other words alike, they are no copies.
pub fn fold(
    citations: impl Iterator<Item = (Citation, BTreeSet<StemId>)>,
    asked: &ComparedQuestion,
) -> Vec<Citation> {
    let mut kept: Vec<(Citation, BTreeSet<StemId>)> = Vec::new();
    for (citation, stems) in citations {
        let copy = kept.iter_mut().find(|(first, own)| {
            are_copies(own, &stems)
                && other_figure(first, &citation, asked).is_none()
                && contrasts(first, &citation).is_empty()
        });
        match copy {
            Some((first, _)) if first.article_id != citation.article_id => {
                let mention = Mention {
                    article_id: citation.article_id,
                    title: citation.title,
                    url: citation.url,
                };
                if !first.also_in.contains(&mention) {
                    first.also_in.push(mention);
                }
            }
            Some(_) => {}
            None => kept.push((citation, stems)),
        }
    }
    let mut citations: Vec<Citation> = kept.into_iter().map(|(citation, _)| citation).collect();
    for (at, citation) in citations.iter_mut().enumerate() {
        citation.number = at + 1;
    }
    citations
}

fn are_copies(one: &BTreeSet<StemId>, two: &BTreeSet<StemId>) -> bool {
    let (few, many) = (one.len().min(two.len()), one.len().max(two.len()));
    // They cannot share more than the smaller one has.
    if (few as f32) < COPIES * many as f32 {
        return false;
    }
    let shared = one.intersection(two).count();
    let all = one.len() + two.len() - shared;
    shared as f32 / all.max(1) as f32 >= COPIES
}

#[cfg(test)]
mod tests {
    use super::super::agreement::arrange;
    use super::super::samples::citation;
    use super::*;

    #[test]
    fn copies_are_named_and_not_quoted() {
        let citations = [
            citation("a", "2024", "The old mill burned down in May 1810."),
            citation("b", "2025", "The old mill burned down in May 1810."),
            citation("c", "2025", "The old mill was sold in 1812."),
        ];
        let stems = [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 6, 7, 8]];
        let stems = stems.map(|stems| stems.map(StemId).into());
        let found = fold(
            citations.into_iter().zip(stems),
            &ComparedQuestion::default(),
        );
        let articles: Vec<&str> = found.iter().map(|own| own.article_id.as_str()).collect();
        assert_eq!(articles, ["a", "c"]);
        assert_eq!(found[0].also_in.len(), 1);
        assert_eq!(found[1].number, 2);
    }

    #[test]
    fn what_differs_in_a_figure_or_a_denial_is_no_copy() {
        for (one, two) in [
            (
                "The flood in the valley of the Orb killed 12 people in the night.",
                "The flood in the valley of the Orb killed 15 people in the night.",
            ),
            (
                "The council approved the budget for the northern terminal.",
                "The council did not approve the budget for the northern terminal.",
            ),
        ] {
            let citations = [citation("a", "2024", one), citation("b", "2025", two)];
            let stems = [(); 2].map(|()| (1..10).map(StemId).collect());
            let mut found = fold(
                citations.into_iter().zip(stems),
                &ComparedQuestion::default(),
            );
            assert_eq!(found.len(), 2, "{two}");
            assert_eq!(
                arrange(&mut found, &ComparedQuestion::default()).len(),
                1,
                "{two}"
            );
        }
    }
}
