//! From a title or file name to the id of an article.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::ArticleId;

/// The longest id, in characters; more would not fit a line beside a title.
const MAX_ID_CHARS: usize = 64;

impl ArticleId {
    /// Makes an id such as `suez-canal` from any words; different spellings of one name give the same id.
    pub fn from_words(words: &str) -> Self {
        let mut slug = String::new();
        let plain = words.nfkd().filter(|c| !is_combining_mark(*c));
        for character in plain.flat_map(char::to_lowercase) {
            match character {
                '\'' | '’' => {}
                _ if character.is_alphanumeric() => slug.push(character),
                _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                _ => {}
            }
        }
        ArticleId(shortened(&slug))
    }

    /// Tells whether it could have been made of words: such an id is safe as the name of a file and on a screen.
    pub fn is_plain(&self) -> bool {
        let fits = (1..=2 * MAX_ID_CHARS).contains(&self.0.chars().count());
        fits && self.0.chars().all(|c| c.is_alphanumeric() || c == '-')
    }
}

/// Cuts at a word, so that an id stays readable.
fn shortened(slug: &str) -> String {
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        return "article".to_owned();
    }
    let Some((cut, _)) = slug.char_indices().nth(MAX_ID_CHARS) else {
        return slug.to_owned();
    };
    let head = slug.get(..cut).unwrap_or(slug);
    let whole_words = head.rfind('-').and_then(|dash| head.get(..dash));
    whole_words.unwrap_or(head).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(words: &str) -> String {
        ArticleId::from_words(words).0
    }

    #[test]
    fn an_id_is_plain_and_readable() {
        assert_eq!(id("Côte d’Ivoire: 3 harbours!"), "cote-divoire-3-harbours");
        assert_eq!(id("  --  "), "article");
        assert_eq!(id("東京 の 橋"), "東京-の-橋");
    }

    #[test]
    fn an_id_from_elsewhere_may_lead_nowhere() {
        assert!(ArticleId::from("東京-の-橋-2").is_plain());
        for odd in ["", "../../x", "a/b", "a b", "a\n", "."] {
            assert!(!ArticleId::from(odd).is_plain(), "{odd:?}");
        }
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let slug = id(&"lighthouse keepers ".repeat(9));
        assert!(
            slug.chars().count() <= MAX_ID_CHARS && slug.ends_with("keepers"),
            "{slug}"
        );
    }
}
