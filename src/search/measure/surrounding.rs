//! What the paragraph, the titles and the neighbouring sentences have of the question, and where the sentence stands.

use super::{BestTwo, Candidate, Context, FOUND, Measure, Size, best_of, near};
use crate::math;
use crate::search::analysis::{AnalysedArticle, AnalysedSentence};
use crate::search::candidates::MAX_COMPARED;
use crate::search::compared_words::{Token, TokenClass};
use crate::search::features::{Feature, Vector};
use crate::search::matching::{Depth, TermMatch, match_terms};
use crate::search::term::Term;
use crate::search::{meant_article, posed_question};
use crate::text::related_words::RelatedWords;
use crate::text::sentence_vectors::SentenceVector;

/// A sentence with its two neighbours has about so many words; BM25 takes it for the length of a window.
const WINDOW_WORDS: f32 = 45.0;

/// What an article tells of so often is done in its other sentences, too.
const OF_SUBJECT: u32 = 3;

impl Measure<'_> {
    pub(super) fn context_features(
        &self,
        own: &[TermMatch],
        context: &Context,
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(Feature::Bm25Paragraph, context.block.own.bm25);
        set(Feature::Bm25Article, context.whole.bm25);
        set(
            Feature::CoverTitled,
            self.cover(&context.titled, TermMatch::tolerant),
        );
        set(Feature::CoverNearTitled, self.cover(&context.titled, near));
        set(
            Feature::CoverAround,
            self.cover(&context.around, TermMatch::tolerant),
        );
        set(Feature::CoverNearAround, self.cover(&context.around, near));
        set(
            Feature::CoverSaidAround,
            self.cover(&context.around, TermMatch::said),
        );
        set(
            Feature::CoverParagraph,
            self.cover(&context.block.own.matches, TermMatch::tolerant),
        );
        set(
            Feature::CoverArticle,
            self.cover(&context.whole.matches, TermMatch::tolerant),
        );
        set(
            Feature::CoverTitle,
            self.cover(&context.block.topic, TermMatch::tolerant),
        );
        set(Feature::NearTitle, self.cover(&context.block.topic, near));
        set(
            Feature::CoverHeading,
            self.cover(&context.block.heading, TermMatch::tolerant),
        );
        let window = best_of(own, &[&context.before, &context.after]);
        set(
            Feature::Bm25Window,
            self.bm25(&window, WINDOW_WORDS, Size::Sentence),
        );
    }

    pub(super) fn neighbours(
        &mut self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        context: &Context,
        vector: &mut Vector,
    ) {
        let article = candidate.article;
        let adds = |other: &[TermMatch]| {
            self.cover_pairs(own, other, |mine, theirs| {
                (theirs.tolerant() - mine.tolerant()).max(0.0)
            })
        };
        let before_adds = adds(&context.before);
        let back = f32::from(u8::from(sentence.is_anaphoric));
        let next_back = article
            .after(candidate.place.sentence)
            .and_then(|at| article.sentences.get(at))
            .is_some_and(|next| next.is_anaphoric);
        let covers = [
            (
                Feature::CoverBefore,
                self.cover(&context.before, TermMatch::tolerant),
            ),
            (
                Feature::CoverAfter,
                self.cover(&context.after, TermMatch::tolerant),
            ),
            (Feature::BeforeAdds, before_adds),
            (Feature::PointsBack, back),
            (Feature::BackAdds, back * before_adds),
            (Feature::NextPointsBack, f32::from(u8::from(next_back))),
        ];
        for (feature, value) in covers {
            vector[feature as usize] = value;
        }
        let said = self.bm25(own, sentence.content as f32, Size::Sentence);
        let best = self.rivals(candidate, sentence.block).bm25.besides(said);
        vector[Feature::BestOther as usize] = best;
        vector[Feature::LeadInParagraph as usize] = vector[Feature::Bm25Sentence as usize] - best;
    }

    /// Measures what the sentence, and what stands around it, is about.
    pub(super) fn about(
        &mut self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        vector: &mut Vector,
    ) {
        let foremost = self.foremost(candidate);
        let rivals = self.rivals(candidate, sentence.block);
        let (article, asked, own) = (candidate.article, &self.query.vector, &sentence.vector);
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let alone = asked.similarity(own);
        let beside = rivals.about.besides(alone);
        // What answers a question of the article's own is about what that asks, whatever its words.
        let posed = posed_question::asked_before(candidate);
        let nearest = |alone: f32, to: &dyn Fn(&SentenceVector) -> f32| {
            posed.as_ref().map_or(alone, |posed| alone.max(to(posed)))
        };
        let alone = nearest(alone, &|posed| asked.similarity(posed));
        set(Feature::About, alone);
        let titled = |own: &SentenceVector| asked.similarity_to_both(own, &article.title_vector);
        set(Feature::AboutTitled, nearest(titled(own), &titled));
        let besides = |own: &SentenceVector| asked.similarity_besides(own, &article.title_vector);
        set(Feature::AboutBesidesTitle, nearest(besides(own), &besides));
        let rival = foremost.besides(asked.similarity(own));
        set(Feature::AboutLead, alone - rival);
        let at = candidate.place.sentence;
        let of = |other: usize| article.sentences.get(other).map(|other| &other.vector);
        let before = article.before(at).and_then(of);
        set(
            Feature::AboutAround,
            before.map_or(alone, |before| asked.similarity_to_both(own, before)),
        );
        set(Feature::AboutBeside, beside);
    }

    /// Returns how near the two nearest sentences of an article come to the question.
    fn foremost(&mut self, candidate: Candidate<'_>) -> BestTwo {
        let query = self.query;
        *(self.foremost.entry(candidate.place.article)).or_insert_with(|| {
            let sentences = candidate.article.sentences.iter().take(MAX_COMPARED);
            BestTwo::of(sentences.map(|sentence| query.vector.similarity(&sentence.vector)))
        })
    }

    /// Measures what the question asks besides the article's subject, and whether the sentence says it.
    pub(super) fn detail(&self, own: &[TermMatch], context: &Context, vector: &mut Vector) {
        let topic = &context.block.topic;
        let is_detail: Vec<bool> = topic.iter().map(|m| m.tolerant() < FOUND).collect();
        let part = |worth: &dyn Fn(usize) -> f32| {
            let terms = self.query.terms.iter().zip(&is_detail).enumerate();
            let details = terms.filter(|(_, (_, is_detail))| **is_detail);
            details
                .map(|(at, (term, _))| term.weight * worth(at))
                .sum::<f32>()
        };
        let all = part(&|_| 1.0);
        let cover = |matches: &[TermMatch], worth: fn(&TermMatch) -> f32| match all > 0.0 {
            true => part(&|at| matches.get(at).map_or(0.0, worth)) / all,
            false => 1.0,
        };
        let elsewhere = part(&|at| {
            let found = |matches: &[TermMatch]| matches.get(at).is_some_and(|m| m.said() >= FOUND);
            f32::from(u8::from(
                found(&context.whole.matches) && !found(&context.around),
            ))
        });
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(Feature::DetailCover, cover(own, TermMatch::tolerant));
        set(Feature::DetailNear, cover(own, near));
        set(Feature::DetailSaid, cover(own, TermMatch::said));
        set(
            Feature::DetailSaidAround,
            cover(&context.around, TermMatch::said),
        );
        set(
            Feature::DetailElsewhere,
            elsewhere / all.max(f32::MIN_POSITIVE),
        );
        set(Feature::DetailPart, all / self.query.total_weight);
    }

    /// Returns how near that word of a yes-or-no question comes which is told least in a sentence and around it. No answer need
    /// have what the question says lightly ("can I *use* …", "can I *pay* by card"), nor what a figure in it measures ("can a
    /// *17 year old* …"), nor what is done, where the whole article speaks of it ("can I *borrow* …"); where or to whom it is
    /// done must be told all the same.
    pub fn least_told(&mut self, candidate: Candidate<'_>) -> f32 {
        let Some(sentence) = candidate.sentence() else {
            return 0.0;
        };
        let own = self.matches(candidate, candidate.place.sentence);
        let context = self.context(candidate, &own, sentence);
        let mut around = best_of(&context.around, &[&self.meant(sentence)]);
        for found in &mut around {
            found.nearest = found.nearest.max(found.said());
        }
        for (term, found) in self.query.terms.iter().zip(&mut around) {
            if is_known_or_kind(term, candidate.article, sentence) {
                found.nearest = 1.0;
            }
        }
        let question = &self.query.question;
        let is_done_throughout = |term: &Term| {
            let count = |(stem, _): &(_, f32)| candidate.article.stems.count(*stem);
            // "A 17 year old *borrow*"
            let behind_age = term.position.checked_sub(1).is_some_and(|before| {
                let word = question.words.get(before);
                question.is_measure(before) && word.is_some_and(|word| word.folded == "old")
            });
            (behind_age || question.kind.done == Some(term.position))
                && term.stems.iter().any(|stem| count(stem) >= OF_SUBJECT)
        };
        self.least_near_of(&around, |term| {
            !question.is_light(term.position)
                && !question.is_done_with(term.position)
                && !question.is_measure(term.position)
                && !is_done_throughout(term)
        })
    }

    /// Returns how near that word of a question comes which is told least in a sentence and around it, of those that stand
    /// nowhere in its article; 1 where it has all. What is done may be said in many ways.
    pub fn least_told_of_unknown(&mut self, candidate: Candidate<'_>) -> f32 {
        let Some(sentence) = candidate.sentence() else {
            return 0.0;
        };
        let own = self.matches(candidate, candidate.place.sentence);
        let context = self.context(candidate, &own, sentence);
        let mut around = best_of(&context.around, &[&self.meant(sentence), &context.after]);
        for found in &mut around {
            found.nearest = found.nearest.max(found.said());
        }
        let question = &self.query.question;
        let is_known = |term: &Term| {
            let count = |(stem, _): &(_, f32)| candidate.article.stems.count(*stem);
            let mut forms = term
                .stems
                .iter()
                .chain(&term.relatives)
                .chain(&term.neighbours);
            forms.any(|stem| count(stem) > 0)
        };
        self.least_near_of(&around, |term| {
            question.kind.done != Some(term.position)
                && question.kind.focus != Some(term.position)
                && !question.is_measure(term.position)
                && !is_known(term)
        })
    }

    /// Matches what the pronouns of a sentence stand for.
    fn meant(&self, sentence: &AnalysedSentence) -> Vec<TermMatch> {
        let names = sentence.antecedents.iter().flat_map(|meant| &meant.name);
        let names: Vec<Token> = names.copied().collect();
        match_terms(self.query, &names, Depth::Meanings)
    }

    pub(super) fn resolved(
        &self,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        context: &Context,
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let meant = self.meant(sentence);
        let resolved = best_of(own, &[&meant]);
        let titled = best_of(&context.titled, &[&meant]);
        let around = best_of(&context.around, &[&meant]);
        set(Feature::LeastNearAround, self.least_near(&around));
        set(
            Feature::CoverResolved,
            self.cover(&resolved, TermMatch::tolerant),
        );
        set(Feature::CoverNearResolved, self.cover(&titled, near));
        set(
            Feature::ResolvedAdds,
            self.cover_pairs(own, &resolved, |mine, theirs| {
                theirs.tolerant() - mine.tolerant()
            }),
        );
    }

    pub(super) fn shape(
        &self,
        candidate: Candidate<'_>,
        sentence: &AnalysedSentence,
        own: &[TermMatch],
        vector: &mut Vector,
    ) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let block = candidate
            .article
            .blocks
            .get(sentence.block)
            .cloned()
            .unwrap_or_default();
        let place = candidate.place.sentence - block.start;
        set(
            Feature::Length,
            math::ln(1.0 + sentence.tokens.len() as f32),
        );
        set(Feature::FirstInParagraph, f32::from(u8::from(place == 0)));
        set(Feature::PlaceInParagraph, math::ln(1.0 + place as f32));
        set(
            Feature::PlaceInArticle,
            math::ln(1.0 + candidate.place.sentence as f32),
        );
        let text = sentence.span.of(candidate.text).unwrap_or_default();
        set(
            Feature::IsQuestion,
            f32::from(u8::from(
                text.trim_end_matches(['"', '”', '\'', ')']).ends_with('?'),
            )),
        );
        let weight: f32 = sentence
            .tokens
            .iter()
            .filter(|token| token.class != TokenClass::Function)
            .map(|token| token.weight)
            .sum();
        let shared: f32 = (self.query.terms.iter().zip(own))
            .map(|(term, m)| term.weight * m.stem)
            .sum();
        let alike: f32 = (self.query.terms.iter().zip(own))
            .map(|(term, m)| term.weight * near(m))
            .sum();
        set(Feature::Precision, shared / weight.max(1.0));
        set(Feature::PrecisionNear, alike / weight.max(1.0));
        let matched = own
            .iter()
            .filter(|m| m.stem > 0.0)
            .map(|m| m.count as usize)
            .sum::<usize>();
        set(
            Feature::NewWords,
            math::ln(1.0 + sentence.content.saturating_sub(matched) as f32),
        );
    }
}

/// Tells whether nobody need say a word again, since the article is about it or tells of such an occasion, or whether a sentence
/// has what it is a kind of: what is said of animals is said of dogs.
fn is_known_or_kind(term: &Term, article: &AnalysedArticle, sentence: &AnalysedSentence) -> bool {
    let is_topic = || article.topic.iter().any(|token| term.has(token.stem));
    let is_kind = || {
        let mut tokens = sentence.tokens.iter();
        term.row.is_some_and(|row| {
            tokens.any(|token| {
                let kind = token.row.filter(|_| token.class == TokenClass::Plain);
                kind.is_some_and(|kind| RelatedWords::shipped().is_a(row, kind))
            })
        })
    };
    !term.name
        && !term.number
        && (is_topic() || meant_article::is_occasion_of(term, article) || is_kind())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::one_article::OneArticle;

    fn least_told(question: &str, text: &str) -> f32 {
        let one = OneArticle::of("", text);
        let query = one.query(question);
        Measure::new(&query, &one.vocabulary).least_told(one.candidate(0))
    }

    #[test]
    fn only_what_the_article_lacks_must_be_told_otherwise() {
        let least = |question: &str, text: &str| {
            let one = OneArticle::of("", text);
            let query = one.query(question);
            Measure::new(&query, &one.vocabulary).least_told_of_unknown(one.candidate(0))
        };
        let kites =
            "Sky kites are banned, because they frighten cattle.\n\nThe warden keeps a list.";
        assert!(least("Why is the sky blue?", kites) < 0.3);
        for told in [
            "Why are kites banned?",
            "Why are kites forbidden?",
            "Why are kites not on the list?",
            "Why do kites frighten cows?",
        ] {
            assert!(least(told, kites) >= 0.3, "{told}");
        }
    }

    #[test]
    fn what_says_little_need_not_be_told() {
        let tools = "Power tools only from 18.\n\nMembers borrow drills.\n\nBorrow a saw.\n\nYou borrow it for a week.";
        assert_eq!(
            least_told("can a 17 year old borrow power tools", tools),
            1.0
        );
        assert!(least_told("can I paint power tools", tools) < 0.5);
        let house = "Smoking is allowed in the yard.\n\nThe kitchen opens at 9.\n\nClean the kitchen.\n\nThe kitchen has a stove.";
        assert!(least_told("Is smoking allowed in the kitchen?", house) < 0.3);
        let inn = "She doesn't take cards.";
        assert_eq!(least_told("can I pay by card", inn), 1.0);
        assert_eq!(least_told("does it run on cards", inn), 1.0);
        assert!(least_told("can I run", inn) < 0.5);
        let yard = "Metal must stay in the yard.";
        assert_eq!(least_told("must copper stay in the yard", yard), 1.0);
        assert!(least_told("must dogs stay in the yard", yard) < 0.9);
    }
}
