//! How alike a word that is typed and a known one are: a beginning counts as the word, typos are forgiven.

/// A typed word and a known one this much alike count as the same.
const ALIKE: f64 = 0.88;

/// A word of this many letters is allowed one typo, one of twice as many two.
const LETTERS_A_SLIP: usize = 4;

/// A word is at most so many typos from a known one.
const MAX_SLIPS: usize = 2;

/// Words that Jaro-Winkler finds alike share these parts of their letters, the one's and the other's added up. The
/// similarity is at most Jaro's and four tenths of what that lacks, for a common beginning; Jaro's is at most a third of
/// the sum of those parts and one. A little less stands here, for what sums of fractions lose.
const LEAST_SHARED: f64 = 3.0 * (ALIKE - 0.4) / 0.6 - 1.0 - 1e-6;

/// Endings that leave a word the same one.
const ENDINGS: [&str; 5] = ["s", "es", "d", "ed", "ing"];

/// What a word is spelt with: by it words that are not alike are told apart at next to no cost.
#[derive(Debug, Clone, Copy)]
pub struct Letters {
    /// A bit for each letter; some letters share one.
    set: u64,
    count: usize,
}

impl Letters {
    /// Looks at a word.
    pub fn of(word: &str) -> Self {
        let bits = word
            .chars()
            .map(|letter| 1 << (u32::from(letter) % u64::BITS));
        Letters {
            set: bits.fold(0, |set, bit: u64| set | bit),
            count: word.chars().count(),
        }
    }

    /// Tells whether a word of these letters may be alike one of those that it does not begin; where it says no, `alike`
    /// finds nothing.
    pub fn may_spell(self, other: Letters) -> bool {
        let only_in = |one: Letters, other: Letters| (one.set & !other.set).count_ones() as usize;
        let (own, others) = (only_in(self, other), only_in(other, self));
        // Each typo brings in one letter and takes away one at most.
        let few_slips =
            own.max(others) <= MAX_SLIPS && self.count.abs_diff(other.count) <= MAX_SLIPS;
        let shared = (self.count - own).min(other.count - others) as f64;
        let parts = shared / self.count as f64 + shared / other.count as f64;
        few_slips || parts >= LEAST_SHARED
    }
}

/// Tells how much of what was typed stands in the known words, 0 to 1.
pub fn likeness(typed: &[String], known: &[String]) -> f64 {
    if typed.is_empty() {
        return 0.0;
    }
    let known: Vec<(&str, Letters)> = known.iter().map(|word| spelt(word)).collect();
    let best = |word: &String| {
        let typed = spelt(word);
        let each = known.iter().map(|known| alike_spelt(typed, *known));
        each.fold(0.0, f64::max)
    };
    typed.iter().map(best).sum::<f64>() / typed.len() as f64
}

fn spelt(word: &str) -> (&str, Letters) {
    (word, Letters::of(word))
}

/// Compares two words with their letters, as `alike` does; mostly the letters are enough.
pub fn alike_spelt(typed: (&str, Letters), known: (&str, Letters)) -> f64 {
    match known.0.starts_with(typed.0) || typed.1.may_spell(known.1) {
        true => alike(typed.0, known.0),
        false => 0.0,
    }
}

/// Compares two words: a beginning counts as the word, typos are forgiven, but not in figures.
pub fn alike(typed: &str, known: &str) -> f64 {
    if typed == known {
        return 1.0;
    }
    if known.starts_with(typed) {
        return 0.95;
    }
    if typed.chars().any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    // "Ever" is another word than "everest"; "canal" and "canals" are one.
    if let Some(rest) = typed.strip_prefix(known)
        && !ENDINGS.contains(&rest)
    {
        return 0.0;
    }
    // A word three times as long shares too little to be the same one mistyped; comparing costs.
    let (one, other) = (typed.len(), known.len());
    if one < 3 || one > other * 2 || other > one * 2 {
        return 0.0;
    }
    let score = strsim::jaro_winkler(typed, known);
    if score >= ALIKE {
        return score * 0.9;
    }
    // Jaro-Winkler leans on the first letter: `kanal` for `canal` is one slip all the same.
    let slips = one.min(other) / LETTERS_A_SLIP;
    match slips > 0 && strsim::osa_distance(typed, known) <= slips.min(MAX_SLIPS) {
        true => ALIKE * 0.9,
        false => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::suggestions::words_of;
    use super::*;

    #[test]
    fn a_year_is_never_another_year_but_may_still_be_typed() {
        assert_eq!(alike("1998", "1989"), 0.0);
        assert!(alike("19", "1989") > 0.0);
        assert!(alike("2", "299") > 0.0);
    }

    #[test]
    fn a_word_that_goes_on_is_another_word() {
        assert_eq!(alike("everest", "ever"), 0.0);
        assert!(alike("canals", "canal") > 0.0);
        assert!(alike("opened", "open") > 0.0);
    }

    #[test]
    fn letters_rule_out_no_word_that_is_alike() {
        let text = include_str!("../../data/articles/channel-tunnel.md");
        let mut words: Vec<String> = text.lines().flat_map(words_of).collect();
        words.extend(["žižek", "žizek", "müller", "muller", "москва"].map(str::to_owned));
        words.sort();
        words.dedup();
        // With typos: a letter twice, one left out, and two the wrong way round.
        let mistyped = words.iter().flat_map(|word| {
            let letters: Vec<char> = word.chars().collect();
            let at = letters.len() / 2;
            let mut ways = [letters.clone(), letters.clone(), letters.clone()];
            ways[0].insert(at, letters[at]);
            ways[1].remove(at);
            ways[2].swap(at, at.saturating_sub(1));
            ways.map(String::from_iter)
        });
        let typed: BTreeSet<String> = mistyped.chain(words.clone()).collect();
        let (mut alike_ones, mut ruled_out) = (0, 0);
        for typed in typed.iter().filter(|typed| !typed.is_empty()) {
            let known = words
                .iter()
                .filter(|known| !known.starts_with(typed.as_str()));
            for known in known {
                let may = Letters::of(typed).may_spell(Letters::of(known));
                let is = alike(typed, known) > 0.0;
                assert!(may || !is, "{typed} {known}");
                alike_ones += usize::from(is);
                ruled_out += usize::from(!may);
            }
        }
        assert!(
            alike_ones > 300 && ruled_out > 50 * alike_ones,
            "{alike_ones} alike, {ruled_out} ruled out"
        );
    }
}
