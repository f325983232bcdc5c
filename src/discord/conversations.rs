//! What each person asked in each channel a moment ago, so that "and when was it opened?" goes on from there. It is kept in
//! memory only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::ChannelId;

use super::asking::Asked;
use crate::article::ArticleId;
use crate::store::{Scope, UserId};

/// How long a question can be followed up.
const REMEMBERED: Duration = Duration::from_secs(600);

/// A conversation remembers so many earlier questions.
const MAX_BEFORE: usize = 5;

/// Adds a question to those it followed, oldest first; the oldest are forgotten.
pub fn continued(mut before: Vec<String>, question: String) -> Vec<String> {
    before.push(question);
    let surplus = before.len().saturating_sub(MAX_BEFORE);
    before.drain(..surplus);
    before
}

/// The questions of the last minutes.
#[derive(Debug, Default)]
pub struct Conversations {
    asked: Mutex<BTreeMap<(ChannelId, u64), Talk>>,
}

/// What somebody asked.
#[derive(Debug)]
struct Talk {
    /// When last.
    at: Instant,
    /// The questions, oldest first.
    questions: Vec<String>,
    /// The only article that was asked last.
    within: Option<ArticleId>,
    /// Whether one of the questions was answered to its asker alone.
    private: bool,
}

impl Talk {
    /// Tells whether a question goes on from it. Whoever turns to a certain article begins anew there, and an answer that
    /// others read must not tell what was asked in private.
    fn leads_to(&self, asked: &Asked) -> bool {
        let within = asked.within.as_ref();
        let stays = within.is_none() || self.within.as_ref() == within;
        self.at.elapsed() < REMEMBERED && stays && !(self.private && is_open(asked))
    }
}

/// Tells whether others read the answer; in direct messages nobody else does.
fn is_open(asked: &Asked) -> bool {
    !asked.hidden && asked.scope != Scope::Everyone
}

impl Conversations {
    /// Lets a question that follows on none yet follow on what its asker asked in this channel a moment ago, and notes it.
    pub fn join(&self, channel: ChannelId, asked: &mut Asked) {
        if asked.before.is_empty() {
            asked.before = self.before(channel, asked);
        }
        self.note(channel, asked);
    }

    fn before(&self, channel: ChannelId, asked: &Asked) -> Vec<String> {
        let all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let talk = all.get(&(channel, asked.asker.0));
        talk.filter(|talk| talk.leads_to(asked))
            .map_or_else(Vec::new, |talk| talk.questions.clone())
    }

    /// Forgets all that somebody asked.
    pub fn forget(&self, asker: UserId) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|(_, who), _| *who != asker.0);
    }

    /// Notes a question after those it followed.
    pub fn note(&self, channel: ChannelId, asked: &Asked) {
        let talk = Talk {
            at: Instant::now(),
            questions: continued(asked.before.clone(), asked.question.clone()),
            within: asked.within.clone(),
            private: !is_open(asked),
        };
        let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, talk| talk.at.elapsed() < REMEMBERED);
        all.insert((channel, asked.asker.0), talk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::GuildId;

    const HERE: ChannelId = ChannelId::new(1);
    const THERE: ChannelId = ChannelId::new(2);

    fn asked(asker: u64, question: &str) -> Asked {
        Asked {
            question: question.to_owned(),
            within: None,
            before: Vec::new(),
            asker: UserId(asker),
            scope: Scope::Everyone,
            hidden: false,
            threshold: None,
            explain: false,
            signed: false,
            may_be_shared: true,
        }
    }

    /// Lets somebody ask and returns what the question follows on.
    fn before(talks: &Conversations, channel: ChannelId, mut asked: Asked) -> Vec<String> {
        talks.join(channel, &mut asked);
        asked.before
    }

    #[test]
    fn a_talk_is_one_persons_in_one_channel() {
        let talks = Conversations::default();
        let first = "How long is the canal?";
        assert!(before(&talks, HERE, asked(7, first)).is_empty());
        assert!(before(&talks, THERE, asked(7, "And here?")).is_empty());
        assert!(before(&talks, HERE, asked(8, "And who?")).is_empty());
        assert_eq!(before(&talks, HERE, asked(7, "And when?")), [first]);
        for number in 0..9 {
            before(&talks, HERE, asked(7, &format!("And number {number}?")));
        }
        let last = before(&talks, HERE, asked(7, "And last?"));
        assert_eq!(last.len(), MAX_BEFORE);
        talks.forget(UserId(7));
        assert!(before(&talks, HERE, asked(7, "And now?")).is_empty());
    }

    #[test]
    fn a_question_to_one_article_follows_on_those_to_it() {
        let talks = Conversations::default();
        let to = |id: &str, question| Asked {
            within: Some(id.into()),
            ..asked(7, question)
        };
        let (panama, suez) = ("How long is the Panama Canal?", "Who dug the Suez Canal?");
        assert!(before(&talks, HERE, asked(7, panama)).is_empty());
        assert!(before(&talks, HERE, to("suez", suez)).is_empty());
        let second = "And when did it open?";
        assert_eq!(before(&talks, HERE, to("suez", second)), [suez]);
        let to_all = before(&talks, HERE, asked(7, "And how deep is it?"));
        assert_eq!(to_all, [suez, second]);
    }

    #[test]
    fn what_was_asked_in_private_leads_to_no_answer_that_others_read() {
        let talks = Conversations::default();
        let server = GuildId::new(1).map(Scope::Guild).expect("not 0");
        let put = |hidden, question| {
            let asked = Asked {
                hidden,
                scope: server,
                ..asked(7, question)
            };
            before(&talks, HERE, asked)
        };
        let (first, second) = ("How long is the canal?", "And when was it dug?");
        assert!(put(true, first).is_empty());
        assert_eq!(put(true, second), [first]);
        assert!(put(false, "And who dug it?").is_empty());
        assert_eq!(put(true, "And how deep is it?"), ["And who dug it?"]);
    }
}
