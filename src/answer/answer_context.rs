//! Everything an answer is made of, and what is known of its candidates.

use std::sync::Arc;

use crate::article::Article;
use crate::search::analysis::{AnalysedArticle, AnalysedSentence};
use crate::search::candidate::Candidate;
use crate::search::measure::who_is_meant;
use crate::search::query::Query;
use crate::search::ranking::Ranked;
use crate::search::vocabulary::Vocabulary;
use crate::search::{
    asked_person, definition_questions, faq, labelled_lines, lifespans, permitted_things,
    rows_of_others, short_replies, stated_figures, told_of_others,
};
use crate::text::Span;

/// Everything an answer is made of.
pub struct AnswerContext<'a> {
    /// The candidates, best first.
    pub findings: Vec<Ranked>,
    /// The question in the words of the articles.
    pub query: Query,
    /// What was taken over from an earlier question.
    pub carried_over: Option<String>,
    /// What counts of how likely the first candidate answers the question without words that only say which article is
    /// meant; 0 where it has none.
    pub chance_if_shorter: f32,
    /// All articles.
    pub articles: &'a [Arc<Article>],
    /// Prepares an article for comparison.
    pub analysed: Box<dyn Fn(usize) -> Option<&'a AnalysedArticle> + 'a>,
    /// The words of all articles.
    pub vocabulary: &'a Vocabulary,
    /// Names the articles.
    pub fingerprint: &'a str,
}

impl AnswerContext<'_> {
    /// Returns a sentence of a run's article.
    pub fn sentence(&self, article: usize, sentence: usize) -> Option<&AnalysedSentence> {
        (self.analysed)(article)?.sentences.get(sentence)
    }

    /// Finds the end of a life that the question asks for in the brackets behind a candidate's name.
    pub fn end_of_life(&self, ranked: &Ranked) -> Option<Span> {
        let life = lifespans::asked(&self.query)?;
        let text = &self.articles.get(ranked.place.article)?.text;
        life.answer_in(
            text,
            self.sentence(ranked.place.article, ranked.place.sentence)?,
        )
    }

    /// Tells whether the question asks what a thing is or when somebody was born or died, and a candidate says so.
    pub fn is_named_by(&self, ranked: &Ranked) -> bool {
        if self.end_of_life(ranked).is_some() {
            return true;
        }
        let named = definition_questions::asked(&self.query);
        let candidate = self.candidate(ranked);
        (named.zip(candidate)).is_some_and(|(named, candidate)| named.is_told_by(candidate))
    }

    /// Tells whether the question asks no more than one figure of a thing, and a candidate states it.
    pub fn states_the_figure(&self, ranked: &Ranked) -> bool {
        let asked = stated_figures::asked(&self.query);
        let candidate = self.candidate(ranked);
        candidate.is_some_and(|candidate| {
            asked.is_some_and(|asked| asked.is_answered_by(candidate))
                || stated_figures::gives_age(&self.query, candidate)
        })
    }

    /// Tells whether a candidate is a line whose label is just what the question asks for.
    pub fn is_labelled(&self, ranked: &Ranked) -> bool {
        let candidate = self.candidate(ranked);
        candidate.is_some_and(|candidate| labelled_lines::tell(&self.query, candidate))
    }

    /// Tells how likely a candidate answers because it follows a question of the article that asks the same; `None` where
    /// it follows none.
    pub fn posed(&self, ranked: &Ranked) -> Option<f32> {
        faq::answers(&self.query, self.candidate(ranked)?)
    }

    /// Tells whether a candidate says only of what is asked about what the sentence before says of other things.
    pub fn replies(&self, ranked: &Ranked) -> bool {
        let candidate = self.candidate(ranked);
        candidate.is_some_and(|candidate| short_replies::replies(&self.query, candidate))
    }

    /// Tells whether a candidate tells of somebody or something else than is asked about.
    pub fn is_of_another(&self, ranked: &Ranked) -> bool {
        let Some(candidate) = self.candidate(ranked) else {
            return false;
        };
        let found = ranked.found.as_ref();
        told_of_others::tells_of_another(&self.query, candidate)
            || rows_of_others::tells_of_other_row(&self.query, candidate)
            || self.who_is_meant(ranked).is_none()
                && asked_person::is_found(&self.query, candidate, found, self.vocabulary)
    }

    /// Tells whether a candidate surely tells of another owner, place or state than is asked for.
    pub fn is_of_quite_another(&self, ranked: &Ranked) -> bool {
        let candidate = self.candidate(ranked);
        candidate.is_some_and(|candidate| told_of_others::is_quite_another(&self.query, candidate))
    }

    /// Tells whether the question asks no more than whether a thing is allowed, and a candidate rules on it.
    pub fn rules_on_it(&self, ranked: &Ranked) -> bool {
        let candidate = self.candidate(ranked);
        candidate.is_some_and(|candidate| permitted_things::rules_on(&self.query, candidate))
    }

    /// Returns the name that answers "who" where a candidate has only a pronoun for it, as bytes of the stored text.
    pub fn who_is_meant(&self, ranked: &Ranked) -> Option<Span> {
        who_is_meant::name_of(&self.query, self.candidate(ranked)?)
    }

    /// Returns a candidate with its article.
    pub fn candidate(&self, ranked: &Ranked) -> Option<Candidate<'_>> {
        let place = ranked.place;
        Some(Candidate {
            place,
            article: (self.analysed)(place.article)?,
            text: &self.articles.get(place.article)?.text,
        })
    }
}
