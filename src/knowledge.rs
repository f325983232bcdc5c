//! One immutable snapshot of all that can be asked; `ask` is the pipeline on one screen.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::answer::select::{self, AnswerContext};
use crate::answer::{Answer, Citation, compound_answer};
use crate::article::{Article, ArticleId, Outline};
use crate::question::{
    Ask, MAX_QUESTION_CHARS, NotAQuestion, Question, analyze, analyze_knowing, follow_up, restated,
    split_questions,
};
use crate::search::analysis::AnalysedArticle;
use crate::search::candidates;
use crate::search::faq;
use crate::search::features::Measured;
use crate::search::index::{self, Built, PIPELINE, Place, SentenceIndex};
use crate::search::index_folder::{self, Origin, Patience};
use crate::search::measure::{Candidate, Measure};
use crate::search::model;
use crate::search::prepared_articles::{PreparedArticle, PreparedArticles};
use crate::search::query::Query;
use crate::search::ranking::{Ranked, Scored};
use crate::search::reader::Reader;
use crate::search::reader_features::{self, QuestionInput, Sentence};
use crate::search::reader_tokens::ReaderToken;
use crate::search::rerank_rules;
use crate::search::vocabulary::{Vocabulary, VocabularyBuilder};

/// An immutable set of articles that answers questions. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Knowledge {
    articles: Vec<Arc<Article>>,
    analysed: Vec<OnceLock<AnalysedArticle>>,
    index: Option<SentenceIndex>,
    vocabulary: Vocabulary,
    prepared: PreparedArticles,
    fingerprint: String,
}

/// What a question found, before anything is chosen from it.
#[derive(Debug)]
pub struct SearchResult {
    /// The question in the words of the articles.
    pub query: Query,
    /// What was taken over from an earlier question.
    pub carried_over: Option<String>,
    /// The candidates, best first.
    pub ranked: Vec<Ranked>,
}

impl Knowledge {
    /// Builds a snapshot whose index lives in memory.
    pub fn in_memory(articles: Vec<Article>) -> Self {
        Knowledge::in_memory_beside(articles, &[])
    }

    /// Does so beside snapshots that hold some of the articles already: those are shared, not read a second time. The
    /// result is the same.
    pub fn in_memory_beside(articles: Vec<Article>, others: &[&Knowledge]) -> Self {
        let articles = in_order_beside(articles, others);
        let fingerprint = fingerprint(&articles);
        Knowledge::of(articles, fingerprint, others)
    }

    /// Counts the articles that are shared with others.
    pub fn shared_with(&self, others: &[&Knowledge]) -> usize {
        let is_shared = |own: &&Arc<Article>| {
            let of_others = others.iter().filter_map(|other| other.held(own));
            of_others.into_iter().any(|held| Arc::ptr_eq(&held, own))
        };
        self.articles.iter().filter(is_shared).count()
    }

    /// Returns its own copy of an article, if it holds just this one.
    fn held(&self, article: &Article) -> Option<Arc<Article>> {
        let own = self.articles.get(self.number_of(&article.id)?)?;
        (**own == *article).then(|| own.clone())
    }

    /// Returns how an article is taken apart, if it is one of these.
    fn parts_of(&self, article: &Article) -> Option<PreparedArticle> {
        let number = self.number_of(&article.id)?;
        let own = self.articles.get(number)?;
        // What is taken apart is the text, with the title in mind.
        let is_same = own.text == article.text && own.metadata.title == article.metadata.title;
        is_same.then(|| self.prepared.get(number)).flatten()
    }

    fn of(articles: Vec<Arc<Article>>, fingerprint: String, others: &[&Knowledge]) -> Self {
        match index::build_in_memory(&articles, &known_to(others)) {
            Ok(built) => Knowledge::over_index(articles, built, fingerprint),
            // Memory refuses no index; should it ever, the sentences are simply looked through.
            Err(_) => {
                let vocabulary = index::count_all(&articles).unwrap_or_else(|_| empty_vocabulary());
                Knowledge::over(articles, vocabulary, fingerprint)
            }
        }
    }

    /// Builds a snapshot of articles whose blocks and sentences are known already, to be looked through only.
    pub fn of_outlines(articles: Vec<(Article, Outline)>) -> Self {
        let outlines: BTreeMap<ArticleId, Outline> = (articles.iter())
            .map(|(article, outline)| (article.id.clone(), outline.clone()))
            .collect();
        let articles = in_order(articles.into_iter().map(|(article, _)| article).collect());
        let vocabulary =
            index::count_outlines(&articles, |article| outlines.get(&article.id).cloned())
                .unwrap_or_else(|_| empty_vocabulary());
        let fingerprint = fingerprint(&articles);
        let knowledge = Knowledge::over(articles, vocabulary, fingerprint);
        for (article, prepared) in knowledge.articles.iter().zip(&knowledge.analysed) {
            if let Some(outline) = outlines.get(&article.id) {
                let _ = prepared.set(AnalysedArticle::of_outline(
                    article,
                    outline,
                    &knowledge.vocabulary,
                ));
            }
        }
        knowledge
    }

    /// Opens the index in `folder`, building it anew when it is missing, damaged, or made of other articles; what `others`
    /// hold already is shared. Where the folder cannot be used, the index lives in memory.
    pub fn open(
        folder: &Path,
        articles: Vec<Article>,
        others: &[&Knowledge],
        patience: Patience,
    ) -> (Self, Origin) {
        let articles = in_order_beside(articles, others);
        let fingerprint = fingerprint(&articles);
        let known = known_to(others);
        match index_folder::open(folder, &fingerprint, &articles, &known, patience) {
            Ok((built, origin)) => (Knowledge::over_index(articles, built, fingerprint), origin),
            Err(error) => (
                Knowledge::of(articles, fingerprint, others),
                Origin::InMemory(error),
            ),
        }
    }

    fn over_index(articles: Vec<Arc<Article>>, built: Built, fingerprint: String) -> Self {
        let (index, vocabulary, prepared) = built;
        Knowledge {
            index: Some(index),
            prepared,
            ..Knowledge::over(articles, vocabulary, fingerprint)
        }
    }

    fn over(articles: Vec<Arc<Article>>, vocabulary: Vocabulary, fingerprint: String) -> Self {
        Knowledge {
            analysed: articles.iter().map(|_| OnceLock::new()).collect(),
            articles,
            index: None,
            vocabulary,
            prepared: PreparedArticles::default(),
            fingerprint,
        }
    }

    /// Returns the articles, in the order of their ids.
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// Names this set of articles: equal sets have equal fingerprints on any machine.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Returns the words of all articles.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Tells whether a question has several words that can be looked for, and the articles have all of them.
    pub fn has_all_words_of(&self, question: &str) -> bool {
        let question = analyze(question);
        let mut words = question.content();
        question.content().count() >= 2
            && words.all(|word| self.vocabulary.stem(&word.stem).is_some())
    }

    /// Answers a question with cited sentences, or says that the articles do not.
    ///
    /// A question that asks several things is answered thing by thing; what comes later may lean on what comes before.
    pub fn ask(&self, ask: &Ask) -> Result<Answer, NotAQuestion> {
        check_length(ask)?;
        let split = split_questions(&ask.text);
        if split.parts.len() < 2 {
            return self.ask_one(ask);
        }
        let parts = self.ask_each(ask, &split.parts)?;
        let stands_alone = (parts.first()).is_some_and(|(_, first)| first.carried_over.is_none());
        let merged = compound_answer::merge(&ask.text, parts, select::citations_at_most(ask));
        let mut answer = match merged {
            Some(merged) => merged,
            // What a later part leans on was asked in the first one, not before.
            None => self.ask_one(&Ask {
                text: split.looked_for(&ask.text).to_owned(),
                before: match stands_alone {
                    true => Vec::new(),
                    false => ask.before.clone(),
                },
                ..ask.clone()
            })?,
        };
        answer.question.clone_from(&ask.text);
        answer.left_out = split.left_out.into_iter().map(str::to_owned).collect();
        Ok(answer)
    }

    fn ask_each<'t>(
        &self,
        ask: &Ask,
        parts: &[&'t str],
    ) -> Result<Vec<(&'t str, Answer)>, NotAQuestion> {
        let mut part_of = ask.clone();
        let mut answers = Vec::with_capacity(parts.len());
        for part in parts {
            part_of.text = (*part).to_owned();
            answers.push((*part, self.ask_one(&part_of)?));
            part_of.before.push((*part).to_owned());
        }
        Ok(answers)
    }

    /// Tells whether a question cannot be understood without those before it: "When did it open?" It need not be known what
    /// it leans on.
    pub fn leans_on_earlier(&self, text: &str) -> bool {
        let split = split_questions(text);
        let first = split.parts.first().copied().unwrap_or(text);
        let question = self.read_question(first);
        follow_up::leans_on_earlier(&question) && !follow_up::may_stand_alone(&question)
    }

    /// Answers one question. Where it is doubtful whether it leans on those before, the surer of both readings counts.
    fn ask_one(&self, ask: &Ask) -> Result<Answer, NotAQuestion> {
        let findings = self.search(ask)?;
        let leaning = select::answer(ask, &findings.into_context(self));
        let read = |text: &str| self.read_question(text);
        let is_doubtful = leaning.carried_over.is_some()
            && restated(&ask.text, &ask.before, &read).is_none()
            && follow_up::may_stand_alone(&read(&ask.text));
        if !is_doubtful {
            return Ok(leaning);
        }
        let by_itself = Ask {
            before: Vec::new(),
            ..ask.clone()
        };
        let alone = select::answer(&by_itself, &self.search(&by_itself)?.into_context(self));
        let is_surer = alone.answered && alone.confidence > leaning.confidence;
        Ok(if is_surer { alone } else { leaning })
    }

    /// Answers a question, and returns with the answer what would be cited were there no threshold; `among` names the
    /// only sentences that may be cited, in order of place.
    pub fn consider(
        &self,
        ask: &Ask,
        among: Option<&[Place]>,
    ) -> Result<(Answer, Vec<Citation>), NotAQuestion> {
        let findings = match among {
            Some(places) => self.search_among(ask, places)?,
            None => self.search(ask)?,
        };
        let context = findings.into_context(self);
        let answer = select::answer(ask, &context);
        let runs = context.runs(ask.limit.map_or(1, NonZeroUsize::get));
        let citations = (runs.iter().enumerate())
            .filter_map(|(at, run)| select::citation(at + 1, run, answer.confidence, &context));
        let citations = citations.collect();
        Ok((answer, citations))
    }

    /// Finds and ranks the candidate sentences of a question.
    pub fn search(&self, ask: &Ask) -> Result<SearchResult, NotAQuestion> {
        let (query, carried_over) = match self.query(ask) {
            Err(NotAQuestion::Empty) => {
                return self.posed_word_for_word(ask).ok_or(NotAQuestion::Empty);
            }
            query => query?,
        };
        let places = self.candidates(ask, &query);
        let ranked = match ask.within {
            Some(_) => self.rank_among(ask, &query, &places),
            None => self.rank(&query, &places),
        };
        Ok(SearchResult {
            query,
            carried_over,
            ranked,
        })
    }

    /// Finds what answers a question that has no word to look for, where an article poses just that: "Where are you?"
    fn posed_word_for_word(&self, ask: &Ask) -> Option<SearchResult> {
        let query = Query::of(self.read_question(&ask.text), None, &self.vocabulary);
        let is_open = |article: &&Arc<Article>| {
            ask.within.as_ref().is_none_or(|id| *id == article.id)
                && !ask.without.contains(&article.id)
        };
        let asked = || self.articles.iter().filter(is_open);
        let answers = asked().filter_map(|article| {
            let number = self.number_of(&article.id)?;
            let places =
                faq::posed_word_for_word(&article.text, &ask.text, || self.analysed(number));
            let place = |sentence| Place {
                article: number,
                sentence,
            };
            let mut places = places.into_iter().map(place);
            places.find(|place| {
                let candidate = self.candidate(*place);
                candidate.is_some_and(|candidate| faq::answers(&query, candidate).is_some())
            })
        });
        let places: Vec<Place> = answers.collect();
        let ranked = self.rank_among(ask, &query, &places);
        (!ranked.is_empty() && !places.is_empty()).then_some(SearchResult {
            query,
            carried_over: None,
            ranked,
        })
    }

    /// Ranks the given sentences, in order of place, for a question; what else the articles have is there to be compared with.
    pub fn search_among(&self, ask: &Ask, places: &[Place]) -> Result<SearchResult, NotAQuestion> {
        let (query, carried_over) = self.query(ask)?;
        let ranked = self.rank_among(ask, &query, places);
        Ok(SearchResult {
            query,
            carried_over,
            ranked,
        })
    }

    /// Puts a question into the words of the articles; with it comes what was taken over from earlier ones.
    pub fn query(&self, ask: &Ask) -> Result<(Query, Option<String>), NotAQuestion> {
        check_length(ask)?;
        let read = |text: &str| self.read_question(text);
        if let Some(asked) = restated(&ask.text, &ask.before, &read) {
            let query = Query::of(read(&asked), None, &self.vocabulary);
            return Ok((query, Some(asked)));
        }
        let question = read(&ask.text);
        if question.words.is_empty() {
            return Err(NotAQuestion::Empty);
        }
        let carried_over = follow_up::carried_over(&question, &ask.before, &read);
        // "When was that?" asks something where there is something to follow up.
        if carried_over.is_none() && !question.asks_something() {
            return Err(NotAQuestion::Empty);
        }
        let carried = carried_over.as_deref().map(read);
        let query = Query::of(question, carried, &self.vocabulary);
        Ok((query, carried_over))
    }

    /// Takes a question apart; what the articles write with a capital is a name without one, too.
    fn read_question(&self, text: &str) -> Question {
        analyze_knowing(text, &|folded| self.vocabulary.knows_as_name(folded))
    }

    /// Measures candidates.
    pub fn measure(&self, query: &Query, places: &[Place]) -> Vec<Measured> {
        let mut measure = Measure::new(query, &self.vocabulary);
        let measured = places.iter().filter_map(|place| {
            let candidate = self.candidate(*place)?;
            Some(Measured {
                place: *place,
                block: candidate.sentence()?.block,
                vector: measure.candidate(candidate),
                found: None,
            })
        });
        measured.collect()
    }

    /// Measures and orders candidates.
    pub fn rank(&self, query: &Query, places: &[Place]) -> Vec<Ranked> {
        let scored = model::shipped().ranker.score(self.measure(query, places));
        self.rank_scored(query, scored, &|_| true)
    }

    /// Ranks only the sentences of `among`, sorted, scored beside all candidates: how much a sentence has of the question
    /// tells more when it is known how much others have.
    fn rank_among(&self, ask: &Ask, query: &Query, among: &[Place]) -> Vec<Ranked> {
        let mut places = match &self.index {
            Some(_) => self.permitted(ask, self.candidates_of_all(query)),
            None => Vec::new(),
        };
        places.extend_from_slice(among);
        places.sort_unstable();
        places.dedup();
        let mut scored = model::shipped().ranker.score(self.measure(query, &places));
        let may_be_cited = |place: Place| among.binary_search(&place).is_ok();
        scored.cite_only(may_be_cited);
        self.rank_scored(query, scored, &may_be_cited)
    }

    /// Reads the foremost of what was scored, and puts all in order.
    fn rank_scored(
        &self,
        query: &Query,
        mut scored: Scored,
        may_be_cited: &dyn Fn(Place) -> bool,
    ) -> Vec<Ranked> {
        let ranker = &model::shipped().ranker;
        self.read(Reader::shipped(), query, &mut scored);
        let mut ranked = ranker.rank(scored);
        let measured =
            |place: Place| may_be_cited(place).then(|| self.measure(query, &[place]).pop())?;
        rerank_rules::apply(
            query,
            &self.vocabulary,
            &mut ranked,
            &|place| self.candidate(place),
            &measured,
        );
        ranked
    }

    /// Reads the foremost candidates and notes what was found in them.
    pub fn read(&self, reader: &Reader, query: &Query, scored: &mut Scored) {
        let question = QuestionInput::of(query);
        let asked = reader.asked(&question);
        for own in scored.to_read() {
            let words = self.reading(own.place);
            let beside = reader_features::beside(query, &question, words);
            let sentence = Sentence {
                words,
                beside: &beside,
                setting: &reader_features::setting(&own.vector),
            };
            own.found = reader.found(&asked, &sentence);
        }
    }

    /// Returns the words and marks of a sentence as the reader takes them in.
    pub fn reading(&self, place: Place) -> &[ReaderToken] {
        let candidate = self.candidate(place);
        candidate
            .and_then(|candidate| {
                Some(
                    candidate
                        .sentence()?
                        .reading(candidate.text, &self.vocabulary),
                )
            })
            .unwrap_or_default()
    }

    /// Returns a sentence with all that is needed to measure it.
    pub fn candidate(&self, place: Place) -> Option<Candidate<'_>> {
        Some(Candidate {
            place,
            article: self.analysed(place.article)?,
            text: &self.articles.get(place.article)?.text,
        })
    }

    /// Returns an article prepared for comparison; it is prepared when first asked for.
    pub fn analysed(&self, article: usize) -> Option<&AnalysedArticle> {
        let text = self.articles.get(article)?;
        let prepared = self.analysed.get(article)?;
        let prepare = || match self.prepared.get(article) {
            Some(parts) => AnalysedArticle::of_parts(text, &parts, &self.vocabulary),
            None => AnalysedArticle::of(text, &self.vocabulary),
        };
        Some(prepared.get_or_init(prepare))
    }

    /// Returns the number of an article.
    pub fn number_of(&self, id: &ArticleId) -> Option<usize> {
        self.articles
            .binary_search_by(|article| article.id.cmp(id))
            .ok()
    }

    /// Finds the sentences that deserve a closer look.
    pub fn candidates(&self, ask: &Ask, query: &Query) -> Vec<Place> {
        let found = match &ask.within {
            Some(within) => self.candidates_of(query, self.number_of(within)),
            None => self.candidates_of_all(query),
        };
        self.permitted(ask, found)
    }

    /// Leaves out the sentences of articles that may not answer, before anything is measured: what is left is weighed as if
    /// they had not been found.
    fn permitted(&self, ask: &Ask, mut places: Vec<Place>) -> Vec<Place> {
        if !ask.without.is_empty() {
            let is_out = |place: &Place| {
                let article = self.articles.get(place.article);
                article.is_some_and(|article| ask.without.contains(&article.id))
            };
            places.retain(|place| !is_out(place));
        }
        places
    }

    fn candidates_of_all(&self, query: &Query) -> Vec<Place> {
        let looked_through = || self.looked_through(query, 0..self.articles.len());
        let Some(index) = &self.index else {
            return looked_through();
        };
        let analysed = |at| self.analysed(at);
        candidates::among_all(index, query, &self.vocabulary, &self.prepared, analysed)
            .unwrap_or_else(|error| {
                // The answer is the same, only later; whoever keeps the index has to learn of it.
                tracing::warn!(%error, "the search index cannot be read: looking through all articles");
                looked_through()
            })
    }

    fn candidates_of(&self, query: &Query, article: Option<usize>) -> Vec<Place> {
        let mut places = self.looked_through(query, article);
        if let Some(article) = article.filter(|_| self.index.is_some()) {
            places.extend(candidates::by_meaning(
                query,
                &self.prepared,
                article..article + 1,
            ));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    fn looked_through(
        &self,
        query: &Query,
        articles: impl IntoIterator<Item = usize>,
    ) -> Vec<Place> {
        let articles = articles.into_iter();
        candidates::by_looking_through(query, &self.vocabulary, articles, |at| self.analysed(at))
    }
}

impl SearchResult {
    fn into_context(self, knowledge: &Knowledge) -> AnswerContext<'_> {
        AnswerContext {
            findings: self.ranked,
            query: self.query,
            carried_over: self.carried_over,
            articles: &knowledge.articles,
            analysed: Box::new(|at| knowledge.analysed(at)),
            vocabulary: &knowledge.vocabulary,
            fingerprint: &knowledge.fingerprint,
        }
    }
}

fn check_length(ask: &Ask) -> Result<(), NotAQuestion> {
    match ask.text.chars().count() {
        length if length > MAX_QUESTION_CHARS => Err(NotAQuestion::TooLong(length)),
        _ => Ok(()),
    }
}

fn in_order(mut articles: Vec<Article>) -> Vec<Arc<Article>> {
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    articles.dedup_by(|a, b| a.id == b.id);
    articles.into_iter().map(Arc::new).collect()
}

/// Puts articles in order; those that others hold are shared.
fn in_order_beside(articles: Vec<Article>, others: &[&Knowledge]) -> Vec<Arc<Article>> {
    let mut articles = in_order(articles);
    for article in &mut articles {
        let held = others.iter().find_map(|other| other.held(article));
        if let Some(held) = held {
            *article = held;
        }
    }
    articles
}

/// Returns what tells how an article is taken apart, where others know it.
fn known_to<'o>(
    others: &'o [&'o Knowledge],
) -> impl Fn(&Article) -> Option<PreparedArticle> + Sync + 'o {
    |article| others.iter().find_map(|other| other.parts_of(article))
}

fn fingerprint(articles: &[Arc<Article>]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&PIPELINE.to_le_bytes());
    for article in articles {
        let metadata = &article.metadata;
        for part in [
            article.id.as_str(),
            &article.version.to_string(),
            &metadata.title,
            &article.text,
        ] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let shown = [
            &metadata.url,
            &metadata.author,
            &metadata.publisher,
            &metadata.published,
        ];
        for part in shown {
            hasher.update(part.as_deref().unwrap_or("\0").as_bytes());
            hasher.update(&[0xff]);
        }
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

fn empty_vocabulary() -> Vocabulary {
    VocabularyBuilder::default().build().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::article::Metadata;

    fn article(id: &str, title: &str, text: &str) -> Article {
        Article {
            id: id.into(),
            version: 1,
            metadata: Metadata {
                title: title.to_owned(),
                ..Metadata::default()
            },
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_another_snapshot_holds_is_shared_and_changes_no_answer() {
        let ferry = article(
            "ferry",
            "The ferry",
            "The ferry was built in 1998. It carries 340 passengers.",
        );
        let mill = article("mill", "The mill", "The mill was built in 1810.");
        let rebuilt = article("mill", "The mill", "The mill was built anew in 1904.");
        let before = Knowledge::in_memory(vec![ferry.clone(), mill]);
        let alone = Knowledge::in_memory(vec![ferry.clone(), rebuilt.clone()]);
        let beside = Knowledge::in_memory_beside(vec![ferry, rebuilt], &[&before]);
        assert_eq!(beside.fingerprint(), alone.fingerprint());
        let shared = |at: usize| Arc::ptr_eq(&beside.articles()[at], &before.articles()[at]);
        assert_eq!((shared(0), shared(1)), (true, false));
        assert_eq!(beside.shared_with(&[&before]), 1);
        for question in [
            "When was the mill built anew?",
            "How many passengers does the ferry carry?",
        ] {
            let ask = Ask::new(question);
            assert_eq!(beside.ask(&ask), alone.ask(&ask), "{question}");
        }
        assert!(beside.parts_of(&before.articles()[1]).is_none());
    }

    #[test]
    fn what_was_changed_since_is_not_found_and_the_rest_answers() {
        let old = article("old", "The ferry", "The ferry Aurora was built in 1998.");
        let new = article("new", "The yard", "In 1999 the ferry Aurora was built.");
        let knowledge = Knowledge::in_memory(vec![old, new]);
        let cited = |without: &[&str], within: Option<&str>| {
            let ask = Ask {
                without: Arc::new(without.iter().map(|id| (*id).into()).collect()),
                within: within.map(Into::into),
                ..Ask::new("When was the ferry Aurora built?")
            };
            let answer = knowledge.ask(&ask).expect("a question");
            let named = answer.nearest.into_iter().map(|near| near.article_id);
            let quoted = answer.citations.into_iter().map(|cited| cited.article_id);
            BTreeSet::from_iter(named.chain(quoted))
        };
        assert_eq!(cited(&[], None).len(), 2);
        assert_eq!(cited(&["old"], None), BTreeSet::from(["new".into()]));
        assert!(cited(&["old"], Some("old")).is_empty());
        assert!(cited(&["old", "new"], None).is_empty());
    }

    #[test]
    fn a_question_to_one_article_is_compared_with_all_and_answered_by_that_one() {
        let knowledge = Knowledge::in_memory(vec![
            article(
                "ferry",
                "The ferry",
                "The ferry was built in 1998. It carries 340 passengers.",
            ),
            article(
                "mill",
                "The mill",
                "The mill was built in 1810. It burned down in 1903.",
            ),
        ]);
        let within = |id: &str| Ask {
            within: Some(id.into()),
            ..Ask::new("When was the ferry built?")
        };
        for id in ["ferry", "mill"] {
            let found = knowledge.search(&within(id)).expect("a question");
            let own = knowledge.number_of(&id.into());
            assert_eq!(
                found.ranked.len(),
                2,
                "both sentences of {id}, and no other"
            );
            assert!(
                found
                    .ranked
                    .iter()
                    .all(|ranked| Some(ranked.place.article) == own)
            );
        }
        let nowhere = knowledge.search(&within("castle")).expect("a question");
        assert!(nowhere.ranked.is_empty());
    }
}
