//! Short articles told as reports are: a headline, a first paragraph that names the subject, and from there on "it".
//!
//! The articles that are learnt from repeat their subject's name in every other sentence. From those alone nobody learns
//! that the sentence which has the name is seldom the one that answers.

use super::question_sets::{ArticleRecord, GoldAnswer, QuestionRecord};

/// A headline is made of so many words of the first sentence.
const HEADLINE: usize = 8;

/// A shorter name is more often part of another word's meaning than a mention of the subject.
const MIN_NAME_CHARS: usize = 4;

/// A text in which some words were replaced.
struct Retold {
    text: String,
    /// What was replaced: the first character and the one behind the last, before, and by how many fewer or more it is now.
    changes: Vec<(usize, usize, isize)>,
}

/// Articles told as reports, and where what was asked about them stands now.
pub struct Reports {
    /// The reports.
    pub articles: Vec<ArticleRecord>,
    retold: Vec<Vec<Retold>>,
    /// How many paragraphs were put before those that each had.
    before: Vec<usize>,
}

/// Tells articles as reports; `whole` are the same articles in full, whose first sentence says what they are about.
pub fn of(articles: &[ArticleRecord], whole: &[ArticleRecord]) -> Reports {
    let mut reports = Reports {
        articles: Vec::new(),
        retold: Vec::new(),
        before: Vec::new(),
    };
    for article in articles {
        let full = whole.iter().find(|full| full.id == article.id);
        let opening = full.and_then(|full| full.paragraphs.first());
        let lead = first_sentence(opening.map_or("", String::as_str));
        let has_lead = (article.paragraphs.first()).is_some_and(|first| first.starts_with(lead));
        let names = names_of(&article.title);
        let retold: Vec<Retold> = (article.paragraphs.iter().enumerate())
            .map(|(at, paragraph)| match has_lead && at == 0 {
                true => retold(paragraph, lead.len(), &names),
                false => retold(paragraph, 0, &names),
            })
            .collect();
        let lead_alone = (!has_lead).then(|| lead.to_owned());
        reports.before.push(usize::from(!has_lead));
        reports.articles.push(ArticleRecord {
            id: article.id.clone(),
            title: (lead.split_whitespace().take(HEADLINE))
                .collect::<Vec<&str>>()
                .join(" "),
            paragraphs: (lead_alone.into_iter())
                .chain(retold.iter().map(|retold| retold.text.clone()))
                .collect(),
        });
        reports.retold.push(retold);
    }
    reports
}

impl Reports {
    /// Returns the questions as they stand to the reports; one whose answer has a replaced name is left out.
    pub fn about(&self, questions: &[QuestionRecord]) -> Vec<QuestionRecord> {
        let moved = |question: &QuestionRecord| {
            let id = question.article_id.as_deref();
            let at = self
                .articles
                .iter()
                .position(|own| id == Some(own.id.as_str()));
            let (before, retold) = (*self.before.get(at?)?, self.retold.get(at?)?);
            let answers: Vec<GoldAnswer> = (question.answers.iter())
                .filter_map(|answer| {
                    // What stands nowhere in the collection stays there.
                    let Some(paragraph) = retold.get(answer.paragraph) else {
                        return Some(answer.clone());
                    };
                    Some(GoldAnswer {
                        text: answer.text.clone(),
                        paragraph: answer.paragraph + before,
                        char_start: paragraph
                            .moved(answer.char_start, answer.text.chars().count())?,
                    })
                })
                .collect();
            let lost = answers.is_empty() && !question.answers.is_empty();
            (!lost).then(|| QuestionRecord {
                paragraph: question.paragraph.map(|at| at + before),
                answers,
                ..question.clone()
            })
        };
        questions.iter().filter_map(moved).collect()
    }
}

impl Retold {
    /// Returns where some characters stand now; nothing when some of them were replaced.
    fn moved(&self, start: usize, len: usize) -> Option<usize> {
        let mut now = start as isize;
        for (from, to, grown) in &self.changes {
            if *to <= start {
                now += grown;
            } else if *from < start + len {
                return None;
            }
        }
        usize::try_from(now).ok()
    }
}

fn first_sentence(paragraph: &str) -> &str {
    let end = paragraph.match_indices(". ").map(|(at, _)| at + 1);
    let end = end.into_iter().find(|at| *at > 40);
    paragraph
        .get(..end.unwrap_or(paragraph.len()))
        .unwrap_or(paragraph)
}

/// Returns the names of a subject: its whole title, then the last word of a longer one, as people are called.
fn names_of(title: &str) -> Vec<String> {
    let title = title.split('(').next().unwrap_or_default().trim();
    let last = title.split_whitespace().next_back().unwrap_or_default();
    let proper = last.chars().next().is_some_and(char::is_uppercase);
    let mut names = vec![title.to_owned()];
    if last != title && proper {
        names.push(last.to_owned());
    }
    names.retain(|name| name.chars().count() >= MIN_NAME_CHARS);
    names
}

/// Replaces the names behind the first bytes of a paragraph by "it".
fn retold(paragraph: &str, from: usize, names: &[String]) -> Retold {
    let mut retold = Retold {
        text: String::new(),
        changes: Vec::new(),
    };
    let mut rest = paragraph;
    let mut done = 0;
    while let Some((start, end)) = next_name(rest, from.saturating_sub(done), names) {
        let before = rest.get(..start).unwrap_or_default();
        // "The Rhine" as a whole becomes "it".
        let article = ["the ", "The "]
            .iter()
            .find(|article| before.ends_with(**article));
        let start = start - article.map_or(0, |article| article.len());
        let kept = rest.get(..start).unwrap_or_default();
        let opens = kept.trim_end().is_empty() || kept.trim_end().ends_with(['.', '!', '?']);
        let instead = if opens { "It" } else { "it" };
        let chars = |text: &str| text.chars().count();
        let first = chars(paragraph.get(..done + start).unwrap_or_default());
        let old = chars(rest.get(start..end).unwrap_or_default());
        retold
            .changes
            .push((first, first + old, chars(instead) as isize - old as isize));
        retold.text.push_str(kept);
        retold.text.push_str(instead);
        done += end;
        rest = rest.get(end..).unwrap_or_default();
    }
    retold.text.push_str(rest);
    retold
}

/// Returns the first and longest name that stands in a text by itself, behind so many bytes.
fn next_name(text: &str, from: usize, names: &[String]) -> Option<(usize, usize)> {
    let found = names.iter().filter_map(|name| {
        let mut all = text.match_indices(name.as_str());
        all.find(|(at, _)| {
            let before = text
                .get(..*at)
                .and_then(|before| before.chars().next_back());
            let after = text
                .get(at + name.len()..)
                .and_then(|after| after.chars().next());
            let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
            *at >= from && apart(before) && apart(after)
        })
        .map(|(at, _)| (at, at + name.len()))
    });
    found.min_by_key(|(start, end)| (*start, usize::MAX - end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mill() -> ArticleRecord {
        ArticleRecord {
            id: "mill".to_owned(),
            title: "Orm Mill".to_owned(),
            paragraphs: vec![
                "Orm Mill is a windmill in the east of Orbey, and the last that grinds. Orm Mill was built by Ada Lind."
                    .to_owned(),
                "In 1810 the Mill burned. The Orm Mill has four sails.".to_owned(),
            ],
        }
    }

    #[test]
    fn the_subject_is_named_once_and_answers_are_found_where_they_stand_now() {
        let article = mill();
        let reports = of(
            std::slice::from_ref(&article),
            std::slice::from_ref(&article),
        );
        let report = reports.articles.first().expect("one");
        assert_eq!(report.title, "Orm Mill is a windmill in the east");
        assert_eq!(
            report.paragraphs[1],
            "In 1810 it burned. It has four sails."
        );
        assert!(report.paragraphs[0].starts_with("Orm Mill is"));
        assert!(report.paragraphs[0].ends_with("It was built by Ada Lind."));
        let asked = |text: &str, paragraph: usize| QuestionRecord {
            id: text.to_owned(),
            question: "?".to_owned(),
            article_id: Some("mill".to_owned()),
            paragraph: Some(paragraph),
            answers: vec![GoldAnswer {
                text: text.to_owned(),
                paragraph,
                char_start: article.paragraphs[paragraph].find(text).expect("there"),
            }],
            answerable: true,
            kind: None,
        };
        let questions = [asked("four", 1), asked("Ada Lind", 0), asked("the Mill", 1)];
        let now = reports.about(&questions);
        assert_eq!(now.len(), 2, "an answer that was replaced is none");
        for question in &now {
            let answer = &question.answers[0];
            let paragraph = &report.paragraphs[answer.paragraph];
            let at: String = paragraph.chars().skip(answer.char_start).collect();
            assert!(at.starts_with(&answer.text), "{at}");
        }
    }

    #[test]
    fn what_begins_later_gets_the_first_sentence_of_the_whole_before_it() {
        let whole = mill();
        let later = ArticleRecord {
            paragraphs: whole.paragraphs[1..].to_vec(),
            ..whole.clone()
        };
        let reports = of(&[later], std::slice::from_ref(&whole));
        let report = reports.articles.first().expect("one");
        assert_eq!(report.paragraphs.len(), 2);
        assert!(report.paragraphs[0].starts_with("Orm Mill is a windmill"));
    }
}
