//! The helper verbs of English, in the sets by which rules ask for them.
//!
//! The part-of-speech tagger has its own table of them (`facts/lexicon.rs`), with their clipped forms.

/// "Be", as it begins a question or says what its subject is.
pub const BE: [&str; 4] = ["is", "are", "was", "were"];

/// "Be" of what is so …
pub const BE_NOW: [&str; 2] = ["is", "are"];

/// … and of what was so.
pub const BE_ONCE: [&str; 2] = ["was", "were"];

/// "Have".
pub const HAVE: [&str; 3] = ["has", "have", "had"];

/// "Do".
pub const DO: [&str; 3] = ["do", "does", "did"];

/// Helpers behind which stands what may, can, must or will be. "Shall" is not among
/// them, for nobody asks an article with it; where an article is read, `leaves_open` has it.
pub const MODALS: [&str; 8] = [
    "can", "could", "will", "would", "should", "may", "might", "must",
];

/// Words with which a sentence says what is not so yet, or not surely. What can, must or shall be is left out where a figure
/// is stated: that says how large the thing is.
pub const SUPPOSES: [&str; 6] = ["will", "would", "may", "might", "could", "should"];

/// Denied helpers, in one word.
pub const DENIED: [&str; 18] = [
    "don't",
    "doesn't",
    "didn't",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "hasn't",
    "haven't",
    "hadn't",
    "cannot",
    "can't",
    "couldn't",
    "mustn't",
    "won't",
    "wouldn't",
    "shouldn't",
    "needn't",
];

/// Tells whether a folded word is "be" as it begins a question.
pub fn is_be(folded: &str) -> bool {
    BE.contains(&folded)
}

/// Tells whether a folded word is a form of "be" with which something is done to somebody: "is sold", "has been sold".
pub fn is_passive_helper(folded: &str) -> bool {
    is_be(folded) || matches!(folded, "be" | "been" | "being")
}

/// Tells whether a folded word is "have".
pub fn is_have(folded: &str) -> bool {
    HAVE.contains(&folded)
}

/// Tells whether a folded word is "do".
pub fn is_do(folded: &str) -> bool {
    DO.contains(&folded)
}

/// Tells whether a bare verb follows a folded word: "does it *open*", "can it *open*".
pub fn is_do_or_modal(folded: &str) -> bool {
    is_do(folded) || MODALS.contains(&folded)
}

/// Tells whether a verb of a question follows a folded word somewhere: "was it *sold*", "has it *closed*", "can it *open*".
pub fn is_helper(folded: &str) -> bool {
    is_be(folded) || is_have(folded) || is_do_or_modal(folded)
}

/// Tells whether a folded word begins a yes-or-no question. So does "am I late"; with "might" hardly
/// anybody begins one.
pub fn begins_yes_or_no(folded: &str) -> bool {
    folded == "am" || is_helper(folded) && folded != "might"
}

/// Tells whether what stands behind a folded word is not done, or only perhaps: "would sell", "shall sell".
pub fn leaves_open(folded: &str) -> bool {
    MODALS.contains(&folded) || folded == "shall"
}

/// Tells whether a folded word can stand for a verb that was said before: "dogs *do*", "cats *needn't*".
pub fn stands_for_verb(folded: &str) -> bool {
    is_be(folded)
        || is_have(folded)
        || is_do(folded)
        || leaves_open(folded)
        || folded == "need"
        || DENIED.contains(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_has_what_its_rule_asks_for() {
        assert!(is_helper("might") && !begins_yes_or_no("might"));
        assert!(begins_yes_or_no("am") && !is_helper("am"));
        assert!(leaves_open("shall") && !is_helper("shall"));
        assert!(is_passive_helper("been") && !is_be("been"));
        assert!(stands_for_verb("needn't") && stands_for_verb("need"));
        assert!(BE_NOW.iter().chain(&BE_ONCE).all(|word| is_be(word)));
        assert!(SUPPOSES.iter().all(|word| MODALS.contains(word)));
    }
}
