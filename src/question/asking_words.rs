//! What single words of a question say of the answer: "height" asks for a number, "mayor" for somebody.

use crate::text::dimensions::is_currency;
use crate::text::similarity::errors_forgiven;
use crate::text::vectors::WordVectors;

use super::expected_answer::AnswerType;

/// What a noun asks for, by its stem.
pub(super) fn by_noun(stem: &str) -> Option<AnswerType> {
    Some(match stem {
        "year" | "date" | "day" | "month" | "centuri" | "decad" | "time" | "era" | "season" => {
            AnswerType::Date
        }
        "citi" | "countri" | "place" | "locat" | "state" | "town" | "villag" | "region"
        | "contin" | "provinc" | "island" | "river" | "counti" | "district" | "street"
        | "nation" | "ocean" | "capit" => AnswerType::Place,
        "person" | "author" | "presid" | "king" | "queen" | "leader" | "actor" | "scientist"
        | "writer" | "inventor" | "founder" | "minist" | "director" | "player" | "singer"
        | "emperor" | "pope" | "general" | "man" | "woman" | "mathematician" | "physicist"
        | "philosoph" => AnswerType::Person,
        "number" | "popul" | "amount" | "height" | "length" | "depth" | "weight" | "speed"
        | "temperatur" | "temp" | "distanc" | "size" | "total" | "averag" | "rate" | "width"
        | "elev" | "score" => AnswerType::Number,
        "percentag" | "percent" | "proport" | "share" | "fraction" => AnswerType::Percent,
        "cost" | "price" | "salari" | "budget" | "revenu" | "incom" | "fee" | "fare"
        | "deposit" | "rent" | "tax" | "toll" => AnswerType::Money,
        "durat" | "lifespan" => AnswerType::Duration,
        "age" => AnswerType::Age,
        "reason" | "caus" | "purpos" => AnswerType::Reason,
        "definit" | "mean" => AnswerType::Definition,
        _ => return None,
    })
}

/// What a noun asks for behind another, both by their stems: a death toll is no sum.
pub(super) fn by_noun_behind(before: &str, stem: &str) -> Option<AnswerType> {
    match counts_victims(before, stem) {
        true => Some(AnswerType::Number),
        false => by_noun(stem),
    }
}

/// Tells whether a noun behind another, both by their stems, counts those whom something befell.
pub(super) fn counts_victims(before: &str, stem: &str) -> bool {
    stem == "toll" && matches!(before, "death" | "casualti" | "injuri" | "fatal" | "human")
}

/// Tells whether a noun, by its stem, names a sum in some sentences and something else in others: the deposits of a river.
pub(super) fn is_sometimes_paid(stem: &str) -> bool {
    matches!(stem, "fee" | "fare" | "deposit" | "rent" | "tax" | "toll")
}

/// Tells whether a noun, by its stem, is seldom anything but a quality of something else.
pub(super) fn is_quality(stem: &str) -> bool {
    matches!(
        stem,
        "date"
            | "year"
            | "locat"
            | "capit"
            | "author"
            | "inventor"
            | "founder"
            | "popul"
            | "height"
            | "length"
            | "depth"
            | "weight"
            | "speed"
            | "distanc"
            | "size"
            | "width"
            | "elev"
            | "percentag"
            | "cost"
            | "price"
            | "salari"
            | "budget"
            | "revenu"
            | "fee"
            | "fare"
            | "deposit"
            | "rent"
            | "tax"
            | "toll"
            | "age"
            | "durat"
            | "lifespan"
            | "reason"
            | "caus"
            | "purpos"
            | "definit"
    )
}

/// Tells whether a noun, by its stem, hardly means anything without what has it: the toll, the capacity.
pub(super) fn belongs_to_something(stem: &str) -> bool {
    is_quality(stem)
        || matches!(
            stem,
            "toll" | "capac" | "area" | "altitud" | "name" | "colour"
        )
}

/// What is paid for or paid, in the singular.
const PAID: [&str; 24] = [
    "admission",
    "bill",
    "charge",
    "deposit",
    "due",
    "entrance",
    "entry",
    "fare",
    "fee",
    "fine",
    "insurance",
    "membership",
    "parking",
    "postage",
    "rent",
    "rental",
    "salary",
    "shipping",
    "subscription",
    "tax",
    "ticket",
    "toll",
    "tuition",
    "wage",
];

/// Tells whether a word, possibly mistyped, names what is paid for or paid: who asks how much it is asks for a sum.
pub(super) fn is_paid(folded: &str) -> bool {
    let mistyped = || errors_forgiven(folded) > 0 && !WordVectors::shipped().knows(folded);
    let is = |paid: &&str, folded: &str| folded == *paid;
    let one = folded.strip_suffix('s').unwrap_or(folded);
    PAID.iter().any(|paid| is(paid, folded) || is(paid, one))
        || mistyped()
            && (PAID.iter().filter(|paid| paid.len() > 4))
                .any(|paid| strsim::osa_distance(one, paid) == 1)
}

/// Tells whether a word, by its stem, says little more than that something is paid: who asks for the price of a ticket is told
/// what it costs to get in.
pub(super) fn is_for_entry(stem: &str) -> bool {
    is_quality(stem) && stem != "rent"
        || matches!(
            stem,
            "ticket" | "admiss" | "entri" | "entranc" | "charg" | "due" | "fine" | "penalti"
        )
}

/// Tells whether a word speaks of money, paid or owed.
pub(super) fn is_money(folded: &str) -> bool {
    is_currency(folded)
        || matches!(
            folded,
            "money"
                | "cost"
                | "costs"
                | "pay"
                | "paid"
                | "worth"
                | "price"
                | "spend"
                | "spent"
                | "earn"
                | "earned"
                | "charge"
                | "sold"
        )
}

/// Tells whether a word of a yes-or-no question hardly says what is to be confirmed, so that no answer need have anything like
/// it: "can I *use* a minimap", "is *anybody* *allowed* to *bring* dogs".
pub(super) fn is_light(folded: &str) -> bool {
    matches!(
        folded,
        "may"
            | "use"
            | "used"
            | "using"
            | "get"
            | "gets"
            | "getting"
            | "got"
            | "keep"
            | "keeping"
            | "bring"
            | "bringing"
            | "take"
            | "taking"
            | "make"
            | "making"
            | "put"
            | "go"
            | "going"
            | "come"
            | "play"
            | "playing"
            | "try"
            | "want"
            | "need"
            | "needed"
    ) || asks_permission(folded)
        || ANY_AND_SOME.contains(&folded)
}

/// Words that stand for whatever there may be.
const ANY_AND_SOME: [&str; 10] = [
    "anybody",
    "anyone",
    "anything",
    "anywhere",
    "ever",
    "somebody",
    "someone",
    "something",
    "somewhere",
    "somehow",
];

/// Tells whether a word asks if something may be done.
pub(super) fn asks_permission(folded: &str) -> bool {
    matches!(
        folded,
        "allow"
            | "allowed"
            | "allows"
            | "permitted"
            | "permit"
            | "welcome"
            | "banned"
            | "forbidden"
            | "prohibited"
            | "ok"
            | "okay"
            | "fine"
            | "possible"
            | "able"
    )
}

/// Tells whether a verb says that somebody said something.
pub(super) fn is_speech(folded: &str) -> bool {
    matches!(
        folded,
        "say"
            | "said"
            | "says"
            | "claim"
            | "claimed"
            | "tell"
            | "told"
            | "state"
            | "stated"
            | "announce"
            | "announced"
            | "argue"
            | "argued"
            | "think"
            | "believe"
            | "warn"
            | "warned"
    )
}
