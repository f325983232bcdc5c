//! What single words of a question say of the answer: "height" asks for a number, "mayor" for somebody.

use crate::text::dimensions::is_currency;

use super::kind::AnswerType;

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
        "cost" | "price" | "salari" | "budget" | "revenu" | "incom" => AnswerType::Money,
        "durat" | "lifespan" => AnswerType::Duration,
        "age" => AnswerType::Age,
        "reason" | "caus" | "purpos" => AnswerType::Reason,
        "definit" | "mean" => AnswerType::Definition,
        _ => return None,
    })
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
            | "age"
            | "durat"
            | "lifespan"
            | "reason"
            | "caus"
            | "purpos"
            | "definit"
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
