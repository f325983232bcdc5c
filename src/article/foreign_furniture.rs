//! How furniture speaks in the other languages that pages mostly come in: credits, dates, subscriptions, teasers.
//!
//! An article in another language is stored and shown like any other; its credits are as little quoted as English ones.

use std::sync::LazyLock;

use regex::bytes::{RegexSet, RegexSetBuilder};

/// A credit ends without a full stop; a longer line has something to say.
macro_rules! credit {
    ($words:literal) => {
        concat!(r"^\W*(", $words, r")\s*:\s*[^!?]{0,70}[^.!?]$")
    };
}

/// Matched as the English ones are: as bytes, so that a letter with an accent is its bytes and knows no case.
const PATTERNS: &[&str] = &[
    // Credits.
    credit!(
        r"(archiv|symbol|titel|beitrags|vorschau|teaser|header|handout)?-?(foto|bild|photo|grafik)(s|credits?|nachweise?|quellen?|rechte|grafie)?|bilder|quellen?|photo|fuentes?|fonte|foto"
    ),
    r"^\W*cr(é|e)dits?( photos?)?\s*:\s*(?-i:[A-Z@\x80-\xff])[^!?]{0,70}[^.!?]$",
    r"(?u:[-–—|/(])\s*(foto|bild|grafik|photo|quelle)s?\s*:\s*[^.!?]{1,60}\W*$",
    r"^\W*(photo|foto|bild)-?credits?\b[^.!?]{0,60}$",
    r"^\W*(autor|autorin|autoren|auteur|auteurs|autore|redaktion|redacteur)\s*:\s*[^.!?]{1,50}$",
    r"\b(erstellt|aktualisiert|ge(ä|ae)ndert|ver(ö|oe)ffentlicht|publiziert) am \d{1,2}\. ?\d{1,2}\. ?\d{2,4}( um [\d:.]+( uhr)?)?\W*$",
    // Subscribing, supporting, paying.
    r"\bkostenlosen? [\w-]*newsletter\b",
    r"\bnewsletter\b[^.!?]{0,60}\b(bestellen|abonnieren|anmelden|anbieten|s'inscrire|abonner|recibir|suscribirse)\b",
    r"^\W*(abonniere|abonnieren|abonniert|abonnez|inscrivez|recevez|suscr(í|i)b|iscriviti|inscreva|schrijf je in|melde dich|melden sie sich)\w*\b[^.!?]{0,80}\b(newsletter|kanal|kan(ä|ae)le|infolettre|bolet(í|i)n|canal|podcast|app|lettre)\b",
    r"^\W*(jetzt|hier) [^.!?]{0,40}\b(sichern|bestellen|anmelden|abonnieren|herunterladen|testen|mitmachen|spenden|weiterlesen)\W*$",
    r"\bunsere? (arbeit|redaktion|recherchen?|journalismus)\b[^.!?]{0,30}\bunterst(ü|ue)tz",
    r"\bunterst(ü|ue)tz(e|en|t)\b[^.!?]{0,30}\b(unsere?n? (arbeit|redaktion|journalismus|projekt)|uns (auf|mit|bei|durch)\b)",
    r"^\W*(soutenez|soutenir)\b[^.!?]{0,40}\b(notre|l'ind(é|e)pendance|la presse|le journal)",
    r"\bperiodismo (independiente|libre)\b[^.!?]{0,60}\b(apoyo|apoya|apoyar|dona)\b",
    r"\bcon tu (apoyo|ayuda|suscripci(ó|o)n|donaci(ó|o)n)\b",
    // Commenting, sharing.
    r"\bkommentare? (geschlossen|deaktiviert|gesperrt)\b",
    r"\bin den kommentaren\b[^.!?]{0,30}(wissen|mit|schreiben|diskutieren|verraten)?\W*$",
    r"^\W*(schreib|teil|verrat|sag)\w*\b[^.!?]{0,60}\bin (die|den) kommentare?n?\b",
    r"^\W*(teile|teilt|teilen sie|partagez|comparte|condividi|deel) (diesen|den|dieses|cet|ce|este|questo|dit)\b",
    // Pointing elsewhere.
    r"^\W*(lesetipp|videotipp|buchtipp|auch (lesen|interessant)|lies auch|lesen sie (auch|dazu)|mehr (dazu|zum thema)|zum thema|siehe auch|lire aussi|(à|a) lire( aussi|( é|e)galement)?|(à|a) voir|voir aussi|lea tambi(é|e)n|lee tambi(é|e)n|vea tambi(é|e)n|te puede interesar|m(á|a)s informaci(ó|o)n|leggi anche|lees ook|leia tamb(é|e)m)\s*(:|\||»|→|$)",
    r"^\W*(weiterlesen|lire la suite|leer m(á|a)s|seguir leyendo|leia mais|lees meer|continua a leggere)\b[^!?]{0,80}[^.!?]$",
    r"^\W*(mehr|weitere) (infos?|informationen)\b[^.!?]{0,30}\b(auf|unter|hier|gibt(’|')?s?|finde[nst]+)\b[^!?]{0,80}$",
    r"^\W*hier geht(?u:.)?s? (es )?(zum|zur|zu den)\b[^.!?]{0,80}$",
    // Advertising.
    r"^\W*(werbung|anzeige|publicit(é|e)|publicidad|pubblicit(à|a)|publicidade|advertentie|sponsored post)\W*$",
    r"\b(dieser|diese|der) (beitrag|artikel|text|post|seite)\b[^.!?]{0,30}\benth(ä|ae)lt\b[^.!?]{0,40}\b(werbung|werbelinks?|anzeigen?|affiliate)",
    // Rights.
    r"\b(alle rechte vorbehalten|tous droits r(é|e)serv(é|e)s|todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden)\b",
    r"\bunterlieg(t|en)\b[^.!?]{0,40}\bcopyright\b",
    r"\bdieser? (text|artikel|beitrag) (erschien|ist) (zuerst|urspr(ü|ue)nglich|erstmals)\b",
    r"(未经授权|版权所有|不得转载|責任編輯|责任编辑|转载请注明|無断転載|無断複製)",
    r"^\W*(精彩|相关|热点|更多)?(视频|新闻|阅读|文章|推荐)+\W*$",
];

static FURNITURE: LazyLock<RegexSet> = LazyLock::new(|| {
    let built = RegexSetBuilder::new(PATTERNS)
        .case_insensitive(true)
        .unicode(false)
        .build();
    built.unwrap_or_default()
});

/// Tells whether a line in another language than English is no part of what the article says.
pub fn is_furniture_abroad(words: &str) -> bool {
    FURNITURE.is_match(words.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_a_pattern() {
        assert_eq!(FURNITURE.len(), PATTERNS.len());
    }

    #[test]
    fn furniture_of_many_languages_is_known() {
        for line in [
            "Foto: Hafenpresse",
            "Archivfoto: M. Vale",
            "Der neue Leuchtturm am Kap. - Foto: Mina Vale",
            "Photocredits Hafen: Mina Vale",
            "Quelle: Hafenamt",
            "von Lia Sand Erstellt am 01.02.23 um 08:35",
            "Alle Meldungen finden Sie im kostenlosen Hafen-Newsletter.",
            "Jetzt Platz sichern!*",
            "Schon mit drei Euro kannst du unsere Arbeit unterstützen.",
            "Lasst es mich in den Kommentaren wissen.",
            "Mai 2020 | Kommentare geschlossen",
            "Crédits photos : Mina Vale",
            "Lesetipp: Zehn Wege an der Küste",
            "Lire aussi : Dix sentiers sur la côte",
            "Lire la suite de la critique sur le site",
            "Mehr Infos auch auf der Seite des Hafens: hafen.example",
            "Dieser Beitrag enthält Werbung für ein Hotel.",
            "*Werbung.",
            "El periodismo libre necesita el apoyo de sus lectores.",
            "Tous droits réservés",
            "Alle Bilder unterliegen dem Copyright des Museums.",
            "未经授权，不得转载。",
            "精彩视频推荐",
        ] {
            assert!(is_furniture_abroad(line), "{line}");
        }
    }

    #[test]
    fn sentences_about_such_things_stay() {
        for sentence in [
            "Das Foto zeigt den alten Leuchtturm am Kap.",
            "Die Werbung für das Hotel begann im Mai.",
            "Credits: 4",
            "Die Quelle: Sie entspringt im Wald und fließt nach Norden.",
            "Der Newsletter hatte 1921 vierhundert Leser.",
            "Sie unterstützen den Hafen seit 1990.",
            "La suite du procès est prévue en mai.",
            "Mehr Informationen als je zuvor wurden im Mai gesammelt.",
            "Jetzt müssen die Fischer ihre Boote sichern, sagte der Wirt.",
            "El periodismo nació en el siglo XVII.",
            "In der Zeitung stand ein Kommentar zum Hafen.",
        ] {
            assert!(!is_furniture_abroad(sentence), "{sentence}");
        }
    }
}
