//! Tells what belongs to the article from what surrounds it: credits, subscribe, cookie and share lines.
//!
//! Nothing is cut out of the stored text; what is found here is only never quoted. The rules look for how
//! such lines speak, about the site and to the reader, and not for what any one site writes.

use std::sync::LazyLock;

use regex::Regex;
use regex::bytes::{RegexSet, RegexSetBuilder};

use super::dateline::is_dateline;
use super::foreign_furniture::is_furniture_abroad;

/// The longest block that can be furniture, in words; a longer one has something to say.
const MAX_FURNITURE_WORDS: usize = 45;

/// The longest line without a full stop that can go with furniture beside it, in words.
const MAX_LABEL_WORDS: usize = 12;

/// A label before a colon has at most so many words.
const LABEL_WORDS: usize = 4;

/// Words that only a row of share buttons is made of.
const BUTTONS: [&str; 33] = [
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "telegram",
    "linkedin",
    "reddit",
    "email",
    "e-mail",
    "mail",
    "pinterest",
    "instagram",
    "youtube",
    "tiktok",
    "mastodon",
    "bluesky",
    "threads",
    "signal",
    "print",
    "share",
    "copy",
    "link",
    "save",
    "tweet",
    "like",
    "comment",
    "comments",
    "bookmark",
    "on",
    "via",
    "this",
    "rss",
    "follow",
];

/// How furniture speaks, by kind. All are matched without regard to case at a block's or sentence's start
/// or, where they cannot be anything else, anywhere. They are matched as bytes: what furniture says is English in
/// plain letters, and the boundaries of all of Unicode's words would keep the fast matcher from it. `(?u:…)` marks the
/// few places where other letters count.
const PATTERNS: &[&str] = &[
    // Credits of agencies and editors.
    r"^\W*(with|contains|includes?) (additional |some |further )?(inputs?|reporting|material|files?|contributions?|information) (from|by)\b",
    r"^\W*(additional |original )?(reporting|writing|editing|compiled|translated|edited|written|reported) by (?u-i:\p{Lu})(?u:[\w.’'-])*([ ,;]|and\b|in\b|for\b|(?u-i:\p{Lu})(?u:[\w.’'-])*|(additional )?(reporting|writing|editing) by\b)*\W*$",
    r"^\W*(reuters|afp|ap|associated press|dpa|bloomberg|pti|ani|xinhua|agencies|news agencies|agency)(\W+(reuters|afp|ap|associated press|dpa|bloomberg|pti|ani|xinhua|agencies|and))*\W*$",
    // Whom they name begins with a capital: "Credits: 4" counts, and "Source: the spring lies high" tells of a river.
    r"^\W*(source|sources|credits?|byline|via)\s*:\s*(?-i:[A-Z@\x80-\xff])[^.!?\s]*([\s/&|,]+((?-i:[A-Z\d@(\x80-\xff])[^.!?\s]*|of|the|and|for|in|at|on|by|from|de|la|du|von|via|courtesy)){0,8}\W*$",
    r"^\W*(source|sources|credits?|via)\s*:\s*(https?://|www\.)\S+\W*$",
    r"\bthis (story|article|report|content|piece) (was|has been|is) (first |originally |automatically |auto-)?(published|generated|produced|syndicated|created|taken)\b",
    // Photographs.
    r"^\W*((top|cover|header|lead|main|featured|file|stock|archive) )?(photo|photos|photograph|image|images|picture|pictures|representational image)s?( credit| courtesy| by|:|\s*\()",
    // Of a book or a game it is a statement who drew it: "Illustrations: Jun Habara." The credit of a picture has no full stop.
    r"^\W*((top|cover|header|lead|main|featured|file|stock|archive) )?(illustration|video|graphic)s?( credit| courtesy| by|:|\s*\()\s*:?\s*(?-i:[A-Z@\x80-\xff])[^!?]{0,160}[^.!?]$",
    r"(?u:[-–—|/(])\s*(photo|image|picture|pic)s?( credit| courtesy)?\s*:\s*[^.!?]{1,60}\W*$",
    // Who wrote a post, and where else it appeared.
    r"^[\s*|>#+-]*(posted|written|published|submitted|reviewed) by (?u-i:\p{Lu})[^.!?]{0,80}$",
    r"^\W*((mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[^.!?]{0,30}\b(19|20)\d\d\W{1,3}by (?u-i:\p{Lu})[^!?]{0,40}[^.!?]$",
    r"^[\s*|>#+-]*by (?u-i:\p{Lu})(?u:[^.!?|]){1,60}\|[^.!?]{0,40}\b(19|20)\d\d\W*$",
    r"^[\s*|>#+-]*by (?u-i:\p{Lu})[^.!?]{0,50}\((reporting|photography|photos|words|text|video|illustrations?)\)\W*$",
    r"^\W*(page|section|web|copy|photo|picture|news|night) editors?\s*:\s*[^.!?]{1,60}$",
    r"\bthis (story|article|post|column|essay|interview|excerpt) ((was|has been|is) )?(also )?(originally |first |previously )?(appeared|appears|reprinted|republished|cross-?posted|excerpted|adapted) (on|in|at|from|with|by|courtesy)\b",
    r"\b(contributed (additional )?(reporting|to this (report|story|article))|reported from (?u-i:\p{Lu})[^.!?]{0,40},? and (?u-i:\p{Lu})[^.!?]{0,40} from (?u-i:\p{Lu})(?u:[\w ]){1,30}\W*$)",
    r"^\W*(?u:—|–)\s?[^@]{1,50}\(@\w{1,20}\)",
    r"\b(getty images|shutterstock|istock|alamy|ap photo|afp photo|reuters photo|image credit|photo credit)\b",
    // Subscribing, following, joining, paying.
    r"^\W*(please )?(subscribe|sign up|sign in|log in|register|join|follow|like|download|get|click|tap|support|donate|become|turn on|stay|never miss|don(?u:.)t miss|do not miss|enjoying|want more)\b[^.!?]{0,120}\b(newsletters?|whatsapp channel|telegram channel|youtube channel|social media|app store|google play|your inbox|tuned|to continue reading|to read more|to comment|up to date with|breaking news alerts?|notifications?)\b",
    r"^\W*(please )?(subscribe|sign up|join|follow|like|download|get|support|donate|become|stay|never miss|don(?u:.)t miss|do not miss|enjoying|want more)\b[^.!?]{0,80}\bour (\w+ ){0,2}(channels?|podcasts?|apps?|journalism|reporting|newsroom|coverage|stories|headlines|alerts?|mailing list|subscri(bers?|ptions?)|readers|(facebook|twitter|instagram|telegram|whatsapp|tiktok|linkedin|youtube|social)( (page|group|channel|account|feed|media)s?)?)\b",
    r"^\W*join our (\w+ ){0,2}community\W*$",
    r"^\W*(please )?(support|join|follow|like) us( (today|now|here|online|monthly))*\W*$",
    r"\b(our|the|free|daily|weekly) newsletters?\b[^.!?]{0,80}\b(inbox|subscribe|sign up|delivered|straight)\b",
    r"\b(in|to) your (social )?(feeds?|inbox|mailbox|timeline)\b",
    r"(?u:[:;,!?–—-])\s*(please )?(subscribe|sign up|register|join us|follow us|log in|download (it|the app|our app))( (now|today|here|for free|free|at no cost|in seconds))*\W*$",
    r"^\W*(please )?(subscribe|sign up|register|join us|become a (member|subscriber|supporter))( (now|today|here|for free|free))+\W*$",
    r"\b(our|all the) (best|top|biggest|latest|most read) (stories|articles|reads|news|headlines)\b[^.!?]{0,60}\b(subscribe|sign up|inbox|newsletter|app|follow|free)\b",
    r"^[\s*|>#+-]*(simply |just )?(pop|enter|type|put|drop|add) your e-?mail\b",
    r"\byou can unsubscribe\b|\bunsubscribe (at any time|any time|here|now)\b",
    r"\bsend (you|it) (a |our |the )?(daily|weekly|morning|evening|roundup|round-up|regular) ?(roundup |round-up )?(e-?mails?|newsletters?|briefing|digest)\b|\b(daily|weekly|morning|evening) newsletter\b[^.!?]{0,20}\byou\b",
    r"^[\s*|>#+-]*you can (contact|reach|find|follow|message) [^.!?]{0,60}\b(on|via|at|through) (facebook|twitter|instagram|linkedin|mastodon|bluesky|whatsapp|tiktok)\b",
    r"^[\s*|>#+-]*(donate|give|chip in)( (today|now|here|online|monthly))+\W*$",
    r"^[\s*|>#+-]*(as always,? )?(please )?let us know (what you think|in the comments|on (the|our))\b",
    r"^\W*stay (tuned|connected|informed|updated)\b",
    r"\b(this|the) (article|story|content) is (for|only available to|reserved for|available only to) (paying |premium |registered )?(subscribers|members)\b",
    // Cookies and consent.
    r"\b(we|this (web)?site|our (web)?sites?|our partners)\b[^.!?]{0,60}\b(uses?|stores?|sets?) cookies\b",
    r"\b(accept|reject|manage|allow) (all |my )?(cookies?|cookie (settings|preferences))\b",
    r"\bby (continuing|using|clicking|browsing)\b[^.!?]{0,80}\b(you (agree|accept|consent)|cookies)\b",
    r"^\W*(privacy|cookie) (policy|notice|settings|preferences)\W*$",
    // Sharing.
    r"^\W*(click|tap) (here|to (share|print|email|tweet|open|expand|enlarge|view|play))\b",
    r"^\W*copy link\b",
    // Pointing elsewhere.
    r"^\W*(read|see|watch|listen|view|look) (more|also|next|on|too)\b\s*(:|on\b|about\b|from\b|at\b|$|[A-Z\x22]|“)[^.!?]{0,160}",
    r"^\W*(also read|also see|related( articles?| stories| posts?| news| links?| reading| topics?| coverage)?|recommended( for you| reading| stories)?|more (from|on|in) (this|the|our)|more (stories|news|articles|coverage|to read)|you (may|might) also (like|enjoy|be interested)|up next|next (article|story|post)|previous (article|story|post)|continue reading|keep reading|read (the )?full (story|article|report)|editor(?u:.)?s?(?u:.)? picks?|editor(?u:.)s choice|most (read|popular|viewed|shared)|trending( now| stories| topics)?|popular (now|stories|posts)|latest (news|stories|headlines|posts|articles)|top stories|don(?u:.)t miss|in case you missed it|what to read next|further reading|see all|view all|load more|show more|back to top|scroll (down|to)|skip to)\b\s*(:|–|—|-|$|\||»|›)",
    r"^[\s*|>#+-]*(find out|learn|discover|hear) more\b\s*(:|(about|on|at|from|here)\b[^.!?]{0,80}$|\W*$)",
    r"^[\s*|>#+-]*(interested in|want to|would you like to|wish to|eager to) (learn|know|read|hear|find out|learning|knowing|reading|hearing|finding out) more\b",
    // Advertising.
    r"^\W*(advertisement|advertorial|advertising|sponsored( content| by\b.*)?|promoted( content)?|paid (content|post|partnership)|ad|ads by .*|story continues below( advertisement)?|article continues (below|after).*)\W*$",
    r"\b(as an amazon associate|affiliate (links?|commission)|we may earn a (small )?commission)\b",
    // The page about itself.
    r"\ball rights reserved\b",
    r"(©|\(c\) ?(19|20)\d\d)[^.!?]{0,60}\W*$",
    r"^\W*(©|\(c\) ?\d|copyright\s*(©|\(c\)|\d{4}|:|by\b))",
    r"^\W*(published|updated|last (updated|modified|edited)|posted|first published|modified)( on| at)?\s*:?\s*[^.!?]{0,20}\d[^.!?]{0,40}$",
    r"^\W*\d+\s*[- ]?(min(ute)?s?)\W*(read|reading time)?\W*$",
    r"^\W*(estimated )?reading time\b",
    r"^\W*\d+\s+(comments?|shares?|likes?|views?|replies)\W*$",
    r"^\W*(leave|post|add|write) a (comment|reply)\b",
    r"^\W*(comments? (are|is) closed|no comments yet|join the (conversation|discussion))\b",
    r"^\W*(have (a|any) (tip|story|news tip)|got a (tip|story)|contact the (author|reporter|editor)|send (us|your) (tips?|feedback|letters?))\b",
    r"^\W*follow (us|me|him|her|them|the author) on\b",
    r"^\W*find (us|me|him|her|them|the author) on (facebook|twitter|x|instagram|linkedin|mastodon|bluesky|whatsapp|tiktok|youtube|telegram|threads|patreon|spotify|apple|social|all)\b",
    r"^\W*(the )?(views|opinions) expressed\b[^.!?]{0,120}\b(author|writer|own|not necessarily)",
    r"^\W*tags?\s*:\s*\S",
    r"^\W*(filed under|posted in)\b",
    r"^\W*categor(y|ies)(\s*:[^.!?]{0,80}|( (?-i:[A-Z\x80-\xff])\w*){1,4})?\W*$",
    r"^\W*\[?e-?mail(?u:\u{a0}| )?protected\]?\W*$",
    r"^\W*((https?://|www\.|pic\.twitter\.com/|t\.co/)\S+\s*)+$",
    r"^\W*https?://\S+\.(jpe?g|png|gif|webp|svg)\b",
    r"^\W*\d{1,3}\s*/\s*\d{1,3}\W*$",
    // Players of films and sound.
    r"^\W*(play( video)?|pause|unmute|mute|fullscreen|current time|duration( time)?|remaining time|loaded|progress|stream type|seek to live|playback rate|picture-in-picture|video player is loading|this is a modal window)\W*(-?\d+:\d+|\d+(\.\d+)?%|live|1x)?\W*$",
    r"^\W*javascript (is|must be) (disabled|enabled|required)",
];

/// Appeals and pointers that may just as well tell readers something they ask for: "Contact us on 01632 960001". Such a line
/// is furniture only if it states no fact.
const APPEALS: &[&str] = &[
    r"^[\s*|>#+-]*(if you are|if you(?u:.)re) (using|reading|viewing|on) (the|this|our|an?) (mobile |web |desktop )?(app|website|site|page|device|browser)\b[^.!?]{0,40}\b(click|tap|here|visit|view|read|refresh|scroll|see)\b[^.!?]{0,40}\W*$",
    r"^[\s*|>#+-]*(thanks|thank you) for (following|reading|watching|listening to|subscribing|joining us)\b[^.!?,;]{0,60}\W*$",
    r"\b(in|on|of) our (live ?blog|podcast|youtube channel)\b",
    r"^\W*(read|watch|listen|follow|see|get|find|hear|catch|keep|stay|more|all)\b[^.!?]{0,80}\b(in|on) our (free )?app\b",
    r"^[\s*|>#+-]*help us (continue|reach|stay|improve|fund|spread|grow|keep (on|up|going|bringing|providing|publishing|reporting|telling|writing|(it|this|our|the) \w+ (free|independent|alive|going|running)))\b",
    r"^\W*(share|tweet|bookmark) (this|it|the (article|story|post|page)|on|via|with|now|to)\b[^.!?]{0,80}$",
    r"^\W*(email|e-mail|print|save|pin|forward) ((this|the) (article|story|post|page)|this\W*$|now|(it )?(on|to|via) (facebook|twitter|whatsapp|telegram|linkedin|reddit|pinterest|pocket|instapaper|your (board|reading list))|to a friend)\b[^.!?]{0,80}$",
    r"^\W*(watch|listen|video|audio|podcast|gallery|live|in pictures)\s*:\s*[\x22'(\[]*(?-i:[A-Z\x80-\xff])",
    r"^\W*(terms (of|and)( use| service| conditions)|contact us|about us|advertise with us|work with us|imprint|sitemap|disclaimer)\b[^.!?]{0,60}$",
    r"^\W*have (a|any) questions?( about [^.!?]{0,40})?\W*$",
    r"^\W*send us your (tips?|stories|feedback|photos|letters|comments|questions)\W*$",
];

/// What makes a line worth quoting whatever it begins with: an hour, a day, a price, a telephone number, an address.
const STATED: &[&str] = &[
    r"\b\d{1,2}([:.]\d\d)? ?(a\.?m\b|p\.?m\b|uhr\b|o(?u:.)clock\b)|\b\d{1,2}:\d\d\b",
    r"\b\d{1,2}(st|nd|rd|th)? (of )?(january|february|march|april|may|june|july|august|september|october|november|december)\b",
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}\b",
    r"\b(every|each|on) (mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(mon|tues|wednes|thurs|fri|satur|sun)days\b",
    r"(?u:[£$€¥])\s?\d|\d ?((?u:[£€])|(pounds?|euros?|dollars?|pence)\b)",
    r"\B\+\d[\d ()/-]{6,}\d\b|\b\d[\d ()/-]{6,}\d\b",
    r"\w@[\w-]+\.\w",
];

/// A byline: `By` and a few capitalized names, nothing else.
const BYLINE: &str = r"^By (\p{Lu}[\p{L}.’'-]*,? ?|and |, ){1,8}$";

static FURNITURE: LazyLock<RegexSet> = LazyLock::new(|| matcher_of(PATTERNS));

static APPEAL: LazyLock<RegexSet> = LazyLock::new(|| matcher_of(APPEALS));

static FACT: LazyLock<RegexSet> = LazyLock::new(|| matcher_of(STATED));

fn matcher_of(patterns: &[&str]) -> RegexSet {
    let built = RegexSetBuilder::new(patterns)
        .case_insensitive(true)
        .unicode(false)
        .build();
    built.unwrap_or_default()
}

static BYLINES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(BYLINE).ok());

/// Tells whether a block, or a sentence of one, is no part of what the article says.
pub fn is_furniture(words: &str) -> bool {
    let words = words.trim();
    let count = words.split_whitespace().count();
    if count == 0 || !words.chars().any(char::is_alphanumeric) {
        return true;
    }
    count <= MAX_FURNITURE_WORDS
        && (is_row_of_buttons(words)
            || BYLINES
                .as_ref()
                .is_some_and(|byline| byline.is_match(words))
            || is_dateline(words)
            || is_row_of_tags(words)
            || FURNITURE.is_match(words.as_bytes())
            || (APPEAL.is_match(words.as_bytes()) && !states_fact(words))
            || is_furniture_abroad(words))
}

/// Tells whether a line names an hour, a day, a price, a telephone number or an address.
fn states_fact(words: &str) -> bool {
    FACT.is_match(words.as_bytes())
}

/// Tells whether a line is a label and what it labels: "Office: Baird Hall 316".
pub fn is_labelled(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(label, value)| {
        // "Child (5 to 15): £6" is labelled "Child".
        let label = match label.split_once(" (") {
            Some((name, aside)) if aside.ends_with(')') => name,
            _ => label,
        };
        label.split_whitespace().count() <= LABEL_WORDS
            && label.starts_with(char::is_uppercase)
            && !label.contains(['.', '!', '?', ','])
            && !value.trim().is_empty()
    })
}

/// Tells whether a line could be a label of furniture beside it: short, and no sentence.
pub fn is_label(words: &str) -> bool {
    let count = words.split_whitespace().count();
    // Languages without spaces have sentences, too.
    count <= MAX_LABEL_WORDS && !ends_as_sentence(words) && !words.contains(['。', '！', '？'])
}

/// Tells whether words end as sentences do.
pub fn ends_as_sentence(words: &str) -> bool {
    let bare = words
        .trim_end()
        .trim_end_matches(['”', '"', '’', '\'', ')', ']', '»']);
    bare.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '؟'])
}

/// Tells whether words are nothing but hash tags.
fn is_row_of_tags(words: &str) -> bool {
    let mut tags = words
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .peekable();
    tags.peek().is_some() && tags.all(|word| word.starts_with('#'))
}

/// Tells whether words are nothing but names of places to share at.
fn is_row_of_buttons(words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut names = lower
        .split(|c: char| c.is_whitespace() || "|/,·•+:".contains(c))
        .filter(|name| !name.is_empty())
        .peekable();
    names.peek().is_some() && names.all(|name| BUTTONS.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_may_have_an_aside() {
        assert!(is_labelled("Child (5 to 15): £6"));
        assert!(is_labelled(
            "Family (two adults and up to three children): £30"
        ));
        assert!(!is_labelled(
            "We sell tickets to all members (of two kinds): ask"
        ));
        assert!(!is_labelled("He came, late (as ever) and said: no"));
    }

    #[test]
    fn every_pattern_is_a_pattern() {
        assert_eq!(FURNITURE.len(), PATTERNS.len());
        assert_eq!(APPEAL.len(), APPEALS.len());
        assert_eq!(FACT.len(), STATED.len());
        assert!(BYLINES.is_some());
    }

    #[test]
    fn furniture_of_any_site_is_known() {
        for line in [
            "With reporting by local agencies",
            "Additional reporting by P. Orr; editing by Lia Sand",
            "(Reuters, AFP)",
            "Photo: Mina Vale / Harbour Press",
            "Do not miss our best stories: subscribe now",
            "Enjoy unlimited reading, sign up today!",
            "All the latest headlines, free in the app",
            "Subscribe now for free",
            "Subscribe to our channel and never miss a story",
            "Sign up for our weekly newsletter, delivered straight to your inbox.",
            "Fresh headlines in your feed",
            "We and our partners use cookies to make this site better.",
            "Accept all cookies",
            "Share this story: Facebook | Twitter | WhatsApp",
            "facebook twitter copy link",
            "Read more: How bridges are painted",
            "Also read: The ferry that never left",
            "You may also like",
            "Advertisement",
            "© 2025 Harbour Press. All rights reserved.",
            "Last updated: 4 May 2025, 10:12",
            "5 min read",
            "12 comments",
            "By Ada Moor and Lia Sand",
            "Follow us on Instagram.",
            "“Don’t miss: the harbour fair",
            "Editor’s picks: ten boats",
            "Edited by Élodie Öst",
            "* * *",
            "Top photo by Mina Vale",
            "The new lamp at the cape. (Photo: Mina Vale)",
            "Posted by Ada Moor, Harbour Press",
            "| By Ada Moor | April 13, 2020",
            "Tuesday 15 October 2019 by Ada M. Moor",
            "4 May 2025 | Harbour Press © Harbour Media Ltd",
            "by Ada Moor (reporting) and Lia Sand (photography)",
            "Page editor: Lia Sand",
            "This article originally appeared in Harbour Press.",
            "This essay was reprinted in Harbour Press.",
            "Ada Moor reported from Oslo, and Lia Sand from Bergen.",
            "Mina Vale contributed to this report.",
            "— Harbour Press (@harbour) June 1, 2017",
            "Simply enter your email into the box below",
            "You can unsubscribe from this service at any time.",
            "You can contact the harbour on Facebook or email them.",
            "If you are using the app, click here.",
            "Thanks for following our live blog throughout the day.",
            "Donate today",
            "Help us continue to bring the harbour to readers everywhere",
            "As always, let us know what you think on our forum.",
            "Learn more about lamps",
            "Learn more: ten facts on lamps",
            "Interested in learning more about lamps?",
            "https://harbour.example/a.jpg 683 1024 Mina Vale",
            "2/5",
            "Remaining Time -0:00",
            "#harbour #lamp",
            "Dec. 6, 2024, 10:00 PM UTC",
            "Foto: Mina Vale",
            "Source: Harbour Board of Orbey, 2021",
            "Credits: Mina Vale/Harbour Press",
            "Illustration: Mina Vale",
            "Video: How the lamp was mended",
            "Support us today",
            "Join our boating community",
            "Contact us",
            "Print this page",
            "Sign up for our newsletter at news@harbour.example for $2",
            "Follow our Instagram page",
            "Category: Harbours",
            "Find us on Facebook",
        ] {
            assert!(is_furniture(line), "{line}");
        }
    }

    #[test]
    fn a_paragraph_without_spaces_is_no_label() {
        assert!(is_label("編集部") && is_label("Harbour desk"));
        assert!(!is_label("灯台は火曜日に消えた。（林）"));
    }

    #[test]
    fn sentences_about_such_things_stay() {
        for sentence in [
            "Gen 3",
            "Gen 1 – 2006",
            "Websites in the union must ask before they set cookies.",
            "The paper was published in 1905 and read by few.",
            "The photograph was taken by a keeper from the tower.",
            "Members share the boat on Sundays.",
            "Visitors should not miss the old mill on the island.",
            "Those who subscribe now pay the price of last year.",
            "Follow the channel until the second buoy.",
            "The newsletter had 400 readers in 1921.",
            "Reuters was founded in 1851 by Paul Reuter.",
            "Read the tide table before you leave the harbour.",
            "By Friday the ice had reached the pier.",
            "Sign in with the code on the label and press Start.",
            "The agency said that it had received reports from four villages.",
            "Edited by hand, the film took nine months and cost the studio two fortunes.",
            "Copyright law protects maps for seventy years.",
            "Press and hold the button to print the receipt.",
            "The book is available to members of the library.",
            "Readers who subscribe now pay half the price.",
            "He told every farmer to register.",
            "Our best stories were told by the fire.",
            "Do not miss the second dose, the nurses said.",
            "Sign up sheets were printed in four languages.",
            "Thanks for joining us. When did you first see the lamp?",
            "Watch the needle: it must not pass the red mark.",
            "The play was written by Ada Moor in 1911.",
            "Written by hand, the book has 300 pages.",
            "“Help us keep our schools open,” she said.",
            "“Thank you for reading my letter,” the king wrote.",
            "The story first appeared in a magazine of 1911.",
            "The reporter reported from Oslo for six years.",
            "By 1912 the harbour | the old one | was closed",
            "Learn more than one craft, the guild told its members.",
            "The keeper wanted to learn more about lamps.",
            "You can find seals on the northern shore.",
            "If you are using the pump, close the valve first.",
            "Play 3 cards.",
            "Donate blood today and drink enough.",
            "A weekly newsletter reached 400 readers in 1921.",
            "About 1/3 of the boats came back.",
            "Join us every Tuesday at 7 pm in the library.",
            "Join our Discord at discord.gg/chess to find opponents.",
            "Sign up for our summer tournament before 3 June.",
            "Register with us by 12 May to get a board.",
            "Contact us on 01632 960001",
            "Contact us at hello@chess.example",
            "Get your card from our treasurer, Una Platt.",
            "Support us by paying 5 pounds a month.",
            "Download our rulebook from the library page.",
            "Don't miss our blitz night on 4 July.",
            "Become a member of our club for 20 pounds a year.",
            "Video: the final of 2024 can be seen in the library",
            "Follow the path to our hut and turn left at the oak.",
            "Save it for later and print it on A4",
            "Thank you for joining us, you will get a badge at the door",
            "Credits: 4",
            "Source: the spring of the Arn lies at 900 metres",
            "Live: Every Friday at 8 pm on Twitch",
            "Illustrations: Jun Habara.",
            "Click the blue button in our app to book a board.",
            "Help us keep the hut clean.",
            "Find us on the ground floor of the library.",
            "Categories of membership are full and junior.",
            "Send us your application and a photo of the plot; the committee decides within two weeks.",
            "Have a question about membership? Ask Una Platt, the treasurer.",
            "Print this form and bring it along",
            "If you are using the mobile app, press the bell twice.",
        ] {
            assert!(!is_furniture(sentence), "{sentence}");
        }
    }
}
