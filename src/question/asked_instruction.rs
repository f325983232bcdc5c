//! Whether a question asks what to do: "how do I reset it", "what should I do when …".

use super::parsed_question::Question;

/// Who does it.
const WHO: [&str; 6] = ["i", "we", "you", "one", "people", "someone"];

/// What one does where it is not said what.
const DEEDS: [&str; 6] = ["do", "use", "try", "check", "change", "replace"];

impl Question {
    /// Tells whether it asks for something to do.
    pub fn asks_instruction(&self) -> bool {
        let is = |at: usize, forms: &[&str]| {
            let word = self.words.get(at);
            word.is_some_and(|word| forms.contains(&word.folded.as_str()))
        };
        let Some(asks) = self.kind.wh_word else {
            return false;
        };
        let somebody =
            is(asks + 1, &["do", "can", "could", "should", "would", "must"]) && is(asks + 2, &WHO);
        let to = is(asks + 1, &["to"]);
        match is(asks, &["how"]) {
            true => somebody && !is(asks + 3, &["know", "tell", "say"]) || to,
            false => {
                is(asks, &["what"])
                    && (somebody && is(asks + 3, &DEEDS) || to && is(asks + 2, &DEEDS))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyze::analyze;

    #[test]
    fn what_is_to_be_done_is_asked_for() {
        for question in [
            "How do I open the lid?",
            "how to open the lid",
            "The lid is stuck, what should I do?",
            "What can I use instead of wax?",
            "How can you open the lid?",
        ] {
            assert!(analyze(question).asks_instruction(), "{question}");
        }
        for question in [
            "How does the lid work?",
            "How many lids do I need?",
            "What do I pay?",
            "Do I open it?",
        ] {
            assert!(!analyze(question).asks_instruction(), "{question}");
        }
    }
}
