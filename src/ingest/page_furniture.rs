//! Lines of a page that belong to the site and not to the article, in the languages in which pages mostly come.

use std::sync::LazyLock;

use regex::Regex;

/// A line longer than this is told by its beginning alone; furniture is short.
const LONGEST: usize = 260;

#[expect(clippy::expect_used, reason = "the patterns are constant and tested")]
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

/// Headings under which other articles, comments or the site itself follow.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^\W*(?:
          related\ (?:posts?|articles?|stories|content|topics?|links?|news|reading)
        | (?:more|read\ more|further\ reading|also)\ (?:from|on|about|in|stories|news|articles|like)\b.{0,40}
        | (?:you\ (?:may|might)\ (?:also\ )?(?:like|enjoy|be\ interested)|recommended(?:\ (?:for\ you|articles|reading|posts|stories))?)\b.{0,30}
        | (?:most\ (?:read|popular|viewed|shared)|trending(?:\ now)?|popular\ (?:posts|articles)|latest\ (?:news|posts|articles|stories)|top\ stories)\W*
        | (?:\d+\ (?:comment|response|kommentar|commentaire|comentario)|(?:\d+\ )?(?:comments|responses|replies|kommentare|antworten|commentaires|comentarios|leserkommentare))(?:\ \(?\d+\)?|\ (?:to|zu|sur|a)\b.{0,80})?\W*
        | (?:leave|post|write|add)\ (?:a|your)\ (?:comment|reply)\b.{0,40}
        | schreibe?\ einen\ kommentar\b.{0,40} | laisser\ un\ commentaire | deja\ un\ comentario
        | about\ the\ authors? | über\ (?:den|die)\ autor(?:in|en)?\b.{0,30} | (?:à\ propos|sobre)\ (?:de\ l.|del\ )aut(?:eur|or)
        | (?:ähnliche|verwandte|weitere|empfohlene|passende|meistgelesene|meistdiskutierte|neueste|neuste)\ (?:artikel|beiträge|themen|nachrichten|meldungen|links?|storys?|homestor(?:y|ys|ies))\b.{0,30}
        | entdecke\ weitere\b.{0,30}
        | mehr\ (?:zum\ thema|themen|artikel|von|aus|über|infos?)\b.{0,40} | (?:auch|das\ könnte\ sie|das\ könnte\ dich).{0,20}(?:interessieren|interessant|lesen)\W*
        | (?:lesen\ sie\ auch|auch\ lesen|lies\ auch|zum\ weiterlesen|weiterlesen|leseempfehlungen?)\W*
        | (?:articles?\ (?:similaires|liés|associés)|à\ lire\ (?:aussi|également)|sur\ le\ même\ (?:sujet|thème)|lire\ aussi)\W*
        | (?:artículos\ relacionados|noticias\ relacionadas|te\ puede\ interesar|lee\ también|más\ sobre\ .{1,40}|más\ noticias|relacionad[oa]s)\W*
        | (?:leggi\ anche|articoli\ correlati|lees\ ook|leia\ também)\W*
        | (?:share|teilen)\ (?:this|diesen)\ (?:article|post|story|artikel|beitrag)\W*
        )$",
    )
});

/// Single lines that say nothing of the subject.
static LINES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^\W*(?:
          (?:share|tweet|teilen|twittern|pin\ it|e-?mail|print|drucken|whatsapp|facebook|twitter|linkedin|pocket|reddit|telegram|partager|imprimer|compartir)
            (?:[\s,|/·•]+(?:share|tweet|teilen|twittern|mail|merken|e-?mail|print|drucken|whatsapp|facebook|twitter|linkedin|pocket|reddit|telegram|pinterest|partager|this|on|auf|via))*
        | (?:share|teilen)\ (?:this|on|via|auf|mit)\b.{0,40}
        | (?:advertisement|anzeige|werbung|publicité|publicidad|sponsored(?:\ content)?|ad)\W*
        | (?:auch\ lesen|auch\ interessant|lesen\ sie\ auch|lies\ auch|mehr\ zum\ thema|mehr\ dazu|(?:also\ read|read\ (?:also|more|next)|see\ also|related|watch|watch\ also)
            |lire\ aussi|à\ lire(?:\ aussi)?|lee\ también|te\ puede\ interesar|leggi\ anche|lees\ ook|leia\ (?:também|mais))\s?:\s.{1,200}
        | (?:read|show|see|load)\ more\W* | chapters\W* | (?:captions|subtitles|descriptions|default)\b[^.]{0,20}\bselected
        | (?:permalink|permalien|trackback.{0,20}|print\ this.{0,20}|zur\ startseite|zurück(?:\ zu[mr].{0,30})?|back\ to\ top|nach\ oben|skip\ to.{0,30}|loading|laden|wird\ geladen)\W*
        | (?:subscribe|sign\ up|abonnieren|abonnez|suscríbete|join\ our|get\ the|jetzt\ abonnieren|newsletter)\b.{0,200}
        | (?:never\ miss|don.t\ miss|follow\ us|folgen?\ sie\ uns|folge\ uns|suivez-nous|síguenos|like\ us)\b.{0,200}
        | (?:unterstütze?n?|support)\ (?:sie\ )?(?:us|our|uns|unsere[rn]?|this|[A-Z][\w-]+)\b.{0,60}\d.{0,20}
        | (?:pour\ (?:lire|accéder)|um\ weiterzulesen|to\ (?:continue|keep)\ reading|continue\ reading|read\ the\ (?:full|rest)|weiterlesen|lire\ la\ suite|seguir\ leyendo)\b.{0,120}
        | (?:(?:photo|foto|bild|image|picture|crédits?\ photos?|photos?\ credits?|fotocredit|quelle|source|video|grafik|illustration)s?(?:credit|nachweis)?\s?:\s?).{1,90}
        | ©.{0,120} | \(c\)\ .{0,80} | (?:copyright)\b.{0,120} | all\ rights\ reserved.{0,60} | alle\ rechte\ vorbehalten.{0,60}
        | (?:afp|reuters|dpa|getty(?:\ images)?|ap\ photo|apa|epa|istock|shutterstock|imago|picture\ alliance)\s?[/|–-]\s?.{1,50}
        | (?:tags?|schlagw(?:ort|örter)|stichwort\w*|kategorien?|categor(?:y|ies)|filed\ under|abgelegt\ unter|mots-clés|etiquetas|posted\ in|kategorisiert\ unter)\s?:?\s?.{0,160}
        | (?:von|by|par|por|posted\ by|written\ by|autor|author|text|veröffentlicht|erstellt|published|updated|last\ updated|stand|publié)\b[^.!?]{0,60}\b(?:19|20)\d\d\b.{0,40}
        | (?:we\ want\ to\ hear|what\ do\ you\ think|was\ (?:denken|meinen)\ sie|let\ us\ know\ (?:in|what))\b.{0,160}
        | (?:dieser?\ (?:text|artikel|beitrag))\ (?:entspricht|erschien|ist\ (?:zuerst|ursprünglich))\b.{0,160}
        | this\ (?:article|post|story)\ (?:was|is)\ (?:originally|first)\b.{0,160}
        | (?:imágenes\ capturadas|zum\ vergrößern|click\ to\ (?:enlarge|view)|klicken?\ (?:sie\ )?(?:hier|auf))\b.{0,120}
        | .{0,60}(?:newsletter|inbox)\b.{0,60}(?:subscribe|sign\ up|anmelden|abonnieren|straight\ to\ your\ inbox).{0,60}
        | .{0,140}(?:straight\ to\ your\ inbox).{0,80}
        | (?:we|wir|diese\ website|this\ (?:web)?site)\b.{0,40}\bcookies?\b.{0,160}
        | (?:vote|submit|log\ ?in|login|anmelden|registrieren|einloggen|connexion|s.identifier|search|suche|menü|menu|forum|community|home)\W*
        )$",
    )
});

/// Tells whether a line belongs to the site: share buttons, credits, subscriptions, cookie notes.
pub fn is_page_furniture(line: &str) -> bool {
    line.chars().count() <= LONGEST && (LINES.is_match(line) || ENDS.is_match(line))
}

static SLIDE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{1,3}\s?/\s?\d{1,3}\b"));

/// Tells whether a heading counts the pictures of a slide show, as in `3/50 A ferry at night`.
pub fn is_slide(heading: &str) -> bool {
    SLIDE.is_match(heading)
}

/// Tells whether a line opens what follows an article: other articles, comments, the author's portrait.
pub fn ends_article(line: &str) -> bool {
    line.chars().count() <= LONGEST && ENDS.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_called_comment_does_not_end_an_article() {
        assert!(ends_article("Comments (12)") && ends_article("1 comment"));
        assert!(!ends_article("Comment") && !ends_article("Comments on the draft were few."));
    }

    #[test]
    fn controls_of_players_and_lists_are_furniture() {
        for line in [
            "Read more",
            "descriptions off, selected",
            "Chapters",
            "Also read: Ten walks along the northern coast",
            "Auch lesen: Zehn Wege an der Küste",
        ] {
            assert!(is_page_furniture(line), "{line}");
        }
        assert!(!is_page_furniture("Read more than one book on bees."));
    }

    #[test]
    fn slides_are_told_from_fractions() {
        assert!(is_slide("3/50 A ferry at night") && !is_slide("Half of 3/50"));
    }
}
