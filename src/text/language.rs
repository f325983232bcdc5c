//! A quick guess at the language of a paragraph, good enough to choose its abbreviations.

/// How much of a paragraph is looked at, in characters; more does not change the guess.
const LOOKED_AT: usize = 400;

/// Words so common that two of them give a language of the Latin script away.
const COMMON_WORDS: [(&str, &[&str]); 8] = [
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "is", "was", "for", "that", "with", "on", "as", "by",
            "it", "he", "she", "are", "his", "her", "at", "from", "a", "an", "this", "they", "we",
            "you", "i",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "wir", "sie", "mit", "für",
            "auf", "auch", "dem", "den", "von", "zu", "sind", "ich", "es", "im", "zum", "zur",
            "bei", "dies", "wird",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "que", "y", "es", "una", "por", "para", "con", "del", "se", "está",
            "la", "en", "su", "un", "de", "al", "lo",
        ],
    ),
    (
        "fr",
        &[
            "le", "les", "des", "et", "est", "une", "que", "dans", "pour", "qui", "sur", "du",
            "avec", "ce", "la", "un", "de", "cette", "il", "elle", "au",
        ],
    ),
    (
        "it",
        &[
            "il", "lo", "gli", "che", "è", "di", "una", "per", "non", "sono", "della", "del", "al",
            "si", "la", "un", "ha", "nel", "alla", "delle", "dei", "questo", "le", "i",
        ],
    ),
    (
        "nl",
        &[
            "het", "een", "van", "de", "en", "is", "niet", "op", "dat", "te", "zijn", "met",
            "voor", "ik", "werd", "aan", "ook", "hij",
        ],
    ),
    (
        "pt",
        &[
            "o", "os", "as", "que", "não", "uma", "para", "com", "do", "da", "em", "é", "um",
            "dos", "de", "ao", "na", "no",
        ],
    ),
    (
        "pl",
        &[
            "nie", "jest", "się", "na", "w", "z", "to", "że", "do", "i", "dla", "od", "po",
        ],
    ),
];

/// Common words of other languages that stand in English texts as well.
const ENGLISH_TOO: [&str; 13] = [
    "no", "do", "as", "die", "den", "on", "in", "to", "he", "os", "van", "se", "per",
];

/// Letters and signs that hardly another of these languages uses, and how many common words one is worth.
const TELLING_SIGNS: [(&str, &str, usize); 6] = [
    ("de", "ßäö", 1),
    ("es", "¿¡", 2),
    ("es", "ñ", 1),
    ("pl", "łąęśżźć", 1),
    ("pt", "ãõ", 1),
    ("fr", "œê", 1),
];

/// Guesses the language of a paragraph as an ISO 639-1 code; English when nothing speaks against it.
pub fn guess(paragraph: &str) -> &'static str {
    if paragraph.is_ascii() {
        return guess_latin(paragraph);
    }
    match foreign_script(paragraph) {
        Some(language) => language,
        None => guess_latin(paragraph),
    }
}

/// Words of questions and verbs that tell a question of another language from a foreign name: "Rio de la Plata" asks nothing.
const ASKING_WORDS: [(&str, &str); 7] = [
    (
        "de",
        "wie was wer wann wo warum wieso welche welcher welches wem wen wieviel wieviele ist sind war hat gibt kann darf muss",
    ),
    (
        "es",
        "qué quién cuándo dónde cómo cuánto cuántos cuántas cuál que quien cuando donde como cuanto cuantos cual es está son fue hay",
    ),
    (
        "fr",
        "qui que quoi quand où comment pourquoi combien quel quelle quels quelles est sont était peut",
    ),
    (
        "it",
        "che chi quando dove come perché quanto quanti quale è sono era",
    ),
    (
        "nl",
        "wie wat wanneer waar waarom hoe hoeveel welke zijn heeft kan mag",
    ),
    (
        "pt",
        "que quem quando onde como quanto quantos qual é são foi",
    ),
    ("pl", "kto co kiedy gdzie jak dlaczego ile jest są był"),
];

/// Such words that are English, too: alone they give nothing away.
const ASKING_IN_ENGLISH_TOO: [&str; 11] = [
    "was", "war", "hat", "come", "era", "est", "comment", "son", "hay", "dove", "mag",
];

/// Words of English questions that none of those languages has.
const OF_ENGLISH: &str = "the it at of and what who whom whose when where why how which does did are were been have has can could should \
    would may must my your our their there this that these those for with from you we they please any some";

/// Tells whether a question is surely put in another language than English: letters of another script, or a word that asks
/// and another common one of one language, and none of English.
pub fn is_foreign_question(question: &str) -> bool {
    if foreign_script(question).is_some() {
        return true;
    }
    let words = || {
        let words = question.split(|c: char| !c.is_alphabetic());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase)
    };
    if words().any(|word| OF_ENGLISH.split_whitespace().any(|own| own == word)) {
        return false;
    }
    ASKING_WORDS.iter().any(|(language, asking)| {
        let asks = |word: &String| asking.split(' ').any(|own| own == word);
        let common = COMMON_WORDS.iter().find(|(of, _)| of == language);
        let common = common.map_or(&[][..], |(_, words)| words);
        let known = |word: &String| asks(word) || common.contains(&word.as_str());
        let surely_asks =
            |word: String| asks(&word) && !ASKING_IN_ENGLISH_TOO.contains(&word.as_str());
        words().any(surely_asks) && words().filter(known).count() >= 2
    })
}

/// Returns the language of the first letters that are not Latin, when they make up most of the beginning.
fn foreign_script(paragraph: &str) -> Option<&'static str> {
    let letters = || {
        paragraph
            .chars()
            .take(LOOKED_AT)
            .filter(|c| c.is_alphabetic())
    };
    let foreign = letters().filter(|c| script_language(*c).is_some()).count();
    if foreign * 2 <= letters().count() {
        return None;
    }
    let first = letters().find_map(script_language)?;
    Some(match first {
        "ru" => cyrillic_language(paragraph),
        "zh" if letters().any(|c| matches!(c, '\u{3040}'..='\u{30ff}')) => "ja",
        "ar" if letters().any(|c| "ٹڈڑے".contains(c)) => "ur",
        "ar" if letters().any(|c| "پچژگ".contains(c)) => "fa",
        other => other,
    })
}

fn script_language(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{0370}'..='\u{03ff}' => "el",
        '\u{0400}'..='\u{052f}' => "ru",
        '\u{0530}'..='\u{058f}' => "hy",
        '\u{0600}'..='\u{06ff}' => "ar",
        '\u{0900}'..='\u{097f}' => "hi",
        '\u{0980}'..='\u{09ff}' => "bn",
        '\u{0a00}'..='\u{0a7f}' => "pa",
        '\u{0a80}'..='\u{0aff}' => "gu",
        '\u{0b80}'..='\u{0bff}' => "ta",
        '\u{0c00}'..='\u{0c7f}' => "te",
        '\u{0c80}'..='\u{0cff}' => "kn",
        '\u{0d00}'..='\u{0d7f}' => "ml",
        '\u{1000}'..='\u{109f}' => "my",
        '\u{1200}'..='\u{137f}' => "am",
        '\u{3040}'..='\u{30ff}' => "ja",
        '\u{3400}'..='\u{9fff}' => "zh",
        _ => return None,
    })
}

fn cyrillic_language(paragraph: &str) -> &'static str {
    let has = |letters: &str| {
        paragraph
            .chars()
            .take(LOOKED_AT)
            .any(|c| letters.contains(c))
    };
    if has("әғқңөұүһ") && !has("їєґ") {
        "kk"
    } else if has("їєґі") {
        "uk"
    } else if has("ыэё") || !has("ъ") {
        "ru"
    } else {
        "bg"
    }
}

fn guess_latin(paragraph: &str) -> &'static str {
    let mut points = [0usize; COMMON_WORDS.len()];
    let mut own = [0usize; COMMON_WORDS.len()];
    let beginning = paragraph
        .char_indices()
        .nth(LOOKED_AT)
        .and_then(|(at, _)| paragraph.get(..at))
        .unwrap_or(paragraph);
    for word in beginning
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        let word = word.to_lowercase();
        let shared = ENGLISH_TOO.contains(&word.as_str());
        for ((slot, own), (_, words)) in points.iter_mut().zip(&mut own).zip(COMMON_WORDS) {
            let found = words.contains(&word.as_str());
            *slot += usize::from(found);
            *own += usize::from(found && !shared);
        }
    }
    if !beginning.is_ascii() {
        add_telling_signs(beginning, &mut points);
        add_telling_signs(beginning, &mut own);
    }
    // English wins a tie, one word alone proves nothing, and neither do words that English has, too.
    let english = points.first().copied().unwrap_or(0);
    let mut best = (english.max(1), "en");
    for ((slot, own), (language, _)) in points.iter().zip(own).zip(COMMON_WORDS) {
        if *slot > best.0 && own > 0 {
            best = (*slot, language);
        }
    }
    best.1
}

fn add_telling_signs(beginning: &str, points: &mut [usize]) {
    for (slot, (language, _)) in points.iter_mut().zip(COMMON_WORDS) {
        for (_, signs, worth) in TELLING_SIGNS.iter().filter(|(of, ..)| *of == language) {
            *slot += worth * usize::from(beginning.contains(|c| signs.contains(c)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{guess, is_foreign_question};

    #[test]
    fn a_question_in_another_language_is_told_from_an_english_one() {
        for foreign in [
            "Wie hoch ist der Mount Everest?",
            "Wer war Ada Lovelace?",
            "wann öffnet die Bibliothek",
            "Qui est Ada Lovelace ?",
            "À quelle heure ouvre la piscine?",
            "¿Cuándo abre la biblioteca?",
            "エベレストの高さは?",
            "ما هو ارتفاع جبل إيفرست؟",
        ] {
            assert!(is_foreign_question(foreign), "{foreign}");
        }
        for english in [
            "How high is Mount Everest?",
            "was it die cast",
            "was die hard good",
            "pool opening hours",
            "Rio de la Plata",
            "Che Guevara",
            "Who wrote Où est Charlie?",
            "La Traviata",
            "9pm EST in LA?",
            "Comment on La Liga",
            "honeybee",
            "",
        ] {
            assert!(!is_foreign_question(english), "{english}");
        }
    }

    #[test]
    fn common_words_give_a_language_away() {
        assert_eq!(guess("The boat was late and nobody was on the pier."), "en");
        assert_eq!(guess("Das Boot ist nicht im Hafen und wir warten."), "de");
        assert_eq!(guess("El barco no está en la ciudad."), "es");
        assert_eq!(guess("Il treno non è alla stazione."), "it");
    }

    #[test]
    fn scripts_give_a_language_away() {
        assert_eq!(guess("Корабль ушёл, и мы ждали его."), "ru");
        assert_eq!(guess("Το πλοίο έφυγε."), "el");
        assert_eq!(guess("船は港を出た。"), "ja");
    }

    #[test]
    fn english_with_a_foreign_name_stays_english() {
        assert_eq!(guess("Łukasz Pawłowski sailed to the island."), "en");
        assert_eq!(guess("Reykjavík"), "en");
        assert_eq!(guess("No swimming.\nNo dogs.\nDo as you like."), "en");
        assert_eq!(guess(""), "en");
    }
}
