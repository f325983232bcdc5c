//! Lines of a page that belong to the site and not to the article, in the languages in which pages mostly come.

use std::sync::LazyLock;

use regex::Regex;

use super::static_regex::static_regex;

/// A line longer than this is told by its beginning alone; furniture is short.
const MAX_LINE_CHARS: usize = 260;

/// Headings under which other articles, comments or the site itself follow.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
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
    static_regex(
        r"(?ix)^\W*(?:
          (?:share|tweet|teilen|twittern|pin\ it|e-?mail|print|drucken|whatsapp|facebook|twitter|linkedin|pocket|reddit|telegram|partager|imprimer|compartir)
            (?:[\s,|/·•]+(?:share|tweet|teilen|twittern|mail|merken|e-?mail|print|drucken|whatsapp|facebook|twitter|linkedin|pocket|reddit|telegram|pinterest|partager|this|on|auf|via))*
        | (?:share|teilen)\ (?:this|on|via|auf|mit)\b.{0,40}
        | (?:advertisement|anzeige|werbung|publicité|publicidad|sponsored(?:\ content)?|ad)\W*
        | (?:auch\ lesen|auch\ interessant|lesen\ sie\ auch|lies\ auch|mehr\ zum\ thema|mehr\ dazu|(?:also\ read|read\ (?:also|more|next)|see\ also|related|watch|watch\ also)
            |lire\ aussi|à\ lire(?:\ aussi)?|lee\ también|te\ puede\ interesar|leggi\ anche|lees\ ook|leia\ (?:também|mais))\s?:\s.{1,200}
        | (?:read|show|see|load)\ more\W* | chapters\W* | (?:captions|subtitles|descriptions|default)\b[^.]{0,20}\bselected
        | (?:permalink|permalien|trackback.{0,20}|print\ this.{0,20}|zur\ startseite|zurück(?:\ zu[mr].{0,30})?|back\ to\ top|nach\ oben|skip\ to.{0,30}|loading|laden|wird\ geladen)\W*
        | (?:subscribe|abonnieren|abonnez|suscríbete|jetzt\ abonnieren|newsletter)\b.{0,200}
        | (?:follow\ us|folgen?\ sie\ uns|folge\ uns|suivez-nous|síguenos|like\ us)\b.{0,200}
        | (?:unterstütze?n?|support)\ (?:sie\ )?(?:us|our|uns|unsere[rn]?|this|[A-Z][\w-]+)\b.{0,60}\d.{0,20}
        | (?:pour\ (?:lire|accéder)|um\ weiterzulesen|to\ (?:continue|keep)\ reading|continue\ reading|read\ the\ (?:full|rest)|weiterlesen|lire\ la\ suite|seguir\ leyendo)\b.{0,120}
        | (?:(?:top|header|cover|titel|beitrags|archiv|symbol)?\s?(?:photo|foto|bild|image|picture)s?(?:\s/\s\w{1,20})?|crédits?\ photos?)\s?:\s?.{1,120}
        | (?:photo|foto|bild|image|picture)s?\ ?(?:credits?|nachweis)(?:\s\w{1,20})?\s?:\s?.{1,120}
        | (?:top|header|cover|titel|beitrags|archiv|symbol)?\s?(?:photo|foto|bild|image|picture)s?\ (?:by|via|von|par)\ (?-i:\p{Lu})[^.!?]{1,200}\W*
        | (?:posted|written|words)\ by\ (?-i:\p{Lu})[^.!?]{1,80}
        | [^.!?]{1,120}©.{1,80}
        | ©.{0,120} | \(c\)\ .{0,80} | (?:copyright)\b.{0,120} | all\ rights\ reserved.{0,60} | alle\ rechte\ vorbehalten.{0,60}
        | (?:afp|reuters|dpa|getty(?:\ images)?|ap\ photo|apa|epa|istock|shutterstock|imago|picture\ alliance)\s?[/|–-]\s?.{1,50}
        | (?:tags?|schlagw(?:ort|örter)|stichwort\w*|kategorien?|categor(?:y|ies)|filed\ under|abgelegt\ unter|mots-clés|etiquetas|posted\ in|kategorisiert\ unter)\s?:?\s?.{0,160}
        | (?:posted|written|published|veröffentlicht|erstellt|(?:last\ )?updated|aktualisiert|publié)\ (?:by|von|par|on|am|le|in)\b[^.!?]{0,60}\b(?:19|20)\d\d\b.{0,40}
        | (?:we\ want\ to\ hear|what\ do\ you\ think|was\ (?:denken|meinen)\ sie|let\ us\ know\ (?:in|what))\b.{0,160}
        | (?:dieser?\ (?:text|artikel|beitrag|eintrag))\ (?:entspricht|erschien|wurde\ (?:am|in|unter|von|veröffentlicht|geschrieben)|ist\ (?:zuerst|ursprünglich))\b.{0,160}
        | this\ (?:article|post|story)\ (?:(?:was|is)\ )?(?:originally|first|re-?(?:printed|published))\b.{0,160}
        | .{0,80}未经.{0,8}(?:授权|许可).{0,80} | 【?.{0,60}(?:版权|著作権).{0,40}所有.{0,80}
        | (?:imágenes\ capturadas|zum\ vergrößern|click\ to\ (?:enlarge|view)|klicken?\ (?:sie\ )?(?:hier|auf))\b.{0,120}
        | .{0,60}(?:newsletter|inbox)\b.{0,60}(?:subscribe|sign\ up|anmelden|abonnieren|straight\ to\ your\ inbox).{0,60}
        | .{0,140}(?:straight\ to\ your\ inbox).{0,80}
        | (?:we|wir|diese\ website|this\ (?:web)?site)\b.{0,40}\bcookies?\b.{0,160}
        | (?:vote|submit|log\ ?in|login|anmelden|registrieren|einloggen|connexion|s.identifier|search|suche|menü|menu|forum|community|home)\W*
        )$",
    )
});

/// Lines that begin as ordinary ones may: only what they speak of, or who is named, tells that they belong to the site.
static UNSURE_LINES: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)^\W*(?:
          sign\ up(?:\ (?:now|today|here|free|for\ free))?\W*
        | (?:sign\ up|join\ our|get\ the)\b.*\b(?:newsletters?|inbox|apps?|channel|podcast|community|alerts?|updates?|news|stories|headlines|digest|briefing|edition|mailing\ list|latest|facebook|twitter|instagram|telegram|whatsapp|account|e-?mails?)\b.*
        | (?:never\ miss|don.t\ miss)\b\D*
        | (?:credits?|quelle|source|video|grafik|illustration(?:en|s)?(?:\s/\s\w{1,20})?)\s?:\s?(?:(?-i:[^a-z\d\s]).{0,119}|[^\d\s]\S{0,60})
        )$",
    )
});

/// Appeals for money, for readers and for their addresses; what somebody is quoted with is none.
static APPEALS: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)^[^\w\x22“„«]*(?:
          (?:please\ )?(?:donate|make\ (?:a|your)\ (?:donation|contribution|gift)|consider\ (?:a\ )?(?:donat|support|subscrib|becom)\w*|become\ a\ (?:\w+\ )?(?:member|subscriber|supporter|patron)|help\ us\ (?:to\ )?(?:continue|keep|grow|reach|improve|spread|stay|publish))\b.{0,200}
        | (?:if\ you\ (?:like|liked|enjoy|enjoyed|found|appreciate|value)\b.{0,60}\b(?:article|post|story|work|journalism|site|reporting)|(?:wenn|falls)\ (?:dir|ihnen|euch)\ (?:dieser?|unsere?)\b.{0,40}\bgef(?:ällt|allen))\b.{0,160}
        | (?:spende[nt]?|unterstütze[nt]?|werde[nt]?\ (?:sie\ )?(?:jetzt\ )?(?:mitglied|abonnent)\w*|faites\ un\ don|soutenez|soutiens|haz(?:te)?\ (?:una\ donación|socio|socia)|apoya|sostieni)\b.{0,120}\b(?:uns|unsere[nrms]?|jetzt|hier|heute|nous|notre|nos|nuestr[oa]s?|nostr[oa]|sie|du)\b.{0,100}
        | [^\x22“„«]{0,140}\b(?:support|supporting|fund|funding|unterstützt?|unterstützen|soutenir|soutenez|apoyar|apoya)\b.{0,40}\b(?:our|unser[en]{0,2}|notre|nuestro|nostro)\ (?:\w+\ )?(?:work|journalism|reporting|newsroom|magazine?|arbeit|journalismus|redaktion|travail|journalisme|rédaction|trabajo|periodismo|lavoro|giornalismo)\b.{0,160}
        | [^\x22“„«]{0,140}\b(?:unser[en]{0,2}|notre|nuestro)\ (?:arbeit|journalismus|redaktion|magazin|travail|journalisme|trabajo|periodismo)\ (?:\w+\ ){0,2}(?:unterstützt?|unterstützen|fördern|soutenir|apoyar)\b.{0,160}
        | (?:sie\ möchten|möchten\ sie|du\ möchtest|want\ to|would\ you\ like\ to)\ (?:gerne\ )?(?:read\ more|keep\ reading|continue\ reading|weiterlesen|mehr\ lesen)\b.{0,120}
        | (?:registrier(?:en\ sie|e?\ dich)|mit\ (?:der|ihrer|deiner)\ (?:registrierung|anmeldung)|by\ (?:registering|signing\ up|subscribing|submitting|clicking))\b.{0,200}
        | \[[^\]]{0,200}(?:newsletter|inbox|\bapp\b|podcast|read\ (?:more|also|our)|lesen\ sie|lies\ (?:auch|hier)|watch|sign\ up|subscribe|abonnieren|mehr\ dazu)[^\]]{0,120}\]
        | .{0,120}\b(?:weekly|daily|free|kostenlose[rn]?|täglich\w*|wöchentlich\w*|gratis|quotidienne)\ (?:\w+-?){0,1}newsletters?\b.{0,140}
        | https?://\S+\.(?:jpe?g|png|gif|webp|svg)\b.{0,200}
        )$",
    )
});

/// Tells whether a line belongs to the site: share buttons, credits, subscriptions, cookie notes.
pub fn is_page_furniture(line: &str) -> bool {
    let any = [&*LINES, &*UNSURE_LINES, &*ENDS, &*APPEALS];
    line.chars().count() <= MAX_LINE_CHARS && any.iter().any(|pattern| pattern.is_match(line))
}

/// A picture's caption is no longer than this.
const MAX_CAPTION_CHARS: usize = 260;

/// Whose picture it is, at the end of a caption.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)(?:
          ©\s?[^.!?]{1,60}
        | (?:^|[.!?…]\W{0,3}|[(/–—-]\s?)(?:photo|foto|image|picture|bild|archivfoto|archivbild|symbolbild|credits?|illustration|grafik|photograph|source|quelle)\s?(?:by|von|:)\s?(?-i:\p{Lu})[^.!?]{1,60}
        | [\s/(](?:getty\ images|picture\ alliance|shutterstock|istock(?:photo)?|imago(?:\ images)?|keystone|unsplash|pixabay|pexels|afp|reuters|epa|dpa|ap|ap\ photo)(?:/[^.!?]{1,40})?
        )[\s)\]]*$",
    )
});

/// Tells whether a short line ends with whose picture it is: then it stands below that picture.
pub fn is_credited_caption(line: &str) -> bool {
    line.chars().count() <= MAX_CAPTION_CHARS && CREDIT.is_match(line)
}

static SIGNPOST: LazyLock<Regex> =
    LazyLock::new(|| static_regex(r"(?i)^[^.!?]*[.!?]?[^.!?]*\b(?:here|hier|aquí|ici|qui)\W*$"));

/// Tells whether a line with a link only says where to read on: one sentence or two, the last word of which is the link.
pub fn is_signpost(line: &str) -> bool {
    line.chars().count() <= MAX_LINE_CHARS && SIGNPOST.is_match(line)
}

static SLIDE: LazyLock<Regex> = LazyLock::new(|| static_regex(r"^\d{1,3}\s?/\s?\d{1,3}\b"));

/// Tells whether a heading counts the pictures of a slide show, as in `3/50 A ferry at night`.
pub fn is_slide(heading: &str) -> bool {
    SLIDE.is_match(heading)
}

/// Tells whether a line opens what follows an article: other articles, comments, the author's portrait.
pub fn ends_article(line: &str) -> bool {
    line.chars().count() <= MAX_LINE_CHARS && ENDS.is_match(line)
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
            "Dieser Eintrag wurde veröffentlicht in Wege und verschlagwortet mit Küste.",
        ] {
            assert!(is_page_furniture(line), "{line}");
        }
        assert!(!is_page_furniture("Read more than one book on bees."));
    }

    #[test]
    fn appeals_are_told_from_sentences_about_them() {
        for line in [
            "Make your contribution now and help the Harbour Post thrive. Donate today",
            "Help us keep the lamp of local news lit",
            "If you enjoyed this article, consider becoming a member.",
            "Unterstütze uns jetzt mit einer Spende.",
            "You can support our independent journalism with four crowns a month.",
            "[Read more: how the lamp was built]",
            "Posted by Ada Moor, Harbour Post",
            "Photos by Ada Moor, Ole Brandt.",
            "The Tide is a weekly newsletter about the coast.",
            "By registering you accept our terms.",
            "Join our newsletter and read it first",
            "Get the latest news from the coast",
            "Sign up now",
            "Don't miss our best stories",
            "Credits: Ole Brandt",
            "Source: harbour.example",
        ] {
            assert!(is_page_furniture(line), "{line}");
        }
        for line in [
            "Donations of four crowns came from every house on the coast.",
            "The fund will support our fishermen, the mayor said.",
            "Helpers continued to search the bay.",
            "By 2020 the lamp had been dark for four years.",
            "“We ask you to support our work,” the keeper wrote.",
            "Photo editing: how it began",
            "Written by hand, the log has 400 pages.",
            "Join our walk on Sunday and bring a lamp.",
            "Get the key from the treasurer on Tuesdays.",
            "Sign up for the summer tournament before 3 June.",
            "Don't miss our blitz night on 4 July.",
            "Credits: 4",
            "Source: the spring of the Arn lies at 900 metres",
            "It needs (a) oil, (b) a wick and (c) a match",
        ] {
            assert!(!is_page_furniture(line), "{line}");
        }
    }

    #[test]
    fn captions_are_told_by_the_credit_at_their_end() {
        for line in [
            "Ines Varga lights the lamp. Photo: Ole Brandt",
            "The tower in March. © AFP / OLE BRANDT",
            "The tower in March (Ole Brandt/AFP/Getty Images)",
            "Der Turm im März. ...Foto: Brandt",
        ] {
            assert!(is_credited_caption(line), "{line}");
        }
        for line in [
            "The keeper told AFP.",
            "She painted one more picture: The Lamp",
            "It needs (a) oil, (b) a wick and (c) a match",
        ] {
            assert!(!is_credited_caption(line), "{line}");
        }
    }

    #[test]
    fn signposts_end_with_their_link() {
        assert!(is_signpost("All about walking boots is found here."));
        assert!(is_signpost("Our book is out. Order it here"));
        assert!(!is_signpost(
            "The text is read here, and it is sold from August on."
        ));
    }

    #[test]
    fn slides_are_told_from_fractions() {
        assert!(is_slide("3/50 A ferry at night") && !is_slide("Half of 3/50"));
    }
}
