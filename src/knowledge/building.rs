//! How a snapshot is built or opened, and what it shares with others.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::Knowledge;
use crate::article::{Article, ArticleId, Outline};
use crate::search::analysis::AnalysedArticle;
use crate::search::index::{self, Built, PIPELINE};
use crate::search::index_folder::{self, Origin, Patience};
use crate::search::prepared_articles::{PreparedArticle, PreparedArticles};
use crate::search::vocabulary::{Vocabulary, VocabularyBuilder};

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
    /// hold already is shared. Where the folder cannot be used, or the articles are not current any more, the index lives in
    /// memory.
    pub fn open(
        folder: &Path,
        articles: Vec<Article>,
        others: &[&Knowledge],
        patience: Patience,
        are_current: &dyn Fn() -> bool,
    ) -> (Self, Origin) {
        let articles = in_order_beside(articles, others);
        let fingerprint = fingerprint(&articles);
        let known = known_to(others);
        let opened = index_folder::open(
            folder,
            &fingerprint,
            &articles,
            &known,
            patience,
            are_current,
        );
        match opened {
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
    use super::super::tests::article;
    use super::*;
    use crate::question::Ask;

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
}
