//! What each person asked in each channel a moment ago, and of which article, so that "and when was it opened?" goes on from
//! there. It is kept in memory only.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::ChannelId;

use super::app::App;
use super::asking::{self, Asked};
use super::user_error::UserError;
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
    /// Whose articles were asked.
    scope: Scope,
    /// Which of them the last question was answered from, or are nearest to it; none until it is answered.
    told_of: Vec<ArticleId>,
    /// Whether one of the questions was answered to its asker alone.
    private: bool,
}

impl Talk {
    /// Tells whether a question goes on from it. Whoever turns to a certain article begins anew there, and an answer that
    /// others read must not tell what was asked in private.
    fn leads_to(&self, asked: &Asked, now: Instant) -> bool {
        let within = asked.within.as_ref();
        let stays = within.is_none() || self.within.as_ref() == within;
        self.is_remembered(now) && stays && !(self.private && is_open(asked))
    }

    fn is_remembered(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.at) < REMEMBERED
    }
}

/// What a question goes on from.
#[derive(Debug, Clone, Default)]
struct Earlier {
    questions: Vec<String>,
    told_of: Vec<ArticleId>,
    within: Option<ArticleId>,
}

/// A question and what it goes on from, so that it can be corrected where it was asked.
#[derive(Debug, Clone)]
pub struct Joined {
    question: String,
    earlier: Earlier,
}

/// Lets a question go on from what its asker asked in this channel a moment ago, and notes it; one that corrects another
/// goes on from what that one did, and stands in its place. Blocks.
pub fn join(
    app: &Arc<App>,
    channel: ChannelId,
    asked: &mut Asked,
    corrected: Option<&Joined>,
) -> Result<Joined, UserError> {
    let scope = asked.scope;
    // Whoever asked one article still means it while a question cannot be understood alone; it must be there to be asked.
    let keeps_to = |question: &str, article: &ArticleId| {
        let snapshot = asking::fresh_enough(app, scope)?.snapshot;
        // It may be there without being read yet: then it is said so, and no other article answers in its place.
        let is_there = app.store.entry_if_there(scope, article)?.is_some();
        Ok(is_there && snapshot.knowledge.leans_on_earlier(question))
    };
    (app.conversations).join(channel, asked, corrected, Instant::now(), keeps_to)
}

/// Notes a question that does not go on from what its asker asked in this channel, or that knows what it follows on.
pub fn note(app: &App, channel: ChannelId, asked: &Asked) {
    app.conversations.note(channel, asked, Instant::now());
}

/// Tells whether others read the answer; in direct messages nobody else does.
fn is_open(asked: &Asked) -> bool {
    !asked.hidden && asked.scope != Scope::Everyone
}

/// Takes back what somebody asked in a message that is gone.
pub fn take_back(app: &App, channel: u64, asker: u64, joined: &Joined) {
    let channel = ChannelId::new(channel);
    app.conversations
        .take_back(channel, asker, &joined.question);
}

impl Conversations {
    fn take_back(&self, channel: ChannelId, asker: u64, question: &str) {
        let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(talk) = all.get_mut(&(channel, asker)) {
            talk.questions.retain(|known| known != question);
        }
    }

    /// Lets a question that follows on none yet follow on what its asker asked in this channel a moment ago, and notes it.
    /// `keeps_to` tells whether a question is still one to the article that was asked before.
    fn join(
        &self,
        channel: ChannelId,
        asked: &mut Asked,
        corrected: Option<&Joined>,
        now: Instant,
        keeps_to: impl FnOnce(&str, &ArticleId) -> Result<bool, UserError>,
    ) -> Result<Joined, UserError> {
        let mut earlier = Earlier::default();
        if asked.before.is_empty() {
            earlier = match corrected {
                Some(corrected) => corrected.earlier.clone(),
                None => self.earlier(channel, asked, now),
            };
            asked.before.clone_from(&earlier.questions);
            asked.lately.clone_from(&earlier.told_of);
            if let Some(article) = (earlier.within.as_ref()).filter(|_| asked.within.is_none())
                && keeps_to(&asked.question, article)?
            {
                asked.within = Some(article.clone());
            }
        }
        match corrected {
            Some(corrected) => self.replace(channel, &corrected.question, asked, now),
            None => self.note(channel, asked, now),
        }
        let question = asked.question.clone();
        Ok(Joined { question, earlier })
    }

    /// Puts a question in the place of the one that it corrects; what was asked after that one stays.
    fn replace(&self, channel: ChannelId, corrected: &str, asked: &Asked, now: Instant) {
        let was_last = {
            let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let talk = all.get_mut(&(channel, asked.asker.0));
            let Some(talk) = talk.filter(|talk| talk.is_remembered(now)) else {
                return;
            };
            let was_last = talk.questions.last().is_some_and(|last| last == corrected);
            for question in &mut talk.questions {
                if question == corrected {
                    question.clone_from(&asked.question);
                }
            }
            was_last
        };
        if was_last {
            self.note(channel, asked, now);
        }
    }

    fn earlier(&self, channel: ChannelId, asked: &Asked, now: Instant) -> Earlier {
        let all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let talk = all.get(&(channel, asked.asker.0));
        let talk = talk.filter(|talk| talk.leads_to(asked, now));
        talk.map_or_else(Earlier::default, |talk| Earlier {
            questions: talk.questions.clone(),
            told_of: talk.told_of.clone(),
            within: talk.within.clone(),
        })
    }

    /// Notes which articles answered a question, or are nearest to it, where it is the last that its asker asked.
    pub fn note_articles(&self, asked: &Asked, told_of: &[ArticleId]) {
        let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let own = (all.iter_mut()).filter(|((_, asker), _)| *asker == asked.asker.0);
        for (_, talk) in own {
            let is_last = talk.questions.last() == Some(&asked.question);
            if is_last && talk.scope == asked.scope {
                talk.told_of = told_of.to_vec();
            }
        }
    }

    /// Forgets all that somebody asked.
    pub fn forget(&self, asker: UserId) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|(_, who), _| *who != asker.0);
    }

    /// Forgets what cannot be followed up any more.
    pub fn forget_old(&self, now: Instant) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|_, talk| talk.is_remembered(now));
    }

    /// Notes a question after those it followed.
    fn note(&self, channel: ChannelId, asked: &Asked, now: Instant) {
        let talk = Talk {
            at: now,
            questions: continued(asked.before.clone(), asked.question.clone()),
            within: asked.within.clone(),
            scope: asked.scope,
            told_of: Vec::new(),
            private: !is_open(asked),
        };
        self.forget_old(now);
        let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
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
            lately: Vec::new(),
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
    fn before(talks: &Conversations, channel: ChannelId, asked: Asked) -> Vec<String> {
        put(talks, channel, asked, Instant::now()).before
    }

    /// Lets somebody ask at a time; what begins with "and" is still a question to the article that was asked before.
    fn put(talks: &Conversations, channel: ChannelId, mut asked: Asked, now: Instant) -> Asked {
        let keeps_to = |question: &str, _: &ArticleId| Ok(question.starts_with("And"));
        let joined = talks.join(channel, &mut asked, None, now, keeps_to);
        joined.expect("nothing is read");
        asked
    }

    #[test]
    fn a_talk_is_remembered_for_ten_minutes_after_its_last_question() {
        let talks = Conversations::default();
        let begun = Instant::now();
        let at = |seconds, question: &str| {
            let now = begun + Duration::from_secs(seconds);
            put(&talks, HERE, asked(7, question), now).before
        };
        let first = "How long is the canal?";
        assert!(at(0, first).is_empty());
        assert_eq!(at(599, "And when?"), [first]);
        assert_eq!(at(1_198, "And who?").len(), 2);
        assert!(at(1_798, "And where?").is_empty());
    }

    #[test]
    fn what_leans_on_a_question_to_one_article_is_one_to_it() {
        let talks = Conversations::default();
        let suez = ArticleId::from("suez");
        let ask = |question, within: Option<&ArticleId>| {
            let within = within.cloned();
            let asked = Asked {
                within,
                ..asked(7, question)
            };
            put(&talks, HERE, asked, Instant::now()).within
        };
        assert_eq!(ask("Who dug it?", Some(&suez)).as_ref(), Some(&suez));
        assert_eq!(ask("And when did it open?", None).as_ref(), Some(&suez));
        assert_eq!(ask("And how deep is it?", None).as_ref(), Some(&suez));
        // A question of its own is one to all articles, and so is what follows on it.
        assert_eq!(ask("How long is the Panama Canal?", None), None);
        assert_eq!(ask("And when did it open?", None), None);
        assert_eq!(ask("And who?", Some(&suez)).as_ref(), Some(&suez));
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
    fn a_question_goes_on_from_the_articles_of_the_last_answer() {
        let talks = Conversations::default();
        let now = Instant::now();
        let canal = put(&talks, HERE, asked(7, "How long is the canal?"), now);
        assert!(canal.lately.is_empty());
        talks.note_articles(&canal, &["canal".into()]);
        let next = put(&talks, HERE, asked(7, "And who dug it?"), now);
        assert_eq!(next.lately, ["canal".into()]);
        // An answer that comes late says nothing of the question that was asked meanwhile, nor does another's.
        talks.note_articles(&canal, &["canal".into()]);
        talks.note_articles(&asked(8, "And who dug it?"), &["canal".into()]);
        let last = put(&talks, HERE, asked(7, "And when?"), now);
        assert!(last.lately.is_empty());
    }

    #[test]
    fn a_correction_goes_on_from_what_the_question_did_and_stands_in_its_place() {
        let talks = Conversations::default();
        let now = Instant::now();
        let keeps_to = |_: &str, _: &ArticleId| Ok(false);
        let ask = |question: &str, corrected: Option<&Joined>| {
            let mut asked = asked(7, question);
            let joined = talks.join(HERE, &mut asked, corrected, now, keeps_to);
            (joined.expect("nothing is read"), asked.before)
        };
        let canal = "How long is the canal?";
        ask(canal, None);
        let (second, _) = ask("And wen was it dug?", None);
        let (bridge, _) = ask("And the bridge?", None);
        let when = "And when was it dug?";
        let (again, before) = ask(when, Some(&second));
        assert_eq!(before, [canal], "not what was asked later");
        assert_eq!(ask("And then?", None).1, [canal, when, "And the bridge?"]);
        ask("And why?", Some(&again));
        assert_eq!(
            ask("And the mill?", Some(&bridge)).1,
            [canal, "And wen was it dug?"]
        );
        let all = ["And why?", "And the mill?", "And then?"];
        assert_eq!(ask("And last?", None).1, [&[canal], &all[..]].concat());
        talks.forget_old(now + REMEMBERED);
        assert!(talks.asked.lock().expect("no panic").is_empty());
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
