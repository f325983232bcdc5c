//! The small words by which the subject of a sentence is found.

/// Words that open a phrase before the subject.
pub const LEADS_IN: &str = "\
    in on at after before during while when although though as by from with for since despite \
    under following because if unlike like among along through throughout within until upon \
    between over according to once early late due besides whereas beyond having being based \
    given against without towards";

/// Single words that may stand before the subject.
pub const ADVERBS: &str = "\
    however earlier somewhat later then thus meanwhile also furthermore moreover therefore \
    additionally nevertheless today finally instead similarly soon but and yet so initially \
    originally eventually subsequently currently here still often sometimes further hence \
    consequently afterwards now first second indeed overall likewise conversely";

/// Verbs and auxiliaries that end a subject.
pub const VERBS: &str = "\
    is are was were be been has have had do does did can could will would may might must shall \
    should became becomes began begins came comes went goes made makes took takes gave gives \
    wrote writes said says won wins lost held holds led leads built grew fell rose ran runs met \
    left saw sees found kept stood stands lies lay spent brought bought sold sent used uses \
    contains includes consists remains provides allows requires refers occurs appears exists \
    shows means often also not never usually generally typically soon then still now later \
    sought taught drew fought broke chose knew spoke produces causes plays covers serves offers \
    seeks argues believes claims states suggests describes forms flows belongs depends felt put \
    set shot cut hit let read struck swept thought threw told understood wore finds moves works \
    lives gets got fed bore ate died dies returns begin bring sank sang swam flew drove rode \
    paid meant dealt slept shone hung";

/// Words between which a noun group goes on.
pub const JOINTS: &str = "\
    of de von van the and for & du la le del bin al";

/// Words inside the name of an organisation, a place or a work.
pub const NO_PERSON: &str = "\
    university college school institute company corporation inc ltd group party union church \
    army navy force forces council court commission committee ministry department office agency \
    bank museum library hospital river lake sea ocean mountain mountains valley island islands \
    city county state states province republic kingdom empire dynasty war battle treaty act \
    bill law street avenue road park bridge house hall center centre station airport stadium \
    league cup bowl team club association society foundation organization organisation network \
    channel news times post journal magazine press series show prize award theory theorem \
    principle project program programme system board parliament congress senate government \
    north south east west northern southern eastern western central new united great american \
    british french german european english international national royal world day century \
    revolution movement festival";

/// Nouns that are plural without an "s".
pub const PLURALS: &str = "\
    people men women children police cattle data media clergy fans";

/// Words that open no noun group which "it" or "they" could mean.
pub const NO_SUBJECT: &str = "\
    there this these that those what who one some many most such all other others we i you if \
    both each every no several another any not only even much few which whose where whom how \
    why and or but it he she they let please more less";

/// Words that are capitals only at the head of a sentence.
pub const FIRST_WORDS: &str = "\
    the a an this these that he she it they his her its their many some most both all there one";

/// What "it" is before "to" when it stands for nothing.
pub const JUDGEMENTS: &str = "\
    possible impossible necessary difficult easy hard common important better best useful \
    useless illegal legal customary convenient desirable sufficient enough natural safe wrong \
    right unusual usual rare time";
