//! What a sentence is about, read from its first words without a dictionary.

use crate::text::Span;

/// What a noun group can be referred to as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// "he" or "she".
    Person,
    /// "it".
    Thing,
    /// "they".
    Several,
}

/// A pronoun, or a noun group that stands for a name given before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// "he", "his".
    He,
    /// "she", "her".
    She,
    /// "it", "its".
    It,
    /// "they", "their".
    They,
    /// "the group", "this law": the span of its noun.
    Noun(Span),
}

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Something that only sentences before tell.
    Stand {
        /// Its bytes in the article.
        span: Span,
        /// What it is.
        stand: Stand,
    },
    /// Something named here.
    Named {
        /// Its bytes in the article.
        span: Span,
        /// What it can be referred to as.
        nature: Nature,
    },
}

/// A word with its place in the article.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// Its bytes in the article.
    pub span: Span,
    /// Its letters.
    pub text: &'a str,
    /// Whether a comma, bracket or another mark stands right before it.
    pub after_mark: bool,
}

impl Word<'_> {
    /// Tells whether it is one of these words, whatever its case.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words
            .iter()
            .any(|word| self.text.eq_ignore_ascii_case(word))
    }

    /// Tells whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Words that open a phrase before the subject.
const LEADS_IN: &[&str] = &[
    "in",
    "on",
    "at",
    "after",
    "before",
    "during",
    "while",
    "when",
    "although",
    "though",
    "as",
    "by",
    "from",
    "with",
    "for",
    "since",
    "despite",
    "under",
    "following",
    "because",
    "if",
    "unlike",
    "like",
    "among",
    "along",
    "through",
    "throughout",
    "within",
    "until",
    "upon",
    "between",
    "over",
    "according",
    "to",
    "once",
    "early",
    "late",
    "due",
    "besides",
    "beyond",
    "having",
    "being",
    "based",
    "given",
    "against",
    "without",
    "towards",
];

/// Single words that may stand before the subject.
const ADVERBS: &[&str] = &[
    "however",
    "later",
    "then",
    "thus",
    "meanwhile",
    "also",
    "furthermore",
    "moreover",
    "therefore",
    "additionally",
    "nevertheless",
    "today",
    "finally",
    "instead",
    "similarly",
    "soon",
    "but",
    "and",
    "yet",
    "so",
    "initially",
    "originally",
    "eventually",
    "subsequently",
    "currently",
    "here",
    "still",
    "often",
    "sometimes",
    "further",
    "hence",
    "consequently",
    "afterwards",
    "now",
    "first",
    "second",
    "indeed",
    "overall",
    "likewise",
    "conversely",
];

/// Verbs and auxiliaries that end a subject.
const VERBS: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "has",
    "have",
    "had",
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
    "may",
    "might",
    "must",
    "shall",
    "should",
    "became",
    "becomes",
    "began",
    "begins",
    "came",
    "comes",
    "went",
    "goes",
    "made",
    "makes",
    "took",
    "takes",
    "gave",
    "gives",
    "wrote",
    "writes",
    "said",
    "says",
    "won",
    "wins",
    "lost",
    "held",
    "holds",
    "led",
    "leads",
    "built",
    "grew",
    "fell",
    "rose",
    "ran",
    "runs",
    "met",
    "left",
    "saw",
    "sees",
    "found",
    "kept",
    "stood",
    "stands",
    "lies",
    "lay",
    "spent",
    "brought",
    "bought",
    "sold",
    "sent",
    "used",
    "uses",
    "contains",
    "includes",
    "consists",
    "remains",
    "provides",
    "allows",
    "requires",
    "refers",
    "occurs",
    "appears",
    "exists",
    "shows",
    "means",
    "often",
    "also",
    "not",
    "never",
    "usually",
    "generally",
    "typically",
    "never",
    "soon",
    "then",
    "still",
    "now",
    "later",
    "sought",
    "taught",
    "drew",
    "fought",
    "broke",
    "chose",
    "knew",
    "spoke",
    "produces",
    "causes",
    "plays",
    "covers",
    "serves",
    "offers",
    "seeks",
    "argues",
    "believes",
    "claims",
    "states",
    "suggests",
    "describes",
    "forms",
    "flows",
    "belongs",
    "depends",
    "felt",
    "put",
    "set",
    "shot",
    "cut",
    "hit",
    "let",
    "read",
    "struck",
    "swept",
    "thought",
    "threw",
    "told",
    "understood",
    "wore",
    "finds",
    "moves",
    "works",
    "lives",
    "gets",
    "got",
    "fed",
    "bore",
    "ate",
    "died",
    "dies",
    "returns",
    "begin",
    "bring",
    "sank",
    "sang",
    "swam",
    "flew",
    "drove",
    "rode",
    "paid",
    "meant",
    "dealt",
    "slept",
    "shone",
    "hung",
];

/// Words between which a noun group goes on.
const JOINTS: &[&str] = &[
    "of", "de", "von", "van", "the", "and", "for", "&", "du", "la", "le", "del", "bin", "al",
];

/// Words inside the name of an organisation, a place or a work.
const NO_PERSON: &[&str] = &[
    "university",
    "college",
    "school",
    "institute",
    "company",
    "corporation",
    "inc",
    "ltd",
    "group",
    "party",
    "union",
    "church",
    "army",
    "navy",
    "force",
    "forces",
    "council",
    "court",
    "commission",
    "committee",
    "ministry",
    "department",
    "office",
    "agency",
    "bank",
    "museum",
    "library",
    "hospital",
    "river",
    "lake",
    "sea",
    "ocean",
    "mountain",
    "mountains",
    "valley",
    "island",
    "islands",
    "city",
    "county",
    "state",
    "states",
    "province",
    "republic",
    "kingdom",
    "empire",
    "dynasty",
    "war",
    "battle",
    "treaty",
    "act",
    "bill",
    "law",
    "street",
    "avenue",
    "road",
    "park",
    "bridge",
    "house",
    "hall",
    "center",
    "centre",
    "station",
    "airport",
    "stadium",
    "league",
    "cup",
    "bowl",
    "team",
    "club",
    "association",
    "society",
    "foundation",
    "organization",
    "organisation",
    "network",
    "channel",
    "news",
    "times",
    "post",
    "journal",
    "magazine",
    "press",
    "series",
    "show",
    "prize",
    "award",
    "theory",
    "theorem",
    "principle",
    "project",
    "program",
    "programme",
    "system",
    "committee",
    "board",
    "parliament",
    "congress",
    "senate",
    "government",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "new",
    "united",
    "great",
    "american",
    "british",
    "french",
    "german",
    "european",
    "english",
    "international",
    "national",
    "royal",
    "world",
    "day",
    "century",
    "revolution",
    "movement",
    "festival",
];

/// Nouns that are plural without an "s".
const PLURALS: &[&str] = &[
    "people", "men", "women", "children", "police", "cattle", "data", "media", "clergy", "fans",
];

/// Splits a sentence, which begins at `offset` in its article, into words.
pub fn words<'a>(sentence: &'a str, offset: usize) -> Vec<Word<'a>> {
    let mut found = Vec::with_capacity(sentence.len() / 5);
    let mut after_mark = false;
    let mut start = None;
    let inside = |c: char, next: Option<char>| {
        c.is_alphanumeric()
            || (matches!(c, '-' | '\'' | '’' | '&' | '.')
                && next.is_some_and(char::is_alphanumeric))
    };
    let mut characters = sentence.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        match (inside(c, next), start) {
            (true, None) if c.is_alphanumeric() => start = Some(at),
            (true, _) => {}
            (false, _) => {
                push(
                    sentence,
                    offset,
                    start.take(),
                    at,
                    &mut after_mark,
                    &mut found,
                );
                after_mark |= !c.is_whitespace();
            }
        }
    }
    push(
        sentence,
        offset,
        start,
        sentence.len(),
        &mut after_mark,
        &mut found,
    );
    found
}

fn push<'a>(
    sentence: &'a str,
    offset: usize,
    start: Option<usize>,
    end: usize,
    after_mark: &mut bool,
    found: &mut Vec<Word<'a>>,
) {
    let Some(text) = start.and_then(|start| sentence.get(start..end)) else {
        return;
    };
    // "Luther's" is Luther; what belongs to him stands behind.
    let bare = text.trim_end_matches("'s").trim_end_matches("’s");
    let start = start.unwrap_or(end) + offset;
    found.push(Word {
        span: Span::new(start, start + bare.len()),
        text: text.get(..bare.len()).unwrap_or(text),
        after_mark: *after_mark,
    });
    *after_mark = bare.len() < text.len();
}

/// Reads what a sentence is about from its words.
pub fn subject(words: &[Word<'_>]) -> Option<Subject> {
    let start = subject_start(words)?;
    let rest = words.get(start..)?;
    stand(rest).or_else(|| named(rest))
}

/// Passes phrases before the subject: "In 1904, …", "However, …".
fn subject_start(words: &[Word<'_>]) -> Option<usize> {
    const FARTHEST_COMMA: usize = 24;
    const NEAREST_PRONOUN: usize = 7;
    let first = words.first()?;
    let pronoun = |word: &Word<'_>| word.is_any(&["he", "she", "it", "they"]);
    if first.is_any(LEADS_IN) {
        let comma = words
            .iter()
            .take(FARTHEST_COMMA)
            .skip(1)
            .position(|word| word.after_mark);
        let plain = words.iter().take(NEAREST_PRONOUN).position(pronoun);
        let behind = comma.map(|comma| comma + 1);
        return match (plain, behind) {
            // "After he died, the mill …": the subject is the mill; "In 1904 he died" has no comma before the verb.
            (Some(plain), Some(behind)) if behind <= plain => Some(behind),
            (Some(_), Some(_)) => None,
            (Some(plain), None) => Some(plain),
            (None, behind) => behind,
        };
    }
    let adverbs = words
        .iter()
        .take(2)
        .take_while(|word| word.is_any(ADVERBS))
        .count();
    Some(adverbs)
}

/// Reads a pronoun or a noun group that stands for a name.
fn stand(rest: &[Word<'_>]) -> Option<Subject> {
    let first = rest.first()?;
    let stand = match first.text.to_lowercase().as_str() {
        "he" | "his" => Stand::He,
        "she" | "her" => Stand::She,
        "it" if is_empty_it(rest) => return None,
        "it" | "its" => Stand::It,
        "they" | "their" => Stand::They,
        "the" | "this" | "these" => return definite(rest),
        _ => return None,
    };
    Some(Subject::Stand {
        span: first.span,
        stand,
    })
}

/// "It is likely that …", "It seems …": stands for nothing.
fn is_empty_it(rest: &[Word<'_>]) -> bool {
    const REACH: usize = 7;
    let Some(next) = rest.get(1) else {
        return true;
    };
    if next.is_any(&[
        "seems", "appears", "seemed", "appeared", "takes", "took", "turns", "turned", "follows",
        "rained",
    ]) {
        return true;
    }
    let be = rest
        .iter()
        .take(4)
        .any(|word| word.is_any(&["is", "was", "be", "been", "'s"]));
    let clause = rest
        .iter()
        .take(REACH)
        .skip(2)
        .any(|word| word.is_any(&["that", "whether", "why", "how", "who"]));
    let infinitive = rest
        .windows(2)
        .take(REACH - 1)
        .any(|pair| matches!(pair, [one, to] if to.is_any(&["to"]) && is_judgement(one)));
    be && (clause || infinitive)
}

fn is_judgement(word: &Word<'_>) -> bool {
    word.is_any(&[
        "possible",
        "impossible",
        "necessary",
        "difficult",
        "easy",
        "hard",
        "common",
        "important",
        "better",
        "best",
        "useful",
        "useless",
        "illegal",
        "legal",
        "customary",
        "convenient",
        "desirable",
        "sufficient",
        "enough",
        "natural",
        "safe",
        "wrong",
        "right",
        "unusual",
        "usual",
        "rare",
        "time",
    ])
}

/// "The group said", "This law was": a short noun group with a lower-case noun.
fn definite(rest: &[Word<'_>]) -> Option<Subject> {
    let [first, noun, next, ..] = rest else {
        return None;
    };
    let lower = !noun.is_capital() && noun.text.len() > 2 && !noun.after_mark;
    let ends = ends_subject(next) && !noun.is_any(VERBS);
    (lower && ends).then_some(Subject::Stand {
        span: Span::new(first.span.start, noun.span.end),
        stand: Stand::Noun(noun.span),
    })
}

fn ends_subject(word: &Word<'_>) -> bool {
    word.after_mark
        || word.is_any(VERBS)
        || (!word.is_capital() && word.text.len() > 4 && word.text.ends_with("ed"))
}

/// Reads a noun group up to its verb or the first mark.
fn named(rest: &[Word<'_>]) -> Option<Subject> {
    const LONGEST: usize = 10;
    let first = rest.first()?;
    if first.is_any(&[
        "there", "this", "these", "that", "those", "what", "who", "one", "some", "many", "most",
        "such", "all", "other", "others", "we", "i", "you", "if", "both", "each", "every", "no",
        "several", "another", "any", "not", "only", "even", "much", "few",
    ]) {
        return None;
    }
    let capital_group = is_capital_group(rest);
    let end = (1..rest.len().min(LONGEST)).find(|&at| {
        rest.get(at).is_some_and(|word| {
            ends_subject(word)
                || capital_group <= at && at > 0 && capital_group > 0 && !goes_on(rest, at)
        })
    })?;
    let last = rest.get(end - 1)?;
    let group = rest.get(..end)?;
    Some(Subject::Named {
        span: Span::new(first.span.start, last.span.end),
        nature: nature(group)?,
    })
}

/// Returns how many words a leading name has, its article counted; 0 when it is no name.
fn is_capital_group(rest: &[Word<'_>]) -> usize {
    let article = usize::from(
        rest.first()
            .is_some_and(|word| word.is_any(&["the", "a", "an"])),
    );
    let name = rest
        .iter()
        .enumerate()
        .skip(article)
        .take_while(|(at, word)| {
            (word.is_capital() || goes_on(rest, *at)) && (*at == article || !word.after_mark)
        })
        .count();
    if name == 0 { 0 } else { article + name }
}

/// Tells whether a small word joins the words around it into one group.
fn goes_on(rest: &[Word<'_>], at: usize) -> bool {
    rest.get(at).is_some_and(|word| word.is_any(JOINTS))
        && rest
            .get(at + 1)
            .is_some_and(|next| next.is_capital() || next.is_any(JOINTS))
}

/// Tells what a noun group can be referred to as.
fn nature(group: &[Word<'_>]) -> Option<Nature> {
    let head_end = group
        .iter()
        .skip(1)
        .position(|word| {
            word.is_any(&[
                "of", "in", "for", "from", "with", "at", "on", "to", "by", "that", "which", "who",
                "between",
            ])
        })
        .map_or(group.len(), |at| at + 1);
    let head_group = group.get(..head_end)?;
    let head = head_group.last()?;
    if head_group.iter().skip(1).any(|word| word.is_any(&["and"])) || is_plural(head) {
        return Some(Nature::Several);
    }
    Some(if is_person(group) {
        Nature::Person
    } else {
        Nature::Thing
    })
}

fn is_plural(noun: &Word<'_>) -> bool {
    let text = noun.text;
    let ends = text.len() > 3
        && text.ends_with('s')
        && !["ss", "us", "is", "ics"]
            .iter()
            .any(|end| text.ends_with(end));
    noun.is_any(PLURALS) || (ends && !noun.is_capital())
}

/// Tells whether a noun group is a name like a person's: capitals only, no word of an institution or place.
pub fn is_person(group: &[Word<'_>]) -> bool {
    let all = group
        .iter()
        .all(|word| word.is_capital() || word.is_any(JOINTS));
    let letters = |word: &Word<'_>| {
        word.text.chars().skip(1).any(char::is_lowercase)
            || word.text.ends_with('.')
            || word.text.len() == 1
    };
    all && (1..=5).contains(&group.len())
        && !group
            .first()
            .is_some_and(|word| word.is_any(&["the", "a", "an"]))
        && !group.iter().any(|word| word.is_any(NO_PERSON))
        && group
            .iter()
            .all(|word| letters(word) || word.is_any(JOINTS))
        && !group
            .iter()
            .any(|word| word.text.starts_with(|c: char| c.is_ascii_digit()))
}
