//! Verbs of saying, and how freely they are used for other things.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::word_lists::WordList;

/// How surely a form is a verb that reports somebody's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechVerb {
    /// "said", "added": almost always followed or preceded by what was said.
    Plain,
    /// "told", which names the listener first.
    Told,
    /// "announced", "suggests": often followed by a thing instead of words.
    Doubtful,
    /// "claims", "notes", "states": as often a noun.
    AlsoNoun,
    /// "continued", "laughed": only beside words in quotation marks.
    BesideQuotation,
}

const PLAIN: &str = " say says said add adds added explain explains explained insist insists insisted reply replies \
    replied argue argues argued contend contends contended ask asks asked warn warns warned joke jokes joked tweet \
    tweets tweeted quip quips quipped assert asserts asserted recall recalls recalled complain complains complained \
    exclaim exclaims exclaimed remark remarked concede concedes conceded stress stressed emphasise emphasises \
    emphasised emphasize emphasizes emphasized caution cautioned testify testifies testified lament laments lamented ";

const TOLD: &str =
    " tell tells told inform informs informed remind reminds reminded assure assures assured ";

const DOUBTFUL: &str = " noted stated claimed reported announce announces announced suggest suggests suggested wrote \
    writes write declare declares declared acknowledge acknowledges acknowledged admit admits admitted deny denies \
    denied confirm confirms confirmed reveal reveals revealed predict predicts predicted observe observes observed \
    conclude concludes concluded maintain maintains maintained allege alleges alleged mention mentions mentioned \
    promised vow vowed commented estimated believe believes believed propose proposes proposed \
    pledged hinted describe described speculated theorised theorized opine opined indicated \
    wondered whispered ";

const ALSO_NOUN: &str = " report reports claim claims note notes state states comment comments remarks promise promises \
    vows estimate estimates pledge pledges hints indicate indicates stresses cautions \
    shouts cries wonders ";

const BESIDE_QUOTATION: &str = " continued continues echoed interrupted muttered murmured yelled screamed sighed laughed \
    began agreed agrees repeated ventured retorted countered posted urged urges shouted cried called demanded \
    thought thinks smiled nodded answer answers answered respond responds responded ";

/// Participles that add somebody's words to what he does.
const SAYING: &[&str] = &[
    "saying",
    "stating",
    "adding",
    "arguing",
    "claiming",
    "noting",
    "warning",
    "insisting",
];

/// Source nouns that no ending gives away.
static SOURCES: WordList = WordList::new(
    " report reports study studies survey surveys poll polls census data figures statistics estimate \
    estimates document documents record records file files website site paper newspaper magazine journal article \
    statement account accounts book letter police army navy government ministry office department agency company \
    firm group council court commission committee bank union university institute party board media press church \
    archive archives chronicle chronicles legend tradition source sources witness witnesses people president king \
    queen staff crew officials official analysts chief head mayor parents friends family men women guide notes log logs \
    text texts ",
);

/// Tells whether a noun in lower case can be a source of information.
pub fn is_source(noun: &str) -> bool {
    let singular = noun.strip_suffix('s').unwrap_or(noun);
    let person = [
        "er", "or", "ist", "ian", "man", "woman", "men", "yst", "ant", "ee", "ert", "olar",
    ];
    SOURCES.contains(noun)
        || (singular.len() > 4 && person.iter().any(|ending| singular.ends_with(ending)))
}

/// Tells whether a word is a participle that adds somebody's words.
pub fn is_saying(word: &str) -> bool {
    SAYING.contains(&word)
}

/// Tells what sort of speech verb a word in lower case is, if it is one with a tense.
pub fn classify(word: &str) -> Option<SpeechVerb> {
    static VERBS: OnceLock<HashMap<&'static str, SpeechVerb>> = OnceLock::new();
    VERBS.get_or_init(verbs).get(word).copied()
}

/// Reads the lists into one table; of a word in two lists the first counts.
fn verbs() -> HashMap<&'static str, SpeechVerb> {
    let lists = [
        (PLAIN, SpeechVerb::Plain),
        (TOLD, SpeechVerb::Told),
        (DOUBTFUL, SpeechVerb::Doubtful),
        (ALSO_NOUN, SpeechVerb::AlsoNoun),
        (BESIDE_QUOTATION, SpeechVerb::BesideQuotation),
    ];
    let mut table = HashMap::new();
    for (list, verb) in lists {
        for word in list.split_ascii_whitespace() {
            table.entry(word).or_insert(verb);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(classify("said"), Some(SpeechVerb::Plain));
        assert_eq!(classify("told"), Some(SpeechVerb::Told));
        assert_eq!(classify("states"), Some(SpeechVerb::AlsoNoun));
        assert_eq!(classify("walked"), None);
    }
}
