//! What people say around a question without asking it: greetings, thanks, "does anyone know".
//!
//! None of it stands in an article, and every word of it would be missed there.

use crate::text::function_words::is_function_word;
use crate::text::normalize;

use super::parsed_question::QuestionWord;
use super::question_words::is_question_word;

/// How what is left of a question is put, where its own words do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// As it stands.
    Plainly,
    /// As a statement that may hold or not: "I wonder whether …".
    AsDoubt,
    /// As a wish for a thing that is named: "name the captain".
    AsWish,
    /// As a wish to be told what something is: "define …".
    ForMeaning,
}

/// Words of talk about the asking itself. Before a question word, and behind the last comma, some of them with nothing but
/// function words between ask nothing.
const TALK: &str = "actually advance afternoon again all already answer answered anybody anyone anyway apologies ask asked \
    asking bet bot bro btw but chance cheers clarify clue clues confirm confused correct covered curiosity \
    curious debate debating discussed discussion dude dumb eh erm evening everybody everyone exactly excuse \
    explain figure find folks footnote forget forgot forgotten good guess guys haha happen having hello help hey \
    heya hi hiya hm hmm huh idea ideas inform interested kindly knew know knows let like lmao lol lost lot love \
    man many mate maybe mentioned mind missed morning much need new no noob nope ok okay opinion people perhaps \
    pls plz possible possibly posted pretty probably q question questions quick quickly random really recall \
    remember remembers remind right say share show silly simple somebody someone sorry stuck stupid sure team \
    tell thank thanks think thinking tho though thx tia tried true try trying ty tysm u uh um understand unsure \
    want wanted well wonder wondered wondering ya yeah yes yo";

/// Of these, those that say who knows: "who knows when it opened" asks when.
const KNOWING: [&str; 6] = [
    "know",
    "knows",
    "remember",
    "remembers",
    "recall",
    "recalls",
];

/// Phrases that open a message, a question or not. A bar parts words of which one stands there, a question mark follows what
/// may be absent.
const GREETINGS: [&str; 3] = [
    "hi|hey|hello|hiya|heya|yo there|all|everyone|everybody|guys|folks|team|bot|footnote?",
    "so|ok|okay|um|uh|erm|hm|hmm|lol|haha|please|pls|plz|guys|btw",
    "according to the|this|these|your|our article|articles|text|texts|document|documents|docs|sources|archive",
];

/// Phrases that open a question which has no question word.
const OPENINGS: [&str; 16] = [
    "can|could|may|might i ask",
    "is it true|correct",
    "does|do|did|would you|anyone|anybody|someone|somebody|u|ya here? happen? to? know|remember|recall",
    "you|u|anyone|anybody|someone|somebody here? happen? to? know|knows|remember|remembers|recall",
    "can|could|would|will you|u|anyone|anybody|someone|somebody here? please|pls|plz|kindly? tell|remind|show me|us",
    "can|could|would|will you|u|anyone|anybody|someone|somebody here? please|pls|plz|kindly? explain|confirm|clarify to? me|us?",
    "can|could|would|will you|u|anyone|anybody|someone|somebody here? please|pls|plz|kindly? help me|us? find|understand out?",
    "do|does|did the|this|these|your|our article|articles|text|texts|document|documents|docs say|mention|state|tell|explain \
     anything|something?",
    "what do|does|did the|this|these|your|our article|articles|text|texts|document|documents|docs say|mention|tell",
    "tell|remind me|us",
    "let me know",
    "i am|was|have|been? been? just? wondering|curious|asking",
    "i'm|im just? wondering|curious|asking",
    "i just? want|wanted|need|would|have like|love? to know|ask|find out?",
    "i'd|id just? like|love to know|ask|find out?",
    "any|no|got|have|you|u any? idea|ideas|clue|clues",
];

/// What may stand between such an opening and the question: what shall be told about …
const ABOUT: &str = "about|of|on";

/// … a doubt …
const DOUBT: &str = "if|whether|that";

/// … or nothing that matters.
const JOINT: &str = "exactly|please|pls|plz|again";

/// Openings that stand for a question word.
const WISHES: [(&str, Put); 4] = [
    ("define", Put::ForMeaning),
    ("explain|describe", Put::ForMeaning),
    ("give|show|find me|us", Put::AsWish),
    (
        "name|list|find the|a|an|all|some|any|every|each|his|her|its|their",
        Put::AsWish,
    ),
];

/// Phrases that close a question without a comma.
const CLOSINGS: [&str; 6] = [
    "thanks|thx|thnx|ty|tysm|tyvm|tia|cheers so? much|lot? in? advance? guys|all|everyone|folks?",
    "many thanks in? advance?",
    "please|pls|plz|lol|lmao|haha|hehe|btw",
    "again|exactly|actually",
    "by the way",
    "according to the|this|these|your|our article|articles|text|texts|document|documents|docs|sources|archive",
];

/// Roundabout ways to begin a question, and the word that asks the same: where none is told, their own first.
const ROUNDABOUT: [(&str, &str); 6] = [
    ("how come", "why"),
    (
        "what|which is|was|are|were the name of the guy|person|man|woman|people|one|ones|guys who|that",
        "who",
    ),
    (
        "who is|was|are|were the guy|person|man|woman|people|one|ones|guys who|that",
        "who",
    ),
    ("when is|was it when|that", "when"),
    ("where is|was it where|that", "where"),
    (
        "who|what|which|when|where|why|how the|in|on hell|heck|world|earth",
        "",
    ),
];

/// Takes away what opens and closes a question without asking anything; returns how the rest is put, and whether what was
/// taken away asks to be told something. Nothing is taken when nothing would be left to ask.
pub fn strip_filler(text: &str, words: &mut Vec<QuestionWord>) -> (Put, bool) {
    let mut rest = Rest {
        text,
        words,
        from: 0,
        to: words.len(),
    };
    while CLOSINGS.iter().any(|phrase| rest.closes(phrase)) || rest.leave_last_talk() {}
    let mut put = match rest.leave_first_talk() {
        true => Put::AsDoubt,
        false => Put::Plainly,
    };
    let mut wants_to_know = false;
    loop {
        if OPENINGS.iter().any(|phrase| rest.opens(phrase)) {
            wants_to_know = true;
            continue;
        }
        let greets = GREETINGS.iter().any(|phrase| rest.opens(phrase));
        let joins = rest.from > 0 && rest.opens(JOINT);
        if !greets && !joins {
            break;
        }
    }
    if rest.from > 0 && rest.opens(DOUBT) {
        put = Put::AsDoubt;
    }
    if rest.question_word().is_none() {
        if rest.from > 0 && rest.opens(ABOUT) {
            put = Put::ForMeaning;
        }
        let wish = WISHES.iter().find(|(phrase, _)| rest.opens(phrase));
        put = wish.map_or(put, |(_, put)| *put);
    }
    let (from, to) = (rest.from, rest.to);
    words.truncate(to);
    words.drain(..from);
    rewrite_roundabout(words);
    (put, wants_to_know || put != Put::Plainly)
}

/// Tells whether a word may be talk about the asking.
pub(super) fn is_talk(folded: &str) -> bool {
    TALK.split(' ').any(|word| word == folded)
}

/// Puts the word that asks in the place of a roundabout beginning.
fn rewrite_roundabout(words: &mut Vec<QuestionWord>) {
    let found = (ROUNDABOUT.iter()).find_map(|(phrase, straight)| {
        let behind = matched(phrase, words, 0).filter(|behind| *behind < words.len())?;
        Some((behind, straight))
    });
    let Some((behind, straight)) = found else {
        return;
    };
    words.drain(1..behind);
    if let Some(first) = words.first_mut().filter(|_| !straight.is_empty()) {
        first.folded = (*straight).to_owned();
        first.stem = normalize::stem(straight);
        first.function = true;
    }
}

/// What is left of a question.
struct Rest<'q> {
    text: &'q str,
    words: &'q [QuestionWord],
    from: usize,
    to: usize,
}

impl Rest<'_> {
    fn some(&self, from: usize, to: usize) -> &[QuestionWord] {
        self.words.get(from..to).unwrap_or_default()
    }

    fn asks(&self, from: usize, to: usize) -> bool {
        let asks =
            |word: &QuestionWord| !word.function || word.name || is_question_word(&word.folded);
        self.some(from, to).iter().any(asks)
    }

    fn question_word(&self) -> Option<usize> {
        let asks = |word: &QuestionWord| is_question_word(&word.folded);
        let at = self.some(self.from, self.to).iter().position(asks)?;
        Some(self.from + at)
    }

    /// Tells whether words only talk about the asking.
    fn is_talk(&self, from: usize, to: usize) -> bool {
        let talk = |word: &QuestionWord| is_talk(&word.folded);
        let words = self.some(from, to);
        words.iter().any(talk)
            && (words.iter()).all(|word| talk(word) || is_function_word(&word.folded))
    }

    /// Leaves talk before a question word, a doubt, or behind which a mark stands; tells whether it was a doubt.
    fn leave_first_talk(&mut self) -> bool {
        if let Some(at) = self.question_word()
            && self.is_talk(self.from, at)
        {
            self.from = at;
        }
        // "Who knows when it opened?"
        let next = (self.from + 1..self.to).find(|at| {
            self.words
                .get(*at)
                .is_some_and(|word| is_question_word(&word.folded))
        });
        if let Some(next) = next
            && (self.some(self.from + 1, next).iter())
                .all(|word| KNOWING.contains(&word.folded.as_str()))
            && next > self.from + 1
        {
            self.from = next;
        }
        let is = |at: &usize, form: &[&str]| {
            (self.words.get(*at)).is_some_and(|word| form.contains(&word.folded.as_str()))
        };
        if self.question_word().is_none() {
            let doubt = (self.from..self.to).find(|at| is(at, &["if", "whether"]));
            if let Some(at) =
                doubt.filter(|at| self.is_talk(self.from, *at) && self.asks(*at + 1, self.to))
            {
                self.from = at + 1;
                return true;
            }
            let mark = (self.from + 1..self.to).rev().find(|at| {
                self.is_apart(*at) && self.is_talk(self.from, *at) && self.asks(*at, self.to)
            });
            self.from = mark.unwrap_or(self.from);
        }
        false
    }

    /// Leaves talk behind the last mark.
    fn leave_last_talk(&mut self) -> bool {
        let last = (self.from + 1..self.to).find(|at| {
            self.is_apart(*at) && self.is_talk(*at, self.to) && self.asks(self.from, *at)
        });
        self.to = last.unwrap_or(self.to);
        last.is_some()
    }

    /// Goes behind a phrase that stands at the beginning, unless nothing would be left.
    fn opens(&mut self, phrase: &str) -> bool {
        let behind = matched(phrase, self.some(0, self.to), self.from);
        let behind = behind.filter(|behind| self.asks(*behind, self.to));
        self.from = behind.unwrap_or(self.from);
        behind.is_some()
    }

    /// Goes before a phrase that stands at the end, unless nothing would be left.
    fn closes(&mut self, phrase: &str) -> bool {
        let words = self.some(0, self.to);
        let ends_here = |from: &usize| {
            matched(phrase, words, *from) == Some(self.to) && self.asks(self.from, *from)
        };
        let last = (self.from + 1..self.to).find(ends_here);
        self.to = last.unwrap_or(self.to);
        last.is_some()
    }

    /// Tells whether a mark parts a word from the one before it.
    fn is_apart(&self, at: usize) -> bool {
        let end = at.checked_sub(1).and_then(|before| self.words.get(before));
        let between = end
            .zip(self.words.get(at))
            .and_then(|(before, word)| self.text.get(before.span.end..word.span.start));
        between.is_some_and(|between| {
            between.contains([',', ':', ';', '.', '?', '!', '–', '—', '('])
                || between.contains(" - ")
        })
    }
}

/// Returns the place behind a phrase that stands at a place, as many of its words taken as there are.
fn matched(phrase: &str, words: &[QuestionWord], from: usize) -> Option<usize> {
    let mut at = from;
    for part in phrase.split_whitespace() {
        let (choices, optional) = match part.strip_suffix('?') {
            Some(choices) => (choices, true),
            None => (part, false),
        };
        let is_there = (words.get(at))
            .is_some_and(|word| choices.split('|').any(|choice| choice == word.folded));
        match (is_there, optional) {
            (true, _) => at += 1,
            (false, true) => {}
            (false, false) => return None,
        }
    }
    (at > from).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::super::{AnswerType, analyze};

    fn asked(text: &str) -> String {
        let words: Vec<String> = (analyze(text).words.into_iter())
            .map(|word| word.folded)
            .collect();
        words.join(" ")
    }

    #[test]
    fn what_people_say_around_a_question_is_not_looked_for() {
        let plain = "when did the canal open";
        for chatty in [
            "When did the canal open?",
            "hey, when did the canal open",
            "Hi all! Does anyone know when the canal opened? Thanks in advance!",
            "can someone please tell me when the canal opened pls",
            "I was wondering when the canal opened.",
            "quick question: when did the canal open??",
            "when did the canal open, does anyone know?",
            "ok so when exactly did the canal open lol",
            "Could you tell us, when did the canal open? Thank you so much",
            "according to the article, when did the canal open?",
            "sorry if this was asked before, but when did the canal open? I forgot",
            "need help: when did the canal open",
            "is there anyone who knows when the canal opened",
            "when the hell did the canal open",
        ] {
            let told = asked(chatty);
            let told = told
                .replace("opened", "open")
                .replace("when exactly", "when");
            assert!(
                told == plain || told == "when the canal open",
                "{chatty}: {told}"
            );
        }
    }

    #[test]
    fn words_that_are_asked_about_stay() {
        for question in [
            "who wrote thank you for smoking",
            "well water quality",
            "what does hello mean",
            "can you keep bees in a city",
            "name of the captain",
        ] {
            assert_eq!(asked(question), question);
        }
        assert_eq!(asked("hello"), "hello");
        assert_eq!(asked("Thanks!"), "thanks");
    }

    #[test]
    fn a_wish_and_a_doubt_are_questions_too() {
        let kind = |text: &str| analyze(text).kind.expected;
        assert_eq!(kind("Name the president of the bank."), AnswerType::Person);
        assert_eq!(kind("Tell me about the canal"), AnswerType::Definition);
        assert_eq!(kind("define photosynthesis"), AnswerType::Definition);
        assert_eq!(
            kind("I wonder if the bridge was rebuilt"),
            AnswerType::Truth
        );
        assert_eq!(kind("tell me the height of the tower"), AnswerType::Number);
        assert_eq!(kind("apollo 11 launch date"), AnswerType::Date);
        assert_eq!(kind("population of Leiden"), AnswerType::Number);
    }

    #[test]
    fn a_roundabout_beginning_asks_like_a_straight_one() {
        assert_eq!(asked("How come honey keeps?"), "why honey keeps");
        assert_eq!(
            asked("what is the name of the guy who built it"),
            "who built it"
        );
        assert_eq!(
            asked("When was it that the wall fell?"),
            "when the wall fell"
        );
    }

    proptest::proptest! {
        #[test]
        fn something_to_ask_always_stays(
            text in "((hi|does|anyone|know|who|what|is|the|name|of|guy|that|if|thanks|please|canal|,|\\?|me|tell) ?){1,12}"
        ) {
            let said = crate::text::words::words(&text).count();
            let question = analyze(&text);
            assert!(question.words.is_empty() == (said == 0), "{text}");
            let kind = question.kind;
            for place in kind.wh_word.into_iter().chain(kind.focus) {
                assert!(place < question.words.len(), "{text}");
            }
        }
    }

    #[test]
    fn words_drawn_together_are_read_apart() {
        assert_eq!(asked("whats the canal"), "what is the canal");
        assert_eq!(asked("who’s the captain"), "who is the captain");
        assert_eq!(asked("why doesnt honey spoil"), "why doesn't honey spoil");
    }
}
