//! How people write in a chat: drawn together, cut short, mistyped.

use crate::text::function_words::{QUESTION_WORDS, is_function_word};
use crate::text::vectors::WordVectors;
use crate::text::{normalize, similarity};

use super::parsed_question::QuestionWord;

/// Parts what is drawn together in speech, an apostrophe written or not: "what's" and "whats" are two words, "doesnt" is one.
pub fn drawn_together(lower: &str) -> Option<&'static [&'static str]> {
    let plain: String = lower
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | 'ʼ'))
        .collect();
    Some(match plain.as_str() {
        "whats" => &["what", "is"],
        "whos" => &["who", "is"],
        "wheres" => &["where", "is"],
        "whens" => &["when", "is"],
        "whys" => &["why", "is"],
        "hows" => &["how", "is"],
        "whatre" => &["what", "are"],
        "whore" if plain != lower => &["who", "are"],
        "wherere" => &["where", "are"],
        "howre" => &["how", "are"],
        "whatd" => &["what", "did"],
        "whod" => &["who", "did"],
        "whered" => &["where", "did"],
        "howd" => &["how", "did"],
        "whend" => &["when", "did"],
        "whyd" => &["why", "did"],
        "dont" => &["don't"],
        "doesnt" => &["doesn't"],
        "didnt" => &["didn't"],
        "isnt" => &["isn't"],
        "arent" => &["aren't"],
        "wasnt" => &["wasn't"],
        "werent" => &["weren't"],
        "hasnt" => &["hasn't"],
        "havent" => &["haven't"],
        "hadnt" => &["hadn't"],
        "cant" => &["can't"],
        "couldnt" => &["couldn't"],
        "wouldnt" => &["wouldn't"],
        "shouldnt" => &["shouldn't"],
        _ => return None,
    })
}

/// Words that are cut short in chats, with what they stand for.
const CUT_SHORT: [(&str, &str); 30] = [
    ("abt", "about"),
    ("b4", "before"),
    ("bday", "birthday"),
    ("btwn", "between"),
    ("coz", "because"),
    ("cuz", "because"),
    ("gonna", "going"),
    ("hrs", "hours"),
    ("mins", "minutes"),
    ("msg", "message"),
    ("msgs", "messages"),
    ("pic", "picture"),
    ("pics", "pictures"),
    ("ppl", "people"),
    ("pls", "please"),
    ("pwd", "password"),
    ("r", "are"),
    ("secs", "seconds"),
    ("thru", "through"),
    ("u", "you"),
    ("ur", "your"),
    ("vid", "video"),
    ("vids", "videos"),
    ("wat", "what"),
    ("wen", "when"),
    ("wher", "where"),
    ("wich", "which"),
    ("wut", "what"),
    ("yr", "year"),
    ("yrs", "years"),
];

/// Returns what a folded word stands for that is cut short; `None` for other words.
pub fn spelt_out(folded: &str) -> Option<&'static str> {
    let known = CUT_SHORT.iter().find(|(short, _)| *short == folded);
    known.map(|(_, meant)| *meant)
}

/// Words that are short for others in speech, where an article need not know the short form.
const CLIPPED: &str = "admin:administrator app:application approx:approximately asst:assistant avg:average bbq:barbecue \
    bike:bicycle bio:biography champ:champion comp:competition config:configuration dept:department dev:developer \
    doc:document doc:doctor exam:examination fridge:refrigerator govt:government grad:graduate gym:gymnasium \
    hq:headquarters info:information intro:introduction lab:laboratory max:maximum meds:medicine mgr:manager \
    min:minimum mod:moderator mod:modification mtg:meeting org:organisation org:organization phone:telephone \
    photo:photograph prep:preparation prof:professor promo:promotion qty:quantity rec:recommendation ref:referee \
    ref:reference reg:registration rep:representative req:requirement sec:secretary spec:specification \
    stat:statistic sub:subscription sub:substitute tech:technology temp:temperature tourney:tournament \
    uni:university vac:vacation veg:vegetable vet:veterinarian vol:volunteer vol:volume wk:week";

/// Returns the words that a folded word may be short for, the likeliest first: "moderators" for "mods".
pub fn written_out(folded: &str) -> Vec<String> {
    let of = |short: &str, ending: &str| -> Vec<String> {
        let pairs = CLIPPED.split(' ').filter_map(|pair| pair.split_once(':'));
        pairs
            .filter(|(clipped, _)| *clipped == short)
            .map(|(_, whole)| format!("{whole}{ending}"))
            .collect()
    };
    match of(folded, "") {
        found if !found.is_empty() => found,
        _ => (folded.strip_suffix('s')).map_or_else(Vec::new, |one| of(one, "s")),
    }
}

/// Words behind `how` where it asks.
const BEHIND_HOW: &str = "are can close cold come could deep did do does far fast had has have heavy high hot is large long \
    many much often old should soon tall to was were wide will would";

/// Reads `hwo`, which is taken for `how`, as `who` where no word behind it goes with `how`: "hwo built it".
pub fn who_or_how(words: &mut [QuestionWord], text: &str) {
    for at in 0..words.len() {
        let next = words.get(at + 1).map_or("", |word| word.folded.as_str());
        let goes_with_how = BEHIND_HOW.split_whitespace().any(|known| known == next);
        let Some(word) = words.get_mut(at) else {
            continue;
        };
        let typed = word.span.of(text).unwrap_or_default();
        if typed.eq_ignore_ascii_case("hwo") && !goes_with_how {
            word.folded = "who".to_owned();
            word.stem = normalize::stem("who");
        }
    }
}

/// Reads a mistyped question word (`waht`, `hwo`, `wich`) as what was meant.
pub fn as_meant(folded: String) -> String {
    let length = folded.chars().count();
    // "WHO" keeps a full stop: it is no question word, and none that is mistyped.
    if !(3..=6).contains(&length)
        || folded.ends_with('.')
        || is_function_word(&folded)
        || WordVectors::shipped().knows(&folded)
    {
        return folded;
    }
    let close = QUESTION_WORDS
        .iter()
        .map(|word| (strsim::osa_distance(&folded, word), *word))
        .filter(|(errors, word)| *errors == 1 && same_letters_or_long(&folded, word))
        .max_by(|a, b| likeness(&folded, a.1).total_cmp(&likeness(&folded, b.1)));
    close.map_or(folded, |(_, word)| word.to_owned())
}

/// People seldom mistype the first letter: `hwo` is `how` rather than `who`.
fn likeness(typed: &str, meant: &str) -> f32 {
    let begins_alike = typed.chars().next() == meant.chars().next();
    similarity::closeness(typed, meant) + if begins_alike { 0.1 } else { 0.0 }
}

/// In three letters only a swap is an error; one changed letter makes another word.
fn same_letters_or_long(typed: &str, meant: &str) -> bool {
    if meant.len() > 3 {
        return true;
    }
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(typed) == sorted(meant)
}

#[cfg(test)]
mod tests {
    use super::super::analyze::analyze;

    fn folded(text: &str) -> Vec<String> {
        let words = analyze(text).words.into_iter();
        words.map(|word| word.folded).collect()
    }

    #[test]
    fn what_is_cut_short_is_spelt_out() {
        assert_eq!(
            folded("how many ppl r in"),
            ["how", "many", "people", "are", "in"]
        );
        assert_eq!(folded("Wat is it?"), ["what", "is", "it"]);
        assert_eq!(folded("Whats that?"), ["what", "is", "that"]);
        assert_eq!(folded("Is U Thant dead?"), ["is", "u", "thant", "dead"]);
    }

    #[test]
    fn a_swapped_who_is_told_from_a_swapped_how_by_what_follows() {
        assert_eq!(folded("hwo built the mill")[0], "who");
        assert_eq!(folded("hwo long is it")[0], "how");
        assert_eq!(folded("Hwo mnay ships")[0], "how");
    }
}
