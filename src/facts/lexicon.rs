//! Words of English grammar: the closed classes, the irregular verbs, and nouns that are also verbs.

use super::tagging::{Tag, VerbForm};
use super::word_lists::WordList;

/// Returns the class of a word that belongs to a closed one.
pub fn closed_class(word: &str) -> Option<Tag> {
    let found = match word {
        "the" | "a" | "an" | "this" | "that" | "these" | "those" | "each" | "every" | "some"
        | "any" | "no" | "both" | "all" | "another" | "either" | "neither" | "several" | "many"
        | "few" | "most" | "much" | "such" | "half" => Tag::Determiner,
        "my" | "your" | "his" | "her" | "its" | "their" | "our" | "whose" => Tag::Possessive,
        "i" | "you" | "he" | "she" | "it" | "we" | "they" | "him" | "them" | "us" | "me"
        | "himself" | "herself" | "itself" | "themselves" | "ourselves" | "myself" | "yourself"
        | "someone" | "everyone" | "anyone" | "nobody" | "somebody" | "everybody" | "nothing"
        | "something" | "everything" | "anything" | "none" | "others" | "there" | "hers"
        | "theirs" | "ours" | "mine" | "yours" => Tag::Pronoun,
        "who" | "which" | "whom" | "what" => Tag::Relative,
        "of" | "in" | "on" | "at" | "by" | "for" | "with" | "from" | "into" | "onto" | "upon"
        | "about" | "against" | "between" | "among" | "amongst" | "through" | "during"
        | "before" | "after" | "above" | "below" | "under" | "over" | "near" | "since"
        | "until" | "till" | "within" | "without" | "across" | "behind" | "beyond" | "despite"
        | "except" | "like" | "unlike" | "per" | "than" | "as" | "via" | "toward" | "towards"
        | "throughout" | "along" | "around" | "amid" | "amidst" | "beneath" | "beside"
        | "besides" | "inside" | "outside" | "off" | "regarding" | "concerning" | "alongside"
        | "atop" | "aboard" | "opposite" | "past" | "worth" | "versus" | "underneath" => {
            Tag::Preposition
        }
        "to" => Tag::To,
        "and" | "or" | "but" | "nor" | "&" => Tag::Coordinator,
        "because" | "although" | "though" | "while" | "when" | "where" | "if" | "unless"
        | "whereas" | "whether" | "whenever" | "wherever" | "why" | "how" | "once" | "so"
        | "whilst" => Tag::Subordinator,
        "will" | "would" | "can" | "could" | "may" | "might" | "shall" | "should" | "must"
        | "ca" | "wo" | "'ll" | "'d" | "cannot" => Tag::Modal,
        "be" | "is" | "am" | "are" | "was" | "were" | "been" | "being" | "'re" | "'m" => Tag::Be,
        "have" | "has" | "had" | "having" | "'ve" => Tag::Have,
        "do" | "does" | "did" => Tag::Do,
        "not" | "n't" | "never" => Tag::Not,
        "also" | "too" | "very" | "now" | "then" | "here" | "often" | "always" | "still"
        | "even" | "just" | "only" | "again" | "already" | "soon" | "later" | "ever"
        | "however" | "thus" | "therefore" | "perhaps" | "together" | "almost" | "quite"
        | "rather" | "instead" | "away" | "back" | "out" | "up" | "down" | "today"
        | "yesterday" | "tomorrow" | "ago" | "once-again" | "yet" | "else" | "sometimes"
        | "far" | "forward" | "meanwhile" | "nevertheless" | "nonetheless" | "moreover"
        | "furthermore" | "thereby" | "hence" | "otherwise" | "elsewhere" | "abroad" | "seldom"
        | "twice" | "apart" | "aside" | "alone" | "ahead" | "altogether" | "maybe" | "indeed" => {
            Tag::Adverb
        }
        _ => return None,
    };
    Some(found)
}

/// Past forms of irregular verbs that are not participles.
const PASTS: &str = " became began bit blew broke came chose did drew drank drove ate fell flew \
    forbade forgot forgave froze gave went grew hid knew lay rode rang rose ran saw shook shrank \
    sang sank spoke sprang stole strode strove swore swam took tore threw woke wore wrote overcame \
    undertook withdrew overthrew foresaw arose awoke outgrew mistook underwent overtook ";

/// Participles of irregular verbs that are not past forms.
const PARTICIPLES: &str = " been begun bitten blown broken chosen done drawn drunk driven eaten \
    fallen flown forbidden forgotten forgiven frozen given gone grown hidden known lain ridden rung \
    risen seen shaken shrunk sung sunk spoken sprung stolen striven sworn swum taken torn thrown \
    woken worn written undertaken withdrawn overthrown foreseen arisen proven shown sewn born borne \
    beaten mistaken overtaken undergone mown swollen woven ";

/// Forms of irregular verbs that are both past and participle.
const PASTS_AND_PARTICIPLES: &str = " built bought brought caught dealt dug fed felt fought found \
    fled got gotten hung heard held kept laid led left lent lost made meant met paid said sold sent \
    shot sat slept slid spent stood stuck struck swept swung taught told thought understood won \
    wound sought spun bound bred burnt clung crept dreamt ground knelt leapt learnt lit overheard \
    rebuilt repaid shone spelt spilt spoilt stung strung upheld withheld withstood misled resold \
    retold redone slung wept outsold undersold held mislaid bent ";

/// Verbs of which base, past and participle are one.
const UNCHANGING: &str = " cut put set hit let hurt shut cost quit split spread cast burst rid shed \
    beat broadcast upset bid read forecast ";

/// Nouns that are also verbs, in their base form: where one of them may be a verb, its place decides.
const NOUNS_AND_VERBS: &str = " plan cost report offer play work cause lead feature claim result \
    start end move face help fund name host vote place cut hit release visit travel love hope fear \
    need use form aim answer appeal approach arm attack attempt award back base battle benefit \
    border branch break bridge call campaign care center centre challenge champion chance change \
    charge chart check clash coach comment compound concern conduct conflict contact contain contest \
    contract control cook copy cover crash credit cross cry cure damage dance date deal debate \
    decline decrease delay demand design desire detail dispute document doubt draft draw dream dress \
    drink drive drop echo effect estimate exhibit experience experiment export express farm favor \
    favour fight figure film finance finish fire fish fit flow focus force forecast found function \
    gain gather grant group grow guarantee guard guide harm harvest head heat hold honor honour \
    house hunt impact import increase influence interest interview invite issue join joke judge jump \
    kick kill knock label land last laugh launch leave level lift light limit link list live load \
    lock look loss lower make map march mark market match matter mean measure meet mention merge mind \
    mine mix model monitor mount murder note notice number object open operate order oversee own \
    pass pattern pay permit phone phrase pilot plant point position post pound power practice \
    practise praise present press price process produce profile program progress project promise \
    protest provide pull punish purchase push question quote race rain raise range rank rate reach \
    rebel record reform refuse regard register reject release remain remark rent repair repeat \
    replace reply request rescue research rest return reveal reverse review reward ride ring rise \
    risk rule run rush sail sample save say scale score search seat second see sense serve service \
    set shape share shelter shift ship shock shop show sign signal sing sleep slide smell smile smoke \
    sound space spark speak spend split sponsor sport spot spread spring stage stand star state stay \
    stem step stop store storm stream stress stretch strike struggle study suit supply support \
    surprise surround survey suspect switch talk target tax team tell tend term test thank think \
    threat tie time title total touch tour trace track trade train transfer transport treat trial \
    trigger trip trust try turn type value view visit voice volunteer wait walk want warm warn wash \
    watch water wave weigh welcome win wish wonder worry yield average equal combine witness \
    ";

/// Words that end like verb forms and are none.
static NO_VERBS: WordList = WordList::new(
    " hundred indeed need shed sled sped aged deed weed reed heed creed steed med speed feed seed breed bed red united kindred sacred \
    naked wicked beloved thing king spring string during nothing something everything anything \
    morning evening ring wing ceiling sibling wedding according including excluding following \
    bing being beijing viking sterling ping pudding darling outstanding interesting ",
);

/// What an irregular or regular ending says of a verb form, when the word can be one.
pub fn verb_form(word: &str) -> Option<VerbForm> {
    if !word.is_ascii() || word.len() < 3 {
        return None;
    }
    tables().get(word).copied().or_else(|| regular_form(word))
}

fn regular_form(word: &str) -> Option<VerbForm> {
    if word.len() > 3 && word.ends_with("ed") {
        return Some(VerbForm::PastOrParticiple);
    }
    const SHORT: [&str; 10] = [
        "going", "using", "dying", "lying", "doing", "tying", "owing", "suing", "aging", "vying",
    ];
    (word.len() > 5 && word.ends_with("ing") || SHORT.contains(&word)).then_some(VerbForm::Gerund)
}

/// Forms of the verbs that report what somebody says or thinks.
static SAYING: WordList = WordList::new(
    " say says said saying tell tells told announce announces announced report \
    reports reported claim claims claimed believe believes believed think thinks thought know knows \
    knew state states stated argue argues argued suggest suggests suggested indicate indicates \
    indicated show shows showed shown conclude concludes concluded note notes noted add adds added \
    estimate estimates estimated confirm confirms confirmed admit admits admitted deny denies denied \
    predict predicts predicted warn warns warned explain explains explained insist insists insisted \
    maintain maintains maintained reveal reveals revealed hope hopes hoped expect expects expected \
    fear fears feared feel feels felt agree agrees agreed decide decides decided declare declares \
    declared propose proposes proposed assert asserts asserted acknowledge acknowledges acknowledged \
    allege alleges alleged assume assumes assumed discover discovers discovered learn learns learned \
    mean means meant remember remembers remembered write writes wrote ",
);

/// Tells whether a word is a form of a verb of saying or thinking.
pub fn is_saying(word: &str) -> bool {
    SAYING.contains(word)
}

/// Offices, professions and titles.
static ROLES: WordList = WordList::new(
    " president minister secretary chairman chairwoman chair chief director \
    spokesman spokeswoman spokesperson leader head mayor governor senator representative congressman \
    congresswoman ambassador envoy commander general colonel captain major lieutenant sergeant \
    admiral king queen prince princess emperor empress pope bishop archbishop cardinal priest \
    chancellor premier deputy vice-president founder co-founder owner manager coach captain editor \
    author writer poet novelist journalist reporter correspondent professor lecturer teacher \
    scientist physicist chemist biologist mathematician astronomer economist historian engineer \
    architect inventor explorer astronaut pilot lawyer attorney judge justice prosecutor analyst \
    officer executive ceo cfo treasurer principal dean rector composer singer musician actor actress \
    artist painter sculptor photographer filmmaker producer player footballer striker goalkeeper \
    midfielder champion winner doctor physician surgeon nurse psychologist philosopher theologian \
    officer detective sheriff commissioner inspector politician lawmaker legislator activist \
    ruler sultan duke duchess earl count baron lord lady dictator consul tsar \
    programmer developer designer researcher curator librarian guitarist drummer bassist vocalist \
    keyboardist dancer choreographer comedian businessman businesswoman entrepreneur banker investor ",
);

/// Tells whether a word names an office, profession or title.
pub fn is_role(word: &str) -> bool {
    ROLES.contains(word)
}

/// Nouns for groups, works and places that stand before their name.
static GROUPS: WordList = WordList::new(
    " team club band group company firm party union league agency newspaper magazine \
    website channel network album song film movie book novel village town city region river lake \
    mountain island ship vessel airline bank university school museum hospital airport brand trio \
    duo quartet orchestra opera series game charity startup carmaker automaker retailer publisher \
    broadcaster watchdog regulator rival parent subsidiary spacecraft satellite probe father mother \
    son daughter brother sister wife husband uncle aunt cousin friend colleague arranger prizefighter ",
);

/// Tells whether a word names a group, work, place or relative that a name may follow.
pub fn is_group(word: &str) -> bool {
    GROUPS.contains(word)
}

/// Verbs that make the noun behind them do what follows.
static ASKING: WordList = WordList::new(
    " ask asks asked asking force forces forced forcing allow allows allowed allowing \
    persuade persuades persuaded help helps helped helping tell told order orders ordered urge urges \
    urged want wants wanted expect expects expected enable enables enabled enabling invite invites \
    invited teach teaches taught require requires required encourage encourages encouraged get gets \
    got lead leads led leading permit permits permitted cause causes caused causing compel compelled \
    convince convinced instruct instructed advise advised warn warned push pushed pushes press \
    pressed drive drove prompt prompted call called ",
);

/// Tells whether a verb makes the noun behind it do what follows: "asked him to leave".
pub fn is_asking(word: &str) -> bool {
    ASKING.contains(word)
}

/// Tells whether a noun tells an intention: "plans to sell".
pub fn is_intention(word: &str) -> bool {
    matches!(
        word,
        "plan"
            | "plans"
            | "intention"
            | "proposal"
            | "proposals"
            | "pledge"
            | "promise"
            | "goal"
            | "aim"
    )
}

/// Tells whether a word that looks like a verb form never is one.
pub fn is_never_verb(word: &str) -> bool {
    NO_VERBS.contains(word)
}

/// Tells whether a word is both a noun and a verb in its base form.
pub fn is_noun_and_verb(word: &str) -> bool {
    ambiguous().contains(word)
}

/// Tells whether a word in -s is a noun in the plural and a verb in the third person.
pub fn is_plural_and_verb(word: &str) -> bool {
    let Some(stem) = word.strip_suffix('s') else {
        return false;
    };
    is_noun_and_verb(stem)
        || stem.strip_suffix('e').is_some_and(is_noun_and_verb)
        || stem
            .strip_suffix("ie")
            .is_some_and(|stem| is_noun_and_verb(&format!("{stem}y")))
}

fn tables() -> &'static std::collections::HashMap<&'static str, VerbForm> {
    static TABLES: std::sync::OnceLock<std::collections::HashMap<&'static str, VerbForm>> =
        std::sync::OnceLock::new();
    TABLES.get_or_init(|| {
        let lists = [
            (UNCHANGING, VerbForm::Any),
            (PASTS_AND_PARTICIPLES, VerbForm::PastOrParticiple),
            (PARTICIPLES, VerbForm::Participle),
            (PASTS, VerbForm::Past),
        ];
        lists
            .into_iter()
            .flat_map(|(list, form)| list.split_ascii_whitespace().map(move |word| (word, form)))
            .collect()
    })
}

fn ambiguous() -> &'static std::collections::HashSet<&'static str> {
    static AMBIGUOUS: std::sync::OnceLock<std::collections::HashSet<&'static str>> =
        std::sync::OnceLock::new();
    AMBIGUOUS.get_or_init(|| NOUNS_AND_VERBS.split_ascii_whitespace().collect())
}
